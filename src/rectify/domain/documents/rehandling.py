"""The notice of re-handling (重新办理通知): why, which time, by when, what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import Source, by_unit, merged_in, sources_of
from rectify.domain.documents.report import Head, head_of, noun_of
from rectify.domain.documents.shortfall import days_left, judged
from rectify.domain.phrases import chinese_day
from rectify.domain.terms import State
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Again(NamedTuple):
    """One issue that a unit has to handle again."""

    number: str
    title: str
    merged: tuple[str, ...]
    why: str
    round: int
    deadline: str
    late: int


class Rehandling(NamedTuple):
    """What the notice says to one unit."""

    head: Head
    unit: str
    noun: str
    sources: tuple[Source, ...]
    items: tuple[Again, ...]
    of_deputies: tuple[str, ...]


class NothingAgain(RuleError):  # noqa: N818  # named for what it is
    """Nothing waits for being handled again."""

    def __init__(self, on: date, unit: str | None) -> None:
        super().__init__(
            f"截至{chinese_day(on)}，{unit or ''}没有退回重新办理、等待签收的问题，"
            "没有可写的重新办理通知"
        )


class _Part(NamedTuple):
    """One 承办 that has to begin again, and the event that says so."""

    case: Progress
    work: Undertaking
    cause: AnyEvent


def compile_rehandlings(request: Request) -> dict[str, Rehandling]:
    """Write to each unit, in official order, of all that it has to handle again.

    Raises:
        NothingAgain: neither for the unit asked for, nor for anybody.
    """
    roster = request.roster
    again = ((part.work.unit, part) for part in _again(roster))
    parts = by_unit(roster, (each for each in again if request.unit in (None, each[0])))
    if not parts:
        raise NothingAgain(roster.on, request.unit)
    return {unit: _rehandling(roster, asked) for unit, asked in parts.items()}


def _again(roster: Roster) -> Iterator[_Part]:
    """Find whose answer fell and who has not begun again yet."""
    for case in roster.cases:
        if case.parent is None and case.open and case.reopened_by is not None:
            for work in case.answering:
                if work.state is State.REDOING:
                    yield _Part(case, work, case.reopened_by)


def _rehandling(roster: Roster, parts: Sequence[_Part]) -> Rehandling:
    return Rehandling(
        head=head_of(roster),
        unit=parts[0].work.unit,
        noun=noun_of(part.case for part in parts),
        sources=sources_of((part.case, part.work) for part in parts),
        items=tuple(_item(roster, part) for part in parts),
        of_deputies=tuple(
            part.case.number for part in parts if part.case.issue.of_deputies
        ),
    )


def _item(roster: Roster, part: _Part) -> Again:
    case, work, cause = part
    return Again(
        number=case.number,
        title=case.issue.title,
        merged=merged_in(roster, case),
        why=judged(roster, case, cause),
        round=case.round,
        deadline=deadline_words(case, work, work.deadline),
        late=max(0, -days_left(case, work)),
    )
