"""The draft of an edit: a file beside the record, until it is good enough to be it.

Beside a draft stands what it was made of: the SHA-256 of the record, and of the draft
as it was before anybody touched it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.disk import CantWrite, current, write_through
from rectify.storage.journal import FOLDER, digest
from rectify.storage.process import run_editor

if TYPE_CHECKING:
    from pathlib import Path


class NoEditor(LedgerError):  # noqa: N818  # named for what it is
    """No editor could be started."""

    def __init__(self, command: str) -> None:
        super().__init__(
            f"打不开编辑器 {command}；请把环境变量 EDITOR 设为一个文本编辑器，"
            "或用 --set 项目=内容 直接改"
        )


class Draft:
    """A draft that outlives a failed edit, so that no word is lost.

    `aside` is where an older draft lies whose record has been changed since.
    """

    def __init__(self, path: Path, aside: Path | None) -> None:
        self.path = path
        self.aside = aside
        self.data = b""

    def edit(self) -> None:
        """Let the user's editor have the draft, and read it back."""
        editor = _editor()
        if not run_editor(editor, self.path):
            raise NoEditor(editor)
        try:
            self.data = self.path.read_bytes()
        except OSError as error:
            raise CantWrite(error) from None

    def done(self) -> None:
        """Drop the draft: its text is in the record, or says nothing new."""
        _drop(self.path)


def opened(root: Path, number: str, record: bytes, text: str) -> Draft:
    """Open the draft of an issue: the one left from last time, or a fresh copy.

    A draft is taken up again only while the record is what it was made of.
    """
    path = root / FOLDER / f"{number}.yaml"
    try:
        aside = _cleared(path, record)
        if not path.exists():
            fresh = text.encode()
            write_through(path, fresh)
            write_through(_base(path), f"{digest(record)} {digest(fresh)}".encode())
    except OSError as error:
        raise CantWrite(error) from None
    return Draft(path, aside)


def _cleared(path: Path, record: bytes) -> Path | None:
    """Make room for a fresh draft, unless there is one to go on with."""
    if path.is_symlink() or not path.exists():
        _drop(path)
        return None
    base, _, untouched = (current(_base(path)) or b"").decode().partition(" ")
    if digest(current(path)) == untouched:
        _drop(path)
        return None
    if base == digest(record):
        return None
    count = 1
    while os.path.lexists(aside := path.with_suffix(f".{count}.yaml")):
        count += 1
    path.replace(aside)
    _drop(path)
    return aside


def _drop(path: Path) -> None:
    path.unlink(missing_ok=True)
    _base(path).unlink(missing_ok=True)


def _base(path: Path) -> Path:
    return path.with_suffix(".base")


def _editor() -> str:
    """Name the user's editor: what every program asks for, or the system's own."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return named or ("notepad" if os.name == "nt" else "vi")
