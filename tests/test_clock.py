"""When an answer is due, and whether it was ever late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from records import LEDGER, issue, ledger, roster, row, stands, work
from rectify.domain.clock import Act, Clock
from rectify.domain.rates import total_rate
from rectify.domain.terms import ExtensionCounts

if TYPE_CHECKING:
    from records import Row

BY_REQUEST = ledger(rules={"延期认定": "申请日"})
HANDED = row("2024-06-20", "交办", 主办="市民政局", 期限="2024-09-30")


def answer(day: str) -> Row:
    return row(day, "答复", 单位="市民政局", 类别="A")


def granted(day: str, until: str, asked: str | None = None) -> Row:
    request = {} if asked is None else {"申请日期": asked}
    return row(day, "延期", 单位="市民政局", 结论="同意", 新期限=until, **request)


def returned(day: str, until: str | None = None) -> Row:
    limit = {} if until is None else {"期限": until}
    return row(day, "退回重办", 单位=["市民政局"], 理由="答非所问", **limit)


WAITS = row("2024-09-20", "申请退回", 单位="市民政局", 理由="不属本单位职责")


@pytest.mark.parametrize(
    ("rows", "decided", "requested", "original"),
    [
        pytest.param((answer("2024-09-30"),), "是", "是", "是", id="期限当天答复"),
        pytest.param((answer("2024-10-01"),), "否", "否", "否", id="过期一天答复"),
        pytest.param(
            (granted("2024-09-30", "2024-10-31"), answer("2024-10-31")),
            "是",
            "是",
            "否",
            id="期限当天同意延期",
        ),
        pytest.param(
            (granted("2024-10-08", "2024-10-31"), answer("2024-10-20")),
            "否",
            "否",
            "否",
            id="过期才同意，没有申请日期",
        ),
        pytest.param(
            (granted("2024-10-08", "2024-10-31", "2024-09-30"), answer("2024-10-20")),
            "否",
            "是",
            "否",
            id="期限内申请，过期才同意",
        ),
        pytest.param(
            (granted("2024-10-08", "2024-10-31", "2024-10-01"), answer("2024-10-20")),
            "否",
            "否",
            "否",
            id="过期才申请",
        ),
        pytest.param(
            (
                row("2024-10-05", "申请退回", 单位="市民政局", 理由="不属本单位职责"),
                row("2024-10-08", "不予退回", 单位="市民政局"),
                granted("2024-10-10", "2024-10-31", "2024-09-25"),
                answer("2024-10-20"),
            ),
            "否",
            "是",
            "否",
            id="申请与同意之间还有别的事",
        ),
        pytest.param(
            (
                granted("2024-09-20", "2024-10-31"),
                granted("2024-10-30", "2024-11-29"),
                answer("2024-11-20"),
            ),
            "是",
            "是",
            "否",
            id="延期两次，都在期限内",
        ),
        pytest.param(
            (answer("2024-09-20"), returned("2024-10-08", "2024-10-31")),
            "待定",
            "待定",
            "否",
            id="退回重办，还没有到期",
        ),
        pytest.param(
            (
                answer("2024-09-20"),
                returned("2024-10-08", "2024-10-31"),
                answer("2024-10-31"),
            ),
            "是",
            "是",
            "否",
            id="退回重办后按新期限答复",
        ),
        pytest.param(
            (answer("2024-09-20"), returned("2024-09-25"), answer("2024-10-08")),
            "否",
            "否",
            "否",
            id="退回重办没有新期限",
        ),
        pytest.param(
            (
                answer("2024-10-08"),
                returned("2024-10-10", "2024-10-31"),
                answer("2024-10-20"),
            ),
            "否",
            "否",
            "否",
            id="先前已经逾期",
        ),
        pytest.param((WAITS,), "待定", "待定", "待定", id="等待改派"),
        pytest.param(
            (
                WAITS,
                row("2024-09-25", "不予退回", 单位="市民政局"),
                answer("2024-09-30"),
            ),
            "是",
            "是",
            "是",
            id="不予退回，按期答复",
        ),
        pytest.param(
            (
                WAITS,
                row("2024-10-10", "不予退回", 单位="市民政局"),
                answer("2024-10-12"),
            ),
            "否",
            "否",
            "否",
            id="不予退回时已过期",
        ),
        pytest.param(
            (
                row("2024-10-08", "改派", 原单位="市民政局", 单位="市人社局",
                    期限="2025-01-08"),
                row("2024-12-20", "答复", 单位="市人社局"),
            ),
            "否",
            "否",
            "是",
            id="改派之前已经逾期",
        ),
        pytest.param(
            (
                row("2024-09-20", "改派", 原单位="市民政局", 单位="市人社局",
                    期限="2025-01-08"),
                row("2024-12-20", "答复", 单位="市人社局"),
            ),
            "是",
            "是",
            "是",
            id="期限内改派",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("closed_later", [False, True], ids=["", "此后又反弹"])
def test_on_time_is_on_no_day_late_before_the_answer_that_stands(
    rows: tuple[Row, ...],
    decided: str,
    requested: str,
    original: str,
    *,
    closed_later: bool,
) -> None:
    """Only the first round is judged, whatever comes after it."""
    record = issue(HANDED, *rows)
    if closed_later and stands(record, "2025-02-01").state == "已答复":
        record = issue(
            HANDED,
            *rows,
            row(
                "2025-02-01", "反馈", 提出人="王代表", 结果="不满意", 期限="2025-02-05"
            ),
        )
    on = "2024-10-10" if "待定" in (decided, requested) else "2025-03-01"
    told = {
        "按期办结率": (LEDGER, decided),
        "按期办结率（申请日）": (BY_REQUEST, requested),
        "按期办结率（原期限）": (LEDGER, original),
    }
    for name, (rules, expected) in told.items():
        book = roster(record, on=on, rules=rules)
        counts = total_rate(name.removesuffix("（申请日）"), [book]).counts
        assert counts == {"是": "1/1", "否": "0/1", "待定": "0/0"}[expected], name


@pytest.mark.parametrize(
    ("on", "left", "late"),
    [
        ("2024-06-20", 102, 0),
        ("2024-09-30", 0, 0),
        ("2024-10-01", -1, 1),
        ("2024-12-31", -92, 92),
    ],
)
def test_the_day_of_the_deadline_is_still_in_time(
    on: str, left: int, late: int
) -> None:
    case = stands(issue(HANDED), on)
    assert (case.days_left, case.overdue_days) == (left, late)


@pytest.mark.parametrize(
    ("rows", "on", "late"),
    [
        pytest.param((answer("2024-10-08"),), "2024-12-31", 0, id="答复后不再逾期"),
        pytest.param((WAITS,), "2024-12-31", 0, id="等待改派不逾期"),
        pytest.param(
            (WAITS, row("2024-10-10", "不予退回", 单位="市民政局")),
            "2024-10-10",
            10,
            id="不予退回又逾期",
        ),
        pytest.param(
            (answer("2024-09-20"), returned("2024-10-08", "2024-10-31")),
            "2024-11-02",
            2,
            id="退回重办后逾期",
        ),
        pytest.param(
            (row("2024-07-01", "终止", 方式="撤回"),), "2024-12-31", 0, id="终止不逾期"
        ),
        pytest.param(
            (answer("2024-09-20"), row("2024-10-08", "转跟踪", 下次核查="2024-10-09")),
            "2024-12-31",
            0,
            id="跟踪中不逾期",
        ),
    ],
)
def test_only_an_awaited_answer_is_late(
    rows: tuple[Row, ...], on: str, late: int
) -> None:
    assert stands(issue(HANDED, *rows), on).overdue_days == late


def test_the_deadline_in_force_is_the_last_one_set() -> None:
    case = stands(
        issue(HANDED, granted("2024-09-20", "2024-10-31"), answer("2024-10-08"),
              returned("2024-10-15"), granted("2024-10-20", "2024-11-29")),
        "2024-10-20",
    )  # fmt: skip
    clock = work(case, "市民政局").clock
    assert (str(clock.deadline), str(clock.original)) == ("2024-11-29", "2024-09-30")
    assert clock.running
    assert not clock.waiting


@pytest.mark.parametrize(
    ("basis", "marked"),
    [("3个月", False), ("3个月（暂估）", True), (None, False)],
)
def test_a_deadline_of_a_year_without_holidays_is_marked(
    basis: str | None, *, marked: bool
) -> None:
    words = {} if basis is None else {"期限依据": basis}
    handed = row("2026-11-20", "交办", 主办="市民政局", 期限="2027-02-20", **words)
    case = stands(issue(handed), "2026-12-01")
    assert case.estimated is marked
    settled = issue(handed, granted("2027-01-10", "2027-03-22"))
    assert not stands(settled, "2027-01-10").estimated


def test_a_clock_without_a_deadline_is_never_judged_nor_late() -> None:
    clock = Clock()
    clock.tick(date(2024, 6, 20), Act.START)
    later = date(2026, 6, 20)
    assert (clock.original, clock.deadline, clock.estimated) == (None, None, False)
    assert clock.overdue_days(later) == 0
    assert not clock.due(later)
    assert not clock.due_originally(later)
    clock.tick(date(2024, 7, 1), Act.ANSWER)
    assert clock.kept(ExtensionCounts.DECIDED)
    assert not clock.kept_original()


def test_the_unanswered_is_judged_once_the_day_of_its_deadline_is_over() -> None:
    clock = Clock()
    clock.tick(date(2024, 6, 20), Act.START, date(2024, 9, 30))
    clock.tick(date(2024, 9, 20), Act.EXTEND, date(2024, 10, 31))
    days = [date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 31), date(2024, 11, 1)]
    assert [clock.due(day) for day in days] == [False, False, False, True]
    assert [clock.due_originally(day) for day in days] == [False, True, True, True]
    assert not clock.kept(ExtensionCounts.DECIDED)
    assert not clock.kept_original()
