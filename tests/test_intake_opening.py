"""Taking over a running ledger: what a list tells of progress, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from drafting import LEDGER, TODAY, context, drafted, one, said, table
from records import ledger
from rectify.domain.issue import Issue
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Value
    from rectify.domain.intake.record import Draft

OPENING = context(opening=True)
# The word of the ledger's year that a day in a column of 期限 is in.
HEADS = (
    "问题=问题描述", "牵头单位=拟主办", "配合单位=拟协办", "时限=拟定期限", "整改目标",
    "措施=整改措施", "领导=责任领导", "责任人", "办理情况=进展", "是否完成", "答复日期",
    "类别=答复类别",
)  # fmt: skip


def opened(*headed: tuple[str, Value], unit: str = "市民政局") -> dict[str, object]:
    """Give the 期初 of an issue of one unit with some cells of progress."""
    draft = taken(*headed, unit=unit)
    assert draft.opening is not None
    return {k: v for k, v in draft.opening.items() if k != "主办"}


def taken(*headed: tuple[str, Value], unit: str = "市民政局") -> Draft:
    heads = ("问题=问题描述", "牵头单位=拟主办", *(heading for heading, _ in headed))
    return one(heads, "床位不足", unit, *(cell for _, cell in headed), known=OPENING)


def test_a_row_of_progress_becomes_a_beginning() -> None:
    draft = one(
        HEADS,
        "床位不足", "市民政局", "市财政局", "9月底前", "补齐", "先查\n后改", "李\n某",
        "张某\n王某", "已经立项", None, "2024.9.18", "A类", known=OPENING,
    )  # fmt: skip
    assert draft.opening == {
        "状态": "已答复",
        "主办": "市民政局",
        "协办": ["市财政局"],
        "期限": date(2024, 9, 30),
        "期限依据": "9月底前",
        "责任领导": "李、某",
        "责任人": "张某、王某",
        "整改目标": "补齐",
        "整改措施": "先查后改",
        "进展": "已经立项",
        "答复日期": date(2024, 9, 18),
        "答复类别": "A",
    }
    assert list(draft.opening)[:4] == ["状态", "主办", "协办", "期限"]
    assert draft.facts["拟主办"] == "市民政局"
    assert draft.facts["拟定期限"] == "9月底前"
    assert "备注" not in draft.facts
    assert said(draft) == ["Sheet1!D2 期限“9月底前”没有年份，当作2024-09-30"]


def test_what_is_taken_over_stands_as_the_list_said() -> None:
    draft = taken(("交办日期", "2024-07-03"), ("答复日期", "2024-09-18"))
    event = {"日期": TODAY, "事项": "期初", **(draft.opening or {})}
    stated = {"编号": "JZ-001", **draft.facts, "办理记录": [event]}
    case = fold(Issue.model_validate(stated), LEDGER, on=TODAY)
    assert case.state == "已答复"


@pytest.mark.parametrize(
    ("heading", "cell", "state"),
    [
        ("整改措施", "先查后改", "已交办"),
        ("是否完成", "否", "已交办"),
        ("是否销号", "否", "已交办"),
        ("进展", "无", "已交办"),
        ("是否完成", "正在整改", "办理中"),
        ("是否销号", "整改中", "办理中"),
        ("进展", "正在施工", "办理中"),
        ("签收日期", "2024-07-05", "办理中"),
        ("答复日期", "2024-09-18", "已答复"),
        ("答复内容", "已经办了", "已答复"),
        ("答复类别", "B", "已答复"),
        ("完成日期", "2024-09-18", "已答复"),
        ("是否答复", "√", "已答复"),
        ("是否完成", "已完成", "已答复"),
        ("复核结论", "整改到位", "已答复"),
        ("复核结论", "未到位", "已交办"),
        ("测评结论", "通过", "测评通过"),
        ("测评结论", "不满意", "重新办理"),
        ("是否销号", "是", "已销号"),
        ("销号日期", "2024-10-08", "已销号"),
        ("状态", "重新办理", "重新办理"),
        ("状态", "整改中", "办理中"),
    ],
)
def test_the_state_is_the_farthest_that_is_known(
    heading: str, cell: Value, state: str
) -> None:
    assert opened((heading, cell))["状态"] == state


def test_what_is_partly_done_is_under_way_and_doubted() -> None:
    draft = taken(("是否完成", "基本完成"))
    assert draft.opening is not None
    assert draft.opening["状态"] == "办理中"
    assert said(draft) == ["Sheet1!C2 是否完成“基本完成”按还在办理读"]


def test_a_state_that_is_written_decides() -> None:
    found = opened(("状态", "办理中"), ("答复日期", "2024-09-18"))
    assert found == {"状态": "办理中", "答复日期": date(2024, 9, 18)}


@pytest.mark.parametrize(
    ("cell", "state", "remark"),
    [
        ("办结", "已答复", "状态“办结”按已答复读"),
        ("已完成", "已答复", "状态“已完成”按已答复读"),
        ("基本完成", "办理中", "状态“基本完成”按还在办理读"),
    ],
)
def test_a_state_in_other_words_is_read_and_doubted(
    cell: str, state: str, remark: str
) -> None:
    draft = taken(("状态", cell))
    assert draft.opening == {"状态": state, "主办": "市民政局"}
    assert said(draft) == [f"Sheet1!C2 {remark}"]


def test_an_answer_that_is_looked_at_again_is_followed() -> None:
    found = opened(("是否答复", "是"), ("下次核查", "2025-03-31"))
    assert found == {"状态": "跟踪中", "下次核查": date(2025, 3, 31)}
    assert opened(("下次核查", "2025-03-31"))["状态"] == "已交办"


@pytest.mark.parametrize(
    ("told", "remark"),
    [
        (
            (("是否销号", "否"), ("销号日期", "2024-10-08")),
            "Sheet1!D2 是否销号为“否”，销号日期“2024-10-08”写入备注",
        ),
        (
            (("是否完成", "否"), ("完成日期", "2024-10-08")),
            "Sheet1!D2 是否完成为“否”，完成日期“2024-10-08”写入备注",
        ),
        (
            (("是否完成", "否"), ("销号日期", "2024-10-08")),
            "Sheet1!D2 是否完成为“否”，销号日期“2024-10-08”写入备注",
        ),
        (
            (("是否答复", "否"), ("答复日期", "2024-10-08")),
            "Sheet1!D2 是否答复为“否”，答复日期“2024-10-08”写入备注",
        ),
    ],
)
def test_a_day_beside_a_no_is_no_day(
    told: tuple[tuple[str, Value], ...], remark: str
) -> None:
    draft = taken(*told)
    assert said(draft) == [remark]
    assert draft.opening == {"状态": "已交办", "主办": "市民政局"}
    assert draft.facts["备注"] == f"{told[1][0]}：{told[1][1]}"


def test_what_was_closed_before_it_was_answered_is_doubted() -> None:
    draft = taken(("答复日期", "2024-10-09"), ("销号日期", "2024-10-08"))
    assert said(draft) == ["Sheet1!D2 销号日期2024-10-08早于答复日期2024-10-09"]
    assert draft.opening is not None
    assert draft.opening["状态"] == "已销号"


@pytest.mark.parametrize(
    ("told", "state", "remark"),
    [
        (
            (("是否完成", "否"), ("满意度=测评结论", "基本满意")),
            "办理中",
            "D2 是否完成为“否”，测评结论却为“通过”，按办理中处理",
        ),
        (
            (("是否完成", "正在整改"), ("测评结论", "通过")),
            "办理中",
            "D2 是否完成还在办理，测评结论却为“通过”，按办理中处理",
        ),
        (
            (("是否完成", "否"), ("测评结论", "通过"), ("答复类别", "B")),
            "测评通过",
            "D2 是否完成为“否”，测评结论却为“通过”，按测评通过处理",
        ),
        (
            (("是否完成", "否"), ("是否销号", "是")),
            "已销号",
            "D2 是否完成为“否”，是否销号却为“是”，按已销号处理",
        ),
        (
            (("是否完成", "否"), ("状态", "已销号")),
            "已销号",
            "D2 是否完成为“否”，状态却为“已销号”，按已销号处理",
        ),
        (
            (("是否销号", "是"), ("测评结论", "不通过")),
            "已销号",
            "D2 测评结论为“不通过”，却已经销号，按已销号处理",
        ),
    ],
)
def test_what_can_t_both_be_so_is_doubted(
    told: tuple[tuple[str, Value], ...], state: str, remark: str
) -> None:
    draft = taken(*told)
    assert f"Sheet1!{remark}" in said(draft)
    assert draft.opening is not None
    assert draft.opening["状态"] == state


def test_what_is_partly_done_is_not_struck_off() -> None:
    draft = taken(
        ("完成时间=销号日期", "2024-09-01"),
        ("是否完成=是否销号", "基本完成"),
        ("满意度=测评结论", "不满意"),
    )
    assert draft.opening is not None
    assert draft.opening["状态"] == "重新办理"
    assert "销号日期" not in draft.opening
    assert draft.facts["备注"] == "销号日期：2024-09-01"
    found = opened(("是否完成=是否销号", "基本完成"), ("完成日期", "2024-09-01"))
    assert found["状态"] == "办理中"


def test_a_closed_issue_is_closed_whatever_else_is_known() -> None:
    found = opened(("是否销号", "是"), ("测评结论", "不通过"), ("是否完成", "否"))
    assert found["状态"] == "已销号"


def test_what_an_answer_promises_is_taken_over() -> None:
    found = opened(
        ("答复函文号=答复文号", "演民函〔2024〕7号"), ("承诺期限", "2025-06-30")
    )
    assert found == {
        "状态": "已答复",
        "答复文号": "演民函〔2024〕7号",
        "承诺期限": date(2025, 6, 30),
    }
    for answer in ("否", "基本完成"):
        found = opened(("是否完成", answer), ("答复文号", "演民函〔2024〕7号"))
        assert found["状态"] == ("已交办" if answer == "否" else "办理中")
        assert found["答复文号"] == "演民函〔2024〕7号"


def test_how_a_yes_to_completion_was_read_is_said_once() -> None:
    found = drafted(
        table(
            (
                "问题=问题描述",
                "单位",
                "是否整改=是否完成",
                "答复日期",
                "完成日期",
                "答复文号",
            ),
            ["甲", "市民政局", "是", None, None, "演民函〔2024〕7号"],
            ["乙", "市民政局", "√", None, None, None],
            ["丙", "市民政局", "是", "2024-09-18", None, None],
            ["丁", "市民政局", "否", None, None, None],
            ["戊", "市民政局", "已完成", None, "2024-09-01", None],
        ),
        known=OPENING,
    )
    (doubt,) = found.doubts
    assert str(doubt) == (
        "Sheet1  “是否整改”为“是”的3条按已答复处理；如果指的是已经销号，"
        "加 --map 是否整改=是否销号"
    )


@pytest.mark.parametrize(
    ("heading", "cell", "remark"),
    [
        ("是否完成", "差不多", "是否完成“差不多”看不懂，写入备注"),
        ("答复类别", "D", "答复类别“D”不在答复类别里，写入备注"),
        ("复核结论", "再看看", "复核结论“再看看”看不懂，写入备注"),
        ("测评结论", "85分", "测评结论“85分”看不懂，写入备注"),
        ("状态", "待交办", "状态“待交办”看不懂，写入备注"),
        ("状态", "否", "状态“否”看不懂，写入备注"),
        ("办理次数", "几次", "办理次数“几次”看不懂，写入备注"),
        ("答复日期", "待定", "答复日期“待定”看不懂，写入备注"),
        ("答复日期", "2204-09-18", "答复日期“2204-09-18”看不懂，写入备注"),
        ("销号日期", "2025-01-01", "销号日期“2025-01-01”晚于2024-12-30，写入备注"),
    ],
)
def test_what_is_not_understood_is_never_made_up(
    heading: str, cell: str, remark: str
) -> None:
    draft = taken((heading, cell))
    assert draft.opening == {"状态": "已交办", "主办": "市民政局"}
    assert draft.facts["备注"] == f"{heading}：{cell}"
    assert said(draft) == [f"Sheet1!C2 {remark}"]


def test_the_number_of_rounds_is_read() -> None:
    assert opened(("办理次数", "第二次"))["办理次数"] == 2
    assert opened(("办理次数", 2.0))["办理次数"] == 2


@pytest.mark.parametrize(
    ("heading", "cell", "state"),
    [
        ("答复日期", "9月", "已答复"),
        ("完成日期", "2024年9月", "已答复"),
        ("销号日期", "2024.10", "已销号"),
        ("签收日期", "7月", "办理中"),
    ],
)
def test_what_happened_on_a_day_that_nobody_can_tell_has_happened(
    heading: str, cell: str, state: str
) -> None:
    draft = taken((heading, cell))
    assert draft.opening == {"状态": state, "主办": "市民政局"}
    assert draft.facts["备注"] == f"{heading}：{cell}"
    assert said(draft) == [f"Sheet1!C2 {heading}“{cell}”没有写明是哪一天，写入备注"]


def test_a_day_before_the_hand_over_is_left_out_and_kept() -> None:
    draft = taken(("交办日期", "2024-07-03"), ("答复日期", "2024-06-18"))
    assert draft.opening == {
        "状态": "已答复",
        "主办": "市民政局",
        "交办日期": date(2024, 7, 3),
    }
    assert draft.facts["备注"] == "答复日期：2024-06-18"
    assert said(draft) == [
        "Sheet1!D2 答复日期“2024-06-18”早于交办日期2024-07-03，写入备注"
    ]


@pytest.mark.parametrize(
    ("words", "handed", "found"),
    [
        ("2024-09-30", None, {"期限": date(2024, 9, 30)}),
        ("2024年9月底", None, {"期限": date(2024, 9, 30), "期限依据": "2024年9月底"}),
        ("3个月内", None, {"期限依据": "3个月内"}),
        ("尽快", None, {"期限依据": "尽快"}),
        ("3个月内", "2024-07-03", {"期限": date(2024, 10, 8), "期限依据": "3个月内"}),
        ("立行立改", "2024-07-03", {"期限依据": "立行立改"}),
        ("2024-06-30", "2024-07-03", {"期限依据": "2024-06-30"}),
    ],
)
def test_a_deadline_is_a_day_only_where_that_can_be_known(
    words: str, handed: str | None, found: dict[str, object]
) -> None:
    opening = opened(("时限=拟定期限", words), ("交办日期", handed))
    assert {k: v for k, v in opening.items() if k.startswith("期限")} == found


def test_without_a_unit_nothing_is_taken_over_and_nothing_is_lost() -> None:
    draft = taken(("措施=整改措施", "先查"), ("是否完成", "是"), unit="市民正局")
    assert draft.opening is None
    assert draft.facts["备注"] == "拟主办：市民正局\n\n措施：先查\n\n是否完成：是"
    assert said(draft) == [
        "Sheet1!B2 “市民正局”不在单位名单里",
        "Sheet1!A2 没有主办单位，不作期初，办理情况写入备注",
    ]
    odd = taken(("措施=整改措施", "先查"), ("状态", "说不清"), unit="市民正局")
    assert odd.facts["备注"] == "拟主办：市民正局\n\n措施：先查\n\n状态：说不清"
    found = drafted(table(("问题=问题描述", "是否完成"), ["甲", "是"]), known=OPENING)
    assert found.doubts == ()


def test_units_that_answer_apart_are_taken_over_apart() -> None:
    draft = taken(("进展", "在办"), unit="市民政局、市财政局")
    assert draft.opening == {
        "状态": "办理中",
        "分办": ["市民政局", "市财政局"],
        "进展": "在办",
    }


def test_progress_of_several_tables_is_joined() -> None:
    found = drafted(
        table(("问题=问题描述", "单位", "进展"), ["床位不足", "市民政局", "在办"]),
        table(
            ("问题=问题描述", "进展", "答复日期"), ["床位不足", "办了", "2024-09-18"]
        ),
        known=OPENING,
    )
    (draft,) = found.drafts
    assert draft.opening == {
        "状态": "已答复",
        "主办": "市民政局",
        "进展": "在办",
        "答复日期": date(2024, 9, 18),
    }
    assert draft.facts["备注"] == "进展：办了"


def test_the_classes_of_answer_are_the_ledger_s_own() -> None:
    own = ledger(答复类别=[{"类别": "甲", "含义": "已解决"}])
    draft = one(
        ("问题=问题描述", "单位", "类别=答复类别"), "床位不足", "市民政局", "甲类",
        known=context(own, opening=True),
    )  # fmt: skip
    assert draft.opening is not None
    assert draft.opening["答复类别"] == "甲"


@pytest.mark.parametrize(
    ("heading", "words", "news"),
    [
        ("是否完成", "基本完成", "是否完成：基本完成"),
        ("完成了吗=是否完成", "推进 中", "完成了吗：推进 中"),
        ("是否销号", "正在整改", "是否销号：正在整改"),
    ],
)
def test_an_answer_that_is_neither_yes_nor_no_is_kept_in_its_words(
    heading: str, words: str, news: str
) -> None:
    assert opened((heading, words)) == {"状态": "办理中", "进展": news}
    found = opened(("办理情况=进展", "已经立项"), (heading, words))
    assert found == {"状态": "办理中", "进展": f"已经立项\n\n{news}"}
    assert "备注" not in taken((heading, words)).facts


def test_the_answers_of_two_tables_are_both_kept() -> None:
    heads = ("问题=问题描述", "牵头单位=拟主办", "是否完成")
    drafts = drafted(
        table(heads, ("床位不足", "市民政局", "推进中")),
        table(heads, ("床位不足", "市民政局", "基本完成"), name="二"),
        known=OPENING,
    ).drafts
    assert [draft.opening for draft in drafts] == [
        {"状态": "办理中", "主办": "市民政局",
         "进展": "是否完成：推进中\n\n是否完成：基本完成"}
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ["基本完成", "推进中"])
def test_the_day_of_an_end_that_has_not_come_is_no_day_of_completion(
    answer: str,
) -> None:
    draft = taken(("是否完成", answer), ("完成日期", "2024-09-01"))
    assert draft.opening is not None
    assert draft.opening["状态"] == "办理中"
    assert "完成日期" not in draft.opening
    assert draft.facts["备注"] == "完成日期：2024-09-01"
    assert said(draft)[-1] == (
        "Sheet1!D2 是否完成还在办理，完成日期“2024-09-01”写入备注"
    )
    assert opened(("是否完成", answer), ("完成日期", "9月"))["状态"] == "办理中"
