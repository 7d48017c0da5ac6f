"""Two offices record on one issue: nothing recorded is lost, no rule is broken."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import ANSWER, BOSS, HANDED, NO_VOTE, issue, row
from rectify.domain.merging.conflict import NotBoth, PicksBreakRules, Side
from rectify.domain.merging.issues import merge_issue, one_issue
from rectify.domain.workflow import fold, record
from rectify.errors import RuleError
from strategies import EVENTS

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.issue import Issue
    from rectify.domain.merging.conflict import Merged

_DAY = date(2024, 12, 31)
_OURS, _THEIRS, _BOTH = Side

CLOSED = row("2024-10-08", "销号", 批准=BOSS)
ADVANCE = row("2024-07-01", "进展", 单位="市民政局", 内容="进场。")
NOTE = row("2024-07-02", "备注", 内容="记下。")
URGED = row("2024-07-03", "催办", 单位="市财政局")
REJECTED = row("2024-10-09", "退回重办", 单位=["市民政局"], 理由="证据不足")
VOID = "2024-07-05 录错了"


def _merge(
    base: tuple[Row, ...] | None,
    ours: tuple[Row, ...],
    theirs: tuple[Row, ...],
    **picks: Side,
) -> Merged[Issue]:
    """Merge records; picks are by their place in the list of conflicts."""
    return merge_issue(
        None if base is None else issue(*base),
        issue(*ours),
        issue(*theirs),
        NO_VOTE,
        picks={f"办理记录/{key[1:]}": side for key, side in picks.items()},
        on=_DAY,
    )


def _events(merged: Merged[Issue]) -> list[str]:
    """Give the merged events in short form."""
    assert merged.value is not None, merged.conflicts
    return [
        f"{e.date:%m-%d} {e.kind}" + (f"（{e.void}）" if e.void else "")
        for e in merged.value.events
    ]


def _disputed(merged: Merged[Issue]) -> list[tuple[str | None, ...]]:
    return [(c.base, c.ours, c.theirs, c.why) for c in merged.conflicts]


def test_events_of_both_sides_are_kept_in_their_order() -> None:
    base = (HANDED,)
    merged = _merge(base, (HANDED, URGED), (HANDED, NOTE, ADVANCE))
    assert _events(merged) == ["06-20 交办", "07-01 进展", "07-02 备注", "07-03 催办"]


def test_an_event_recorded_alike_by_both_is_one() -> None:
    merged = _merge((HANDED,), (HANDED, ADVANCE, NOTE), (HANDED, ADVANCE))
    assert _events(merged) == ["06-20 交办", "07-01 进展", "07-02 备注"]


def test_the_same_place_on_one_day_given_twice_is_kept_as_it_was_given() -> None:
    left, right = NOTE | {"次序": 2}, ADVANCE | {"日期": "2024-07-02", "次序": 2}
    merged = _merge((HANDED,), (HANDED, left), (HANDED, right))
    assert _events(merged) == ["06-20 交办", "07-02 进展", "07-02 备注"]
    assert merged.value is not None
    assert [event.order for event in merged.value.events] == [None, 2, 2]


def test_an_event_that_one_side_took_out_or_voided_stays_so() -> None:
    base = (HANDED, ADVANCE, NOTE)
    merged = _merge(base, (HANDED, ADVANCE | {"作废": VOID}, NOTE), (HANDED, ADVANCE))
    assert _events(merged) == ["06-20 交办", f"07-01 进展（{VOID}）"]


def test_what_both_took_out_or_voided_alike_needs_no_word() -> None:
    base = (HANDED, ADVANCE, NOTE)
    side = (HANDED, ADVANCE | {"作废": VOID})
    merged = _merge(base, (*side, URGED), side)
    assert _events(merged) == ["06-20 交办", f"07-01 进展（{VOID}）", "07-03 催办"]


def test_both_closed_it_is_a_conflict_that_is_picked() -> None:
    base = (HANDED, ANSWER)
    late = CLOSED | {"日期": "2024-10-10"}
    sides = (*base, CLOSED, NOTE), (*base, late, ADVANCE)
    assert _disputed(_merge(base, *sides)) == [
        (
            None,
            "2024-10-08 销号：主任会议批准",
            "2024-10-10 销号：主任会议批准",
            "两边都记了销号，合在一起不合程序：不能销号 JZ-001：已于2024-10-08销号",
        )
    ]
    ours = _merge(base, *sides, _1=_OURS)
    assert _events(ours)[3:] == [
        "09-18 答复",
        "10-08 销号",
        "10-10 销号（2024-12-31 合并时未采用）",
    ]
    theirs = _merge(base, *sides, _1=_THEIRS)
    assert _events(theirs)[4:] == [
        "10-08 销号（2024-12-31 合并时未采用）",
        "10-10 销号",
    ]


def test_two_records_that_read_alike_are_told_in_full() -> None:
    base = (HANDED, ANSWER)
    merged = _merge(base, (*base, CLOSED | {"次序": 2}), (*base, CLOSED))
    assert [(c.ours, c.theirs) for c in merged.conflicts] == [
        (
            "日期 2024-10-08，次序 2，事项 销号，批准 批准人 主任会议",
            "日期 2024-10-08，事项 销号，批准 批准人 主任会议",
        )
    ]


def test_what_follows_from_a_disputed_record_goes_with_it() -> None:
    base = (HANDED, ANSWER)
    looked = row("2024-11-20", "回头看", 结论="巩固")
    sides = (*base, NOTE, CLOSED, looked), (*base, ADVANCE, REJECTED)
    merged = _merge(base, *sides)
    assert _disputed(merged) == [
        (
            None,
            "2024-10-08 销号：主任会议批准\n2024-11-20 回头看：巩固",
            "2024-10-09 退回重办：市民政局，证据不足",
            (
                "本方记了销号、记了回头看，对方记了退回重办，合在一起不合程序："
                "不能退回重办 JZ-001：已于2024-10-08销号"
            ),
        )
    ]
    assert merged.ours is not None
    assert merged.theirs is not None
    kinds = [[e.kind for e in side.events] for side in (merged.ours, merged.theirs)]
    joint = ["交办", "进展", "备注", "答复"]
    assert kinds == [[*joint, "销号", "回头看"], [*joint, "退回重办"]]
    picked = _events(_merge(base, *sides, _1=_THEIRS))
    assert [said for said in picked if "未采用" in said] == [
        "10-08 销号（2024-12-31 合并时未采用）",
        "11-20 回头看（2024-12-31 合并时未采用）",
    ]


@pytest.mark.parametrize(
    ("gone", "did"),
    [((), "删去了交办"), ((HANDED | {"作废": VOID},), "作废了交办")],
)
def test_a_record_that_rests_on_what_the_other_took_away_is_disputed(
    gone: tuple[Row, ...], did: str
) -> None:
    base, theirs = (HANDED, NOTE), (HANDED, NOTE, ADVANCE)
    merged = _merge(base, (*gone, NOTE), theirs)
    assert [c.why for c in merged.conflicts] == [
        (
            f"本方{did}，对方记了进展，合在一起不合程序："
            "不能报告进展 JZ-001：到2024-07-01还没有交办"
        )
    ]
    ours = merged.conflicts[0].ours
    assert ours is not None
    assert ours.startswith("2024-06-20 交办" if gone else "删去：2024-06-20 交办")
    kept = _merge(base, (*gone, NOTE), theirs, _1=_THEIRS)
    assert _events(kept) == ["06-20 交办", "07-01 进展", "07-02 备注"]
    given = _merge(base, (*gone, NOTE), theirs, _1=_OURS)
    assert _events(given)[-2:] == [
        "07-01 进展（2024-12-31 合并时未采用）",
        "07-02 备注",
    ]


def test_a_record_that_is_void_no_more_may_break_the_rules_too() -> None:
    base = (HANDED, ANSWER, CLOSED | {"作废": VOID})
    merged = _merge(base, (HANDED, ANSWER, CLOSED), (*base, REJECTED))
    assert merged.conflicts[0].why.startswith(
        "本方取消了销号的作废，对方记了退回重办，"
    )


def test_hundreds_of_records_are_picked_together() -> None:
    base = (HANDED, ANSWER)
    many = [row("2024-10-01", "备注", 内容=f"第{count}条。") for count in range(250)]
    late = CLOSED | {"日期": "2024-10-10"}
    (conflict,) = _merge(base, (*base, *many, CLOSED), (*base, NOTE, late)).conflicts
    assert conflict.ours is not None
    assert len(conflict.ours.split("\n")) == 251
    assert conflict.theirs == "2024-10-10 销号：主任会议批准"


def test_what_was_at_fault_before_is_not_held_against_the_merge() -> None:
    base = (ANSWER,)
    merged = _merge(
        base, (ANSWER, NOTE), (ANSWER, row("2024-09-20", "备注", 内容="二。"))
    )
    assert _events(merged) == ["07-02 备注", "09-18 答复", "09-20 备注"]


_CORRECTED = ADVANCE | {"内容": "已进场。"}
_OTHERWISE = ADVANCE | {"内容": "未进场。"}
_VOIDED = ADVANCE | {"作废": VOID}


@pytest.mark.parametrize(
    ("ours", "theirs", "why", "both"),
    [
        ([_CORRECTED], [_OTHERWISE], "两边都改了这一条，改得不同", True),
        ([_CORRECTED], [], "本方改了这一条，对方删去了这一条", False),
        ([_CORRECTED], [_VOIDED], "本方改了这一条，对方作废了这一条", False),
        ([], [_VOIDED], "本方删去了这一条，对方作废了这一条", False),
        ([_VOIDED], [ADVANCE | {"作废": "2024-07-06 重复"}],
         "两边都作废了这一条，写的理由不同", False),
        ([_VOIDED, _CORRECTED], [_VOIDED, _OTHERWISE],
         "两边都更正了这一条，更正得不同", True),
        ([_VOIDED, _CORRECTED], [_OTHERWISE],
         "本方更正了这一条，对方改了这一条", False),
    ],
)  # fmt: skip
def test_a_record_that_both_changed_is_disputed(
    ours: list[Row], theirs: list[Row], why: str, both: bool
) -> None:
    base, sides = (HANDED, ADVANCE), ((HANDED, *ours), (HANDED, *theirs))
    conflicts = _merge(base, *sides).conflicts
    assert [(c.key, c.what, c.why) for c in conflicts] == [
        ("办理记录/1", "办理记录", why)
    ]
    assert conflicts[0].base == "2024-07-01 进展：市民政局：进场。"
    assert conflicts[0].both is both
    assert conflicts[0].sides == ((_OURS, _THEIRS, _BOTH) if both else (_OURS, _THEIRS))


@pytest.mark.parametrize(
    ("side", "events"),
    [
        (_OURS, ["已进场。", "进场。（2024-07-05 录错了）"]),
        (
            _THEIRS,
            ["已进场。（2024-12-31 合并时未采用）", "进场。（2024-07-05 录错了）"],
        ),
    ],
)
def test_edited_here_and_voided_there_keeps_both_records(
    side: Side, events: list[str]
) -> None:
    merged = _merge((HANDED, ADVANCE), (HANDED, _CORRECTED), (HANDED, _VOIDED), _1=side)
    assert merged.value is not None
    written = [event.plain() for event in merged.value.events[1:]]
    said = [
        f"{e['内容']}" + (f"（{e['作废']}）" if "作废" in e else "") for e in written
    ]
    assert said == events


def test_of_two_reasons_for_voiding_one_is_picked() -> None:
    other = ADVANCE | {"作废": "2024-07-06 重复"}
    sides = (HANDED, _VOIDED), (HANDED, other)
    assert _events(_merge((HANDED, ADVANCE), *sides, _1=_OURS))[1:] == [
        f"07-01 进展（{VOID}）"
    ]
    assert _events(_merge((HANDED, ADVANCE), *sides, _1=_THEIRS))[1:] == [
        "07-01 进展（2024-07-06 重复）"
    ]
    with pytest.raises(NotBoth, match="办理记录不能都要（两边都作废了这一条"):
        _merge((HANDED, ADVANCE), *sides, _1=_BOTH)


def test_a_record_taken_out_here_and_voided_there_stays_as_a_void_one() -> None:
    for side in (_OURS, _THEIRS):
        merged = _merge((HANDED, ADVANCE), (HANDED,), (HANDED, _VOIDED), _1=side)
        assert _events(merged) == ["06-20 交办", f"07-01 进展（{VOID}）"]


def test_two_edits_of_one_record_may_both_hold() -> None:
    sides = (HANDED, _CORRECTED), (HANDED, _OTHERWISE)
    merged = _merge((HANDED, ADVANCE), *sides, _1=_BOTH)
    assert _events(merged) == ["06-20 交办", "07-01 进展", "07-01 进展"]


def test_two_edits_of_a_closing_can_not_both_hold() -> None:
    base = (HANDED, ANSWER, CLOSED)
    sides = (
        (HANDED, ANSWER, CLOSED | {"公示": "是"}),
        (HANDED, ANSWER, CLOSED | {"日期": "2024-10-10"}),
    )
    (conflict,) = _merge(base, *sides).conflicts
    assert not conflict.both


def test_records_that_were_changed_apart_are_picked_apart() -> None:
    answer = ANSWER | {"类别": "B"}
    base = (HANDED, ADVANCE, ANSWER)
    ours = (HANDED, _CORRECTED, answer)
    theirs = (HANDED, _OTHERWISE, ANSWER | {"类别": "C"})
    assert [c.what for c in _merge(base, ours, theirs).conflicts] == [
        "办理记录第1处",
        "办理记录第2处",
    ]
    merged = _merge(base, ours, theirs, _1=_OURS, _2=_THEIRS)
    assert merged.value is not None
    standing = [event for event in merged.value.events if event.void is None]
    assert [event.plain().get("类别") for event in standing] == [None, None, "C"]
    assert [event.plain().get("内容") for event in standing] == [None, "已进场。", None]


def test_records_that_one_edit_replaced_are_one_dispute() -> None:
    second = ADVANCE | {"日期": "2024-07-08", "内容": "又进场。"}
    merged = _merge(
        (HANDED, ADVANCE, second), (HANDED, _CORRECTED), (HANDED, _OTHERWISE)
    )
    assert [c.base for c in merged.conflicts] == [
        "2024-07-01 进展：市民政局：进场。\n2024-07-08 进展：市民政局：又进场。"
    ]


def test_a_record_of_another_unit_replaces_nothing() -> None:
    other = URGED | {"日期": "2024-08-01"}
    base = (HANDED, URGED | {"单位": "市民政局"})
    merged = _merge(base, (HANDED, other), (HANDED,))
    assert _events(merged) == ["06-20 交办", "08-01 催办"]


def test_rules_are_asked_once_it_is_known_what_was_recorded() -> None:
    base = (HANDED, ADVANCE, ANSWER)
    ours = (HANDED, _CORRECTED, ANSWER, CLOSED)
    theirs = (HANDED, _OTHERWISE, ANSWER, REJECTED)
    first = _merge(base, ours, theirs)
    assert [c.key for c in first.conflicts] == ["办理记录/1"]
    second = _merge(base, ours, theirs, _1=_OURS)
    assert [(c.key, c.what) for c in second.conflicts] == [
        ("办理记录/2", "办理记录第2处")
    ]
    assert second.ours is not None
    assert second.ours.events[-1].kind == "销号"
    merged = _merge(base, ours, theirs, _1=_OURS, _2=_THEIRS)
    assert [e.kind for e in merged.value.events if not e.void] == [  # type: ignore[union-attr]  # all is picked
        "交办",
        "进展",
        "答复",
        "退回重办",
    ]


def test_picks_that_break_the_rules_are_refused() -> None:
    base = (HANDED,)
    ours = (HANDED | {"主办": "市住建局"}, row("2024-07-01", "签收", 单位="市住建局"))
    theirs = (HANDED | {"主办": "市医保局"}, row("2024-07-01", "签收", 单位="市医保局"))
    merged = _merge(base, ours, theirs, _1=_OURS)
    assert [(c.ours, c.theirs) for c in merged.conflicts] == [
        (None, "2024-07-01 签收：市医保局")
    ]
    assert merged.conflicts[0].why.startswith("本方改了别的，对方记了签收，")
    with pytest.raises(
        PicksBreakRules, match=r"市医保局不是它的承办单位。请换一种选法"
    ):
        _merge(base, ours, theirs, _1=_OURS, _2=_THEIRS)
    assert _events(_merge(base, ours, theirs, _1=_OURS, _2=_OURS)) == [
        "06-20 交办",
        "06-20 交办（2024-12-31 合并时未采用）",
        "07-01 签收",
        "07-01 签收（2024-12-31 合并时未采用）",
    ]


def test_a_fact_of_one_side_may_forbid_a_record_of_the_other() -> None:
    base = issue(HANDED, ANSWER, 提出人=[{"姓名": "张某"}])
    ours = base.but(proposers=({"姓名": "王某"},))
    voice = row("2024-10-01", "反馈", 提出人="张某", 结果="满意")
    theirs = issue(HANDED, ANSWER, voice, 提出人=[{"姓名": "张某"}])
    merged = merge_issue(base, ours, theirs, NO_VOTE, on=_DAY)
    assert [c.why for c in merged.conflicts] == [
        (
            "本方改了别的，对方记了反馈，合在一起不合程序："
            "不能记录反馈 JZ-001：提出人中没有“张某”"
        )
    ]


def test_two_issues_under_one_number_are_two_until_somebody_says_otherwise() -> None:
    ours, theirs = issue(HANDED, 标题="路灯不亮"), issue(NOTE, 标题="井盖缺失")
    assert not one_issue(ours, theirs)
    merged = merge_issue(None, ours, theirs, NO_VOTE, on=_DAY)
    assert [tuple(c) for c in merged.conflicts] == [
        ("编号", "编号", None, "路灯不亮", "井盖缺失", True,
         "两边新增了不同的问题，编号都是 JZ-001", ())
    ]  # fmt: skip
    assert (merged.ours, merged.theirs) == (ours, theirs)
    kept = merge_issue(None, ours, theirs, NO_VOTE, picks={"编号": _BOTH}, on=_DAY)
    assert kept == merged
    one = {"编号": _OURS, "标题": _THEIRS}
    found = merge_issue(None, ours, theirs, NO_VOTE, picks=one, on=_DAY).value
    assert found is not None
    assert found.title == "井盖缺失"
    assert [event.kind for event in found.events] == ["交办", "备注"]


def test_one_issue_that_both_added_is_merged_by_field_and_event() -> None:
    merged = merge_issue(
        None, issue(HANDED, 类别="养老"), issue(NOTE, 备注="同"), NO_VOTE, on=_DAY
    )
    assert merged.value == issue(HANDED, NOTE, 类别="养老", 备注="同")


def test_an_event_that_both_added_may_be_void_on_one_side() -> None:
    side = (HANDED, ADVANCE)
    merged = _merge(None, side, (HANDED, _VOIDED))
    assert _events(merged) == ["06-20 交办", f"07-01 进展（{VOID}）"]
    twice = _merge(
        (HANDED,), (HANDED, _VOIDED), (HANDED, ADVANCE | {"作废": "2024-08-01 重"})
    )
    assert [c.why for c in twice.conflicts] == ["两边都作废了这一条，写的理由不同"]


_ALL = st.lists(EVENTS, max_size=5)


def _noted(events: list[object]) -> Issue:
    """Make an issue of events that all differ."""
    found = {event.identity(): event for event in events}  # type: ignore[attr-defined]  # they are events
    return issue().but(events=tuple(found.values()))


@settings(deadline=None, max_examples=25)
@given(base=_ALL, ours=_ALL, theirs=_ALL, side=st.sampled_from([_OURS, _THEIRS]))
def test_whatever_two_sides_record_is_in_the_result(
    base: list[object], ours: list[object], theirs: list[object], side: Side
) -> None:
    before, mine, yours = map(_noted, (base, base + ours, base + theirs))
    merged = merge_issue(before, mine, yours, NO_VOTE, on=_DAY)
    mirror = merge_issue(before, yours, mine, NO_VOTE, on=_DAY)
    assert merged.value == mirror.value
    assert [c.key for c in merged.conflicts] == [c.key for c in mirror.conflicts]
    assert [(c.ours, c.theirs) for c in merged.conflicts] == [
        (c.theirs, c.ours) for c in mirror.conflicts
    ]
    picks = {conflict.key: side for conflict in merged.conflicts}
    found = merge_issue(before, mine, yours, NO_VOTE, picks=picks, on=_DAY).value
    assert found is not None
    names = {event.identity() for event in found.events}
    assert names == {event.identity() for event in (*mine.events, *yours.events)}
    last = max((event.date for event in found.events), default=_DAY)
    for fault in fold(found, NO_VOTE, on=last).faults:
        event = found.events[fault.place]
        sides = [each for each in (mine, yours) if event in each.events]
        assert any(_faulty(each, event) for each in sides)


def _faulty(side: Issue, event: object) -> bool:
    last = max(each.date for each in side.events)
    faults = fold(side, NO_VOTE, on=last).faults
    return any(side.events[fault.place] == event for fault in faults)


@settings(deadline=None, max_examples=25)
@given(base=_ALL, side=_ALL)
def test_what_one_side_alone_did_holds(base: list[object], side: list[object]) -> None:
    before, after = _noted(base), _noted(side)
    for pair in ((before, after), (after, before), (after, after)):
        merged = merge_issue(before, *pair, NO_VOTE, on=_DAY).value
        assert merged == after.but(events=tuple(after.ordered_events()))


_HONEST = (
    ADVANCE, NOTE, URGED, ANSWER, CLOSED, REJECTED,
    row("2024-07-05", "签收", 单位="市财政局"),
    row("2024-09-19", "备注", 内容="另记。"),
)  # fmt: skip


def _recorded(rows: list[Row]) -> Issue:
    """Record what the rules allow of some events, as commands do."""
    found = issue(HANDED)
    for each in rows:
        (event,) = issue(each).events
        try:
            found = record(found, event, NO_VOTE)
        except RuleError:
            continue
    return found


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(_HONEST), min_size=6, max_size=6, unique_by=id))
def test_three_offices_agree_in_whatever_order_they_merge(rows: list[Row]) -> None:
    base = issue(HANDED)
    sides = [_recorded(rows[place : place + 2]) for place in (0, 2, 4)]
    found = []
    for first, second, third in permutations(sides):
        merged = merge_issue(base, first, second, NO_VOTE, on=_DAY).value
        if merged is not None:
            merged = merge_issue(base, merged, third, NO_VOTE, on=_DAY).value
        found.append(merged)
    clean = [each for each in found if each is not None]
    assert all(each == clean[0] for each in clean)
