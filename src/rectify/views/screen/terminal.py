"""Tables on a terminal, cut to its width, and in a pipe, whole and plain."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from rectify.views.screen.cells import clip, pad, shown, width, wrap

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_MARGIN, _GUTTER = " ", "  "
_DOT = " · "
_NARROWEST, _LEAST = 8, 6
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What JSON leaves as it is and a terminal would obey.
_UNPRINTED = re.compile(
    "[\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


class Tone(StrEnum):
    """How a cell is coloured; the words are rich's, colour never carries meaning."""

    PLAIN = ""
    BOLD = "bold"
    DIM = "dim"
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    CYAN = "cyan"


class Cell(NamedTuple):
    """A piece of text on a line."""

    text: str
    tone: Tone = Tone.PLAIN


class Column(NamedTuple):
    """A column: the highest rank is the first to go, rank 0 stays."""

    label: str
    rank: int = 0
    min_width: int = 0
    right: bool = False
    flexible: bool = False


class Table(NamedTuple):
    """What a listing shows, without any form."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    caption: str = ""
    footer: tuple[str, ...] = ()


def is_terminal(file: TextIO) -> bool:
    """Tell whether somebody looks at the output."""
    return file.isatty()


def has_colour(file: TextIO) -> bool:
    """Tell whether colours are welcome there."""
    dumb = os.environ.get("TERM", "") in ("dumb", "unknown")
    return is_terminal(file) and not dumb and not os.environ.get("NO_COLOR")


def terminal_width(file: TextIO) -> int | None:
    """Give the width to keep to; none in a pipe."""
    return get_terminal_size().columns if is_terminal(file) else None


def show_table(table: Table, file: TextIO | None = None) -> None:
    """Print a table as it suits the place where it goes."""
    out = sys.stdout if file is None else file
    print_table(table, width=terminal_width(out), colour=has_colour(out), file=out)


def print_table(table: Table, *, width: int | None, colour: bool, file: TextIO) -> None:
    """Print a table within a width, or whole where there is none."""
    print_lines(layout(table, width), colour=colour, file=file)


def print_lines(lines: Iterable[Sequence[Cell]], *, colour: bool, file: TextIO) -> None:
    """Print lines made of cells; rich is only needed for colours."""
    if not colour:
        file.writelines(
            "".join(cell.text for cell in line).rstrip() + "\n" for line in lines
        )
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=file, highlight=False, force_terminal=True)
    for line in lines:
        text = Text.assemble(*((cell.text, cell.tone.value) for cell in line))
        text.rstrip()
        console.print(text, soft_wrap=True)


def lines_as_text(lines: Iterable[Sequence[Cell]], *, colour: bool) -> str:
    """Give lines as one text, with the codes of a terminal where wanted."""
    text = StringIO()
    print_lines(lines, colour=colour, file=text)
    return text.getvalue()


def layout(table: Table, room: int | None) -> list[Sequence[Cell]]:
    """Arrange a table in lines: title, heading, rows, footer."""
    if room is not None:
        room = max(room, _NARROWEST)
    heading = [Cell(column.label, Tone.BOLD) for column in table.columns]
    body = [[Cell(shown(text), tone) for text, tone in row] for row in table.rows]
    grid = [heading, *body]
    widths = _fit(table.columns, grid, room)
    lines = [_line(table.columns, widths, row) for row in grid]
    footer = [_footed(line, room) for line in table.footer]
    rest = [[Cell(line)] for part in footer for line in part]
    return [*_headline(table, _total(widths.values()), room), *lines, *rest]


def _fit(
    columns: Sequence[Column], grid: Sequence[Sequence[Cell]], room: int | None
) -> dict[int, int]:
    """Give the width of each column that is shown, by its place."""
    kept = {
        place: max(width(row[place].text) for row in grid)
        for place in range(len(columns))
    }
    while room is not None and _total(kept.values()) > room:
        fitted = _squeezed(columns, kept, room)
        if _total(fitted.values()) <= room:
            return fitted
        last = max(kept, key=lambda place: (columns[place].rank, place))
        if columns[last].rank == 0:
            return _crushed(columns, fitted, room)
        del kept[last]
    return kept


def _squeezed(
    columns: Sequence[Column], widths: dict[int, int], room: int
) -> dict[int, int]:
    """Narrow the flexible columns, the widest first, down to their least."""
    fitted = dict(widths)
    while _total(fitted.values()) > room:
        slack = [
            place
            for place, cells in fitted.items()
            if columns[place].flexible and cells > max(columns[place].min_width, 1)
        ]
        if not slack:
            break
        fitted[max(slack, key=fitted.__getitem__)] -= 1
    return fitted


def _crushed(
    columns: Sequence[Column], widths: dict[int, int], room: int
) -> dict[int, int]:
    """Narrow flexible columns further, then any, and at last leave out the last."""
    fitted = dict(widths)
    while _total(fitted.values()) > room:
        soft = [place for place in fitted if columns[place].flexible]
        wide = [place for place in soft if fitted[place] > _LEAST] or list(fitted)
        widest = max(wide, key=fitted.__getitem__)
        if fitted[widest] > 1:
            fitted[widest] -= 1
        else:
            fitted.popitem()
    return fitted


def _total(widths: Collection[int]) -> int:
    return len(_MARGIN) + sum(widths) + len(_GUTTER) * (len(widths) - 1)


def _line(
    columns: Sequence[Column], widths: dict[int, int], row: Sequence[Cell]
) -> list[Cell]:
    line = [Cell(_MARGIN)]
    for place, cells in widths.items():
        text, tone = row[place]
        padded = pad(clip(text, cells), cells, right=columns[place].right)
        line += [Cell(padded, tone), Cell(_GUTTER)]
    return line


def _headline(table: Table, total: int, room: int | None) -> list[list[Cell]]:
    """Put the title at the left and the caption at the right, or below."""
    title, caption = shown(table.title), shown(table.caption)
    if not title and not caption:
        return []
    least = width(_MARGIN + title + _GUTTER + caption)
    if room is not None and least > room:
        parts = [(title, Tone.BOLD), (caption, Tone.DIM)]
        return [
            *(
                [Cell(_MARGIN), Cell(clip(text, room - len(_MARGIN)), tone)]
                for text, tone in parts
                if text
            ),
            [],
        ]
    blanks = max(total, least) - width(_MARGIN + title + caption)
    return [
        [
            Cell(_MARGIN),
            Cell(title, Tone.BOLD),
            Cell(" " * blanks),
            Cell(caption, Tone.DIM),
        ],
        [],
    ]


def _footed(line: str, room: int | None) -> list[str]:
    """Break a line under the table, at its dots where it has some."""
    if room is None:
        return [_MARGIN + shown(line)]
    pieces = shown(line).split(_DOT)
    lines = pieces[:1]
    for piece in pieces[1:]:
        joined = lines[-1] + _DOT + piece
        if width(_MARGIN + joined) <= room:
            lines[-1] = joined
        else:
            lines.append(piece)
    return [part for each in lines for part in wrap(each, room, _MARGIN)]


def print_csv(
    labels: Sequence[str], rows: Iterable[Sequence[object]], file: TextIO
) -> None:
    """Print rows that a spreadsheet takes for text and numbers, never formulas."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(labels)
    writer.writerows([_inert(value) for value in row] for row in rows)


def _inert(value: object) -> object:
    if not isinstance(value, str):
        return value
    guarded = f"'{value}" if value.startswith(_FORMULA) else value
    return "\n".join(shown(line) for line in guarded.split("\n"))


def print_json(value: Any, file: TextIO) -> None:
    """Print a value for machines, in readable Chinese."""
    written = json.dumps(value, ensure_ascii=False, indent=2, default=_as_in_files)
    file.write(_UNPRINTED.sub(lambda mark: f"\\u{ord(mark[0]):04x}", written) + "\n")


def _as_in_files(value: object) -> str | float:
    """Write a day as the files do, and a number as a number."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case _:
            raise TypeError(type(value))
