"""The comments of a file, each with what it stands above; and a file written with them.

A comment belongs to the field or the item of a list that it stands above or in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from rectify.domain.entity import Entity
from rectify.domain.event import Event
from rectify.errors import LedgerError
from rectify.storage.blocks import comments, located, own_comments_end
from rectify.storage.yaml import render_field, render_item

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from rectify.storage.blocks import Node

# A field is named by its label; an item by that, by what it is, and which one of those.
Place: TypeAlias = tuple[str, ...]
Remarks: TypeAlias = "Mapping[Place, tuple[str, ...]]"
HEAD: Place = ()
END: Place = ("",)
_INDENT = "  "


class CommentsInTheWay(LedgerError):  # noqa: N818  # named for what it is
    """The file is one bracket, and has comments that would be lost."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} 整个写在一对括号里，又有注释，不能自动整理；"
            "请先改成一行一项，或删去注释"
        )


def remarks(entity: Entity, text: str, place: str) -> Remarks:
    """Collect the comments of a text that says what the entity does.

    Raises:
        CommentsInTheWay: they have no place to stay at.
    """
    root = located(text)
    if root is None:
        if "#" in text:
            raise CommentsInTheWay(place)
        return {}
    found: dict[Place, list[str]] = {}
    for where, remark in _found(entity, root, text.split("\n")):
        found.setdefault(where, []).append(remark)
    return {where: tuple(lines) for where, lines in found.items()}


def _found(entity: Entity, root: Node, lines: list[str]) -> Iterator[tuple[Place, str]]:
    fields = {label: getattr(entity, name) for name, label in entity.labels().items()}
    yield from ((HEAD, remark) for remark in _between(lines, 0, root.start))
    at = root.start
    for key, value in root.entries():
        where = (key.value,)
        yield from ((where, remark) for remark in _between(lines, at, key.start))
        items = fields[key.value]
        if value.style == "list" and _itemised(items):
            yield from ((where, remark) for remark in comments(key, key, lines))
            yield from _of_items(key, value, _places(key.value, items), lines)
            at = own_comments_end(lines, value.end, value.column)
        else:
            yield from ((where, remark) for remark in comments(key, value, lines))
            at = max(key.end, value.end)
    yield from ((END, remark) for remark in _between(lines, at, len(lines)))


def _of_items(
    key: Node, value: Node, places: list[Place], lines: list[str]
) -> Iterator[tuple[Place, str]]:
    """Find the comments of a list: above an item, in it, and indented behind it."""
    at = key.end
    nodes = [node for node in value.parts if not node.absent]
    for where, item in zip(places, nodes, strict=True):
        end = own_comments_end(lines, item.end, value.column)
        for remark in (
            *_between(lines, at, item.start),
            *comments(item, item, lines),
            *_between(lines, item.end, end),
        ):
            yield where, remark
        at = end


def _between(lines: list[str], start: int, end: int) -> Iterator[str]:
    """Give the comment lines between two blocks."""
    for line in lines[start:end]:
        bare = line.strip()
        if bare.startswith("#"):
            yield bare


def _itemised(value: object) -> TypeGuard[tuple[Entity, ...]]:
    """Tell a list whose items are blocks of their own."""
    return (
        isinstance(value, tuple)
        and bool(value)
        and all(isinstance(item, Entity) for item in value)
    )


def _places(label: str, items: tuple[Entity, ...]) -> list[Place]:
    """Name the items: an event by its identity, others by what they begin with."""
    seen: dict[str, int] = {}
    found: list[Place] = []
    for item in items:
        name = item.identity() if isinstance(item, Event) else _beginning(item)
        seen[name] = seen.get(name, 0) + 1
        found.append((label, name, str(seen[name])))
    return found


def _beginning(item: Entity) -> str:
    return next((f"{key}: {value}" for key, value in item.plain().items()), "")


def places(entity: Entity) -> set[Place]:
    """Name everything in an entity that comments can stand above."""
    found = {HEAD, END, *((label,) for label in entity.labels().values())}
    for name, label in entity.labels().items():
        value = getattr(entity, name)
        if _itemised(value):
            found.update(_places(label, value))
    return found


def reconciled(three: Sequence[Remarks], known: AbstractSet[Place]) -> list[Remarks]:
    """Let a comment that both sides have moved apart stand once.

    It stays where it stood before; if that is gone, at the first of the places known.
    """
    base, *sides = (_standing(each) for each in three)
    found = list(three)
    for line, stood in base.items():
        ours, theirs = (each.get(line, set()) for each in sides)
        left, apart = stood - ours - theirs, (ours ^ theirs) - stood
        if not left or not ours - stood or not theirs - stood or not apart:
            continue
        stays = min((left & known) or (apart & known) or left)
        found[1:] = [_moved(each, line, apart, stays) for each in found[1:]]
    return found


def _standing(said: Remarks) -> dict[str, set[Place]]:
    """Say where each comment stands."""
    found: dict[str, set[Place]] = {}
    for where, lines in said.items():
        for line in lines:
            found.setdefault(line, set()).add(where)
    return found


def _moved(said: Remarks, line: str, away: Collection[Place], to: Place) -> Remarks:
    """Take a comment away from some places, and let it stand at another."""
    rest = {
        where: tuple(each for each in lines if where not in away or each != line)
        for where, lines in said.items()
    }
    return {**rest, to: (*rest.get(to, ()), line)}


def blocks(entity: Entity, said: Remarks) -> Iterator[list[str]]:
    """Write an entity in its canonical form, block by block, each under its comments.

    Events are written in their order.
    """
    stated = entity.plain()
    yield list(said.get(HEAD, ()))
    for name, label in entity.labels().items():
        above = list(said.get((label,), ()))
        value = getattr(entity, name)
        if label not in stated or not _itemised(value):
            yield [*above, *render_field(entity, name, plain=stated)]
            continue
        yield [*above, f"{label}:"]
        named = list(zip(_places(label, value), value, strict=True))
        if all(isinstance(item, Event) for item in value):
            named.sort(key=lambda pair: pair[1].place())  # type: ignore[attr-defined]  # they are events
        for where, item in named:
            own = [_INDENT + remark for remark in said.get(where, ())]
            yield [*own, *render_item(item, len(_INDENT))]
    yield list(said.get(END, ()))


def written(entity: Entity, said: Remarks) -> str:
    """Write an entity in its canonical form with its comments."""
    lines = [line for block in blocks(entity, said) for line in block]
    return "".join(f"{line}\n" for line in lines)
