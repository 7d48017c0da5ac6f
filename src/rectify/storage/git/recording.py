"""How the transaction keeps the history: record the operation, or let it wait."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rectify.domain.numbers import in_brief
from rectify.errors import GitError
from rectify.storage.disk import current
from rectify.storage.git import objects, queue
from rectify.storage.git.commits import commit
from rectify.storage.git.obstacles import meant
from rectify.storage.git.repository import Repository
from rectify.storage.journal import (
    NOTHING_MORE,
    Journal,
    Record,
    Written,
    digest,
)
from rectify.storage.places import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_FEW = 6
_HELD = Record(held=True)


class NoRoom(Exception):  # noqa: N818  # what meets it says it
    """An operation can't even wait: its journal has to stay where it is."""

    def __init__(self, error: OSError, said: str) -> None:
        super().__init__(said)
        self.error = error
        self.said = said


def keep(root: Path, journal: Journal) -> str | None:
    """Record an operation whose files are written; say why it has to wait.

    Where no history is kept of the workspace there is nothing to say.
    """
    repo = Repository.find(root)
    if repo is None:
        return None
    if journal.record.held:
        _let_wait(repo, journal, "文件已写好，但还不能记入版本历史")
        return None
    try:
        joins = journal.record.joins is not None
        said = [] if joins else queue.flush(repo, touching=_paths(journal))
        told = commit(repo, journal)
        return "\n".join([*said, told] if told else said) or None
    except GitError as error:
        reason = meant(repo, error)
        why = (
            f"文件已写好，但还没有记入版本历史：{reason}。以后运行任何命令都会自动补记"
        )
        return why if _let_wait(repo, journal, why) else None


def catch_up(root: Path) -> None:
    """Record what waits, if that can be done now; the next operation says if not."""
    repo = Repository.find(root)
    if repo is not None:
        with suppress(GitError, OSError):
            queue.flush(repo, aside=False)


def by_hand(
    repo: Repository, paths: Iterable[str], sentence: str | None = None
) -> str | None:
    """Record files as they are, since somebody has changed them without the program.

    The sentence says what was done by hand, unless another one is given.
    """
    here = {path: current(repo.root / path) for path in paths}
    return keep_by_hand(repo.root, here, sentence=sentence)


def keep_by_hand(
    root: Path,
    here: Mapping[str, bytes | None],
    *,
    sentence: str | None = None,
    held: bool = False,
) -> str | None:
    """Record what was done to these files since the last operation, on its own."""
    repo = Repository.find(root)
    if repo is None or not here:
        return None
    expected = queue.expected(root)
    known = {path: expected[path] for path in here.keys() & expected.keys()}
    with suppress(GitError):
        asked = {path: data for path, data in here.items() if path not in known}
        known |= _digests(repo, asked)
    files = tuple(
        Written(path, known.get(path), data)
        for path, data in here.items()
        if path not in known or known[path] != digest(data)
    )
    if not files:
        return None
    journal = Journal(
        sentence or _named(files, known), files, _HELD if held else NOTHING_MORE
    )
    try:
        return keep(root, journal)
    except NoRoom as lost:  # the files themselves still hold it
        return lost.said


def _digests(
    repo: Repository, here: Mapping[str, bytes | None]
) -> dict[str, str | None]:
    """Give the digests of files as the last version holds them."""
    head = repo.head()
    kept = objects.entries(repo, head, here) if here else {}
    blobs = {path: blob for path, (_, blob) in kept.items()}
    other = {
        path: blob
        for path, blob in blobs.items()
        if (data := here[path]) is None or blob != objects.blob_id(data, like=blob)
    }
    read = objects.blobs(repo, other.values())
    was = {path: read[other[path]] if path in other else here[path] for path in blobs}
    return {path: digest(was.get(path)) for path in here}


def _let_wait(repo: Repository, journal: Journal, said: str) -> bool:
    """Put an operation into the queue, unless no history is kept of the workspace.

    Raises:
        NoRoom: there is no room for it.
    """
    heads: dict[str, str] | None = None
    with suppress(GitError):
        head = repo.head()
        kept = objects.entries(repo, head, _paths(journal))
        heads = {path: blob for path, (_, blob) in kept.items()}
        if not heads and repo.ignores():
            return False
    try:
        queue.put(repo.root, journal, heads)
    except OSError as error:
        raise NoRoom(error, said) from None
    return True


def _paths(journal: Journal) -> set[str]:
    return {file.path for file in journal.files}


def _named(files: Iterable[Written], known: Mapping[str, str | None]) -> str:
    """Say what was done by hand: 手工修改 JZ-017、JZ-018."""
    done: dict[str, list[str]] = {}
    for path, _, after in files:
        new = path in known and known[path] is None
        verb = "删除" if after is None else "新增" if new else "修改"
        done.setdefault(verb, []).append(called(path))
    return "，".join(
        f"手工{verb} {in_brief(list(dict.fromkeys(names)), '个文件', _FEW)}"
        for verb, names in done.items()
    )
