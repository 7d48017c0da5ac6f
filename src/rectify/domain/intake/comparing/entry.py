"""What somebody has written into a cell of the register, as a file holds it."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from rectify.domain import text
from rectify.domain.deadline import parse_day
from rectify.domain.entity import LONG, UNIT, marked
from rectify.domain.intake.cells import plain
from rectify.domain.intake.drafting.people import proposer_of
from rectify.domain.intake.fingerprint import CUT
from rectify.domain.listing import public_name
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.intake.comparing.outcome import Terms
    from rectify.domain.intake.grid import Value
    from rectify.domain.issue import Issue

_BLANK = " \t\n\r\u3000\u00a0"
_SEPARATORS = re.compile(r"[、，,；;\n]")
ELSEWHERE = {
    "附件": "附件用 rectify edit 编号 --attach 文件",
    "承接自": "承接自哪一条由结转写下",
}


class NoEntry(Exception):  # noqa: N818  # becomes a concern
    """What a cell says can't be entered; `units` are names that nobody knows."""

    def __init__(self, sentence: str, units: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.units = units


def edited(issue: Issue, label: str, value: Value, terms: Terms) -> Issue:
    """Give an issue with one fact as a cell has it; an empty cell takes it away.

    Raises:
        NoEntry: the cell says nothing that the field can hold.
    """
    if label in ELSEWHERE:
        raise NoEntry(f"{label}在这里改不了，{ELSEWHERE[label]}")
    name = next(name for name, each in issue.labels().items() if each == label)
    facts = dict(issue.plain())
    facts.pop(label, None)
    words = typed(value)
    if words.endswith(CUT):
        raise NoEntry(f"{label}太长，单元格里放不下全文，请用 rectify edit 改")
    if words:
        facts[label] = _fact(issue, name, value, terms)  # type: ignore[assignment]  # the model judges it
    try:
        return terms.kind.model_validate(facts)
    except ValidationError:
        raise NoEntry(_unfit(label, words, terms, name)) from None


def typed(value: Value) -> str:
    """Give what was typed into a cell, without the blanks around it."""
    return plain(value).strip(_BLANK)


def _unfit(label: str, words: str, terms: Terms, name: str) -> str:
    if not words:
        return f"{label}不能空着"
    choices = list(_choices(terms.kind.model_fields[name].annotation))
    hint = f"，可用：{'、'.join(choices)}" if choices else ""
    return f"{label}不能是“{words}”{hint}"


def _choices(annotation: Any) -> Iterator[str]:
    """Give the words among which a field is chosen."""
    for part in _within(annotation):
        if isinstance(part, str):
            yield part
        elif isinstance(part, type) and issubclass(part, StrEnum):
            yield from map(str, part)


def _fact(issue: Issue, name: str, value: Value, terms: Terms) -> object:
    """Read a cell as its field is written in a file."""
    words = typed(value)
    if name in marked(terms.kind, LONG):
        return text.stored(words)
    if name == "proposers":
        return [_proposer(issue, part) for part in _parts(words)]
    if name in marked(terms.kind, UNIT):
        return _units(name, [_unit(part, terms) for part in _parts(words)])
    if date in _within(terms.kind.model_fields[name].annotation):
        return _day(value, words, terms)
    return text.flow(words)


def _parts(words: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(words) if part.strip()]


def _unit(words: str, terms: Terms) -> str:
    try:
        return terms.directory.resolve(words)
    except RuleError as error:
        raise NoEntry(str(error), (words,)) from None


def _units(name: str, units: list[str]) -> str | list[str]:
    if name != "lead":
        return units
    if len(units) > 1:
        raise NoEntry("拟主办只写一个单位，其余的写在拟协办，分别办理的写在拟分办")
    return units[0]


def _within(annotation: Any) -> Iterator[Any]:
    """Give a type and all that it is made of."""
    yield annotation
    for part in get_args(annotation):
        yield from _within(part)


def _day(value: Value, words: str, terms: Terms) -> date:
    if isinstance(value, date):
        return value
    try:
        return parse_day(words, today=terms.on)
    except UsageError as error:
        raise NoEntry(str(error)) from None


def _proposer(issue: Issue, words: str) -> object:
    """Know one who is there already, also by the letter that stands for a name."""
    told = proposer_of(words)
    for each in issue.proposers:
        if public_name(issue, each) == told["姓名"]:
            return each.plain()
    return told
