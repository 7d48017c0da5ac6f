"""A column of units under a heading that does not plainly call them so."""

from __future__ import annotations

import pytest

from drafting import context, drafted, table
from rectify.domain.intake.drafting.entrusted import entrusted
from rectify.domain.intake.finding.asked import Asked

HEADS = ("问题=问题描述", "转办单位=")


def test_the_only_column_of_units_says_who_is_to_answer() -> None:
    rows = (("床位不足", "市民政局"), ("补贴不足", "某局"), ("人员不足", "/"))
    found = entrusted(table(HEADS, *rows), Asked(), context())
    (doubt,) = map(str, found.doubts)
    assert doubt == (
        "Sheet1!B2  “转办单位”里是单位名单里的单位，作为承办单位读；"
        "不是的话，加 --map 转办单位=备注"
    )
    drafts = drafted(found).drafts
    assert drafts[0].facts["拟主办"] == "市民政局"
    assert drafts[1].facts["备注"] == "拟主办：某局"


def test_units_that_are_not_in_the_list_are_asked_about() -> None:
    rows = (("床位不足", "甲局"), ("补贴不足", "乙局"), ("人员不足", "市民政局"))
    found = entrusted(table(HEADS, *rows), Asked(), context())
    assert found.columns[1].field is None
    assert [doubt.message for doubt in found.doubts] == [
        "“转办单位”写入备注；如果是承办单位，加 --map 转办单位=单位"
    ]


@pytest.mark.parametrize(
    ("heads", "unit"),
    [
        (("问题=问题描述", "主管单位="), "市民政局"),
        (("问题=问题描述", "地点="), "市民政局"),
        (("问题=问题描述", "转办单位="), "/"),
        (("问题=问题描述", "转办单位="), None),
    ],
)
def test_other_columns_stay_what_they_are(
    heads: tuple[str, ...], unit: str | None
) -> None:
    found = table(heads, ("床位不足", unit))
    assert entrusted(found, Asked(), context()) == found


def test_beside_a_column_of_units_and_of_two_that_may_be_one_none_is_taken() -> None:
    for other in ("责任单位=单位", "接收单位="):
        found = table((*HEADS, other), ("床位不足", "市民政局", "市财政局"))
        assert entrusted(found, Asked(), context()) == found


def test_who_has_said_what_the_column_is_is_believed() -> None:
    found = table(HEADS, ("床位不足", "市民政局"))
    asked = Asked(columns={"转办单位": "不要"})
    assert entrusted(found, asked, context()) == found
