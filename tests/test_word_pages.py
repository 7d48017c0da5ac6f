"""The pages of Word documents, laid out by LibreOffice and looked at."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pytest
from pypdf import PdfReader

from papers import LETTER, paper
from programs import needs
from rectify.cli.formats import paper_of
from rectify.storage.office import to_pdfs
from wordfile import docx

if TYPE_CHECKING:
    from rectify.views.paper import Paper

REPORT = LETTER.replace("版式: 信函", "版式: 公文")
BODY = "　　" + "一二三四五六七八九十" * 9 + "。\n\n"
ANNEXES = "　　附件：1. 交办问题清单\n"
LONG = "没有按标准配备自动喷淋设施，请逐一整改并书面答复。" * 4
WIDE = """\
## 清单

| 序号 | 编号 | 问题 | 具体内容 | 整改要求 | 承办单位 | 协办单位 | 期限 |
| ---: | --- | --- | --- | --- | --- | --- | --- |
"""
FORM = """\
| | |
| --- | --- |
| 审定意见 | |
| 审定会议 | |
| 审定结果 | |
| 备注 | |

"""
ROW = f"| 1 | JZ-001 | 消防 | {LONG} | {LONG} | 市民政局 | 市财政局 | 2024年9月30日 |\n"


DATE = r"\n2024 *年6 *月20 *日\n（"


class Page(NamedTuple):
    """A page as it is printed."""

    text: str
    lines: int
    turned: bool


def report(paragraphs: int) -> Paper:
    """Give a report of so many paragraphs of four lines."""
    return paper_of(REPORT.replace(ANNEXES, BODY * paragraphs + ANNEXES))


def sheet(length: int) -> Paper:
    """Give a form with boxes to write in, with so many sentences in it."""
    return paper(f"""\
（养老服务）

| | | | |
| --- | --- | --- | --- |
| 编号 | JZ-001 | 日期 | |
| 问题 | {LONG[:25] * length} | | |
| 核查意见 | | | |
| 代表意见 | | | |
| 说明 | | | |
| 批准意见 | | | |
| 批准人签字 | | 批准日期 | |

注：请在方框内打“√”。
""")


def pages_of(pdf: bytes) -> list[Page]:
    """Read the pages of a PDF."""
    found = []
    for page in PdfReader(BytesIO(pdf)).pages:
        heights: set[int] = set()

        def look(text: str, *place: list[float], held: set[int] = heights) -> None:
            if "一二三" in text or "十" in text:
                held.add(round(place[1][5]))

        text = page.extract_text(visitor_text=look)
        box = page.mediabox
        found.append(Page(text, len(heights), box.width > box.height))
    return found


def listing(rows: int) -> str:
    """A table of short rows, about a page of them, and a note below."""
    entries = "".join(f"| {n} | 敬老院消防设施不达标 |\n" for n in range(1, rows + 1))
    return f"| 序号 | 问题 |\n| ---: | --- |\n{entries}\n注：已销号的不列。\n"


@pytest.fixture(scope="module")
def printed() -> list[list[Page]]:
    """Print all documents by one start of LibreOffice."""
    papers = [
        *(report(count) for count in range(13, 19)),
        paper_of(LETTER),
        paper(WIDE + ROW * 12),
        *map(sheet, (20, 34)),
        paper_of(re.sub(r"## 一、.*?```\n\n(?=　)", FORM, REPORT, flags=re.DOTALL)),
        *(paper(listing(rows)) for rows in range(24, 30)),
    ]
    return [pages_of(pdf) for pdf in to_pdfs([docx(each) for each in papers])]


@needs("soffice")
def test_a_full_page_of_text_has_22_lines(printed: list[list[Page]]) -> None:
    assert printed[0][1].lines == printed[0][2].lines == 22


@needs("soffice")
def test_the_seal_is_never_alone_on_its_page(printed: list[list[Page]]) -> None:
    fullness = set()
    for pages in printed[:6]:
        sealed = next(page for page in pages if re.search(DATE, page.text))
        assert sealed.lines > 0
        assert "附件：" in sealed.text
        fullness.add(sealed.lines)
    assert len(fullness) > 3


@needs("soffice")
def test_a_letter_has_no_number_on_its_first_page(printed: list[list[Page]]) -> None:
    first, second, *_ = printed[6]
    assert "— 1 —" not in first.text
    assert "— 2 —" in second.text


@needs("soffice")
def test_an_annex_begins_a_page_and_numbers_go_on(printed: list[list[Page]]) -> None:
    annexes = [page for page in printed[6] if "\n附件" in page.text][1:]
    assert [page.turned for page in annexes] == [True, False]
    for place, page in enumerate(printed[6][1:], 2):
        assert f"— {place} —" in page.text


@needs("soffice")
def test_the_record_stands_on_the_last_page(printed: list[list[Page]]) -> None:
    for pages in printed[:7]:
        where = [page for page in pages if "抄送：市政府办公室。" in page.text]
        assert where == pages[-1:]


@needs("soffice")
def test_a_long_tables_heading_is_on_each_of_its_pages(
    printed: list[list[Page]],
) -> None:
    assert len(printed[7]) > 2
    for page in printed[7]:
        assert page.turned
        assert "序号 编号 问题 具体内容" in page.text
        assert re.search(r"2024 *年9 *月30 *日", page.text)


@needs("soffice")
def test_a_note_takes_a_row_of_its_table_along_to_the_next_page(
    printed: list[list[Page]],
) -> None:
    lengths = {len(pages) for pages in printed[11:]}
    assert lengths == {1, 2}
    for pages in printed[11:]:
        end = pages[-1].text
        assert "敬老院" in end[: end.index("注：")]


@needs("soffice")
def test_the_boxes_of_a_form_give_way_so_that_it_stays_on_a_page(
    printed: list[list[Page]],
) -> None:
    (whole,) = printed[8]
    assert "注：请在方框内打" in whole.text


@needs("soffice")
def test_a_form_of_two_pages_begins_under_its_title_and_keeps_its_note(
    printed: list[list[Page]],
) -> None:
    first, second = printed[9]
    assert "JZ-001" in first.text
    assert "批准人签字" in second.text
    assert "注：请在方框内打" in second.text


@needs("soffice")
def test_a_form_before_the_seal_does_not_empty_the_first_page(
    printed: list[list[Page]],
) -> None:
    first = printed[10][0].text
    assert "市民政局：" in first
    assert "现将有关问题交你单位办理" in first
