"""What the reading of a list needs to know of the ledger that it comes into."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.calendar import Calendar
    from rectify.domain.ledger import Ledger
    from rectify.domain.unit import Directory


class Context(NamedTuple):
    """The ledger and its units, the day, and what the user asked for.

    `year` is that of days which name none; `opening` asks for a 期初 of each issue,
    `add_units` takes units that nobody knows yet.
    """

    directory: Directory
    ledger: Ledger
    year: int | None
    on: date
    calendar: Calendar
    opening: bool = False
    add_units: bool = False
