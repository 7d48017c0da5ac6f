"""The one door through which user files are written: all of an operation, or nothing.

The journal is on the disk before the first file is touched, and holds every new text;
whoever comes next finishes what was begun. `.rectify/` holds it, and a kernel lock.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rectify.errors import BusyError, LedgerError
from rectify.storage.disk import CantWrite, current, prepare, replace
from rectify.storage.journal import (
    FOLDER,
    NAME,
    NOTHING_MORE,
    UNCOMMITTED,
    Change,
    Journal,
    Written,
    digest,
    linked,
    readable,
    within_tree,
)
from rectify.storage.recovery import abandon, begin, end, finish, journal_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rectify.storage.disk import Watched
    from rectify.storage.journal import Record

_PATIENCE = 10


class Busy(BusyError):  # noqa: N818  # named for what it is
    """The lock did not come free in time."""

    def __init__(self) -> None:
        super().__init__(
            f"另一个 rectify 正在写入这个台账，等了{_PATIENCE}秒仍未结束；请稍后重试"
        )


class ChangedOnDisk(LedgerError):  # noqa: N818  # named for what it is
    """A file is no longer what the command has read."""

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__(
            f"{'、'.join(paths)} 在此期间被别的程序改动；"
            "没有改动任何文件，请重新运行这条命令"
        )


class UnsafePath(LedgerError):  # noqa: N818  # named for what it is
    """The path is not one of a workspace's files, or leads over a link."""

    def __init__(self, path: str) -> None:
        super().__init__(f"不能写入 {path}：它不是台账里的文件，或者经过链接")


class WrongText(RuntimeError):  # noqa: N818  # a bug of the program, never shown
    """A text was to be written that can't be read again."""


def write(
    root: Path,
    changes: Sequence[Change],
    sentence: str,
    watched: Watched = iter,
    record: Record = NOTHING_MORE,
) -> str | None:
    """Write all the changes of one operation, or none of them, and record a version.

    The files are taken through `watched` while they are laid beside their targets.
    What is returned is to be said: why the version could not be recorded yet.

    Raises:
        ChangedOnDisk: a file is not as the command has read it.
        CantWrite: the disk is full or forbidden; nothing has been changed.
        Busy: somebody else has been writing for ten seconds.
    """
    from rectify.storage.git.recording import (  # noqa: PLC0415  # reading needs no git
        NoRoom,
        keep,
        keep_by_hand,
    )

    files = _named(root, changes)
    if not files and record.joins is None:
        return None
    with locked(root):
        try:
            _refuse_unsafe(root, files)
            _refuse_changed(root, files)
        except OSError as error:
            raise CantWrite(error) from None
        told = None
        if record.joins is None:
            told = keep_by_hand(root, _sound(root, changes), held=record.held)
        journal = Journal(sentence, files, record)
        begin(root, journal)
        _replace(root, changes, watched)
        try:
            said = keep(root, journal)
        except NoRoom as lost:
            return lost.said
        end(root)
        return said or told


def _replace(root: Path, changes: Sequence[Change], watched: Watched) -> None:
    """Let all the new texts take their places, or none."""
    files = _named(root, changes)
    try:
        prepare(root, files, watched)
        _refuse_changed(root, files)
    except (OSError, ChangedOnDisk) as error:
        abandon(root, files)
        raise CantWrite(error) if isinstance(error, OSError) else error from None
    try:
        replace(root, files)
    except OSError as error:
        _undo(root, changes)
        raise CantWrite(error) from None


@contextmanager
def locked(root: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the workspace alone, after finishing what a killed operation has left.

    A command that reads, judges and writes holds it all the while: nothing that it has
    read can change under it. It may be held twice by the same command.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  # reading needs no lock

    try:
        _make_folder(root)
        lock = FileLock(root / FOLDER / "lock", timeout=_PATIENCE, is_singleton=True)
        lock.acquire(timeout=patience)
    except Timeout:
        raise Busy from None
    except OSError as error:
        raise CantWrite(error) from None
    try:
        try:
            finish(root)
        except OSError as error:
            raise CantWrite(error, "上次的操作还没有完成，下次会接着做") from None
        yield
    finally:
        lock.release()


def recover(root: Path) -> None:
    """Finish what a killed operation has left; in a read-only folder, leave it."""
    if journal_path(root).exists():
        with suppress(CantWrite), locked(root):
            pass
    elif (root / UNCOMMITTED).exists():
        _catch_up(root)


def _catch_up(root: Path) -> None:
    """Record what waits for its version, unless somebody is writing just now."""
    from rectify.storage.git import queue, recording  # noqa: PLC0415  # seldom needed

    if queue.waits(root):
        with suppress(CantWrite, Busy), locked(root, patience=0):
            recording.catch_up(root)


def _named(root: Path, changes: Sequence[Change]) -> tuple[Written, ...]:
    return tuple(
        Written(path.relative_to(root).as_posix(), digest(before), after)
        for path, before, after in changes
    )


def _sound(root: Path, changes: Sequence[Change]) -> dict[str, bytes | None]:
    """Give the files as they are; one that can't be read is no version of its own."""
    named = ((path.relative_to(root).as_posix(), old) for path, old, _ in changes)
    return {path: old for path, old in named if readable(path, old)}


def _make_folder(root: Path) -> None:
    """Make the folder of lock and journal, which no version history takes in."""
    folder = root / FOLDER
    if linked(root, f"{FOLDER}/{NAME}"):
        raise UnsafePath(f"{FOLDER}/{NAME}")
    if not (folder / ".gitignore").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _refuse_unsafe(root: Path, files: Sequence[Written]) -> None:
    for file in files:
        if not within_tree(file.path) or linked(root, file.path):
            raise UnsafePath(file.path)
        if not readable(file.path, file.after):
            raise WrongText(file.path)


def _refuse_changed(root: Path, files: Sequence[Written]) -> None:
    changed = [
        file.path for file in files if digest(current(root / file.path)) != file.before
    ]
    if changed:
        raise ChangedOnDisk(changed)


def _undo(root: Path, changes: Sequence[Change]) -> None:
    """Put back what has been replaced already, since the rest could not be."""
    done = [
        Change(path, before=after, after=before)
        for path, before, after in changes
        if before != after and current(path) == after
    ]
    files = _named(root, done)
    try:
        prepare(root, files)
        replace(root, files)
    except OSError as error:
        raise CantWrite(error, "操作已记下，下次运行任何命令都会接着完成") from None
    abandon(root, _named(root, changes))
