"""The sentences by which the procedure refuses: what, why, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.event import Evaluate, Event, Feedback, Opening
from rectify.domain.terms import State
from rectify.errors import RuleError

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.ledger import Ledger
    from rectify.domain.milestone import Handing
    from rectify.domain.progress import Progress


_BEFORE_HANDING = ("期初", "审定", "交办", "现场答复")


# A 事项 that is no verb needs one before it.
_VERBS = {
    "期初": "登记期初",
    "方案": "报送方案",
    "进展": "报告进展",
    "延期": "办理延期",
    "面商": "记录面商",
    "反馈": "记录反馈",
}


def said(matter: str) -> str:
    """Say a 事项 as something that one does."""
    return _VERBS.get(matter, matter)


class NotAllowed(RuleError):  # noqa: N818  # named for what it is
    """The state of the issue, or the rules of the ledger, do not permit it."""

    def __init__(self, number: str, matter: str, why: str, remedy: str = "") -> None:
        self.why = why
        end = f"。{remedy}" if remedy else ""
        super().__init__(f"不能{said(matter)} {number}：{why}{end}")


class LaterRecord(RuleError):  # noqa: N818  # named for what it is
    """A later event would no longer hold."""

    def __init__(
        self, number: str, doing: str, later: Event, place: int, why: RuleError
    ) -> None:
        super().__init__(
            f"{number} 不能{doing}：第{place}项（{later.date}的{later.kind}）靠它成立，"
            f"否则{str(why).partition('。')[0]}。"
            f"请先作废第{place}项：rectify void {number} --event {place} --reason 理由"
        )


class NotUndertaken(NotAllowed):
    """The unit has nothing to do with the issue."""

    def __init__(self, case: Progress, matter: str, unit: str) -> None:
        units = "、".join(each.unit for each in case.undertakings)
        super().__init__(
            case.number, matter, f"{unit}不是它的承办单位", f"承办单位：{units}"
        )


class UnknownGrade(NotAllowed):
    """The ledger has no such class of answer."""

    def __init__(self, number: str, matter: str, grade: str, ledger: Ledger) -> None:
        known = "、".join(each.code for each in ledger.grades)
        super().__init__(
            number, matter, f"没有“{grade}”这个答复类别", f"本台账的类别：{known}"
        )


class WrongDate(RuleError):  # noqa: N818  # named for what it is
    """Two dates stand in the wrong order."""

    def __init__(
        self, number: str, matter: str, day: date, what: str, other: date
    ) -> None:
        order = "早于" if other < day else "晚于" if other > day else "等于"
        super().__init__(
            f"{number} 的{what}{order}{matter}日期：{matter} {day}，{what} {other}"
        )


def missing_step(case: Progress, event: Event) -> NotAllowed:
    """Say which step is missing before this event, or why it comes too late."""
    return NotAllowed(case.number, event.kind, *_why_not(case, event))


def _why_not(case: Progress, event: Event) -> tuple[str, str]:
    """Give the reason and the remedy."""
    matter = event.kind
    if matter == "恢复":
        return "它没有终止", ""
    if matter in _BEFORE_HANDING and case.handed is not None:
        return _handed(case.handed), ""
    if case.own_state in _REMEDIES:
        why, remedy = _REMEDIES[case.own_state]
        return why.format(day=event.date), remedy.format(number=case.number)
    if case.own_state in _AWAITED:
        return _not_answered(case)
    return _too_late(case, matter)


def _handed(handing: Handing) -> str:
    """Say when it was handed over, or that it was taken over in the midst."""
    if handing.day is not None:
        return f"已于{handing.day}交办"
    return f"{handing.event.date}的期初里它已经交办"


_AWAITED = (State.RETURNING, State.ASSIGNED, State.WORKING, State.REDOING)
_REMEDIES = {
    State.UNVETTED: ("到{day}还没有审定", "先审定：rectify approve {number}"),
    State.UNASSIGNED: ("到{day}还没有交办", "先交办：rectify assign {number} …"),
    State.TRACKED: ("正在跟踪", "核查后先记录新的答复：rectify respond {number} …"),
    State.PASSED: ("测评已经通过", "可以销号：rectify close {number}"),
    State.ANSWERED: ("它已经答复，还没有测评通过或销号", ""),
}


def _not_answered(case: Progress) -> tuple[str, str]:
    number = case.number
    missing = [each for each in case.answering if each.state is not State.ANSWERED]
    units = "、".join(each.unit for each in missing)
    able = [each.unit for each in missing if each.state is not State.RETURNING]
    if not able:
        waiting = f"{units}已申请退回，正在等待改派"
        return waiting, f"先改派：rectify reassign {number} --from {missing[0].unit} …"
    respond = f"rectify respond {number} --by {able[0]} …"
    if case.own_state is State.REDOING:
        return _why_redone(case), f"先记录新的答复：{respond}"
    return f"{units}还没有答复", f"先记录答复：{respond}"


def _why_redone(case: Progress) -> str:
    match case.reopened_by:
        case Evaluate() as vote:
            cause = f"测评未通过（票号 {vote.ballot}）"
        case Feedback() as voice:
            cause = f"{voice.proposer}反馈不满意"
        case Opening() as opening:
            cause = f"{opening.date}的期初里它须重新办理"
        case _:
            cause = "回头看发现反弹"
    return f"{cause}，第{case.round}次办理还没有答复"


def _too_late(case: Progress, matter: str) -> tuple[str, str]:
    number = case.number
    if case.merged_into and matter == "结转":
        return f"它已并入 {case.merged_into}", f"请结转 {case.merged_into}"
    if case.dropped is not None:
        into = f"，并入 {case.dropped.into}" if case.dropped.into else ""
        return (
            f"已终止（{case.dropped.ending}{into}）",
            f"要继续办理，先恢复：rectify resume {number}",
        )
    if case.carried is not None:
        carried = f"已于{case.carried.date}结转到 {case.carried.target}"
        return carried, "请在那个台账里办理"
    assert case.closed is not None  # noqa: S101  # no other state is left
    closed = case.closed.day
    return (
        "期初里它已经销号" if closed is None else f"已于{closed}销号",
        f"发现反弹，用 rectify recheck {number} --result 反弹",
    )
