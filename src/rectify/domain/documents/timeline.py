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


def timeline(
    roster: Roster, case: Progress, known: date | None = None
) -> Iterator[Moment]:
    """Go through the events that had happened by the day, void ones among them."""
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
    said = phrase(disclosed(case.issue, event))
    if not isinstance(event, ev.Evaluate):
        return said
    vote = roster.vote(event.ballot)
    if vote is None:
        return said
    apart = case.number if case.number in vote.subjects() else None
    try:
        counted = tally(vote, roster.ledger.ballot_rule, apart)
    except IncompleteVote:
        return said
    return joined([f"{verdict(event)}（{tallied(counted)}）", until(event)])
