"""How far a ledger had come at the end of each month, folded anew for each of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.calendar import last_day
from rectify.domain.rate import check_parts
from rectify.domain.rates import total_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.roster import Roster

_FEWEST_TO_DRAW = 2


class MonthEnd(NamedTuple):
    """What stood at the end of a month, or on the last day counted within it.

    Each figure is of all issues of the base until then; what was sent back since an
    earlier month is not counted any more.
    """

    day: date
    handed: int
    answered: int
    rectified: int
    struck_off: int

    @property
    def month(self) -> str:
        """The month in words: 2024年9月."""
        return f"{self.day.year}年{self.day.month}月"


def month_ends(roster: Roster) -> tuple[MonthEnd, ...]:
    """Count at each month end from the first 交办 or 期初 to the day of the roster."""
    handings = [
        handed.event.date
        for case in roster.base()
        if (handed := case.handed or case.standing.handed) is not None
    ]
    if not handings:
        return ()
    return tuple(
        _counted(roster if day == roster.on else roster.back_on(day))
        for day in _ends(min(handings), roster.on)
    )


class Course(NamedTuple):
    """One figure over the months, to be drawn: what it counts, and how many when."""

    what: str
    points: tuple[tuple[str, int], ...]


def course(ends: Sequence[MonthEnd]) -> Course | None:
    """Choose what to draw: what is rectified, else what is answered; else nothing."""
    if len(ends) < _FEWEST_TO_DRAW:
        return None
    for what, counts in (
        ("完成整改", [end.rectified for end in ends]),
        ("已答复", [end.answered for end in ends]),
    ):
        if any(counts):
            return Course(what, tuple(zip(axis(ends), counts, strict=True)))
    return None


def axis(ends: Sequence[MonthEnd]) -> list[str]:
    """Word the months along an axis, each year where it begins, a part by its day."""
    before, found = None, []
    for end in ends:
        year = f"{end.day.year}年" if end.day.year != before else ""
        whole = end.day.day == last_day(end.day.year, end.day.month)
        part = "" if whole else f"{end.day.day}日"
        found.append(f"{year}{end.day.month}月{part}")
        before = end.day.year
    return found


def _ends(first: date, last: date) -> Iterator[date]:
    """Give the last day of each month; of the last one, the day counted."""
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = count // 12, count % 12 + 1
        yield min(date(year, month, last_day(year, month)), last)


def _counted(roster: Roster) -> MonthEnd:
    rates = [total_rate(name, [roster]) for name in ("答复率", "整改完成率", "销号率")]
    total = len(roster.base())
    for rate in rates:
        check_parts(f"{roster.on}的基数", total, [rate.denominator])
    return MonthEnd(roster.on, total, *(rate.numerator for rate in rates))
