"""The hand-over letter (交办函): one to each unit, with its own issues only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.advice import return_limit
from rectify.domain.lists import deadline_words
from rectify.domain.rate import check_parts
from rectify.domain.report import Head, head_of
from rectify.domain.terms import Role
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.calendar import Calendar
    from rectify.domain.ledger import Ledger
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
    """What a hand-over letter says to one unit."""

    head: Head
    unit: str
    day: date
    ref: str
    items: tuple[Handed, ...]
    answering: int
    helping: int
    last_return: date | None
    of_deputies: tuple[str, ...]
    ledger: Ledger


def compile_letters(roster: Roster, calendar: Calendar) -> tuple[Letter, ...]:
    """Write to each unit that has something to do, in official order."""
    parts: dict[str, list[tuple[Progress, Undertaking]]] = {}
    for case in roster.base():
        if case.parent is None:
            for work in case.undertakings:
                parts.setdefault(work.unit, []).append((case, work))
    order = sorted(parts, key=roster.directory.rank)
    return tuple(_letter(roster, unit, parts[unit], calendar) for unit in order)


def _letter(
    roster: Roster,
    unit: str,
    parts: list[tuple[Progress, Undertaking]],
    calendar: Calendar,
) -> Letter:
    items = tuple(_handed(roster, case, work) for case, work in parts)
    answering = sum(1 for _, work in parts if work.answering)
    helping = sum(1 for _, work in parts if work.role is Role.PARTNER)
    check_parts(f"{unit}的交办函", len(items), (answering, helping))
    day = max(work.assigned for _, work in parts)
    refs = {case.handed.ref for case, _ in parts if case.handed}
    words = roster.ledger.procedure.return_within
    return Letter(
        head=head_of(roster),
        unit=unit,
        day=day,
        ref="、".join(sorted(ref for ref in refs if ref)),
        items=items,
        answering=answering,
        helping=helping,
        last_return=return_limit(words, day, calendar),
        of_deputies=tuple(_of_deputies(parts)),
        ledger=roster.ledger,
    )


def _of_deputies(parts: list[tuple[Progress, Undertaking]]) -> Iterator[str]:
    """Name the issues whose proposers the unit must meet (代表法第五十一条)."""
    for case, work in parts:
        if work.answering and any(each.deputy for each in case.issue.proposers):
            yield case.number


def _handed(roster: Roster, case: Progress, work: Undertaking) -> Handed:
    """Say what one unit is to do, and with whom; the deadline is a full date."""
    issue = case.issue
    others = [
        f"{roster.directory.shown(each.unit)}（{each.role}）"
        for each in case.undertakings
        if each is not work
    ]
    return Handed(
        number=case.number,
        title=issue.title,
        description=flow(issue.description or ""),
        demand=flow(issue.demand or ""),
        role=str(work.role),
        others="、".join(others),
        deadline=deadline_words(case, work.clocks[0], work.original),
    )
