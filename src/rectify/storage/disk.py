"""What touches the disk: texts laid beside their targets, then into their place."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.journal import NEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rectify.storage.journal import Written

    Watched = Callable[[Sequence[Written]], Iterable[Written]]

_MANY, _AT_ONCE = 100, 8
_MEANINGS = {
    errno.ENOSPC: "磁盘空间不足，请腾出空间后重试",
    errno.EDQUOT: "磁盘配额已满，请腾出空间后重试",
    errno.EACCES: "没有写入权限，或文件正被别的程序打开，请检查后重试",
    errno.EPERM: "没有写入权限，请检查后重试",
    errno.EROFS: "这个文件夹是只读的，请复制到可写的地方再操作",
    errno.EFBIG: "文件太大，超出磁盘允许的大小",
    errno.ENAMETOOLONG: "文件名太长，请改短后重试",
    errno.EEXIST: "路径里有一段是文件，不是文件夹，请换一个地方",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹，请换一个地方",
    errno.ENOENT: "那里不能建立文件，请换一个地方",
}


class CantWrite(LedgerError):  # noqa: N818  # named for what it is
    """The disk or its owner does not let us write."""

    def __init__(self, error: OSError, outcome: str = "没有改动任何文件") -> None:
        meaning = _MEANINGS.get(error.errno or 0, f"系统错误号 {error.errno}")
        where = f" {_target(error.filename)}" if error.filename else ""
        super().__init__(f"不能写入{where}：{meaning}。{outcome}")


def _target(name: str) -> Path:
    """Name the file that was to be written, not the draft beside it."""
    path = Path(name)
    if not path.name.endswith(NEW):
        return path
    return path.with_name(path.name.removesuffix(NEW).removeprefix("."))


def make_folder(folder: Path) -> None:
    """Make the folder of a new workspace."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CantWrite(error) from None


def prepare(root: Path, files: Sequence[Written], watched: Watched = iter) -> None:
    """Write the new texts beside their targets; many of them several at a time.

    A disk that waits for one file can take down others meanwhile.
    """
    if len(files) < _MANY:
        for file in watched(files):
            _lay(root, file)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # for many only

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        laid = pool.map(partial(_lay, root), files)
        for _ in watched(files):
            next(laid)


def _lay(root: Path, file: Written) -> None:
    if file.after is not None:
        target = root / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_through(_new(target), file.after, _mode(target))


def replace(root: Path, files: Sequence[Written]) -> None:
    """Let the new texts take their places."""
    folders: set[Path] = set()
    for file in files:
        target = root / file.path
        if file.after is None:
            target.unlink(missing_ok=True)
        else:
            _new(target).replace(target)
        above = len(file.path.split("/"))
        folders.update(list(target.parents)[:above])
    for folder in sorted(folders):
        sync_folder(folder)


def discard(root: Path, files: Sequence[Written]) -> None:
    """Take away what lies beside the targets."""
    for file in files:
        with suppress(OSError):
            _new(root / file.path).unlink(missing_ok=True)


def _new(target: Path) -> Path:
    return target.with_name(target.name + NEW)


def current(path: Path) -> bytes | None:
    """Read what a file holds; None if it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _mode(target: Path) -> int:
    """Keep the permissions of a file that is replaced."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o666


def write_through(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a new file down to the disk, never through a link."""
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring a folder's names down to the disk, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
