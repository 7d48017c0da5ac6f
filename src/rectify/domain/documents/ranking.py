"""The units side by side: what each has done, and the place that this gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.rates import Grouping, compile_rates, measure_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.domain.rate import Rate
    from rectify.domain.rates import Line
    from rectify.domain.roster import Roster

# Units with fewer 承办 are listed but not ranked: one issue more or less is too much.
FEWEST_RANKED = 3
# With fewer units to rank there is no order worth printing.
FEWEST_UNITS = 3
_MEASURES = ("答复率", "按期办结率", "整改完成率", "满意率")


class Standing(NamedTuple):
    """One unit in the table of units; no place where too few to rank."""

    place: int | None
    unit: str
    size: int
    answered: Rate
    on_time: Rate
    rectified: Rate

    @property
    def praised(self) -> bool:
        """Praise by figures: all on time and all rectified, with enough to rank."""
        perfect = self.on_time.value == 1 == self.rectified.value
        return self.place is not None and perfect


def standings(roster: Roster) -> tuple[Standing, ...]:
    """Rank units: by 整改完成率, then 按期办结率, 满意率, and the official order."""
    measures = [measure_named(name) for name in _MEASURES]
    lines = compile_rates([roster], measures, Grouping.UNIT).lines
    ranked = [line for line in lines if line.size >= FEWEST_RANKED]
    if len(ranked) < FEWEST_UNITS:
        return tuple(_standing(None, line) for line in lines)
    others = [_standing(None, line) for line in lines if line.size < FEWEST_RANKED]
    return (*_ranked(ranked), *others)


def bars(roster: Roster, found: Iterable[Standing]) -> tuple[tuple[str, float], ...]:
    """Give the 整改完成率 of the units with a place, as printed, in hundredths."""
    placed = [each for each in found if each.place is not None]
    if not any(each.rectified.numerator for each in placed):
        return ()
    return tuple(
        (
            roster.directory.shown(each.unit),
            float(each.rectified.percent().removesuffix("%")),
        )
        for each in placed
    )


def _ranked(lines: list[Line]) -> Iterator[Standing]:
    place = 0
    before: tuple[object, ...] | None = None
    for count, line in enumerate(sorted(lines, key=_merit, reverse=True), 1):
        if _merit(line) != before:
            place, before = count, _merit(line)
        yield _standing(place, line)


def _merit(line: Line) -> tuple[object, ...]:
    _, on_time, rectified, satisfied = (rate.value for rate in line.rates)
    return (rectified or 0, on_time or 0, satisfied or 0)


def _standing(place: int | None, line: Line) -> Standing:
    answered, on_time, rectified, _ = line.rates
    return Standing(place, line.group, line.size, answered, on_time, rectified)
