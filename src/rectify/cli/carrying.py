"""建账: what is not done yet goes on in another ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rectify.cli.app import app
from rectify.cli.founding import PANEL
from rectify.cli.options import DryRun, LedgerName, Numbers, On, SomeReason
from rectify.cli.shell import say
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.issue import Issue
    from rectify.domain.progress import Progress
    from rectify.storage.folder import LedgerFolder
    from rectify.storage.journal import Change


class SameLedger(RuleError):  # noqa: N818  # named for what it is
    """An issue is carried into another ledger than its own."""

    def __init__(self, number: str, name: str) -> None:
        super().__init__(f"{number} 就在台账 {name} 里，请用 --to 写另一个台账")


class Move(NamedTuple):
    """One issue on its way: where it is, where it stands, its number to come."""

    target: Target
    case: Progress
    number: str


@app.command("carry", rich_help_panel=PANEL)
def carry(
    numbers: Numbers,
    to: Annotated[str, typer.Option("--to", metavar="台账", help="转入哪个台账")],
    reason: SomeReason = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """结转：没有办完的转入另一个台账，在那里接着办。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import judge, write
    from rectify.domain import event as ev
    from rectify.domain.numbers import pairs_in_short

    with writing_desk() as desk:
        day = desk.day(on)
        heir = desk.folder(to)
        moves = _moves(desk.targets(numbers, ledger), heir, day)
        new = {move.case.number: move.number for move in moves}

        def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
            number = new[case.number]
            yield ev.Carry(date=day, into=heir.name, number=number, reason=reason)

        left = judge(desk, [move.target for move in moves], make, on=day)
        changes = [*left.changes, *_entered(desk, heir, moves)]
        sentence = f"结转，转入 {heir.name}：{pairs_in_short(new)}"
        write(desk, changes, sentence, list(new.values()), dry_run=dry_run)


def _moves(targets: Sequence[Target], heir: LedgerFolder, day: date) -> list[Move]:
    """Number the issues anew, in the order of their numbers.

    Raises:
        SameLedger: one of them is there already.
    """
    from rectify.domain.workflow import fold

    free = heir.free_numbers()
    found = []
    for target in sorted(targets, key=_old_place):
        issue = target.entry.issue
        if target.folder.name == heir.name:
            raise SameLedger(issue.number, heir.name)
        case = fold(issue, target.folder.ledger, on=day)
        found.append(Move(target, case, next(free)))
    return found


def _old_place(target: Target) -> tuple[str, int]:
    number = target.entry.issue.number
    return target.folder.name, int(number.rpartition("-")[2])


def _entered(desk: Desk, heir: LedgerFolder, moves: Sequence[Move]) -> Iterator[Change]:
    """Enter the issues in the other ledger: units that it lacks, files, then each."""
    from rectify.storage.journal import Change
    from rectify.storage.yaml import render

    yield from _units(heir, moves)
    for move in moves:
        files, issue = _heir_of(desk, heir, move)
        yield from files
        yield Change(heir.issue_path(issue.number), None, render(issue).encode())


def _units(heir: LedgerFolder, moves: Sequence[Move]) -> Iterator[Change]:
    """Add the units that the other ledger lacks, and say so."""
    from rectify.domain.carrying import missing_units, units_in
    from rectify.storage.journal import Change
    from rectify.storage.unitfile import add_unit

    added: list[str] = []
    before = text = heir.data("units.yaml")
    for folder in {
        move.target.folder.name: move.target.folder for move in moves
    }.values():
        cases = [move.case for move in moves if move.target.folder.name == folder.name]
        names = {name for case in cases for name in units_in(case)}.difference(added)
        for unit, after in missing_units(names, folder.directory, heir.directory):
            text = add_unit(text, unit, after=after)
            added.append(unit.name)
    if added and text is not None:
        say(f"{heir.name} 的单位名单里没有，一并加上：{'、'.join(added)}")
        yield Change(heir.path / "units.yaml", before, text)


def _heir_of(desk: Desk, heir: LedgerFolder, move: Move) -> tuple[list[Change], Issue]:
    """Make the issue of the other ledger, and copy the files that its facts name."""
    from rectify.domain import workflow
    from rectify.domain.carrying import (
        Heir,
        carried_over,
        first_events,
        units_in,
    )
    from rectify.storage.evidence import keep

    folder, case = move.target.folder, move.case
    home = folder.path / "files" / case.number
    named = [home / each.name for each in case.issue.attachments]
    files, attachments = keep(heir, move.number, named)
    names = {
        unit: heir.directory.resolve(unit) if heir.directory.knows(unit) else unit
        for unit in units_in(case)
    }
    known = Heir(folder.ledger, heir.ledger, move.number, names, attachments)
    issue = carried_over(case, known)
    for event in first_events(case, known):
        stamped = event if event.date == desk.today else event.but(recorded=desk.today)
        issue = workflow.record(issue, stamped, heir.ledger)
    return files, issue
