"""What becomes of the records of a list: facts, 备注, doubts and faults."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import context, drafted, one, said, table
from records import ledger
from rectify.domain.intake.drafting.reading import shown
from rectify.domain.intake.grid import Formula, Grid
from rectify.domain.intake.record import Column, FoundTable, Piece, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.intake.grid import Value

COUNTY = (
    "序号", "问题类别=类别", "存在问题=问题描述", "具体表现", "牵头单位=拟主办",
    "责任单位=拟协办", "整改时限=拟定期限", "备注",
)  # fmt: skip

OWN = ledger(
    审议意见=[
        {"序号": 1, "标题": "强化政策落实"},
        {"序号": 2, "标题": "补齐设施短板"},
    ],
    自定义字段=[
        {"名称": "责任科室"},
        {"名称": "经过", "类型": "长文本"},
        {"名称": "检查日", "类型": "日期"},
        {"名称": "金额", "类型": "数字"},
        {"名称": "轻重", "类型": "选项", "选项": ["一般", "重点"]},
    ],
)


def test_a_row_of_a_county_s_list_becomes_an_issue() -> None:
    draft = one(
        COUNTY,
        1.0, "政策落实", "1.补贴没有兑现，金额不足。\n其余略", "有３家", "民政局",
        "市财政局、市人社局", "9月底前", "共5家",
    )  # fmt: skip
    assert draft.place == "Sheet1!C2"
    assert dict(draft.facts) == {
        "序号": "1",
        "类别": "政策落实",
        "标题": "补贴没有兑现，金额不足",
        "问题描述": "1.补贴没有兑现，金额不足。\n\n其余略",
        "具体表现": "有3家",
        "拟主办": "市民政局",
        "拟协办": ["市财政局", "市人力资源和社会保障局"],
        "拟定期限": "9月底前",
        "备注": "共5家",
    }
    assert draft.opening is None
    assert (draft.doubts, draft.faults) == ((), ())


@pytest.mark.parametrize(
    ("label", "cell", "value"),
    [
        ("序号", "（一）", "（一）"),
        ("标题", "敬老院\n消防", "敬老院消防"),
        ("来源", "执法检查", "执法检查"),
        ("性质", "建议", "建议类"),
        ("来源级别", "省级", "省"),
        ("审议意见", "第二条", 2),
        ("审议意见", 1.0, 1),
        ("审议意见", "一、强化政策落实", 1),
        ("提出人", "张某", [{"姓名": "张某"}]),
        ("提出人", "张某（第3组(西)）", [{"姓名": "张某", "身份": "第3组(西)"}]),
        ("提出人", "张某：", [{"姓名": "张某"}]),
        ("提出日期", "2024.6.12", date(2024, 6, 12)),
        ("整改要求", "限期\n整改。", "限期整改。"),
        ("时限类型", "限期", "限期整改"),
        ("公开方式", "公开", "主动公开"),
        ("责任科室", "老龄科", "老龄科"),
        ("经过", "先查。\n后改", "先查。\n\n后改"),
        ("检查日", 45717, date(2025, 3, 1)),
        ("金额", "１，２００．50", Decimal("1200.50")),
        ("金额", 0.1 + 0.2, Decimal("0.3")),
        ("轻重", " 重 点", "重点"),
    ],
)
def test_a_cell_is_read_for_its_field(label: str, cell: Value, value: object) -> None:
    draft = one(("问题=问题描述", label), "床位不足", cell, known=context(OWN))
    assert draft.facts[label] == value
    assert "备注" not in draft.facts
    assert draft.doubts == ()


@pytest.mark.parametrize(
    ("label", "cell", "remark"),
    [
        ("提出日期", "待定", "提出日期“待定”看不懂，写入备注"),
        ("提出日期", "2024年6月", "提出日期“2024年6月”没有写明是哪一天，写入备注"),
        ("性质", "其他类", "性质“其他类”看不懂，写入备注"),
        ("来源级别", "村", "来源级别“村”看不懂，写入备注"),
        ("审议意见", "7", "审议意见“7”不在 ledger.yaml 的审议意见里，写入备注"),
        ("时限类型", "分阶段", "时限类型“分阶段”看不懂，写入备注"),
        ("公开方式", "依申请", "公开方式“依申请”看不懂，写入备注"),
        ("附件", "照片.zip", "附件“照片.zip”只有名称，没有文件，写入备注"),
        ("检查日", "年底", "检查日“年底”看不懂，写入备注"),
        ("金额", "约3万", "金额“约3万”看不懂，写入备注"),
        ("金额", "0.1234567", "金额“0.1234567”看不懂，写入备注"),
        ("轻重", "特大", "轻重“特大”不在选项里，写入备注"),
    ],
)
def test_what_a_field_can_t_take_is_doubted_and_kept(
    label: str, cell: Value, remark: str
) -> None:
    draft = one(("问题=问题描述", label), "床位不足", cell, known=context(OWN))
    assert label not in draft.facts
    assert draft.facts["备注"] == f"{label}：{cell}"
    assert said(draft) == [f"Sheet1!B2 {remark}"]


def test_words_that_are_many_are_cut_where_they_are_quoted_and_nowhere_else() -> None:
    draft = one(("问题=问题描述", "提出日期"), "床位不足", "待" * 30)
    assert said(draft) == [f"Sheet1!B2 提出日期“{'待' * 23}…”看不懂，写入备注"]
    assert draft.facts["备注"] == f"提出日期：{'待' * 30}"


def test_a_day_without_a_year_is_of_the_ledger_s_year_and_doubted() -> None:
    draft = one(("问题=问题描述", "提出日期"), "床位不足", "6月12日")
    assert draft.facts["提出日期"] == date(2024, 6, 12)
    assert said(draft) == ["Sheet1!B2 提出日期“6月12日”没有年份，当作2024-06-12"]
    odd = one(
        ("问题=问题描述", "提出日期"), "床位不足", "6月12日", known=context(year=20240)
    )
    assert said(odd) == ["Sheet1!B2 提出日期“6月12日”没有年份，写入备注"]


@pytest.mark.parametrize(
    ("cell", "words", "doubts"),
    [
        (date(2024, 9, 30), "2024-09-30", []),
        (45717.0, "2025-03-01", []),
        ("收到之日起15个工作日内", "收到之日起15个工作日内", []),
        ("尽快", "尽快", ["Sheet1!B2 期限“尽快”看不懂，按原话保存"]),
        (7.12, "7月12日", ["Sheet1!B2 期限“7.12”当作7月12日"]),
    ],
)
def test_a_deadline_is_kept_in_its_words(
    cell: Value, words: str, doubts: list[str]
) -> None:
    draft = one(("问题=问题描述", "整改时限=拟定期限"), "床位不足", cell)
    assert draft.facts["拟定期限"] == words
    assert "时限类型" not in draft.facts
    assert said(draft) == doubts


def test_a_deadline_without_a_day_says_how_it_limits_unless_a_column_does() -> None:
    heads = ("问题=问题描述", "时限=拟定期限", "类型=时限类型")
    assert one(heads, "床位不足", "立行立改", None).facts["时限类型"] == "立行立改"
    assert one(heads, "床位不足", "长期", None).facts["时限类型"] == "长期坚持"
    assert one(heads, "床位不足", "长期", "限期").facts["时限类型"] == "限期整改"


def test_a_title_column_is_the_title_and_the_text_stays_whole() -> None:
    heads = ("名称=标题", "问题=问题描述")
    both = one(heads, "一、床位", "床位不足。增加床位。")
    assert both.facts["标题"] == "一、床位"
    assert both.facts["问题描述"] == "床位不足。\n增加床位。"
    only = one(heads, "床位", None)
    assert dict(only.facts) == {"标题": "床位"}
    made = one(heads, None, "床位不足")
    assert dict(made.facts) == {"标题": "床位不足", "问题描述": "床位不足"}


def test_a_row_without_a_problem_is_a_fault_at_its_place() -> None:
    draft = one(("序号", "存在问题=问题描述", "备注"), "1", None, "见附件")
    (fault,) = draft.faults
    assert str(fault) == "Sheet1!B2  没有问题内容，请填写，或删去这一行"
    nowhere = one(("序号", "备注"), "1", "见附件")
    assert str(nowhere.faults[0]) == "Sheet1!A2  没有问题内容，请填写，或删去这一行"


def test_columns_that_mean_nothing_are_kept_in_the_order_of_the_sheet() -> None:
    draft = one(
        ("资金/金额（万元）=", "问题=问题描述", "备注", "督办人=", "电话=不要"),
        3.5, "床位不足", "看后再办", "张某", "0391-0000000",
    )  # fmt: skip
    assert draft.facts["备注"] == ("看后再办\n\n资金/金额（万元）：3.5\n\n督办人：张某")


def test_a_second_column_of_a_field_is_kept_beside_the_first() -> None:
    draft = one(("问题=问题描述", "来源", "台账来源=来源"), "床位不足", "检查", "信访")
    assert draft.facts["来源"] == "检查"
    assert draft.facts["备注"] == "台账来源：信访"


def test_crossed_out_cells_say_nothing() -> None:
    draft = one(
        ("问题=问题描述", "单位", "提出日期", "类别", "督办人=", "备注"),
        "床位不足", "/", "无", "—", "——", "/",
    )  # fmt: skip
    assert dict(draft.facts) == {"标题": "床位不足", "问题描述": "床位不足"}
    assert draft.doubts == ()


def test_the_title_of_a_part_is_the_category_where_no_column_is() -> None:
    group = "一、政策落实方面（12条）/（二）补贴"
    without = drafted(table(("问题=问题描述",), ["甲"], group=group)).drafts[0]
    assert without.facts["类别"] == "政策落实方面/补贴"
    beside = drafted(table(("问题=问题描述", "类别"), ["甲", None], group=group))
    assert beside.drafts[0].facts["备注"] == "所在部分：政策落实方面/补贴"
    assert "类别" not in beside.drafts[0].facts


def test_a_list_by_units_gives_each_issue_to_the_unit_that_its_part_names() -> None:
    heads = ("问题=问题描述", "来源")
    parts = table(heads, ["甲", "检查"], group="一、市民政局（2条）/（二）补贴")
    (draft,) = drafted(parts).drafts
    assert draft.facts["拟主办"] == "市民政局"
    assert draft.facts["类别"] == "补贴"
    assert said(draft) == ["Sheet1!A2 没有单位一列，“市民政局”作主办"]
    (sheet,) = drafted(table(heads, ["甲", "检查"], name="住建局")).drafts
    assert sheet.facts["拟主办"] == "市住房和城乡建设局"
    named = drafted(table(("问题=问题描述", "单位"), ["甲", None], name="住建局"))
    assert "拟主办" not in named.drafts[0].facts
    loose = drafted(table(heads, ["甲", None], group="城管")).drafts[0]
    assert loose.facts["类别"] == "城管"


def test_a_problem_that_is_none_is_no_problem() -> None:
    for words in ("无", "/", "——"):
        draft = one(("问题=问题描述", "来源"), words, "检查")
        assert [str(fault) for fault in draft.faults] == [
            "Sheet1!A2  没有问题内容，请填写，或删去这一行"
        ]


def test_a_cell_of_which_nothing_is_left_says_nothing() -> None:
    draft = one(("问题=问题描述", "来源", "类别"), "甲", "\x08", "—3—\n")
    assert dict(draft.facts) == {"标题": "甲", "问题描述": "甲"}


def test_units_that_nobody_knows_are_named_and_kept() -> None:
    heads = ("问题=问题描述", "牵头单位=拟主办", "配合单位=拟协办")
    draft = one(heads, "床位不足", "市民正局", "市财政局、科员")
    assert "拟主办" not in draft.facts
    assert draft.facts["拟协办"] == ["市财政局"]
    assert draft.facts["备注"] == "拟主办：市民正局\n\n拟协办：科员"
    assert said(draft) == [
        "Sheet1!B2 “市民正局”不在单位名单里",
        "Sheet1!C2 “科员”不在单位名单里",
    ]


def test_new_units_are_taken_and_named_once() -> None:
    found = drafted(
        table(
            ("问题=问题描述", "单位"),
            ["甲", "市数据局"],
            ["乙", "市数据局、丁局"],
            [None, "戊局"],
        ),
        known=context(add_units=True),
    )
    assert found.new_units == ("市数据局", "丁局")
    assert [draft.facts["拟主办"] for draft in found.drafts[:2]] == ["市数据局"] * 2
    assert found.drafts[2].faults


@pytest.mark.parametrize(
    ("heading", "cell", "facts"),
    [
        ("单位", "市民政局", {"拟主办": "市民政局"}),
        ("主办单位=拟主办", "市民政局、市财政局", {"拟分办": ["市民政局", "市财政局"]}),
        ("责任单位=拟协办", "市民政局", {"拟主办": "市民政局"}),
        ("配合单位=拟协办", "市民政局", {"拟协办": ["市民政局"]}),
        ("分办单位=拟分办", "市民政局、市财政局", {"拟分办": ["市民政局", "市财政局"]}),
        (
            "承办单位（主办/协办）=单位",
            "市民政局/市财政局",
            {"拟主办": "市民政局", "拟协办": ["市财政局"]},
        ),
        (
            "单位",
            "市民政局牵头，市财政局配合",
            {"拟主办": "市民政局", "拟协办": ["市财政局"]},
        ),
    ],
)
def test_the_heading_and_the_cell_tell_the_roles(
    heading: str, cell: str, facts: dict[str, object]
) -> None:
    draft = one(("问题=问题描述", heading), "床位不足", cell)
    assert {k: v for k, v in draft.facts.items() if k.startswith("拟")} == facts


def test_several_units_without_roles_are_doubted() -> None:
    draft = one(("问题=问题描述", "单位"), "床位不足", "市民政局、市财政局（王某）")
    assert draft.facts["拟主办"] == "市民政局"
    assert draft.facts["备注"] == "单位：市财政局（王某）"
    assert said(draft) == [
        "Sheet1!B2 “市财政局（王某）”只取单位，原话写入备注",
        "Sheet1!B2 2个单位没有写明主办、协办，第一个（市民政局）作主办，其余作协办",
    ]


def test_two_columns_of_helpers_are_united() -> None:
    draft = one(
        ("问题=问题描述", "牵头单位=拟主办", "责任单位=拟协办", "配合单位=拟协办"),
        "床位不足", "市民政局", "市财政局", "市住建局、市财政局",
    )  # fmt: skip
    assert draft.facts["拟主办"] == "市民政局"
    assert draft.facts["拟协办"] == ["市财政局", "市住房和城乡建设局"]
    assert "备注" not in draft.facts


PROGRESS = ("问题=问题描述", "措施=整改措施", "责任人", "是否整改=是否完成", "单位")


def test_progress_is_kept_in_remarks_unless_it_is_asked_for() -> None:
    found = drafted(table(PROGRESS, ["甲", "先查", "张某", "是", "市民政局"]))
    (draft,) = found.drafts
    assert draft.facts["备注"] == "措施：先查\n\n责任人：张某\n\n是否整改：是"
    assert draft.opening is None
    (doubt,) = found.doubts
    blank = table(PROGRESS, ["甲", None, "/", None, "市民政局"])
    assert drafted(blank).doubts == ()
    assert str(doubt) == (
        "Sheet1  “措施”“责任人”“是否整改”是办理进度，写入备注；"
        "已经在办理的台账，加 --opening 作为期初接过来"
    )


def rows(
    headings: Sequence[str],
    *lines: Sequence[Value],
    numbers: tuple[int, ...] | None = None,
    heading: tuple[int, int] | None = (0, 0),
) -> FoundTable:
    """Find one issue that stands on several rows."""
    whole = table(headings, *lines)
    cells: dict[Column, tuple[Piece, ...]] = {}
    for record in whole.records:
        for column, pieces in record.cells.items():
            cells[column] = (*cells.get(column, ()), *pieces)
    own = numbers or tuple(range(1, len(lines) + 1))
    record = Record(whole.grid, own, cells)
    return whole._replace(records=(record,), heading=heading)


def test_an_issue_over_several_rows_is_put_together() -> None:
    (draft,) = drafted(
        rows(
            ("问题=问题描述", "单位", "来源", "时限=拟定期限", "负责人=责任人"),
            ["床位不足", "市民政局", "检查", "9月底前", "张某"],
            ["设施老旧", "市财政局", "检查", "年底前", "李某"],
            ["床位不足", None, "信访", "9月底前", None],
        )
    ).drafts
    assert draft.facts["问题描述"] == "床位不足\n\n设施老旧"
    assert draft.facts["标题"] == "床位不足"
    assert draft.facts["来源"] == "检查；信访"
    assert draft.facts["拟主办"] == "市民政局"
    assert draft.facts["拟协办"] == ["市财政局"]
    assert draft.facts["拟定期限"] == "9月底前"
    assert draft.facts["备注"] == "拟定期限：年底前\n\n负责人：张某\n\n李某"
    assert "Sheet1!D2 期限有几个，取“9月底前”，“年底前”写入备注" in said(draft)


def test_what_is_no_printed_character_is_left_out_and_named() -> None:
    draft = one(("问题=问题描述", "来源"), "床位\x07不足", "检查\x00")
    assert draft.facts["问题描述"] == "床位不足"
    assert said(draft) == [
        "Sheet1!A2 有不可见的控制字符 U+0007，已去掉",
        "Sheet1!B2 有不可见的控制字符 U+0000，已去掉",
    ]


COMPUTED = (
    "序号",
    "问题=问题描述",
    "时限=拟定期限",
    "措施=整改措施",
    "额=",
    "电话=不要",
)


def test_what_is_computed_is_taken_as_it_was_stored_and_said_once() -> None:
    stored = {(row, col): Formula.STORED for row in (1, 2) for col in (0, 1, 2, 5)}
    found = drafted(
        table(
            COMPUTED,
            ["1", "甲", "9月底前", None, None, "0"],
            ["2", "乙", "9月底前", None, None, "0"],
            formulas=stored | {(9, 9): Formula.STORED},
        )
    )
    assert [draft.doubts for draft in found.drafts] == [(), ()]
    assert list(map(str, found.doubts))[:2] == [
        "Sheet1!B2  B列是公式，取的是上次算出的结果",
        "Sheet1!C2  C列是公式，取的是上次算出的结果",
    ]


def test_what_was_not_stored_is_a_fault_where_it_is_used() -> None:
    formulas = {
        (1, 0): Formula.UNSTORED,
        (1, 2): Formula.UNSTORED,
        (1, 3): Formula.ELSEWHERE,
        (1, 4): Formula.UNSTORED,
        (1, 5): Formula.UNSTORED,
        (1, 8): Formula.UNSTORED,
    }
    row = [None, "甲", None, "先查", None, None]
    (draft,) = drafted(table(COMPUTED, row, formulas=formulas)).drafts
    unstored = "公式，没有存下结果。请用 WPS 或 Excel 打开这个文件，保存后再导入"
    elsewhere = "公式，引用了别的文件。请把这一格选择性粘贴为数值，保存后再导入"
    assert list(map(str, draft.faults)) == [f"Sheet1!C2  {unstored}"]
    assert said(draft) == [f"Sheet1!D2 {elsewhere}", f"Sheet1!E2 {unstored}"]
    known = context(opening=True)
    (opened,) = drafted(table(COMPUTED, row, formulas=formulas), known=known).drafts
    assert f"Sheet1!D2  {elsewhere}" in map(str, opened.faults)


def test_a_problem_that_is_a_formula_without_result_is_one_fault() -> None:
    formulas = {(1, 0): Formula.UNSTORED}
    draft = drafted(
        table(("问题=问题描述", "来源"), [None, "检查"], formulas=formulas)
    ).drafts[0]
    assert len(draft.faults) == 1


def test_a_card_is_read_by_its_own_cells() -> None:
    columns = (Column(0, "问题", "问题描述"), Column(1, "时限", "拟定期限"))
    grid = Grid(
        "表1",
        (("问题", "床位不足"), ("时限", "9月底前")),
        formulas={(1, 1): Formula.STORED, (0, 0): Formula.UNSTORED},
    )
    cells = {
        columns[0]: (Piece("床位不足", 0, 1),),
        columns[1]: (Piece("9月底前", 1, 1),),
    }
    card = FoundTable(grid, None, columns, (Record(grid, (0, 1), cells),))
    found = drafted(card)
    assert found.drafts[0].place == "表1!B1"
    assert found.drafts[0].faults == ()
    assert list(map(str, found.doubts)) == ["表1!B2  B列是公式，取的是上次算出的结果"]


def test_tables_about_the_same_problems_are_joined() -> None:
    problems = table(
        ("序号", "问题=问题描述", "类别", "备注", "额="),
        ["1", "床位\n不足", "设施", "甲注", "3"],
        ["2", "补贴未兑现", "政策", None, None],
        name="问题清单",
    )
    duties = table(
        ("督办人=", "序号", "问题=问题描述", "单位", "时限=拟定期限", "类别", "备注"),
        ["张某", "5", "床位不足", "市民政局", "9月底前", "消防", "乙注"],
        [None, "6", "别的问题", "市财政局", "尽快", None, None],
        name="责任清单",
    )
    found = drafted(problems, duties)
    first, second, third = found.drafts
    assert dict(first.facts) == {
        "序号": "1",
        "类别": "设施",
        "标题": "床位不足",
        "问题描述": "床位不足",
        "拟主办": "市民政局",
        "拟定期限": "9月底前",
        "备注": "甲注\n\n乙注\n\n额：3\n\n类别：消防\n\n督办人：张某",
    }
    assert said(first) == ["责任清单!F2 类别与问题清单!C2的不一致，写入备注：“消防”"]
    assert second.facts["标题"] == "补贴未兑现"
    assert said(third) == ["责任清单!E3 期限“尽快”看不懂，按原话保存"]
    assert list(map(str, found.doubts)) == [
        "责任清单  1条与前面的表说的是同一问题，各合为一条"
    ]


def test_issues_of_one_wording_are_joined_in_their_order() -> None:
    heads = ("问题=问题描述", "单位")
    found = drafted(
        table(("问题=问题描述", "类别"), ["资金少", "甲"], ["资金少", "乙"]),
        table(
            heads,
            ["资金少", "市民政局"],
            ["资金少", "市财政局"],
            ["资金少", "市住建局"],
        ),
    )
    assert [(d.facts.get("类别"), d.facts["拟主办"]) for d in found.drafts] == [
        ("甲", "市民政局"),
        ("乙", "市财政局"),
        (None, "市住房和城乡建设局"),
    ]


def test_a_problem_is_known_again_by_its_title_too() -> None:
    found = drafted(
        table(("名称=标题", "问题=问题描述"), ["床位", "床位不足"]),
        table(("名称=标题", "单位"), ["床位", "市民政局"]),
    )
    assert len(found.drafts) == 1
    assert found.drafts[0].facts["拟主办"] == "市民政局"
    heads = ("名称=标题", "问题=问题描述", "来源")
    first, second = drafted(
        table(heads[:2], ["床位", "床位不足"], ["补贴", "补贴未兑现"]),
        table(heads, ["补贴", "床位不足", "检查"]),
    ).drafts
    assert first.facts["来源"] == "检查"
    assert "来源" not in second.facts


def test_values_are_shown_in_words() -> None:
    assert shown([{"姓名": "张某", "身份": "代表"}, "李某"]) == "张某 代表、李某"
    assert shown(date(2024, 9, 30)) == "2024-09-30"


CELLS = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(0, 99_999),
    st.booleans(),
    st.dates(date(1890, 1, 1), date(2300, 1, 1)),
    st.text(max_size=12),
    st.sampled_from(
        [
            "市民政局、市财政局",
            "各乡镇",
            "9月底前",
            "是",
            "A",
            "2024.9",
            "张某（代表）",
            "无",
        ]
    ),
)
LABELS = (
    "序号", "标题", "类别", "性质", "来源", "来源级别", "审议意见", "提出人",
    "提出日期", "具体表现", "依据", "整改要求", "整改标准", "时限类型", "拟主办",
    "拟协办", "拟分办", "拟定期限", "公开方式", "附件", "备注", "单位", "责任科室",
    "经过", "检查日", "金额", "轻重", "状态", "交办日期", "文号", "签收日期",
    "责任领导", "责任人", "整改目标", "整改措施", "完成时限", "进展", "答复日期",
    "答复类别", "答复内容", "完成日期", "复核结论", "测评结论", "下次核查",
    "销号日期", "办理次数", "是否完成", "是否销号", "是否答复", "别的=",
)  # fmt: skip


@given(st.lists(CELLS, min_size=len(LABELS), max_size=len(LABELS)), st.booleans())
def test_whatever_cells_hold_a_ledger_can_hold_the_draft(
    cells: list[Value],
    opening: bool,
) -> None:
    known = context(OWN, opening=opening)
    found = drafted(
        table(("问题=问题描述", *LABELS), ["床位不足", *cells]), known=known
    )
    assert len(found.drafts) == 1


def test_new_units_that_may_be_the_same_are_named() -> None:
    found = drafted(
        table(
            ("问题=问题描述", "牵头单位=拟主办"),
            ("床位不足", "县金融局"),
            ("补贴不足", "县金融工作局"),
            ("人员不足", "县金融工作局"),
        ),
        known=context(add_units=True),
    )
    assert found.new_units == ("县金融局", "县金融工作局")
    (doubt,) = map(str, found.doubts)
    assert doubt == (
        "Sheet1!B3  “县金融工作局”和“县金融局”像是同一个单位；"
        "是的话，先用 rectify units alias 记成别名再导入"
    )


@pytest.mark.parametrize(
    ("heads", "cells", "words"),
    [
        (("收到日期=",), (46080.0,), "收到日期：2026-02-27"),
        (("收到时间=",), ("46080",), "收到时间：2026-02-27"),
        (("交办日期",), (46080.0,), "交办日期：2026-02-27"),
        (("收到时间=",), ("上午",), "收到时间：上午"),
        (("金额=",), (46080.0,), "金额：46080"),
    ],
)
def test_the_number_of_a_day_is_worded_as_a_day(
    heads: tuple[str, ...], cells: tuple[Value, ...], words: str
) -> None:
    assert one(("问题=问题描述", *heads), "床位不足", *cells).facts["备注"] == words


@pytest.mark.parametrize("other", ["2026年2月11日", "2026/2/15", date(2026, 2, 20)])
def test_a_number_among_days_is_a_day(other: Value) -> None:
    rows = (("床位不足", 46080.0), ("补贴不足", other))
    drafts = drafted(table(("问题=问题描述", "收到="), *rows)).drafts
    assert drafts[0].facts["备注"] == "收到：2026-02-27"
