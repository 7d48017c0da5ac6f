"""The versions of a file on a terminal and as JSON: who recorded what when."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.history.chronicle import Kind
from rectify.domain.history.secrecy import covered
from rectify.domain.history.steps import What
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
    from collections.abc import Iterator, Mapping, Sequence

    from rectify.domain.history.chronicle import Entry
    from rectify.domain.history.secrecy import Veil
    from rectify.domain.history.steps import Step

_WIDE = 100
_INDENT = "     "
_MOMENT = "%Y-%m-%d %H:%M"
_GITS_OWN, _MERGED = "Merge ", "合并两边的改动"
_TONES = {"+": Tone.GREEN, "-": Tone.RED, "@": Tone.CYAN}


class Lines(NamedTuple):
    """The bytes of a file before a version and in it, for those who want the lines."""

    before: bytes | None
    after: bytes | None


def show(
    title: str,
    entries: Sequence[Entry],
    patches: Mapping[str, Lines],
    hidden: Veil,
) -> None:
    """Print the chronicle of a file, with the lines of each version where given."""
    room = min(terminal_width(sys.stdout) or _WIDE, 160)
    lines = [[Cell(line, Tone.BOLD)] for line in wrap(title, room, " ")]
    for entry in entries:
        lines.append([])
        lines += _entry(entry, room)
        if entry.id in patches:
            lines += _patch(patches[entry.id], hidden)
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def _entry(entry: Entry, room: int) -> Iterator[list[Cell]]:
    lead = shown("  ".join(part for part in (_moment(entry), entry.who) if part))
    if entry.kind is Kind.PENDING:
        lead = str(Kind.PENDING)
    summary = _summary(entry)
    tone = Tone.YELLOW if entry.kind is Kind.PENDING else Tone.CYAN
    if width(f" {lead}  {summary}") <= room:
        yield [Cell(f" {lead}", tone), Cell(f"  {shown(summary)}".rstrip())]
    else:
        yield [Cell(f" {lead}", tone)]
        yield from ([Cell(line)] for line in wrap(summary, room, _INDENT))
    for step in entry.steps:
        if not _said(step, entry):
            yield from _step(step, room)
    if entry.note:
        yield from ([Cell(line, Tone.DIM)] for line in wrap(entry.note, room, _INDENT))


def _moment(entry: Entry) -> str:
    if entry.when is not None:
        return entry.when.strftime(_MOMENT)
    return "" if entry.day is None else str(entry.day)


def _summary(entry: Entry) -> str:
    """Give the sentence of a version; git's own English for a merge is put aside."""
    if entry.kind is Kind.MERGED and entry.summary.startswith(_GITS_OWN):
        return _MERGED
    return entry.summary


def _said(step: Step, entry: Entry) -> bool:
    """Tell whether the sentence of the version has said all of a step.

    Whatever was recorded on another day than its own is said with both.
    """
    event = step.event
    if step.what is not What.RECORDED or event is None or event.date != entry.day:
        return False
    _, _, words = step.said.partition(f"{event.date} {event.kind}：")
    return bool(words) and words in entry.summary


def _step(step: Step, room: int) -> Iterator[list[Cell]]:
    tone = Tone.RED if step.irregular else Tone.PLAIN
    first, *rest = wrap(step.sentence, room, _INDENT + "  ")
    yield [Cell(_INDENT), Cell(first.strip(), tone)]
    yield from ([Cell(line, tone)] for line in rest)


def _patch(lines: Lines, hidden: Veil) -> Iterator[list[Cell]]:
    """Give the lines that differ, as git does."""
    yield []
    before, after = (_split(each, hidden) for each in lines)
    for line in [*difflib.unified_diff(before, after, lineterm="")][2:]:
        yield [Cell(f"{_INDENT}{shown(line)}", _TONES.get(line[:1], Tone.PLAIN))]


def _split(data: bytes | None, hidden: Veil) -> list[str]:
    return covered((data or b"").decode("utf-8", "replace"), hidden).splitlines()


def print_json(
    entries: Sequence[Entry], patches: Mapping[str, Lines], hidden: Veil
) -> None:
    """Print the chronicle as JSON with Chinese keys, promised stable."""
    records = []
    for entry in entries:
        when = entry.day if entry.when is None else entry.when.isoformat()
        record: dict[str, object] = {
            "时间": None if when is None else str(when),
            "登记人": entry.who or None,
            "摘要": _summary(entry) or None,
            "类型": str(entry.kind),
            "版本": entry.id or None,
            "改动": [_plain(step) for step in entry.steps],
            "说明": entry.note or None,
        }
        if entry.id in patches:
            cells = _patch(patches[entry.id], hidden)
            texts = ("".join(cell.text for cell in line) for line in cells)
            record["逐行"] = [text.removeprefix(_INDENT) for text in texts if text]
        records.append(record)
    terminal.print_json(records, sys.stdout)


def _plain(step: Step) -> dict[str, object]:
    event = step.event
    return {
        "类别": str(step.what),
        "日期": None if event is None else str(event.date),
        "登记日期": None
        if event is None or not event.recorded
        else str(event.recorded),
        "事项": None if event is None else event.kind,
        "项目": step.label or None,
        "内容": step.said,
        "异常": step.irregular,
    }
