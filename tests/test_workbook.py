"""The tables of documents as workbooks: what is typed stays what was typed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from programs import needs
from rectify.cli.formats import paper_of
from rectify.domain.intake.grid import column_letters
from rectify.views.paper import Align, Front, Paper, Paragraph, Role, Run, Table
from rectify.views.workbook.spreadsheet import Spreadsheet, legal
from rectify.views.workbook.tables import NoTable, write_tables
from workbooks import Cell, opened

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1:A2)", "\t=1+1", '=HYPERLINK("x")',
    "https://a.example/?a=1&b=2", "mailto:a@a.example", "internal:表1!A1", "file:///x",
    "{=1}", "057", "2024-09-30", "12/3", "1e5", "410823198001010011", "TRUE", "#N/A",
    "<r><t>x</t></r>", "<r></r>", "</t></si>", "_x0041_", "&lt;", "'=1", "\u202e倒",
)  # fmt: skip


STYLES = "xl/styles.xml"


def table_of(*cells: str, align: Align = Align.LEFT) -> Table:
    return Table(("项",), (align,), tuple((cell,) for cell in cells))


def paper(*blocks: Table | Paragraph, title: str = "某某清单·问题清单") -> Paper:
    return Paper(
        Front(title, cutoff="2024年12月31日", demonstration="演示数据"), blocks
    )


def said(role: Role, text: str) -> Paragraph:
    return Paragraph(role, (Run(text),))


def cells(table: Table) -> list[Cell]:
    (sheet,) = opened(write_tables(paper(table))).sheets.values()
    return [cell for cell in sheet.under("项", "项") if cell]


def test_whatever_a_cell_begins_with_it_is_text_and_nothing_live() -> None:
    for align in Align:
        found = cells(table_of(*HOSTILE, align=align))
        assert [each.value for each in found] == [
            -1.0 if align is Align.RIGHT and text == "-1" else text for text in HOSTILE
        ]
        assert "formula" not in {each.kind for each in found}
        parts = opened(write_tables(paper(table_of(*HOSTILE)))).parts
        assert not [name for name in parts if name.startswith("xl/externalLinks")]
        assert not any("hyperlink" in text for text in parts.values())


def test_a_text_stays_a_text_when_somebody_edits_its_cell() -> None:
    short, long = cells(table_of("=1", "=" + "长" * 300))
    assert short.form == "@"
    assert long.form == ""


def test_only_sure_figures_in_a_column_of_figures_become_numbers() -> None:
    typed = ("57", "0", "80.7%", "100%", "057", "46/57", "—", "1234567890", "1.5", "-3")
    found = cells(table_of(*typed, align=Align.RIGHT))
    assert [(each.kind, each.value, each.form) for each in found] == [
        ("n", 57, "0"), ("n", 0, "0"), ("n", 0.807, "0.0%"), ("n", 1, "0%"),
        ("s", "057", "@"), ("s", "46/57", "@"), ("s", "—", "@"),
        ("s", "1234567890", "@"), ("s", "1.5", "@"), ("n", -3, "0"),
    ]  # fmt: skip
    assert {each.kind for each in cells(table_of(*typed))} == {"s"}


def test_a_text_longer_than_a_cell_stands_whole_on_a_sheet_of_its_own() -> None:
    text = "甲" * 20_000 + "𠮷" * 20_000
    book = opened(write_tables(paper(table_of("短", text))))
    (head,) = [str(c.value) for c in book.sheets["问题清单"].under("项", "项")[1:] if c]
    assert head.startswith("甲" * 16_000 + "……")
    assert "长文" in head
    rest = book.sheets["长文"]
    pieces = [rest.row(row) for row in range(2, 5)]
    assert "".join(str(piece[3]) for piece in pieces) == text
    assert {tuple(piece[:2]) for piece in pieces} == {("问题清单", "A5")}
    longest = max(len(str(piece[3]).encode("utf-16-le")) // 2 for piece in pieces)
    assert longest <= 32_767


def test_what_xml_forbids_is_shown_escaped_and_nothing_is_lost() -> None:
    (found,) = cells(table_of("甲\x00乙\x1b丙\ufffe丁\r\n戊"))
    assert found.value == "甲\\x00乙\\x1b丙\\ufffe丁\n戊"
    assert legal("\ud800") == "\\ud800"


def test_tables_of_one_heading_stand_under_each_other_on_one_sheet() -> None:
    one, other = table_of("甲"), table_of("乙", "丙")
    note = said(Role.NOTE, "注：截至年底。")
    made = paper(
        said(Role.TITLE, "某某清单·问题清单"),
        said(Role.LEVEL_1, "一、政策（1条）"), one,
        said(Role.LEVEL_1, "二、设施（2条）"), other, note,
    )  # fmt: skip
    (sheet,) = opened(write_tables(made)).sheets.values()
    assert sheet.name == "问题清单"
    assert [sheet.row(row)[0] for row in range(1, 10)] == [
        "某某清单·问题清单", "统计截止日：2024年12月31日；演示数据", "项",
        "一、政策（1条）", "甲", "二、设施（2条）", "乙", "丙", "注：截至年底。",
    ]  # fmt: skip


def test_what_the_remark_of_a_document_says_stands_on_its_sheet() -> None:
    remark = said(Role.REMARK, "（此件公开发布；统计截止日：2024年12月31日）")
    (sheet,) = opened(write_tables(paper(table_of("甲"), remark))).sheets.values()
    assert sheet.row(2)[0] == "此件公开发布；统计截止日：2024年12月31日；演示数据"
    bare = Paper(Front("某某清单"), (table_of("甲"),))
    (sheet,) = opened(write_tables(bare)).sheets.values()
    assert sheet.row(2)[0] == "项"


def test_tables_of_different_headings_have_a_sheet_each() -> None:
    second = Table(("数",), (Align.RIGHT,), (("1",),))
    made = paper(
        said(Role.LEVEL_1, "一、单位情况（2个）"), table_of("甲"),
        said(Role.LEVEL_1, "二、单位情况"), second,
        said(Role.ANNEX_TITLE, "附表[一]:/\\*?" + "长" * 40), second,
    )  # fmt: skip
    sheets = opened(write_tables(made)).sheets
    assert [sheet.row(3)[0] for sheet in sheets.values()][:2] == [
        "一、单位情况（2个）", "二、单位情况",
    ]  # fmt: skip
    names = list(sheets)
    assert names[:2] == ["单位情况", "单位情况（2）"]
    assert len(names[2]) == 31
    assert not set(names[2]) & set("[]:*?/\\")


def test_a_sheet_of_a_letter_is_not_called_by_its_whole_title() -> None:
    made = paper(table_of("甲"), title="关于催办养老服务　联动监督有关问题的函")
    assert list(opened(write_tables(made)).sheets) == ["附表"]
    bare = paper(table_of("甲"), title="满意度　测评表")
    assert list(opened(write_tables(bare)).sheets) == ["满意度测评表"]


def test_a_heading_is_frozen_repeated_in_print_and_filtered_by() -> None:
    book = opened(write_tables(paper(table_of("甲", "乙"))))
    (sheet,) = book.sheets.values()
    (pane,) = sheet.find("pane")
    assert (pane.attrib["state"], pane.attrib["ySplit"]) == ("frozen", "3")
    assert book.names["问题清单:_xlnm.Print_Titles"] == "问题清单!$3:$3"
    assert sheet.find("autoFilter")[0].attrib["ref"] == "A3:A5"
    (setup,) = sheet.find("pageSetup")
    assert setup.attrib["paperSize"] == "9"
    assert setup.attrib["fitToHeight"] == "0"
    assert "&P" in (sheet.find("oddFooter")[0].text or "")


@pytest.mark.parametrize(("columns", "across"), [(3, False), (14, True)])
def test_a_wide_table_lies_across_the_page(columns: int, across: bool) -> None:
    wide = Table(
        tuple(f"第{n}项" for n in range(columns)),
        (Align.LEFT,) * columns,
        (tuple("一段比较长的话，要占好几行才写得下" for _ in range(columns)),),
    )
    (sheet,) = opened(write_tables(paper(wide))).sheets.values()
    (setup,) = sheet.find("pageSetup")
    assert (setup.get("orientation") == "landscape") is across


def test_a_row_is_as_high_as_its_longest_cell_needs() -> None:
    text = "检查组抽查的9家农村敬老院中，4家没有按标准配备自动喷淋设施。" * 5
    (sheet,) = opened(write_tables(paper(table_of("短", text)))).sheets.values()
    heights = {row.attrib["r"]: float(row.get("ht", 0)) for row in sheet.find("row")}
    assert heights["4"] < 20
    assert 50 < heights["5"] <= 409
    (tall,) = opened(write_tables(paper(table_of(text * 60)))).sheets.values()
    assert 400 < max(float(row.get("ht", 0)) for row in tall.find("row")) <= 409


def test_a_text_higher_than_any_row_shows_its_beginning() -> None:
    tops = [
        'vertical="top"'
        in opened(write_tables(paper(table_of("长" * n)))).parts[STYLES]
        for n in (100, 20_000)
    ]
    assert tops == [False, True]


def test_a_form_keeps_its_boxes_to_write_in() -> None:
    form = Table(
        ("",) * 4, (Align.LEFT,) * 4,
        (("编号", "JZ-001", "类别", "消防"), ("标题", "某问题", "", ""),
         ("审批意见", "", "", "")),
    )  # fmt: skip
    made = paper(said(Role.TITLE, "销号审批表"), form, title="销号审批表")
    (sheet,) = opened(write_tables(made)).sheets.values()
    assert sheet.row(3) == ["编号", "JZ-001", "类别", "消防"]
    merged = {each.attrib["ref"] for each in sheet.find("mergeCell")}
    assert {"B4:D4", "B5:D5"} <= merged
    heights = {row.attrib["r"]: float(row.get("ht", 0)) for row in sheet.find("row")}
    assert heights["5"] > 3 * heights["3"]


def test_a_form_and_a_table_of_one_document_stand_on_one_sheet() -> None:
    form = Table(
        ("",) * 4, (Align.LEFT,) * 4,
        (("单位", "", "经办人", ""), ("备注", "无", "", "")),
    )  # fmt: skip
    wide = Table(
        ("序号", "编号", "问题", "主办", "期限", "签收"), (Align.LEFT,) * 6,
        (("1", "JZ-001", "部分农村敬老院消防设施不达标", "市民政局", "9月底", ""),),
    )  # fmt: skip
    for blocks in ((form, wide), (wide, form)):
        (sheet,) = opened(write_tables(paper(*blocks))).sheets.values()
        place = 4 if blocks[0] is wide else 2
        rows = [[text for text in sheet.row(row) if text != ""] for row in range(3, 7)]
        assert ["单位", "经办人"] in rows
        assert ["备注", "无"] in rows
        assert rows.index(["单位", "经办人"]) + 2 == place
    narrow = table_of("甲")
    assert len(opened(write_tables(paper(form, narrow))).sheets) == 2


def test_a_document_without_a_table_is_refused_with_a_sentence() -> None:
    made = paper(said(Role.BODY, "现将有关情况报告如下。"), title="某报告")
    with pytest.raises(NoTable, match="“某报告”里没有表格，") as refused:
        write_tables(made)
    assert ".docx" in str(refused.value)


def test_the_same_document_gives_the_same_bytes() -> None:
    made = paper(table_of(*HOSTILE))
    assert write_tables(made) == write_tables(made)


def test_columns_are_named_as_in_excel() -> None:
    named = [column_letters(place) for place in (0, 25, 26, 51, 52, 701, 702)]
    assert named == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_sheet_without_a_usable_name_is_called_a_table() -> None:
    book = Spreadsheet("题")
    assert [book.sheet(name).name for name in ("'", "/", "'甲'")] == [
        "表",
        "表（2）",
        "甲",
    ]


MARKDOWN = """\
---
标题: 某某清单·口径说明
版式: 纯文
统计截止日: 2024年12月31日
---

# 某某清单·口径说明

| 指标 | 分子 | 比率 |
| --- | ---: | ---: |
| \\=1+1 | 46 | 80.7% |
| 057 | 0 | — |

注：没有可计算对象的以“—”表示。
"""


@needs("soffice")
def test_libreoffice_reads_the_workbook_as_it_was_meant(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(write_tables(paper_of(MARKDOWN)))
    assert as_csv(file) == [
        "某某清单·口径说明,,", "统计截止日：2024年12月31日,,", "指标,分子,比率",
        "=1+1,46,80.7%", "057,0,—", "注：没有可计算对象的以“—”表示。,,",
    ]  # fmt: skip


def as_csv(file: Path) -> list[str]:
    """Let LibreOffice write the first sheet as it shows it."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{file.parent}/office", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
         "--outdir", str(file.parent), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return file.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
