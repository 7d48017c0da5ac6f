"""The versions of a file, told: who recorded what when, and what is in none yet."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rectify.domain.entity import Entity
from rectify.domain.history.merges import united
from rectify.domain.history.secrecy import covered, veil, veiled
from rectify.domain.history.steps import (
    UNUSUAL,
    Step,
    What,
    mark_of,
    marks,
    steps,
    told,
    voided,
)
from rectify.domain.history.untaken import UNTAKEN
from rectify.domain.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from rectify.domain.history.secrecy import Veil

UNDO, RENUMBER = "撤销", "改号"
_PAIR = re.compile(r"([0-9A-Za-z-]+) ([0-9A-Za-z-]+)")
_BY_HAND = "手工"
_NO_STEP = "内容没有变化，只改了格式或注释"


class Broken(NamedTuple):
    """A version that can't be read, and why."""

    why: str


Content: TypeAlias = "Entity | Broken | None"


def renumberings(trailers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Read which numbers a version has changed, old and new, off its labelled lines."""
    lines = (_PAIR.fullmatch(line) for line in trailers.get(RENUMBER, ()))
    return {line[1]: line[2] for line in lines if line is not None}


class Kind(StrEnum):
    """How a version came about; most by a command."""

    COMMAND = "记录"
    BY_HAND = "手工修改"
    UNDONE = "撤销"
    RENUMBERED = "改号"
    MERGED = "合并"
    PENDING = "未记入版本历史"


class Version(NamedTuple):
    """A version of the history, and the file before it (in each parent) and in it."""

    id: str
    when: datetime
    who: str
    subject: str
    trailers: Mapping[str, Sequence[str]]
    before: tuple[Content, ...]
    after: Content

    @property
    def kind(self) -> Kind:
        """How the version came about."""
        if len(self.before) > 1:
            return Kind.MERGED
        if UNDO in self.trailers:
            return Kind.UNDONE
        if RENUMBER in self.trailers:
            return Kind.RENUMBERED
        by_hand = self.subject.startswith(_BY_HAND)
        return Kind.BY_HAND if by_hand else Kind.COMMAND


class Entry(NamedTuple):
    """A line of the chronicle: one version, and what it changed in this file."""

    kind: Kind
    day: date | None
    steps: tuple[Step, ...]
    summary: str = ""
    who: str = ""
    when: datetime | None = None
    id: str = ""
    note: str = ""


def hidden_names(versions: Sequence[Version], now: Content) -> Veil:
    """Name who is not to be named in any line, whenever it was that they asked."""
    newest_first = (now, *(version.after for version in reversed(versions)))
    return veil(each for each in newest_first if isinstance(each, Issue))


def chronicle(versions: Sequence[Version], hidden: Veil) -> Iterator[Entry]:
    """Tell the versions of a file, the oldest first; a merge if it made a change."""
    moved: dict[str, frozenset[str]] = {}
    gone: set[str] = set()
    readable: Entity | None = None
    for place, version in enumerate(versions):
        if isinstance(version.after, Broken):
            yield _entry(version, (), hidden, f"这一版读不出来：{version.after.why}")
            continue
        before = [
            _seen(readable if isinstance(each, Broken) else each, hidden)
            for each in version.before
        ]
        after = _seen(version.after, hidden)
        if version.kind is Kind.MERGED:
            base = _seen(_parted(versions[:place], version), hidden)
            found = united(before, after, frozenset(gone), base)
        else:
            found = steps(before[0], after)
            was, now = marks(before[0]), marks(after)
            moved[version.id] = was ^ now
            gone |= was - now
        readable = version.after or readable
        if found or version.kind is not Kind.MERGED:
            told_of = tuple(_judged(step, version.trailers, moved) for step in found)
            yield _entry(version, told_of, hidden, "" if found else _NO_STEP)


def _parted(earlier: Sequence[Version], merge: Version) -> Entity | None:
    """Find the last content that both sides of a merge come from."""
    lines: list[set[Content]] = [{side} for side in merge.before]
    for version in reversed(earlier):
        within = [line for line in lines if version.after in line]
        if len(within) == len(lines) and isinstance(version.after, Entity):
            return version.after
        for line in within:
            line.update(version.before)
    return None


def _seen(content: Entity | None, hidden: Veil) -> Entity | None:
    return None if content is None else veiled(content, hidden)


def _entry(version: Version, found: tuple[Step, ...], hidden: Veil, note: str) -> Entry:
    return Entry(
        version.kind,
        version.when.date(),
        found,
        covered(version.subject, hidden),
        version.who,
        version.when,
        version.id,
        note,
    )


def _judged(
    step: Step,
    trailers: Mapping[str, Sequence[str]],
    moved: Mapping[str, frozenset[str]],
) -> Step:
    """Find out whether what no command does was taken back, or renumbered, by one."""
    if step.what not in UNUSUAL:
        return step
    mark = mark_of(step)
    if step.what is What.RESTORED and UNTAKEN in trailers:
        return step._replace(by_command=True)
    undone = any(mark in moved.get(each, ()) for each in trailers.get(UNDO, ()))
    pairs = renumberings(trailers).items()
    renamed = any(step.said.endswith(f"：{' → '.join(pair)}") for pair in pairs)
    renumbered = step.what is What.ALTERED and renamed and "；" not in step.said
    return step._replace(by_command=undone or renumbered)


def pending(before: Content, now: Content, hidden: Veil) -> Entry:
    """Tell what is in the file and in no version yet."""
    if isinstance(now, Broken):
        note = f"现在的文件读不出来：{now.why}"
        return Entry(Kind.PENDING, None, (), note=note)
    was = None if isinstance(before, Broken) else before
    found = steps(_seen(was, hidden), _seen(now, hidden))
    return Entry(Kind.PENDING, None, found, note="" if found else _NO_STEP)


def by_days(issue: Issue, hidden: Veil) -> list[Entry]:
    """Tell the record by the days on which it was made, where no versions are kept."""
    lines: dict[date, list[Step]] = {}
    shown = veiled(issue, hidden)
    for event in shown.ordered_events():
        step = Step(What.RECORDED, told(event.but(void=None)), event)
        lines.setdefault(event.recorded or event.date, []).append(step)
    for event in shown.ordered_events():
        if event.voided is not None:
            lines.setdefault(event.voided, []).append(voided(event))
    return [
        Entry(Kind.COMMAND, day, tuple(found)) for day, found in sorted(lines.items())
    ]


def within(
    entries: Iterable[Entry], since: date | None, until: date | None
) -> Iterator[Entry]:
    """Keep what was recorded between two days; what is not yet, if no end is set."""
    for entry in entries:
        if entry.day is None:
            if until is None:
                yield entry
        elif (since or entry.day) <= entry.day <= (until or entry.day):
            yield entry
