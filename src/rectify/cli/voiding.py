"""Taking back what was recorded wrongly: one event, or one vote with its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.correcting import correct
from rectify.cli.recording import Refusals
from rectify.domain import event as ev
from rectify.domain import workflow
from rectify.errors import BadData, LedgerError, RuleError, UsageError
from rectify.storage import splice
from rectify.storage.journal import Change
from rectify.storage.reader import read
from rectify.storage.yaml import render_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.cli.correcting import Correction
    from rectify.cli.desk import Desk, Target
    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue
    from rectify.storage.folder import Entry, LedgerFolder, VoteEntry

_MANY = 6


class NoSuchEvent(RuleError):  # noqa: N818  # named for what it is
    """The issue has no event of that place."""

    def __init__(self, number: str, place: int, count: int) -> None:
        super().__init__(
            f"{number} 没有第{place}项办理记录（共{count}项，"
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


class EventVoidAlready(RuleError):  # noqa: N818  # named for what it is
    """The event has been declared void before."""

    def __init__(self, number: str, place: int, voiding: str) -> None:
        day, _, reason = voiding.partition(" ")
        super().__init__(f"{number} 的第{place}项已于{day}作废（{reason}），不必再作废")


class Voided(NamedTuple):
    """What is about to be written, and what it is called."""

    what: str
    changes: list[Change]
    numbers: list[str]
    note: str = ""


def void_events(
    desk: Desk, targets: Sequence[Target], place: int, words: Correction
) -> Voided:
    """Declare the event of one place void in each issue, or put it right.

    Raises:
        RuleError: in one of them there is no such event, or a later one rests on it.
    """
    changes: list[Change] = []
    taken: list[tuple[Target, AnyEvent]] = []
    errors: list[tuple[str, RuleError]] = []
    for target in targets:
        try:
            event = event_at(target.entry.issue, place)
            changes.append(_changed(desk, target, place, event, words))
            taken.append((target, event))
        except RuleError as error:
            errors.append((target.entry.issue.number, error))
    if errors and len(targets) == 1:
        raise errors[0][1]
    if errors:
        raise Refusals(len(targets), errors)
    numbers = [target.entry.issue.number for target in targets]
    note = "" if words.settings else _left(taken)
    return Voided(_named(taken), changes, numbers, note)


def event_at(issue: Issue, place: int) -> AnyEvent:
    """Find an event by its place in the order of `show`, counted from 1.

    Raises:
        RuleError: there is none, or it is void.
    """
    ordered = issue.ordered_events()
    if not 0 < place <= len(ordered):
        raise NoSuchEvent(issue.number, place, len(ordered))
    event = ordered[place - 1]
    if event.void is not None:
        raise EventVoidAlready(issue.number, place, event.void)
    return event


def _changed(
    desk: Desk, target: Target, place: int, event: AnyEvent, words: Correction
) -> Change:
    if words.settings:
        return correct(desk, target, place, event, words)
    return _voided(target.folder, target.entry, event, words.voiding)


def _named(taken: Sequence[tuple[Target, AnyEvent]]) -> str:
    """Name what is taken back: one event with its day, many by what they are."""
    if len(taken) == 1:
        target, event = taken[0]
        return f"{target.entry.issue.number} {event.date}的{event.kind}"
    kinds = "、".join(dict.fromkeys(event.kind for _, event in taken))
    numbers = [target.entry.issue.number for target, _ in taken]
    named = "、".join(numbers) if len(numbers) < _MANY else f"{len(numbers)}条"
    return f"{named}的{kinds}"


def _left(taken: Sequence[tuple[Target, AnyEvent]]) -> str:
    """Name what still stands: issues with the same vote, and those carried on."""
    done = {target.entry.issue.number for target, _ in taken}
    notes: dict[str, None] = {}
    for target, event in taken:
        if isinstance(event, ev.Carry) and event.number:
            notes[
                f"台账 {event.into} 里的 {event.number} 还在；不要它了，用 "
                f"rectify drop {event.number} --how 撤回 --reason 理由"
            ] = None
        if not isinstance(event, ev.Evaluate):
            continue
        others = [
            number
            for number in _voted_on(target.folder, event.ballot)
            if number not in done and _stands(target.folder, number, event.ballot)
        ]
        if others:
            notes[
                f"同一票号还有 {'、'.join(others)} 的测评没有作废；"
                f"整次作废用 rectify void {event.ballot} --reason 理由"
            ] = None
    return "\n".join(notes)


def _voted_on(folder: LedgerFolder, ballot: str) -> tuple[str, ...]:
    try:
        return folder.vote(ballot).vote.subject.issues
    except (LedgerError, BadData):
        return ()


def _stands(folder: LedgerFolder, number: str, ballot: str) -> bool:
    try:
        return _of_vote(folder.read(number).issue, ballot) is not None
    except (LedgerError, BadData):
        return False


def void_vote(folder: LedgerFolder, words: Sequence[str], voiding: str) -> Voided:
    """Declare a vote void, and with it what it had decided for each issue.

    Raises:
        RuleError: for one of the issues, a later event depends on it.
    """
    number = words[0]
    if len(words) > 1 or number in folder.numbers() or not number[:1].isdigit():
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
    text = splice.void_event(read(entry.data, "").text, index, voiding, folder.kind)
    return Change(entry.path, entry.data, text.encode())


def _voided_record(found: VoteEntry, voiding: str) -> Change:
    """Add the line at the end of a vote's file; 作废 is its last field."""
    vote = found.vote.but(void=voiding)
    text = read(found.data, "").text.rstrip("\n")
    lines = [text, *render_field(vote, "void"), ""]
    return Change(found.path, found.data, "\n".join(lines).encode())
