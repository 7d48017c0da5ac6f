"""A document in Word: the paper in the styles and on the pages of a letterhead.

文号, 期号, 发文机关 and the 版记 come from the front, because the letterhead says where
they stand; the rest comes from the blocks. What a letterhead shows is not said twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.errors import TemplateError
from rectify.views.layout.fonts import FACES, Fonts
from rectify.views.layout.styles import refaced
from rectify.views.layout.widths import ems
from rectify.views.paper import Chart, Paper, Paragraph, Role
from rectify.views.word.charts import draw, relation
from rectify.views.word.flow import Flow
from rectify.views.word.ooxml import escaped, package
from rectify.views.word.stationery import Stationery, open_letterhead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.views.paper import Block, Front
    from rectify.views.word.charts import Drawn

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument"
_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_CORE, _CONTENT, _TOP = "docProps/core.xml", "[Content_Types].xml", "_rels/.rels"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_REFACED = re.compile(r"word/(?:document|styles|header\d*|footer\d*)\.xml")
# The name of the office in red, drawn together where it would not fit on its line.
_MARK = re.compile(
    r'(?s)(<w:name w:val="公文红头"/>.*?<w:w w:val=")(\d+)("/>.*?<w:sz w:val=")(\d+)'
)
_NARROWEST = 45


class FaultyLetterhead(TemplateError):  # noqa: N818  # named for what it is
    """A letterhead that an office has edited cannot be written in."""

    def __init__(self, name: str, why: TemplateError) -> None:
        super().__init__(f"letterheads/{name}.docx：{why}")


def write_docx(
    paper: Paper, letterhead: bytes, *, fonts: Fonts = Fonts.OFFICE
) -> bytes:
    """Write a document; the same paper gives the same bytes.

    Raises:
        FaultyLetterhead: it has no place for the text, or unknown placeholders.
    """
    try:
        held = open_letterhead(letterhead, _values(paper.front))
    except TemplateError as refusal:
        raise FaultyLetterhead(paper.front.letterhead, refusal) from None
    charts = [
        draw(block, place, FACES[fonts])
        for place, block in enumerate(
            (each for each in paper.blocks if isinstance(each, Chart)), 1
        )
    ]
    flow = Flow(held, [each.run for each in charts])
    flow.write(list(_unsaid(paper, held)))
    parts = dict(held.parts)
    parts[_DOCUMENT] = flow.document().encode()
    _squeeze(parts, held)
    for name in filter(_REFACED.fullmatch, parts):
        parts[name] = refaced(parts[name].decode(), fonts).encode()
    _describe(parts, paper.front, fonts)
    for place, drawn in enumerate(charts, 1):
        _carry(parts, drawn, place)
    return package(parts)


def _values(front: Front) -> dict[str, str]:
    """Give what the placeholders of a letterhead stand for."""
    return {
        "标题": front.title,
        "发文机关": front.issuer,
        "主送": front.addressee,
        "文号": front.ref,
        "期号": front.issue_number,
        "日期": front.date,
        "落款": front.signature,
        "抄送": front.copies,
        "报": front.reported,
        "送": front.sent,
        "发": front.issued,
        "统计截止日": front.cutoff,
        "演示": front.demonstration,
    }


def _unsaid(paper: Paper, held: Stationery) -> Iterator[Block]:
    """Leave out of the text what the letterhead shows."""
    front = paper.front
    below = {
        f"{name}：{value}。"
        for name, value in _values(front).items()
        if value and name in held.named
    }
    if "演示" in held.edged:
        below.add(front.demonstration)
    roles: set[Role] = set()
    if "文号" in held.named:
        roles.add(Role.REF)
    if "日期" in held.above:
        roles |= {Role.SIGNATURE, Role.DATE}
        below.add(front.date)
    for block in paper.blocks:
        said = isinstance(block, Paragraph) and (
            block.role in roles
            or (block.role in {Role.FLUSH, Role.NOTE} and block.text in below)
        )
        if not said:
            yield block


def _squeeze(parts: dict[str, bytes], held: Stationery) -> None:
    """Draw the letters of a long name together until it fits on one line."""
    styles = parts["word/styles.xml"].decode()
    found = _MARK.search(styles)
    if found is None:
        return
    longest = max(map(ems, held.marks), default=0.0)
    room = held.upright.page.width / (int(found[4]) * 10)
    if longest > room:
        scale = max(int(room / longest * 100), _NARROWEST)
        styles = _MARK.sub(rf"\g<1>{scale}\g<3>\g<4>", styles, count=1)
        parts["word/styles.xml"] = styles.encode()


def _describe(parts: dict[str, bytes], front: Front, fonts: Fonts) -> None:
    """Say in the properties what the document is, as of when, in which faces."""
    faces = "、".join(dict.fromkeys(FACES[fonts]))
    said = {
        "dc:title": front.title,
        "dc:subject": f"统计截止日：{front.cutoff}" if front.cutoff else "",
        "dc:creator": front.issuer,
        "cp:keywords": front.demonstration,
        "dc:description": f"字体方案 {fonts}：{faces}",
    }
    lines = "".join(
        f"<{tag}>{escaped(text)}</{tag}>" for tag, text in said.items() if text
    )
    parts[_CORE] = (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{lines}</cp:coreProperties>'
    ).encode()
    if _CORE.encode() not in parts[_TOP]:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        _relate(parts, _TOP, "rIdCore", kind, _CORE)
    if f'"/{_CORE}"'.encode() not in parts[_CONTENT]:
        _declare(
            parts, _CORE, "application/vnd.openxmlformats-package.core-properties+xml"
        )


def _carry(parts: dict[str, bytes], drawn: Drawn, place: int) -> None:
    """Put a chart and its figures into the file."""
    part, book = f"word/charts/chart{place}.xml", f"word/embeddings/chart{place}.xlsx"
    relations = f"word/charts/_rels/chart{place}.xml.rels"
    parts[part], parts[book] = drawn.part, drawn.workbook
    parts[relations] = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'
    ).encode()
    _relate(parts, relations, "rId1", f"{_OFFICE}/package", f"../{book[5:]}")
    _relate(parts, _RELATIONS, relation(place), f"{_OFFICE}/chart", part[5:])
    _declare(parts, part, f"{_TYPES}.drawingml.chart+xml")
    _declare(parts, book, f"{_TYPES}.spreadsheetml.sheet")


def _relate(
    parts: dict[str, bytes], where: str, name: str, kind: str, target: str
) -> None:
    said = f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
    text = parts[where].decode()
    parts[where] = text.replace("</Relationships>", f"{said}</Relationships>").encode()


def _declare(parts: dict[str, bytes], name: str, kind: str) -> None:
    said = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    text = parts[_CONTENT].decode()
    parts[_CONTENT] = text.replace("</Types>", f"{said}</Types>").encode()
