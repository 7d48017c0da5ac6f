"""Records that both sides changed, each in its own way: edited, voided, taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.merging.conflict import Conflict, Side
from rectify.domain.merging.worded import listed, recorded, told_apart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.event import AnyEvent
    from rectify.domain.merging.deeds import Deeds


class Edit(NamedTuple):
    """What was there, what either side put in its place, and whether both may hold."""

    about: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    exclusive: bool

    def of(self, side: Side) -> tuple[str, ...]:
        """Name what one side recorded instead."""
        return self.ours if side is Side.OURS else self.theirs

    def undone(self, side: Side) -> frozenset[str]:
        """Name what of one side's deeds does not hold when the other is picked."""
        return frozenset((*self.about, *self.of(side)))

    def conflict(self, deeds: Deeds, key: str, what: str, *, both: bool) -> Conflict:
        """Say what each side made of it."""
        before = [recorded(deeds.known(name).but(void=None)) for name in self.about]
        ours, theirs = told_apart(*(self._left(deeds, side) for side in _SIDES))
        done, did = (self._done(deeds, side) for side in _SIDES)
        why = f"本方{done}这一条，对方{did}这一条"
        if done == did:
            why = f"两边都{done}这一条，{_DIFFERENTLY[done]}"
        both = both and not self.exclusive
        return Conflict(key, what, listed(before), ours, theirs, both, why)

    def _left(self, deeds: Deeds, side: Side) -> list[AnyEvent]:
        """Give what one side left of it, and what it recorded instead."""
        left = (deeds.versions(name).of(side) for name in self.about)
        added = (deeds.known(name) for name in self.of(side))
        return [event for event in (*left, *added) if event is not None]

    def _done(self, deeds: Deeds, side: Side) -> str:
        gone = deeds.versions(self.about[0]).of(side) is None
        if self.of(side):
            return "改了" if gone else "更正了"
        return "删去了" if gone else "作废了"


_SIDES = (Side.OURS, Side.THEIRS)
_DIFFERENTLY = {
    "改了": "改得不同",
    "更正了": "更正得不同",
    "作废了": "写的理由不同",
}


def edits(deeds: Deeds) -> list[Edit]:
    """Find what both changed, in the order of events; one thing is disputed once."""
    found: list[Edit] = []
    for edit in _each(deeds):
        touching = [e for e in found if _share(e, edit)]
        found = [each for each in found if each not in touching]
        for each in touching:
            edit = _joined(each, edit)  # noqa: PLW2901  # they become one
        found.append(edit)
    return found


def _each(deeds: Deeds) -> Iterator[Edit]:
    added = [deeds.added(side) for side in _SIDES]
    for name in deeds.sorted((*deeds.disputed, *deeds.alike())):
        event = deeds.known(name)
        ours, theirs = (
            tuple(each for each in new if _replaces(deeds.known(each), event))
            for new in added
        )
        exclusive = name in deeds.disputed
        left = deeds.versions(name).ours
        if exclusive or (ours and theirs) or (left is None and (ours or theirs)):
            yield Edit((name,), ours, theirs, exclusive or not (ours and theirs))


def _replaces(new: AnyEvent, old: AnyEvent) -> bool:
    """Tell whether one event may be another, edited."""
    if (new.date, new.order) == (old.date, old.order):
        return True
    named = set(new.named_units())
    alike = not named or not named.isdisjoint(old.named_units())
    return new.kind == old.kind and alike


def _share(one: Edit, other: Edit) -> bool:
    mine = {*one.ours, *one.theirs}
    return not mine.isdisjoint((*other.ours, *other.theirs))


def _joined(one: Edit, other: Edit) -> Edit:
    return Edit(
        (*one.about, *other.about),
        tuple(dict.fromkeys((*one.ours, *other.ours))),
        tuple(dict.fromkeys((*one.theirs, *other.theirs))),
        one.exclusive or other.exclusive,
    )
