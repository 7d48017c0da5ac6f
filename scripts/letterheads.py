"""Build the letterheads in templates/letterheads.

python scripts/letterheads.py [FOLDER]   the same files, to the byte, on any machine
"""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZIP_STORED

from rectify.views.word.ooxml import package
from rectify.views.word.stationery import MARK
from stationer import Sheet, files, mark, mm


def official() -> Sheet:
    """公文: the red head, its rule, the 版记."""
    sheet = Sheet("official", mark(88, 1040))
    sheet.head = (
        sheet.room(33.2)
        + sheet.line(MARK, "{{发文机关}}文件")
        + sheet.blank(2)
        + sheet.line("公文发文字号", "{{文号}}")
        + sheet.rule(1.7)
        + sheet.blank(2)
    )
    sheet.tail = sheet.record((*COPIES, "{{发文机关}}\t{{日期}}印发"))
    return sheet


def letter() -> Sheet:
    """信函: the name 30 mm under the edge, double rules, no number on page 1."""
    sheet = Sheet("letter", mark(72, 880))
    sheet.header, sheet.footer = 28.5, 20.0
    sheet.first_header = (
        sheet.demonstration(frame=True)
        + sheet.line(MARK, "{{发文机关}}")
        + sheet.double_rule(1.9, thick_first=True)
    )
    sheet.first_footer = sheet.double_rule(0, thick_first=False)
    sheet.head = sheet.line(
        "公文发文字号", "{{文号}}", look=LETTER_NUMBER
    ) + sheet.blank(2)
    sheet.tail = sheet.record(COPIES, rules=False)
    return sheet


def brief() -> Sheet:
    """简报: not in the standard; the red name, 第×期, who and when, a red rule."""
    sheet = Sheet("brief", mark(104, 1200))
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{mm(156)}"/></w:tabs>'
    sheet.head = (
        sheet.room(6)
        + sheet.line(MARK, "人大工作信息")
        + sheet.room(4)
        + sheet.line("公文发文字号", "{{期号}}")
        + sheet.line("公文顶格正文", "{{发文机关}}\t{{日期}}", look=tab)
        + sheet.rule(0.5)
        + sheet.blank(1)
    )
    sheet.tail = sheet.record(COPIES)
    return sheet


def plain() -> Sheet:
    """纯文: nothing but the text and the number of the page."""
    return Sheet("plain")


COPIES = ("抄送：{{抄送}}。", "报：{{报}}。", "送：{{送}}。", "发：{{发}}。")
# Seven eighths of a 三号 character under the first rule, at the right edge.
LETTER_NUMBER = (
    '<w:spacing w:before="150" w:after="0" w:line="579" w:lineRule="exact"/>'
    '<w:jc w:val="right"/>'
)


def build(folder: Path) -> None:
    """Write all letterheads, not compressed: no two zlibs pack alike."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in (official(), letter(), brief(), plain()):
        (folder / f"{sheet.name}.docx").write_bytes(
            package(files(sheet), method=ZIP_STORED)
        )


if __name__ == "__main__":
    here = Path(__file__).parent.parent / "templates" / "letterheads"
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else here)
