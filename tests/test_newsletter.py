"""工作信息: questions and answers on the spot, in pairs."""

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
    dropped,
    handed,
    issue,
    ledger,
    roster,
    row,
    shared,
)
from office import office
from rectify.domain.documents.newsletter import (
    NoReplies,
    NothingPublic,
    compile_newsletter,
)
from rectify.domain.publicity import for_public
from rectify.domain.roster import Book, muster
from rectify.domain.unit import Directory, Unit
from rectify.storage.builtin import templates
from rectify.views.markdown import render

if TYPE_CHECKING:
    from casebook import Row
    from rectify.domain.documents.newsletter import Newsletter
    from rectify.domain.roster import Roster

FINANCE, REFORM, OFFICE = "市财政局", "市发展和改革委员会", "市政府办公室"
NOWHERE = Path("/没有这个文件夹")


def reply(day: str = "2024-06-10", unit: str = BUREAU, **fields: object) -> Row:
    said = {"问": "为什么要跑三趟？", "答": "这是我们的问题。"}
    return row(day, "现场答复", 单位=unit, **(said | fields))


def newsletter(held: Roster, day: str | None = None) -> Newsletter:
    on = None if day is None else date.fromisoformat(day)
    return compile_newsletter(asked(held)._replace(day=on))[""]


def written(held: Roster) -> str:
    return worded(newsletter(held))


def worded(found: Newsletter) -> str:
    text = render("newsletter", found, UNITS, own=NOWHERE, builtin=templates())
    return text.split("---\n", 2)[2]


def test_each_question_stands_with_its_answer_and_what_was_promised() -> None:
    held = roster(
        issue(
            2,
            reply(提问人="人大代表", 答复人职务="局负责人", 承诺="5月底前改为村级代办"),
            handed(),
        ),
        issue(
            1, reply(问="钱呢\n\n谁来管？", 答="已拨。\n\n由镇里管", 提问人="议政代表")
        ),
        by=ledger(行政区="某县"),
    )
    text = written(held)
    assert "\n　　2024年6月10日，某市人大常委会就“养老服务”开展现场问答，" in text
    assert "1个单位答复问题2条，其中作出承诺的1条。所提问题已交办1条。" in text
    assert text.index("### （一）第1个问题") < text.index("### （二）第2个问题")
    assert (
        "　　**议政代表问**：钱呢。\n\n　　谁来管？\n\n"
        "　　**答**：已拨。\n\n　　由镇里管。"
    ) in text
    assert (
        "　　**人大代表问**：为什么要跑三趟？\n\n"
        "　　**局负责人答**：这是我们的问题。\n\n"
        "　　**承诺**：5月底前改为村级代办。\n\n"
        "　　（JZ-002，期限2024年9月30日，已交办）"
    ) in text


def test_the_units_come_in_official_order_and_are_told() -> None:
    held = roster(
        issue(1, reply(unit=FINANCE, 承诺="尽快"), handed()),
        issue(2, reply(承诺="年底前"), handed()),
        by=ledger(行政区="某县"),
    )
    assert [each.unit for each in newsletter(held).rounds] == [BUREAU, FINANCE]
    text = written(held)
    assert (
        "2个单位答复问题2条，均作出承诺。所提问题已全部交办。现将问答情况刊发如下，括号内为截至12月31日的办理情况。"
        in text
    )
    assert "## 一、市民政局" in text
    assert "## 二、市财政局" in text
    assert "报：县委、县人大常委会、县人民政府、县政协领导。" in text
    assert "送：县委办公室、县人民政府办公室、县政协办公室。" in text
    assert "发：市民政局、市财政局。" in text


def test_a_single_question_without_promise_or_hand_over_says_just_that() -> None:
    text = written(roster(issue(1, reply())))
    assert "1个单位答复问题1条。现将问答情况刊发如下。" in text
    assert "承诺" not in text
    assert "承办" not in text


def test_the_number_of_the_issue_is_left_blank_to_fill_in() -> None:
    held = roster(issue(1, reply()))
    text = render(
        "newsletter", newsletter(held), UNITS, own=NOWHERE, builtin=templates()
    )
    assert '版式: "简报"' in text
    assert '期号: "第　期"' in text


def test_a_deputy_who_asks_to_stay_unnamed_is_not_named() -> None:
    hidden = [{"姓名": "李某", "身份": "县人大代表", "保密": "是"}]
    held = roster(
        issue(1, reply(提问人="李某"), 提出人=hidden),
        issue(2, reply(提问人="王某"), 提出人=[*hidden, {"姓名": "王某"}]),
    )
    assert [each.asker for each in newsletter(held).rounds[0].pairs] == [
        "代表A",
        "王某",
    ]


def test_what_was_withdrawn_or_refused_is_not_spread() -> None:
    held = roster(
        issue(1, reply(), handed(), dropped("2024-07-01", "撤回")),
        issue(2, reply(), dropped("2024-06-20", "不予受理")),
        issue(3, reply(), handed(), dropped("2024-07-01", "并案", into=4)),
        issue(4, handed(), answered("2024-09-01")),
        by=ledger(办理规则={"并案计数": "合并"}),
    )
    (pair,) = newsletter(held).rounds[0].pairs
    assert (pair.number, pair.state, pair.leads) == ("JZ-003", "已答复", (BUREAU,))


def test_the_answers_of_one_day_may_be_asked_for() -> None:
    held = roster(issue(1, reply()), issue(2, reply("2024-06-12")))
    assert [each.number for each in newsletter(held, "2024-06-12").rounds[0].pairs] == [
        "JZ-002"
    ]
    assert "2024年6月10日至2024年6月12日，某市人大常委会" in written(held)
    with pytest.raises(
        NoReplies,
        match=r"2024年6月11日没有现场答复.*日期有：2024年6月10日、2024年6月12日",
    ):
        newsletter(held, "2024-06-11")


def test_what_was_not_known_then_is_not_printed_again() -> None:
    late = reply() | {"登记日期": "2024-06-20"}
    then = date(2024, 6, 15)
    book = Book("ylfw-2024", ledger(), UNITS, [issue(1, late), issue(2, reply())])
    held = asked(muster(book, on=then, known=then))
    assert compile_newsletter(held)[""].total == 1


def test_a_ledger_without_answers_on_the_spot_says_what_is_missing(
    tmp_path: Path,
) -> None:
    refused = office(tmp_path, JZ001="已交办").do("report", "工作信息")
    assert (refused.code, refused.out) == (4, "")
    assert (
        "台账里没有现场答复和书面答复，没有可写的工作信息；先记录问答：rectify reply"
        in refused.err
    )


def test_a_unit_has_one_name_in_a_newsletter() -> None:
    both = shared(REFORM, BUREAU)
    held = roster(
        issue(1, reply(unit=REFORM), handed(REFORM)),
        issue(2, reply(unit=REFORM), both),
        issue(3, reply(unit=OFFICE)),
        by=ledger(行政区="某市"),
        units=Directory([Unit(name=OFFICE, short="市府办"), *UNITS.units]),
    )
    text = written(held)
    assert "（JZ-001，期限2024年9月30日，已交办）" in text
    assert f"（JZ-002，{REFORM}、{BUREAU}承办，期限" in text
    assert "市发改委" not in text
    assert f"送：市委办公室、{OFFICE}、市政协办公室。" in text
    assert f"发：{REFORM}。" in text


def test_what_is_not_public_whole_is_left_out_of_a_newsletter_for_the_public() -> None:
    held = roster(
        issue(1, reply(), 公开方式="部分公开"),
        issue(2, reply(), 公开方式="不公开"),
        issue(3, reply(), 公开方式="主动公开"),
        issue(4, reply()),
        issue(5, handed(), answered("2024-09-01", 内容="已经装好。")),
    )
    found = newsletter(for_public(held))
    assert [each.number for each in found.rounds[0].pairs] == ["JZ-003", "JZ-004"]
    text = worded(found)
    assert "隐去" not in text
    assert "答复问题2条" in text
    assert newsletter(held).total == 4
    partly = issue(1, reply(), 公开方式="部分公开")
    with pytest.raises(NothingPublic, match=r"1件答复.*去掉 --public"):
        newsletter(for_public(roster(partly)))


def in_writing() -> Roster:
    merged = issue(3, handed(), dropped("2024-07-01", "并案", into=1))
    asked = {"提出人": [{"姓名": "调研组"}], "问题描述": "一半没有喷淋。"}
    promise = answered(
        "2024-09-01", FINANCE, "B", 内容="正在采购。", 承诺期限="2025-03-31"
    )
    return roster(
        issue(1, handed(), answered("2024-08-01", 内容="已经装好。"), **asked),
        issue(2, handed(FINANCE), promise),
        merged,
        issue(4, handed(FINANCE), answered("2024-09-02", FINANCE)),
        issue(5, handed(), answered("2024-08-31", 内容="已经修好。")),
        by=ledger(行政区="某市"),
    )


def test_where_nobody_asked_on_the_spot_the_written_answers_are_told() -> None:
    request = asked(in_writing())._replace(since=date(2024, 8, 1))
    text = worded(compile_newsletter(request)[""])
    assert "# 养老服务问题答复" in text
    assert "交办的问题，2个单位书面答复3件，其中作出承诺的1件。现将答复情况" in text
    assert (
        "　　**问题**：一半没有喷淋。\n\n　　**答复**：已经装好。\n\n"
        "　　（JZ-001，调研组提出，2024年8月1日答复，期限2024年9月30日，已答复）"
    ) in text
    assert "（JZ-005，2024年8月31日答复，期限" in text
    assert "**承诺**：2025年3月31日前完成。" in text
    assert "JZ-003" not in text
    assert "JZ-004" not in text
    assert "未列入本期" not in text


def test_a_newsletter_of_written_answers_is_of_the_latest_month() -> None:
    found = newsletter(in_writing())
    assert (found.days, found.total, found.earlier) == ((date(2024, 9, 1),), 1, 2)
    assert "注：此前的书面答复2件未列入本期。" in worded(found)
    assert newsletter(in_writing(), "2024-08-31").days == (date(2024, 8, 31),)


def test_questions_of_the_spot_may_be_asked_for_since_a_day() -> None:
    held = roster(issue(1, reply()), issue(2, reply("2024-07-12")))
    assert newsletter(held).total == 2
    request = asked(held)._replace(since=date(2024, 7, 12))
    found = compile_newsletter(request)[""]
    assert (found.total, found.earlier) == (1, 1)
    assert "未列入" not in worded(found)
    with pytest.raises(NoReplies, match=r"^2024年7月13日以来没有现场答复"):
        compile_newsletter(request._replace(since=date(2024, 7, 13)))
