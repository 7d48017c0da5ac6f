"""Curves over the months: where each line, mark and word of the chart goes.

Widths are hundredths of the room there is and heights are pixels, so that words keep
their size on a narrow screen. A line is told from others by its mark and its word.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.documents.months import MonthEnd

HEIGHT = 220
_TOP = 12
_APART = 20
_STEPS = 5
_FEWEST = 2
_SERIES = (
    ("交办", "handed"),
    ("答复", "answered"),
    ("完成整改", "rectified"),
    ("销号", "struck_off"),
)


class Tick(NamedTuple):
    """A word on an axis, and where."""

    place: str
    word: str
    anchor: str = "middle"
    narrow: bool = True


class Point(NamedTuple):
    """One figure of a line."""

    x: str
    y: str


class Curve(NamedTuple):
    """One line: its name, its figures, and where its name stands at the end."""

    name: str
    kind: str
    points: tuple[Point, ...]
    last: int
    label: str


class Column(NamedTuple):
    """One month to point at: where it is, and all its figures in words."""

    x: str
    width: str
    said: str


class Chart(NamedTuple):
    """A whole chart."""

    floor: int
    levels: tuple[Tick, ...]
    months: tuple[Tick, ...]
    curves: tuple[Curve, ...]
    columns: tuple[Column, ...]


def draw(ends: Sequence[MonthEnd]) -> Chart | None:
    """Lay out the course of a ledger; with fewer than two months there is none."""
    if len(ends) < _FEWEST:
        return None
    most = max(end.handed for end in ends)
    step = _step(most)
    top = step * -(-most // step)
    levels = (Tick(_px(_y(each, top)), f"{each}") for each in range(0, top + 1, step))
    return Chart(
        HEIGHT,
        tuple(levels),
        tuple(_months(ends)),
        tuple(_curves(ends, top)),
        tuple(_columns(ends)),
    )


def _curves(ends: Sequence[MonthEnd], top: int) -> Iterator[Curve]:
    last = [getattr(ends[-1], kind) for _, kind in _SERIES]
    labels = _apart([_y(figure, top) for figure in last])
    for (name, kind), figure, label in zip(_SERIES, last, labels, strict=True):
        points = (
            Point(_x(place, ends), _px(_y(getattr(end, kind), top)))
            for place, end in enumerate(ends)
        )
        yield Curve(name, kind, tuple(points), figure, _px(label))


def _step(most: int) -> int:
    """Choose round figures for some five levels."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * _STEPS >= most:
                return step
        size *= 10


def _y(figure: int, top: int) -> float:
    return HEIGHT - figure * (HEIGHT - _TOP) / top


def _x(place: int, ends: Sequence[MonthEnd]) -> str:
    return f"{place * 100 / (len(ends) - 1):.3f}%"


def _px(height: float) -> str:
    return f"{height:.1f}"


def _apart(heights: list[float]) -> list[float]:
    """Move words apart that would stand on each other, and none below the floor."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    found = heights.copy()
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + _APART)
    floor = float(HEIGHT)
    for each in reversed(order):
        found[each] = min(found[each], floor)
        floor = found[each] - _APART
    return found


def _months(ends: Sequence[MonthEnd]) -> Iterator[Tick]:
    """Word some of the months, the year where it is another; the last one always."""
    last = len(ends) - 1
    every = -(-last // 6)
    year = None
    for place in range(last % every, last + 1, every):
        day = ends[place].day
        word = f"{day.month}月" if day.year == year else f"{day.year}年{day.month}月"
        year = day.year
        anchor = "end" if place == last else "start" if place == 0 else "middle"
        yield Tick(_x(place, ends), word, anchor, narrow=place in {last % every, last})


def _columns(ends: Sequence[MonthEnd]) -> Iterator[Column]:
    width = 100 / (len(ends) - 1)
    for place, end in enumerate(ends):
        figures = "，".join(f"{name}{getattr(end, kind)}" for name, kind in _SERIES)
        said = f"截至{end.day.year}年{end.day.month}月{end.day.day}日：{figures}"
        left = max(0.0, (place - 0.5) * width)
        right = min(100.0, (place + 0.5) * width)
        yield Column(f"{left:.3f}%", f"{right - left:.3f}%", said)
