"""The two lives of the procedure's hardest cases, folded on every date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from records import LEDGER, issue, ledger, roster, row, stands, work
from rectify.domain.audit import faults
from rectify.domain.ballot import Vote
from rectify.domain.listing import due_within, item_of
from rectify.domain.measures import Basis
from rectify.domain.rates import measure_named, rate_of, total_rate, undertakings_of
from rectify.domain.workflow import record
from rectify.errors import RuleError

if TYPE_CHECKING:
    from rectify.domain.ledger import Ledger

BY_REQUEST = ledger(rules={"延期认定": "申请日"})

JZ021 = issue(
    row("2024-06-20", "交办", 主办="市卫健委", 协办=["市医保局"], 期限="2024-09-20"),
    row("2024-06-24", "签收", 单位="市医保局"),
    row("2024-06-28", "申请退回", 单位="市卫健委", 理由="不属本单位职责"),
    row(
        "2024-07-03",
        "改派",
        原单位="市卫健委",
        单位="市民政局",
        期限="2024-10-08",
        期限依据="3个月",
    ),
    row("2024-09-30", "延期", 单位="市民政局"),
    row(
        "2024-10-10",
        "延期",
        单位="市民政局",
        结论="同意",
        新期限="2024-11-29",
        批准人="主任会议",
    ),
    row("2024-11-27", "答复", 单位="市民政局", 类别="B"),
    row(
        "2024-12-02",
        "退回重办",
        单位=["市民政局"],
        理由="答非所问",
        期限="2024-12-13",
    ),
    row("2024-12-12", "答复", 单位="市民政局", 类别="A"),
    row("2024-12-26", "测评", 票号="2024-01", 结论="不通过", 期限="2025-01-26"),
    row("2025-01-20", "答复", 单位="市民政局", 类别="A"),
    row("2025-02-27", "测评", 票号="2025-01", 结论="通过"),
    row("2025-03-05", "销号", 批准=[{"批准人": "主任会议"}]),
    row("2025-06-10", "回头看", 结论="反弹", 期限="2025-07-10"),
    number="JZ-021",
)

JZ033 = issue(
    row(
        "2024-06-20",
        "交办",
        分办=["市民政局", "市住建局", "市消防救援支队"],
        期限="2024-09-30",
    ),
    row("2024-06-21", "签收", 单位="市民政局"),
    row("2024-06-27", "申请退回", 单位="市消防救援支队", 理由="不属本单位职责"),
    row(
        "2024-07-01",
        "改派",
        原单位="市消防救援支队",
        单位="市应急局",
        期限="2024-09-30",
    ),
    row("2024-09-12", "答复", 单位="市民政局", 类别="A"),
    row(
        "2024-09-29",
        "答复",
        单位="市住建局",
        类别="C",
        承诺期限="2025-06-30",
    ),
    row("2024-10-11", "答复", 单位="市应急局", 类别="A"),
    row("2024-10-30", "测评", 票号="2024-02", 结论="通过"),
    row("2024-11-06", "转跟踪", 下次核查="2025-06-30"),
    row("2025-06-25", "答复", 单位="市住建局", 类别="A"),
    number="JZ-033",
)


@pytest.mark.parametrize(
    ("on", "state", "round_", "deadline"),
    [
        ("2024-06-19", "待交办", 1, "None"),
        ("2024-06-20", "已交办", 1, "2024-09-20"),
        ("2024-06-24", "已交办", 1, "2024-09-20"),
        ("2024-06-28", "待改派", 1, "2024-09-20"),
        ("2024-07-03", "已交办", 1, "2024-10-08"),
        ("2024-09-30", "已交办", 1, "2024-10-08"),
        ("2024-10-09", "已交办", 1, "2024-10-08"),
        ("2024-10-10", "已交办", 1, "2024-11-29"),
        ("2024-11-27", "已答复", 1, "2024-11-29"),
        ("2024-12-02", "办理中", 1, "2024-12-13"),
        ("2024-12-12", "已答复", 1, "2024-12-13"),
        ("2024-12-26", "重新办理", 2, "2025-01-26"),
        ("2025-01-20", "已答复", 2, "2025-01-26"),
        ("2025-02-27", "测评通过", 2, "2025-01-26"),
        ("2025-03-05", "已销号", 2, "2025-01-26"),
        ("2025-06-10", "重新办理", 3, "2025-07-10"),
    ],
)
def test_jz021_stands_as_told(on: str, state: str, round_: int, deadline: str) -> None:
    case = stands(JZ021, on)
    assert not case.faults
    assert (case.state, case.round) == (state, round_)
    assert str(case.deadline) == deadline


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2024-06-20", "已交办"),
        ("2024-06-21", "已交办"),
        ("2024-06-27", "已交办"),
        ("2024-07-01", "已交办"),
        ("2024-09-12", "已交办"),
        ("2024-09-29", "已交办"),
        ("2024-10-01", "已交办"),
        ("2024-10-11", "已答复"),
        ("2024-10-30", "测评通过"),
        ("2024-11-06", "跟踪中"),
        ("2025-06-25", "已答复"),
    ],
)
def test_jz033_stands_as_told(on: str, state: str) -> None:
    case = stands(JZ033, on)
    assert not case.faults
    assert (case.state, case.round) == (state, 1)


@pytest.mark.parametrize(
    ("on", "units"),
    [
        ("2024-06-24", {"市卫健委": "已交办", "市医保局": "办理中"}),
        ("2024-06-28", {"市卫健委": "待改派", "市医保局": "办理中"}),
        ("2024-07-03", {"市民政局": "已交办", "市医保局": "办理中"}),
        ("2024-12-02", {"市民政局": "办理中", "市医保局": "办理中"}),
        ("2024-12-26", {"市民政局": "重新办理", "市医保局": "办理中"}),
    ],
)
def test_each_unit_of_jz021_has_its_own_state(on: str, units: dict[str, str]) -> None:
    case = stands(JZ021, on)
    assert {each.unit: each.state for each in case.undertakings} == units


@pytest.mark.parametrize(
    ("on", "units"),
    [
        ("2024-06-21", "市民政局办理中 市住建局已交办 市消防救援支队已交办"),
        ("2024-06-27", "市民政局办理中 市住建局已交办 市消防救援支队待改派"),
        ("2024-07-01", "市民政局办理中 市住建局已交办 市应急局已交办"),
        ("2024-09-12", "市民政局已答复 市住建局已交办 市应急局已交办"),
        ("2024-09-29", "市民政局已答复 市住建局已答复 市应急局已交办"),
        ("2024-11-06", "市民政局已答复 市住建局已答复 市应急局已答复"),
    ],
)
def test_each_unit_of_jz033_has_its_own_state(on: str, units: str) -> None:
    case = stands(JZ033, on)
    assert " ".join(f"{each.unit}{each.state}" for each in case.undertakings) == units


def test_who_stays_keeps_its_signature_and_who_comes_begins_anew() -> None:
    case = stands(JZ021, "2024-07-03")
    assert str(work(case, "市医保局").accepted) == "2024-06-24"
    assert work(case, "市民政局").accepted is None
    assert str(work(case, "市民政局").assigned) == "2024-07-03"
    separate = stands(JZ033, "2024-07-01")
    assert str(work(separate, "市民政局").accepted) == "2024-06-21"
    assert work(separate, "市应急局").accepted is None


@pytest.mark.parametrize("on", ["2024-07-03", "2024-10-10", "2024-12-02", "2025-06-10"])
def test_the_new_unit_has_an_original_deadline_of_its_own(on: str) -> None:
    assert str(work(stands(JZ021, on), "市民政局").original) == "2024-10-08"


@pytest.mark.parametrize(
    ("on", "remaining"),
    [
        ("2024-10-07", "剩1天"),
        ("2024-10-08", "今天到期"),
        ("2024-10-09", "逾期1天（延期待批）"),
        ("2024-10-10", "剩50天"),
        ("2024-11-27", ""),
        ("2024-12-13", ""),
        ("2025-01-19", "剩7天"),
        ("2025-03-05", ""),
        ("2025-07-12", "逾期2天"),
    ],
)
def test_the_time_left_of_jz021_is_told_in_words(on: str, remaining: str) -> None:
    assert item_of(stands(JZ021, on)).remaining == remaining


def test_a_late_unit_of_several_makes_the_issue_late_by_itself() -> None:
    case = stands(JZ033, "2024-10-01")
    late = {each.unit: each.clock.overdue_days(case.on) for each in case.undertakings}
    assert late == {"市民政局": 0, "市住建局": 0, "市应急局": 1}
    assert item_of(case).remaining == "逾期1天"
    assert item_of(case).late_units == ("市应急局",)


def test_what_waits_for_another_unit_is_never_late() -> None:
    waits = issue(*(event.plain() for event in JZ021.events[:3]))
    case = stands(waits, "2025-06-30")
    assert (case.state, case.overdue_days, case.days_left) == ("待改派", 0, None)
    assert item_of(case).remaining == ""
    assert total_rate("按期办结率", [roster(waits, on="2025-06-30")]).counts == "0/0"


def test_the_unit_that_waits_among_others_is_not_late_while_they_are() -> None:
    waits = issue(*(event.plain() for event in JZ033.events[:3]))
    case = stands(waits, "2024-10-02")
    assert case.state == "已交办"
    assert item_of(case).late_units == ("市民政局", "市住建局")


def test_the_least_good_class_speaks_for_the_issue() -> None:
    def shares(on: str) -> list[str]:
        book = roster(JZ033, on=on)
        return [total_rate(name, [book]).counts for name in ("解决率", "落实率")]

    assert shares("2024-09-29") == ["0/0", "0/0"]
    assert shares("2024-10-11") == ["0/1", "0/1"]
    assert shares("2025-06-25") == ["1/1", "1/1"]


@pytest.mark.parametrize(
    ("rules", "name", "counts"),
    [
        pytest.param(LEDGER, "按期办结率", "0/1", id="批准日"),
        pytest.param(BY_REQUEST, "按期办结率", "1/1", id="申请日"),
        pytest.param(LEDGER, "按期办结率（原期限）", "0/1", id="批准日，原期限"),
        pytest.param(BY_REQUEST, "按期办结率（原期限）", "0/1", id="申请日，原期限"),
    ],
)
@pytest.mark.parametrize("on", ["2024-12-12", "2025-03-31", "2025-06-30"])
def test_an_extension_granted_late_is_judged_as_the_office_says(
    rules: Ledger, name: str, counts: str, on: str
) -> None:
    book = roster(JZ021, on=on, rules=rules)
    assert total_rate(name, [book]).counts == counts


@pytest.mark.parametrize("rules", [LEDGER, BY_REQUEST], ids=["批准日", "申请日"])
@pytest.mark.parametrize("name", ["按期办结率", "按期办结率（原期限）"])
def test_one_late_unit_of_three_is_late_alone_but_the_issue_with_it(
    rules: Ledger, name: str
) -> None:
    book = roster(JZ033, on="2025-06-30", rules=rules)
    assert total_rate(name, [book]).counts == "0/1"
    alone = rate_of(
        measure_named(name),
        [each for each in undertakings_of(book) if each.works[0].answering],
    )
    assert alone.denominator_of == (
        "JZ-033 市民政局",
        "JZ-033 市住建局",
        "JZ-033 市应急局",
    )
    assert alone.numerator_of == ("JZ-033 市民政局", "JZ-033 市住建局")


@pytest.mark.parametrize(
    ("on", "closed", "redone"),
    [
        ("2024-12-25", "0/1", "0/1"),
        ("2024-12-26", "0/1", "1/1"),
        ("2025-03-31", "1/1", "1/1"),
        ("2025-06-09", "1/1", "1/1"),
        ("2025-06-30", "0/1", "1/1"),
    ],
)
def test_what_rebounds_leaves_the_rates_of_what_is_done(
    on: str, closed: str, redone: str
) -> None:
    book = roster(JZ021, on=on)
    assert total_rate("销号率", [book]).counts == closed
    assert total_rate("整改完成率", [book]).counts == closed
    assert total_rate("重办率", [book]).counts == redone


def test_the_next_check_of_what_is_tracked_is_due() -> None:
    item = item_of(stands(JZ033, "2025-06-24"))
    assert (str(item.deadline), item.remaining) == ("2025-06-30", "6天后核查")
    assert due_within(item, 10)
    assert not due_within(item, 5)


def test_a_vote_passed_in_this_round_still_stands_after_tracking() -> None:
    closing = {"批准": [{"批准人": "主任会议"}]}
    event = issue(row("2025-06-26", "销号", **closing)).events[0]
    closed = record(JZ033, event, LEDGER)
    assert stands(closed, "2025-06-26").state == "已销号"


@pytest.mark.parametrize(
    ("event", "refusal"),
    [
        pytest.param(
            row("2024-10-30", "测评", 票号="2024-02", 结论="通过"),
            "不能测评 JZ-033：市消防救援支队已申请退回，正在等待改派。"
            "先改派：rectify reassign JZ-033 --from 市消防救援支队 …",
            id="测评",
        ),
        pytest.param(
            row("2024-11-06", "销号", 批准=[{"批准人": "主任会议"}]),
            "不能销号 JZ-033：市消防救援支队已申请退回，正在等待改派。"
            "先改派：rectify reassign JZ-033 --from 市消防救援支队 …",
            id="销号",
        ),
    ],
)
def test_what_one_of_three_has_not_answered_is_neither_voted_on_nor_closed(
    event: dict[str, object], refusal: str
) -> None:
    rows = [each.plain() for each in JZ033.events]
    two_answered = issue(*rows[:3], *rows[4:6], number="JZ-033")
    assert stands(two_answered, "2024-10-11").state == "已交办"
    with pytest.raises(RuleError) as refused:
        record(two_answered, issue(event).events[0], LEDGER)
    assert str(refused.value) == refusal


def _vote(number: str, day: str, turn: str, **counts: int) -> Vote:
    return Vote.model_validate(
        {
            "票号": number,
            "日期": day,
            "轮次": turn,
            "对象": {"问题": ["JZ-021"]},
            "计票": [{"不满意": 0, "基本满意": 0, **counts}],
        }
    )


def test_two_votes_on_one_issue_count_apart() -> None:
    votes = (
        _vote("2024-01", "2024-12-26", "初次", 满意=11, 基本满意=6, 不满意=18),
        _vote("2025-01", "2025-02-27", "二次", 满意=30, 不满意=5),
    )
    book = roster(JZ021, on="2025-06-30", votes=votes)
    assert list(faults(book)) == []
    shares = ("测评通过率", "测评通过率（初次）", "测评通过率（二次）")
    assert measure_named(shares[0]).basis is Basis.VOTE
    assert [total_rate(name, [book]).counts for name in shares] == ["1/2", "0/1", "1/1"]
    before = roster(JZ021, on="2025-01-31", votes=votes)
    assert [total_rate(name, [before]).counts for name in shares] == [
        "0/1",
        "0/1",
        "0/0",
    ]


def test_the_vote_that_failed_is_named_until_the_next_one() -> None:
    sent_back = stands(JZ021, "2025-01-20")
    failed = sent_back.last_vote
    assert failed is not None
    assert (failed.ballot, str(failed.verdict)) == ("2024-01", "不通过")
    assert sent_back.reopened_by is failed
    assert stands(JZ021, "2024-12-25").last_vote is None
    passed = stands(JZ021, "2025-02-27").last_vote
    assert passed is not None
    assert str(passed.verdict) == "通过"
    last = stands(JZ021, "2025-06-30").last_vote
    assert last is not None
    assert last.ballot == "2025-01"
