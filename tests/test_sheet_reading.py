"""Lists come as any kind of file, and every kind gives the same cells."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from hostile_sheets import (
    CELLS,
    MAIN,
    STRICT,
    document,
    number_cell,
    old_workbook,
    open_document,
    packed,
    record,
    sheet,
    workbook,
)
from rectify.domain.intake.grid import Area, Formula
from rectify.storage.sheets.reading import CantRead, read_bytes, read_file

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Grid, TableFile

SHEETS = Path(__file__).parent / "sheets"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" '
    'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)


def grid(data: bytes, name: str = "a.xlsx") -> Grid:
    (found,) = read_bytes(data, name).grids
    return found


def cell(content: str, kind: str = "", style: int = 0) -> object:
    written = f'<row r="1"><c r="A1" s="{style}"{kind}>{content}</c></row>'
    return grid(workbook(sheet(written), more={"xl/styles.xml": STYLES})).value(0, 0)


def words(text: str, name: str = "清单.csv", encoding: str = "utf-8") -> TableFile:
    return read_bytes(text.encode(encoding), name)


@pytest.mark.parametrize("name", ["list.xls", "list.ods"])
def test_a_list_saved_by_an_office_program_is_read_cell_by_cell(name: str) -> None:
    file = read_file(SHEETS / name)
    first, hidden = file.grids
    assert (first.name, hidden.name, first.hidden, hidden.hidden) == (
        *("清单", "参数"),
        *(False, True),
    )
    assert first.value(0, 0) == "某市问题清单"
    assert first.value(2, 1) == "问题甲\n第二行"
    assert first.value(2, 3) == dt.date(2024, 9, 30)
    assert first.value(4, 3) == "2024-09-30 14:30"
    assert first.value(5, 0) == "14:05"
    assert first.value(3, 5) == "#DIV/0!"
    assert first.value(4, 5) == 0.5
    assert set(first.merges) == {Area(0, 0, 0, 5), Area(2, 2, 3, 2)}
    assert first.hidden_rows == frozenset({3})
    assert first.hidden_columns == frozenset({4})
    assert first.formulas[2, 5] is Formula.STORED
    assert file.remarks == ()
    data = (SHEETS / name).read_bytes()
    assert (file.name, file.sha256) == (name, sha256(data).hexdigest())


def test_a_workbook_of_wps_is_an_old_workbook_under_its_own_name() -> None:
    data = (SHEETS / "list.xls").read_bytes()
    file = read_bytes(data, "清单.et")
    assert file.remarks == ()
    assert file.grids == read_bytes(data, "list.xls").grids


def test_a_workbook_of_the_present_kind_gives_the_same_as_the_old_one() -> None:
    book = openpyxl.Workbook()
    page = book["Sheet"]
    page["B2"], page["C2"], page["D2"] = "问题甲", dt.datetime(2024, 9, 30), True  # noqa: DTZ001  # as a sheet has it
    page.merge_cells("B2:B3")
    page["C4"] = "末行"
    page.row_dimensions[3].hidden = True
    page.column_dimensions["C"].hidden = True
    book.create_sheet("参数").sheet_state = "veryHidden"
    buffer = BytesIO()
    book.save(buffer)
    first, second = read_bytes(buffer.getvalue(), "a.xlsx").grids
    assert first.rows == (
        (),
        (None, "问题甲", dt.date(2024, 9, 30), True),
        (),
        (None, None, "末行"),
    )
    assert first.merges == (Area(1, 1, 2, 1),)
    assert first.hidden_rows == frozenset({2})
    assert first.hidden_columns == frozenset({2})
    assert (first.name, second.hidden) == ("Sheet", True)


@pytest.mark.parametrize(
    ("content", "kind", "style", "value"),
    [
        pytest.param("<v>3</v>", "", 0, 3.0, id="数"),
        pytest.param("<v>45565</v>", "", 1, dt.date(2024, 9, 30), id="日期"),
        pytest.param("<v>45565</v>", "", 2, dt.date(2024, 9, 30), id="中文日期"),
        pytest.param("<v>45565.5</v>", "", 3, "2024-09-30 12:00", id="日期和时间"),
        pytest.param("<v>0.5</v>", "", 4, "12:00", id="时间"),
        pytest.param("<v>1.5</v>", "", 5, "36:00", id="时长"),
        pytest.param("<v>1</v>", ' t="b"', 0, True, id="是否"),
        pytest.param("<v>#REF!</v>", ' t="e"', 0, "#REF!", id="错误"),
        pytest.param("<v>2024-09-30</v>", ' t="d"', 0, dt.date(2024, 9, 30), id="ISO"),
        pytest.param(
            "<is><t>甲\r\n乙</t></is>", ' t="inlineStr"', 0, "甲\n乙", id="字"
        ),
        pytest.param("<is><t> \u3000 </t></is>", ' t="inlineStr"', 0, None, id="空格"),
        pytest.param("<v></v>", "", 0, None, id="没有值"),
        pytest.param("", "", 0, None, id="空"),
    ],
)
def test_a_cell_is_what_it_shows(
    content: str, kind: str, style: int, value: object
) -> None:
    assert cell(content, kind, style) == value


@pytest.mark.parametrize("name", ["months.xlsx", "months.xls", "months.ods"])
def test_a_day_of_which_only_the_month_shows_is_a_month(name: str) -> None:
    (found,) = read_file(SHEETS / name).grids
    assert found.rows[0][:2] == ("2024年9月", "2024年9月")
    # 2024年, 9月1日, 2024年9月1日; and in the last a form as Chinese Excel writes it.
    assert found.rows[0][3:] == (
        *("2024年", dt.date(2024, 9, 1), dt.date(2024, 9, 1)),
        "2024年9月",
    )


@pytest.mark.parametrize("name", ["shares.xlsx", "shares.xls", "shares.ods"])
def test_a_share_is_read_with_the_sign_that_shows(name: str) -> None:
    (found,) = read_file(SHEETS / name).grids
    assert found.rows[0] == ("38.5%", "100%", "38.5%", 0.5, 12.5)


@pytest.mark.parametrize("number", [27, 57])
def test_the_forms_that_chinese_excel_knows_by_number_show_months(number: int) -> None:
    styles = STYLES.replace('numFmtId="46"', f'numFmtId="{number}"')
    rows = '<row r="1"><c r="A1" s="5"><v>45565</v></c></row>'
    data = workbook(sheet(rows), more={"xl/styles.xml": styles})
    assert grid(data).value(0, 0) == "2024年9月"


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>44103</v></c></row>'
    data = workbook(
        sheet(rows),
        properties='<workbookPr date1904="1"/>',
        more={"xl/styles.xml": STYLES},
    )
    assert grid(data).value(0, 0) == dt.date(2024, 9, 30)


def test_words_in_several_types_are_one_text_without_their_pronunciation() -> None:
    texts = (
        f'<sst xmlns="{MAIN}"><si><r><t>问题</t></r><r><rPr><b/></rPr>'
        '<t xml:space="preserve"> 甲</t></r><rPh sb="0" eb="1"><t>wèn</t></rPh></si>'
        "</sst>"
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    data = workbook(sheet(rows), more={"xl/sharedStrings.xml": texts})
    assert grid(data).value(0, 0) == "问题 甲"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(workbook(sheet(namespace=STRICT), strict=True), id="strict"),
        pytest.param(
            workbook(
                sheet()
                .replace("<", "<x:")
                .replace("<x:/", "</x:")
                .replace("<x:?", "<?")
                .replace("xmlns=", "xmlns:x=")
            ),
            id="带前缀",
        ),
        pytest.param(
            workbook(sheet(CELLS.replace(' r="', ' q="'))), id="没有写明格的位置"
        ),
        pytest.param(
            packed(
                {
                    "[CONTENT_TYPES].xml": "<Types/>",
                    "_rels/.rels": '<Relationships><Relationship Id="r" '
                    'Type="/officeDocument" Target="/xl/Book22.xml"/></Relationships>',
                    "XL\\book22.xml": f'<workbook xmlns="{MAIN}" xmlns:r="r"><sheets>'
                    '<sheet name="a" r:id="x"/></sheets></workbook>',
                    "xl\\_rels\\Book22.xml.rels": "<Relationships><Relationship "
                    'Id="x" Type="/worksheet" Target="/xl/s.xml"/></Relationships>',
                    "xl/s.xml": sheet(),
                }
            ),
            id="名称写法不同",
        ),
        pytest.param(
            workbook(sheet(before='<dimension ref="A1:XFD1048576"/>')), id="范围写大了"
        ),
        pytest.param(
            workbook(
                sheet(CELLS + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
                more={"xl/styles.xml": STYLES},
            ),
            id="排版到最后一格",
        ),
    ],
)
def test_however_a_workbook_was_written_its_cells_are_the_same(data: bytes) -> None:
    assert grid(data).rows == (("序号", "存在问题"), (1.0, "问题甲"))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<f>SUM(A2)</f><v>3</v>", Formula.STORED),
        ("<f>A2</f><v>甲</v>", Formula.STORED),
        ("<f>SUM(A2)</f><v></v>", Formula.UNSTORED),
        ("<f>SUM(A2)</f>", Formula.UNSTORED),
        ("<f>[1]Sheet1!A1</f><v>3</v>", Formula.ELSEWHERE),
        ("<f>SUM('[2]某 表'!A1:B2)</f><v>3</v>", Formula.ELSEWHERE),
        ("<f>'D:\\[台账.xlsx]Sheet1'!A1</f><v>3</v>", Formula.ELSEWHERE),
        ("<f>表1[[#This Row],[金额]]</f><v>3</v>", Formula.STORED),
    ],
)
def test_a_formula_is_told_by_what_is_known_of_its_result(
    content: str, kind: Formula
) -> None:
    rows = f'<row r="1"><c r="A1">{content}</c></row>'
    assert grid(workbook(sheet(rows))).formulas == {(0, 0): kind}


def test_a_formula_that_is_shared_reaches_elsewhere_for_all_who_share_it() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:B1">[1]年!A1</f><v>1</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    assert set(grid(workbook(sheet(rows))).formulas.values()) == {Formula.ELSEWHERE}


def test_a_picture_that_wps_keeps_in_a_cell_is_no_text() -> None:
    rows = (
        '<row r="3"><c r="A3" t="str"><f>_xlfn.DISPIMG("ID_7F",1)</f>'
        '<v>=DISPIMG("ID_7F",1)</v></c><c r="B3"><v>1</v></c></row>'
    )
    found = grid(workbook(sheet(CELLS + rows)))
    assert (found.rows[2], found.formulas) == ((None, 1.0), {})


def test_the_empty_text_is_a_result() -> None:
    rows = '<row r="2"><c r="C2" t="str"><f>IF(1,"","")</f><v></v></c></row>'
    found = grid(workbook(sheet(CELLS + rows)))
    assert found.formulas == {(1, 2): Formula.STORED}


def test_rows_of_formulas_without_results_are_rows_all_the_same() -> None:
    rows = CELLS + '<row r="3"><c r="B3"><f>A1</f></c></row>'
    found = grid(workbook(sheet(rows)))
    assert len(found.rows) == 3
    assert found.formulas == {(2, 1): Formula.UNSTORED}


def test_what_is_not_read_is_named() -> None:
    more = {
        "xl/vbaProject.bin": "x",
        "xl/media/image1.png": "x",
        "xl/comments1.xml": "<comments/>",
        "xl/drawings/drawing1.xml": '<d xmlns:a="a"><a:t>见附件</a:t></d>',
        "xl/drawings/drawing2.xml": '<d xmlns:a="a"><a:t> </a:t></d>',
    }
    assert read_bytes(workbook(sheet(), more=more), "a.xlsm").remarks == (
        *("宏没有运行，也没有读取", "图片没有读取", "批注没有读取", "文本框没有读取"),
    )


def test_notes_and_pictures_are_named_in_every_kind_of_workbook() -> None:
    drawn = (
        "<table:table-row><table:table-cell><office:annotation/><draw:frame>"
        "<draw:image/></draw:frame></table:table-cell></table:table-row>"
    )
    expected = ("图片没有读取", "批注没有读取")
    assert read_bytes(open_document(drawn), "a.ods").remarks == expected
    old = old_workbook(number_cell(0, 0, 1.0) + record(0x1C, bytes(12)))
    assert read_bytes(old, "a.xls").remarks == ("批注没有读取",)


def test_a_page_of_charts_is_skipped_and_named() -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

    buffer = BytesIO()
    book = Workbook(buffer)
    page = book.add_worksheet("清单")
    page.write_row(0, 0, [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    assert isinstance(chart, Chart)
    chart.add_series({"values": "=清单!$A$1:$C$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    file = read_bytes(buffer.getvalue(), "a.xlsx")
    assert [each.name for each in file.grids] == ["清单"]
    assert file.remarks == ("“图”是图表或宏的页，跳过",)


@pytest.mark.parametrize(
    ("data", "name", "remark"),
    [
        (workbook(sheet()), "a.xls", "文件后缀是 .xls，内容是xlsx 工作簿，按内容读取"),
        (workbook(sheet()), "台账", "文件没有后缀，内容是xlsx 工作簿，按内容读取"),
        (
            "序号\t问题\n1\t甲\n".encode("gbk"),
            "导出.xls",
            "文件后缀是 .xls，内容是用逗号或制表符分隔的文本，按内容读取",
        ),
    ],
)
def test_a_wrong_suffix_is_remarked_on_and_the_content_read(
    data: bytes, name: str, remark: str
) -> None:
    file = read_bytes(data, name)
    assert file.remarks == (remark,)
    assert file.grids[0].rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimited_text_is_read_in_the_encodings_of_an_office(
    encoding: str, delimiter: str
) -> None:
    text = f'序号,存在问题\r\n1,"问题甲{delimiter}\r\n第二行"\r\n'.replace(
        "号,", f"号{delimiter}"
    ).replace("1,", f"1{delimiter}")
    (found,) = words(text, encoding=encoding).grids
    assert found.name == "清单"
    assert found.rows == (
        ("序号", "存在问题"),
        ("1", f"问题甲{delimiter}\n第二行"),
    )


def test_a_number_that_an_export_keeps_as_text_is_that_text() -> None:
    (found,) = words('序号,文号\n="001","=""0012"""\n').grids
    assert found.rows[1] == ("001", "0012")


def test_commas_in_the_words_of_a_list_with_tabs_are_words() -> None:
    (found,) = words("序号\t问题\n1\t甲,乙,丙,丁\n2\t戊,己,庚,辛\n", "a.txt").grids
    assert found.rows[1] == ("1", "甲,乙,丙,丁")


def test_a_text_in_utf_8_with_a_broken_byte_is_not_taken_for_another_encoding() -> None:
    broken = "序号,问题\n".encode("utf-8-sig") + b"\xff\n1,\xe7\n"
    with pytest.raises(CantRead, match="不是能读的表格"):
        read_bytes(broken, "a.csv")


def test_tables_of_markdown_are_named_by_the_headings_above_them() -> None:
    text = (
        "# 一、政策落实\n\n| 序号 | 存在问题 |\n|---|:-:|\n"
        "| 1 | 甲\\|乙<br>**第二行** |\n| 2 | [链](http://a.b) `码` |\n\n"
        "另一张：\n\n| a | b |\n|--|--|\n| 1 |\n"
    )
    first, second = words(text, "清单.md").grids
    assert (first.name, second.name) == ("一、政策落实", "一、政策落实（2）")
    assert first.rows == (
        ("序号", "存在问题"),
        ("1", "甲|乙\n第二行"),
        ("2", "[链](http://a.b) 码"),
    )
    assert second.rows == (("a", "b"), ("1",))
    assert words(text, "a.txt").grids == (first, second)
    assert words("| a | b |\n|--|--|\n| 1 | 2 |\n", "a.md").grids[0].name == "表1"


def test_tables_of_a_word_file_keep_their_joined_cells_and_captions() -> None:
    first, second, third = read_file(SHEETS / "list.docx").grids
    assert [each.name for each in (first, second, third)] == ["表1", "表2", "表3"]
    assert (first.caption, second.caption) == ("某市问题清单", "（二）另一张")
    assert set(first.merges) == {
        Area(0, 0, 0, 2),
        Area(1, 0, 3, 0),
        Area(2, 2, 3, 3),
    }
    assert first.value(3, 1) == "31"
    assert second.value(1, 1) == "乙\t丙\n丁"
    # A table within a table is one of its own.
    assert third.rows == (("内",),)


def test_what_was_deleted_from_a_word_file_is_not_read() -> None:
    word = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    body = (
        '<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>'
        f"{word('删去的行')}</w:tc></w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
        '<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>'
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>减</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p></w:tc>'
        "<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>"
        f"<w:tc>{word('甲')}{word('乙')}"
        "<w:p><w:r><w:txbxContent><w:t>框</w:t></w:txbxContent></w:r></w:p>"
        "</w:tc></w:tr></w:tbl>"
    )
    file = read_bytes(document(body), "a.docx")
    assert file.grids[0].rows == ((None, "增☑", None, "甲\n乙"),)
    assert file.grids[0].merges == (Area(0, 1, 0, 2),)
    assert file.remarks == ("文本框没有读取",)


@pytest.mark.parametrize(
    ("form", "pattern", "numbers"),
    [
        ("decimal", "%1", ["3", "4"]),
        ("chineseCounting", "（%1）", ["（三）", "（四）"]),
        ("bullet", "•", [None, None]),
    ],
)
def test_numbers_that_word_sets_alone_in_a_cell_are_what_the_cell_says(
    form: str, pattern: str, numbers: list[str | None]
) -> None:
    listed = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        "{}</w:p>"
    ).format
    row = (
        f"<w:tr><w:tc>{listed('')}</w:tc><w:tc><w:p><w:r><w:t>问题</w:t></w:r></w:p>"
        "</w:tc></w:tr>"
    )
    worded = f"<w:tr><w:tc>{listed('<w:r><w:t>甲</w:t></w:r>')}</w:tc></w:tr>"
    numbering = (
        '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="2"/></w:num>'
    )
    body = f"<w:tbl>{row}{row}{worded}</w:tbl>"
    found = grid(document(body, numbering=numbering), "a.docx")
    assert [line[0] for line in found.rows] == [*numbers, "甲"]


def test_cells_of_an_open_document_repeat_span_and_hide() -> None:
    cell_ = "<table:table-cell{}/>".format
    blank = cell_(' table:number-columns-repeated="1024"')
    table = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        f'<table:table-row table:number-rows-repeated="2">{blank}</table:table-row>'
        '<table:table-row table:visibility="filter">'
        '<table:table-cell table:number-rows-spanned="2" '
        'table:number-columns-spanned="2" office:value-type="string">'
        '<text:p>甲<text:s text:c="2"/>乙<text:line-break/>丙</text:p>'
        "<text:p>丁</text:p>"
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        "</table:table-cell><table:covered-table-cell/>"
        + cell_(' office:value-type="float" office:value="3" table:formula="of:=1+2"')
        + cell_(' office:value-type="boolean" office:boolean-value="true"')
        + cell_(' office:value-type="time" office:time-value="PT14H05M00S"')
        + cell_(
            ' office:value-type="float" office:value="3" '
            "table:formula=\"of:='file:///C:/a.ods'#$Sheet1.A1\""
        )
        + '</table:table-row><table:table-row table:number-rows-repeated="1048570">'
        f"{blank}</table:table-row>"
    )
    found = grid(open_document(table), "a.ods")
    assert found.rows == (
        *((), ()),
        ("甲  乙\n丙\n丁", None, 3.0, True, "14:05", 3.0),
    )
    assert found.merges == (Area(2, 0, 2, 1),)
    assert found.hidden_rows == frozenset({2})
    assert found.hidden_columns == frozenset({2})
    assert found.formulas == {(2, 2): Formula.STORED, (2, 5): Formula.ELSEWHERE}


def test_fifty_thousand_merges_and_a_sheet_formatted_to_its_end_are_read() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1001)
    )
    empty = "".join(f'<row r="{n}" ht="15"/>' for n in range(1001, 100_001))
    merges = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(1, 100_000, 2))
    data = workbook(sheet(rows + empty, after=f"<mergeCells>{merges}</mergeCells>"))
    found = grid(data)
    # Of what stands beyond the content nothing is kept.
    assert (len(found.rows), len(found.merges)) == (1000, 500)
