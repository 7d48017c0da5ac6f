"""What `check` found, with place and remedy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.views.screen import terminal
from rectify.views.screen.cells import shown, width, wrap
from rectify.views.screen.terminal import (
    Cell,
    Tone,
    has_colour,
    print_lines,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.errors import Problem

_WIDE = 160


def show(faults: Sequence[Problem], advice: Sequence[Problem], files: int) -> None:
    """Print faults, then advice, then how many there are."""
    room = terminal_width(sys.stdout) or _WIDE
    lines = [
        *_listed("差错", faults, Tone.RED, room),
        *_listed("提醒", advice, Tone.YELLOW, room),
    ]
    ill = len({problem.place for problem in faults})
    if faults:
        end = f"检查了{files}个文件：{ill}个文件有{len(faults)}处差错"
    else:
        end = f"检查了{files}个文件，没有差错"
    if advice:
        end += f"；另有{len(advice)}处提醒（不影响使用）"
    lines.append([Cell(end, Tone.BOLD)])
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def _listed(
    word: str, problems: Sequence[Problem], tone: Tone, room: int
) -> Iterator[list[Cell]]:
    for problem in problems:
        first, *rest = wrap(shown(str(problem)), room - width(word) - 2, "")
        yield [Cell(f"{word}  ", tone), Cell(first)]
        yield from ([Cell(" " * (width(word) + 2) + line)] for line in rest)


def print_json(faults: Sequence[Problem], advice: Sequence[Problem]) -> None:
    """Print what was found as JSON with Chinese keys."""
    records = [
        {
            "程度": word,
            "文件": problem.place,
            "行": problem.line,
            "说明": problem.message,
        }
        for word, problems in (("差错", faults), ("提醒", advice))
        for problem in problems
    ]
    terminal.print_json(records, sys.stdout)
