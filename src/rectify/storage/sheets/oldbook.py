"""Workbooks of Excel 97 and of WPS (xls, et): values by calamine, the rest by record.

The records are looked at first: what they say of sizes, calamine would believe.
"""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import olefile

from rectify.domain.intake.grid import Area, Formula
from rectify.storage.sheets import calamine
from rectify.storage.sheets.dayforms import Grain, grain_of
from rectify.storage.sheets.page import Page
from rectify.storage.sheets.refusal import (
    AS_DOCUMENT,
    AS_WORKBOOK,
    ASK,
    VERY_OLD,
    Damaged,
    Elsewhere,
    Locked,
    NoSheets,
)
from rectify.storage.sheets.remarks import NO_MACROS, NO_NOTES, no_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.intake.grid import Grid

_HEAD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_FOUR = struct.Struct("<HHHH")
# The kinds of records, by their sections of [MS-XLS], "Excel Binary File Format".
_BOF, _EOF = 0x0809, 0x000A  # 2.4.21, 2.4.103
_FILEPASS, _SHEET, _TEXTS = 0x002F, 0x0085, 0x00FC  # 2.4.117, 2.4.28, 2.4.265
_FORM, _STYLE = 0x041E, 0x00E0  # 2.4.126, 2.4.353
_BOOKS, _REFERENCES = 0x01AE, 0x0017  # 2.4.271, 2.4.106
_SIZE, _ROW = 0x0200, 0x0208  # 2.4.90, 2.4.221
_COLUMNS, _MERGES = 0x007D, 0x00E5  # 2.4.53, 2.4.168
_FORMULA, _SEVERAL, _ERROR = 0x0006, 0x00BD, 0x0205  # 2.4.127, 2.4.175, 2.4.24
_NUMBER, _LABEL, _RK = 0x0203, 0x0204, 0x027E  # 2.4.180, 2.4.148, 2.4.220
_TEXT, _NOTE = 0x00FD, 0x001C  # 2.4.149, 2.4.179
# RString, which is written no more since Excel 97.
_OLD_TEXT = 0x00D6
_CELLS = frozenset({_NUMBER, _LABEL, _RK, _TEXT, _FORMULA, _SEVERAL, _ERROR})
_MOST_ROWS, _MOST_COLUMNS = 65_536, 257
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_OWN = (b"\x01\x04", b"\x01\x3a")
# The parts of a formula that name a cell, an area or a name of another sheet.
_ELSEWHERE = frozenset({0x39, 0x3A, 0x3B, 0x59, 0x5A, 0x5B, 0x79, 0x7A, 0x7B})
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class _Book(NamedTuple):
    """What holds for all sheets: references to other files, styles of months."""

    others: frozenset[int]
    grains: dict[int, Grain]


class _Scanned:
    """What the records of one sheet tell besides values."""

    def __init__(self, name: str, book: _Book) -> None:
        self.page = Page(name)
        self.noted = False
        self._book = book

    def take(self, kind: int, data: bytes) -> None:
        """Take note of a record."""
        if kind in _CELLS:
            self._take_cell(kind, data)
        elif kind == _SIZE:
            _check_size(data)
        elif kind == _ROW and data[12] & _ROW_HIDDEN:
            self.page.hidden_rows.add(_PLACE.unpack_from(data)[0])
        elif kind == _COLUMNS and data[8] & _COLUMN_HIDDEN:
            first, last = _PLACE.unpack_from(data)
            self.page.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
        elif kind == _MERGES:
            for place in range(2, 2 + 8 * _PLACE.unpack_from(data)[0], 8):
                top, bottom, left, right = _FOUR.unpack_from(data, place)
                self.page.merges.append(Area(top, left, bottom, right))
        elif kind == _NOTE:
            self.noted = True
        elif kind == _OLD_TEXT:
            raise Elsewhere(VERY_OLD, AS_WORKBOOK)

    def _take_cell(self, kind: int, data: bytes) -> None:
        row, column = at = _PLACE.unpack_from(data)
        last = struct.unpack_from("<H", data, len(data) - 2)[0]
        last = last if kind == _SEVERAL else column
        self.page.extent.reach(row, last)
        # A style and a number for each cell of several; one style, then the rest.
        for place in range(column, last + 1) if self._book.grains else ():
            style = struct.unpack_from("<H", data, 4 + 6 * (place - column))[0]
            if style in self._book.grains:
                self.page.grains[row, place] = self._book.grains[style]
        if kind == _FORMULA:
            elsewhere = self._names_another(data[22:])
            self.page.formulas[at] = Formula.ELSEWHERE if elsewhere else Formula.STORED
            if data[6] == 2 and data[12:14] == b"\xff\xff":  # noqa: PLR2004  # an error
                self.page.errors[at] = _ERRORS.get(data[8], "#N/A")
        elif kind == _ERROR and data[7]:
            self.page.errors[at] = _ERRORS.get(data[6], "#N/A")

    def _names_another(self, tokens: bytes) -> bool:
        """Tell whether a formula reaches into another file; in doubt it does."""
        others = self._book.others
        return bool(others) and any(
            token in _ELSEWHERE
            and int.from_bytes(tokens[place + 1 : place + 3], "little") in others
            for place, token in enumerate(tokens)
        )


def read(data: bytes) -> tuple[list[Grid], list[str]]:
    """Read a workbook, and say what was left out of it.

    Raises:
        Unreadable: it is broken, locked, no workbook, or has no sheet.
    """
    try:
        stream, remarks = _stream(data)
        scanned = _scan(stream)
    except (struct.error, IndexError):
        raise Damaged from None
    found = calamine.sheets_of(data)
    if len(scanned) != len(found):
        raise Damaged
    grids, others = [], []
    for sheet, facts in zip(found, scanned, strict=True):
        if sheet.rows is None:
            others.append(sheet.name)
        else:
            page = facts.page
            page.name, page.hidden, page.rows = sheet.name, sheet.hidden, sheet.rows
            grids.append(page.grid())
    if not grids:
        raise NoSheets
    if any(facts.noted for facts in scanned):
        remarks.append(NO_NOTES)
    return grids, remarks + list(map(no_cells, others))


def _stream(data: bytes) -> tuple[bytes, list[str]]:
    """Give the stream of records of a compound file.

    Raises:
        Unreadable: it is locked, or another kind of document.
    """
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            names = {entry[0].lower() for entry in file.listdir(storages=True)}
            _check_kind(names)
            stream = file.openstream("Workbook" if "workbook" in names else "Book")
            macros = [NO_MACROS] if "_vba_project_cur" in names else []
            return stream.read(), macros
    except (Locked, Elsewhere):
        raise
    except Exception:  # noqa: BLE001  # whatever it stumbles over, the file is broken
        raise Damaged from None


def _check_kind(names: set[str]) -> None:
    if "encryptedpackage" in names:
        raise Locked
    if names & {"workbook", "book"}:
        return
    if "worddocument" in names:
        raise Elsewhere("旧式的文字文档（doc 或 wps）", AS_DOCUMENT)
    raise Elsewhere("别的程序的文件", ASK)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part up to its end; what is drawn within it is left out.

    Raises:
        Damaged: the part does not end.
    """
    depth = 0
    while place < len(stream):
        kind, length = _HEAD.unpack_from(stream, place)
        place += _HEAD.size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth < 1:
            return
        if depth == 1 or kind == _SIZE:
            yield kind, stream[place : place + length]
        place += length
    raise Damaged


def _scan(stream: bytes) -> list[_Scanned]:
    places, external, references = [], set(), []
    forms: dict[int, str] = {}
    grains: dict[int, Grain | None] = {}
    books = 0
    for kind, data in _records(stream, 0):
        if kind == _FILEPASS:
            raise Locked
        if kind == _TEXTS:
            _check_texts(data, stream)
        elif kind == _SHEET:
            places.append((int.from_bytes(data[:4], "little"), _name(data)))
        elif kind == _BOOKS:
            if data[2:4] not in _OWN:
                external.add(books)
            books += 1
        elif kind == _REFERENCES:
            references = [each[0] for each in struct.iter_unpack("<HHH", data[2:])]
        elif kind == _FORM:
            forms[_HEAD.unpack_from(data)[0]] = _text(
                data[4:], _HEAD.unpack_from(data)[1]
            )
        elif kind == _STYLE:
            number = _HEAD.unpack_from(data)[1]
            grains[len(grains)] = grain_of(number, forms.get(number))
    others = frozenset(n for n, book in enumerate(references) if book in external)
    book = _Book(others, {n: grain for n, grain in grains.items() if grain})
    return [_scan_sheet(stream, place, _Scanned(name, book)) for place, name in places]


def _scan_sheet(stream: bytes, place: int, scanned: _Scanned) -> _Scanned:
    for kind, data in _records(stream, place):
        scanned.take(kind, data)
    return scanned


def _name(data: bytes) -> str:
    """Give the name of a sheet."""
    return _text(data[7:], data[6])


def _text(data: bytes, count: int) -> str:
    """Read a text: whether a character has two bytes, and its characters."""
    wide = data[0] & 1
    words = data[1 : 1 + count * (1 + wide)]
    return words.decode("utf-16-le" if wide else "latin-1", errors="replace")


def _check_texts(data: bytes, stream: bytes) -> None:
    """Refuse a table of texts that says it has more than there is room for."""
    if int.from_bytes(data[4:8], "little") > len(stream):
        raise Damaged


def _check_size(data: bytes) -> None:
    """Refuse a sheet that says it is larger than sheets can be."""
    top, bottom, left, right = struct.unpack_from(
        "<IIHH" if len(data) == 14 else "<HHHH",  # noqa: PLR2004  # since Excel 97
        data,
    )
    if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
        raise Damaged
