"""What others think of the work: votes on issues, votes on units, and feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import tally
from rectify.domain.rate import Rate, check_parts
from rectify.domain.rates import total_rate
from rectify.domain.terms import Turn, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rectify.domain.ballot import Vote
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

_TURNS = list(Turn)


class Session(NamedTuple):
    """One day of voting: how many issues passed and failed, and which failed."""

    day: date
    turn: Turn
    passed: int
    failed: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many issues were voted on."""
        return self.passed + len(self.failed)


class UnitShare(NamedTuple):
    """What a vote said of one unit."""

    unit: str
    satisfied: Rate
    content: Rate


class UnitVote(NamedTuple):
    """One vote on units, which moves no issue."""

    day: date
    venues: int
    shares: tuple[UnitShare, ...]


class Heard(NamedTuple):
    """The last word of the proposers: of how many issues, and what it is."""

    by_deputies: bool
    total: int
    parts: tuple[tuple[str, int], ...]


def sessions(roster: Roster, cases: Iterable[Progress]) -> tuple[Session, ...]:
    """Gather the votes on issues by day and turn; a 并案 child was not voted on."""
    days: dict[tuple[date, int], list[tuple[str, Verdict]]] = {}
    for case in cases:
        if case.parent is None:
            for event in case.votes:
                vote = roster.vote(event.ballot)
                turn = Turn.FIRST if vote is None else vote.turn
                held = days.setdefault((event.date, _TURNS.index(turn)), [])
                held.append((case.number, event.verdict))
    found = []
    for (day, place), votes in sorted(days.items()):
        failed = [number for number, verdict in votes if verdict is Verdict.FAILED]
        passed = sum(1 for _, verdict in votes if verdict is Verdict.PASSED)
        check_parts("测评的问题", len(votes), (passed, len(failed)))
        found.append(Session(day, _TURNS[place], passed, tuple(failed)))
    return tuple(found)


def unit_votes(roster: Roster) -> Iterator[UnitVote]:
    """Give the votes on units, summed over all venues."""
    for vote in roster.votes:
        apart = [unit for unit in vote.subject.units if unit in vote.subjects()]
        together = vote.subject.units if None in vote.subjects() else ()
        shares = [_unit_share(roster, vote, unit, unit) for unit in apart]
        shares += [_unit_share(roster, vote, unit, None) for unit in together]
        if shares:
            venues = len({row.venue for row in vote.rows})
            yield UnitVote(vote.date, venues, tuple(shares))


def _unit_share(
    roster: Roster, vote: Vote, unit: str, subject: str | None
) -> UnitShare:
    counted = tally(vote, roster.ledger.ballot_rule, subject)
    content = counted.satisfied + counted.basically
    return UnitShare(
        unit, Rate(counted.satisfied, counted.base), Rate(content, counted.base)
    )


def heard(roster: Roster) -> Heard | None:
    """Count what the proposers last said; None if nobody said anything."""
    satisfied = total_rate("满意率", [roster])
    if not satisfied.denominator:
        return None
    content = total_rate("满意和基本满意率", [roster])
    unsatisfied = total_rate("不满意率", [roster])
    basically = set(content.numerator_of) - set(satisfied.numerator_of)
    parts = (
        ("满意", satisfied.numerator),
        ("基本满意", len(basically)),
        ("不满意", unsatisfied.numerator),
    )
    total = satisfied.denominator
    check_parts("有反馈的问题", total, [count for _, count in parts])
    raised = [roster.case(number).issue for number in satisfied.denominator_of]
    return Heard(
        by_deputies=all(
            issue.proposers and all(each.deputy for each in issue.proposers)
            for issue in raised
        ),
        total=total,
        parts=tuple((name, count) for name, count in parts if count),
    )
