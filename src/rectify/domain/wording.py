"""Sentences of official prose: about figures, computed, and about whole documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.rate import at_least

if TYPE_CHECKING:
    from rectify.domain.rate import Rate

# What stands on everything that a demonstration prints.
DEMONSTRATION = "演示数据，非实际办理情况"
# What stands on everything that is made for the public.
PUBLISHED = "此件公开发布"


def rectified_and_answered(rate: Rate, word: str) -> str:
    """Word 整改答复到位率 as offices do, with the exact figure beside it."""
    if not rate.denominator:
        return "还没有交办的问题"
    total, done = f"交办{rate.denominator}{word}", f"{rate.numerator}{word}"
    if rate.numerator == rate.denominator:
        return f"{total}，已全部整改和答复到位"
    if not rate.numerator:
        return f"{total}，尚无整改和答复到位的"
    rough, exact = at_least(rate), rate.percent()
    said = (
        f"{done}已整改和答复到位，占{exact}"
        if rough == exact
        else f"{rough}已整改和答复到位（{done}，{exact}）"
    )
    rest = f"{rate.denominator - rate.numerator}{word}"
    return f"{total}，{said}，其余{rest}尚未到位"
