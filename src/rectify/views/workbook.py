"""The tables of any document as a workbook, to sort in, to print, and to paste from.

Tables with the same heading stand on one sheet, each under its own heading; what has
another heading, and every form, has a sheet for itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import UsageError
from rectify.views.grid import fields, form_grid, grid_of
from rectify.views.paper import Align, Paragraph, Role, Table
from rectify.views.spreadsheet import HEADING, HEI, Sheet, Spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.views.paper import Front, Paper

_TITLES = (Role.TITLE, Role.ANNEX_TITLE)
_GROUPS = (Role.LEVEL_1, Role.LEVEL_2, Role.LEVEL_3, Role.CAPTION)
# A figure that is shown again exactly as it was written, and nothing like 057.
_COUNT = re.compile(r"-?[1-9]\d{0,8}|0")
_PERCENT = re.compile(r"(?:0|[1-9]\d{0,3})(\.\d{1,4})?%")
_MARK = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|（\d+\D?）$")
_BOX, _LINE = 90, 24


class NoTable(UsageError):  # noqa: N818  # named for what it is
    """The document has nothing that belongs into a workbook."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}”里没有表格，不能写成 .xlsx；"
            "请写成 .docx、.html、.txt、.md 或 .pdf"
        )


class _Part(NamedTuple):
    """One table, the heading of its part of the document, and the notes below it."""

    title: str
    group: str
    table: Table
    notes: list[str]


def write_tables(paper: Paper) -> bytes:
    """Write the tables of a document.

    Raises:
        NoTable: there is none.
    """
    parts = list(_parts(paper))
    if not parts:
        raise NoTable(paper.front.title)
    book = Spreadsheet(paper.front.title)
    sheets = list(_together(parts))
    for members in sheets:
        sheet = book.sheet(_name(members, alone=len(sheets) == 1))
        if members[0].table.form:
            _write_form(sheet, members[0], paper.front)
        else:
            _write_sheet(sheet, members, paper.front)
    return book.close()


def _parts(paper: Paper) -> Iterator[_Part]:
    """Give each table with the headings above it and the notes below it."""
    title, group = paper.front.title, ""
    part: _Part | None = None
    for block in paper.blocks:
        match block:
            case Paragraph(role) if role in _TITLES:
                title, group = block.text, ""
            case Paragraph(role) if role in _GROUPS:
                group = block.text
            case Paragraph(Role.NOTE) if part and block.text != _demonstration(paper):
                part.notes.append(block.text)
            case Table():
                part = _Part(title, group, block, [])
                yield part


def _demonstration(paper: Paper) -> str:
    return paper.front.demonstration


def _together(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Put tables that have one heading onto one sheet."""
    members: list[_Part] = []
    for part in parts:
        if members and not _alike(members[-1], part):
            yield members
            members = []
        members.append(part)
    yield members


def _alike(one: _Part, other: _Part) -> bool:
    same = (one.title, one.table.header) == (other.title, other.table.header)
    return same and not one.table.form


def _name(members: Sequence[_Part], *, alone: bool) -> str:
    """Name a sheet after its heading, or after the document that it is all of."""
    first = members[0]
    if not first.group or alone or len(members) > 1:
        return first.title.rpartition("·")[2]
    return _MARK.sub("", first.group)


def _write_sheet(sheet: Sheet, members: Sequence[_Part], front: Front) -> None:
    """Write tables of one heading under each other."""
    first = members[0].table
    grid = grid_of(*(member.table for member in members))
    last = len(first.header) - 1
    sheet.widths([halves(points, grid.size) for points in grid.widths])
    row = sheet.title(last, members[0].title, _said(front))
    sheet.heading(row, first.header)
    sheet.raw.freeze_panes(row + 1, 0)
    repeated, only = row, len(members) == 1
    for member in members:
        if member.group and not only:
            row += 1
            looks = {"font_name": HEI, "border": 1, "align": "left"}
            sheet.across(row, last, member.group, **looks)
        row = _write_rows(sheet, row + 1, member.table) - 1
    if only and first.rows:
        sheet.raw.autofilter(repeated, 0, row, last)
    _write_notes(sheet, row + 1, last, [n for m in members for n in m.notes])
    sheet.page(repeat=(repeated, repeated), across=grid.across)


def _write_rows(sheet: Sheet, row: int, table: Table) -> int:
    """Write the rows of a table; give the next one."""
    for cells in table.rows:
        for column, (text, align) in enumerate(zip(cells, table.aligns, strict=True)):
            _write_cell(sheet, row, column, text, align)
        sheet.fit(row)
        row += 1
    return row


def _write_cell(sheet: Sheet, row: int, column: int, text: str, align: Align) -> None:
    """Write a cell; in a column of figures, what surely is one is a number."""
    looks = {"align": "left" if align is Align.LEFT else "center"}
    percent = _PERCENT.fullmatch(text)
    if align is Align.RIGHT and _COUNT.fullmatch(text):
        sheet.put(row, column, int(text), **looks)
    elif align is Align.RIGHT and percent:
        form = f"0{re.sub(r'[0-9]', '0', percent[1] or '')}%"
        sheet.put(row, column, float(text[:-1]) / 100, num_format=form, **looks)
    else:
        sheet.put(row, column, text, **looks)


def _write_form(sheet: Sheet, part: _Part, front: Front) -> None:
    """Write a form: labels grey, and boxes to write in where nothing stands yet."""
    widths = [halves(points, 12) for points in form_grid(part.table)]
    last = len(widths) - 1
    sheet.widths(widths)
    named = [part.group] if part.group and part.group != part.title else []
    first = row = sheet.title(last, part.title, [*_said(front), *named])
    for cells in fields(part.table):
        column, box = 0, False
        for cell in cells:
            looks = HEADING if cell.label else {"align": "left"}
            sheet.put_over(row, column, column + cell.span - 1, cell.text, **looks)
            column += cell.span
            box = box or cell.blank
        sheet.fit(row, least=_BOX if box else _LINE)
        row += 1
    _write_notes(sheet, row, last, part.notes)
    sheet.page(repeat=(0, first - 1), across=False)


def _said(front: Front) -> list[str]:
    """Say of which day the figures are."""
    words = [f"统计截止日：{front.cutoff}"] if front.cutoff else []
    if front.demonstration:
        words.append(front.demonstration)
    return ["；".join(words)] if words else []


def _write_notes(sheet: Sheet, row: int, last: int, notes: Sequence[str]) -> None:
    for place, note in enumerate(notes):
        sheet.across(row + place, last, note, align="left")


def halves(points: float, size: float) -> float:
    """Turn the width of a column in points of its type into half characters."""
    return round(points / size * 2, 1)
