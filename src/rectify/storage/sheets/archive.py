"""The parts of an office file, which is a packed file with parts of known names."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rectify.storage.packed import Broken, Limits, Packed, Sealed, TooMuch
from rectify.storage.sheets.refusal import Damaged, Locked, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

# A workbook of a hundred sheets and a thousand pictures has fewer parts; a million
# cells take less room, and so many cells shrink less than a bomb.
_LIMITS = Limits(
    entries=10_000,
    parts=10_000,
    unpacked=128 << 20,
    largest=128 << 20,
    ratio=200,
    small=64 << 20,
)


class Archive:
    """The parts of a packed file, by their names in lower case."""

    def __init__(self, data: bytes) -> None:
        with _worded():
            self._file = Packed(data, _LIMITS)
        self._parts: dict[str, ZipInfo] = {}
        for part in self._file.parts:
            name = _plain(part.filename)
            if name in self._parts:
                raise Damaged
            self._parts[name] = part

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
        part = self._parts.get(_plain(name))
        if part is None:
            raise Damaged
        with _worded():
            return self._file.read(part)


@contextmanager
def _worded() -> Iterator[None]:
    """Refuse a file with the sentences for tables."""
    try:
        yield
    except Broken:
        raise Damaged from None
    except TooMuch:
        raise TooLarge from None
    except Sealed:
        raise Locked from None


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
