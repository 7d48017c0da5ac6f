"""Workbooks of the units: sent by the command, and filled in as a clerk would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workbench import Workbench

DAY = "2024-07-01"
HEAD = 4
FIRST = HEAD + 1


def sent(bench: Workbench, *args: str, day: str = DAY) -> Path:
    """Send the workbooks on a day, and give the folder that they are in."""
    done = bench.do("send", "-o", "发出", *args, today=day)
    assert done.code == 0, done.err
    return bench.root / "发出"


def book_of(folder: Path, unit: str, day: str = DAY) -> Path:
    return folder / f"台账_{unit}_{day}.xlsx"


def places(sheet: Any) -> dict[str, int]:
    """Find the columns by their headings, wherever they are."""
    for row in sheet.iter_rows():
        found = {str(cell.value): cell.column for cell in row if cell.value}
        if "识别码" in found:
            return {label: column or 0 for label, column in found.items()}
    raise AssertionError(sheet.title)


def row_of(sheet: Any, number: str) -> int:
    column = places(sheet)["编号"]
    return next(
        row for row in range(1, sheet.max_row + 1)
        if sheet.cell(row, column).value == number
    )  # fmt: skip


def fill(
    path: Path, rows: Mapping[str, Mapping[str, Any]], to: Path | None = None
) -> Path:
    """Fill rows in by number and heading; a text is typed as text, whatever it is."""
    book = load_workbook(path)
    sheet = book["填报"]
    for number, cells in rows.items():
        row = row_of(sheet, number)
        for label, value in cells.items():
            cell = sheet.cell(row, places(sheet)[label])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    target = to or path
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target
