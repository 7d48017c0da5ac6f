"""Tables and forms as HTML: a full grid of fixed shares, whatever the page is wide."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from rectify.views.layout.grid import ACROSS, UPRIGHT, fields, form_grid, grid_of
from rectify.views.web.inline import element, face

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.views.layout.grid import Field
    from rectify.views.paper import Table
    from rectify.views.web.inline import Look

# A box to write in is 25 mm high: in points, and in the pixels of an attribute.
_BOX, _BOX_PIXELS = "height:71pt;", 95
_WHOLE_ROW = "page-break-inside:avoid"
_CELL = (
    "border:0.75pt solid #000;padding:2pt 4pt;vertical-align:middle;"
    "font-weight:normal;overflow-wrap:anywhere"
)
_FORM_SIZE = 12


def framed_table(table: Table, look: Look) -> str:
    """Write a table, its heading repeated on every page."""
    grid = look.grids.get(table.header) or grid_of(table)
    room = ACROSS if grid.across else UPRIGHT
    shares = [100 * width / room for width in grid.widths]
    heading = _words_style(look, "hei", grid.size, "center")
    cells = [_words_style(look, "body", grid.size, each) for each in table.aligns]
    head = _row("th", table.header, [heading] * len(shares))
    rows = "".join(_row("td", row, cells) for row in table.rows)
    return _framed(shares, element("thead", head) + element("tbody", rows))


def _row(tag: str, words: Sequence[str], styles: Sequence[str]) -> str:
    cells = (
        element(tag, element("p", escape(each), style), _CELL)
        for each, style in zip(words, styles, strict=True)
    )
    return element("tr", "".join(cells), _WHOLE_ROW)


def _words_style(look: Look, name: str, size: float, align: str) -> str:
    """Say how the words of a cell look: a paragraph of its own, without any white."""
    return (
        f"margin:0pt;{face(look, name)};font-size:{size:g}pt;"
        f"line-height:{size * 1.4:g}pt;text-align:{align};color:#000"
    )


def _framed(shares: Sequence[float], inside: str) -> str:
    """Frame a table that fills the line, whichever way the page lies."""
    columns = "".join(
        f'<col width="{share:.2f}%" style="width:{share:.2f}%">' for share in shares
    )
    return element(
        "table",
        element("colgroup", columns) + inside,
        "width:100%;border-collapse:collapse;table-layout:fixed;margin:4pt 0",
        {"border": 1, "cellspacing": 0, "cellpadding": 0, "width": "100%"},
    )


def framed_form(table: Table, look: Look) -> str:
    """Write a form: labels, and what is filled in or has room to be."""
    label = _words_style(look, "hei", _FORM_SIZE, "center")
    value = _words_style(look, "body", _FORM_SIZE, "left")
    rows = "".join(_form_row(row, label, value) for row in fields(table))
    shares = [100 * width / UPRIGHT for width in form_grid(table)]
    return _framed(shares, element("tbody", rows))


def _form_row(row: Sequence[Field], label: str, value: str) -> str:
    """Write labels and values; a row with a box to write in is tall."""
    box = any(each.blank for each in row)
    tall = _BOX if box else ""
    more = {"height": _BOX_PIXELS} if box else {}
    cells = (
        element(
            "td",
            element("p", escape(each.text), label if each.label else value),
            tall + _CELL,
            {"colspan": each.span, **more},
        )
        for each in row
    )
    return element("tr", "".join(cells), tall + _WHOLE_ROW)
