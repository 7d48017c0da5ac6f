"""期初: an issue taken over in the midst of its handling; nothing is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook import bare, counted, grouped
from office import kept, office
from paperwork import asking, compiled, worded
from records import BOSS, LEDGER, issue, ledger, roster, row, stands, work
from rectify.domain.documents.handover import compile_letters
from rectify.domain.documents.lists import last_word
from rectify.domain.documents.report import NothingHanded
from rectify.domain.issue import Issue
from rectify.domain.listing import item_of
from rectify.domain.measures import MEASURES
from rectify.domain.publicity import for_public
from rectify.domain.rates import compile_rates, figures_note, measure_named, total_rate
from rectify.domain.terms import ExtensionCounts
from rectify.domain.workflow import record, void
from rectify.errors import RuleError

if TYPE_CHECKING:
    from pathlib import Path

    from records import Row
    from rectify.domain.event import AnyEvent
    from rectify.domain.roster import Roster

DAY = "2024-07-01"
SHA = "a" * 64
BUREAU, HOUSING = "市民政局", "市住建局"


def opening(state: str, **known: object) -> Row:
    """Take over an issue of 市民政局 on 2024-07-01, unless another unit is named."""
    whose = {} if "分办" in known else {"主办": BUREAU}
    return row(DAY, "期初", 状态=state, **whose, **known)


def event(written: Row) -> AnyEvent:
    return issue(written).events[0]


KNOWN: dict[str, object] = {
    "交办日期": "2024-03-01",
    "文号": "演〔2024〕3号",
    "期限": "2024-06-30",
    "签收日期": "2024-03-05",
    "责任领导": "分管副局长",
    "答复日期": "2024-06-18",
    "答复类别": "B",
    "答复内容": "已列入计划。",
}


@pytest.mark.parametrize(
    "state",
    ["已交办", "办理中", "已答复", "测评通过", "已销号", "跟踪中", "重新办理"],
)
def test_an_issue_stands_where_its_opening_says(state: str) -> None:
    case = stands(issue(opening(state)), DAY)
    assert not case.faults
    assert case.state == state
    assert [each.unit for each in case.answering] == [BUREAU]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"状态": "待交办"}, "状态不能是“待交办”"),
        ({"主办": None}, "应当有一个主办单位，或者两个以上分办单位"),
        ({"分办": [BUREAU, HOUSING]}, "应当有一个主办单位，或者两个以上分办单位"),
        ({"主办": None, "分办": [BUREAU]}, "应当有一个主办单位，或者两个以上分办单位"),
        ({"协办": [BUREAU]}, f"{BUREAU}写了两次"),
        ({"答复类别": "丁"}, "没有“丁”这个答复类别"),
        ({"交办日期": "2024-07-02"}, "交办日期晚于期初日期"),
        ({"签收日期": "2024-07-02"}, "签收日期晚于期初日期"),
        ({"答复日期": "2024-07-02"}, "答复日期晚于期初日期"),
        ({"销号日期": "2024-07-02"}, "销号日期晚于期初日期"),
        (
            {"交办日期": "2024-06-20", "答复日期": "2024-06-19"},
            "答复日期早于交办日期",
        ),
        ({"交办日期": "2024-06-20", "期限": "2024-06-19"}, "期限早于交办日期"),
        ({"未签收": [HOUSING]}, f"{HOUSING}不在承办单位之中"),
        (
            {"未签收": [BUREAU], "已签收": [BUREAU]},
            f"{BUREAU}不能又签收又没有签收",
        ),
        (
            {"主办": None, "分办": [{"单位": BUREAU, "状态": "已销号"}, HOUSING]},
            f"{BUREAU}的状态不能是“已销号”",
        ),
        (
            {"主办": None, "分办": [{"单位": BUREAU, "状态": "已交办"}, HOUSING]},
            "状态写的是“办理中”，按各分办单位的状态应为“已交办”",
        ),
    ],
)
def test_what_cannot_be_is_refused(known: Row, why: str) -> None:
    given = row(DAY, "期初", 状态="办理中", 主办=BUREAU) | known
    stated = {label: value for label, value in given.items() if value is not None}
    with pytest.raises(RuleError) as refused:
        record(issue(), event(stated), LEDGER)
    assert why in str(refused.value)


def test_everything_that_is_known_is_kept() -> None:
    case = stands(issue(opening("已答复", 协办=["市财政局"], **KNOWN)), DAY)
    lead, helper = work(case, BUREAU), work(case, "市财政局")
    assert str(lead.assigned) == "2024-03-01"
    assert str(lead.accepted) == "2024-03-05"
    assert str(lead.deadline) == str(lead.original) == "2024-06-30"
    assert lead.plan is not None
    assert lead.plan.leader == "分管副局长"
    assert lead.answer is not None
    assert str(lead.answer.day) == str(lead.clock.answered_on) == "2024-06-18"
    assert (lead.answer.content, lead.present_grade) == ("已列入计划。", "B")
    assert (lead.answer.ref, lead.answer.promised, lead.answer.attachments) == (
        "",
        None,
        (),
    )
    assert helper.signed is None
    assert last_word(case, BUREAU) == "已列入计划。"
    assert last_word(case, "市财政局") == ""


def test_what_is_not_known_stays_so() -> None:
    case = stands(issue(opening("已销号")), DAY)
    lead = work(case, BUREAU)
    assert case.handed is not None
    assert case.closed is not None
    assert case.handed.day is case.closed.day is lead.assigned is lead.accepted is None
    assert case.closed.approvals == ()
    assert lead.answer is not None
    assert lead.answer.day is lead.clock.answered_on is None
    assert lead.plan is None
    assert lead.signed
    assert case.rounds is None
    tracked = stands(issue(opening("跟踪中")), DAY)
    assert tracked.tracked is not None
    assert tracked.tracked.next_check is tracked.deadline is None


def test_each_of_several_units_has_its_own() -> None:
    shares = [
        {"单位": BUREAU, "状态": "已答复", "答复类别": "A", "答复日期": "2024-06-18"},
        {"单位": HOUSING, "期限": "2024-09-30"},
    ]
    taken = issue(
        opening("办理中", 分办=shares, 期限="2024-08-31", 交办日期="2024-03-01")
    )
    case = stands(taken, DAY)
    assert not case.faults
    assert case.state == "办理中"
    assert work(case, BUREAU).state == "已答复"
    assert str(work(case, BUREAU).deadline) == "2024-08-31"
    assert str(work(case, HOUSING).deadline) == "2024-09-30"
    assert work(case, HOUSING).answer is None
    assert taken.events[0].named_units() == (BUREAU, HOUSING)
    plain = issue(opening("办理中", 分办=[BUREAU, HOUSING])).events[0].plain()
    assert plain["分办"] == [BUREAU, HOUSING]


def test_a_unit_that_was_only_told_signs_as_ever() -> None:
    told = issue(opening("已交办", 协办=["市财政局"]))
    assert work(stands(told, DAY), BUREAU).signed is None
    assert work(stands(told, DAY), "市财政局").signed is None
    signed = record(told, event(row("2024-07-03", "签收", 单位=BUREAU)), LEDGER)
    assert stands(signed, "2024-07-03").state == "办理中"
    before = issue(opening("已交办", 签收日期="2024-06-30"))
    with pytest.raises(RuleError, match="已于2024-06-30签收"):
        record(before, event(row("2024-07-03", "签收", 单位=BUREAU)), LEDGER)


def test_who_was_at_work_has_signed_on_a_day_that_nobody_knows() -> None:
    with pytest.raises(RuleError, match=f"{BUREAU}已在期初以前签收"):
        record(
            issue(opening("办理中")),
            event(row("2024-07-03", "签收", 单位=BUREAU)),
            LEDGER,
        )


def test_who_is_said_to_have_signed_or_not_has_signed_or_not() -> None:
    said = opening("已交办", 协办=["市财政局"], 未签收=[BUREAU], 已签收=["市财政局"])
    case = stands(issue(said), DAY)
    assert work(case, BUREAU).signed is False
    assert work(case, "市财政局").signed is True
    assert counted("签收率", held(said)) == (
        ["001 市财政局"],
        ["001 市民政局", "001 市财政局"],
    )


def test_an_opening_comes_before_every_hand_over() -> None:
    handed = issue(row("2024-06-20", "交办", 主办=BUREAU))
    with pytest.raises(RuleError, match=r"不能登记期初 JZ-001：已于2024-06-20交办"):
        record(handed, event(opening("办理中")), LEDGER)
    for known, said in (
        ({}, "2024-07-01的期初里它已经交办"),
        ({"交办日期": "2024-03-01"}, "已于2024-03-01交办"),
    ):
        taken = issue(opening("办理中", **known))
        with pytest.raises(RuleError, match=said):
            record(taken, event(row("2024-07-02", "交办", 主办=BUREAU)), LEDGER)


def test_an_opening_says_that_the_issue_was_approved() -> None:
    case = stands(issue(opening("办理中")), DAY, ledger(rules={"须审定": "是"}))
    assert case.vetted
    assert case.state == "办理中"


def test_it_goes_on_from_there() -> None:
    taken = issue(
        opening("已答复", **KNOWN),
        row("2024-07-10", "复核", 单位=BUREAU, 结论="整改到位"),
        row("2024-07-20", "测评", 票号="2024-01", 结论="不通过", 期限="2024-08-20"),
        row("2024-08-10", "答复", 单位=BUREAU, 类别="A"),
        row("2024-08-30", "测评", 票号="2024-02", 结论="通过"),
        row("2024-09-01", "销号", 批准=BOSS),
    )
    case = stands(taken, "2024-09-01")
    assert not case.faults
    assert (case.state, case.round) == ("已销号", 2)
    assert stands(taken, "2024-07-20").state == "重新办理"


def test_a_passed_vote_before_the_opening_lets_it_be_struck_off() -> None:
    closing = event(row("2024-07-05", "销号", 批准=BOSS))
    for known in ({"状态": "测评通过"}, {"状态": "已答复", "测评结论": "通过"}):
        taken = issue(row(DAY, "期初", 主办=BUREAU, **known))
        assert stands(record(taken, closing, LEDGER), "2024-07-05").state == "已销号"
    with pytest.raises(RuleError, match="本次办理的测评还没有通过"):
        record(issue(opening("已答复")), closing, LEDGER)


def test_a_bad_finding_before_the_opening_still_counts() -> None:
    taken = issue(opening("测评通过", 复核结论="未到位"))
    with pytest.raises(RuleError, match=f"{BUREAU}最近一次复核是未到位"):
        record(taken, event(row("2024-07-05", "销号", 批准=BOSS)), LEDGER)


@pytest.mark.parametrize(
    ("matter", "carried", "why"),
    [
        ("销号", {"批准": BOSS}, "2024-07-01的期初里它须重新办理，第3次办理还没有答复"),
        ("测评", {"票号": "1", "结论": "通过"}, "第3次办理还没有答复"),
    ],
)
def test_what_is_to_be_done_again_awaits_its_answer(
    matter: str, carried: Row, why: str
) -> None:
    taken = issue(opening("重新办理", 办理次数="3", 答复类别="C", 测评结论="不通过"))
    case = stands(taken, DAY)
    assert (case.round, case.failures, case.rounds) == (3, 1, 3)
    assert work(case, BUREAU).times == 3
    assert work(case, BUREAU).answer is None
    assert work(case, BUREAU).last_grade == "C"
    with pytest.raises(RuleError) as refused:
        record(taken, event(row("2024-07-05", matter, **carried)), LEDGER)
    assert why in str(refused.value)


def test_what_was_closed_on_an_unknown_day_is_refused_in_words() -> None:
    with pytest.raises(RuleError, match="期初里它已经销号"):
        record(
            issue(opening("已销号")),
            event(row("2024-07-05", "答复", 单位=BUREAU)),
            LEDGER,
        )


def test_time_can_be_extended_where_nobody_knows_when_it_was_handed_over() -> None:
    asked = row(
        "2024-07-05", "延期", 单位=BUREAU, 申请日期="2024-07-02", 结论="同意",
        新期限="2024-09-30",
    )  # fmt: skip
    taken = record(issue(opening("办理中", 期限="2024-08-31")), event(asked), LEDGER)
    assert str(stands(taken, "2024-07-05").deadline) == "2024-09-30"


def test_before_its_opening_an_issue_is_not_there() -> None:
    taken = issue(opening("办理中", 交办日期="2024-03-01"), 提出日期="2024-02-01")
    assert roster(taken, on="2024-06-30").cases == ()
    assert len(roster(taken, on=DAY).base()) == 1


def test_what_was_listed_before_it_was_taken_over_is_there() -> None:
    added = issue(row("2024-06-01", "备注", 内容="已登记。"), opening("办理中"))
    (case,) = roster(added, on="2024-06-30").cases
    assert case.state == "待交办"


def test_a_void_opening_leaves_the_issue_to_be_handed_over() -> None:
    taken = issue(opening("办理中"), 提出日期="2024-02-01")
    freed = void(taken, 0, "2024-07-02 另行交办", LEDGER)
    (case,) = roster(freed, on="2024-07-02").cases
    assert case.state == "待交办"
    assert [case.number for case in roster(freed, on="2024-06-30").cases] == ["JZ-001"]
    later = record(taken, event(row("2024-07-05", "答复", 单位=BUREAU)), LEDGER)
    with pytest.raises(RuleError, match="不能作废2024-07-01的期初"):
        void(later, 0, "2024-07-06 记错", LEDGER)


def test_a_late_opening_is_late_as_far_as_that_is_known() -> None:
    taken = issue(opening("办理中", 期限="2024-06-20"))
    assert stands(taken, DAY).overdue_days == 11
    assert counted("按期办结率", roster(taken, on=DAY)) == ([], [1])


def test_nobody_is_called_late_for_an_answer_of_an_unknown_day() -> None:
    clock = work(stands(issue(opening("已答复", 期限="2024-06-20")), DAY), BUREAU).clock
    assert not clock.ran_late(ExtensionCounts.DECIDED)


def held(*rows: Row, on: str = "2024-12-31", **facts: object) -> Roster:
    """Hold a ledger of issues with one opening each."""
    found = [
        issue(each, number=f"JZ-{place:03}", **facts)
        for place, each in enumerate(rows, 1)
    ]
    return roster(*found, on=on)


def missing(name: str, of: Roster) -> dict[str, list[int | str]]:
    """Name what a rate can't count, by what is not known."""
    found: dict[str, list[int | str]] = {}
    for gap in total_rate(name, [of]).gaps:
        found.setdefault(gap.lacking, []).extend(bare((gap.name,)))
    return found


def test_a_rate_leaves_out_what_it_would_have_to_know() -> None:
    taken = held(
        opening("已答复", 期限="2024-06-30", 答复日期="2024-06-18"),
        opening("已答复", 期限="2024-06-30", 答复日期="2024-07-01"),
        opening("已答复", 期限="2024-06-30"),
        opening("已答复", 答复日期="2024-06-18"),
        opening("已答复", 期限依据="长期坚持"),
        opening("已答复", 期限="2024-06-30", 答复日期="2024-06-18", 办理次数="2"),
        opening("重新办理", 期限="2024-06-30"),
        opening("办理中", 期限="2025-06-30"),
    )
    for name in ("按期办结率", "按期办结率（原期限）"):
        assert counted(name, taken) == ([1], [1, 2])
        assert missing(name, taken) == {
            "答复日期": [3],
            "期限": [4],
            "首次办理情况": [6, 7],
        }
    assert counted("答复率", taken)[0] == [1, 2, 3, 4, 5, 6]


def test_an_issue_without_end_lacks_no_deadline() -> None:
    taken = held(opening("办理中"), 时限类型="长期坚持")
    assert missing("按期办结率", taken) == {}


def test_a_unit_alone_is_left_out_like_its_issue() -> None:
    shares = [
        {"单位": BUREAU, "答复日期": "2024-06-18"},
        HOUSING,
    ]
    taken = held(opening("已答复", 分办=shares, 期限="2024-06-30", 办理次数="1"))
    assert missing("按期办结率", taken) == {"答复日期": [1]}
    assert grouped("按期办结率", "单位", taken) == {BUREAU: (1, 1), HOUSING: (0, 0)}
    table = compile_rates([taken], [measure_named("按期办结率")])
    assert table.total.rates[0].denominator == 0


def test_who_gave_it_up_is_asked_about_too() -> None:
    taken = issue(
        opening("已答复", 期限="2024-06-30"),
        row("2024-07-05", "改派", 原单位=BUREAU, 单位=HOUSING, 期限="2024-09-30"),
        row("2024-08-01", "答复", 单位=HOUSING),
    )
    assert missing("按期办结率", roster(taken, on="2024-08-01")) == {"答复日期": [1]}


def test_who_helps_may_have_signed() -> None:
    taken = held(
        opening("办理中", 协办=["市财政局"]),
        opening("已交办", 协办=["市财政局"]),
    )
    assert counted("签收率", taken) == (
        ["001 市民政局"],
        ["001 市民政局"],
    )
    assert missing("签收率", taken) == {
        "签收情况": ["001 市财政局", "002 市民政局", "002 市财政局"]
    }
    assert grouped("签收率", "单位", held(opening("办理中", 协办=["市财政局"]))) == {
        BUREAU: (1, 1),
        "市财政局": (0, 0),
    }


def test_whether_a_deputy_was_met_before_the_answer_may_be_unknown() -> None:
    deputy = [{"姓名": "甲代表", "身份": "市人大代表"}]
    taken = held(opening("已答复"), opening("办理中"), 提出人=deputy)
    assert missing("面商率", taken) == {"面商情况": [1]}
    assert counted("面商率", taken) == ([], [2])
    assert missing("面商率", held(opening("已答复"))) == {}


def test_how_often_it_was_handled_may_be_unknown() -> None:
    taken = held(
        opening("已答复"),
        opening("已答复", 办理次数="1"),
        opening("已答复", 办理次数="2"),
        opening("重新办理"),
        opening("办理中"),
        opening("已交办"),
    )
    assert counted("重办率", taken) == ([3], [2, 3])
    assert missing("重办率", taken) == {"办理次数": [1, 4]}
    assert grouped("重办率", "单位", taken) == {BUREAU: (1, 2)}


def test_a_note_says_how_many_are_left_out() -> None:
    taken = held(*[opening("已答复", 期限="2024-06-30")] * 3)
    rate = total_rate("按期办结率", [taken])
    assert rate.gap_words("条") == "另有3条缺少答复日期，未计入"
    assert figures_note([taken]).split("；")[2:] == [
        "按期办结率、按期办结率（原期限）另有3条缺少答复日期，未计入",
        "重办率另有3条缺少办理次数，未计入",
    ]
    assert figures_note([held()]).endswith("并案的分别计数")


def test_a_measure_without_gaps_leaves_nothing_out() -> None:
    taken = held(opening("已答复", **KNOWN, 办理次数="1"))
    assert not [m.name for m in MEASURES if total_rate(m.name, [taken]).gaps]


def test_a_list_says_what_is_known() -> None:
    case = stands(issue(opening("办理中", 期限依据="长期坚持")), DAY)
    item = item_of(case)
    assert (item.leads, item.deadline, item.limit_words) == (
        (BUREAU,),
        None,
        "长期坚持",
    )


def test_letters_are_written_only_of_what_we_handed_over() -> None:
    taken = held(opening("办理中", 交办日期="2024-03-01"))
    with pytest.raises(NothingHanded):
        compile_letters(asking(taken))
    moved = issue(
        opening("办理中", 交办日期="2024-07-01", 期限="2024-09-30"),
        row(DAY, "改派", 单位="市财政局"),
    )
    letters = compile_letters(asking(roster(moved, on=DAY)))
    assert [letter.unit for letter in letters.values()] == ["市财政局"]


def test_a_receipt_asks_for_no_signature_of_the_past() -> None:
    again = issue(
        opening("已答复", 交办日期="2024-03-01"),
        row("2024-07-20", "测评", 票号="2024-01", 结论="不通过", 期限="2024-08-20"),
    )
    handed = issue(row("2024-07-02", "交办", 主办=BUREAU), number="JZ-002")
    receipt = compiled("receipt", asking(roster(again, handed, on="2024-07-21")))
    assert [(item.number, item.round) for item in receipt.items] == [
        ("JZ-001", 2),
        ("JZ-002", 1),
    ]
    assert (receipt.handed, receipt.again) == (1, 1)


def test_the_letter_with_the_opinions_goes_out_today() -> None:
    rules = ledger(审议意见=[{"序号": 1, "标题": "补齐设施短板"}])
    taken = roster(issue(opening("办理中"), 审议意见=1), on="2024-07-05", rules=rules)
    assert not compiled("opinions", asking(taken)).handed


def test_a_letter_names_no_day_that_nobody_knows() -> None:
    late = {"期限": "2024-06-20"}
    unknown = worded("reminder", asking(held(opening("办理中", **late), on=DAY)))
    assert "某市" not in unknown
    assert "市人大常委会交由你单位办理的" in unknown
    sent = {"交办日期": "2024-03-01", "文号": "演〔2024〕3号"}
    known = worded(
        "reminder",
        asking(held(opening("办理中", **late, **sent), on=DAY)),
    )
    assert "市人大常委会于2024年3月1日（演〔2024〕3号）交由你单位办理的" in known
    both = held(
        opening("办理中", 交办日期="2024-03-01", **late),
        opening("办理中", **late),
        on=DAY,
    )
    assert "市人大常委会交由你单位办理的" in worded("reminder", asking(both))


def test_a_bulletin_counts_the_days_that_are_known() -> None:
    some = held(
        opening("已答复", 交办日期="2024-03-01", 期限="2024-06-30"),
        opening("已答复", 期限="2024-06-30", 答复日期="2024-06-18"),
        opening("已答复"),
    )
    said = worded("bulletin", asking(some))
    assert "于2024年3月1日交办1条，另有2条没有记录交办日期。" in said
    assert "按期办结，另有1条缺少答复日期、1条缺少期限，未计入。" in said
    none = worded("bulletin", asking(held(opening("已答复"))))
    assert "列出问题1条，有1条没有记录交办日期。" in none
    assert "按期办结情况：另有1条缺少期限，未计入。" in none
    facts = worded("facts", asking(some))
    assert "2024年3月1日一次交办1条，另有2条没有记录交办日期。" in facts
    assert "有1条没有记录交办日期。" in worded("facts", asking(held(opening("已答复"))))
    progress = worded("progress", asking(some))
    assert "期末按期办结率另有1条缺少答复日期、1条缺少期限，未计入。" in progress


def test_a_register_leaves_blank_what_nobody_knows() -> None:
    (row_,) = compiled("ledger", asking(held(opening("已销号", 测评结论="通过")))).rows
    assert (row_.handed, row_.accepted, row_.answered, row_.closed) == (None,) * 4
    assert (row_.verdict, row_.ballot, row_.rounds) == ("通过", "", None)
    known = opening(
        "重新办理", **KNOWN, 办理次数="2", 测评结论="不通过", 进展="已进场。"
    )
    (row_,) = compiled("ledger", asking(held(known))).rows
    assert (str(row_.handed), row_.ref) == ("2024-03-01", "演〔2024〕3号")
    assert (row_.rounds, row_.leader, row_.latest) == (2, "分管副局长", "已进场。")


DEPUTY = [{"姓名": "甲代表", "身份": "市人大代表"}]


@pytest.mark.parametrize(
    "state",
    ["已交办", "办理中", "已答复", "测评通过", "已销号", "跟踪中", "重新办理"],
)
@pytest.mark.parametrize("known", [{}, {"期限": "2024-06-20"}, KNOWN])
@pytest.mark.parametrize(
    "alias",
    [
        "problems", "duties", "measures", "bulletin", "progress", "ledger", "facts",
        "transfer", "definitions", "approval", "dashboard", "dossier",
    ],
)  # fmt: skip
def test_every_document_can_be_made_of_an_opening(
    alias: str, known: Row, state: str
) -> None:
    taken = held(opening(state, **known), 提出人=DEPUTY)
    if alias == "dashboard":
        assert compiled(alias, asking(taken))
    else:
        assert "None" not in worded(alias, asking(taken, numbers=(1,)))


def test_sheets_leave_the_unknown_days_blank() -> None:
    answered = held(
        opening("测评通过", 答复内容="已完成。", 复核结论="整改到位"), 提出人=DEPUTY
    )
    closure = worded("closure", asking(answered, numbers=(1,)))
    assert "答复：已完成。" in closure
    assert "复核，整改到位" in closure
    assert "| 答复日期 |  |" in worded("consultation", asking(answered, numbers=(1,)))
    closed = worded("closure", asking(held(opening("已销号", 销号日期="2024-06-30"))))
    assert "2024年6月30日" in closed
    extension = worded(
        "extension", asking(held(opening("办理中", 期限="2025-01-31")), numbers=(1,))
    )
    assert "| 交办日期 |  |" in extension


def test_a_notice_of_redoing_says_what_is_known_of_the_cause() -> None:
    failed = worded("rehandling", asking(held(opening("重新办理", 测评结论="不通过"))))
    assert "测评未通过" in failed
    unknown = worded("rehandling", asking(held(opening("重新办理"))))
    assert "已列入重新办理" in unknown


def test_what_was_promised_before_the_opening_is_chased() -> None:
    promised = {"答复类别": "B", "承诺期限": "2024-06-30"}
    for known, said in (
        (
            {"答复日期": "2024-05-06"},
            "2024年5月6日答复承诺2024年6月30日前完成，已过5天",
        ),
        ({}, "承诺2024年6月30日前完成，已过5天"),
    ):
        key = row("2024-07-02", "重点督办")
        taken = issue(opening("重新办理", **promised, **known), key)
        asked = asking(roster(taken, on="2024-07-05"), numbers=(1,))
        assert said in worded("urging", asked)


def test_an_urging_letter_recalls_the_days_before_the_opening() -> None:
    urged = issue(
        opening("办理中", 协办=["市财政局"], **KNOWN | {"办理次数": "2"}),
        row("2024-07-02", "重点督办", 督办领导="分管副主任"),
    )
    said = worded("urging", asking(roster(urged, on="2024-07-05")))
    assert (
        "2024年3月1日交办（演〔2024〕3号），限6月30日；3月5日签收；"
        "6月18日书面答复（B类）；7月2日列入重点督办" in said
    )
    bare_ = issue(opening("办理中"), row("2024-07-02", "重点督办"))
    assert "办理经过。2024年7月2日列入重点督办。" in worded(
        "urging", asking(roster(bare_, on="2024-07-05"))
    )
    for known in ({}, {"下次核查": "2024-07-02"}):
        tracked = issue(opening("跟踪中", **known), row("2024-07-02", "重点督办"))
        words = worded("urging", asking(roster(tracked, on="2024-07-05"), numbers=(1,)))
        assert ("核查日为2024年7月2日" in words) == bool(known)


def test_a_file_is_named_to_the_office_and_not_to_the_public() -> None:
    source = {"文件": "赵某台账.xlsx", "SHA-256": SHA}
    taken = held(opening("已答复", 答复类别="A", 来源文件=source))
    assert "据赵某台账.xlsx" in worded("dossier", asking(taken, numbers=(1,)))
    public = for_public(taken)
    assert "赵某台账" not in worded("dossier", asking(public, numbers=(1,)))
    assert counted("解决率", public) == ([1], [1])


def test_a_source_file_is_no_attachment(tmp_path: Path) -> None:
    text = kept("JZ-001", "待交办") + (
        "办理记录:\n  - 日期: 2024-07-01\n    事项: 期初\n    状态: 办理中\n"
        "    主办: 市民政局\n    来源文件:\n      文件: 台账.xlsx\n"
        f"      SHA-256: {SHA}\n"
    )
    bench = office(tmp_path, JZ001=text)
    assert bench.do("check").code == 0
    shown = bench.do("show", "1")
    assert "办理中（市民政局主办），据台账.xlsx" in shown.out.replace("\n", "")
    assert bench.do("show", "1", "--json").json["办理记录"][0]["来源文件"] == {
        "文件": "台账.xlsx",
        "SHA-256": SHA,
    }


def test_the_command_signs_for_nobody_of_whom_it_does_not_know(tmp_path: Path) -> None:
    text = kept("JZ-001", "待交办") + (
        "办理记录:\n  - 日期: 2024-06-20\n    事项: 期初\n    状态: 办理中\n"
        "    主办: 市民政局\n    协办:\n      - 市财政局\n"
    )
    bench = office(tmp_path, JZ001=text, JZ002="已交办")
    assert bench.do("accept", "--all").code == 0
    assert "签收" not in bench.issue("JZ-001")
    assert bench.issue("JZ-002").count("签收") > 0
    assert bench.do("accept", "1", "--by", "市财政局").code == 0
    assert bench.do("accept", "1", "--by", "市民政局").code == 4


def test_rates_name_what_they_leave_out(tmp_path: Path) -> None:
    text = kept("JZ-001", "待交办") + (
        "办理记录:\n  - 日期: 2024-06-20\n    事项: 期初\n    状态: 已答复\n"
        "    主办: 市民政局\n    期限: 2024-06-30\n"
    )
    bench = office(tmp_path, JZ001=text)
    shown = bench.do("rates", "--only", "按期办结率", "--explain").out
    assert "另有1条缺少答复日期，未计入" in shown.replace("\n", "").replace(" ", "")
    assert "缺少答复日期、未计入 1：JZ-001" in shown
    (found,) = bench.do("rates", "--only", "按期办结率", "--json").json
    assert (found["分母"], found["未计"]) == (0, ["JZ-001"])


def test_a_second_vote_is_one_although_the_first_is_not_on_record(
    tmp_path: Path,
) -> None:
    text = kept("JZ-001", "待交办") + (
        "办理记录:\n  - 日期: 2024-06-20\n    事项: 期初\n    状态: 已答复\n"
        "    主办: 市民政局\n    测评结论: 不通过\n    办理次数: 2\n"
    )
    bench = office(tmp_path, JZ001=text)
    counts = ("--satisfied", "9", "--basic", "1", "--unsatisfied", "0")
    done = bench.do("evaluate", "1", *counts, "--present", "10", "--members", "12")
    assert done.code == 0, done.err
    assert "轮次: 二次" in bench.read("votes/2024-01.yaml")


def test_the_opening_is_the_first_of_its_day() -> None:
    taken = Issue.model_validate(
        {
            "编号": "JZ-001",
            "标题": "部分敬老院消防设施不达标",
            "办理记录": [row(DAY, "签收", 单位=BUREAU), opening("已交办")],
        }
    )
    case = stands(taken, DAY)
    assert not case.faults
    assert case.state == "办理中"
