"""Workbooks read back as Excel would: by the XML of their parts, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEX = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """A cell: what it holds, what kind of thing that is, how it is formatted."""

    value: str | float
    kind: str
    form: str

    @property
    def day(self) -> date:
        """The day that a number of days since 1900 stands for."""
        return date(1899, 12, 30) + timedelta(days=float(self.value))


class Sheet(NamedTuple):
    """One sheet: its cells by place, and its XML."""

    name: str
    cells: dict[tuple[int, int], Cell]
    root: ET.Element
    hidden: bool

    def row(self, number: int) -> list[str | float]:
        """Give what stands in a row, counted from 1; what is empty is ''."""
        width = max((column for _, column in self.cells), default=0)
        places = [(number, column) for column in range(1, width + 1)]
        return [
            self.cells[place].value if place in self.cells else "" for place in places
        ]

    def head(self, first: str) -> int:
        """Find the row that begins with a word."""
        return next(
            row for (row, column), cell in sorted(self.cells.items())
            if column == 1 and cell.value == first
        )  # fmt: skip

    def under(self, heading: str, first: str = "编号") -> list[Cell | None]:
        """Give the cells of a column below its heading."""
        top = self.head(first)
        column = self.row(top).index(heading) + 1
        last = max(row for row, _ in self.cells)
        return [self.cells.get((row, column)) for row in range(top + 1, last + 1)]

    def at(self, number: str, heading: str) -> Cell | None:
        """Give the cell of an issue under a heading."""
        numbers = [cell.value if cell else "" for cell in self.under("编号")]
        return self.under(heading)[numbers.index(number)]

    def find(self, path: str) -> list[ET.Element]:
        """Find elements by their names."""
        named = "/".join(f"{_MAIN}{name}" for name in path.split("/"))
        return self.root.findall(f".//{named}")


class Opened(NamedTuple):
    """A workbook: its sheets in order, its names (`sheet:name` of one), its parts."""

    sheets: dict[str, Sheet]
    names: dict[str, str]
    parts: dict[str, str]


def opened(data: bytes) -> Opened:
    """Open a workbook; every part of it must be well-formed XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    trees = {name: ET.fromstring(text) for name, text in parts.items()}
    book = trees["xl/workbook.xml"]
    related = {
        each.attrib["Id"]: "xl/" + each.attrib["Target"]
        for each in trees["xl/_rels/workbook.xml.rels"]
    }
    strings = [
        _plain("".join(each.text or "" for each in item.iter(f"{_MAIN}t")))
        for item in trees.get("xl/sharedStrings.xml", ET.Element("none"))
    ]
    forms = _forms(trees["xl/styles.xml"])
    sheets = {}
    for each in book.iter(f"{_MAIN}sheet"):
        root = trees[related[each.attrib[f"{_OFFICE}id"]]]
        cells = dict(_cells(root, strings, forms))
        name = each.attrib["name"]
        sheets[name] = Sheet(name, cells, root, each.get("state") == "hidden")
    names = {}
    for each in book.iter(f"{_MAIN}definedName"):
        text = each.text or ""
        own = "localSheetId" in each.attrib
        place = f"{text.partition('!')[0]}:" if own else ""
        names[place + each.attrib["name"]] = text
    return Opened(sheets, names, parts)


def _cells(
    root: ET.Element, strings: list[str], forms: list[str]
) -> Iterator[tuple[tuple[int, int], Cell]]:
    for each in root.iter(f"{_MAIN}c"):
        value = each.find(f"{_MAIN}v")
        if value is None:
            continue
        kind = each.get("t", "n")
        text = value.text or ""
        found = strings[int(text)] if kind == "s" else float(text)
        if each.find(f"{_MAIN}f") is not None:
            kind = "formula"
        yield _place(each.attrib["r"]), Cell(found, kind, forms[int(each.get("s", 0))])


def _place(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]), column


def _forms(styles: ET.Element) -> list[str]:
    own = {
        each.attrib["numFmtId"]: each.attrib["formatCode"]
        for each in styles.iter(f"{_MAIN}numFmt")
    }
    built = {"0": "", "1": "0", "10": "0.00%", "49": "@"}
    cells = styles.find(f"{_MAIN}cellXfs")
    assert cells is not None
    return [
        (own | built).get(each.attrib["numFmtId"], each.attrib["numFmtId"])
        for each in cells
    ]


def _plain(stored: str) -> str:
    """Undo Excel's own way of writing a character by its number."""
    return _HEX.sub(lambda found: chr(int(found[1], 16)), stored)
