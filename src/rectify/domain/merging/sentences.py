"""A long text in three versions, merged by sentence: a sentence is a line of it.

Nothing that either side wrote is lost, and nothing is guessed: where both changed one
place, or both added at it, the place is disputed.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Lines: TypeAlias = tuple[str, ...]
_Span: TypeAlias = tuple[int, int, int, int]
# Finding what became of what takes time by the square, and more, of the lines.
_MOST = 300 * 300


class Place(NamedTuple):
    """One place of a text in its three versions; undisputed where all agree."""

    base: Lines
    ours: Lines
    theirs: Lines

    @property
    def disputed(self) -> bool:
        """Whether nobody but a person can tell what holds."""
        return self.ours != self.theirs

    @property
    def joint(self) -> Lines:
        """Both versions, what they share once, whichever side is called ours."""
        first, second = sorted((self.ours, self.theirs), key=_leading)
        head = _alike(first, second)
        tail = _alike(first[head:][::-1], second[head:][::-1])
        end = len(first) - tail
        added = second[head : len(second) - tail]
        apart = (head and not first[head - 1]) or (tail and not first[end])
        return (*first[:end], *([""] if apart else []), *added, *first[end:])


class _Change(NamedTuple):
    """The lines of the base from `lo` up to `hi`, replaced on one side."""

    lo: int
    hi: int
    lines: Lines
    ours: bool

    @property
    def grows(self) -> bool:
        """Whether it adds lines: where these belong to what touches them is open."""
        return len(self.lines) > self.hi - self.lo

    def clashes(self, other: _Change) -> bool:
        """Tell whether two changes can't both be made, or in what order is open."""
        lo, hi = max(self.lo, other.lo), min(self.hi, other.hi)
        if self.ours == other.ours or lo > hi:
            return False
        inside = self.lo < lo == hi < self.hi or other.lo < lo == hi < other.hi
        seam = self.lines and other.lines and (self.grows or other.grows)
        return lo < hi or inside or bool(seam)


def merged_lines(base: Lines, ours: Lines, theirs: Lines) -> Lines | None:
    """Merge the lines of three versions; None where they are disputed."""
    found = places(base, ours, theirs)
    if any(place.disputed for place in found):
        return None
    return tuple(line for place in found for line in place.ours)


def places(base: Lines, ours: Lines, theirs: Lines) -> list[Place]:
    """Give the lines of three versions place by place, in their order."""
    found: list[Place] = []
    upto = 0
    for group in _groups(base, ours, theirs):
        lo, hi = min(each.lo for each in group), max(each.hi for each in group)
        found += [_agreed(base[upto:lo]), _place(base, group, lo, hi)]
        upto = hi
    return [*found, _agreed(base[upto:])]


def _agreed(lines: Lines) -> Place:
    return Place(lines, lines, lines)


def _place(old: Lines, group: list[_Change], lo: int, hi: int) -> Place:
    """Take a change that one side made alone, or give what both made of the place."""
    if len(group) == 1:
        return Place(old[lo:hi], group[0].lines, group[0].lines)
    ours = _made([each for each in group if each.ours], old, lo, hi)
    theirs = _made([each for each in group if not each.ours], old, lo, hi)
    return Place(old[lo:hi], ours, theirs)


def _made(changes: list[_Change], old: Lines, lo: int, hi: int) -> Lines:
    made: list[str] = []
    for change in changes:
        made += [*old[lo : change.lo], *change.lines]
        lo = change.hi
    return (*made, *old[lo:hi])


def _groups(old: Lines, ours: Lines, theirs: Lines) -> Iterator[list[_Change]]:
    """Group the changes that clash, in the order of the base."""
    changes = [*_changes(old, ours, ours=True), *_changes(old, theirs, ours=False)]
    group: list[_Change] = []
    for change in sorted(changes, key=lambda each: (each.lo, each.hi)):
        if group and not any(change.clashes(each) for each in group):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _changes(old: Lines, new: Lines, *, ours: bool) -> list[_Change]:
    """Find what one side changed; where it moved lines, all of it is one change."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    found = _replaced(before, after)
    gone = {line for lo, hi, _, _ in found for line in before[lo:hi]}
    come = {line for _, _, begin, end in found for line in after[begin:end]}
    if gone & come - {""}:
        found = [(0, len(before), 0, len(after))]
    return [
        _Change(head + lo, head + hi, after[begin:end], ours)
        for lo, hi, begin, end in found
    ]


def _replaced(before: Lines, after: Lines) -> list[_Span]:
    """Find which lines became which; of very long texts, all at once."""
    if len(before) * len(after) > _MOST:
        return [(0, len(before), 0, len(after))]
    codes = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    return [code[1:] for code in codes if code[0] != "equal"]


def _leading(lines: Lines) -> tuple[bool, bool, Lines]:
    """Put what goes on in a paragraph before what begins one, or ends with it."""
    return (lines[:1] == ("",), lines[-1:] != ("",), lines)


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    """Count the lines with which both begin."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
