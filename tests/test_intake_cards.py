"""Cards: an issue as labels and values, one below another or one a table."""

from __future__ import annotations

import pytest

from grids import doubts, fields, grid, read, rows, said, skipped, table
from rectify.domain.intake.finding.tables import NoList

CARD = """
问题整改交办卡
编号|{0}|交办日期|2024-06-20
问题名称|{1}
存在问题|{1}，需要整改。
牵头单位|市民政局|整改时限|年底前
"""


def test_a_card_is_an_issue() -> None:
    found = table(CARD.format("12", "没有喷淋"), "A1:D1 B3:D3 B4:D4")
    assert found.heading is None
    assert rows(found) == [(2, 3, 4, 5)]
    assert said(found.records[0]) == {
        "序号": "12",
        "交办日期": "2024-06-20",
        "标题": "没有喷淋",
        "问题描述": "没有喷淋，需要整改。",
        "拟主办": "市民政局",
        "拟定期限": "年底前",
    }
    assert skipped(found) == []


def test_a_card_below_a_list_is_an_issue_of_its_own() -> None:
    listed = "序号|问题|责任单位\n1|没有喷淋|市民政局\n\n登记卡\n"
    found = read(grid(listed + "编号|第12号|代表姓名|代表甲\n建议标题|关于电梯"))
    assert [rows(each) for each in found.tables] == [[(2,)], [(5, 6)]]
    assert said(found.tables[1].records[0])["标题"] == "关于电梯"
    assert doubts(found) == ["Sheet1  还有一张表（第5行起），一并导入"]


def test_values_decide_in_cards_too() -> None:
    found = table("问题|少\n类别|A\n时限|年底\n\n问题|多\n类别|B类\n时限|年底")
    assert fields(found)["类别"] == "答复类别"


def test_a_row_of_labels_and_values_is_no_heading() -> None:
    found = table("问题|没有喷淋|责任单位|甲\n来源|执法检查|时限|年底")
    assert found.heading is None
    assert table("问题|说法|责任单位|电话\n没有喷淋|无|甲|1234").heading == (0, 0)
    assert table("问题|说法|责任单位|电话").heading == (0, 0)


def test_cards_below_each_other_are_issues_of_their_own() -> None:
    found = table(CARD.format("12", "没有喷淋") + CARD.format("13", "通道被占"))
    assert [said(each)["标题"] for each in found.records] == ["没有喷淋", "通道被占"]
    assert rows(found) == [(2, 3, 4, 5), (8, 9, 10, 11)]


def test_the_title_of_a_further_card_is_named_as_skipped() -> None:
    two = CARD.format("12", "没有喷淋") + CARD.format("13", "通道被占")
    assert skipped(table(two, "A1:D1 A7:D7")) == [(7, 7, "标题")]


def test_a_card_begins_again_with_the_problem_where_nothing_else_does() -> None:
    found = table(
        "问题|少\n责任单位|甲\n整改时限|年底\n\n问题|多\n责任单位|乙\n整改时限|年底"
    )
    assert [said(each)["问题描述"] for each in found.records] == ["少", "多"]


def test_cards_of_several_sheets_need_no_doubt() -> None:
    cards = [grid(CARD.format(n, f"问题{n}"), name=f"问题{n}") for n in (1, 2)]
    found = read(*cards)
    assert [each.grid.name for each in found.tables] == ["问题1", "问题2"]
    assert doubts(found) == []
    listed = grid("序号|问题|单位\n1|少|甲", name="清单")
    assert doubts(read(listed, cards[0])) == ["问题1  还有一张表（第2行起），一并导入"]


def test_labels_that_nobody_knows_are_labels_too() -> None:
    found = table(
        """
        征询意见表
        编号|第12号|代表姓名|代表甲
        工作单位|某小学|承办单位|市民政局
        建议标题|关于公示收费的建议
        建议内容|收费不公示。
        分管领导意见|
        满意程度|□满意　□不满意
        代表签名||承办人签名|
        """,
        "A1:D1 B4:D4 B5:D5 B6:D6 B7:D7",
    )
    assert said(found.records[0]) == {
        "序号": "第12号",
        "提出人": "代表甲",
        "工作单位": "某小学",
        "单位": "市民政局",
        "标题": "关于公示收费的建议",
        "问题描述": "收费不公示。",
        "满意程度": "□满意　□不满意",
    }
    assert fields(found)["分管领导意见"] is None


def test_label_and_value_may_share_a_cell() -> None:
    found = table(
        """
        登记卡
        编号：第12号|提出人：代表甲
        建议标题：关于电梯的建议
        建议内容：|没有电梯。说明：急需
        备注|承办：市住建局
        承办单位：市住建局；市财政局|办理期限：3个月
        """
    )
    assert said(found.records[0]) == {
        "序号": "第12号",
        "提出人": "代表甲",
        "标题": "关于电梯的建议",
        "问题描述": "没有电梯。说明：急需",
        "备注": "承办：市住建局",
        "单位": "市住建局；市财政局",
        "拟定期限": "3个月",
    }


def test_a_sentence_with_a_colon_is_no_label() -> None:
    found = table(
        "问题|少\n责任单位|甲\n整改时限|年底\n县里要求：立即整改，并于月底前报送结果。"
    )
    assert skipped(found) == [(4, 4, "标题")]


def test_values_may_stand_below_their_labels() -> None:
    found = table(
        """
        问题整改卡
        序号|问题来源|责任单位
        #1|执法检查|市民政局
        问题名称|整改时限|整改要求
        没有喷淋|年底前|限期改造
        """
    )
    assert rows(found) == [(2, 3, 4, 5)]
    assert said(found.records[0])["来源"] == "执法检查"
    assert said(found.records[0])["标题"] == "没有喷淋"


def test_a_label_over_the_whole_card_has_its_text_below() -> None:
    found = table(
        """
        征询意见表
        编号|第3号|代表姓名|代表甲
        建议标题|关于电梯的建议
        建议内容
        老旧小区没有电梯，老人上下楼困难。
        请市住建局研究。
        承办单位意见
        已列入计划
        备注
        无
        """,
        "A1:D1 B3:D3 A4:D4 A5:D5 A6:D6 A7:D7 A8:D8 A9:D9 A10:D10",
    )
    assert said(found.records[0]) == {
        "序号": "第3号",
        "提出人": "代表甲",
        "标题": "关于电梯的建议",
        "问题描述": "老旧小区没有电梯，老人上下楼困难。|请市住建局研究。",
        "承办单位意见": "已列入计划",
        "备注": "无",
    }


def test_prose_below_a_label_with_room_beside_it_is_its_value() -> None:
    found = table(
        "编号|1|责任单位|甲\n整改时限|年底\n问题||\n这里没有喷淋。\n也没有通道。"
    )
    assert said(found.records[0])["问题描述"] == "这里没有喷淋。|也没有通道。"


def test_a_label_merged_down_has_several_values() -> None:
    found = table(
        "问题名称|没有喷淋|\n存在问题|4家没有|\n|2家被占|#2|\n牵头单位|甲|整改时限|年底",
        "A2:A3",
    )
    assert said(found.records[0])["问题描述"] == "4家没有|2家被占|2.0"


def test_a_label_merged_into_a_further_card_serves_it_too() -> None:
    found = table(
        "问题|少|其他|甲事\n责任单位|甲||乙事\n时限|年底\n问题|多||丙事", "C1:C4"
    )
    assert [said(each)["其他"] for each in found.records] == ["甲事|乙事", "丙事"]


def test_a_table_on_its_side_has_an_issue_a_column() -> None:
    found = table("序号|1|2\n存在问题|少|多\n责任单位|甲|乙\n整改时限|年底|立行立改")
    assert [said(each) for each in found.records] == [
        {"序号": "1", "问题描述": "少", "单位": "甲", "拟定期限": "年底"},
        {"序号": "2", "问题描述": "多", "单位": "乙", "拟定期限": "立行立改"},
    ]


SIDE = """
存在问题|床位空置率高|补贴发放不及时|助餐点太少
责任单位|市民政局|市财政局|市商务局
整改时限|3个月|电话：另告|年底
"""


def test_short_cells_of_a_table_on_its_side_are_no_labels() -> None:
    for text in (SIDE, f"养老问题\n序号|1|2|3\n问题类别|其他|其他|{SIDE}"):
        found = table(text)
        pieces = [said(each) for each in found.records]
        assert [each["问题描述"] for each in pieces] == [
            "床位空置率高", "补贴发放不及时", "助餐点太少"
        ]  # fmt: skip
        assert [each["单位"] for each in pieces] == ["市民政局", "市财政局", "市商务局"]
        assert [each["拟定期限"] for each in pieces] == ["3个月", "电话：另告", "年底"]


def test_a_card_with_labels_in_two_columns_does_not_lie_on_its_side() -> None:
    found = table(
        "编号|12|经办科室|三科\n存在问题|少|责任单位|甲\n来源|执法检查|时限|年底"
    )
    assert [said(each)["经办科室"] for each in found.records] == ["三科"]


def test_a_card_that_nobody_filled_in_is_skipped() -> None:
    empty = "编号||代表姓名|\n建议标题|\n建议内容|\n承办单位||办理期限|"
    assert skipped(table(empty)) == [(1, 4, "没有填写")]


def test_what_has_no_label_is_named() -> None:
    found = table(
        "说明文字\n问题|少\n责任单位|甲\n整改时限|年底\n\n"
        "※请于每月底前报送本卡，一式三份。\n（盖章）\n|√|×\n#3|#4"
    )
    assert skipped(found) == [
        (6, 6, "说明"),
        (7, 7, "签字栏"),
        (8, 9, "没有栏目名称"),
    ]


def test_labels_without_the_problem_are_no_card() -> None:
    with pytest.raises(NoList, match="没有找到表头"):
        read(grid("编号|1\n责任单位|甲\n整改时限|年底\n备注|无"))
