"""Who raised an issue: names in a cell, with what the heading and brackets tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.domain.intake.cells import line, lines, nothing

if TYPE_CHECKING:
    from rectify.domain.entity import Plain
    from rectify.domain.intake.grid import Value

_SEPARATOR = re.compile(r"[、，,；;/|\n]+")
_EDGE = re.compile("([（()）])")
_CLOSING = ("）", ")")
_BRACKET = re.compile(r"([^（(]+)[（(](.+)[）)]|([^:：]+)[:：](.*)")
_DEPUTY = re.compile("代表(?!团|建议|意见)")
_SHORT_NAME, _LONG_NAME = 2, 4
# No issue is raised by more people; so many words are something else.
_MOST = 300


def proposers(value: Value, heading: str) -> list[Plain]:
    """Read the proposers in a cell; below 领衔代表 they are deputies."""
    capacity = "代表" if _DEPUTY.search(heading) else None
    words = (part.strip() for part in _parted("\n".join(lines(value))))
    names = [name for part in words for name in _apart(part) if not nothing(name)]
    if len(names) > _MOST:
        return [{"姓名": line(value)}]
    return [{**proposer_of(name, capacity)} for name in names]


def _parted(words: str) -> list[str]:
    """Part words at their separators, but for those in brackets."""
    found, texts = [""], _EDGE.split(words)
    for text, edge in zip(texts[::2], [*texts[1::2], ""], strict=True):
        first, *others = [text] if edge in _CLOSING else _SEPARATOR.split(text)
        found[-1] += first
        found += others
        found[-1] += edge
    return found


def proposer_of(words: str, capacity: str | None = None) -> dict[str, str]:
    """Read a proposer as written: 姓名, 姓名:身份 or 姓名（身份）."""
    found = _BRACKET.fullmatch(words)
    name, told = (found[1] or found[3], found[2] or found[4]) if found else (words, "")
    capacity = told.strip() or capacity
    known = {"姓名": name.strip()}
    return {**known, "身份": capacity} if capacity else known


def _apart(words: str) -> list[str]:
    """Part names that stand side by side; 张 某 is one name, with a blank in it."""
    parts = words.split()
    if len(parts) > 1 and all(_SHORT_NAME <= len(p) <= _LONG_NAME for p in parts):
        return parts
    return ["".join(parts) if max(map(len, parts), default=0) == 1 else " ".join(parts)]
