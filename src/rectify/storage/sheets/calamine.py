"""The door of calamine: the values of a workbook's sheets."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from rectify.domain.intake.grid import Area, Grid
from rectify.storage.sheets.refusal import Damaged

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook, SheetMetadata

    from rectify.domain.intake.grid import Value


def grids_of(data: bytes) -> list[Grid]:
    """Read every sheet of a workbook.

    Raises:
        Damaged: it is none.
    """
    try:
        with load_workbook(BytesIO(data)) as book:
            return [_grid(book, sheet) for sheet in book.sheets_metadata]
    except CalamineError:
        raise Damaged from None


def _grid(book: CalamineWorkbook, about: SheetMetadata) -> Grid:
    sheet = book.get_sheet_by_name(about.name)
    rows = sheet.to_python(skip_empty_area=False)
    merges = sheet.merged_cell_ranges or []
    return Grid(
        about.name,
        tuple(tuple(map(value_of, row)) for row in rows),
        tuple(Area(*first, *last) for first, last in merges),
        hidden=about.visible is not SheetVisibleEnum.Visible,
    )


def value_of(cell: str | float | datetime | date | time | timedelta) -> Value:
    """Give a cell as the domain knows it: a day is a day, a time is text."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell / timedelta(minutes=1))
        return f"{minutes // 60}:{minutes % 60:02}"
    return None if cell == "" else cell
