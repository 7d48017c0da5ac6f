"""A dossier: one issue whole, with what was declared void, each deadline, each vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    answered,
    closed,
    dropped,
    handed,
    issue,
    rechecked,
    reviewed,
    roster,
    row,
    shared,
    vote,
    voted,
)
from office import office
from paperwork import asking, compiled, table, worded
from rectify.domain.documents.dossier import NoIssueNamed, NotInLedger

if TYPE_CHECKING:
    from pathlib import Path

    from casebook import Row
    from rectify.domain.roster import Roster

FINANCE, FIRE, REFORM = "市财政局", "市消防救援支队", "市发展和改革委员会"
TERMS = "、承办单位和期限"
HASH = "fedcba9876543210" * 4


def of(held: Roster, number: int = 1, known: str | None = None) -> str:
    return worded("dossier", asking(held, numbers=(number,), known=known))


def terms(held: Roster, number: int = 1) -> list[list[str]]:
    """Give unit, role, round, deadline and course of each line."""
    return table(of(held, number), TERMS)[1:]


def test_a_dossier_states_every_fact_that_was_written_down() -> None:
    held = roster(
        issue(
            1,
            handed(),
            row("2024-07-01", "重点督办", 督办领导="分管副主任", 督办部门="社会委"),
            类别="设施",
            性质="问题类",
            来源="执法检查",
            来源级别="市",
            审议意见=2,
            提出人=[{"姓名": "代表甲", "保密": "是"}, {"姓名": "检查组"}],
            提出日期="2024-06-01",
            问题描述="甲。\n\n乙",
            具体表现="丙。",
            依据="丁。",
            整改要求="戊。",
            整改标准="己。",
            时限类型="限期整改",
            公开方式="主动公开",
            备注="庚。",
        ),
        on="2024-09-20",
    )
    rows = table(of(held), "一、基本情况")
    assert rows == [
        ["状态", "已交办，剩10天", "类别", "设施"],
        ["性质", "问题类", "来源", "执法检查"],
        ["来源级别", "市级", "审议意见", "第2条"],
        ["提出人", "提出人A、检查组", "提出日期", "2024年6月1日"],
        ["时限类型", "限期整改", "公开方式", "主动公开"],
        ["重点督办", "督办领导：分管副主任；督办部门：社会委", "", ""],
        ["问题描述", "甲。乙", "", ""],
        ["具体表现", "丙。", "", ""],
        ["依据", "丁。", "", ""],
        ["整改要求", "戊。", "", ""],
        ["整改标准", "己。", "", ""],
        ["备注", "庚。", "", ""],
    ]


def test_what_was_not_written_down_is_left_out() -> None:
    text = of(roster(issue(1)))
    assert table(text, "一、基本情况") == [["状态", "待交办", "", ""]]
    assert "截至2024年12月31日尚无办理记录。" in text
    assert "## 二、办理经过" in text
    assert "## 三、" not in text
    bare = issue(1, handed(), row("2024-07-01", "重点督办"))
    assert ["状态", "已交办，逾期92天", "重点督办", "已列入"] in table(
        of(roster(bare)), "一、基本情况"
    )


@pytest.mark.parametrize(
    ("events", "on", "course"),
    [
        ([handed()], "2024-09-30", "已交办，未到期"),
        ([handed()], "2024-10-02", "已交办，已逾期2天"),
        (
            [handed(), answered("2024-09-30")],
            "2024-10-10",
            "2024年9月30日答复，按期；A类",
        ),
        (
            [handed(), answered("2024-10-03")],
            "2024-10-10",
            "2024年10月3日答复，逾期3天；A类",
        ),
        (
            [handed(until=None), answered("2024-10-03")],
            "2024-10-10",
            "2024年10月3日答复；A类",
        ),
        (
            [
                handed(),
                row("2024-10-05", "延期", 单位=BUREAU, 结论="同意",
                    新期限="2024-10-20", 批准人="主任"),
                answered("2024-10-10"),
            ],
            "2024-10-10",
            "2024年10月10日答复，曾逾期；A类",
        ),
        ([handed(until=None)], "2024-10-10", "已交办"),
        (
            [handed(), answered("2024-09-30", grade=None)],
            "2024-10-10",
            "2024年9月30日答复，按期",
        ),
        (
            [handed(), row("2024-07-01", "申请退回", 单位=BUREAU, 理由="不属职责")],
            "2024-10-10",
            "待改派",
        ),
    ],
)  # fmt: skip
def test_of_each_deadline_it_is_said_whether_it_was_kept(
    events: list[Row], on: str, course: str
) -> None:
    found = terms(roster(issue(1, *events), on=on))[0][-1]
    assert found.partition("；")[2] == course


def test_each_round_has_its_line_and_helpers_have_no_deadline() -> None:
    case = issue(
        1,
        handed(协办=[FINANCE]),
        answered("2024-09-20"),
        reviewed("2024-09-25"),
        voted("2024-10-30", "不通过", 期限="2024-11-29"),
        answered("2024-11-20", grade="B"),
        reviewed("2024-11-22", "未到位"),
    )
    assert terms(roster(case)) == [
        [BUREAU, "主办", "1", "2024年9月30日",
         "2024年6月20日交办；2024年9月20日答复，按期"],
        [BUREAU, "主办", "2", "2024年11月29日",
         "2024年11月20日答复，按期；B类，复核未到位"],
        [FINANCE, "协办", "1", "—", "2024年6月20日交办，未签收"],
    ]  # fmt: skip


def test_a_unit_that_gave_it_up_stays_in_the_dossier() -> None:
    moved = row("2024-07-02", "改派", 原单位=BUREAU, 单位=FIRE, 期限="2024-10-15")
    extended = row(
        "2024-08-01", "延期", 单位=FIRE, 结论="同意", 新期限="2024-12-31", 批准人="主任"
    )
    held = roster(issue(1, handed(), moved, extended), on="2024-12-01")
    assert terms(held) == [
        [FIRE, "主办", "1", "2024年12月31日（原定2024年10月15日）",
         "2024年7月2日交办，未签收；已交办，未到期"],
        [BUREAU, "主办", "1", "2024年9月30日", "2024年6月20日交办，未签收；已改派"],
    ]  # fmt: skip


def test_beyond_the_answer_the_state_of_the_issue_is_that_of_its_units() -> None:
    case = issue(
        1,
        shared(BUREAU, FINANCE),
        answered("2024-09-01"),
        answered("2024-09-02", FINANCE, None),
        row("2024-09-10", "转跟踪", 下次核查="2025-06-30"),
    )
    assert [line[-1].rpartition("；")[2] for line in terms(roster(case))] == [
        "跟踪中，A类",
        "跟踪中",
    ]


def test_a_merged_issue_shows_the_units_of_the_one_it_went_into() -> None:
    held = roster(
        issue(1, handed(FIRE), dropped("2024-07-01", "并案", into=2)),
        issue(2, handed(FINANCE)),
        on="2024-09-30",
    )
    assert [line[0] for line in terms(held)] == [FINANCE]
    text = of(held)
    assert "本条并入 JZ-002，所列为该条的承办情况。" in text
    assert ["状态", "已交办，今天到期", "并入", "JZ-002"] in table(text, "一、基本情况")
    assert "并案，并入JZ-002" in text


def test_what_was_declared_void_stays_and_is_marked() -> None:
    void = answered("2024-07-01", 文号="演民函〔2024〕5号")
    held = roster(issue(1, handed(), void | {"作废": "2024-07-03 登错了"}))
    text = of(held)
    assert table(text, "、办理经过")[2] == [
        "2", "2024年7月1日", "答复",
        f"【2024年7月3日作废：登错了】{BUREAU}，A类（演民函〔2024〕5号）",
    ]  # fmt: skip
    assert "注：标明作废的记录不计入状态和统计，为备查而保留。" in text
    assert "作废" not in of(held, known="2024-07-02")


def test_plans_are_told_by_unit() -> None:
    plan = row(
        "2024-07-01", "方案", 单位=BUREAU, 责任领导="局长", 责任人="科长",
        整改目标="甲。", 整改措施="乙。\n\n丙。", 完成时限="9月底前",
    )  # fmt: skip
    bare = row("2024-07-02", "方案", 单位=FINANCE)
    held = roster(issue(1, shared(BUREAU, FINANCE), plan, bare))
    assert table(of(held), "、整改方案")[1:] == [
        [BUREAU, "局长", "科长", "甲。", "乙。丙。", "9月底前"],
        [FINANCE, "—", "—", "—", "—", "—"],
    ]


def test_votes_are_told_with_their_counts_as_far_as_they_are_known() -> None:
    case = issue(
        1,
        handed(),
        answered("2024-07-01"),
        voted("2024-08-01", "不通过", number="2024-01"),
        answered("2024-08-20"),
        voted("2024-09-01", number="2024-02"),
    )
    first = vote("2024-01", "2024-08-01", (3, 1, 9), (2, 0, 5), 会议="八月会议")
    held = roster(case, votes=(first,))
    text = of(held)
    assert table(text, "、满意度测评")[1:] == [
        ["2024年8月1日，八月会议", "2024-01", "初次", "20", "5", "1", "14", "0",
         "不通过"],
        ["2024年9月1日", "2024-02", "初次", "—", "—", "—", "—", "—", "通过"],
    ]  # fmt: skip
    assert "注：票数没有登记或者登记不全的，以“—”表示。" in text


def test_the_votes_of_who_pressed_no_button_are_told_too() -> None:
    case = issue(
        1,
        handed(),
        answered("2024-07-01"),
        voted("2024-08-01", "不通过", number="2024-01"),
        answered("2024-08-20"),
        voted("2024-09-01", number="2024-02"),
    )
    device = {"实到": 38, "满意": 10, "基本满意": 8, "不满意": 18, "弃权": 1, "未按": 1}
    held = roster(case, votes=(vote("2024-01", "2024-08-01", 计票=[device]),))
    assert [line[3:] for line in table(of(held), "、满意度测评")] == [
        ["实到", "满意", "基本满意", "不满意", "弃权", "未按", "结论"],
        ["38", "10", "8", "18", "1", "1", "不通过"],
        ["—", "—", "—", "—", "—", "—", "通过"],
    ]


def test_every_striking_off_is_told_and_the_files_behind_it() -> None:
    case = issue(
        1,
        handed(),
        answered("2024-07-01"),
        voted("2024-08-01"),
        row(
            "2024-09-01", "销号", 申请日期="2024-08-20", 核查意见="属实。",
            代表意见="认可", 公示="是", 理由="列入年度任务",
            批准=[{"批准人": "副主任", "日期": "2024-08-30"}, {"批准人": "主任会议"}],
            佐证=[{"文件": "照片.jpg", "SHA-256": HASH}],
        ),
        rechecked("2024-10-01", "反弹", 期限="2024-10-31"),
        answered("2024-10-20"),
        voted("2024-11-01", number="2024-02"),
        closed("2024-11-05"),
    )  # fmt: skip
    text = of(roster(case))
    assert table(text, "、销号记录") == [
        ["申请日期", "2024年8月20日", "销号日期", "2024年9月1日"],
        ["核查意见", "属实。", "", ""],
        ["代表意见", "认可", "", ""],
        ["批准", "副主任（2024年8月30日）、主任会议", "公示", "已公示"],
        ["佐证", "照片.jpg", "", ""],
        ["理由", "列入年度任务", "", ""],
    ]
    assert text.count("| 申请日期 |") == 2
    assert "| 批准 | 主任会议 | 公示 | — |" in text
    files = table(text, "、附件和佐证")
    assert files[1:] == [["1", "照片.jpg", "2024年9月1日销号", HASH[:16]]]


def test_a_dossier_is_of_issues_that_are_named_and_may_be_shown() -> None:
    held = roster(issue(1), issue(2))
    with pytest.raises(NoIssueNamed, match="请写明是哪几条"):
        compiled("dossier", asking(held))
    with pytest.raises(NotInLedger, match="JZ-003 不在"):
        compiled("dossier", asking(held, numbers=(3,)))


def test_each_issue_named_has_its_own_copy(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已销号", JZ002="已交办", JZ003="待交办")
    made = bench.do("report", "一案一档", "1-2", "-o", "档", "--format", "md")
    assert made.code == 0, made.err
    assert sorted(path.name for path in (bench.root / "档").iterdir()) == [
        "一案一档_JZ-001.md",
        "一案一档_JZ-002.md",
    ]
    refused = bench.do("report", "一案一档")
    assert refused.code == 2
    assert "rectify report 一案一档 17" in refused.err
