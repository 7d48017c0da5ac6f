"""Putting right one event: the wrong one is void, a corrected copy takes its place."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, get_args

from rectify.cli.checking import entity_from
from rectify.cli.choosing import basis_of, deadline_from
from rectify.domain import text, workflow
from rectify.domain.entity import LONG, UNIT, marked
from rectify.errors import RuleError, UsageError
from rectify.storage import splice
from rectify.storage.journal import Change
from rectify.storage.reader import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.cli.desk import Desk, Target
    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue

_FIXED = ("事项", "次序", "登记日期", "作废", "附件", "佐证")
_BASIS = "期限依据"
_DEADLINES = ("期限", "新期限")


class NoSuchItem(UsageError):  # noqa: N818  # named for what it is
    """Such an event has no such item, or it is not set this way."""

    def __init__(self, event: AnyEvent, name: str) -> None:
        labels = type(event).labels().values()
        known = "、".join(label for label in labels if label not in _FIXED)
        super().__init__(
            f"{event.kind}里不能用 --set 改“{name}”，应写成 项目=内容。可改：{known}"
        )


class NothingCorrected(RuleError):  # noqa: N818  # named for what it is
    """The corrected event says what the wrong one says."""

    def __init__(self, number: str, place: int) -> None:
        super().__init__(f"{number} 的第{place}项本来就是这样写的，不必更正")


def correct(
    desk: Desk, target: Target, place: int, event: AnyEvent, words: Correction
) -> Change:
    """Void an event and record its corrected copy; judged as one change.

    Raises:
        RuleError: nothing changes, or the record would not keep the rules.
    """
    issue = target.entry.issue
    fresh = _corrected(desk, target, event, words.settings)
    if fresh.but(recorded=None) == event.but(recorded=None):
        raise NothingCorrected(issue.number, place)
    recorded = None if fresh.date == desk.today else desk.today
    index = _index(issue, event)
    ledger = target.folder.ledger
    after = workflow.correct(
        issue, index, words.voiding, fresh.but(recorded=recorded), ledger
    )
    text, kind = read(target.entry.data, "").text, target.folder.kind
    written = splice.void_event(text, index, words.voiding, kind)
    written = splice.add_event(written, after.events[-1], kind)
    return Change(target.entry.path, target.entry.data, written.encode())


class Correction:
    """What is put right, and the line that the wrong event gets."""

    def __init__(self, voiding: str, settings: Sequence[str]) -> None:
        self.voiding = voiding
        self.settings = settings


def _index(issue: Issue, event: AnyEvent) -> int:
    return next(i for i, each in enumerate(issue.events) if each is event)


def _corrected(
    desk: Desk, target: Target, event: AnyEvent, settings: Sequence[str]
) -> AnyEvent:
    plain: dict[str, object] = dict(event.plain())
    names = {label: name for name, label in type(event).labels().items()}
    parted = [setting.replace("＝", "=", 1).partition("=") for setting in settings]
    for label, equals, value in sorted(parted, key=lambda part: part[0] == _BASIS):
        if label not in names or label in _FIXED or not equals:
            raise NoSuchItem(event, label)
        if label in _DEADLINES:
            plain |= _deadline(desk, event, label, value)
        else:
            plain[label] = _value(desk, target, event, names[label], value)
    kept = {label: value for label, value in plain.items() if value not in (None, [])}
    return entity_from(type(event), kept)


def _deadline(desk: Desk, event: AnyEvent, label: str, words: str) -> dict[str, object]:
    """Read a deadline; its basis follows it."""
    due = deadline_from(desk, words, event.date) if words else None
    return {
        label: due.day if due else None,
        _BASIS: basis_of(due) if due else None,
    }


def _value(
    desk: Desk, target: Target, event: AnyEvent, name: str, value: str
) -> object:
    """Read what was typed as the kind of item asks; nothing typed: it is removed."""
    kind = type(event)
    if not value:
        return None
    if name in marked(kind, LONG):
        return text.stored(value)
    if isinstance(kind.model_fields[name].default, tuple) or name == "units":
        parts = [part for part in value.replace(",", "、").split("、") if part]
        return [_part(desk, target, event, name, part) for part in parts]
    if name in marked(kind, UNIT):
        return target.folder.directory.resolve(value)
    if name == "promised":
        return deadline_from(desk, value, event.date).day
    return desk.day(value) if _is_day(kind, name) else value


def _part(desk: Desk, target: Target, event: AnyEvent, name: str, words: str) -> object:
    """Read one of several: a unit, a unit with its own deadline, an approval."""
    if name == "approvals":
        return _approval(desk, words)
    if name == "shares":
        return _share(desk, target, event, words)
    return target.folder.directory.resolve(words)


def _is_day(kind: type[AnyEvent], name: str) -> bool:
    """Tell whether an item is a day."""
    annotation = kind.model_fields[name].annotation
    return dt.date in (
        annotation,
        *(getattr(each, "__origin__", None) for each in get_args(annotation)),
    )


def _approval(desk: Desk, words: str) -> dict[str, object]:
    name, _, day = words.strip().partition(" ")
    dated = {"日期": desk.day(day)} if day.strip() else {}
    return {"批准人": name, **dated}


def _share(
    desk: Desk, target: Target, event: AnyEvent, words: str
) -> dict[str, object]:
    name, _, limit = words.replace("＝", "=").partition("=")
    due = deadline_from(desk, limit, event.date).day if limit else None
    dated = {} if due is None else {"期限": due}
    return {"单位": target.folder.directory.resolve(name), **dated}
