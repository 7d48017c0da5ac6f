"""The result of a vote (测评结果): counts, rates, what the rule makes of them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import add_up, tally
from rectify.domain.documents.criteria import BASES, criteria
from rectify.domain.documents.report import Head, head_of
from rectify.domain.documents.votes import (
    Lot,
    Thing,
    dimensions_of,
    elsewhere,
    in_common,
    lots_of,
    wanted_votes,
)
from rectify.domain.rate import Rate, half_up
from rectify.domain.terms import Dimension, Turn, Verdict
from rectify.domain.workflow import fold
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rectify.domain.ballot import Row, Tally, Vote
    from rectify.domain.documents.report import Request
    from rectify.domain.event import Evaluate
    from rectify.domain.roster import Roster
    from rectify.domain.rule import BallotRule

# The group of those by whom a quorum is counted: 常委会组成人员, not 政府组成人员.
_MEMBERS = re.compile(r"(?:.*(?:人大|人民代表大会))?(?:常委会|常务委员会)?组成人员")


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


class Ballot(NamedTuple):
    """One vote of the meeting: its 票号, and which vote it repeats."""

    number: str
    second: bool
    follows: str


class Attendance(NamedTuple):
    """How many were to come and came; None where nobody knows or votes differ.

    `members` are all members of the committee, `members_present` those of them who
    came, where they were counted apart from others.
    """

    members: int | None
    expected: int | None
    present: int | None
    members_present: int | None

    @property
    def quorate(self) -> bool | None:
        """Whether more than half of all members were there; None if unknown."""
        if not self.members or self.members_present is None:
            return None
        return self.members_present * 2 > self.members


class Outcome(NamedTuple):
    """The sums of what one mark was given for, and what the rule makes of them."""

    ballot: str
    lot: Lot
    dimension: Dimension | None
    counted: Tally
    satisfied: Rate
    content: Rate
    decides: bool
    threshold: Threshold | None
    score: str


class Decision(NamedTuple):
    """What a vote decided for one issue."""

    thing: Thing
    event: Evaluate

    @property
    def verdict(self) -> Verdict:
        """Whether it passed."""
        return self.event.verdict


class Failure(NamedTuple):
    """An issue that did not pass, and what follows from that."""

    number: str
    title: str
    units: tuple[str, ...]
    round: int
    failures: int
    deadline: date | None


class VoteReport(NamedTuple):
    """What the report on the votes of a meeting says.

    `others` names what was voted on beside issues, `elsewhere` the votes of the same
    day that are not of this meeting.
    """

    head: Head
    ballots: tuple[Ballot, ...]
    elsewhere: tuple[str, ...]
    meeting: str
    day: date
    venues: tuple[str, ...]
    groups: tuple[str, ...]
    attendance: Attendance
    base: str
    rule: str
    criteria: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    decisions: tuple[Decision, ...]
    failures: tuple[Failure, ...]
    others: tuple[str, ...]

    @property
    def passed(self) -> int:
        """How many issues passed."""
        return len(self.decisions) - len(self.failures)

    @property
    def second(self) -> bool:
        """Whether all were voted on for the second time."""
        return all(each.second for each in self.ballots)


def compile_tally(request: Request) -> dict[str, VoteReport]:
    """Report on a vote, by default on all of the last meeting.

    Raises:
        NoVote: none was held.
        NoSuchVote: the one asked for was not held.
        IncompleteVote: the base of the rule was not recorded.
        VerdictDiffers: what was declared is not what the rule gives.
    """
    votes = wanted_votes(request)
    if not votes:
        raise NoVote
    roster = request.roster
    rule = roster.ledger.ballot_rule
    outcomes = tuple(each for vote in votes for each in _outcomes(roster, vote))
    # An issue that failed and passed on one day has the word of the later vote.
    decided = {each.thing.number: each for each in _decisions(roster, outcomes)}
    rows = [row for vote in votes for row in vote.rows]
    found = VoteReport(
        head=head_of(roster),
        ballots=tuple(map(_ballot, votes)),
        elsewhere=elsewhere(request, votes),
        meeting=votes[0].meeting or "",
        day=votes[0].date,
        venues=_distinct(row.venue for row in rows),
        groups=_distinct(row.group for row in rows),
        attendance=_attendance(votes, outcomes),
        base=BASES[rule.base],
        rule=rule.name,
        criteria=tuple(criteria(rule)),
        outcomes=outcomes,
        decisions=tuple(decided.values()),
        failures=tuple(_failures(request, decided.values())),
        others=_distinct(
            each.lot.name
            for each in outcomes
            if not any(thing.number in decided for thing in each.lot.things)
        ),
    )
    return {"": found}


def _ballot(vote: Vote) -> Ballot:
    return Ballot(vote.number, vote.turn is Turn.SECOND, vote.follows or "")


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name)


def _outcomes(roster: Roster, vote: Vote) -> Iterator[Outcome]:
    rule = roster.ledger.ballot_rule
    for lot in lots_of(roster, vote):
        for dimension in dimensions_of(rule, [vote]) or (None,):
            if not vote.rows_on(lot.subject, dimension):
                continue
            counted = tally(vote, rule, lot.subject, dimension)
            decides = rule.decides and dimension is not Dimension.ATTITUDE
            content = counted.satisfied + counted.basically
            yield Outcome(
                ballot=vote.number,
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


def _decisions(roster: Roster, outcomes: Iterable[Outcome]) -> Iterator[Decision]:
    """Give what was decided for each issue, once it agrees with the counts.

    Raises:
        VerdictDiffers: it does not.
    """
    for outcome in outcomes:
        if outcome.dimension is Dimension.ATTITUDE:
            continue
        for thing in outcome.lot.things:
            event = _event(roster, outcome.ballot, thing)
            if event is None:
                continue
            if event.verdict is not outcome.counted.verdict:
                counted = outcome.counted.verdict
                raise VerdictDiffers(thing.number, event.verdict, counted)
            yield Decision(thing, event)


def _event(roster: Roster, number: str, thing: Thing) -> Evaluate | None:
    """Find what was recorded of a vote in the life of an issue."""
    case = roster.find(thing.number)
    votes = [] if case is None else case.votes
    return next((event for event in votes if event.ballot == number), None)


def _attendance(votes: Sequence[Vote], outcomes: Iterable[Outcome]) -> Attendance:
    """Say who was to come and came, where it is the same for all counts."""
    rows = {vote.number: vote for vote in votes}
    counted = [
        rows[each.ballot].rows_on(each.lot.subject, each.dimension) for each in outcomes
    ]
    return Attendance(
        members=in_common(vote.members for vote in votes),
        expected=in_common(add_up(row.expected for row in each) for each in counted),
        present=in_common(
            add_up(row.complete().present for row in each) for each in counted
        ),
        members_present=in_common(map(_members_present, counted)),
    )


def _members_present(rows: Sequence[Row]) -> int | None:
    """Count the members who came; None where they are not told from others."""
    groups = [row.group for row in rows]
    if None in groups or not any(_MEMBERS.fullmatch(each or "") for each in groups):
        return None
    return add_up(
        row.complete().present for row in rows if _MEMBERS.fullmatch(row.group or "")
    )


def _failures(request: Request, decisions: Iterable[Decision]) -> Iterator[Failure]:
    """Say what follows for each issue that did not pass, as it stood that day."""
    roster = request.roster
    for thing, event in decisions:
        if event.verdict is Verdict.FAILED:
            issue = roster.case(thing.number).issue
            then = fold(issue, roster.ledger, on=event.date, known=roster.known)
            yield Failure(
                number=thing.number,
                title=thing.title,
                units=event.units or tuple(work.unit for work in then.answering),
                round=then.round,
                failures=then.failures,
                deadline=event.deadline,
            )
