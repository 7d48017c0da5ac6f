"""The document as a page: the look of the paper, pasted with it, and nothing live."""

from __future__ import annotations

import io
import re
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pypdf
import pytest

from browser import browser
from papers import letter, paper
from programs import needs
from rectify.views.layout.fonts import Fonts
from rectify.views.layout.grid import grids_of
from rectify.views.paper import Chart, Paragraph, Table
from rectify.views.web.page import fragment, sheets, write_html

if TYPE_CHECKING:
    from pathlib import Path

    from rectify.views.paper import Paper

_VOID = {"meta", "br", "col"}


class Read(HTMLParser):
    """What a reader makes of a page: tags with their looks, and the words in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID and not self.get_starttag_text_closes():
            self._open.append(tag)

    def get_starttag_text_closes(self) -> bool:
        return (self.get_starttag_text() or "").endswith("/>")

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"style", "title"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def styles(self, tag: str) -> list[str]:
        return [looks.get("style", "") for name, looks in self.tags if name == tag]


def styled(page: str, words: str) -> str:
    """Give the style of the element that holds these words."""
    found = re.search(rf'<\w+[^>]*style="([^"]*)"[^>]*>{re.escape(words)}', page)
    assert found, words
    return found[1]


@pytest.mark.parametrize("how", [write_html, fragment])
def test_nothing_of_a_document_is_lost(how: object) -> None:
    assert callable(how)
    text = Read(how(letter())).text
    bare = text.replace("\n", "")
    for block in letter().blocks:
        match block:
            case Paragraph():
                assert block.text in bare
            case Table():
                for cell in (*block.header, *(c for row in block.rows for c in row)):
                    assert cell in text
            case Chart():
                assert all(label in text for label in block.labels)


def test_the_number_and_the_copies_are_said_once() -> None:
    text = Read(write_html(letter())).text
    assert text.count("演〔2024〕12号") == 1
    assert text.count("抄送：市政府办公室。") == 1
    assert text.index("抄送：") > text.rindex("答复表") > text.index("2024年6月20日")


def test_each_paragraph_carries_the_measures_of_the_standard() -> None:
    page = write_html(letter())
    title = styled(page, "关于交办养老服务有关问题的函")
    assert "font-family:方正小标宋简体," in title
    assert "font-size:22pt" in title
    assert "text-align:center" in title
    body = styled(page, "现将有关问题")
    assert "font-family:仿宋_GB2312," in body
    for measure in (
        "font-size:16pt",
        "text-indent:32pt",
        "mso-char-indent-count:2",
        "line-height:28.95pt",
        "mso-line-height-rule:exactly",
    ):
        assert measure in body
    assert "font-family:黑体," in styled(page, "一、办理要求")
    assert "font-family:楷体_GB2312," in styled(page, "（一）按期答复。")
    assert "bold" not in page


def test_no_element_leaves_its_face_to_the_program_it_is_pasted_into() -> None:
    held = Read(fragment(letter()))
    for style in held.styles("p"):
        if style != "margin:0pt;page-break-before:always":
            for measure in ("margin:", "font-family:", "font-size:", "color:#"):
                assert measure in style


def test_the_name_stands_over_the_middle_of_the_date_with_room_for_the_seal() -> None:
    page = fragment(letter())

    def right(words: str) -> float:
        found = re.search(r"margin:\S+ (\S+)pt", styled(page, words))
        assert found
        return float(found[1])

    date, name = right("2024年6月20日"), right("某市人大常委会办公室")
    assert date == 4 * 16
    assert 0 < name < date


def test_windows_faces_are_named_where_they_are_asked_for() -> None:
    page = write_html(letter(), fonts=Fonts.WINDOWS)
    assert "font-family:仿宋," in styled(page, "现将有关问题")
    assert "mso-fareast-font-family:仿宋;" in styled(page, "现将有关问题")
    assert "font-family:宋体," in styled(page, "关于交办养老服务有关问题的函")
    assert "方正小标宋简体" not in page


def test_annexes_hang_by_their_numbers() -> None:
    page = fragment(letter())
    first = styled(page, "附件：1. 交办问题清单")
    second = styled(page, "2. 答复表")
    left = [
        re.search(r"margin:\S+ \S+ 0pt ([\d.]+)pt", each) for each in (first, second)
    ]
    assert left[0]
    assert left[1]
    assert left[0][1] == left[1][1]
    assert "text-indent:-" in first
    assert "text-indent:-" in second


def test_a_table_has_borders_fixed_widths_and_a_heading_that_repeats() -> None:
    page = fragment(letter())
    held = Read(page)
    assert "table-layout:fixed" in held.styles("table")[0]
    assert "<thead><tr" in page
    assert all(
        "border:0.75pt solid #000" in each
        for tag in ("th", "td")
        for each in held.styles(tag)
    )
    table = page[page.index("<table", page.index("交办问题清单</p>")) :]
    widths = re.findall(
        r'<col width="[^"]*" style="width:([\d.]+)%">', table.split("<thead")[0]
    )
    assert len(widths) == 7
    assert sum(map(float, widths)) == pytest.approx(100, abs=0.1)
    assert "text-align:right" in styled(table, "1</p>")
    assert "text-align:center" in styled(table, "2024年9月30日</p>")


def test_the_last_box_of_a_form_is_wide_and_tall() -> None:
    page = fragment(letter())
    boxes = re.findall(
        r'<td colspan="3" height="95" style="height:71pt;[^"]*"><p[^>]*></p></td>', page
    )
    assert len(boxes) == 1
    assert "font-family:黑体," in styled(page, "类别</p>")


def test_wide_tables_lie_across_with_what_belongs_to_them() -> None:
    upright, across, form = sheets(letter(), grids_of(letter(), upright=False))
    assert (upright.across, across.across, form.across) == (False, True, False)
    said = [each.text for each in across.blocks if isinstance(each, Paragraph)]
    assert said == ["附件1", "交办问题清单", "（共2条）", "注：期限为答复期限。"]
    page = write_html(letter())
    kinds = re.findall(r'<section class="([^"]*)"', page)
    assert kinds == ["sheet upright letter", "sheet across", "sheet upright"]


def test_a_wide_table_that_is_pasted_fits_an_upright_page() -> None:
    def share(page: str) -> float:
        table = page[page.index("<colgroup", page.index("交办问题清单</p>")) :]
        return float(
            re.findall(r'<col width="[^"]*" style="width:([\d.]+)%">', table)[1]
        )

    # JZ-001 needs the same room on a narrower page.
    assert share(fragment(letter())) > 1.2 * share(write_html(letter()))


def test_forms_stand_on_the_sheet_of_a_wide_table_beside_them() -> None:
    form = "|  |  |\n| --- | --- |\n| 计票人 | 甲 |\n\n"
    read = paper(f"# 题\n\n{form}{LONG_TABLE}\n{form}")
    (sheet,) = sheets(read, grids_of(read, upright=False))
    assert sheet.across
    assert len(sheet.blocks) == 4


def test_text_after_a_wide_table_stands_upright_again() -> None:
    table = LONG_TABLE + "\n注：甲。\n\n　　正文。\n\n## 二、尾\n"
    read = paper(f"　　开头。\n\n## 一、头\n\n{table}")
    held = sheets(read, grids_of(read, upright=False))
    assert [each.across for each in held] == [False, True, False]
    assert [len(each.blocks) for each in held] == [1, 3, 2]


LONG = "没有按标准配备自动喷淋设施，请逐一整改并书面答复。" * 4
LONG_TABLE = (
    "| 编号 | 问题 | 内容 | 要求 | 单位 | 期限 |\n"
    "| --- | --- | --- | --- | --- | --- |\n"
    f"| JZ-001 | {LONG} | {LONG} | {LONG} | 市民政局 | 2024年9月30日 |\n"
)


def test_the_head_is_that_of_the_layout() -> None:
    def head(layout: str) -> str:
        front = {"发文机关": "某市人大常委会办公室", "文号": "演〔2024〕1号"}
        brief = {"期号": "第3期", "落款": "办公室", "日期": "2024年7月1日"}
        body = "# 题\n\n演〔2024〕1号\n\n　　正文。\n\n办公室\n\n2024年7月1日\n"
        return Read(write_html(paper(body, 版式=layout, **front, **brief))).text

    flat = {
        each: head(each).replace("\n", "|") for each in ("公文", "信函", "简报", "纯文")
    }
    assert (
        flat["公文"].lstrip("|").startswith("某市人大常委会办公室文件|演〔2024〕1号|")
    )
    assert "文件" not in flat["信函"]
    assert flat["简报"].index("第3期") < flat["简报"].index("题")
    assert flat["简报"].count("2024年7月1日") == 1
    assert "某市人大常委会办公室" not in flat["纯文"]
    assert flat["纯文"].count("演〔2024〕1号") == 1


def test_a_letter_has_no_rules_around_its_copies_and_an_official_one_has() -> None:
    front = {"抄送": "市政府办公室", "发文机关": "办公室"}

    def foot(layout: str) -> str:
        page = write_html(paper("　　正文。\n", 版式=layout, **front))
        return page[page.index("<footer") :]

    assert "border" not in foot("信函")
    assert foot("公文").count("border:solid") == 1
    issued = write_html(paper("甲\n", 版式="公文", 日期="2024年7月1日", **front))
    assert re.search(r"办公室</span><span>2024年7月1日印发</span>", issued)
    assert "<footer" not in write_html(paper("　　正文。\n"))


def test_a_chart_is_drawn_on_the_page_and_a_table_where_it_is_pasted() -> None:
    page, pasted = write_html(letter()), fragment(letter())
    assert "<svg" in page
    assert ">21</text>" in page
    assert ">市财政局</text>" in page
    assert 'aria-label="各单位承办（单位：条）：市民政局21、市财政局3"' in page
    assert "<svg" not in pasted
    assert re.search(r"市民政局</p></td><td[^>]*><p[^>]*>21</p>", pasted)


@pytest.mark.parametrize("shape", ["条形图", "柱形图", "折线图"])
def test_every_figure_of_a_chart_has_its_mark_and_its_words(shape: str) -> None:
    figures = "2024年11月: 0\n12月: 3\n2025年1月: 1234567.5\n" + "".join(
        f"{month}月: {month}.5\n" for month in range(2, 13)
    )
    page = write_html(paper(f"```图表 {shape}\n标题: 题\n单位: 条\n{figures}```\n"))
    words = re.findall(r"<text[^>]*>([^<]*)</text>", page)
    assert {"0", "3", "1234567.5", "2.5", "12.5"} <= set(words)
    assert "".join(words).count("12月") == 2
    marks = page.count("<circle") if shape == "折线图" else page.count("<rect")
    assert marks == 14
    high = float(re.findall(r'viewBox="0 0 \S+ (\S+)"', page)[0])
    assert all(
        0 < float(each) <= high for each in re.findall(r'<text x="\S+" y="(\S+)"', page)
    )


HOSTILE = (
    "<script>alert(1)</script> &lt;b&gt; </p></style><img src=x onerror=alert(1)> "
    "\" ' `x` {{ 7*7 }} 𠮷 [甲](http://x) javascript:alert(1)"
)


def hostile() -> Paper:
    word = re.sub(r"([\\`*_<>\[\]|~&])", r"\\\1", HOSTILE)
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    front = dict.fromkeys(("发文机关", "文号", "抄送", "演示", "落款"), f'"{quoted}"')
    table = f"| {word} |\n| --- |\n| {word} |\n"
    label = HOSTILE.replace("`", "ˋ")
    chart = f"```图表 条形图\n标题: {label}\n单位: {label}\n{label}: 3\n```\n"
    body = f"# {word}\n\n　　{word}\n\n{table}\n{chart}"
    return paper(body, 版式="公文", **front)


def test_hostile_words_come_out_as_typed_and_nothing_is_live() -> None:
    for page in (write_html(hostile()), fragment(hostile())):
        held = Read(page)
        names = {tag for tag, _ in held.tags}
        assert not names & {"script", "img", "a", "link", "iframe", "object", "form"}
        attributes = {name for _, looks in held.tags for name in looks}
        assert not any(name.startswith("on") for name in attributes)
        assert not attributes & {"href", "src", "srcset", "action", "data"}
        assert "url(" not in page
        assert HOSTILE in held.text.replace("\n", "")


def test_the_page_forbids_everything_but_its_own_styles() -> None:
    tags = Read(write_html(letter())).tags
    policies = [
        looks["content"]
        for tag, looks in tags
        if looks.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_the_same_document_gives_the_same_page() -> None:
    assert write_html(letter()) == write_html(letter())


@needs("chromium")
def test_a_browser_shows_the_page_without_a_complaint_or_a_request(
    tmp_path: Path,
) -> None:
    file = tmp_path / "函.html"
    file.write_text(write_html(hostile()), "utf-8")
    with browser() as page:
        page.open(file)
        assert page.value("document.querySelectorAll('section').length") == 1
        assert (page.complaints, page.dialogs) == ([], [])
        assert page.requests == [file.as_uri()]


def plain(text: str) -> str:
    """Read the radicals that some faces give for their characters."""
    return unicodedata.normalize("NFKC", text)


@needs("chromium")
def test_printed_the_page_is_a4_upright_and_across_and_numbered(
    tmp_path: Path,
) -> None:
    file = tmp_path / "函.html"
    file.write_text(write_html(letter()), "utf-8")
    with browser() as page:
        page.open(file)
        printed = pypdf.PdfReader(io.BytesIO(page.printed()))
    said = [plain(page.extract_text()) for page in printed.pages]
    sizes = [
        tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
        for page in printed.pages
    ]
    across = next(place for place, text in enumerate(said) if "附件1" in text)
    assert sizes[across] == (297, 210)
    assert {*sizes[:across], *sizes[across + 1 :]} == {(210, 297)}
    assert "—" not in said[0]
    for number, text in enumerate(said[1:], 2):
        assert f"— {number} —" in text
    assert all(plain("演示数据，非实际办理情况") in text for text in said)
    signed = next(text for text in said if "2024年6月20日" in text)
    assert "答复表" in signed


@needs("chromium")
def test_on_a_narrow_screen_the_text_keeps_within_it(tmp_path: Path) -> None:
    file = tmp_path / "函.html"
    file.write_text(write_html(letter()), "utf-8")
    with browser() as page:
        page.width(360)
        page.open(file)
        assert page.value("document.documentElement.scrollWidth") <= 360
