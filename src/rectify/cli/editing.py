"""Editing the facts of an issue: in the user's editor, or one field at a time."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.checking import check_facts, entity_from
from rectify.cli.desk import writing_desk
from rectify.cli.filling import FIXED, setting_of, value_of
from rectify.cli.recording import write
from rectify.cli.shell import say
from rectify.domain.deadline import parse_deadline
from rectify.domain.workflow import fold
from rectify.errors import BadData, LedgerError, RectifyError, RuleError
from rectify.storage import draft, evidence, splice
from rectify.storage.journal import Change
from rectify.storage.reader import read
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rectify.cli.desk import Desk, Target
    from rectify.cli.filling import Setting
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger


class Edited(NamedTuple):
    """An issue as it shall be, the text of its file, and the labels changed."""

    issue: Issue
    text: str
    labels: tuple[str, ...]


class RecordEdited(RuleError):  # noqa: N818  # named for what it is
    """The record of what has been done is not rewritten."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 的编号和办理记录不能用 edit 修改。"
            f"记错了用 rectify void {number}，再重新记录"
        )


class RecordAtOdds(RuleError):  # noqa: N818  # named for what it is
    """With these facts, what has been recorded would not have been possible."""

    def __init__(self, number: str, faults: Iterable[tuple[int, str]]) -> None:
        lines = [f"办理记录第{place + 1}项：{said}" for place, said in sorted(faults)]
        said = "\n".join(lines)
        super().__init__(f"不能这样修改 {number}，已有的办理记录会出错：\n{said}")


class DraftKept(LedgerError):  # noqa: N818  # named for what it is
    """What was edited is refused; the draft is kept, and the reason's exit code."""

    def __init__(self, reason: RectifyError, place: Path) -> None:
        super().__init__(
            f"{reason}\n没有保存。草稿留在 {place}，改好后再运行同一条命令"
        )
        self.exit_code = reason.exit_code


class NotATerminal(LedgerError):  # noqa: N818  # named for what it is
    """An editor needs somebody in front of it."""

    def __init__(self) -> None:
        super().__init__("这里打不开编辑器；请用 --set 项目=内容 直接改")


def edit_issue(
    number: str,
    ledger: str | None,
    settings: Sequence[str],
    files: Sequence[str],
    *,
    dry_run: bool,
) -> None:
    """Edit an issue as the options say, or in the editor where there are none."""
    if not settings and not files:
        _edit_by_hand(number, ledger, dry_run=dry_run)
        return
    with writing_desk() as desk:
        target = desk.target(number, ledger)
        sources = [Path(file) for file in files]
        kept, attached = evidence.keep(
            target.folder, target.entry.issue.number, sources
        )
        edited = _with_settings(target, settings, desk.today)
        old = edited.issue.attachments
        new = tuple(dict.fromkeys(each for each in attached if each not in old))
        if new:
            issue = edited.issue.but(attachments=(*old, *new))
            written = splice.set_field(edited.text, issue, "attachments")
            edited = Edited(issue, written, (*edited.labels, "附件"))
        _judge(desk, target, edited)
        _save(desk, target, edited, kept, dry_run=dry_run)


def _edit_by_hand(number: str, ledger: str | None, *, dry_run: bool) -> None:
    """Let the user edit the file in an editor; nobody is kept waiting meanwhile."""
    if not sys.stdin.isatty():
        raise NotATerminal
    with writing_desk() as desk:
        target = desk.target(number, ledger)
        issue, record = target.entry.issue, target.entry.data
        root = desk.workspace.root
        sheet = draft.opened(root, issue.number, record, _text(target))
    if sheet.aside is not None:
        say(
            f"{issue.number} 在上次编辑以后有了别的改动，这次从现在的内容改起；"
            f"上次的草稿留在 {sheet.aside}"
        )
    sheet.edit()
    try:
        edited = _read_back(target, sheet)
        _judge(desk, target, edited)
        _save(desk, target, edited, (), dry_run=dry_run)
    except RectifyError as reason:
        raise DraftKept(reason, sheet.path) from None
    if not dry_run:
        sheet.done()


def _read_back(target: Target, sheet: draft.Draft) -> Edited:
    loaded = load(target.folder.kind, sheet.data, str(sheet.path))
    if loaded.value is None:
        raise BadData(loaded.problems)
    before, after = target.entry.issue, loaded.value
    labels = tuple(
        label
        for name, label in after.labels().items()
        if getattr(before, name) != getattr(after, name)
    )
    if set(labels) & set(FIXED):
        raise RecordEdited(before.number)
    return Edited(after, loaded.document.text, labels)


def _judge(desk: Desk, target: Target, edited: Edited) -> None:
    """Refuse what `check` would complain about, if it was not so before."""
    before, after = target.entry.issue, edited.issue
    check_facts(target.folder, after, before)
    if after.deadline is not None and after.deadline != before.deadline:
        start = after.proposed or desk.today
        parse_deadline(after.deadline, start=start, calendar=desk.calendar)
    ledger = target.folder.ledger
    new = _faults(after, ledger) - _faults(before, ledger)
    if new:
        raise RecordAtOdds(after.number, new)


def _faults(issue: Issue, ledger: Ledger) -> set[tuple[int, str]]:
    found = fold(issue, ledger, on=date.max).faults
    return {(fault.place, str(fault.error)) for fault in found}


def _save(
    desk: Desk,
    target: Target,
    edited: Edited,
    files: Sequence[Change],
    *,
    dry_run: bool,
) -> None:
    entry, number = target.entry, target.entry.issue.number
    if edited.text.encode() == entry.data:
        say(f"{number} 没有改动")
        return
    changed = Change(entry.path, entry.data, edited.text.encode())
    sentence = f"修改 {number}：{'、'.join(edited.labels) or '格式'}"
    write(desk, [*files, changed], sentence, [number], dry_run=dry_run)


def _with_settings(target: Target, settings: Sequence[str], today: date) -> Edited:
    """Set single fields: each changes its own lines only."""
    issue, written = target.entry.issue, _text(target)
    labels = []
    for typed in settings:
        setting = setting_of(type(issue), typed)
        issue = _set(target, issue, setting, today)
        written = splice.set_field(written, issue, setting.name)
        labels.append(setting.label)
    return Edited(issue, written, tuple(labels))


def _set(target: Target, issue: Issue, setting: Setting, today: date) -> Issue:
    plain: dict[str, object] = dict(issue.plain())
    plain.pop(setting.label, None)
    if setting.words:
        plain[setting.label] = value_of(target.folder, setting, today)
    return entity_from(target.folder.kind, plain)


def _text(target: Target) -> str:
    return read(target.entry.data, "").text
