"""Three versions of all files of a workspace become one, file by file.

Nothing is written but blobs that nobody names: what comes of it is what the files shall
be, or what is disputed in them. The rules of a ledger come first, for its issues are
read by them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Vote
from rectify.domain.ledger import Ledger
from rectify.domain.merging.conflict import BALLOT, NUMBER, Conflict, Side
from rectify.domain.merging.entities import two_votes
from rectify.errors import LedgerError
from rectify.storage.git import objects
from rectify.storage.git.cloning import OddName, odd_name
from rectify.storage.journal import Other, within_tree
from rectify.storage.merging.joining import (
    WHOLE,
    Three,
    by_lines,
    join_or_whole,
    kind_of,
    shown,
)
from rectify.storage.places import ledger_of
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from rectify.domain.merging.conflict import Picks
    from rectify.storage.git.repository import Repository

    Tree = Mapping[str, "Held"]

_RULES = re.compile(r"data/([^/]+)/ledger\.yaml")
_FILE, _PROGRAM = "100644", "100755"
PRESENCE = "去留"


class LinkInLedger(LedgerError):  # noqa: N818  # named for what it is
    """What should be a file is a link or another repository."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"对方的 {path} 不是文件（是链接之类），没有合并；请让对方换成文件本身"
        )


class FileAndFolder(LedgerError):  # noqa: N818  # named for what it is
    """A name is a file on one side, and a folder on the other."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} 在一边是文件，在另一边是文件夹，没有合并；请先改掉一边的名字"
        )


class Held(NamedTuple):
    """A file as a version holds it."""

    mode: str
    blob: str


class Result(NamedTuple):
    """A file of a ledger as our side has it, and as it shall be; None is not there."""

    before: bytes | None
    after: bytes | None


class ThreeWay:
    """One merge of two versions, and what has come of it so far."""

    def __init__(
        self, repo: Repository, trees: tuple[Tree, Tree, Tree], on: date
    ) -> None:
        self._repo = repo
        self._base, self._ours, self._theirs = trees
        self._on = on
        self._ledgers: dict[str, Ledger | None] = {}
        self._data: dict[str, bytes] = {}
        self.results: dict[str, Result] = {}
        self.others: list[Other] = []
        self.conflicts: dict[str, tuple[Conflict, ...]] = {}

    def unite(self, picks: Mapping[str, Picks]) -> None:
        """Merge every file that the other side has changed, the rules first."""
        paths = [path for path in self._changed_there() if not self._alike(path)]
        self._read(paths)
        for path in sorted(paths, key=_rules_first):
            self._refuse_strange(path)
            if within_tree(path):
                self._unite_file(path, picks.get(path, {}))
            else:
                self._unite_other(path, picks.get(path, {}))
        self._tell_votes_apart(picks)
        self._refuse_folders()

    def after(self, before: Tree) -> Iterator[tuple[str, Held | None]]:
        """Give the files that differ from ours; disputed ones as they were before."""
        for path, result in self.results.items():
            held = None if result.after is None else self._kept(path, result.after)
            yield path, held
        for path, mode, blob in self.others:
            yield path, None if blob is None else Held(mode, blob)
        for path in self.conflicts:
            yield path, before.get(path)

    def _changed_there(self) -> Iterator[str]:
        for path in dict.fromkeys((*self._base, *self._theirs)):
            if self._base.get(path) != self._theirs.get(path):
                yield path

    def _alike(self, path: str) -> bool:
        return self._ours.get(path) == self._theirs.get(path)

    def _sides(self, path: str) -> tuple[Held | None, Held | None, Held | None]:
        return self._base.get(path), self._ours.get(path), self._theirs.get(path)

    def _read(self, paths: list[str]) -> None:
        """Read the files at once; one that is only taken over need not be."""
        wanted = [
            held.blob
            for path in paths
            for held in self._sides(path)
            if held is not None
            and (within_tree(path) or self._base.get(path) != self._ours.get(path))
        ]
        self._data |= objects.blobs(self._repo, wanted)

    def _three(self, path: str) -> tuple[bytes | None, bytes | None, bytes | None]:
        base, ours, theirs = (
            None if held is None else self._data[held.blob]
            for held in self._sides(path)
        )
        return base, ours, theirs

    def _refuse_strange(self, path: str) -> None:
        """Take in no dangerous name, and no link in place of a ledger's file."""
        held = self._theirs.get(path)
        if held is None:
            return
        inside = path
        while inside.startswith("../"):
            inside = inside.removeprefix("../")
        if any(odd_name(part) for part in inside.split("/")):
            raise OddName(path)
        if within_tree(path) and held.mode not in (_FILE, _PROGRAM):
            raise LinkInLedger(path)

    def _refuse_folders(self) -> None:
        """Let no name be a file and a folder at once."""
        after = {path: result.after is None for path, result in self.results.items()}
        after |= {path: blob is None for path, _, blob in self.others}
        gone = {path for path, absent in after.items() if absent}
        there = (self._ours.keys() | after.keys()) - gone
        for path in there:
            above, slash, _ = path.rpartition("/")
            while slash:
                if above in there:
                    raise FileAndFolder(above)
                above, slash, _ = above.rpartition("/")

    def _unite_file(self, path: str, picks: Picks) -> None:
        base, ours, theirs = self._three(path)
        if ours == base:
            self.results[path] = Result(ours, theirs)
        elif ours is None or theirs is None:
            self._unite_presence(path, picks)
        else:
            data = self._joined(path, Three(base, ours, theirs), picks)
            if data not in (None, ours):
                self.results[path] = Result(ours, data)

    def _joined(self, path: str, files: Three, picks: Picks) -> bytes | None:
        """Merge what both sides have changed; None where it is disputed."""
        ledger = self._ledger(path)
        kind = kind_of(path, ledger)
        merged = by_lines(files) if kind is None and "/files/" not in path else None
        if merged is not None:
            return merged
        chosen = None if WHOLE in picks else kind
        found = join_or_whole(files, chosen, path, ledger, picks=picks, on=self._on)
        if found.data is None:
            self.conflicts[path] = found.conflicts
        return found.data

    def _tell_votes_apart(self, picks: Mapping[str, Picks]) -> None:
        """Take votes on two issues of one number for two, though they read alike."""
        clashing = {
            path
            for path, found in self.conflicts.items()
            if any(conflict.key == NUMBER for conflict in found)
        }
        added = self._ours.keys() & self._theirs.keys() - self._base.keys()
        votes = sorted(path for path in added if clashing and "/votes/" in path)
        self._read(votes)
        for path in votes:
            ours, theirs = (
                load(Vote, data or b"", path).value for data in self._three(path)[1:]
            )
            one = picks.get(path, {}).get(BALLOT, Side.BOTH) is not Side.BOTH
            if ours is None or theirs is None or one:
                continue
            issues = {*ours.subject.issues, *theirs.subject.issues}
            home = path.partition("votes/")[0]
            if clashing & {f"{home}issues/{number}.yaml" for number in issues}:
                self.results.pop(path, None)
                self.conflicts[path] = (two_votes(ours, theirs),)

    def _unite_presence(self, path: str, picks: Picks) -> None:
        """Where one side removed what the other changed, only a person can tell."""
        _, ours, theirs = self._three(path)
        side = picks.get(PRESENCE)
        if side is None:
            self.conflicts[path] = (_dispute(PRESENCE, ours, theirs),)
        elif side is Side.THEIRS:
            self.results[path] = Result(ours, theirs)

    def _unite_other(self, path: str, picks: Picks) -> None:
        """Take a file that is no ledger's from the side that has changed it."""
        base, ours, theirs = self._sides(path)
        if ours == base or picks.get(WHOLE) is Side.THEIRS:
            self._take(path, theirs)
        elif WHOLE not in picks:
            before, mine, other = self._three(path)
            merged = None
            if ours and mine is not None and other is not None:
                merged = by_lines(Three(before, mine, other))
            if ours is None or merged is None:
                self.conflicts[path] = (_dispute(WHOLE, mine, other),)
            else:
                self._take(path, self._kept(path, merged))

    def _take(self, path: str, held: Held | None) -> None:
        mode, blob = (_FILE, None) if held is None else held
        self.others.append(Other(path, mode, blob))

    def _kept(self, path: str, data: bytes) -> Held:
        """Lay bytes into the repository, where nothing names them yet."""
        blob = objects.store(self._repo, data)
        known = self._ours.get(path) or self._theirs.get(path)
        return Held(_FILE if known is None else known.mode, blob)

    def _ledger(self, path: str) -> Ledger | None:
        """Give the rules of a file's ledger, as the merge leaves them."""
        name = ledger_of(path)
        if name is None:
            return None
        if name not in self._ledgers:
            place = f"data/{name}/ledger.yaml"
            data = self._left(place)
            read = None if data is None else load(Ledger, data, place).value
            self._ledgers[name] = read
        return self._ledgers[name]

    def _left(self, path: str) -> bytes | None:
        """Give a file as the merge has left it so far."""
        if path in self.results:
            return self.results[path].after
        held = self._ours.get(path)
        if held is None:
            return None
        return objects.blobs(self._repo, [held.blob])[held.blob]


def _rules_first(path: str) -> tuple[bool, str]:
    return _RULES.fullmatch(path) is None, path


def _dispute(key: str, ours: bytes | None, theirs: bytes | None) -> Conflict:
    """Say that a file as a whole is disputed."""
    why = "两边都改了这个文件"
    if ours is None:
        why = "本方删了这个文件，对方改了它"
    if theirs is None:
        why = "对方删了这个文件，本方改了它"
    return Conflict(key, WHOLE, None, shown(ours), shown(theirs), False, why)
