"""What versions there are: who made them, what they changed, how they descend."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
) -> Iterator[Commit]:
    """Give the versions, newest first, each before those it was made from."""
    said = repo.run(*_LOG, *_range(since, until), "--", *map(repo.inside, paths))
    for record in said.split(b"\0"):
        if record:
            yield _commit(record)


def one(repo: Repository, version: str) -> Commit:
    """Read one version."""
    return next(log(repo, until=f"{version}^!"))


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


def contains(repo: Repository, version: str, other: str) -> bool:
    """Tell whether a version comes after another one, or is it."""
    return repo.says("merge-base", "--is-ancestor", other, version) is not None


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
