"""The procedure: which event is possible in which state, and what then follows."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import LEDGER, issue, ledger, row, stands, work
from rectify.domain.event import MATTERS
from rectify.domain.listing import item_of
from rectify.domain.terms import State
from rectify.domain.workflow import fold, record, void
from rectify.errors import RuleError

if TYPE_CHECKING:
    from records import Row
    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress

VETTED = ledger(rules={"须审定": "是"})
FEEDBACK = ledger(评价方式="反馈")
NO_VOTE = ledger(评价方式="无")
BOSS = [{"批准人": "主任会议"}]

HANDED = row(
    "2024-06-20", "交办", 主办="市民政局", 协办=["市财政局"], 期限="2024-09-30"
)
SHARED = row(
    "2024-06-20",
    "交办",
    分办=["市民政局", "市住建局", "市应急局"],
    期限="2024-09-30",
)
SIGNED = row("2024-06-22", "签收", 单位="市民政局")
WAITING = row("2024-06-28", "申请退回", 单位="市民政局", 理由="不属本单位职责")
ANSWER = row("2024-09-18", "答复", 单位="市民政局", 类别="A")
PASSED = row("2024-10-30", "测评", 票号="2024-01", 结论="通过")
FAILED = row("2024-10-30", "测评", 票号="2024-01", 结论="不通过", 期限="2024-11-30")
TRACKED = row("2024-11-06", "转跟踪", 下次核查="2025-06-30")
CLOSED = row("2024-11-20", "销号", 批准=BOSS)

# A record that leads to each state.
RECORDS: dict[str, tuple[Row, ...]] = {
    "待审定": (),
    "待交办": (),
    "已交办": (HANDED,),
    "待改派": (HANDED, WAITING),
    "办理中": (HANDED, SIGNED),
    "已答复": (HANDED, ANSWER),
    "测评通过": (HANDED, ANSWER, PASSED),
    "重新办理": (HANDED, ANSWER, FAILED),
    "跟踪中": (HANDED, ANSWER, TRACKED),
    "已销号": (HANDED, ANSWER, PASSED, CLOSED),
    "已终止": (HANDED, row("2024-07-01", "终止", 方式="撤回", 理由="书面撤回")),
}

UNHANDED = {"待审定": "待审定", "待交办": "待交办"}
OPEN = {
    state: state
    for state in (
        "已交办",
        "待改派",
        "办理中",
        "已答复",
        "测评通过",
        "重新办理",
        "跟踪中",
    )
}
BEGUN = {**OPEN, "已交办": "办理中", "重新办理": "办理中"}
AFTER = {"已销号": "已销号"}
EVERY = {state: state for state in RECORDS}


def to(state: str, *before: str) -> dict[str, str]:
    return dict.fromkeys(before, state)


# What each event carries, and the states in which it is possible with what it leads to.
# Where no state is named, the event is refused.
Case = tuple[dict[str, object], dict[str, str]]
EXPECTED: dict[str, Case] = {
    "审定": ({"会议": "主任会议"}, to("待交办", "待审定", "待交办")),
    "交办": ({"主办": "市民政局"}, to("已交办", "待交办")),
    "签收": ({"单位": "市财政局"}, OPEN),
    "申请退回": (
        {"单位": "市民政局", "理由": "不属本单位职责"},
        to("待改派", "已交办", "办理中", "重新办理"),
    ),
    "不予退回": ({"单位": "市民政局"}, to("已交办", "待改派")),
    "改派": (
        {"原单位": "市民政局", "单位": "市人社局", "期限": "2025-03-31"},
        {**dict.fromkeys(OPEN, "已交办"), "跟踪中": "跟踪中"},
    ),
    "方案": ({"单位": "市民政局", "责任领导": "分管副局长"}, BEGUN),
    "进展": ({"单位": "市民政局", "内容": "已进场施工。"}, {**BEGUN, **AFTER}),
    "面商": ({"单位": "市民政局", "方式": "当面"}, {**OPEN, **AFTER}),
    "延期": (
        {"单位": "市民政局"},
        {
            state: state
            for state in OPEN
            if state not in {"已答复", "测评通过", "跟踪中"}
        },
    ),
    "催办": ({"单位": "市民政局"}, OPEN),
    "督办": ({"单位": "市民政局"}, OPEN),
    "重点督办": ({"督办领导": "分管副主任"}, {**UNHANDED, **OPEN}),
    "答复": (
        {"单位": "市民政局", "类别": "A"},
        to("已答复", "已交办", "办理中", "重新办理", "已答复", "跟踪中"),
    ),
    "退回重办": (
        {"单位": ["市民政局"], "理由": "答非所问"},
        to("办理中", "已答复"),
    ),
    "复核": (
        {"单位": "市民政局", "结论": "整改到位"},
        {state: state for state in ("已答复", "测评通过", "跟踪中")},
    ),
    "反馈": (
        {"提出人": "王代表", "结果": "不满意", "期限": "2025-01-31"},
        to("重新办理", "已答复", "测评通过", "跟踪中"),
    ),
    "测评": (
        {"票号": "2024-09", "结论": "不通过", "期限": "2025-01-31"},
        to("重新办理", "已答复"),
    ),
    "销号": (
        {"批准": BOSS, "理由": "限期已到，先行销号"},
        to("已销号", "已答复", "测评通过"),
    ),
    "回头看": (
        {"结论": "反弹", "期限": "2025-01-31"},
        to("重新办理", "测评通过", "跟踪中", "已销号"),
    ),
    "转跟踪": ({"下次核查": "2025-06-30"}, to("跟踪中", "已答复", "测评通过")),
    "终止": (
        {"方式": "撤回", "理由": "书面撤回"},
        dict.fromkeys({**UNHANDED, **OPEN}, "已终止"),
    ),
    "恢复": ({"理由": "继续办理"}, to("已交办", "已终止")),
    "现场答复": (
        {"问": "几时完成？", "单位": "市民政局", "答": "年底前。"},
        UNHANDED,
    ),
    "备注": ({"内容": "已电话提醒。"}, EVERY),
}


def rules_for(state: str) -> Ledger:
    return VETTED if state == "待审定" else LEDGER


def test_every_event_and_every_state_has_its_place_in_these_tables() -> None:
    assert tuple(EXPECTED) == MATTERS
    assert set(RECORDS) == {str(state) for state in State}


@pytest.mark.parametrize("state", RECORDS)
def test_a_record_leads_to_its_state(state: str) -> None:
    case = stands(issue(*RECORDS[state]), "2024-12-30", rules_for(state))
    assert not case.faults
    assert case.state == state


@pytest.mark.parametrize("state", RECORDS)
@pytest.mark.parametrize("matter", MATTERS)
def test_an_event_is_possible_only_where_the_procedure_has_it(
    matter: str, state: str
) -> None:
    carried, leads_to = EXPECTED[matter]
    rules, before = rules_for(state), issue(*RECORDS[state])
    event = issue(row("2024-12-30", matter, **carried)).events[0]
    if state in leads_to:
        after = record(before, event, rules)
        assert stands(after, "2024-12-30", rules).state == leads_to[state]
        return
    with pytest.raises(RuleError) as refused:
        record(before, event, rules)
    assert str(refused.value).startswith(f"不能{matter} JZ-001：")
    by_hand = issue(*RECORDS[state], row("2024-12-30", matter, **carried))
    case = stands(by_hand, "2024-12-30", rules)
    assert [str(fault.error) for fault in case.faults] == [str(refused.value)]
    assert case.state == state


def asks_for(*rows: Row, rules: Ledger = LEDGER, **facts: object) -> str:
    """Give the sentence by which the last of these events is refused."""
    before = issue(*rows[:-1], **facts)  # type: ignore[arg-type]  # facts, not a number
    assert not fold(before, rules, on=date(2026, 1, 1)).faults
    event = issue(rows[-1]).events[0]
    with pytest.raises(RuleError) as refused:
        record(before, event, rules)
    return str(refused.value)


def late(matter: str, **carried: object) -> Row:
    """Write an event of a late day."""
    return row("2024-12-30", matter, **carried)


SKETCH = [
    pytest.param(
        (late("签收", 单位="市民政局"),),
        "不能签收 JZ-001：还没有交办。先交办：rectify assign JZ-001 …",
        id="交办之前签收",
    ),
    pytest.param(
        (HANDED, late("审定")), "不能审定 JZ-001：已于2024-06-20交办", id="交办后审定"
    ),
    pytest.param(
        (HANDED, late("交办", 主办="市民政局")),
        "不能交办 JZ-001：已于2024-06-20交办",
        id="再次交办",
    ),
    pytest.param((late("恢复"),), "不能恢复 JZ-001：它没有终止", id="没有终止就恢复"),
    pytest.param(
        (late("交办"),),
        "不能交办 JZ-001：应当有一个主办单位，或者两个以上分办单位。"
        "用 --lead 写主办，或用几个 --each 写分办",
        id="没有单位",
    ),
    pytest.param(
        (late("交办", 主办="市民政局", 分办=["市住建局", "市应急局"]),),
        "不能交办 JZ-001：应当有一个主办单位，或者两个以上分办单位。"
        "用 --lead 写主办，或用几个 --each 写分办",
        id="又有主办又有分办",
    ),
    pytest.param(
        (late("交办", 分办=["市住建局"]),),
        "不能交办 JZ-001：应当有一个主办单位，或者两个以上分办单位。"
        "用 --lead 写主办，或用几个 --each 写分办",
        id="一个分办",
    ),
    pytest.param(
        (late("交办", 主办="市民政局", 协办=["市民政局"]),),
        "不能交办 JZ-001：市民政局写了两次",
        id="一个单位两次",
    ),
    pytest.param(
        (late("交办", 主办="市民政局", 期限="2024-12-29"),),
        "JZ-001 的期限早于交办日期：交办 2024-12-30，期限 2024-12-29",
        id="期限早于交办",
    ),
    pytest.param(
        (
            late(
                "交办",
                分办=[{"单位": "市民政局", "期限": "2024-12-01"}, "市住建局"],
            ),
        ),
        "JZ-001 的期限早于交办日期：交办 2024-12-30，期限 2024-12-01",
        id="分办期限早于交办",
    ),
    pytest.param(
        (HANDED, SIGNED, late("签收", 单位="市民政局")),
        "不能签收 JZ-001：市民政局已于2024-06-22签收",
        id="签收两次",
    ),
    pytest.param(
        (HANDED, late("签收", 单位="市应急局")),
        "不能签收 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="不相干的单位签收",
    ),
    pytest.param(
        (HANDED, WAITING, late("签收", 单位="市民政局")),
        "不能签收 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 --to 单位，"
        "或不予退回：rectify decline JZ-001 --by 市民政局 --refuse",
        id="等待改派时签收",
    ),
    pytest.param(
        (HANDED, WAITING, late("申请退回", 单位="市民政局", 理由="再次申请")),
        "不能申请退回 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 --to 单位，"
        "或不予退回：rectify decline JZ-001 --by 市民政局 --refuse",
        id="申请退回两次",
    ),
    pytest.param(
        (HANDED, ANSWER, late("申请退回", 单位="市民政局", 理由="不属职责")),
        "不能申请退回 JZ-001：市民政局已经答复",
        id="答复之后申请退回",
    ),
    pytest.param(
        (HANDED, late("不予退回", 单位="市民政局")),
        "不能不予退回 JZ-001：市民政局没有申请退回",
        id="没有申请就不予退回",
    ),
    pytest.param(
        (HANDED, late("改派")),
        "不能改派 JZ-001：没有写明原单位和新单位",
        id="改派不写单位",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市应急局", 单位="市人社局")),
        "不能改派 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="改派不相干的单位",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市民政局")),
        "不能改派 JZ-001：市民政局是唯一的答复单位，须有新单位接办",
        id="减去唯一的答复单位",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市民政局", 单位="市人社局", 角色="协办")),
        "不能改派 JZ-001：市民政局是唯一的答复单位，须有新单位接办",
        id="唯一的答复单位换成协办",
    ),
    pytest.param(
        (HANDED, late("改派", 原单位="市民政局", 单位="市财政局")),
        "不能改派 JZ-001：市财政局已在承办单位之中",
        id="改派给已有的单位",
    ),
    pytest.param(
        (HANDED, late("改派", 单位="市人社局", 角色="主办")),
        "不能改派 JZ-001：已有主办单位，不能再加主办单位",
        id="再加主办",
    ),
    pytest.param(
        (HANDED, late("改派", 单位="市人社局", 角色="分办")),
        "不能改派 JZ-001：已有主办单位，不能再加分办单位",
        id="主办之外加分办",
    ),
    pytest.param(
        (SHARED, late("改派", 单位="市人社局", 角色="主办")),
        "不能改派 JZ-001：已有分办、分办、分办单位，不能再加主办单位",
        id="分办之外加主办",
    ),
    pytest.param(
        (
            HANDED,
            late("改派", 原单位="市民政局", 单位="市人社局", 期限="2024-12-29"),
        ),
        "JZ-001 的期限早于改派日期：改派 2024-12-30，期限 2024-12-29",
        id="期限早于改派",
    ),
    pytest.param(
        (HANDED, late("方案", 单位="市应急局")),
        "不能方案 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="不相干的单位报方案",
    ),
    pytest.param(
        (HANDED, ANSWER, late("延期", 单位="市民政局")),
        "不能延期 JZ-001：市民政局已经答复",
        id="答复之后延期",
    ),
    pytest.param(
        (
            row("2024-06-20", "交办", 主办="市民政局", 期限依据="长期坚持"),
            late("延期", 单位="市民政局"),
        ),
        "不能延期 JZ-001：市民政局没有期限可延",
        id="没有期限的延期",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 申请日期="2024-12-31")),
        "JZ-001 的申请日期晚于延期日期：延期 2024-12-30，申请日期 2024-12-31",
        id="申请晚于决定",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 申请日期="2024-06-19")),
        "JZ-001 的申请日期早于交办日期：交办 2024-06-20，申请日期 2024-06-19",
        id="申请早于交办",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 结论="同意")),
        "不能延期 JZ-001：没有写明新期限。用 --deadline 写明",
        id="同意延期而没有新期限",
    ),
    pytest.param(
        (HANDED, late("延期", 单位="市民政局", 结论="同意", 新期限="2024-09-30")),
        "不能延期 JZ-001：新期限 2024-09-30 不晚于现期限 2024-09-30",
        id="新期限不晚",
    ),
    pytest.param(
        (HANDED, late("催办", 单位="市应急局")),
        "不能催办 JZ-001：市应急局不是它的承办单位。承办单位：市民政局、市财政局",
        id="催办不相干的单位",
    ),
    pytest.param(
        (HANDED, late("重点督办", 结论="取消")),
        "不能取消重点督办 JZ-001：它没有列入重点督办",
        id="取消没有列入的",
    ),
    pytest.param(
        (HANDED, late("答复", 单位="市财政局")),
        "不能答复 JZ-001：市财政局是协办单位，不单独答复。"
        "它的意见由市民政局一并答复；情况可记入 rectify progress",
        id="协办单位答复",
    ),
    pytest.param(
        (HANDED, WAITING, late("答复", 单位="市民政局")),
        "不能答复 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 --to 单位，"
        "或不予退回：rectify decline JZ-001 --by 市民政局 --refuse",
        id="等待改派时答复",
    ),
    pytest.param(
        (HANDED, late("答复", 单位="市民政局", 类别="甲")),
        "不能答复 JZ-001：没有“甲”这个答复类别。本台账的类别：A、B、C",
        id="没有的类别",
    ),
    pytest.param(
        (HANDED, late("答复", 单位="市民政局", 成文日期="2024-12-31")),
        "JZ-001 的成文日期晚于收到答复日期：收到答复 2024-12-30，成文日期 2024-12-31",
        id="成文晚于收到",
    ),
    pytest.param(
        (SHARED, ANSWER, late("退回重办", 单位=["市民政局", "市住建局"], 理由="空")),
        "不能退回重办 JZ-001：市住建局还没有答复",
        id="退回没有的答复",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            late("退回重办", 单位=["市民政局"], 理由="空", 期限="2024-12-29"),
        ),
        "JZ-001 的期限早于退回重办日期：退回重办 2024-12-30，期限 2024-12-29",
        id="期限早于退回",
    ),
    pytest.param(
        (HANDED, late("复核", 单位="市民政局", 结论="整改到位")),
        "不能复核 JZ-001：市民政局还没有答复。"
        "先记录答复：rectify respond JZ-001 --by 市民政局 …",
        id="复核没有的答复",
    ),
    pytest.param(
        (HANDED, ANSWER, late("复核", 单位="市民政局", 结论="无法整改")),
        "不能复核 JZ-001：无法整改须写明理由。用 --reason 写明",
        id="无法整改而没有理由",
    ),
    pytest.param(
        (HANDED, ANSWER, FAILED, late("测评", 票号="2024-09", 结论="通过")),
        "不能测评 JZ-001：测评未通过（票号 2024-01），第2次办理还没有答复。"
        "先记录新的答复：rectify respond JZ-001 --by 市民政局 …",
        id="没有新的答复就再测评",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            row("2024-10-08", "反馈", 提出人="王代表", 结果="不满意"),
            late("销号", 批准=BOSS),
        ),
        "不能销号 JZ-001：王代表反馈不满意，第2次办理还没有答复。"
        "先记录新的答复：rectify respond JZ-001 --by 市民政局 …",
        id="不满意之后销号",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            PASSED,
            CLOSED,
            row("2024-12-10", "回头看", 结论="反弹", 期限="2025-01-10"),
            late("销号", 批准=BOSS),
        ),
        "不能销号 JZ-001：回头看发现反弹，第2次办理还没有答复。"
        "先记录新的答复：rectify respond JZ-001 --by 市民政局 …",
        id="反弹之后销号",
    ),
    pytest.param(
        (HANDED, WAITING, late("测评", 票号="2024-09", 结论="通过")),
        "不能测评 JZ-001：市民政局已申请退回，正在等待改派。"
        "先改派：rectify reassign JZ-001 --from 市民政局 …",
        id="待改派时测评",
    ),
    pytest.param(
        (
            SHARED,
            WAITING,
            row("2024-09-18", "答复", 单位="市住建局"),
            late("测评", 票号="2024-09", 结论="通过"),
        ),
        "不能测评 JZ-001：市民政局、市应急局还没有答复。"
        "先记录答复：rectify respond JZ-001 --by 市应急局 …",
        id="一个待改派、一个没有答复",
    ),
    pytest.param(
        (HANDED, ANSWER, TRACKED, late("测评", 票号="2024-09", 结论="通过")),
        "不能测评 JZ-001：正在跟踪。核查后先记录新的答复：rectify respond JZ-001 …",
        id="跟踪中测评",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, late("答复", 单位="市民政局")),
        "不能答复 JZ-001：测评已经通过。可以销号：rectify close JZ-001",
        id="测评通过后答复",
    ),
    pytest.param(
        (HANDED, ANSWER, late("回头看", 结论="巩固")),
        "不能回头看 JZ-001：它已经答复，还没有测评通过或销号",
        id="已答复就回头看",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, CLOSED, late("答复", 单位="市民政局")),
        "不能答复 JZ-001：已于2024-11-20销号。"
        "发现反弹，用 rectify recheck JZ-001 --result 反弹",
        id="销号后答复",
    ),
    pytest.param(
        (
            HANDED,
            row("2024-07-01", "终止", 方式="并案", 并入="JZ-002"),
            late("答复", 单位="市民政局"),
        ),
        "不能答复 JZ-001：已终止（并案，并入 JZ-002）。"
        "要继续办理，先恢复：rectify resume JZ-001",
        id="并案后答复",
    ),
    pytest.param(
        (*RECORDS["已终止"], late("答复", 单位="市民政局")),
        "不能答复 JZ-001：已终止（撤回）。要继续办理，先恢复：rectify resume JZ-001",
        id="撤回后答复",
    ),
    pytest.param(
        (late("终止", 方式="并案"),),
        "不能终止 JZ-001：并案要写明并入哪一条，别的方式不写。用 --into",
        id="并案不写并入",
    ),
    pytest.param(
        (late("终止", 方式="撤回", 并入="JZ-002"),),
        "不能终止 JZ-001：并案要写明并入哪一条，别的方式不写。用 --into",
        id="撤回写了并入",
    ),
    pytest.param(
        (late("终止", 方式="并案", 并入="JZ-001"),),
        "不能终止 JZ-001：不能并入自己",
        id="并入自己",
    ),
    pytest.param(
        (HANDED, ANSWER, late("转跟踪", 下次核查="2024-12-30")),
        "JZ-001 的下次核查等于转跟踪日期：转跟踪 2024-12-30，下次核查 2024-12-30",
        id="下次核查就在当天",
    ),
    pytest.param(
        (HANDED, ANSWER, late("销号", 批准=BOSS)),
        "不能销号 JZ-001：本次办理的测评还没有通过。"
        "先记录测评：rectify evaluate JZ-001 …，或用 --force --reason 说明理由",
        id="没有测评就销号",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, late("销号")),
        "不能销号 JZ-001：本台账须1级批准，现有0级。用 --approver 写明批准人",
        id="没有批准就销号",
    ),
    pytest.param(
        (HANDED, ANSWER, PASSED, late("销号", 批准=BOSS, 申请日期="2024-12-31")),
        "JZ-001 的申请日期晚于销号日期：销号 2024-12-30，申请日期 2024-12-31",
        id="申请晚于销号",
    ),
    pytest.param(
        (
            HANDED,
            ANSWER,
            PASSED,
            late("销号", 批准=[{"批准人": "主任会议", "日期": "2025-01-02"}]),
        ),
        "JZ-001 的批准日期晚于销号日期：销号 2024-12-30，批准日期 2025-01-02",
        id="批准晚于销号",
    ),
]


@pytest.mark.parametrize(("rows", "sentence"), SKETCH)
def test_a_refusal_says_which_issue_what_is_missing_and_what_to_do(
    rows: tuple[Row, ...], sentence: str
) -> None:
    assert asks_for(*rows) == sentence


def demanding(**rules: object) -> Ledger:
    return ledger(rules=rules)


@pytest.mark.parametrize(
    ("rules", "rows", "sentence"),
    [
        pytest.param(
            VETTED,
            (late("交办", 主办="市民政局"),),
            "不能交办 JZ-001：还没有审定。先审定：rectify approve JZ-001",
            id="没有审定就交办",
        ),
        pytest.param(
            NO_VOTE,
            (HANDED, ANSWER, late("测评", 票号="2024-09", 结论="通过")),
            "不能测评 JZ-001：本台账的评价方式是“无”。"
            "要组织测评，请在 ledger.yaml 里写“评价方式: 测评”",
            id="不测评的台账",
        ),
        pytest.param(
            FEEDBACK,
            (HANDED, ANSWER, late("销号", 批准=BOSS)),
            "不能销号 JZ-001：本次办理的反馈还没有通过。"
            "先记录反馈：rectify feedback JZ-001 …，或用 --force --reason 说明理由",
            id="没有反馈就销号",
        ),
        pytest.param(
            demanding(批准级数="2"),
            (HANDED, ANSWER, PASSED, late("销号", 批准=BOSS)),
            "不能销号 JZ-001：本台账须2级批准，现有1级。用 --approver 写明批准人",
            id="批准级数不够",
        ),
        pytest.param(
            demanding(销号须佐证="是"),
            (HANDED, ANSWER, PASSED, late("销号", 批准=BOSS)),
            "不能销号 JZ-001：没有佐证材料。用 --evidence 附上文件",
            id="没有佐证",
        ),
        pytest.param(
            demanding(可销号类别=["A", "B"]),
            (
                HANDED,
                row("2024-09-18", "答复", 单位="市民政局", 类别="C"),
                PASSED,
                late("销号", 批准=BOSS),
            ),
            "不能销号 JZ-001：市民政局的答复类别是C，只有A、B类可以销号。"
            "用 --force --reason 说明理由，或转跟踪：rectify track",
            id="类别不可销号",
        ),
        pytest.param(
            demanding(可销号类别=["A"]),
            (
                HANDED,
                row("2024-09-18", "答复", 单位="市民政局"),
                PASSED,
                late("销号", 批准=BOSS),
            ),
            "不能销号 JZ-001：市民政局的答复类别是空，只有A类可以销号。"
            "用 --force --reason 说明理由，或转跟踪：rectify track",
            id="没有类别",
        ),
        pytest.param(
            demanding(可销号类别=["A"]),
            (
                HANDED,
                ANSWER,
                FAILED,
                row("2024-11-20", "答复", 单位="市民政局"),
                row("2024-12-20", "测评", 票号="2024-02", 结论="通过"),
                late("销号", 批准=BOSS),
            ),
            "不能销号 JZ-001：市民政局的答复类别是空，只有A类可以销号。"
            "用 --force --reason 说明理由，或转跟踪：rectify track",
            id="上一次办理的类别不算",
        ),
    ],
)
def test_what_a_ledger_demands_is_refused_when_it_is_missing(
    rules: Ledger, rows: tuple[Row, ...], sentence: str
) -> None:
    assert asks_for(*rows, rules=rules) == sentence


def test_only_a_proposer_of_the_issue_gives_feedback() -> None:
    sentence = asks_for(
        HANDED,
        ANSWER,
        late("反馈", 提出人="赵代表", 结果="满意"),
        提出人=[{"姓名": "王代表"}, {"姓名": "李代表"}],
    )
    assert sentence == ("不能反馈 JZ-001：提出人中没有“赵代表”。提出人：王代表、李代表")


@pytest.mark.parametrize(
    ("rules", "rows", "state"),
    [
        pytest.param(
            VETTED,
            (late("交办", 主办="市民政局", 理由="主任会议口头同意"),),
            "已交办",
            id="越过审定",
        ),
        pytest.param(
            demanding(可销号类别=["B"], 销号须佐证="是"),
            (HANDED, ANSWER, late("销号", 批准=BOSS, 理由="上级已验收")),
            "已销号",
            id="越过测评、类别和佐证",
        ),
        pytest.param(
            NO_VOTE, (HANDED, ANSWER, late("销号", 批准=BOSS)), "已销号", id="不评价"
        ),
        pytest.param(
            demanding(销号须测评="否"),
            (HANDED, ANSWER, late("销号", 批准=BOSS)),
            "已销号",
            id="不须测评",
        ),
        pytest.param(
            demanding(批准级数="0"),
            (HANDED, ANSWER, PASSED, late("销号")),
            "已销号",
            id="不须批准",
        ),
        pytest.param(
            demanding(销号须佐证="是", 可销号类别=["A"], 批准级数="2"),
            (
                HANDED,
                ANSWER,
                PASSED,
                late(
                    "销号",
                    申请日期="2024-12-20",
                    批准=[
                        {"批准人": "工委主任", "日期": "2024-12-25"},
                        {"批准人": "分管副主任", "日期": "2024-12-30"},
                    ],
                    佐证=[{"文件": "验收表.pdf", "SHA-256": "0" * 64}],
                ),
            ),
            "已销号",
            id="样样俱全",
        ),
    ],
)
def test_a_step_is_skipped_with_a_reason_or_where_it_is_not_asked(
    rules: Ledger, rows: tuple[Row, ...], state: str
) -> None:
    done = record(issue(*rows[:-1]), issue(rows[-1]).events[0], rules)
    assert stands(done, "2024-12-30", rules).state == state


def units(case: Progress) -> str:
    return " ".join(f"{each.role}{each.unit}{each.state}" for each in case.undertakings)


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        pytest.param(
            (HANDED, late("改派", 单位="市人社局")),
            "主办市民政局已交办 协办市财政局已交办 协办市人社局已交办",
            id="增加一个，默认协办",
        ),
        pytest.param(
            (HANDED, late("改派", 原单位="市财政局", 单位="市人社局")),
            "主办市民政局已交办 协办市人社局已交办",
            id="换协办",
        ),
        pytest.param(
            (HANDED, late("改派", 原单位="市财政局")),
            "主办市民政局已交办",
            id="减协办",
        ),
        pytest.param(
            (HANDED, SIGNED, late("改派", 原单位="市民政局", 单位="市人社局")),
            "主办市人社局已交办 协办市财政局已交办",
            id="换主办，协办不动",
        ),
        pytest.param(
            (
                HANDED,
                row(
                    "2024-07-01",
                    "改派",
                    原单位="市民政局",
                    单位="市民政局",
                    角色="分办",
                ),
                late("改派", 单位="市住建局", 角色="分办"),
            ),
            "分办市民政局已交办 协办市财政局已交办 分办市住建局已交办",
            id="主办改为分办，再加一个",
        ),
        pytest.param(
            (SHARED, SIGNED, late("改派", 原单位="市应急局")),
            "分办市民政局办理中 分办市住建局已交办",
            id="减一个分办",
        ),
        pytest.param(
            (SHARED, ANSWER, late("改派", 原单位="市住建局", 单位="市人社局")),
            "分办市民政局已答复 分办市人社局已交办 分办市应急局已交办",
            id="换一个分办",
        ),
    ],
)
def test_units_are_replaced_added_and_released(
    rows: tuple[Row, ...], after: str
) -> None:
    done = record(issue(*rows[:-1]), issue(rows[-1]).events[0], LEDGER)
    assert units(stands(done, "2024-12-30")) == after


def test_a_new_unit_without_a_deadline_of_its_own_inherits_the_old_one() -> None:
    moved = issue(HANDED, row("2024-07-01", "改派", 原单位="市民政局", 单位="市人社局"))
    assert str(stands(moved, "2024-07-01").deadline) == "2024-09-30"
    added = issue(SHARED, row("2024-07-01", "改派", 单位="市人社局", 角色="分办"))
    assert work(stands(added, "2024-07-01"), "市人社局").deadline is None


def test_the_one_who_came_for_the_second_round_has_no_first_clock() -> None:
    moved = issue(
        HANDED,
        ANSWER,
        FAILED,
        row(
            "2024-11-05", "改派", 原单位="市民政局", 单位="市人社局", 期限="2024-12-05"
        ),
    )
    case = stands(moved, "2024-11-05")
    assert work(case, "市人社局").entered == 2
    assert work(case, "市人社局").first_clock is None
    assert case.round == 2
    assert [each.unit for each in case.released] == ["市民政局"]
    assert [str(clock.original) for clock in case.clocks_of_first_round()] == [
        "2024-09-30"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param((HANDED,), "已交办", id="没有签收"),
        pytest.param((HANDED, SIGNED), "办理中", id="已签收"),
        pytest.param((HANDED, ANSWER, FAILED), "重新办理", id="重新办理"),
    ],
)
def test_a_unit_that_is_kept_to_it_goes_on_where_it_was(
    before: tuple[Row, ...], after: str
) -> None:
    asked = row("2024-11-10", "申请退回", 单位="市民政局", 理由="不属本单位职责")
    kept = row("2024-11-15", "不予退回", 单位="市民政局")
    assert stands(issue(*before, asked), "2024-11-14").state == "待改派"
    assert stands(issue(*before, asked, kept), "2024-11-15").state == after


def test_what_a_unit_does_while_it_waits_counts_as_signing() -> None:
    kept = issue(
        HANDED,
        WAITING,
        row("2024-07-01", "进展", 单位="市民政局", 内容="先行排查。"),
        row("2024-07-05", "不予退回", 单位="市民政局"),
    )
    assert stands(kept, "2024-07-04").state == "待改派"
    assert stands(kept, "2024-07-05").state == "办理中"


@pytest.mark.parametrize(
    ("event", "signed"),
    [
        (row("2024-07-01", "签收", 单位="市民政局"), "2024-07-01"),
        (row("2024-07-01", "方案", 单位="市民政局"), "2024-07-01"),
        (row("2024-07-01", "进展", 单位="市民政局", 内容="进场。"), "2024-07-01"),
        (row("2024-07-01", "答复", 单位="市民政局"), "2024-07-01"),
        (row("2024-07-01", "面商", 单位="市民政局", 方式="当面"), "None"),
        (row("2024-07-01", "催办", 单位="市民政局"), "None"),
        (row("2024-07-01", "延期", 单位="市民政局"), "None"),
    ],
    ids=lambda value: value["事项"] if isinstance(value, dict) else value,
)
def test_who_plans_reports_or_answers_has_signed(event: Row, signed: str) -> None:
    case = stands(issue(HANDED, event), "2024-07-01")
    assert str(work(case, "市民政局").accepted) == signed


def test_a_unit_signs_again_for_a_new_round_but_the_first_day_counts() -> None:
    again = issue(
        HANDED, SIGNED, ANSWER, FAILED, row("2024-11-04", "签收", 单位="市民政局")
    )
    case = stands(again, "2024-11-04")
    assert (case.state, case.round) == ("办理中", 2)
    assert str(work(case, "市民政局").accepted) == "2024-06-22"


ASKED = row("2024-09-20", "延期", 单位="市民政局", 理由="施工期未完")


@pytest.mark.parametrize(
    ("rows", "on", "remaining"),
    [
        pytest.param((ASKED,), "2024-09-25", "剩5天", id="期限前待批"),
        pytest.param((ASKED,), "2024-10-02", "逾期2天（延期待批）", id="待批"),
        pytest.param(
            (ASKED, row("2024-09-28", "延期", 单位="市民政局", 结论="不同意")),
            "2024-10-02",
            "逾期2天",
            id="不同意",
        ),
        pytest.param(
            (
                ASKED,
                row(
                    "2024-09-28",
                    "延期",
                    单位="市民政局",
                    结论="同意",
                    新期限="2024-10-31",
                ),
            ),
            "2024-10-02",
            "剩29天",
            id="同意",
        ),
    ],
)
def test_an_extension_counts_from_its_decision(
    rows: tuple[Row, ...], on: str, remaining: str
) -> None:
    case = stands(issue(HANDED, *rows), on)
    assert item_of(case).remaining == remaining
    assert str(work(case, "市民政局").original) == "2024-09-30"


def test_one_unit_s_request_does_not_excuse_another_late_unit() -> None:
    one = issue(SHARED, ASKED)
    assert item_of(stands(one, "2024-10-05")).remaining == "逾期5天"
    others = [row("2024-09-20", "延期", 单位=unit) for unit in ("市住建局", "市应急局")]
    everyone = issue(SHARED, ASKED, *others)
    assert item_of(stands(everyone, "2024-10-05")).remaining == "逾期5天（延期待批）"


def test_the_answer_ends_the_wait_for_a_decision() -> None:
    answered = issue(HANDED, ASKED, row("2024-10-08", "答复", 单位="市民政局"))
    assert work(stands(answered, "2024-10-08"), "市民政局").pending is None


def test_a_returned_answer_is_taken_back_in_the_same_round() -> None:
    back = issue(
        HANDED,
        ANSWER,
        row("2024-09-20", "复核", 单位="市民政局", 结论="整改到位"),
        row(
            "2024-09-25",
            "退回重办",
            单位=["市民政局"],
            理由="答非所问",
            期限="2024-10-15",
        ),
    )
    assert stands(back, "2024-09-24").reviewed_as(*work_findings())
    case = stands(back, "2024-09-25")
    answering = work(case, "市民政局")
    assert (case.state, case.round, str(case.deadline)) == ("办理中", 1, "2024-10-15")
    assert (answering.answer, answering.review, answering.last_grade) == (
        None,
        None,
        None,
    )
    assert not case.reviewed_as(*work_findings())


def work_findings() -> tuple[Any, ...]:
    from rectify.domain.terms import Finding

    return (Finding.RECTIFIED,)


def test_only_the_answer_of_this_round_is_taken_back() -> None:
    back = issue(
        HANDED,
        ANSWER,
        FAILED,
        row("2024-11-20", "答复", 单位="市民政局", 类别="B"),
        row("2024-11-25", "退回重办", 单位=["市民政局"], 理由="仍未整改"),
    )
    case = stands(back, "2024-11-25")
    assert (case.state, case.round) == ("办理中", 2)
    assert work(case, "市民政局").last_grade == "A"
    assert work(case, "市民政局").present_grade is None


@pytest.mark.parametrize(
    ("named", "states"),
    [
        pytest.param(
            {},
            "分办市民政局重新办理 分办市住建局重新办理 分办市应急局重新办理",
            id="没有点名，都重新办理",
        ),
        pytest.param(
            {"单位": ["市住建局"]},
            "分办市民政局已答复 分办市住建局重新办理 分办市应急局已答复",
            id="点名一个",
        ),
    ],
)
@pytest.mark.parametrize(
    "begins",
    [
        pytest.param(("测评", {"票号": "2024-01", "结论": "不通过"}), id="测评"),
        pytest.param(("反馈", {"提出人": "王代表", "结果": "不满意"}), id="反馈"),
    ],
)
def test_a_new_round_is_for_every_answering_unit_or_for_those_named(
    begins: tuple[str, dict[str, object]], named: dict[str, object], states: str
) -> None:
    answers = [
        row("2024-09-18", "答复", 单位=unit, 类别="A")
        for unit in ("市民政局", "市住建局", "市应急局")
    ]
    matter, carried = begins
    opening = row("2024-10-30", matter, **carried, **named, 期限="2024-11-29")
    case = stands(issue(SHARED, *answers, opening), "2024-10-30")
    assert not case.faults
    assert units(case) == states
    assert (case.state, case.round, str(case.deadline)) == ("重新办理", 2, "2024-11-29")


def test_a_new_round_is_refused_for_units_that_do_not_answer() -> None:
    sentence = asks_for(
        HANDED,
        ANSWER,
        late("测评", 票号="2024-01", 结论="不通过", 单位=["市财政局"]),
    )
    assert sentence.startswith("不能测评 JZ-001：市财政局是协办单位，不单独答复")


def test_the_second_failure_is_told() -> None:
    twice = issue(
        HANDED,
        ANSWER,
        FAILED,
        row("2024-11-20", "答复", 单位="市民政局", 类别="A"),
        row("2024-12-20", "反馈", 提出人="王代表", 结果="不满意"),
    )
    assert not item_of(stands(twice, "2024-12-19")).twice_failed
    case = stands(twice, "2024-12-20")
    assert (case.round, case.failures) == (3, 2)
    assert item_of(case).twice_failed


PROPOSERS = [{"姓名": "王代表"}, {"姓名": "李代表"}]
PLEASED = row("2024-10-08", "反馈", 提出人="王代表", 结果="满意")
FAIRLY = row("2024-10-09", "反馈", 提出人="李代表", 结果="基本满意")


@pytest.mark.parametrize(
    ("rules", "proposers", "rows", "state"),
    [
        pytest.param(FEEDBACK, PROPOSERS, (PLEASED,), "已答复", id="还差一人"),
        pytest.param(FEEDBACK, PROPOSERS, (PLEASED, FAIRLY), "测评通过", id="都满意"),
        pytest.param(FEEDBACK, [], (PLEASED,), "测评通过", id="没有列明提出人"),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (PLEASED, row("2024-10-09", "反馈", 提出人="李代表", 结果="未表态")),
            "已答复",
            id="一人未表态",
        ),
        pytest.param(LEDGER, PROPOSERS, (PLEASED, FAIRLY), "已答复", id="以测评为准"),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (
                PLEASED,
                row("2024-10-09", "反馈", 提出人="李代表", 结果="不满意"),
                row("2024-11-08", "答复", 单位="市民政局"),
                row("2024-11-15", "反馈", 提出人="李代表", 结果="满意"),
            ),
            "已答复",
            id="新的一次办理，先前的满意不算",
        ),
        pytest.param(
            FEEDBACK,
            PROPOSERS,
            (PLEASED, row("2024-10-09", "转跟踪", 下次核查="2025-03-31"),
             row("2024-10-10", "反馈", 提出人="李代表", 结果="满意")),
            "跟踪中",
            id="跟踪中反馈满意",
        ),
    ],
)  # fmt: skip
def test_content_proposers_pass_an_issue_where_feedback_decides(
    rules: Ledger, proposers: list[object], rows: tuple[Row, ...], state: str
) -> None:
    case = stands(issue(HANDED, ANSWER, *rows, 提出人=proposers), "2024-12-01", rules)
    assert not case.faults
    assert case.state == state


def test_what_passed_by_feedback_is_closed_without_a_vote() -> None:
    closed = issue(HANDED, ANSWER, PLEASED, CLOSED)
    assert stands(closed, "2024-11-20", FEEDBACK).state == "已销号"


def test_a_second_answer_supplements_the_first_on_its_day() -> None:
    more = issue(HANDED, ANSWER, row("2024-10-08", "答复", 单位="市民政局", 类别="B"))
    answering = work(stands(more, "2024-10-08"), "市民政局")
    assert answering.last_grade == "B"
    assert str(answering.clock.answered_on) == "2024-09-18"


def test_a_look_back_that_finds_all_well_changes_nothing() -> None:
    held = issue(HANDED, ANSWER, PASSED, CLOSED, late("回头看", 结论="巩固"))
    assert stands(held, "2024-12-30").state == "已销号"
    assert stands(held, "2024-12-30").round == 1


def test_what_is_key_stays_so_until_it_is_taken_off_the_list() -> None:
    listed = issue(
        row("2024-06-01", "重点督办", 督办领导="分管副主任"),
        HANDED,
        late("重点督办", 结论="取消"),
    )
    assert stands(listed, "2024-12-29").is_key
    assert not stands(listed, "2024-12-30").is_key
    assert not stands(listed, "2024-05-31").is_key


def test_what_has_no_end_is_never_late() -> None:
    lasting = issue(
        row("2024-06-20", "交办", 主办="市民政局", 期限依据="长期坚持"),
        时限类型="长期坚持",
    )
    case = stands(lasting, "2026-06-20")
    assert (case.deadline, case.days_left, case.overdue_days) == (None, None, 0)
    assert item_of(case).remaining == "长期"


def test_who_met_the_proposer_before_the_first_answer_is_kept() -> None:
    met = issue(
        HANDED,
        row("2024-07-01", "面商", 单位="市财政局", 方式="电话"),
        ANSWER,
        row("2024-09-20", "面商", 单位="市民政局", 方式="当面"),
    )
    case = stands(met, "2024-12-30")
    assert [(each.unit, each.manner, each.before) for each in case.contacts] == [
        ("市财政局", "电话", True),
        ("市民政局", "当面", False),
    ]


# --- several issues ---------------------------------------------------------------


def merged(number: str, into: str) -> Issue:
    return issue(
        HANDED, row("2024-07-01", "终止", 方式="并案", 并入=into), number=number
    )


def test_a_merged_issue_stands_where_its_parent_stands() -> None:
    from records import roster

    book = roster(
        issue(HANDED, ANSWER),
        merged("JZ-002", "JZ-001"),
        merged("JZ-003", "JZ-002"),
        on="2024-09-30",
    )
    assert [case.state for case in book.cases] == ["已答复"] * 3
    assert [case.own_state for case in book.cases] == ["已答复", "已终止", "已终止"]
    assert [case.merged_into for case in book.cases] == [None, "JZ-001", "JZ-002"]
    assert book.cases[2].open


@pytest.mark.parametrize(
    "circle",
    [
        pytest.param((("JZ-001", "JZ-002"), ("JZ-002", "JZ-001")), id="互相并入"),
        pytest.param(
            (("JZ-001", "JZ-002"), ("JZ-002", "JZ-003"), ("JZ-003", "JZ-002")),
            id="并入一个圈",
        ),
        pytest.param((("JZ-001", "JZ-009"),), id="并入没有的"),
    ],
)
def test_issues_that_are_merged_in_a_circle_stand_alone(
    circle: tuple[tuple[str, str], ...],
) -> None:
    from records import roster

    book = roster(*(merged(*each) for each in circle), on="2024-09-30")
    assert {case.state for case in book.cases} == {State.DROPPED}
    assert [case.parent for case in book.cases] == [None] * len(circle)


def test_a_merged_issue_goes_its_own_way_once_it_is_resumed() -> None:
    from records import roster

    child = merged("JZ-002", "JZ-001")
    resumed = record(child, issue(row("2024-08-01", "恢复")).events[0], LEDGER)
    book = roster(issue(HANDED, ANSWER), resumed, on="2024-09-30")
    assert [case.state for case in book.cases] == ["已答复", "已交办"]


# --- voiding, recording, days -------------------------------------------------------


def test_a_void_event_is_passed_over_and_the_rest_folded_anew() -> None:
    done = void(issue(HANDED, SIGNED, ANSWER), 2, "2024-09-20 单位写错", LEDGER)
    assert stands(done, "2024-09-20").state == "办理中"
    assert done.events[2].void == "2024-09-20 单位写错"


@pytest.mark.parametrize(
    ("index", "sentence"),
    [
        pytest.param(
            0, "不能答复 JZ-001：还没有交办。先交办：rectify assign JZ-001 …", id="交办"
        ),
        pytest.param(
            1,
            "不能测评 JZ-001：市民政局还没有答复。"
            "先记录答复：rectify respond JZ-001 --by 市民政局 …",
            id="答复",
        ),
        pytest.param(
            2,
            "不能销号 JZ-001：本次办理的测评还没有通过。"
            "先记录测评：rectify evaluate JZ-001 …，或用 --force --reason 说明理由",
            id="测评",
        ),
    ],
)
def test_what_later_events_depend_on_cannot_be_voided(
    index: int, sentence: str
) -> None:
    with pytest.raises(RuleError) as refused:
        void(issue(*RECORDS["已销号"]), index, "2024-12-30 记错", LEDGER)
    assert str(refused.value) == sentence


def test_an_event_that_would_break_a_later_one_is_refused() -> None:
    moved = issue(row("2024-08-01", "改派", 原单位="市民政局", 单位="市人社局"))
    with pytest.raises(RuleError) as refused:
        record(issue(HANDED, ANSWER), moved.events[0], LEDGER)
    assert str(refused.value) == (
        "不能答复 JZ-001：市民政局不是它的承办单位。承办单位：市人社局、市财政局"
    )


def test_a_fault_that_is_there_already_hinders_no_other_event() -> None:
    faulty = issue(HANDED, row("2024-06-25", "答复", 单位="市应急局"))
    signed = record(faulty, issue(SIGNED).events[0], LEDGER)
    assert stands(signed, "2024-06-30").state == "办理中"


def test_a_fault_that_is_there_already_excuses_no_second_one() -> None:
    answer = row("2024-06-25", "答复", 单位="市应急局")
    again = row("2024-06-26", "答复", 单位="市应急局")
    with pytest.raises(RuleError, match="市应急局不是它的承办单位"):
        record(issue(HANDED, answer), issue(again).events[0], LEDGER)


def test_a_refused_event_of_a_file_changes_nothing() -> None:
    early = row("2024-06-20", "交办", 主办="市民政局", 期限="2024-06-19")
    case = stands(issue(early), "2024-06-20")
    assert (case.state, case.undertakings) == ("待交办", [])
    assert [fault.place for fault in case.faults] == [0]


@pytest.mark.parametrize(
    ("orders", "given"),
    [
        pytest.param((), None, id="当天第一件"),
        pytest.param((None,), 2, id="当天有一件"),
        pytest.param((None, 2, 3), 4, id="当天有三件"),
        pytest.param((7,), 8, id="手写的次序"),
    ],
)
def test_an_event_is_recorded_as_the_last_of_its_day(
    orders: tuple[int | None, ...], given: int | None
) -> None:
    rows = [
        row("2024-07-01", "备注", 内容=f"第{place}件。", **({"次序": n} if n else {}))
        for place, n in enumerate(orders)
    ]
    event = issue(row("2024-07-01", "备注", 内容="又一件。")).events[0]
    done = record(issue(HANDED, *rows), event, LEDGER)
    assert done.events[-1].order == given
    assert done.ordered_events()[-1] == done.events[-1]


def test_events_of_one_day_stand_by_their_place_in_the_procedure() -> None:
    answered = row("2024-06-20", "答复", 单位="市民政局")
    by_hand = issue(answered, row("2024-06-20", "签收", 单位="市民政局"), HANDED)
    assert [event.kind for event in by_hand.ordered_events()] == [
        "交办",
        "签收",
        "答复",
    ]
    assert stands(by_hand, "2024-06-20").state == "已答复"
    assert not stands(by_hand, "2024-06-20").faults


def test_the_order_given_by_hand_goes_before_the_procedure() -> None:
    rows = (
        HANDED,
        {**ANSWER, "次序": 1},
        row("2024-09-18", "退回重办", 单位=["市民政局"], 理由="空", 次序=2),
        {**ANSWER, "类别": "B", "次序": 3},
    )
    case = stands(issue(*rows), "2024-09-18")
    assert not case.faults
    assert work(case, "市民政局").last_grade == "B"


WRONG = {
    **row("2024-09-18", "答复", 单位="市民政局", 类别="A"),
    "作废": "2024-10-08 单位写错",
}
LATER = row("2024-09-20", "答复", 单位="市民政局", 登记日期="2024-10-15")


@pytest.mark.parametrize(
    ("rows", "on", "known", "state"),
    [
        pytest.param((LATER,), "2024-09-19", None, "已交办", id="事情还没有发生"),
        pytest.param((LATER,), "2024-09-20", None, "已答复", id="按日期"),
        pytest.param((LATER,), "2024-09-30", "2024-10-14", "已交办", id="还没有登记"),
        pytest.param((LATER,), "2024-09-30", "2024-10-15", "已答复", id="当天登记"),
        pytest.param((LATER,), "2024-09-19", "2024-10-15", "已交办", id="登记了也不早"),
        pytest.param((WRONG,), "2024-09-30", None, "已交办", id="作废的从来不算"),
        pytest.param((WRONG,), "2024-09-30", "2024-10-07", "已答复", id="当时还没作废"),
        pytest.param((WRONG,), "2024-09-30", "2024-10-08", "已交办", id="作废当天"),
        pytest.param((ANSWER,), "2024-09-30", "2024-09-18", "已答复", id="随到随记"),
        pytest.param((ANSWER,), "2024-09-30", "2024-09-17", "已交办", id="前一天"),
    ],
)
def test_what_was_printed_on_a_day_can_be_printed_again(
    rows: tuple[Row, ...], on: str, known: str | None, state: str
) -> None:
    case = stands(issue(HANDED, *rows), on, known=known)
    assert not case.faults
    assert case.state == state


# --- properties ---------------------------------------------------------------------

_UNITS = ("市民政局", "市财政局", "市住建局")
_FIRST = date(2024, 6, 20)


def _carried(draw: st.DrawFn, matter: str, day: date) -> dict[str, object]:
    """Draw what an event carries; often, but not always, it is possible."""
    unit, other = draw(st.permutations(_UNITS))[:2]
    limit = str(day + timedelta(days=draw(st.integers(-1, 6))))
    choices: dict[str, list[dict[str, object]]] = {
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
        possible = [each for each in MATTERS if state in EXPECTED[each][1]]
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
        assert each.accepted is None or each.accepted >= each.assigned
