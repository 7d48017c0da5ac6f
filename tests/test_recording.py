"""How events are recorded and voided, on which day they count, and what is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from records import (
    ANSWER,
    HANDED,
    LEDGER,
    RECORDS,
    SIGNED,
    issue,
    roster,
    row,
    stands,
    work,
)
from rectify.domain.terms import State
from rectify.domain.workflow import record, void
from rectify.errors import RuleError

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.issue import Issue


def test_a_void_event_is_passed_over_and_the_rest_folded_anew() -> None:
    done = void(issue(HANDED, SIGNED, ANSWER), 2, "2024-09-20 单位写错", LEDGER)
    assert stands(done, "2024-09-20").state == "办理中"
    assert done.events[2].void == "2024-09-20 单位写错"


@pytest.mark.parametrize(
    ("index", "sentence"),
    [
        pytest.param(
            0,
            "JZ-001 不能作废2024-06-20的交办：第2项（2024-09-18的答复）靠它成立，"
            "否则不能答复 JZ-001：到2024-09-18还没有交办。"
            "请先作废第2项：rectify void JZ-001 --event 2 --reason 理由",
            id="交办",
        ),
        pytest.param(
            1,
            "JZ-001 不能作废2024-09-18的答复：第3项（2024-10-30的测评）靠它成立，"
            "否则不能测评 JZ-001：市民政局还没有答复。"
            "请先作废第3项：rectify void JZ-001 --event 3 --reason 理由",
            id="答复",
        ),
        pytest.param(
            2,
            "JZ-001 不能作废2024-10-30的测评：第4项（2024-11-20的销号）靠它成立，"
            "否则不能销号 JZ-001：本次办理的测评还没有通过。"
            "请先作废第4项：rectify void JZ-001 --event 4 --reason 理由",
            id="测评",
        ),
    ],
)
def test_what_later_events_depend_on_cannot_be_voided(
    index: int, sentence: str
) -> None:
    with pytest.raises(RuleError) as refused:
        void(issue(*RECORDS["已销号"]), index, "2024-12-30 记错", LEDGER)
    assert str(refused.value) == sentence


def test_an_event_that_would_break_a_later_one_is_refused() -> None:
    moved = issue(row("2024-08-01", "改派", 原单位="市民政局", 单位="市人社局"))
    with pytest.raises(RuleError) as refused:
        record(issue(HANDED, ANSWER), moved.events[0], LEDGER)
    assert str(refused.value) == (
        "JZ-001 不能在2024-08-01改派：第3项（2024-09-18的答复）靠它成立，"
        "否则不能答复 JZ-001：市民政局不是它的承办单位。"
        "请先作废第3项：rectify void JZ-001 --event 3 --reason 理由"
    )


def test_a_fault_that_is_there_already_hinders_no_other_event() -> None:
    faulty = issue(HANDED, row("2024-06-25", "答复", 单位="市应急局"))
    signed = record(faulty, issue(SIGNED).events[0], LEDGER)
    assert stands(signed, "2024-06-30").state == "办理中"


def test_a_fault_that_is_there_already_excuses_no_second_one() -> None:
    answer = row("2024-06-25", "答复", 单位="市应急局")
    again = row("2024-06-26", "答复", 单位="市应急局")
    with pytest.raises(RuleError, match="市应急局不是它的承办单位"):
        record(issue(HANDED, answer), issue(again).events[0], LEDGER)


def test_a_refused_event_of_a_file_changes_nothing() -> None:
    early = row("2024-06-20", "交办", 主办="市民政局", 期限="2024-06-19")
    case = stands(issue(early), "2024-06-20")
    assert (case.state, case.undertakings) == ("待交办", [])
    assert [fault.place for fault in case.faults] == [0]


@pytest.mark.parametrize(
    ("orders", "given"),
    [
        pytest.param((), None, id="当天第一件"),
        pytest.param((None,), 2, id="当天有一件"),
        pytest.param((None, 2, 3), 4, id="当天有三件"),
        pytest.param((7,), 8, id="手写的次序"),
    ],
)
def test_an_event_is_recorded_as_the_last_of_its_day(
    orders: tuple[int | None, ...], given: int | None
) -> None:
    rows = [
        row("2024-07-01", "备注", 内容=f"第{place}件。", **({"次序": n} if n else {}))
        for place, n in enumerate(orders)
    ]
    event = issue(row("2024-07-01", "备注", 内容="又一件。")).events[0]
    done = record(issue(HANDED, *rows), event, LEDGER)
    assert done.events[-1].order == given
    assert done.ordered_events()[-1] == done.events[-1]


def test_events_of_one_day_stand_by_their_place_in_the_procedure() -> None:
    answered = row("2024-06-20", "答复", 单位="市民政局")
    by_hand = issue(answered, row("2024-06-20", "签收", 单位="市民政局"), HANDED)
    assert [event.kind for event in by_hand.ordered_events()] == [
        "交办",
        "签收",
        "答复",
    ]
    assert stands(by_hand, "2024-06-20").state == "已答复"
    assert not stands(by_hand, "2024-06-20").faults


def test_the_order_given_by_hand_goes_before_the_procedure() -> None:
    rows = (
        HANDED,
        {**ANSWER, "次序": 1},
        row("2024-09-18", "退回重办", 单位=["市民政局"], 理由="空", 次序=2),
        {**ANSWER, "类别": "B", "次序": 3},
    )
    case = stands(issue(*rows), "2024-09-18")
    assert not case.faults
    assert work(case, "市民政局").last_grade == "B"


WRONG = {
    **row("2024-09-18", "答复", 单位="市民政局", 类别="A"),
    "作废": "2024-10-08 单位写错",
}
LATER = row("2024-09-20", "答复", 单位="市民政局", 登记日期="2024-10-15")


@pytest.mark.parametrize(
    ("rows", "on", "known", "state"),
    [
        pytest.param((LATER,), "2024-09-19", None, "已交办", id="事情还没有发生"),
        pytest.param((LATER,), "2024-09-20", None, "已答复", id="按日期"),
        pytest.param((LATER,), "2024-09-30", "2024-10-14", "已交办", id="还没有登记"),
        pytest.param((LATER,), "2024-09-30", "2024-10-15", "已答复", id="当天登记"),
        pytest.param((LATER,), "2024-09-19", "2024-10-15", "已交办", id="登记了也不早"),
        pytest.param((WRONG,), "2024-09-30", None, "已交办", id="作废的从来不算"),
        pytest.param((WRONG,), "2024-09-30", "2024-10-07", "已答复", id="当时还没作废"),
        pytest.param((WRONG,), "2024-09-30", "2024-10-08", "已交办", id="作废当天"),
        pytest.param((ANSWER,), "2024-09-30", "2024-09-18", "已答复", id="随到随记"),
        pytest.param((ANSWER,), "2024-09-30", "2024-09-17", "已交办", id="前一天"),
    ],
)
def test_what_was_printed_on_a_day_can_be_printed_again(
    rows: tuple[Row, ...], on: str, known: str | None, state: str
) -> None:
    case = stands(issue(HANDED, *rows), on, known=known)
    assert not case.faults
    assert case.state == state


def merged(number: str, into: str) -> Issue:
    return issue(
        HANDED, row("2024-07-01", "终止", 方式="并案", 并入=into), number=number
    )


def test_a_merged_issue_stands_where_its_parent_stands() -> None:
    book = roster(
        issue(HANDED, ANSWER),
        merged("JZ-002", "JZ-001"),
        merged("JZ-003", "JZ-002"),
        on="2024-09-30",
    )
    assert [case.state for case in book.cases] == ["已答复"] * 3
    assert [case.own_state for case in book.cases] == ["已答复", "已终止", "已终止"]
    assert [case.merged_into for case in book.cases] == [None, "JZ-001", "JZ-002"]
    assert book.cases[2].open


def test_the_proposer_of_a_merged_issue_may_still_be_content() -> None:
    pleased = row("2024-09-20", "反馈", 提出人="王代表", 结果="满意")
    voiced = record(merged("JZ-002", "JZ-001"), issue(pleased).events[0], LEDGER)
    case = stands(voiced, "2024-09-30")
    assert (case.own_state, list(case.feedbacks)) == ("已终止", ["王代表"])


def test_a_merged_issue_is_not_sent_back_without_being_resumed() -> None:
    cross = row("2024-09-20", "反馈", 提出人="王代表", 结果="不满意")
    with pytest.raises(RuleError) as refused:
        record(merged("JZ-002", "JZ-001"), issue(cross).events[0], LEDGER)
    assert str(refused.value) == (
        "不能记录反馈 JZ-002：它已并入 JZ-001，不满意须重新办理。"
        "先恢复：rectify resume JZ-002"
    )


@pytest.mark.parametrize(
    "circle",
    [
        pytest.param((("JZ-001", "JZ-002"), ("JZ-002", "JZ-001")), id="互相并入"),
        pytest.param(
            (("JZ-001", "JZ-002"), ("JZ-002", "JZ-003"), ("JZ-003", "JZ-002")),
            id="并入一个圈",
        ),
        pytest.param((("JZ-001", "JZ-009"),), id="并入没有的"),
    ],
)
def test_issues_that_are_merged_in_a_circle_stand_alone(
    circle: tuple[tuple[str, str], ...],
) -> None:
    book = roster(*(merged(*each) for each in circle), on="2024-09-30")
    assert {case.state for case in book.cases} == {State.DROPPED}
    assert [case.parent for case in book.cases] == [None] * len(circle)


def test_a_merged_issue_goes_its_own_way_once_it_is_resumed() -> None:
    child = merged("JZ-002", "JZ-001")
    resumed = record(child, issue(row("2024-08-01", "恢复")).events[0], LEDGER)
    book = roster(issue(HANDED, ANSWER), resumed, on="2024-09-30")
    assert [case.state for case in book.cases] == ["已答复", "已交办"]
