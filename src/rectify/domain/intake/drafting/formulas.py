"""Cells that are computed: what was stored of them is taken, if anything was."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from rectify.domain.intake.finding.synonyms import LEAVE_OUT, PROGRESS, SERIAL
from rectify.domain.intake.grid import Formula, column_letters
from rectify.domain.intake.record import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.intake.record import Column, FoundTable, Record

_REMEDIES = {
    Formula.UNSTORED: "。请用 WPS 或 Excel 打开这个文件，保存后再导入",
    Formula.ELSEWHERE: "。请把这一格选择性粘贴为数值，保存后再导入",
}


class Formulas:
    """The computed cells of a table that say something of an issue."""

    def __init__(self, table: FoundTable, *, opening: bool) -> None:
        headed = table.columns if table.heading is not None else ()
        self._columns = {column.place: column for column in headed}
        self._opening = opening
        self._rows: dict[int, dict[int, Formula]] = {}
        for (row, column), formula in table.grid.formulas.items():
            self._rows.setdefault(row, {})[column] = formula
        self.stored: dict[int, str] = {}

    def concerns(self, record: Record) -> Iterator[tuple[bool, Concern]]:
        """Say what can't be taken, and whether it is a fault; remember what is."""
        for (row, place), column in sorted(
            self._cells(record).items(), key=itemgetter(0)
        ):
            formula = self._rows.get(row, {}).get(place)
            if formula is None or column.field in (SERIAL, LEAVE_OUT):
                continue
            at = record.grid.at(row, place)
            if formula is Formula.STORED:
                self.stored.setdefault(place, at)
            else:
                yield self._used(column), Concern(at, f"{formula}{_REMEDIES[formula]}")

    def _cells(self, record: Record) -> dict[tuple[int, int], Column]:
        """Give the cells of a record that may be computed, the empty ones too."""
        if not self._rows:
            return {}
        below = {
            (row, place): self._columns[place]
            for row in record.rows
            for place in self._rows.get(row, {})
            if place in self._columns
        }
        said = {
            (piece.row, piece.column): column
            for column, pieces in record.cells.items()
            for piece in pieces
        }
        return below | said

    def doubts(self) -> Iterator[Concern]:
        """Say once of a column that it is computed."""
        for place, first in sorted(self.stored.items()):
            yield Concern(first, f"{column_letters(place)}列是{Formula.STORED}")

    def _used(self, column: Column) -> bool:
        later = column.field in PROGRESS and not self._opening
        return column.field is not None and not later
