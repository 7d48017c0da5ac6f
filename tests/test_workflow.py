"""The procedure: which event is possible in which state, and what then follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from records import (
    ANSWER,
    BOSS,
    CLOSED,
    FAILED,
    FEEDBACK,
    HANDED,
    LEDGER,
    PASSED,
    RECORDS,
    SHARED,
    SIGNED,
    VETTED,
    WAITING,
    issue,
    late,
    row,
    stands,
    work,
)
from rectify.domain.event import MATTERS
from rectify.domain.listing import item_of
from rectify.domain.terms import Finding, State
from rectify.domain.workflow import record
from rectify.errors import RuleError

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress

UNHANDED = {"待审定": "待审定", "待交办": "待交办"}
OPEN = {
    state: state
    for state in (
        "已交办",
        "待改派",
        "办理中",
        "已答复",
        "测评通过",
        "重新办理",
        "跟踪中",
    )
}
BEGUN = {**OPEN, "已交办": "办理中", "重新办理": "办理中"}
CARRIED = dict.fromkeys({**UNHANDED, **OPEN}.keys() - {"待改派"}, "已结转")
AFTER = {"已销号": "已销号"}
EVERY = {state: state for state in RECORDS}


def to(state: str, *before: str) -> dict[str, str]:
    return dict.fromkeys(before, state)


# What each event carries, and the states in which it is possible with what it leads to.
# Where no state is named, the event is refused.
Case = tuple[dict[str, object], dict[str, str]]
EXPECTED: dict[str, Case] = {
    "期初": (
        {"状态": "办理中", "主办": "市民政局", "签收日期": "2024-09-02"},
        to("办理中", "待审定", "待交办"),
    ),
    "审定": ({"会议": "主任会议"}, to("待交办", "待审定", "待交办")),
    "交办": ({"主办": "市民政局"}, to("已交办", "待交办")),
    "签收": ({"单位": "市财政局"}, OPEN),
    "申请退回": (
        {"单位": "市民政局", "理由": "不属本单位职责"},
        to("待改派", "已交办", "办理中", "重新办理"),
    ),
    "不予退回": ({"单位": "市民政局"}, to("已交办", "待改派")),
    "改派": (
        {"原单位": "市民政局", "单位": "市人社局", "期限": "2025-03-31"},
        {**dict.fromkeys(OPEN, "已交办"), "跟踪中": "跟踪中"},
    ),
    "方案": ({"单位": "市民政局", "责任领导": "分管副局长"}, BEGUN),
    "进展": ({"单位": "市民政局", "内容": "已进场施工。"}, {**BEGUN, **AFTER}),
    "面商": ({"单位": "市民政局", "方式": "当面"}, {**OPEN, **AFTER}),
    "延期": (
        {"单位": "市民政局"},
        {
            state: state
            for state in OPEN
            if state not in {"已答复", "测评通过", "跟踪中"}
        },
    ),
    "催办": ({"单位": "市民政局"}, OPEN),
    "督办": ({"单位": "市民政局"}, OPEN),
    "重点督办": ({"督办领导": "分管副主任"}, {**UNHANDED, **OPEN}),
    "答复": (
        {"单位": "市民政局", "类别": "A"},
        to("已答复", "已交办", "办理中", "重新办理", "已答复", "跟踪中"),
    ),
    "退回重办": (
        {"单位": ["市民政局"], "理由": "答非所问"},
        to("办理中", "已答复"),
    ),
    "复核": (
        {"单位": "市民政局", "结论": "整改到位"},
        {state: state for state in ("已答复", "测评通过", "跟踪中")},
    ),
    "反馈": (
        {"提出人": "王代表", "结果": "不满意", "期限": "2025-01-31"},
        to("重新办理", "已答复", "测评通过", "跟踪中", "已销号"),
    ),
    "测评": (
        {"票号": "2024-09", "结论": "不通过", "期限": "2025-01-31"},
        to("重新办理", "已答复"),
    ),
    "销号": (
        {"批准": BOSS, "理由": "限期已到，先行销号"},
        to("已销号", "已答复", "测评通过"),
    ),
    "回头看": (
        {"结论": "反弹", "期限": "2025-01-31"},
        to("重新办理", "测评通过", "跟踪中", "已销号"),
    ),
    "转跟踪": ({"下次核查": "2025-06-30"}, to("跟踪中", "已答复", "测评通过")),
    "终止": (
        {"方式": "撤回", "理由": "书面撤回"},
        dict.fromkeys({**UNHANDED, **OPEN}, "已终止"),
    ),
    "恢复": ({"理由": "继续办理"}, to("已交办", "已终止")),
    "结转": ({"转入": "ylfw-2025"}, CARRIED),
    "现场答复": (
        {"问": "几时完成？", "单位": "市民政局", "答": "年底前。"},
        UNHANDED,
    ),
    "备注": ({"内容": "已电话提醒。"}, EVERY),
}


def rules_for(state: str) -> Ledger:
    return VETTED if state == "待审定" else LEDGER


def test_every_event_and_every_state_has_its_place_in_these_tables() -> None:
    assert tuple(EXPECTED) == MATTERS
    assert set(RECORDS) == {str(state) for state in State}


@pytest.mark.parametrize("state", RECORDS)
def test_a_record_leads_to_its_state(state: str) -> None:
    case = stands(issue(*RECORDS[state]), "2024-12-30", rules_for(state))
    assert not case.faults
    assert case.state == state


@pytest.mark.parametrize("state", RECORDS)
@pytest.mark.parametrize("matter", MATTERS)
def test_an_event_is_possible_only_where_the_procedure_has_it(
    matter: str, state: str
) -> None:
    carried, leads_to = EXPECTED[matter]
    rules, before = rules_for(state), issue(*RECORDS[state])
    event = issue(row("2024-12-30", matter, **carried)).events[0]
    if state in leads_to:
        after = record(before, event, rules)
        assert stands(after, "2024-12-30", rules).state == leads_to[state]
        return
    with pytest.raises(RuleError) as refused:
        record(before, event, rules)
    assert re.match(rf"不能\w*{matter} JZ-001：", str(refused.value))
    by_hand = issue(*RECORDS[state], row("2024-12-30", matter, **carried))
    case = stands(by_hand, "2024-12-30", rules)
    assert [str(fault.error) for fault in case.faults] == [str(refused.value)]
    assert case.state == state


def units(case: Progress) -> str:
    return " ".join(f"{each.role}{each.unit}{each.state}" for each in case.undertakings)


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        pytest.param(
            (HANDED, late("改派", 单位="市人社局")),
            "主办市民政局已交办 协办市财政局已交办 协办市人社局已交办",
            id="增加一个，默认协办",
        ),
        pytest.param(
            (HANDED, late("改派", 原单位="市财政局", 单位="市人社局")),
            "主办市民政局已交办 协办市人社局已交办",
            id="换协办",
        ),
        pytest.param(
            (HANDED, late("改派", 原单位="市财政局")),
            "主办市民政局已交办",
            id="减协办",
        ),
        pytest.param(
            (HANDED, SIGNED, late("改派", 原单位="市民政局", 单位="市人社局")),
            "主办市人社局已交办 协办市财政局已交办",
            id="换主办，协办不动",
        ),
        pytest.param(
            (
                HANDED,
                row(
                    "2024-07-01",
                    "改派",
                    原单位="市民政局",
                    单位="市民政局",
                    角色="分办",
                ),
                late("改派", 单位="市住建局", 角色="分办"),
            ),
            "分办市民政局已交办 协办市财政局已交办 分办市住建局已交办",
            id="主办改为分办，再加一个",
        ),
        pytest.param(
            (SHARED, SIGNED, late("改派", 原单位="市应急局")),
            "分办市民政局办理中 分办市住建局已交办",
            id="减一个分办",
        ),
        pytest.param(
            (SHARED, ANSWER, late("改派", 原单位="市住建局", 单位="市人社局")),
            "分办市民政局已答复 分办市人社局已交办 分办市应急局已交办",
            id="换一个分办",
        ),
    ],
)
def test_units_are_replaced_added_and_released(
    rows: tuple[Row, ...], after: str
) -> None:
    done = record(issue(*rows[:-1]), issue(rows[-1]).events[0], LEDGER)
    assert units(stands(done, "2024-12-30")) == after


def test_a_new_unit_without_a_deadline_of_its_own_inherits_the_old_one() -> None:
    moved = issue(HANDED, row("2024-07-01", "改派", 原单位="市民政局", 单位="市人社局"))
    assert str(stands(moved, "2024-07-01").deadline) == "2024-09-30"
    added = issue(SHARED, row("2024-07-01", "改派", 单位="市人社局", 角色="分办"))
    assert work(stands(added, "2024-07-01"), "市人社局").deadline is None


def test_a_new_unit_with_words_of_its_own_inherits_no_deadline() -> None:
    lasting = row(
        "2024-07-01",
        "改派",
        原单位="市民政局",
        单位="市人社局",
        期限依据="长期坚持",
    )
    assert stands(issue(HANDED, lasting), "2024-07-01").deadline is None


def test_a_vote_does_not_stand_for_an_answer_that_came_after_it() -> None:
    joined = row("2024-11-05", "改派", 单位="市人社局", 角色="分办", 期限="2024-12-05")
    answers = [
        row("2024-09-18", "答复", 单位=unit)
        for unit in ("市民政局", "市住建局", "市应急局")
    ]
    later = row("2024-11-20", "答复", 单位="市人社局")
    shared = issue(SHARED, *answers, PASSED, joined, later)
    assert stands(shared, "2024-11-04").state == "测评通过"
    assert stands(shared, "2024-11-05").state == "已交办"
    assert stands(shared, "2024-11-20").state == "已答复"
    with pytest.raises(RuleError, match="本次办理的测评还没有通过"):
        record(shared, issue(late("销号", 批准=BOSS)).events[0], LEDGER)


def test_a_helper_who_joins_leaves_the_vote_as_it_is() -> None:
    joined = row("2024-11-05", "改派", 单位="市人社局")
    assert stands(issue(*RECORDS["测评通过"], joined), "2024-11-05").state == "测评通过"


def test_the_one_who_came_for_the_second_round_has_no_first_clock() -> None:
    moved = issue(
        HANDED,
        ANSWER,
        FAILED,
        row(
            "2024-11-05", "改派", 原单位="市民政局", 单位="市人社局", 期限="2024-12-05"
        ),
    )
    case = stands(moved, "2024-11-05")
    assert work(case, "市人社局").entered == 2
    assert work(case, "市人社局").first_clock is None
    assert case.round == 2
    assert [each.unit for each in case.released] == ["市民政局"]
    assert [str(clock.original) for clock in case.clocks_of_first_round()] == [
        "2024-09-30"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param((HANDED,), "已交办", id="没有签收"),
        pytest.param((HANDED, SIGNED), "办理中", id="已签收"),
        pytest.param((HANDED, ANSWER, FAILED), "重新办理", id="重新办理"),
    ],
)
def test_a_unit_that_is_kept_to_it_goes_on_where_it_was(
    before: tuple[Row, ...], after: str
) -> None:
    asked = row("2024-11-10", "申请退回", 单位="市民政局", 理由="不属本单位职责")
    kept = row("2024-11-15", "不予退回", 单位="市民政局")
    assert stands(issue(*before, asked), "2024-11-14").state == "待改派"
    assert stands(issue(*before, asked, kept), "2024-11-15").state == after


def test_what_a_unit_does_while_it_waits_counts_as_signing() -> None:
    kept = issue(
        HANDED,
        WAITING,
        row("2024-07-01", "进展", 单位="市民政局", 内容="先行排查。"),
        row("2024-07-05", "不予退回", 单位="市民政局"),
    )
    assert stands(kept, "2024-07-04").state == "待改派"
    assert stands(kept, "2024-07-05").state == "办理中"


@pytest.mark.parametrize(
    ("event", "signed"),
    [
        (row("2024-07-01", "签收", 单位="市民政局"), True),
        (row("2024-07-01", "方案", 单位="市民政局"), True),
        (row("2024-07-01", "进展", 单位="市民政局", 内容="进场。"), True),
        (row("2024-07-01", "答复", 单位="市民政局"), True),
        (row("2024-07-01", "面商", 单位="市民政局", 方式="当面"), False),
        (row("2024-07-01", "催办", 单位="市民政局"), False),
        (row("2024-07-01", "延期", 单位="市民政局"), False),
    ],
    ids=lambda value: value["事项"] if isinstance(value, dict) else str(value),
)
def test_who_plans_reports_or_answers_has_signed(event: Row, *, signed: bool) -> None:
    one = work(stands(issue(HANDED, event), "2024-07-01"), "市民政局")
    assert one.signed is signed
    day = "2024-07-01" if event["事项"] == "签收" else "None"
    assert str(one.accepted) == day


def test_a_unit_signs_again_for_a_new_round_but_the_first_day_counts() -> None:
    again = issue(
        HANDED, SIGNED, ANSWER, FAILED, row("2024-11-04", "签收", 单位="市民政局")
    )
    case = stands(again, "2024-11-04")
    assert (case.state, case.round) == ("办理中", 2)
    assert str(work(case, "市民政局").accepted) == "2024-06-22"


ASKED = row("2024-09-20", "延期", 单位="市民政局", 理由="施工期未完")


@pytest.mark.parametrize(
    ("rows", "on", "remaining"),
    [
        pytest.param((ASKED,), "2024-09-25", "剩5天", id="期限前待批"),
        pytest.param((ASKED,), "2024-10-02", "逾期2天（延期待批）", id="待批"),
        pytest.param(
            (ASKED, row("2024-09-28", "延期", 单位="市民政局", 结论="不同意")),
            "2024-10-02",
            "逾期2天",
            id="不同意",
        ),
        pytest.param(
            (
                ASKED,
                row(
                    "2024-09-28",
                    "延期",
                    单位="市民政局",
                    结论="同意",
                    新期限="2024-10-31",
                ),
            ),
            "2024-10-02",
            "剩29天",
            id="同意",
        ),
    ],
)
def test_an_extension_counts_from_its_decision(
    rows: tuple[Row, ...], on: str, remaining: str
) -> None:
    case = stands(issue(HANDED, *rows), on)
    assert item_of(case).remaining == remaining
    assert str(work(case, "市民政局").original) == "2024-09-30"


def test_one_unit_s_request_does_not_excuse_another_late_unit() -> None:
    one = issue(SHARED, ASKED)
    assert item_of(stands(one, "2024-10-05")).remaining == "逾期5天"
    others = [row("2024-09-20", "延期", 单位=unit) for unit in ("市住建局", "市应急局")]
    everyone = issue(SHARED, ASKED, *others)
    assert item_of(stands(everyone, "2024-10-05")).remaining == "逾期5天（延期待批）"


def test_the_answer_ends_the_wait_for_a_decision() -> None:
    answered = issue(HANDED, ASKED, row("2024-10-08", "答复", 单位="市民政局"))
    assert work(stands(answered, "2024-10-08"), "市民政局").pending is None


def test_a_returned_answer_is_taken_back_in_the_same_round() -> None:
    back = issue(
        HANDED,
        ANSWER,
        row("2024-09-20", "复核", 单位="市民政局", 结论="整改到位"),
        row(
            "2024-09-25",
            "退回重办",
            单位=["市民政局"],
            理由="答非所问",
            期限="2024-10-15",
        ),
    )
    before = work(stands(back, "2024-09-24"), "市民政局").review
    assert before is not None
    assert before.finding is Finding.RECTIFIED
    case = stands(back, "2024-09-25")
    answering = work(case, "市民政局")
    assert (case.state, case.round, str(case.deadline)) == ("办理中", 1, "2024-10-15")
    assert (answering.answer, answering.review, answering.last_grade) == (
        None,
        None,
        None,
    )


def test_only_the_answer_of_this_round_is_taken_back() -> None:
    back = issue(
        HANDED,
        ANSWER,
        FAILED,
        row("2024-11-20", "答复", 单位="市民政局", 类别="B"),
        row("2024-11-25", "退回重办", 单位=["市民政局"], 理由="仍未整改"),
    )
    case = stands(back, "2024-11-25")
    assert (case.state, case.round) == ("办理中", 2)
    assert work(case, "市民政局").last_grade == "A"
    assert work(case, "市民政局").present_grade is None


@pytest.mark.parametrize(
    ("named", "states"),
    [
        pytest.param(
            {},
            "分办市民政局重新办理 分办市住建局重新办理 分办市应急局重新办理",
            id="没有点名，都重新办理",
        ),
        pytest.param(
            {"单位": ["市住建局"]},
            "分办市民政局已答复 分办市住建局重新办理 分办市应急局已答复",
            id="点名一个",
        ),
    ],
)
@pytest.mark.parametrize(
    "begins",
    [
        pytest.param(("测评", {"票号": "2024-01", "结论": "不通过"}), id="测评"),
        pytest.param(("反馈", {"提出人": "王代表", "结果": "不满意"}), id="反馈"),
    ],
)
def test_a_new_round_is_for_every_answering_unit_or_for_those_named(
    begins: tuple[str, dict[str, object]], named: dict[str, object], states: str
) -> None:
    answers = [
        row("2024-09-18", "答复", 单位=unit, 类别="A")
        for unit in ("市民政局", "市住建局", "市应急局")
    ]
    matter, carried = begins
    opening = row("2024-10-30", matter, **carried, **named, 期限="2024-11-29")
    case = stands(issue(SHARED, *answers, opening), "2024-10-30")
    assert not case.faults
    assert units(case) == states
    assert (case.state, case.round, str(case.deadline)) == ("重新办理", 2, "2024-11-29")


def test_the_second_failure_is_told() -> None:
    twice = issue(
        HANDED,
        ANSWER,
        FAILED,
        row("2024-11-20", "答复", 单位="市民政局", 类别="A"),
        row("2024-12-20", "反馈", 提出人="王代表", 结果="不满意"),
    )
    assert not item_of(stands(twice, "2024-12-19")).twice_failed
    case = stands(twice, "2024-12-20")
    assert (case.round, case.failures) == (3, 2)
    assert item_of(case).twice_failed


PROPOSERS = [{"姓名": "王代表"}, {"姓名": "李代表"}]
PLEASED = row("2024-10-08", "反馈", 提出人="王代表", 结果="满意")
FAIRLY = row("2024-10-09", "反馈", 提出人="李代表", 结果="基本满意")


@pytest.mark.parametrize(
    ("rules", "proposers", "rows", "state"),
    [
        pytest.param(FEEDBACK, PROPOSERS, (PLEASED,), "已答复", id="还差一人"),
        pytest.param(FEEDBACK, PROPOSERS, (PLEASED, FAIRLY), "测评通过", id="都满意"),
        pytest.param(FEEDBACK, [], (PLEASED,), "测评通过", id="没有列明提出人"),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (PLEASED, row("2024-10-09", "反馈", 提出人="李代表", 结果="未表态")),
            "已答复",
            id="一人未表态",
        ),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (
                PLEASED,
                row("2024-10-09", "反馈", 提出人="王代表", 结果="未表态"),
                row("2024-10-10", "反馈", 提出人="李代表", 结果="满意"),
            ),
            "已答复",
            id="先满意，后未表态",
        ),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (
                PLEASED,
                row("2024-10-09", "退回重办", 单位=["市民政局"], 理由="佐证不足"),
                row("2024-10-20", "答复", 单位="市民政局"),
                row("2024-10-25", "反馈", 提出人="李代表", 结果="满意"),
            ),
            "已答复",
            id="答复退回后，先前的满意不算",
        ),
        pytest.param(LEDGER, PROPOSERS, (PLEASED, FAIRLY), "已答复", id="以测评为准"),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (
                PLEASED,
                row("2024-10-09", "反馈", 提出人="李代表", 结果="不满意"),
                row("2024-11-08", "答复", 单位="市民政局"),
                row("2024-11-15", "反馈", 提出人="李代表", 结果="满意"),
            ),
            "已答复",
            id="新的一次办理，先前的满意不算",
        ),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (PLEASED, row("2024-10-09", "转跟踪", 下次核查="2025-03-31"),
             row("2024-10-10", "反馈", 提出人="李代表", 结果="满意")),
            "跟踪中",
            id="跟踪中反馈满意",
        ),
    ],
)  # fmt: skip
def test_content_proposers_pass_an_issue_where_feedback_decides(
    rules: Ledger, proposers: list[object], rows: tuple[Row, ...], state: str
) -> None:
    case = stands(issue(HANDED, ANSWER, *rows, 提出人=proposers), "2024-12-01", rules)
    assert not case.faults
    assert case.state == state


def test_what_passed_by_feedback_is_closed_without_a_vote() -> None:
    closed = issue(HANDED, ANSWER, PLEASED, CLOSED)
    assert stands(closed, "2024-11-20", FEEDBACK).state == "已销号"


def test_a_second_answer_supplements_the_first_on_its_day() -> None:
    more = issue(HANDED, ANSWER, row("2024-10-08", "答复", 单位="市民政局", 类别="B"))
    answering = work(stands(more, "2024-10-08"), "市民政局")
    assert answering.last_grade == "B"
    assert str(answering.clock.answered_on) == "2024-09-18"


def test_a_look_back_that_finds_all_well_changes_nothing() -> None:
    held = issue(HANDED, ANSWER, PASSED, CLOSED, late("回头看", 结论="巩固"))
    assert stands(held, "2024-12-30").state == "已销号"
    assert stands(held, "2024-12-30").round == 1


def test_what_is_key_stays_so_until_it_is_taken_off_the_list() -> None:
    listed = issue(
        row("2024-06-01", "重点督办", 督办领导="分管副主任"),
        HANDED,
        late("重点督办", 结论="取消"),
    )
    assert stands(listed, "2024-12-29").is_key
    assert not stands(listed, "2024-12-30").is_key
    assert not stands(listed, "2024-05-31").is_key


def test_the_nearest_deadline_of_an_awaited_answer_is_the_issue_s() -> None:
    shares = [
        {"单位": "市民政局", "期限": "2024-08-30"},
        {"单位": "市住建局", "期限": "2024-07-31"},
        "市应急局",
    ]
    apart = issue(
        row("2024-06-20", "交办", 分办=shares, 期限="2024-09-30"),
        row("2024-07-30", "答复", 单位="市住建局"),
        row("2024-08-20", "答复", 单位="市民政局"),
        row("2024-09-20", "答复", 单位="市应急局"),
    )
    days = ("2024-06-20", "2024-07-30", "2024-08-20", "2024-09-20")
    assert [str(stands(apart, day).deadline) for day in days] == [
        "2024-07-31",
        "2024-08-30",
        "2024-09-30",
        "2024-09-30",
    ]


def test_what_has_no_end_is_never_late() -> None:
    lasting = issue(
        row("2024-06-20", "交办", 主办="市民政局", 期限依据="长期坚持"),
        时限类型="长期坚持",
    )
    case = stands(lasting, "2026-06-20")
    assert (case.deadline, case.days_left, case.overdue_days) == (None, None, 0)
    assert item_of(case).remaining == "长期"


def test_who_met_the_proposer_before_the_first_answer_is_kept() -> None:
    met = issue(
        HANDED,
        row("2024-07-01", "面商", 单位="市财政局", 方式="电话"),
        ANSWER,
        row("2024-09-20", "面商", 单位="市民政局", 方式="当面"),
    )
    case = stands(met, "2024-12-30")
    assert [(each.unit, each.manner, each.before) for each in case.contacts] == [
        ("市财政局", "电话", True),
        ("市民政局", "当面", False),
    ]
