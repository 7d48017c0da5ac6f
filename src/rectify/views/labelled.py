"""A file as labelled lines, a fact a line, so that a diff of it reads well.

It hangs on the file alone: git keeps the text of each version and never asks again.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rectify.domain.entity import LONG, Entity, marked
from rectify.domain.event import EVENT_CLASSES
from rectify.domain.history.differences import spelled
from rectify.domain.history.secrecy import veil, veiled
from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger, Opinion
from rectify.domain.listing import item_of
from rectify.domain.particulars import Part
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rectify.domain.entity import Plain

_RECORD = "办理记录"
# What names a file stands on its first line, with what people call it.
_NAMED = {"编号": "标题", "票号": "会议", "名称": "年度"}
_DATED = ("日期", "事项")
_ACTORS = ("主办", "单位")
_INDENT = "  "
# What is always a block, however short it is, as in the file.
_KINDS: tuple[type[Entity], ...] = (Issue, Ledger, Opinion, Part, *EVENT_CLASSES)
_TEXTS = {kind.labels()[name] for kind in _KINDS for name in marked(kind, LONG)}


def labelled(entity: Entity, more: Mapping[str, str]) -> str:
    """Write what a file holds, and of an issue where it stands after its last event.

    `more` is what the file holds beyond the entity: fields that a ledger declares.
    """
    plain: dict[str, Plain]
    if not isinstance(entity, Issue):
        return "\n".join([*_facts(entity.plain()), ""])
    issue = veiled(entity, veil([entity]))
    plain = issue.plain()
    plain.pop(_RECORD, None)
    lines = [*_facts({**plain, **more})]
    for event in issue.ordered_events():
        lines += ["", *_event(event.plain())]
    if issue.events:
        lines += ["", _standing(issue)]
    return "\n".join([*lines, ""])


def _facts(plain: Mapping[str, Plain]) -> Iterator[str]:
    """Write the facts; the first line names the file."""
    rest = dict(plain)
    for label, other in _NAMED.items():
        if label in rest:
            names = (spelled(rest.pop(key)) for key in (label, other) if key in rest)
            yield f"{label}：{' '.join(names)}"
            break
    yield from _lines(rest, "")


def _lines(plain: Mapping[str, Plain], indent: str) -> Iterator[str]:
    for label, value in plain.items():
        match value:
            case str() if label in _TEXTS or "\n" in value:
                yield f"{indent}{label}："
                lines = (f"{indent}{_INDENT}{line}" for line in value.split("\n"))
                yield from map(str.rstrip, lines)
            case [dict(), *_]:
                yield f"{indent}{label}："
                for each in value if isinstance(value, list) else ():
                    yield from _member(each, indent + _INDENT)
            case dict():
                yield f"{indent}{label}："
                yield from _lines(value, indent + _INDENT)
            case _:
                yield f"{indent}{label}：{spelled(value)}"


def _member(member: Plain, indent: str) -> Iterator[str]:
    """Write one member of a list on a line, its long texts below."""
    whole = member if isinstance(member, dict) else {}
    texts = {label: whole[label] for label in whole if label in _TEXTS}
    short = {label: whole[label] for label in whole if label not in texts}
    yield indent + spelled(short if whole else member)
    yield from _lines(texts, indent + _INDENT)


def _event(plain: dict[str, Plain]) -> Iterator[str]:
    """Write an event: its day, its 事项 and whose it is, then a field a line."""
    head = [spelled(plain.pop(label)) for label in _DATED]
    actor = next((label for label in _ACTORS if label in plain), None)
    if actor is not None:
        head.append(spelled(plain.pop(actor)))
    yield " ".join(head)
    yield from _lines(plain, _INDENT)


def _standing(issue: Issue) -> str:
    """Say where the issue stands after its last event, by the rules of most ledgers."""
    rules = Ledger(title="—", prefix="X", organ="—")
    item = item_of(fold(issue, rules, on=date.max))
    until = f"，期限 {item.deadline}" if item.deadline and item.open else ""
    return f"现状（记到最后一项）：{item.state_shown}{until}"
