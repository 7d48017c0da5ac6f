"""Git's conflict markers: put around what is disputed, and taken apart again."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.merging.conflict import Side
from rectify.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE = 7
_BEGIN = re.compile(rb"^<{7,}(?= |\r?$)", re.MULTILINE)
_BOTH = "both"
_TURNS = {
    "ours": {b"|": "base", b"=": "theirs"},
    "base": {b"=": "theirs"},
    "theirs": {b">": _BOTH},
}


class BadMarkers(LedgerError):  # noqa: N818  # named for what they are
    """Somebody has taken out a part of the markers."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"第{line}行附近的冲突标记（<<<<<<<、=======、>>>>>>>）不成套，分不出两边；"
            "请把剩下的标记和不要的内容删去"
        )


class Sides(NamedTuple):
    """The whole texts of both sides; the base where the markers show it."""

    base: bytes | None
    ours: bytes
    theirs: bytes


def mark(
    ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]], *, size: int = SIZE
) -> str:
    """Write the blocks of both sides once where they are alike, else within markers."""
    one, two = ([tuple(b) for b in blocks if b] for blocks in (ours, theirs))
    alike = SequenceMatcher(None, one, two, autojunk=False)
    lines: list[str] = []
    for what, start, end, other, last in alike.get_opcodes():
        mine = [line for block in one[start:end] for line in block]
        if what == "equal":
            lines += mine
            continue
        yours = [line for block in two[other:last] for line in block]
        lines += [f"{'<' * size} {Side.OURS}", *mine, "=" * size]
        lines += [*yours, f"{'>' * size} {Side.THEIRS}"]
    return "".join(f"{line}\n" for line in lines)


def marked(data: bytes) -> bool:
    """Tell whether a file has conflict markers, those of a stopped merge, in it."""
    begin = _BEGIN.search(data)
    return begin is not None and any(
        _is_mark(line, b">", len(begin.group()))
        for line in data[begin.end() :].split(b"\n")
    )


def sides(data: bytes) -> Sides:
    """Take a marked file apart: each side as it was, with what is common to both.

    The markers may be of any size and bear any label; those of a merge of bases, which
    are longer and stand within a base, stay in it.

    Raises:
        BadMarkers: they do not make pairs.
    """
    parts: dict[str, list[bytes]] = {"base": [], "ours": [], "theirs": []}
    owner, size, number, based = _BOTH, 0, 0, False
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        begin = _BEGIN.match(line)
        turn = _turn(owner, line, size)
        if begin is not None and owner == _BOTH:
            owner, size = "ours", len(begin.group())
        elif begin is not None and len(begin.group()) == size:
            raise BadMarkers(number)
        elif turn is not None:
            owner = turn
            based = based or owner == "base"
        else:
            for name in parts if owner == _BOTH else (owner,):
                parts[name].append(line)
    if owner != _BOTH:
        raise BadMarkers(number)
    base, ours, theirs = (b"".join(lines) for lines in parts.values())
    return Sides(base if based else None, ours, theirs)


def _turn(owner: str, line: bytes, size: int) -> str | None:
    """Say whose lines begin behind a line, if it is a marker that ends an owner's."""
    turns = _TURNS.get(owner, {})
    return next(
        (after for sign, after in turns.items() if _is_mark(line, sign, size)), None
    )


def _is_mark(line: bytes, sign: bytes, size: int) -> bool:
    """Tell a marker of that size: nothing behind it, or a blank and a label."""
    rest = line.rstrip(b"\r\n").removeprefix(sign * size)
    return line.startswith(sign * size) and (not rest or rest.startswith(b" "))
