"""The one door to XlsxWriter: what somebody typed is text in a cell and nothing else.

No formula, link or number is ever made of a text. A text that no cell can hold stands
whole on a sheet of its own (长文); a character that XML forbids is shown escaped.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter import Workbook

from rectify.domain.intake.fingerprint import CUT
from rectify.domain.intake.grid import column_letters
from rectify.domain.phrases import chinese_day
from rectify.views.layout.fonts import FACES, Fonts
from rectify.views.screen.cells import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FACES = FACES[Fonts.WINDOWS]
SONG, HEI = _FACES.song, _FACES.hei
SIZE = 10
A3, A4 = 8, 9
DAY = 'yyyy"年"m"月"d"日"'
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_NORMAL = {"font_name": SONG, "font_size": 11}
# Widths are counted in digits of the 11 points above; the cells are set smaller, but
# another face may be wider.
_WIDER = 1.04
# Excel counts days from here; before, and in its wrong February, a day is words.
_FIRST_DAY = date(1900, 3, 1)
# What a cell holds, in UTF-16 units; of a longer text, as much stands on one line.
_LONGEST, _PIECE = 32_767, 16_000
_REST = "长文"
# Up to so many characters a cell of the format “文本” is shown by every Excel.
_AS_TEXT = 255
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# The height of a line in sizes of its type, and the highest row that there is.
_LEADING, _HIGHEST = 1.35, 409.0
_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


class _Rest(NamedTuple):
    """A text too long for its cell, and where that cell is."""

    sheet: str
    cell: str
    text: str


class Spreadsheet:
    """One workbook in the making; the same calls give the same bytes."""

    def __init__(self, title: str, made: date = date(1980, 1, 1)) -> None:
        self._buffer = BytesIO()
        # A copy each time: XlsxWriter writes into what it is given.
        normal = {"default_format_properties": dict(_NORMAL)}
        self.book = Workbook(self._buffer, _OPTIONS | normal)
        created = datetime(made.year, made.month, made.day)  # noqa: DTZ001  # a day, nowhere in particular
        self.book.set_properties({"title": legal(title), "created": created})
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()
        self.rest: list[_Rest] = []

    def style(self, **looks: Any) -> Format:
        """Give a format; what it does not say is as in the cells of a table."""
        key = tuple(sorted(looks.items()))
        if key not in self._styles:
            plain = {"font_name": SONG, "font_size": SIZE, "valign": "vcenter"}
            self._styles[key] = self.book.add_format(plain | looks)
        return self._styles[key]

    def sheet(self, name: str) -> Sheet:
        """Add a sheet; a name that Excel would refuse is mended."""
        given = _NAME.sub(" ", legal(name)).strip(" '")[:_LONGEST_NAME] or "表"
        unique, count = given, 1
        while unique.lower() in self._names:
            count += 1
            tail = f"（{count}）"
            unique = f"{given[: _LONGEST_NAME - len(tail)]}{tail}"
        self._names.add(unique.lower())
        return Sheet(self, self.book.add_worksheet(unique), unique)

    def chart(self, kind: str, title: str, **more: str) -> Chart:
        """Begin a chart in the face of the tables; its title is the program's own."""
        chart = self.book.add_chart({"type": kind, **more})
        assert chart is not None  # noqa: S101  # the kinds are ours
        chart.set_title(
            {"name": title, "name_font": {"name": HEI, "size": 12, "bold": False}}
        )
        font = {"num_font": {"name": SONG, "size": 9}}
        chart.set_x_axis({**font, "major_gridlines": {"visible": False}})
        lines = {"visible": kind != "bar", "line": {"color": "#D9D9D9"}}
        chart.set_y_axis({**font, "major_gridlines": lines})
        chart.set_legend({"position": "bottom", "font": {"name": SONG, "size": 9}})
        return chart

    def close(self) -> bytes:
        """Finish, and give the bytes."""
        if self.rest:
            self._write_rest()
        self.book.close()
        return self._buffer.getvalue()

    def _write_rest(self) -> None:
        """Write what no cell could hold, piece by piece, nothing left out."""
        sheet = self.sheet(_REST)
        sheet.widths([14, 9, 6, 90])
        sheet.heading(0, ("所在表", "单元格", "段", "内容"))
        row = 0
        for each in tuple(self.rest):
            for start in range(0, len(each.text), _PIECE):
                row += 1
                part = start // _PIECE + 1
                piece = each.text[start : start + _PIECE]
                sheet.put(row, 0, each.sheet)
                sheet.put(row, 1, each.cell)
                sheet.put(row, 2, part)
                sheet.put(row, 3, piece)
                sheet.fit(row)
        sheet.page(repeat=(0, 0))


class Sheet:
    """One sheet: cells are put into it, and its rows grow with their words."""

    def __init__(self, owner: Spreadsheet, raw: Worksheet, name: str) -> None:
        self._owner = owner
        self.raw = raw
        self.name = name
        self.wide: tuple[float, ...] = ()
        self._heights: dict[int, float] = {}
        self._last = 0

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns, in half characters."""
        self.wide = tuple(widths)
        for column, wide in enumerate(widths):
            self.raw.set_column(column, column, wide)

    def put(
        self,
        row: int,
        column: int,
        value: str | float | Decimal | date | None,
        **looks: Any,
    ) -> None:
        """Write a cell of a table: a text as text, a number or a day as itself."""
        looks = {"border": 1} | looks
        match value:
            case str() if value:
                self._text(row, column, value, looks)
            case date() if value >= _FIRST_DAY:
                day = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a day
                looks = _WHOLE | {"align": "center", "num_format": DAY} | looks
                self.raw.write_datetime(row, column, day, self._owner.style(**looks))
            case date():
                self._text(row, column, chinese_day(value), looks)
            case Decimal():
                places = -int(value.as_tuple().exponent)
                looks = {"num_format": f"0.{'0' * places}" if places else "0"} | looks
                self.put(row, column, float(value), **looks)
            case int() | float():
                looks = _WHOLE | {"align": "center", "num_format": "0"} | looks
                self.raw.write_number(row, column, value, self._owner.style(**looks))
            case _:
                self.raw.write_blank(row, column, None, self._owner.style(**looks))
        self._last = max(self._last, row)

    def _text(self, row: int, column: int, text: str, looks: dict[str, Any]) -> None:
        """Write a text, and note how high it makes its row."""
        size = looks.get("font_size", SIZE)
        high = lines(text, self._room(column)) * size * _LEADING
        # What is higher than any row shows its beginning, not its middle.
        stand = {"valign": "top"} if high > _HIGHEST else {}
        self._string(row, column, text, {"text_wrap": True} | stand | looks)
        self._grow(row, high)

    def _string(self, row: int, column: int, text: str, looks: dict[str, Any]) -> None:
        """Write a text; one that is too long goes on on a sheet of its own."""
        whole, text = legal(text), held(text)
        if text != whole:
            cell = f"{column_letters(column)}{row + 1}"
            self._owner.rest.append(_Rest(self.name, cell, whole))
        form = {"num_format": "@"} if len(text) <= _AS_TEXT else {}
        style = self._owner.style(**(form | looks))
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter would take it for its own markup; in two runs it is text.
            face = self._owner.style()
            runs = (face, text[:1], face, text[1:])
            self.raw.write_rich_string(row, column, *runs, style)
        else:
            self.raw.write_string(row, column, text, style)

    def _room(self, column: int) -> float:
        return self.wide[column] if column < len(self.wide) else 8.0

    def _grow(self, row: int, points: float) -> None:
        self._heights[row] = max(self._heights.get(row, 0), points)

    def put_over(
        self, row: int, first: int, last: int, text: str, **looks: Any
    ) -> None:
        """Write a text into some columns of a row that are one cell."""
        looks = {"border": 1, "text_wrap": True} | looks
        if last > first:
            style = self._owner.style(**looks)
            self.raw.merge_range(row, first, row, last, "", style)
        self._string(row, first, text, looks)
        size = looks.get("font_size", SIZE)
        wide = sum(self._room(column) for column in range(first, last + 1))
        self._grow(row, lines(text, wide * SIZE / size) * size * _LEADING)
        self._last = max(self._last, row)

    def put_down(
        self, first: int, last: int, column: int, text: str, **looks: Any
    ) -> None:
        """Write a text into some rows of a column that are one cell."""
        looks = {"border": 1, "text_wrap": True} | looks
        style = self._owner.style(**looks)
        self.raw.merge_range(first, column, last, column, "", style)
        self._string(first, column, text, looks)
        self._last = max(self._last, last)

    def differing(self, looks: dict[str, Any]) -> Format:
        """Give a format that only says what is different, for a condition."""
        return self._owner.book.add_format(looks)

    def across(self, row: int, last: int, text: str, **looks: Any) -> None:
        """Write a text over the whole width, as high as it needs."""
        self.put_over(row, 0, last, text, **({"border": 0} | looks))
        self.fit(row)

    def title(self, last: int, title: str, said: Sequence[str] = ()) -> int:
        """Write the title and what is said below it; give the next row."""
        self.across(0, last, title, font_name=HEI, font_size=16, align="center")
        for row, words in enumerate(said, 1):
            self.across(row, last, words, align="left")
        return len(said) + 1

    def heading(self, row: int, labels: Sequence[str], **looks: Any) -> None:
        """Write the heading of a table."""
        for column, words in enumerate(labels):
            self.put(row, column, words, **(HEADING | looks))
        self.fit(row)

    def fit(self, row: int, least: float = 18) -> None:
        """Make a row as high as its words need, as far as Excel goes."""
        points = max(self._heights.get(row, 0) + 4, least)
        self.raw.set_row(row, min(points, _HIGHEST))

    def page(
        self,
        *,
        repeat: tuple[int, int] | None = None,
        paper: int = A4,
        across: bool = True,
    ) -> None:
        """Set the print up: one page wide, headings on each, its number at the foot."""
        self.raw.set_paper(paper)
        if across:
            self.raw.set_landscape()
        self.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.raw.center_horizontally()
        self.raw.fit_to_pages(1, 0)
        if repeat:
            self.raw.repeat_rows(*repeat)
        self.raw.set_footer(f'&C&"{SONG}"&10— &P —')
        everything = f"A1:{column_letters(max(len(self.wide) - 1, 0))}{self._last + 1}"
        self.raw.ignore_errors({"number_stored_as_text": everything})


# A number or a day is never broken and never shown as ####: it shrinks.
_WHOLE = {"shrink": True}
HEADING = {
    "font_name": HEI, "align": "center", "bg_color": "#EDEDED", "num_format": "@",
}  # fmt: skip


def legal(text: str) -> str:
    """Show what XML forbids in its escaped form; line breaks are all of one kind."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub(lambda found: _escaped(found[0]), plain)


def held(text: str) -> str:
    """Give what a cell holds of a text: all of it, or its beginning."""
    whole = legal(text)
    too_long = len(whole.encode("utf-16-le")) > _LONGEST * 2
    return whole[:_PIECE] + CUT if too_long else whole


def _escaped(mark: str) -> str:
    return mark.encode("unicode_escape").decode()


def lines(text: str, room: float) -> int:
    """Estimate the lines that a text takes in a column of so many half characters."""
    cells = max(room * _WIDER - 1, 2)
    return sum(max(1, math.ceil(width(each) / cells)) for each in text.split("\n"))
