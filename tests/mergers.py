"""What a merge must not do, judged by another way than it is done."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.issue import Issue
from rectify.domain.workflow import fold
from rectify.storage.remarks import remarks
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.entity import Entity, Plain
    from rectify.domain.ledger import Ledger
    from rectify.storage.merging.joining import Three

EVENTS, FILES = "办理记录", "附件"
UNADOPTED = "合并时未采用"


class Version(NamedTuple):
    """One version of a file, and what it says."""

    value: Entity
    comments: frozenset[str]

    @property
    def plain(self) -> dict[str, Plain]:
        return self.value.plain()


@cache
def version(kind: type[Entity], data: bytes) -> Version:
    """Read a file that must be sound."""
    loaded = load(kind, data, "")
    assert loaded.value is not None, loaded.problems
    said = remarks(loaded.value, loaded.document.text, "")
    return Version(
        loaded.value, frozenset(line for each in said.values() for line in each)
    )


def wrongs(
    kind: type[Entity], ledger: Ledger | None, files: Three, merged: bytes
) -> Iterator[str]:
    """Say what a clean merge has lost, made up, or broken."""
    loaded = load(kind, merged, "")
    if loaded.value is None:
        yield f"invalid: {loaded.problems}"
        return
    after = version(kind, merged)
    sides = [version(kind, data) for data in files if data is not None]
    yield from _facts(sides, after)
    yield from _comments(sides, after)
    if ledger is not None:
        yield from _events(sides, after)
        yield from _broken(sides, after, ledger)


def _facts(sides: list[Version], after: Version) -> Iterator[str]:
    labels = {label for each in sides for label in each.plain} - {EVENTS}
    for label in sorted(labels | after.plain.keys() - {EVENTS}):
        before, ours, theirs = (each.plain.get(label) for each in sides)
        found = after.plain.get(label)
        if theirs in (ours, before):
            if found != ours:
                yield f"lost: {label} of ours"
        elif ours == before:
            if found != theirs:
                yield f"lost: {label} of theirs"
        else:
            lost = _added(before, ours, theirs) - set(_parts(found))
            yield from (f"lost: {label}: {part}" for part in sorted(lost))


def _added(before: Plain | None, *sides: Plain | None) -> set[str]:
    return {part for side in sides for part in _parts(side)} - set(_parts(before))


def _parts(value: Plain | None) -> list[str]:
    """Give the sentences of a text, or the items of a list."""
    if isinstance(value, str):
        return value.split("\n")
    if isinstance(value, list):
        return [repr(item) for item in value]
    if isinstance(value, dict):
        return [repr(item) for item in value.items()]
    return [] if value is None else [repr(value)]


def _comments(sides: list[Version], after: Version) -> Iterator[str]:
    before, ours, theirs = (each.comments for each in sides)
    due = ((ours | theirs) - before) | (before & ours & theirs)
    yield from (f"lost: comment {line}" for line in sorted(due - after.comments))


def voids(value: Entity) -> dict[str, str | None]:
    """Give the events of an issue, by what they are, and how they are void."""
    assert isinstance(value, Issue)
    return {event.identity(): event.void for event in value.events}


def _events(sides: list[Version], after: Version) -> Iterator[str]:
    before, ours, theirs = (voids(each.value) for each in sides)
    found = voids(after.value)
    gone = before.keys() - (ours.keys() & theirs.keys())
    due = (ours.keys() | theirs.keys()) - gone
    yield from (f"lost: event {event}" for event in sorted(due - found.keys()))
    yield from (f"made up: event {event}" for event in sorted(found.keys() - due))
    for event in sorted(due & found.keys()):
        mine = ours.get(event, theirs.get(event))
        yours = theirs.get(event, mine)
        right = {mine, yours} if mine == yours else {mine, yours} - {before.get(event)}
        if {found[event]} != right and not (found[event] or "").endswith(UNADOPTED):
            yield f"lost: void of {event}: {found[event]}, not {right}"


def _broken(sides: list[Version], after: Version, ledger: Ledger) -> Iterator[str]:
    known = {event for each in sides[1:] for event in _faults(each.value, ledger)}
    for event in sorted(_faults(after.value, ledger) - known):
        yield f"broken: {event}"


def _faults(value: Entity, ledger: Ledger) -> set[str]:
    assert isinstance(value, Issue)
    found = fold(value, ledger, on=date.max).faults
    return {value.events[fault.place].identity() for fault in found}
