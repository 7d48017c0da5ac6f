from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.domain.calendar import Calendar, last_day, months_after
from rectify.domain.deadline import (
    Due,
    UnreadableDay,
    UnreadableDeadline,
    named_day,
    parse_day,
    parse_deadline,
)
from rectify.domain.terms import TimeKind

OFFICIAL = Calendar()
START = date(2024, 7, 3)
DAYS = st.dates(date(2004, 1, 1), date(2045, 12, 31))


def day(written: str) -> date:
    return date.fromisoformat(written)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2024-04-26", 5, "2024-05-07"),
        ("2024-04-26", 10, "2024-05-13"),
        ("2024-09-20", 5, "2024-09-27"),
        ("2024-09-20", 10, "2024-10-10"),
        ("2026-02-10", 5, "2026-02-24"),
        ("2026-02-10", 10, "2026-03-02"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-11-20", 10, "2026-12-04"),
    ],
)
def test_working_days_pass_over_holidays_and_count_make_up_days(
    start: str, count: int, end: str
) -> None:
    assert OFFICIAL.add_workdays(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2024-07-01", 3, "2024-10-08"),
        ("2024-07-05", 3, "2024-10-08"),
        ("2024-11-30", 3, "2025-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-07-03", 3, "2024-10-08"),
        ("2024-12-26", 1, "2025-01-26"),  # a Sunday that is worked
        ("2025-06-10", 1, "2025-07-10"),
    ],
)
def test_months_end_on_the_corresponding_working_day(
    start: str, count: int, end: str
) -> None:
    assert OFFICIAL.add_months(day(start), count) == day(end)


def test_a_period_of_days_ending_on_a_saturday_moves_to_monday() -> None:
    assert OFFICIAL.add_days(day("2024-07-03"), 10) == day("2024-07-15")


def test_a_shorter_month_ends_on_its_last_day() -> None:
    assert months_after(day("2024-01-31"), 1) == day("2024-02-29")
    assert months_after(day("2023-12-31"), 14) == day("2025-02-28")
    assert last_day(2024, 2) == 29


@pytest.mark.parametrize(
    "off",
    [
        "2027-01-01",
        "2027-02-05",
        "2027-02-08",
        "2027-04-05",
        "2027-05-02",
        "2027-06-09",
        "2027-09-15",
        "2027-10-03",
        "2028-04-04",
        "2031-10-01",
        "2027-02-20",
    ],
)
def test_a_year_without_a_notice_keeps_weekends_and_statutory_days(off: str) -> None:
    assert not OFFICIAL.is_workday(day(off))
    assert not OFFICIAL.settles(day(off) - timedelta(days=1), day(off))


def test_a_year_without_a_notice_works_on_every_other_weekday() -> None:
    assert OFFICIAL.is_workday(day("2027-02-09"))
    assert OFFICIAL.is_workday(day("2031-01-23"))  # 春节, beyond the table


def test_the_offices_own_days_win_over_the_package() -> None:
    own = Calendar({day("2024-07-04"): False, day("2024-07-06"): True})
    assert not own.is_workday(day("2024-07-04"))
    assert own.is_workday(day("2024-07-06"))
    assert own.add_workdays(START, 2) == day("2024-07-06")


def test_a_year_written_down_is_settled_and_follows_week_and_law() -> None:
    own = Calendar({day("2027-02-08"): False, day("2027-02-20"): True}, {2027})
    assert own.is_workday(day("2027-02-20"))
    assert not own.is_workday(day("2027-02-21"))
    assert not own.is_workday(day("2027-02-08"))
    assert own.is_workday(day("2027-02-09"))
    assert not own.is_workday(day("2027-10-01"))
    assert own.settles(day("2026-12-31"), day("2027-12-31"))


def test_one_day_written_down_for_a_known_year_moves_no_other() -> None:
    own = Calendar({day("2026-03-09"): False}, {2026})
    assert not own.is_workday(day("2026-03-09"))
    assert not own.is_workday(day("2026-10-01"))
    assert own.is_workday(day("2026-10-10"))  # a Saturday worked in exchange
    assert own.settles(day("2025-12-31"), day("2026-12-31"))


def test_one_day_written_down_settles_only_itself() -> None:
    own = Calendar({day("2027-01-04"): True})
    assert own.settles(day("2027-01-03"), day("2027-01-04"))
    assert not own.settles(day("2027-01-03"), day("2027-01-05"))


@given(DAYS, st.integers(0, 60))
def test_working_days_end_on_working_days_and_never_go_back(
    start: date, count: int
) -> None:
    end = OFFICIAL.add_workdays(start, count)
    later = OFFICIAL.add_workdays(start, count + 1)
    assert end < later
    assert OFFICIAL.is_workday(later)
    span = [start + timedelta(days=n) for n in range(1, (later - start).days + 1)]
    assert sum(OFFICIAL.is_workday(each) for each in span) == count + 1


@given(DAYS, st.integers(1, 36))
def test_months_and_days_end_on_the_first_working_day_from_their_end(
    start: date, count: int
) -> None:
    ends = {
        months_after(start, count): OFFICIAL.add_months(start, count),
        start + timedelta(days=count): OFFICIAL.add_days(start, count),
    }
    for plain, rolled in ends.items():
        assert OFFICIAL.is_workday(rolled)
        assert OFFICIAL.roll(rolled) == rolled
        between = (rolled - plain).days
        assert not any(
            OFFICIAL.is_workday(plain + timedelta(days=n)) for n in range(between)
        )


@pytest.mark.parametrize(
    "words",
    [
        "2024-09-30",
        "2024-9-30",
        "2024.9.30",
        "2024/09/30",
        "20240930",
        "2024年9月30日",
        "2024 年 9 月 30 日",
        "今年9月30日",
        "9月30日",
        "9月30号",
        "２０２４年９月３０日",
        "２０２４．９．３０",
        "二〇二四年九月三十日",
        "二零二四年九月三十日",
    ],
)
def test_a_day_is_read_in_every_form_an_office_writes(words: str) -> None:
    assert parse_day(words, today=day("2024-12-05")) == day("2024-09-30")


def test_today_and_yesterday_are_days() -> None:
    assert parse_day("今天", today=START) == START
    assert parse_day("今日", today=START) == START
    assert parse_day("昨天", today=START) == day("2024-07-02")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "明年",
        "2024-13-01",
        "2024-02-30",
        "2024-9/30",
        "2024-09-00",
        "2024-00-10",
        "24-9-30",
        "20241301",
        "十十月三日",
        "三个月",
        "9月底",
        "yesterday",
        "0000-01-01",
    ],
)
def test_what_is_not_a_day_is_refused_with_examples(words: str) -> None:
    with pytest.raises(UnreadableDay, match=r"2024-09-30、2024年9月30日") as refusal:
        parse_day(words, today=START)
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("2024-09-30", "2024-09-30"),
        ("2024年9月29日", "2024-09-29"),  # a Sunday stays one
        ("2024年9月30日前", "2024-09-30"),
        ("2024-09-30之前", "2024-09-30"),
        ("9月30日前", "2024-09-30"),
        ("7月3日", "2024-07-03"),
        ("7月2日", "2025-07-02"),
        ("9月底前", "2024-09-30"),
        ("9月底以前完成", "2024-09-30"),
        ("9月", "2024-09-30"),
        ("９月份", "2024-09-30"),
        ("十二月末", "2024-12-31"),
        ("2025年2月底前", "2025-02-28"),
        ("8月上旬", "2024-08-10"),
        ("6月中旬", "2025-06-20"),
        ("2月下旬前", "2025-02-28"),
        ("本月底", "2024-07-31"),
        ("当月底前", "2024-07-31"),
        ("明年3月底前", "2025-03-31"),
        ("年底前", "2024-12-31"),
        ("年内", "2024-12-31"),
        ("今年底", "2024-12-31"),
        ("2024年底", "2024-12-31"),
        ("三季度", "2024-09-30"),
        ("第三季度末前", "2024-09-30"),
        ("2025年2季度内", "2025-06-30"),
        ("上半年", "2025-06-30"),
        ("下半年内", "2024-12-31"),
        ("2024-09", "2024-09-30"),
        ("2025.2", "2025-02-28"),
        ("2024／9", "2024-09-30"),
        ("9月底前完成整改", "2024-09-30"),
        ("2024年9月底前整改到位", "2024-09-30"),
    ],
)
def test_a_named_day_is_kept_and_is_the_next_of_its_name(words: str, end: str) -> None:
    due = parse_deadline(words, start=START, calendar=OFFICIAL)
    assert due == Due(day(end), words, TimeKind.LIMITED, provisional=False)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("3个月", "2024-10-08"),
        ("三个月内", "2024-10-08"),
        ("３个月以内", "2024-10-08"),
        ("自交办之日起三个月", "2024-10-08"),
        ("自交办之日起计算，三个月内", "2024-10-08"),
        ("15个工作日", "2024-07-24"),
        ("十五个工作日内", "2024-07-24"),
        ("收到之日起15个工作日内", "2024-07-24"),
        ("10工作日", "2024-07-17"),
        ("+30天", "2024-08-02"),
        ("＋30日", "2024-08-02"),
        ("30日内办结", "2024-08-02"),
        ("10天", "2024-07-15"),
        ("两周", "2024-07-17"),
        ("2个星期", "2024-07-17"),
        ("1年", "2025-07-03"),
        ("半年", "2025-01-03"),
        ("半个月内", "2024-07-18"),
        ("半月", "2024-07-18"),
    ],
)
def test_a_period_is_counted_from_the_day_after_and_moves_off_days_off(
    words: str, end: str
) -> None:
    due = parse_deadline(words, start=START, calendar=OFFICIAL)
    assert due == Due(day(end), words, TimeKind.LIMITED, provisional=False)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("立行立改", TimeKind.AT_ONCE),
        ("即知即改", TimeKind.AT_ONCE),
        ("长期坚持", TimeKind.LASTING),
        ("持续推进", TimeKind.LASTING),
        ("边查边改", TimeKind.AT_ONCE),
        ("长期整改", TimeKind.LASTING),
    ],
)
def test_a_deadline_without_a_day_has_a_kind(words: str, kind: TimeKind) -> None:
    due = parse_deadline(words, start=START, calendar=OFFICIAL)
    assert due == Due(None, words, kind)


def test_a_period_that_runs_into_a_year_without_a_notice_is_provisional() -> None:
    start = day("2026-11-20")
    quarter = parse_deadline("3个月", start=start, calendar=OFFICIAL)
    assert quarter.day == day("2027-02-22")
    assert quarter.provisional
    assert not parse_deadline("1个月", start=start, calendar=OFFICIAL).provisional
    assert not parse_deadline("明年2月底", start=start, calendar=OFFICIAL).provisional


@pytest.mark.parametrize(
    "words",
    [
        "",
        "年",
        "底",
        "尽快",
        "9月前",
        "三季度前",
        "2024年",
        "13月底",
        "2月30日",
        "2024-13-01",
        "15日前",
        "2024-13",
        "0天",
        "十十天",
        "自2024年10月1日起三个月",
        "９９９９９天",
    ],
)
def test_what_is_not_a_deadline_is_refused_with_examples(words: str) -> None:
    with pytest.raises(UnreadableDeadline, match="9月底前、年底前、3个月") as refusal:
        parse_deadline(words, start=START, calendar=OFFICIAL)
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize(
    ("words", "year", "named"),
    [
        ("2024年9月底前", None, "2024-09-30"),
        ("2024-09-30", 2023, "2024-09-30"),
        ("9月底前完成", 2024, "2024-09-30"),
        ("今年底", 2024, "2024-12-31"),
        ("明年3月底前", 2024, "2025-03-31"),
        ("9月底前", None, None),
        ("今年底", None, None),
        ("3个月内", 2024, None),
        ("尽快", 2024, None),
        ("2月30日", 2024, None),
    ],
)
def test_words_name_a_day_by_themselves_or_in_a_year_that_is_known(
    words: str, year: int | None, named: str | None
) -> None:
    found = named_day(words, year=year)
    assert found == (None if named is None else day(named))


def test_a_period_beyond_the_calendar_is_refused() -> None:
    for words in ("99年", "+999天", "999个工作日"):
        with pytest.raises(UnreadableDeadline):
            parse_deadline(words, start=day("9998-12-31"), calendar=OFFICIAL)


@given(st.text(alphabet="0123456789年月日前底内个工作+-.三十半季度〇二四", max_size=14))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        due = parse_deadline(words, start=START, calendar=OFFICIAL)
    except UnreadableDeadline:
        return
    assert due.day is not None
