"""Days and deadlines in cells: real dates, serial numbers, and what people type."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.deadline import (
    ESTIMATED,
    UnreadableDay,
    UnreadableDeadline,
    named_day,
    parse_day,
    parse_deadline,
)
from rectify.domain.intake.cells import line
from rectify.domain.terms import TimeKind
from rectify.domain.text import narrow

if TYPE_CHECKING:
    from rectify.domain.calendar import Calendar
    from rectify.domain.intake.grid import Value

_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
# Years of a day that a list may mean.
YEARS = range(1949, 2200)
# Two leap years, to tell whether a day hangs on the year.
_LEAP, _OTHER = 2000, 2004
# No day and no deadline is said in more words, or kept as a number of more digits.
_LONGEST, _SERIAL_DIGITS = 60, 5
_CLOCK = re.compile(r"(?<![T ])[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_WEEKDAY = re.compile(r"[（(]?(?:星期|周)[一二三四五六日天][)）]?$|[上下]午$")
_RELATIVE = re.compile(r"[今昨]")
_SHORT_YEAR = re.compile(r"(\d{2})([-./])(\d{1,2})\2(\d{1,2})")
_POINTED = re.compile(r"(\d{1,2})[./](\d{1,2})(前|之前|以前)?")
_MONTH_ONLY = re.compile(r"\d{4}[-./]\d{1,2}|(?:\d{4}年)?\d{1,2}月份?")
_POINTED_YEAR = re.compile(r"(\d{4})\.(\d{1,2})")
_MEANT = "当作"
_STOPS = "。；;，, "


class Dated(NamedTuple):
    """A day that a cell names; `remark` says what is not as it should be."""

    day: date | None
    remark: str = ""


class Due(NamedTuple):
    """The day that a deadline comes to, where it can be known, and its 期限依据."""

    day: date | None
    basis: str
    remark: str = ""


class Limit(NamedTuple):
    """A deadline: its words, how it limits; `remark` says what is doubtful."""

    words: str
    kind: TimeKind | None
    remark: str = ""


def read_day(value: Value, year: int | None) -> Dated:
    """Read the day in a cell; one without a year is of the year given."""
    if isinstance(value, date):
        return Dated(value if value.year in YEARS else None)
    words = narrow(line(value))
    if len(words) > _LONGEST:
        return Dated(None)
    return _serial(words) or _typed(_CLOCK.sub("", words), year)


def by_number(value: Value) -> date | None:
    """Read the number by which a workbook keeps a day."""
    dated = _serial(narrow(line(value)))
    return None if dated is None else dated.day


def read_limit(value: Value, on: date, calendar: Calendar) -> Limit:
    """Read a deadline and keep its words; a number is the date that it stands for."""
    words = _CLOCK.sub("", narrow(line(value))).strip(_STOPS)
    if len(words) > _LONGEST:
        return Limit(words, None, "看不懂，按原话保存")
    dated = _serial(words)
    if dated is not None and dated.day is not None:
        return Limit(dated.day.isoformat(), None)
    meant = _spelt(words, number=isinstance(value, float))
    kind = _kind(meant or words, on, calendar)
    if kind is None:
        return Limit(words, None, "看不懂，按原话保存")
    if meant is not None:
        return Limit(meant, None, f"{_MEANT}{meant}")
    return Limit(words, None if kind is TimeKind.LIMITED else kind)


def read_due(
    words: str, handed: date | None, year: int | None, calendar: Calendar
) -> Due:
    """Find the day of a deadline: a period is counted from the hand-over alone."""
    stated = named_day(words, year=None)
    if stated is None and handed is not None:
        return _counted(words, handed, calendar)
    if stated is None:
        day = named_day(words, year=year)
        return Due(day, words, f"没有年份，{_MEANT}{day}" if day else "")
    if handed is not None and stated < handed:
        return Due(None, words, f"早于交办日期{handed}")
    return Due(stated, words)


def _serial(words: str) -> Dated | None:
    """Read the number by which a workbook keeps a day."""
    whole = words.partition(".")[0]
    if not whole.isascii() or not whole.isdigit() or len(whole) != _SERIAL_DIGITS:
        return None
    if int(whole) not in _SERIALS:
        return None
    return Dated(_EPOCH + timedelta(days=int(whole)))


@lru_cache(maxsize=4096)
def _typed(words: str, year: int | None) -> Dated:
    """Read a day as it was typed."""
    bare = _WEEKDAY.sub("", words.strip(_STOPS))
    short, pointed = _SHORT_YEAR.fullmatch(bare), _POINTED.fullmatch(bare)
    if _RELATIVE.match(bare):
        return Dated(None)
    if short is not None:
        bare = f"20{short[1]}-{short[3]}-{short[4]}"
    if pointed is not None:
        bare = f"{pointed[1]}月{pointed[2]}日"
    day = _day_in(bare, year or _LEAP)
    if day is None:
        month = _MONTH_ONLY.fullmatch(bare) is not None
        return Dated(None, "没有写明是哪一天" if month else "")
    if _day_in(bare, _LEAP) == _day_in(bare, _OTHER):
        return Dated(day, f"{_MEANT}{day}" if short else "")
    if year is None:
        return Dated(None, "没有年份")
    return Dated(day, f"没有年份，{_MEANT}{day}")


def _day_in(words: str, year: int) -> date | None:
    try:
        day = parse_day(words, today=date(year, 1, 1))
    except UnreadableDay:
        return None
    return day if day.year in YEARS else None


def _spelt(words: str, *, number: bool) -> str | None:
    """Spell a day or month that a workbook took for a number: 7.12, 2024.9."""
    pointed, whole = _POINTED.fullmatch(words), _POINTED_YEAR.fullmatch(words)
    short = _SHORT_YEAR.fullmatch(words)
    if short is not None:
        return f"20{short[1]}年{short[3]}月{short[4]}日"
    if pointed is not None:
        return f"{pointed[1]}月{pointed[2]}日{pointed[3] or ''}"
    return f"{whole[1]}年{whole[2]}月" if whole is not None and number else None


@lru_cache(maxsize=4096)
def _kind(words: str, on: date, calendar: Calendar) -> TimeKind | None:
    try:
        return parse_deadline(words, start=on, calendar=calendar).kind
    except UnreadableDeadline:
        return None


@lru_cache(maxsize=4096)
def _counted(words: str, handed: date, calendar: Calendar) -> Due:
    try:
        due = parse_deadline(words, start=handed, calendar=calendar)
    except UnreadableDeadline:
        return Due(None, words)
    return Due(due.day, words + ESTIMATED if due.provisional else words)
