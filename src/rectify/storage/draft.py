"""The draft of an edit: a file beside the record, until it is good enough to be it."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.disk import CantWrite
from rectify.storage.journal import FOLDER
from rectify.storage.process import run_editor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class NoEditor(LedgerError):  # noqa: N818  # named for what it is
    """No editor could be started."""

    def __init__(self, command: str) -> None:
        super().__init__(
            f"打不开编辑器 {command}；请把环境变量 EDITOR 设为一个文本编辑器，"
            "或用 --set 项目=内容 直接改"
        )


class Draft:
    """A draft that outlives a failed edit, so that no word is lost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = b""

    def edit(self) -> None:
        """Let the user's editor have the draft, and read it back."""
        editor = _editor()
        if not run_editor(editor, self.path):
            raise NoEditor(editor)
        self.data = self.path.read_bytes()

    def done(self) -> None:
        """Drop the draft: its text goes into the record."""
        self.path.unlink(missing_ok=True)


@contextmanager
def opened(root: Path, number: str, text: str) -> Iterator[Draft]:
    """Open the draft of an issue: the one left from last time, or a fresh copy."""
    path = root / FOLDER / f"{number}.yaml"
    try:
        if not path.exists():
            path.write_bytes(text.encode())
        yield Draft(path)
    except OSError as error:
        raise CantWrite(error) from None


def _editor() -> str:
    """Name the user's editor: what every program asks for, or the system's own."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    return named or ("notepad" if os.name == "nt" else "vi")
