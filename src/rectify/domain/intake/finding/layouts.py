"""A table below its heading: its rows brought together into issues."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rectify.domain.intake.finding.rows import Reason, group, reason
from rectify.domain.intake.finding.synonyms import SUBTOTAL, TOTAL, TOTAL_SENTENCE
from rectify.domain.text import reckon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rectify.domain.intake.finding.region import Region
    from rectify.domain.intake.finding.rows import Group, Shape

_NUMBER = re.compile("[0-9]{1,6}")
_COUNTED = re.compile(r"共?([0-9]+|[一二三四五六七八九十百]+)[条件个项]")
# An issue may go on below what a page break left behind.
_BETWEEN_PAGES = (Reason.REPEATED, Reason.PAGE)
# How far up a column is looked at to see whether it holds numbers.
_ABOVE = 50


Place: TypeAlias = "tuple[int, int]"


class Rows(NamedTuple):
    """The rows of an issue, and the parts of the list that it stands in."""

    rows: list[int]
    parts: tuple[str, ...]
    complete: bool


class Count(NamedTuple):
    """A number of issues that the list states, and which issues it means."""

    since: int
    upto: int
    stated: int
    place: Place | None


@dataclass(slots=True)
class _Part:
    """The title of a part whose issues follow; a caption stands in no cell."""

    place: Place | None
    group: Group
    since: int


@dataclass(slots=True)
class Layout:
    """What the rows below a heading are, as far as they have been read.

    `last` is the row that a further one may go on with, `why` the reason of the row
    before if that was skipped, `since` the first issue after the last subtotal, `foot`
    the row where only notes may go on over several rows.
    """

    issues: list[Rows] = field(default_factory=list)
    skipped: list[tuple[int, Reason]] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    why: Reason | None = None
    last: int = -1
    since: int = 0
    foot: int = 0


def read_rows(shape: Shape, above: tuple[Place | None, Group] | None = None) -> Layout:
    """Read the rows below a heading; `above` is the title of a part over it."""
    region, done = shape.region, Layout(foot=_foot(shape))
    if above is not None:
        _begin(done, *above)
    for row in range(shape.heading.last + 1, region.bottom + 1):
        places = region.own(row)
        if places:
            _read_row(done, shape, row, places)
    _close(done, 0)
    return done


def _foot(shape: Shape) -> int:
    """Find the end of a list without numbers: below its last row of several cells."""
    region, first = shape.region, shape.heading.last + 1
    if shape.serial:
        return first
    lines = ((row, region.own(row)) for row in range(region.bottom, first - 1, -1))
    return next(
        (
            row + 1 for row, places in lines
            if len(places) > 1 and any(place in places for place in shape.problem)
            and reason(shape, row, places, None, apart=True) is None
        ),
        first,
    )  # fmt: skip


def _read_row(done: Layout, shape: Shape, row: int, places: Sequence[int]) -> None:
    apart = done.why is not None or row - 1 > done.last >= 0
    before = done.why if row >= done.foot else None
    why = reason(shape, row, places, before, apart=apart)
    part = group(shape, row, places) if why is None else None
    if part is not None:
        _begin(done, (row, places[0]), part)
    elif why is not None:
        _skip(done, shape, row, places, why)
    elif _only_serial(shape, row, places):
        _skip(done, shape, row, places, Reason.ONLY_SERIAL)
    else:
        _take(done, shape, row, places)


def _skip(
    done: Layout, shape: Shape, row: int, places: Sequence[int], why: Reason
) -> None:
    done.skipped.append((row, why))
    if why == Reason.TOTAL:
        _note_total(done, shape.region, row, places)
    if why in _BETWEEN_PAGES and done.last == row - 1:
        done.last = row
    else:
        done.why = why


def _only_serial(shape: Shape, row: int, places: Iterable[int]) -> bool:
    """Recognise a row that was numbered in advance and never filled in."""
    if not set(places) <= set(shape.serial):
        return False
    return not any(inherited(shape, row, place) for place in shape.problem)


def inherited(shape: Shape, row: int, column: int) -> int | None:
    """Give the row from which a merge brings a value down to here."""
    area = shape.region.above(row, column)
    if area is None or area.top <= shape.heading.last:
        return None
    return area.top if shape.region.text(area.top, column) else None


def _take(done: Layout, shape: Shape, row: int, places: Sequence[int]) -> None:
    """Add a row to the issue that it goes on with, or begin another."""
    if _goes_on(done, shape, row, places):
        done.issues[-1].rows.append(row)
    else:
        kinds = (shape.serial, shape.problem)
        complete = all(any(p in places for p in columns) for columns in kinds)
        parts = tuple(part.group.title for part in done.parts)
        done.issues.append(Rows([row], parts, complete))
    done.last, done.why = row, None


def _goes_on(done: Layout, shape: Shape, row: int, places: Sequence[int]) -> bool:
    if not done.issues or done.last < 0:
        return False
    rows = done.issues[-1].rows
    if any(place in places for place in shape.serial):
        return False
    if any(inherited(shape, row, place) in rows for place in shape.serial):
        return True
    if any(place in places for place in shape.problem):
        return False
    if any(inherited(shape, row, place) in rows for place in shape.problem):
        return True
    return done.issues[-1].complete and done.last == row - 1


def _begin(done: Layout, place: Place | None, part: Group) -> None:
    """Begin a part of the list; those of its depth and deeper end."""
    _close(done, part.level)
    done.parts.append(_Part(place, part, len(done.issues)))
    done.since, done.last, done.why = len(done.issues), -1, None


def _close(done: Layout, level: int) -> None:
    while done.parts and done.parts[-1].group.level >= level:
        part, upto = done.parts.pop(), len(done.issues)
        stated = part.group.stated
        if stated is not None:
            done.counts.append(Count(part.since, upto, stated, part.place))
        elif part.since == upto and part.place is not None:
            done.skipped.append((part.place[0], Reason.NOTHING_BELOW))


def _note_total(done: Layout, region: Region, row: int, places: Sequence[int]) -> None:
    """Remember how many issues a total names, to be compared with those read."""
    found = _stated(region, row, places)
    if found is not None:
        column, number = found
        words = "".join(region.text(row, place) for place in places)
        since = done.since if SUBTOTAL in words else 0
        upto = len(done.issues)
        done.counts.append(Count(since, upto, number, (row, column)))
    done.since, done.last = len(done.issues), -1


def _stated(region: Region, row: int, places: Sequence[int]) -> tuple[int, int] | None:
    """Find the number of issues in a total: 共57条, or 57 alone below words."""
    for place in places:
        text = region.text(row, place)
        found = TOTAL.fullmatch(text) or TOTAL_SENTENCE.fullmatch(text)
        count = found["count"] if found else None
        counted = _COUNTED.fullmatch(text)
        count = counted[1] if counted else count
        number = None if count is None else reckon(count)
        if number is not None:
            return place, number
    numbers = [place for place in places if _NUMBER.fullmatch(region.text(row, place))]
    if len(numbers) != 1 or _numeric(region, row, numbers[0]):
        return None
    return numbers[0], int(region.text(row, numbers[0]))


def _numeric(region: Region, row: int, column: int) -> bool:
    """Tell whether there are numbers above: then a total is their sum."""
    above = range(row - 1, max(region.top, row - _ABOVE) - 1, -1)
    return any(isinstance(region.value(r, column), int | float) for r in above)
