"""Which list of a file an issue comes from: its sheet, its title."""

from __future__ import annotations

import pytest

from drafting import context, drafted, table
from grids import table as found_in
from records import ledger
from rectify.domain.intake.drafting.drafts import drafts

HEADS = ("问题=问题描述", "单位")


def remarks(*named: tuple[str, str | None]) -> list[object]:
    """Give the 备注 of the issues of some lists, by sheet and title."""
    tables = [
        table(HEADS, (f"问题{n}", "市民政局"), name=sheet)._replace(title=title)
        for n, (sheet, title) in enumerate(named)
    ]
    known = context(ledger(名称="养老 问题"))
    return [each.facts.get("备注") for each in drafted(*tables, known=known).drafts]


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        (
            [("水污染", None), ("安全生产", None)],
            ["所在表：水污染", "所在表：安全生产"],
        ),
        ([("水污染", None), ("Sheet2", None)], ["所在表：水污染", None]),
        ([("表1", "水污染"), ("表1", "大气")], ["所在表：水污染", "所在表：大气"]),
        ([("水污染", "水污染问题"), ("A", "B")], ["所在表：水污染问题", "所在表：A/B"]),
        ([("Sheet1", None), ("养老问题", "问题清单")], [None, None]),
        ([("市民政局", None), ("财政局", None)], [None, None]),
        ([("水污染", "检查问题")], [None]),
        ([("水污染", "检查"), ("大气", "检查")], ["所在表：水污染", "所在表：大气"]),
    ],
)
def test_an_issue_of_one_list_of_several_says_which(
    lists: list[tuple[str, str | None]], said: list[str | None]
) -> None:
    assert remarks(*lists) == said


def test_lists_that_speak_of_the_same_issues_are_not_told_apart() -> None:
    row = ("床位不足", "市民政局")
    tables = [table(HEADS, row, name=name) for name in ("水污染", "大气")]
    (draft,) = drafts(tables, context()).drafts
    assert "备注" not in draft.facts


def test_where_an_issue_stands_comes_before_what_its_columns_say() -> None:
    lists = [
        table(
            ("问题=问题描述", "地点="), (name, "城东"), name=name, group="一、设施方面"
        )
        for name in ("水污染", "大气")
    ]
    first, _ = drafted(*lists).drafts
    assert first.facts["备注"] == "所在表：水污染\n\n地点：城东"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("附件1\n填报单位：某办\n某法执法检查⏎发现问题|", "某法执法检查发现问题"),
        ("一、设施方面|", None),
        ("某表|2024年", None),
        ("养老问题", "养老问题"),
    ],
)
def test_the_title_of_a_list_stands_above_it(above: str, title: str | None) -> None:
    assert found_in(f"{above}\n序号|问题|单位\n1|少|甲").title == title


def test_a_line_of_signatures_may_name_what_was_done_and_not_who() -> None:
    found = found_in("序号|问题|单位\n1|少|甲\n\n填表人：某|审核：某|校对：某")
    assert len(found.records) == 1
    assert [each.why for each in found.skipped] == ["签字栏"]
