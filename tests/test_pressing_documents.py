"""Letters that press: 催办函, 督办函 and 重新办理通知, as a unit reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    UNITS,
    answered,
    asked,
    closed,
    dropped,
    handed,
    issue,
    ledger,
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
from office import office
from rectify.domain.documents.rehandling import NothingAgain, compile_rehandlings
from rectify.domain.documents.reminders import NothingDue, compile_reminders
from rectify.domain.documents.urging import (
    NotAwaited,
    NothingToUrge,
    compile_urgings,
)
from rectify.domain.roster import Book, muster
from rectify.domain.unit import Directory, Unit
from rectify.storage.builtin import templates
from rectify.views.markdown import render

if TYPE_CHECKING:
    from casebook import Row
    from rectify.domain.documents.reminders import Owed, Reminder
    from rectify.domain.documents.report import Report
    from rectify.domain.documents.urging import Pressed, Urging
    from rectify.domain.issue import Issue
    from rectify.domain.roster import Roster

FINANCE, FIRE, REFORM = "市财政局", "市消防救援支队", "市发展和改革委员会"
NOWHERE = Path("/没有这个文件夹")


def written(alias: str, report: Report, units: Directory = UNITS) -> str:
    text = render(alias, report, units, own=NOWHERE, builtin=templates())
    return text.split("---\n", 2)[2]


def urged(day: str, unit: str = BUREAU, matter: str = "催办", **fields: object) -> Row:
    return row(day, matter, 单位=unit, **fields)


def key(day: str, **fields: object) -> Row:
    return row(day, "重点督办", 结论="列入", **fields)


def reminders(held: Roster, unit: str | None = None) -> dict[str, Reminder]:
    return compile_reminders(asked(held)._replace(unit=unit))


def owed(held: Roster, unit: str = BUREAU) -> list[Owed]:
    return list(reminders(held)[unit].items)


def urgings(held: Roster, *numbers: str, unit: str | None = None) -> dict[str, Urging]:
    return compile_urgings(asked(held)._replace(numbers=numbers, unit=unit))


def pressed(held: Roster, *numbers: str) -> Pressed:
    """The first issue of the first letter."""
    return next(iter(urgings(held, *numbers).values())).items[0]


def test_a_unit_is_reminded_of_what_is_late_or_nearly_due_and_of_nothing_else() -> None:
    held = roster(
        issue(1, handed(until="2024-10-15")),
        issue(2, handed(until="2024-09-30")),
        issue(3, handed(until="2024-10-05")),
        issue(4, handed(until="2024-10-16")),
        issue(5, handed(until="2024-09-01"), answered("2024-09-01")),
        issue(6, handed(until=None)),
        issue(7, handed(until="2024-09-01"), dropped("2024-09-02", "撤回")),
        on="2024-10-05",
    )
    (letter,) = reminders(held).values()
    assert [(each.number, each.days_left) for each in letter.items] == [
        ("JZ-002", -5), ("JZ-003", 0), ("JZ-001", 10),
    ]  # fmt: skip
    assert (letter.late, letter.soon, letter.checks) == (1, 2, 0)
    text = written("reminder", letter)
    assert (
        "某市人大常委会于2024年6月20日交由你单位办理的“养老服务”有关问题，"
        "截至2024年10月5日，逾期未答复的有1条，10天内到期的有2条，共3条。"
    ) in text
    assert "| 1 | JZ-002 | 第2个问题 | 2024年9月30日 | 逾期5天 |" in text
    assert "| 2 | JZ-003 | 第3个问题 | 2024年10月5日 | 今日到期 |" in text
    assert "| 3 | JZ-001 | 第1个问题 | 2024年10月15日 | 剩余10天 |" in text
    assert "　　一、已逾期的" in text
    assert "　　二、未到期的" in text


def test_a_group_that_is_empty_is_not_said() -> None:
    late = written("reminder", reminders(roster(issue(1, handed())))[BUREAU])
    assert "逾期未答复的有1条。具体情况如下" in late
    assert "　　已逾期的，请你单位收到本函后立即书面答复" in late
    for absent in ("未到期", "转入跟踪", "此前催办", "已申请延期", "共1条", "有0条"):
        assert absent not in late


def test_the_days_of_a_reminder_are_those_of_the_office() -> None:
    wide = ledger(办理规则={"临期天数": 20}, 计量词="件")
    held = roster(issue(1, handed(until="2024-10-25")), on="2024-10-05", by=wide)
    assert "20天内到期的有1件" in written("reminder", reminders(held)[BUREAU])


def test_each_unit_has_its_own_letter_and_its_own_days() -> None:
    shares = shared(
        {"单位": FIRE, "期限": "2024-08-31"}, {"单位": FINANCE, "期限": "2024-09-30"}
    )
    held = roster(
        issue(1, shares, answered("2024-08-30", FIRE)),
        issue(2, handed(BUREAU, 协办=[FIRE])),
        on="2024-10-02",
    )
    letters = reminders(held)
    assert list(letters) == [BUREAU, FINANCE]
    assert owed(held, FINANCE)[0].days_left == -2


def test_a_helper_is_never_asked_for_an_answer() -> None:
    held = roster(issue(1, handed(BUREAU, 协办=[FIRE]), key("2024-07-01")))
    assert list(reminders(held)) == [BUREAU]
    assert list(urgings(held)) == [BUREAU]
    with pytest.raises(NothingDue, match=f"{FIRE}没有逾期或10天内到期的问题"):
        reminders(held, FIRE)
    with pytest.raises(NotAwaited, match=f"没有等待{FIRE}答复的事项"):
        urgings(held, "JZ-001", unit=FIRE)


def test_who_waits_for_another_unit_is_not_reminded() -> None:
    away = row("2024-06-25", "申请退回", 单位=BUREAU, 理由="不是职责")
    with pytest.raises(NothingDue, match="截至2024年12月31日，没有逾期"):
        reminders(roster(issue(1, handed(), away)))


def test_a_unit_that_came_by_reassignment_is_told_so() -> None:
    moved = row(
        "2024-07-02", "改派", 原单位=BUREAU, 单位=FIRE, 期限="2024-10-01", 理由="职责"
    )
    held = roster(
        issue(1, handed(文号="演〔2024〕12号"), moved),
        issue(2, handed(FIRE, 文号="演〔2024〕12号")),
    )
    text = written("reminder", reminders(held)[FIRE])
    assert "于2024年6月20日（演〔2024〕12号）、2024年7月2日（改派）交由" in text


def test_an_issue_merged_into_another_is_named_with_it() -> None:
    held = roster(
        issue(1, handed()),
        issue(2, handed(), dropped("2024-07-01", "并案", into=1)),
        issue(3, handed(), dropped("2024-07-01", "并案", into=2)),
    )
    (each,) = owed(held)
    assert (each.number, each.merged) == ("JZ-001", ("JZ-002", "JZ-003"))
    assert "第1个问题（含并入的JZ-002、JZ-003）" in written(
        "reminder", reminders(held)[BUREAU]
    )
    assert pressed(held, "JZ-003").number == "JZ-001"


def test_what_is_tracked_is_reminded_of_by_its_day_of_checking() -> None:
    track = row("2024-10-01", "转跟踪", 下次核查="2024-12-25", 理由="列入计划")
    held = roster(issue(1, handed(), answered("2024-09-01", grade="B"), track))
    text = written("reminder", reminders(held)[BUREAU])
    assert "转入跟踪、核查日临近或已过的有1条" in text
    assert "| 2024年12月25日 | 核查日已过6天 |" in text
    assert "期限或核查日" in text
    assert "　　转入跟踪的，请你单位于核查日前书面报送办理进展" in text
    for on, said in (("2024-12-25", "今日核查"), ("2024-12-20", "5天后核查")):
        held = roster(issue(1, handed(), answered("2024-09-01"), track), on=on)
        assert said in written("reminder", reminders(held)[BUREAU])
    with pytest.raises(NothingDue):
        reminders(
            roster(issue(1, handed(), answered("2024-09-01"), track), on="2024-12-01")
        )


def test_an_extension_asked_for_is_marked_and_does_not_count_yet() -> None:
    ask = row("2024-09-29", "延期", 单位=BUREAU, 新期限="2024-12-31", 理由="招标")
    held = roster(issue(1, handed(), ask), on="2024-10-02")
    text = written("reminder", reminders(held)[BUREAU])
    assert "| 逾期2天（延期待批） |" in text
    assert "已申请延期的，未经批准仍按原期限计算" in text
    soon = roster(issue(1, handed(), ask), on="2024-09-30")
    assert "今日到期（延期待批）" in written("reminder", reminders(soon)[BUREAU])


def test_a_reminder_recorded_on_the_day_gives_the_letter_its_number_and_words() -> None:
    said = {"文号": "演〔2024〕31号", "内容": "请说明招标进度"}
    held = roster(
        issue(1, handed(), urged("2024-10-08"), urged("2024-10-20", **said)),
        issue(2, handed(), urged("2024-10-20", **said)),
        issue(3, handed(FIRE), urged("2024-10-20", FIRE, 文号="演〔2024〕32号")),
        issue(4, handed(), urged("2024-10-20", matter="督办", 文号="演督〔2024〕1号")),
        on="2024-10-20",
    )
    letters = reminders(held)
    assert letters[BUREAU].ref == "演〔2024〕31号"
    assert letters[FIRE].ref == "演〔2024〕32号"
    text = written("reminder", letters[BUREAU])
    assert "\n演〔2024〕31号\n" in text
    assert "　　其中，JZ-001、JZ-002：请说明招标进度。" in text
    assert "| 此前催办 |" in text
    assert "逾期20天 | 2024年10月8日 |" in text
    assert "逾期20天 | — |" in text


def test_reminders_that_were_answered_are_not_held_against_the_unit() -> None:
    held = roster(
        issue(
            1, handed(), urged("2024-08-01"), answered("2024-09-01"),
            returned("2024-09-10", "2024-10-10"), urged("2024-10-11"),
            urged("2024-10-12", FIRE) | {"作废": "2024-10-13 记错"},
        )
    )  # fmt: skip
    assert owed(held)[0].urged == (date(2024, 10, 11),)
    again = roster(
        issue(
            1, handed(), urged("2024-10-08"), answered("2024-10-09"),
            voted("2024-10-30", "不通过", 期限="2024-11-30"), urged("2024-12-01"),
        )
    )  # fmt: skip
    assert owed(again)[0].urged == (date(2024, 12, 1),)
    assert "（第2次办理）" in written("reminder", reminders(again)[BUREAU])


def test_a_letter_is_printed_again_as_it_was_known() -> None:
    late_entry = answered("2024-10-01") | {"登记日期": "2024-11-15"}
    case = issue(1, handed(), urged("2024-10-03", 文号="旧号"), late_entry)
    day = date(2024, 10, 3)
    book = Book("ylfw-2024", ledger(), UNITS, [case])
    then = muster(book, on=day, known=day)
    letter = compile_reminders(asked(then))[BUREAU]
    assert (letter.ref, letter.late) == ("旧号", 1)
    with pytest.raises(NothingDue):
        compile_reminders(asked(muster(book, on=day)))


WEIGHTY = {
    "列入重点督办": (handed(until="2025-06-30"), key("2024-07-01")),
    "2次测评未获通过": (
        handed(), answered("2024-07-01"), voted("2024-07-10", "不通过"),
        answered("2024-08-01"),
        voted("2024-08-10", "不通过", number="2024-02", 期限="2025-02-01"),
    ),
    "回头看发现反弹": (
        handed(), answered("2024-07-01"), voted("2024-07-10"), closed("2024-07-20"),
        rechecked("2024-08-01", "反弹", 期限="2025-02-01"),
    ),
    "逾期30天": (handed(until="2024-12-01"),),
    "催办督办2次仍未答复": (
        handed(until="2024-12-29"), urged("2024-12-30"),
        urged("2024-12-30", matter="督办") | {"次序": 2},
    ),
    "再次逾期": (
        handed(until="2024-08-01"), answered("2024-09-01"),
        voted("2024-10-01", "不通过", 期限="2024-12-30"),
    ),
}  # fmt: skip
LIGHT = (
    (
        handed(until="2024-08-01"), answered("2024-09-01"),
        voted("2024-10-01", "不通过", 期限="2025-02-01"),
    ),
    (handed(until="2024-12-02"),),
    (handed(until="2024-12-29"), urged("2024-12-30")),
    (handed(), answered("2024-09-01"), key("2024-10-01")),
    (handed(until="2025-06-30"), urged("2024-12-01"), urged("2024-12-02")),
    (
        handed(), answered("2024-09-01"), key("2024-09-02"),
        row("2024-10-01", "转跟踪", 下次核查="2024-12-31", 理由="列入计划"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("ground", WEIGHTY)
def test_what_weighs_is_urged_and_the_ground_is_said(ground: str) -> None:
    held = roster(issue(1, *WEIGHTY[ground]))
    assert pressed(held).grounds == (ground,)
    (letter,) = urgings(held).values()
    assert f"　　（一）督办事由。{ground}。" in written("urging", letter)


@pytest.mark.parametrize("events", LIGHT)
def test_what_does_not_weigh_is_not_urged(events: tuple[Row, ...]) -> None:
    with pytest.raises(NothingToUrge, match="截至2024年12月31日，没有需要督办的问题"):
        urgings(roster(issue(1, *events)))


def test_a_merged_issue_is_not_urged_by_itself() -> None:
    child = issue(2, handed(), key("2024-06-25"), dropped("2024-07-01", "并案", into=1))
    held = roster(issue(1, handed(until="2025-06-30")), child)
    with pytest.raises(NothingToUrge, match="，没有需要督办"):
        urgings(held)
    with pytest.raises(NothingToUrge, match=f"{FIRE}没有需要督办"):
        urgings(held, unit=FIRE)


def test_feedback_that_fails_twice_is_called_what_it_is() -> None:
    def unhappy(day: str) -> Row:
        return row(
            day,
            "反馈",
            提出人="代表甲",
            结果="不满意",
            意见="没有变化",
            期限="2025-02-01",
        )

    held = roster(
        issue(
            1, handed(), answered("2024-07-01"), unhappy("2024-07-10"),
            answered("2024-08-01"), unhappy("2024-08-10"),
            提出人=[{"姓名": "代表甲", "身份": "市人大代表", "保密": "是"}],
        ),
        by=ledger(评价方式="反馈"),
    )  # fmt: skip
    each = pressed(held)
    assert each.grounds == ("2次反馈未获通过",)
    assert each.facts[:2] == (
        "2024年7月10日代表A反馈不满意：没有变化",
        "2024年8月10日代表A反馈不满意：没有变化",
    )
    assert "7月10日代表A反馈不满意，要求2025年2月1日前重新答复" in written(
        "urging", urgings(held)[BUREAU]
    )


def test_a_day_that_has_not_come_is_no_shortcoming() -> None:
    back = rechecked("2024-12-10", "反弹", 期限="2025-01-10", 内容="水箱没有水。")
    held = roster(
        issue(
            1, handed(), answered("2024-07-01"), voted("2024-07-10"),
            closed("2024-07-20"), back, urged("2024-12-20"),
            row("2024-12-22", "方案", 单位=BUREAU, 责任领导="分管副局长"),
        )
    )  # fmt: skip
    text = written("urging", urgings(held)[BUREAU])
    assert "（三）主要不足。2024年12月10日回头看发现反弹：水箱没有水。\n" in text
    assert (
        "（四）目前情况。答复期限为2025年1月10日，剩余10天，尚未答复。"
        "2024年12月20日催办后，至今没有新的书面答复。\n"
    ) in text
    assert (
        "（五）办理要求。请先书面报送办理进展，于2025年1月10日前书面答复，"
        "由责任领导（分管副局长）负责落实。"
    ) in text


def test_what_was_decided_to_be_urged_on_the_day_gives_the_letter_its_number() -> None:
    decided = urged(
        "2024-09-20", matter="督办", 文号="演督〔2024〕6号", 内容="请说明原因"
    )
    held = roster(issue(1, handed(), decided), issue(2, handed()), on="2024-09-20")
    (letter,) = urgings(held).values()
    assert letter.ref == "演督〔2024〕6号"
    assert [each.number for each in letter.items] == ["JZ-001"]
    text = written("urging", letter)
    assert "督办事由" not in text
    assert "　　JZ-001：请说明原因。" in text
    assert "6月20日交办，限9月30日。" in text


def test_the_letter_of_one_unit_is_not_that_of_another() -> None:
    decided = urged("2024-09-20", FIRE, "督办", 文号="演督〔2024〕6号")
    held = roster(issue(1, shared(BUREAU, FIRE), decided), on="2024-09-20")
    assert list(urgings(held)) == [FIRE]
    named = urgings(held, "JZ-001")
    assert [letter.ref for letter in named.values()] == ["", "演督〔2024〕6号"]


def test_an_issue_that_is_named_is_urged_whatever_its_weight() -> None:
    track = row("2024-10-01", "转跟踪", 下次核查="2025-03-01", 理由="列入计划")
    held = roster(
        issue(1, handed(until="2025-01-31")),
        issue(2, handed(FIRE), answered("2024-09-01", FIRE, "B"), track),
        issue(3, handed(), answered("2024-09-01")),
        issue(4, handed(until=None, 期限依据="立行立改")),
    )
    letters = urgings(held, "JZ-001", "JZ-001", "JZ-002", "JZ-004")
    assert list(letters) == [BUREAU, FIRE]
    assert [each.number for each in letters[BUREAU].items] == ["JZ-001", "JZ-004"]
    text = written("urging", letters[BUREAU])
    assert "（二）目前情况。答复期限为2025年1月31日，剩余31天，尚未答复。" in text
    assert "办理要求。请先书面报送办理进展，于2025年1月31日前书面答复。" in text
    assert "主要不足" not in text
    assert "专题询问" not in text
    assert "目前情况。至今没有答复。" in text
    assert "办理要求。请抓紧书面答复。" in text
    tracked = written("urging", letters[FIRE])
    assert "10月1日转入跟踪，2025年3月1日核查" in tracked
    assert "转入跟踪，核查日为2025年3月1日。" in tracked
    assert "请于2025年3月1日前书面报送办理进展和后续安排" in tracked
    with pytest.raises(
        NotAwaited, match="JZ-003 现为“已答复”，没有等待答复或跟踪的事项"
    ):
        urgings(held, "JZ-003")


def test_a_tracked_key_issue_is_urged_once_its_day_of_checking_is_over() -> None:
    track = row("2024-10-01", "转跟踪", 下次核查="2024-12-30", 理由="列入计划")
    held = roster(issue(1, handed(), key("2024-07-01"), answered("2024-09-01"), track))
    each = pressed(held)
    assert each.facts == ("转入跟踪，核查日为2024年12月30日，已过1天",)
    assert "办理要求。请立即书面报送" in written("urging", urgings(held)[BUREAU])


LIFE = (
    handed(BUREAU, 文号="演〔2024〕12号", 协办=[FINANCE]),
    row("2024-06-21", "申请退回", 单位=BUREAU, 理由="不是职责"),
    row("2024-06-24", "不予退回", 单位=BUREAU),
    row("2024-06-25", "签收", 单位=BUREAU),
    row("2024-06-26", "签收", 单位=FINANCE),
    key("2024-07-08", 督办领导="分管副主任", 督办部门="社会建设委员会"),
    row("2024-07-12", "方案", 单位=BUREAU, 责任领导="分管副局长"),
    row("2024-07-20", "进展", 单位=BUREAU, 内容="已经勘察"),
    row("2024-08-30", "延期", 单位=BUREAU, 新期限="2024-11-30", 理由="招标"),
    row("2024-09-02", "延期", 单位=BUREAU, 结论="不同意", 理由="不充分"),
    row("2024-09-03", "延期", 单位=BUREAU, 结论="同意", 新期限="2024-10-31"),
    row("2024-09-04", "备注", 内容="内部意见"),
    answered("2024-09-20", 承诺期限="2024-12-01"),
    returned("2024-09-25", "2024-10-15"),
    answered("2024-10-14", grade=None, 承诺期限="2024-12-01"),
    reviewed("2024-10-20", "未到位"),
    reviewed("2024-10-21", "整改到位"),
    voted("2024-10-30", "不通过", 期限="2024-11-30"),
    urged("2024-12-02", 文号="演催〔2024〕1号"),
    row("2024-12-05", "进展", 单位=BUREAU, 内容="开工。\n\n完成一半。"),
    urged("2024-12-31", matter="督办", 文号="演督〔2024〕6号"),
)  # fmt: skip
COUNTS = vote("2024-01", "2024-10-30", (11, 6, 18), 对象={"问题": ["JZ-001"]})


def test_the_course_of_an_issue_is_told_in_short_dated_sentences() -> None:
    held = roster(
        issue(1, *LIFE, 整改要求="加装喷淋", 整改标准="检测合格。"), votes=(COUNTS,)
    )
    (letter,) = urgings(held).values()
    text = written("urging", letter)
    assert (
        "（二）办理经过。2024年6月20日交办（演〔2024〕12号），限9月30日；"
        "6月21日申请退回：不是职责；6月24日不予退回；6月25日签收；"
        "7月8日列入重点督办；7月12日报送方案；8月30日申请延期至11月30日；"
        "9月2日不同意延期；9月3日同意延期至10月31日；9月20日书面答复（A类）；"
        "9月25日答复被退回：内容空泛，要求10月15日前重新答复；10月14日书面答复；"
        "10月20日复核为未到位；10月21日复核为整改到位；"
        "10月30日测评未通过，要求11月30日前重新答复；12月2日催办（演催〔2024〕1号）；"
        "12月5日报告进展：开工。完成一半。"
    ) in text
    assert (
        "（三）主要不足。2024年10月20日复核为未到位：实地核查。"
        "2024年10月30日测评未通过（满意11票、基本满意6票、不满意18票，实到35人）。"
        "2024年10月14日答复承诺2024年12月1日前完成，已过30天。"
        "答复期限为2024年11月30日，已逾期31天，仍未答复。"
        "2024年12月2日催办后，至今没有新的书面答复。"
    ) in text
    assert (
        "（四）办理要求。请立即书面答复，由责任领导（分管副局长）负责落实。"
        "整改要求是：加装喷淋。整改标准是：检测合格。"
    ) in text
    assert (
        "某市人大常委会办公室将继续跟踪办理情况，并在情况通报中列明办理结果；"
        "仍未取得实效的，报请某市人大常委会依法开展专题询问等监督。"
    ) in text
    assert "质询" not in text
    assert "内部意见" not in text
    assert letter.ref == "演督〔2024〕6号"


def test_the_course_tells_what_else_may_have_happened() -> None:
    shares = shared({"单位": BUREAU, "期限": "2024-08-31"}, FIRE)
    moved = row("2024-07-02", "改派", 原单位=FIRE, 单位=FINANCE, 理由="职责")
    timed = row(
        "2024-07-03",
        "改派",
        原单位=FINANCE,
        单位=REFORM,
        期限="2024-08-01",
        理由="职责",
    )
    held = roster(
        issue(
            1, shares, moved, timed, key("2024-07-05"),
            row("2024-07-06", "重点督办", 结论="取消"),
            answered("2024-07-07"), answered("2024-07-08", REFORM),
            voted("2024-07-10"), closed("2024-07-20"), rechecked("2024-07-25", "巩固"),
            rechecked("2024-08-01", "反弹", 内容="门又锁上了。"),
        ),
        issue(2, handed(FIRE), moved),
        on="2024-11-30",
    )  # fmt: skip
    letters = urgings(held)
    assert list(letters) == [REFORM, BUREAU, FINANCE]
    courses = {
        unit: [f"{each.day:%m%d}{each.words}" for each in letter.items[0].course]
        for unit, letter in letters.items()
    }
    assert courses[BUREAU][:3] == [
        "0620交办，限8月31日",
        "0705列入重点督办",
        "0706取消重点督办",
    ]
    assert courses[BUREAU][-3:] == [
        "0720销号",
        "0725回头看未见反弹",
        "0801回头看发现反弹",
    ]
    assert courses[REFORM][0] == "0703改由你单位承办，限8月1日"
    assert courses[FINANCE] == ["0702改由你单位承办"]
    assert "2024年8月1日回头看发现反弹：门又锁上了" in letters[BUREAU].items[0].facts


def test_a_vote_that_asks_one_unit_again_is_no_matter_of_the_other() -> None:
    shares = shared(BUREAU, FIRE)
    failed = voted("2024-10-30", "不通过", 期限="2024-11-20", 单位=[FIRE])
    held = roster(
        issue(1, shares, answered("2024-09-01"), answered("2024-09-02", FIRE), failed)
    )
    assert list(urgings(held)) == [FIRE]
    assert list(compile_rehandlings(asked(held))) == [FIRE]
    bureau = roster(
        issue(
            1, shares, answered("2024-09-01"), answered("2024-09-02", FIRE), failed,
            answered("2024-11-19", FIRE), returned("2024-11-25", "2024-11-26"),
        )
    )  # fmt: skip
    assert not any("测评" in fact for fact in pressed(bureau).facts)


def test_the_other_reviews_are_not_of_this_unit() -> None:
    held = roster(
        issue(
            1, shared(BUREAU, FIRE), answered("2024-09-01", FIRE),
            reviewed("2024-09-10", "未到位", FIRE),
        )
    )  # fmt: skip
    assert urgings(held)[BUREAU].items[0].facts == (
        "答复期限为2024年9月30日，已逾期92天，仍未答复",
    )


def test_counts_that_were_not_recorded_are_not_invented() -> None:
    failed = issue(1, handed(), answered("2024-09-01"), voted("2024-10-30", "不通过"))
    (notice,) = compile_rehandlings(asked(roster(failed))).values()
    assert notice.items[0].why == "2024年10月30日测评未通过"
    paper = {
        "会场": "主会场",
        "满意": 5,
        "基本满意": 4,
        "不满意": 20,
        "弃权": 3,
        "发出": 40,
        "收回": 32,
    }
    held = vote("2024-01", "2024-10-30", 计票=[paper])
    by = ledger(测评规则={"名称": "收回过半", "基数": "收回"})
    (notice,) = compile_rehandlings(
        asked(roster(failed, votes=(held,), by=by))
    ).values()
    assert notice.items[0].why == (
        "2024年10月30日测评未通过（满意5票、基本满意4票、不满意20票、弃权3票）"
    )


def test_the_counts_of_a_vote_come_to_how_many_were_there() -> None:
    failed = issue(1, handed(), answered("2024-09-01"), voted("2024-10-30", "不通过"))
    device = {
        "会场": "主会场", "实到": 38, "满意": 10, "基本满意": 8, "不满意": 18,
        "弃权": 1, "未按": 1,
    }  # fmt: skip
    held = roster(failed, votes=(vote("2024-01", "2024-10-30", 计票=[device]),))
    (notice,) = compile_rehandlings(asked(held)).values()
    assert notice.items[0].why == (
        "2024年10月30日测评未通过"
        "（满意10票、基本满意8票、不满意18票、弃权1票、未按1人，实到38人）"
    )


def test_the_letter_goes_to_the_government_s_office_and_to_who_oversees_it() -> None:
    (letter,) = urgings(roster(issue(1, *LIFE), by=ledger(行政区="某市"))).values()
    assert letter.copies == ("某市人民政府办公室", "社会建设委员会")
    units = Directory([Unit(name="市政府办公室"), *UNITS.units])
    (letter,) = urgings(roster(issue(1, *LIFE), units=units)).values()
    text = written("urging", letter, units)
    assert "抄送：市政府办公室、社会建设委员会。" in text
    assert "市民政局主要负责人：" in text
    own = issue(1, handed("市政府办公室"))
    (letter,) = urgings(roster(own, units=units)).values()
    assert letter.copies == ()


def test_a_notice_says_why_which_time_and_by_when() -> None:
    deputies = [{"姓名": "代表甲", "身份": "市人大代表"}]
    held = roster(
        issue(
            1, handed(文号="演〔2024〕12号"), answered("2024-09-01"),
            voted("2024-10-30", "不通过", 期限="2024-11-30"), 提出人=deputies,
        ),
        issue(
            2, handed(), answered("2024-09-01"), voted("2024-10-30"),
            closed("2024-11-05"),
            rechecked("2024-12-01", "反弹", 期限="2024-12-20", 内容="水箱没有水。"),
        ),
        issue(
            3, handed(), answered("2024-09-01"),
            told("2024-09-10", "不满意") | {"期限": "2024-12-15"},
        ),
        issue(
            4, handed(FIRE), answered("2024-09-01", FIRE),
            voted("2024-10-30", "不通过"),
        ),
        issue(
            5, handed(), answered("2024-07-01"), told("2024-07-10", "不满意"),
            dropped("2024-09-01", "并案", into=1),
        ),
        on="2024-12-10",
        votes=(COUNTS,),
    )  # fmt: skip
    notices = compile_rehandlings(asked(held))
    assert list(notices) == [BUREAU, FIRE]
    text = written("rehandling", notices[BUREAU])
    assert "交由你单位办理的“养老服务”有关问题中，下列3条须重新办理：" in text
    assert (
        "| 1 | JZ-001 | 第1个问题（含并入的JZ-005） | 2024年10月30日测评未通过"
        "（满意11票、基本满意6票、不满意18票，实到35人） | 第2次 | "
        "2024年11月30日（已逾期10天） |"
    ) in text
    assert (
        "| 2 | JZ-002 | 第2个问题 | 2024年12月1日回头看发现反弹：水箱没有水 | 第2次 | "
        "2024年12月20日 |"
    ) in text
    assert "2024年9月10日代表甲反馈不满意 | 第2次 | 2024年12月15日 |" in text
    assert "其中JZ-001由人大代表提出，答复前请再次当面听取代表意见" in text
    assert "四、再次测评。" in text
    assert (
        "二、重新答复。请逐条书面答复：期限未到的，在上表所列期限内答复；"
        "已逾期的，收到本通知后立即答复。答复由主要负责人签发，写明上次办理的差距、"
        "新采取的措施和取得的结果，已逾期的还应写明原因，注明类别，附佐证材料。"
    ) in text
    assert "三、延期。期限未到、确需延期的，请在期限届满前书面提出" in text
    alone = compile_rehandlings(asked(held)._replace(unit=FIRE))
    assert list(alone) == [FIRE]
    assert "由人大代表提出" not in written("rehandling", alone[FIRE])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("反馈", "四、再次征求意见。收到答复后，某市人大常委会办公室将组织复核，并"),
        ("无", "四、再次复核。收到答复后，某市人大常委会办公室将组织复核。"),
    ],
)  # fmt: skip
def test_what_follows_an_answer_is_as_the_ledger_says(how: str, said: str) -> None:
    rebound = issue(
        1, handed(), answered("2024-09-01"), closed("2024-10-01"),
        rechecked("2024-11-01", "反弹", 期限="2024-12-20"),
    )  # fmt: skip
    by = ledger(评价方式=how, 办理规则={"销号须测评": "否"})
    (notice,) = compile_rehandlings(asked(roster(rebound, by=by))).values()
    assert said in written("rehandling", notice)


def test_nobody_is_asked_to_keep_a_day_that_has_passed() -> None:
    failed = issue(
        1, handed(), answered("2024-09-01"),
        voted("2024-10-30", "不通过", 期限="2024-12-28"),
    )  # fmt: skip
    (late,) = compile_rehandlings(asked(roster(failed, on="2024-12-31"))).values()
    text = written("rehandling", late)
    assert "2024年12月28日（已逾期3天）" in text
    assert (
        "二、重新答复。上表所列期限已届满，请收到本通知后立即逐条书面答复，"
        "由主要负责人签发，写明逾期的原因、上次办理的差距、新采取的措施和取得的结果"
    ) in text
    assert "三、未办结的事项。一时不能办结的，请在答复中写明原因" in text
    assert "期限届满前" not in text
    assert "期限内" not in text
    (soon,) = compile_rehandlings(asked(roster(failed, on="2024-12-28"))).values()
    text = written("rehandling", soon)
    assert "二、重新答复。请在上表所列期限内逐条书面答复，由主要负责人签发" in text
    assert "三、延期。确需延期的，请在期限届满前书面提出" in text
    assert "逾期" not in text


def test_who_has_begun_again_needs_no_notice() -> None:
    again = voted("2024-10-30", "不通过", 期限="2024-11-30")
    begun: tuple[Issue, ...] = (
        issue(
            1, handed(), answered("2024-09-01"), again,
            row("2024-11-01", "签收", 单位=BUREAU),
        ),
        issue(
            2, handed(), answered("2024-09-01"), again, dropped("2024-11-01", "撤回")
        ),
        issue(3, handed()),
    )  # fmt: skip
    with pytest.raises(NothingAgain, match="截至2024年12月31日，没有退回重新办理"):
        compile_rehandlings(asked(roster(*begun)))


def test_letters_that_press_are_written_by_the_command(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ002="已答复")
    late = bench.do("report", "催办函", "--as-of", "2024-10-31")
    assert late.code == 0, late.err
    assert "逾期未答复的有1条" in late.out
    named = bench.do("report", "督办函", "JZ-001", "--as-of", "2024-10-01")
    assert "已逾期1天，仍未答复" in named.out
    for kind, on in (
        ("催办函", "2024-07-01"),
        ("督办函", "2024-07-01"),
        ("重新办理通知", "2024-12-01"),
    ):
        refused = bench.do("report", kind, "--as-of", on)
        assert (refused.code, refused.out) == (4, "")
        assert refused.err.startswith("截至2024年")
