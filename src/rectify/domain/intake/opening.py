"""A 期初 of what a list says of progress: as far as it is known, and no farther."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.cells import nothing
from rectify.domain.intake.choices import GOING_ON, Answer
from rectify.domain.intake.days import read_due
from rectify.domain.intake.reading import FIRST, quoted
from rectify.domain.intake.values import ANSWERED, DEADLINE, DONE, STRUCK
from rectify.domain.terms import Finding, State, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rectify.domain.entity import Plain
    from rectify.domain.intake.context import Context
    from rectify.domain.intake.reading import Reading
    from rectify.domain.intake.roles import Roles

_HANDED, _STATE, _NEWS, _DONE_ON = "交办日期", "状态", "进展", "完成日期"
# What can't have been before the hand-over.
_AFTERWARDS = ("签收日期", "答复日期", "销号日期")
_ANSWERS = ("答复日期", "答复内容", "答复类别", _DONE_ON)
# A no, and the day that says yes.
_AT_ODDS = {STRUCK: "销号日期", DONE: _DONE_ON, ANSWERED: "答复日期"}
_GOOD = (Finding.RECTIFIED, Finding.ANSWERED)


class Opened(NamedTuple):
    """The 期初 of an issue; `by_done` is whether 是否完成 alone made it 已答复."""

    opening: dict[str, Plain] | None
    by_done: bool = False


def opened(reading: Reading, roles: Roles, context: Context) -> Opened:
    """Make the 期初 of an issue; without a unit its words are kept in 备注."""
    if roles.lead is None and not roles.separate:
        reading.doubt(reading.place, "没有主办单位，不作期初，办理情况写入备注")
        reading.kept += reading.told
        return Opened(None)
    known = dict(reading.progress)
    _drop_early(known, reading)
    _drop_unfinished(known, reading)
    _doubt_odds(known, reading)
    state, by_done = _state(known, known.keys() | reading.happened)
    known[_STATE] = state.value
    if reading.asides:
        news = [str(known.get(_NEWS, "")), *dict.fromkeys(reading.asides)]
        known[_NEWS] = "\n\n".join(filter(None, news))
    known |= roles.named("主办", "协办", "分办")
    known |= _due(known, reading, context)
    return Opened({label: known[label] for label in _ORDER if label in known}, by_done)


_ORDER = (
    _STATE, "主办", "协办", "分办", _HANDED, "文号", "期限", "期限依据", "签收日期",
    "责任领导", "责任人", "整改目标", "整改措施", "完成时限", "进展", "答复日期",
    "答复类别", "答复内容", "完成日期", "复核结论", "测评结论", "下次核查", "销号日期",
    "办理次数",
)  # fmt: skip


def _drop_early(known: dict[str, Plain], reading: Reading) -> None:
    """Leave out days before the hand-over: one of the two is wrong."""
    handed = known.get(_HANDED)
    for label in _AFTERWARDS:
        day = known.get(label)
        if isinstance(day, date) and isinstance(handed, date) and day < handed:
            message = f"{label}{quoted(str(day))}早于交办日期{handed}，写入备注"
            reading.doubt(reading.at(label), message)
            reading.keep(FIRST, label, str(day))
            reading.happened.add(label)
            del known[label]


def _drop_unfinished(known: dict[str, Plain], reading: Reading) -> None:
    """Leave out the day of an end that has not come: 基本完成 is under way."""
    if known.get(DONE) not in GOING_ON:
        return
    reading.happened.discard(_DONE_ON)
    day = known.get(_DONE_ON)
    if day is not None:
        message = f"是否完成还在办理，{_DONE_ON}{quoted(str(day))}写入备注"
        reading.doubt(reading.at(_DONE_ON), message)
        reading.keep(FIRST, _DONE_ON, str(day))
        del known[_DONE_ON]


def _doubt_odds(known: Mapping[str, Plain], reading: Reading) -> None:
    """Name what can't both be so; the state follows the day."""
    for label, day in _AT_ODDS.items():
        if known.get(label) == Answer.NO and day in known:
            message = f"{label}为“否”，又有{day}{known[day]}"
            reading.doubt(reading.at(day), message)
    answered, closed = known.get("答复日期"), known.get("销号日期")
    if isinstance(answered, date) and isinstance(closed, date) and closed < answered:
        message = f"销号日期{closed}早于答复日期{answered}"
        reading.doubt(reading.at("销号日期"), message)


def _state(known: Mapping[str, Plain], told: Collection[str]) -> tuple[State, bool]:
    """Tell the state by what is known; and whether 是否完成 alone told it."""
    if _STATE in known:
        return State(str(known[_STATE])), False
    if known.get(STRUCK) == Answer.YES or "销号日期" in told:
        return State.CLOSED, False
    if known.get("测评结论") == Verdict.FAILED:
        return State.REDOING, False
    if known.get("测评结论") == Verdict.PASSED:
        return State.PASSED, False
    answered = any(label in told for label in _ANSWERS)
    answered = answered or known.get(ANSWERED) == Answer.YES
    answered = answered or known.get("复核结论") in _GOOD
    if answered or known.get(DONE) == Answer.YES:
        tracked = "下次核查" in known
        return State.TRACKED if tracked else State.ANSWERED, not answered
    begun = not nothing(str(known.get(_NEWS, ""))) or "签收日期" in told
    begun = begun or any(known.get(label) in GOING_ON for label in (DONE, STRUCK))
    return State.WORKING if begun else State.ASSIGNED, False


def _due(
    known: Mapping[str, Plain], reading: Reading, context: Context
) -> dict[str, Plain]:
    """Give the deadline as a day where it can be known, and its words."""
    words = reading.facts.get(DEADLINE)
    if not isinstance(words, str):
        return {}
    handed = known.get(_HANDED)
    start = handed if isinstance(handed, date) else None
    due = read_due(words, start, context.year, context.calendar)
    if due.remark:
        reading.doubt(reading.at(DEADLINE), f"期限{quoted(words)}{due.remark}")
    if due.day is None:
        return {"期限依据": due.basis}
    same = due.basis == due.day.isoformat()
    return {"期限": due.day} if same else {"期限": due.day, "期限依据": due.basis}
