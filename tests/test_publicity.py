"""For the public, persons and internal notes are gone and every figure is as it was."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook import (
    BUREAU,
    UNITS,
    answered,
    asked,
    handed,
    issue,
    ledger,
    reviewed,
    roster,
    row,
)
from office import office
from rectify.domain.documents.lists import compile_list
from rectify.domain.measures import MEASURES
from rectify.domain.publicity import doubts, for_public
from rectify.domain.rates import Grouping, compile_rates
from rectify.domain.roster import Book, Roster, muster
from rectify.storage.builtin import samples
from rectify.storage.folder import Entry, VoteEntry
from rectify.storage.workspace import Workspace
from strategies import issues

if TYPE_CHECKING:
    from pathlib import Path

    from casebook import Row
    from rectify.domain.issue import Issue

MEETING = {"批准人": "主任会议"}
DEPUTY = {"姓名": "张三", "身份": "市人大代表"}


def told(day: str, who: str, result: str, **fields: object) -> Row:
    return row(day, "反馈", 提出人=who, 结果=result, **fields)


def public(*events: Row, **facts: object) -> Issue:
    """Publish one issue of these events."""
    return for_public(roster(issue(1, *events, **facts))).cases[0].issue


def words(case: Issue) -> str:
    return repr(case.plain())


def file(name: str) -> dict[str, str]:
    return {"文件": name, "SHA-256": "0" * 64}


def test_persons_are_called_by_their_surname_wherever_the_issue_names_them() -> None:
    case = public(
        handed(),
        row("2024-06-21", "签收", 单位=BUREAU, 签收人="王五"),
        row("2024-06-25", "方案", 单位=BUREAU, 责任领导="欧阳修副局长", 责任人="赵六"),
        row("2024-06-26", "重点督办", 督办领导="分管副主任"),
        row("2024-07-01", "进展", 单位=BUREAU, 内容="赵六、王 五到张三家走访。"),
        answered("2024-09-01", 内容="已向张三代表说明。", 签发人="局长钱七"),
        reviewed("2024-09-10"),
        row(
            "2024-09-20",
            "销号",
            批准=[MEETING, {"批准人": "孙八"}],
            佐证=[{"文件": "赵六的说明.pdf", "SHA-256": "0" * 64}],
            理由="列入年度任务",
        ),
        提出人=[DEPUTY, {"姓名": "执法检查组"}],
        标题="张三反映的问题",
    )
    said = words(case)
    for name in ("张三", "王五", "欧阳修", "赵六", "钱七", "孙八"):
        assert name not in said
    assert case.title == "张某某反映的问题"
    assert [each.name for each in case.proposers] == ["张某某", "执法检查组"]
    assert "欧阳某某副局长" in said
    assert "赵某某、王某某到张某某家走访。" in said
    assert "已向张某某代表说明。" in said
    assert "局长钱某某" in said
    assert "赵某某的说明.pdf" in said
    assert "'批准人': '主任会议'" in said
    assert "'督办领导': '分管副主任'" in said


def test_numbers_and_addresses_are_masked_in_every_text() -> None:
    case = public(
        handed(期限依据="9月底前，联系13812345678"),
        row("2024-06-21", "申请退回", 单位=BUREAU, 理由="请找13812345678"),
        问题描述="来信人住阳光小区3号楼2单元501室，身份证410311199001011234。",
        整改要求="回复zhang@example.org。",
    )
    assert case.description == "来信人住阳光小区，身份证4103**********1234。"
    assert case.demand == "回复***@example.org。"
    assert "13812345678" not in words(case)
    assert words(case).count("138****5678") == 2


def test_who_asks_to_stay_unnamed_goes_by_a_letter_in_the_texts_too() -> None:
    case = public(
        handed(),
        answered("2024-08-01", 内容="已当面答复张三。"),
        told("2024-08-02", "张三", "满意", 意见="张三：满意。"),
        提出人=[DEPUTY | {"保密": "是"}, {"姓名": "李四"}],
    )
    assert "张" not in words(case)
    assert [each.name for each in case.proposers] == ["代表A", "李某某"]
    assert "'提出人': '代表A'" in words(case)
    assert "已当面答复代表A。" in words(case)


def test_of_more_unnamed_than_letters_none_is_taken_for_another() -> None:
    many = [{"姓名": f"甲{n}", "身份": "代表", "保密": "是"} for n in range(27)]
    names = [each.name for each in public(提出人=many).proposers]
    assert (names[0], names[25], names[26]) == ("代表A", "代表Z", "代表A2")


def test_what_the_office_notes_for_itself_is_left_out() -> None:
    case = public(
        row("2024-06-19", "备注", 内容="内部意见。"),
        handed(),
        row("2024-06-21", "进展", 单位=BUREAU, 内容="记错。", 作废="2024-06-22 记错"),
        备注="领导口头交代。",
    )
    assert case.remarks is None
    assert [event.kind for event in case.events] == ["交办"]


def test_what_an_office_did_not_know_yet_is_not_published() -> None:
    held = [
        handed(),
        row("2024-07-01", "进展", 单位=BUREAU, 内容="甲。", 登记日期="2024-08-01"),
        row("2024-07-02", "进展", 单位=BUREAU, 内容="乙。", 作废="2024-08-02 记错"),
    ]
    book = Book("ylfw-2024", ledger(), UNITS, [issue(1, *held)])
    known = muster(book, on=date(2024, 9, 1), known=date(2024, 7, 15))
    events = for_public(known).cases[0].issue.events
    assert [event.plain().get("内容") for event in events] == [None, "乙。"]
    assert all(event.void is None for event in events)


def test_an_internal_issue_is_counted_and_says_nothing() -> None:
    given = issue(
        1,
        handed(期限依据="9月底前"),
        row("2024-06-25", "方案", 单位=BUREAU, 责任人="赵六", 整改目标="目标。"),
        row("2024-07-01", "进展", 单位=BUREAU, 内容="入户走访。"),
        answered("2024-08-01", 内容="已答复。", 附件=[file("甲.pdf")]),
        reviewed("2024-08-05"),
        told("2024-08-06", "张三", "满意", 意见="好。"),
        row("2024-08-07", "销号", 批准=[MEETING, {"批准人": "孙八"}], 理由="特批"),
        标题="个案",
        类别="监管执法",
        问题描述="描述。",
        公开方式="不公开",
        提出人=[DEPUTY, {"姓名": "李四"}],
    )
    before = roster(given)
    case = for_public(before).cases[0]
    assert (case.number, case.issue.title) == ("JZ-001", "（不公开）")
    assert case.issue.category == "监管执法"
    assert case.issue.description is None
    said = words(case.issue)
    for word in ("张三", "李四", "赵六", "目标", "入户", "已答复", "甲.pdf", "好。"):
        assert word not in said
    assert "孙八" not in said
    assert "'批准人': '主任会议'" in said
    assert [each.name for each in case.issue.proposers] == ["代表A", "提出人B"]
    assert same_figures(before)


# Every event that tells of the matter, in words that nothing else says.
NARRATED = (
    row("2024-06-10", "现场答复", 单位=BUREAU, 问="甲。", 答="甲。", 承诺="甲。"),
    handed(理由="甲"),
    row("2024-06-21", "申请退回", 单位=BUREAU, 理由="甲"),
    row("2024-06-22", "不予退回", 单位=BUREAU, 理由="甲"),
    row("2024-06-25", "方案", 单位=BUREAU, 整改目标="甲。", 整改措施="甲。"),
    row("2024-06-26", "进展", 单位=BUREAU, 内容="甲。"),
    row("2024-06-27", "面商", 单位=BUREAU, 方式="当面", 内容="甲。"),
    row("2024-06-28", "延期", 单位=BUREAU, 结论="不同意", 理由="甲"),
    row("2024-06-29", "催办", 单位=BUREAU, 内容="甲。"),
    answered("2024-07-01", 内容="甲。", 附件=[file("甲.pdf")]),
    row("2024-07-02", "退回重办", 单位=[BUREAU], 理由="甲"),
    answered("2024-07-10", 内容="甲。"),
    reviewed("2024-07-11") | {"理由": "甲"},
    told("2024-07-12", "执法检查组", "满意", 意见="甲。"),
    row("2024-07-20", "销号", 核查意见="甲。", 代表意见="甲", 理由="甲"),
    row("2024-08-20", "回头看", 结论="巩固", 内容="甲。"),
)


def test_of_a_partly_public_issue_every_word_that_tells_of_it_is_left_out() -> None:
    texts = {
        "问题描述": "甲。", "具体表现": "甲。", "依据": "甲。", "整改要求": "甲。",
        "整改标准": "甲。",
    }  # fmt: skip
    facts = {"标题": "收费未公示", "类别": "监管执法", "公开方式": "部分公开"}
    book = Book("ylfw-2024", ledger(), UNITS, [issue(1, *NARRATED, **facts, **texts)])
    case = for_public(muster(book, on=date(2024, 12, 31))).cases[0].issue
    assert "甲" not in words(case)
    assert [event.kind for event in case.events] == [one["事项"] for one in NARRATED]
    assert (case.title, case.category) == ("收费未公示", "监管执法")
    assert (case.description, case.demand) == ("（隐去）", "（隐去）")


def test_of_a_partly_public_issue_it_stays_who_bears_it_and_until_when() -> None:
    planned = row(
        "2024-06-25", "方案", 单位=BUREAU, 责任领导="张三副局长", 完成时限="9月底前"
    )
    listed = row("2024-06-26", "重点督办", 督办部门="社会建设工委", 会议="主任会议")
    told_so = handed(主送="市人民政府", 期限依据="9月底前")
    said = words(public(told_so, planned, listed, 公开方式="部分公开"))
    assert "（隐去）" not in said
    for kept in ("张某某副局长", "9月底前", "社会建设工委", "主任会议", "市人民政府"):
        assert kept in said


def test_who_is_named_in_another_issue_is_known_in_every_text() -> None:
    held = roster(
        issue(1, handed(), 提出人=[DEPUTY, {"姓名": "执法检查组", "保密": "是"}]),
        issue(2, handed(), 提出人=[{"姓名": "李四", "身份": "代表", "保密": "是"}]),
        issue(3, handed(), 提出人=[{"姓名": "李四"}]),
        issue(
            4,
            handed(),
            标题="张三反映的问题",
            问题描述="李四、张三先后向执法检查组反映。",
            提出人=[{"姓名": "张三丰"}],
        ),
    )
    told_of = for_public(held).cases[3].issue
    assert told_of.title == "张某某反映的问题"
    assert told_of.description == "某某、张某某先后向执法检查组反映。"


def test_what_a_person_must_look_at_is_named_where_the_document_says_it() -> None:
    published = for_public(
        roster(
            issue(1, handed(), 标题="无关", 问题描述="村民王秀英反映，门口积水。"),
            issue(2, handed(), 标题="王建国老人反映的问题"),
            issue(3, handed(), 标题="张三反映的问题", 提出人=[DEPUTY]),
            issue(4, handed(), 公开方式="不公开", 标题="王建国老人反映的问题"),
        )
    )
    whole = {"": (published.cases[0].issue, date(2024, 7, 1))}
    assert [each.number for each in doubts(published, whole)] == ["JZ-001"]
    listed_only = compile_list(asked(published))
    assert doubts(published, listed_only) == (
        ("JZ-001", ("村民王秀英",)),
        ("JZ-002", ("王建国老人",)),
    )
    titles = ("无关", "王建国老人反映的问题")
    assert doubts(published, titles) == (("JZ-002", ("王建国老人",)),)


def same_figures(before: Roster) -> bool:
    """Tell whether publishing changes no state, no deadline and no rate."""
    after = for_public(before)
    groups = (Grouping.UNIT, Grouping.CATEGORY, Grouping.SOURCE)
    return (
        [_standing(case) for case in before.cases]
        == [_standing(case) for case in after.cases]
        and compile_rates([before], MEASURES) == compile_rates([after], MEASURES)
        and all(
            compile_rates([before], MEASURES[:4], group)
            == compile_rates([after], MEASURES[:4], group)
            for group in groups
        )
    )


def _standing(case: Any) -> tuple[object, ...]:
    works = [
        (work.unit, work.state, work.deadline, len(work.answers), work.last_grade)
        for work in case.undertakings
    ]
    heard = [(each.date, each.result) for each in case.feedbacks.values()]
    return (
        case.number,
        case.state,
        case.round,
        case.failures,
        case.deadline,
        case.estimated,
        len(case.faults),
        works,
        heard,
    )


@pytest.mark.parametrize("name", ["jiaozuo-2024", "xixia-2024"])
def test_every_figure_of_the_samples_stays_and_no_post_is_masked(name: str) -> None:
    folder = Workspace(samples()[name].parents[1]).folder(name)
    cases = [each.issue for each in folder.scan() if isinstance(each, Entry)]
    votes = [each.vote for each in folder.votes() if isinstance(each, VoteEntry)]
    book = Book(name, folder.ledger, folder.directory, cases, votes)
    before = muster(book, on=date(2025, 6, 30))
    assert same_figures(before)
    for case, shown in zip(before.cases, for_public(before).cases, strict=True):
        assert _named(case.issue) == _named(shown.issue)


def _named(case: Issue) -> list[str]:
    """Name everybody whom the parts of a file name by a label."""
    return re.findall(r"'(?:\\w*人|责任领导|督办领导|姓名)': ('[^']*')", words(case))


@given(st.lists(issues(), max_size=3, unique_by=lambda each: each.number))
@settings(max_examples=60, deadline=None)
def test_whatever_hands_have_written_counts_the_same(cases: list[Issue]) -> None:
    book = Book("ylfw-2024", ledger(), UNITS, cases)
    assert same_figures(muster(book, on=date(2060, 1, 1)))


WHO = ("张三", "张 三", "张四", "张某某", "李四", "主任会议", "代表甲", "三", "民代")
SPOKEN = st.tuples(
    st.sampled_from(WHO),
    st.sampled_from(["满意", "基本满意", "不满意", "未表态"]),
    st.sampled_from(["", "张三说好。", "李四说不好。"]),
)


@given(
    st.lists(SPOKEN, max_size=6),
    st.lists(st.tuples(st.sampled_from(WHO), st.booleans()), max_size=4),
    st.sampled_from([None, "部分公开", "不公开"]),
)
@settings(max_examples=150, deadline=None)
def test_who_speaks_on_one_day_speaks_in_the_same_order(
    spoken: list[tuple[str, str, str]],
    proposers: list[tuple[str, bool]],
    publicity: str | None,
) -> None:
    """Masked names sort otherwise; what the last word decides must not change."""
    voices = [
        told("2024-08-02", who, result, **({"意见": said} if said else {}))
        for who, result, said in spoken
    ]
    named = [
        {"姓名": who, "身份": "市人大代表", **({"保密": "是"} if hidden else {})}
        for who, hidden in proposers
    ]
    facts = {} if publicity is None else {"公开方式": publicity}
    case = issue(1, handed(), answered("2024-08-01"), *voices, 提出人=named, **facts)
    book = Book("ylfw-2024", ledger(评价方式="反馈"), UNITS, [case])
    assert same_figures(muster(book, on=date(2024, 12, 31)))


def test_what_only_a_note_tells_of_is_counted_for_the_public_too() -> None:
    early = issue(1, row("2024-06-10", "备注", 内容="先登记"), 提出日期="2024-12-05")
    assert same_figures(roster(early, on="2024-07-01"))


def test_documents_get_masked_data_without_asking_for_it() -> None:
    held = for_public(roster(issue(1, handed(), 提出人=[DEPUTY])))
    report = compile_list(asked(held))[""]
    assert report.head.public
    assert "张三" not in repr(report)
    assert held.back_on(date(2024, 7, 1)).public


def test_a_document_for_the_public_says_so_under_its_date(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    text = bench.issue("JZ-001").replace("姓名: 执法检查组", "姓名: 张三")
    text = text.replace("4家没有", "张三反映，4家没有")
    bench.write("issues/JZ-001.yaml", text)
    shown = bench.do("report", "问题清单", "--public")
    assert "（此件公开发布；统计截止日：" in shown.out.replace("\\", "")
    assert "张三" not in shown.out
    assert "公开前请通读核对" in shown.err
    assert "像是人名" not in shown.err
    inside = bench.do("report", "问题清单")
    assert "张三反映" in inside.out
    assert "此件公开发布" not in inside.out


def test_who_makes_a_document_public_is_told_where_to_look(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ002="已交办")
    text = bench.issue("JZ-001").replace("4家没有", "村民王秀英反映，4家没有")
    bench.write("issues/JZ-001.yaml", text)
    listed = bench.do("report", "问题清单", "--public", "-o", "公开.md")
    assert "已隐去认得出的个人信息" in listed.err
    assert "像是人名、住址，请先核对：JZ-001（村民王秀英）\n" in listed.err
    other = bench.do("report", "一案一档", "2", "--public", "-o", "公开")
    assert "王秀英" not in other.err
