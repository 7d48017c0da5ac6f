"""Sheets written down as text: a row a line, cells between bars, merges by name."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from rectify.domain.intake.finding.asked import Asked
from rectify.domain.intake.finding.tables import find_tables
from rectify.domain.intake.grid import Area, Grid, TableFile

if TYPE_CHECKING:
    from rectify.domain.intake.finding.tables import Found
    from rectify.domain.intake.grid import Value
    from rectify.domain.intake.record import FoundTable, Record

_AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def grid(text: str, merges: str = "", name: str = "Sheet1", **more: Any) -> Grid:
    """Read a sheet: `#3` is a number, `⏎` a line break, a blank line a blank row."""
    lines = dedent(text).strip("\n").split("\n")
    rows = tuple(tuple(map(_value, line.split("|"))) if line else () for line in lines)
    return Grid(name, rows, tuple(map(_area, merges.split())), **more)


def _value(cell: str) -> Value:
    words = cell.strip(" ").replace("⏎", "\n")
    if words.startswith("#"):
        return float(words[1:])
    return words or None


def _area(words: str) -> Area:
    found = _AREA.fullmatch(words)
    assert found is not None, words
    left, top, right, bottom = found.groups()
    return Area(int(top) - 1, _column(left), int(bottom) - 1, _column(right))


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def file(*grids: Grid) -> TableFile:
    return TableFile("清单.xlsx", "0" * 64, grids)


def read(*grids: Grid, **asked: Any) -> Found:
    """Find the tables of some sheets."""
    return find_tables(file(*grids), Asked(**asked))


def table(text: str, merges: str = "", **more: Any) -> FoundTable:
    """Read a sheet that holds one table."""
    (found,) = read(grid(text, merges, **more)).tables
    return found


def fields(found: FoundTable) -> dict[str, str | None]:
    """Give the field of each heading."""
    return {column.heading: column.field for column in found.columns}


def said(record: Record) -> dict[str, str]:
    """Give what a record says, by field or heading; pieces with a bar between."""
    return {
        column.field or column.heading: "|".join(str(p.value) for p in pieces)
        for column, pieces in record.cells.items()
    }


def rows(found: FoundTable) -> list[tuple[int, ...]]:
    """Give the rows of each record, as people count them."""
    return [tuple(row + 1 for row in record.rows) for record in found.records]


def skipped(found: FoundTable) -> list[tuple[int, int, str]]:
    """Give what was skipped, as people count it."""
    return [(each.first + 1, each.last + 1, each.why) for each in found.skipped]


def doubts(found: FoundTable | Found) -> list[str]:
    return list(map(str, found.doubts))
