"""Titles: of an issue that has only its text, and of the parts of a list."""

from __future__ import annotations

import re

from rectify.domain.text import flow, paragraphs

_LONGEST = 40
_END = re.compile("[。！？；]")
_NUMBER = (
    r"第?[一二三四五六七八九十百]{1,4}[、.．是]|第[一二三四五六七八九十百]{1,4}[，、,条]"
    r"|[（(](?:[一二三四五六七八九十百]{1,4}|\d{1,3})[)）][、.．]?"
    r"|\d{1,3}(?:[、．)）]|\.(?!\d))|[①-⒛●■◆▪•○◇★]|[-*—](?=\s)"
)
_NUMBERING = re.compile(rf"(?:\s*(?:{_NUMBER})\s*)+")
_COUNT = re.compile(
    r"[（(](?:共)?\s?(?:\d{1,5}|[一二三四五六七八九十百]{1,7})\s?[条个项件类][)）][：:\s]*$"
)


def title_of(text: str) -> str:
    """Make a title of the text of a problem: what its first sentence says."""
    first = unnumbered(paragraphs(text)[0])
    sentence = _END.split(first, maxsplit=1)[0].rstrip(";：:，、 ") or flow(text)
    if len(sentence) <= _LONGEST:
        return sentence
    cut = max(sentence.rfind(mark, 0, _LONGEST + 1) for mark in "，、")
    return sentence[:cut] if cut > 0 else sentence[: _LONGEST - 1] + "…"


def part_of(title: str) -> str:
    """Name a part of a list by the row that opens it: without its number and count."""
    return unnumbered(_COUNT.sub("", title)).rstrip("：: \u3000\n") or title


def unnumbered(words: str) -> str:
    """Leave out the number that words begin with."""
    found = _NUMBERING.match(words)
    return words[found.end() :] if found else words
