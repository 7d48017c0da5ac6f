"""What a cell says, as a person would have typed it.

Lists are copied out of PDF files, web pages and letters: what such copying leaves
behind (hard line breaks, «», page numbers, characters without width) goes, the words
themselves stay.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from rectify.domain.text import canonical, control, flow, printable

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Value

# As many digits as a workbook keeps: 0.1+0.2 is 0.3.
_PRECISE = ".15g"
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BREAKS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_RESIDUE = str.maketrans("０１２３４５６７８９«»\u00a0", "0123456789《》 ")
_MARKS = _INVISIBLE | _BREAKS | _RESIDUE
_RETURN = re.compile(r"_x000[dD]_|\r(?=\n)")
_UNTIDY = re.compile(f"_x000[dD]_|[{''.join(map(chr, _MARKS))}]")
# A cell is asked several times over, and then no more.
_REMEMBERED = 64
_PAGE = re.compile(r"[—－–-]{1,2} ?\d{1,4} ?[—－–-]{1,2}")
_BLANKS = re.compile(r"[ \t\u3000]+")
# What stands in a cell that is meant to be empty.
_STROKES = re.compile(r"[-/\\—－–_\s]*")
_NOTHING = re.compile(rf"{_STROKES.pattern}|无|暂无|没有|空")
_ENDED = re.compile(r"[。；：！？;:!?…][”’\"'」』）)》】]*$")
_GOES_ON = re.compile(r"[，、,]$")
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十]{1,3}[，、,]|[一二三四五六七八九十]{1,3}[、.．是]"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}(?:[、．)）]|\.(?!\d))"
    r"|[①-⒛●■◆▪•○◇★]|[-*—] "
)
# A numbered line that is so much shorter than the longest is a heading.
_SHORT = 0.6


def plain(value: Value) -> str:
    """Write a value as it was typed: 1.0 is 1, a date is 2024-09-30."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float():
            return f"{Decimal(format(value, _PRECISE)):f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def line(value: Value, between: str = "") -> str:
    """Give a cell as one line; its own lines are joined."""
    found = [each for each in lines(value) if each]
    joined = between.join(found) if between else flow("\n".join(found))
    return _BLANKS.sub(" ", joined).strip()


def prose(value: Value) -> str:
    """Give a cell as text; a break within a sentence is none, others part it."""
    return _prose(plain(value))


@lru_cache(_REMEMBERED)
def _prose(value: str) -> str:
    found = lines(value)
    longest = max(map(len, found))
    written = before = ""
    for each in found:
        apart = not each or _parted(before, each, longest)
        written += ("\n\n" if apart else "\n") + each
        before = each or before
    return canonical(written)


def removed(value: Value) -> str | None:
    """Say what of a cell was left out: characters that can't be printed, a page."""
    if not isinstance(value, str):
        return None
    mark = control(_tidy(value))
    if mark is not None:
        return f"有不可见的控制字符 {mark}，已去掉"
    found = _broken(value)
    pages = [each for each in found if len(found) > 1 and _PAGE.fullmatch(each)]
    return f"夹有页码“{pages[0]}”，已去掉" if pages else None


def empty(value: Value) -> bool:
    """Tell whether a cell says nothing, or has been crossed out: /, —."""
    return all(map(_STROKES.fullmatch, lines(value)))


def nothing(words: str) -> bool:
    """Tell whether words stand for nothing: /, —, 无."""
    return _NOTHING.fullmatch(words) is not None


def lines(value: Value) -> list[str]:
    """Give the lines of a cell; what was the number of a page is none."""
    found = _broken(plain(value))
    return [each for each in found if len(found) == 1 or not _PAGE.fullmatch(each)]


@lru_cache(_REMEMBERED)
def _broken(value: str) -> tuple[str, ...]:
    tidy = printable(_tidy(value))
    return tuple(each.strip(" \t\u3000") for each in tidy.split("\n"))


def _tidy(value: str) -> str:
    """Undo what copying and workbooks do to single characters."""
    if _UNTIDY.search(value) is None:
        return value
    return _RETURN.sub("", value).translate(_MARKS)


def _parted(before: str, line: str, longest: int) -> bool:
    """Tell whether a line begins a paragraph, after the one before it."""
    if _ENDED.search(before) or _NUMBERED.match(line):
        return True
    heading = _NUMBERED.match(before) and len(before) < _SHORT * longest
    return bool(heading) and not _GOES_ON.search(before)
