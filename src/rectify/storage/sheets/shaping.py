"""What readers have in common: cells as the domain knows them, sheets cut to size."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from rectify.domain.intake.grid import Formula, column_letters
from rectify.storage.sheets.dayforms import shown
from rectify.storage.sheets.refusal import LONGEST_CELL, MOST_ROWS, FarCell, LongCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rectify.domain.intake.grid import Area, Grid, Value
    from rectify.storage.sheets.dayforms import Grain

Raw: TypeAlias = "str | int | float | bool | datetime | date | time | timedelta | None"

# 10,000 rows of 100 columns are more than any list; full, they take up 300 megabytes.
MOST_CELLS = 1_000_000


def value_of(cell: Raw) -> Value:
    """Give a cell as the domain knows it: a day is a day, a time is text."""
    if isinstance(cell, str):
        return text_of(cell)
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell / timedelta(minutes=1))
        return f"{minutes // 60}:{minutes % 60:02}"
    return cell


def text_of(text: str) -> str | None:
    """Give words with one kind of line break; blanks alone are nothing."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text and not text.isspace() else None


class Extent:
    """How far the content of a sheet reaches, as far as it may."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._rows = 0
        self._columns = 0

    def reach(self, row: int, column: int) -> None:
        """Take in a cell.

        Raises:
            FarCell: the sheet would become too large with it.
        """
        if row < self._rows and column < self._columns:
            return
        self._rows = max(self._rows, row + 1)
        self._columns = max(self._columns, column + 1)
        if self._rows > MOST_ROWS or self._rows * self._columns > MOST_CELLS:
            raise FarCell(f"{self._sheet}!{column_letters(column)}{row + 1}")


def put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    """Write a value where nothing is yet, whether or not the rows reach that far."""
    rows.extend([] for _ in range(len(rows), row + 1))
    cells = rows[row]
    cells.extend(None for _ in range(len(cells), column + 1))
    cells[column] = value


def amend(
    rows: list[list[Value]],
    errors: Mapping[tuple[int, int], str],
    grains: Mapping[tuple[int, int], Grain],
) -> None:
    """Write errors where calamine leaves nothing, and months where only they show."""
    for (row, column), error in errors.items():
        put(rows, row, column, error)
    for (row, column), grain in grains.items():
        if _reaches(rows, row, column):
            rows[row][column] = shown(rows[row][column], grain)


def trimmed(rows: Iterable[Sequence[Value]]) -> tuple[tuple[Value, ...], ...]:
    """Cut what is empty at the end of rows, and below them."""
    kept = [tuple(row[: _filled(row)]) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _filled(row: Sequence[Value]) -> int:
    return next((n for n in range(len(row), 0, -1) if row[n - 1] is not None), 0)


def _check_lengths(grid: Grid) -> None:
    for n, row in enumerate(grid.rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and len(value) > LONGEST_CELL:
                raise LongCell(f"{grid.name}!{column_letters(column)}{n + 1}")


def shaped(grid: Grid) -> Grid:
    """Cut a sheet to its content, of which a formula without a result is part.

    Raises:
        LongCell: a cell has more words than it may.
    """
    _check_lengths(grid)
    cells = list(map(list, trimmed(grid.rows)))
    for (row, column), said in grid.formulas.items():
        if said is not Formula.STORED and not _reaches(cells, row, column):
            put(cells, row, column, None)
    rows = tuple(map(tuple, cells))
    height, width = len(rows), max(map(len, rows), default=0)
    return replace(
        grid,
        rows=rows,
        merges=tuple(
            filter(None, (_within(area, height, width) for area in grid.merges))
        ),
        hidden_rows=frozenset(row for row in grid.hidden_rows if row < height),
        hidden_columns=frozenset(each for each in grid.hidden_columns if each < width),
        formulas={at: each for at, each in grid.formulas.items() if at[0] < height},
    )


def _reaches(rows: list[list[Value]], row: int, column: int) -> bool:
    return row < len(rows) and column < len(rows[row])


def _within(area: Area, height: int, width: int) -> Area | None:
    """Cut an area to the sheet; None where one cell or none of it is left."""
    cut = area._replace(
        bottom=min(area.bottom, height - 1), right=min(area.right, width - 1)
    )
    single = (cut.top, cut.left) == (cut.bottom, cut.right)
    return (
        cut if not single and cut.top <= cut.bottom and cut.left <= cut.right else None
    )
