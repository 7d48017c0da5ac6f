"""Every rate against its definition: who is above the line, who below, who in neither.

Numbers stand for issues; a rate is written ([above the line], [below it]).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    Row,
    answered,
    closed,
    counted,
    dropped,
    grouped,
    handed,
    issue,
    ledger,
    lines,
    rechecked,
    returned,
    reviewed,
    roster,
    row,
    shared,
    told,
    vote,
    voted,
)
from rectify.domain.ballot import IncompleteVote
from rectify.domain.measures import MEASURES
from rectify.domain.rates import (
    Grouping,
    UnknownGrouping,
    UnknownMeasure,
    base_note,
    compile_rates,
    grouping_named,
    measure_named,
    total_rate,
)

if TYPE_CHECKING:
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.roster import Roster

FINANCE, EMERGENCY, FIRE = "市财政局", "市应急管理局", "市消防救援支队"
ON_TIME, ORIGINALLY = "按期办结率", "按期办结率（原期限）"
DEPUTY = {"姓名": "代表甲", "身份": "市人大代表"}


def rules(**said: object) -> Ledger:
    return ledger(办理规则=said)


def test_the_base_is_what_was_handed_over_less_withdrawn_and_not_taken_on() -> None:
    issues = (
        issue(1, handed()),
        issue(2),
        issue(3, handed(), dropped("2024-07-10", "撤回")),
        issue(4, handed(), dropped("2024-07-10", "不予受理")),
        issue(5, handed(), dropped("2024-07-10", "并案", into=1)),
        issue(6, dropped("2024-06-25", "不予受理")),
    )
    below = {day: counted("答复率", roster(*issues, on=day))[1] for day in DAYS}
    assert below == {
        "2024-06-19": [],
        "2024-06-20": [1, 3, 4, 5],
        "2024-07-09": [1, 3, 4, 5],
        "2024-07-10": [1, 5],
    }


DAYS = ("2024-06-19", "2024-06-20", "2024-07-09", "2024-07-10")


def test_what_is_taken_up_again_counts_again() -> None:
    withdrawn = issue(
        1, handed(), dropped("2024-07-10", "撤回"), row("2024-07-20", "恢复")
    )
    assert counted("答复率", roster(withdrawn, on="2024-07-19")) == ([], [])
    assert counted("答复率", roster(withdrawn, on="2024-07-20")) == ([], [1])


MERGED = (
    issue(1, handed(), answered("2024-08-01")),
    issue(2, handed(FINANCE), dropped("2024-07-10", "并案", into=1)),
    issue(3, dropped("2024-06-10", "并案", into=2)),
    issue(4, handed()),
)


def test_merged_issues_count_apart_and_stand_where_their_parent_stands() -> None:
    held = roster(*MERGED)
    assert counted("答复率", held) == ([1, 2, 3], [1, 2, 3, 4])
    assert "并案的分别计数" in base_note([held])


def test_merged_issues_count_once_where_the_office_says_so() -> None:
    held = roster(*MERGED, by=rules(并案计数="合并"))
    assert counted("答复率", held) == ([1], [1, 4])
    assert counted("交办率", held) == ([1, 4], [1, 4])
    assert "并案的合并计为一条" in base_note([held])
    before = roster(*MERGED, by=rules(并案计数="合并"), on="2024-07-09")
    assert counted("答复率", before) == ([], [1, 2, 4])


def test_the_children_of_a_withdrawn_parent_go_with_it() -> None:
    held = roster(
        issue(1, handed(), dropped("2024-08-01", "撤回")),
        issue(2, handed(), dropped("2024-07-10", "并案", into=1)),
    )
    assert counted("答复率", held) == ([], [])


def test_a_merger_that_leads_back_to_itself_makes_no_parent() -> None:
    held = roster(
        issue(1, handed(), dropped("2024-07-10", "并案", into=2)),
        issue(2, handed(), dropped("2024-07-11", "并案", into=1)),
        issue(3, handed(), dropped("2024-07-12", "并案", into=1)),
        issue(4, handed(), dropped("2024-07-12", "并案", into=9)),
    )
    assert all(case.parent is None for case in held.cases)
    assert counted("答复率", held) == ([], [1, 2, 3, 4])


def test_two_ledgers_are_counted_together_and_their_rules_apart() -> None:
    one = roster(issue(1, handed(), answered("2024-07-01")), name="jz-2024")
    other = roster(issue(2, handed()), name="xx-2024", by=rules(办结口径=["已销号"]))
    assert counted("办结率", one, other) == ([1], [1, 2])
    table = compile_rates([one, other], [measure_named("办结率")])
    assert table.definitions == (
        (
            "jz-2024：状态为已答复、测评通过、跟踪中、已销号的问题÷已交办问题；"
            "xx-2024：状态为已销号的问题÷已交办问题"
        ),
    )
    assert table.total.size == 2
    assert grouped("办结率", "台账", one, other) == {
        "jz-2024": (1, 1),
        "xx-2024": (0, 1),
    }


def test_handing_over_is_measured_against_what_was_approved() -> None:
    vetted = row("2024-06-15", "审定", 会议="主任会议")
    issues = (
        issue(1, vetted, handed()),
        issue(2, vetted),
        issue(3),
        issue(4, vetted, dropped("2024-06-18", "不予受理")),
        issue(5, handed(理由="急办")),
    )
    asked = rules(须审定="是")
    assert counted("交办率", roster(*issues, by=asked)) == ([1, 5], [1, 2, 5])
    assert counted("交办率", roster(*issues, by=asked, on="2024-06-19")) == ([], [1, 2])
    assert counted("交办率", roster(*issues[1:])) == ([5], [2, 3, 5])


def test_signing_is_counted_by_undertaking_and_implied_by_work() -> None:
    held = roster(
        issue(
            1,
            handed(协办=[FINANCE, EMERGENCY]),
            row("2024-06-21", "签收", 单位=FINANCE),
            row("2024-07-01", "方案", 单位=BUREAU),
        ),
        issue(2, handed(), answered("2024-07-05")),
        issue(3, handed(), row("2024-07-05", "进展", 单位=BUREAU, 内容="已动工。")),
        issue(4, handed(), dropped("2024-07-10", "并案", into=2)),
        issue(5, handed(), dropped("2024-07-10", "撤回")),
    )
    assert counted("签收率", held) == (
        ["001 市民政局", "001 市财政局", "002 市民政局", "003 市民政局"],
        [
            "001 市民政局",
            "001 市财政局",
            "001 市应急管理局",
            "002 市民政局",
            "003 市民政局",
        ],
    )


def test_a_unit_released_from_an_issue_signs_no_more() -> None:
    moved = row("2024-07-01", "改派", 原单位=FINANCE, 单位=EMERGENCY)
    case = issue(1, handed(FINANCE), row("2024-06-21", "签收", 单位=FINANCE), moved)
    assert counted("签收率", roster(case, on="2024-06-30")) == (
        ["001 市财政局"],
        ["001 市财政局"],
    )
    assert counted("签收率", roster(case)) == ([], ["001 市应急管理局"])


PARTLY = issue(
    1,
    shared(BUREAU, FINANCE),
    answered("2024-07-01"),
    answered("2024-07-20", FINANCE, "B"),
    returned("2024-08-01"),
    answered("2024-08-20"),
    voted("2024-09-01", "不通过", 期限="2024-10-08"),
    answered("2024-09-20"),
    answered("2024-09-21", FINANCE),
)


@pytest.mark.parametrize(
    ("on", "above"),
    [
        ("2024-06-30", []),
        ("2024-07-01", []),
        ("2024-07-20", [1]),
        ("2024-08-01", []),
        ("2024-08-20", [1]),
        ("2024-09-01", []),
        ("2024-09-20", []),
        ("2024-09-21", [1]),
    ],
)
def test_answered_means_by_every_answering_unit_in_this_round(
    on: str, above: list[int]
) -> None:
    assert counted("答复率", roster(PARTLY, on=on)) == (above, [1])
    assert total_rate("办复率", [roster(PARTLY, on=on)]) == total_rate(
        "答复率", [roster(PARTLY, on=on)]
    )


def test_a_helper_need_not_answer() -> None:
    case = issue(1, handed(协办=[FINANCE]), answered("2024-07-01"))
    assert counted("答复率", roster(case)) == ([1], [1])


def test_handled_means_the_states_that_the_office_names() -> None:
    issues = (
        issue(1, handed(), answered("2024-07-01")),
        issue(2, handed(), answered("2024-07-01"), voted("2024-08-01")),
        issue(3, handed(), answered("2024-07-01"), TRACKED),
        issue(4, handed(), answered("2024-07-01"), closed("2024-08-01")),
        issue(5, handed(), row("2024-07-01", "签收", 单位=BUREAU)),
        issue(6, handed()),
        issue(7),
    )
    below = [1, 2, 3, 4, 5, 6]
    assert counted("办结率", roster(*issues)) == ([1, 2, 3, 4], below)
    strict = roster(*issues, by=rules(办结口径=["测评通过", "已销号"]))
    assert counted("办结率", strict) == ([2, 4], below)
    assert counted("办结率", roster(*issues, on="2024-07-31")) == ([1, 2, 3, 4], below)
    assert counted("办结率", roster(*issues, on="2024-06-30")) == ([], below)


TRACKED = row("2024-08-05", "转跟踪", 下次核查="2025-03-31")


def extended(day: str, until: str, unit: str = BUREAU, **more: object) -> Row:
    return row(day, "延期", 单位=unit, 结论="同意", 新期限=until, **more)


WAITS = row("2024-09-20", "申请退回", 单位=BUREAU, 理由="不属本单位职责")
STAYS = row("2024-10-12", "不予退回", 单位=BUREAU)


@pytest.mark.parametrize(
    ("events", "on", "on_time", "originally"),
    [
        pytest.param([], "2024-09-29", None, None, id="未到期未答复的不计"),
        pytest.param([], "2024-09-30", None, None, id="到期当日还没有逾期，不判定"),
        pytest.param([], "2024-10-01", False, False, id="到期次日未答复"),
        pytest.param([answered("2024-09-01")], "2024-09-01", True, True, id="提前"),
        pytest.param([answered("2024-09-30")], "2024-12-31", True, True, id="当日"),
        pytest.param([answered("2024-10-01")], "2024-12-31", False, False, id="次日"),
        pytest.param(
            [extended("2024-09-30", "2024-11-29"), answered("2024-11-29")],
            "2024-12-31", True, False, id="到期当日批准的延期算数",
        ),
        pytest.param(
            [extended("2024-09-30", "2024-11-29")],
            "2024-11-01", None, False, id="延期内未答复，按原期限已到期",
        ),
        pytest.param(
            [extended("2024-09-30", "2024-11-29"), answered("2024-11-30")],
            "2024-12-31", False, False, id="延期后仍晚一天",
        ),
        pytest.param(
            [extended("2024-09-30", "2024-11-29"), answered("2024-09-30")],
            "2024-12-31", True, True, id="批了延期却没有用上",
        ),
        pytest.param(
            [extended("2024-10-01", "2024-11-29"), answered("2024-11-01")],
            "2024-12-31", False, False, id="期限过后才批准的延期不算数",
        ),
        pytest.param(
            [extended("2024-10-08", "2024-11-29", 申请日期="2024-09-25"),
             answered("2024-11-01")],
            "2024-12-31", False, False, id="期限前申请、期限后批准：按批准日不算数",
        ),
        pytest.param(
            [row("2024-09-25", "延期", 单位=BUREAU), answered("2024-10-09")],
            "2024-12-31", False, False, id="只申请没有批准的延期不算数",
        ),
        pytest.param(
            [row("2024-09-25", "延期", 单位=BUREAU, 结论="不同意"),
             answered("2024-10-09")],
            "2024-12-31", False, False, id="不同意的延期不算数",
        ),
        pytest.param(
            [answered("2024-09-10"), returned("2024-09-15"), answered("2024-09-30")],
            "2024-12-31", True, True, id="退回后仍在原期限内重答",
        ),
        pytest.param(
            [answered("2024-09-10"), returned("2024-09-15"), answered("2024-10-01")],
            "2024-12-31", False, False, id="退回后重答晚于期限，初答不算",
        ),
        pytest.param(
            [answered("2024-09-10"), returned("2024-10-08", "2024-10-31"),
             answered("2024-10-20")],
            "2024-12-31", True, False, id="退回时另定期限，按新期限未逾期",
        ),
        pytest.param(
            [answered("2024-09-10"), returned("2024-10-08", "2024-10-31")],
            "2024-10-30", None, False, id="退回后新期限未到",
        ),
        pytest.param([WAITS], "2024-10-11", None, None, id="待改派期间不判定"),
        pytest.param([WAITS, STAYS], "2024-10-12", False, False, id="不予退回已过期"),
        pytest.param(
            [WAITS, row("2024-10-12", "改派", 原单位=BUREAU, 单位=FINANCE,
                        期限="2024-12-20"), answered("2024-12-20", FINANCE)],
            "2024-12-31", True, True, id="改派给新单位，时钟重新起算",
        ),
        pytest.param(
            [row("2024-10-12", "改派", 原单位=BUREAU, 单位=FINANCE, 期限="2024-12-20"),
             answered("2024-12-20", FINANCE)],
            "2024-12-31", False, True, id="改派之前已经逾期的，问题仍是逾期过",
        ),
        pytest.param(
            [row("2024-10-12", "改派", 原单位=BUREAU, 单位=FINANCE),
             answered("2024-10-12", FINANCE)],
            "2024-12-31", False, False, id="改派不另定期限的，沿用已过的期限",
        ),
        pytest.param(
            [answered("2024-09-10"), voted("2024-10-30", "不通过", 期限="2024-11-29"),
             answered("2024-12-20")],
            "2024-12-31", True, True, id="第二次办理晚了，不影响首次按期",
        ),
        pytest.param(
            [answered("2024-10-10"), voted("2024-10-30", "不通过", 期限="2024-11-29"),
             answered("2024-11-01")],
            "2024-12-31", False, False, id="首次晚了，第二次按期也不补回",
        ),
        pytest.param([dropped("2024-12-01", "撤回")], "2024-12-31", None, None),
    ],
)  # fmt: skip
def test_on_time_means_on_no_day_overdue_before_the_valid_answer(
    events: list[Row], on: str, on_time: bool | None, originally: bool | None
) -> None:
    held = roster(issue(1, handed(), *events), on=on)
    said = {True: ([1], [1]), False: ([], [1]), None: ([], [])}
    assert counted(ON_TIME, held) == said[on_time]
    assert counted(ORIGINALLY, held) == said[originally]


def test_an_issue_without_a_deadline_is_never_judged() -> None:
    lasting = issue(1, handed(until=None), answered("2024-12-01"))
    assert counted(ON_TIME, roster(lasting)) == ([], [])
    assert counted(ORIGINALLY, roster(lasting)) == ([], [])
    later = issue(
        2,
        handed(until=None),
        answered("2024-09-01"),
        returned("2024-09-10", "2024-10-31"),
        answered("2024-10-31"),
    )
    assert counted(ON_TIME, roster(later)) == ([2], [2])
    assert counted(ORIGINALLY, roster(later)) == ([], [])


@pytest.mark.parametrize(
    ("asked", "granted", "above"),
    [
        pytest.param("2024-09-30", "2024-10-15", [1], id="到期当日申请，后来批准"),
        pytest.param("2024-10-01", "2024-10-15", [], id="到期后才申请"),
        pytest.param(None, "2024-10-15", [], id="没有写申请日期的，按批准日"),
        pytest.param(None, "2024-09-30", [1], id="没有写申请日期，到期当日批准"),
    ],
)
def test_an_extension_counts_from_the_day_asked_where_the_office_says_so(
    asked: str | None, granted: str, above: list[int]
) -> None:
    by = rules(延期认定="申请日")
    day = {} if asked is None else {"申请日期": asked}
    more_time = extended(granted, "2024-11-29", **day)
    case = issue(1, handed(), more_time, answered("2024-11-29"))
    assert counted(ON_TIME, roster(case, by=by)) == (above, [1])
    assert counted(ORIGINALLY, roster(case, by=by)) == ([], [1])


def test_an_extension_asked_in_time_counts_once_it_is_granted() -> None:
    by = rules(延期认定="申请日")
    asked = row("2024-09-25", "延期", 单位=BUREAU)
    granted = extended("2024-10-15", "2024-11-29")
    case = issue(1, handed(), asked, granted, answered("2024-11-29"))
    assert counted(ON_TIME, roster(case, by=by, on="2024-10-14")) == ([], [1])
    assert counted(ON_TIME, roster(case, by=by, on="2024-10-15")) == ([], [])
    assert counted(ON_TIME, roster(case, by=by)) == ([1], [1])


JZ_033 = issue(
    33,
    shared(BUREAU, "市发展和改革委员会", FIRE),
    row("2024-06-21", "签收", 单位=BUREAU),
    row("2024-06-27", "申请退回", 单位=FIRE, 理由="不属职责"),
    row("2024-07-01", "改派", 原单位=FIRE, 单位=EMERGENCY, 期限="2024-09-30"),
    answered("2024-09-12"),
    answered("2024-09-29", "市发展和改革委员会", "C", 承诺期限="2025-06-30"),
    answered("2024-10-11", EMERGENCY),
    voted("2024-10-30"),
    row("2024-11-06", "转跟踪", 下次核查="2025-06-30"),
    answered("2025-06-25", "市发展和改革委员会"),
)


@pytest.mark.parametrize(
    ("on", "total", "units"),
    [
        ("2024-09-11", (0, 0), {}),
        ("2024-09-12", (0, 0), {BUREAU: (1, 1)}),
        ("2024-09-29", (0, 0), {"市发展和改革委员会": (1, 1), BUREAU: (1, 1)}),
        ("2024-09-30", (0, 0), {"市发展和改革委员会": (1, 1), BUREAU: (1, 1)}),
        *[
            (
                day,
                (0, 1),
                {"市发展和改革委员会": (1, 1), BUREAU: (1, 1), EMERGENCY: (0, 1)},
            )
            for day in ("2024-10-01", "2024-10-11", "2025-06-30")
        ],
    ],
)
def test_of_three_units_the_late_one_is_late_and_so_is_the_issue(
    on: str, total: tuple[int, int], units: dict[str, tuple[int, int]]
) -> None:
    held = roster(JZ_033, on=on)
    rate = total_rate(ON_TIME, [held])
    assert (rate.numerator, rate.denominator) == total
    judged = grouped(ON_TIME, "单位", held)
    assert {unit: r for unit, r in judged.items() if r[1]} == units


def test_one_late_unit_settles_it_before_the_others_are_due() -> None:
    shares = [BUREAU, {"单位": FINANCE, "期限": "2024-12-31"}]
    case = issue(1, shared(*shares, until="2024-08-30"))
    assert counted(ON_TIME, roster(case, on="2024-08-29")) == ([], [])
    assert counted(ON_TIME, roster(case, on="2024-08-31")) == ([], [1])
    kept = issue(2, shared(*shares, until="2024-08-30"), answered("2024-08-30"))
    assert counted(ON_TIME, roster(kept, on="2024-12-30")) == ([], [])


@pytest.mark.parametrize(
    ("counts_from", "on", "above", "below"),
    [
        ("批准日", "2024-10-07", [], []),
        ("批准日", "2024-10-09", [], [21]),
        ("批准日", "2024-12-12", [], [21]),
        ("批准日", "2025-06-30", [], [21]),
        ("申请日", "2024-12-12", [21], [21]),
        ("申请日", "2025-06-30", [21], [21]),
    ],
)
def test_the_first_round_of_jz_021_is_on_time_by_the_day_asked_only(
    counts_from: str, on: str, above: list[int], below: list[int]
) -> None:
    held = roster(JZ_021, by=rules(延期认定=counts_from), on=on)
    assert counted(ON_TIME, held) == (above, below)
    if on >= "2024-10-09":
        assert counted(ORIGINALLY, held) == ([], [21])


JZ_021 = issue(
    21,
    handed(FINANCE, "2024-09-20", 协办=[FIRE]),
    row("2024-06-28", "申请退回", 单位=FINANCE, 理由="不属职责"),
    row("2024-07-03", "改派", 原单位=FINANCE, 单位=BUREAU, 期限="2024-10-08"),
    row("2024-09-30", "延期", 单位=BUREAU),
    extended("2024-10-10", "2024-11-29"),
    answered("2024-11-27", grade="B"),
    returned("2024-12-02", "2024-12-13"),
    answered("2024-12-12"),
    voted("2024-12-26", "不通过", 期限="2025-01-26"),
    answered("2025-01-20"),
    voted("2025-02-27", number="2025-01"),
    closed("2025-03-05"),
    rechecked("2025-06-10", "反弹", 期限="2025-07-10"),
)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        (
            "销号率",
            {"2025-03-04": 0, "2025-03-05": 1, "2025-03-31": 1, "2025-06-30": 0},
        ),
        ("整改完成率", {"2025-03-04": 0, "2025-03-31": 1, "2025-06-30": 0}),
        ("整改答复到位率", {"2025-03-31": 1, "2025-06-30": 0}),
        ("重办率", {"2024-12-25": 0, "2024-12-26": 1, "2025-06-30": 1}),
    ],
)
def test_the_life_of_jz_021_is_counted_as_of_each_day(
    name: str, days: dict[str, int]
) -> None:
    for on, above in days.items():
        assert total_rate(name, [roster(JZ_021, on=on)]).numerator == above


def redone(*events: Row) -> tuple[Row, ...]:
    return (handed(), answered("2024-07-01"), reviewed("2024-07-10"), *events)


RECTIFIED = (
    issue(1, *redone()),
    issue(2, handed(), answered("2024-07-01"), closed("2024-07-10")),
    issue(3, handed(), answered("2024-07-01"), reviewed("2024-07-10", "答复到位")),
    issue(4, handed(), answered("2024-07-01"), reviewed("2024-07-10", "未到位")),
    issue(5, handed(), answered("2024-07-01"), reviewed("2024-07-10", "无法整改")),
    issue(6, handed(), answered("2024-07-01")),
    issue(7, handed()),
    issue(8),
)


def test_rectified_is_what_was_struck_off_or_found_so_by_review() -> None:
    below = [1, 2, 3, 4, 5, 6, 7]
    held = roster(*RECTIFIED)
    assert counted("整改完成率", held) == ([1, 2], below)
    assert counted("整改答复到位率", held) == ([1, 2, 3], below)
    assert counted("销号率", held) == ([2], below)
    assert counted("综合整改率", held) == ([1, 2], [1, 2, 3, 4, 6, 7])
    earlier = roster(*RECTIFIED, on="2024-07-09")
    for name in ("整改完成率", "整改答复到位率", "销号率", "综合整改率"):
        assert counted(name, earlier) == ([], below)


def test_what_is_both_struck_off_and_reviewed_counts_once() -> None:
    twice = issue(1, *redone(closed("2024-08-01")))
    other = issue(
        2, handed(), answered("2024-07-01"), reviewed("2024-07-10", "答复到位")
    )
    assert counted("整改答复到位率", roster(twice, other)) == ([1, 2], [1, 2])


@pytest.mark.parametrize(
    ("undone", "by"),
    [
        pytest.param(voted("2024-08-01", "不通过"), ledger(), id="测评未通过"),
        pytest.param(told("2024-08-01", "不满意"), ledger(), id="提出人不满意"),
        pytest.param(returned("2024-08-01"), ledger(), id="答复被退回"),
        pytest.param(
            reviewed("2024-08-01", "未到位"), ledger(), id="最近一次复核未到位"
        ),
        pytest.param(
            row("2024-08-01", "改派", 原单位=BUREAU, 单位=FINANCE), ledger(), id="改派"
        ),
    ],
)
def test_a_good_review_can_be_undone(undone: Row, by: Ledger) -> None:
    case = issue(1, *redone(undone))
    for name in ("整改完成率", "整改答复到位率", "综合整改率"):
        assert counted(name, roster(case, by=by, on="2024-07-31")) == ([1], [1])
        assert counted(name, roster(case, by=by)) == ([], [1])


def test_a_rebound_undoes_the_striking_off_and_a_good_look_back_does_not() -> None:
    rebound = issue(1, *redone(closed("2024-08-01"), rechecked("2024-11-01", "反弹")))
    holds = issue(2, *redone(closed("2024-08-01"), rechecked("2024-11-01", "巩固")))
    for name in ("整改完成率", "整改答复到位率", "销号率"):
        assert counted(name, roster(rebound, holds, on="2024-10-31"))[0] == [1, 2]
        assert counted(name, roster(rebound, holds))[0] == [2]


def test_after_a_new_answer_only_a_new_review_makes_it_rectified_again() -> None:
    again = redone(voted("2024-08-01", "不通过"), answered("2024-08-20"))
    case = issue(1, *again, reviewed("2024-09-01"))
    assert counted("整改完成率", roster(case, on="2024-08-20")) == ([], [1])
    assert counted("整改完成率", roster(case, on="2024-09-01")) == ([1], [1])


def test_tracking_does_not_undo_a_review() -> None:
    case = issue(1, *redone(TRACKED))
    assert counted("整改完成率", roster(case)) == ([1], [1])


def test_every_unit_must_be_found_good() -> None:
    both = (shared(BUREAU, FINANCE), answered("2024-07-01"))
    second = answered("2024-07-02", FINANCE)
    good = reviewed("2024-07-10")
    held = roster(
        issue(1, *both, second, good, reviewed("2024-07-10", unit=FINANCE)),
        issue(2, *both, second, good, reviewed("2024-07-10", "答复到位", FINANCE)),
        issue(3, *both, second, good),
        issue(4, *both, good),
        issue(5, *both, second, good, reviewed("2024-07-11", "无法整改", FINANCE)),
    )
    assert counted("整改完成率", held)[0] == [1]
    assert counted("整改答复到位率", held)[0] == [1, 2]
    assert counted("综合整改率", held) == ([1], [1, 2, 3, 4])
    assert grouped("整改完成率", "单位", held) == {BUREAU: (5, 5), FINANCE: (1, 5)}
    assert grouped("综合整改率", "单位", held) == {BUREAU: (5, 5), FINANCE: (1, 4)}


def test_what_could_not_be_rectified_counts_again_once_it_goes_back() -> None:
    first = (handed(), answered("2024-07-01"), reviewed("2024-07-10", "无法整改"))
    case = issue(1, *first, voted("2024-08-01", "不通过"))
    assert counted("综合整改率", roster(case, on="2024-07-31")) == ([], [])
    assert counted("综合整改率", roster(case)) == ([], [1])


def test_solved_and_settled_go_by_the_least_good_last_class() -> None:
    both = shared(BUREAU, FINANCE)
    held = roster(
        issue(1, handed(), answered("2024-07-01", grade="A")),
        issue(2, handed(), answered("2024-07-01", grade="B")),
        issue(3, handed(), answered("2024-07-01", grade="C")),
        issue(4, handed(), answered("2024-07-01", grade=None)),
        issue(5, handed()),
        issue(6, both, answered("2024-07-01"), answered("2024-07-02", FINANCE, "B")),
        issue(7, both, answered("2024-07-01"), answered("2024-07-02", FINANCE)),
        issue(8, both, answered("2024-07-01")),
        issue(9, both, answered("2024-07-01"), answered("2024-07-02", FINANCE, None)),
    )
    assert counted("解决率", held) == ([1, 7], [1, 2, 3, 6, 7])
    assert counted("落实率", held) == ([1, 2, 6, 7], [1, 2, 3, 6, 7])
    assert total_rate("A类率", [held]) == total_rate("解决率", [held])
    assert grouped("解决率", "单位", held) == {BUREAU: (5, 7), FINANCE: (1, 2)}


def test_the_class_is_that_of_the_last_answer_that_stands() -> None:
    first = (handed(), answered("2024-07-01", grade="C"))
    later = roster(issue(1, *first, TRACKED, answered("2024-09-01", grade="A")))
    assert counted("解决率", later) == ([1], [1])
    taken_back = roster(issue(1, *first, returned("2024-07-10")))
    assert counted("解决率", taken_back) == ([], [])
    next_round = issue(
        1, *first, voted("2024-08-01", "不通过"), answered("2024-09-01"),
        returned("2024-09-10"),
    )  # fmt: skip
    assert counted("落实率", roster(next_round, on="2024-08-15")) == ([], [1])
    assert counted("落实率", roster(next_round, on="2024-09-05")) == ([1], [1])
    assert counted("落实率", roster(next_round)) == ([], [1])


def test_classes_mean_what_the_ledger_says() -> None:
    classes = [
        {"类别": "甲", "含义": "已解决", "计入解决": "是", "计入落实": "是"},
        {"类别": "乙", "含义": "已列入计划", "计入落实": "是"},
        {"类别": "丙", "含义": "暂不能解决"},
        {"类别": "丁", "含义": "留作参考"},
    ]
    grades = ("甲", "乙", "丙", "丁")
    held = roster(
        *[
            issue(place, handed(), answered("2024-07-01", grade=grade))
            for place, grade in enumerate(grades, 1)
        ],
        by=ledger(答复类别=classes),
    )
    assert counted("解决率", held) == ([1], [1, 2, 3, 4])
    assert counted("落实率", held) == ([1, 2], [1, 2, 3, 4])
    assert "甲、乙类" in compile_rates([held], [measure_named("落实率")]).definitions[0]


def heard(number: int, *voices: Row) -> Issue:
    proposers = [{"姓名": "代表甲"}, {"姓名": "代表乙"}]
    return issue(number, handed(), answered("2024-07-01"), *voices, 提出人=proposers)


def test_the_least_content_proposer_speaks_for_the_issue() -> None:
    held = roster(
        heard(1, told("2024-07-10", "满意"), told("2024-07-11", "满意", "代表乙")),
        heard(2, told("2024-07-10", "满意"), told("2024-07-11", "基本满意", "代表乙")),
        heard(3, told("2024-07-10", "满意"), told("2024-07-11", "不满意", "代表乙")),
        heard(4, told("2024-07-10", "未表态")),
        heard(5, told("2024-07-10", "满意"), told("2024-07-11", "未表态", "代表乙")),
        heard(6, told("2024-07-10", "基本满意"), told("2024-07-11", "满意")),
        heard(7, told("2024-07-10", "满意"), told("2024-07-11", "未表态")),
        heard(8),
        heard(9, told("2024-07-10", "满意"), dropped("2024-07-12", "撤回")),
    )
    below = [1, 2, 3, 5, 6]
    assert counted("满意率", held) == ([1, 5, 6], below)
    assert counted("满意和基本满意率", held) == ([1, 2, 5, 6], below)
    assert counted("不满意率", held) == ([3], below)
    earlier = roster(*[case.issue for case in held.cases], on="2024-07-10")
    assert counted("满意率", earlier) == ([1, 2, 3, 5, 7, 9], [1, 2, 3, 5, 6, 7, 9])
    assert counted("不满意率", roster(held.cases[0].issue, on="2024-07-09")) == ([], [])


def test_a_later_voice_of_the_same_proposer_replaces_the_earlier() -> None:
    case = heard(
        1,
        told("2024-07-10", "不满意"),
        answered("2024-08-01"),
        told("2024-08-10", "基本满意"),
    )
    assert counted("不满意率", roster(case, on="2024-08-09")) == ([1], [1])
    assert counted("不满意率", roster(case)) == ([], [1])
    assert counted("满意和基本满意率", roster(case)) == ([1], [1])


def test_a_merged_issue_keeps_its_own_proposers_voice() -> None:
    child = heard(
        2, told("2024-07-10", "基本满意"), dropped("2024-07-20", "并案", into=1)
    )
    parent = heard(1, told("2024-07-10", "满意"))
    assert counted("满意率", roster(parent, child)) == ([1], [1, 2])


def met(day: str, how: str = "当面", unit: str = BUREAU) -> Row:
    return row(day, "面商", 单位=unit, 方式=how)


def test_meeting_the_deputy_counts_in_person_and_before_the_first_answer() -> None:
    def case(number: int, *events: Row, who: dict[str, str] = DEPUTY) -> Issue:
        return issue(number, handed(协办=[FINANCE]), *events, 提出人=[who])

    held = roster(
        case(1, met("2024-07-01"), answered("2024-07-10")),
        case(2, met("2024-07-01", "电话"), answered("2024-07-10")),
        case(3, answered("2024-07-10"), met("2024-07-11")),
        case(4, answered("2024-07-10"), returned("2024-07-11"), met("2024-07-12")),
        case(5),
        case(6, met("2024-07-01"), who={"姓名": "居民甲", "身份": "来访群众"}),
        case(7, met("2024-07-01"), who={"姓名": "执法检查组"}),
        case(8, met("2024-07-01"), dropped("2024-07-12", "撤回")),
        case(9, met("2024-07-10"), answered("2024-07-10")),
        case(10, met("2024-07-01", unit=FINANCE)),
        issue(11, handed()),
    )
    below = [1, 2, 3, 4, 5, 9, 10]
    assert counted("面商率", held) == ([1, 9, 10], below)
    by = rules(面商方式=["当面", "电话"])
    wider = roster(*[each.issue for each in held.cases], by=by)
    assert counted("面商率", wider) == ([1, 2, 9, 10], below)
    earlier = roster(*[each.issue for each in held.cases], on="2024-06-30")
    assert counted("面商率", earlier) == ([], [1, 2, 3, 4, 5, 8, 9, 10])


def test_a_unit_is_not_credited_with_another_units_meeting() -> None:
    case = issue(1, shared(BUREAU, FINANCE), met("2024-07-01"), 提出人=[DEPUTY])
    assert counted("面商率", roster(case)) == ([1], [1])
    assert grouped("面商率", "单位", roster(case)) == {BUREAU: (1, 1), FINANCE: (0, 1)}


def test_redone_is_a_second_round_among_what_was_ever_answered() -> None:
    failed = (handed(), answered("2024-07-01"), voted("2024-08-01", "不通过"))
    held = roster(
        issue(1, *failed),
        issue(2, *failed, answered("2024-08-20"), voted("2024-09-01")),
        issue(3, handed(), answered("2024-07-01"), returned("2024-07-10")),
        issue(4, handed(), answered("2024-07-01"), told("2024-08-01", "不满意")),
        issue(5, handed()),
        issue(6, *failed, dropped("2024-09-01", "撤回")),
        issue(7, *failed, row("2024-09-01", "改派", 原单位=BUREAU, 单位=FINANCE)),
    )
    assert counted("重办率", held) == ([1, 2, 4, 7], [1, 2, 3, 4, 7])
    earlier = roster(*[each.issue for each in held.cases], on="2024-07-31")
    assert counted("重办率", earlier) == ([], [1, 2, 3, 4, 6, 7])


def test_only_the_units_that_must_answer_again_are_redoing() -> None:
    case = issue(
        1,
        shared(BUREAU, FINANCE),
        answered("2024-07-01"),
        answered("2024-07-02", FINANCE),
        voted("2024-08-01", "不通过", 单位=[FINANCE]),
    )
    assert counted("重办率", roster(case)) == ([1], [1])
    assert grouped("重办率", "单位", roster(case)) == {BUREAU: (0, 1), FINANCE: (1, 1)}
    assert grouped("答复率", "单位", roster(case)) == {BUREAU: (1, 1), FINANCE: (0, 1)}
    assert grouped("办结率", "单位", roster(case)) == {BUREAU: (1, 1), FINANCE: (0, 1)}


def test_rebounds_are_measured_against_look_backs() -> None:
    done = (handed(), answered("2024-07-01"), closed("2024-08-01"))
    held = roster(
        issue(1, *done, rechecked("2024-09-01", "反弹")),
        issue(2, *done, rechecked("2024-09-01", "巩固")),
        issue(
            3, *done, rechecked("2024-09-01", "反弹"), answered("2024-09-20"),
            closed("2024-10-01"), rechecked("2024-11-01", "巩固"),
        ),
        issue(4, *done),
    )  # fmt: skip
    assert counted("反弹率", held) == ([1, 3], [1, 2, 3])
    earlier = roster(*[each.issue for each in held.cases], on="2024-08-31")
    assert counted("反弹率", earlier) == ([], [])


def test_a_rebound_is_laid_to_the_units_it_names() -> None:
    both = (
        shared(BUREAU, FINANCE),
        answered("2024-07-01"),
        answered("2024-07-01", FINANCE),
        closed("2024-08-01"),
    )
    one = issue(1, *both, rechecked("2024-09-01", "反弹", 单位=[FINANCE]))
    all_ = issue(2, *both, rechecked("2024-09-01", "反弹"))
    assert counted("反弹率", roster(one, all_)) == ([1, 2], [1, 2])
    assert grouped("反弹率", "单位", roster(one, all_)) == {
        BUREAU: (1, 2),
        FINANCE: (2, 2),
    }


VOTES = (
    vote("2024-01", "2024-10-30", (20, 10, 5), (1, 0, 30), 对象={"报告": "专项报告"}),
    vote("2024-02", "2024-10-30", (20, 10, 5)),
    vote("2024-03", "2024-12-26", (18, 0, 18), 轮次="初次"),
    vote("2025-01", "2025-02-27", (19, 0, 18), 轮次="二次"),
    vote("2025-02", "2025-02-27", (0, 18, 19), 轮次="二次"),
)


@pytest.mark.parametrize(
    ("on", "all_turns", "first", "second"),
    [
        ("2024-10-29", ([], []), ([], []), ([], [])),
        (
            "2024-10-30",
            (["2024-02"], ["2024-01", "2024-02"]),
            (["2024-02"], ["2024-01", "2024-02"]),
            ([], []),
        ),
        (
            "2025-06-30",
            (
                ["2024-02", "2025-01"],
                ["2024-01", "2024-02", "2024-03", "2025-01", "2025-02"],
            ),
            (["2024-02"], ["2024-01", "2024-02", "2024-03"]),
            (["2025-01"], ["2025-01", "2025-02"]),
        ),
    ],
)
def test_votes_are_counted_by_their_number_and_turn(
    on: str,
    all_turns: tuple[list[str], list[str]],
    first: tuple[list[str], list[str]],
    second: tuple[list[str], list[str]],
) -> None:
    held = roster(issue(1, handed()), votes=VOTES, on=on)
    assert counted("测评通过率", held) == all_turns
    assert counted("测评通过率（初次）", held) == first
    assert counted("测评通过率（二次）", held) == second


def test_one_vote_on_many_issues_is_one_vote() -> None:
    both = {"问题": ["JZ-001", "JZ-002"]}
    many = vote("2024-01", "2024-10-30", (30, 0, 5), 对象=both)
    first, second = (
        issue(n, handed(), answered("2024-09-01"), voted("2024-10-30")) for n in (1, 2)
    )
    held = roster(first, second, votes=(many,))
    assert counted("测评通过率", held) == (["2024-01"], ["2024-01"])


def test_a_vote_whose_every_decision_is_void_was_not_held() -> None:
    held = vote("2024-01", "2024-10-30", (30, 0, 5), 对象={"问题": ["JZ-001"]})
    voted = row("2024-10-30", "测评", 票号="2024-01", 结论="通过")
    wrong = voted | {"作废": "2024-11-01 记错了"}
    cases = [
        issue(1, handed(), answered("2024-09-01"), event) for event in (voted, wrong)
    ]
    counts = [counted("测评通过率", roster(case, votes=(held,))) for case in cases]
    assert counts == [(["2024-01"], ["2024-01"]), ([], [])]


def test_a_vote_declared_void_was_not_held() -> None:
    void = vote("2024-01", "2024-10-30", (30, 0, 5), 作废="2024-11-01 票数有误")
    assert counted("测评通过率", roster(votes=(void,))) == ([], [])


def test_subjects_voted_on_apart_count_apart() -> None:
    counts = [
        {"对象": FINANCE, "满意": 20, "基本满意": 0, "不满意": 10},
        {"对象": BUREAU, "满意": 5, "基本满意": 5, "不满意": 20},
    ]
    apart = vote("2024-01", "2024-10-30", 计票=counts)
    assert counted("测评通过率", roster(votes=(apart,))) == (
        ["2024-01 市财政局"],
        ["2024-01 市财政局", "2024-01 市民政局"],
    )


def test_a_rule_without_a_threshold_can_not_be_passed_or_failed() -> None:
    held = roster(votes=VOTES, by=ledger(测评规则="只计比率"))
    for turn in ("", "（初次）", "（二次）"):
        assert counted(f"测评通过率{turn}", held) == ([], [])


def test_a_vote_without_the_base_of_its_rule_stops_the_count() -> None:
    held = roster(votes=VOTES, by=ledger(测评规则="全体满意过半"))
    with pytest.raises(IncompleteVote, match="以“全体组成人员”为基数"):
        counted("测评通过率", held)


def test_votes_belong_to_a_ledger_and_to_no_other_group() -> None:
    held = roster(issue(1, handed(), 类别="设施"), votes=VOTES)
    assert grouped("测评通过率", "类别", held) == {"设施": (0, 0)}
    assert grouped("测评通过率", "台账", held) == {"ylfw-2024": (1, 3)}


def test_by_unit_each_undertaking_counts_and_the_total_counts_issues() -> None:
    held = roster(
        issue(1, shared(BUREAU, FINANCE), answered("2024-07-01")),
        issue(2, handed(协办=[FINANCE]), answered("2024-07-01")),
        issue(3, handed(FINANCE)),
        issue(4, handed(FIRE), dropped("2024-07-10", "撤回")),
        issue(5, handed(FIRE), dropped("2024-07-10", "并案", into=3)),
        issue(6),
    )
    table = compile_rates([held], [measure_named("答复率")], Grouping.UNIT)
    shown = [(line.group, line.size, line.rates[0].counts) for line in table.lines]
    assert shown == [(BUREAU, 2, "2/2"), (FINANCE, 3, "0/3")]
    assert (table.total.group, table.total.size) == ("全部", 4)
    assert table.total.rates[0].counts == "1/4"
    rate = table.lines[0].rates[0]
    assert rate.numerator_of == ("JZ-001 市民政局", "JZ-002 市民政局")


def test_a_merged_issue_counts_by_unit_where_its_parent_is_undertaken() -> None:
    held = roster(*MERGED)
    assert grouped("答复率", "单位", held) == {BUREAU: (3, 4)}
    assert grouped("签收率", "单位", held) == {BUREAU: (1, 2)}
    together = roster(*MERGED, by=rules(并案计数="合并"))
    assert grouped("答复率", "单位", together) == {BUREAU: (1, 2)}


def test_a_unit_that_only_helps_is_asked_for_its_signature_alone() -> None:
    held = roster(issue(1, handed(协办=[FIRE]), row("2024-06-21", "签收", 单位=BUREAU)))
    assert grouped("签收率", "单位", held) == {BUREAU: (1, 1), FIRE: (0, 1)}
    assert grouped("答复率", "单位", held) == {BUREAU: (0, 1)}


def test_units_stand_in_official_order_under_the_successor_of_a_reform() -> None:
    held = roster(
        issue(1, handed(FIRE)),
        issue(2, handed("市安全监管局"), answered("2024-07-01", "市安全监管局")),
        issue(3, handed(EMERGENCY)),
        issue(4, handed("市发展和改革委员会")),
        issue(5, handed("某新设中心")),
    )
    assert [(unit, rate.counts) for unit, rate in lines("答复率", "单位", held)] == [
        ("市发展和改革委员会", "0/1"),
        (EMERGENCY, "1/2"),
        (FIRE, "0/1"),
        ("某新设中心", "0/1"),
    ]


SORTED = (
    issue(1, handed(), 类别="设施", 来源="视察", 来源级别="市", 审议意见=10),
    issue(2, handed(), answered("2024-07-01"), 类别="服务", 来源="检查", 审议意见=2),
    issue(3, handed(), answered("2024-07-01"), 类别="设施", 来源级别="省", 审议意见=2),
    issue(4, handed(), 来源="检查", 来源级别="市"),
    issue(5, 类别="未交办的", 来源="检查", 来源级别="县", 审议意见=3),
)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("类别", [("设施", "1/2"), ("服务", "1/1"), ("未填写", "0/1")]),
        ("来源", [("视察", "0/1"), ("检查", "1/2"), ("未填写", "1/1")]),
        ("来源级别", [("市", "0/2"), ("未填写", "1/1"), ("省", "1/1")]),
        ("审议意见", [("第2条", "2/2"), ("第10条", "0/1"), ("未填写", "0/1")]),
        ("台账", [("ylfw-2024", "2/4")]),
    ],
)
def test_issues_are_grouped_by_what_they_say_of_themselves(
    by: str, groups: list[tuple[str, str]]
) -> None:
    found = lines("答复率", by, roster(*SORTED))
    assert [(group, rate.counts) for group, rate in found] == groups


def test_a_group_of_which_nothing_was_handed_over_still_awaits_it() -> None:
    assert grouped("交办率", "类别", roster(*SORTED)) == {
        "设施": (2, 2),
        "服务": (1, 1),
        "未填写": (1, 1),
        "未交办的": (0, 1),
    }


def test_signatures_are_grouped_by_the_category_of_the_issue() -> None:
    held = roster(
        issue(1, handed(协办=[FINANCE]), answered("2024-07-01"), 类别="设施"),
        issue(2, handed(), 类别="服务"),
        issue(3, handed(), dropped("2024-07-10", "并案", into=2), 类别="服务"),
    )
    assert grouped("签收率", "类别", held) == {"设施": (1, 2), "服务": (0, 1)}


def test_every_rate_is_declared_once_with_a_sentence_that_defines_it() -> None:
    names = [name for each in MEASURES for name in (each.name, *each.aliases)]
    assert len(names) == len(set(names))
    for measure in MEASURES:
        for alias in measure.aliases:
            assert measure_named(alias) is measure
        sentence = measure.definition(ledger())
        assert sentence.count("÷") == 1
        assert not any(mark.isascii() and mark.isalpha() for mark in strip(sentence))


def strip(sentence: str) -> str:
    return sentence.replace("A", "").replace("B", "")


@pytest.mark.parametrize(
    ("name", "said", "rule"),
    [
        ("交办率", "已审定、应交办的问题", {"须审定": "是"}),
        ("交办率", "÷应交办的问题", {}),
        ("按期办结率", "届满前批准的", {}),
        ("按期办结率", "届满前申请的", {"延期认定": "申请日"}),
        ("面商率", "方式：当面、视频", {"面商方式": ["当面", "视频"]}),
        ("解决率", "均为A类", {}),
    ],
)
def test_a_definition_says_the_rules_of_the_ledger(
    name: str, said: str, rule: dict[str, object]
) -> None:
    held = roster(by=rules(**rule))
    assert said in compile_rates([held], [measure_named(name)]).definitions[0]


def test_unknown_names_are_refused_with_those_that_there_are() -> None:
    with pytest.raises(
        UnknownMeasure, match="没有“好评率”这个指标。可用：交办率、签收率"
    ):
        measure_named("好评率")
    with pytest.raises(
        UnknownGrouping, match="不能按“颜色”分组。可用：单位、类别、来源"
    ):
        grouping_named("颜色")
    assert grouping_named("审议意见") is Grouping.OPINION


def test_a_roster_finds_its_issues_and_votes() -> None:
    held = roster(issue(1, handed()), votes=VOTES, on="2024-10-30")
    assert held.on == date(2024, 10, 30)
    found, ballot = held.find("JZ-001"), held.vote("2024-02")
    assert found is held.case("JZ-001")
    assert ballot is VOTES[1]
    assert held.find("JZ-009") is None
    assert held.vote("2025-01") is None


def test_an_empty_ledger_has_rates_of_nothing() -> None:
    empty: Roster = roster()
    table = compile_rates([empty], MEASURES, Grouping.CATEGORY)
    assert [rate.percent() for rate in table.total.rates] == ["—"] * len(MEASURES)
    assert table.lines == ()


def test_what_is_raised_later_is_not_yet_on_the_list_of_a_day() -> None:
    later = issue(2, handed() | {"日期": "2024-12-18"}, 提出日期="2024-12-05")
    early = issue(3, row("2024-06-10", "备注", 内容="先登记"), 提出日期="2024-12-05")
    issues = (issue(1, handed(), 提出日期="2024-06-12"), later, early)
    then = roster(*issues, on="2024-07-25")
    assert [case.number for case in then.cases] == ["JZ-001", "JZ-003"]
    now = roster(*issues, on="2024-12-05")
    assert [case.number for case in now.cases] == ["JZ-001", "JZ-002", "JZ-003"]
