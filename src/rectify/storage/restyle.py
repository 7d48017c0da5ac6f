"""Bring a whole file to its canonical form, and lose none of its comments.

A comment stays above the field or event it stood above or in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.entity import Entity
from rectify.domain.event import Event
from rectify.errors import BadData, LedgerError
from rectify.storage.blocks import comments, located
from rectify.storage.yaml import load, render, render_field, render_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.storage.blocks import Node

E = TypeVar("E", bound=Entity)
_INDENT = "  "


class CommentsInTheWay(LedgerError):  # noqa: N818  # named for what it is
    """The file is one bracket, and has comments that would be lost."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} 整个写在一对括号里，又有注释，不能自动整理；"
            "请先改成一行一项，或删去注释"
        )


class LostInStyle(RuntimeError):  # noqa: N818  # a bug of the program, never shown
    """The restyled text does not say the same."""


class _Part(NamedTuple):
    """A field or an item, and the comments that belong to it."""

    key: Node
    value: Node
    remarks: list[str]


def restyle(kind: type[E], data: bytes, place: str) -> bytes:
    """Give the canonical bytes of a file.

    Raises:
        BadData: the file is faulty.
        CommentsInTheWay: its comments have no place to stay at.
    """
    loaded = load(kind, data, place)
    if loaded.value is None:
        raise BadData(loaded.problems)
    entity, text = loaded.value, loaded.document.text
    root = located(text)
    if root is None:
        if "#" in text:
            raise CommentsInTheWay(place)
        return render(entity).encode()
    lines = text.split("\n")
    written = "\n".join([*_fields(entity, root, lines), ""])
    again = load(kind, written.encode(), place).value
    if again is None or again.plain() != _in_order(entity).plain():
        raise LostInStyle(place)
    return written.encode()


def _in_order(entity: E) -> E:
    """Put the events of an issue in their order."""
    events = getattr(entity, "events", None)
    if not events:
        return entity
    return entity.but(events=tuple(sorted(events, key=Event.place)))


def _fields(entity: Entity, root: Node, lines: list[str]) -> Iterator[str]:
    parts = {
        part.key.value: part
        for part in _parts(root.entries(), lines, root.start, upto=len(lines))
    }
    labels = entity.labels()
    yield from _outer(lines, 0, root.start)
    for name, label in labels.items():
        part = parts.get(label)
        if part is None:
            continue
        value = getattr(entity, name)
        items = isinstance(value, tuple) and all(isinstance(v, Entity) for v in value)
        if items and part.value.style == "list":
            yield from part.remarks
            yield from comments(part.key, part.key, lines)
            yield f"{label}:"
            yield from _items(value, part, lines)
        else:
            yield from part.remarks
            yield from comments(part.key, part.value, lines)
            yield from render_field(entity, name)
    yield from _outer(lines, _end(root), len(lines))


def _items(value: tuple[Entity, ...], part: _Part, lines: list[str]) -> Iterator[str]:
    """Write the items of a list, events in their order, each under its comments."""
    nodes = [node for node in part.value.parts if not node.absent]
    pairs = [(node, node) for node in nodes]
    owned = _parts(pairs, lines, part.key.end, upto=part.value.end)
    joined = list(zip(value, owned, strict=True))
    if all(isinstance(entity, Event) for entity in value):
        joined.sort(key=lambda pair: pair[0].place())  # type: ignore[attr-defined]  # they are events
    for entity, item in joined:
        inner = comments(item.key, item.value, lines)
        yield from (_INDENT + remark for remark in [*item.remarks, *inner])
        yield from render_item(entity, len(_INDENT))


def _parts(
    pairs: list[tuple[Node, Node]], lines: list[str], start: int, *, upto: int
) -> list[_Part]:
    """Give each part the comment lines between it and the one before."""
    found = []
    for key, value in pairs:
        found.append(_Part(key, value, list(_outer(lines, start, key.start))))
        start = min(max(key.end, value.end), upto)
    return found


def _outer(lines: list[str], start: int, end: int) -> Iterator[str]:
    """Collect the comment lines between two blocks."""
    for line in lines[start:end]:
        bare = line.strip()
        if bare.startswith("#"):
            yield bare


def _end(root: Node) -> int:
    return max(part.end for part in root.parts)
