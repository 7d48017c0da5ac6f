"""A letterhead opened for writing: what stands above and below the text, and its pages.

A letterhead is a Word file. `{{正文}}` in a paragraph of its own is where the text
goes; `{{横表}}`, on a page turned aside, shows how pages of wide tables look.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from rectify.errors import TemplateError
from rectify.views.layout.fonts import FACES, Fonts
from rectify.views.layout.styles import STYLES
from rectify.views.layout.widths import Page
from rectify.views.word.splicing import Edit, Element, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT, WIDE = "正文", "横表"
# The style of the red head.
MARK = "公文红头"
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)")
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
# What floats over a paragraph, such as a frame of words, is no part of its line.
_DRAWN = re.compile(
    r"(?s)<mc:AlternateContent\b.*?</mc:AlternateContent>"
    r"|<w:drawing\b.*?</w:drawing>|<w:pict\b.*?</w:pict>"
)
_EDGE = re.compile(r"word/(?:header|footer)\d*\.xml")
_VISIBLE = re.compile(r"<w:(?:t|drawing|pict|tbl)[ >]")
# What only the first section of a document may say.
_ONCE = ("w:titlePg", "w:pgNumType")
_REFERENCES = ("w:headerReference", "w:footerReference")


class NoPlaceForText(TemplateError):  # noqa: N818  # named for what it is
    """A letterhead has no place for the text, or several."""

    def __init__(self) -> None:
        super().__init__(
            f"版式里应有一个单独成段的 {{{{{TEXT}}}}}，正文放在那里；"
            "请用 WPS 补上，或删掉这个版式文件恢复原样"
        )


class Section(NamedTuple):
    """A kind of page: its room, and what Word is told of it."""

    page: Page
    first: str
    further: str


class Stationery(NamedTuple):
    """A letterhead with its placeholders filled.

    `above`, `named` and `edged` are the placeholders above the text, around it, and in
    headers and footers.
    """

    parts: dict[str, bytes]
    opening: str
    head: str
    tail: str
    above: frozenset[str]
    named: frozenset[str]
    edged: frozenset[str]
    upright: Section
    turned: Section | None
    ids: dict[str, str]

    @property
    def marks(self) -> list[str]:
        """Give the lines of the red head."""
        edges = (
            self.parts[name].decode() for name in self.parts if _EDGE.fullmatch(name)
        )
        mark = f'<w:pStyle w:val="{self.ids.get(MARK, "")}"/>'
        return [
            "".join(_WORDS.findall(paragraph))
            for text in (self.head, *edges)
            for paragraph in _DRAWN.sub("", text).split("</w:p>")
            if mark in paragraph
        ]


def open_letterhead(data: bytes, values: Mapping[str, str]) -> Stationery:
    """Read a letterhead and fill in what is not the text.

    Raises:
        NoPlaceForText: it has none.
        UnknownPlaceholder: it asks for what documents do not have.
    """
    parts = _unpacked(data)
    edged: set[str] = set()
    for name in filter(_EDGE.fullmatch, parts):
        edge = Part(parts[name])
        edged |= edge.names(0, len(edge.data))
        parts[name] = edge.filled(values).encode()
    ids, parts[_STYLES] = _styles(Part(parts[_STYLES]))
    document = Part(parts[_DOCUMENT])
    body, text = _place(document)
    edits = document.fill({**values, TEXT: TEXT, WIDE: WIDE})
    start, end, upright = _section_of(body, text)
    wide = document.paragraph(WIDE)
    turned = upright if wide is None else _section_of(body, wide)[2]
    without = [Edit(upright.start, upright.end, "")]
    tail = document.between(text.end, end, [*edits, *without])
    return Stationery(
        parts,
        opening=document.data[: body.inside].decode(),
        head=document.between(start, text.start, edits),
        tail=tail if _VISIBLE.search(tail) else "",
        above=document.names(start, text.start),
        named=document.names(start, end),
        edged=frozenset(edged),
        upright=_section(document, upright, []),
        turned=None
        if turned is upright
        else _section(document, turned, upright.children),
        ids=ids,
    )


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Give the parts of a file, without its folders."""
    with ZipFile(BytesIO(data)) as archive:
        names = (name for name in archive.namelist() if not name.endswith("/"))
        return {name: archive.read(name) for name in names}


def _place(document: Part) -> tuple[Element, Element]:
    """Find the body and the one paragraph in it where the text goes."""
    text = document.paragraph(TEXT)
    body = next(document.root.all("w:body"), None)
    if text is None or body is None or text.above is not body:
        raise NoPlaceForText
    if TEXT in document.names(text.end, len(document.data)):
        raise NoPlaceForText
    return body, text


def _section_of(body: Element, paragraph: Element) -> tuple[int, int, Element]:
    """Give where the section of a paragraph begins and ends, and what describes it."""
    start = body.inside
    for child in body.children:
        ends = child if child.tag == "w:sectPr" else next(child.all("w:sectPr"), None)
        if ends is not None and child.start >= paragraph.start:
            return start, child.start if child is ends else child.end, ends
        if ends is not None:
            start = child.end
    raise NoPlaceForText


def _section(document: Part, element: Element, inherited: list[Element]) -> Section:
    """Read a kind of page; what its edges do not say is as on the other kind."""
    said = {child.tag: child.attributes for child in element.children}
    size, margins = said.get("w:pgSz", {}), said.get("w:pgMar", {})
    page = Page(
        _twips(size, "w") - _twips(margins, "left") - _twips(margins, "right"),
        _twips(size, "h") - _twips(margins, "top") - _twips(margins, "bottom"),
    )
    own = {_reference(child) for child in element.children}
    more = "".join(
        document.data[child.start : child.end].decode()
        for child in inherited
        if child.tag in _REFERENCES and _reference(child) not in own
    )
    drop = [
        Edit(child.start, child.end, "")
        for child in element.children
        if child.tag == "w:type"
    ]
    once = [
        Edit(child.start, child.end, "")
        for child in element.children
        if child.tag in _ONCE
    ]
    texts = (
        document.between(element.inside, element.end, each)
        for each in (drop, [*drop, *once])
    )
    first, further = (f"<w:sectPr>{more}{text}" for text in texts)
    return Section(page, first, further)


def _reference(element: Element) -> tuple[str, str | None]:
    return element.tag, element.attributes.get("w:type")


def _twips(attributes: Mapping[str, str], name: str) -> int:
    try:
        return abs(int(attributes[f"w:{name}"]))
    except (KeyError, ValueError):
        raise NoPlaceForText from None


def _styles(part: Part) -> tuple[dict[str, str], bytes]:
    """Give the styles by name; those that an office's program has dropped come back."""
    ids = {
        child.attributes.get("w:val", ""): style.attributes.get("w:styleId", "")
        for style in part.root.all("w:style")
        for child in style.children
        if child.tag == "w:name"
    }
    missing = [style for style in STYLES if style.name not in ids]
    added = {style.name: f"rectify{place}" for place, style in enumerate(missing)}
    xml = "".join(
        style.xml(added[style.name], FACES[Fonts.OFFICE]) for style in missing
    )
    text = part.data.decode().replace("</w:styles>", f"{xml}</w:styles>")
    return ids | added, text.encode()
