"""What an import would do, before it does: line by line beside the data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.views.screen.cells import pad, shown, width, wrap
from rectify.views.screen.terminal import (
    Cell,
    Tone,
    has_colour,
    print_lines,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.domain.intake.account import Part

_CELLS, _MOST, _GUTTER = 6, 20, "  "
_UNBROKEN = 1 << 20
_TONES = {"存疑": Tone.YELLOW, "有误": Tone.RED, "新增": Tone.GREEN, "变化": Tone.CYAN}


def show(parts: Iterable[Part], *, whole: bool) -> None:
    """Print the parts beside the data, a word before each line; long ones are cut."""
    room = terminal_width(sys.stderr) or _UNBROKEN
    lines = [
        line
        for part in parts
        for said in _cut(part, whole=whole)
        for line in _line(part.word, said, room)
    ]
    print_lines(lines, colour=has_colour(sys.stderr), file=sys.stderr)


def _cut(part: Part, *, whole: bool) -> Iterator[str]:
    """Give the first lines of a long part, and how many there are besides."""
    rest = len(part.lines) - _MOST
    if whole or not part.long or rest <= 1:
        yield from part.lines
        return
    yield from part.lines[:_MOST]
    yield f"……另有{rest}行，加 --dry-run 全部列出"


def _line(word: str, said: str, room: int) -> Iterator[list[Cell]]:
    lead = pad(word, _CELLS) + _GUTTER
    tone = _TONES.get(word, Tone.DIM)
    first, *rest = wrap(shown(said), room - width(lead), "")
    yield [Cell(lead, tone), Cell(first)]
    yield from ([Cell(" " * width(lead) + line)] for line in rest)
