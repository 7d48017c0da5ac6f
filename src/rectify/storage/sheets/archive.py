"""Packed files, opened with care: nothing is unpacked that is larger than it may be."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from rectify.storage.sheets.refusal import Damaged, Locked, TooLarge

if TYPE_CHECKING:
    from zipfile import ZipInfo

# A workbook of a hundred sheets and a thousand pictures has fewer parts.
_MOST_PARTS = 10_000
# The words of 100,000 rows; a bomb has more, or shrinks more than so many cells do.
_MOST_UNPACKED = 400 << 20
_RATIO, _SMALL = 200, 64 << 20
_ENCRYPTED = 0x1
_ENTRY = b"PK\x01\x02"
# What the library raises for a broken archive, a wrong name in it, a wrong place.
_BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    OverflowError,
)


class Archive:
    """The parts of a packed file, by their names in lower case."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > _MOST_PARTS:
            raise TooLarge
        try:
            self._file = ZipFile(BytesIO(data))
        except (*_BROKEN, NotImplementedError):
            raise Damaged from None
        self._parts: dict[str, ZipInfo] = {}
        for info in self._file.infolist():
            name = _plain(info.filename)
            if name in self._parts:
                raise Damaged
            self._parts[name] = info
        self._check_sizes()

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def names(self) -> list[str]:
        """Name all parts."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """Unpack a part.

        Raises:
            Unreadable: there is none of that name, it is broken or locked.
        """
        info = self._parts.get(_plain(name))
        if info is None or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Damaged
        if info.flag_bits & _ENCRYPTED:
            raise Locked
        try:
            with self._file.open(info) as part:
                # Never more than the directory promised: that was looked at.
                return part.read(info.file_size)
        except _BROKEN:
            raise Damaged from None

    def _check_sizes(self) -> None:
        """Refuse a bomb by what it says of itself; lies are found out on reading."""
        if sum(info.file_size for info in self._parts.values()) > _MOST_UNPACKED:
            raise TooLarge
        for info in self._parts.values():
            packed = max(info.compress_size, 1)
            if info.file_size > _SMALL and info.file_size / packed > _RATIO:
                raise TooLarge


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
