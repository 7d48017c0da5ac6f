"""Text as an office writes it: one sentence to a line on disk, flowing on paper."""

from __future__ import annotations

import re

# Two lines or more are a paragraph break; a sentence ends with its closing marks.
_ENDS = "。！？"
_CLOSERS = "”’』」）》】〉〕"
_SENTENCE = re.compile(rf"[^{_ENDS}]*(?:[{_ENDS}]+[{_CLOSERS}]*|$)")
_BLANK = " \t\u3000\u00a0"
_AFTER_END = re.compile(rf"(?<=[{_ENDS}])[{_ENDS}{_CLOSERS}{_BLANK}]+")
_BLANKS = str.maketrans("", "", _BLANK)
_LATIN = re.compile(r"[!-~]")
_WIDE = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
)
# What no text of an office contains, and what other YAML readers refuse.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)
# What turns the direction of a text, up to the mark that ends it.
_RUN, _PART = "\u202c", "\u2069"
_OPENS = dict.fromkeys("\u202a\u202b\u202d\u202e", _RUN) | dict.fromkeys(
    "\u2066\u2067\u2068", _PART
)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LIMIT = 10_000
_DIGITS = "零一二三四五六七八九"


def narrow(text: str) -> str:
    """Turn full-width digits and Latin letters into half-width ones, nothing else."""
    return text.translate(_WIDE)


def control(text: str) -> str | None:
    """Name the first control character of a text, escaped, if there is one."""
    found = _CONTROL.search(text)
    return None if found is None else f"U+{ord(found.group()):04X}"


def printable(text: str) -> str:
    """Leave out the control characters of a text."""
    return _CONTROL.sub("", text)


def closed(text: str) -> str:
    """Close what a text opens: it may turn its own words, and none that follow it."""
    ends: list[str] = []
    parts = 0
    for mark in _TURNS.findall(text):
        if mark in _OPENS:
            ends.append(_OPENS[mark])
            parts += ends[-1] == _PART
        elif mark == _PART and parts:
            parts -= 1
            while ends.pop() != mark:  # and what was opened within it
                pass
        elif ends[-1:] == [mark]:
            ends.pop()
    return text + "".join(reversed(ends))


def canonical(stored: str) -> str:
    """Bring a stored text to its one form: a sentence a line, a blank line between.

    Lines of one paragraph are joined and broken again after 。！？ and the closing
    marks that follow; applying it twice changes nothing.
    """
    paragraphs: list[list[str]] = [[]]
    for line in stored.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        stripped = line.replace("\t", " ").strip(_BLANK)
        if stripped:
            paragraphs[-1].append(stripped)
        elif paragraphs[-1]:
            paragraphs.append([])
    broken = ("\n".join(sentences(_join(lines))) for lines in paragraphs if lines)
    return "\n\n".join(broken)


def stored(typed: str) -> str:
    """Store a text as typed: there, a line break is a paragraph break."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return canonical("\n\n".join(lines))


def sentences(paragraph: str) -> list[str]:
    """Split a paragraph after each sentence; blanks there are dropped."""
    closed = _AFTER_END.sub(lambda end: end[0].translate(_BLANKS), paragraph)
    found = (match.strip(_BLANK) for match in _SENTENCE.findall(closed))
    return [sentence for sentence in found if sentence]


def paragraphs(stored_text: str) -> list[str]:
    """Give the flowing paragraphs of a stored text."""
    return [_join(part.split("\n")) for part in stored_text.split("\n\n")]


def flow(stored_text: str) -> str:
    """Give a stored text as one running line, for tables and letters."""
    return _join(stored_text.split("\n"))


def _join(lines: list[str]) -> str:
    """Join lines with nothing, or with one blank between two Latin words."""
    joined = ""
    for line in lines:
        if joined and line and _LATIN.match(joined[-1]) and _LATIN.match(line[0]):
            joined += " "
        joined += line
    return joined


def numeral(number: int) -> str:
    """Write 1 to 9999 in Chinese numerals: 十, 十二, 一百零一."""
    if not 0 < number < _LIMIT:
        raise ValueError(number)
    written, pending_zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += ("零" if pending_zero else "") + _DIGITS[digit] + unit
            pending_zero = False
        else:
            pending_zero = bool(written)
    return written.removeprefix("一") if written.startswith("一十") else written


def reckon(numeral_text: str) -> int | None:
    """Read a Chinese or Arabic numeral from 0 to 9999; None if it is neither."""
    plain = narrow(numeral_text).replace("两", "二").replace("〇", "零")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) < len(str(_LIMIT)) else None
    if plain == "零":
        return 0
    total, digit = 0, 0
    for mark in plain:
        if mark in _DIGITS:
            digit = _DIGITS.index(mark)
        elif mark in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[mark]
            digit = 0
        else:
            return None
    total += digit
    written = numeral(total) if 0 < total < _LIMIT else ""
    alike = written.replace("一十", "十") == plain.replace("一十", "十")
    return total if written and alike else None
