"""Tables, forms and charts in Word, on upright and on turned pages."""

from __future__ import annotations

import re
import time
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from papers import LETTER, letter, paper
from rectify.cli.formats import paper_of
from wordfile import TEXT_WIDTH, R, W, bare, docx, grid, mm, rows, value, words, written

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONG = "没有按标准配备自动喷淋设施，请逐一整改并书面答复。"
TABLE = """\
    ## 一、清单

    | 序号 | 编号 | 问题 | 期限 |
    | ---: | --- | --- | :---: |
    | 1 | JZ-001 | 敬老院消防设施不达标 | 2024年9月30日 |
    | 12 | JZ-002 | {long} | 2024年12月31日 |

    注：甲。
    """.replace("{long}", LONG)


def test_a_table_fills_the_text_width_exactly_by_a_fixed_grid() -> None:
    table = written(paper(TABLE)).tables[0]
    assert sum(grid(table)) == TEXT_WIDTH
    assert bare(next(table.iter(f"{W}tblLayout"))) == {"type": "fixed"}
    for row in table.findall(f"{W}tr"):
        widths = [int(bare(cell)["w"]) for cell in row.iter(f"{W}tcW")]
        assert widths == grid(table)


def test_a_tables_heading_is_repeated_and_its_rows_are_not_broken() -> None:
    first, *others = written(paper(TABLE)).tables[0].findall(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert not any(row.find(f"{W}trPr/{W}tblHeader") is not None for row in others)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in others)


def test_a_table_has_a_full_grid_and_cells_of_its_own_styles() -> None:
    file = written(paper(TABLE))
    borders = next(file.tables[0].iter(f"{W}tblBorders"))
    assert [each.tag.removeprefix(W) for each in borders] == [
        "top", "left", "bottom", "right", "insideH", "insideV"
    ]  # fmt: skip
    head, row = file.tables[0].findall(f"{W}tr")[:2]
    cells = [file.line(each) for each in row.iter(f"{W}p")]
    assert {file.line(each).style for each in head.iter(f"{W}p")} == {"公文表头"}
    assert {line.style for line in cells} == {"公文表文"}
    assert [line.says("jc")["val"] for line in cells] == [
        "right",
        "left",
        "left",
        "center",
    ]
    assert value(file, "公文表头", "rPr/rFonts")["eastAsia"] == "黑体"
    assert value(file, "公文表文", "rPr/sz") == {"val": "24"}


def test_numbers_and_dates_are_never_broken_and_texts_get_the_rest() -> None:
    order, number, matter, day = (
        each / 240 for each in grid(written(paper(TABLE)).tables[0])
    )
    assert 2 <= order < 4
    assert 3.3 <= number < 6
    assert 7.5 <= day < 12
    assert matter > 15


def test_a_span_of_days_is_broken_between_them_for_the_longer_text() -> None:
    text = """\
    | 题名 | 责任者 | 文号 | 备注 | 日期 |
    | --- | --- | --- | --- | --- |
    | {long} | {long} | {long} | {long} | 20240620至20250520 |
    """.replace("{long}", LONG)
    title, *_, days = (each / 240 for each in grid(written(paper(text)).tables[0]))
    assert 4.5 <= days < 8
    assert title > days


def test_a_word_of_2000_characters_does_not_widen_a_table() -> None:
    for word in ("x" * 2000, "字" * 2000):
        table = written(paper(TABLE.replace(LONG, word))).tables[0]
        assert sum(grid(table)) == TEXT_WIDTH
        assert all(width > 300 for width in grid(table))
        assert rows(table)[2][2] == word


def test_a_row_taller_than_half_a_page_may_be_broken() -> None:
    tall = (
        written(paper(TABLE.replace(LONG, "字" * 2000))).tables[0].findall(f"{W}tr")[2]
    )
    assert tall.find(f"{W}trPr/{W}cantSplit") is None


HEADING = "| 序号 | 编号 | 问题 | 具体内容 | 整改要求 | 承办单位 | 协办单位 | 期限 |\n"
WIDE_ROW = f"| 1 | JZ-001 | {f'{LONG * 2} | ' * 5}2024年9月30日 |\n"
WIDE = f"## 附表\n\n（共1条）\n\n{HEADING}{'| --- ' * 8}|\n{WIDE_ROW}\n注：甲。\n"


def test_the_record_on_a_turned_page_begins_where_its_text_does() -> None:
    text = "# 题\n\n　　前文。\n\n某市人大\n\n2024年6月20日\n"
    annex = f"{text}\n---\n\n附件\n\n{WIDE}"
    front = {"版式": "公文", "发文机关": "某市人大", "日期": "2024年6月20日"}
    files = [written(paper(each, **front)) for each in (text, annex)]
    places = [
        bare(place)
        for file in files
        for place in file.part("word/document.xml").iter(f"{W}tblpPr")
    ]
    assert [round(mm(place["tblpX"])) for place in places] == [28, 35]


def test_a_wide_table_turns_its_page_with_its_heading_and_note() -> None:
    text = "# 题\n\n　　前文。\n\n" + WIDE + "\n## 二、其他\n\n　　后文。\n"
    file = written(paper(text, 版式="公文", 发文机关="某市人大"))
    upright, turned, again = file.sections
    size, margins = (bare(next(turned.iter(f"{W}{tag}"))) for tag in ("pgSz", "pgMar"))
    assert size["orient"] == "landscape"
    assert (mm(size["w"]), mm(size["h"])) == (297, 210)
    # 天头 of the turned page at the binding edge, and the text 225 by 156 mm.
    assert [mm(margins[side]) for side in ("top", "bottom", "left", "right")] == [
        28,
        26,
        35,
        37,
    ]
    assert sum(grid(file.tables[0])) == pytest.approx(225 / 25.4 * 1440, abs=2)
    assert "orient" not in bare(next(upright.iter(f"{W}pgSz")))
    assert "orient" not in bare(next(again.iter(f"{W}pgSz")))
    pages: list[list[str]] = [[]]
    for each in file.body:
        if each.tag == f"{W}p":
            pages[-1] += [words(each)] if words(each) else []
            if each.find(f"{W}pPr/{W}sectPr") is not None:
                pages.append([])
    assert pages == [
        ["某市人大文件", "题", "前文。"],
        ["附表", "（共1条）", "注：甲。"],
        ["二、其他", "后文。"],
    ]


def test_without_a_red_head_a_document_is_turned_whole() -> None:
    text = "# 题\n\n　　前文。\n\n" + WIDE + "\n## 二、其他\n\n　　后文。\n"
    file = written(paper(text))
    assert [orientation(each) for each in file.sections] == ["landscape"]
    narrow = written(paper(text + "\n---\n\n附件\n\n## 甲\n\n　　乙。\n"))
    assert [orientation(each) for each in narrow.sections] == ["landscape", None]


def test_every_table_fills_the_page_that_it_stands_on() -> None:
    small = "\n## 二\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n"
    whole, under = paper(WIDE + small), paper(WIDE + small, 版式="公文", 发文机关="某")
    wide, narrow = written(whole).tables
    assert sum(grid(narrow)) == sum(grid(wide)) > TEXT_WIDTH
    assert sum(grid(written(under).tables[1])) == TEXT_WIDTH


def test_a_red_head_stays_upright_whatever_comes_first() -> None:
    file = written(paper(WIDE, 版式="公文", 发文机关="某市人大"))
    assert [orientation(each) for each in file.sections] == [None, "landscape"]


def orientation(section: Element) -> str | None:
    return bare(next(section.iter(f"{W}pgSz"))).get("orient")


def test_a_turned_page_keeps_the_number_where_the_paper_has_it() -> None:
    file = written(paper(WIDE))
    for kind, side in (("default", "right"), ("even", "left")):
        footer = file.edge(file.sections[-1], "footer", kind)
        place = bare(next(footer.iter(f"{W}tblpPr")))
        assert (place["vertAnchor"], place["horzAnchor"]) == ("page", "page")
        # 28 mm from the foot of the paper, which is at the left when it is turned.
        assert mm(place["tblpX"]) + 5 == pytest.approx(28, abs=0.1)
        assert bare(next(footer.iter(f"{W}textDirection"))) == {"val": "tbRl"}
        assert bare(next(footer.iter(f"{W}jc"))) == {"val": side}


def test_tables_of_one_heading_have_the_same_columns() -> None:
    again = TABLE.replace("## 一、清单", "## 二、又一张").replace(LONG, "短")
    first, second = written(paper(TABLE + "\n" + again)).tables
    assert grid(first) == grid(second)


def test_a_table_on_a_turned_page_of_its_own_needs_no_upright_page() -> None:
    file = written(paper(WIDE))
    assert [orientation(each) for each in file.sections] == ["landscape"]


FORM = """\
    | | | | |
    | --- | --- | --- | --- |
    | 编号 | JZ-014 | 承办单位 | 市民政局 |
    | 问题 | 床位占比不足 | | |
    | 主任会议意见 | | | |
    """


def test_a_form_merges_what_is_empty_and_leaves_room_to_write() -> None:
    file = written(paper(FORM))
    table = file.tables[0]
    assert sum(grid(table)) == TEXT_WIDTH
    assert rows(table) == [
        ["编号", "JZ-014", "承办单位", "市民政局"],
        ["问题", "床位占比不足"],
        ["主任会议意见", ""],
    ]
    spans = [bare(each)["val"] for each in table.iter(f"{W}gridSpan")]
    assert spans == ["3", "3"]
    heights = [mm(bare(each)["val"]) for each in table.iter(f"{W}trHeight")]
    assert heights[2] >= 25 > heights[1]
    styles = [
        file.line(each).style for each in next(table.iter(f"{W}tr")).iter(f"{W}p")
    ]
    assert styles == ["公文表头", "公文表文"] * 2


def test_a_form_higher_than_a_page_goes_on_on_the_next() -> None:
    """Rows that may neither break nor part would set LibreOffice turning for ever."""
    table = written(paper(FORM.replace("床位占比不足", "字" * 2000))).tables[0]
    unbroken = [
        row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.findall(f"{W}tr")
    ]
    assert unbroken == [True, False, True]
    assert not list(table.iter(f"{W}keepNext"))
    assert list(written(paper(FORM)).tables[0].iter(f"{W}keepNext"))


def test_a_chart_is_words_own_with_its_figures_to_edit() -> None:
    file = written(letter())
    chart = file.parts["word/charts/chart1.xml"].decode()
    assert '<c:barDir val="bar"/>' in chart
    assert re.findall(r"<c:v>(.*?)</c:v>", chart) == [
        "条",
        "市民政局",
        "市财政局",
        "21",
        "3",
    ]
    assert "各单位承办（单位：条）" in chart
    assert 'typeface="黑体"' in chart
    for flag in (
        "showLegendKey",
        "showCatName",
        "showSerName",
        "showPercent",
        "showBubbleSize",
    ):
        assert f'<c:{flag} val="0"/>' in chart
    with zipfile.ZipFile(BytesIO(file.parts["word/embeddings/chart1.xlsx"])) as book:
        assert "市民政局" in book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(
    ("shape", "tag"), [("柱形图", '<c:barDir val="col"/>'), ("折线图", "<c:lineChart>")]
)
def test_a_chart_has_the_shape_that_is_asked(shape: str, tag: str) -> None:
    file = written(paper_of(LETTER.replace("条形图", shape)))
    assert tag in file.parts["word/charts/chart1.xml"].decode()


def test_a_chart_says_what_it_shows_to_who_cannot_see_it() -> None:
    drawn = next(
        each for each in written(letter()).document.iter() if "descr" in each.attrib
    )
    assert drawn.attrib["descr"] == "条形图：各单位承办。市民政局21条，市财政局3条。"


def test_a_chart_has_its_figures_as_they_were_typed() -> None:
    text = LETTER.replace("市民政局: 21", "市民政局: 1234567.5")
    file = written(paper_of(text))
    assert "<c:v>1234567.5</c:v>" in file.parts["word/charts/chart1.xml"].decode()
    drawn = next(each for each in file.document.iter() if "descr" in each.attrib)
    assert "市民政局1234567.5条" in drawn.attrib["descr"]


def test_two_charts_are_two() -> None:
    chart = LETTER[LETTER.index("```图表") : LETTER.index("　　附件：1")]
    file = written(paper_of(LETTER.replace(chart, chart + chart.replace("21", "5"))))
    assert "<c:v>5</c:v>" in file.parts["word/charts/chart2.xml"].decode()
    shown = [
        each.get(f"{R}id")
        for each in file.document.iter()
        if each.tag.endswith("}chart")
    ]
    assert shown == ["rIdChart1", "rIdChart2"]


def test_57_rows_and_20_letters_are_written_while_one_waits() -> None:
    long = paper(WIDE.replace(WIDE_ROW, WIDE_ROW * 57))
    begin = time.perf_counter()
    docx(long)
    for _ in range(20):
        docx(letter())
    assert time.perf_counter() - begin < 10
