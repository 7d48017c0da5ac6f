"""PDF, by the LibreOffice of the machine: nothing else sets a Word document alike."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.process import find_program, run_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The first start makes a profile; a document takes two or three seconds.
_START, _EACH = 90, 20
# Windows takes no longer line of words than the names of some 500 documents.
_AT_ONCE = 200
# What LibreOffice draws anew for each file.
_MADE_AT = re.compile(rb"/CreationDate\(D:\d{14}[^()]{0,8}\)")
_IDENTITY = re.compile(rb"(/ID \[ <|/DocChecksum /|(?<=>)\n<)[0-9A-F]{32}(?=[>\n\r ])")
_OTHER_WAY = "可先写成 .docx，用 WPS 或 Word 打开，另存为 PDF"


class NoOffice(LedgerError):  # noqa: N818  # named for what it is
    """There is no LibreOffice on this machine."""

    def __init__(self) -> None:
        super().__init__(f"写成 PDF 要用 LibreOffice，本机没有安装；{_OTHER_WAY}")


class NoPdf(LedgerError):  # noqa: N818  # named for what it is
    """LibreOffice has been started and has not made what it should."""

    def __init__(self, seconds: int | None) -> None:
        why = (
            "没有写成 PDF" if seconds is None else f"{seconds}秒内没有写成 PDF，已停止"
        )
        super().__init__(f"LibreOffice {why}；{_OTHER_WAY}")


def find_office() -> Path | None:
    """Find LibreOffice: by PATH, or where its installers put it."""
    found = find_program("soffice", "libreoffice")
    return found or next((path for path in _usual_places() if path.is_file()), None)


def to_pdfs(documents: Sequence[bytes]) -> list[bytes]:
    """Turn documents into PDF by one start of LibreOffice, or few.

    It works in a folder and with a profile of its own, so that an open window of the
    user's is neither needed nor disturbed.

    Raises:
        NoOffice: it is not installed.
        NoPdf: it took too long, or did not make one of them.
    """
    office = find_office()
    if office is None:
        raise NoOffice
    made: list[bytes] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        for first in range(0, len(documents), _AT_ONCE):
            folder = Path(name).resolve() / f"{first}"
            folder.mkdir()
            made += _converted(office, folder, documents[first : first + _AT_ONCE])
    return made


def _converted(office: Path, folder: Path, documents: Sequence[bytes]) -> list[bytes]:
    names = [f"{place:04}" for place in range(len(documents))]
    for name, data in zip(names, documents, strict=True):
        (folder / f"{name}.docx").write_bytes(data)
    seconds = _START + _EACH * len(documents)
    ended = run_program(
        [
            office,
            f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault"),
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", folder),
            *(folder / f"{name}.docx" for name in names),
        ],
        seconds=seconds,
    )
    if ended.code is None:
        raise NoPdf(seconds)
    try:
        made = [(folder / f"{name}.pdf").read_bytes() for name in names]
    except FileNotFoundError:
        raise NoPdf(None) from None
    return [_unstamped(pdf, data) for pdf, data in zip(made, documents, strict=True)]


def _unstamped(pdf: bytes, docx: bytes) -> bytes:
    """Take out the minute of its making: the same documents are the same files.

    Every byte keeps its place, which the file's own table counts on.
    """
    mark = hashlib.sha256(docx).hexdigest()[:32].upper().encode()
    pdf = _MADE_AT.sub(lambda found: b" " * len(found[0]), pdf)
    return _IDENTITY.sub(lambda found: found[1] + mark, pdf)


def _usual_places() -> Iterator[Path]:
    """Give the places where installers put it and PATH does not lead."""
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)"):
            if os.environ.get(variable):
                programs = Path(os.environ[variable])
                yield programs / "LibreOffice" / "program" / "soffice.com"
    elif sys.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    else:
        yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"))
