"""Facts of an issue as typed: 项目=内容, by the labels of its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import text
from rectify.domain.custom import named, number_of
from rectify.domain.deadline import UnreadableDay, parse_day
from rectify.domain.entity import LONG, marked
from rectify.domain.intake.drafting.people import proposer_of
from rectify.domain.terms import FieldKind
from rectify.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.issue import Issue
    from rectify.storage.folder import LedgerFolder

FIXED = ("编号", "办理记录")
_ATTACHED = "附件"
_SEPARATORS = re.compile(r"[、，,；;]")


class Setting(NamedTuple):
    """One fact as typed: its attribute, its label, and the words."""

    name: str
    label: str
    words: str


class NoSuchField(UsageError):  # noqa: N818  # named for what it is
    """An issue has no such field, or it is not set this way."""

    def __init__(self, name: str, kind: type[Issue]) -> None:
        fixed = (*FIXED, _ATTACHED)
        known = [label for label in kind.labels().values() if label not in fixed]
        super().__init__(
            f"不能用 --set 改“{name}”。可改：{'、'.join(known)}；附件用 --attach"
        )


def setting_of(kind: type[Issue], typed: str) -> Setting:
    """Read 项目=内容.

    Raises:
        NoSuchField: the field is not there, or not set this way.
    """
    given, equals, words = typed.replace("＝", "=", 1).partition("=")
    names = {known: name for name, known in kind.labels().items()}
    label = named(given, names)
    if label is None or label in (*FIXED, _ATTACHED) or not equals:
        raise NoSuchField(given, kind)
    return Setting(names[label], label, words)


def value_of(folder: LedgerFolder, setting: Setting, today: date) -> object:
    """Give what a file holds for the words; the model judges it."""
    name, _, words = setting
    if name in marked(folder.kind, LONG):
        return text.stored(words)
    find = folder.directory.resolve
    if name == "lead":
        return find(words)
    parts = [part.strip() for part in _SEPARATORS.split(words) if part.strip()]
    if name in ("partners", "separate"):
        return [find(part) for part in parts]
    if name == "proposers":
        return [proposer_of(part) for part in parts]
    kinds = {each.name: each.kind for each in folder.kind.own_fields}
    found: object = None
    if name == "proposed" or kinds.get(name) is FieldKind.DAY:
        found = _day(words, today)
    elif kinds.get(name) is FieldKind.NUMBER:
        found = number_of(words)
    return words if found is None else found


def _day(words: str, today: date) -> date | None:
    """Read a day, however it is written; the model refuses what is none."""
    try:
        return parse_day(words, today=today)
    except UnreadableDay:
        return None
