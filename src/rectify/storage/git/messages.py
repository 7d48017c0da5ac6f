"""The message of a version: a subject that a chairman reads, and labelled lines."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import TYPE_CHECKING

from rectify.storage.journal import issue_number

if TYPE_CHECKING:
    from rectify.storage.journal import Journal

NUMBERS = "问题"
_WIDTH = 72


def subject(sentence: str) -> str:
    """Put a sentence on one line that a list of versions has room for."""
    line = one_line(sentence)
    if _columns(line) <= _WIDTH:
        return line
    kept = ""
    for char in line:
        if _columns(kept + char) >= _WIDTH:
            break
        kept += char
    return f"{kept.rstrip('，、；：（ ')}…"


def one_line(sentence: str) -> str:
    """Leave out what would break a line, or do something to a terminal."""
    spaced = re.sub(r"\s+", " ", sentence).strip()
    return "".join(char for char in spaced if unicodedata.category(char) != "Cc")


def message(journal: Journal) -> str:
    """Write the whole message: the subject, what it has no room for, the labels."""
    head = subject(journal.sentence)
    body = "" if head == one_line(journal.sentence) else journal.sentence.strip()
    labels = list(journal.record.trailers)
    numbers = {issue_number(file.path): None for file in journal.files}
    named = " ".join(sorted(number for number in numbers if number))
    if named:
        labels.append((NUMBERS, named))
    tail = "\n".join(_wrapped(f"{name}: {said}") for name, said in labels)
    return "\n\n".join(part for part in (head, body, tail) if part) + "\n"


def _wrapped(line: str) -> str:
    return textwrap.fill(
        line,
        _WIDTH,
        subsequent_indent=" ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
