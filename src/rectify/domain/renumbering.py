"""Another number for an issue or a vote: in its file, and wherever it is named.

What a person has written in words is never changed: it is only found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.entity import Entity
from rectify.domain.event import Carry, Drop, Evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.domain.ballot import Vote
    from rectify.domain.issue import Issue

E = TypeVar("E", bound=Entity)

# The labels under which a number stands that names an issue or a vote.
REFERENCES = frozenset(
    {"编号", "承接自", "并入", "新编号", "问题", "对象", "票号", "上次票号"}
)
_YEARLY = re.compile(r"([0-9]{4})-[0-9]{1,9}")
_WIDTH = 3


class Move(NamedTuple):
    """A number, and the one that takes its place; of an issue, or of a vote."""

    old: str
    new: str
    ballot: bool = False


def in_issue(issue: Issue, move: Move) -> Issue:
    """Give an issue in which the new number stands wherever the old one was named."""
    events = tuple(_event(event, move) for event in issue.events)
    if events != issue.events:
        issue = issue.but(events=events)
    if move.ballot:
        return issue
    named = [name for name in ("number", "inherited") if _is(issue, name, move)]
    return issue.but(**dict.fromkeys(named, move.new)) if named else issue


def _event(event: E, move: Move) -> E:
    name = None
    match event:
        case Evaluate() if move.ballot:
            name = "ballot"
        case Drop() if not move.ballot:
            name = "into"
        case Carry() if not move.ballot:
            name = "number"
    if name is None or not _is(event, name, move):
        return event
    return event.but(**{name: move.new})


def in_vote(vote: Vote, move: Move) -> Vote:
    """Give a vote in which the new number stands wherever the old one was named."""
    if move.ballot:
        named = [name for name in ("number", "follows") if _is(vote, name, move)]
        return vote.but(**dict.fromkeys(named, move.new)) if named else vote
    rows = tuple(
        row.but(subject=move.new) if row.subject == move.old else row
        for row in vote.rows
    )
    issues = tuple(_other(number, move) for number in vote.subject.issues)
    subject = vote.subject
    if issues != subject.issues:
        subject = subject.but(issues=issues)
    if (rows, subject) == (vote.rows, vote.subject):
        return vote
    return vote.but(rows=rows, subject=subject)


def _is(entity: Entity, name: str, move: Move) -> bool:
    return bool(getattr(entity, name) == move.old)


def _other(number: str, move: Move) -> str:
    return move.new if number == move.old else number


def mentions(entity: Entity, number: str) -> tuple[str, ...]:
    """Name the texts of an entity in which a number stands among other words."""
    found = _texts(entity, "")
    sought = re.compile(rf"(?<![A-Za-z0-9-]){re.escape(number)}(?![0-9])")
    return tuple(
        dict.fromkeys(
            place for place, text in found if text != number and sought.search(text)
        )
    )


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, tuple):
        for index, part in enumerate(value, 1):
            several = isinstance(part, Entity)
            yield from _texts(part, f"{place}第{index}项" if several else place)
    elif isinstance(value, Entity):
        for name, label in value.labels().items():
            inside = f"{place}的{label}" if place else label
            yield from _texts(getattr(value, name), inside)


def next_number(old: str, taken: Iterable[str]) -> str:
    """Give the first number behind all that are taken, written as the old one is."""
    prefix, _, digits = old.rpartition("-")
    known = [
        number.removeprefix(f"{prefix}-")
        for number in (old, *taken)
        if number.startswith(f"{prefix}-")
    ]
    figures = [each for each in known if each.isascii() and each.isdigit()]
    width = max(_WIDTH, *(len(each) for each in (*figures, digits)))
    return f"{prefix}-{max(map(int, figures)) + 1:0{width}}"


def next_ballot(old: str, taken: Iterable[str]) -> str:
    """Give the first number of a vote behind those of its year; or one beside it."""
    every = {old, *taken}
    yearly = _YEARLY.fullmatch(old)
    if yearly is not None:
        year = yearly[1]
        found = (re.fullmatch(rf"{year}-([0-9]{{1,9}})", each) for each in every)
        return f"{year}-{max(int(match[1]) for match in found if match) + 1:02}"
    copy = 2
    while f"{old}-{copy}" in every:
        copy += 1
    return f"{old}-{copy}"
