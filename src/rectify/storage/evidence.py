"""Evidence: files copied under `files/<number>/`, named with their SHA-256."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rectify.domain.entity import Entity
from rectify.domain.particulars import Attachment
from rectify.domain.text import control
from rectify.errors import LedgerError, Problem
from rectify.storage.journal import Change, within_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rectify.domain.issue import Issue
    from rectify.storage.folder import LedgerFolder

_BLOCK = 1 << 20


class NoSuchFile(LedgerError):  # noqa: N818  # named for what it is
    """The file to be kept can't be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"读不到 {path}，请检查文件名和权限")


class BadFileName(LedgerError):  # noqa: N818  # named for what it is
    """A file of that name can't be kept on every system."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'文件名“{name}”不能用作附件：不能以点开头，也不能有 : * ? " < > | 和反斜杠'
        )


class Shelf:
    """The files that one operation keeps, beside those that are there already."""

    def __init__(self, folder: LedgerFolder) -> None:
        self._folder = folder
        self._changes: dict[Path, Change] = {}

    @property
    def changes(self) -> list[Change]:
        """What has to be written."""
        return list(self._changes.values())

    def keep(self, number: str, name: str, data: bytes) -> Attachment:
        """Keep a file with an issue, and give what the event names.

        One that is there already is named again; another one of the same name is kept
        beside it, with `-2` behind its name.
        """
        target = _target(self._folder, number, name, data, self._changes)
        if target not in self._changes and not target.exists():
            self._changes[target] = Change(target, None, data)
        sha256 = hashlib.sha256(data).hexdigest()
        return Attachment(name=target.name, sha256=sha256)


def keep(
    folder: LedgerFolder, number: str, sources: Iterable[Path]
) -> tuple[list[Change], tuple[Attachment, ...]]:
    """Copy files to an issue: the changes to write, and what the event names."""
    shelf = Shelf(folder)
    attachments = []
    for source in sources:
        try:
            data = source.read_bytes()
        except OSError:
            raise NoSuchFile(source) from None
        attachments.append(shelf.keep(number, source.name, data))
    return shelf.changes, tuple(attachments)


def check(folder: LedgerFolder, issue: Issue, place: str) -> Iterator[Problem]:
    """Report the attachments of an issue that are missing or have been changed."""
    for attachment in dict.fromkeys(attachments(issue)):
        path = folder.path / "files" / issue.number / attachment.name
        shown = path.relative_to(folder.root).as_posix()
        found = _digest(path)
        if found is None:
            yield Problem(place, None, f"附件 {shown} 不在了，请找回或作废这条记录")
        elif found != attachment.sha256:
            yield Problem(place, None, f"附件 {shown} 被改动过，与记录时的内容不同")


def _target(
    folder: LedgerFolder,
    number: str,
    name: str,
    data: bytes,
    changes: dict[Path, Change],
) -> Path:
    """Find the name under which a file is kept."""
    home = folder.path / "files" / number
    stem, dot, suffix = name.rpartition(".")
    copy = 1
    target = home / name
    within = within_tree(target.relative_to(folder.root).as_posix())
    if not within or control(name) is not None:
        raise BadFileName(name)
    while True:
        there = changes[target].after if target in changes else _bytes(target)
        if there is None or there == data:
            return target
        copy += 1
        again = f"{stem}-{copy}{dot}{suffix}" if stem else f"{name}-{copy}"
        target = home / again


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(path: Path) -> str | None:
    """Give the SHA-256 of a file, read piece by piece; None if it can't be read."""
    whole = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_BLOCK):
                whole.update(piece)
    except OSError:
        return None
    return whole.hexdigest()


def attachments(value: object) -> Iterator[Attachment]:
    """Find every attachment that an entity names."""
    if isinstance(value, Attachment):
        yield value
    elif isinstance(value, Entity):
        for _, part in value:
            yield from attachments(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from attachments(part)
