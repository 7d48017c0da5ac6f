"""OpenDocument workbooks: one part, in which cells repeat, span and hide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rectify.domain.intake.grid import Area, Formula
from rectify.storage.sheets.dayforms import Grain, shown
from rectify.storage.sheets.markup import Markup, said
from rectify.storage.sheets.page import Page
from rectify.storage.sheets.refusal import Locked, NoSheets
from rectify.storage.sheets.remarks import NO_NOTES, NO_PICTURES
from rectify.storage.sheets.shaping import text_of, value_of

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Grid, Value
    from rectify.storage.sheets.archive import Archive

CONTENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_REMEMBERED = ("'file:", "'http")
_PACKAGE = "encrypted-package"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_NUMBERS = frozenset({"float", "currency"})
_HIDDEN = frozenset({"collapse", "filter"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
# Notes, drawn shapes, and what was deleted while changes were tracked.
_ASIDE = frozenset({"annotation", "shapes", "frame", "custom-shape", "tracked-changes"})
_DURATION = re.compile(r"PT(\d+)H(\d+)M.*")
# Words that show of a day no more than its month, or its year.
_GRAINS = {
    Grain.MONTH: re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*月?"),
    Grain.YEAR: re.compile(r"\d{4}\s*年"),
}
_OTHER_FILE = re.compile(r"'(?:file|https?)://[^']*'#")


@dataclass
class _Cell:
    """One cell as it is read, and how often it stands there."""

    covered: bool
    kind: str | None
    value: str | None
    formula: str | None
    times: int
    rows: int
    columns: int
    paragraphs: list[str] = field(default_factory=list)


@dataclass
class _Sheet(Page):
    """One sheet as it grows."""

    height: int = 0
    width: int = 0


class _Manifest(Markup):
    """Whether a part is encrypted."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False

    def opened(self, tag: str, _attributes: dict[str, str]) -> None:
        self.locked |= tag == "encryption-data"


class _Content(Markup):
    """One reading of the content of a workbook."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[_Sheet] = []
        self.noted = self.pictured = False
        self._unseen: set[str] = set()
        self._style = ""
        self._cell: _Cell | None = None
        self._row: list[_Cell] = []
        self._repeat, self._concealed = 1, False
        self._aside = 0
        self._tables = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _ASIDE or self._aside:
            self._aside += 1
            self.noted |= tag == "annotation"
            self.pictured |= tag == "image"
        elif tag == "style":
            self._style = said(attributes, "name") or ""
        elif tag == "table-properties":
            if said(attributes, "display") == "false":
                self._unseen.add(self._style)
        elif tag == "table":
            self._begin_table(attributes)
        elif tag == "table-column":
            self._take_column(attributes)
        elif tag == "table-row":
            self._row = []
            self._repeat = _count(attributes, "number-rows-repeated", _MOST_ROWS)
            self._concealed = said(attributes, "visibility") in _HIDDEN
        elif tag in _CELLS:
            self._cell = _cell(tag, attributes)
        elif self._cell is not None:
            self._take_words(tag, attributes)

    def closed(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
        elif tag == "table":
            self._tables -= 1
        elif tag == "p" and self._cell is not None:
            self._cell.paragraphs.append(self.heard())
        elif tag in _CELLS and self._cell is not None:
            self._row.append(self._cell)
            self._cell = None
        elif tag == "table-row" and self.sheets:
            _take_row(self.sheets[-1], self._row, self._repeat, self._concealed)

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            name = said(attributes, "name") or f"表{len(self.sheets) + 1}"
            hidden = said(attributes, "style-name") in self._unseen
            self.sheets.append(_Sheet(name, hidden))

    def _take_column(self, attributes: dict[str, str]) -> None:
        if not self.sheets:
            return
        sheet = self.sheets[-1]
        times = _count(attributes, "number-columns-repeated", _MOST_COLUMNS)
        after = min(sheet.width + times, _MOST_COLUMNS)
        if said(attributes, "visibility") in _HIDDEN:
            sheet.hidden_columns.update(range(sheet.width, after))
        sheet.width = after

    def _take_words(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "p":
            self.listen()
        elif tag == "s":
            self.hear(" " * _count(attributes, "c", _MOST_COLUMNS))
        elif tag == "tab":
            self.hear("\t")
        elif tag == "line-break":
            self.hear("\n")


def read(archive: Archive) -> tuple[list[Grid], list[str]]:
    """Read a workbook, and say what was left out of it.

    Raises:
        Unreadable: it is broken, hostile, locked, or has no sheet.
    """
    manifest = _Manifest()
    if _MANIFEST in archive:
        manifest.read(archive.read(_MANIFEST))
    if manifest.locked or _PACKAGE in archive:
        raise Locked
    content = _Content()
    content.read(archive.read(CONTENT))
    # What other files said when they were last asked is kept as if it were a sheet.
    sheets = [each for each in content.sheets if not each.name.startswith(_REMEMBERED)]
    if not sheets:
        raise NoSheets
    remarks = [NO_PICTURES] if content.pictured else []
    remarks += [NO_NOTES] if content.noted else []
    return [sheet.grid() for sheet in sheets], remarks


def _cell(tag: str, attributes: dict[str, str]) -> _Cell:
    named = {key.rpartition(":")[2]: value for key, value in attributes.items()}
    kind = said(attributes, "calcext:value-type") or said(
        attributes, "office:value-type"
    )
    value = (
        named.get("date-value")
        or named.get("time-value")
        or named.get("boolean-value")
        or named.get("string-value")
        or named.get("value")
    )
    return _Cell(
        tag == "covered-table-cell",
        kind,
        value,
        named.get("formula"),
        _count(attributes, "number-columns-repeated", _MOST_COLUMNS),
        _count(attributes, "number-rows-spanned", _MOST_ROWS),
        _count(attributes, "number-columns-spanned", _MOST_COLUMNS),
    )


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    return max(1, min(int(said(attributes, name) or 1), most))


def _take_row(sheet: _Sheet, cells: list[_Cell], repeat: int, concealed: bool) -> None:
    """Lay a row down as often as it repeats; an empty one takes no room."""
    top = sheet.height
    sheet.height += repeat
    if concealed:
        sheet.hidden_rows.update(range(top, min(sheet.height, _MOST_ROWS)))
    values = _spread(sheet, cells, top)
    if not values:
        return
    sheet.extent.reach(top + repeat - 1, len(values) - 1)
    sheet.rows.extend([] for _ in range(len(sheet.rows), top))
    sheet.rows.extend(list(values) for _ in range(repeat))


def _spread(sheet: _Sheet, cells: list[_Cell], row: int) -> list[Value]:
    """Give the values of a row; merges and formulas are noted on the way."""
    values: list[Value] = []
    column = 0
    for cell in cells:
        value = None if cell.covered else _value(cell)
        if value is not None:
            sheet.extent.reach(row, column + cell.times - 1)
            values.extend(None for _ in range(len(values), column))
            values.extend(value for _ in range(cell.times))
        if cell.rows > 1 or cell.columns > 1:
            area = Area(row, column, row + cell.rows - 1, column + cell.columns - 1)
            sheet.merges.append(area)
        if cell.formula is not None:
            sheet.formulas[row, column] = _formula(cell.formula, value)
        column += cell.times
    return values


def _formula(words: str, value: Value) -> Formula:
    if _OTHER_FILE.search(words):
        return Formula.ELSEWHERE
    return Formula.UNSTORED if value is None else Formula.STORED


def _value(cell: _Cell) -> Value:
    words = text_of("\n".join(cell.paragraphs))
    if cell.value is None or cell.kind in {"string", "error"}:
        return words if words is not None else text_of(cell.value or "")
    try:
        return _typed(cell.kind, cell.value, words)
    except ValueError:
        return words


def _typed(kind: str | None, value: str, words: str | None) -> Value:
    if kind == "percentage":
        return shown(value_of(float(value)), Grain.PERCENT)
    if kind in _NUMBERS:
        return value_of(float(value))
    if kind == "boolean":
        return value == "true"
    if kind == "date":
        day = value_of(datetime.fromisoformat(value))
        said = (each for each, form in _GRAINS.items() if form.fullmatch(words or ""))
        grain = next(said, None)
        return day if grain is None else shown(day, grain)
    found = _DURATION.fullmatch(value)
    return f"{found[1]}:{found[2]}" if found else words
