"""Packed files, opened with care: nothing is unpacked that is larger than it may be."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipInfo

_ENCRYPTED = 0x1
_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20
# What the library raises for a broken archive, a wrong name in it, a wrong place.
_BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
    OSError,
    OverflowError,
)


class Limits(NamedTuple):
    """What a packed file may hold.

    `entries` counts also what packed files within it hold, which no one looks into.
    A bomb is a part that is no longer small and shrinks more than words or pictures.
    """

    entries: int
    parts: int
    unpacked: int
    largest: int
    ratio: int
    small: int


class NotUnpacked(Exception):  # noqa: N818  # worded by who knows what was packed
    """A packed file, or a part of it, is not unpacked."""


class Broken(NotUnpacked):
    """It ends early, contradicts itself, or is packed as no office packs."""


class TooMuch(NotUnpacked):
    """There is more in it than there may be, or it is a bomb."""


class Sealed(NotUnpacked):
    """It takes a password."""


class Packed:
    """The parts of a packed file, which are unpacked one by one."""

    def __init__(self, content: bytes | Path, limits: Limits) -> None:
        self._limits = limits
        try:
            if sum(each.count(_ENTRY) for each in _chunks(content)) > limits.entries:
                raise TooMuch
            self._file = ZipFile(
                BytesIO(content) if isinstance(content, bytes) else content
            )
        except _BROKEN:
            raise Broken from None
        self.parts = [info for info in self._file.infolist() if not info.is_dir()]
        unpacked = sum(info.file_size for info in self.parts)
        if len(self.parts) > limits.parts or unpacked > limits.unpacked:
            raise TooMuch

    def read(self, part: ZipInfo) -> bytes:
        """Unpack a part, never more of it than the directory promised.

        Raises:
            NotUnpacked: it is broken or locked, or too large.
        """
        self._check(part)
        try:
            with self._file.open(part) as unpacked:
                return unpacked.read(part.file_size)
        except _BROKEN:
            raise Broken from None

    def _check(self, part: ZipInfo) -> None:
        bomb = part.file_size / max(part.compress_size, 1) > self._limits.ratio
        if part.file_size > self._limits.largest:
            raise TooMuch
        if bomb and part.file_size > self._limits.small:
            raise TooMuch
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Broken
        if part.flag_bits & _ENCRYPTED:
            raise Sealed


def _chunks(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        yield from iter(partial(file.read, _CHUNK), b"")
