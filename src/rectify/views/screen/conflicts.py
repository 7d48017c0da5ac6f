"""Conflicts in words: what each side wrote, who and when, and how to pick."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.merging.conflict import NUMBERS, Conflict, Side
from rectify.views.screen import terminal
from rectify.views.screen.cells import clip, pad, shown, width, wrap
from rectify.views.screen.terminal import (
    Cell,
    Tone,
    has_colour,
    print_lines,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import TextIO

_WIDE = 100
_NARROW = 40
_CELLS = 6
_MOST = 12
_ABSENT = "（没有）"


class Version(NamedTuple):
    """The last change that one side made: by whom, when, and what it was."""

    who: str
    when: datetime
    what: str


class Dispute(NamedTuple):
    """A file that both sides changed, and what is to be picked in it.

    Of each side it tells who brought what is disputed, by the key of the conflict.
    """

    name: str
    title: str
    place: str
    ours: Mapping[str, Version]
    theirs: Mapping[str, Version]
    conflicts: tuple[Conflict, ...]


class Counted(NamedTuple):
    """Which question it is, and of how many."""

    place: int
    total: int


def ask_about(dispute: Dispute, conflict: Conflict, counted: Counted) -> None:
    """Show one question to somebody who can answer it."""
    room = _room(sys.stderr)
    lines = [
        [],
        *_headline(dispute, f"第{counted.place}处，共{counted.total}处", room),
        *_subject(conflict, room),
        *_sides(dispute, conflict, ("1 ", "2 "), room),
        *_choices(conflict),
        [],
    ]
    _print(lines, sys.stderr)


def show(disputes: Sequence[Dispute], heading: str, footer: Sequence[str]) -> None:
    """Print every conflict beside the words by which it is picked."""
    room = _room(sys.stdout)
    lines = [[Cell(f" {line}", Tone.BOLD)] for line in wrap(heading, room - 1)]
    for dispute in disputes:
        lines += [[], *_headline(dispute, f"{len(dispute.conflicts)}处", room)]
        for conflict in dispute.conflicts:
            lines += [
                *_subject(conflict, room),
                *_sides(dispute, conflict, ("  ", "  "), room),
                *_words(dispute, conflict),
            ]
    rest = [[Cell(f" {line}")] for each in footer for line in wrap(each, room)]
    lines += [[], *rest] if rest else []
    _print(lines, sys.stdout)


def picked(picks: Iterable[tuple[Dispute, Conflict, Side]]) -> None:
    """Sum up what has been picked, a line for each conflict."""
    room = _room(sys.stderr)
    lines: list[list[Cell]] = [[], [Cell(" 将这样定：", Tone.BOLD)]]
    for dispute, conflict, side in picks:
        lead = f"   {dispute.name} {conflict.what}  "
        said = clip(_chosen(conflict, side), max(room - width(lead), _CELLS))
        lines.append([Cell(lead), Cell(said)])
    _print([*lines, []], sys.stderr)


def _chosen(conflict: Conflict, side: Side) -> str:
    """Say what a pick comes to."""
    if conflict.key in NUMBERS:
        return "不是同一条，本方的改用新编号" if side is Side.BOTH else "是同一条"
    if side is Side.BOTH:
        return side
    value = conflict.ours if side is Side.OURS else conflict.theirs
    lost = "；".join(conflict.untaken(side))
    without = f"{side}，不采用{side.other}的作废（{shown(lost)}）" if lost else side
    return f"{without}：{shown(value or _ABSENT)}"


def print_json(disputes: Sequence[Dispute]) -> None:
    """Print every conflict as JSON with Chinese keys."""
    records = [
        {
            "名称": dispute.name,
            "标题": dispute.title or None,
            "文件": dispute.place,
            "项目": conflict.what,
            "说明": conflict.why,
            "原来": conflict.base,
            Side.OURS: conflict.ours,
            Side.THEIRS: conflict.theirs,
            "本方改动": _told(dispute.ours.get(conflict.key)) or None,
            "对方改动": _told(dispute.theirs.get(conflict.key)) or None,
            "不选就不采用的作废": [f"{side}：{said}" for side, said in conflict.voids],
            "选法": [f"{named(dispute, conflict)}={each}" for each in conflict.sides],
        }
        for dispute in disputes
        for conflict in dispute.conflicts
    ]
    terminal.print_json(records, sys.stdout)


def named(dispute: Dispute, conflict: Conflict) -> str:
    """Give the words that name a conflict in --pick: JZ-017 标题."""
    return f"{dispute.name} {conflict.key}"


def option(words: str, side: Side) -> str:
    """Give the words of --pick as they are typed: double quotes hold in every shell.

    But for signs that a POSIX shell reads inside of them.
    """
    said = shown(f"{words}={side}")
    read_within = sys.platform != "win32" and set('"$`\\!') & set(said)
    return f"--pick {quote(said)}" if read_within else f'--pick "{said}"'


def _room(file: TextIO) -> int:
    return max(terminal_width(file) or _WIDE, _NARROW)


def _print(lines: Iterable[Sequence[Cell]], file: TextIO) -> None:
    print_lines(lines, colour=has_colour(file), file=file)


def _headline(dispute: Dispute, mark: str, room: int) -> Iterator[list[Cell]]:
    """Name the file at the left and the count at the right."""
    name = f" {shown(dispute.name)}"
    title = clip(shown(dispute.title), max(room - width(name + mark) - 4, _CELLS))
    blanks = max(room - width(name + title + mark) - 2, 2)
    yield [
        Cell(name, Tone.BOLD),
        Cell(f" {title}" if title else ""),
        Cell(" " * blanks),
        Cell(mark, Tone.DIM),
    ]


def _subject(conflict: Conflict, room: int) -> Iterator[list[Cell]]:
    """Say what is disputed, and why."""
    lead = f" {shown(conflict.what)}  "
    first, *rest = wrap(conflict.why, max(room - width(lead), _CELLS))
    yield [Cell(lead, Tone.CYAN), Cell(first, Tone.DIM)]
    yield from ([Cell(" " * width(lead)), Cell(line, Tone.DIM)] for line in rest)


def _sides(
    dispute: Dispute, conflict: Conflict, marks: tuple[str, str], room: int
) -> Iterator[list[Cell]]:
    """Show what was, and what either side made of it."""
    mine, yours = marks
    key = conflict.key
    yield from _side("  ", "原来", conflict.base, None, room)
    yield from _side(mine, Side.OURS, conflict.ours, dispute.ours.get(key), room)
    yield from _side(yours, Side.THEIRS, conflict.theirs, dispute.theirs.get(key), room)


def _side(
    mark: str, word: str, value: str | None, version: Version | None, room: int
) -> Iterator[list[Cell]]:
    """Show a side whole: its value, and below it who wrote it and when."""
    lead = f" {mark}{pad(word, _CELLS)}  "
    bare = " " * width(lead)
    tone = Tone.PLAIN if value and mark.strip() else Tone.DIM
    first, *rest = _cut((value or _ABSENT).strip("\n"), room - width(lead))
    yield [Cell(lead, Tone.BOLD if mark.strip() else Tone.PLAIN), Cell(first, tone)]
    yield from ([Cell(bare), Cell(line, tone)] for line in rest)
    if told := _told(version):
        said = wrap(told, room - width(lead))
        yield from ([Cell(bare), Cell(line, Tone.DIM)] for line in said)


def _cut(text: str, room: int) -> list[str]:
    """Break a text into lines, and cut one that would fill the window."""
    lines = wrap(text, room)
    if len(lines) <= _MOST + 1:
        return lines
    return [*lines[:_MOST], f"……另有{len(lines) - _MOST}行"]


def _told(version: Version | None) -> str:
    """Say who made the last change of a side, when, and what it was."""
    if version is None:
        return ""
    when = version.when
    day = f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}"
    return f"{shown(version.who)}，{day}，{shown(version.what)}"


def _choices(conflict: Conflict) -> Iterator[list[Cell]]:
    """Say what else may be answered, and what the answers come to."""
    if conflict.both and conflict.key not in NUMBERS:
        yield [Cell(f" 3 {Side.BOTH}", Tone.BOLD), Cell("    两边的都留下")]
    if meaning := _meaning(conflict, "1、2", "3"):
        yield _note(meaning)
    yield from (_note(said) for said in _untaken(conflict))
    yield _note("s 以后再定    q 退出，什么也不改")


def _meaning(conflict: Conflict, one: str, both: str) -> str:
    """Say what becomes of what is not picked, where that is not plain."""
    if conflict.key in NUMBERS:
        return f"{one} 是同一条，再逐项来定；{both} 不是同一条，本方的改用新编号"
    if conflict.key.startswith("办理记录"):
        return "没有选的一边也留在办理记录里，注明作废"
    return ""


def _untaken(conflict: Conflict) -> Iterator[str]:
    """Say which 作废 goes with which pick: that of a record which must stand again."""
    for side in (Side.OURS, Side.THEIRS):
        for said in conflict.untaken(side):
            yield (
                f"选{side}，{side.other}的作废不采用（{shown(said)}），那一条照旧有效，"
                "这条作废只留在版本历史里"
            )


def _note(said: str) -> list[Cell]:
    return [Cell(f" {said}", Tone.DIM)]


def _words(dispute: Dispute, conflict: Conflict) -> Iterator[list[Cell]]:
    """Give the words of each pick, whole, to be copied."""
    for place, side in enumerate(conflict.sides):
        lead = pad("" if place else "选法", _CELLS)
        said = option(named(dispute, conflict), side)
        yield [Cell(f"   {lead}  "), Cell(said)]
    if meaning := _meaning(conflict, "本方、对方", "都要"):
        yield [Cell(f"   {' ' * _CELLS}  "), Cell(meaning, Tone.DIM)]
    for said in _untaken(conflict):
        yield [Cell(f"   {' ' * _CELLS}  "), Cell(said, Tone.DIM)]
