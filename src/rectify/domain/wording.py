"""Sentences of official prose about figures: every one of them computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.rate import at_least, check_parts

if TYPE_CHECKING:
    from rectify.domain.rate import Rate


def rectified(rate: Rate, word: str) -> str:
    """Word 整改完成率: three numbers that add up, and the share."""
    rest = rate.denominator - rate.numerator
    check_parts("整改完成", rate.denominator, (rate.numerator, rest))
    if not rest:
        return f"交办{rate.denominator}{word}，已全部完成整改"
    return (
        f"交办{rate.denominator}{word}，已完成整改{rate.numerator}{word}，"
        f"占{rate.percent()}，其余{rest}{word}正在整改"
    )


def rectified_and_answered(rate: Rate, word: str) -> str:
    """Word 整改答复到位率 as offices do, with the exact figure beside it."""
    rest = rate.denominator - rate.numerator
    check_parts("整改答复到位", rate.denominator, (rate.numerator, rest))
    if not rest:
        return f"交办{rate.denominator}{word}，已全部整改和答复到位"
    done, rough = f"{rate.numerator}{word}", at_least(rate)
    said = (
        f"{done}已整改和答复到位（{rate.percent()}）"
        if rough == rate.percent()
        else f"{rough}已整改和答复到位（{done}，{rate.percent()}）"
    )
    return f"交办{rate.denominator}{word}，{said}，其余{rest}{word}正在有序整改落实"
