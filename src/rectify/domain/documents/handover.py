"""The hand-over letter (交办函): one to each unit, with its own issues only."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.advice import return_limit
from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import handed_over
from rectify.domain.documents.report import (
    Head,
    NothingHanded,
    found_of,
    head_of,
    noun_of,
    running,
)
from rectify.domain.rate import check_parts
from rectify.domain.terms import Role
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.calendar import Calendar
    from rectify.domain.documents.report import Request
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Handed(NamedTuple):
    """One issue of a letter."""

    number: str
    title: str
    description: str
    demand: str
    role: str
    others: str
    deadline: str


class Letter(NamedTuple):
    """What a hand-over letter says to one unit about one day's batch."""

    head: Head
    unit: str
    day: date
    only: bool
    moved: bool
    noun: str
    ref: str
    items: tuple[Handed, ...]
    roles: tuple[tuple[str, int], ...]
    answering: int
    helping: int
    last_return: date | None
    of_deputies: tuple[str, ...]

    @property
    def name(self) -> str:
        """The unit, and the day where it has several letters."""
        return self.unit if self.only else f"{self.unit}_{self.day}"


class _Part(NamedTuple):
    """One 承办 as it stood on the day on which it was handed over."""

    case: Progress
    work: Undertaking

    @property
    def moved(self) -> bool:
        """Whether it came by 改派, after the 交办 of another day."""
        handed = self.case.handed
        return handed is None or handed.day != self.work.assigned


class NoSuchBatch(RuleError):  # noqa: N818  # named for what it is
    """Nothing was handed over to that unit, or on that day."""

    def __init__(
        self, unit: str | None, day: date | None, days: Sequence[date]
    ) -> None:
        whom = "" if unit is None else f"给{unit}"
        when = "" if day is None else f"{day}"
        known = f"。交办的日期有：{'、'.join(map(str, days))}" if day and days else ""
        super().__init__(f"{when}没有交办{whom}的问题，没有可写的交办函{known}")


def compile_letters(request: Request) -> dict[str, Letter]:
    """Write to each unit, in official order, one letter for each day of hand-over.

    Raises:
        NothingHanded: nothing was handed over yet.
        NoSuchBatch: nothing to the unit or on the day asked for.
    """
    letters = _letters(request.roster, request.calendar)
    unit, day = request.unit, request.day
    own = [each for each in letters if unit in (None, each.unit)]
    wanted = {each.name: each for each in own if day in (None, each.day)}
    if not wanted:
        raise NoSuchBatch(unit, day, sorted({each.day for each in own}))
    return wanted


def _letters(roster: Roster, calendar: Calendar) -> tuple[Letter, ...]:
    batches: dict[tuple[str, date], list[_Part]] = {}
    for case in roster.cases:
        for then, work in handed_over(roster, case):
            batches.setdefault((work.unit, then.on), []).append(_Part(then, work))
    if not batches:
        raise NothingHanded("交办函")
    units = [unit for unit, _ in batches]
    order = sorted(batches, key=lambda key: (roster.directory.rank(key[0]), key[1]))
    return tuple(
        _letter(roster, batches[key], calendar, only=units.count(key[0]) == 1)
        for key in order
    )


def _letter(
    roster: Roster, parts: Sequence[_Part], calendar: Calendar, *, only: bool
) -> Letter:
    unit, day = parts[0].work.unit, parts[0].case.on
    items = tuple(_handed(part) for part in parts)
    answering = sum(1 for part in parts if part.work.answering)
    helping = sum(1 for part in parts if part.work.role is Role.PARTNER)
    check_parts(f"{unit}的交办函", len(items), (answering, helping))
    refs = {
        part.case.handed.event.ref
        for part in parts
        if part.case.handed and not part.moved
    }
    words = roster.ledger.procedure.return_within
    return Letter(
        head=head_of(roster),
        unit=unit,
        day=day,
        only=only,
        moved=all(part.moved for part in parts),
        noun=noun_of([part.case for part in parts]),
        ref="、".join(sorted(ref for ref in refs if ref)),
        items=items,
        roles=_roles(parts),
        answering=answering,
        helping=helping,
        last_return=return_limit(words, day, calendar),
        of_deputies=tuple(_of_deputies(parts)),
    )


def _roles(parts: Sequence[_Part]) -> tuple[tuple[str, int], ...]:
    """Count what the unit is to do, who answers first."""
    counts = Counter(part.work.role for part in parts)
    order = (Role.LEAD, Role.SEPARATE, Role.PARTNER)
    return tuple((str(role), counts[role]) for role in order if counts[role])


def _of_deputies(parts: Sequence[_Part]) -> Iterator[str]:
    """Name the issues whose proposers the unit must meet (代表法第五十一条)."""
    for case, work in parts:
        if work.answering and case.issue.of_deputies:
            yield case.number


def _handed(part: _Part) -> Handed:
    """Say what one unit is to do, with whom and by when: it is all on paper."""
    case, work = part
    others = [
        f"{each.unit}（{each.role}）" for each in case.undertakings if each is not work
    ]
    timed = _timed(case, work)
    return Handed(
        number=case.number,
        title=case.issue.title,
        description=found_of(case.issue),
        demand=running(case.issue.demand or ""),
        role=str(work.role),
        others="、".join(others),
        deadline=deadline_words(case, timed, timed.deadline),
    )


def _timed(case: Progress, work: Undertaking) -> Undertaking:
    """Give the 承办 whose deadline counts: a helper's is that of the unit it helps."""
    if work.answering:
        return work
    dated = [(each.deadline, each) for each in case.answering if each.deadline]
    return max(dated, key=lambda pair: pair[0])[1] if dated else case.answering[0]
