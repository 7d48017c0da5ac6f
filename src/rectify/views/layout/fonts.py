"""The faces of official documents: what the standard asks for, and what Windows has.

GB/T 9704-2012 prescribes the kind of face; the names are the habit of offices. None is
ever embedded: they are licensed, and the machine of the reader brings its own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection


class Fonts(StrEnum):
    """A profile of face names (`--fonts`)."""

    OFFICE = "office"
    WINDOWS = "windows"


class Faces(NamedTuple):
    """The names of the faces by what they are used for."""

    title: str
    body: str
    kai: str
    hei: str
    song: str


FACES = {
    Fonts.OFFICE: Faces("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"),
    Fonts.WINDOWS: Faces("宋体", "仿宋", "楷体", "黑体", "宋体"),
}

# The names that the same faces have in their files, and on an English system.
_ALSO = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "仿宋_GB2312": ("FangSong_GB2312",),
    "楷体_GB2312": ("KaiTi_GB2312",),
    "黑体": ("SimHei",),
    "宋体": ("SimSun",),
    "仿宋": ("FangSong",),
    "楷体": ("KaiTi",),
}


def names_of(face: str) -> tuple[str, ...]:
    """Give all names that a face goes by."""
    return face, *_ALSO.get(face, ())


def missing_faces(fonts: Fonts, there: Collection[str]) -> list[str]:
    """Name the faces of a profile that a machine does not have, by small letters."""
    return [
        face
        for face in dict.fromkeys(FACES[fonts])
        if not any(name.casefold() in there for name in names_of(face))
    ]


class UnknownFonts(UsageError):  # noqa: N818  # named for what it is
    """There is no profile of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"没有“{name}”这套字体；可用：{'、'.join(Fonts)}")


def fonts_named(name: str | None) -> Fonts:
    """Find a profile by its name; the office's own by default.

    Raises:
        UnknownFonts: there is none.
    """
    if name is None:
        return Fonts.OFFICE
    try:
        return Fonts(name.lower())
    except ValueError:
        raise UnknownFonts(name) from None
