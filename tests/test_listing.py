from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casebook import (
    BUREAU,
    Row,
    answered,
    closed,
    dropped,
    handed,
    issue,
    ledger,
    rechecked,
    reviewed,
    roster,
    row,
    shared,
    told,
    voted,
)
from rectify.domain.listing import (
    Item,
    Wish,
    item_of,
    items,
    summarise,
    urgent_first,
)
from rectify.domain.terms import State

FINANCE, FIRE = "市财政局", "市消防救援支队"


def listed(*events: Row, on: str = "2024-09-20", **facts: object) -> Item:
    return item_of(roster(issue(1, *events, **facts), on=on).cases[0])


def test_a_list_says_what_the_day_makes_of_an_issue() -> None:
    item = listed(
        handed(协办=[FINANCE]),
        row("2024-07-01", "签收", 单位=BUREAU),
        row("2024-07-02", "重点督办", 结论="列入", 督办领导="分管副主任"),
        类别="消防安全",
        来源="执法检查",
        来源级别="市",
        审议意见=2,
    )
    assert item.plain() == {
        "编号": "JZ-001",
        "标题": "第1个问题",
        "类别": "消防安全",
        "来源": "执法检查",
        "状态": "办理中",
        "主办": BUREAU,
        "协办": [FINANCE],
        "期限": "2024-09-30",
        "剩余天数": 10,
        "重点督办": True,
        "办理次数": 1,
    }
    assert (item.level, item.opinion) == ("市", 2)


def test_a_new_answer_waits_for_its_own_review() -> None:
    wanting = [handed(), answered("2024-07-01"), reviewed("2024-08-01", "未到位")]
    item = listed(*wanting)
    assert (item.reviewed, item.wanting) == (True, True)
    item = listed(*wanting, answered("2024-08-10"))
    assert (item.reviewed, item.wanting) == (False, False)


def test_before_the_hand_over_a_list_says_what_is_proposed() -> None:
    item = listed(拟主办=BUREAU, 拟协办=[FINANCE])
    assert (item.leads, item.partners) == ((BUREAU,), (FINANCE,))
    assert item.plain()["状态"] == "待交办"
    separate = listed(拟分办=[BUREAU, FIRE])
    assert separate.plain()["主办"] == f"{BUREAU}、{FIRE}"
    unknown = listed().plain()
    assert (unknown["主办"], unknown["期限"], unknown["剩余天数"]) == (None, None, None)


@pytest.mark.parametrize(
    ("on", "remaining", "days", "overdue"),
    [
        ("2024-09-29", "剩1天", 1, 0),
        ("2024-09-30", "今天到期", 0, 0),
        ("2024-10-01", "逾期1天", -1, 1),
        ("2024-12-31", "逾期92天", -92, 92),
    ],
)
def test_days_are_counted_from_the_day_asked_about(
    on: str, remaining: str, days: int, overdue: int
) -> None:
    item = listed(handed(), on=on)
    assert (item.remaining, item.days_left, item.overdue) == (remaining, days, overdue)


@pytest.mark.parametrize(
    ("events", "on", "remaining"),
    [
        pytest.param(
            [row("2024-09-25", "延期", 单位=BUREAU)],
            "2024-10-02",
            "逾期2天（延期待批）",
            id="延期待批",
        ),
        pytest.param([answered("2024-09-01")], "2024-12-31", "", id="已答复"),
        pytest.param(
            [row("2024-09-25", "申请退回", 单位=BUREAU, 理由="不属职责")],
            "2024-12-31",
            "",
            id="待改派不算逾期",
        ),
    ],
)
def test_what_is_left_is_told_in_words(
    events: list[Row], on: str, remaining: str
) -> None:
    assert listed(handed(), *events, on=on).remaining == remaining


@pytest.mark.parametrize(
    ("on", "remaining"),
    [
        ("2024-12-20", "11天后核查"),
        ("2024-12-31", "今天核查"),
        ("2025-01-05", "核查已过5天"),
    ],
)
def test_a_tracked_issue_waits_for_its_next_check(on: str, remaining: str) -> None:
    tracked = row("2024-10-01", "转跟踪", 下次核查="2024-12-31")
    item = listed(handed(), answered("2024-09-01", grade="C"), tracked, on=on)
    assert (item.state, item.remaining) == (State.TRACKED, remaining)


def test_what_ended_while_it_was_tracked_waits_for_nothing() -> None:
    tracked = row("2024-10-01", "转跟踪", 下次核查="2024-12-31")
    parts = (handed(), answered("2024-09-01"), tracked)
    item = listed(*parts, dropped("2024-10-10", "撤回"), on="2024-11-01")
    assert (item.state, item.remaining, item.days_left) == (State.DROPPED, "", None)


def test_what_lasts_has_no_day_until_it_is_closed() -> None:
    lasting = {"时限类型": "长期坚持"}
    assert listed(handed(until=None), **lasting).remaining == "长期"
    done = (handed(until=None), answered("2024-07-01"), closed("2024-08-01"))
    assert listed(*done, **lasting).remaining == ""
    assert listed(handed(until=None)).remaining == ""


def test_the_round_is_shown_while_something_is_to_be_done() -> None:
    again = (handed(), answered("2024-07-01"), voted("2024-08-01", "不通过"))
    assert listed(*again).state_shown == "重新办理②"
    over = (*again, answered("2024-08-10"), closed("2024-08-20"))
    assert listed(*over).state_shown == "已销号"
    assert listed(handed()).state_shown == "已交办"
    many = [
        event
        for month in range(1, 12)
        for event in (
            answered(f"2025-{month:02}-10"),
            voted(f"2025-{month:02}-20", "不通过"),
        )
    ]
    assert listed(handed(), *many, on="2025-12-31").state_shown == "重新办理⑨"


def test_a_second_failure_is_marked_until_the_issue_is_closed() -> None:
    twice = (
        handed(),
        answered("2024-07-01"),
        voted("2024-07-10", "不通过"),
        answered("2024-07-20"),
        told("2024-07-30", "不满意"),
    )
    assert not listed(*twice[:3]).twice_failed
    assert listed(*twice).twice_failed
    over = (*twice, answered("2024-08-10"), closed("2024-08-20"))
    assert not listed(*over).twice_failed


def test_a_merged_issue_shows_its_parents_state_and_where_it_went() -> None:
    held = roster(
        issue(1, handed(), answered("2024-07-20")),
        issue(2, handed(FIRE), dropped("2024-07-10", "并案", into=1)),
    )
    item = item_of(held.cases[1])
    assert (item.state, item.leads) == (State.ANSWERED, (BUREAU,))
    assert item.merged_into == "JZ-001"


FACTS = {"类别": "消防安全", "来源": "执法检查", "审议意见": 2, "标题": "喷淋缺失"}
OFFICE = roster(
    issue(
        1,
        handed(协办=[FIRE]),
        row("2024-07-02", "重点督办", 结论="列入", 督办领导="分管副主任"),
        **FACTS,
    ),
    issue(2, handed(FINANCE, "2024-10-20"), 类别="资金保障", 来源="视察", 审议意见=1),
    issue(3, handed(FIRE), answered("2024-07-10", FIRE, 内容="已装好。\n已通水。")),
    issue(4, 拟主办=FINANCE),
    issue(5, handed(until="2024-10-05")),
    on="2024-10-02",
)


@pytest.mark.parametrize(
    ("wish", "numbers"),
    [
        (Wish(), [1, 2, 3, 4, 5]),
        (Wish(states=("已交办",)), [1, 2, 5]),
        (Wish(states=("已答复", "待交办")), [3, 4]),
        (Wish(unit=FIRE), [1, 3]),
        (Wish(unit=FINANCE), [2, 4]),
        (Wish(category="消防安全"), [1]),
        (Wish(source="视察"), [2]),
        (Wish(opinion=2), [1]),
        (Wish(opinion=0), []),
        (Wish(key=True), [1]),
        (Wish(overdue=True), [1]),
        (Wish(due_within=3), [1, 5]),
        (Wish(due_within=0), [1]),
        (Wish(due_within=18), [1, 2, 5]),
        (Wish(text="喷淋"), [1]),
        (Wish(text="已装好。已通水"), [3]),
        (Wish(text="日期"), []),
        (Wish(text="2024-10-20"), [2]),
        (Wish(text="分管副主任", unit=FIRE), [1]),
        (Wish(overdue=True, category="资金保障"), []),
    ],
)
def test_a_list_holds_what_meets_every_wish(wish: Wish, numbers: list[int]) -> None:
    assert [int(item.number[3:]) for item in items(OFFICE, wish)] == numbers


def test_the_line_below_a_list_counts_states_and_what_is_late_or_soon() -> None:
    found = summarise(list(items(OFFICE, Wish())), 10)
    assert found.total == 5 == sum(count for _, count in found.states)
    assert dict(found.states) == {
        State.UNASSIGNED: 1,
        State.ASSIGNED: 3,
        State.ANSWERED: 1,
    }
    assert (found.overdue, found.soon, found.soon_days) == (1, 1, 10)
    done = roster(issue(1, handed()), issue(2, *DONE))
    states = summarise([item_of(case) for case in done.cases], 10).states
    assert states == ((State.CLOSED, 1), (State.ASSIGNED, 1))


def test_a_check_whose_day_is_over_is_not_due_soon() -> None:
    track = row("2024-11-01", "转跟踪", 下次核查="2024-12-20")
    case = issue(1, handed(), answered("2024-10-20"), track)
    soon = [
        summarise([item_of(each) for each in roster(case, on=day).cases], 10).soon
        for day in ("2024-12-09", "2024-12-10", "2024-12-20", "2024-12-21")
    ]
    assert soon == [0, 1, 1, 0]


DONE = (handed(), answered("2024-07-01"), closed("2024-08-01"))


def test_the_most_urgent_comes_first() -> None:
    due = urgent_first(items(OFFICE, Wish(due_within=30)))
    assert [item.number for item in due] == ["JZ-001", "JZ-005", "JZ-002"]


def test_of_several_units_the_first_deadline_awaited_counts() -> None:
    shares = [BUREAU, {"单位": FINANCE, "期限": "2024-12-31"}]
    parts = (shared(*shares), answered("2024-09-01"))
    assert listed(*parts[:1]).deadline == date(2024, 9, 30)
    assert listed(*parts).deadline == date(2024, 12, 31)
    assert listed(*parts, on="2025-01-03").late_units == (FINANCE,)


def test_a_list_tells_what_the_committee_has_not_looked_at_yet() -> None:
    told_by_unit = (handed(), answered("2024-07-01"))
    assert not listed(*told_by_unit).reviewed
    assert listed(*told_by_unit, reviewed("2024-07-10")).reviewed


@pytest.mark.parametrize(
    ("events", "facts", "words"),
    [
        ([], {"拟定期限": "9月底前"}, "拟9月底前"),
        ([], {}, None),
        ([handed(until=None, 期限依据="持续推进")], {}, "持续推进"),
        ([handed(until=None)], {"时限类型": "立行立改"}, "立行立改"),
        ([handed(期限依据="9月底前")], {}, None),
    ],
)
def test_a_limit_that_is_no_day_is_told_in_its_words(
    events: list[Row], facts: dict[str, Any], words: str | None
) -> None:
    assert listed(*events, **facts).limit_words == words


def test_a_proposer_who_asks_so_goes_by_a_letter() -> None:
    hidden = {"保密": "是"}
    item = listed(
        提出人=[
            {"姓名": "居民甲", **hidden},
            {"姓名": "居民乙"},
            {"姓名": "代表丙", "身份": "市人大代表", **hidden},
        ]
    )
    assert item.proposers == ("提出人A", "居民乙", "代表B")


def test_a_rebound_is_a_new_round() -> None:
    item = listed(*DONE, rechecked("2024-09-01", "反弹", 期限="2024-10-08"))
    assert (item.state_shown, item.remaining) == ("重新办理②", "剩18天")
    assert ledger().procedure.due_soon_days == 10
