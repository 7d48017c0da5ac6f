"""Workbooks of the present kind: values by calamine, the rest from the XML."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from rectify.domain.intake.grid import Grid
from rectify.storage.sheets import calamine
from rectify.storage.sheets.dayforms import Grain, grain_of
from rectify.storage.sheets.markup import Markup, said
from rectify.storage.sheets.refusal import Damaged, NoSheets
from rectify.storage.sheets.shaping import amend, shaped
from rectify.storage.sheets.worksheet import Worksheet

if TYPE_CHECKING:
    from rectify.storage.sheets.archive import Archive

BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_COMMON = (
    "[content_types].xml",
    "_rels/.rels",
    BOOK,
    _RELATIONS,
    "xl/sharedstrings.xml",
    _STYLES,
)
_NAMES = {
    "[content_types].xml": "[Content_Types].xml",
    "xl/sharedstrings.xml": "xl/sharedStrings.xml",
}
_LEFT_OUT = (
    ("宏没有运行，也没有读取", re.compile(r"xl/(.*/)?vbaproject.*")),
    ("图片没有读取", re.compile(r"xl/media/.*")),
    ("批注没有读取", re.compile(r"xl/(.*/)?(threaded)?comments?[^/]*\.xml")),
)
_SHAPES = re.compile(r"xl/drawings/[^/]+\.xml")


class _Relations(Markup):
    """The parts that a part names: target and type by key."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target, kind = attributes.get("Target", ""), attributes.get("Type", "")
            path = posixpath.normpath(posixpath.join("xl", target.replace("\\", "/")))
            path = path.lstrip("/")
            self.found[attributes.get("Id", "")] = (path, kind)


class _Book(Markup):
    """The sheets of a workbook: the key of each by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, str] = {}

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.keys[attributes.get("name", "")] = said(attributes, "id") or ""


class _Styles(Markup):
    """The styles of cells, by number, that show only a part of a day."""

    def __init__(self) -> None:
        super().__init__()
        self.grains: dict[str, Grain] = {}
        self._forms: dict[int, str] = {}
        self._cells: int | None = None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            form = attributes.get("formatCode", "")
            self._forms.setdefault(int(attributes["numFmtId"]), form)
        elif tag == "cellXfs":
            self._cells = 0
        elif tag == "xf" and self._cells is not None:
            number = int(attributes.get("numFmtId", "0"))
            grain = grain_of(number, self._forms.get(number))
            if grain:
                self.grains[str(self._cells)] = grain
            self._cells += 1

    def closed(self, tag: str) -> None:
        if tag == "cellXfs":
            self._cells = None


class _Plain(Markup):
    """A part that is only looked at for what it may not declare."""


class _Words(Markup):
    """Whether shapes say anything."""

    def __init__(self) -> None:
        super().__init__()
        self.any = False

    def opened(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "t":
            self.listen()

    def closed(self, tag: str) -> None:
        if tag == "t":
            self.any |= bool(self.heard().strip())


class Read(NamedTuple):
    """The sheets of a file, and what was left out of it."""

    grids: list[Grid]
    remarks: list[str]


def read(archive: Archive) -> Read:
    """Read a workbook.

    Raises:
        Unreadable: it is broken, hostile, or has no sheet.
    """
    paths = _paths(archive)
    styles = _Styles()
    if _STYLES in archive:
        styles.read(archive.read(_STYLES))
    sheets = {name: Worksheet(name, styles.grains) for name in paths}
    for name, path in paths.items():
        sheets[name].read(archive.read(path))
    found = calamine.sheets_of(_repacked(archive, list(paths.values())))
    cells = [sheet for sheet in found if sheet.rows is not None]
    if not cells:
        raise NoSheets
    grids = [_grid(sheet, sheets.get(sheet.name)) for sheet in cells]
    others = [sheet.name for sheet in found if sheet.rows is None]
    remarks = [f"“{name}”是图表或宏的页，跳过" for name in others]
    return Read(grids, remarks + _left_out(archive))


def _paths(archive: Archive) -> dict[str, str]:
    """Find the part of each sheet of cells by its name."""
    book, relations = _Book(), _Relations()
    book.read(archive.read(BOOK))
    relations.read(archive.read(_RELATIONS))
    paths = {}
    for name, key in book.keys.items():
        path, kind = relations.found.get(key, ("", ""))
        if kind.endswith("/worksheet"):
            paths[name] = path
    return paths


def _repacked(archive: Archive, paths: list[str]) -> bytes:
    """Pack anew what was looked at, so that calamine reads that and nothing else."""
    buffer = BytesIO()
    common = [name for name in _COMMON if name in archive]
    with ZipFile(buffer, "w") as packed:
        for name in common:
            content = archive.read(name)
            _Plain().read(content)
            packed.writestr(_NAMES.get(name, name), content)
        for path in dict.fromkeys(paths):
            packed.writestr(path, archive.read(path))
    return buffer.getvalue()


def _grid(sheet: calamine.Sheet, scanned: Worksheet | None) -> Grid:
    if scanned is None or sheet.rows is None:
        raise Damaged
    amend(sheet.rows, scanned.errors, scanned.grains)
    return shaped(
        Grid(
            sheet.name,
            tuple(map(tuple, sheet.rows)),
            tuple(scanned.merges),
            frozenset(scanned.hidden_rows),
            frozenset(scanned.hidden_columns),
            scanned.formulas,
            sheet.hidden,
        )
    )


def _left_out(archive: Archive) -> list[str]:
    names = archive.names()
    said = [
        words
        for words, pattern in _LEFT_OUT
        if any(pattern.fullmatch(name) for name in names)
    ]
    return said + (["文本框没有读取"] if _has_words(archive) else [])


def _has_words(archive: Archive) -> bool:
    for name in archive.names():
        if _SHAPES.fullmatch(name):
            words = _Words()
            words.read(archive.read(name))
            if words.any:
                return True
    return False
