"""The definitions (口径说明): how each figure of a ledger is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.report import Head, head_of
from rectify.domain.measures import MEASURES
from rectify.domain.rates import base_note, compile_rates
from rectify.domain.terms import Assessment, Base, ExtensionCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.domain.documents.report import Request
    from rectify.domain.ledger import Ledger
    from rectify.domain.rate import Rate
    from rectify.domain.roster import Roster
    from rectify.domain.rule import BallotRule, Step, Weights


class Defined(NamedTuple):
    """One rate, its other names, its definition and its present value."""

    name: str
    aliases: str
    definition: str
    rate: Rate


class Definitions(NamedTuple):
    """What the explanation of the figures says."""

    head: Head
    total: int
    base: int
    base_note: str
    left_out: tuple[str, ...]
    rates: tuple[Defined, ...]
    ballot: tuple[str, ...]
    rules: tuple[str, ...]


def compile_definitions(request: Request) -> dict[str, Definitions]:
    """Gather the definitions of a ledger, with the figures of the day."""
    roster = request.roster
    table = compile_rates([roster], MEASURES)
    rates = zip(table.measures, table.definitions, table.total.rates, strict=True)
    found = Definitions(
        head=head_of(roster),
        total=len(roster.cases),
        base=len(roster.base()),
        base_note=base_note([roster]),
        left_out=tuple(
            f"{case.number}（{case.state}）"
            for case in roster.cases
            if not roster.in_base(case)
        ),
        rates=tuple(
            Defined(measure.name, "、".join(measure.aliases), definition, rate)
            for measure, definition, rate in rates
        ),
        ballot=tuple(_ballot(roster)),
        rules=tuple(_rules(roster.ledger)),
    )
    return {"": found}


def _ballot(roster: Roster) -> Iterator[str]:
    ledger = roster.ledger
    if ledger.assessment is Assessment.FEEDBACK:
        yield "以提出人的反馈为准：提出人都满意或基本满意的为通过，不满意的重新办理。"
    if ledger.assessment is Assessment.NONE:
        yield "本台账不对问题组织测评。"
    if ledger.assessment is Assessment.BALLOT or roster.votes:
        rule = ledger.ballot_rule
        yield f"票数的计算规则：{rule.name}（以{_BASES[rule.base]}为基数）。"
        yield from _deciding(rule)
        yield "各会场、各群体的票数相加后计算，不取各会场比率的平均数。"


_BASES = {
    Base.MEMBERS: "全体组成人员",
    Base.PRESENT: "实到人数",
    Base.ISSUED: "发出票数",
    Base.RETURNED: "收回票数",
    Base.VALID: "有效票数",
}


def _deciding(rule: BallotRule) -> Iterator[str]:
    """Say how counts become a result."""
    if rule.weights is not None:
        yield from _scoring(rule.weights, _BASES[rule.base])
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
            f"{counted}票{together}{step.operator}{_BASES[rule.base]}的"
            f"{step.threshold}的，结果为{step.result}。"
        )


def _rules(ledger: Ledger) -> Iterator[str]:
    rules = ledger.procedure
    decided = rules.extension_counts is ExtensionCounts.DECIDED
    yield f"答复期限：自交办之日起{rules.answer_within}，交办时另定期限的从其规定。"
    yield f"退回期限：自交办之日起{rules.return_within}。"
    yield f"重新办理的期限：{rules.redo_within}。"
    yield f"临期：距期限{rules.due_soon_days}天以内；期限当日不算逾期。"
    yield f"延期：原期限届满前{'批准' if decided else '申请'}的，按新期限认定是否按期。"
    yield f"办结：状态为{'、'.join(rules.handled_states)}的问题。"
    if rules.closable_grades:
        yield f"可以销号的答复类别：{'、'.join(rules.closable_grades)}。"
    yield "比率按四舍五入保留一位小数；因四舍五入，各分项合计可能不等于100%。"
