"""The document as plain text: pasted into a message, and nothing is missing."""

from __future__ import annotations

from papers import letter, paper
from rectify.views.markdown import chart
from rectify.views.paper import Chart, Paragraph, Table
from rectify.views.plain import write_text
from rectify.views.web.page import fragment


def test_nothing_of_a_document_is_lost() -> None:
    text = write_text(letter())
    for block in letter().blocks:
        match block:
            case Paragraph():
                assert block.text in text
            case Table():
                for cell in (*block.header, *(c for row in block.rows for c in row)):
                    assert cell in text
            case Chart():
                assert all(label in text for label in block.labels)


def test_paragraphs_begin_with_two_full_width_blanks() -> None:
    lines = write_text(letter()).split("\n")
    assert lines[:5] == [
        "关于交办养老服务有关问题的函",
        "演〔2024〕12号",
        "",
        "市民政局：",
        "　　现将有关问题交你单位办理，见JZ-001。",
    ]
    assert "　　一、办理要求" in lines
    assert "某市人大常委会办公室" in lines


def test_the_second_annex_stands_under_the_first() -> None:
    lines = write_text(letter()).split("\n")
    first = lines.index("　　附件：1. 交办问题清单")
    assert lines[first + 1] == "　　　　　2. 答复表"


def test_a_table_is_rows_of_cells_between_tabs() -> None:
    text = write_text(paper("| 编号 | 问题 |\n| --- | --- |\n| JZ-001 | 甲\\|乙 |\n"))
    assert text == "编号\t问题\nJZ-001\t甲|乙\n"


def test_a_form_is_a_line_for_each_label() -> None:
    text = write_text(letter())
    assert "编号：JZ-001\n类别：A\n答复：\n" in text


def test_a_label_alone_in_its_row_is_kept() -> None:
    form = "|  |  |  |\n| --- | --- | --- |\n| 编号 | 甲 | 乙 |\n|  |  |  |\n"
    assert write_text(paper(form)) == "编号：甲\n乙\n"


def test_a_chart_is_bars_of_blocks_with_their_figures() -> None:
    chart = "```图表 柱形图\n标题: 销号\n单位: 条\n7月: 0\n12月: 20\n13月: 10\n```\n"
    assert write_text(paper(chart)).split("\n")[:-1] == [
        "销号（单位：条）",
        "7月 　0",
        f"12月　{'█' * 20} 20",
        f"13月　{'█' * 10} 10",
    ]


def test_a_chart_without_anything_draws_no_bar() -> None:
    chart = "```图表 折线图\n标题: 销号\n单位: 条\n7月: 0\n```\n"
    assert write_text(paper(chart)) == "销号（单位：条）\n7月　0\n"


def test_a_figure_is_the_same_from_the_template_to_text_and_clipboard() -> None:
    drawn = chart("拨付", "柱形图", "元", [("甲", 1234567.5), ("乙", 1e15), ("丙", 3)])
    written = paper(str(drawn) + "\n")
    for said in ("1234567.5", "1000000000000000", "3"):
        assert f" {said}\n" in write_text(written).replace("　", " ")
        assert f">{said}</p>" in fragment(written)


def test_a_newsletter_says_who_issues_it_and_its_number() -> None:
    head = {"版式": "简报", "发文机关": "办公室", "期号": "第3期"}
    text = write_text(paper("# 问政\n\n　　正文。\n", **head))
    assert text == "人大工作信息\n第3期\n办公室\n\n问政\n\n　　正文。\n"


def test_a_list_keeps_its_numbers() -> None:
    assert write_text(paper("1. 甲\n2. 乙\n")) == "　　1. 甲\n　　2. 乙\n"
