"""What a row below a heading is: an issue, the title of a part, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.synonyms import (
    BLANK_BELOW,
    CLOSING,
    GROUP_COUNT,
    GROUP_ENDING,
    GROUP_NUMBER,
    NOTE,
    PAGE,
    SERIAL_NUMBER,
    SIGNATURE,
    TITLE_ENDING,
    TOTAL,
    TOTAL_SENTENCE,
)
from rectify.domain.text import reckon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.intake.finding.heading import Heading
    from rectify.domain.intake.finding.region import Region

_TOTAL_WITHIN = 3
_NOTE_CELLS = 2
_SHORT = 40
# Words with a mark before them; beside a unit, they are an issue that matters most.
_MARKED = re.compile("[*※].")


class Reason(StrEnum):
    """Why a row is no issue; the words are for the reader."""

    TOTAL = "合计"
    NOTE = "说明"
    SIGNED = "签字栏"
    REPEATED = "重复的表头"
    ONLY_SERIAL = "只有序号"
    PAGE = "页码"
    TITLE = "标题"
    NOTHING_BELOW = "下面没有问题"
    UNFILLED = "没有填写"
    LOOSE = "没有栏目名称"
    ABOVE = "在表头上面"


class Group(NamedTuple):
    """The title of a part of a list, without number and count.

    The deeper the part, the higher its level.
    """

    level: int
    title: str
    stated: int | None


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns by which the rows of a table are told apart."""

    region: Region
    heading: Heading
    serial: tuple[int, ...]
    problem: tuple[int, ...]
    category: tuple[int, ...]
    arabic: bool
    titles: frozenset[str] = frozenset()

    @property
    def first(self) -> int:
        """The first column that has a heading."""
        return self.heading.columns[0][0]

    def numbered(self, row: int, places: Sequence[int]) -> bool:
        """Tell whether a row has a number of its own."""
        return any(
            place in places and SERIAL_NUMBER.fullmatch(self.region.text(row, place))
            for place in self.serial
        )

    def repeats(self, row: int, places: Sequence[int]) -> bool:
        """Tell whether a row says the heading, or a part of it, once more."""
        words = ((self.heading.words(place), place) for place in places)
        return len(places) > 1 and all(
            self.region.text(row, place) in map(squeezed, levels)
            for levels, place in words
        )


def reason(
    shape: Shape, row: int, places: Sequence[int], before: Reason | None, *, apart: bool
) -> Reason | None:
    """Say why a row is no issue.

    `before` is why the one before was none; `apart` stands what comes after the issues.
    """
    if shape.repeats(row, places):
        return Reason.REPEATED
    if shape.numbered(row, places):
        return None
    texts = [shape.region.text(row, place) for place in places]
    if shape.titles.issuperset(texts):
        return Reason.REPEATED
    if is_total(texts) or _is_page(texts):
        return Reason.TOTAL if is_total(texts) else Reason.PAGE
    if places[0] <= max((*shape.serial, *shape.problem)):
        return _foot(texts, before, apart=apart)
    return Reason.SIGNED if apart and _closes(texts) else None


def _foot(texts: Sequence[str], before: Reason | None, *, apart: bool) -> Reason | None:
    """Recognise what stands below a list from its first columns on."""
    if is_note(texts, before):
        return Reason.NOTE
    signed = is_signature(texts) or (apart and _closes(texts))
    return Reason.SIGNED if signed else None


def _is_page(texts: Sequence[str]) -> bool:
    """Recognise the number of a page: — 3 —."""
    return len(texts) == 1 and PAGE.fullmatch(texts[0]) is not None


def _closes(texts: Sequence[str]) -> bool:
    """Recognise the office and the day that stand below a list."""
    return len(texts) == 1 and CLOSING.fullmatch(texts[0]) is not None


def is_total(texts: Sequence[str]) -> bool:
    """Recognise 合计, 小计 57, 共57条."""
    if any(map(TOTAL.fullmatch, texts[:_TOTAL_WITHIN])):
        return True
    return len(texts) == 1 and TOTAL_SENTENCE.fullmatch(texts[0]) is not None


def is_note(texts: Sequence[str], before: Reason | None) -> bool:
    """Recognise a note, and what goes on with one."""
    if len(texts) > _NOTE_CELLS or (len(texts) > 1 and _MARKED.match(texts[0])):
        return False
    if NOTE.match(texts[0]) or BLANK_BELOW.fullmatch(texts[0]):
        return True
    return (
        before == Reason.NOTE and len(texts) == 1 and not SIGNATURE.fullmatch(texts[0])
    )


def is_signature(texts: Sequence[str]) -> bool:
    """Recognise the line of those who filled a list in and signed it."""
    return all(map(SIGNATURE.fullmatch, texts))


def group(shape: Shape, row: int, places: Sequence[int]) -> Group | None:
    """Recognise the title of a part of the list."""
    region = shape.region
    words = region.words(row, places[-1])
    match len(places):
        case 1 if _is_title(shape, row, places[0]):
            return titled(words)
        case 2 if _is_numbered_title(shape, row, places):
            number = region.text(row, places[0]).strip("、.")
            return titled(f"{number}、{words}")
        case 2 if _is_counted_title(shape, row, places):
            return titled(f"{region.words(row, places[0])}（{words}）")
        case _:
            return None


def _is_title(shape: Shape, row: int, place: int) -> bool:
    """Tell whether a row's only cell is the title of a part."""
    region = shape.region
    area, text = region.area(row, place), region.text(row, place)
    span = shape.heading.columns[-1][0] - shape.first + 1
    if not text:
        return False
    if area is not None and 2 * (area.right - area.left + 1) > span:
        return True
    if place in shape.serial:
        return SERIAL_NUMBER.fullmatch(text) is None
    if place in shape.category:
        return True
    marked = GROUP_COUNT.search(text) or GROUP_ENDING.search(text)
    number = GROUP_NUMBER.match(text)
    numbered = shape.serial and number is not None and number["third"] is None
    return bool(marked or numbered) and len(text) <= _SHORT


def _is_numbered_title(shape: Shape, row: int, places: Sequence[int]) -> bool:
    """Tell 一 | 关于政策落实方面 among rows that are numbered 1, 2, 3."""
    if not shape.arabic or places[0] not in shape.serial:
        return False
    number, words = (shape.region.text(row, place) for place in places)
    plain_number = number.strip("()、.")
    return (
        places[1] in shape.problem
        and not any(map(str.isdigit, plain_number))
        and reckon(plain_number) is not None
        and len(words) <= _SHORT
        and "。" not in words
    )


def _is_counted_title(shape: Shape, row: int, places: Sequence[int]) -> bool:
    """Tell 一、政策落实方面 | 12条: a title, and beside it how many issues follow."""
    title, count = (shape.region.text(row, place) for place in places)
    number = GROUP_NUMBER.match(title)
    counted = stated(f"({count})") is not None
    return counted and number is not None and number.end() < len(title)


def titled(words: str) -> Group:
    """Read the title of a part: how deep it stands, and how many issues it names."""
    number = GROUP_NUMBER.match(words)
    level = (
        {"first": 1, "second": 2, "third": 3}[number.lastgroup or ""] if number else 1
    )
    text = words[number.end() :] if number else words
    return Group(level, GROUP_COUNT.sub("", text).strip() or words, stated(words))


def stated(words: str) -> int | None:
    """Give the number of issues that a title names: 一、…方面（12条）."""
    found = GROUP_COUNT.search(squeezed(words))
    return None if found is None else reckon(found["count"])


def is_part(words: str) -> bool:
    """Tell the title of a part above a heading from that of the whole list."""
    number = GROUP_NUMBER.match(words)
    return (
        number is not None
        and number["third"] is None
        and TITLE_ENDING.search(words) is None
    )
