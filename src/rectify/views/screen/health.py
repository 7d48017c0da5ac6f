"""What `doctor` found: a line for each thing, and under it what to do."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rectify.views.screen import terminal
from rectify.views.screen.cells import pad, shown, width, wrap
from rectify.views.screen.terminal import (
    Cell,
    Tone,
    has_colour,
    print_lines,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDE = 120


class Health(StrEnum):
    """How it stands with a thing."""

    GOOD = "正常"
    MISSING = "缺"
    CARE = "注意"


class Finding(NamedTuple):
    """One thing that was looked at: how it stands, and what to do where it matters."""

    thing: str
    health: Health
    said: str
    remedy: str = ""

    @classmethod
    def of(cls, thing: str, health: Health, refusal: object) -> Finding:
        """Take a refusal apart: what is wrong, and behind its semicolon what to do."""
        said, _, remedy = str(refusal).partition("；")
        return cls(thing, health, said, remedy)


_TONES = {Health.GOOD: Tone.GREEN, Health.MISSING: Tone.RED, Health.CARE: Tone.YELLOW}


def show(findings: Sequence[Finding]) -> None:
    """Print what was found, and whether anything is to be done."""
    room = terminal_width(sys.stdout) or _WIDE
    lines = [line for finding in findings for line in _lines(finding, room)]
    todo = sum(1 for each in findings if each.health is not Health.GOOD)
    end = f"有{todo}处缺少或需要注意，办法见“→”后" if todo else "都正常"
    lines.append([Cell(end, Tone.BOLD)])
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def _lines(finding: Finding, room: int) -> Iterator[list[Cell]]:
    mark = pad(_mark(finding.health), 6)
    lead = pad(finding.thing, 12)
    indent = width(mark + lead)
    said = wrap(shown(finding.said), room - indent, "")
    yield [
        Cell(mark, _TONES[finding.health]),
        Cell(lead, Tone.BOLD),
        Cell(said[0]),
    ]
    yield from ([Cell(" " * indent + line)] for line in said[1:])
    if finding.remedy:
        first, *rest = wrap(shown(finding.remedy), room - indent - 3, "")
        yield [Cell(" " * indent + "→ " + first)]
        yield from ([Cell(" " * (indent + 3) + line)] for line in rest)


def _mark(health: Health) -> str:
    """Give the mark of a thing; an old code page knows no ✓, but every one this."""
    if health is not Health.GOOD:
        return health.value
    try:
        "✓".encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return "√"
    return "✓"


def print_json(findings: Sequence[Finding]) -> None:
    """Print what was found as JSON with Chinese keys."""
    records = [
        {
            "项目": each.thing,
            "状态": each.health.value,
            "情况": each.said,
            "办法": each.remedy or None,
        }
        for each in findings
    ]
    terminal.print_json(records, sys.stdout)
