"""Days and deadlines as people write them.

A day that is named ("9月30日前", "9月底前", "年底前") is kept as it is; a period
("3个月", "15个工作日内") is counted from the day of handing over and moves off days
off. "X前" names the last allowed day.
"""

from __future__ import annotations

import re
from datetime import MINYEAR, date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.calendar import last_day
from rectify.domain.terms import TimeKind
from rectify.domain.text import narrow, reckon
from rectify.errors import UsageError

if TYPE_CHECKING:
    from rectify.domain.calendar import Calendar


class UnreadableDay(UsageError):  # noqa: N818  # named for what it is
    """The words are not a day."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"看不懂日期“{words}”。应写成 2024-09-30、2024年9月30日、9月30日、今天"
            " 的样子"
        )


class UnreadableDeadline(UsageError):  # noqa: N818  # named for what it is
    """The words are not a deadline."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"看不懂期限“{words}”。应写成 2024-09-30、9月底前、年底前、3个月、"
            "15个工作日、+30天、立行立改、长期坚持 的样子"
        )


# What 期限依据 ends with where the year's holidays are not known yet.
ESTIMATED = "（暂估）"


def is_estimated(basis: str | None) -> bool:
    """Tell whether the words of a deadline mark it as 暂估."""
    return basis is not None and basis.endswith(ESTIMATED)


class Due(NamedTuple):
    """A deadline: its day, the words it was given in, and whether it is settled."""

    day: date | None
    words: str
    kind: TimeKind | None
    provisional: bool = False


_TIMELESS = {
    TimeKind.AT_ONCE: (
        "立行立改", "即知即改", "立查立改", "即查即改", "边查边改", "立即整改", "立即",
        "即时",
    ),
    TimeKind.LASTING: (
        "长期坚持", "持续推进", "长期推进", "持续坚持", "持续整改", "长期整改", "长期",
        "常态化", "常态化推进", "常态化整改", "常态化坚持", "常态长效",
    ),
}  # fmt: skip
_MARKS = str.maketrans("＋．／－—–", "+./---")
_BLANKS = re.compile(r"\s+")
_CHINESE_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_YEAR_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_SMALL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-./])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})"
    r"|(?P<y8>\d{4})(?P<m8>\d{2})(?P<d8>\d{2})"
    rf"|(?:(?P<yc>\d{{4}})年)?(?P<mc>{_SMALL})月(?P<dc>{_SMALL})[日号]"
)
_BEFORE = re.compile(r"(?:前|以前|之前|止)$")
_SPAN = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?:(?P<month>{_SMALL})月份?(?P<part>[底末内]|[上中下]旬)?"
    r"|(?:第?(?P<quarter>[1-4一二三四])季度|(?P<half>[上下])半年)[底末内]?"
    r"|(?:年|(?<=年))[底末内])"
    r"|(?P<ym>\d{4})[-./](?P<my>\d{1,2})"
)
# "9月前" may mean its first day or its last: it is not taken.
_ENDING = re.compile(r"(?<=[底末内旬])(?:前|以前|之前|止)$")
_PERIOD = re.compile(
    r"(?P<count>\d{1,3}|[零一二两三四五六七八九十百]{1,7})"
    r"(?P<unit>个?工作日|个月|[天日周年]|个?星期)(?:之内|以内|内)?"
)
_HALF = {"半年": "6个月", "半个月": "15天", "半月": "15天"}
_DONE = re.compile(r"(?:完成整改|整改完成|整改到位|整改完毕|完成|办结)$")
# 收到之日起15个工作日内, 自交办之日起三个月: the caller knows the day.
_SINCE = re.compile(
    r"^[^\d〇零一二两三四五六七八九十]{0,16}?(?:之日|日)起(?:计?算)?[，,]?"
)
_NEVER = 32
_TENS = {"上旬": 10, "中旬": 20}


class _Named(NamedTuple):
    """A named day; day 0 is the last of its month."""

    year: int | None
    month: int
    day: int

    def in_year(self, year: int) -> date | None:
        """Give the day in a year, if the year has it."""
        try:
            return date(year, self.month, self.day or last_day(year, self.month))
        except ValueError:
            return None

    def from_day(self, start: date) -> date | None:
        """Give the day in its own year, or the next one on or after the start."""
        if self.year is not None:
            return self.in_year(self.year)
        this_year = self.in_year(start.year)
        if this_year is not None and this_year >= start:
            return this_year
        return self.in_year(start.year + 1)


def parse_day(words: str, *, today: date) -> date:
    """Read a day of the command line; one without a year is in the year of today.

    Raises:
        UnreadableDay: the words are not a day.
    """
    plain = _anchored(words, today)
    if plain in ("今天", "今日"):
        return today
    if plain == "昨天":
        return today - timedelta(days=1)
    named = _date(plain)
    if named is None:
        raise UnreadableDay(words)
    day = named.in_year(today.year if named.year is None else named.year)
    if day is None:
        raise UnreadableDay(words)
    return day


def is_day(words: str, *, today: date) -> bool:
    """Tell whether words of the command line are a day."""
    try:
        parse_day(words, today=today)
    except UnreadableDay:
        return False
    return True


def parse_deadline(words: str, *, start: date, calendar: Calendar) -> Due:
    """Read a deadline; a day without a year is the next one on or after the start.

    Raises:
        UnreadableDeadline: the words are not a deadline.
    """
    plain = _DONE.sub("", _SINCE.sub("", _anchored(words, start)))
    for kind, names in _TIMELESS.items():
        if plain in names:
            return Due(None, words, kind)
    named = _named(plain)
    day = None if named is None else named.from_day(start)
    if day is not None:
        return Due(day, words, TimeKind.LIMITED)
    day = _counted(plain, start, calendar)
    if day is None:
        raise UnreadableDeadline(words)
    settled = calendar.settles(start, day)
    return Due(day, words, TimeKind.LIMITED, provisional=not settled)


def named_day(words: str, *, year: int | None) -> date | None:
    """Give the day that a deadline names; None for a period, or one without a year.

    `year` is that of words which name none; 今年 and 明年 hang on it too.
    """
    named = _named(_DONE.sub("", _anchored(words, date(year or MINYEAR, 1, 1))))
    if named is None or not (chosen := named.year or year):
        return None
    return named.in_year(chosen)


def _named(plain: str) -> _Named | None:
    """Read a day, or a span for its last day."""
    return _date(_BEFORE.sub("", plain)) or _span(_ENDING.sub("", plain))


def _anchored(words: str, today: date) -> str:
    """Bring words to half-width digits and signs, with years and months by number."""
    plain = _BLANKS.sub("", narrow(words).translate(_MARKS))
    plain = _CHINESE_YEAR.sub(lambda year: year[0].translate(_YEAR_DIGITS), plain)
    plain = re.sub(r"^[今本当]年", f"{today.year}年", plain)
    plain = re.sub(r"^[明次]年", f"{today.year + 1}年", plain)
    return re.sub(r"^[本当]月", f"{today.year}年{today.month}月", plain)


def _date(plain: str) -> _Named | None:
    """Read a whole date, or a month and a day."""
    found = _DATE.fullmatch(plain)
    if found is None:
        return None
    part = found.groupdict()
    year = part["y"] or part["y8"] or part["yc"]
    month = reckon(part["m"] or part["m8"] or part["mc"])
    day = reckon(part["d"] or part["d8"] or part["dc"])
    return _Named(int(year) if year else None, month or 0, day or _NEVER)


def _span(plain: str) -> _Named | None:
    """Read a month, a quarter, half a year or a year, for its last day."""
    found = _SPAN.fullmatch(plain)
    if found is None:
        return None
    part = found.groupdict()
    if part["month"] or part["my"]:
        month = reckon(part["month"] or part["my"]) or 0
    elif part["quarter"]:
        month = 3 * (reckon(part["quarter"]) or 0)
    else:
        month = 6 if part["half"] == "上" else 12
    stated = part["year"] or part["ym"]
    year = int(stated) if stated else None
    return _Named(year, month, _TENS.get(part["part"] or "", 0))


def _counted(plain: str, start: date, calendar: Calendar) -> date | None:
    """Count a period from the day after the start."""
    bare = plain.removeprefix("+")
    for words, meant in _HALF.items():
        if bare.startswith(words):
            bare = meant + bare.removeprefix(words)
    found = _PERIOD.fullmatch(bare)
    count = None if found is None else reckon(found["count"])
    if found is None or not count:
        return None
    try:
        return _end(start, count, found["unit"], calendar)
    except (ValueError, OverflowError):
        return None


def _end(start: date, count: int, unit: str, calendar: Calendar) -> date:
    match unit:
        case "个月":
            return calendar.add_months(start, count)
        case "年":
            return calendar.add_months(start, 12 * count)
        case "天" | "日":
            return calendar.add_days(start, count)
        case "周" | "星期" | "个星期":
            return calendar.add_days(start, 7 * count)
        case _:
            return calendar.add_workdays(start, count)
