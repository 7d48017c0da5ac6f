"""Tables in Word: a full grid of fixed widths, and forms to fill in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rectify.views.layout.grid import fields
from rectify.views.layout.styles import LARGE, OF_ROLE, TableStyles
from rectify.views.layout.widths import PADDING, Layout, Page, ems, form_widths
from rectify.views.paper import Align, Paragraph
from rectify.views.word.ooxml import ParagraphXml, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rectify.views.layout.grid import Field
    from rectify.views.paper import Block, Table

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_UP = 45
# An empty box is high enough to be written and stamped in: 28 mm.
_BOX, _LINE = 1588, 567
# What a form leaves free of its page: some rows have a line more than estimated.
_SPARE = 600
_ALIGNS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


class Cell(NamedTuple):
    """A cell: its words, the style of its paragraph, its width and how it stands."""

    words: str
    style: str
    width: int
    align: Align
    span: int = 1

    def xml(self, *, keep: bool) -> str:
        """Write it; lines of a cell are paragraphs, as a hand would type them."""
        span = f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        lines = "".join(
            str(
                ParagraphXml(
                    self.style, run(line), keep=keep, align=_ALIGNS[self.align]
                )
            )
            for line in self.words.split("\n")
        )
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{self.width}" w:type="dxa"/>{span}'
            f'<w:vAlign w:val="center"/></w:tcPr>{lines}</w:tc>'
        )


def table_xml(
    table: Table, layout: Layout, page: Page, ids: Mapping[str, str], *, keep: bool
) -> str:
    """Write a table with a heading, which is repeated on every page.

    With `keep`, its last row stays with what comes after it.
    """
    head, text = (ids[each.name] for each in layout.styles)
    rows = [
        _row(
            [
                Cell(words, head, width, Align.CENTRE)
                for words, width in zip(table.header, layout.widths, strict=True)
            ],
            "<w:cantSplit/><w:tblHeader/>",
            keep=True,
        )
    ]
    last = len(table.rows) - 1
    for place, row in enumerate(table.rows):
        cells = [
            Cell(words, text, width, align)
            for words, width, align in zip(
                row, layout.widths, table.aligns, strict=True
            )
        ]
        whole = _height(cells, layout.styles) < page.height / 2
        said = "<w:cantSplit/>" if whole else ""
        rows.append(_row(cells, said, keep=keep and whole and place == last))
    return _table(rows, layout.widths)


def form_xml(table: Table, page: Page, ids: Mapping[str, str], *, keep: bool) -> str:
    """Write a form: labels and what is filled in; trailing blanks make one box.

    The page is what is left to it beside the title above and the note below.
    """
    widths = form_widths(table, page)
    filled = [_filled(row, widths, LARGE, ids) for row in fields(table)]
    box = _box(filled, page)
    heights = [max(_least(cells, box), _height(cells, LARGE)) for cells in filled]
    fits = sum(heights) <= page.height - _SPARE
    rows = [
        _form_row(
            cells,
            _least(cells, box),
            whole=height < page.height / 2,
            keep=keep if place == len(filled) else fits,
        )
        for place, (cells, height) in enumerate(zip(filled, heights, strict=True), 1)
    ]
    return _table(rows, widths)


def _box(rows: Sequence[Sequence[Cell]], page: Page) -> int:
    """Give the height of an empty box: smaller where that keeps the form on a page."""
    boxes = sum(map(_blank, rows))
    taken = sum(
        max(_LINE, _height(cells, LARGE)) for cells in rows if not _blank(cells)
    )
    room = int(page.height - _SPARE - taken) // max(boxes, 1)
    return min(room, _BOX) if room >= _LINE else _BOX


def _form_row(cells: Sequence[Cell], least: int, *, whole: bool, keep: bool) -> str:
    """Write a row of a form; what is higher than half a page may go on on the next."""
    split = "<w:cantSplit/>" if whole else ""
    height = f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>'
    return _row(cells, split + height, keep=keep and whole)


def height_of(block: Block, width: int) -> float:
    """Tell about how high a paragraph is that is as wide as the text, in twips."""
    if not isinstance(block, Paragraph):
        return 0
    style = OF_ROLE[block.role]
    lines = math.ceil(ems(block.text) * style.size * 10 / width)
    return lines * style.line + 2 * style.around


def _blank(cells: Sequence[Cell]) -> bool:
    """Tell whether a row is an empty box to write in."""
    return cells[-1].span > 1 and not cells[-1].words


def _least(cells: Sequence[Cell], box: int) -> int:
    """Give the least height of a row of a form, in twips."""
    return box if _blank(cells) else _LINE


def _filled(
    row: Sequence[Field],
    widths: Sequence[int],
    styles: TableStyles,
    ids: Mapping[str, str],
) -> list[Cell]:
    """Give the cells of a row of a form, each as wide as the columns that it spans."""
    label, value = (ids[each.name] for each in styles)
    cells, column = [], 0
    for field in row:
        width = sum(widths[column : column + field.span])
        style, align = (label, Align.CENTRE) if field.label else (value, Align.LEFT)
        cells.append(Cell(field.text, style, width, align, field.span))
        column += field.span
    return cells


def _row(cells: Sequence[Cell], said: str, *, keep: bool) -> str:
    inside = "".join(cell.xml(keep=keep) for cell in cells)
    return f"<w:tr>{f'<w:trPr>{said}</w:trPr>' if said else ''}{inside}</w:tr>"


def _table(rows: Sequence[str], widths: Sequence[int]) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in _SIDES
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    side = PADDING // 2
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{_UP}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{_UP}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _height(cells: Sequence[Cell], styles: TableStyles) -> float:
    """Tell about how high a row is, in twips."""
    em = styles.cell.size * 10
    lines = max(
        math.ceil(ems(cell.words) * em / (cell.width - PADDING))
        + cell.words.count("\n")
        for cell in cells
    )
    return lines * styles.cell.line + 2 * _UP
