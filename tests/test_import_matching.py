"""Which row is which issue, and what a list may change of it."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import pytest

from casebook import BUREAU, UNITS, handed, issue, ledger, row
from rectify.domain.intake.comparing.differences import contrast
from rectify.domain.intake.comparing.matching import match
from rectify.domain.intake.comparing.outcome import Matched, Terms
from rectify.domain.intake.record import Concern, Draft
from rectify.domain.issue import Issue
from rectify.domain.particulars import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.entity import Plain

DAY = date(2024, 7, 1)
FIRE = "检查组抽查的9家农村敬老院中，4家没有按标准配备自动喷淋设施。"


def draft(text: str, *, place: str = "清单!C4", **facts: Plain) -> Draft:
    """Draft an issue whose title was made of its text."""
    return Draft(place, {"标题": text, "问题描述": text} | facts)


def known(number: int, text: str, *events: dict[str, object], **facts: object) -> Issue:
    return issue(number, *events, **({"标题": text, "问题描述": text} | facts))


def terms(**other: object) -> Terms:
    plain = Terms(ledger(), UNITS, Issue, DAY, DAY, titled=False)
    return plain._replace(**other)  # type: ignore[arg-type]  # the fields of terms


def numbers() -> Iterator[str]:
    return (f"JZ-{number:03}" for number in count(58))


def matched(drafts: list[Draft], issues: list[Issue], **other: object) -> Matched:
    return match(drafts, issues, numbers(), terms(**other))


def said(found: Matched) -> list[str]:
    return [
        f"{each.before.number} {difference}"
        for each in found.changed
        for difference in each.differences
    ]


def test_rows_become_issues_in_their_order_with_the_numbers_that_follow() -> None:
    found = matched([draft("甲问题。"), draft("乙问题。")], [])
    assert [(n.issue.number, n.issue.description) for n in found.new] == [
        ("JZ-058", "甲问题。"),
        ("JZ-059", "乙问题。"),
    ]
    assert (found.changed, found.same, found.faults) == ((), (), ())


def test_what_the_ledger_has_is_not_entered_again_in_whatever_order() -> None:
    issues = [known(1, "甲问题。"), known(2, "乙问题。")]
    found = matched([draft("乙问题。"), draft("甲问题。", 序号="7")], issues)
    assert found.new == ()
    assert found.same == ("JZ-002",)
    assert said(found) == ["JZ-001 序号：补上“7”"]


def test_a_list_that_is_numbered_anew_says_nothing_else() -> None:
    before = known(1, "甲问题。", 序号="2")
    row_ = draft("甲问题。", 序号="1")
    assert matched([row_], [before]).same == ("JZ-001",)
    told = matched([row_], [before], overwrite=True)
    assert told.changed[0].after.serial == "1"


def test_two_rows_that_say_the_same_are_two_issues() -> None:
    issues = [known(1, FIRE), known(2, FIRE)]
    found = matched([draft(FIRE)] * 3, issues)
    assert found.same == ("JZ-001", "JZ-002")
    assert [new.issue.number for new in found.new] == ["JZ-058"]


def test_a_number_of_the_ledger_names_the_issue_and_is_no_serial() -> None:
    issues = [known(1, "甲问题。"), known(2, "乙问题。")]
    found = matched([draft("乙的问题。", 序号="JZ-002")], issues)
    assert said(found) == [
        "JZ-002 问题描述：“乙问题。”改为“乙的问题。”（没有采用，--overwrite 采用）"
    ]
    retold = draft("完全换了说法。", 序号="JZ-002", 标题="乙问题。")
    assert [c.before.number for c in matched([retold], issues).changed] == ["JZ-002"]


def test_a_number_of_ours_on_another_issue_is_a_stranger_s() -> None:
    issues = [known(1, "甲问题。"), known(2, "河道有建筑垃圾。")]
    rows = [
        draft("河道有建筑垃圾。", 序号="JZ-001"),
        draft("人手不足。", 序号="JZ-002"),
    ]
    found = matched(rows, issues)
    assert said(found) == ["JZ-002 序号：补上“JZ-001”"]
    assert [new.issue.serial for new in found.new] == ["JZ-002"]
    assert [each.message for each in found.doubts] == [
        "编号 JZ-001 在本台账是另一条，这一行按内容核对",
        "编号 JZ-002 在本台账是另一条，这一行按内容核对",
    ]
    after = [*(c.after for c in found.changed), found.new[0].issue]
    again = matched(rows, [issues[0], *after])
    assert (again.new, again.changed) == ((), ())
    twice = matched([draft("甲问题。", 序号="JZ-001")] * 2, issues)
    assert (len(twice.new), twice.same) == (1, ("JZ-001",))


def test_a_number_beside_a_serial_is_found_among_the_remarks() -> None:
    issues = [known(1, "甲问题。"), known(2, "乙问题。", 序号="2")]
    row_ = draft("乙的问题。", 序号="2", 备注="编号：JZ-002\n\n状态：已交办")
    (changed,) = matched([row_], issues).changed
    assert changed.before.number == "JZ-002"
    assert changed.taken == ()
    assert "编号是本台账的，多出的列不写入备注" in str(changed.differences[-1])


def test_open_issues_that_a_later_list_lacks_are_counted() -> None:
    done = (handed(), row("2024-07-01", "终止", 方式="撤回", 理由="重复"))
    issues = [known(1, "甲问题。"), known(2, "乙问题。"), known(3, "丙问题。", *done)]
    rows = [draft("甲问题。")]
    assert matched(rows, issues).absent == ()
    assert matched([*rows, draft("丙问题。")], issues).absent == ("JZ-002",)
    assert matched([*rows, draft("乙问题。")], issues).absent == ()


def test_more_or_other_proposers_are_shown() -> None:
    before = known(1, FIRE, 提出人=[{"姓名": "张明"}])
    more: list[Plain] = [{"姓名": "张明"}, {"姓名": "李亮"}]
    found = matched([draft(FIRE, 提出人=more)], [before])
    assert [each.label for each in found.changed[0].differences] == ["提出人"]


def test_a_number_that_is_not_ours_is_kept_in_words() -> None:
    rows = [
        draft("甲问题。", 编号="JZ-007"),
        draft("乙问题。", 编号="JZ-008", 序号="2"),
        draft("丙问题。", 编号="JZ-009", 序号="3", 备注="原件在柜里。"),
    ]
    new = [each.issue for each in matched(rows, []).new]
    assert [(each.serial, each.remarks) for each in new] == [
        ("JZ-007", None),
        ("2", "编号：JZ-008"),
        ("3", "原件在柜里。\n\n编号：JZ-009"),
    ]
    assert matched(rows, new).same == ("JZ-058", "JZ-059", "JZ-060")
    ours = draft("甲问题。", 编号="JZ-001", 序号="1")
    found = matched([ours], [known(1, "甲问题。", 序号="1")])
    assert found.same == ("JZ-001",)


def test_the_text_goes_before_the_title_and_a_title_must_name_one() -> None:
    issues = [known(1, "甲。", 标题="消防"), known(2, "乙。", 标题="消防")]
    found = matched([draft("乙。", 标题="另一个题目")], issues)
    assert found.same == ("JZ-002",)
    alone = [known(1, "甲。", 标题="消防"), known(2, "乙。", 标题="床位")]
    found = matched([draft("床位不足，另行说明。", 标题="床位")], alone)
    assert [each.before.number for each in found.changed] == ["JZ-002"]
    found = matched([draft("说的是别的事。", 标题="消防")], issues)
    assert len(found.new) == 1


MENDED = FIRE.replace("4家", "5家")


def test_a_text_that_was_mended_is_the_same_issue() -> None:
    found = matched([draft(MENDED)], [known(1, "甲问题。"), known(2, FIRE)])
    assert found.new == ()
    (line,) = said(found)
    assert line == (
        "JZ-002 问题描述：“…家农村敬老院中，4家没有按标准配备自动喷淋设施。”改为"
        "“…家农村敬老院中，5家没有按标准配备自动喷淋设施。”"
        "（没有采用，--overwrite 采用）"
    )


REWRITTEN = "检查组抽查的9家农村敬老院中，仍有半数消防通道被杂物占用。"


@pytest.mark.parametrize(
    ("text", "serials", "rest", "same"),
    [
        (MENDED, ("3", "5"), 2, True),  # numbered anew, among rows that are known
        (MENDED, ("3", "5"), 0, False),  # of a list of which nothing is known
        (MENDED, ("3", "3"), 0, True),
        (REWRITTEN, ("3", "3"), 2, True),
        (REWRITTEN, ("3", "5"), 2, False),
        (REWRITTEN, ("3", "3"), 0, False),
        ("跨省通办事项少，窗口人手不足。", ("3", "3"), 2, False),
    ],
)
def test_how_alike_two_must_be_hangs_on_whether_the_list_is_known(
    text: str, serials: tuple[str, str], rest: int, same: bool
) -> None:
    others = [f"第{n}处河道有建筑垃圾堆放。" for n in range(rest)]
    issues = [known(1, FIRE, 序号=serials[1])]
    issues += [known(n + 2, each) for n, each in enumerate(others)]
    found = matched([draft(text, 序号=serials[0]), *map(draft, others)], issues)
    assert (len(found.new) == 0) == same


def test_an_issue_that_only_looks_alike_is_pointed_at() -> None:
    found = matched([draft(MENDED, 序号="3")], [known(1, FIRE, 序号="5")])
    assert [new.issue.number for new in found.new] == ["JZ-058"]
    (doubt,) = found.doubts
    assert str(doubt).startswith("清单!C4  和 JZ-001 很像，作为另一条新增")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("市第一社会福利院消防设施不达标，限期改造。",
         "市第二社会福利院消防设施不达标，限期改造。"),
        ("东关街道养老服务中心建成后闲置。", "西陵街道养老服务中心建成后闲置。"),
        ("石桥镇敬老院没有喷淋，限期改造。", "马庄镇敬老院没有喷淋，限期改造。"),
    ],
)  # fmt: skip
def test_the_same_sentence_about_another_place_is_another_issue(
    old: str, new: str
) -> None:
    others = [f"第{n}处河道有建筑垃圾堆放。" for n in range(3)]
    issues = [known(1, old), *(known(n + 2, each) for n, each in enumerate(others))]
    found = matched([draft(new), *map(draft, others)], issues)
    assert [each.issue.description for each in found.new] == [new]
    assert found.changed == ()


def test_what_is_only_alike_is_pointed_at_where_nothing_is_added() -> None:
    found = matched([draft(MENDED)], [known(1, FIRE)])
    assert [str(each) for each in found.doubts] == [
        "清单!C4  和 JZ-001 很像，当作同一条，没有新增；是另一条的，用 rectify add 登记"
    ]
    assert matched([draft(FIRE)], [known(1, FIRE)]).doubts == ()


def test_words_that_many_issues_share_tell_nothing_apart() -> None:
    issues = [known(n, f"第{n}个村没有通公交车。") for n in range(1, 21)]
    found = matched([draft("河湾的村没有通公交车。")], issues)
    assert len(found.new) == 1
    assert found.doubts == ()


def test_of_several_that_are_alike_each_is_taken_once_the_likest_first() -> None:
    texts = [f"{place}敬老院没有按标准配备自动喷淋设施，限期整改。" for place in "东西"]
    issues = [known(n + 1, text) for n, text in enumerate(texts)]
    changed = [text.replace("限期", "立即") for text in reversed(texts)]
    found = matched(list(map(draft, changed)), issues)
    assert [each.before.number for each in found.changed] == ["JZ-002", "JZ-001"]


def test_what_is_empty_is_filled_and_what_is_there_stays_unless_told() -> None:
    before = known(1, FIRE, 类别="项目建设")
    row_ = draft(FIRE, 类别="养老", 拟主办=BUREAU, 整改要求="抓紧整改。")
    found = matched([row_], [before])
    assert said(found) == [
        "JZ-001 类别：“项目建设”改为“养老”（没有采用，--overwrite 采用）",
        "JZ-001 整改要求：补上“抓紧整改。”",
        "JZ-001 拟主办：补上“市民政局”",
    ]
    after = found.changed[0].after
    assert (after.category, after.demand, after.lead) == (
        "项目建设", "抓紧整改。", BUREAU,
    )  # fmt: skip
    assert found.written == found.changed
    told = matched([row_], [before], overwrite=True)
    assert told.changed[0].after.category == "养老"
    assert all(each.taken for each in told.changed[0].differences)


def test_what_is_proposed_only_counts_until_it_is_handed_over() -> None:
    before = known(1, FIRE, handed(), 拟主办=BUREAU)
    row_ = draft(FIRE, 拟主办="市财政局", 拟定期限="年底前")
    found = matched([row_], [before], overwrite=True)
    assert said(found) == [
        "JZ-001 拟主办：“市民政局”改为“市财政局”（没有采用，已经交办，以办理记录为准）",
        "JZ-001 拟定期限：补上“年底前”（没有采用，已经交办，以办理记录为准）",
    ]
    assert found.written == ()


def test_a_list_that_says_less_says_nothing_else() -> None:
    people = [{"姓名": "张明", "身份": "市人大代表"}, {"姓名": "执法检查组"}]
    before = known(1, FIRE, 提出人=people, 备注="所在部分：一。\n\n办公室：已核。")
    names: list[Plain] = [{"姓名": "张明"}, {"姓名": "执法检查组"}]
    found = matched([draft(FIRE, 提出人=names, 备注="所在部分：一。")], [before])
    assert found.same == ("JZ-001",)
    other: list[Plain] = [
        {"姓名": "张明", "身份": "省人大代表"},
        {"姓名": "执法检查组"},
    ]
    found = matched([draft(FIRE, 提出人=other, 备注="别的话。")], [before])
    assert len(found.changed[0].differences) == 2


def test_who_asked_to_stay_unnamed_is_not_named() -> None:
    people = [{"姓名": "张明", "身份": "市人大代表", "保密": "是"}]
    before = known(1, FIRE, 提出人=people)
    found = matched([draft(FIRE, 提出人=[{"姓名": "李亮"}])], [before])
    assert said(found) == [
        "JZ-001 提出人：“代表A（市人大代表）”改为“李亮”（没有采用，--overwrite 采用）"
    ]


def test_a_title_made_of_the_text_is_no_claim_of_the_list() -> None:
    before = known(1, FIRE, 标题="敬老院消防")
    row_ = draft(FIRE)
    assert matched([row_], [before]).same == ("JZ-001",)
    (other,) = matched([row_], [before], titled=True).changed
    assert [each.label for each in other.differences] == ["标题"]


def test_a_title_made_of_the_text_follows_the_text() -> None:
    before = known(1, FIRE, 标题=FIRE.rstrip("。"))
    row_ = draft(MENDED, 标题=MENDED.rstrip("。"))
    shown = matched([row_], [before]).changed[0]
    assert [each.label for each in shown.differences] == ["问题描述"]
    told = matched([row_], [before], overwrite=True).changed[0]
    assert told.after.title == MENDED.rstrip("。")
    own = matched([row_], [known(1, FIRE, 标题="消防")], overwrite=True).changed[0]
    assert own.after.title == "消防"


def test_faults_are_gathered_and_take_no_number() -> None:
    broken = Draft("清单!C5", {}, faults=(Concern("清单!C5", "没有问题内容"),))
    stray = draft("乙问题。", place="清单!C6", 审议意见=9)
    found = matched([broken, stray, draft("甲问题。")], [])
    assert [str(each) for each in found.faults] == [
        "清单!C5  没有问题内容",
        "清单!C6  ledger.yaml 里没有第9条审议意见，请先写进去",
    ]
    assert [new.issue.number for new in found.new] == ["JZ-058"]


def test_a_fault_that_was_there_before_is_no_fault_of_the_list() -> None:
    before = known(1, FIRE, 审议意见=9)
    found = matched([draft(FIRE, 类别="养老")], [before])
    assert found.faults == ()
    assert found.changed[0].after.category == "养老"


def test_facts_that_would_break_the_record_are_refused() -> None:
    deputy: list[Plain] = [{"姓名": "张明", "身份": "市人大代表"}]
    told = row("2024-08-01", "反馈", 提出人="李亮", 结果="满意")
    answer = row("2024-07-20", "答复", 单位=BUREAU, 类别="A")
    before = known(1, FIRE, handed(), answer, told, 提出人=[{"姓名": "李亮"}])
    found = matched([draft(FIRE, 提出人=deputy)], [before], overwrite=True)
    assert [fault.place for fault in found.faults] == ["清单!C4"]
    assert "不能这样修改 JZ-001，已有的办理记录会出错：" in found.faults[0].message


# 期初

SOURCE = SourceFile(name="清单.xlsx", sha256="0" * 64)
BEGUN: dict[str, Plain] = {"状态": "办理中", "主办": BUREAU, "进展": "已动工。"}


def running(**opening: Plain) -> Draft:
    return draft(FIRE)._replace(opening=BEGUN | opening)


def test_a_running_issue_begins_with_where_it_stands() -> None:
    found = matched([running()], [], source=SOURCE, on=date(2024, 6, 20))
    (event,) = found.new[0].issue.events
    assert event.plain() == {
        "日期": date(2024, 6, 20),
        "登记日期": DAY,
        "事项": "期初",
        "状态": "办理中",
        "主办": BUREAU,
        "进展": "已动工。",
        "来源文件": {"文件": "清单.xlsx", "SHA-256": "0" * 64},
    }


def test_a_running_list_imported_again_changes_nothing() -> None:
    begun = matched([running()], [], source=SOURCE).new[0].issue
    again = matched([running()], [begun], source=SOURCE.but(name="清单2.xlsx"))
    assert again.same == (begun.number,)


def test_what_a_running_list_says_later_is_shown_and_left_to_the_record() -> None:
    begun = matched([running(协办=["市财政局"])], []).new[0].issue
    later = running(状态="已答复", 进展="已完工。", 协办=["市财政局", "市应急管理局"])
    found = matched([later], [begun])
    aside = "（没有采用，以后的办理情况请用 progress、respond 等登记）"
    assert said(found) == [
        f"JZ-058 期初的状态：“办理中”改为“已答复”{aside}",
        f"JZ-058 期初的协办：“市财政局”改为“市财政局、市应急管理局”{aside}",
        f"JZ-058 期初的进展：“已动工。”改为“已完工。”{aside}",
    ]
    assert found.written == ()


def test_an_issue_without_a_record_is_taken_over_and_one_with_it_is_not() -> None:
    found = matched([running()], [known(1, FIRE)])
    assert said(found) == ["JZ-001 期初：补上“办理中，市民政局主办”"]
    assert [event.kind for event in found.changed[0].after.events] == ["期初"]
    found = matched([running()], [known(1, FIRE, handed())])
    assert said(found) == [
        "JZ-001 期初：补上“办理中，市民政局主办”（没有采用，已有办理记录）"
    ]


def test_a_beginning_that_the_rules_forbid_is_a_fault() -> None:
    impossible = running(期限="2024-01-01", 交办日期="2024-06-20")
    found = matched([impossible], [])
    assert (found.new, len(found.faults)) == ((), 1)
    found = matched([impossible], [known(1, FIRE)])
    assert (found.changed, len(found.faults)) == ((), 1)


def test_two_texts_are_shown_from_a_little_before_they_differ() -> None:
    assert contrast("甲", "乙") == ("甲", "乙")
    assert contrast("", "甲" * 30) == ("", f"{'甲' * 23}…")
    long = "零一二三四五六七八九" * 4
    assert contrast(long, long + "完") == ("…二三四五六七八九", "…二三四五六七八九完")
    assert contrast(f"{long}甲{long}", f"{long}乙{long}") == (
        "…二三四五六七八九甲零一二三四五六七八九零一二三…",
        "…二三四五六七八九乙零一二三四五六七八九零一二三…",
    )
