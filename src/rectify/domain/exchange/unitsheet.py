"""What goes out to a unit: the issues that it has in hand, a row each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.report import Head, head_of, running
from rectify.domain.event import Advance, Plan, Respond
from rectify.domain.exchange import columns
from rectify.domain.exchange.marks import mark_of
from rectify.domain.phrases import chinese_day, phrase
from rectify.domain.progress import ENDED
from rectify.domain.subject import Subject
from rectify.domain.text import flow
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from rectify.domain.event import Opening
    from rectify.domain.intake.grid import Value
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Grade
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class NothingInHand(RuleError):  # noqa: N818  # named for what it is
    """No unit has anything to report."""

    def __init__(self, units: Sequence[str]) -> None:
        who = f"{'、'.join(units)}手里" if units else "各单位"
        super().__init__(
            f"{who}没有在办的问题，没有要发的填报表；交办以后、销号以前的问题才发"
        )


class NotInHand(RuleError):  # noqa: N818  # named for what it is
    """An issue that was named is not being handled."""

    def __init__(self, number: str, state: str) -> None:
        super().__init__(f"{number} 现为“{state}”，没有单位在办，不用发填报表")


class Row(NamedTuple):
    """One issue of a unit: the mark of its row, and what the office says of it.

    `answers` tells 主办 and 分办 from 协办; `left` is what is left of its time.
    """

    mark: str
    given: Mapping[str, Value | Decimal]
    answers: bool
    left: int | None


class UnitSheet(NamedTuple):
    """What the workbook of one unit says; `back` is the day asked for its return."""

    head: Head
    ledger: str
    unit: str
    rows: tuple[Row, ...]
    back: date | None

    @property
    def given(self) -> tuple[str, ...]:
        """The columns of what the office says; fields of its own only if they do."""
        said = {label for row in self.rows for label in row.given} - columns.LABELS
        own = [field.name for field in self.head.ledger.custom if field.name in said]
        place = columns.GIVEN.index(columns.ROLE)
        return (*columns.GIVEN[:place], *own, *columns.GIVEN[place:])

    @property
    def grades(self) -> tuple[str, ...]:
        """The classes to choose from, with what they mean."""
        return tuple(grade_choice(grade) for grade in self.head.ledger.grades)

    @property
    def late(self) -> int:
        """How many rows are past their deadline."""
        return sum(1 for row in self.rows if row.left is not None and row.left < 0)

    @property
    def nearest(self) -> date | None:
        """The nearest deadline that is not past."""
        left = [row.left for row in self.rows if row.left is not None and row.left >= 0]
        return self.head.on + timedelta(days=min(left)) if left else None


def grade_choice(grade: Grade) -> str:
    """Word a class as it is offered for choice."""
    return f"{grade.code}（{grade.meaning}）"


def unit_sheets(
    roster: Roster,
    *,
    units: Sequence[str] = (),
    numbers: Sequence[str] = (),
    back: date | None = None,
) -> dict[str, UnitSheet]:
    """Gather what each unit has in hand, in the official order of the units.

    Raises:
        NotInHand: none of the issues that were named is being handled.
        NothingInHand: there is nothing to send.
    """
    idle = not_in_hand(roster, numbers)
    if idle and len(idle) == len(numbers):
        raise idle[0]
    rows: dict[str, list[Row]] = {}
    for case in [roster.case(number) for number in numbers] or roster.cases:
        for work in case.undertakings if _in_hand(case) else ():
            if not units or work.unit in units:
                rows.setdefault(work.unit, []).append(_row(roster, case, work))
    without = [unit for unit in units if unit not in rows]
    if without or not rows:
        raise NothingInHand(without)
    head = head_of(roster)
    return {
        unit: UnitSheet(head, roster.name, unit, tuple(rows[unit]), back)
        for unit in sorted(rows, key=roster.directory.rank)
    }


def not_in_hand(roster: Roster, numbers: Iterable[str]) -> list[NotInHand]:
    """Say which of the issues that were named are not being handled."""
    cases = map(roster.case, numbers)
    return [NotInHand(each.number, each.state) for each in cases if not _in_hand(each)]


def _in_hand(case: Progress) -> bool:
    return bool(case.undertakings) and case.own_state not in ENDED


def _row(roster: Roster, case: Progress, work: Undertaking) -> Row:
    issue = case.issue
    deadline = work.deadline if case.tracked is None else case.tracked.next_check
    awaited = work in case.awaited and deadline is not None
    left = (deadline - roster.on).days if awaited and deadline else None
    given: dict[str, Value | Decimal] = {
        columns.NUMBER: issue.number,
        **texts_of(issue),
        columns.DEMAND: _long(issue.demand, issue.standard),
        columns.ROLE: str(work.role),
        columns.DEADLINE: deadline or _limit_words(case),
        columns.REMAINING: left,
        columns.STATE: str(Subject(roster, case, (work,), alone=True).state),
        columns.LATEST: latest(case, work),
    }
    mark = mark_of(roster.name, work.unit, issue.number)
    return Row(mark, given | _own(roster, case), work.answering, left)


def texts_of(issue: Issue) -> dict[str, str | None]:
    """Give the words by which an issue is told from another."""
    return {
        columns.TITLE: issue.title,
        columns.DESCRIPTION: _long(issue.description, issue.details),
    }


def _own(roster: Roster, case: Progress) -> dict[str, Value | Decimal]:
    """Give the ledger's own fields that anybody may read, as a table shows them."""
    free = {each.name for each in roster.ledger.custom if each.public}
    return {
        name: running(said) if isinstance(said, str) else said
        for name, said in case.issue.own.items()
        if name in free - columns.LABELS
    }


def _long(*texts: str | None) -> str | None:
    said = [running(text) for text in texts if text]
    return "\n".join(said) or None


def _limit_words(case: Progress) -> str | None:
    """Give a limit that is no day in its own words: 立行立改, 长期坚持."""
    basis = None if case.handed is None else case.handed.event.basis
    return basis or case.issue.time_kind


def latest(case: Progress, work: Undertaking) -> str | None:
    """Say what a unit has reported last, with its day where that is known."""
    said = reported(case.events, work.unit)
    if said:
        event = said[-1]
        return f"{chinese_day(event.date)}{event.kind}{_rest(event)}"
    opening = taken_over(work)
    before = (opening.content or opening.advance) if opening else None
    return f"期初：{flow(before)}" if before else None


def taken_over(work: Undertaking) -> Opening | None:
    """Give the 期初 that a unit came with; what it says is the answering unit's."""
    return work.opening if work.answering else None


def _rest(event: Plan | Advance | Respond) -> str:
    return phrase(event).removeprefix(event.unit)


def reported(events: Iterable[object], unit: str) -> list[Plan | Advance | Respond]:
    """Give what a unit has reported, in its order."""
    return [
        event
        for event in events
        if isinstance(event, Plan | Advance | Respond) and event.unit == unit
    ]
