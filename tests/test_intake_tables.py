"""The rows of a list: what is an issue, what is none, and that nothing gets lost."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grids import doubts, fields, file, grid, read, rows, said, skipped, table
from rectify.domain.intake.finding.asked import Asked, NoSuchSheet
from rectify.domain.intake.finding.region import squeezed, whole
from rectify.domain.intake.finding.tables import NoList, find_tables
from rectify.domain.intake.grid import Area, Formula, Grid

if TYPE_CHECKING:
    from rectify.domain.intake.finding.tables import Found
    from rectify.domain.intake.grid import Value
    from rectify.domain.intake.record import Piece, Record

LINEAR = 4  # times as much work in four times the rows, and room for a busy machine


def test_a_row_is_an_issue() -> None:
    found = table("序号|问题|责任单位\n#1|没有喷淋|市民政局\n\n#2|通道被占|市消防支队")
    assert rows(found) == [(2,), (4,)]
    assert [said(each)["问题描述"] for each in found.records] == [
        "没有喷淋",
        "通道被占",
    ]
    assert not found.doubts
    assert not found.skipped


def test_what_is_no_issue_is_skipped_with_its_reason() -> None:
    found = table(
        """
        问题清单
        序号|问题|责任单位|时限
        #1|补贴发放不及时|市财政局|年底前
        小计|1条
        — 3 —
        问题清单
        序号|问题|责任单位|时限
        #2|备案率低|市民政局|年底前
        #3
        4.
        合计|共2条
        注：1.本表由社会委汇总。
        2.每月报送。
        （以下空白）
        填表人：||审核人：
        ||市人大常委会办公室
        |||2024年9月30日
        """,
        "A1:D1 A6:D6 A12:D12 A13:D13",
    )
    assert rows(found) == [(3,), (8,)]
    assert skipped(found) == [
        (4, 4, "合计"),
        (5, 5, "页码"),
        (6, 7, "重复的表头"),
        (9, 10, "只有序号"),
        (11, 11, "合计"),
        (12, 14, "说明"),
        (15, 17, "签字栏"),
    ]
    assert doubts(found) == []


def test_an_issue_may_speak_of_totals_and_notes() -> None:
    found = table(
        """
        序号|问题|责任单位
        1|合计120万元补贴没有拨付|市财政局
        2|注重建设、轻视管理|市民政局
        |说明材料缺失|市民政局
        3|备注：栏目空着|市审计局
        """
    )
    assert rows(found) == [(2,), (3,), (4,), (5,)]


def test_two_rows_that_say_the_same_are_one_issue() -> None:
    found = table("序号|问题|单位\n1|少|甲\n2|少|甲\n3|少|乙\n4|少|甲\n5||甲\n6||甲")
    assert rows(found) == [(2,), (4,), (6,), (7,)]
    assert skipped(found) == [(3, 3, "与第2行相同"), (5, 5, "与第2行相同")]


def test_a_total_that_does_not_agree_is_doubtful() -> None:
    head = "序号|问题|责任单位|金额\n1|少|甲|#12\n2|多|乙|#13\n"
    assert doubts(table(head + "共3条")) == ["Sheet1!A4  写着3条，读到2条"]
    assert doubts(table(head + "合计|三条")) == ["Sheet1!B4  写着3条，读到2条"]
    assert doubts(table(head + "合计：3条，其中立行立改1条")) == [
        "Sheet1!A4  写着3条，读到2条"
    ]
    assert doubts(table(head + "合计||#3")) == ["Sheet1!C4  写着3条，读到2条"]
    assert doubts(table(head + "合计||2|")) == []
    assert doubts(table(head + "合计|||#25")) == []
    assert doubts(table(head + "合计||#3|#25")) == []
    assert doubts(table(head + "合计")) == []


def test_a_subtotal_counts_from_the_one_before() -> None:
    found = table(
        "序号|问题|单位\n1|少|甲\n2|多|甲\n小计|2条\n3|坏|乙\n小计|2条\n总计|3条"
    )
    assert doubts(found) == ["Sheet1!B6  写着2条，读到1条"]


def test_the_title_of_a_part_is_the_group_of_its_rows() -> None:
    found = table(
        """
        序号|问题|责任单位
        一、关于政策落实方面（3条）
        （一）资金
        1|补贴没有发|市财政局
        2|补贴发得晚|市财政局
        （二）人员
        1|护理员不足|市民政局
        二、关于设施方面（共2个）
        1|没有喷淋|市民政局
        三、其他
        """,
        "A2:C2 A3:C3 A6:C6 A8:C8 A10:C10",
    )
    assert [each.group for each in found.records] == [
        "关于政策落实方面/资金",
        "关于政策落实方面/资金",
        "关于政策落实方面/人员",
        "关于设施方面",
    ]
    assert skipped(found) == [(10, 10, "下面没有问题")]
    assert doubts(found) == ["Sheet1!A8  写着2条，读到1条"]


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("一、政策落实||", "政策落实"),
        ("政策落实||", "政策落实"),
        ("|一、政策落实|", "政策落实"),
        ("|政策落实方面|", "政策落实方面"),
        ("|政策落实（1条）|", "政策落实"),
        ("一|政策落实|", "政策落实"),
        ("（一）|政策落实|", "政策落实"),
        ("一、政策落实||1条", "政策落实"),
    ],
)
def test_a_title_of_a_part_need_not_be_merged(title: str, group: str) -> None:
    found = table(f"序号|问题|责任单位\n{title}\n1|没有喷淋|市民政局")
    assert [each.group for each in found.records] == [group]


@pytest.mark.parametrize(
    "row",
    [
        "|1.政策落实|",
        "|没有喷淋的|",
        "||一个单位",
        "一|政策|市民政局",
        "一|政策没有落实。|",
        "一||政策",
        "3|政策|",
        "政策落实||3条",
        "一、||3条",
        f"|政策落实方面{'很多' * 20}（1条）|",
    ],
)
def test_a_row_that_only_looks_like_a_title_is_an_issue(row: str) -> None:
    found = table(f"序号|问题|责任单位\n\n{row}\n1|没有喷淋|市民政局")
    assert rows(found) == [(3,), (4,)]


def test_a_list_numbered_in_words_has_no_titles_by_number() -> None:
    found = table("序号|问题|责任单位\n一|政策|\n二|设施|市民政局")
    assert rows(found) == [(2,), (3,)]


def test_a_category_alone_in_its_column_is_a_title() -> None:
    found = table("类别|问题|单位\n政策||\n|补贴没有发|市财政局\n|发得晚|市财政局")
    assert [each.group for each in found.records] == ["政策", "政策"]


def test_a_part_may_have_a_heading_of_its_own() -> None:
    found = table(
        """
        养老问题清单
        一、政策落实方面
        序号|问题|责任单位
        1|补贴没有发|市财政局
        二、设施方面
        序号|问题|责任单位
        1|没有喷淋|市民政局
        """,
        "A1:C1 A2:C2 A5:C5",
    )
    assert [each.group for each in found.records] == ["政策落实方面", "设施方面"]
    assert skipped(found) == [(6, 6, "重复的表头")]


def test_a_caption_that_names_a_part_is_the_group() -> None:
    captioned = grid("序号|问题|单位\n1|少|甲", caption="一、政策落实方面（2条）")
    (found,) = read(captioned).tables
    assert [each.group for each in found.records] == ["政策落实方面"]
    assert doubts(found) == ["Sheet1  写着2条，读到1条"]
    (found,) = read(grid("序号|问题|单位\n1|少|甲", caption="附件2")).tables
    assert [each.group for each in found.records] == [None]


def test_a_merged_cell_says_the_same_for_each_of_its_rows() -> None:
    found = table(
        """
        序号|问题类别|存在问题|具体表现|责任单位
        1|设施安全|敬老院不达标|没有喷淋|柳林镇
        2|||通道被占|河口镇
        3||燃气老化|软管超期|市住建局
        4|队伍建设|护理员不足||市民政局
        5|||缺口大|
        """,
        "B2:B4 C2:C3",
    )
    assert rows(found) == [(2,), (3,), (4,), (5,), (6,)]
    assert said(found.records[1]) == {
        "序号": "2",
        "类别": "设施安全",
        "问题描述": "敬老院不达标",
        "具体表现": "通道被占",
        "单位": "河口镇",
    }
    (piece,) = found.records[1].cells[found.columns[2]]
    assert (piece.row, piece.column) == (1, 2)
    assert said(found.records[4]) == {"序号": "5", "具体表现": "缺口大"}


def test_rows_that_share_a_merged_number_are_one_issue() -> None:
    found = table(
        """
        序号|存在问题|责任单位|整改时限
        1|没有喷淋|柳林镇|年底
        |通道被占|河口镇|9月底
        2|护理员不足|市民政局|年底
        """,
        "A2:A3",
    )
    assert rows(found) == [(2, 3), (4,)]
    assert said(found.records[0])["问题描述"] == "没有喷淋|通道被占"


def test_rows_that_share_a_merged_problem_are_one_issue() -> None:
    found = table("问题|责任单位\n没有喷淋|柳林镇\n|河口镇\n通道被占|甲", "A2:A3")
    assert rows(found) == [(2, 3), (4,)]
    assert said(found.records[0]) == {"问题描述": "没有喷淋", "单位": "柳林镇|河口镇"}


def test_rows_without_number_and_problem_go_on_with_the_one_above() -> None:
    found = table(
        """
        序号|问题|具体表现|责任单位
        1|改造慢|底数不清|市民政局
        ||资金不到位|
        序号|问题|具体表现|责任单位
        ||验收不及时|市住建局
        2|机构少|仅有2家|市卫健委

        ||没有规划|市发改委
        """
    )
    assert rows(found) == [(2, 3, 5), (6,), (8,)]
    assert said(found.records[0])["具体表现"] == "底数不清|资金不到位|验收不及时"


def test_nothing_goes_on_with_an_issue_that_lacks_its_number() -> None:
    found = table("序号|问题|单位|时限\n|少|甲|年底\n||乙|年底")
    assert rows(found) == [(2,), (3,)]
    found = table("序号|问题|单位|时限\n1|少|甲|年底\n合计|1条\n||乙|年底")
    assert rows(found) == [(2,), (4,)]


def test_an_empty_cell_that_is_not_merged_is_no_copy() -> None:
    found = table("序号|类别|问题\n1|政策|少\n2||多")
    assert "类别" not in said(found.records[1])


def test_a_cell_that_nobody_has_computed_is_there_all_the_same() -> None:
    cells = (("序号", "问题", "责任单位"), (None, None, "市民政局"), (None, None, None))
    formulas = {
        (1, 0): Formula.UNSTORED,
        (1, 1): Formula.ELSEWHERE,
        (1, 2): Formula.STORED,
        (2, 0): Formula.UNSTORED,
        (9, 0): Formula.UNSTORED,
    }
    (found,) = read(Grid("Sheet1", cells, formulas=formulas)).tables
    assert rows(found) == [(2,)]
    assert skipped(found) == [(3, 3, "只有序号")]


def test_hidden_rows_and_columns_are_read_and_doubted() -> None:
    found = table(
        "序号|问题|要求|单位\n1|少|补|甲\n2|多|减|乙\n3|坏|修|丙\n合计|3条",
        hidden_rows=frozenset({1, 2, 4}),
        hidden_columns=frozenset({2, 9}),
    )
    assert len(found.records) == 3
    assert doubts(found) == [
        "Sheet1  第2至3行是隐藏的，照样读取",
        "Sheet1  C列是隐藏的，照样读取",
    ]
    seen = table("问题|单位\n少|甲\n合计|1条", hidden_rows=frozenset({2}))
    assert doubts(seen) == []


def test_a_second_table_below_is_read_and_doubted() -> None:
    found = read(
        grid(
            """
            一、市级部门问题清单
            序号|问题|责任单位
            1|补贴没有发|市财政局
            填表人：

            二、乡镇问题清单
            填报单位：某镇|填报日期：
            序号|主要问题|整改措施
            1|卫生差|每日消毒
            """,
            "A1:C1 A6:C6",
        )
    )
    assert [rows(each) for each in found.tables] == [[(3,)], [(9,)]]
    assert [skipped(each) for each in found.tables] == [
        [(4, 4, "签字栏")],
        [(6, 6, "标题"), (7, 7, "签字栏")],
    ]
    assert found.tables[0].records[0].group is None
    assert doubts(found) == ["Sheet1  还有一张表（第8行起），一并导入"]


def test_a_second_table_may_have_the_heading_of_the_first() -> None:
    first = "附件1\n问题清单\n序号|问题|责任单位\n1|少|甲\n\n"
    second = "附件2\n建议清单\n序号|问题|责任单位\n1|多|乙"
    found = read(grid(first + second, "A2:C2 A7:C7"))
    assert [rows(each) for each in found.tables] == [[(4,)], [(9,)]]
    assert skipped(found.tables[1]) == [(6, 7, "标题")]


def test_a_table_may_begin_below_an_empty_one_or_after_an_empty_row() -> None:
    second = "序号|建议内容|责任单位\n1|多|乙"
    found = read(grid(f"序号|问题|责任单位\n建议清单\n{second}"))
    assert [rows(each) for each in found.tables] == [[], [(4,)]]
    assert skipped(found.tables[1]) == [(2, 2, "标题")]
    found = read(grid(f"序号|问题|责任单位\n1|少|甲\n\n{second}"))
    assert [rows(each) for each in found.tables] == [[(2,)], [(5,)]]


def test_what_ends_a_list_is_no_title_of_the_next() -> None:
    for end in ("共1条", "注：每月报送", "2|最后一条|甲", "最后一条没有编号"):
        text = f"序号|问题|责任单位\n1|少|甲\n{end}\n序号|建议内容|责任单位\n1|多|乙"
        found = read(grid(text))
        assert skipped(found.tables[1]) == []


def test_tables_beside_each_other_are_read_apart() -> None:
    found = read(
        grid(
            """
            问题清单||||建议清单
            序号|问题|单位|||
            1|少|甲||序号|建议内容|承办单位
            2|坏|乙||1|多|丙
            """
        )
    )
    assert [rows(each) for each in found.tables] == [[(3,), (4,)], [(4,)]]
    assert doubts(found) == ["Sheet1  还有一张表（第3行起），一并导入"]


@pytest.mark.parametrize(
    "head",
    [
        "存在问题|整改要求|责任单位||序号|存在问题|整改要求|责任单位",
        "存在问题|整改要求|责任单位|||存在问题|责任部门|时限",
        "存在问题|整改要求|责任单位||序号|问题内容|整改要求|责任单位",
    ],
)
def test_tables_beside_each_other_need_no_numbers(head: str) -> None:
    found = read(grid(f"{head}\n少|补|甲||1|多|减|乙\n坏|修|甲||2|偏|正|乙"))
    assert [rows(each) for each in found.tables] == [[(2,), (3,)], [(2,), (3,)]]
    assert [said(each)["问题描述"] for each in found.tables[0].records] == ["少", "坏"]
    assert len(doubts(found)) == 1
    assert "一并导入" in doubts(found)[0]


def test_tables_beside_each_other_need_no_gap() -> None:
    found = read(grid("序号|问题|单位|序号|问题|单位\n1|少|甲|2|多|乙"))
    assert [said(each.records[0])["问题描述"] for each in found.tables] == ["少", "多"]
    assert doubts(found) == ["Sheet1  还有一张表（D列起），一并导入"]


def test_a_heading_merged_over_columns_is_no_repetition() -> None:
    found = table("问题||责任单位|\n少|些|甲|乙", "A1:B1 C1:D1")
    assert said(found.records[0]) == {"问题描述": "少", "问题": "些", "单位": "甲"} | {
        "责任单位": "乙"
    }


def test_columns_beyond_a_gap_belong_to_the_list() -> None:
    found = table("序号|问题||整改内容|责任单位\n1|少||补|甲")
    assert said(found.records[0])["整改内容"] == "补"


def test_what_stands_beside_a_list_is_a_column_of_it() -> None:
    found = table("序号|问题|单位||提示\n1|少|甲||每月更新")
    assert said(found.records[0])["提示"] == "每月更新"
    found = table("标志||序号|问题|单位\n甲||1|少|乙")
    assert said(found.records[0])["标志"] == "甲"


def test_every_sheet_with_a_list_is_read_and_the_others_are_named() -> None:
    found = read(
        grid("请于每月5日前报送。", name="填报说明"),
        grid("序号|问题|单位\n1|少|甲", name="民政局"),
        grid("", name="Sheet3"),
        grid("序号|问题|单位\n1|多|乙", name="财政局"),
        grid("序号|问题|单位\n1|旧|乙", name="去年", hidden=True),
        grid("序号|责任单位|时限\n1|甲|年底", name="责任清单"),
        grid("序号|问题|单位", name="空表"),
    )
    assert [each.grid.name for each in found.tables] == ["民政局", "财政局", "空表"]
    assert [(each.grid.name, each.why) for each in found.unread] == [
        ("填报说明", "没有找到表头"),
        ("去年", "是隐藏的工作表，没有读取；要读取请用 --sheet 写它的名称"),
        ("责任清单", "没有问题一列"),
    ]
    assert doubts(found) == ["财政局  还有一张表（第1行起），一并导入"]


def test_only_the_sheet_that_was_asked_for_is_read() -> None:
    listed = (
        grid("序号|问题|单位\n1|少|甲", name="今年"),
        grid("序号|问题|单位\n1|旧|乙", name="去年", hidden=True),
    )
    found = read(*listed, sheet="去 年")
    assert [each.grid.name for each in found.tables] == ["去年"]
    with pytest.raises(NoSuchSheet, match="没有工作表“明年”，有：今年、去年"):
        read(*listed, sheet="明年")


def refusal(*sheets: Grid, **asked: object) -> str:
    with pytest.raises(NoList) as refused:
        read(*sheets, **asked)
    return str(refused.value)


def test_a_file_without_a_list_is_refused_with_its_sheets_and_rows() -> None:
    assert refusal(
        grid("通知", name="通知"), grid("序号|责任单位|时限\n1|甲|年底", name="会议")
    ) == (
        "清单.xlsx 通知 第1行  没有找到表头\n"
        "清单.xlsx 会议 第1至2行  没有问题一列\n"
        "请用 --header 写表头所在的行（如 4-5），用 --map 列=问题描述 指出写问题的一列"
    )
    assert refusal(grid("")) == "清单.xlsx  里面没有内容"
    assert "没有问题一列" in refusal(grid("甲|乙\n丙|丁"), header=(0, 0))


def test_figures_and_votes_are_no_lists() -> None:
    statistics = """
        单位|办理|||办复||
        |主办|协办|总数|总数|办复率|满意
        市民政局|#12|#3|#15|#15|100%|#10
        """
    assert refusal(grid(statistics, "A1:A2 B1:D1 E1:G1")) == (
        "清单.xlsx Sheet1 第1至3行  是统计表，不是问题清单"
    )
    simple = "单位|总数|办结数|办结率\n市财政局|#1|#0|0%"
    assert "是统计表" in refusal(grid(simple))
    vote = """
        民生实事项目测评结果
        序号|民生实事工程项目名称|测评等次
        ||满意|基本满意|不满意
        #1|老年食堂建设|#210|12|
        #2|敬老院改造|#180||
        """
    assert refusal(grid(vote, "A1:E1 A2:A3 B2:B3 C2:E2")) == (
        "清单.xlsx Sheet1 第2至5行  是测评的计票结果，不是问题清单；"
        "录入票数用 rectify evaluate 编号 --from 文件"
    )


def test_boxes_to_tick_are_no_votes() -> None:
    ticked = table("序号|建议标题|满意|基本满意|不满意\n1|多建食堂|√||")
    assert rows(ticked) == [(2,)]
    assert rows(table("序号|建议标题|满意|不满意\n1|多建食堂||")) == [(2,)]


def test_rows_far_above_a_heading_are_named() -> None:
    above = "\n".join(f"第{n}段" for n in range(14))
    found = table(f"甲|乙|丙|丁|戊\n{above}\n序号|问题|单位\n1|少|甲")
    assert skipped(found) == [(1, 1, "在表头上面"), (2, 3, "标题")]


def test_a_list_without_problems_beside_one_with_them_is_named() -> None:
    found = read(
        grid(
            "序号|问题|单位\n1|少|甲\n2|多|乙\n\n单位名单\n序号|责任单位|时限\n1|甲|年底"
        )
    )
    assert len(found.tables) == 1
    assert [(each.why, each.rows) for each in found.unread] == [
        ("没有问题一列", (4, 6))
    ]


def test_a_table_that_nobody_knows_is_no_part_of_the_list_above() -> None:
    listed = "序号|问题|责任单位\n1|少|甲\n备注|无|\n类别||\n"
    found = read(grid(f"{listed}\n会议安排\n编号|地点|时刻\n1|三楼|九点"))
    assert rows(found.tables[0]) == [(2,)]
    assert skipped(found.tables[0]) == [(3, 4, "说明")]
    assert [(each.why, each.rows) for each in found.unread] == [
        ("没有问题一列", (5, 7))
    ]


def test_merges_that_reach_beyond_or_overlap_do_no_harm() -> None:
    found = table("序号|问题|单位\n1|少|甲\n2||乙", "B2:B9 B2:B3 B3:B3 Z1:Z9")
    assert [said(each)["问题描述"] for each in found.records] == ["少", "少"]


WORDS = (
    *("序号", "问题", "责任单位", "类别", "一、政策方面（2条）", "合计", "共3条"),
    *("注：无", "填表人：", "没有喷淋", "市民政局", "年底前", "1", "2", "（一）"),
    *("备注", "A", "  "),
)
CELLS = st.one_of(st.none(), st.sampled_from(WORDS), st.integers(0, 9).map(float))
SHEETS = st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=12)
MERGES = st.lists(
    st.tuples(
        st.integers(1, 9), st.integers(0, 4), st.integers(0, 2), st.integers(0, 2)
    ),
    max_size=3,
)


@given(SHEETS, MERGES)
def test_nothing_is_lost_and_nothing_invented(
    below: list[tuple[str | float | None, ...]],
    merges: list[tuple[int, int, int, int]],
) -> None:
    """Each cell below a heading is in an issue, a title, or a row that is named."""
    areas = tuple(Area(t, c, t + high, c + wide) for t, c, high, wide in merges)
    sheet = Grid("Sheet1", (("序号", "问题", "责任单位"), *below), areas)
    found = find_tables(file(sheet), Asked())
    pieces = [
        piece
        for each in found.tables
        for record in each.records
        for piece in own_pieces(record)
    ]
    places = {(piece.row, piece.column) for piece in pieces}
    named = named_rows(found)
    doubted = {each.place for table in found.tables for each in table.doubts}
    words = titles_and_labels(found)
    region = whole(sheet)
    for row in range(1, len(sheet.rows)):
        for column in region.own(row):
            known = row in named or (row, column) in places
            known |= sheet.at(row, column) in doubted
            said_so = region.text(row, column).rstrip(":")
            assert known or any(said_so in word for word in words)


def own_pieces(record: Record) -> list[Piece]:
    """Give the cells of a record, one of which at least stands in its own rows."""
    pieces = [piece for cell in record.cells.values() for piece in cell]
    assert any(piece.row in record.rows for piece in pieces)
    assert len({(piece.row, piece.column) for piece in pieces}) == len(pieces)
    return pieces


def named_rows(found: Found) -> set[int]:
    """Give the rows that are named as heading, as skipped or as not read."""
    spans = [(s.first, s.last) for each in found.tables for s in each.skipped]
    spans += [each.heading for each in found.tables if each.heading]
    spans += [each.rows for each in found.unread]
    return {row for first, last in spans for row in range(first, last + 1)}


def titles_and_labels(found: Found) -> set[str]:
    """Give the words that stand in the titles of parts and in the labels of cards."""
    parts = {
        squeezed(r.group) for each in found.tables for r in each.records if r.group
    }
    titles = {squeezed(word) for word in WORDS if any(_bare(word) in p for p in parts)}
    cards = [each for each in found.tables if each.heading is None]
    labels = {squeezed(column.heading) for each in cards for column in each.columns}
    return parts | titles | labels | {"(一)"}


def _bare(title: str) -> str:
    return squeezed(title).removeprefix("一、").removesuffix("(2条)")


def seconds(count: int) -> float:
    """Tell how long a list of so many rows takes, in time of the processor."""
    heading = (
        "序号 问题类别 存在问题 具体表现 整改要求 整改标准 依据 牵头单位 责任单位"
        " 整改时限 责任领导 责任人 整改措施 整改进展 是否完成 是否销号 答复日期 地址"
        " 电话 备注"
    )
    words = heading.split()
    listed: list[tuple[Value, ...]] = [tuple(words)]
    listed += [
        (float(n), *(f"{word}{n}" for word in words[1:])) for n in range(1, count + 1)
    ]
    merges = tuple(Area(row, 1, row + 1, 1) for row in range(1, count, 2))
    start = time.process_time()
    found = find_tables(file(Grid("Sheet1", tuple(listed), merges)), Asked())
    assert len(found.tables[0].records) == count
    return time.process_time() - start


def test_the_time_grows_with_the_rows_and_no_faster() -> None:
    assert seconds(4000) < LINEAR * max(2 * seconds(1000), 0.1)


def test_fields_of_progress_keep_their_names_for_those_who_read_on() -> None:
    found = fields(table("序号|问题|整改措施|是否完成\n1|少|补|是"))
    assert found["整改措施"] == "整改措施"
    assert found["是否完成"] == "是否完成"


def test_a_note_amid_a_list_without_numbers_swallows_no_issue() -> None:
    found = table(
        """
        存在问题|责任单位
        床位空置率高|市民政局
        ※以下为暗访发现
        助餐点太少
        护理员持证率低
        巡访没有记录|市民政局
        注：本表由社会委汇总。
        每月报送。
        填表人：|审核：王五
        """
    )
    said_ = [said(each)["问题描述"] for each in found.records]
    assert said_ == ["床位空置率高", "助餐点太少", "护理员持证率低", "巡访没有记录"]
    assert skipped(found) == [(3, 3, "说明"), (7, 8, "说明"), (9, 9, "签字栏")]


def test_a_marked_problem_with_a_unit_is_no_note() -> None:
    found = table("问题|单位\n※设施老化|市住建局\n*水压不足|市住建局\n※见附件")
    assert [said(each)["问题描述"] for each in found.records] == [
        "※设施老化",
        "*水压不足",
    ]
    assert skipped(found) == [(4, 4, "说明")]


def test_a_problem_alone_in_its_row_may_belong_to_the_row_above() -> None:
    alone = "这一行只有问题一格，单作一条；如果是上一条的续行，请并到上一行再导入"
    numbered = "序号|问题|单位\n1|二次供水设施老化|市住建局\n|高层夜间停水\n|水压不足"
    assert doubts(table(numbered)) == [f"Sheet1!B{row}  {alone}" for row in (3, 4)]
    assert doubts(table("问题|单位\n床位空置\n设施老化\n水压不足|市住建局")) == []
    merged = table("问题|单位\n设施老化|市住建局\n水压不足", "B2:B3")
    assert doubts(merged) == []
