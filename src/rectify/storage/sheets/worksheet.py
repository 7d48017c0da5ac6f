"""What calamine does not tell of a sheet: what is hidden, computed, merged."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rectify.domain.intake.grid import Area, Formula
from rectify.storage.sheets.markup import Markup, is_on, said
from rectify.storage.sheets.refusal import Damaged, ManyRows
from rectify.storage.sheets.shaping import MOST_CELLS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.storage.sheets.dayforms import Grain
    from rectify.storage.sheets.page import Page

_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})\$?")
_PICTURE = "DISPIMG("
_DIGITS = "0123456789"
# [1]Sheet1!A1, as files hold it; [台账.xlsx]Sheet1!A1, as people see it.
_OTHER_FILE = re.compile(r"\[(?:\d+|[^\[\]]+\.\w{2,4})\][^\[\]!]*!")
_LETTERS = 26
_BASE = ord("A") - 1
_MOST_COLUMNS = 16_384
# A row may be formatted and empty: what was an old workbook has 65,536 of them.
_MOST_EMPTY_ROWS = 200_000


class Worksheet(Markup):
    """One reading of the XML of a sheet."""

    def __init__(self, page: Page, grains: Mapping[str, Grain]) -> None:
        super().__init__()
        self.page = page
        # Where WPS keeps a picture in a cell, as a formula that nobody typed.
        self.pictures: set[tuple[int, int]] = set()
        self._known = grains
        self._row = self._column = -1
        self._told = self._rows = self._cells = 0
        self._kind: str | None = None
        self._style = ""
        self._formula: Formula | None = None
        self._shared: dict[str, Formula] = {}
        self._share: str | None = None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow rows and cells, and hear what formulas and errors say."""
        if tag == "c":
            self._begin_cell(attributes)
        elif tag == "v":
            self.page.extent.reach(self._row, self._column)
            if self._formula or self._kind == "e":
                self.listen()
            if self._style in self._known:
                self.page.grains[self._row, self._column] = self._known[self._style]
        elif tag == "is":
            self.page.extent.reach(self._row, self._column)
            self._formula = self._formula and Formula.STORED
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "f":
            self._formula = Formula.UNSTORED
            self._share = said(attributes, "si")
            self.listen()
        elif tag == "mergeCell":
            self.page.merges.append(_area(attributes["ref"]))
        elif tag == "col" and is_on(attributes.get("hidden")):
            self._hide(int(attributes["min"]) - 1, int(attributes["max"]))

    def closed(self, tag: str) -> None:
        """Judge a formula by its words, a result by whether there is one."""
        if tag == "v" and (self._formula or self._kind == "e"):
            self._end_value(self.heard())
        elif tag == "f":
            self._end_formula(self.heard())
        elif tag == "c" and self._formula:
            self.page.extent.reach(self._row, self._column)
            self.page.formulas[self._row, self._column] = self._formula

    def _hide(self, first: int, last: int) -> None:
        """Take note of hidden columns; they are told in order, none twice."""
        last = min(last, _MOST_COLUMNS)
        self.page.hidden_columns.update(range(max(first, self._told), last))
        self._told = max(self._told, last)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._rows += 1
        if self._rows > _MOST_EMPTY_ROWS:
            raise ManyRows(self.page.name)
        number = attributes.get("r")
        self._row = int(number) - 1 if number else self._row + 1
        self._column = -1
        if is_on(attributes.get("hidden")):
            self.page.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise ManyRows(self.page.name)
        place = attributes.get("r")
        if place:
            self._row, self._column = place_of(place)
        else:
            self._column += 1
        self._kind = attributes.get("t")
        self._style = attributes.get("s", "")
        self._formula = self._share = None

    def _end_formula(self, words: str) -> None:
        if _PICTURE in words:
            self.pictures.add((self._row, self._column))
            self._formula = None
            return
        known = self._shared.get(self._share or "")
        if _OTHER_FILE.search(words) or known is Formula.ELSEWHERE:
            self._formula = Formula.ELSEWHERE
        if self._share is not None and words:
            self._shared[self._share] = self._formula or Formula.UNSTORED

    def _end_value(self, words: str) -> None:
        if self._kind == "e":
            self.page.errors[self._row, self._column] = words
        # A result may be the empty text; without a kind, nothing was computed.
        stored = words or self._kind == "str"
        if stored and self._formula is Formula.UNSTORED:
            self._formula = Formula.STORED


def place_of(name: str) -> tuple[int, int]:
    """Read C7 as row and column from 0.

    Raises:
        Damaged: it is no name of a cell.
    """
    letters = name.rstrip(_DIGITS)
    row = int(name[len(letters) :]) - 1
    if row < 0:
        raise Damaged
    return row, _column_of(letters)


@cache
def _column_of(letters: str) -> int:
    found = _COLUMN.fullmatch(letters)
    if found is None:
        raise Damaged
    column = 0
    for letter in found[1].upper():
        column = column * _LETTERS + ord(letter) - _BASE
    return column - 1


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    return Area(*place_of(first), *place_of(last or first))
