"""What the history holds: versions, the files of a version, their bytes."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import GitError
from rectify.storage.journal import within_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rectify.storage.git.repository import Repository

_LOG = (
    "log",
    "--topo-order",
    "--full-history",
    "--pretty=raw",
    "--encoding=UTF-8",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "-z",
)
_PERSON = re.compile(r"(.*?) ?<(.*?)> ?(-?\d+) ([+-])(\d\d)(\d\d)")
_TRAILER = re.compile(r"([^\s:]+): (.*)")
_SHA1 = 40
_MANY = 200


class DamagedHistory(GitError):  # noqa: N818  # named for what it is
    """The history names what it does not hold."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"版本历史缺少内容 {name}：它可能已损坏，或者只复制来一部分；"
            "请从共享文件夹或备份重新复制一份"
        )


class Commit(NamedTuple):
    """One version: who made it when, and what was said of it."""

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    when: datetime
    subject: str
    message: str
    committed: datetime

    @property
    def joins(self) -> bool:
        """Whether it joins two lines of versions, or more."""
        return len(self.parents) > 1

    @property
    def trailers(self) -> Mapping[str, tuple[str, ...]]:
        """The labelled lines at the end of the message."""
        return trailers(self.message)


class Touched(NamedTuple):
    """A file that a version changed: the blobs before and after, None if not there."""

    path: str
    before: str | None
    after: str | None


def log(
    repo: Repository,
    *,
    paths: Iterable[str] = (),
    since: str | None = None,
    until: str = "HEAD",
    most: int | None = None,
) -> Iterator[Commit]:
    """Give the versions, newest first, each before those it was made from."""
    limit = () if most is None else (f"--max-count={most}",)
    said = repo.run(
        *_LOG, *limit, *_range(since, until), "--", *map(repo.inside, paths)
    )
    for record in said.split(b"\0"):
        if record:
            yield _commit(record)


def touches(
    repo: Repository,
    *,
    paths: Iterable[str] = (),
    since: str | None = None,
    until: str = "HEAD",
    merges: bool,
) -> Iterator[tuple[Commit, tuple[tuple[Touched, ...], ...]]]:
    """Give each version with what it changed, seen from each of its parents.

    Without `merges` those that join two lines are left out.
    """
    diff = ("--raw", "--no-renames", "--no-abbrev", "-m" if merges else "--no-merges")
    said = repo.run(*_LOG, *diff, *_range(since, until), "--", *map(repo.inside, paths))
    found: Commit | None = None
    seen: dict[str, tuple[Touched, ...]] = {}
    for commit, parent, touched in _records(repo, said.split(b"\0")):
        if found is not None and found.id != commit.id:
            yield found, _by_parent(found, seen)
            seen = {}
        found = commit
        seen[parent or (commit.parents[0] if commit.parents else "")] = touched
    if found is not None:
        yield found, _by_parent(found, seen)


def files(repo: Repository, commit: str, under: str = "data") -> dict[str, str]:
    """Name the files of a version below a folder, with their blobs."""
    return {path: blob for path, (_, blob) in entries(repo, commit, [under]).items()}


def entries(
    repo: Repository, commit: str, paths: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Give mode and blob of the files of a version, those below a folder too."""
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


def differing(repo: Repository, a: str, b: str, under: str = "") -> list[Touched]:
    """Name the files in which two versions differ, over the whole repository or not."""
    place = repo.inside(under) if under else "."
    paths = [] if place == "." else [place]
    said = repo.run("diff-tree", "-r", "-z", "--no-renames", a, b, "--", *paths)
    return list(_touched(repo, iter(said.split(b"\0"))))


def merge_bases(repo: Repository, a: str, b: str) -> list[str]:
    """Give the versions from which two lines have parted; none if they never met."""
    found = repo.says("merge-base", "--all", a, b)
    return [] if found is None else found.split("\n")


def dirty(repo: Repository) -> list[str]:
    """Name the ledger files that are not as the last version holds them."""
    head = repo.head()
    kept = {} if head is None else files(repo, head, "")
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


def trailers(message: str) -> dict[str, tuple[str, ...]]:
    """Read the labelled lines at the end of a message; a wrapped one is one line."""
    found: dict[str, tuple[str, ...]] = {}
    last = message.rstrip("\n").rpartition("\n\n")[2]
    lines = re.sub(r"\n[ \t]+", " ", last).split("\n")
    matches = [_TRAILER.fullmatch(line) for line in lines]
    for match in matches:
        if match is None:
            return {}
        found[match[1]] = (*found.get(match[1], ()), match[2])
    return found


def _range(since: str | None, until: str) -> Sequence[str]:
    return [until] if since is None else [until, f"^{since}"]


def _records(
    repo: Repository, pieces: Iterable[bytes]
) -> Iterator[tuple[Commit, str | None, tuple[Touched, ...]]]:
    """Read the output of log --raw -z: a version, what it was compared with, files."""
    head = b""
    raw: list[bytes] = []
    for piece in pieces:
        if piece.startswith(b"commit "):
            if head:
                yield _record(repo, head, raw)
            head, colon, first = piece.partition(b"\n:")
            raw = [b":" + first] if colon else []
        elif piece:
            raw.append(piece)
    if head:
        yield _record(repo, head, raw)


def _record(
    repo: Repository, head: bytes, raw: list[bytes]
) -> tuple[Commit, str | None, tuple[Touched, ...]]:
    _, origin, parent = head.partition(b"\n")[0].partition(b" (from ")
    touched = tuple(_touched(repo, iter(raw)))
    return _commit(head), parent[:-1].decode() if origin else None, touched


def _touched(repo: Repository, pieces: Iterator[bytes]) -> Iterator[Touched]:
    for piece in pieces:
        if not piece:
            continue
        _, _, before, after, _ = piece.decode("ascii").split(" ")
        path = next(pieces).decode("utf-8", "surrogateescape")
        yield Touched(repo.outside(path), _there(before), _there(after))


def _there(blob: str) -> str | None:
    return blob if blob.strip("0") else None


def _by_parent(
    commit: Commit, seen: dict[str, tuple[Touched, ...]]
) -> tuple[tuple[Touched, ...], ...]:
    return tuple(seen.get(parent, ()) for parent in commit.parents or ("",))


def _commit(record: bytes) -> Commit:
    """Read a version in git's raw form: its head, then the indented message."""
    head, _, rest = record.decode("utf-8", "surrogateescape").partition("\n\n")
    lines = head.split("\n")
    told = [line.partition(" ")[::2] for line in lines]
    name, email, when = _person(dict(reversed(told)).get("author", ""))
    *_, committed = _person(dict(reversed(told)).get("committer", ""))
    message = "\n".join(line.removeprefix("    ") for line in rest.split("\n"))
    message = message.strip("\n")
    return Commit(
        id=told[0][1].partition(" ")[0],
        parents=tuple(value for key, value in told if key == "parent"),
        author=name,
        email=email,
        when=when,
        subject=message.partition("\n\n")[0].replace("\n", " "),
        message=message,
        committed=committed,
    )


def _person(words: str) -> tuple[str, str, datetime]:
    """Read who and when; a day that no calendar has counts as the first of all."""
    match = _PERSON.fullmatch(words)
    if match is None:
        return words, "", datetime.fromtimestamp(0, UTC)
    name, email, seconds, sign, hours, minutes = match.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes))
    try:
        zone = timezone(-away if sign == "-" else away)
        when = datetime.fromtimestamp(int(seconds), zone)
    except (ValueError, OverflowError, OSError):
        when = datetime.fromtimestamp(0, UTC)
    return name, email, when
