"""The counting sheet (计票表): the counts of each venue and group, and their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Row, add_up
from rectify.domain.documents.report import Head, head_of
from rectify.domain.documents.votes import Lot, dimensions_of, lots_of, wanted_vote

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    """The counts of what one mark was given for, and their sums."""

    lot: Lot | None
    dimension: Dimension | None
    lines: tuple[Line, ...]
    total: tuple[int | None, ...]


class CountingSheet(NamedTuple):
    """What the sheet of one vote says; before any vote it is blank."""

    head: Head
    number: str
    meeting: str
    day: date | None
    turn: str
    members: int | None
    columns: tuple[str, ...]
    tables: tuple[Table, ...]


def compile_count(request: Request) -> dict[str, CountingSheet]:
    """Write down the counts of a vote, by default the last; before any, a blank sheet.

    Raises:
        NoSuchVote: the one asked for was not held.
    """
    roster, vote = request.roster, wanted_vote(request)
    labels = Row.labels()
    sheet = CountingSheet(
        head=head_of(roster),
        number="" if vote is None else vote.number,
        meeting="" if vote is None else vote.meeting or "",
        day=None if vote is None else vote.date,
        turn="" if vote is None else str(vote.turn),
        members=None if vote is None else vote.members,
        columns=tuple(labels[name] for name in _COUNTED),
        tables=_blank(roster) if vote is None else _tables(roster, vote),
    )
    return {"": sheet}


def _blank(roster: Roster) -> tuple[Table, ...]:
    """Prepare a table without lines for each dimension of the rule."""
    nothing = (None,) * len(_COUNTED)
    return tuple(
        Table(None, dimension, (), nothing)
        for dimension in dimensions_of(roster.ledger.ballot_rule, None) or (None,)
    )


def _tables(roster: Roster, vote: Vote) -> tuple[Table, ...]:
    return tuple(
        _table(lot, dimension, rows)
        for lot in lots_of(roster, vote)
        for dimension in dimensions_of(roster.ledger.ballot_rule, vote) or (None,)
        if (rows := vote.rows_on(lot.subject, dimension))
    )


def _table(lot: Lot, dimension: Dimension | None, rows: Sequence[Row]) -> Table:
    lines = tuple(Line(row.venue or "", row.group or "", _counts(row)) for row in rows)
    total = tuple(map(add_up, zip(*(line.counts for line in lines), strict=True)))
    return Table(lot, dimension, lines, total)


def _counts(row: Row) -> tuple[int | None, ...]:
    """Give the counts of a row; what there is not on paper or by button is None."""
    full = row.complete()
    foreign = ("unpressed",) if row.on_paper else _ON_PAPER
    return tuple(None if name in foreign else getattr(full, name) for name in _COUNTED)
