"""The reminder (催办函): to each unit, what of its work is nearly due or late."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import (
    Demand,
    Source,
    by_unit,
    demands_of,
    merged_in,
    refs_of,
    since_answer,
    sources_of,
    urgings,
)
from rectify.domain.documents.report import Head, head_of, noun_of
from rectify.domain.event import Urge
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import check_parts
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Owed(NamedTuple):
    """One issue that a unit is reminded of; days are negative when late."""

    number: str
    title: str
    merged: tuple[str, ...]
    round: int
    deadline: str
    days_left: int
    pending: bool
    tracked: bool
    urged: tuple[date, ...]


class Reminder(NamedTuple):
    """What a reminder says to one unit."""

    head: Head
    unit: str
    noun: str
    ref: str
    sources: tuple[Source, ...]
    soon_days: int
    items: tuple[Owed, ...]
    late: int
    soon: int
    checks: int
    demands: tuple[Demand, ...]

    @property
    def pending(self) -> int:
        """How many wait for a decision on an extension that was asked for."""
        return sum(1 for item in self.items if item.pending)


class NothingDue(RuleError):  # noqa: N818  # named for what it is
    """Nobody needs to be reminded."""

    def __init__(self, on: date, days: int, unit: str | None) -> None:
        whose = f"{unit}没有" if unit else "没有"
        super().__init__(
            f"截至{chinese_day(on)}，{whose}逾期或{days}天内到期的问题，没有可写的催办函"
        )


class _Part(NamedTuple):
    """One 承办 that is nearly due or late."""

    case: Progress
    work: Undertaking
    days_left: int


def compile_reminders(request: Request) -> dict[str, Reminder]:
    """Write to each unit, in official order, of all that it owes soon or already.

    Raises:
        NothingDue: neither of the unit asked for, nor of anybody.
    """
    roster = request.roster
    due = ((part.work.unit, part) for part in _due(roster))
    parts = by_unit(roster, (each for each in due if request.unit in (None, each[0])))
    if not parts:
        soon_days = roster.ledger.procedure.due_soon_days
        raise NothingDue(roster.on, soon_days, request.unit)
    return {unit: _reminder(roster, owed) for unit, owed in parts.items()}


def _due(roster: Roster) -> Iterator[_Part]:
    """Find whose answer, or whose report on what is tracked, is nearly due or late."""
    soon = roster.ledger.procedure.due_soon_days
    for case in roster.cases:
        if case.parent is not None or not case.open:
            continue
        for work in case.answering if case.tracked else case.awaited:
            day = case.tracked.next_check if case.tracked else work.deadline
            if day is not None and (day - case.on).days <= soon:
                yield _Part(case, work, (day - case.on).days)


def _reminder(roster: Roster, parts: list[_Part]) -> Reminder:
    unit = parts[0].work.unit
    parts.sort(key=lambda part: (part.days_left, part.case.number))
    items = tuple(_owed(roster, part) for part in parts)
    late = sum(1 for item in items if not item.tracked and item.days_left < 0)
    soon = sum(1 for item in items if not item.tracked and item.days_left >= 0)
    checks = sum(1 for item in items if item.tracked)
    check_parts(f"{unit}的催办函", len(items), (late, soon, checks))
    urged = [
        (part.case.number, event)
        for part in parts
        for event in urgings(part.case, part.work, Urge.matter())
    ]
    return Reminder(
        head=head_of(roster),
        unit=unit,
        noun=noun_of(part.case for part in parts),
        ref=refs_of(urged),
        sources=sources_of((part.case, part.work) for part in parts),
        soon_days=roster.ledger.procedure.due_soon_days,
        items=items,
        late=late,
        soon=soon,
        checks=checks,
        demands=demands_of(urged),
    )


def _owed(roster: Roster, part: _Part) -> Owed:
    case, work, days_left = part
    tracked = case.tracked
    check = tracked.next_check if tracked else None
    return Owed(
        number=case.number,
        title=case.issue.title,
        merged=merged_in(roster, case),
        round=case.round,
        deadline=deadline_words(case, work, work.deadline)
        if check is None
        else chinese_day(check),
        days_left=days_left,
        pending=work.pending is not None,
        tracked=tracked is not None,
        urged=tuple(
            event.date
            for event in since_answer(case, work)
            if isinstance(event, Urge) and event.date < case.on
        ),
    )
