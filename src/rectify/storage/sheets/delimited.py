"""Comma-separated text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from rectify.storage.sheets.refusal import (
    Damaged,
    LongLine,
    ManyRows,
    Unreadable,
)
from rectify.storage.sheets.shaping import Extent, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.intake.grid import Value

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", "\t", ";")
# Enough rows to tell the delimiter by.
_SAMPLE = 200
_LONGEST_CHARACTER = 3
# A row of thirty full cells; what is longer is no row.
_LONGEST_LINE = 1_000_000
# A cell may be of several lines; blank ones take time to read.
_MOST_LINES = 1_000_000
_LONG_FIELD = "field larger than field limit"
# What no text has: binary content sometimes passes for GB18030.
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")


# How exports keep Excel from taking 0012 for a number: ="0012".
_AS_TEXT = re.compile(r'="([^"]*)"\Z')


class NoText(Unreadable):
    """The bytes are no text in any encoding of an office."""

    def __init__(self) -> None:
        super().__init__(
            "不是能读的表格：能读的有 xlsx、xls、et、ods、docx、md "
            "和 csv（UTF-8 或 GBK）；请用 WPS 打开，另存为 .xlsx 后再试"
        )


class Unclosed(Unreadable):
    """A quotation mark was opened and not closed, or stands where none may."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__("这一行读不懂（可能少了一个引号），请改正")


def decoded(data: bytes) -> str:
    """Read bytes as text, the way an office saves it.

    Raises:
        NoText: it is text in none of its encodings.
        Damaged: it ends within a character.
    """
    text = _decoded(data).replace("\0", "")
    if _CONTROL.search(text):
        raise NoText
    return text.removesuffix("\x1a").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    try:
        if data.startswith(_WIDE):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.start >= len(data) - _LONGEST_CHARACTER:
            raise Damaged from None
        if data.startswith((*_WIDE, codecs.BOM_UTF8)):
            raise NoText from None
    try:
        # A superset of GBK and GB2312, which takes almost any bytes: the last resort.
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise NoText from None


def split(text: str, name: str) -> list[tuple[Value, ...]]:
    """Split a text into rows of cells, by the delimiter that makes columns of it.

    Blank rows take no room, and there are none at the end.

    Raises:
        Unreadable: a quotation mark is missing, or there is more than a list ever has.
    """
    if text.count("\n") > _MOST_LINES:
        raise ManyRows(name)
    reader = csv.reader(_lines(text), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[Value, ...]] = []
    extent = Extent(name)
    before = 0
    try:
        for n, row in enumerate(reader):
            cells = _filled(row)
            if cells:
                extent.reach(n, len(cells) - 1)
                rows.extend(() for _ in range(len(rows), n))
                rows.append(cells)
            before = reader.line_num
    except csv.Error as error:
        if str(error).startswith(_LONG_FIELD):
            raise LongLine(before + 1) from None
        raise Unclosed(before + 1) from None
    return rows


def _lines(text: str) -> Iterator[str]:
    """Give the lines one by one; as a whole list they would take up much room."""
    start = number = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        number += 1
        if end - start > _LONGEST_LINE:
            raise LongLine(number)
        yield text[start:end]
        start = end


def _filled(row: list[str]) -> tuple[Value, ...]:
    """Give the cells of a row up to the last that says something."""
    if not any(row):
        return ()
    cells = [text_of(_bare(cell)) for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _bare(cell: str) -> str:
    return _AS_TEXT.sub(r"\1", cell) if cell.startswith("=") else cell


def _delimiter(text: str) -> str:
    """Choose what gives most rows one width; commas within words give many."""
    sample = list(islice(_lines(text), _SAMPLE))

    def evenness(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(sample, delimiter=delimiter)
        try:
            widths = Counter(len(row) for row in rows if len(row) > 1)
        except csv.Error:
            return 0, 0
        width, count = max(widths.items(), key=lambda each: each[::-1], default=(0, 0))
        return count, width

    return max(_DELIMITERS, key=evenness)
