"""The mark on each row (识别码), by which it is known again wherever it has moved.

It is no secret: it holds against a slip of the hand, not against forgery.
"""

from __future__ import annotations

from base64 import b32encode
from hashlib import sha256
from typing import TYPE_CHECKING

from rectify.domain.numbers import plain_number

if TYPE_CHECKING:
    from collections.abc import Iterable

_LENGTH = 8


def mark_of(ledger: str, unit: str, number: str) -> str:
    """Make the mark of a unit's row for an issue; the number holds the prefix."""
    whole = sha256(f"{ledger}\n{unit}\n{number}".encode()).digest()
    return f"{number}-{b32encode(whole).decode()[:_LENGTH]}"


def plain_mark(written: str) -> str:
    """Bring a mark, or a number, to its one form, however it was typed again."""
    return plain_number("".join(written.split())).upper()


def number_in(mark: str) -> str:
    """Give the number that a mark is about."""
    return mark.rpartition("-")[0]


def owner(mark: str, ledger: str, units: Iterable[str]) -> str | None:
    """Find the unit whose row it is; None where no unit of the ledger fits."""
    number = number_in(mark)
    return next((unit for unit in units if mark_of(ledger, unit, number) == mark), None)
