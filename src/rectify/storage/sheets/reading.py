"""The one door by which tables come in: any file becomes sheets, or is refused."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from rectify.domain.intake.grid import TableFile
from rectify.storage.sheets import calamine, delimited
from rectify.storage.sheets.refusal import CantOpen, CantRead, NoSuchFile, Unreadable

if TYPE_CHECKING:
    from pathlib import Path

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_file(path: Path) -> TableFile:
    """Read a file from the disk.

    Raises:
        CantRead: it is no list that can be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise CantRead(path.name, str(NoSuchFile())) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise CantRead(path.name, str(CantOpen(why))) from None
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> TableFile:
    """Read the bytes of a file called `name`.

    Raises:
        CantRead: it is no list that can be read.
    """
    try:
        if data.startswith((_ZIP, _COMPOUND)):
            grids = calamine.grids_of(data)
        else:
            grids = delimited.grids_of(data, name.rpartition(".")[0] or name)
    except Unreadable as why:
        raise CantRead(name, str(why)) from None
    return TableFile(name, sha256(data).hexdigest(), tuple(grids))
