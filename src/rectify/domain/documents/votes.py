"""Which vote a document is about, and what was voted on in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.documents.record import right_before
from rectify.domain.event import Evaluate
from rectify.domain.terms import Dimension
from rectify.domain.workflow import fold
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rectify.domain.ballot import Vote
    from rectify.domain.documents.report import Request
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster
    from rectify.domain.rule import BallotRule

_T = TypeVar("_T")


class NoSuchVote(RuleError):  # noqa: N818  # named for what it is
    """No vote has that number on the day asked for."""

    def __init__(self, number: str, votes: Sequence[Vote]) -> None:
        known = "、".join(vote.number for vote in votes)
        there = f"已有的票号：{known}" if known else "还没有测评记录"
        super().__init__(f"没有票号为 {number} 的测评。{there}")


class Thing(NamedTuple):
    """One thing to vote on: an issue by its number, or anything by its title."""

    number: str
    title: str
    units: tuple[str, ...] = ()
    round: int = 1


class Lot(NamedTuple):
    """What one mark is given for: a thing voted on apart, or several together."""

    subject: str | None
    things: tuple[Thing, ...]

    @property
    def name(self) -> str:
        """How a table names it: by number, where there are numbers."""
        named = [thing.number or thing.title for thing in self.things]
        return "、".join(named)


def wanted_votes(request: Request) -> tuple[Vote, ...]:
    """Give the vote asked for, or all of the last meeting; nothing before the first.

    Raises:
        NoSuchVote: the one asked for was not held by that day.
    """
    roster = request.roster
    if request.vote is not None:
        found = roster.vote(request.vote)
        if found is None:
            raise NoSuchVote(request.vote, roster.votes)
        return (found,)
    votes = sorted(roster.votes, key=lambda vote: (vote.date, vote.number))
    return tuple(vote for vote in votes if _held(vote) == _held(votes[-1]))


def _held(vote: Vote) -> tuple[date, str | None]:
    """Say of which meeting a vote was: one day may have several."""
    return vote.date, vote.meeting


def elsewhere(request: Request, votes: Sequence[Vote]) -> tuple[str, ...]:
    """Name the votes of the same day that a document leaves out without being asked."""
    if request.vote is not None:
        return ()
    days = {vote.date for vote in votes}
    return tuple(
        sorted(
            vote.number
            for vote in request.roster.votes
            if vote.date in days and vote not in votes
        )
    )


def in_common(values: Iterable[_T]) -> _T | None:
    """Give what several votes agree on."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def lots_of(roster: Roster, vote: Vote) -> tuple[Lot, ...]:
    """Give what was voted on: each thing with counts of its own, and all the others."""
    apart = vote.subjects()
    things = dict(_things(roster, vote))
    rest = tuple(thing for key, thing in things.items() if key not in apart)
    return tuple(
        Lot(None, rest or (Thing("", "（没有写明对象）"),))
        if subject is None
        else Lot(subject, (things.get(subject, Thing("", subject)),))
        for subject in apart
    )


def _things(roster: Roster, vote: Vote) -> Iterator[tuple[str, Thing]]:
    """Name all that a vote was on, by what a row of counts may call it."""
    subject = vote.subject
    for number in subject.issues:
        case = roster.find(number)
        put = None if case is None else thing_of(_before(roster, vote, case))
        yield number, put or Thing(number, "")
    titles = {each.number: each.title for each in roster.ledger.opinions}
    for place in subject.opinions:
        said = f"“{titles[place]}”" if place in titles else ""
        yield str(place), Thing("", f"第{place}条审议意见{said}")
    if subject.report is not None:
        yield subject.report, Thing("", subject.report)
    for unit in subject.units:
        yield unit, Thing("", unit)


def _before(roster: Roster, vote: Vote, case: Progress) -> Progress:
    """Look at an issue again as it stood when it was put to a vote, not after it."""
    for event in case.issue.standing_events(vote.date, case.known):
        if isinstance(event, Evaluate) and event.ballot == vote.number:
            return right_before(event, case, roster.ledger)
    return fold(case.issue, roster.ledger, on=vote.date, known=case.known)


def thing_of(case: Progress) -> Thing:
    """Give an issue as something to vote on."""
    units = tuple(work.unit for work in case.answering)
    return Thing(case.number, case.issue.title, units, case.round)


def dimensions_of(rule: BallotRule, votes: Sequence[Vote]) -> tuple[Dimension, ...]:
    """Give what was judged apart in votes, or what the rule asks to judge apart."""
    if not votes:
        return rule.dimensions
    used = {row.dimension for vote in votes for row in vote.rows}
    return tuple(each for each in Dimension if each in used)
