"""From the wording to the paper: what each paragraph of a document is."""

from __future__ import annotations

import pytest

from rectify.cli.formats import UnreadableWording, paper_of
from rectify.errors import TemplateError
from rectify.views.outline import FaultyChart
from rectify.views.paper import (
    Align,
    Break,
    Chart,
    Face,
    FaultyFront,
    Letterhead,
    Paper,
    Paragraph,
    Role,
    Run,
    Table,
)

FRONT = """\
---
标题: "关于甲的函"
版式: "信函"
主送: "市民政局"
文号: "演〔2024〕12号"
落款: "某市人大常委会办公室"
日期: "2024年6月20日"
附件:
  - "问题清单"
演示: "演示数据"
---
"""
CUTOFF = '统计截止日: "2024年6月20日"\n'
LETTER = """
# 关于甲的函

演〔2024〕12号

市民政局：

　　现予交办。

## 一、要求

　　（一）签收。请即签收。

　　附件：问题清单

某市人大常委会办公室

2024年6月20日

（统计截止日：2024年6月20日）

---

附件

## 问题清单

（共1条）

| 序号 | 问题 |
| ---: | --- |
| 1 | 甲\\|乙 |

注：以上为演示。
"""


def paper(body: str, front: str = FRONT) -> Paper:
    return paper_of(front + body)


def roles(found: Paper) -> list[tuple[Role, str]]:
    return [(b.role, b.text) for b in found.blocks if isinstance(b, Paragraph)]


def test_each_paragraph_of_a_letter_takes_its_role() -> None:
    found = paper(LETTER)
    assert roles(found) == [
        (Role.TITLE, "关于甲的函"),
        (Role.REF, "演〔2024〕12号"),
        (Role.ADDRESSEE, "市民政局："),
        (Role.BODY, "现予交办。"),
        (Role.LEVEL_1, "一、要求"),
        (Role.BODY, "（一）签收。请即签收。"),
        (Role.ANNEXES, "附件：问题清单"),
        (Role.SIGNATURE, "某市人大常委会办公室"),
        (Role.DATE, "2024年6月20日"),
        (Role.REMARK, "（统计截止日：2024年6月20日）"),
        (Role.ANNEX_MARK, "附件"),
        (Role.ANNEX_TITLE, "问题清单"),
        (Role.SUBTITLE, "（共1条）"),
        (Role.NOTE, "注：以上为演示。"),
    ]
    assert found.front.letterhead is Letterhead.LETTER
    assert found.front.annexes == ("问题清单",)
    assert sum(isinstance(block, Break) for block in found.blocks) == 1


def test_a_table_keeps_its_alignment_and_what_was_typed_in_it() -> None:
    (above, table) = next(paper(LETTER).tables())
    assert above == "问题清单"
    assert table == Table(
        ("序号", "问题"), (Align.RIGHT, Align.LEFT), (("1", "甲|乙"),)
    )
    assert not table.form


def test_a_table_without_a_heading_is_a_form() -> None:
    found = paper("\n| | | | |\n| --- | --- | --- | --- |\n| 编号 | 1 | 核查意见 | |\n")
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert table.form
    assert table.rows == (("编号", "1", "核查意见", ""),)


def test_a_heading_within_a_paragraph_is_set_in_the_face_of_its_level() -> None:
    found = paper(
        "\n　　一、签收。请签收。\n\n　　（二）答复。请答复。\n\n　　平常的话。\n"
    )
    runs = [block.runs for block in found.blocks if isinstance(block, Paragraph)]
    assert runs == [
        (Run("一、签收。", Face.HEI), Run("请签收。")),
        (Run("（二）答复。", Face.KAI), Run("请答复。")),
        (Run("平常的话。"),),
    ]


def test_what_is_strong_is_set_in_another_face_and_not_bold() -> None:
    (found,) = paper("\n　　请**务必**答复。\n").blocks
    assert isinstance(found, Paragraph)
    assert found.runs == (Run("请"), Run("务必", Face.HEI), Run("答复。"))


def test_a_list_keeps_its_numbers() -> None:
    assert roles(paper("\n1. 甲\n2. 乙\n\n- 丙\n")) == [
        (Role.BODY, "1. 甲"),
        (Role.BODY, "2. 乙"),
        (Role.BODY, "•丙"),
    ]


@pytest.mark.parametrize(
    "typed",
    ["<b>甲</b>", "[甲](http://x)", "![甲](x.png)", "<http://x>", "&copy甲", "~~甲~~"],
)
def test_nothing_in_a_document_is_live(typed: str) -> None:
    assert roles(paper(f"\n　　{typed}\n")) == [(Role.BODY, typed)]


def test_a_chart_is_read_with_its_figures() -> None:
    body = "\n```图表 条形图\n标题: 完成率\n单位: %\n甲: 80.5\n乙: 3\n```\n"
    assert paper(body).blocks == (
        Chart("完成率", "条形图", "%", ("甲", "乙"), (80.5, 3.0)),
    )


@pytest.mark.parametrize(
    "chart",
    [
        "图表 饼图\n标题: 甲\n单位: %\n甲: 1",
        "图表 柱形图\n标题: 甲\n甲: 1",
        "图表 柱形图\n标题: 甲\n单位: %",
        "图表 柱形图\n标题: 甲\n单位: %\n甲: 很多",
        "图表 柱形图\n标题: 甲\n单位: %\n甲: inf",
        "图表 柱形图\n标题: 甲\n单位: %\n甲: NaN",
        "python\nprint(1)",
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(chart: str) -> None:
    with pytest.raises(FaultyChart) as refusal:
        paper(f"\n```{chart}\n```\n")
    assert "图表" in str(refusal.value)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("---\n版式: 公文\n---\n", "没有“标题”"),
        ("---\n标题: 甲\n版式: 奏折\n---\n", "没有“奏折”这种版式"),
        ("---\n标题: 甲\n标提: 乙\n---\n", "“标提”不能用"),
        ("---\n标题:\n  - 甲\n---\n", "“标题”不能用"),
        ("---\n标题: 甲\n正文\n", "没有另一行 --- 来结束"),
    ],
)
def test_a_front_that_nobody_understands_is_refused(front: str, words: str) -> None:
    with pytest.raises(FaultyFront) as refusal:
        paper("\n甲\n", front)
    assert words in str(refusal.value)


def test_a_front_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(UnreadableWording) as refusal:
        paper("\n甲\n", "---\n标题: *甲\n---\n")
    assert isinstance(refusal.value, TemplateError)
    assert "开头读不懂" in str(refusal.value)


def test_one_annex_may_be_written_in_a_line() -> None:
    assert paper("\n甲\n", "---\n标题: 甲\n附件: 清单\n---\n").front.annexes == (
        "清单",
    )


def test_a_wording_without_a_front_is_plain_text_under_the_name_of_its_kind() -> None:
    found = paper_of("共57条。\n", "问题清单")
    assert found.front.title == "问题清单"
    assert found.front.letterhead is Letterhead.PLAIN
    assert roles(found) == [(Role.FLUSH, "共57条。")]


def test_a_paragraph_is_what_it_looks_like_only_where_that_belongs() -> None:
    """An indented 注：, an addressee that is called so, an annex that is none."""
    front = FRONT.replace("市民政局", "注：局")
    found = paper("注：局：\n\n　　注：甲\n\n　　附件：乙\n\n注：丙\n", front)
    assert [role for role, _ in roles(found)] == [
        Role.ADDRESSEE,
        Role.BODY,
        Role.BODY,
        Role.NOTE,
    ]


def test_a_remark_without_a_date_is_known_by_its_beginning() -> None:
    for words in ("（统计截止日：2024年6月20日）", "（此件公开发布）", "（甲）"):
        found = paper(f"甲\n\n{words}\n", FRONT.replace("演示:", CUTOFF + "演示:"))
        assert (roles(found)[1][0] is Role.REMARK) is (words != "（甲）")
