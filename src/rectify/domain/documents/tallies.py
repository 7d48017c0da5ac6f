"""The result of a vote (测评结果): counts, rates, what the rule makes of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import add_up, tally
from rectify.domain.documents.criteria import BASES, criteria
from rectify.domain.documents.report import Head, head_of
from rectify.domain.documents.votes import (
    Lot,
    Thing,
    dimensions_of,
    lots_of,
    wanted_vote,
)
from rectify.domain.rate import Rate, half_up
from rectify.domain.terms import Dimension, Turn, Verdict
from rectify.domain.workflow import fold
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rectify.domain.ballot import Tally, Vote
    from rectify.domain.documents.report import Request
    from rectify.domain.event import Evaluate
    from rectify.domain.roster import Roster
    from rectify.domain.rule import BallotRule


class NoVote(RuleError):  # noqa: N818  # named for what it is
    """There is no vote to report on."""

    def __init__(self) -> None:
        super().__init__(
            "还没有测评记录，没有可写的测评结果。先记录票数：rectify evaluate …"
        )


class VerdictDiffers(RuleError):  # noqa: N818  # named for what it is
    """What was declared of an issue is not what the rule makes of the counts."""

    def __init__(self, number: str, declared: Verdict, counted: Verdict) -> None:
        super().__init__(
            f"不能写测评结果：{number} 记录的结论是“{declared}”，"
            f"按测评规则由票数算出的是“{counted}”。请核对：rectify check"
        )


class Threshold(NamedTuple):
    """One step of the rule as these counts met or missed it."""

    counted: tuple[str, ...]
    share: Rate
    operator: str
    asked: str
    met: bool


class Outcome(NamedTuple):
    """The sums of what one mark was given for, and what the rule makes of them."""

    lot: Lot
    dimension: Dimension | None
    counted: Tally
    satisfied: Rate
    content: Rate
    decides: bool
    threshold: Threshold | None
    score: str


class Decision(NamedTuple):
    """What the vote decided for one issue."""

    thing: Thing
    verdict: Verdict


class Failure(NamedTuple):
    """An issue that did not pass, and what follows from that."""

    number: str
    title: str
    units: tuple[str, ...]
    round: int
    failures: int
    deadline: date | None


class VoteReport(NamedTuple):
    """What the report on one vote says."""

    head: Head
    number: str
    meeting: str
    day: date
    second: bool
    follows: str
    venues: tuple[str, ...]
    groups: tuple[str, ...]
    members: int | None
    expected: int | None
    present: int | None
    base: str
    rule: str
    criteria: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    decisions: tuple[Decision, ...]
    failures: tuple[Failure, ...]

    @property
    def passed(self) -> int:
        """How many issues passed."""
        return len(self.decisions) - len(self.failures)

    @property
    def quorate(self) -> bool | None:
        """Whether more than half of all members were there; None if unknown."""
        if self.members is None or self.present is None:
            return None
        return self.present * 2 > self.members


def compile_tally(request: Request) -> dict[str, VoteReport]:
    """Report on a vote, by default the last.

    Raises:
        NoVote: none was held.
        NoSuchVote: the one asked for was not held.
        IncompleteVote: the base of the rule was not recorded.
        VerdictDiffers: what was declared is not what the rule gives.
    """
    vote = wanted_vote(request)
    if vote is None:
        raise NoVote
    roster = request.roster
    rule = roster.ledger.ballot_rule
    outcomes = tuple(_outcomes(roster, vote))
    decisions = tuple(_decisions(roster, vote, outcomes))
    failed = [each.thing for each in decisions if each.verdict is Verdict.FAILED]
    expected, present = _attendance(vote, outcomes)
    found = VoteReport(
        head=head_of(roster),
        number=vote.number,
        meeting=vote.meeting or "",
        day=vote.date,
        second=vote.turn is Turn.SECOND,
        follows=vote.follows or "",
        venues=_distinct(row.venue for row in vote.rows),
        groups=_distinct(row.group for row in vote.rows),
        members=vote.members,
        expected=expected,
        present=present,
        base=BASES[rule.base],
        rule=rule.name,
        criteria=tuple(criteria(rule)),
        outcomes=outcomes,
        decisions=decisions,
        failures=tuple(_failure(request, vote, thing) for thing in failed),
    )
    return {"": found}


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name)


def _outcomes(roster: Roster, vote: Vote) -> Iterator[Outcome]:
    rule = roster.ledger.ballot_rule
    for lot in lots_of(roster, vote):
        for dimension in dimensions_of(rule, vote) or (None,):
            if not vote.rows_on(lot.subject, dimension):
                continue
            counted = tally(vote, rule, lot.subject, dimension)
            decides = rule.decides and dimension is not Dimension.ATTITUDE
            content = counted.satisfied + counted.basically
            yield Outcome(
                lot=lot,
                dimension=dimension,
                counted=counted,
                satisfied=Rate(counted.satisfied, counted.base),
                content=Rate(content, counted.base),
                decides=decides,
                threshold=_threshold(vote, rule, counted) if decides else None,
                score="" if counted.score is None else half_up(counted.score, 2),
            )


def _threshold(vote: Vote, rule: BallotRule, counted: Tally) -> Threshold | None:
    """Give the step that the counts met first, or the last one, which they missed."""
    steps = rule.steps_of(vote.turn) if rule.weights is None else ()
    found = None
    for step in steps:
        share = Rate(counted.votes(step.counted), counted.base)
        met = step.met(Fraction(share.numerator, share.denominator))
        found = Threshold(step.counted, share, step.operator, step.threshold, met)
        if met:
            break
    return found


def _decisions(
    roster: Roster, vote: Vote, outcomes: Iterable[Outcome]
) -> Iterator[Decision]:
    """Give what was decided for each issue, once it agrees with the counts.

    Raises:
        VerdictDiffers: it does not.
    """
    for outcome in outcomes:
        if outcome.dimension is Dimension.ATTITUDE:
            continue
        for thing in outcome.lot.things:
            event = _event(roster, vote, thing)
            if event is None:
                continue
            if event.verdict is not outcome.counted.verdict:
                counted = outcome.counted.verdict
                raise VerdictDiffers(thing.number, event.verdict, counted)
            yield Decision(thing, event.verdict)


def _event(roster: Roster, vote: Vote, thing: Thing) -> Evaluate | None:
    """Find what was recorded of a vote in the life of an issue."""
    case = roster.find(thing.number)
    votes = [] if case is None else case.votes
    return next((event for event in votes if event.ballot == vote.number), None)


def _attendance(
    vote: Vote, outcomes: Iterable[Outcome]
) -> tuple[int | None, int | None]:
    """Give how many were to come and came, where it is the same for all counts."""
    found = set()
    for outcome in outcomes:
        rows = vote.rows_on(outcome.lot.subject, outcome.dimension)
        expected = add_up(row.expected for row in rows)
        found.add((expected, outcome.counted.present))
    return found.pop() if len(found) == 1 else (None, None)


def _failure(request: Request, vote: Vote, thing: Thing) -> Failure:
    """Say what follows for an issue that did not pass, as it stood that day."""
    roster = request.roster
    case = roster.case(thing.number)
    event = next(each for each in case.votes if each.ballot == vote.number)
    then = fold(case.issue, roster.ledger, on=event.date, known=request.known)
    return Failure(
        number=thing.number,
        title=thing.title,
        units=event.units or tuple(work.unit for work in then.answering),
        round=then.round,
        failures=then.failures,
        deadline=event.deadline,
    )
