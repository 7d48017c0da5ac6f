"""Built-in templates copied into a workspace, where the office edits its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import LedgerError
from rectify.storage.builtin import templates
from rectify.storage.output import write_outputs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class LeadsElsewhere(LedgerError):  # noqa: N818  # named for what it is
    """The folder for templates is a link to somewhere else."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} 是链接，没有复制；请改成普通文件夹后重试")


class Ejected(NamedTuple):
    """What was copied into a workspace, and what was there already and stays."""

    made: tuple[Path, ...]
    kept: tuple[Path, ...]


def eject(names: Iterable[str], own: Path) -> Ejected:
    """Copy built-in templates by their names; the office's own files stay.

    Raises:
        LeadsElsewhere: the workspace's folder is a link.
        CantWrite: the disk or its owner does not let us.
    """
    made: list[Path] = []
    kept: list[Path] = []
    for name in names:
        target = own / name
        for folder in (own, target.parent):
            if folder.is_symlink():
                raise LeadsElsewhere(folder)
        if target.exists() or target.is_symlink():
            kept.append(target)
            continue
        data = (templates() / name).read_bytes()
        write_outputs(target.parent, {target.name: data}, overwrite=False)
        made.append(target)
    return Ejected(tuple(made), tuple(kept))
