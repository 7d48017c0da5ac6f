"""Charts as drawings within a page: one colour, every figure beside its mark."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from rectify.views.layout.grid import UPRIGHT
from rectify.views.layout.widths import ems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.views.paper import Chart

_SIZE = 10.5
_LINE = 14.0
_INK, _MARK, _AXIS = "#222222", "#8b1a1a", "#8a8a8a"
_HEIGHT = 150.0
_BAR, _STEP = 13.0, 22.0
_TOP = 20.0
_FILLED = 0.56
_WIDEST_MARK = 40.0


class _Place(NamedTuple):
    """Where a figure stands: the middle of its part of the axis, its height."""

    middle: float
    top: float


def draw(chart: Chart, face: str) -> str:
    """Draw a chart; its words are in the face given."""
    shapes = {"条形图": _bars, "柱形图": _columns, "折线图": _line}
    height, drawn = shapes[chart.shape](chart)
    said = "、".join(f"{label}{figure}" for label, figure in chart.figures)
    about = escape(f"{chart.title}（单位：{chart.unit}）：{said}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{about}" '
        f'viewBox="0 0 {UPRIGHT:g} {height:g}" width="100%" '
        f'font-family="{escape(face)}" font-size="{_SIZE:g}" fill="{_INK}">'
        f"{''.join(drawn)}</svg>"
    )


def _bars(chart: Chart) -> tuple[float, list[str]]:
    """Lay the figures out as bars, longest names and all at the left."""
    left = min(max(map(ems, chart.labels)), 16.0) * _SIZE + 8
    full = UPRIGHT - left - 44
    greatest = _greatest(chart)
    drawn = []
    for place, ((label, said), value) in enumerate(
        zip(chart.figures, chart.values, strict=True)
    ):
        top = place * _STEP + 4
        long = max(value, 0) / greatest * full
        drawn += [
            _text(left - 6, top + _BAR - 3, label, "end"),
            _rect(left, top, long, _BAR),
            _text(left + long + 4, top + _BAR - 3, said, "start"),
        ]
    height = len(chart.values) * _STEP + 6
    return height, [*drawn, _stroke(left, 0, left, height - 2)]


def _columns(chart: Chart) -> tuple[float, list[str]]:
    part = UPRIGHT / len(chart.values)
    wide = min(part * _FILLED, _WIDEST_MARK)
    drawn = [
        _rect(place.middle - wide / 2, place.top, wide, _TOP + _HEIGHT - place.top)
        for place in _places(chart)
    ]
    height, words = _words(chart)
    return height, [*drawn, *words]


def _line(chart: Chart) -> tuple[float, list[str]]:
    places = list(_places(chart))
    points = " ".join(f"{place.middle:.1f},{place.top:.1f}" for place in places)
    dots = [
        f'<circle cx="{place.middle:.1f}" cy="{place.top:.1f}" r="2.6" fill="{_MARK}"/>'
        for place in places
    ]
    drawn = (
        f'<polyline points="{points}" fill="none" stroke="{_MARK}" stroke-width="1.6"/>'
    )
    height, words = _words(chart)
    return height, [drawn, *dots, *words]


def _places(chart: Chart) -> Iterator[_Place]:
    part, greatest = UPRIGHT / len(chart.values), _greatest(chart)
    for place, value in enumerate(chart.values):
        top = _TOP + _HEIGHT * (1 - max(value, 0) / greatest)
        yield _Place((place + 0.5) * part, top)


def _words(chart: Chart) -> tuple[float, list[str]]:
    """Set each figure over its mark, and its name under the axis."""
    base = _TOP + _HEIGHT
    part = UPRIGHT / len(chart.values)
    drawn = [_stroke(0, base, UPRIGHT, base)]
    deepest = 1
    for place, (label, said) in zip(_places(chart), chart.figures, strict=True):
        drawn.append(_text(place.middle, place.top - 5, said, "middle"))
        lines = _broken(label, max(2.0, part / _SIZE - 0.4))
        deepest = max(deepest, len(lines))
        drawn += [
            _text(place.middle, base + _LINE * (number + 1), line, "middle")
            for number, line in enumerate(lines)
        ]
    return base + _LINE * deepest + 8, drawn


def _broken(label: str, room: float) -> list[str]:
    """Break a name into lines that stand under their own mark; a year stands alone."""
    year, mark, rest = label.partition("年")
    if mark and year.isdigit() and ems(label) > room:
        return [f"{year}年", *_broken(rest, room)] if rest else [label]
    lines = [""]
    for letter in label:
        if ems(lines[-1] + letter) > room:
            lines.append("")
        lines[-1] += letter
    return lines


def _greatest(chart: Chart) -> float:
    return max([*chart.values, 0]) or 1


def _text(left: float, base: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{left:.1f}" y="{base:.1f}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def _rect(left: float, top: float, wide: float, high: float) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'fill="{_MARK}"/>'
    )


def _stroke(left: float, top: float, right: float, bottom: float) -> str:
    return (
        f'<line x1="{left:.1f}" y1="{top:.1f}" x2="{right:.1f}" y2="{bottom:.1f}" '
        f'stroke="{_AXIS}" stroke-width="0.75"/>'
    )
