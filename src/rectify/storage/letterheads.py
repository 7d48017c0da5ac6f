"""Letterheads: an office's own before the built-in, and nothing in them that acts.

A letterhead in a cloned folder may come from anywhere. What a document is made from it
must open without a question: no macro, no outside address, no object, no field but the
number of the page.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from rectify.errors import TemplateError
from rectify.storage.wordparts import FaultyPart, facts_of

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES, _MOST_UNPACKED, _MOST_PARTS = 10 << 20, 40 << 20, 400
_MAIN = "word/document.xml"
_NEEDED = ("[Content_Types].xml", "_rels/.rels", _MAIN, "word/_rels/document.xml.rels")
_STYLES = "word/styles.xml"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = (".xml", ".rels", ".vml")
# What the library raises for a broken zip, a wrong name in it, a wrong place.
_BROKEN = (BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, ValueError)
# Old Word files, and new ones under a password, begin so.
_COMPOUND = b"\xd0\xcf\x11\xe0"
_SPLICED = re.compile(r"word/(?:document|styles|(?:header|footer)\d*)\.xml")
_ACTING = (
    ("宏", re.compile(r"(?i)macroenabled|vbaproject|vbadata|keymapcustomization")),
    ("嵌入的对象或控件", re.compile(r"(?i)oleobject|activex|/control\b|ctrlprop")),
    ("引用的外部文件", re.compile(r"(?i)afchunk|subdocument|attachedtemplate")),
)
_TAGS = {
    "altChunk": "引用的外部文件",
    "subDoc": "引用的外部文件",
    "attachedTemplate": "引用的外部文件",
    "mailMerge": "邮件合并",
    "OLEObject": "嵌入的对象或控件",
    "object": "嵌入的对象或控件",
    "control": "嵌入的对象或控件",
}
# Fields that compute where one is in the document; others fetch, ask or run.
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})


class NoDocx(TemplateError):  # noqa: N818  # named for what it is
    """A letterhead is no Word document of the present kind."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"版式 {path} 不是能用的 .docx 文件；请用 WPS 或 Word 打开，另存为 .docx，"
            "或删掉它，改用自带的版式"
        )


class TooLarge(TemplateError):  # noqa: N818  # named for what it is
    """A letterhead unpacks to more than a letterhead is."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"版式 {path} 太大；版式只放页面、样式和红头，请删去其中的图片等内容"
        )


class Acting(TemplateError):  # noqa: N818  # named for what it is
    """A letterhead holds what would act when the document is opened."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"版式 {path} 里有{what}，没有使用；请在 WPS 里删去后另存为 .docx，"
            "或删掉它，改用自带的版式"
        )


class LinkedLetterhead(TemplateError):  # noqa: N818  # named for what it is
    """A letterhead, or its folder, is a link to somewhere else."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"版式 {path} 是链接，没有使用；请把文件本身复制到 templates/letterheads"
        )


def read_letterhead(name: str, own: Path, builtin: Path) -> bytes:
    """Read a letterhead: the office's own where it has one, else the built-in.

    Raises:
        LinkedLetterhead: it, or a folder on the way to it, is a link.
        NoDocx: it is none.
        TooLarge: it is more than a letterhead.
        Acting: it holds what would act.
    """
    path = own / f"{name}.docx"
    for each in (own.parent, own, path):
        if each.is_symlink():
            raise LinkedLetterhead(each)
    if not path.exists():
        return (builtin / f"{name}.docx").read_bytes()
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise TooLarge(path)
        data = path.read_bytes()
    except OSError:
        raise NoDocx(path) from None
    _Examiner(path).examine(data)
    return data


class _Examiner:
    """Looks a letterhead over, part by part."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unpacked = 0

    def examine(self, data: bytes) -> None:
        """Refuse what is no letterhead, or acts."""
        if data.startswith(_COMPOUND):
            raise NoDocx(self._path)
        try:
            with ZipFile(BytesIO(data)) as archive:
                parts = self._unpack(archive)
        except _BROKEN:
            raise NoDocx(self._path) from None
        if any(name not in parts for name in (*_NEEDED, _STYLES)):
            raise NoDocx(self._path)
        for name, content in parts.items():
            self._judge(name)
            if name.lower().endswith(_XML):
                self._read(name, content)

    def _unpack(self, archive: ZipFile) -> dict[str, bytes]:
        """Unpack up to a limit: what an entry says of its size is not believed."""
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if len(names) > _MOST_PARTS:
            raise TooLarge(self._path)
        odd = (name.startswith("/") or ".." in name or "\\" in name for name in names)
        if any(odd) or len({name.lower() for name in names}) < len(names):
            raise NoDocx(self._path)
        # Word packs in no other way; other ways have errors of their own.
        if {entry.compress_type for entry in entries} - {ZIP_STORED, ZIP_DEFLATED}:
            raise NoDocx(self._path)
        return {
            entry.filename: self._part(archive, entry.filename) for entry in entries
        }

    def _part(self, archive: ZipFile, name: str) -> bytes:
        room = _MOST_UNPACKED - self._unpacked
        with archive.open(name) as part:
            content = part.read(room + 1)
        if len(content) > room:
            raise TooLarge(self._path)
        self._unpacked += len(content)
        return content

    def _judge(self, words: str) -> None:
        """Refuse the names of parts, types and relations that act."""
        for what, pattern in _ACTING:
            if pattern.search(words):
                raise Acting(self._path, what)

    def _read(self, name: str, content: bytes) -> None:
        """Look at what a part says."""
        try:
            if _SPLICED.fullmatch(name):
                content.decode()
            facts = facts_of(content)
        except (FaultyPart, UnicodeDecodeError):
            raise NoDocx(self._path) from None
        if name == _MAIN and facts.root != f"{_WORD} document w":
            raise NoDocx(self._path)
        if name == _NEEDED[0] and f"{_DOCX}+xml" not in facts.kinds:
            raise NoDocx(self._path)
        for kind in facts.kinds:
            self._judge(kind)
        for tag, what in _TAGS.items():
            if tag in facts.tags:
                raise Acting(self._path, what)
        if facts.external:
            raise Acting(self._path, "外部链接")
        live = sorted(facts.fields - _FIELDS)
        if live:
            raise Acting(self._path, f"域代码 {live[0]}")
