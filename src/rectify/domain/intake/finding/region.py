"""A part of a sheet that is looked at by itself: what stands in its rows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.grid import Formula

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rectify.domain.intake.grid import Area, Grid, Value

_BLANK = re.compile("[\\s\u200b-\u200d\u2060\ufeff\u00ad]+")
_LATIN_GAP = re.compile(r"(?<=[A-Za-z])[ \t]+(?=[A-Za-z])")
_KEPT = "\ue000"
# Marks above one sign are put in order in a time that grows with their square.
_SLICE = 256
# Formulas that leave a cell empty although it is meant to say something.
_UNKNOWN = (Formula.UNSTORED, Formula.ELSEWHERE)


class Block(NamedTuple):
    """A cell, or the cells that are merged into one, as a row meets it.

    `row` is where it begins, `right` its last column.
    """

    area: Area | None
    row: int
    column: int
    right: int
    value: Value


@dataclass(frozen=True, slots=True)
class Region:
    """Some columns and rows of a grid, both ends included.

    `filled` names the columns in which something stands, row by row, and `merged` holds
    the merges of each row by their left column.
    """

    grid: Grid
    filled: Sequence[Sequence[int]]
    merged: Mapping[int, Mapping[int, Area]]
    top: int
    bottom: int
    left: int
    right: int

    def own(self, row: int) -> Sequence[int]:
        """Name the columns in which something stands in a row itself."""
        if not 0 <= row < len(self.filled):
            return ()
        places = self.filled[row]
        if not places or (self.left <= places[0] and places[-1] <= self.right):
            return places
        return [place for place in places if self.left <= place <= self.right]

    def value(self, row: int, column: int) -> Value:
        """Give what stands in a cell itself."""
        return self.grid.value(row, column)

    def text(self, row: int, column: int) -> str:
        """Give what stands in a cell itself, without blanks, signs of one width."""
        return squeezed(self.grid.value(row, column))

    def words(self, row: int, column: int) -> str:
        """Give what stands in a cell itself as it was typed."""
        value = self.value(row, column)
        return value.strip() if isinstance(value, str) else squeezed(value)

    def above(self, row: int, column: int) -> Area | None:
        """Find the merge whose first column this is and that began further up."""
        area = self.merged.get(row, {}).get(column)
        return area if area is not None and area.top < row else None

    def area(self, row: int, column: int) -> Area | None:
        """Find the merge that covers a cell."""
        inside = self.merged.get(row, {}).values()
        return next((a for a in inside if a.left <= column <= a.right), None)

    def blocks(self, row: int) -> list[Block]:
        """Give a row from left to right, merged cells once.

        A merge may hide cells that say something; they are blocks of their own.
        """
        found, own = [], set(self.own(row))
        column = self.left
        while column <= self.right:
            area = self.area(row, column)
            if area is None or (column in own and (row, column) != area[:2]):
                block = Block(None, row, column, column, self.value(row, column))
            else:
                hidden = (c for c in range(column + 1, area.right + 1) if c in own)
                right = next(hidden, area.right + 1) - 1
                value = self.value(area.top, area.left)
                block = Block(area, area.top, column, right, value)
            found.append(block)
            column = block.right + 1
        return found

    def rows(self) -> Iterator[int]:
        """Count the rows in which something stands."""
        return (row for row in range(self.top, self.bottom + 1) if self.own(row))

    def columns(self, left: int, right: int) -> Region:
        """Give some of its columns, both ends included."""
        return replace(self, left=left, right=right)

    def part(self, top: int, bottom: int) -> Region:
        """Give some of its rows, both ends included."""
        return replace(self, top=top, bottom=bottom)


def whole(grid: Grid) -> Region:
    """Look at a whole sheet."""
    filled = [
        [column for column, value in enumerate(row) if not blank(value)]
        for row in grid.rows
    ]
    for (row, column), formula in grid.formulas.items():
        if formula in _UNKNOWN and row < len(filled) and column not in filled[row]:
            filled[row] = sorted([*filled[row], column])
    right, bottom = grid.width - 1, len(grid.rows) - 1
    return Region(grid, filled, _by_row(grid), 0, bottom, 0, right)


def _by_row(grid: Grid) -> dict[int, dict[int, Area]]:
    """Index the merges by row; those that overlap, which none may, are cut."""
    found: dict[int, dict[int, Area]] = {}
    reached: dict[int, int] = {}
    for area in sorted(grid.merges):
        first = max(area.top, reached.get(area.left, -1) + 1)
        last = min(area.bottom, len(grid.rows) - 1)
        for row in range(first, last + 1):
            found.setdefault(row, {})[area.left] = area
        reached[area.left] = max(last, reached.get(area.left, -1))
    return found


def blank(value: Value) -> bool:
    """Tell whether a cell says nothing."""
    if isinstance(value, str):
        return not value or _BLANK.fullmatch(value) is not None
    return value is None


def squeezed(value: Value) -> str:
    """Give a value without blanks and with signs of one width, to be compared."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = "" if value is None else str(value)
    parts = (words[at : at + _SLICE] for at in range(0, len(words), _SLICE))
    return _BLANK.sub("", "".join(unicodedata.normalize("NFKC", p) for p in parts))


def heading_words(value: Value) -> str:
    """Give the words of a heading as typed; only blanks between Latin words stay."""
    words = _LATIN_GAP.sub(_KEPT, str(value))
    return _BLANK.sub("", words).replace(_KEPT, " ")
