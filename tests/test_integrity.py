"""Two versions of a file: which records were removed or altered between them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from rectify.domain.history.integrity import (
    Alteration,
    Harm,
    Loss,
    alterations,
    carried,
    excused,
    inverse,
    relocated,
    renumbered,
    voided,
)
from rectify.domain.history.records import (
    Place,
    Recorded,
    Step,
    Version,
    issue_version,
    recorded_event,
    vote_version,
)
from rectify.domain.history.verdict import Finding, Made, Verdict, differences, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE = Place("jz", "issues", "JZ-001")
TWO = Place("jz", "issues", "JZ-002")
VOTE = Place("jz", "votes", "2024-01")


def event(matter: str = "备注", **fields: object) -> Recorded:
    """Give an event as a file says it."""
    said = {"日期": "2024-09-18", "事项": matter, "内容": "已通话。"} | fields
    return recorded_event({key: value for key, value in said.items() if value})


def version(*records: Recorded) -> Version:
    return Version(records)


def step(before: Mapping[Place, Version], after: Mapping[Place, Version]) -> Step:
    return Step(dict(before), dict(after))


def found(before: Version, after: Version) -> list[Alteration]:
    return alterations(step({ONE: before}, {ONE: after}))


NOTE = event()
VOID = event(作废="2024-09-20 记错")
VOIDED = Version((VOID,))


def test_what_only_the_layout_says_is_the_same() -> None:
    other = event(内容="已通话。\n")
    assert other.identity == NOTE.identity
    assert not found(version(NOTE), version(other))


def test_to_add_and_to_void_alters_nothing() -> None:
    more = event(内容="又通话。")
    assert not found(version(NOTE), version(VOID, more))
    assert voided(version(NOTE, more), version(VOID, more)) == 1
    assert voided(version(NOTE), version()) == 0


def test_of_twins_the_void_one_stands_for_both() -> None:
    assert not found(version(NOTE, VOID), version(VOID))
    assert not found(version(NOTE, NOTE), version(NOTE))
    (lost,) = found(version(VOID, NOTE), version(NOTE))
    assert lost.harm is Harm.UNVOIDED


def test_an_event_is_paired_with_what_is_most_like_it() -> None:
    answer = event("答复", 单位="市民政局", 类别="A")
    graded = event("答复", 单位="市民政局", 类别="B")
    altered, removed = found(
        version(answer, NOTE), version(event("审定", 会议="会", 内容=None), graded)
    )
    assert (altered.harm, altered.now) == (Harm.ALTERED, graded)
    assert (removed.harm, removed.was) == (Harm.REMOVED, NOTE)


def test_an_event_that_is_like_none_was_removed() -> None:
    other = event("审定", 日期="2024-01-01", 内容=None, 会议="会")
    assert [each.harm for each in found(version(NOTE), version(other))] == [
        Harm.REMOVED
    ]


def test_an_event_that_is_new_elsewhere_was_moved() -> None:
    moved = step(
        {ONE: version(NOTE), TWO: version()}, {ONE: version(), TWO: version(NOTE)}
    )
    (lost,) = alterations(moved)
    assert (lost.harm, lost.to) == (Harm.MOVED, TWO)


def test_a_file_is_gone_with_all_its_events() -> None:
    (lost,) = alterations(step({ONE: version(NOTE, event(内容="又通话。"))}, {}))
    assert (lost.harm, len(lost.all)) == (Harm.GONE, 2)
    assert not alterations(step({ONE: version()}, {}))


def test_what_no_model_reads_is_compared_as_it_is_written() -> None:
    old = recorded_event({"事项": "旧事项", "内容": "甲", "附": ["乙", {"丙": "丁"}]})
    again = recorded_event(
        {"附": ["乙", {"丙": " 丁"}], "事项": "旧事项", "内容": "甲"}
    )
    other = recorded_event({"事项": "旧事项", "内容": "戊", "附": ["乙", {"丙": "丁"}]})
    assert not old.readable
    assert not found(version(old), version(again))
    (altered,) = found(version(old), version(other))
    assert sentence(altered) == "JZ-001 的旧事项被改动：内容 甲 → 戊"
    (removed,) = found(version(old), version())
    assert (
        sentence(removed)
        == "JZ-001 的旧事项被删去：事项 旧事项，内容 甲，附第1项 乙，附第2项丙 丁"
    )


def test_a_slip_that_is_put_right_was_no_record() -> None:
    slip = event(日期="明天", 作废="2024-09-20 记错")
    assert (slip.readable, slip.void) == (False, "2024-09-20 记错")
    assert not found(version(slip), version(NOTE))


def test_behind_a_slip_the_event_that_was_there_still_counts() -> None:
    slip = event(日期="明天")
    between = carried(version(NOTE), version(slip))
    assert between.records == (NOTE,)
    later = found(between, version(event(内容="没有通话。")))
    assert [each.harm for each in later] == [Harm.ALTERED]
    new = event(内容="又通话。")
    assert carried(version(), version(slip, new)).records == (slip, new)


def test_a_record_without_the_form_of_one_can_not_be_read() -> None:
    assert issue_version({"办理记录": "无"}, {}) is None
    assert issue_version({"办理记录": ["无"]}, {}) is None
    assert issue_version({"编号": "JZ-001"}, {}) == Version(())


def test_who_stays_unnamed_is_kept_in_mind() -> None:
    proposers = ["某人", {"姓名": "甲", "保密": "是"}, {"姓名": "乙"}]
    said = issue_version({"提出人": proposers}, {})
    assert said is not None
    assert said.secret == {"甲"}


MERGES = {
    "the other side took it back": (Loss(NOTE, None), version(), version(NOTE), True),
    "nobody took it back": (Loss(NOTE, None), version(), version(), False),
    "the other side has it": (Loss(NOTE, None), version(NOTE), version(NOTE), False),
    "the other side made it count again": (
        Loss(VOID, NOTE),
        version(NOTE),
        version(VOID),
        True,
    ),
    "it was void on this side alone": (
        Loss(VOID, NOTE),
        version(NOTE),
        version(NOTE),
        False,
    ),
    "the other side has another reason": (
        Loss(VOID, event(作废="2024-09-21 重复")),
        version(event(作废="2024-09-21 重复")),
        version(NOTE),
        True,
    ),
    "nobody gave that reason": (
        Loss(VOID, event(作废="2024-09-21 重复")),
        version(NOTE),
        version(NOTE),
        False,
    ),
    "the other side lacks it": (Loss(VOID, NOTE), version(), version(VOID), False),
}


@pytest.mark.parametrize("kind", MERGES)
def test_a_merge_may_lose_what_its_other_parent_had_lost(kind: str) -> None:
    loss, other, base, allowed = MERGES[kind]
    assert excused(loss, other, [base]) is allowed


def test_an_undo_is_the_very_inverse() -> None:
    more = event(内容="又通话。")
    done = step({ONE: version()}, {ONE: version(NOTE)})
    assert inverse(step({ONE: version(NOTE, more)}, {ONE: version(more)}), done)
    assert inverse(step({ONE: version(NOTE)}, {}), step({}, {ONE: version(NOTE)}))
    assert not inverse(step({ONE: version(NOTE, more)}, {ONE: version()}), done)
    assert not inverse(step({TWO: version(NOTE)}, {TWO: version()}), done)
    both = step({ONE: version(), TWO: version()}, {ONE: done.after[ONE], TWO: VOIDED})
    standing, part = {ONE: version(NOTE), TWO: VOIDED}, {ONE: version(), TWO: VOIDED}
    assert not inverse(step(standing, part), both)
    assert inverse(step(standing, {ONE: version(), TWO: version()}), both)
    left = {ONE: version(NOTE), TWO: version()}
    assert inverse(step(left, {ONE: version(), TWO: version()}), both)
    unvoiding = step({ONE: version(VOID)}, {ONE: version(NOTE)})
    assert inverse(unvoiding, step({ONE: version(NOTE)}, {ONE: version(VOID)}))
    assert not inverse(unvoiding, done)


def test_a_new_number_stands_wherever_the_old_one_stood() -> None:
    def merged(into: str) -> Version:
        return version(
            event("终止", 方式="并案", 并入=into, 理由="同一问题", 内容=None),
            event(
                "交办",
                分办=["市民政局", {"单位": "JZ-001", "期限": "2024-12-01"}],
                内容=None,
            ),
        )

    new = ONE._replace(number="JZ-009")
    whole = step(
        {ONE: version(NOTE), TWO: merged("JZ-001")},
        {new: version(NOTE), TWO: merged("JZ-009")},
    )
    moved = renumbered(whole, {"JZ-001": "JZ-009"})
    assert moved is not None
    assert [each.harm for each in alterations(moved)] == [Harm.ALTERED]
    kept = renumbered(
        step({ONE: version(NOTE)}, {new: version(NOTE)}), {"JZ-001": "JZ-009"}
    )
    assert kept is not None
    assert not alterations(kept)


NOT_RENUMBERED = {
    "records were altered": (
        {ONE: version(NOTE)},
        {TWO: version(event(内容="别的。"))},
    ),
    "another file is gone": ({VOTE: version(NOTE)}, {TWO: version(NOTE)}),
    "the new one was there": (
        {ONE: version(NOTE), TWO: version()},
        {TWO: version(NOTE)},
    ),
    "nothing is gone": ({ONE: version(NOTE)}, {ONE: version(NOTE)}),
    "nothing came": ({ONE: version()}, {}),
}


@pytest.mark.parametrize("kind", NOT_RENUMBERED)
def test_what_only_says_that_it_is_a_renumbering(kind: str) -> None:
    whole = step(*NOT_RENUMBERED[kind])
    assert renumbered(whole, {"JZ-001": "JZ-002"}) is None


def test_a_ledger_may_change_its_name() -> None:
    there = ONE._replace(ledger="新名")
    moved, names = relocated(
        step(
            {ONE: version(NOTE), TWO: version(VOID)},
            {there: version(NOTE), TWO: version(VOID)},
        )
    )
    assert names == {"jz": "新名"}
    assert not alterations(moved)


def vote(**fields: object) -> Version:
    row = {"满意": "30", "基本满意": "5", "不满意": "1"}
    said = {"票号": "2024-01", "日期": "2024-10-30", "计票": [row]} | fields
    return vote_version(said)


def test_a_vote_is_one_record() -> None:
    other = vote(计票=[{"满意": "31", "基本满意": "5", "不满意": "1"}])
    (altered,) = alterations(step({VOTE: vote()}, {VOTE: other}))
    assert (
        sentence(altered) == "2024-01 2024-10-30的测评记录被改动：计票第1项满意 30 → 31"
    )
    assert not alterations(step({VOTE: vote()}, {VOTE: vote(作废="2024-11-01 记错")}))
    (gone,) = alterations(step({VOTE: vote()}, {}))
    assert sentence(gone) == "2024-01 整份被删去"
    assert not vote(计票=[]).records[0].readable


def test_an_event_that_comes_again_is_read_once() -> None:
    plain = {"办理记录": [{"日期": "2024-09-18", "事项": "备注", "内容": "甲"}]}
    known: dict[str, Recorded] = {}
    first, again = issue_version(plain, known), issue_version(plain, known)
    assert first is not None
    assert again is not None
    assert first.records[0] is again.records[0]


def test_units_are_told_in_a_row() -> None:
    one = event("交办", 主办="市民政局", 协办=["市财政局"], 内容=None)
    two = event("交办", 主办="市民政局", 协办=["市财政局", "市应急局"], 内容=None)
    (altered,) = found(version(one), version(two))
    assert sentence(altered) == (
        "JZ-001 2024-09-18的交办被改动：协办 市财政局 → 市财政局、市应急局"
    )


def test_each_harm_has_its_words() -> None:
    answer = event("答复", 单位="市民政局", 类别="A")
    reasoned = event(作废="2024-09-21 重复")
    said = {
        Harm.REMOVED: Alteration(ONE, Harm.REMOVED, answer),
        Harm.MOVED: Alteration(ONE, Harm.MOVED, NOTE, to=TWO),
        Harm.UNVOIDED: Alteration(ONE, Harm.UNVOIDED, VOID, NOTE),
        Harm.REASONED: Alteration(ONE, Harm.REASONED, VOID, reasoned),
        Harm.GONE: Alteration(ONE, Harm.GONE, NOTE, all=(NOTE,)),
        Harm.UNREADABLE: Alteration(ONE, Harm.UNREADABLE, NOTE, all=(NOTE, VOID)),
    }
    assert [sentence(each) for each in said.values()] == [
        "JZ-001 2024-09-18的答复（市民政局）被删去：市民政局，A类：已通话。",
        "JZ-001 2024-09-18的备注被移到 JZ-002",
        "JZ-001 2024-09-18的备注已作废（2024-09-20 记错），又被取消作废",
        "JZ-001 2024-09-18的备注的作废被改写：2024-09-20 记错 → 2024-09-21 重复",
        "JZ-001 整份被删去，连同1项办理记录",
        "JZ-001 的文件读不出来，连同2项办理记录",
    ]


def test_of_a_long_text_the_sentence_that_differs_is_said() -> None:
    old = event(内容="第一句不变。第二句是旧的。" + "很长" * 30 + "。")
    new = event(内容="第一句不变。第二句是新的。" + "很长" * 30 + "。")
    (altered,) = found(version(old), version(new))
    assert sentence(altered).endswith("被改动：内容 第二句是旧的。 → 第二句是新的。")
    (cut,) = found(version(old), version(event(内容="第一句不变。", 次序="2")))
    assert [each.short for each in differences(cut)] == [
        "内容 第二句是旧的。" + "很长" * 16 + "… → （无）",
        "次序 （无） → 2",
    ]


def test_a_removed_opinion_names_nobody_who_stays_unnamed() -> None:
    heard = event("反馈", 提出人="甲", 结果="满意", 内容=None)
    lost = alterations(
        step({ONE: Version((heard,), frozenset({"甲"}))}, {ONE: version()})
    )
    assert sentence(lost[0]) == "JZ-001 2024-09-18的反馈被删去：（保密）满意"


def test_a_verdict_says_how_much_was_gone_through() -> None:
    lost = Alteration(ONE, Harm.REMOVED, NOTE)
    nothing = Verdict(0, 0, 0, (), (), 0)
    assert nothing.summary == "版本历史里还没有版本，没有可以核验的"
    sound = Verdict(3, 2, 9, (), (), 0)
    assert sound.summary == (
        "检查了3个版本、2个文件、9项办理记录和测评：没有一项在登记以后被改动或删去"
    )
    both = (Finding(lost, None), Finding(lost, None, restored=True))
    made = Made("0123456789abcdef", "办公室", datetime(2024, 9, 1, tzinfo=UTC), "更新")
    assert made.short == "0123456789"
    ill = sound._replace(findings=both, voided=2)
    assert ill.summary == (
        "检查了3个版本、2个文件、9项办理记录和测评："
        "有2处在登记以后被改动，其中1处现已恢复（按规矩作废、更正的2项不算）"
    )
