"""The records of a table: the rows of each issue, cell by cell under its column."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.layouts import inherited
from rectify.domain.intake.grid import column_letters, rows_in_words
from rectify.domain.intake.record import Concern, Piece, Record, Skipped
from rectify.domain.numbers import spans

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from rectify.domain.intake.finding.layouts import Count, Layout, Rows
    from rectify.domain.intake.finding.rows import Shape
    from rectify.domain.intake.grid import Grid
    from rectify.domain.intake.record import Column

_ALONE = "这一行只有问题一格，单作一条；如果是上一条的续行，请并到上一行再导入"


class Body(NamedTuple):
    """What the rows below a heading come to."""

    records: tuple[Record, ...]
    skipped: tuple[Skipped, ...]
    doubts: tuple[Concern, ...]


def body(shape: Shape, columns: Sequence[Column], layout: Layout) -> Body:
    """Make the records of a table, once where two are alike."""
    grid = shape.region.grid
    by_place = {column.place: column for column in columns}
    serial = {by_place[place] for place in shape.serial}
    problem = {by_place[place] for place in shape.problem}
    records: list[Record] = []
    read: list[int] = []
    first: dict[Hashable, int] = {}
    same: list[tuple[int, str]] = []
    for issue in layout.issues:
        record = _record(shape, by_place, issue)
        alike = _content(record, serial)
        read.append(len(records))
        if problem & record.cells.keys() and alike in first:
            why = f"与第{first[alike] + 1}行相同"
            same += [(row, why) for row in record.rows]
            continue
        first.setdefault(alike, record.rows[0])
        records.append(record)
    read.append(len(records))
    skipped = skips(grid, [*layout.skipped, *same])
    doubts = [
        *_miscounts(grid, layout.counts, read),
        *_continuations(shape, layout.issues),
        *hidden(grid, records),
    ]
    return Body(tuple(records), skipped, tuple(doubts))


def _record(shape: Shape, by_place: dict[int, Column], issue: Rows) -> Record:
    """Gather the cells of an issue, those of merges that began above it too."""
    region = shape.region
    found: dict[int, dict[tuple[int, int], Piece]] = {}
    for row in issue.rows:
        above = [(c, inherited(shape, row, c)) for c in region.merged.get(row, ())]
        places = [(row, column) for column in region.own(row)]
        places += [
            (top, column) for column, top in above
            if top is not None and column in by_place
        ]  # fmt: skip
        for top, column in places:
            value = region.value(top, column)
            if value is not None:
                cells = found.setdefault(column, {})
                cells.setdefault((top, column), Piece(value, top, column))
    pieces = {by_place[c]: tuple(found[c].values()) for c in sorted(found)}
    group = "/".join(issue.parts) or None
    return Record(region.grid, tuple(issue.rows), pieces, group)


def _content(record: Record, serial: set[Column]) -> Hashable:
    """Give what an issue says, but for its number."""
    said = (
        (column.place, tuple(piece.value for piece in pieces))
        for column, pieces in record.cells.items()
        if column not in serial
    )
    return record.group, tuple(said)


def _miscounts(
    grid: Grid, counts: Iterable[Count], read: Sequence[int]
) -> Iterable[Concern]:
    """Doubt a number of issues that the list states and that were not read."""
    for count in sorted(counts, key=lambda each: each.place or ()):
        found = read[count.upto] - read[count.since]
        if found != count.stated:
            place = grid.at(*count.place) if count.place else grid.name
            yield Concern(place, f"写着{count.stated}条，读到{found}条")


def _continuations(shape: Shape, issues: Iterable[Rows]) -> Iterable[Concern]:
    """Doubt rows that hold a problem alone below one that says more."""
    more = False
    for issue in issues:
        row, places = issue.rows[0], shape.region.own(issue.rows[0])
        alone = (
            len(issue.rows) == 1
            and set(places) <= set(shape.problem)
            and not any(
                inherited(shape, row, c) for c in shape.region.merged.get(row, ())
            )
        )
        if alone and more:
            yield Concern(shape.region.grid.at(row, places[0]), _ALONE)
        more = more or not alone


def skips(grid: Grid, rows: Iterable[tuple[int, str]]) -> tuple[Skipped, ...]:
    """Gather rows that follow each other and were skipped for one reason."""
    found: list[Skipped] = []
    for row, why in sorted(rows):
        last = found[-1] if found else None
        if last is not None and last.last == row - 1 and last.why == why:
            found[-1] = last._replace(last=row)
        else:
            found.append(Skipped(grid, row, row, str(why)))
    return tuple(found)


def hidden(grid: Grid, records: Iterable[Record]) -> Iterable[Concern]:
    """Doubt rows and columns that were read although nobody sees them."""
    if not grid.hidden_rows and not grid.hidden_columns:
        return
    records = list(records)
    rows = {row for each in records for row in each.rows} & grid.hidden_rows
    columns = {
        piece.column for each in records for pieces in each.cells.values()
        for piece in pieces
    } & grid.hidden_columns  # fmt: skip
    runs = (rows_in_words(first, last) for first, last in spans(rows))
    letters = (f"{column_letters(column)}列" for column in sorted(columns))
    for places in filter(None, map("、".join, (runs, letters))):
        yield Concern(grid.name, f"{places}是隐藏的，照样读取")
