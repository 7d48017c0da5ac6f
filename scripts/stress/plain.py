"""A season without our driver: git merges by lines, `check` finds, `resolve` mends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mergers import EVENTS, version, wrongs
from rectify.domain.issue import Issue
from rectify.domain.merging.conflict import Side
from rectify.storage.merging.joining import Three, kind_of
from stress.season import MOST_PICKS, Season, changed, faults_of
from stress.telling import (
    BY_GIT,
    CLOSE,
    FOUND,
    INVALID,
    LOST,
    MENDED,
    RIGHT,
    SILENT,
    STOPPED,
)

if TYPE_CHECKING:
    from mergers import Version
    from rectify.domain.entity import Entity, Plain
    from workbench import Workbench

LEANINGS = (None, None, None, Side.OURS, Side.THEIRS)


class PlainSeason(Season):
    """The same offices, whose git knows nothing of us."""

    def _drive(self, bench: Workbench) -> None:
        """Leave git alone."""

    def _compare(
        self, base: dict[str, bytes], sides: list[dict[str, bytes]], disputed: set[str]
    ) -> None:
        """Leave the orders alone: people have picked in between."""

    def _take_in(
        self, who: str, base: dict[str, bytes], theirs: dict[str, bytes]
    ) -> set[str]:
        """Let git merge, judge what it made, and let `resolve` mend the rest."""
        ours = self.room.files()
        known = set().union(*map(faults_of, self.offices.values()))
        stopped = self._by_git(who)
        faulty = {path for path, _ in faults_of(self.room) - known}
        both = {
            path: files
            for path, files in changed(base, ours, theirs)
            if kind_of(path, self.ledger) and len({*files}) == len(files)
        }
        for path, files in both.items():
            self._judge_lines(path, files, stopped, faulty)
        recorded = not stopped or self.lot.random() < 1 / 2
        if recorded:
            self._commit()
        if self._resolved():
            for path, files in both.items():
                self._judge_mended(path, files, path in stopped | faulty, recorded)
        else:
            self._go_on(both, stopped | faulty)
        return stopped

    def _judge_lines(
        self, path: str, files: Three, stopped: set[str], faulty: set[str]
    ) -> None:
        """Judge what git has made of a file by itself."""
        self.counts[BY_GIT] += 1
        if path in stopped:
            self.counts[STOPPED] += 1
            if path not in faulty:
                self.tell(SILENT, path, "git 停下了，check 没有找到", files)
        elif path in faulty:
            self.counts[FOUND] += 1
        elif wrong := self._wrong(path, files):
            self.tell(SILENT, path, wrong, files)

    def _wrong(self, path: str, files: Three) -> str:
        """Say what is wrong with a file that both git and `check` think is right."""
        kind, data = self._kind(path), (self.room.root / path).read_bytes()
        right = self._clean(files, path)
        if right is not None and not _alike(kind, right, data):
            (said, *_) = [*self._wrongs(kind, files, data), "和程序合并的不同"]
            return said
        if right is None:
            self.counts[CLOSE] += 1
            return "；".join(self._wrongs(kind, files, data))
        self.counts[RIGHT] += 1
        return ""

    def _kind(self, path: str) -> type[Entity]:
        return kind_of(path, self.ledger) or Issue

    def _wrongs(self, kind: type[Entity], files: Three, data: bytes) -> list[str]:
        judge = self.ledger if issubclass(kind, Issue) else None
        return list(wrongs(kind, judge, files, data))

    def _resolved(self) -> bool:
        """Let the real command mend everything, by picks drawn by lot."""
        why = ""
        for leaning in LEANINGS:
            picks: list[str] = []
            for _ in range(MOST_PICKS):
                found = self.room.do("resolve", "--json", *picks)
                if not found.out:
                    why = found.err
                    break
                if found.out.strip() == "[]":
                    done = self.room.do("resolve", *picks)
                    why = done.err
                    if done.code == 0:
                        return True
                    break
                picks += self._picked(found.out, leaning)
        self.tell(INVALID, "resolve", f"没有一种选法成立：{why}")
        return False

    def _picked(self, shown: str, leaning: Side | None) -> list[str]:
        picks = []
        for each in json.loads(shown):
            leant = [way for way in each["选法"] if way.endswith(f"={leaning}")]
            picks += ["--pick", self.lot.choice(leant or each["选法"])]
        return picks

    def _judge_mended(
        self, path: str, files: Three, mended: bool, recorded: bool
    ) -> None:
        """Judge a file after `resolve`: sound, and nothing of either side lost."""
        kind, data = self._kind(path), (self.room.root / path).read_bytes()
        found = self._wrongs(kind, files, data)
        grave = [w for w in found if w.startswith(("invalid", "broken", "lost: event"))]
        right = self._clean(files, path) if mended or not recorded else None
        if right not in (None, data):
            grave.append("resolve 和程序自己合并的结果不同")
        for wrong in grave:
            what = LOST if wrong.startswith("lost") else INVALID
            self.tell(what, path, f"resolve 之后 {wrong}", files)
        self.counts[MENDED] += mended and not grave

    def _go_on(self, both: dict[str, Three], torn: set[str]) -> None:
        """Settle what could not be mended, so that the season goes on."""
        for path in sorted(torn & both.keys()):
            data = self._settled(both[path], path)
            (self.room.root / path).write_bytes(data)
        self._commit()


def _alike(kind: type[Entity], one: bytes, two: bytes) -> bool:
    """Tell whether two files say the same, whatever their layout."""
    first, second = version(kind, one), version(kind, two)
    return first.comments == second.comments and _said(first) == _said(second)


def _said(file: Version) -> dict[str, Plain]:
    """Give what a file says, its events in the order in which they count."""
    if not isinstance(file.value, Issue):
        return file.plain
    events: list[Plain] = [event.plain() for event in file.value.ordered_events()]
    return file.plain | {EVENTS: events}
