"""Read a workspace's files, with the texts of an unfinished operation over them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from rectify.errors import Problem
from rectify.storage.reader import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Unreadable(Exception):  # noqa: N818  # becomes a Problem
    """Something stands in a file's place that is not read."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(place, None, message)


class Source:
    """The files below a root, named by their relative paths with `/`."""

    def __init__(self, root: Path, pending: Mapping[Path, bytes | None]) -> None:
        self.root = root
        self._pending = {
            path.relative_to(root).as_posix(): data for path, data in pending.items()
        }

    def there(self, place: str) -> bool:
        """Tell whether anything stands in that place."""
        if place in self._pending:
            return self._pending[place] is not None
        return os.path.lexists(self.root / place)

    def names(self, place: str) -> list[str]:
        """Name what is in a folder; a folder that is not there is empty.

        Raises:
            Unreadable: it is forbidden, or no folder.
        """
        try:
            found = set(os.listdir(self.root / place))  # noqa: PTH208  # names only
        except FileNotFoundError:
            found = set()
        except NotADirectoryError:
            raise Unreadable(place, "这里应是文件夹，请改正") from None
        except PermissionError:
            raise Unreadable(place, "没有读取这个文件夹的权限") from None
        for path, data in self._pending.items():
            if path.startswith(f"{place}/"):
                name, _, below = path.removeprefix(f"{place}/").partition("/")
                if data is not None:
                    found.add(name)
                elif not below:
                    found.discard(name)
        return sorted(found)

    def read(self, place: str) -> bytes:
        """Read a file, at most a little more than it may have.

        Raises:
            Unreadable: it is forbidden, a link, a folder, or not there.
        """
        if place in self._pending:
            data = self._pending[place]
            if data is None:
                raise Unreadable(place, "没有这个文件")
            return data
        path = self.root / place
        try:
            kind = path.lstat().st_mode
            if not stat.S_ISREG(kind):
                raise Unreadable(place, _strange(kind))
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            raise Unreadable(place, "没有这个文件") from None
        except PermissionError:
            raise Unreadable(place, "没有读取权限，请检查文件的权限") from None
        except OSError as error:
            raise Unreadable(place, f"读不出来（系统错误号 {error.errno}）") from None


def _strange(kind: int) -> str:
    if stat.S_ISDIR(kind):
        return "这是文件夹，不是文件，请改名或移走"
    if stat.S_ISLNK(kind):
        return "这是链接，不读取，请换成文件本身"
    return "这不是普通文件，不读取，请移走"
