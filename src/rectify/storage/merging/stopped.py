"""The files of a merge at which git has stopped: which of them somebody has mended.

What git itself has made of a file is not looked at: it is merged anew. What a person
has made of it stays, if nothing was lost in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.issue import Issue
from rectify.errors import LedgerError
from rectify.storage.disk import current
from rectify.storage.git.objects import blob_id, blobs, contents, entries, store
from rectify.storage.git.walk import merge_bases
from rectify.storage.journal import Change, Other, within_tree
from rectify.storage.merging.joining import kind_of
from rectify.storage.merging.markers import marked
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rectify.domain.entity import Entity
    from rectify.domain.event import Event
    from rectify.storage.git.repository import Repository

_MERGED = "0"
_FILE = "100644"


class MendedBadly(LedgerError):  # noqa: N818  # named for what it is
    """A file was mended by hand, and something is wrong with it."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"{place} 在合并中手工改过，但{reason}。请改正；或者运行 "
            f"git checkout --merge -- {place} 恢复两边的内容，再来逐处选定"
        )


class _Staged(NamedTuple):
    """What git's index holds of each file, by stage, and what somebody told it of."""

    stages: dict[str, dict[str, str]]
    told: frozenset[str]


class Stopped:
    """The working files of a stopped merge.

    `hand` are those that a person has mended since git stopped, as they are now.
    """

    def __init__(
        self, repo: Repository, lines: tuple[str, str], places: Sequence[str]
    ) -> None:
        self._repo = repo
        self._lines = lines
        self._places = places
        self.hand = dict(self._mended())

    def changes(
        self, ours: str, after: Mapping[str, bytes | None], also: Sequence[Change]
    ) -> list[Change]:
        """Give what is to be written over what git has left: every file of the merge.

        `after` are the files that are not as in `ours`, and `also` those that have been
        changed on our side before.
        """
        root = self._repo.root
        wanted = {each.path.relative_to(root).as_posix(): each.after for each in also}
        wanted |= _bytes(self._repo, ours, self._places)
        wanted |= after
        wanted |= self.hand
        named = sorted(place for place in wanted if within_tree(place))
        return [
            Change(root / place, current(root / place), wanted[place])
            for place in named
        ]

    def ours(self) -> dict[Path, bytes | None]:
        """Give the files of the merge as our last version has them."""
        held = _bytes(self._repo, self._lines[0], self._places)
        return {self._repo.root / place: data for place, data in held.items()}

    def others(self, taken: Sequence[Other]) -> tuple[Other, ...]:
        """Give the files beside the ledgers as they shall be; mended ones stay."""
        besides = [place for place in self._places if not within_tree(place)]
        kept = entries(self._repo, self._lines[0], besides) if besides else {}
        found = {
            place: Other(place, *kept.get(place, (_FILE, None))) for place in besides
        }
        found |= {each.path: each for each in taken}
        for place in self.hand.keys() & found.keys():
            found[place] = Other(place, _FILE, self._stored(self.hand[place]))
        return tuple(found.values())

    def _stored(self, data: bytes | None) -> str | None:
        return None if data is None else store(self._repo, data)

    def checked(self) -> Mapping[str, bytes | None]:
        """Give the mended files, each readable and with every event of both sides.

        Raises:
            MendedBadly: with what is wrong.
        """
        for place, data in self.hand.items():
            kind = kind_of(place, None)
            if kind is not None and data is not None:
                self._refuse_lossy(place, data, kind)
        return self.hand

    def _refuse_lossy(self, place: str, data: bytes, kind: type[Entity]) -> None:
        loaded = load(kind, data, place)
        if loaded.value is None:
            raise MendedBadly(place, f"有差错：{loaded.problems[0].message}")
        if isinstance(loaded.value, Issue):
            here = {event.identity() for event in loaded.value.events}
            for event in _due(kind, self._three(place)):
                if event.identity() not in here:
                    raise MendedBadly(place, f"少了{event.date}的{event.kind}")

    def _three(self, place: str) -> tuple[bytes | None, ...]:
        """Read a file as it was before both sides, and as each has left it."""
        bases = merge_bases(self._repo, *self._lines)[:1]
        found = [
            _bytes(self._repo, line, [place])[place] for line in (*bases, *self._lines)
        ]
        return tuple(found if bases else [None, *found])

    def _mended(self) -> Iterator[tuple[str, bytes | None]]:
        staged = _staged(self._repo)
        stages = {place: staged.stages.get(place, {}) for place in self._places}
        ids = [blob for each in stages.values() for blob in each.values()]
        known = blobs(self._repo, ids)
        for place, each in stages.items():
            here = current(self._repo.root / place)
            if here is not None and marked(here):
                continue
            if _MERGED not in each:
                left = {known[blob] for blob in each.values()}
                by_hand = here is not None and bool(each) and here not in left
            elif place in staged.told:
                by_hand = True
            else:
                blob = each[_MERGED]
                by_hand = here is None or blob_id(here, like=blob) != blob
            if by_hand:
                yield place, here


def index_entries(repo: Repository, what: str) -> Iterator[tuple[str, str, str]]:
    """Read git's index: stage, path and blob of each entry."""
    said = repo.run("ls-files", what, "--full-name", "-z")
    for line in said.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        head, path = line.split("\t", 1)
        _, blob, stage = head.split(" ")
        yield stage, repo.outside(path), blob


def _staged(repo: Repository) -> _Staged:
    stages: dict[str, dict[str, str]] = {}
    for stage, place, blob in index_entries(repo, "--stage"):
        stages.setdefault(place, {})[stage] = blob
    told = frozenset(place for _, place, _ in index_entries(repo, "--resolve-undo"))
    return _Staged(stages, told)


def _bytes(
    repo: Repository, commit: str, places: Sequence[str]
) -> dict[str, bytes | None]:
    """Read files of a version; None is not there."""
    held = contents(repo, commit, places) if places else {}
    return {place: held.get(place) for place in places}


def _due(kind: type[Entity], three: Sequence[bytes | None]) -> Iterator[Event]:
    """Give the events that a merge has to hold: what neither side has removed."""
    base, ours, theirs = (_events(kind, data) for data in three)
    for one, two in ((ours, theirs), (theirs, ours)):
        for identity, event in one.items():
            if identity in two or identity not in base:
                yield event


def _events(kind: type[Entity], data: bytes | None) -> dict[str, Event]:
    if data is None:
        return {}
    value = load(kind, data, "").value
    events = value.events if isinstance(value, Issue) else ()
    return {event.identity(): event for event in events}
