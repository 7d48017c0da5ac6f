"""办理, the third part: feedback, closing, looking back, tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL, in_states, keep_files, record_for_unit
from rectify.cli.options import (
    Bys,
    Deadline,
    DryRun,
    Force,
    LedgerName,
    Number,
    Numbers,
    On,
    SomeNumbers,
    SomeReason,
    SomeWords,
)
from rectify.domain.terms import Lasting, Satisfaction, State
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.particulars import Approval
    from rectify.domain.progress import Progress
    from rectify.storage.journal import Change


Proposer = Annotated[str, typer.Option("--from", metavar="提出人", help="谁的反馈")]
Result = Annotated[Satisfaction, typer.Option("--result", help="对办理结果")]
Attitude = Annotated[Satisfaction | None, typer.Option("--attitude", help="对办理态度")]
Opinion = Annotated[str | None, typer.Option("--opinion", metavar="文字", help="意见")]


@app.command("feedback", rich_help_panel=PANEL)
def feedback(
    number: Number,
    proposer: Proposer,
    result: Result,
    attitude: Attitude = None,
    opinion: Opinion = None,
    deadline: Deadline = None,
    by: Bys = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """反馈：提出人对答复的态度；不满意的重新办理。"""
    from rectify.cli.choosing import units_of, words_from
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    with writing_desk() as desk:
        failed = result is Satisfaction.UNSATISFIED

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            yield ev.Feedback(
                date=case.on,
                proposer=proposer,
                attitude=attitude,
                result=result,
                opinion=words_from(opinion, None),
                units=units_of(target, by),
                **new_round(desk, target, deadline, case.on, failed=failed),
            )

        targets = [desk.target(number, ledger)]
        record(desk, targets, make, on=desk.day(on), dry_run=dry_run)


def new_round(
    desk: Desk, target: Target, words: str | None, on: date, *, failed: bool
) -> dict[str, date | str | None]:
    """Give the deadline of the round that a failure begins; nothing where none does."""
    from rectify.cli.choosing import basis_of, redo_deadline

    if not failed:
        return {}
    due = redo_deadline(desk, target, words, on)
    return {"deadline": due.day, "basis": basis_of(due)}


class ApprovalUnclear(UsageError):  # noqa: N818  # named for what it is
    """An approver is given by a post, and the day behind it if it is another."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"看不懂批准人“{words}”。应写成“主任会议”，或“分管副主任 2024-11-05”的样子"
        )


AllPassed = Annotated[bool, typer.Option("--all-passed", help="全部测评通过的")]
Approver = Annotated[
    list[str] | None,
    typer.Option(
        "--approver",
        metavar="批准人",
        help="批准人，可后跟日期，如“主任会议 2024-11-05”；几级批准写几个",
    ),
]
Finding = Annotated[
    str | None, typer.Option("--finding", metavar="文字", help="核查意见")
]
Deputies = Annotated[
    str | None, typer.Option("--deputies", metavar="文字", help="代表意见")
]
Evidence = Annotated[
    list[str] | None,
    typer.Option("--evidence", metavar="文件", help="佐证材料，可重复"),
]
Asked = Annotated[str | None, typer.Option("--asked", metavar="日期", help="申请日期")]
Publish = Annotated[bool, typer.Option("--publish", help="已公示")]


@app.command("close", rich_help_panel=PANEL)
def close(
    numbers: SomeNumbers = None,
    all_passed: AllPassed = False,
    approver: Approver = None,
    finding: Finding = None,
    deputies: Deputies = None,
    evidence: Evidence = None,
    asked: Asked = None,
    publish: Publish = False,
    force: Force = False,
    reason: SomeReason = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """销号：核查属实、批准同意的，从清单上销去。"""
    from rectify.cli.choosing import need_reason, words_from
    from rectify.cli.desk import NothingNamed, writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    need_reason(force=force, reason=reason)
    with writing_desk() as desk:
        kept: list[Change] = []
        approvals = tuple(_approval(desk, words) for words in approver or ())

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            yield ev.Close(
                date=case.on,
                asked=desk.day(asked) if asked else None,
                finding=words_from(finding, None),
                deputies=deputies,
                approvals=approvals,
                evidence=keep_files(target, evidence, kept),
                reason=reason if force else None,
                **({"published": True} if publish else {}),
            )

        day = desk.day(on)
        if all_passed:
            targets = in_states(desk, ledger, day, State.PASSED)
        elif numbers:
            targets = desk.targets(numbers, ledger)
        else:
            raise NothingNamed("；测评通过的全部销号，用 --all-passed")
        record(desk, targets, make, on=day, dry_run=dry_run, files=kept)


def _approval(desk: Desk, words: str) -> Approval:
    from rectify.domain.particulars import Approval

    name, _, day = words.strip().partition(" ")
    if not name:
        raise ApprovalUnclear(words)
    return Approval(approver=name, date=desk.day(day) if day.strip() else None)


@app.command("recheck", rich_help_panel=PANEL)
def recheck(
    numbers: Numbers,
    result: Annotated[Lasting, typer.Option("--result", help="结论")],
    words: SomeWords = None,
    deadline: Deadline = None,
    by: Bys = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """回头看：销号以后再去看；反弹的重新办理。"""
    from rectify.cli.choosing import units_of, words_from
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    with writing_desk() as desk:
        failed = result is Lasting.REBOUND

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            yield ev.Recheck(
                date=case.on,
                lasting=result,
                content=words_from(words, None),
                units=units_of(target, by),
                **new_round(desk, target, deadline, case.on, failed=failed),
            )

        targets = desk.targets(numbers, ledger)
        record(desk, targets, make, on=desk.day(on), dry_run=dry_run)


@app.command("track", rich_help_panel=PANEL)
def track(
    numbers: Numbers,
    next_check: Annotated[
        str, typer.Option("--next", metavar="日期", help="下次核查的日期")
    ],
    reason: SomeReason = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """转跟踪：承诺以后完成的，到下次核查再看。"""
    from rectify.domain import event as ev
    from rectify.domain.deadline import parse_day

    def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
        check = parse_day(next_check, today=case.on)
        yield ev.Track(date=case.on, next_check=check, reason=reason)

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)
