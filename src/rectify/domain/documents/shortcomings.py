"""What is wanting, each issue named once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.listing import Item, item_of
from rectify.domain.rates import Grouping, compile_rates, measure_named
from rectify.domain.terms import Finding, Lasting, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster

# Where a unit is still expected to act on what was found.
_AT_WORK = (State.ASSIGNED, State.WORKING, State.ANSWERED)


class Concerned(NamedTuple):
    """A unit, and the issues with which something about it is to be said."""

    unit: str
    numbers: tuple[str, ...]


class Reviewed(NamedTuple):
    """A unit whose answer was found wanting, when and why."""

    unit: str
    day: date | None
    reason: str


class Late(NamedTuple):
    """The units that are late by one deadline, and whether all asked for more time."""

    units: tuple[str, ...]
    deadline: date
    days: int
    pending: bool


class Overdue(NamedTuple):
    """One issue with answers that are late; by each deadline, where units differ."""

    item: Item
    parts: tuple[Late, ...]

    @property
    def units(self) -> list[str]:
        """All units that are late."""
        return [unit for part in self.parts for unit in part.units]


class NotYet(NamedTuple):
    """One issue of which an answer was found wanting."""

    item: Item
    reviews: tuple[Reviewed, ...]


class Shortcomings(NamedTuple):
    """What is wanting."""

    overdue: tuple[Overdue, ...]
    twice_failed: tuple[Item, ...]
    rebounds: tuple[Item, ...]
    not_yet: tuple[NotYet, ...]
    redone: tuple[Item, ...]
    impossible: tuple[Item, ...]
    late: tuple[Concerned, ...]
    unsigned: tuple[Concerned, ...]


def shortcomings(roster: Roster, base: Sequence[Progress]) -> Shortcomings:
    """Find what is wanting; the weightiest comes first and is not said again."""
    named: set[str] = set()
    found = [
        tuple(_not_yet(named, base, wanting))
        for wanting in (
            lambda case: item_of(case).overdue > 0,
            lambda case: item_of(case).twice_failed,
            _rebounded,
            _not_in_place,
            lambda case: case.state is State.REDOING,
            _impossible,
        )
    ]
    overdue, twice_failed, rebounds, not_yet, redone, impossible = found
    return Shortcomings(
        overdue=tuple(_overdue(roster, item) for item in overdue),
        twice_failed=twice_failed,
        rebounds=rebounds,
        not_yet=tuple(_found_wanting(roster, item) for item in not_yet),
        redone=redone,
        impossible=impossible,
        late=tuple(_late(roster, {item.number for item in overdue})),
        unsigned=tuple(_unsigned(roster, base)),
    )


def _not_yet(
    named: set[str], base: Iterable[Progress], wanting: Callable[[Progress], bool]
) -> Iterator[Item]:
    for case in base:
        if case.number not in named and wanting(case):
            named.add(case.number)
            yield item_of(case)


def _overdue(roster: Roster, item: Item) -> Overdue:
    """Say which units are late since when; each has its own deadline."""
    case = roster.case(item.number).standing
    late: dict[date, list[Undertaking]] = {}
    for work in case.awaited:
        if work.deadline is not None and work.clock.overdue_days(case.on):
            late.setdefault(work.deadline, []).append(work)
    parts = [
        Late(
            units=tuple(work.unit for work in works),
            deadline=deadline,
            days=(case.on - deadline).days,
            pending=all(work.pending is not None for work in works),
        )
        for deadline, works in sorted(late.items())
    ]
    return Overdue(item, tuple(parts))


def _rebounded(case: Progress) -> bool:
    found = [each.lasting for each in case.rechecks]
    return case.parent is None and Lasting.REBOUND in found


def _not_in_place(case: Progress) -> bool:
    """Tell whether an answer was found wanting, and nothing was decided since."""
    return case.state in _AT_WORK and bool(_wanting(case))


def _wanting(case: Progress) -> list[Undertaking]:
    works = case.standing.answering
    return [work for work in works if work.finding is Finding.NOT_YET]


def _found_wanting(roster: Roster, item: Item) -> NotYet:
    """Say whose answer was found wanting, when and why; no reason goes public."""
    reviews = [
        Reviewed(
            work.review.unit,
            work.review.day,
            "" if roster.public else (work.review.reason or "").rstrip("。"),
        )
        for work in _wanting(roster.case(item.number))
        if work.review is not None
    ]
    return NotYet(item, tuple(reviews))


def _impossible(case: Progress) -> bool:
    return any(
        work.review is not None and work.review.finding is Finding.IMPOSSIBLE
        for work in case.standing.answering
    )


def _late(roster: Roster, named: set[str]) -> Iterator[Concerned]:
    """Name the units that were late in the first round, and their other issues."""
    table = compile_rates([roster], [measure_named("按期办结率")], Grouping.UNIT)
    for line in table.lines:
        rate = line.rates[0]
        kept = set(rate.numerator_of)
        late = [name.split()[0] for name in rate.denominator_of if name not in kept]
        numbers = tuple(number for number in late if number not in named)
        if numbers:
            yield Concerned(line.group, numbers)


def _unsigned(roster: Roster, base: Iterable[Progress]) -> Iterator[Concerned]:
    """Name the units that have not signed for issues that are still open."""
    found: dict[str, list[str]] = {}
    for case in base:
        if case.parent is None and case.open:
            for work in case.undertakings:
                if work.signed is False:
                    found.setdefault(work.unit, []).append(case.number)
    for unit in sorted(found, key=roster.directory.rank):
        yield Concerned(unit, tuple(found[unit]))
