"""Which faces of type a machine has: what fontconfig says, and what the files say.

Every program sees other folders: WPS brings faces that the system does not know of, so
the names are read out of the files themselves.
"""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rectify.storage.process import find_program, run_program

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
_SECONDS = 20
# What a table of names may weigh before it is taken for a broken file.
_MOST = 1 << 20
_MOST_FACES = 64
# Of the names of a face: the family, the whole name, the family for typesetters.
_FAMILY = {1, 4, 16}
_WINDOWS, _UNICODE, _MAC = 3, 0, 1
_MAC_CHINESE = {0: "mac_roman", 25: "gb2312"}


def installed_faces() -> frozenset[str]:
    """Name the faces of this machine, small letters, in all their languages."""
    return frozenset(name.casefold() for name in (*_known(), *_found()))


def _known() -> Iterator[str]:
    """Ask fontconfig, where there is one."""
    program = find_program("fc-list")
    if program is not None:
        listed = run_program([program, "--format", "%{family}\n"], seconds=_SECONDS)
        for line in listed.out.decode(errors="replace").splitlines():
            yield from (name.replace("\\", "").strip() for name in line.split(","))


def _found() -> Iterator[str]:
    """Read the names out of the files in the usual folders."""
    for folder in _folders():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in _SUFFIXES:
                yield from names_in(path)


def _folders() -> Iterator[Path]:
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # never raises
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        local = Path(os.environ.get("LOCALAPPDATA", home))
        yield local / "Microsoft" / "Windows" / "Fonts"
        yield from local.glob("Kingsoft/WPS Office/*/office6/fonts")
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
        yield home / "Library" / "Fonts"
        for app in ("Microsoft Word.app", "wpsoffice.app"):
            yield Path("/Applications") / app / "Contents" / "Resources"
    else:
        yield from (home / ".fonts", home / ".local" / "share" / "fonts")
        for place in ("kingsoft", "apps/cn.wps.wps-office-pro/files/kingsoft"):
            yield Path("/opt") / place / "wps-office" / "office6" / "fonts"


def names_in(path: Path) -> set[str]:
    """Read the names of the faces in a file; a broken file has none."""
    with suppress(OSError, struct.error, ValueError), path.open("rb") as file:
        return {name for start in _starts(file) for name in _names(file, start)}
    return set()


def _starts(file: BinaryIO) -> tuple[int, ...]:
    """Give the places where faces begin: a collection has several."""
    tag, _, count = struct.unpack(">4sII", file.read(12))
    if tag != b"ttcf":
        return (0,)
    places: tuple[int, ...] = struct.unpack(
        f">{min(count, _MOST_FACES)}I", file.read(4 * min(count, _MOST_FACES))
    )
    return places


def _names(file: BinaryIO, start: int) -> Iterator[str]:
    file.seek(start)
    _, tables = struct.unpack(">4sH6x", file.read(12))
    for _ in range(tables):
        tag, _, place, size = struct.unpack(">4sIII", file.read(16))
        if tag == b"name":
            file.seek(place)
            yield from _in_table(file.read(min(size, _MOST)))
            return


def _in_table(table: bytes) -> Iterator[str]:
    _, count, texts = struct.unpack_from(">HHH", table)
    for record in range(count):
        platform, kind, _, what, size, place = struct.unpack_from(
            ">6H", table, 6 + 12 * record
        )
        raw = table[texts + place : texts + place + size]
        if what in _FAMILY and platform in (_WINDOWS, _UNICODE):
            yield raw.decode("utf-16-be", errors="replace")
        elif what in _FAMILY and platform == _MAC and kind in _MAC_CHINESE:
            yield raw.decode(_MAC_CHINESE[kind], errors="replace")
