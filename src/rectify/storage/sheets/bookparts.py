"""What the parts of a workbook tell of it, apart from its cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.storage.sheets.dayforms import Grain, grain_of
from rectify.storage.sheets.markup import Markup, is_on, said
from rectify.storage.sheets.remarks import NO_BOXES, NO_MACROS, NO_NOTES, NO_PICTURES

if TYPE_CHECKING:
    from rectify.storage.sheets.archive import Archive

_LEFT_OUT = (
    (NO_MACROS, re.compile(r"xl/(.*/)?vbaproject.*")),
    (NO_PICTURES, re.compile(r"xl/media/.*")),
    (NO_NOTES, re.compile(r"xl/(.*/)?(threaded)?comments?[^/]*\.xml")),
)
_SHAPES = re.compile(r"xl/drawings/[^/]+\.xml")


class Plain(Markup):
    """A part that is only looked at for what it may not declare."""


class Book(Markup):
    """The sheets of a workbook: the key of each, its name, whether it is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of a sheet, and of the day from which days are counted."""
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            key = said(attributes, "id") or ""
            self.sheets.append((key, attributes.get("name", ""), hidden))
        elif tag == "workbookPr":
            self.from_1904 = is_on(attributes.get("date1904"))


class Styles(Markup):
    """The styles of cells, by number, that show only a part of a day."""

    def __init__(self) -> None:
        super().__init__()
        self.grains: dict[str, Grain] = {}
        self._forms: dict[int, str] = {}
        self._cells: int | None = None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of a form of numbers, and of the cells that use it."""
        if tag == "numFmt":
            form = attributes.get("formatCode", "")
            self._forms.setdefault(int(attributes["numFmtId"]), form)
        elif tag == "cellXfs":
            self._cells = 0
        elif tag == "xf" and self._cells is not None:
            number = int(attributes.get("numFmtId", "0"))
            grain = grain_of(number, self._forms.get(number))
            if grain:
                self.grains[str(self._cells)] = grain
            self._cells += 1

    def closed(self, tag: str) -> None:
        """Leave the styles of cells."""
        if tag == "cellXfs":
            self._cells = None


class _Words(Markup):
    """Whether shapes say anything."""

    def __init__(self) -> None:
        super().__init__()
        self.any = False

    def opened(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "t":
            self.listen()

    def closed(self, tag: str) -> None:
        if tag == "t":
            self.any |= bool(self.heard().strip())


def left_out(archive: Archive) -> list[str]:
    """Name what a workbook has that is not read."""
    names = archive.names()
    remarks = [
        words
        for words, pattern in _LEFT_OUT
        if any(pattern.fullmatch(name) for name in names)
    ]
    return remarks + ([NO_BOXES] if _has_words(archive) else [])


def _has_words(archive: Archive) -> bool:
    for name in archive.names():
        if _SHAPES.fullmatch(name):
            words = _Words()
            words.read(archive.read(name))
            if words.any:
                return True
    return False
