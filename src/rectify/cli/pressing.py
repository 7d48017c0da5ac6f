"""办理: more time, reminders, and what is pressed for above all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL, record_for_unit
from rectify.cli.options import (
    By,
    Bys,
    Deadline,
    DryRun,
    LedgerName,
    Numbers,
    On,
    Ref,
    SomeReason,
    SomeWords,
)
from rectify.cli.shell import say
from rectify.domain.terms import Decision, Marking
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.deadline import Due
    from rectify.domain.progress import Progress


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
    from rectify.cli.choosing import basis_of, unit_of
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    _check_extension(ask=ask, deny=deny, approver=approver)
    verdict = None if ask else Decision.DENIED if deny else Decision.GRANTED
    with writing_desk() as desk:

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            unit = unit_of(case, target, by)
            wish = _wish(case, unit) if verdict is Decision.GRANTED else None
            due = _new_deadline(desk, case, unit, deadline)
            why = reason or (wish.reason if wish else None)
            if why is None:
                raise ExtensionUnclear("须用 --reason 写明理由")
            if due is None and wish is not None:
                until, basis = wish.deadline, wish.basis
            else:
                until, basis = (due.day, basis_of(due)) if due else (None, None)
            yield ev.Extend(
                date=case.on,
                unit=unit,
                asked=desk.day(asked) if asked else None,
                verdict=verdict,
                deadline=until,
                basis=basis,
                reason=why,
                approver=approver,
            )

        targets = desk.targets(numbers, ledger)
        record(desk, targets, make, on=desk.day(on), dry_run=dry_run)


def _wish(case: Progress, unit: str) -> ev.Extend | None:
    """Find what a unit has asked for and not been answered yet."""
    work = case.find(unit)
    return None if work is None else work.pending


def _new_deadline(
    desk: Desk, case: Progress, unit: str, words: str | None
) -> Due | None:
    """Read a new deadline; a period is counted from the one in force."""
    from rectify.cli.choosing import deadline_from

    if words is None:
        return None
    work = case.find(unit)
    return deadline_from(desk, words, (work.deadline if work else None) or case.on)


class ExtensionUnclear(UsageError):  # noqa: N818  # named for what it is
    """An extension lacks a reason, or one who decided."""

    def __init__(self, lacking: str) -> None:
        super().__init__(f"延期{lacking}")


def _check_extension(*, ask: bool, deny: bool, approver: str | None) -> None:
    if ask and deny:
        raise ExtensionUnclear("的 --ask 和 --deny 只能写一个")
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
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    kind = ev.UrgeFormally if formal else ev.Urge
    idle: list[str] = []

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        waiting = tuple(each.unit for each in case.awaited)
        named = units_of(target, by) or waiting
        if not named:
            idle.append(case.number)
        for unit in named:
            content = words_from(words, None)
            yield kind(date=case.on, unit=unit, ref=ref, content=content)

    with writing_desk() as desk:
        targets = desk.targets(numbers, ledger)
        day = desk.day(on)
        nothing = (
            f"到{day}没有在等答复的单位，没有{kind.matter()}；仍要催的，用 --by 写明"
        )
        record(desk, targets, make, on=day, dry_run=dry_run, nothing=nothing)
        if 0 < len(idle) < len(targets):
            say(f"{'、'.join(idle)} 没有在等答复的单位，没有{kind.matter()}")


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
