"""办理: returning an issue that is not one's own, and giving it to another unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL
from rectify.cli.options import (
    By,
    Deadline,
    DryRun,
    LedgerName,
    Numbers,
    On,
    SomeReason,
)
from rectify.domain.terms import Role
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.progress import Progress


class LateReturn(RuleError):  # noqa: N818  # named for what it is
    """The window for returning an issue has closed."""

    def __init__(self, number: str, unit: str, words: str, last: date) -> None:
        super().__init__(
            f"不能申请退回 {number}：{unit}的退回期限（{words}）已于{last}届满。"
            "确需退回的，加 --force"
        )


class NothingToMove(UsageError):  # noqa: N818  # named for what it is
    """A reassignment names no unit."""

    def __init__(self) -> None:
        super().__init__(
            "请写明单位：--from 原单位 --to 新单位；增加用 --add 单位，"
            "减少用 --release 单位"
        )


@app.command("decline", rich_help_panel=PANEL)
def decline(
    numbers: Numbers,
    by: By = None,
    reason: SomeReason = None,
    refuse: Annotated[
        bool, typer.Option("--refuse", help="不予退回：单位须继续办理")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="过了退回期限仍予登记")
    ] = False,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """申请退回：单位认为不属自己职责；--refuse 记不予退回。"""
    from rectify.cli.choosing import NoReason, unit_of
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    with writing_desk() as desk:
        day = desk.day(on)

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            unit = unit_of(case, target, by)
            if refuse:
                yield ev.Refuse(date=day, unit=unit, reason=reason)
                return
            if reason is None:
                raise NoReturnReason
            if not force:
                _check_window(desk, target, case, unit, day)
            yield ev.Decline(date=day, unit=unit, reason=reason)

        if force and reason is None:
            raise NoReason
        record(desk, desk.targets(numbers, ledger), make, on=day, dry_run=dry_run)


class NoReturnReason(UsageError):  # noqa: N818  # named for what it is
    """A unit must say why an issue is not its business."""

    def __init__(self) -> None:
        super().__init__("申请退回须用 --reason 写明理由")


def _check_window(
    desk: Desk, target: Target, case: Progress, unit: str, day: date
) -> None:
    from rectify.domain.advice import return_limit

    work = case.find(unit)
    words = target.folder.ledger.procedure.return_within
    if work is not None and work.assigned is not None:
        last = return_limit(words, work.assigned, desk.calendar)
        if last is not None and day > last:
            raise LateReturn(case.number, unit, words, last)


Source = Annotated[str | None, typer.Option("--from", metavar="单位", help="原单位")]
Unit = Annotated[str | None, typer.Option("--to", metavar="单位", help="新单位")]
Add = Annotated[str | None, typer.Option("--add", metavar="单位", help="增加一个单位")]
Release = Annotated[
    str | None, typer.Option("--release", metavar="单位", help="减少一个单位")
]
ReassignRole = Annotated[
    Role | None,
    typer.Option("--role", help="新单位的角色，默认同原单位，增加的默认协办"),
]


@app.command("reassign", rich_help_panel=PANEL)
def reassign(
    numbers: Numbers,
    source: Source = None,
    unit: Unit = None,
    add: Add = None,
    release: Release = None,
    role: ReassignRole = None,
    deadline: Deadline = None,
    reason: SomeReason = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """改派：换、增、减承办单位；新单位的期限从改派之日起算。"""
    from rectify.cli.choosing import basis_of, deadline_from
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    old, new = source or release, unit or add
    if not (old or new) or (source and not unit):
        raise NothingToMove
    with writing_desk() as desk:
        day = desk.day(on)

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            find = target.folder.directory.resolve
            former = find(old) if old else None
            words = deadline
            if words is None and new and not _helps(case, former, role):
                words = _usual(case, target)
            due = deadline_from(desk, words, day) if words and new else None
            yield ev.Reassign(
                date=day,
                source=former,
                unit=find(new) if new else None,
                role=role,
                deadline=due.day if due else None,
                basis=basis_of(due) if due else None,
                reason=reason,
            )

        record(desk, desk.targets(numbers, ledger), make, on=day, dry_run=dry_run)


def _helps(case: Progress, former: str | None, role: Role | None) -> bool:
    """Tell whether the new unit only helps, and so needs no deadline of its own."""
    work = case.find(former) if former else None
    return (role or (work.role if work else Role.PARTNER)) is Role.PARTNER


def _usual(case: Progress, target: Target) -> str:
    """Give the ledger's own period: 重办期限 from the second round on."""
    procedure = target.folder.ledger.procedure
    return procedure.redo_within if case.round > 1 else procedure.answer_within
