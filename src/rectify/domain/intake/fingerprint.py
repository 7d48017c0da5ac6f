"""What stood in a cell when a workbook was made, told by a few letters.

A workbook comes back after other programs have saved it: a day may have become its
number, a whole number a decimal one, a line end another. None of that is an edit.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from rectify.domain.intake.grid import Value

_LETTERS = 8
# Excel counts days from here.
_FIRST = date(1899, 12, 30)
# How a cell ends whose text goes on elsewhere in the workbook.
CUT = "……（未完，全文见“长文”表）"


def fingerprint(value: Value | Decimal) -> str:
    """Tell cells apart by what they say; two that say the same are alike."""
    return hashlib.sha256(_plain(value).encode()).hexdigest()[:_LETTERS]


def _plain(value: Value | Decimal) -> str:
    match value:
        case None:
            return ""
        case str():
            lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            return "\n".join(line.rstrip() for line in lines).strip()
        case date():
            return str((value - _FIRST).days)
        case bool():
            return str(value)
        case _:
            return f"{float(value):.15g}"
