"""A Word file read back: its paragraphs with their styles, its tables, its pages."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from rectify.storage.builtin import templates
from rectify.views.layout.fonts import Fonts
from rectify.views.word.document import write_docx

if TYPE_CHECKING:
    from rectify.views.paper import Letterhead, Paper

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# 156 mm, in twips.
TEXT_WIDTH = 8845
LETTERHEADS = templates() / "letterheads"


def mm(twips: str | int) -> float:
    """Turn twips into millimetres."""
    return round(int(twips) / 1440 * 25.4, 1)


class Line(NamedTuple):
    """A paragraph: the name of its style, its words, and its XML."""

    style: str
    text: str
    xml: ET.Element

    def says(self, tag: str) -> dict[str, str]:
        """Give what its own properties say under a tag."""
        found = self.xml.find(f"{W}pPr/{W}{tag}")
        return {} if found is None else bare(found)

    @property
    def keeps(self) -> bool:
        """Whether it stays with what follows."""
        return self.xml.find(f"{W}pPr/{W}keepNext") is not None


def bare(element: ET.Element) -> dict[str, str]:
    """Give attributes without their namespace."""
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def words(element: ET.Element) -> str:
    """Give the text of a paragraph as it is typed."""
    kinds = {f"{W}br": "\n", f"{W}tab": "\t"}
    pieces = [
        each.text or "" if each.tag == f"{W}t" else kinds.get(each.tag, "")
        for run in element.iter(f"{W}r")
        for each in run
    ]
    return "".join(pieces)


class WordFile:
    """A Word file."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = self.part("word/document.xml")
        self.body = self.document[0]
        self.styles = {
            bare(style)["styleId"]: style
            for style in self.part("word/styles.xml").iter(f"{W}style")
        }

    def part(self, name: str) -> ET.Element:
        """Read a part."""
        return ET.fromstring(self.parts[name])

    def name(self, identity: str) -> str:
        """Name a style."""
        found = self.styles[identity].find(f"{W}name")
        assert found is not None
        return bare(found)["val"]

    def style(self, name: str) -> ET.Element:
        """Find a style by its name."""
        return next(
            self.styles[each] for each in self.styles if self.name(each) == name
        )

    def line(self, paragraph: ET.Element) -> Line:
        """Read a paragraph."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else self.name(bare(style)["val"])
        return Line(name, words(paragraph), paragraph)

    @property
    def lines(self) -> list[Line]:
        """Give the paragraphs of the text that say something."""
        found = (self.line(each) for each in self.body.findall(f"{W}p"))
        return [line for line in found if line.text]

    @property
    def all_lines(self) -> list[Line]:
        """Give all paragraphs of the text, the empty ones too."""
        return [self.line(each) for each in self.body.findall(f"{W}p")]

    def styled(self, name: str) -> list[Line]:
        """Give the paragraphs of a style."""
        return [line for line in self.lines if line.style == name]

    @property
    def tables(self) -> list[ET.Element]:
        """Give the tables of the text, without the 版记."""
        return [
            each
            for each in self.body.findall(f"{W}tbl")
            if each.find(f"{W}tblPr/{W}tblpPr") is None
        ]

    @property
    def record(self) -> list[str]:
        """Give the lines of the 版记."""
        found = self.body.findall(f"{W}tbl")
        floating = [t for t in found if t.find(f"{W}tblPr/{W}tblpPr") is not None]
        return [words(p) for table in floating for p in table.iter(f"{W}p")]

    @property
    def sections(self) -> list[ET.Element]:
        """Give the sections."""
        return list(self.document.iter(f"{W}sectPr"))

    def edge(self, section: ET.Element, tag: str, kind: str) -> ET.Element:
        """Give a header or footer of a section."""
        relations = {
            bare(each)["Id"]: bare(each)["Target"]
            for each in self.part("word/_rels/document.xml.rels")
        }
        reference = next(
            each
            for each in section.findall(f"{W}{tag}Reference")
            if bare(each)["type"] == kind
        )
        return self.part(f"word/{relations[bare(reference)['id']]}")


def grid(table: ET.Element) -> list[int]:
    """Give the widths of a table's columns."""
    return [int(bare(each)["w"]) for each in table.iter(f"{W}gridCol")]


def rows(table: ET.Element) -> list[list[str]]:
    """Give the words of a table."""
    return [
        [
            "\n".join(words(p) for p in cell.findall(f"{W}p"))
            for cell in row.findall(f"{W}tc")
        ]
        for row in table.findall(f"{W}tr")
    ]


def written(
    paper: Paper, letterhead: Letterhead | None = None, fonts: Fonts = Fonts.OFFICE
) -> WordFile:
    """Write a paper on a built-in letterhead, and read it back."""
    return WordFile(docx(paper, letterhead, fonts))


def docx(
    paper: Paper, letterhead: Letterhead | None = None, fonts: Fonts = Fonts.OFFICE
) -> bytes:
    """Write a paper on a built-in letterhead: its own, or another."""
    if letterhead is not None:
        paper = paper._replace(front=paper.front._replace(letterhead=letterhead))
    head = Path(LETTERHEADS / f"{paper.front.letterhead}.docx").read_bytes()
    return write_docx(paper, head, fonts=fonts)


def value(file: WordFile, style: str, path: str) -> dict[str, str]:
    """Give what a style says."""
    found = file.style(style).find("/".join(f"{W}{tag}" for tag in path.split("/")))
    return {} if found is None else bare(found)
