"""How a table lies on a page or a sheet: upright or across, how large, how wide.

The widths are those of the Word form (`widths.py`), in points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.views.layout.widths import Page, alike, form_widths, layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.views.paper import Paper, Table

# The text of A4 by GB/T 9704, 156 by 225 mm: in twips, and its width in points.
_UPRIGHT, _ACROSS = Page(8844, 12756), Page(12756, 8844)
UPRIGHT, ACROSS = _UPRIGHT.width / 20, _ACROSS.width / 20
_PAIR = 2


class Grid(NamedTuple):
    """Where the columns of a table stand: widths in points, which fill the text."""

    across: bool
    size: float
    widths: tuple[float, ...]


def grids_of(paper: Paper, *, upright: bool) -> dict[tuple[str, ...], Grid]:
    """Lay the tables of a document out, those of one heading alike.

    What is pasted stands in somebody's upright page, and has to fit there.
    """
    found = alike(table for _, table in paper.tables())
    return {
        header: grid_of(*tables, upright=upright) for header, tables in found.items()
    }


def grid_of(*tables: Table, upright: bool = False) -> Grid:
    """Lay tables out: the largest letters and the upright page, as far as it goes."""
    found = layout_of(tables, _UPRIGHT, None if upright else _ACROSS)
    widths = tuple(width / 20 for width in found.widths)
    return Grid(found.turned, found.styles.cell.size / 2, widths)


def form_grid(table: Table) -> tuple[float, ...]:
    """Give the widths of a form, in points: labels as wide as they are."""
    return tuple(width / 20 for width in form_widths(table, _UPRIGHT))


class Field(NamedTuple):
    """A cell of a form: a label, or what stands behind it over some columns."""

    text: str
    label: bool = False
    span: int = 1

    @property
    def blank(self) -> bool:
        """Whether it is a box to write in by hand."""
        return not self.text and self.span > 1


def fields(table: Table) -> Iterator[tuple[Field, ...]]:
    """Give the rows of a form; trailing pairs that say nothing widen the last value."""
    for row in table.rows:
        used = len(row)
        while used > _PAIR and not any(row[used - _PAIR : used]):
            used -= _PAIR
        made = [Field(text, label=place % 2 == 0) for place, text in enumerate(row)]
        last = made[used - 1]._replace(span=len(row) - used + 1)
        yield (*made[: used - 1], last)
