"""Documents that leave the workspace: one atomic write each, never over other work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.disk import CantWrite, write_through
from rectify.storage.journal import NEW

if TYPE_CHECKING:
    from pathlib import Path


class InTheWay(LedgerError):  # noqa: N818  # named for what it is
    """Another document is there, which somebody may have worked on."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} 已经有了，内容不同，没有覆盖；换一个文件名，或加 --overwrite"
        )


def write_output(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a document whole or not at all.

    Raises:
        InTheWay: something else is there, and nobody said to replace it.
        CantWrite: the disk or its owner does not let us.
    """
    try:
        if path.exists() and not overwrite and path.read_bytes() != data:
            raise InTheWay(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}{NEW}")
        write_through(draft, data, 0o644)
        os.replace(draft, path)  # noqa: PTH105  # as the transaction does
    except OSError as error:
        raise CantWrite(error) from None
