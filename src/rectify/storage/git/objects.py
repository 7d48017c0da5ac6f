"""What the history holds: the files of a version, and their bytes."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from rectify.errors import GitError
from rectify.storage.journal import within_tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rectify.storage.git.repository import Repository

_SHA1 = 40
_MANY = 200


class DamagedHistory(GitError):  # noqa: N818  # named for what it is
    """The history names what it does not hold."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"版本历史缺少内容 {name}：它可能已损坏，或者只复制来一部分；"
            "请从共享文件夹或备份重新复制一份"
        )


def files(repo: Repository, commit: str | None, under: str = "data") -> dict[str, str]:
    """Name the files of a version below a folder, with their blobs."""
    return {path: blob for path, (_, blob) in entries(repo, commit, [under]).items()}


def entries(
    repo: Repository, commit: str | None, paths: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Give mode and blob of the files of a version, those below a folder too.

    Before the first version there are none.
    """
    if commit is None:
        return {}
    asked = set(paths)
    many = len(asked) > _MANY  # more than a command line holds
    named = [] if many else [each for each in map(repo.inside, asked) if each != "."]
    said = repo.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", *named)
    found = {}
    for line in said.split(b"\0")[:-1]:
        mode, kind, rest = line.decode("utf-8", "surrogateescape").split(" ", 2)
        blob, path = rest.split("\t", 1)
        if kind == "blob":
            found[repo.outside(path)] = mode, blob
    return {path: found[path] for path in asked & found.keys()} if many else found


def contents(repo: Repository, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Read the bytes of those files that a version has."""
    held = entries(repo, commit, paths)
    data = blobs(repo, (blob for _, blob in held.values()))
    return {path: data[blob] for path, (_, blob) in held.items()}


def blobs(repo: Repository, ids: Iterable[str]) -> dict[str, bytes]:
    """Read the bytes of blobs.

    Raises:
        DamagedHistory: the repository lacks one of them.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    typed = "".join(f"{each}\n" for each in wanted).encode()
    said = repo.run("cat-file", "--batch", "--buffer", typed=typed)
    found, place = {}, 0
    for each in wanted:
        end = said.index(b"\n", place)
        name, *kind = said[place:end].split(b" ")
        if len(kind) < 2:  # noqa: PLR2004  # its kind and its size
            raise DamagedHistory(each)
        start = end + 1
        place = start + int(kind[1])
        found[name.decode()] = said[start:place]
        place += 1
    return found


def dirty(repo: Repository) -> list[str]:
    """Name the ledger files that are not as the last version holds them."""
    head = repo.head()
    kept = files(repo, head, "")
    kept = {path: blob for path, blob in kept.items() if within_tree(path)}
    here = ledger_files(repo.root)
    sample = next(iter(kept.values()), "")
    changed = [
        path
        for path, place in here.items()
        if path not in kept or kept[path] != blob_id(place.read_bytes(), like=sample)
    ]
    return sorted({*changed, *(kept.keys() - here.keys())})


def ledger_files(root: Path) -> dict[str, Path]:
    """Find the files of a workspace that a version holds."""
    found = {}
    starts = [root / "data", root / "templates"]
    single = [path for path in root.iterdir() if path.is_file()]
    for start in starts:
        for folder, _, names in os.walk(start):
            single += [start.__class__(folder, name) for name in names]
    for path in single:
        place = path.relative_to(root).as_posix()
        if within_tree(place) and not path.is_symlink():
            found[place] = path
    return found


def store(repo: Repository, data: bytes) -> str:
    """Lay bytes into the repository, where nothing names them yet."""
    said = repo.run("hash-object", "-w", "--no-filters", "--stdin", typed=data)
    return said.decode().strip()


def blob_id(data: bytes, *, like: str) -> str:
    """Give the name that git gives to bytes, in the manner of another such name."""
    whole = b"blob %d\0%b" % (len(data), data)
    new = hashlib.sha1 if len(like) <= _SHA1 else hashlib.sha256
    return new(whole, usedforsecurity=False).hexdigest()
