"""A sheet as it was brought in: cells by row and column, and what a reader saw of them.

Rows and columns are counted from 0 here and from 1, with letters, in what people read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

# A time of day, or a day with one, comes as text; None is an empty cell.
Value: TypeAlias = "str | int | float | bool | date | None"


class Area(NamedTuple):
    """A block of cells that are one cell; its value stands in the top left."""

    top: int
    left: int
    bottom: int
    right: int


class Formula(StrEnum):
    """What stands behind a cell that is computed; the words are for the reader."""

    STORED = "公式，取的是上次算出的结果"
    UNSTORED = "公式，没有存下结果"
    ELSEWHERE = "公式，引用了别的文件"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or one table of a document: its cells as they stand."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, int], Formula] = field(default_factory=dict)
    hidden: bool = False
    # The paragraph that stands right above a table of a document.
    caption: str | None = None

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> Value:
        """Give what stands in a cell; outside the sheet nothing does."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def at(self, row: int, column: int) -> str:
        """Name a cell as people do: Sheet1!C7."""
        return f"{self.name}!{column_letters(column)}{row + 1}"


def rows_in_words(first: int, last: int) -> str:
    """Name rows as people count them: 第4至5行."""
    return f"第{first + 1}行" if first == last else f"第{first + 1}至{last + 1}行"


def column_letters(column: int) -> str:
    """Name a column: A to Z, AA and on."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, len(ascii_uppercase))
        name = ascii_uppercase[rest] + name
    return name


class TableFile(NamedTuple):
    """A file that was brought in: its name, the SHA-256 of its bytes, its sheets."""

    name: str
    sha256: str
    grids: tuple[Grid, ...]
    remarks: tuple[str, ...] = ()
