"""The XML of a Word file: runs, paragraphs, and the zip around them.

Written as text: a library that builds an object a cell takes seconds for a long table.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rectify.views.layout.styles import faces_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

# What XML 1.0 has no way to say, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARTS = re.compile(r"[\t\n]|[^\t\n]+")
_LIVE = {"\n": "<w:br/>", "\t": "<w:tab/>"}
# The earliest time that a zip can hold.
_TIME = (1980, 1, 1, 0, 0, 0)


def escaped(text: str) -> str:
    """Write text so that XML reads it back as typed."""
    text = _ILLEGAL.sub("\ufffd", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def run(text: str, *, face: str = "") -> str:
    """Write a run of text, in the face of its paragraph's style or another."""
    parts = (
        _LIVE.get(part) or f'<w:t xml:space="preserve">{escaped(part)}</w:t>'
        for part in _PARTS.findall(text.replace("\r", ""))
    )
    look = f"<w:rPr>{faces_xml(face)}</w:rPr>" if face else ""
    return f"<w:r>{look}{''.join(parts)}</w:r>"


class ParagraphXml(NamedTuple):
    """A paragraph of a style, and the little that the style does not say."""

    style: str
    runs: str = ""
    keep: bool = False
    fresh: bool = False
    tabs: str = ""
    indent: str = ""
    align: str = ""
    section: str = ""

    def __str__(self) -> str:
        align = f'<w:jc w:val="{self.align}"/>' if self.align else ""
        said = (
            f'<w:pStyle w:val="{self.style}"/>'
            f"{'<w:keepNext/>' if self.keep else ''}"
            f"{'<w:pageBreakBefore/>' if self.fresh else ''}"
            f"{self.tabs}{self.indent}"
            f"{align}{self.section}"
        )
        return f"<w:p><w:pPr>{said}</w:pPr>{self.runs}</w:p>"


def package(parts: Mapping[str, bytes], *, method: int = ZIP_DEFLATED) -> bytes:
    """Zip the parts of a file: the same parts give the same bytes."""
    first = ("[Content_Types].xml", "_rels/.rels")
    order = sorted(parts, key=lambda name: (name not in first, name))
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name in order:
            info = ZipInfo(name, _TIME)
            info.compress_type = method
            info.create_system = 0
            archive.writestr(info, parts[name])
    return held.getvalue()
