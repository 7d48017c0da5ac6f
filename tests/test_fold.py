"""What holds of every record, however it came about."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from records import BOSS, FEEDBACK, LEDGER, NO_VOTE, issue, row, stands
from rectify.domain.event import MATTERS
from rectify.domain.terms import State
from rectify.domain.workflow import TABLE, fold

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger

_UNITS = ("市民政局", "市财政局", "市住建局")
_FIRST = date(2024, 6, 20)


def _carried(draw: st.DrawFn, matter: str, day: date) -> dict[str, object]:
    """Draw what an event carries; often, but not always, it is possible."""
    unit, other = draw(st.permutations(_UNITS))[:2]
    limit = str(day + timedelta(days=draw(st.integers(-1, 6))))
    choices: dict[str, list[dict[str, object]]] = {
        "期初": [
            {"状态": "已交办", "主办": "市民政局", "协办": ["市财政局"], "期限": limit},
            {"状态": "办理中", "主办": "市民政局", "签收日期": str(day)},
            {"状态": "已答复", "主办": "市民政局", "答复类别": "A", "期限": limit},
            {
                "状态": "办理中",
                "分办": [{"单位": "市民政局", "状态": "已答复"}, "市住建局"],
            },
            {"状态": "重新办理", "主办": "市民政局", "期限": limit},
            {"状态": "测评通过", "主办": "市民政局", "答复日期": str(day)},
            {"状态": "跟踪中", "主办": "市民政局", "下次核查": limit},
            {"状态": "已销号", "主办": "市民政局"},
        ],
        "交办": [
            {"主办": "市民政局", "协办": ["市财政局"], "期限": limit},
            {"分办": ["市民政局", "市住建局"], "期限": limit},
        ],
        "改派": [
            {"原单位": unit, "单位": other, "期限": limit},
            {"原单位": unit},
            {"单位": other, "角色": "分办"},
            {"单位": other},
            {"原单位": unit, "单位": other, "角色": "协办"},
        ],
        "申请退回": [{"单位": unit, "理由": "不属职责"}],
        "进展": [{"单位": unit, "内容": "进场。"}],
        "面商": [{"单位": unit, "方式": "当面"}],
        "延期": [
            {"单位": unit},
            {"单位": unit, "结论": "同意", "新期限": limit},
            {"单位": unit, "结论": "不同意"},
        ],
        "重点督办": [{"督办领导": "分管副主任"}, {"结论": "取消"}],
        "答复": [{"单位": unit, "类别": grade} for grade in "ABC"],
        "退回重办": [{"单位": [unit], "理由": "空", "期限": limit}],
        "复核": [{"单位": unit, "结论": "整改到位"}, {"单位": unit, "结论": "未到位"}],
        "反馈": [
            {"提出人": "王代表", "结果": "满意"},
            {"提出人": "王代表", "结果": "不满意", "期限": limit},
            {"提出人": "王代表", "结果": "不满意", "单位": [unit]},
        ],
        "测评": [
            {"票号": "1", "结论": "通过"},
            {"票号": "1", "结论": "不通过", "期限": limit},
            {"票号": "1", "结论": "不通过", "单位": [unit]},
        ],
        "销号": [{"批准": BOSS}],
        "回头看": [{"结论": "巩固"}, {"结论": "反弹", "期限": limit}],
        "转跟踪": [{"下次核查": limit}],
        "终止": [{"方式": "并案", "并入": "JZ-002"}],
        "结转": [{"转入": "ylfw-2025"}],
        "现场答复": [{"问": "何时？", "单位": unit, "答": "年底。"}],
        "备注": [{"内容": "无。"}],
    }
    plain: list[dict[str, object]] = [{}]
    if matter in {"签收", "不予退回", "方案", "催办", "督办"}:
        plain = [{"单位": unit}]
    return dict(draw(st.sampled_from(choices.get(matter, plain))))


@st.composite
def records(draw: st.DrawFn) -> tuple[AnyEvent, ...]:
    """Draw the record of one issue, a step after another, some of them forbidden."""
    day, written = _FIRST, issue()
    for _ in range(draw(st.integers(4, 18))):
        case = stands(written, str(day))
        state = case.state
        possible = [
            kind.matter() for kind, step in TABLE.items() if state in step.states
        ]
        onward = [each for each in ("交办", "答复", "测评", "销号") if each in possible]
        matter = draw(st.sampled_from(possible + onward * 12 + list(MATTERS)))
        more: Row = {}
        if draw(st.integers(0, 7)) == 0:
            more["次序"] = draw(st.integers(1, 3))
        if draw(st.integers(0, 11)) == 0:
            more["作废"] = f"{day} 记错"
        carried = _carried(draw, matter, day)
        if matter == "答复" and case.awaited:
            carried["单位"] = case.awaited[0].unit
        fresh = row(str(day), matter, **carried, **more)
        both = {
            each.identity(): each for each in (*written.events, *issue(fresh).events)
        }
        written = issue().but(events=tuple(both.values()))
        day += timedelta(days=draw(st.integers(0, 4)))
    return written.events


RECORDED = records()
_LAST = date(2024, 9, 1)
RULES = st.sampled_from([LEDGER, FEEDBACK, NO_VOTE])


def picture(record_: Issue, rules: Ledger) -> dict[str, object]:
    """Give all that a fold finds, whatever the order of the file."""
    case = fold(record_, rules, on=_LAST)
    found = {each.name: getattr(case, each.name) for each in fields(case)}
    del found["issue"]
    found["faults"] = sorted(
        (record_.events[fault.place].identity(), str(fault.error))
        for fault in case.faults
    )
    return found


@given(
    RECORDED.flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))),
    RULES,
)
def test_the_order_of_the_file_does_not_matter(
    both: tuple[tuple[AnyEvent, ...], list[AnyEvent]], rules: Ledger
) -> None:
    one, other = (issue().but(events=tuple(each)) for each in both)
    assert picture(one, rules) == picture(other, rules)


@given(RECORDED, RULES)
def test_what_the_rules_forbid_leaves_no_trace(
    drawn: tuple[AnyEvent, ...], rules: Ledger
) -> None:
    whole = issue().but(events=drawn)
    case = fold(whole, rules, on=_LAST)
    faulty = {fault.place for fault in case.faults}
    sound = issue().but(
        events=tuple(e for place, e in enumerate(drawn) if place not in faulty)
    )
    assert picture(sound, rules) == {**picture(whole, rules), "faults": []}


@given(RECORDED, RULES)
def test_an_issue_is_where_its_least_advanced_unit_is(
    drawn: tuple[AnyEvent, ...], rules: Ledger
) -> None:
    case = fold(issue().but(events=drawn), rules, on=_LAST)
    states = {each.state for each in case.answering}
    assert bool(case.answering) == (case.handed is not None)
    if case.own_state in {State.ANSWERED, State.PASSED, State.CLOSED}:
        assert states == {State.ANSWERED}
    elif case.own_state is State.REDOING:
        assert State.REDOING in states
    elif case.own_state is State.RETURNING:
        assert states == {State.RETURNING}
    for each in case.undertakings:
        if each.state is State.RETURNING:
            assert each.clock.overdue_days(case.on) == 0
        assert (each.answer is not None) == (each.state is State.ANSWERED)
        if each.accepted is not None and each.assigned is not None:
            assert each.accepted >= each.assigned
