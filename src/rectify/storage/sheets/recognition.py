"""What a file is, by what stands in it: a name may be wrong, the content is not."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from rectify.storage.sheets import wordtables, xlsx
from rectify.storage.sheets.package import main_part
from rectify.storage.sheets.refusal import (
    AS_DOCUMENT,
    AS_WORKBOOK,
    ASK,
    VERY_OLD,
    Elsewhere,
    Empty,
)

if TYPE_CHECKING:
    from rectify.storage.sheets.archive import Archive


class Kind(StrEnum):
    """The kinds that are read; the words are for the reader."""

    XLSX = "xlsx 工作簿"
    XLS = "xls 工作簿"
    ODS = "ods 工作簿"
    DOCX = "Word 文档"
    MARKDOWN = "Markdown 文件"
    DELIMITED = "用逗号或制表符分隔的文本"


# A suffix that says what the content is not gets a remark.
SUFFIXES = {
    Kind.XLSX: frozenset({"xlsx", "xlsm", "xltx", "xltm", "et"}),
    Kind.XLS: frozenset({"xls", "xlt", "et", "ett"}),
    Kind.ODS: frozenset({"ods", "ots"}),
    Kind.DOCX: frozenset({"docx", "docm", "dotx", "wps"}),
    Kind.MARKDOWN: frozenset({"md", "markdown", "txt"}),
    Kind.DELIMITED: frozenset({"csv", "tsv", "txt"}),
}
ZIP, COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACK = "请先解压，再写其中的文件"
_HARMFUL = "可能有害，请不要打开，向发来的人核实"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
# What a workbook of Excel 2 to 4, and of some 5, begins with: BOF and its length.
_BEFORE_97 = (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0", b"\x09\x08")
_OTHERS = (
    ((b"%PDF",), "PDF 文件", ASK),
    (_PICTURES, "图片", ASK),
    ((b"MZ", b"\x7fELF"), "程序", _HARMFUL),
    (_ARCHIVES, "压缩包", _UNPACK),
    ((b"{\\rtf",), "RTF 文档", AS_DOCUMENT),
    (_BEFORE_97, VERY_OLD, AS_WORKBOOK),
)
# What the programs that guard an office's files write at their beginning.
_GUARDED = (b"E-SafeNet", b"TSD-Header")
_PACKED = (
    ("xl/workbook.bin", "xlsb 工作簿", AS_WORKBOOK),
    ("ppt/presentation.xml", "演示文稿", ASK),
    ("ofd.xml", "OFD 版式文件", ASK),
)
_MAINS = {Kind.XLSX: xlsx.BOOK, Kind.DOCX: wordtables.DOCUMENT}
_OTHERS_OWN = "（多半是别的系统导出的）"
# What was saved as a page of the web, or as XML in one piece, by its beginning.
_SAVED = (
    (
        re.compile(
            r"\s*(<!doctype\s+html|<html|<head|<meta|<table|<style|<body|<div"
            r"|MIME-Version:|<\?xml(?s:.*?)<html)",
            re.IGNORECASE,
        ),
        f"网页格式的文件{_OTHERS_OWN}",
        AS_WORKBOOK,
    ),
    (
        re.compile(r"\s*<\?xml(?s:.*?)(wordprocessingml|wordml|opendocument\.text)"),
        f"XML 格式的文档{_OTHERS_OWN}",
        AS_DOCUMENT,
    ),
    (re.compile(r"\s*<\?xml\s"), f"XML 格式的文件{_OTHERS_OWN}", AS_WORKBOOK),
)
_HEAD = 4096
# Without line breaks in it: over millions of blank lines it would take minutes.
_RULE = re.compile(
    r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE
)


def check_signature(data: bytes) -> None:
    """Refuse what plainly is another kind of file.

    Raises:
        Unreadable: it is empty, or something else.
    """
    if not data:
        raise Empty
    if any(mark in data[:_HEAD] for mark in _GUARDED):
        raise Elsewhere("加密软件加过密的文件", "请在原来的电脑上解密，再发来")
    for beginnings, kind, remedy in _OTHERS:
        if data.startswith(beginnings) and not _reads_as_words(data):
            raise Elsewhere(kind, remedy)


def _reads_as_words(data: bytes) -> bool:
    """Tell a list that happens to begin with the letters BM or MZ."""
    return data[:2].isalnum() and b"\0" not in data[:_HEAD]


def kind_of_archive(archive: Archive) -> Kind:
    """Tell what a packed file is.

    Raises:
        Elsewhere: it is something else.
    """
    for name, kind, remedy in _PACKED:
        if name in archive:
            raise Elsewhere(kind, remedy)
    for kind_, usual in _MAINS.items():
        main = main_part(archive, usual)
        if main in archive and main.partition("/")[0] == usual.partition("/")[0]:
            return kind_
    if "mimetype" in archive:
        return _kind_of_open_document(archive.read("mimetype"))
    raise Elsewhere("压缩包", _UNPACK)


def _kind_of_open_document(mimetype: bytes) -> Kind:
    if b"opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    if b"opendocument.text" in mimetype:
        raise Elsewhere("ODT 文档", AS_DOCUMENT)
    raise Elsewhere("压缩包", _UNPACK)


def kind_of_text(text: str, suffix: str) -> Kind:
    """Tell a Markdown table from delimited text.

    Raises:
        Elsewhere: it is a page of the web or XML, whatever its name.
    """
    head = text[:_HEAD]
    for beginning, kind, remedy in _SAVED:
        if beginning.match(head):
            raise Elsewhere(kind, remedy)
    if suffix in {"md", "markdown"}:
        return Kind.MARKDOWN
    piped = any("|" in found.group() for found in _RULE.finditer(text))
    return Kind.MARKDOWN if piped and suffix not in {"csv", "tsv"} else Kind.DELIMITED


def remark_on(kind: Kind, suffix: str) -> tuple[str, ...]:
    """Say where the name of a file is at odds with what stands in it."""
    if suffix in SUFFIXES[kind]:
        return ()
    called = f"后缀是 .{suffix}" if suffix else "没有后缀"
    return (f"文件{called}，内容是{kind}，按内容读取",)
