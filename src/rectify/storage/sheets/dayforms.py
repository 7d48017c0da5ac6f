"""What a cell shows of its value: an office that types 2024-9 means the month.

Excel keeps the first of the month and shows 2024年9月; the day is nobody's word. Of a
typed 38.5% it keeps 0.385, which is nobody's word either.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from rectify.domain.intake.cells import plain

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Value

# Literals, colours, conditions and places: what is left are letters of parts.
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# Numbers of forms that Chinese Excel knows without being told (ECMA-376, 18.8.30).
_MONTHS = frozenset({17, 27, 36, 50, 52, 57})
_PERCENTS = frozenset({9, 10})


class Grain(StrEnum):
    """How much of a day is shown, or a number as its hundredths, as it is worded."""

    MONTH = "{0.year}年{0.month}月"
    YEAR = "{0.year}年"
    PERCENT = "{0}%"

    def word(self, value: date | str) -> str:
        """Word a day, or hundredths."""
        return self.format(value)


def grain_of(number: int, form: str | None) -> Grain | None:
    """Tell by a cell's form whether it shows only the month, the year, or a share."""
    if form is None:
        percent = Grain.PERCENT if number in _PERCENTS else None
        return Grain.MONTH if number in _MONTHS else percent
    letters = set(_ASIDE.sub("", form.partition(";")[0]).lower())
    if "%" in letters:
        return Grain.PERCENT
    if "y" not in letters or letters & set("dhs"):
        return None
    return Grain.MONTH if "m" in letters else Grain.YEAR


def shown(value: Value, grain: Grain) -> Value:
    """Give as much of a day as is shown of it, and a share with its sign."""
    match value:
        case bool():
            return value
        case int() | float() if grain is Grain.PERCENT:
            return grain.word(plain(100.0 * value))
        case date() if grain is not Grain.PERCENT:
            return grain.word(value)
        case _:
            return value
