"""The operations that this program has recorded in this very folder, by its journal.

Git keeps for each folder where it has stood and why (the reflog). What others made is
not in it, nor what came with a clone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.history.chronicle import RENUMBER, UNDO
from rectify.storage.git.messages import NUMBERS
from rectify.storage.git.program import GitFailed
from rectify.storage.git.walk import Commit, contains, one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.storage.git.repository import Repository

OURS = "rectify: "
_MARKS = (NUMBERS, UNDO)
# What the program records beside the operations of its user.
_ASIDE = ("同步", "合并", "手工", RENUMBER, "设置版本历史")


class Done(NamedTuple):
    """A version that this folder has recorded, and whether it can be taken back."""

    commit: Commit
    sentence: str
    operation: bool


def recorded(repo: Repository) -> Iterator[Done]:
    """Give what was recorded here, the last first, as far as it is still there."""
    head = repo.head()
    if head is None:
        return
    entries = journal(repo)
    if not entries:
        last = one(repo, head)
        if any(mark in last.trailers for mark in _MARKS):
            yield Done(last, last.subject, _takes_back(last, last.subject))
        return
    seen = set()
    for version, said in entries:
        if version in seen or not said.startswith(OURS):
            continue
        seen.add(version)
        if contains(repo, head, version):
            commit, sentence = one(repo, version), said.removeprefix(OURS)
            yield Done(commit, sentence, _takes_back(commit, sentence))


def _takes_back(commit: Commit, said: str) -> bool:
    """Tell whether a version is an operation of its user, and no first one."""
    return len(commit.parents) == 1 and not said.startswith(_ASIDE)


def journal(repo: Repository) -> list[tuple[str, str]]:
    """Read where this folder has stood, the last first, and why."""
    try:
        said = repo.run("log", "--walk-reflogs", "-z", "--format=%H %gs", "HEAD", "--")
    except GitFailed:
        return []
    lines = said.decode("utf-8", "surrogateescape").split("\0")
    pairs = (line.partition(" ") for line in lines if line)
    return [(version, words) for version, _, words in pairs]
