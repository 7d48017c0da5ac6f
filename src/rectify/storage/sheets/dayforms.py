"""What a cell shows of its day: an office that types 2024-9 means the month.

Excel keeps the first of the month and shows 2024年9月; the day is nobody's word.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Value

# Literals, colours, conditions and places: what is left are letters of parts.
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
# Numbers of forms that Chinese Excel knows without being told (ECMA-376, 18.8.30).
_MONTHS = frozenset({17, 27, 36, 50, 52, 57})


class Grain(StrEnum):
    """How much of a day is shown, as it is worded."""

    MONTH = "{0.year}年{0.month}月"
    YEAR = "{0.year}年"


def grain_of(number: int, form: str | None) -> Grain | None:
    """Tell by a cell's form whether it shows only the month, or the year."""
    if form is None:
        return Grain.MONTH if number in _MONTHS else None
    letters = set(_ASIDE.sub("", form.partition(";")[0]).lower())
    if "y" not in letters or letters & set("dhs"):
        return None
    return Grain.MONTH if "m" in letters else Grain.YEAR


def shown(value: Value, grain: Grain) -> Value:
    """Give as much of a day as is shown of it."""
    return grain.format(value) if isinstance(value, date) else value
