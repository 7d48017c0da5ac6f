"""Lists as offices send them: the hand that writes the sample files.

A row is one line of text, `1 | 市民政局 | @2024-09-30 | #7.12`: `@` before a real date,
`#` before a real number, `⏎` for a line break in a cell, nothing for an empty one.
"""

from __future__ import annotations

import io
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zipfile import ZipFile

import docx
import xlsxwriter
from docx.oxml.ns import qn

from rectify.storage.process import find_program
from rectify.views.word.ooxml import package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from docx.table import Table
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = "str | float | date | None"
Rows: TypeAlias = "list[list[Cell]]"
Spans: TypeAlias = "tuple[tuple[int, int, int, int], ...]"

_MADE = datetime(2024, 6, 20, 9, 0, tzinfo=UTC).replace(tzinfo=None)
_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006": (
        b"http://purl.oclc.org/ooxml/officeDocument"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships/metadata/core": (
        b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core"
    ),
}


class Formula(NamedTuple):
    """What is computed in a cell, and the result that was stored, if one was."""

    place: str
    words: str
    stored: str | float | None = None


class Sheet(NamedTuple):
    """One sheet: its rows, and how they stand in it, by places as Excel says."""

    rows: Rows
    name: str = "Sheet1"
    merges: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    hidden: bool = False
    formulas: Sequence[Formula] = ()


def rows(text: str) -> Rows:
    """Read the rows of a sheet from lines of text."""
    lines = dedent(text).strip("\n").split("\n")
    return [[_cell(part.strip(" ")) for part in line.split("|")] for line in lines]


def _cell(written: str) -> Cell:
    if not written:
        return None
    if written.startswith("@"):
        return date.fromisoformat(written[1:])
    if written.startswith("#"):
        return float(written[1:])
    return written.replace("⏎", "\n")


def workbook(*sheets: Sheet, old_days: bool = False) -> bytes:
    """Write a workbook; `old_days` counts its days from 1904, as on an old Mac."""
    held = io.BytesIO()
    options = {"in_memory": True, "date_1904": old_days}
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"created": _MADE})
        form = book.add_format({"text_wrap": True, "valign": "vcenter"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for place, row in enumerate(sheet.rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(place, column, value, form)
                    elif isinstance(value, date):
                        page.write_datetime(place, column, value, day)
                    elif value is not None:
                        page.write_number(place, column, value)
            _dress(page, sheet)
    return held.getvalue()


def _dress(page: Worksheet, sheet: Sheet) -> None:
    """Merge, hide and compute: what a sheet has besides its words."""
    for area in sheet.merges:
        page.merge_range(area, "")
        top, left = xlsxwriter.utility.xl_cell_to_rowcol(area.partition(":")[0])
        value = sheet.rows[top][left]
        page.write(top, left, value)
    for row in sheet.hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        page.set_column(f"{column}:{column}", None, None, {"hidden": True})
    for each in sheet.formulas:
        page.write_formula(each.place, each.words, None, each.stored or 0)
    if sheet.hidden:
        page.hide()


def edited(data: bytes, edits: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """Change parts of a zip file, or add some, and keep the others."""
    with ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in edits.items():
        parts[name] = edit(parts.get(name, b""))
    return package(parts)


def strict(data: bytes) -> bytes:
    """Turn a workbook into Strict Open XML, as WPS and Excel save it when asked."""
    with ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()

    def other(part: bytes) -> bytes:
        for usual, severe in _STRICT.items():
            part = part.replace(usual, severe)
        return part

    return edited(data, dict.fromkeys(names, other))


class Grid(NamedTuple):
    """A table of a Word file; a merge is (top, left, bottom, right), from 0."""

    rows: Rows
    merges: Spans = ()


def word(*parts: str | Grid) -> bytes:
    """Write a Word file of paragraphs and tables."""
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = _MADE
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            wide = max(map(len, part.rows))
            table = document.add_table(len(part.rows), wide, "Table Grid")
            _fill(table, part)
    held = io.BytesIO()
    document.save(held)
    return edited(held.getvalue(), {})


def _fill(table: Table, grid: Grid) -> None:
    for cells, row in zip((row.cells for row in table.rows), grid.rows, strict=True):
        for cell, value in zip(cells, row, strict=False):
            cell.text = "" if value is None else str(value)
    for top, left, bottom, right in grid.merges:
        words = table.cell(top, left).text
        merged = table.cell(top, left).merge(table.cell(bottom, right))
        for extra in merged._tc.findall(qn("w:p"))[1:]:  # noqa: SLF001  # no other way
            merged._tc.remove(extra)  # noqa: SLF001  # no other way
        merged.text = words


def saved_as(data: bytes, suffix: str) -> bytes:
    """Let LibreOffice open a workbook and save it in another format."""
    office = find_program("soffice", "libreoffice")
    if office is None:
        raise SystemExit(f"写 .{suffix} 要用 LibreOffice，本机没有安装")
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "list.xlsx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        words = ["--headless", profile, "--convert-to", suffix, "--outdir", name]
        subprocess.run(
            [str(office), *words, str(folder / "list.xlsx")],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return (folder / f"list.{suffix}").read_bytes()


def delimited(table: Rows, separator: str = ",") -> str:
    """Write rows as Excel saves them in a CSV file."""
    return "".join(
        separator.join(_quoted(value, separator) for value in row) + "\r\n"
        for row in table
    )


def _quoted(value: Cell, separator: str) -> str:
    words = "" if value is None else str(value)
    if any(mark in words for mark in (separator, '"', "\n")):
        return '"' + words.replace('"', '""') + '"'
    return words
