"""The definitions (口径说明): how each figure of a ledger is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.criteria import BASES, criteria
from rectify.domain.documents.report import Head, head_of
from rectify.domain.measures import MEASURES
from rectify.domain.rates import compile_rates, figures_note
from rectify.domain.terms import Assessment, ExtensionCounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.documents.report import Request
    from rectify.domain.ledger import Ledger
    from rectify.domain.rate import Rate
    from rectify.domain.roster import Roster


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
    found = Definitions(
        head=head_of(roster),
        total=len(roster.cases),
        base=len(roster.base()),
        base_note=figures_note([roster]),
        left_out=tuple(
            f"{case.number}（{case.state}）"
            for case in roster.cases
            if not roster.in_base(case)
        ),
        rates=defined(roster),
        ballot=tuple(_ballot(roster)),
        rules=tuple(_rules(roster.ledger)),
    )
    return {"": found}


def defined(roster: Roster) -> tuple[Defined, ...]:
    """Give every rate of a ledger with its definition."""
    table = compile_rates([roster], MEASURES)
    rates = zip(table.measures, table.definitions, table.total.rates, strict=True)
    return tuple(
        Defined(measure.name, "、".join(measure.aliases), definition, rate)
        for measure, definition, rate in rates
    )


def _ballot(roster: Roster) -> Iterator[str]:
    ledger = roster.ledger
    if ledger.assessment is Assessment.FEEDBACK:
        yield "以提出人的反馈为准：提出人都满意或基本满意的为通过，不满意的重新办理。"
    if ledger.assessment is Assessment.NONE:
        yield "本台账不对问题组织测评。"
    if ledger.assessment is Assessment.BALLOT or roster.votes:
        rule = ledger.ballot_rule
        yield f"票数的计算规则：{rule.name}（以{BASES[rule.base]}为基数）。"
        yield from criteria(rule)
        yield "各会场、各群体的票数相加后计算，不取各会场比率的平均数。"


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
