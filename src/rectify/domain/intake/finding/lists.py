"""The lists of a sheet from top to bottom, each below its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.cards import read_cards
from rectify.domain.intake.finding.columns import assign, has_problem
from rectify.domain.intake.finding.counts import ballot
from rectify.domain.intake.finding.heading import heading, headings
from rectify.domain.intake.finding.layouts import read_rows
from rectify.domain.intake.finding.pieces import body, skips
from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.rows import (
    Reason,
    Shape,
    is_note,
    is_part,
    is_signature,
    is_total,
    titled,
)
from rectify.domain.intake.finding.synonyms import (
    ANNEX,
    GROUP_NUMBER,
    PROBLEM,
    SERIAL,
    TITLE_ENDING,
)
from rectify.domain.intake.record import FoundTable, Skipped
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rectify.domain.intake.finding.columns import Values
    from rectify.domain.intake.finding.heading import Heading
    from rectify.domain.intake.finding.layouts import Place
    from rectify.domain.intake.finding.meanings import Vocabulary
    from rectify.domain.intake.finding.region import Region
    from rectify.domain.intake.finding.rows import Group
    from rectify.domain.intake.grid import Grid, Value
    from rectify.domain.intake.record import Column

NO_PROBLEM = "没有问题一列"
_CATEGORY = "类别"
_MOST_TITLES = 12
_TITLE_CELLS = 4
_ROW = 2


class Unread(NamedTuple):
    """A sheet, or rows of one, without a list: what was looked at, and why."""

    grid: Grid
    why: str
    rows: tuple[int, int]


def read_lists(region: Region, vocabulary: Vocabulary) -> Iterator[FoundTable | Unread]:
    """Read the tables of a region, one below another."""
    starts = _starts(region, vocabulary)
    ends = [*(top - 1 for top, _ in starts[1:]), region.bottom]
    for (top, head), bottom in zip(starts, ends, strict=False):
        end = _stranger(region.part(top, bottom), head, vocabulary)
        yield read_list(region.part(top, end - 1), head, vocabulary)
        if end <= bottom:
            rest = region.part(end, bottom)
            rows = (end, bottom)
            yield read_cards(rest, vocabulary) or Unread(region.grid, NO_PROBLEM, rows)


def _stranger(region: Region, head: Heading, vocabulary: Vocabulary) -> int:
    """Find the row where something else begins that the list's columns do not fit.

    That is a row with the word of a heading where the list has its numbers.
    """
    serial = [
        place for place, words in head.columns
        if any(each.field == SERIAL for each in vocabulary.meanings(words))
    ]  # fmt: skip
    for row in range(head.last + 1, region.bottom + 1):
        places = region.own(row)
        words = [region.text(row, place) for place in serial if place in places]
        if len(places) < _ROW or not any(map(vocabulary.known, words)):
            continue
        texts = [region.text(row, place) for place in places]
        same = any(
            text in head.words(place) for text, place in zip(texts, places, strict=True)
        )
        if not same and not is_note(texts, None) and not is_signature(texts):
            titles = _titles(region, row, head.last + 1)
            return min([*titles, row])
    return region.bottom + 1


def _starts(region: Region, vocabulary: Vocabulary) -> list[tuple[int, Heading]]:
    """Find where tables begin, with their titles; a repeated heading begins none."""
    found: list[tuple[int, Heading]] = []
    known: set[str] = set()
    floor = region.top
    for head in _heads(region, vocabulary):
        titles = _titles(region, head.first, floor) if found else []
        floor = head.last + 1
        words = {squeezed(region.value(row, region.own(row)[0])) for row in titles}
        renamed = any(not is_part(each) for each in words - known)
        if found and _repeats(found[-1][1], head) and not renamed:
            continue
        found.append((min([*titles, head.first]) if found else region.top, head))
        known = _texts(region, found[-1][0], head.first)
    return found


def _heads(region: Region, vocabulary: Vocabulary) -> Iterator[Heading]:
    """Find the headings of a region, after the one that was asked for."""
    rest = region
    if vocabulary.asked.header is not None:
        asked = heading(region, *vocabulary.asked.header)
        yield asked
        rest = region.part(asked.last + 1, region.bottom)
    yield from headings(rest, vocabulary)


def _repeats(before: Heading, head: Heading) -> bool:
    """Tell whether a heading is the one before once more, or its last row."""
    return all(words[-1] in before.words(place) for place, words in head.columns)


def _texts(region: Region, top: int, below: int) -> set[str]:
    rows = range(top, below)
    return {region.text(row, place) for row in rows for place in region.own(row)}


def _titles(region: Region, below: int, floor: int) -> list[int]:
    """Give the rows above a heading that are titles and not the end of another list."""
    found: list[int] = []
    for row in range(below - 1, max(floor, below - _MOST_TITLES) - 1, -1):
        places = region.own(row)
        if (not places and found) or (places and not _is_title(region, row, places)):
            break
        if places:
            found.append(row)
    return found


def _is_title(region: Region, row: int, places: Sequence[int]) -> bool:
    texts = [region.text(row, place) for place in places]
    if is_total(texts) or is_note(texts, None):
        return False
    if is_signature(texts):
        return True
    area = region.area(row, places[0])
    return len(texts) == 1 and bool(
        (area is not None and area.right > area.left)
        or TITLE_ENDING.search(texts[0])
        or GROUP_NUMBER.match(texts[0])
        or not region.own(row - 1)
    )


def read_list(
    region: Region, head: Heading, vocabulary: Vocabulary
) -> FoundTable | Unread:
    """Read the table below a heading; what stands above it in the region titles it."""
    lines = {row: region.own(row) for row in range(head.last + 1, region.bottom + 1)}
    why = ballot(region, head)
    headed = {place for place, _ in head.columns}
    bare = {place for places in lines.values() for place in places} - headed
    heads = sorted([*head.columns, *((place, ()) for place in bare)])
    columns = assign(heads, _values(region, head, lines), vocabulary)
    if why is not None or not has_problem(columns):
        rows = (region.top or head.first, region.bottom)
        return Unread(region.grid, why or NO_PROBLEM, rows)
    shape = _shape(region, head, columns, lines)
    part = _part(region, head)
    built = body(shape, columns, read_rows(shape, part))
    said = {column for record in built.records for column in record.cells}
    return FoundTable(
        region.grid,
        (head.first, head.last),
        tuple(each for each in columns if each.place in headed or each in said),
        built.records,
        (*_above(region, head, part), *built.skipped),
        built.doubts,
        _title(region, head),
    )


def _values(region: Region, head: Heading, lines: dict[int, Sequence[int]]) -> Values:
    """Give what stands below a heading, but for titles, totals and repetitions."""

    def values(place: int) -> Iterator[Value]:
        heads = set(map(squeezed, head.words(place)))
        for row, places in lines.items():
            if len(places) > 1 and place in places:
                texts = [region.text(row, each) for each in places]
                if region.text(row, place) not in heads and not is_total(texts):
                    yield region.value(row, place)

    return values


def _shape(
    region: Region,
    head: Heading,
    columns: Sequence[Column],
    lines: dict[int, Sequence[int]],
) -> Shape:
    def of(*fields: str) -> tuple[int, ...]:
        return tuple(each.place for each in columns if each.field in fields)

    serial = of(SERIAL)
    arabic = any(
        region.text(row, place).strip("()、.").isdigit()
        for row, places in lines.items() for place in serial if place in places
    )  # fmt: skip
    titles = frozenset(_texts(region, region.top, head.first))
    return Shape(region, head, serial, of(*PROBLEM), of(_CATEGORY), arabic, titles)


def _part(region: Region, head: Heading) -> tuple[Place | None, Group] | None:
    """Give the part of a list whose title stands right above the heading."""
    rows = range(head.first - 1, region.top - 1, -1)
    row = next((row for row in rows if region.own(row)), None)
    if row is None:
        caption = region.grid.caption or ""
        return (None, titled(caption)) if region.top == 0 and is_part(caption) else None
    places = region.own(row)
    words = region.words(row, places[0])
    if len(places) > 1 or not is_part(words):
        return None
    return (row, places[0]), titled(words)


def _title(region: Region, head: Heading) -> str | None:
    """Give the title of a whole list: the first row above it that is one."""
    for row in range(region.top, head.first):
        places = region.own(row)
        words = flow(region.words(row, places[0])) if len(places) == 1 else ""
        text = squeezed(words)
        if text and not (
            is_part(words) or ANNEX.fullmatch(text) or is_signature([text])
        ):
            return words
    return None


def _above(
    region: Region, head: Heading, part: tuple[Place | None, Group] | None
) -> Iterable[Skipped]:
    """Name the rows above a heading that are not plainly the titles of the sheet."""
    rows = [row for row in range(region.top, head.first) if region.own(row)]
    if part is not None and part[0] is not None:
        rows.remove(part[0][0])
    found = []
    for row in rows:
        texts = [region.text(row, place) for place in region.own(row)]
        if len(texts) > _TITLE_CELLS:
            found.append((row, Reason.ABOVE))
        elif region.top > 0 or row not in rows[-_MOST_TITLES:]:
            why = Reason.SIGNED if is_signature(texts) else Reason.TITLE
            found.append((row, why))
    return skips(region.grid, found)
