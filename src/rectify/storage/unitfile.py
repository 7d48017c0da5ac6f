"""Change units.yaml by one unit; every other byte stays, comments too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.unit import UnitList
from rectify.errors import BadData, LedgerError
from rectify.storage.blocks import located, own_comments_end
from rectify.storage.yaml import load, render, render_item

if TYPE_CHECKING:
    from rectify.domain.unit import Unit
    from rectify.storage.blocks import Node

_UNITS = "单位"


class UnitsNotSpliceable(LedgerError):  # noqa: N818  # named for what it is
    """The units can't be told apart by lines."""

    def __init__(self) -> None:
        super().__init__(
            "units.yaml 不是一项一行的写法，不能只改一处；"
            "请先运行 rectify format 整理格式"
        )


def add_unit(data: bytes | None, unit: Unit, *, after: str | None) -> bytes:
    """Insert a unit after another one, or as the last."""
    if data is None:
        return render(UnitList(units=(unit,))).encode()
    units, nodes, lines = _opened(data)
    names = [each.name for each in units.units]
    place = len(names) if after is None else names.index(after) + 1
    meant = UnitList(units=(*units.units[:place], unit, *units.units[place:]))
    if not nodes:
        return render(meant).encode()
    before = nodes[max(place - 1, 0)]
    column = before.column - 2
    at = own_comments_end(lines, before.end, column)
    block = render_item(unit, column)
    return _checked([*lines[:at], *block, *lines[at:]], meant)


def replace_unit(data: bytes, unit: Unit) -> bytes:
    """Write one unit anew, in its place."""
    units, nodes, lines = _opened(data)
    place = [each.name for each in units.units].index(unit.name)
    meant = UnitList(
        units=(*units.units[:place], unit, *units.units[place + 1 :]),
    )
    node = nodes[place]
    block = render_item(unit, node.column - 2)
    return _checked([*lines[: node.start], *block, *lines[node.end :]], meant)


def _opened(data: bytes) -> tuple[UnitList, list[Node], list[str]]:
    loaded = load(UnitList, data, "units.yaml")
    if loaded.value is None:
        raise BadData(loaded.problems)
    root = located(loaded.document.text)
    if root is None:
        raise UnitsNotSpliceable
    found = next((v for k, v in root.entries() if k.value == _UNITS), None)
    nodes = [] if found is None else [n for n in found.parts if not n.absent]
    if found is not None and nodes and found.style != "list":
        raise UnitsNotSpliceable
    return loaded.value, nodes, loaded.document.text.split("\n")


def _checked(lines: list[str], meant: UnitList) -> bytes:
    """Give the text away only if it says what was meant."""
    text = "\n".join(lines)
    data = (text if text.endswith("\n") else f"{text}\n").encode()
    found = load(UnitList, data, "units.yaml").value
    if found is None or found.plain() != meant.plain():
        raise UnitsNotSpliceable
    return data
