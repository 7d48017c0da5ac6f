"""The counting sheet (计票表): the counts of each venue and group, and their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Row, add_up
from rectify.domain.documents.report import Head, head_of
from rectify.domain.documents.votes import (
    Lot,
    dimensions_of,
    elsewhere,
    in_common,
    lots_of,
    wanted_votes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.ballot import Vote
    from rectify.domain.documents.report import Request
    from rectify.domain.roster import Roster
    from rectify.domain.terms import Dimension

_COUNTED = (
    "expected",
    "present",
    "issued",
    "returned",
    "valid",
    "invalid",
    "satisfied",
    "basically",
    "unsatisfied",
    "abstained",
    "unpressed",
)
_ON_PAPER = ("issued", "returned")


class Line(NamedTuple):
    """The counts of one venue and group; a count that nobody knows is None."""

    venue: str
    group: str
    counts: tuple[int | None, ...]


class Table(NamedTuple):
    """The counts of what one mark was given for in a vote, and their sums."""

    number: str
    turn: str
    lot: Lot | None
    dimension: Dimension | None
    lines: tuple[Line, ...]
    total: tuple[int | None, ...]


class CountingSheet(NamedTuple):
    """What the sheet of a meeting's votes says; before any vote it is blank.

    `elsewhere` are the votes of the same day that are not of this meeting.
    """

    head: Head
    numbers: tuple[str, ...]
    elsewhere: tuple[str, ...]
    meeting: str
    day: date | None
    turn: str
    members: int | None
    columns: tuple[str, ...]
    tables: tuple[Table, ...]


def compile_count(request: Request) -> dict[str, CountingSheet]:
    """Write down the counts of a vote, by default of all of the last meeting.

    Before the first vote the sheet is blank.

    Raises:
        NoSuchVote: the one asked for was not held.
    """
    roster, votes = request.roster, wanted_votes(request)
    labels = Row.labels()
    sheet = CountingSheet(
        head=head_of(roster),
        numbers=tuple(vote.number for vote in votes),
        elsewhere=elsewhere(request, votes),
        meeting=in_common(vote.meeting or "" for vote in votes) or "",
        day=in_common(vote.date for vote in votes),
        turn=str(in_common(vote.turn for vote in votes) or ""),
        members=in_common(vote.members for vote in votes),
        columns=tuple(labels[name] for name in _COUNTED),
        tables=tuple(_tables(roster, votes)) if votes else _blank(roster),
    )
    return {"": sheet}


def _blank(roster: Roster) -> tuple[Table, ...]:
    """Prepare a table without lines for each dimension of the rule."""
    nothing = (None,) * len(_COUNTED)
    return tuple(
        Table("", "", None, dimension, (), nothing)
        for dimension in dimensions_of(roster.ledger.ballot_rule, ()) or (None,)
    )


def _tables(roster: Roster, votes: Sequence[Vote]) -> Iterator[Table]:
    rule = roster.ledger.ballot_rule
    for vote in votes:
        for lot in lots_of(roster, vote):
            for dimension in dimensions_of(rule, [vote]) or (None,):
                if vote.rows_on(lot.subject, dimension):
                    yield _table(vote, lot, dimension)


def _table(vote: Vote, lot: Lot, dimension: Dimension | None) -> Table:
    lines = tuple(
        Line(row.venue or "", row.group or "", _counts(row))
        for row in vote.rows_on(lot.subject, dimension)
    )
    total = tuple(map(add_up, zip(*(line.counts for line in lines), strict=True)))
    return Table(vote.number, str(vote.turn), lot, dimension, lines, total)


def _counts(row: Row) -> tuple[int | None, ...]:
    """Give the counts of a row; what there is not on paper or by button is None."""
    full = row.complete()
    foreign = ("unpressed",) if row.on_paper else _ON_PAPER
    return tuple(None if name in foreign else getattr(full, name) for name in _COUNTED)
