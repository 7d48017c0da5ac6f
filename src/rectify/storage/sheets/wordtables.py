"""Tables of Word documents: cells that span, rows that were deleted, boxes ticked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rectify.domain.intake.grid import Area, Grid
from rectify.storage.sheets.markup import Markup, said
from rectify.storage.sheets.package import main_part, parts_of
from rectify.storage.sheets.refusal import NoTable
from rectify.storage.sheets.remarks import NO_BOXES
from rectify.storage.sheets.shaping import Extent, shaped, text_of
from rectify.storage.sheets.wordnumbers import Numbering

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Value
    from rectify.storage.sheets.archive import Archive

DOCUMENT = "word/document.xml"
# Older programs read the one, newer ones the other: the words would come twice.
_NUMBERING = "/numbering"
_BOX = "txbxContent"
_ASIDE = frozenset(
    {"Fallback", _BOX, "del", "moveFrom", "tabs", "tcPrChange", "trPrChange"}
    | {"pPrChange", "rPrChange"}
)
_MOST_COLUMNS = 1_000
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Ticks and boxes of the fonts that a tick is usually set in.
_SIGNS = {
    ("Wingdings", "FE"): "☑",
    ("Wingdings", "FD"): "☒",
    ("Wingdings", "FC"): "✓",
    ("Wingdings", "FB"): "✗",
    ("Wingdings", "A8"): "☐",
    ("Wingdings", "6F"): "☐",
    ("Wingdings 2", "52"): "☑",
    ("Wingdings 2", "53"): "☒",
    ("Wingdings 2", "50"): "✓",
    ("Wingdings 2", "4F"): "✗",
    ("Wingdings 2", "A3"): "☐",
}
_SYMBOL_AREA = 0xF000


@dataclass
class _Cell:
    """One cell as it is read."""

    span: int = 1
    joined_left: bool = False
    joined_above: bool = False
    words: list[str] = field(default_factory=list)


@dataclass
class _Table:
    """One table as it grows; `open` are the merges that may go on below."""

    name: str
    caption: str | None
    extent: Extent
    rows: list[list[Value]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    open: dict[int, Area] = field(default_factory=dict)
    cells: list[_Cell] = field(default_factory=list)
    before: int = 0
    deleted: bool = False


class _Document(Markup):
    """One reading of the text of a document."""

    def __init__(self, numbering: Numbering) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._numbering = numbering
        self._list: str | None = None
        self._begun = 0
        self.boxed = False
        self._tables: list[_Table] = []
        self._outside: list[str] = []
        self._caption: str | None = None
        self._aside = 0
        self._box = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow tables, rows and cells; hear words in them and above them."""
        if self._aside or tag in _ASIDE:
            if tag == "del" and self._tables and not self._tables[-1].cells:
                # Before its first cell a row tells of itself: it was deleted.
                self._tables[-1].deleted = True
            self._box |= tag == _BOX
            self.boxed |= self._box and tag == "t"
            self._aside += 1
        elif tag == "tbl":
            name = f"表{len(self.tables) + 1}"
            self.tables.append(_Table(name, self._caption, Extent(name)))
            self._tables.append(self.tables[-1])
            self._caption = None
        elif tag == "t":
            self.listen()
        elif tag == "p":
            self._list, self._begun = None, len(self._writing())
        elif tag == "numId":
            self._list = said(attributes, "val")
        elif tag in _BREAKS:
            self._writing().append(_BREAKS[tag])
        elif tag == "sym":
            self._writing().append(_sign(attributes))
        elif self._tables:
            self._shape(self._tables[-1], tag, attributes)

    def closed(self, tag: str) -> None:
        """Lay a row down when it ends; a deleted one is no row."""
        if self._aside:
            self._aside -= 1
            self._box &= bool(self._aside)
        elif tag == "t":
            self._writing().append(self.heard())
        elif tag == "p":
            self._end_paragraph()
        elif tag == "tr" and self._tables:
            _lay(self._tables[-1])
        elif tag == "tbl" and self._tables:
            table = self._tables.pop()
            table.merges.extend(table.open.values())

    def _shape(self, table: _Table, tag: str, attributes: dict[str, str]) -> None:
        """Take note of what shapes a row or a cell."""
        if tag == "tr":
            table.cells, table.before, table.deleted = [], 0, False
        elif tag == "gridBefore":
            table.before = _number(attributes)
        elif tag == "tc":
            table.cells.append(_Cell())
        elif table.cells and tag == "gridSpan":
            table.cells[-1].span = max(1, _number(attributes))
        elif table.cells and tag == "vMerge":
            table.cells[-1].joined_above = said(attributes, "val") != "restart"
        elif table.cells and tag == "hMerge":
            table.cells[-1].joined_left = said(attributes, "val") != "restart"

    def _writing(self) -> list[str]:
        """Give the words of the cell that is open, or of the text around tables."""
        if self._tables and self._tables[-1].cells:
            return self._tables[-1].cells[-1].words
        return self._outside

    def _end_paragraph(self) -> None:
        number = self._numbering.following(self._list) if self._list else ""
        if self._tables:
            words = self._writing()
            # Before words it is a matter of layout; alone in a cell it is what is said.
            if not "".join(words[self._begun :]).strip():
                words.append(number)
            words.append("\n")
            return
        self._caption = text_of("".join(self._outside).strip()) or self._caption
        self._outside = []


def read(archive: Archive) -> tuple[list[Grid], list[str]]:
    """Read the tables of a document, and what was left out of it.

    Raises:
        Unreadable: it is broken, hostile, or has no table.
    """
    main = main_part(archive, DOCUMENT)
    numbering = Numbering()
    for part in parts_of(archive, main):
        if part.kind.endswith(_NUMBERING) and part.path in archive:
            numbering.read(archive.read(part.path))
    document = _Document(numbering)
    document.read(archive.read(main))
    if not document.tables:
        raise NoTable
    remarks = [NO_BOXES] if document.boxed else []
    return [shaped(_grid(table)) for table in document.tables], remarks


def _grid(table: _Table) -> Grid:
    rows = tuple(map(tuple, table.rows))
    return Grid(table.name, rows, tuple(table.merges), caption=table.caption)


def _lay(table: _Table) -> None:
    """Add a row: cells that go on from the left or from above say nothing."""
    if table.deleted or not table.cells:
        return
    row, column, first = len(table.rows), table.before, table.before
    values: list[Value] = [None] * column
    areas: dict[int, Area] = {}
    for cell in table.cells:
        right = column + cell.span - 1
        table.extent.reach(row, right)
        above = table.open.get(column) if cell.joined_above else None
        if cell.joined_left and first in areas:
            areas[first] = areas[first]._replace(right=right)
        elif above is not None:
            areas[column] = above._replace(bottom=row)
        else:
            first, areas[column] = column, Area(row, column, row, right)
            values.append(text_of("".join(cell.words).strip("\n")))
        column = right + 1
        values.extend(None for _ in range(len(values), column))
    table.merges.extend(
        area for column, area in table.open.items() if not _goes_on(areas, column, area)
    )
    table.open = areas
    table.rows.append(values)


def _goes_on(areas: dict[int, Area], column: int, area: Area) -> bool:
    return column in areas and areas[column].top == area.top


def _number(attributes: dict[str, str]) -> int:
    return min(int(said(attributes, "val") or 0), _MOST_COLUMNS)


def _sign(attributes: dict[str, str]) -> str:
    """Give a tick or a box for a sign of a font of signs."""
    code = int(said(attributes, "char") or "0", 16) % _SYMBOL_AREA
    return _SIGNS.get((said(attributes, "font") or "", f"{code:X}"), "")
