"""The urging letter (督办函): to the head of a unit, with the course of each issue.

Without numbers it takes what weighs: 重点督办, failed twice, 反弹, late for long or
again and again, and what a 督办 was recorded for on the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.course import Passage, course
from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import (
    Demand,
    Source,
    by_unit,
    demands_of,
    government_office,
    merged_in,
    refs_of,
    sentence,
    sources_of,
    urgings,
)
from rectify.domain.documents.report import Head, head_of, noun_of
from rectify.domain.documents.shortfall import (
    days_left,
    outlook,
    reminders_of,
    shortfall,
)
from rectify.domain.event import Recheck, UrgeFormally
from rectify.domain.phrases import chinese_day
from rectify.domain.terms import Assessment
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster

# From here on an answer is late for long, and reminders have been of no use.
LONG_DAYS = 30
MANY_REMINDERS = 2
_TWICE = 2


class Pressed(NamedTuple):
    """One issue that a unit is urged to settle."""

    number: str
    title: str
    merged: tuple[str, ...]
    grounds: tuple[str, ...]
    leader: str
    course: tuple[Passage, ...]
    facts: tuple[str, ...]
    outlook: tuple[str, ...]
    demand: str
    standard: str
    deadline: str
    dated: bool
    late: bool
    tracked: bool


class Urging(NamedTuple):
    """What an urging letter says to the head of one unit."""

    head: Head
    unit: str
    noun: str
    ref: str
    sources: tuple[Source, ...]
    items: tuple[Pressed, ...]
    demands: tuple[Demand, ...]
    copies: tuple[str, ...]


class NothingToUrge(RuleError):  # noqa: N818  # named for what it is
    """Nothing weighs enough for a letter to the head of a unit."""

    def __init__(self, on: date, unit: str | None) -> None:
        whose = f"{unit}没有" if unit else "没有"
        super().__init__(
            f"截至{chinese_day(on)}，{whose}需要督办的问题：待答复的问题中，没有列入"
            f"重点督办、两次未获通过、反弹、逾期{LONG_DAYS}天以上或催办"
            f"{MANY_REMINDERS}次以上仍逾期的。要督办别的问题，请写明编号"
        )


class NotAwaited(RuleError):  # noqa: N818  # named for what it is
    """Nothing is awaited on an issue that was named."""

    def __init__(self, case: Progress, unit: str | None) -> None:
        of_whom = f"{unit}答复的" if unit else "答复或跟踪的"
        super().__init__(
            f"{case.number} 现为“{case.state}”，没有等待{of_whom}事项，不能写督办函"
        )


class _Part(NamedTuple):
    """One 承办 that is urged, and why."""

    case: Progress
    work: Undertaking
    grounds: tuple[str, ...]


def compile_urgings(request: Request) -> dict[str, Urging]:
    """Write to the head of each unit, in official order, of all that weighs.

    Raises:
        NothingToUrge: neither at the unit asked for, nor anywhere.
        NotAwaited: nothing is to be answered on an issue that was named.
    """
    roster = request.roster
    chosen = _named(request) if request.numbers else _weighing(request)
    parts = by_unit(roster, ((part.work.unit, part) for part in chosen))
    if not parts:
        raise NothingToUrge(roster.on, request.unit)
    return {unit: _urging(roster, urged) for unit, urged in parts.items()}


def _named(request: Request) -> Iterator[_Part]:
    """Take the issues that were named, each where it stands."""
    cases = [request.roster.case(number).standing for number in request.numbers]
    for case in {case.number: case for case in cases}.values():
        works = case.answering if case.tracked else case.awaited
        found = [work for work in works if request.unit in (None, work.unit)]
        if not found:
            raise NotAwaited(case, request.unit)
        for work in found:
            yield _Part(case, work, tuple(_grounds(request, case, work)))


def _weighing(request: Request) -> Iterator[_Part]:
    """Find what weighs by itself, or was decided to be urged on the day."""
    for case in request.roster.cases:
        if case.parent is not None:
            continue
        for work in _pending(case):
            grounds = tuple(_grounds(request, case, work))
            decided = urgings(case, work, UrgeFormally.matter())
            if (grounds or decided) and request.unit in (None, work.unit):
                yield _Part(case, work, grounds)


def _pending(case: Progress) -> list[Undertaking]:
    """Give the units whose answer, or whose report on what is tracked, is awaited."""
    tracked = case.tracked
    if tracked is None:
        return case.awaited
    check = tracked.next_check
    return case.answering if check is not None and check < case.on else []


def _grounds(request: Request, case: Progress, work: Undertaking) -> Iterator[str]:
    """Say why an issue weighs."""
    ledger = request.roster.ledger
    if case.is_key:
        yield "列入重点督办"
    if case.failures >= _TWICE:
        by_feedback = ledger.assessment is Assessment.FEEDBACK
        yield f"{case.failures}次{'反馈' if by_feedback else '测评'}未获通过"
    if isinstance(case.reopened_by, Recheck):
        yield "回头看发现反弹"
    late = work.clock.overdue_days(case.on)
    reminders = reminders_of(case, work)
    counts = ledger.procedure.extension_counts
    if late >= LONG_DAYS:
        yield f"逾期{late}天"
    if late and len(reminders) >= MANY_REMINDERS:
        yield f"催办督办{len(reminders)}次仍未答复"
    if late and any(clock.ran_late(counts) for clock in work.clocks[:-1]):
        yield "再次逾期"


def _urging(roster: Roster, parts: Sequence[_Part]) -> Urging:
    unit = parts[0].work.unit
    urged = [
        (part.case.number, event)
        for part in parts
        for event in urgings(part.case, part.work, UrgeFormally.matter())
    ]
    return Urging(
        head=head_of(roster),
        unit=unit,
        noun=noun_of(part.case for part in parts),
        ref=refs_of(urged),
        sources=sources_of((part.case, part.work) for part in parts),
        items=tuple(_pressed(roster, part) for part in parts),
        demands=demands_of(urged),
        copies=tuple(_copies(roster, parts)),
    )


def _copies(roster: Roster, parts: Sequence[_Part]) -> Iterator[str]:
    """Name the organs that are told: the government's office, and who oversees it."""
    office = government_office(roster) or f"{head_of(roster).region}人民政府办公室"
    keys = [part.case.key for part in parts if part.case.is_key]
    departments = [key.department for key in keys if key is not None]
    for name in dict.fromkeys([office, *departments]):
        if name is not None and name != parts[0].work.unit:
            yield name


def _pressed(roster: Roster, part: _Part) -> Pressed:
    case, work, grounds = part
    tracked = case.tracked
    check = tracked.next_check if tracked else None
    return Pressed(
        number=case.number,
        title=case.issue.title,
        merged=merged_in(roster, case),
        grounds=grounds,
        leader=work.plan.leader or "" if work.plan else "",
        course=course(case, work),
        facts=shortfall(roster, case, work),
        outlook=outlook(case, work),
        demand=sentence(case.issue.demand),
        standard=sentence(case.issue.standard),
        deadline=deadline_words(case, work, work.deadline)
        if check is None
        else chinese_day(check),
        dated=check is not None or work.deadline is not None,
        late=days_left(case, work) < 0,
        tracked=tracked is not None,
    )
