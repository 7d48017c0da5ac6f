"""The rule by which an office reads a vote (测评规则).

No law prescribes how satisfaction is voted on; an office follows its own rule text.
Rules in use are collected in `PRESETS`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from rectify.domain.entity import Count, Entity, Line, label
from rectify.domain.terms import Base, Dimension, Operator, Satisfaction, Turn

GRADES = (Satisfaction.SATISFIED, Satisfaction.BASICALLY, Satisfaction.UNSATISFIED)


def _share(written: str) -> Fraction:
    """Take 1/2, 60% or 0.6 for a share between 0 and 1."""
    if re.fullmatch(r"\d{1,3}(\.\d{1,4})?%", written):
        share = Fraction(written[:-1]) / 100
    elif re.fullmatch(r"\d{1,4}/[1-9]\d{0,3}|[01](\.\d{1,6})?", written):
        share = Fraction(written)
    else:
        share = Fraction(2)
    if share > 1:
        raise PydanticCustomError(
            "share", "{value} 不是比例，应写成 1/2 或 60% 的样子", {"value": written}
        )
    return share


def _threshold(written: str) -> str:
    """Keep a share as it was written, once it is one."""
    _share(written)
    return written


def _grade(value: Satisfaction) -> Satisfaction:
    """Take only what a vote can be cast for."""
    if value is Satisfaction.SILENT:
        raise PydanticCustomError("grade", "票数里没有“未表态”，不能计入")
    return value


class Step(Entity):
    """One step of a rule: which votes together must pass which part of the base."""

    counted: Annotated[
        tuple[Annotated[Satisfaction, AfterValidator(_grade)], ...],
        label("计入", min_length=1),
    ] = (Satisfaction.SATISFIED, Satisfaction.BASICALLY)
    operator: Annotated[Operator, label("比较")] = Operator.OVER
    threshold: Annotated[
        Line, BeforeValidator(str), AfterValidator(_threshold), label("门槛")
    ] = "1/2"
    result: Annotated[Satisfaction, label("结果")] = Satisfaction.SATISFIED

    @property
    def share(self) -> Fraction:
        """The threshold as an exact fraction."""
        return _share(self.threshold)

    def met(self, votes: Fraction) -> bool:
        """Compare a share of the base with the threshold."""
        if self.operator is Operator.OVER:
            return votes > self.share
        return votes >= self.share


class Weights(Entity):
    """A score out of 100 for each mark, and the scores from which a result counts."""

    satisfied: Annotated[Count, label("满意")] = 100
    basically: Annotated[Count, label("基本满意")] = 80
    unsatisfied: Annotated[Count, label("不满意")] = 0
    satisfied_from: Annotated[Count, label("满意分数线")] = 85
    basically_from: Annotated[Count, label("基本满意分数线")] = 60


class BallotRule(Entity):
    """How counts become a result: a cascade of steps, weights, or rates alone.

    Without steps and weights a vote has rates and always passes.
    """

    name: Annotated[Line, label("名称")] = "满意和基本满意超过实到人数的一半"
    base: Annotated[Base, label("基数")] = Base.PRESENT
    steps: Annotated[tuple[Step, ...], label("级联")] = (Step(),)
    weights: Annotated[Weights | None, label("权重")] = None
    dimensions: Annotated[tuple[Dimension, ...], label("维度")] = ()
    second: Annotated[tuple[Step, ...], label("二次级联")] = ()

    @property
    def decides(self) -> bool:
        """Whether the rule can be failed."""
        return bool(self.steps or self.weights)

    def steps_of(self, turn: Turn) -> tuple[Step, ...]:
        """Give the steps of a ballot: a second one may have its own."""
        return self.second if turn is Turn.SECOND and self.second else self.steps


def rule_from(value: object) -> object:
    """Take the name of a preset for the rule itself."""
    if isinstance(value, str):
        if value not in PRESETS:
            raise PydanticCustomError(
                "ballot_rule",
                "没有“{value}”这种测评规则；可用：{known}",
                {"value": value, "known": "、".join(PRESETS)},
            )
        return PRESETS[value]
    return value


_S, _B, _U = GRADES
_HALF = "1/2"
PRESETS: dict[str, BallotRule] = {
    "实到过半": BallotRule(),
    "逐级过半": BallotRule(
        name="满意达到全体组成人员半数为满意，满意和基本满意达到半数为基本满意",
        base=Base.MEMBERS,
        steps=(
            Step(counted=(_S,), operator=Operator.REACH, threshold=_HALF, result=_S),
            Step(counted=(_S, _B), operator=Operator.REACH, threshold=_HALF, result=_B),
        ),
    ),
    "全体满意过半": BallotRule(
        name="满意票超过全体组成人员的一半",
        base=Base.MEMBERS,
        steps=(Step(counted=(_S,), threshold=_HALF),),
    ),
    "只计比率": BallotRule(name="以收回票计算各等次比率", base=Base.RETURNED, steps=()),
    "合并比率": BallotRule(
        name="以有效票计算满意和基本满意合计比率", base=Base.VALID, steps=()
    ),
    "双维度": BallotRule(
        name="办理态度和办理结果分别测评，以结果为准",
        base=Base.VALID,
        dimensions=(Dimension.ATTITUDE, Dimension.RESULT),
        steps=(Step(counted=(_S, _B), threshold=_HALF),),
    ),
    "有效票过半": BallotRule(
        name="满意和基本满意超过有效票的一半，废票不计", base=Base.VALID
    ),
    "加权计分": BallotRule(
        name="满意100分、基本满意80分、不满意0分，按有效票平均",
        base=Base.VALID,
        steps=(),
        weights=Weights(),
    ),
    "逐件表决": BallotRule(
        name="逐件表决，满意和基本满意超过收回票的一半", base=Base.RETURNED
    ),
    "满意六成": BallotRule(
        name="满意率达到60%，低于60%的重新办理并二次测评",
        base=Base.VALID,
        steps=(Step(counted=(_S,), operator=Operator.REACH, threshold="60%"),),
    ),
}
