"""One rate (率) and its wording in official prose.

Fractions are exact; a figure is rounded half-up only when it is shown; a rate of
nothing is shown as a dash; parts that do not add up are refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NOTHING = "—"


class DoesNotAddUp(BadData):
    """Parts and total differ: nothing with such figures may leave the office."""

    def __init__(self, what: str, total: int, parts: Iterable[int]) -> None:
        listed = " + ".join(str(part) for part in parts)
        sentence = f"{what}：合计 {total} 不等于各分项 {listed}，已停止输出"
        super().__init__((Problem("统计", None, sentence),))


def check_parts(what: str, total: int, parts: Iterable[int]) -> None:
    """Refuse to go on with parts that do not add up to their total.

    Raises:
        DoesNotAddUp: they do not.
    """
    counted = list(parts)
    if sum(counted) != total:
        raise DoesNotAddUp(what, total, counted)


class Gap(NamedTuple):
    """What a rate can't count, and what it would have to know of it."""

    name: str
    lacking: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A numerator, a denominator, and the numbers of the issues in each.

    What would have to be known and is not stands beside them, in neither.
    """

    numerator: int
    denominator: int
    numerator_of: tuple[str, ...] = ()
    denominator_of: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator:
            raise DoesNotAddUp("分子大于分母", self.denominator, (self.numerator,))

    @classmethod
    def of(
        cls,
        numerator: Iterable[str],
        denominator: Iterable[str],
        gaps: Iterable[Gap] = (),
    ) -> Rate:
        """Make a rate of two lists of numbers, the first within the second."""
        upper, lower = tuple(numerator), tuple(denominator)
        if not set(upper) <= set(lower):
            raise DoesNotAddUp("分子不在分母之内", len(lower), (len(upper),))
        return cls(len(upper), len(lower), upper, lower, tuple(gaps))

    @property
    def value(self) -> Fraction | None:
        """The exact value; None for a rate of nothing."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def percent(self, digits: int = 1) -> str:
        """Write the rate rounded half-up, such as 80.7%, or a dash for nothing."""
        if self.value is None:
            return NOTHING
        return f"{half_up(self.value * 100, digits)}%"

    @property
    def counts(self) -> str:
        """The two counts, such as 46/57."""
        return f"{self.numerator}/{self.denominator}"

    def gap_words(self, word: str) -> str:
        """Say what is not counted: 另有3条缺少答复日期，未计入; nothing if nothing."""
        counted = Counter(gap.lacking for gap in self.gaps)
        parts = [f"{count}{word}缺少{what}" for what, count in counted.items()]
        return f"另有{'、'.join(parts)}，未计入" if parts else ""


def half_up(value: Fraction, digits: int) -> str:
    """Round an exact value, not below nought, half-up to some decimals."""
    scale = 10**digits
    whole, rest = divmod((value * scale * 2 + 1) // 2, scale)
    return f"{whole}.{rest:0{digits}d}" if digits else f"{whole}"


def at_least(rate: Rate) -> str:
    """Word a rate as 80%以上 (以上 includes the number), only as far as it is true."""
    return _worded(rate, lambda tens: f"{tens * 10}%以上")


def tenths_at_least(rate: Rate) -> str:
    """Word a rate as 八成以上, only as far as it is true."""
    return _worded(rate, lambda tens: f"{'一二三四五六七八九'[tens - 1]}成以上")


def _worded(rate: Rate, word: Callable[[int], str]) -> str:
    value = rate.value
    if value is None:
        return NOTHING
    if value == 1:
        return "全部"
    tens = int(value * 10)
    return word(tens) if tens else rate.percent()


def change_in_points(now: Rate, then: Rate, digits: int = 1) -> str:
    """Word the change of a rate in 个百分点 (never in %)."""
    if now.value is None or then.value is None:
        return NOTHING
    change = (now.value - then.value) * 100
    if not change:
        return "持平"
    size = half_up(abs(change), digits)
    if not size.strip("0."):
        return "基本持平"
    return f"{'提高' if change > 0 else '下降'}{size}个百分点"
