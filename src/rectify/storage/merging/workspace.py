"""Make one of two versions of a whole workspace, without git's own merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.merging.conflict import NUMBERS
from rectify.storage.git import objects, walk
from rectify.storage.git.news import received
from rectify.storage.journal import Change, Other, Record
from rectify.storage.merging.files import Held, LinkInLedger, Result, ThreeWay
from rectify.storage.places import place_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from rectify.domain.merging.conflict import Conflict, Picks
    from rectify.storage.git.repository import Repository
    from rectify.storage.merging.files import Tree


class Union(NamedTuple):
    """What two versions come to.

    `results` are the ledger files in which it differs from ours, `others` all other
    files; `conflicts` is what is disputed in a file.
    """

    theirs: str
    results: Mapping[str, Result]
    others: tuple[Other, ...]
    conflicts: Mapping[str, tuple[Conflict, ...]]
    sentence: str

    @property
    def clashes(self) -> tuple[str, ...]:
        """The files in which one number stands for two issues, or two votes."""
        return tuple(
            path
            for path, found in self.conflicts.items()
            if any(conflict.key in NUMBERS for conflict in found)
        )

    @property
    def disputed(self) -> dict[str, tuple[Conflict, ...]]:
        """The conflicts that another number does not settle."""
        apart = [each for path in self.clashes if (each := place_of(path))]
        homes = tuple(f"data/{each.ledger}/files/{each.number}/" for each in apart)
        return {
            path: found
            for path, found in self.conflicts.items()
            if path not in self.clashes and not (homes and path.startswith(homes))
        }

    @property
    def record(self) -> Record:
        """What the history is told of it."""
        return Record(joins=self.theirs, others=self.others)

    def changes(self, root: Path) -> list[Change]:
        """Give what is to be written, over files that are as our side has them."""
        return [
            Change(root / path, before, after)
            for path, (before, after) in self.results.items()
        ]


def unite(
    repo: Repository,
    ours: str,
    theirs: str,
    *,
    picks: Mapping[str, Picks] | None = None,
    on: date,
) -> Union:
    """Merge two versions; `picks` decide by file what is disputed.

    Raises:
        LedgerError: the other side holds what no workspace may.
        RuleError: the picks make no whole together.
    """
    mine, other = tree(repo, ours), tree(repo, theirs)
    for path, _, _ in walk.differing(repo, ours, theirs):
        if path not in mine and path not in other:
            raise LinkInLedger(path)
    base = _base(repo, ours, theirs, on)
    found = ThreeWay(repo, (base, mine, other), on)
    found.unite(picks or {})
    said = received(repo, ours, theirs)
    return Union(theirs, found.results, tuple(found.others), found.conflicts, said)


def tree(repo: Repository, commit: str) -> Tree:
    """Name the files of a version, those outside of the workspace too."""
    held = objects.entries(repo, commit, [])
    return {path: Held(*each) for path, each in held.items()}


def _base(repo: Repository, ours: str, theirs: str, on: date) -> Tree:
    """Give what both sides come from; where they met crosswise, merge that first.

    A file in which those versions dispute something is taken as it was before them.
    """
    found = sorted(walk.merge_bases(repo, ours, theirs))
    if not found:
        return {}
    base = dict(tree(repo, found[0]))
    for other in found[1:]:
        before = _base(repo, found[0], other, on)
        met = ThreeWay(repo, (before, base, tree(repo, other)), on)
        met.unite({})
        for path, held in met.after(before):
            if held is None:
                base.pop(path, None)
            else:
                base[path] = held
    return base
