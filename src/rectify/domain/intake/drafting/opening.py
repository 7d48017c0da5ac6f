"""A 期初 of what a list says of progress: as far as it is known, and no farther."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.event import Opening
from rectify.domain.intake.cells import nothing
from rectify.domain.intake.choices import GOING_ON, Answer
from rectify.domain.intake.days import read_due
from rectify.domain.intake.drafting.reading import FIRST, quoted
from rectify.domain.intake.drafting.values import ANSWERED, DEADLINE, DONE, STRUCK
from rectify.domain.terms import Finding, State, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rectify.domain.entity import Plain
    from rectify.domain.intake.drafting.context import Context
    from rectify.domain.intake.drafting.reading import Reading
    from rectify.domain.intake.drafting.roles import Roles

_HANDED, _STATE, _NEWS, _DONE_ON = "交办日期", "状态", "进展", "完成日期"
_VERDICT = "测评结论"
# What can't have been before the hand-over.
_AFTERWARDS = ("签收日期", "答复日期", "销号日期")
_ANSWERS = ("答复日期", "答复内容", "答复类别")
# These go with an answer, be it an interim one: where nothing else is said, they tell.
_LETTERS = ("答复文号", "承诺期限", _DONE_ON)
# Days that can't be while the answer is no, and while it is that work goes on.
_NOT_YET = {
    STRUCK: ("销号日期",),
    DONE: (_DONE_ON, "销号日期"),
    ANSWERED: ("答复日期",),
}
_STILL = {**_NOT_YET, STRUCK: ("销号日期", _DONE_ON)}
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
    state, by_done = _state(known, known.keys() | reading.happened)
    _doubt_odds(known, state, reading)
    known[_STATE] = state.value
    if reading.asides:
        news = [str(known.get(_NEWS, "")), *dict.fromkeys(reading.asides)]
        known[_NEWS] = "\n\n".join(filter(None, news))
    known |= roles.named("主办", "协办", "分办")
    known |= _due(known, reading, context)
    return Opened({label: known[label] for label in _ORDER if label in known}, by_done)


_ORDER = tuple(Opening.labels().values())


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
    for label in _NOT_YET:
        said = known.get(label)
        under_way = said in GOING_ON
        if said != Answer.NO and not under_way:
            continue
        for end in (_STILL if under_way else _NOT_YET)[label]:
            reading.happened.discard(end)
            day = known.pop(end, None)
            if day is not None:
                how = "还在办理" if under_way else "为“否”"
                message = f"{label}{how}，{end}{quoted(str(day))}写入备注"
                reading.doubt(reading.at(end), message)
                reading.keep(FIRST, end, str(day))


def _doubt_odds(known: Mapping[str, Plain], state: State, reading: Reading) -> None:
    """Name what can't both be so, and what was made of it."""
    answered, closed = known.get("答复日期"), known.get("销号日期")
    if isinstance(answered, date) and isinstance(closed, date) and closed < answered:
        message = f"销号日期{closed}早于答复日期{answered}"
        reading.doubt(reading.at("销号日期"), message)
    done, verdict = known.get(DONE), known.get(_VERDICT)
    unfinished = done == Answer.NO or done in GOING_ON
    if unfinished and (verdict == Verdict.PASSED or state is State.CLOSED):
        struck = STRUCK if known.get(STRUCK) == Answer.YES else _STATE
        other = _VERDICT if verdict == Verdict.PASSED else struck
        how = "为“否”" if done == Answer.NO else "还在办理"
        said = quoted(str(known[other]))
        message = f"{DONE}{how}，{other}却为{said}，按{state}处理"
        reading.doubt(reading.at(other), message)
    if state is State.CLOSED and verdict == Verdict.FAILED:
        message = f"{_VERDICT}为“{verdict}”，却已经销号，按{state}处理"
        reading.doubt(reading.at(_VERDICT), message)


def _state(known: Mapping[str, Plain], told: Collection[str]) -> tuple[State, bool]:
    """Tell the state by what is known; and whether 是否完成 alone told it."""
    if _STATE in known:
        return State(str(known[_STATE])), False
    if known.get(STRUCK) == Answer.YES or "销号日期" in told:
        return State.CLOSED, False
    if known.get(_VERDICT) == Verdict.FAILED:
        return State.REDOING, False
    answered = any(label in told for label in _ANSWERS)
    answered = answered or known.get(ANSWERED) == Answer.YES
    answered = answered or known.get("复核结论") in _GOOD
    begun = any(known.get(label) in GOING_ON for label in (DONE, STRUCK))
    unfinished = begun or known.get(DONE) == Answer.NO
    if known.get(_VERDICT) == Verdict.PASSED:
        if answered or not unfinished:
            return State.PASSED, False
        begun = True
    done = known.get(DONE) == Answer.YES
    lettered = any(label in told for label in _LETTERS) and not unfinished
    if answered or done or lettered:
        tracked = "下次核查" in known
        return State.TRACKED if tracked else State.ANSWERED, done and not answered
    begun = begun or not nothing(str(known.get(_NEWS, ""))) or "签收日期" in told
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
