"""What the commands of 办理 share: finding the issues, recording on each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.cli.shell import say

if TYPE_CHECKING:
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.cli.recording import Make
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.particulars import Attachment
    from rectify.domain.terms import State
    from rectify.storage.journal import Change

PANEL = "办理"
_MANY = 6


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


def in_states(
    desk: Desk, ledger: str | None, day: date, *states: State
) -> list[Target]:
    """Find the issues of a ledger that are in some states on a day, and still are.

    One that has left them since by a later record is passed over, and named.
    """
    from rectify.cli.desk import Target
    from rectify.domain.workflow import fold
    from rectify.errors import BadData
    from rectify.storage.folder import Faulty

    folder = desk.folder(ledger)
    found, left = [], []
    for entry in folder.scan():
        if isinstance(entry, Faulty):
            raise BadData(entry.problems)
        issue = entry.issue
        if fold(issue, folder.ledger, on=day).own_state not in states:
            continue
        now = _latest_state(issue, folder.ledger, day)
        if now in states:
            found.append(Target(folder, entry))
        else:
            left.append(f"{issue.number} {now}")
    if left:
        named = "、".join(left[: _MANY - 1]) + ("等" if len(left) >= _MANY else "")
        say(f"跳过{len(left)}条：{day}以后另有记录，现在是：{named}")
    return found


def _latest_state(issue: Issue, ledger: Ledger, day: date) -> State:
    from rectify.domain.workflow import fold

    last = max((event.date for event in issue.events), default=day)
    return fold(issue, ledger, on=max(day, last)).own_state


def keep_files(
    target: Target, files: list[str] | None, kept: list[Change]
) -> tuple[Attachment, ...]:
    """Copy files to an issue in the same operation, and name them."""
    from pathlib import Path

    from rectify.storage import evidence

    paths = [Path(file) for file in files or ()]
    changes, attachments = evidence.keep(
        target.folder, target.entry.issue.number, paths
    )
    kept += changes
    return attachments
