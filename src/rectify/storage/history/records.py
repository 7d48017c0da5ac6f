"""The records that each version of a history holds, file by file."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rectify.domain.history.integrity import carried, gains
from rectify.domain.history.records import (
    NOTHING,
    VOTES,
    Files,
    Place,
    Recorded,
    Step,
    Version,
    issue_version,
    vote_version,
)
from rectify.storage.git.objects import blobs, files
from rectify.storage.places import path_of, place_of
from rectify.storage.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.domain.history.verdict import Made
    from rectify.storage.git.repository import Repository
    from rectify.storage.git.walk import Touched

_ITEM = re.compile(rb"^ *-(?=\s)", re.MULTILINE)
_TREES = 16


def count(path: str, data: bytes) -> int:
    """Count the records that a file seems to hold, without reading all of it.

    In a list of blocks only an item's first line stands where its dash does.
    """
    place = place_of(path)
    if place is None or place.kind == VOTES:
        return 1
    _, _, record = data.partition("\n办理记录:".encode())
    first = _ITEM.search(record)
    if first is None:
        return 0
    return len(re.findall(rb"^" + first[0] + rb"\s", record, re.MULTILINE))


def parsed(path: str, data: bytes, known: dict[str, Recorded]) -> Version | None:
    """Read the records of a file's bytes; None if it can't be read."""
    plain = read(data, path).plain
    place = place_of(path)
    if plain is None or place is None:
        return None
    if place.kind == VOTES:
        return vote_version(plain)
    return issue_version(plain, known)


class Kept:
    """Reads versions of files; what can't be read holds what it held before."""

    def __init__(self, repo: Repository, ledger: str | None) -> None:
        self._repo = repo
        self._ledger = ledger
        self._data: dict[str, bytes] = {}
        self._read: dict[tuple[str, str], Version | None] = {}
        self._events: dict[str, Recorded] = {}
        self._standing: dict[tuple[str, str], Version] = {}
        self.unread: dict[str, Made | None] = {}
        self.broken: dict[tuple[str, str], Made | None] = {}
        self.tree = lru_cache(_TREES)(self._tree)

    def place(self, path: str) -> Place | None:
        """Say which issue or vote of the ledgers asked for a file is."""
        place = place_of(path)
        asked = place is not None and self._ledger in (None, place.ledger)
        return place if asked else None

    def ours(self, touched: Iterable[Touched]) -> list[Touched]:
        """Leave out what is no issue and no vote."""
        return [each for each in touched if self.place(each.path) is not None]

    def fetch(self, ids: Iterable[str]) -> None:
        """Read many blobs at once, and forget those of before."""
        self._read.clear()
        self._data = blobs(self._repo, ids)

    def step(self, touched: Iterable[Touched], by: Made | None) -> Step:
        """Give what a version did to some files."""
        before: Files = {}
        after: Files = {}
        for each in touched:
            place = place_of(each.path)
            if place is None:
                continue
            if each.before:
                before[place] = self.version(each.path, each.before)
            if each.after:
                after[place] = self._settled(each, before.get(place, NOTHING), by)
        return Step(before, after)

    def version(self, path: str, blob: str | None) -> Version:
        """Give the records of a file; those that it held last where it has no form."""
        if blob is None:
            return NOTHING
        standing = self._standing.get((path, blob))
        return standing or self.said(path, blob) or NOTHING

    def said(self, path: str, blob: str) -> Version | None:
        """Give the records that a file says; None if it can't be read."""
        if (path, blob) not in self._read:
            if blob not in self._data:
                self._data |= blobs(self._repo, [blob])
            self._read[path, blob] = self.parsed(path, self._data[blob])
        return self._read[path, blob]

    def parsed(self, path: str, data: bytes) -> Version | None:
        """Read the records of a file's bytes."""
        return parsed(path, data, self._events)

    def unwritten(self, path: str, blob: str) -> Version | None:
        """Give the records that a file ought to hold, if it does not say them."""
        return self._standing.get((path, blob))

    def hold(self, path: str, blob: str, version: Version) -> None:
        """Keep in mind what a file holds that has no form."""
        self._standing[path, blob] = version

    def at(self, commit: str, place: Place) -> Version:
        """Give the records of a file in a version."""
        path = path_of(place)
        return self.version(path, self.tree(commit).get(path))

    def _settled(self, touched: Touched, before: Version, by: Made | None) -> Version:
        """Give the records after a change, and keep in mind what is not written."""
        path, _, blob = touched
        if blob is None:
            return NOTHING
        said = self.said(path, blob)
        if said is None:
            self.unread.setdefault(path, by)
            known = self._standing.get((path, blob), NOTHING)
            found = Version(known.records + before.records, before.secret)
        else:
            self.unread.pop(path, None)
            found = carried(before, said)
            for each in gains(found, said):
                self.broken.setdefault((path, each.identity), by)
        if found != said:
            self._standing[path, blob] = found
        return found

    def _tree(self, commit: str) -> dict[str, str]:
        return files(self._repo, commit)
