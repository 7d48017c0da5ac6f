"""What either side did to the record of events, and the events that come of it.

A deed is named by the identity of its event: recorded, declared void or taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rectify.domain.merging.conflict import Side
from rectify.domain.merging.threeway import Three

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue

    Undone: TypeAlias = Mapping[Side, frozenset[str]]

_UNPICKED = "合并时未采用"


class Deeds(NamedTuple):
    """The events of three versions by identity, and who did what to which."""

    events: Three[Mapping[str, AnyEvent]]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    disputed: tuple[str, ...]

    def versions(self, name: str) -> Three[AnyEvent | None]:
        """Give an event as the three have it."""
        return self.events.each(lambda events: events.get(name))

    def known(self, name: str) -> AnyEvent:
        """Give an event as one of them has it."""
        return next(event for event in self.versions(name) if event is not None)

    def of(self, side: Side) -> tuple[str, ...]:
        """Name what one side did alone, in the order of events."""
        return self.ours if side is Side.OURS else self.theirs

    def added(self, side: Side) -> list[str]:
        """Name the events that one side alone has recorded."""
        others = self.events.base.keys() | self.events.of(side.other).keys()
        return [name for name in self.of(side) if name not in others]

    def alike(self) -> list[str]:
        """Name what was there, and both took out or declared void just alike."""
        base = self.events.base
        changed = (n for n in base if _states(self.versions(n)).both_changed)
        return self.sorted(name for name in changed if name not in self.disputed)

    def sorted(self, names: Iterable[str]) -> list[str]:
        """Put events in their order."""
        return sorted(names, key=lambda name: self.known(name).place())

    def result(self, undone: Undone, *, on: date | None = None) -> tuple[AnyEvent, ...]:
        """Give all events in their order, some deeds of either side undone.

        A record that is undone stays as a void one; without a day, it is left out.
        """
        names = self.sorted({name for events in self.events for name in events})
        found = (self._result(name, undone, on) for name in names)
        return tuple(event for event in found if event is not None)

    def _result(self, name: str, undone: Undone, on: date | None) -> AnyEvent | None:
        versions = self.versions(name)
        if name in undone[Side.THEIRS]:
            return _kept(versions.ours, versions.theirs, on)
        if name in undone[Side.OURS]:
            return _kept(versions.theirs, versions.ours, on)
        if name in self.disputed:
            return versions.of(_states(versions).neutral)
        return versions.theirs if name in self.theirs else versions.ours


def _kept(
    taken: AnyEvent | None, left: AnyEvent | None, on: date | None
) -> AnyEvent | None:
    """Take one version of an event; no record is lost for that."""
    if taken is not None or left is None or on is None:
        return taken
    return left if left.void else left.but(void=f"{on} {_UNPICKED}")


def deeds_of(issues: Three[Issue | None]) -> Deeds:
    """Find what either side did to the events of an issue."""
    events = issues.each(_by_identity)
    deeds = Deeds(events, (), (), ())
    found: dict[Side | None, list[str]] = {Side.OURS: [], Side.THEIRS: [], None: []}
    for name in deeds.sorted({name for each in events for name in each}):
        states = _states(deeds.versions(name))
        if states.ours != states.theirs:
            found[states.holder].append(name)
    ours, theirs, disputed = (tuple(names) for names in found.values())
    return Deeds(events, ours, theirs, disputed)


def _by_identity(issue: Issue | None) -> Mapping[str, AnyEvent]:
    events = () if issue is None else issue.events
    return {event.identity(): event for event in events}


class _States(Three[str | None]):
    """Whether an event is there, and void; one that both recorded was as recorded."""

    @property
    def both_changed(self) -> bool:
        """Whether neither side left it as it was."""
        return self.base not in (self.ours, self.theirs)


def _states(versions: Three[AnyEvent | None]) -> _States:
    base, ours, theirs = (_state(event) for event in versions)
    if ours is not None and theirs is not None:
        base = base or ""
    return _States(base, ours, theirs)


def _state(event: AnyEvent | None) -> str | None:
    return None if event is None else event.void or ""
