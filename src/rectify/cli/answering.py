"""办理: answers, and what the office makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL, keep_files, record_for_unit
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
)
from rectify.domain.terms import Finding
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.storage.journal import Change

File = Annotated[
    str | None, typer.Option("--file", metavar="文件", help="内容在这个文本文件里")
]


class NoContent(UsageError):  # noqa: N818  # named for what it is
    """An answer without a word is none."""

    def __init__(self) -> None:
        super().__init__("请用 --text 写答复内容，或用 --file 指明答复的文本文件")


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
    str | None,
    typer.Option("--promise", metavar="期限", help="承诺期限，如 2027年6月底"),
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
                grade=_grade(target.folder.ledger, grade),
                content=content or None,
                written=_optional_day(desk, written),
                ref=ref,
                signer=signer,
                finished=_optional_day(desk, finished),
                promised=_promised(desk, promise, case.on),
                attachments=keep_files(target, attach, kept),
            )

        targets = desk.targets(numbers, ledger)
        day = desk.day(on)
        record(desk, targets, make, on=day, dry_run=dry_run, files=kept)


def _optional_day(desk: Desk, words: str | None) -> date | None:
    return None if words is None else desk.day(words)


def _promised(desk: Desk, words: str | None, on: date) -> date | None:
    """Read the day of a promise, written like a deadline."""
    from rectify.cli.choosing import deadline_from

    if words is None:
        return None
    day = deadline_from(desk, words, on).day
    if day is None:
        raise PromiseUnclear(words)
    return day


class PromiseUnclear(UsageError):  # noqa: N818  # named for what it is
    """A promise without a day can't be held to."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"承诺期限“{words}”没有日期。应写成 2027-06-30、2027年6月底 的样子"
        )


def _grade(ledger: Ledger, typed: str | None) -> str | None:
    """Give the ledger's own code of a class: a and Ａ are its A."""
    from rectify.domain.text import narrow

    if typed is None:
        return None
    plain = narrow(typed).strip()
    codes = [grade.code for grade in ledger.grades]
    return next((code for code in codes if code.lower() == plain.lower()), plain)


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
