"""办理, the first part: handing over and signing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL, in_states
from rectify.cli.options import (
    By,
    Deadline,
    DryRun,
    Force,
    LedgerName,
    On,
    Ref,
    SomeNumbers,
    SomeReason,
)
from rectify.domain.terms import State, TimeKind
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.deadline import Due
    from rectify.domain.particulars import Share
    from rectify.domain.progress import Progress


class NobodyNamed(RuleError):  # noqa: N818  # named for what it is
    """Neither the command nor the list says who is to do it."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"不能交办 {number}：没有写明主办单位，清单里也没有拟主办。"
            "用 --lead 写主办，或用几个 --each 写分办"
        )


Lead = Annotated[
    str | None, typer.Option("--lead", metavar="单位", help="主办单位，默认拟主办")
]
Partners = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="单位", help="协办单位，可重复"),
]
Each = Annotated[
    list[str] | None,
    typer.Option("--each", metavar="单位[=期限]", help="分办单位，可重复，可各有期限"),
]
Addressee = Annotated[str | None, typer.Option("--to", metavar="单位", help="主送")]
Everything = Annotated[
    bool, typer.Option("--all", help="交办全部待交办的，各按拟办单位和拟定期限")
]


@app.command("assign", rich_help_panel=PANEL)
def assign(
    numbers: SomeNumbers = None,
    lead: Lead = None,
    partners: Partners = None,
    each: Each = None,
    deadline: Deadline = None,
    addressee: Addressee = None,
    ref: Ref = None,
    everything: Everything = False,
    force: Force = False,
    reason: SomeReason = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """交办：交给主办、协办或分办单位，期限自交办之日起算。"""
    from rectify.cli.choosing import need_reason
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import record

    need_reason(force=force, reason=reason)
    with writing_desk() as desk:
        day = desk.day(on)

        def make(_case: Progress, target: Target) -> Iterator[ev.Event]:
            yield _handing_over(
                desk,
                target,
                day,
                lead=lead,
                partners=partners,
                each=each,
                deadline=deadline,
            ).but(addressee=addressee, ref=ref, reason=reason if force else None)

        targets = _to_hand_over(desk, numbers, ledger, day, everything=everything)
        record(desk, targets, make, on=day, dry_run=dry_run)


def _to_hand_over(
    desk: Desk,
    numbers: list[str] | None,
    ledger: str | None,
    day: date,
    *,
    everything: bool,
) -> list[Target]:
    from rectify.cli.desk import NothingNamed

    if everything:
        return in_states(desk, ledger, day, State.UNASSIGNED)
    if not numbers:
        raise NothingNamed("；交办全部待交办的，用 --all")
    return desk.targets(numbers, ledger)


def _handing_over(
    desk: Desk,
    target: Target,
    day: date,
    *,
    lead: str | None,
    partners: list[str] | None,
    each: list[str] | None,
    deadline: str | None,
) -> ev.Assign:
    """Make the event: what the command names wins over what the list proposes."""
    from rectify.cli.choosing import basis_of, units_of
    from rectify.domain import event as ev
    from rectify.domain.particulars import Share

    issue = target.entry.issue
    named = bool(lead or each)
    leads = units_of(target, [lead] if lead else [])
    shares = tuple(_share(desk, target, words, day) for words in each or ())
    helpers = units_of(target, partners)
    if not named:
        leads = units_of(target, [issue.lead] if issue.lead else [])
        names = units_of(target, issue.separate)
        shares = tuple(Share(unit=name) for name in names)
        helpers = helpers or units_of(target, issue.partners)
    if not leads and not shares:
        raise NobodyNamed(issue.number)
    due = _due(desk, target, deadline, day)
    return ev.Assign(
        date=day,
        lead=leads[0] if leads else None,
        partners=helpers,
        shares=shares,
        deadline=due.day,
        basis=basis_of(due),
    )


def _share(desk: Desk, target: Target, words: str, day: date) -> Share:
    from rectify.cli.choosing import deadline_from
    from rectify.domain.particulars import Share

    name, _, limit = words.replace("＝", "=").partition("=")
    due = deadline_from(desk, limit, day).day if limit else None
    return Share(unit=target.folder.directory.resolve(name), deadline=due)


def _due(desk: Desk, target: Target, words: str | None, day: date) -> Due:
    """Give the deadline: as typed, as proposed, or by the ledger's 答复期限."""
    from rectify.cli.choosing import deadline_from

    issue = target.entry.issue
    chosen = issue.deadline if words is None else words
    if chosen is None and issue.time_kind in (TimeKind.LASTING, TimeKind.AT_ONCE):
        chosen = str(issue.time_kind)
    if chosen is None:
        chosen = target.folder.ledger.procedure.answer_within
    return deadline_from(desk, chosen, day)


@app.command("accept", rich_help_panel=PANEL)
def accept(
    numbers: SomeNumbers = None,
    by: By = None,
    signer: Annotated[
        str | None, typer.Option("--signer", metavar="签收人", help="签收人")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="该单位（不写 --by 则所有单位）全部未签收的")
    ] = False,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """签收：承办单位收到交办函。"""
    from rectify.cli.choosing import unit_of
    from rectify.cli.desk import NothingNamed, writing_desk
    from rectify.cli.recording import record
    from rectify.domain import event as ev

    with writing_desk() as desk:
        day = desk.day(on)

        def make(case: Progress, target: Target) -> Iterator[ev.Event]:
            units = [unit_of(case, target, by)] if not everything else _unsigned(case)
            wanted = None if by is None else target.folder.directory.resolve(by)
            for unit in units:
                if wanted in (None, unit):
                    yield ev.Accept(date=day, unit=unit, signer=signer)

        if everything:
            targets = in_states(desk, ledger, day, *OPEN_STATES)
        elif numbers:
            targets = desk.targets(numbers, ledger)
        else:
            raise NothingNamed("；全部签收，用 --all")
        record(desk, targets, make, on=day, dry_run=dry_run)


OPEN_STATES = (
    State.ASSIGNED,
    State.WORKING,
    State.ANSWERED,
    State.REDOING,
    State.PASSED,
    State.TRACKED,
)


def _unsigned(case: Progress) -> list[str]:
    """Name those that have not signed; one that awaits 改派 need not."""
    return [
        each.unit
        for each in case.undertakings
        if each.state is not State.RETURNING
        and (each.signed is False or (each.signed is None and each.answering))
    ]
