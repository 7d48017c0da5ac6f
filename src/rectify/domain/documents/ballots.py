"""The ballot paper (测评表): what is voted on, and a box for each mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.report import Head, head_of
from rectify.domain.documents.votes import (
    Lot,
    dimensions_of,
    in_common,
    lots_of,
    thing_of,
    wanted_votes,
)
from rectify.domain.rule import GRADES
from rectify.domain.terms import Assessment, Base, State
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.ballot import Vote
    from rectify.domain.documents.report import Request
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

_ABSTAINED = "弃权"


class NumbersOrVote(UsageError):  # noqa: N818  # named for what it is
    """A paper is for some issues, or for what a vote was on."""

    def __init__(self) -> None:
        super().__init__("测评表的编号和 --vote 只能写一个")


class BallotPaper(NamedTuple):
    """What is on the paper of one voter, who stays unnamed."""

    head: Head
    meeting: str
    turn: str
    lots: tuple[Lot, ...]
    dimensions: tuple[str, ...]
    marks: tuple[str, ...]

    @property
    def with_units(self) -> bool:
        """Whether something on it is the work of units that are to be named."""
        return any(thing.units for lot in self.lots for thing in lot.things)


def compile_ballot(request: Request) -> dict[str, BallotPaper]:
    """Make the paper for a vote that was held, or for what is ready to be voted on.

    Without a 票号 and without numbers: the issues that are ready; where none is, what
    the last meeting voted on; before the first vote, empty lines.

    Raises:
        NoSuchVote: the one asked for was not held.
        NumbersOrVote: both were written.
    """
    roster = request.roster
    if request.numbers and request.vote is not None:
        raise NumbersOrVote
    if request.vote is None:
        cases = list(_cases(request))
        if cases:
            lots = tuple(Lot(case.number, (thing_of(case),)) for case in cases)
            return {"": _paper(roster, lots, ())}
    votes = wanted_votes(request)
    lots = tuple(lot for vote in votes for lot in lots_of(roster, vote))
    return {"": _paper(roster, lots, votes)}


def _cases(request: Request) -> Iterator[Progress]:
    """Give the issues named, or those answered that no vote has passed yet."""
    roster = request.roster
    if request.numbers:
        yield from (roster.case(number) for number in dict.fromkeys(request.numbers))
    elif roster.ledger.assessment is Assessment.BALLOT:
        for case in roster.cases:
            if case.own_state is State.ANSWERED and case.passed_round != case.round:
                yield case


def _paper(roster: Roster, lots: tuple[Lot, ...], votes: Sequence[Vote]) -> BallotPaper:
    rule = roster.ledger.ballot_rule
    # An abstention is more than no mark only where it is a valid vote of the base.
    abstained = [_ABSTAINED] if rule.base is Base.VALID else []
    return BallotPaper(
        head=head_of(roster),
        meeting=in_common(vote.meeting or "" for vote in votes) or "",
        turn=str(in_common(vote.turn for vote in votes) or ""),
        lots=lots,
        dimensions=dimensions_of(rule, votes),
        marks=(*map(str, GRADES), *abstained),
    )
