"""How a table lies on the paper: upright or across, how large, its columns how wide.

Widths come from the words: 编号, days and figures are never broken, long texts get what
is left. What needs more than the upright page gives lies across.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.views.paper import Table

# The width of the text on A4 by GB/T 9704, upright and across, in points (156, 225 mm).
UPRIGHT, ACROSS = 442.2, 637.8
# 小四, 五号, 小五
_SIZES = (12.0, 10.5, 9.0)
# What a cell keeps free at both sides together, in characters.
PADDING = 0.8
# A text of this many characters and more asks for no wider column.
_WIDEST, _NARROWEST, _LONGEST_WORD = 24.0, 2.0, 12.0
# A heading of up to so many characters stands in one line.
_ONE_LINE = 3
_PAIR = 2
_WHOLE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|[0-9A-Za-z][!-~]*[条件个项件次天票%％]?|[!-~]+"
)


class Grid(NamedTuple):
    """Where the columns of a table stand: widths in points, which fill the text."""

    across: bool
    size: float
    widths: tuple[float, ...]


class _Column(NamedTuple):
    """What a column needs, in characters: at least, at ease, and at most."""

    least: float
    ease: float
    most: float


def grid_of(table: Table) -> Grid:
    """Lay a table out: the largest letters and the upright page, as far as it goes."""
    columns = [_column(table, place) for place in range(len(table.aligns))]
    asked = sum(column.ease + PADDING for column in columns)
    for across, room in ((False, UPRIGHT), (True, ACROSS)):
        for size in _SIZES[:2]:
            if asked * size <= room:
                return Grid(across, size, _shared(columns, size, room))
    return Grid(True, _SIZES[-1], _shared(columns, _SIZES[-1], ACROSS))


def _column(table: Table, place: int) -> _Column:
    cells = [row[place] for row in table.rows]
    heading = table.header[place]
    most = max([length(heading), *map(length, cells), _NARROWEST])
    words = [length(word) for cell in cells for word in _WHOLE.findall(cell)]
    least = max([_of_heading(heading), *(min(each, _LONGEST_WORD) for each in words)])
    longest = max(map(length, cells), default=0.0)
    ease = max(least, min(5 + longest / 8, _WIDEST))
    return _Column(min(least, most), min(ease, most), most)


def _of_heading(heading: str) -> float:
    """Give what a heading needs: in one line when short, in two when not."""
    whole = length(heading)
    return max(_NARROWEST, whole if whole <= _ONE_LINE else float(-(-whole // 2)))


def _shared(columns: Sequence[_Column], size: float, room: float) -> tuple[float, ...]:
    """Share the room out: to each what it needs, then what makes its text shorter."""
    free = room / size - PADDING * len(columns)
    least = sum(column.least for column in columns)
    ease = sum(column.ease for column in columns)
    most = sum(column.most for column in columns)
    if free <= least:
        inner = [column.least * free / least for column in columns]
    elif free <= ease:
        part = (free - least) / (ease - least)
        inner = [each.least + (each.ease - each.least) * part for each in columns]
    elif free <= most:
        part = (free - ease) / (most - ease)
        inner = [each.ease + (each.most - each.ease) * part for each in columns]
    else:
        inner = [column.most * free / most for column in columns]
    return tuple(round((each + PADDING) * size, 2) for each in inner)


def length(text: str) -> float:
    """Count the characters of a text as they are set: digits and letters are halves."""
    return sum(1.0 if _full(mark) else 0.5 for mark in text)


def _full(mark: str) -> bool:
    return mark > "\x7f" and unicodedata.east_asian_width(mark) in ("W", "F", "A")


class Field(NamedTuple):
    """A cell of a form: a label, or what stands behind it over some columns."""

    text: str
    label: bool = False
    span: int = 1

    @property
    def blank(self) -> bool:
        """Whether it is a box to write in by hand."""
        return not self.text and self.span > 1


def fields(table: Table) -> Iterator[tuple[Field, ...]]:
    """Give the rows of a form; trailing pairs that say nothing widen the last value."""
    for row in table.rows:
        used = len(row)
        while used > _PAIR and not any(row[used - _PAIR : used]):
            used -= _PAIR
        made = [Field(text, label=place % 2 == 0) for place, text in enumerate(row)]
        last = made[used - 1]._replace(span=len(row) - used + 1)
        yield (*made[: used - 1], last)


def form_grid(table: Table) -> tuple[float, ...]:
    """Give the widths of a form, in points: labels as wide as they are."""
    count = len(table.aligns)
    labels = [
        min(max([length(row[place]) for row in table.rows] + [4.0]), 6.0) + 1
        for place in range(0, count, 2)
    ]
    narrow = [each * _SIZES[0] for each in labels]
    rest = (UPRIGHT - sum(narrow)) / max(1, count // 2)
    return tuple(
        narrow[place // 2] if place % 2 == 0 else rest for place in range(count)
    )
