"""办理, the last part: ending, resuming, noting, and taking back what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.answering import record_for_unit
from rectify.cli.app import app
from rectify.cli.handing import PANEL
from rectify.cli.options import (
    DryRun,
    LedgerName,
    Numbers,
    On,
    Reason,
    SomeReason,
    Words,
)
from rectify.domain.terms import Ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.cli.desk import Target
    from rectify.domain import event as ev
    from rectify.domain.progress import Progress


@app.command("drop", rich_help_panel=PANEL)
def drop(
    numbers: Numbers,
    how: Annotated[Ending, typer.Option("--how", help="方式")],
    reason: Reason,
    into: Annotated[
        str | None, typer.Option("--into", metavar="编号", help="并案时并入哪一条")
    ] = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """终止：撤回、不予受理，或并入另一条。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    with writing_desk() as desk:
        parent = desk.target(into, ledger) if into else None

        def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
            yield ev.Drop(
                date=case.on,
                ending=how,
                into=parent.entry.issue.number if parent else None,
                reason=reason,
            )

        targets = desk.targets(numbers, ledger)
        record(desk, targets, make, on=desk.day(on), dry_run=dry_run)


@app.command("resume", rich_help_panel=PANEL)
def resume(
    numbers: Numbers,
    reason: SomeReason = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """恢复：终止了的继续办理。"""
    from rectify.domain import event as ev

    def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
        yield ev.Resume(date=case.on, reason=reason)

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("note", rich_help_panel=PANEL)
def note(
    numbers: Numbers,
    words: Words,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """备注：记一件事，不改变状态。"""
    from rectify.cli.choosing import words_from
    from rectify.domain import event as ev

    def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
        yield ev.Note(date=case.on, content=words_from(words, None))

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)


@app.command("void", rich_help_panel=PANEL)
def void(
    number: Annotated[
        str, typer.Argument(metavar="编号", help="问题的编号，或要作废的票号")
    ],
    reason: Reason,
    place: Annotated[
        int | None,
        typer.Option("--event", metavar="序号", help="第几项，序号见 rectify show"),
    ] = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """作废：记错了的一项办理记录，或一次测评；记录不删，加一行作废的日期和理由。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write
    from rectify.cli.voiding import void_event, void_vote

    with writing_desk() as desk:
        voiding = f"{desk.day(on)} {reason}"
        if place is None:
            done = void_vote(desk.folder(ledger), number, voiding)
        else:
            done = void_event(desk.target(number, ledger), place, voiding)
        sentence = f"作废 {done.what}：{reason}"
        write(desk, done.changes, sentence, done.numbers, dry_run=dry_run)
