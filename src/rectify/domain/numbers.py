"""The grammar of ISSUES: 17, JZ-017, 1-10, JZ-001..JZ-010, 1,3,5-7, several of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.text import narrow
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ONE = r"(?:(?P<prefix{0}>[A-Za-z][A-Za-z0-9]*)-)?(?P<number{0}>\d{{1,6}})"
_RANGE = re.compile(
    _ONE.format(1) + r"(?:(?:\.\.|…|~|～|至|到)" + _ONE.format(2) + r")?"
)
_DASHED = re.compile(r"(?P<first>\d{1,6})-(?P<last>\d{1,6})")
_FOUND = re.compile(r"\b[A-Z][A-Z0-9]*-[0-9]{3,}\b")
_SIGNS = str.maketrans("－—–．", "---.")
# So few are told one by one.
_FEW = 2
_DASHES = re.compile("-{2,}")
_SEPARATORS = re.compile(r"[,，、;；\s]+")


class UnreadableNumber(UsageError):  # noqa: N818  # named for what it is
    """The words name no issue."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"看不懂编号“{words}”。应写成 17、JZ-017、1-10、JZ-001..JZ-010、1,3,5-7"
            " 的样子"
        )


class Wanted(NamedTuple):
    """Some numbers of one prefix, both ends included; no prefix: the ledger's own."""

    prefix: str | None
    first: int
    last: int


def parse_numbers(words: Iterable[str]) -> list[Wanted]:
    """Read the words of a command line that name issues.

    Raises:
        UnreadableNumber: a word names none.
    """
    plain = map(plain_number, words)
    parts = (part for word in plain for part in _SEPARATORS.split(word))
    return [_wanted(part) for part in parts if part]


def plain_number(word: str) -> str:
    """Bring a number to half-width signs: WZ—００3 is WZ-003."""
    return _DASHES.sub("-", narrow(word).translate(_SIGNS)).strip()


def numbers_in(text: str) -> list[str]:
    """Find the numbers that a text names, such as what another command printed."""
    return list(dict.fromkeys(_FOUND.findall(text)))


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Gather whole numbers into runs, each by its first and its last."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def in_short(numbers: Iterable[str]) -> str:
    """Name issues in short: JZ-001至JZ-012、JZ-015."""
    written = {int(number.rpartition("-")[2]): number for number in numbers}
    named = []
    for first, last in spans(written):
        between = "至" if last - first > 1 else "、"
        one = first == last
        named.append(
            written[first] if one else f"{written[first]}{between}{written[last]}"
        )
    return "、".join(named)


def in_brief(names: Sequence[str], unit: str, most: int = 5) -> str:
    """Name a few things, and how many there are of more: 甲、乙等7人."""
    more = f"等{len(names)}{unit}" if len(names) > most else ""
    return "、".join(names[:most]) + more


def pairs_in_short(new: Mapping[str, str]) -> str:
    """Say which number each issue gets, in runs: JZ-001至JZ-003→YL-001至YL-003."""
    runs: list[list[tuple[str, str]]] = []
    for pair in new.items():
        if runs and all(map(_follows, pair, runs[-1][-1])):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return "、".join(
        "→".join(in_short(side) for side in zip(*run, strict=True))
        if len(run) > _FEW
        else "、".join(f"{old}→{number}" for old, number in run)
        for run in runs
    )


def _follows(number: str, before: str) -> bool:
    prefix, _, serial = before.rpartition("-")
    return number == f"{prefix}-{int(serial) + 1:0{len(serial)}}"


def _wanted(part: str) -> Wanted:
    dashed = _DASHED.fullmatch(part)
    if dashed is not None:
        return _ordered(part, None, int(dashed["first"]), int(dashed["last"]))
    found = _RANGE.fullmatch(part)
    if found is None:
        raise UnreadableNumber(part)
    prefix, other = found["prefix1"], found["prefix2"]
    if other is not None and (prefix or "").upper() != other.upper():
        raise UnreadableNumber(part)
    first = int(found["number1"])
    last = int(found["number2"] or first)
    return _ordered(part, prefix.upper() if prefix else None, first, last)


def _ordered(part: str, prefix: str | None, first: int, last: int) -> Wanted:
    if first > last:
        raise UnreadableNumber(part)
    return Wanted(prefix, first, last)
