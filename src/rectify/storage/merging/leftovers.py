"""What a merge has left: one under way, files with markers in them, broken results.

Where the history still knows both sides of a file, they are taken from there; else what
the markers tell of them has to do.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import GitError, LedgerError
from rectify.storage.git.objects import blobs, entries, ledger_files
from rectify.storage.git.obstacles import underway
from rectify.storage.git.program import GitFailed, GitMissing
from rectify.storage.git.walk import contains, merge_bases, touches
from rectify.storage.merging.markers import marked, sides
from rectify.storage.merging.stopped import index_entries
from rectify.storage.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rectify.storage.git.repository import Repository
    from rectify.storage.git.walk import Commit
    from rectify.storage.reader import Read

_PAIR = 2
_VERSION = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class AtOtherWork(GitError):  # noqa: N818  # named for what it is
    """Git is in the middle of something that is not a merge."""

    def __init__(self, command: str) -> None:
        super().__init__(
            f"有一次 {command} 还没有完成，里面的冲突不能在这里定。"
            f"请先放弃它：{command} --abort（各文件回到它开始之前，已记录的都在），"
            "再运行 rectify sync 收取对方的更新，有冲突时再运行 rectify resolve"
        )


class ManyAtOnce(GitError):  # noqa: N818  # named for what it is
    """More than two lines are being merged in one go."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"正在一次合并{count}方，不能逐处来选。请先放弃：git merge --abort，"
            "再一方一方地合并"
        )


class NoTwoSides(LedgerError):  # noqa: N818  # named for what it is
    """A file's markers don't make pairs."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} {reason}")


class Torn(NamedTuple):
    """A file in which two versions met and were not made one.

    `met` are the two versions of the history that hold the sides, where it knows them.
    """

    place: str
    data: bytes
    base: bytes | None
    ours: bytes
    theirs: bytes
    met: tuple[str, str] | None = None


class _Met(NamedTuple):
    """What the history knows of a file's last merge."""

    after: bytes
    base: bytes | None
    ours: bytes
    theirs: bytes
    parents: tuple[str, str]


def merging(repo: Repository) -> str | None:
    """Give the version that a stopped merge was taking in; None if there is no merge.

    Raises:
        AtOtherWork: a rebase or the like is under way.
        ManyAtOnce: it takes in several.
    """
    command = underway(repo)
    if command is not None:
        raise AtOtherWork(command)
    with suppress(FileNotFoundError):
        heads = (repo.folder / "MERGE_HEAD").read_text("ascii", "replace").split()
        if len(heads) > 1:
            raise ManyAtOnce(len(heads) + 1)
        named = [head for head in heads if _VERSION.fullmatch(head)]
        return next(iter(named), None)
    return None


def is_merged(repo: Repository, commit: str) -> bool:
    """Tell whether the current version holds another one already."""
    head = repo.head()
    return head is not None and contains(repo, head, commit)


def end_merge(repo: Repository) -> None:
    """Let git forget the merge that is done; the files stay as they are."""
    repo.run("merge", "--quit")


def marked_files(root: Path) -> dict[str, bytes]:
    """Find the ledger's files that have markers in them."""
    found = {}
    for place, path in sorted(ledger_files(root).items()):
        if place.endswith((".yaml", ".j2")):
            data = path.read_bytes()
            if marked(data):
                found[place] = data
    return found


def torn_files(
    root: Path, repo: Repository | None, broken: Iterable[str]
) -> Iterator[Torn]:
    """Give both sides of the files with markers, and of those that a merge broke.

    Raises:
        NoTwoSides: the markers of a file were damaged.
    """
    files = marked_files(root)
    whole = {place: (root / place).read_bytes() for place in broken}
    known = _met(repo, {**whole, **files}) if repo is not None else {}
    staged = _staged(repo) if repo is not None and files else {}
    for place, data in files.items():
        met = known.get(place)
        if place in staged:
            yield Torn(place, data, *staged[place])
        elif met is not None and met.after == data:
            yield _from_history(place, met)
        else:
            yield _from_markers(place, data, met)
    for place, data in whole.items():
        met = known.get(place)
        if place not in files and met is not None and met.after == data:
            yield _from_history(place, met)


def last_change(
    repo: Repository, place: str, until: str, labels: Iterable[str]
) -> dict[str, Commit]:
    """Give the last version of a line that changed what a file says under each label.

    A merge is nobody's change. What no version has changed goes by the last of all.
    """
    walked = touches(repo, paths=[place], until=until, merges=False)
    found = [(commit, each) for commit, (seen, *_) in walked for each in seen]
    ids = {blob for _, each in found for blob in (each.before, each.after) if blob}
    said = {blob: read(data, place).plain for blob, data in blobs(repo, ids).items()}

    def tells(blob: str | None, label: str) -> Read | None:
        return (said.get(blob or "") or {}).get(label)

    return {
        label: next(
            (
                commit
                for commit, each in found
                if tells(each.before, label) != tells(each.after, label)
            ),
            found[0][0],
        )
        for label in (labels if found else ())
    }


def _from_history(place: str, met: _Met) -> Torn:
    return Torn(place, met.after, met.base, met.ours, met.theirs, met.parents)


def _from_markers(place: str, data: bytes, met: _Met | None) -> Torn:
    try:
        base, ours, theirs = sides(data)
    except LedgerError as fault:
        raise NoTwoSides(place, str(fault)) from None
    if met is None or not marked(met.after):
        return Torn(place, data, base, ours, theirs)
    return Torn(place, data, met.base, ours, theirs, met.parents)


def _met(repo: Repository, files: dict[str, bytes]) -> dict[str, _Met]:
    """Find for each file the last merge in which it became what neither side had."""
    found: dict[str, _Met] = {}
    if not files:
        return found
    with suppress(GitMissing, GitFailed):
        for commit, seen in touches(repo, paths=files, merges=True):
            if len(commit.parents) != _PAIR:
                continue
            one, two = ({each.path: each for each in side} for side in seen)
            for place in (one.keys() & two.keys() & files.keys()) - found.keys():
                blobs_of = one[place].before, two[place].before, one[place].after
                met = _meeting(repo, commit, place, blobs_of)
                if met is not None:
                    found[place] = met
    return found


def _staged(repo: Repository) -> dict[str, tuple[bytes | None, bytes, bytes]]:
    """Read the sides that git itself still holds ready, of files that both have."""
    found: dict[str, dict[str, str]] = {}
    with suppress(GitMissing, GitFailed):
        for stage, place, blob in index_entries(repo, "--unmerged"):
            found.setdefault(place, {})[stage] = blob
    both = {place: each for place, each in found.items() if {"2", "3"} <= each.keys()}
    data = blobs(repo, [blob for each in both.values() for blob in each.values()])
    return {
        place: (data.get(each.get("1", "")), data[each["2"]], data[each["3"]])
        for place, each in both.items()
    }


def _meeting(
    repo: Repository,
    commit: Commit,
    place: str,
    blobs_of: tuple[str | None, str | None, str | None],
) -> _Met | None:
    """Read the sides of a file in a merge; None where one of them had no such file."""
    one, two, after = blobs_of
    if one is None or two is None or after is None:
        return None
    ours, theirs = commit.parents
    bases = merge_bases(repo, ours, theirs)
    held = entries(repo, bases[0], [place]).get(place) if bases else None
    base = None if held is None else held[1]
    data = blobs(repo, [each for each in (one, two, after, base) if each is not None])
    return _Met(
        data[after],
        None if base is None else data[base],
        data[one],
        data[two],
        (ours, theirs),
    )
