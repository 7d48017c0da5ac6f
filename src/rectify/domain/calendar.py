"""Working days, and periods counted by them (民法典第二百零一条至第二百零三条).

The day of handing over is not counted. A month ends on the corresponding day, or on
the last day of a shorter month. A period that ends on a day off moves to the next
working day; a date that was named by its day never moves. Years that neither the
package nor holidays.yaml knows are reckoned by weekends and the statutory days, and
what is reckoned so is provisional (暂估), since make-up days can't be foretold. What
the office wrote down changes single days, and settles a year that nobody knew.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from chinese_calendar import holidays, workdays

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_FIRST, _LAST = min(holidays).year, max(holidays).year
_SATURDAY = 5
# 春节, 端午节, 中秋节; later years are left to their weekends.
_LUNAR = {
    2027: (date(2027, 2, 6), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 6, 5), date(2030, 9, 12)),
}


class Calendar:
    """The official calendar, overlaid by the days that the office wrote down."""

    def __init__(
        self,
        overrides: Mapping[date, bool] | None = None,
        known_years: Collection[int] = (),
    ) -> None:
        self._overrides = dict(overrides or {})
        self._known_years = frozenset(known_years)

    def is_workday(self, day: date) -> bool:
        """Tell whether the office works on a day."""
        written = self._overrides.get(day)
        if written is not None:
            return written
        weekday = day.weekday() < _SATURDAY
        if _FIRST <= day.year <= _LAST:
            return day in workdays or (weekday and day not in holidays)
        return weekday and day not in _statutory(day.year)

    def settles(self, start: date, end: date) -> bool:
        """Tell whether every day after the start is settled by a notice."""
        span = (start + timedelta(days=day) for day in range(1, (end - start).days + 1))
        return all(
            day in self._overrides
            or day.year in self._known_years
            or _FIRST <= day.year <= _LAST
            for day in span
        )

    def roll(self, day: date) -> date:
        """Move a day off to the next working day."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def add_workdays(self, start: date, count: int) -> date:
        """Give the working day that ends a period of working days."""
        day = start
        while count > 0:
            day = self.roll(day + timedelta(days=1))
            count -= 1
        return day

    def add_days(self, start: date, count: int) -> date:
        """Give the working day that ends a period of days."""
        return self.roll(start + timedelta(days=count))

    def add_months(self, start: date, count: int) -> date:
        """Give the working day that ends a period of months."""
        return self.roll(months_after(start, count))


def months_after(start: date, count: int) -> date:
    """Give the corresponding day, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, last_day(year, month + 1)))


def last_day(year: int, month: int) -> int:
    """Give the number of days of a month."""
    return calendar.monthrange(year, month)[1]


@cache
def _statutory(year: int) -> frozenset[date]:
    """Give the statutory days of a year as they are by law since 2025."""
    days = [date(year, 1, 1), date(year, 5, 1), date(year, 5, 2), _qingming(year)]
    days += [date(year, 10, day) for day in (1, 2, 3)]
    if year in _LUNAR:
        spring, *others = _LUNAR[year]
        days += [spring + timedelta(days=offset) for offset in range(-1, 3)]
        days += others
    return frozenset(days)


def _qingming(year: int) -> date:
    """Give 清明 by the usual formula, which holds for this century."""
    within = year % 100
    return date(year, 4, (within * 2422 + 48_100) // 10_000 - within // 4)
