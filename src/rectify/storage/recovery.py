"""Finish what a killed operation has left, or stop where that can't be done safely."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.disk import (
    CantWrite,
    current,
    discard,
    prepare,
    replace,
    sync_folder,
    write_through,
)
from rectify.storage.journal import (
    FOLDER,
    NAME,
    NEW,
    Journal,
    UntrustedJournal,
    decoded,
    digest,
    encoded,
    linked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rectify.storage.journal import Written


class Untrusted(LedgerError):  # noqa: N818  # named for what it is
    """What lies in the journal's place can't be finished."""

    def __init__(self, journal: str) -> None:
        super().__init__(
            f"{journal} 不是本程序写下的操作记录，没有执行；请核对后把它删去"
        )


class Disputed(LedgerError):  # noqa: N818  # named for what it is
    """An unfinished operation meets files that somebody has changed since."""

    def __init__(self, journal: str, sentence: str, paths: Iterable[str]) -> None:
        super().__init__(
            f"上次操作“{sentence}”没有完成，而 {'、'.join(paths)} 后来又被改动；"
            f"操作的内容留在 {journal}，请核对两边后重新记录"
        )


def pending(root: Path) -> dict[Path, bytes | None]:
    """Give the new texts of an operation that can't be finished here; None is gone."""
    data = current(journal_path(root))
    if data is None:
        return {}
    journal = _trusted(root, data)
    disputed = _disputed(root, journal)
    if disputed:
        raise Disputed(f"{FOLDER}/{NAME}", journal.sentence, disputed)
    return {root / file.path: file.after for file in journal.files}


def finish(root: Path) -> None:
    """Finish the operation of a leftover journal, whatever has been done of it."""
    data = current(journal_path(root))
    if data is None:
        return
    from rectify.storage.git.recording import (  # noqa: PLC0415  # seldom needed
        NoRoom,
        keep,
    )

    try:
        journal = _trusted(root, data)
    except Untrusted:
        raise Untrusted(_set_aside(root)) from None
    disputed = _disputed(root, journal)
    if disputed:
        aside = _set_aside(root)
        discard(root, journal.files)
        raise Disputed(aside, journal.sentence, disputed)
    rest = [
        file
        for file in journal.files
        if digest(current(root / file.path)) != digest(file.after)
    ]
    prepare(root, rest)
    replace(root, rest)
    try:
        keep(root, journal)
    except NoRoom as lost:
        raise CantWrite(lost.error) from None
    abandon(root, journal.files)


def begin(root: Path, journal: Journal) -> None:
    """Put the journal in its place, whole."""
    new = root / FOLDER / (NAME + NEW)
    try:
        write_through(new, encoded(journal), 0o666)
        new.replace(journal_path(root))
        sync_folder(root / FOLDER)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
            journal_path(root).unlink(missing_ok=True)
        raise CantWrite(error) from None


def end(root: Path) -> None:
    """Take the journal away: the operation is done."""
    with suppress(OSError):  # what stays is finished by the next command: nothing to do
        journal_path(root).unlink(missing_ok=True)
        sync_folder(root / FOLDER)


def abandon(root: Path, files: Sequence[Written]) -> None:
    """Take away the journal and what was prepared."""
    discard(root, files)
    end(root)


def written_mark(root: Path) -> tuple[int, bool]:
    """Give what is another one as soon as anybody begins or ends an operation.

    A journal comes and goes by its name: the folder's own stamp keeps that in mind.
    """
    try:
        changed = (root / FOLDER).stat().st_mtime_ns
    except OSError:
        return 0, False
    return changed, journal_path(root).exists()


def journal_path(root: Path) -> Path:
    """Say where the journal of a workspace is."""
    return root / FOLDER / NAME


def _trusted(root: Path, data: bytes) -> Journal:
    if linked(root, f"{FOLDER}/{NAME}"):
        raise Untrusted(f"{FOLDER}/{NAME}")
    try:
        return decoded(data, root)
    except UntrustedJournal:
        raise Untrusted(f"{FOLDER}/{NAME}") from None


def _disputed(root: Path, journal: Journal) -> list[str]:
    """Name the files that are neither what they were nor what they shall be."""
    return [
        file.path
        for file in journal.files
        if digest(current(root / file.path)) not in {file.before, digest(file.after)}
    ]


def _set_aside(root: Path) -> str:
    """Rename the journal, so that it is looked at by a person and by nothing else."""
    number = 1
    while (aside := root / FOLDER / f"journal-{number}.json").exists():
        number += 1
    journal_path(root).replace(aside)
    return f"{FOLDER}/{aside.name}"
