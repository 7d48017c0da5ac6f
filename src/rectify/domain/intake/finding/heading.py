"""The rows of a sheet that head a table: found by their words, and read together."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.meanings import labels
from rectify.domain.intake.finding.region import heading_words, squeezed
from rectify.domain.intake.finding.synonyms import (
    HEADING_NUMBERS,
    PROBLEM,
    SERIAL_NUMBER,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.intake.finding.meanings import Vocabulary
    from rectify.domain.intake.grid import Area
from rectify.domain.intake.finding.region import Block, Region

_ENOUGH, _ENOUGH_WITH_PROBLEM = 3, 2
_MOST_ROWS = 5
_SHORT = 30
_NUMBERS = re.compile(r"[(\[]?([0-9]{1,2}|[A-Z])[)\]]?")
_FEWEST_NUMBERS = 3
_NOT_GROUP = re.compile(r"[:。;]|[0-9]{4}年|(?:清单|台账|一览表|汇总表|明细表|统计表)$")


class Heading(NamedTuple):
    """The rows of a heading, and for each column its words from the group down."""

    first: int
    last: int
    columns: tuple[tuple[int, tuple[str, ...]], ...]

    def words(self, column: int) -> tuple[str, ...]:
        """Give what stands above a column."""
        return next((words for place, words in self.columns if place == column), ())


def headings(region: Region, vocabulary: Vocabulary) -> Iterator[Heading]:
    """Find the headings of a region from top to bottom, repeated ones too."""
    row = region.top
    while row <= region.bottom:
        if heads(region, row, vocabulary):
            first = _upwards(region, row, vocabulary)
            found = heading(region, first, _downwards(region, first, row, vocabulary))
            yield found
            row = found.last
        row += 1


def heads(region: Region, row: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a row has the words of a heading: three, or two with the problem."""
    places = region.own(row)
    if len(places) < _ENOUGH_WITH_PROBLEM:
        return False
    values = [region.value(row, place) for place in places]
    words = [value for value in values if isinstance(value, str)]
    known = {squeezed(each) for each in words if vocabulary.known(each)}
    known = {each for each in known if not labels(each)}
    if len(known) < _ENOUGH_WITH_PROBLEM or SERIAL_NUMBER.fullmatch(
        squeezed(values[0])
    ):
        return False
    if len(words) < len(values) and len(known) * 2 < len(values):
        return False
    problem = any(_is_problem(each, vocabulary) for each in known)
    if len(known) < (_ENOUGH_WITH_PROBLEM if problem else _ENOUGH):
        return False
    return not _is_card(region, row, vocabulary)


def _is_problem(words: str, vocabulary: Vocabulary) -> bool:
    fixed = vocabulary.fixed((words,))
    meant = {fixed} if fixed else {each.field for each in vocabulary.of(words)}
    return bool(meant & set(PROBLEM))


def _is_card(region: Region, row: int, vocabulary: Vocabulary) -> bool:
    """Tell labels with their values from headings: they take turns, row by row."""
    blocks = region.blocks(row)
    labels = [_is_label(block, vocabulary) for block in blocks]
    if any(one and other for one, other in pairwise(labels)):
        return False
    below = next((r for r in range(row + 1, region.bottom + 1) if region.own(r)), None)
    return below is not None and any(
        _is_label(block, vocabulary) for block in region.blocks(below)
    )


def _is_label(block: Block, vocabulary: Vocabulary) -> bool:
    return isinstance(block.value, str) and vocabulary.known(block.value)


def _upwards(region: Region, row: int, vocabulary: Vocabulary) -> int:
    """Find the first row of a heading, of which one row is known."""
    first = row
    while first > region.top and row - first < _MOST_ROWS - 1:
        if not _groups(region, first - 1, vocabulary):
            break
        first -= 1
    return first


def _groups(region: Region, row: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a row holds the groups of the headings in the row below it."""
    if any(area.top == row for area in _reaching(region, row, row + 1)):
        return True
    places = region.own(row)
    words = [region.text(row, place) for place in places]
    if not words or any(_NOT_GROUP.search(each) for each in words):
        return False
    areas = [region.area(row, place) for place in places]
    groups = [area for area in areas if area is not None and area.right > area.left]
    if len(places) == 1:
        return bool(groups) and places[0] > region.left
    beneath = set(region.own(row + 1))
    apart = any(place not in beneath for place in places)
    return bool(groups) or (apart and any(map(vocabulary.known, words)))


def _reaching(region: Region, row: int, below: int) -> list[Area]:
    """Give the merges of a row that reach into one below, but not far into the data."""
    areas = region.merged.get(row, {}).values()
    return [
        area for area in areas
        if area.bottom >= below and area.bottom - area.top <= _MOST_ROWS
        and region.left <= area.left <= region.right
        and region.text(area.top, area.left)
    ]  # fmt: skip


def _downwards(region: Region, first: int, row: int, vocabulary: Vocabulary) -> int:
    """Find the last row of a heading."""
    last = row
    while last < region.bottom and last - first < _MOST_ROWS - 1:
        if not _continues(region, last, vocabulary):
            break
        last += 1
    return last + 1 if _numbered(region, last + 1) else last


def _continues(region: Region, last: int, vocabulary: Vocabulary) -> bool:
    """Tell whether the row below belongs to the heading that ends here so far."""
    below = last + 1
    if _reaching(region, last, below) or heads(region, below, vocabulary):
        return True
    places, above = region.own(below), region.own(last)
    wordy = all(_wordy(region, below, place) for place in places)
    if not places or not above or not wordy or places[0] <= above[0]:
        return False
    if all(_grouped(region, last, place) for place in places):
        return True
    headless = [place for place in places if place not in above]
    return bool(headless) and len(places) >= _ENOUGH_WITH_PROBLEM


def _grouped(region: Region, row: int, place: int) -> bool:
    """Tell whether a cell stands below a group that is merged over columns."""
    area = region.area(row, place)
    return area is not None and area.right > area.left


def _wordy(region: Region, row: int, place: int) -> bool:
    value = region.value(row, place)
    return isinstance(value, str) and len(value) <= _SHORT and "。" not in value


def _numbered(region: Region, row: int) -> bool:
    """Recognise the row that numbers the columns: (1) (2) (3), or 甲 乙 1 2."""
    texts = [region.text(row, place) for place in region.own(row)]
    while texts and texts[0] in ("栏次", "序号", "列次"):
        texts = texts[1:]
    if len(texts) < _FEWEST_NUMBERS:
        return False
    stems = [text for text in texts if text in HEADING_NUMBERS]
    found = [_NUMBERS.fullmatch(text) for text in texts[len(stems) :]]
    numbers = [match[1] for match in found if match is not None]
    expected = [str(number) for number in range(1, len(numbers) + 1)]
    letters = [chr(ord("A") + place) for place in range(len(numbers))]
    return len(stems) + len(numbers) == len(texts) and (
        numbers in (expected, letters) and tuple(stems) == HEADING_NUMBERS[: len(stems)]
    )


def heading(region: Region, first: int, last: int) -> Heading:
    """Read a heading of known rows: for each column the words above it."""
    rows = range(first, last + 1)
    if last > first and _numbered(region, last):
        rows = range(first, last)
    merged = any(region.merged.get(row) for row in rows)
    columns = (
        (column, tuple(_levels(region, rows, column, merged=merged)))
        for column in range(region.left, region.right + 1)
    )
    return Heading(
        first, last, tuple((place, words) for place, words in columns if words)
    )


def _levels(region: Region, rows: range, column: int, *, merged: bool) -> Iterator[str]:
    """Give the words above a column from the group down, each once."""
    before = None
    for row in rows:
        value = _headed(region, row, column)
        if value is None and not merged:
            value = _beside(region, range(row, rows.stop), column)
        if value is not None and heading_words(value) != before:
            before = heading_words(value)
            yield before


def _headed(region: Region, row: int, column: int) -> str | None:
    """Give what a cell of a heading says, its own or that of its merge."""
    area = region.area(row, column)
    value = region.value(row, column)
    if area is not None and not squeezed(value):
        value = region.value(area.top, area.left)
    if not squeezed(value):
        return None
    return value if isinstance(value, str) else squeezed(value)


def _beside(region: Region, rows: range, column: int) -> str | None:
    """Give the group to the left where nobody merged it: it has words below it too."""
    row, below = rows.start, rows[1:]
    if not any(region.text(each, column) for each in below):
        return None
    left = range(column, region.left - 1, -1)
    place = next((place for place in left if region.text(row, place)), None)
    if place is None or not any(region.text(each, place) for each in below):
        return None
    return str(region.value(row, place))
