"""The versions of one file, read out of the history in two calls of git."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Vote
from rectify.domain.history.chronicle import Broken, Version, renumberings
from rectify.domain.issue import Issue, LooseIssue
from rectify.domain.ledger import Ledger
from rectify.domain.unit import UnitList
from rectify.storage.git.objects import blob_id, blobs, entries, files, ledger_files
from rectify.storage.git.walk import touches
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rectify.domain.entity import Entity
    from rectify.domain.history.chronicle import Content
    from rectify.storage.folder import LedgerFolder
    from rectify.storage.git.repository import Repository
    from rectify.storage.git.walk import Commit


class Revision(NamedTuple):
    """A version, and the bytes of the file before it and in it."""

    version: Version
    before: bytes | None
    after: bytes | None


class Trace(NamedTuple):
    """All versions of a file, the oldest first, and the one that stands at the end."""

    revisions: list[Revision]
    last: Content
    data: bytes | None

    @property
    def versions(self) -> list[Version]:
        """The versions alone."""
        return [revision.version for revision in self.revisions]


class _Touch(NamedTuple):
    """A version that touched the file: its blobs in each parent and after it."""

    commit: Commit
    before: tuple[str | None, ...]
    after: str | None


def trace(repo: Repository, place: str, kind: type[Entity]) -> Trace:
    """Read every version of a file, of an issue also under its former number."""
    head = repo.head()
    if head is None:
        return Trace([], None, None)
    touched = list(_lineage(repo, place, head))
    touched.reverse()
    last = entries(repo, head, [place]).get(place, ("", None))[1]
    wanted = {blob for each in touched for blob in (*each.before, each.after)} | {last}
    found = blobs(repo, sorted(blob for blob in wanted if blob is not None))
    read = {blob: content(kind, data, place) for blob, data in found.items()}

    def revision(touch: _Touch) -> Revision:
        commit = touch.commit
        version = Version(
            commit.id,
            commit.when,
            commit.author,
            commit.subject,
            commit.trailers,
            tuple(_of(read, blob) for blob in touch.before),
            _of(read, touch.after),
        )
        before = next((blob for blob in touch.before if blob != touch.after), None)
        return Revision(version, found.get(before or ""), found.get(touch.after or ""))

    return Trace([*map(revision, touched)], _of(read, last), found.get(last or ""))


class Differing(NamedTuple):
    """A file that differs between two versions, as it is in both."""

    place: str
    before: Content
    after: Content


def differing_files(
    folder: LedgerFolder, repo: Repository, since: str, until: str | None
) -> Iterator[Differing]:
    """Read the files of a ledger that are not the same in two versions.

    Without the later one, they are compared with the files as they are now.
    """
    under = folder.path.relative_to(folder.root).as_posix()
    kinds = _Kinds(folder, under)
    before = files(repo, since, under)
    here = {} if until is not None else _here(folder, under)
    sample = next(iter(before.values()), "")
    after = (
        {place: blob_id(data, like=sample) for place, data in here.items()}
        if until is None
        else files(repo, until, under)
    )
    places = [
        place
        for place in sorted(before.keys() | after.keys())
        if before.get(place) != after.get(place) and kinds.of(place) is not None
    ]
    recorded = (before,) if until is None else (before, after)
    wanted = (side[place] for side in recorded for place in places if place in side)
    found = blobs(repo, wanted)
    for place in places:
        was = found.get(before.get(place, ""))
        now = here.get(place) if until is None else found.get(after.get(place, ""))
        yield Differing(place, kinds.read(place, was), kinds.read(place, now))


class _Kinds:
    """What the files of a ledger are, by their places."""

    def __init__(self, folder: LedgerFolder, under: str) -> None:
        self._folder = folder
        self._under = f"{under}/"

    def of(self, place: str) -> type[Entity] | None:
        """Give the model of a file; None for what no sentence is made of."""
        name = place.removeprefix(self._under)
        if name.startswith("issues/"):
            return self._folder.kind
        if name.startswith("votes/"):
            return Vote
        whole: dict[str, type[Entity]] = {
            "ledger.yaml": Ledger,
            "units.yaml": UnitList,
        }
        return whole.get(name)

    def read(self, place: str, data: bytes | None) -> Content:
        """Read one of them; None is no file."""
        kind = self.of(place)
        return None if data is None or kind is None else content(kind, data, place)


def _here(folder: LedgerFolder, under: str) -> dict[str, bytes]:
    places = ledger_files(folder.root).items()
    return {
        place: path.read_bytes()
        for place, path in places
        if place.startswith(f"{under}/") and path.suffix == ".yaml"
    }


def _of(read: dict[str, Content], blob: str | None) -> Content:
    return None if blob is None else read[blob]


def content(kind: type[Entity], data: bytes, place: str) -> Content:
    """Read a version; a field that is declared no more does not make it unreadable."""
    loaded = load(kind, data, place)
    if loaded.value is None and issubclass(kind, Issue):
        loose = load(LooseIssue, data, place)
        if loose.value is not None:
            return loose.value
    if loaded.value is None:
        return Broken(loaded.problems[0].message)
    return loaded.value


def _lineage(repo: Repository, place: str, until: str) -> Iterator[_Touch]:
    """Go back through the versions of a file, past every number that it had before.

    What bore this number before it was given another one is left to that one.
    """
    left: set[str | None] = set()
    number = _number(place)
    for touch in _touches(repo, [place], until):
        pairs = renumberings(touch.commit.trailers)
        away = touch.after is None and number in pairs
        if away or touch.after in left - {None}:
            left |= set(touch.before)
        elif touch.before == (None,) and (earlier := _former(pairs, number)):
            yield from _renumbered(repo, place, earlier, touch)
        else:
            yield touch


def _renumbered(
    repo: Repository, place: str, old: str, touch: _Touch
) -> Iterator[_Touch]:
    """Go on with the versions under the old number, as far as they lead to this one."""
    former = place.replace(f"{_number(place)}.yaml", f"{old}.yaml")
    first, *rest = _lineage_of(repo, former, touch.commit.id)
    yield touch._replace(before=first.before)
    wanted = set(first.before)
    for each in rest:
        if each.after in wanted:
            wanted |= set(each.before)
            yield each


def _lineage_of(repo: Repository, former: str, until: str) -> Iterator[_Touch]:
    """Give the version that took a number away, and those before it."""
    walk = _touches(repo, [former], until)
    first = next(walk)
    yield first
    for parent in first.commit.parents[:1]:
        yield from _lineage(repo, former, parent)


def _number(place: str) -> str:
    return place.rpartition("/")[2].removesuffix(".yaml")


def _former(pairs: Mapping[str, str], number: str) -> str | None:
    return next((old for old, new in pairs.items() if new == number), None)


def _touches(repo: Repository, paths: list[str], until: str) -> Iterator[_Touch]:
    for commit, seen in touches(repo, paths=paths, until=until, merges=True):
        files = [next(iter(each), None) for each in seen]
        changed = [each for each in files if each is not None]
        if not changed:
            continue
        after = changed[0].after
        before = tuple(after if each is None else each.before for each in files)
        yield _Touch(commit, before, after)
