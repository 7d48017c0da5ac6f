"""The widths of a table's columns, from what stands in them, and its size of type.

A column of numbers, dates or 编号 is as wide as they are and never breaks one; the long
texts share the rest so that none makes its row much taller than the others do.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise, permutations
from operator import truediv
from typing import TYPE_CHECKING, NamedTuple

from rectify.views.layout.styles import LARGE, SMALL, TableStyles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rectify.views.paper import Table

# Twips of white at both sides of a cell together.
PADDING = 120
# A reader's machine may set another face a little wider.
_SLACK = 0.3
# In ems: what is short stays on one line, what is long never needs more than this.
_SHORT, _NARROW, _ENOUGH = 11.0, 4.0, 16.0
_PHRASE, _SENTENCE = 12.0, 30.0
_LEAST = 2.0
# The pieces, in ems, that columns give to each other, and the rows that are looked at.
_PIECES = (6.0, 2.0, 0.5, 0.2)
_LOOKED_AT = 60
_NEARLY = 1e-9
# A table that asks for so little more than there is does without.
_NEARLY_FITS = 1.05
# What must not be broken: 2024年6月20日, 100.0%, JZ-001, 〔2024〕12号.
_ATOM = re.compile(
    r"〔\d{4}〕\d+号|\d{1,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|[!-~]+|."
)
# What is from one day to another may be broken between them.
_SPAN = re.compile(r"[^至]+至?|至")
_WIDE_LATIN = frozenset("%@MWmw—")


class Page(NamedTuple):
    """The room that the text of a page has, in twips."""

    width: int
    height: int


class Layout(NamedTuple):
    """How a table is set: its type, the twips of each column, whether turned."""

    styles: TableStyles
    widths: tuple[int, ...]
    turned: bool


def ems(text: str) -> float:
    """Tell how wide words are: a Chinese character is 1."""
    return sum(map(_em, text))


def _em(mark: str) -> float:
    if mark > "⺀" or mark in _WIDE_LATIN or mark in "“”‘’…①②③④⑤":
        return 1.0
    return 0.56


class Column(NamedTuple):
    """What a column asks for, in ems.

    With `least` nothing is broken that must not be; with `safe` not even on a machine
    that has other faces; `easy` reads well; `natural` puts every cell on one line.
    """

    least: float
    safe: float
    easy: float
    natural: float
    lengths: tuple[float, ...]


def columns_of(tables: Sequence[Table]) -> list[Column]:
    """Measure what stands in each column of tables that have one heading."""
    rows = [row for table in tables for row in table.rows]
    return [
        _column(head, [row[place] for row in rows])
        for place, head in enumerate(tables[0].header)
    ]


def _column(head: str, cells: Sequence[str]) -> Column:
    lengths = [ems(each) for each in cells] or [0.0]
    longest, heading = max(lengths), ems(head)
    whole = _atoms(cells)
    if longest <= _SHORT and _figures(cells):
        whole = [part for cell in cells for part in _SPAN.findall(cell)]
        lengths = [_at_most(each) for each in cells]
    words = _LEAST if heading <= _LEAST else max(_LEAST, math.ceil(heading / 2))
    narrow = _NARROW + (longest > _PHRASE) + (longest > _SENTENCE)
    floor = max(words, min(longest, narrow))
    least, safe = (
        max(floor, min(max(map(measure, whole), default=0.0), _ENOUGH)) + _SLACK
        for measure in (ems, _at_most)
    )
    wish = min(longest, max(_NARROW, 1.2 * math.sqrt(longest)), _ENOUGH)
    natural = max(*lengths, heading, _LEAST) + _SLACK
    return Column(least, safe, max(least, wish + _SLACK), natural, (heading, *lengths))


def _atoms(cells: Iterable[str]) -> list[str]:
    return [atom for cell in cells for atom in _ATOM.findall(cell)]


def _figures(cells: Iterable[str]) -> bool:
    """Tell whether a column holds figures, numbers or dates, and a word at most."""
    said = [cell for cell in cells if ems(cell) > _NARROW]
    return all(3 * sum(map(str.isascii, cell)) >= len(cell) for cell in said) and any(
        any(map(str.isdigit, cell)) for cell in cells
    )


def _at_most(cell: str) -> float:
    """Tell how wide figures may come out: some programs set them wider, and apart."""
    apart = sum(
        a.isdigit() != b.isdigit()
        for a, b in pairwise(cell)
        if a + b > "⺀" or b > "⺀"
    )
    return sum(_em(mark) * (1.1 if mark.isascii() else 1) for mark in cell) + apart / 4


def alike(tables: Iterable[Table]) -> dict[tuple[str, ...], list[Table]]:
    """Gather the tables of one heading, which are set alike; forms have none."""
    found: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        if not table.form:
            found.setdefault(table.header, []).append(table)
    return found


def layout_of(tables: Sequence[Table], upright: Page, turned: Page | None) -> Layout:
    """Choose the type and the page of tables that have one heading.

    Upright in 小四, upright in 五号, and only then turned.
    """
    columns = columns_of(tables)
    ways = [(upright, LARGE), (upright, SMALL)]
    if turned is not None:
        ways.append((turned, SMALL))
    for page, styles in ways:
        room = _room(page, styles, len(columns))
        if sum(column.easy for column in columns) <= room * _NEARLY_FITS:
            break
    else:
        page, styles = ways[-1]
        room = _room(page, styles, len(columns))
    shares = _shares(columns, room)
    return Layout(styles, _twips(shares, page.width), page is turned)


def _room(page: Page, styles: TableStyles, columns: int) -> float:
    """Tell how many ems a row has at a size of type."""
    return (page.width - PADDING * columns) / (styles.cell.size * 10)


def _shares(columns: Sequence[Column], room: float) -> list[float]:
    """Give each column its ems, such that the table is as low as can be."""
    least = [column.least for column in columns]
    safe = [column.safe for column in columns]
    if sum(safe) <= room:
        least = safe
    if sum(least) > room:
        return [each * room / sum(least) for each in least]
    natural = [
        max(column.natural, had) for column, had in zip(columns, least, strict=True)
    ]
    if sum(natural) <= room:
        return natural
    part = (room - sum(least)) / (sum(natural) - sum(least))
    start = [
        had + part * (want - had) for had, want in zip(least, natural, strict=True)
    ]
    loose = [place for place, had in enumerate(least) if natural[place] > had]
    return _lowered(columns, start, least, loose)


def _lowered(
    columns: Sequence[Column],
    widths: list[float],
    least: Sequence[float],
    loose: Sequence[int],
) -> list[float]:
    """Move room between loose columns as long as the table gets lower by it."""
    step = max(1, len(columns[0].lengths) // _LOOKED_AT)
    rows = [column.lengths[::step] for column in columns]
    best = _height(rows, widths)
    for piece in _PIECES:
        moved = True
        while moved:
            moved = False
            for giver, taker in permutations(loose, 2):
                trial = [*widths]
                trial[giver] -= piece
                trial[taker] += piece
                if trial[giver] < least[giver]:
                    continue
                height = _height(rows, trial)
                if height < best:
                    best, widths, moved = height, trial, True
    return widths


def _height(columns: Sequence[Sequence[float]], widths: Sequence[float]) -> float:
    """Count the lines of a table; of two that are equal, the evenly filled is lower."""
    room = [width - _SLACK for width in widths]
    lines = 0.0
    for row in zip(*columns, strict=True):
        most = max(map(truediv, row, room))
        lines += math.ceil(most - _NEARLY) + most / 100
    return lines


def _twips(shares: Sequence[float], width: int) -> tuple[int, ...]:
    """Turn shares into whole twips that fill the width exactly."""
    inside = width - PADDING * len(shares)
    scale = inside / sum(shares)
    edges = [0]
    total = 0.0
    for share in shares:
        total += share * scale
        edges.append(round(total) + PADDING * len(edges))
    return tuple(right - left for left, right in pairwise(edges))


def form_widths(table: Table, page: Page) -> tuple[int, ...]:
    """Give the columns of a form: labels as wide as the longest, values the rest."""
    size = LARGE.header.size * 10
    longest = max(
        ems(row[place]) for row in table.rows for place in range(0, len(row), 2)
    )
    label = round((min(max(longest, 4.0), 6.0) + 0.5) * size) + PADDING
    pairs = math.ceil(len(table.aligns) / 2)
    values = len(table.aligns) - pairs
    if not values:
        return _twips([1.0] * pairs, page.width)
    rest = page.width - label * pairs
    edges = [round(rest * place / values) for place in range(values + 1)]
    widths = [
        label if place % 2 == 0 else edges[place // 2 + 1] - edges[place // 2]
        for place in range(len(table.aligns))
    ]
    return tuple(widths)
