"""What the words under a heading come to as the value of a field."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rectify.domain.custom import CustomField, number_of
from rectify.domain.entity import LONG, marked
from rectify.domain.event import Opening
from rectify.domain.intake import choices
from rectify.domain.intake.cells import line, prose
from rectify.domain.intake.days import read_day, read_limit
from rectify.domain.intake.drafting.titles import unnumbered
from rectify.domain.issue import Issue
from rectify.domain.terms import (
    FieldKind,
    Finding,
    Level,
    Nature,
    Publicity,
    State,
    TimeKind,
    Verdict,
)
from rectify.domain.text import reckon

if TYPE_CHECKING:
    from enum import StrEnum

    from rectify.domain.entity import Plain
    from rectify.domain.intake.drafting.context import Context
    from rectify.domain.intake.grid import Value

DEADLINE, TIME_KIND = "拟定期限", "时限类型"
TEXTS = frozenset(
    kind.labels()[name] for kind in (Issue, Opening) for name in marked(kind, LONG)
)
NAMES = frozenset({"责任领导", "责任人"})
# Days that are behind us, or nothing is known of them.
_PAST = frozenset({"交办日期", "签收日期", "答复日期", "完成日期", "销号日期"})
DONE, STRUCK, ANSWERED = "是否完成", "是否销号", "是否答复"
_ITEM = re.compile(r"第?(.+?)(?:[条项个]|[、.．])?")


class Said(NamedTuple):
    """The value that a cell gives a field, if it gives one; a remark on it.

    `happened` is whether something has happened, though nobody can say on which day.
    """

    value: Plain | None
    remark: str = ""
    happened: bool = False


_AS_STATES: dict[choices.Answer | None, Said] = {
    choices.Answer.YES: Said(State.ANSWERED.value, "按已答复读"),
    choices.Answer.PARTLY: Said(State.WORKING.value, "按还在办理读"),
    choices.Answer.UNDER_WAY: Said(State.WORKING.value),
}
Reader: TypeAlias = Callable[["Value", "Context"], Said]


def reader(label: str, context: Context) -> Reader | None:
    """Give what reads the cells of a field that takes one value; None for others."""
    own = next((each for each in context.ledger.custom if each.name == label), None)
    return _READERS.get(label) if own is None else partial(_own, own)


def _day(value: Value, context: Context) -> Said:
    return Said(*read_day(value, context.year))


def _past(value: Value, context: Context) -> Said:
    """Read a day on which something happened: it can't be still to come."""
    day, remark = read_day(value, context.year)
    if day is not None and day > context.on:
        return Said(None, f"晚于{context.on}")
    return Said(day, remark, happened=day is None and remark != "")


def _limit(value: Value, context: Context) -> Said:
    limit = read_limit(value, context.on, context.calendar)
    return Said(limit.words or None, limit.remark)


def _choice(kind: type[StrEnum]) -> Reader:
    def read(value: Value, _context: Context) -> Said:
        return Said(choices.chosen(kind, line(value)))

    return read


def _answer(value: Value, _context: Context) -> Said:
    found = choices.answer(line(value))
    partly = found is choices.Answer.PARTLY
    return Said(found, "按还在办理读" if partly else "")


def _state(value: Value, _context: Context) -> Said:
    """Read a state; 办结 is the unit's word, so that the issue is answered."""
    found = choices.chosen(State, line(value))
    if found is None:
        return _AS_STATES.get(choices.answer(line(value)), Said(None))
    return Said(found if found in choices.OPEN_STATES else None)


def _grade(value: Value, context: Context) -> Said:
    found = choices.grade(line(value), context.ledger)
    return Said(found, "" if found else "不在答复类别里")


def _opinion(value: Value, context: Context) -> Said:
    """Read the number of an opinion of the ledger, or its title."""
    words = line(value)
    item = _ITEM.fullmatch(words)
    for each in context.ledger.opinions:
        if each.title == unnumbered(words) or (item and reckon(item[1]) == each.number):
            return Said(each.number)
    return Said(None, "不在 ledger.yaml 的审议意见里")


def _count(value: Value, _context: Context) -> Said:
    item = _ITEM.fullmatch(line(value).rstrip("次轮"))
    return Said((reckon(item[1]) if item else None) or None)


def _attachment(_value: Value, _context: Context) -> Said:
    return Said(None, "只有名称，没有文件")


def _own(field: CustomField, value: Value, context: Context) -> Said:
    """Read a field of the ledger's own by its kind."""
    match field.kind:
        case FieldKind.LINE:
            return Said(line(value))
        case FieldKind.TEXT:
            return Said(prose(value))
        case FieldKind.DAY:
            return _day(value, context)
        case FieldKind.NUMBER:
            return Said(number_of(value if isinstance(value, float) else line(value)))
        case _:
            found = choices.option(line(value), field.options)
            return Said(found, "" if found else "不在选项里")


_READERS: dict[str, Reader] = {
    "性质": _choice(Nature),
    "来源级别": _choice(Level),
    "审议意见": _opinion,
    "提出日期": _day,
    TIME_KIND: _choice(TimeKind),
    DEADLINE: _limit,
    "公开方式": _choice(Publicity),
    "附件": _attachment,
    "状态": _state,
    "答复类别": _grade,
    "复核结论": _choice(Finding),
    "测评结论": _choice(Verdict),
    "下次核查": _day,
    "承诺期限": _day,
    "办理次数": _count,
    **dict.fromkeys(_PAST, _past),
    **dict.fromkeys((DONE, STRUCK, ANSWERED), _answer),
}
