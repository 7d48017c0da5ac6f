"""The tables of any document as a workbook, to sort in, to print, and to paste from.

Tables with the same heading stand on one sheet, each under the heading above it, and
the forms of the document stand there too; a table of other columns has its own sheet.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import UsageError
from rectify.views.layout.grid import fields, form_grid, grid_of
from rectify.views.paper import Align, Paragraph, Role, Table
from rectify.views.workbook.spreadsheet import HEADING, HEI, Sheet, Spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.views.paper import Paper

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
        said = _said(paper)
        if len(members) == 1 < len(sheets) and members[0].group:
            said.append(members[0].group)
        _write_sheet(sheet, members, said)
    return book.close()


def _parts(paper: Paper) -> Iterator[_Part]:
    """Give each table with the headings above it and the notes below it."""
    title, group = paper.front.title, ""
    demonstration = paper.front.demonstration
    part: _Part | None = None
    for block in paper.blocks:
        match block:
            case Paragraph(role) if role in _TITLES:
                title, group = block.text, ""
            case Paragraph(role) if role in _GROUPS:
                group = block.text
            case Paragraph(Role.NOTE) if part and block.text != demonstration:
                part.notes.append(block.text)
            case Table():
                part = _Part(title, group, block, [])
                yield part


def _together(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Put what has the same columns onto one sheet."""
    members: list[_Part] = []
    for part in parts:
        if members and not _fits([*members, part]):
            yield members
            members = []
        members.append(part)
    yield members


def _fits(members: Sequence[_Part]) -> bool:
    """Tell whether parts can stand under each other: one heading, and narrow forms."""
    frame = _frame(members)
    return all(
        member.title == members[0].title
        and (
            len(member.table.aligns) <= len(frame.aligns)
            if member.table.form
            else member.table.header == frame.header
        )
        for member in members
    )


def _frame(members: Sequence[_Part]) -> Table:
    """Give the table whose columns a sheet has: the first that is no form."""
    tables = [member.table for member in members]
    return next((table for table in tables if not table.form), tables[0])


def _name(members: Sequence[_Part], *, alone: bool) -> str:
    """Name a sheet after its heading, or after the document that it is all of."""
    first = members[0]
    if first.group and not alone and len(members) == 1:
        return _MARK.sub("", first.group)
    kind = first.title.rpartition("·")[2].replace("\u3000", "")
    return _ATTACHED if kind.startswith("关于") else kind


# What a table of a letter is called, whose own title is a whole sentence.
_ATTACHED = "附表"


class _Frame(NamedTuple):
    """The columns of a sheet: how wide they are, and whether the page is turned."""

    widths: list[float]
    across: bool

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1


def _framed(members: Sequence[_Part]) -> _Frame:
    frame = _frame(members)
    if frame.form:
        return _Frame([halves(points, 12) for points in form_grid(frame)], across=False)
    grid = grid_of(*(each.table for each in members if not each.table.form))
    return _Frame([halves(points, grid.size) for points in grid.widths], grid.across)


def _write_sheet(sheet: Sheet, members: Sequence[_Part], said: Sequence[str]) -> None:
    """Write tables of one heading, and forms, under each other."""
    frame = _framed(members)
    sheet.widths(frame.widths)
    row = sheet.title(frame.last, members[0].title, said)
    heading: int | None = None
    for member in members:
        if heading is None and not member.table.form:
            heading = row
            sheet.heading(row, member.table.header)
            sheet.raw.freeze_panes(row + 1, 0)
            row += 1
        if member.group and len(members) > 1:
            looks = {"font_name": HEI, "border": 1, "align": "left"}
            sheet.across(row, frame.last, member.group, **looks)
            row += 1
        write = _write_form if member.table.form else _write_rows
        row = write(sheet, row, member.table)
    if heading is not None and len(members) == 1 and members[0].table.rows:
        sheet.raw.autofilter(heading, 0, row - 1, frame.last)
    _write_notes(sheet, row, frame.last, [n for m in members for n in m.notes])
    repeated = None if heading is None else (heading, heading)
    sheet.page(repeat=repeated, across=frame.across)


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


def _write_form(sheet: Sheet, row: int, form: Table) -> int:
    """Write a form: labels grey, and boxes to write in where nothing stands yet."""
    edges = _edges(form_grid(form), sheet.wide)
    for cells in fields(form):
        place, box = 0, False
        for cell in cells:
            looks = HEADING if cell.label else {"align": "left"}
            end = place + cell.span
            sheet.put_over(row, edges[place], edges[end] - 1, cell.text, **looks)
            place, box = end, box or cell.blank
        sheet.fit(row, least=_BOX if box else _LINE)
        row += 1
    return row


def _edges(form: Sequence[float], columns: Sequence[float]) -> list[int]:
    """Find, for each edge of a form, the nearest one of the columns of the sheet."""
    wanted = [edge / sum(form) for edge in accumulate(form)]
    given = [edge / sum(columns) for edge in accumulate(columns)]
    edges = [0]
    for place, edge in enumerate(wanted[:-1], 1):
        free = range(edges[-1] + 1, len(columns) - len(form) + place + 1)
        edges.append(min(free, key=lambda column: abs(given[column - 1] - edge)))
    return [*edges, len(columns)]


def _said(paper: Paper) -> list[str]:
    """Say what the 附注 says, and of which day the figures are."""
    front = paper.front
    remarks = [
        block.text.removeprefix("（").removesuffix("）")
        for block in paper.blocks
        if isinstance(block, Paragraph) and block.role is Role.REMARK
    ]
    cutoff = f"统计截止日：{front.cutoff}" if front.cutoff else ""
    told = "；".join(remarks)
    words = [each for each in (cutoff, front.demonstration) if each not in told]
    return ["；".join([*remarks, *words])] if remarks or words else []


def _write_notes(sheet: Sheet, row: int, last: int, notes: Sequence[str]) -> None:
    for place, note in enumerate(notes):
        sheet.across(row + place, last, note, align="left")


def halves(points: float, size: float) -> float:
    """Turn the width of a column in points of its type into half characters."""
    return round(points / size * 2, 1)
