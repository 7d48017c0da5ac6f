"""办理, the second part: plans, progress, extensions, reminders, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.handing import PANEL
from rectify.cli.options import (
    Attach,
    By,
    Bys,
    Deadline,
    DryRun,
    LedgerName,
    Number,
    Numbers,
    On,
    Reason,
    Ref,
    SomeReason,
    SomeWords,
    Words,
)
from rectify.domain.terms import Decision, Finding, Marking
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.cli.recording import Make
    from rectify.domain import event as ev
    from rectify.domain.progress import Progress
    from rectify.storage.journal import Change

File = Annotated[
    str | None, typer.Option("--file", metavar="文件", help="内容在这个文本文件里")
]


class NoContent(UsageError):  # noqa: N818  # named for what it is
    """An answer without a word is none."""

    def __init__(self) -> None:
        super().__init__("请用 --text 写答复内容，或用 --file 指明答复的文本文件")


def record_for_unit(
    numbers: list[str],
    ledger: str | None,
    on: str | None,
    make: Make,
    *,
    dry_run: bool,
) -> None:
    """Open the desk, find the issues, record what `make` says of each."""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record

    with writing_desk() as desk:
        targets = desk.targets(numbers, ledger)
        record(desk, targets, make, on=desk.day(on), dry_run=dry_run)


Leader = Annotated[
    str | None, typer.Option("--leader", metavar="职务", help="责任领导")
]
Person = Annotated[str | None, typer.Option("--person", metavar="职务", help="责任人")]
Goal = Annotated[str | None, typer.Option("--goal", metavar="文字", help="整改目标")]
Measures = Annotated[
    str | None, typer.Option("--measures", metavar="文字", help="整改措施")
]
Finish = Annotated[
    str | None, typer.Option("--finish", metavar="时限", help="完成时限")
]


@app.command("plan", rich_help_panel=PANEL)
def plan(
    numbers: Numbers,
    by: By = None,
    leader: Leader = None,
    person: Person = None,
    goal: Goal = None,
    measures: Measures = None,
    finish: Finish = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """方案：责任领导、责任人、整改目标、措施和完成时限。"""
    from rectify.cli.choosing import unit_of, words_from
    from rectify.domain import event as ev

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        yield ev.Plan(
            date=case.on,
            unit=unit_of(case, target, by),
            leader=leader,
            person=person,
            goal=words_from(goal, None),
            measures=words_from(measures, None),
            finish=finish,
        )

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("progress", rich_help_panel=PANEL)
def progress(
    numbers: Numbers,
    words: Words,
    by: By = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """进展：承办单位报告做到哪一步。"""
    from rectify.cli.choosing import unit_of, words_from
    from rectify.domain import event as ev

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        content = words_from(words, None)
        yield ev.Advance(date=case.on, unit=unit_of(case, target, by), content=content)

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("contact", rich_help_panel=PANEL)
def contact(
    numbers: Numbers,
    by: By = None,
    manner: Annotated[
        str, typer.Option("--manner", metavar="方式", help="当面、电话、视频…")
    ] = "当面",
    words: SomeWords = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """面商：承办单位同提出人沟通。"""
    from rectify.cli.choosing import unit_of, words_from
    from rectify.domain import event as ev

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        yield ev.Contact(
            date=case.on,
            unit=unit_of(case, target, by),
            manner=manner,
            content=words_from(words, None),
        )

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


Approver = Annotated[
    str | None, typer.Option("--approver", metavar="批准人", help="批准人或会议")
]
Ask = Annotated[bool, typer.Option("--ask", help="只记申请，还没有结论")]
Deny = Annotated[bool, typer.Option("--deny", help="不同意延期")]
Asked = Annotated[str | None, typer.Option("--asked", metavar="日期", help="申请日期")]


@app.command("extend", rich_help_panel=PANEL)
def extend(
    numbers: Numbers,
    deadline: Deadline = None,
    reason: SomeReason = None,
    approver: Approver = None,
    ask: Ask = False,
    deny: Deny = False,
    asked: Asked = None,
    by: By = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """延期：申请、同意或不同意；期间（如 +30天）从现期限起算。"""
    from rectify.cli.choosing import basis_of, deadline_from, unit_of
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    _check_extension(ask=ask, deny=deny, approver=approver, reason=reason)
    verdict = None if ask else Decision.DENIED if deny else Decision.GRANTED
    with writing_desk() as desk:

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            unit = unit_of(case, target, by)
            work = case.find(unit)
            start = (work.deadline if work else None) or case.on
            due = deadline_from(desk, deadline, start) if deadline else None
            yield ev.Extend(
                date=case.on,
                unit=unit,
                asked=desk.day(asked) if asked else None,
                verdict=verdict,
                deadline=due.day if due else None,
                basis=basis_of(due) if due else None,
                reason=reason,
                approver=approver,
            )

        targets = desk.targets(numbers, ledger)
        record(desk, targets, make, on=desk.day(on), dry_run=dry_run)


class ExtensionUnclear(UsageError):  # noqa: N818  # named for what it is
    """An extension lacks a reason, or one who decided."""

    def __init__(self, lacking: str) -> None:
        super().__init__(f"延期{lacking}")


def _check_extension(
    *, ask: bool, deny: bool, approver: str | None, reason: str | None
) -> None:
    if ask and deny:
        raise ExtensionUnclear("的 --ask 和 --deny 只能写一个")
    if reason is None:
        raise ExtensionUnclear("须用 --reason 写明理由")
    if not ask and approver is None:
        raise ExtensionUnclear("的结论须用 --approver 写明批准人；只记申请，用 --ask")


@app.command("urge", rich_help_panel=PANEL)
def urge(
    numbers: Numbers,
    by: Bys = None,
    formal: Annotated[bool, typer.Option("--formal", help="督办（更郑重）")] = False,
    ref: Ref = None,
    words: SomeWords = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """催办：催还没有答复的单位；--formal 为督办。"""
    from rectify.cli.choosing import units_of, words_from
    from rectify.domain import event as ev

    kind = ev.UrgeFormally if formal else ev.Urge

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        waiting = tuple(each.unit for each in case.awaited)
        everyone = tuple(each.unit for each in case.answering)
        for unit in units_of(target, by) or waiting or everyone:
            content = words_from(words, None)
            yield kind(date=case.on, unit=unit, ref=ref, content=content)

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("key", rich_help_panel=PANEL)
def key(
    numbers: Numbers,
    leader: Annotated[
        str | None, typer.Option("--leader", metavar="职务", help="督办领导")
    ] = None,
    department: Annotated[
        str | None, typer.Option("--department", metavar="部门", help="督办部门")
    ] = None,
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="会议", help="确定的会议")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="取消重点督办")] = False,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """重点督办：列入（须有督办领导），或用 --off 取消。"""
    from rectify.domain import event as ev

    if leader is None and not off:
        raise NoLeader

    def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
        yield ev.Key(
            date=case.on,
            marking=Marking.UNLISTED if off else Marking.LISTED,
            leader=leader,
            department=department,
            meeting=meeting,
        )

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


class NoLeader(UsageError):  # noqa: N818  # named for what it is
    """A key issue needs one who leads."""

    def __init__(self) -> None:
        super().__init__("列入重点督办须用 --leader 写明督办领导；取消用 --off")


Grade = Annotated[
    str | None, typer.Option("--class", metavar="类别", help="答复类别，如 A")
]
Written = Annotated[
    str | None, typer.Option("--written", metavar="日期", help="成文日期")
]
Signer = Annotated[
    str | None, typer.Option("--signer", metavar="签发人", help="签发人")
]
Finished = Annotated[
    str | None, typer.Option("--finished", metavar="日期", help="完成日期")
]
Promise = Annotated[
    str | None, typer.Option("--promise", metavar="日期", help="承诺期限")
]


@app.command("respond", rich_help_panel=PANEL)
def respond(
    numbers: Numbers,
    by: By = None,
    words: SomeWords = None,
    file: File = None,
    grade: Grade = None,
    ref: Ref = None,
    written: Written = None,
    signer: Signer = None,
    finished: Finished = None,
    promise: Promise = None,
    attach: Attach = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """答复：收到承办单位的书面答复；一份答复可以答几条。"""
    from rectify.cli.choosing import unit_of, words_from
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    content = words_from(words, file)
    if not content and not attach:
        raise NoContent
    with writing_desk() as desk:
        kept: list[Change] = []

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            yield ev.Respond(
                date=case.on,
                unit=unit_of(case, target, by),
                grade=grade,
                content=content or None,
                written=_optional_day(desk, written),
                ref=ref,
                signer=signer,
                finished=_optional_day(desk, finished),
                promised=_optional_day(desk, promise),
                attachments=keep_files(target, attach, kept),
            )

        targets = desk.targets(numbers, ledger)
        day = desk.day(on)
        record(desk, targets, make, on=day, dry_run=dry_run, files=kept)


def _optional_day(desk: Desk, words: str | None) -> date | None:
    return None if words is None else desk.day(words)


def keep_files(
    target: Target, files: list[str] | None, kept: list[Change]
) -> tuple[ev.Attachment, ...]:
    """Copy files to an issue in the same operation, and name them."""
    from pathlib import Path

    from rectify.storage import evidence

    paths = [Path(file) for file in files or ()]
    changes, attachments = evidence.keep(
        target.folder, target.entry.issue.number, paths
    )
    kept += changes
    return attachments


@app.command("reject", rich_help_panel=PANEL)
def reject(
    numbers: Numbers,
    reason: Reason,
    by: Bys = None,
    deadline: Deadline = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """退回重办：答复空泛或答非所问，退回原单位，仍是本次办理。"""
    from rectify.cli.choosing import basis_of, deadline_from, units_of
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    with writing_desk() as desk:

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            answered = [each.unit for each in case.answering if each.answer]
            everyone = tuple(answered or [each.unit for each in case.answering])
            due = deadline_from(desk, deadline, case.on) if deadline else None
            yield ev.Reject(
                date=case.on,
                units=units_of(target, by) or everyone,
                reason=reason,
                deadline=due.day if due else None,
                basis=basis_of(due) if due else None,
            )

        targets = desk.targets(numbers, ledger)
        record(desk, targets, make, on=desk.day(on), dry_run=dry_run)


@app.command("review", rich_help_panel=PANEL)
def review(
    numbers: Numbers,
    result: Annotated[Finding, typer.Option("--result", help="结论")],
    by: Bys = None,
    reason: SomeReason = None,
    reviewer: Annotated[
        str | None, typer.Option("--reviewer", metavar="部门", help="复核人")
    ] = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """复核：对口工委核查办理结果，同单位自报的类别分开。"""
    from rectify.cli.choosing import units_of
    from rectify.domain import event as ev

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        everyone = tuple(each.unit for each in case.answering)
        for unit in units_of(target, by) or everyone:
            yield ev.Review(
                date=case.on,
                unit=unit,
                finding=result,
                reason=reason,
                reviewer=reviewer,
            )

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("reply", rich_help_panel=PANEL)
def reply(
    number: Number,
    question: Annotated[str, typer.Option("--question", metavar="文字", help="问")],
    answer: Annotated[str, typer.Option("--answer", metavar="文字", help="答")],
    by: Annotated[str, typer.Option("--by", metavar="单位", help="答复单位")],
    asker: Annotated[
        str | None, typer.Option("--asker", metavar="提问人", help="提问人")
    ] = None,
    post: Annotated[
        str | None, typer.Option("--post", metavar="职务", help="答复人职务")
    ] = None,
    promise: Annotated[
        str | None, typer.Option("--promise", metavar="文字", help="承诺")
    ] = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """现场答复：代表问政的一问一答，在交办之前。"""
    from rectify.cli.choosing import words_from
    from rectify.domain import event as ev

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        yield ev.Reply(
            date=case.on,
            asker=asker,
            question=words_from(question, None),
            unit=target.folder.directory.resolve(by),
            post=post,
            answer=words_from(answer, None),
            promise=words_from(promise, None),
        )

    record_for_unit([number], ledger, on, make, dry_run=dry_run)
