"""A ledger as the public may read it: persons masked, what is internal left out.

Every figure stays: the masked issues are folded again by the same rules, and whatever
decides a state (days, units, classes, verdicts, who spoke for whom) is kept.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.deadline import ESTIMATED
from rectify.domain.entity import CHOICE, UNIT, Entity, marked
from rectify.domain.event import Advance, Feedback, Note, Opening, Plan, Respond
from rectify.domain.identifiers import masked
from rectify.domain.listing import public_name
from rectify.domain.personal import (
    persons,
    pseudonyms,
    renamed,
    surname,
    suspects,
)
from rectify.domain.roster import Book, Roster, muster
from rectify.domain.terms import Publicity
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue

    # From the label of a field, whether it may be empty, and its text to the new one.
    Writing = Callable[[str, bool, str], str | None]

E = TypeVar("E", bound=Entity)
_HIDDEN, _INTERNAL = "（隐去）", "（不公开）"
# What refers to something or is a word of the ledger: never free text.
_REFERENCES = frozenset(
    {
        "编号",
        "序号",
        "类别",
        "来源",
        "文号",
        "事项",
        "票号",
        "并入",
        "方式",
        "SHA-256",
        "答复类别",
        "承接自",
        "转入",
        "新编号",
    }
)
_NAMES = frozenset(
    {
        "签收人", "责任领导", "责任人", "批准人", "督办领导", "签发人", "复核人",
        "提问人", "提出人", "答复人职务",
    }
)  # fmt: skip
# What tells nothing of an issue that is 部分公开: all else, known or new, is left out.
_SAYS_NOTHING = _NAMES | {
    "标题", "姓名", "身份", "主送", "会议", "督办部门",
    "期限依据", "拟定期限", "完成时限",
}  # fmt: skip
# What stays of an issue that is 不公开, masked: who speaks and decides, and deadlines.
_STAYS = frozenset({"姓名", "身份", "提出人", "批准人", "期限依据", "拟定期限"})
_DEMANDED, _NAME = "理由", "姓名"
# Endings that mean something to the rules: whether it is a deputy, or a guess.
_ENDINGS = ("代表", ESTIMATED)


class _Names(NamedTuple):
    """What to call whom: those whom the issue names itself, and those of others."""

    own: dict[str, str]
    others: dict[str, str]


class Doubt(NamedTuple):
    """What in the texts of an issue may still tell of a person."""

    number: str
    words: tuple[str, ...]


def for_public(roster: Roster) -> Roster:
    """Give a ledger as the public may read it, with every figure as it was."""
    others = _everywhere(roster)
    issues = [_published(case.issue, roster, others) for case in roster.cases]
    book = Book(roster.name, roster.ledger, roster.directory, issues, roster.votes)
    # Whether an issue was raised by the day may hang on a note that is left out here.
    found = muster(book, on=roster.on, known=roster.known, unraised=True)
    return replace(found, public=True)


def doubts(published: Roster, report: object) -> tuple[Doubt, ...]:
    """Name the issues, and their words, that a person must look at in a report."""
    shown = "\n".join(_texts(report))
    found = []
    for case in published.cases:
        said = [word for text in _texts(case.issue) for word in suspects(text)]
        words = tuple(word for word in dict.fromkeys(said) if word in shown)
        if words:
            found.append(Doubt(case.number, words))
    return tuple(found)


def _texts(value: object) -> Iterator[str]:
    """Go through every text that a value holds."""
    match value:
        case StrEnum():
            return
        case str():
            yield flow(value)
        case Entity():
            for name in type(value).model_fields:
                yield from _texts(getattr(value, name))
        case tuple() | dict():
            for part in value.values() if isinstance(value, dict) else value:
                yield from _texts(part)


def _everywhere(roster: Roster) -> dict[str, str]:
    """Find the persons whom any issue names, for the texts of the others."""
    found: dict[str, str] = {}
    for case in roster.cases:
        for name in _new_names(case.issue):
            found.setdefault(name, f"{surname(name)}某某")
        for each in case.issue.proposers:
            if each.confidential:
                found.pop(each.name, None)
                found |= dict.fromkeys(persons(each.name, each.capacity), "某某")
    return found


def _published(issue: Issue, roster: Roster, others: dict[str, str]) -> Issue:
    """Mask an issue, and leave out what its 公开方式 leaves out.

    What only this ledger knows is the office's own, unless it is declared public.
    """
    events = tuple(_counted(issue, roster))
    inner = (each.name for each in issue.own_fields if not each.public)
    issue = issue.but(events=events, remarks=None, **dict.fromkeys(inner))
    if issue.publicity is Publicity.INTERNAL:
        unnamed = (each.but(confidential=True) for each in issue.proposers)
        issue = issue.but(proposers=tuple(unnamed))
    names = _Names(_new_names(issue), others)
    return _rewritten(issue, partial(_written, issue.publicity, names))


def _counted(issue: Issue, roster: Roster) -> Iterator[AnyEvent]:
    """Give the events that count on the day, without notes and reasons of 作废.

    Those of a day are numbered, so that other words do not change their order.
    """
    events = issue.standing_events(roster.on, roster.known)
    for _, group in groupby(events, key=lambda event: event.date):
        for order, event in enumerate(group, 1):
            if not isinstance(event, Note):
                yield _sourceless(event).but(void=None, order=order)


def _sourceless(event: AnyEvent) -> AnyEvent:
    """Leave out the name of the file that an event was read from."""
    if isinstance(event, Opening | Plan | Advance | Respond):
        return event.but(source_file=None)
    return event


def _new_names(issue: Issue) -> dict[str, str]:
    """Find the persons whom an issue names, and what to call them."""
    hidden = {
        each.name: public_name(issue, each)
        for each in issue.proposers
        if each.confidential
    }
    found: list[str] = []
    taken = {each.name for each in issue.proposers} | set(hidden.values())
    for proposer in issue.proposers:
        if not proposer.confidential:
            found += persons(proposer.name, proposer.capacity)
    for event in issue.events:
        if isinstance(event, Feedback):
            taken.add(event.proposer)
        for said in _in_name_fields(event):
            found += persons(said)
    return pseudonyms((name for name in found if name not in hidden), taken) | hidden


def _in_name_fields(entity: Entity) -> Iterator[str]:
    for name, label in type(entity).labels().items():
        value = getattr(entity, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Entity):
                yield from _in_name_fields(part)
            elif label in _NAMES and part is not None:
                yield part


def _rewritten(entity: E, write: Writing) -> E:
    """Write every free text of an entity anew."""
    changes: dict[str, object] = {}
    for name, label in type(entity).labels().items():
        value = getattr(entity, name)
        kept = marked(type(entity), UNIT) | marked(type(entity), CHOICE)
        if name in kept or label in _REFERENCES:
            continue
        optional = type(entity).model_fields[name].default is None
        changes[name] = _anew(value, write, partial(write, label, optional))
    stated = {
        name: changes[name] for name in changes if name in entity.model_fields_set
    }
    return entity.but(**stated)


def _anew(
    value: object, write: Writing, write_text: Callable[[str], str | None]
) -> object:
    match value:
        case Entity():
            return _rewritten(value, write)
        case tuple():
            return tuple(_anew(part, write, write_text) for part in value)
        case str() if not isinstance(value, StrEnum):
            return write_text(value)
        case _:
            return value


def _written(
    publicity: Publicity | None, names: _Names, label: str, optional: bool, said: str
) -> str | None:
    """Write one text as the public may read it."""
    if publicity is Publicity.INTERNAL and label not in _STAYS:
        return None if optional and label != _DEMANDED else _INTERNAL
    if publicity is Publicity.PARTLY and label not in _SAYS_NOTHING:
        return _HIDDEN
    if said in names.own:
        return names.own[said]
    named = label in _NAMES or label == _NAME
    known = names.own if named else names.others | names.own
    ending = next((each for each in _ENDINGS if said.endswith(each)), "")
    return masked(renamed(said.removesuffix(ending), known)) + ending
