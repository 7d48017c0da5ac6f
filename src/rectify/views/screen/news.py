"""What happened in a period, on a terminal and as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.views.screen import terminal
from rectify.views.screen.cells import pad, width, wrap
from rectify.views.screen.listing import day_line
from rectify.views.screen.terminal import (
    Cell,
    Tone,
    has_colour,
    print_lines,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.changes import Changes
    from rectify.domain.roster import Roster

_WIDE = 100


def show(roster: Roster, changes: Changes) -> None:
    """Print the changes of a period: counted first, then by unit."""
    room = terminal_width(sys.stdout) or _WIDE
    counted = "，".join(f"{what} {count}件" for what, count in changes.counts)
    nothing = "没有改动" if changes.versions else "没有新的办理记录"
    heading = f"{changes.period}：{counted or nothing}"
    lines = [[Cell(line, Tone.BOLD)] for line in wrap(heading, room, " ")]
    shown = roster.directory.shown
    cells = max((width(shown(unit)) for unit, _ in changes.lines), default=0)
    for unit, said in changes.lines:
        lead = f" {pad(shown(unit), cells)}  "
        first, *rest = wrap(said, room, " " * width(lead))
        lines.append([Cell(lead), Cell(first.strip())])
        lines += [[Cell(line)] for line in rest]
    lines += [[Cell(f" {day_line(roster)}", Tone.DIM)]]
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def print_json(found: Sequence[tuple[Roster, Changes]]) -> None:
    """Print the changes as JSON with Chinese keys, an object for each ledger."""
    records = [
        {
            "台账": roster.name,
            "自": str(changes.since),
            "至": str(changes.until),
            "计数": dict(changes.counts),
            "变化": [
                {
                    "单位": change.unit,
                    "事项": change.what,
                    "编号": change.number or None,
                    "日期": None if change.day is None else str(change.day),
                    "说明": change.detail or None,
                }
                for change in changes.changes
            ],
        }
        for roster, changes in found
    ]
    terminal.print_json(records, sys.stdout)


def print_csv(found: Sequence[tuple[Roster, Changes]]) -> None:
    """Print the changes as CSV, all ledgers under one heading."""
    labels = ("台账", "单位", "事项", "编号", "日期", "说明")
    rows = [
        (
            roster.name,
            each.unit,
            each.what,
            each.number,
            "" if each.day is None else str(each.day),
            each.detail,
        )
        for roster, changes in found
        for each in changes.changes
    ]
    terminal.print_csv(labels, rows, sys.stdout)
