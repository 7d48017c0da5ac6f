"""Record an operation as one version, by git's plumbing alone.

A private index takes the last version and the files of the operation, and nothing else:
what the user has staged stays staged, and no hook, filter or signing program runs.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rectify.errors import GitError
from rectify.storage.git import objects, walk
from rectify.storage.git.author import author
from rectify.storage.git.messages import message, one_line
from rectify.storage.git.obstacles import meant, stand, unwritable
from rectify.storage.git.program import GitFailed
from rectify.storage.journal import NOTHING_MORE, Journal, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rectify.storage.git.author import Author
    from rectify.storage.git.repository import Repository
    from rectify.storage.journal import Other, Record

    Wanted = Mapping[str, tuple[str, str] | None]

_ATTEMPTS = 5
_MANY = 20
_PLAIN, _PROGRAM = "100644", "100755"
_MANY_AT_ONCE = (
    *("-c", "core.fsync=none"),
    *("hash-object", "-w", "--no-filters", "--stdin-paths"),
)
_LONG = 600
_NOTHING = "0" * 40


class Outrun(GitError):  # noqa: N818  # named for what it is
    """Others record versions faster than we do."""

    def __init__(self) -> None:
        super().__init__("别的程序正在不停地写入版本历史")


def commit(
    repo: Repository, journal: Journal, *, when: float | None = None
) -> str | None:
    """Record an operation whose files are written; nothing new means it was done.

    `when` is told of one that has waited. What is returned is to be said: the name
    that it was recorded under.

    Raises:
        GitError: it can't be recorded now.
    """
    try:
        for _ in range(_ATTEMPTS):
            head = stand(repo, journal.record.joins)
            try:
                return _recorded(repo, head, journal, when)
            except GitFailed:
                if repo.head() == head:
                    raise
        raise Outrun
    except GitFailed as failed:
        raise meant(repo, failed) from None
    except OSError as error:
        raise unwritable(repo, error) from None


def draft(
    repo: Repository,
    sentence: str,
    here: Mapping[str, bytes | None],
    record: Record = NOTHING_MORE,
) -> str:
    """Make the version that an operation would be, without anybody's noticing.

    `here` are its files as they would be.

    Raises:
        GitError: it can't be made.
    """
    try:
        head = repo.head()
        files = tuple(Written(path, None, data) for path, data in here.items())
        journal = Journal(sentence, files, record)
        wanted = _stored(repo, files, objects.entries(repo, head, here))
        who = author(repo, wanted)
        return _version(repo, head, journal, wanted, who)
    except GitFailed as failed:
        raise meant(repo, failed) from None


def _recorded(
    repo: Repository, head: str | None, journal: Journal, when: float | None
) -> str | None:
    joins = journal.record.joins
    paths = [file.path for file in journal.files]
    paths += [other.path for other in journal.record.others]
    kept = objects.entries(repo, head, paths) if paths else {}
    if not kept and not joins and repo.ignores():
        return None
    wanted = {other.path: _taken(other) for other in journal.record.others}
    wanted |= _stored(repo, journal.files, kept)
    said = None
    if not _done(repo, head, joins, wanted == {p: kept.get(p) for p in wanted}):
        who = author(repo, wanted)._replace(when=when)
        version = _version(repo, head, journal, wanted, who)
        said = _unnamed(repo, head, who)
        _move(repo, head, version, journal.sentence, who)
    _put_right(repo, wanted)
    return said


def _done(repo: Repository, head: str | None, joins: str | None, same: bool) -> bool:
    """Tell whether the last version has all of it."""
    if joins is None:
        return same
    return head is not None and walk.contains(repo, head, joins)


def _version(
    repo: Repository, head: str | None, journal: Journal, wanted: Wanted, who: Author
) -> str:
    """Make the version; or take the one that is joined, where nothing else is in it."""
    joins = journal.record.joins
    tree = _tree(repo, head, wanted)
    if joins and (head is None or walk.contains(repo, joins, head)):
        theirs = repo.says("rev-parse", f"{joins}^{{tree}}")
        if theirs == tree:
            return joins
    parents = [word for each in (head, joins) if each for word in ("-p", each)]
    typed = message(journal).encode("utf-8", "replace")
    made = repo.run(
        "commit-tree", tree, *parents, "-F", "-", typed=typed, env=who.environment()
    )
    return made.decode().strip()


def _taken(other: Other) -> tuple[str, str] | None:
    return None if other.blob is None else (other.mode, other.blob)


def _stored(
    repo: Repository,
    files: Sequence[Written],
    kept: Mapping[str, tuple[str, str]],
) -> dict[str, tuple[str, str] | None]:
    """Put the bytes of the files into the repository; give mode and blob of each."""
    there = {file.path: file.after for file in files if file.after is not None}
    known = {
        path: blob
        for path, (_, blob) in kept.items()
        if path in there and blob == objects.blob_id(there[path], like=blob)
    }
    new = {path: data for path, data in there.items() if path not in known}
    known |= _hashed_together(repo, new) if len(new) >= _MANY else {}
    for path, data in new.items():
        if path not in known:
            known[path] = objects.store(repo, data)
    modes = {path: _PROGRAM for path, (mode, _) in kept.items() if mode == _PROGRAM}
    return {
        file.path: (modes.get(file.path, _PLAIN), known[file.path])
        if file.path in there
        else None
        for file in files
    }


def _hashed_together(repo: Repository, new: Mapping[str, bytes]) -> dict[str, str]:
    """Let git read the files themselves; what is not as it was written is left out.

    They are taken down to the disk all at once, not one by one.
    """
    here = [path for path in new if (repo.root / path).is_file()]
    typed = "".join(f"{repo.inside(path)}\n" for path in here).encode()
    try:
        said = repo.run(*_MANY_AT_ONCE, typed=typed, seconds=_LONG)
    except GitFailed:
        return {}
    if hasattr(os, "sync"):
        os.sync()
    found = zip(here, said.decode().split(), strict=True)
    return {
        path: blob
        for path, blob in found
        if blob == objects.blob_id(new[path], like=blob)
    }


def _tree(repo: Repository, head: str | None, wanted: Wanted) -> str:
    """Write the tree of the last version with these files in it."""
    with _private_index(repo) as env:
        repo.run("read-tree", head or "--empty", env=env, apart=True)
        _update_index(repo, wanted, env)
        return repo.run("write-tree", env=env, apart=True).decode().strip()


@contextmanager
def _private_index(repo: Repository) -> Iterator[Mapping[str, str]]:
    """Give an index that is nobody else's: whoever holds the workspace has its name."""
    own = hashlib.sha256(repo.prefix.encode("utf-8", "surrogateescape")).hexdigest()
    place = repo.workroom() / f"index-{own[:12]}"
    lock = place.with_name(f"{place.name}.lock")
    try:
        for path in (place, lock):
            path.unlink(missing_ok=True)
        yield {"GIT_INDEX_FILE": str(place)}
    finally:
        for path in (place, lock):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _update_index(
    repo: Repository, wanted: Wanted, env: Mapping[str, str] | None = None
) -> None:
    nothing = "0" * len(next((kept[1] for kept in wanted.values() if kept), _NOTHING))
    typed = "".join(
        f"{' '.join(kept) if kept else f'0 {nothing}'}\t{repo.inside(path)}\0"
        for path, kept in wanted.items()
    )
    repo.run(
        "update-index",
        "-z",
        "--index-info",
        typed=typed.encode("utf-8", "surrogateescape"),
        env=env,
        apart=True,
    )


def _move(
    repo: Repository,
    head: str | None,
    version: str,
    sentence: str,
    who: Author,
) -> None:
    """Let the branch stand on the new version, if nobody has moved it meanwhile."""
    before = head or "0" * len(version)
    said = f"rectify: {one_line(sentence)}"
    repo.run("update-ref", "-m", said, "HEAD", version, before, env=who.environment())


def _put_right(repo: Repository, wanted: Wanted) -> None:
    """Let the user's own index know of these files, and leave the rest as it is."""
    if (repo.folder / "index").exists():
        _update_index(repo, wanted)
    else:
        repo.run("read-tree", "HEAD", apart=True)


def _unnamed(repo: Repository, head: str | None, who: Author) -> str | None:
    """Say once under which name versions are recorded, where the user gave none."""
    if who.given:
        return None
    if head is not None and walk.one(repo, head).author == who.name:
        return None
    return (
        f"版本历史里的登记人记为“{who.name}”；要记您自己的名字，"
        "请运行 git config --global user.name 您的姓名"
    )
