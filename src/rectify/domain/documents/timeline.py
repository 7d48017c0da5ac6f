"""The timeline of an issue: each event in words, as others may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.ballot import IncompleteVote, tally
from rectify.domain.listing import disclosed
from rectify.domain.phrases import joined, phrase, reference, tallied, until, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.ballot import Tally
    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster


class Moment(NamedTuple):
    """One event: its day and 事项, what it says, its 文号, and why it is void."""

    day: date
    matter: str
    said: str
    reference: str
    void: str


def timeline(roster: Roster, case: Progress) -> Iterator[Moment]:
    """Go through the events that had happened by the day, void ones among them."""
    known = case.known
    for event in case.issue.ordered_events():
        if event.date > case.on or (known is not None and not event.known_on(known)):
            continue
        yield Moment(
            event.date,
            event.kind,
            told(roster, case, event),
            reference(event),
            "" if event.stands_on(known) else event.void or "",
        )


def told(roster: Roster, case: Progress, event: AnyEvent) -> str:
    """Say what an event records; of a vote, with its counts."""
    counted = counts_of(roster, case, event)
    if counted is None or not isinstance(event, ev.Evaluate):
        return phrase(disclosed(case.issue, event))
    return joined([f"{verdict(event)}（{tallied(counted)}）", until(event)])


def counts_of(roster: Roster, case: Progress, event: AnyEvent) -> Tally | None:
    """Give the counts of a vote on an issue, as far as they are recorded."""
    vote = roster.vote(event.ballot) if isinstance(event, ev.Evaluate) else None
    if vote is None:
        return None
    apart = case.number if case.number in vote.subjects() else None
    try:
        return tally(vote, roster.ledger.ballot_rule, apart)
    except IncompleteVote:
        return None
