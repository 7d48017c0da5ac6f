"""What was found in a sheet: tables, their columns, and the words of each issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.domain.entity import Plain
    from rectify.domain.intake.grid import Grid, Value


class Concern(NamedTuple):
    """A sentence about one place of a file: a doubt, or a fault."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}  {self.message}"


class Column(NamedTuple):
    """One column: where it stands, its heading (`整改责任/牵头单位`), what it means.

    `field` is the label of a field; None where the heading means nothing to us.
    """

    place: int
    heading: str
    field: str | None


class Piece(NamedTuple):
    """What one cell says, and where it stands."""

    value: Value
    row: int
    column: int


class Record(NamedTuple):
    """One issue as a file gives it: the pieces under each column, in their order.

    An issue over several rows has several pieces in a column. `group` is the title of
    the part of the list that it stands in.
    """

    grid: Grid
    rows: tuple[int, ...]
    cells: Mapping[Column, tuple[Piece, ...]]
    group: str | None = None


class Skipped(NamedTuple):
    """Rows (counted from 0, both ends included) that are no issue, and why."""

    grid: Grid
    first: int
    last: int
    why: str


class FoundTable(NamedTuple):
    """One table of a sheet; `heading` is its first and last row, None for cards.

    `title` is what stands above it and names the whole list.
    """

    grid: Grid
    heading: tuple[int, int] | None
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    skipped: tuple[Skipped, ...] = ()
    doubts: tuple[Concern, ...] = ()
    title: str | None = None

    def renamed(self, column: Column, field: str) -> FoundTable:
        """Give a column another field."""
        named = column._replace(field=field)
        records = (
            each._replace(
                cells={
                    named if key == column else key: pieces
                    for key, pieces in each.cells.items()
                }
            )
            for each in self.records
        )
        columns = tuple(named if each == column else each for each in self.columns)
        return self._replace(columns=columns, records=tuple(records))


class Draft(NamedTuple):
    """One issue to be entered: its facts and its 期初 by label, as a file holds them.

    `facts` has no 编号 unless the file is our own. `opening` is None where nothing is
    to be taken over.
    """

    place: str
    facts: Mapping[str, Plain]
    opening: Mapping[str, Plain] | None = None
    doubts: tuple[Concern, ...] = ()
    faults: tuple[Concern, ...] = ()
