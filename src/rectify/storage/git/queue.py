"""What could not be recorded yet: it waits in the workspace, in its order.

Each entry is a whole journal, with the blobs that the last version had of its files.
It came with the folder, maybe from somebody else: it is trusted no further than a
journal, and follows only where the history still is as it was then.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from rectify.storage.disk import current, sync_folder, write_through
from rectify.storage.git import objects
from rectify.storage.git.commits import commit
from rectify.storage.journal import (
    NEW,
    UNCOMMITTED,
    Journal,
    UntrustedJournal,
    decoded,
    digest,
    encoded,
    linked,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from rectify.storage.git.repository import Repository
    from rectify.storage.journal import Written

_ENTRY = re.compile(r"\d{6}(-held)?\.json")


class Entry(NamedTuple):
    """An operation that waits, and the blobs that the last version had, if known."""

    path: Path
    journal: Journal
    heads: Mapping[str, str] | None

    @property
    def files(self) -> set[str]:
        """The files of the operation."""
        return {file.path for file in self.journal.files}


class Overtaken(Exception):  # noqa: N818  # becomes a sentence
    """An operation can't follow any more: others have changed its files since."""

    def __init__(self, sentence: str, paths: Iterable[str]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.paths = tuple(paths)

    def said(self, kept: str) -> str:
        """Say what comes of it, and where it is kept."""
        return (
            f"“{self.sentence}”没有补记到版本历史：{'、'.join(self.paths)} 后来又在那里"
            f"被改动；台账文件没有动，操作的记录留在 {kept}"
        )


def waits(root: Path, *, held: bool = False) -> bool:
    """Tell whether anything waits to be recorded, without reading it."""
    return any(held or "held" not in path.name for path in _paths(root))


def entries(root: Path) -> list[Entry]:
    """Read what waits, in its order; what is no entry of ours is not among it."""
    found = (_read(root, path) for path in _paths(root))
    return [entry for entry in found if entry is not None]


def put(root: Path, journal: Journal, heads: Mapping[str, str] | None) -> None:
    """Let an operation wait, behind those that wait already."""
    folder = root / UNCOMMITTED
    folder.mkdir(exist_ok=True)
    last = max((int(path.name[:6]) for path in _paths(root)), default=0)
    held = "-held" if journal.record.held else ""
    place = folder / f"{last + 1:06}{held}.json"
    new = place.with_name(place.name + NEW)
    whole = {**json.loads(encoded(journal)), "heads": heads}
    data = json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass")
    try:
        write_through(new, data)
        new.replace(place)
    except OSError:
        with suppress(OSError):  # on a full disk half of it would take the last room
            new.unlink(missing_ok=True)
        raise
    sync_folder(folder)


def flush(
    repo: Repository,
    *,
    held: bool = False,
    touching: Collection[str] = (),
    aside: bool = True,
) -> list[str]:
    """Record what waits, each as a version of its own; what is held, only when asked.

    An operation on files that something held has written asks for that one. What is
    returned is to be said. What can't follow any more is put aside, if it may be.

    Raises:
        GitError: nothing can be recorded now.
    """
    waiting = entries(repo.root)
    said = []
    for entry in _due(waiting, touching, held=held):
        later = waiting[waiting.index(entry) + 1 :]
        try:
            told = _follow(repo, entry, later)
        except Overtaken as overtaken:
            if not aside:
                break
            told = overtaken.said(_set_aside(repo.root, entry.path))
        else:
            entry.path.unlink(missing_ok=True)
        said += [told] if told else []
    return said


def expected(root: Path) -> dict[str, str | None]:
    """Give the digests of the files as the waiting operations will leave them."""
    return {
        file.path: digest(file.after)
        for entry in entries(root)
        for file in entry.journal.files
    }


def _due(waiting: list[Entry], touching: Iterable[str], *, held: bool) -> list[Entry]:
    """Choose what is recorded now; with an operation, what it is built upon."""
    chosen: list[Entry] = []
    needed = set(touching)
    for entry in reversed(waiting):
        if held or not entry.journal.record.held or entry.files & needed:
            chosen.append(entry)
            needed |= entry.files
    return chosen[::-1]


def _follow(repo: Repository, entry: Entry, later: list[Entry]) -> str | None:
    """Record one operation that has waited, where the history still allows it."""
    head = repo.head()
    kept = objects.entries(repo, head, entry.files)
    blobs = {path: blob for path, (_, blob) in kept.items()}
    data = objects.blobs(repo, blobs.values())
    now = {path: digest(data[blob]) for path, blob in blobs.items()}
    files: list[Written] = []
    moved: list[str] = []
    for file in entry.journal.files:
        path, found = file.path, now.get(file.path)
        known = entry.heads is None or blobs.get(path) == entry.heads.get(path)
        if known or found in {file.before, digest(file.after)}:
            files.append(file)
        elif found not in _afters(later, path):
            moved.append(path)
    if moved:
        raise Overtaken(entry.journal.sentence, moved)
    if not files and entry.journal.files:
        return None
    journal = entry.journal._replace(files=tuple(files))
    return commit(repo, journal, when=entry.path.stat().st_mtime)


def _afters(later: list[Entry], path: str) -> set[str | None]:
    """Give what operations that came later have left of a file."""
    return {
        digest(file.after)
        for entry in later
        for file in entry.journal.files
        if file.path == path
    }


def _paths(root: Path) -> list[Path]:
    if linked(root, UNCOMMITTED):
        return []
    with suppress(OSError):
        found = (root / UNCOMMITTED).iterdir()
        return sorted(path for path in found if _ENTRY.fullmatch(path.name))
    return []


def _read(root: Path, path: Path) -> Entry | None:
    """Read an entry, and put aside what is none of ours."""
    data = None if path.is_symlink() else current(path)
    try:
        journal = decoded(data or b"", root)
        heads = json.loads(data or b"").get("heads")
        pairs = (heads or {}).items()
        sound = all(isinstance(each, str) for pair in pairs for each in pair)
    except (UntrustedJournal, AttributeError):
        sound = False
    if not sound:
        _set_aside(root, path)
        return None
    return Entry(path, journal, heads)


def _set_aside(root: Path, path: Path) -> str:
    """Rename an entry, so that it is looked at by a person and by nothing else."""
    aside = path.with_name(f"aside-{path.name}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"aside-{number}-{path.name}")
    path.replace(aside)
    return aside.relative_to(root).as_posix()
