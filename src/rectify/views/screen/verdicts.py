"""What `verify` found: each alteration with who made it when."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.domain.history.verdict import differences, matter_of, sentence, told
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

    from rectify.domain.history.verdict import Finding, Made, Remark, Verdict

_WIDE = 160
_GAP = 2
_FEW = 5


def show(verdict: Verdict) -> None:
    """Print the alterations, then what is no fault, then how much was gone through."""
    room = terminal_width(sys.stdout) or _WIDE
    lines: list[list[Cell]] = []
    for finding in verdict.findings:
        lines += _entry("改动", sentence(finding.alteration), Tone.RED, room)
        lines += _below(_source(finding), width("改动"), room)
    for said in _remarked(verdict.remarks):
        lines += _entry("说明", said, Tone.YELLOW, room)
    lines += [[Cell(line, Tone.BOLD)] for line in wrap(verdict.summary, room, "")]
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def _remarked(remarks: Sequence[Remark]) -> Iterator[str]:
    """Word each remark; of many of a kind, the last ones and how many there are."""
    for what in dict.fromkeys(remark.what for remark in remarks):
        alike = [remark for remark in remarks if remark.what == what]
        for remark in alike[-_FEW:]:
            by = f"（{_who(remark.made)}）" if remark.made else ""
            yield f"{what}：{remark.sentence}{by}"
        if len(alike) > _FEW:
            yield f"{what}：共{len(alike)}次，以上是最近{_FEW}次；全部见 --json"


def _entry(word: str, said: str, tone: Tone, room: int) -> Iterator[list[Cell]]:
    indent = width(word) + _GAP
    first, *rest = wrap(shown(said), room - indent, "")
    yield [Cell(word + " " * _GAP, tone), Cell(first)]
    yield from ([Cell(" " * indent + line)] for line in rest)


def _below(said: str, word: int, room: int) -> Iterator[list[Cell]]:
    indent = " " * (word + _GAP)
    for line in wrap(shown(said), room - len(indent), ""):
        yield [Cell(indent + line, Tone.DIM)]


def _source(finding: Finding) -> str:
    """Say who did it when, and how it stands now."""
    parts = [
        _by(finding.made) if finding.made else "",
        finding.claim,
        "现已恢复原样" if finding.restored else "",
    ]
    said = "；".join(part for part in parts if part)
    return said or "在文件里直接改的，还没有记入版本历史"


def _by(made: Made) -> str:
    return f"{_who(made)}“{made.subject}”"


def _who(made: Made) -> str:
    return f"{made.author} {made.when:%Y-%m-%d %H:%M} 版本 {made.short}"


def print_json(verdict: Verdict) -> None:
    """Print the verdict as JSON with Chinese keys."""
    record = {
        "版本数": verdict.versions,
        "文件数": verdict.files,
        "记录数": verdict.records,
        "作废数": verdict.voided,
        "改动": [_finding(each) for each in verdict.findings],
        "说明": [_remark(each) for each in verdict.remarks],
    }
    terminal.print_json(record, sys.stdout)


def _finding(finding: Finding) -> dict[str, object]:
    found = finding.alteration
    return {
        "台账": found.place.ledger,
        "编号": found.place.number,
        **matter_of(found),
        "改动": str(found.harm),
        "说明": sentence(found),
        "项目": [
            {"项目": each.label, "之前": each.before, "之后": each.after}
            for each in differences(found)
        ]
        if found.now is not None
        else [],
        "记录": [told(each, found.secret) for each in found.all or (found.was,)],
        **_made(finding.made),
        "旁证": finding.claim or None,
        "现已恢复": finding.restored,
    }


def _remark(remark: Remark) -> dict[str, object]:
    return {"事由": remark.what, "说明": remark.sentence, **_made(remark.made)}


def _made(made: Made | None) -> dict[str, object]:
    return {
        "登记人": made and made.author,
        "时间": made and made.when.isoformat(),
        "版本": made and made.version,
        "版本说明": made and made.subject,
    }
