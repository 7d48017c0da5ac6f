"""Taking back what was recorded wrongly: one event, or one vote with its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain import workflow
from rectify.errors import RuleError, UsageError
from rectify.storage import splice
from rectify.storage.journal import Change
from rectify.storage.reader import read
from rectify.storage.yaml import render_field

if TYPE_CHECKING:
    from rectify.cli.desk import Target
    from rectify.domain.issue import Issue
    from rectify.storage.folder import Entry, LedgerFolder, VoteEntry


class NoSuchEvent(RuleError):  # noqa: N818  # named for what it is
    """The issue has no event of that place, or it is void already."""

    def __init__(self, number: str, place: int, count: int) -> None:
        super().__init__(
            f"{number} 没有可作废的第{place}项办理记录（共{count}项，"
            f"序号见 rectify show {number}）"
        )


class WhichEvent(UsageError):  # noqa: N818  # named for what it is
    """An issue has many events; one of them is meant."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"请用 --event 写明作废 {number} 的第几项，序号见 rectify show {number}；"
            "作废一次测评，写它的票号"
        )


class VoidAlready(RuleError):  # noqa: N818  # named for what it is
    """The vote has been declared void before."""

    def __init__(self, number: str) -> None:
        super().__init__(f"票号 {number} 已经作废了")


class Voided(NamedTuple):
    """What is about to be written, and what it is called."""

    what: str
    changes: list[Change]
    numbers: list[str]


def void_event(target: Target, place: int, voiding: str) -> Voided:
    """Declare one event void; `place` counts from 1 in the order of `show`.

    Raises:
        RuleError: there is no such event, or a later one depends on it.
    """
    issue = target.entry.issue
    ordered = issue.ordered_events()
    event = ordered[place - 1] if 0 < place <= len(ordered) else None
    if event is None or event.void is not None:
        raise NoSuchEvent(issue.number, place, len(ordered))
    change = _voided(target.folder, target.entry, event, voiding)
    what = f"{issue.number} {event.date}的{event.kind}"
    return Voided(what, [change], [issue.number])


def void_vote(folder: LedgerFolder, number: str, voiding: str) -> Voided:
    """Declare a vote void, and with it what it had decided for each issue.

    Raises:
        RuleError: for one of the issues, a later event depends on it.
    """
    if number in folder.numbers() or not number[:1].isdigit():
        raise WhichEvent(number)
    found = folder.vote(number)
    if found.vote.void is not None:
        raise VoidAlready(number)
    changes = [_voided_record(found, voiding)]
    for name in found.vote.subject.issues:
        entry = folder.read(name)
        event = _of_vote(entry.issue, number)
        if event is not None:
            changes.append(_voided(folder, entry, event, voiding))
    return Voided(f"票号 {number} 的测评", changes, [number])


def _of_vote(issue: Issue, number: str) -> ev.Event | None:
    """Find the event by which a vote decided about an issue."""
    for event in issue.events:
        ours = isinstance(event, ev.Evaluate) and event.ballot == number
        if ours and event.void is None:
            return event
    return None


def _voided(
    folder: LedgerFolder, entry: Entry, event: ev.Event, voiding: str
) -> Change:
    """Add the line to an event, if the record still keeps the rules without it."""
    index = next(i for i, each in enumerate(entry.issue.events) if each is event)
    workflow.void(entry.issue, index, voiding, folder.ledger)
    text = splice.void_event(read(entry.data, "").text, index, voiding)
    return Change(entry.path, entry.data, text.encode())


def _voided_record(found: VoteEntry, voiding: str) -> Change:
    """Add the line at the end of a vote's file; 作废 is its last field."""
    vote = found.vote.but(void=voiding)
    text = read(found.data, "").text.rstrip("\n")
    lines = [text, *render_field(vote, "void"), ""]
    return Change(found.path, found.data, "\n".join(lines).encode())
