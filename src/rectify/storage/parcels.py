"""What came back from the units: workbooks, and the files beside them.

A parcel is a folder or a zip. Nothing of a zip is unpacked before it is asked for,
and no name in it is ever a path to write to.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.record import Concern
from rectify.errors import BadData, Problem, UsageError
from rectify.storage.packed import (
    Broken,
    Limits,
    NotUnpacked,
    Packed,
    Sealed,
    TooMuch,
)
from rectify.storage.sheets.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from zipfile import ZipInfo

    from rectify.domain.intake.grid import TableFile

_SHEETS = (".xlsx", ".xls", ".et", ".ods", ".xlsm")
_ZIP = ".zip"
# What editors and systems leave behind.
_LEFT = ("Thumbs.db", "desktop.ini")
_LEFT_BEFORE = (".", "~$", "__MACOSX")
# A campaign's photographs are some hundred; the workbooks among them are packed files.
_LIMITS = Limits(
    entries=100_000,
    parts=5_000,
    unpacked=2 << 30,
    largest=100 << 20,
    ratio=200,
    small=8 << 20,
)
# How the library reads names that nothing is said of, and the mark of the others.
_UNSAID, _UTF8 = "cp437", 0x800
_WHOLE: dict[type[Exception], str] = {
    Broken: "压缩包损坏或不完整，打不开；请让对方重新打包发来",
    TooMuch: "压缩包里的文件太多或太大，没有打开；请分几次收",
}
_PART: dict[type[Exception], str] = {
    TooMuch: "文件太大，或者压得太紧，可能有害，没有解开；请让对方不要压缩，单独发来",
    Sealed: "压缩包设了密码，打不开；请让对方去掉密码重新打包",
}
_UNREAD = "读不出来，可能已损坏；请让对方重新发来"


class NothingThere(UsageError):  # noqa: N818  # named for what it is
    """No workbook is there to be read."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"{words} 里没有表格文件（.xlsx、.xls、.et、.ods），没有可收的"
        )


class NoSuchParcel(UsageError):  # noqa: N818  # named for what it is
    """Nothing of that name is there."""

    def __init__(self, words: str) -> None:
        super().__init__(f"没有 {words} 这个文件或文件夹，请检查名称")


class CantUnpack(BadData):
    """A file of a parcel can't be read, or not safely."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__((Problem(place, None, why),))


class Parcel(NamedTuple):
    """A folder or a zip: what lies in it by its path there, and how to read it.

    `prefix` is what a zip's own name adds to a path, where it is shown.
    """

    prefix: str
    files: dict[PurePosixPath, Callable[[], bytes]]

    def find(self, name: str, near: PurePosixPath) -> PurePosixPath | None:
        """Find a file by its name: beside a workbook, below it, or the only one.

        The suffix may be left out, where that leaves no doubt.
        """
        wanted = _plain(name)
        whole = [path for path in self.files if _plain(path.name) == wanted]
        named = whole or [path for path in self.files if _plain(path.stem) == wanted]
        beside = [path for path in named if path.parent == near.parent]
        below = [path for path in named if near.parent in path.parents]
        sure = [some[0] for some in (beside, below, named) if len(some) == 1]
        return sure[0] if sure else None

    def read(self, place: PurePosixPath) -> bytes:
        """Read a file.

        Raises:
            CantUnpack: it is broken, locked, or not safe to unpack.
        """
        try:
            return self.files[place]()
        except (NotUnpacked, OSError) as why:
            sentence = _PART.get(type(why), _UNREAD)
            raise CantUnpack(self.shown(place), sentence) from None

    def shown(self, place: PurePosixPath) -> str:
        """Name a file with the zip that it lies in."""
        return f"{self.prefix}{place}"


class Book(NamedTuple):
    """A workbook that came back, where it lay, and whether it was named itself."""

    file: TableFile
    parcel: Parcel
    place: PurePosixPath
    named: bool


class Post(NamedTuple):
    """All that came back: the workbooks, and what could not be read."""

    books: list[Book]
    skipped: list[Concern]
    faults: list[Concern]


def opened(words: Iterable[str]) -> Post:
    """Open files, folders and zips.

    Raises:
        NoSuchParcel: nothing of a name is there.
        NothingThere: a folder or a zip holds no workbook.
    """
    post = Post([], [], [])
    seen: dict[str, str] = {}
    for word in words:
        path = Path(word)
        if path.is_dir():
            _take(post, Parcel("", dict(_within(path))), word, seen)
        elif not path.exists():
            raise NoSuchParcel(word)
        elif path.suffix.lower() == _ZIP:
            _take_zip(post, path, word, seen)
        else:
            place = PurePosixPath(path.name)
            parcel = Parcel("", dict(_within(path.parent, deep=False)))
            parcel.files.setdefault(place, path.read_bytes)
            _read(post, parcel, place, seen, named=True)
    return post


def _take(post: Post, parcel: Parcel, word: str, seen: dict[str, str]) -> None:
    """Read the workbooks of a parcel, in the order of their names."""
    places = [p for p in sorted(parcel.files) if p.suffix.lower() in _SHEETS]
    zips = [p for p in sorted(parcel.files) if p.suffix.lower() == _ZIP]
    if not places and not zips:
        raise NothingThere(word)
    for place in places:
        _read(post, parcel, place, seen, named=False)
    for place in zips:
        within = Path(word) / place
        if within.is_file():
            _take_zip(post, within, str(place), seen)
        else:
            why = "压缩包里又有压缩包，没有读；请解开后再收"
            post.faults.append(Concern(parcel.shown(place), why))


def _take_zip(post: Post, path: Path, word: str, seen: dict[str, str]) -> None:
    try:
        parcel = Parcel(f"{path.name}/", _unpacked(path))
    except NotUnpacked as why:
        post.faults.append(Concern(word, _WHOLE[type(why)]))
    else:
        _take(post, parcel, word, seen)


def _read(
    post: Post,
    parcel: Parcel,
    place: PurePosixPath,
    seen: dict[str, str],
    *,
    named: bool,
) -> None:
    """Read a workbook; the same bytes again are read once."""
    name = place.name
    if any(book.file.name == name for book in post.books):
        name = "／".join(place.parts)
    try:
        file = read_bytes(parcel.read(place), name)
    except BadData as error:
        shown = parcel.shown(place)
        found = [Concern(shown, each.message) for each in error.problems]
        post.faults.extend(found)
        return
    if file.sha256 in seen:
        why = f"同 {seen[file.sha256]} 内容完全一样，只读一次"
        post.skipped.append(Concern(name, why))
        return
    seen[file.sha256] = name
    post.books.append(Book(file, parcel, place, named))


def _within(
    folder: Path, *, deep: bool = True
) -> Iterator[tuple[PurePosixPath, Callable[[], bytes]]]:
    """Go through the files of a folder; a link leads nowhere."""
    for path in sorted(folder.rglob("*") if deep else folder.glob("*")):
        place = PurePosixPath(path.relative_to(folder).as_posix())
        if path.is_file() and not path.is_symlink() and not _left_behind(place):
            yield place, path.read_bytes


def _left_behind(place: PurePosixPath) -> bool:
    return place.name in _LEFT or any(
        part.startswith(_LEFT_BEFORE) for part in place.parts
    )


def _unpacked(path: Path) -> dict[PurePosixPath, Callable[[], bytes]]:
    """Look through a zip."""
    packed = Packed(path, _LIMITS)
    encoding = _encoding(packed.parts)
    found: dict[PurePosixPath, Callable[[], bytes]] = {}
    for part in packed.parts:
        place = PurePosixPath(_name(part, encoding).replace("\\", "/"))
        if not _left_behind(place):
            found[place] = partial(packed.read, part)
    return found


def _name(part: ZipInfo, encoding: str) -> str:
    """Read a name that nothing is said of in these letters."""
    if part.flag_bits & _UTF8:
        return part.filename
    return part.filename.encode(_UNSAID).decode(encoding)


def _encoding(parts: Iterable[ZipInfo]) -> str:
    """Tell in which letters the names are: Windows packs them in GBK, and says so not.

    What is no GBK either is left as it is: no name in a zip is trusted.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            for part in parts:
                _name(part, encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return _UNSAID


def _plain(name: str) -> str:
    return "".join(name.split()).lower()
