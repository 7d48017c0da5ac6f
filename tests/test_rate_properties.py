"""What must hold of every rate, over campaigns that go as the rules allow."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from casebook import UNITS, handed, ledger, row, shared, vote
from rectify.domain.event import EVENT_CLASSES, AnyEvent
from rectify.domain.issue import Issue
from rectify.domain.measures import MEASURES, Basis
from rectify.domain.rates import Grouping, compile_rates, total_rate
from rectify.domain.roster import Book, muster
from rectify.domain.workflow import TABLE, fold, record
from rectify.errors import RuleError

if TYPE_CHECKING:
    from casebook import Row
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.domain.rates import Line
    from rectify.domain.roster import Roster

EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
KINDS = {kind.matter(): kind for kind in EVENT_CLASSES}
START = date(2024, 6, 20)
ENDLESS = 2
ACTORS = ("市民政局", "市财政局", "市消防救援支队")

# How often what may happen does, and what it then says: of each, one.
HAPPENINGS: tuple[tuple[int, str, dict[str, tuple[object, ...]]], ...] = (
    (1, "备注", {"内容": ("已电话了解。",)}),
    (1, "恢复", {}),
    (1, "签收", {"单位": ()}),
    (1, "方案", {"单位": ()}),
    (1, "进展", {"单位": (), "内容": ("有进展。",)}),
    (1, "面商", {"单位": (), "方式": ("当面", "电话")}),
    (1, "申请退回", {"单位": (), "理由": ("不属职责",)}),
    (1, "不予退回", {"单位": ()}),
    (9, "答复", {"单位": (), "类别": ("A", "B", "C", None)}),
    (3, "复核", {"单位": (), "结论": ("整改到位",), "理由": ("实地核查",)}),
    (1, "复核", {"单位": (), "结论": ("答复到位", "未到位"), "理由": ("待办",)}),
    (1, "复核", {"单位": (), "结论": ("无法整改",), "理由": ("条件限制",)}),
    (2, "延期", {"单位": (), "新期限": (), "结论": ("同意", "不同意", None)}),
    (2, "改派", {"原单位": (), "单位": ACTORS, "期限": ()}),
    (2, "退回重办", {"单位们": (), "理由": ("空泛",), "期限": ()}),
    (2, "测评", {"票号": ("2024-01",), "结论": ("通过", "不通过"), "期限": ()}),
    (1, "反馈", {"提出人": ("代表甲",), "结果": ("满意", "未表态")}),
    (1, "反馈", {"提出人": ("代表甲",), "结果": ("不满意", "基本满意"), "期限": ()}),
    (1, "销号", {"批准": ([{"批准人": "主任会议"}],), "理由": ("特殊情况",)}),
    (1, "回头看", {"结论": ("反弹", "巩固"), "期限": ()}),
    (1, "转跟踪", {"下次核查": ("2025-06-30",)}),
    (1, "终止", {"方式": ("撤回",)}),
    (1, "终止", {"方式": ("并案",), "并入": ("JZ-001",)}),
)
OPENINGS = (
    handed(until="2024-07-20", 协办=["市应急管理局"]),
    handed(until="2024-08-10"),
    handed(until=None),
    shared(*ACTORS[:2], until="2024-07-30"),
    shared(ACTORS[0], {"单位": ACTORS[2], "期限": "2024-09-01"}),
    row(str(START), "备注", 内容="尚未交办。"),
)


def what_comes(chance: Random, case: Issue, day: date, *, may_end: bool) -> AnyEvent:
    """Choose something that may happen to an issue in its state."""
    stands = fold(case, ledger(), on=day)
    possible = [
        happening
        for happening in HAPPENINGS
        if stands.own_state in TABLE[KINDS[happening[1]]].states
        and (may_end or happening[1] != "终止")
    ]
    weights = [often for often, _, _ in possible]
    _, matter, fields = chance.choices(possible, weights)[0]
    unit = chance.choice([work.unit for work in stands.undertakings] or ACTORS)
    until = str(day + timedelta(days=chance.randrange(40)))
    own: Row = {"单位": unit, "原单位": unit, "期限": until, "新期限": until}
    said = {
        name: chance.choice(values) if values else own.get(name, [unit])
        for name, values in fields.items()
    }
    written = {name.removesuffix("们"): v for name, v in said.items() if v is not None}
    return EVENT.validate_python(row(str(day), matter, **written))


def grown(seed: int, number: int) -> Issue:
    """Let a record grow, one legal event after another."""
    chance = Random(seed * 10 + number)
    case = Issue.model_validate(
        {
            "编号": f"JZ-{number:03}",
            "标题": "例",
            "审议意见": chance.choice([1, 2, None]),
            "类别": chance.choice(["设施", "服务", None]),
            "来源级别": chance.choice(["省", "市", None]),
            "提出人": [{"姓名": "代表甲", "身份": "市人大代表"}],
        }
    )
    by, day = ledger(), START
    case = record(case, EVENT.validate_python(chance.choice(OPENINGS)), by)
    for _ in range(chance.randrange(6, 20)):
        on = next_day(case, day, chance.randrange(-4, 12))
        event = what_comes(chance, case, on, may_end=number > ENDLESS)
        try:
            case = record(case, event, by)
        except RuleError:
            continue
        day = event.date
    return case


def issues(number: int) -> st.SearchStrategy[Issue]:
    """Draw an issue that grew by chance; one number tells its whole life."""
    return st.integers(0, 2**32).map(lambda seed: grown(seed, number))


def next_day(case: Issue, day: date, gap: int) -> date:
    """Go on by some days; below nought, to a day around the deadline in force."""
    deadline = fold(case, ledger(), on=day).deadline
    if gap >= 0 or deadline is None or deadline < day:
        return day + timedelta(days=abs(gap))
    return max(day, deadline + timedelta(days=gap + 2))


def campaign(*cases: Issue, on: date) -> Roster:
    ballots = [
        vote("2024-01", "2024-08-01", (20, 1, 2)),
        vote("2024-02", "2024-09-01", (3, 1, 20), 轮次="二次"),
    ]
    return muster(Book("ylfw-2024", ledger(), UNITS, cases, ballots), on=on)


@st.composite
def campaigns(draw: st.DrawFn) -> Roster:
    on = START + timedelta(days=draw(st.integers(-1, 150)))
    return campaign(*[draw(issues(number)) for number in (1, 2, 3, 4)], on=on)


slow = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@slow
@given(campaigns())
def test_what_is_above_the_line_is_below_it_in_every_group(held: Roster) -> None:
    for by in (None, *Grouping):
        table = compile_rates([held], MEASURES, by)
        for line in (*table.lines, table.total):
            for rate in line.rates:
                assert set(rate.numerator_of) <= set(rate.denominator_of)
                assert (rate.numerator, rate.denominator) == (
                    len(set(rate.numerator_of)),
                    len(set(rate.denominator_of)),
                )


@slow
@given(campaigns())
def test_the_groups_of_issues_add_up_to_the_total(held: Roster) -> None:
    for by in Grouping:
        if by is Grouping.UNIT:
            continue
        table = compile_rates([held], MEASURES, by)
        assert sum(line.size for line in table.lines) == table.total.size
        for place, measure in enumerate(MEASURES):
            if measure.basis is Basis.VOTE and by is not Grouping.LEDGER:
                continue
            assert together(table.lines, place) == together((table.total,), place)


def together(lines: tuple[Line, ...], place: int) -> tuple[list[str], list[str]]:
    rates = [line.rates[place] for line in lines]
    above = sorted(name for rate in rates for name in rate.numerator_of)
    return above, sorted(name for rate in rates for name in rate.denominator_of)


@slow
@given(campaigns())
def test_by_unit_every_undertaking_of_the_base_is_counted_once(held: Roster) -> None:
    names = ("签收率", "答复率")
    measures = [measure for measure in MEASURES if measure.name in names]
    table = compile_rates([held], measures, Grouping.UNIT)
    base = [(case, case.standing) for case in held.base()]
    answering = [f"{c.number} {w.unit}" for c, at in base for w in at.answering]
    own = [case for case, at in base if case is at]
    signing = [f"{case.number} {w.unit}" for case in own for w in case.undertakings]
    assert together(table.lines, 0)[1] == sorted(signing)
    assert together(table.lines, 1)[1] == sorted(answering)
    assert sum(line.size for line in table.lines) == len(answering)


CHAINS = (
    ("销号率", "整改完成率", "整改答复到位率"),
    ("解决率", "落实率"),
    ("满意率", "满意和基本满意率"),
    ("综合整改率", "整改完成率"),
)


@slow
@given(campaigns())
def test_the_narrower_rate_counts_nothing_that_the_wider_leaves_out(
    held: Roster,
) -> None:
    for chain in CHAINS:
        for narrow, wide in pairwise(chain):
            less, more = (total_rate(name, [held]) for name in (narrow, wide))
            assert set(less.numerator_of) <= set(more.numerator_of)
    content, discontent = (
        total_rate(name, [held]) for name in ("满意和基本满意率", "不满意率")
    )
    assert sorted(content.numerator_of + discontent.numerator_of) == sorted(
        content.denominator_of
    )


@slow
@given(st.data())
def test_a_figure_of_a_past_day_is_the_same_whatever_has_happened_since(
    data: st.DataObject,
) -> None:
    case = data.draw(issues(1))
    on = START + timedelta(days=data.draw(st.integers(0, 150)))
    then = case.but(events=tuple(e for e in case.events if e.date <= on))
    whole, part = (
        compile_rates([campaign(each, on=on)], MEASURES).total for each in (case, then)
    )
    assert whole == part


@settings(slow, max_examples=250)
@given(issues(2), st.integers(0, 150))
def test_on_time_agrees_with_looking_at_every_day_of_the_first_round(
    case: Issue, days: int
) -> None:
    on = START + timedelta(days=days)
    if any(event.kind in ("终止", "转跟踪") for event in case.events):
        return
    rate = total_rate("按期办结率", [campaign(case, on=on)])
    if rate.denominator:
        assert bool(rate.numerator) == kept_day_by_day(case, ledger(), on)


def kept_day_by_day(case: Issue, by: Ledger, on: date) -> bool:
    """Say whether the first answers came and no day before had seen it overdue."""
    past = [event for event in case.ordered_events() if event.date <= on]
    seen: list[AnyEvent] = []
    for event in past:
        if late(case, seen, by, event.date):
            return False
        if stood(case, [*seen, event], by, event.date).round > 1:
            return all_in(case, seen, by, event.date)
        seen.append(event)
    every_day = (START + timedelta(days=n) for n in range((on - START).days + 1))
    if any(late(case, [e for e in seen if e.date < d], by, d) for d in every_day):
        return False
    return all_in(case, seen, by, on)


def stood(case: Issue, events: list[AnyEvent], by: Ledger, on: date) -> Progress:
    return fold(case.but(events=tuple(events)), by, on=on)


def late(case: Issue, events: list[AnyEvent], by: Ledger, on: date) -> bool:
    return stood(case, events, by, on).overdue_days > 0


def all_in(case: Issue, events: list[AnyEvent], by: Ledger, on: date) -> bool:
    works = stood(case, events, by, on).answering
    return all(work.answer is not None for work in works if work.deadline)
