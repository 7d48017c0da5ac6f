"""The ballot rule of an office (测评规则) in words, as documents print it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.terms import Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.domain.rule import BallotRule, Step, Weights

BASES = {
    Base.MEMBERS: "全体组成人员",
    Base.PRESENT: "实到人数",
    Base.ISSUED: "发出票数",
    Base.RETURNED: "收回票数",
    Base.VALID: "有效票数",
}


def criteria(rule: BallotRule) -> Iterator[str]:
    """Say how counts become a result."""
    if rule.weights is not None:
        yield from _scoring(rule.weights, BASES[rule.base])
    else:
        yield from _steps(rule.steps, rule)
        yield from (f"二次测评：{each}" for each in _steps(rule.second, rule))
    if rule.decides:
        yield "达不到的，结果为不满意，即不通过，重新办理。"
    else:
        yield "只计算比率，不设通过的门槛。"


def _scoring(weights: Weights, base: str) -> Iterator[str]:
    yield (
        f"每票满意计{weights.satisfied}分、基本满意计{weights.basically}分、"
        f"不满意计{weights.unsatisfied}分，总分除以{base}为平均分。"
    )
    yield (
        f"平均分达到{weights.satisfied_from}分的，结果为满意；"
        f"达到{weights.basically_from}分的，结果为基本满意。"
    )


def _steps(steps: Iterable[Step], rule: BallotRule) -> Iterator[str]:
    for step in steps:
        counted = "、".join(step.counted)
        together = "合计" if len(step.counted) > 1 else ""
        yield (
            f"{counted}票{together}{step.operator}{BASES[rule.base]}的"
            f"{step.threshold}的，结果为{step.result}。"
        )
