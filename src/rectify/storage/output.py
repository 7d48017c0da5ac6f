"""Documents that leave the workspace: whole or not at all, never over other work."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.disk import CantWrite, current, write_through
from rectify.storage.journal import NEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_MOST_NAMED = 3
# File systems take 255 bytes; a draft's name is longer by its marks.
_MOST_BYTES = 230
# What Windows and Unix allow in no file name, by its full-width double.
_FORBIDDEN = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class InTheWay(LedgerError):  # noqa: N818  # named for what it is
    """Other documents are there, which somebody may have worked on."""

    def __init__(self, paths: Sequence[Path]) -> None:
        named = "、".join(map(str, paths[:_MOST_NAMED]))
        more = f" 等{len(paths)}份" if len(paths) > _MOST_NAMED else ""
        super().__init__(
            f"{named}{more} 已经有了，内容不同，没有覆盖；换一个地方，或加 --overwrite"
        )


class NotAFolder(LedgerError):  # noqa: N818  # named for what it is
    """A file is where a folder is needed."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} 是文件；这里要写几份文书，请用 -o 写一个文件夹")


class NotAFile(LedgerError):  # noqa: N818  # named for what it is
    """A folder is where a file is needed."""

    def __init__(self, path: Path, example: str) -> None:
        super().__init__(f"{path} 是文件夹；请写明文件名，如 {path / example}")


class OutsideFolder(LedgerError):  # noqa: N818  # named for what it is
    """The name leads out of the folder."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”不能用作文件名，请检查单位名称")


def safe_name(name: str) -> str:
    """Make a file name of any words: nothing in it leads elsewhere or is forbidden."""
    safe = _CONTROL.sub("＿", name.translate(_FORBIDDEN)).strip()
    if safe.startswith("."):
        safe = f"．{safe[1:]}"
    return _shortened(safe) or "＿"


def _shortened(name: str) -> str:
    """Cut a name to what every file system takes, with the draft's mark beside it."""
    stem, dot, suffix = name.rpartition(".")
    if len(name.encode()) <= _MOST_BYTES or not dot:
        return name.encode()[:_MOST_BYTES].decode(errors="ignore")
    room = _MOST_BYTES - len(f"….{suffix}".encode())
    return f"{stem.encode()[:room].decode(errors='ignore')}….{suffix}"


def write_output(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a document whole or not at all.

    Raises:
        InTheWay: something else is there, and nobody said to replace it.
        CantWrite: the disk or its owner does not let us.
    """
    try:
        _write({path: data}, overwrite=overwrite)
    except OSError as error:
        raise CantWrite(error) from None


def write_outputs(
    folder: Path, documents: Mapping[str, bytes], *, overwrite: bool
) -> None:
    """Write documents into one folder, all of them or none.

    Raises:
        NotAFolder: a file is there.
        InTheWay: something else is there, and nobody said to replace it.
        CantWrite: the disk or its owner does not let us.
    """
    targets = {_within(folder, name): data for name, data in documents.items()}
    try:
        if folder.exists() and not folder.is_dir():
            raise NotAFolder(folder)
        _write(targets, overwrite=overwrite)
    except OSError as error:
        raise CantWrite(error) from None


def _within(folder: Path, name: str) -> Path:
    path = folder / name
    if path.parent != folder or name != safe_name(name):
        raise OutsideFolder(name)
    return path


def _write(targets: Mapping[Path, bytes], *, overwrite: bool) -> None:
    """Look at every target, lay all texts beside them, and only then put them there."""
    others = [path for path, data in targets.items() if _other(path, data)]
    if others and not overwrite:
        raise InTheWay(others)
    drafts: dict[Path, Path] = {}
    try:
        for path, data in targets.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            drafts[path] = path.with_name(f".{path.name}{NEW}")
            write_through(drafts[path], data, 0o644)
        _put(drafts)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _put(drafts: Mapping[Path, Path]) -> None:
    """Let the drafts take their places; where one cannot, all is as it was."""
    before: dict[Path, bytes | None] = {}
    try:
        for path, draft in drafts.items():
            there = current(path)
            os.replace(draft, path)  # noqa: PTH105  # as the transaction does
            before[path] = there
    except OSError:
        for path, data in before.items():
            if data is None:
                path.unlink()
            else:
                write_through(path, data, 0o644)
        raise


def _other(path: Path, data: bytes) -> bool:
    return path.exists() and path.read_bytes() != data
