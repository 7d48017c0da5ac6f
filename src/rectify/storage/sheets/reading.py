"""The one door by which tables come in: any file becomes sheets, or is refused."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from rectify.domain.intake.grid import Grid, TableFile
from rectify.storage.sheets import delimited, ods, oldbook, piped, wordtables, xlsx
from rectify.storage.sheets.archive import Archive
from rectify.storage.sheets.recognition import (
    COMPOUND,
    ZIP,
    Kind,
    check_signature,
    kind_of_archive,
    kind_of_text,
    remark_on,
)
from rectify.storage.sheets.refusal import (
    MOST_BYTES,
    MOST_TEXT,
    CantOpen,
    CantRead,
    LongText,
    NoSuchFile,
    NotAFile,
    TooLarge,
    Unreadable,
)
from rectify.storage.sheets.shaping import shaped

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CantRead", "read_bytes", "read_file"]


def read_file(path: Path) -> TableFile:
    """Read a file from the disk.

    Raises:
        CantRead: it is no list that can be read.
    """
    try:
        return read_bytes(_content(path), path.name)
    except Unreadable as why:
        raise CantRead(path.name or str(path), why) from None


def read_bytes(data: bytes, name: str) -> TableFile:
    """Read the bytes of a file called `name`.

    Raises:
        CantRead: it is no list that can be read.
    """
    try:
        kind, grids, remarks = _read(data, name)
    except Unreadable as why:
        raise CantRead(name, why) from None
    said = (*remark_on(kind, _suffix(name)), *remarks)
    return TableFile(name, sha256(data).hexdigest(), tuple(grids), said)


def _content(path: Path) -> bytes:
    try:
        about = path.stat()
        if not path.is_file():
            raise NotAFile
        if about.st_size > MOST_BYTES:
            raise TooLarge
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NoSuchFile from None
    except OSError as error:
        raise CantOpen(error) from None


def _read(data: bytes, name: str) -> tuple[Kind, list[Grid], list[str]]:
    """Give what the file is, its sheets, and what was left out of it."""
    if len(data) > MOST_BYTES:
        raise TooLarge
    check_signature(data)
    if data.startswith(ZIP):
        return _read_packed(Archive(data))
    if data.startswith(COMPOUND):
        return Kind.XLS, *oldbook.read(data)
    if len(data) > MOST_TEXT:
        raise LongText
    text = delimited.decoded(data)
    kind = kind_of_text(text, _suffix(name))
    if kind is Kind.MARKDOWN:
        return kind, piped.grids_of(text), []
    rows = delimited.split(text, _stem(name))
    return kind, [shaped(Grid(_stem(name), tuple(rows)))], []


def _read_packed(archive: Archive) -> tuple[Kind, list[Grid], list[str]]:
    kind = kind_of_archive(archive)
    if kind is Kind.XLSX:
        return kind, *xlsx.read(archive)
    if kind is Kind.DOCX:
        return kind, *wordtables.read(archive)
    return kind, *ods.read(archive)


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
