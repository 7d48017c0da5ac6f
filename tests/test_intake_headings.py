"""The heading of a list: found wherever it stands, each column given its meaning."""

from __future__ import annotations

from datetime import date

import pytest

from grids import fields, grid, read, rows, said, table
from rectify.domain.event import Opening
from rectify.domain.intake.finding.asked import NoSuchField, NoSuchRows
from rectify.domain.intake.finding.synonyms import FACTS, LEAVE_OUT, PROGRESS
from rectify.domain.intake.grid import Grid
from rectify.domain.issue import Issue

SPECIAL = {"单位", "是否完成", "是否销号", "是否答复"}


def meaning(heading: str, value: str = "说明", **asked: object) -> str | None:
    """Give the field of a heading that stands between a number and a problem."""
    found = read(grid(f"序号|存在问题|{heading}\n#1|没有喷淋|{value}"), **asked)
    return found.tables[0].columns[2].field


def test_every_field_of_the_synonyms_is_a_field_of_an_issue_or_of_its_opening() -> None:
    labels = {*Issue.labels().values(), *Opening.labels().values(), *SPECIAL}
    assert {*FACTS, *PROGRESS} <= labels


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("具体表现", "具体表现"),
        ("整改建议", "整改要求"),
        ("意见建议", "整改要求"),
        ("整改完成标准", "整改标准"),
        ("整改目标", "整改标准"),
        ("法规政策依据", "依据"),
        ("台账来源", "来源"),
        ("问题（建议）来源", "来源"),
        ("领域", "类别"),
        ("领衔代表", "提出人"),
        ("提出时间", "提出日期"),
        ("整改时限", "拟定期限"),
        ("整改　时⏎限", "拟定期限"),
        ("整改时限（年月日）", "拟定期限"),
        ("*整改时限：", "拟定期限"),
        ("五、整改时限", "拟定期限"),
        ("办结时限", "拟定期限"),
        ("完成时间", "拟定期限"),
        ("牵头整改（落实）单位", "拟主办"),
        ("牵头单位", "拟主办"),
        ("主办单位", "拟主办"),
        ("责任单位", "单位"),
        ("承办单位（主办/协办）", "单位"),
        ("责任部门/责任人", "单位"),
        ("配合单位", "拟协办"),
        ("分办单位", "拟分办"),
        ("题目", "标题"),
        ("责任人及联系电话", "责任人"),
        ("具体责任单位整改责任人", "责任人"),
        ("整改进展情况（截至9月底）", "进展"),
        ("整改落实/进度", None),
        ("问题类别/小类", "类别"),
        ("是否已完成整改", "是否完成"),
        ("验收责任单位", None),
        ("有无遗留问题", None),
        ("原整改时限", None),
        ("问题金额（万元）", None),
        ("整改了什么，怎么整改", None),
        ("（一）", None),
        ("整改时限（格式：2024-09-30）", "拟定期限"),
    ],
)
def test_a_heading_means_what_the_field_calls_so(
    heading: str, field: str | None
) -> None:
    assert meaning(heading) == field


def test_goals_are_those_of_the_unit_where_a_ledger_is_taken_over() -> None:
    assert meaning("整改目标", opening=True) == "整改目标"


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("类别", ["问题类", "建议类"], "性质"),
        ("类别（问题类/建议类）", ["问题"], "性质"),
        ("类别", ["A", "B类"], "答复类别"),
        ("类别", ["甲", "丙类"], "答复类别"),
        ("类别", ["S", "A"], "答复类别"),
        ("类别", ["立行立改", "长期坚持"], "时限类型"),
        ("类别", ["设施", "问题类"], "类别"),
        ("类别", ["", ""], "类别"),
        ("整改类型", ["立行立改", "分阶段整改"], "时限类型"),
        ("办理结果", ["A", "B"], "答复类别"),
        ("办理结果", ["持续推进"], "进展"),
        ("办理结果", [""], "进展"),
        ("整改类型", ["立行立改", "看情况"], "时限类型"),
        ("整改类型", ["资金类", "制度类"], None),
        ("性质", ["问题类", "别的"], "性质"),
        ("问题性质", ["一般", "严重"], None),
        ("审议意见", ["#1", "第二条"], "审议意见"),
        ("审议意见", ["要加大投入"], None),
    ],
)
def test_values_decide_what_a_heading_leaves_open(
    heading: str, values: list[str], field: str | None
) -> None:
    lines = "\n".join(f"#{n}|问题{n}|{value}" for n, value in enumerate(values, 1))
    listed = grid(f"序号|存在问题|{heading}\n{lines}\n合计||别的")
    (found,) = read(listed, grades=("S",)).tables
    assert found.columns[2].field == field


def test_the_number_of_a_foreign_list_is_its_serial() -> None:
    found = table("编号|问题|单位\n2024-1|没有喷淋|市民政局")
    assert fields(found)["编号"] == "序号"
    found = table("序号|问题编号|问题|单位\n1|YL-001|没有喷淋|市民政局")
    assert fields(found)["问题编号"] is None


def test_without_a_column_of_problems_what_says_them_is_taken() -> None:
    assert (
        fields(table("序号|具体表现|单位|措施\n1|少|甲|乙"))["具体表现"] == "问题描述"
    )
    assert fields(table("序号|意见建议|单位\n1|少|甲"))["意见建议"] == "问题描述"
    assert fields(table("序号|审议意见|单位\n1|少些|甲"))["审议意见"] == "问题描述"


def test_a_responsible_unit_helps_the_leading_one() -> None:
    found = fields(table("序号|问题|牵头单位|责任单位|配合单位\n1|少|甲|乙|丙"))
    assert found["责任单位"] == "拟协办"
    assert found["配合单位"] == "拟协办"
    found = fields(table("序号|问题|牵头单位|单位名称\n1|少|甲|乙"))
    assert found["单位名称"] is None


def test_the_more_specific_of_two_headings_has_the_field() -> None:
    found = fields(table("序号|问题|存在的主要问题|时限|整改时限\n1|少|多|甲|乙"))
    assert found["存在的主要问题"] == "问题描述"
    assert found["问题"] is None
    assert (found["整改时限"], found["时限"]) == ("拟定期限", None)


def test_a_heading_takes_its_second_meaning_where_the_first_is_taken() -> None:
    found = fields(table("序号|问题|整改时限|对应的完成时间\n1|少|甲|乙"))
    assert found["对应的完成时间"] == "完成时限"


def test_the_ledgers_own_fields_are_columns_too() -> None:
    assert meaning("涉及 金额", custom=("涉及金额",)) == "涉及金额"


def test_a_column_means_what_was_asked() -> None:
    assert meaning("怎么办", columns={"怎么办": "整改要求"}) == "整改要求"
    assert meaning("整改时限", columns={"整改时限": "备注"}) == "备注"
    assert meaning("怎么办", columns={"怎么办": LEAVE_OUT}) == "不要"
    asked = {"具体表现": "具体表现", "意见": "标题"}
    (found,) = read(grid("序号|具体表现|意见\n1|少|补"), columns=asked).tables
    assert fields(found)["具体表现"] == "具体表现"
    unit = meaning("责任单位", columns={"责任单位": "单位", "序号": "拟主办"})
    assert unit == "单位"


def test_a_column_asked_for_makes_a_heading_known() -> None:
    asked = {"说法": "问题描述", "谁办": "拟主办", "没有的": "备注"}
    found = read(grid("项|说法|谁办\n1|没有喷淋|市民政局"), columns=asked)
    assert said(found.tables[0].records[0])["问题描述"] == "没有喷淋"
    assert found.unused == ("没有的",)


def test_a_column_may_be_asked_for_by_its_group() -> None:
    listed = grid("序号|问题|责任|\n||市级|县级\n1|少|甲|乙", "C1:D1 A1:A2 B1:B2")
    (found,) = read(listed, columns={"责任/县级": "拟主办", "市级": "拟协办"}).tables
    assert fields(found)["责任/县级"] == "拟主办"
    assert fields(found)["责任/市级"] == "拟协办"


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(
        NoSuchField, match=r"“问题”对应的字段“瞎写”没有；可用的字段：序号、"
    ):
        read(grid("问题|单位\n甲|乙"), columns={"问题": "瞎写"})


def test_a_heading_is_found_below_a_block_of_titles() -> None:
    titles = "\n".join(
        ["附件2", "", "养老服务监督", "问题清单"]
        + ["填报单位：市民政局|填报日期：6月30日|填表人：|联系电话："]
        + [f"说明：第{n}点" for n in range(7)]
    )
    found = table(f"{titles}\n序号|问题|责任单位\n1|没有喷淋|市民政局", "A4:C4")
    assert found.heading == (12, 12)
    assert not found.skipped


def test_a_heading_need_not_begin_in_the_first_column() -> None:
    found = table("||\n||序号|问题|责任单位\n||1|没有喷淋|市民政局")
    assert [column.place for column in found.columns] == [2, 3, 4]


def test_groups_over_columns_are_part_of_a_heading() -> None:
    found = table(
        """
        整改台账
        |序⏎号|问题情况||整改责任||备　注
        ||问题来源|存 在 问 题|责任单位||
        ||||牵头⏎单位|配合⏎单位|
        |1|执法检查|没有喷淋|市民政局|市财政局|
        """,
        "A1:G1 B2:B4 C2:D2 E2:F2 G2:G4 C3:C4 D3:D4 E3:F3",
    )
    assert found.heading == (1, 3)
    assert fields(found) == {
        "序号": "序号",
        "问题情况/问题来源": "来源",
        "问题情况/存在问题": "问题描述",
        "整改责任/责任单位/牵头单位": "拟主办",
        "整改责任/责任单位/配合单位": "拟协办",
        "备注": "备注",
    }


def test_groups_are_found_above_the_row_that_has_the_known_words() -> None:
    found = table(
        "监督清单\n|||整改||\n序号|问题|来源|牵头单位|时限|备注\n1|少|甲|乙|丙|",
        "D2:E2",
    )
    assert found.heading == (1, 2)
    assert fields(found)["整改/牵头单位"] == "拟主办"


def test_groups_that_nobody_merged_reach_to_the_next() -> None:
    found = table(
        """
        整改清单
        序号|单位名称||问题|整改责任清单||其中|
        |一级单位|具体责任单位||整改要求|整改时限||
        ||||||追缴资金（万元）|归还（万元）
        #1|民政局|市民政局|没有发补贴|限期|年底前|#3|#4
        """
    )
    assert found.heading == (1, 3)
    assert fields(found) == {
        "序号": "序号",
        "单位名称/一级单位": None,
        "单位名称/具体责任单位": "单位",
        "问题": "问题描述",
        "整改责任清单/整改要求": "整改要求",
        "整改责任清单/整改时限": "拟定期限",
        "其中/追缴资金（万元）": None,
        "其中/归还（万元）": None,
    }


def test_a_number_merged_down_ties_the_rows_of_a_heading() -> None:
    found = table(
        "序号|情况||整改||其他\n|问题|来源|牵头单位|时限|\n1|少|甲|乙|丙|丁",
        "A1:A2 B1:C1 D1:E1 F1:F2",
    )
    assert found.heading == (0, 1)
    assert fields(found)["情况/问题"] == "问题描述"


def test_what_stands_below_a_group_alone_is_part_of_the_heading() -> None:
    found = table("序号|问题|责任单位|整改|\n|||甲项|乙项\n1|少|甲|乙|丙", "D1:E1")
    assert found.heading == (0, 1)
    assert "整改/乙项" in fields(found)


def test_two_rows_of_known_words_are_one_heading() -> None:
    found = table(
        "序号|存在问题|责任单位|责任单位|时限\n序号|存在问题|牵头|配合|时限\n1|少|甲|乙|丙"
    )
    assert found.heading == (0, 1)
    assert fields(found)["责任单位/牵头"] == "拟主办"
    assert fields(found)["责任单位/配合"] == "拟协办"


def test_what_stands_above_a_heading_is_no_group_of_it() -> None:
    assert table("甲|2024年6月\n序号|问题|责任单位\n1|少|乙").heading == (1, 1)
    assert table("甲|单位：条\n序号|问题|责任单位\n1|少|乙").heading == (1, 1)
    assert table("甲|乙\n序号|问题|责任单位\n1|少|乙").heading == (1, 1)
    assert table("甲||丁\n序号||问题|责任单位\n1||少|乙").heading == (1, 1)


def test_a_vague_heading_goes_by_its_group() -> None:
    found = table(
        """
        序号|问题||牵头单位||交办||填报
        |名称|内容|名称|责任人|日期|文号|（盖章）
        1|没有喷淋|4家没有|市民政局|某科长|6月20日|3号|
        """,
        "A1:A2 B1:C1 D1:E1 F1:G1",
    )
    assert fields(found) == {
        "序号": "序号",
        "问题/名称": "标题",
        "问题/内容": "问题描述",
        "牵头单位/名称": "拟主办",
        "牵头单位/责任人": "责任人",
        "交办/日期": "交办日期",
        "交办/文号": "文号",
        "填报/（盖章）": None,
    }


def test_the_first_level_of_a_category_is_the_category() -> None:
    found = table(
        "序号|问题类别||问题|时限\n|一级标题|二级标题||（年月日）\n1|设施|消防|少|年底",
        "A1:A2 B1:C1 D1:D2",
    )
    assert fields(found)["问题类别/一级标题"] == "类别"
    assert fields(found)["问题类别/二级标题"] is None
    assert fields(found)["时限/（年月日）"] == "拟定期限"


@pytest.mark.parametrize(
    "numbers", ["(1)|(2)|(3)", "1|2|3", "甲|乙|1", "A|B|C", "栏次|1|2", "#1|#2|#3"]
)
def test_numbers_below_a_heading_belong_to_it(numbers: str) -> None:
    more = "|3" if numbers.startswith("栏次") else ""
    found = table(f"序号|问题|责任单位|时限\n{numbers}{more}\n1|少|甲|年底")
    assert found.heading == (0, 1)
    assert rows(found) == [(3,)]
    assert "序号" in fields(found)


@pytest.mark.parametrize("row", ["1|3|5", "乙|1|2", "1|少|甲", "1|2"])
def test_a_row_that_does_not_count_the_columns_is_an_issue(row: str) -> None:
    found = table(f"序号|问题|责任单位\n{row}")
    assert found.heading == (0, 0)
    assert rows(found) == [(2,)]


def test_two_words_are_a_heading_if_one_is_the_problem() -> None:
    assert table("事由|主要问题|责任单位\n甲|少|乙").heading == (0, 0)


def test_a_row_of_data_is_no_heading() -> None:
    found = table("序号|问题|责任单位|说法\n1|问题|责任单位|依据\n#2|措施|依据|备注")
    assert rows(found) == [(2,), (3,)]
    assert len(table("序号|问题|单位\n某局|问题|单位|#3|甲|乙").records) == 1
    noted = Grid(
        "Sheet1", (("序号", "问题", "单位"), (date(2024, 1, 1), "问题", "单位"))
    )
    assert len(read(noted).tables[0].records) == 1


def test_long_words_and_words_with_a_colon_are_no_heading() -> None:
    found = table(
        f"问题：|单位：\n{'很' * 120}问题|责任单位\n序号|问题|责任单位\n1|少|甲"
    )
    assert found.heading == (2, 2)


def test_a_day_may_head_a_column() -> None:
    found = Grid("Sheet1", (("问题", "单位", date(2024, 6, 1)), ("少", "甲", "已办")))
    assert read(found).tables[0].columns[2].heading == "2024-06-01"


def test_latin_words_of_a_heading_stay_apart() -> None:
    assert "Due Date 期限" not in fields(table("序号|问题|Due  Date⏎期限\n1|少|年底"))
    assert "Due Date期限" in fields(table("序号|问题|Due  Date⏎期限\n1|少|年底"))


def test_a_column_without_heading_is_named_by_its_letter() -> None:
    found = table("序号|问题|责任单位\n1|少|甲|去年也提过")
    assert fields(found)["D列"] is None
    assert said(found.records[0])["D列"] == "去年也提过"


def test_the_heading_stands_where_it_was_said_to() -> None:
    text = "问题清单\n项|说法|谁办\n1|没有喷淋|市民政局"
    asked = {"说法": "问题描述", "谁办": "拟主办"}
    (found,) = read(grid(text), header=(1, 1), columns=asked).tables
    assert found.heading == (1, 1)
    (found,) = read(
        grid("序号|问题|单位\n项|说法|谁办\n1|少|甲"), header=(0, 1), columns=asked
    ).tables
    assert fields(found)["问题/说法"] == "问题描述"


def test_tables_below_a_heading_that_was_asked_for_are_found_too() -> None:
    text = "项|问题|谁\n1|少|甲\n\n另一张清单\n序号|建议内容|单位\n1|多|乙"
    found = read(grid(text), header=(0, 0))
    assert [each.heading for each in found.tables] == [(0, 0), (4, 4)]


def test_a_heading_where_nothing_stands_is_refused() -> None:
    said_so = r"清单.xlsx 的第9至10行没有内容"
    with pytest.raises(NoSuchRows, match=said_so):
        read(grid("问题|单位\n甲|乙"), header=(8, 9))
    with pytest.raises(NoSuchRows, match=r"的第9行没有内容"):
        read(grid("问题|单位\n甲|乙"), header=(8, 8))
