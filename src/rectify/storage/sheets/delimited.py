"""Comma-separated text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import NamedTuple

from rectify.storage.sheets.refusal import Damaged, Unreadable

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", "\t", ";")
# Enough rows to tell the delimiter by.
_SAMPLE = 200
_LONGEST_CHARACTER = 3
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


class Line(NamedTuple):
    """The cells of one row, and the line on which it ends."""

    number: int
    cells: list[str]


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


def split(text: str) -> list[Line]:
    """Split a text into rows of cells, by the delimiter that makes columns of it.

    Raises:
        Unclosed: a quotation mark is missing.
    """
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    lines: list[Line] = []
    try:
        lines.extend(Line(reader.line_num, list(map(_bare, row))) for row in reader)
    except csv.Error:
        last = lines[-1].number if lines else 0
        raise Unclosed(last + 1) from None
    return lines


def _bare(cell: str) -> str:
    return _AS_TEXT.sub(r"\1", cell) if cell.startswith("=") else cell


def _delimiter(text: str) -> str:
    """Choose what gives most rows one width; commas within words give many."""
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE])

    def evenness(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(sample), delimiter=delimiter)
        try:
            widths = Counter(len(row) for row in rows if len(row) > 1)
        except csv.Error:
            return 0, 0
        width, count = max(widths.items(), key=lambda each: each[::-1], default=(0, 0))
        return count, width

    return max(_DELIMITERS, key=evenness)
