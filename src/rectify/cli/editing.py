"""Editing the facts of an issue: in the user's editor, or one field at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.checking import entity_from
from rectify.domain import text
from rectify.domain.entity import LONG, marked
from rectify.domain.issue import Issue
from rectify.errors import BadData, LedgerError, RuleError, UsageError
from rectify.storage import draft, splice
from rectify.storage.reader import read
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from rectify.cli.desk import Desk, Target

_FIXED = ("编号", "办理记录")


class Edited(NamedTuple):
    """The new text of a file, and the labels of what has changed."""

    text: str
    labels: tuple[str, ...]


class NoSuchField(UsageError):  # noqa: N818  # named for what it is
    """An issue has no such field, or it is not set this way."""

    def __init__(self, name: str) -> None:
        known = [label for label in Issue.labels().values() if label not in _FIXED]
        super().__init__(f"不能用 --set 改“{name}”。可改：{'、'.join(known)}")


class RecordEdited(RuleError):  # noqa: N818  # named for what it is
    """The record of what has been done is not rewritten."""

    def __init__(self, number: str, place: str) -> None:
        super().__init__(
            f"{number} 的编号和办理记录不能用 edit 修改，没有保存。"
            f"记错了用 rectify void {number}，再重新记录。草稿在 {place}"
        )


class FaultyDraft(BadData):
    """What was edited has faults; the draft is kept."""

    def __init__(self, problems: BadData, place: str) -> None:
        super().__init__(
            problems.problems, f"没有保存。草稿留在 {place}，改好后再运行同一条命令"
        )


class NotATerminal(LedgerError):  # noqa: N818  # named for what it is
    """An editor needs somebody in front of it."""

    def __init__(self) -> None:
        super().__init__("这里打不开编辑器；请用 --set 项目=内容 直接改")


def with_settings(target: Target, settings: list[str]) -> Edited | None:
    """Set single fields: each changes its own lines only."""
    issue, written = target.entry.issue, _text(target)
    labels = []
    for setting in settings:
        label, equals, value = setting.replace("＝", "=", 1).partition("=")
        name = _field(label, equals)
        issue = _set(target, issue, name, label, value)
        written = splice.set_field(written, issue, name)
        labels.append(label)
    return Edited(written, tuple(labels))


def _field(label: str, equals: str) -> str:
    """Find the attribute of a label."""
    names = {known: name for name, known in Issue.labels().items()}
    if label not in names or label in _FIXED or not equals or label == "附件":
        raise NoSuchField(label)
    return names[label]


def _set(target: Target, issue: Issue, name: str, label: str, value: str) -> Issue:
    plain = dict(issue.plain())
    plain.pop(label, None)
    if value:
        plain[label] = _value(target, name, value)  # type: ignore[assignment]  # the model judges it
    return entity_from(Issue, plain)


def _value(target: Target, name: str, value: str) -> object:
    if name in marked(Issue, LONG):
        return text.stored(value)
    find = target.folder.directory.resolve
    if name == "lead":
        return find(value)
    parts = [part for part in value.replace(",", "、").split("、") if part]
    if name in ("partners", "separate"):
        return [find(part) for part in parts]
    if name == "proposers":
        return [_proposer(part) for part in parts]
    return value


def _proposer(words: str) -> dict[str, str]:
    name, _, capacity = words.replace("：", ":").partition(":")
    return {"姓名": name, "身份": capacity} if capacity else {"姓名": name}


def edited(desk: Desk, target: Target) -> Edited | None:
    """Let the user edit the file in an editor; a faulty draft is kept and named."""
    if not sys.stdin.isatty():
        raise NotATerminal
    number = target.entry.issue.number
    with draft.opened(desk.workspace.root, number, _text(target)) as sheet:
        sheet.edit()
        place = str(sheet.path)
        loaded = load(Issue, sheet.data, place)
        if loaded.value is None:
            raise FaultyDraft(BadData(loaded.problems), place)
        labels = _changed(target.entry.issue, loaded.value)
        if set(labels) & set(_FIXED):
            raise RecordEdited(number, place)
        sheet.done()
        return Edited(loaded.document.text, labels)


def _changed(before: Issue, after: Issue) -> tuple[str, ...]:
    return tuple(
        label
        for name, label in Issue.labels().items()
        if getattr(before, name) != getattr(after, name)
    )


def _text(target: Target) -> str:
    return read(target.entry.data, "").text
