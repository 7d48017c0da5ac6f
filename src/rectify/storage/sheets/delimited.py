"""Comma-separated text: its encoding, its delimiter, its rows."""

from __future__ import annotations

import codecs
import csv
import io
from typing import NamedTuple

from rectify.domain.intake.grid import Grid
from rectify.storage.sheets.refusal import Unreadable

# In the order of trying: GB18030 takes almost any bytes.
_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = ",\t;"
# One cell of a list may hold a report; beyond this a quote was never closed.
_LONGEST_CELL = 131072


class NoText(Unreadable):
    """The bytes are no text in any encoding of an office."""

    def __init__(self) -> None:
        super().__init__(
            "不是能读的文字（应是 UTF-8 或 GBK）；请用 WPS 打开，另存为 .xlsx 后再试"
        )


class Unclosed(Unreadable):
    """A quotation mark was opened and not closed."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"第{line}行读不懂（可能少了一个引号），请改正")


class Line(NamedTuple):
    """The cells of one row, and the line on which it ends."""

    number: int
    cells: list[str]


def decoded(data: bytes) -> str:
    """Read bytes as text, the way an office saves it.

    Raises:
        NoText: it is text in none of its encodings.
    """
    encodings = ("utf-16",) if data.startswith(_WIDE) else _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoText


def split(text: str) -> list[Line]:
    """Split a text into rows of cells.

    Raises:
        Unclosed: a quotation mark is missing.
    """
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = max(_DELIMITERS, key=text.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [Line(reader.line_num, row) for row in reader]
    except csv.Error:
        raise Unclosed(reader.line_num) from None


def grids_of(data: bytes, name: str) -> list[Grid]:
    """Read a file of delimited text as one sheet.

    Raises:
        Unreadable: it is no text, or not closed.
    """
    rows = [tuple(cell or None for cell in line.cells) for line in split(decoded(data))]
    return [Grid(name, tuple(rows))]
