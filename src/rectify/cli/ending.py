"""办理, the last part: ending, resuming, noting, and taking back what was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL, record_for_unit
from rectify.cli.options import (
    DryRun,
    LedgerName,
    Numbers,
    On,
    Reason,
    SomeReason,
    Words,
)
from rectify.cli.shell import say
from rectify.domain.terms import Ending, State
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

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
        day = desk.day(on)
        parent = desk.target(into, ledger) if into else None
        if parent is not None:
            _check_parent(parent, day)

        def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
            yield ev.Drop(
                date=case.on,
                ending=how,
                into=parent.entry.issue.number if parent else None,
                reason=reason,
            )

        targets = desk.targets(numbers, ledger)
        record(desk, targets, make, on=day, dry_run=dry_run)


class ParentEnded(RuleError):  # noqa: N818  # named for what it is
    """Nothing is merged into an issue that nobody works on any more."""

    def __init__(self, number: str, state: State, day: date) -> None:
        super().__init__(f"{number} 到{day}{state}，不能并入；请并入仍在办理的一条")


def _check_parent(parent: Target, day: date) -> None:
    from rectify.domain.progress import ENDED
    from rectify.domain.workflow import fold

    case = fold(parent.entry.issue, parent.folder.ledger, on=day)
    if case.own_state in ENDED:
        raise ParentEnded(case.number, case.own_state, day)


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
    numbers: Annotated[
        list[str],
        typer.Argument(metavar="编号…", help="问题的编号，或要作废的票号"),
    ],
    reason: Reason,
    place: Annotated[
        int | None,
        typer.Option("--event", metavar="序号", help="第几项，序号见 rectify show"),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="项目=内容",
            help="同时更正：照原样重记一项，只改这些项目；内容为空即删去",
        ),
    ] = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """作废：记错了的一项办理记录，或一次测评；用 --set 可同时更正。

    记录不删，加一行作废的日期和理由；后面的记录靠它成立的，不能作废。
    """
    from rectify.cli.correcting import Correction
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write
    from rectify.cli.voiding import void_events, void_vote

    if place is None and settings:
        raise NothingToCorrect
    with writing_desk() as desk:
        voiding = f"{desk.day(on)} {reason}"
        if place is None:
            done = void_vote(desk.folder(ledger), numbers, voiding)
        else:
            words = Correction(voiding, settings or ())
            done = void_events(desk, desk.targets(numbers, ledger), place, words)
        doing, how = (
            ("更正", f"（{'，'.join(settings)}）") if settings else ("作废", "")
        )
        sentence = f"{doing} {done.what}{how}：{reason}"
        write(desk, done.changes, sentence, done.numbers, dry_run=dry_run)
        if done.note:
            say(done.note)


class NothingToCorrect(UsageError):  # noqa: N818  # named for what it is
    """A correction must say which event it corrects."""

    def __init__(self) -> None:
        super().__init__("更正须用 --event 写明第几项，序号见 rectify show")
