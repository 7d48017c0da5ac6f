"""What is counted of each unit and of each vote, side by side in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import tally
from rectify.domain.rate import Rate
from rectify.domain.rates import (
    Grouping,
    compile_rates,
    measure_named,
    undertakings_of,
)
from rectify.domain.terms import Dimension

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.ballot import Tally, Vote
    from rectify.domain.rates import Line
    from rectify.domain.roster import Roster
    from rectify.domain.terms import Turn

_MEASURES = ("答复率", "按期办结率", "整改完成率", "整改答复到位率", "销号率")


class UnitLine(NamedTuple):
    """One unit: how much it answers for, helps with and is late with, and its rates."""

    unit: str
    leading: int
    helping: int | None
    late: int
    answered: Rate
    on_time: Rate
    rectified: Rate
    at_hand: Rate
    struck_off: Rate


class Ballot(NamedTuple):
    """One thing voted on in one vote, with the counts of all venues together.

    The rates are of the base of the ledger's rule; where the rule decides nothing, or
    the dimension does not, there is no verdict.
    """

    day: date
    meeting: str
    turn: Turn
    subject: str
    dimension: str
    on_paper: bool
    tally: Tally
    satisfied: Rate
    content: Rate
    verdict: str


def unit_lines(roster: Roster) -> tuple[UnitLine, ...]:
    """Count by unit, in official order: a 承办 each, for the unit that has it now."""
    late: dict[str, int] = {}
    helping: dict[str, int] = {}
    for subject in undertakings_of(roster):
        if not roster.in_base(subject.case):
            continue
        (work,) = subject.works
        unit = roster.directory.current(work.unit)
        if not work.answering:
            helping[unit] = helping.get(unit, 0) + 1
        if work in subject.stands.awaited and work.clock.overdue_days(roster.on):
            late[unit] = late.get(unit, 0) + 1
    # 签收率 is asked for so that units that only help have a line too.
    measures = [measure_named(name) for name in (*_MEASURES, "签收率")]
    lines = compile_rates([roster], measures, Grouping.UNIT).lines
    return tuple(
        _unit_line(line, helping.get(line.group, 0), late.get(line.group, 0))
        for line in lines
    )


def total_line(roster: Roster) -> UnitLine:
    """Count over all units, an issue each."""
    measures = [measure_named(name) for name in _MEASURES]
    late = sum(1 for case in roster.base() if case.standing.overdue_days)
    return _unit_line(compile_rates([roster], measures).total, None, late)


def _unit_line(line: Line, helping: int | None, late: int) -> UnitLine:
    return UnitLine(line.group, line.size, helping, late, *line.rates[: len(_MEASURES)])


def ballots(roster: Roster) -> Iterator[Ballot]:
    """Give each thing that was voted on, in the order of the votes."""
    for vote in sorted(roster.votes, key=lambda vote: (vote.date, vote.number)):
        marks = dict.fromkeys((row.subject, row.dimension) for row in vote.rows)
        for subject, dimension in marks:
            yield _ballot(roster, vote, subject, dimension)


def _ballot(
    roster: Roster, vote: Vote, subject: str | None, dimension: Dimension | None
) -> Ballot:
    rule = roster.ledger.ballot_rule
    counted = tally(vote, rule, subject, dimension)
    decides = rule.decides and dimension is not Dimension.ATTITUDE
    content = counted.satisfied + counted.basically
    return Ballot(
        day=vote.date,
        meeting=vote.meeting or "",
        turn=vote.turn,
        subject=subject or _subject(vote),
        dimension=str(dimension or ""),
        on_paper=any(row.on_paper for row in vote.rows_on(subject, dimension)),
        tally=counted,
        satisfied=Rate(counted.satisfied, counted.base),
        content=Rate(content, counted.base),
        verdict=str(counted.verdict) if decides else "",
    )


def _subject(vote: Vote) -> str:
    """Name what was voted on as a whole."""
    asked = vote.subject
    opinions = [f"第{number}条审议意见" for number in asked.opinions]
    report = [asked.report] if asked.report else []
    return "、".join([*asked.issues, *opinions, *report, *asked.units])
