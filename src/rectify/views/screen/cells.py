"""Text in cells: a Chinese character takes two, and nothing moves the cursor."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

ELLIPSIS = "…"
_FULL_BLOCK = "█"
_PART_BLOCKS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
# What would move the cursor, colour the screen or turn the direction of writing.
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_NOT_FIRST = "。，、；：！？”’』」）》】〉〕…—·％"
_NOT_LAST = "“‘『「（《【〈〔"
_ATOM = re.compile(
    rf"[{_NOT_LAST}]*(?:\[[^\[\]\s]{{1,8}}\]|[!-~]+|[^\s])[{_NOT_FIRST}]*|\s+",
    flags=re.DOTALL,
)


class _Widths(dict[str, int]):
    """The width of each character met so far."""

    def __missing__(self, mark: str) -> int:
        if unicodedata.category(mark) in ("Mn", "Me"):
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(mark) in ("W", "F") else 1
        self[mark] = width
        return width


class _Shown(dict[int, str]):
    """How each character met so far is shown: itself, or escaped."""

    def __missing__(self, code: int) -> str:
        mark = chr(code)
        unsafe = unicodedata.category(mark) in _UNSAFE
        self[code] = mark.encode("unicode_escape").decode() if unsafe else mark
        return self[code]


_WIDTHS = _Widths()
_SHOWN = _Shown()


def shown(text: str) -> str:
    """Escape control characters; line breaks and tabs become blanks."""
    if text.isprintable():
        return text
    return re.sub(r"[\t\r\n]+", " ", text).translate(_SHOWN)


def width(text: str) -> int:
    """Count the cells that a text takes."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text with blanks, at its right or at its left."""
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def clip(text: str, cells: int) -> str:
    """Cut a text that is too wide, and show that it was cut."""
    if width(text) <= cells:
        return text
    return _head(text, cells - width(ELLIPSIS)).rstrip() + ELLIPSIS


def _head(text: str, cells: int) -> str:
    """Give as much of the beginning of a text as fits."""
    ends = accumulate(map(_WIDTHS.__getitem__, text))
    return text[: sum(1 for _ in takewhile(lambda end: end <= cells, ends))]


def wrap(text: str, cells: int, indent: str = "") -> list[str]:
    """Break running text into lines; no 。 begins a line and no （ ends one."""
    room = max(2, cells - width(indent))
    lines = [line for part in text.split("\n") for line in _broken(part, room)]
    return [(indent + line).rstrip() for line in lines]


def _broken(paragraph: str, room: int) -> Iterator[str]:
    line, taken = "", 0
    for atom in _atoms(paragraph, room):
        if taken + width(atom.rstrip()) > room:
            yield line
            line, taken = "", 0
        if line or not atom.isspace():
            line += atom
            taken += width(atom)
    yield line


def _atoms(paragraph: str, room: int) -> Iterator[str]:
    """Give what may not be broken; a word wider than a line is broken all the same."""
    for atom in _ATOM.findall(shown(paragraph)):
        rest = " " if atom.isspace() else atom
        left = width(rest)
        while left > room:
            head = _head(rest, room)
            yield head
            rest = rest[len(head) :]
            left -= width(head)
        yield rest


def bar(rate: Fraction, cells: int = 10) -> str:
    """Draw a share of one by eighths of a block, never more than there is."""
    eighths = max(0, min(int(rate * cells * 8), cells * 8))
    return _FULL_BLOCK * (eighths // 8) + _PART_BLOCKS[eighths % 8]
