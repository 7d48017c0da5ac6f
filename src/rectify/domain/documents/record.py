"""The record of an issue as a letter refers to it: who had it when, and what came."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.documents.report import running
from rectify.domain.event import Evaluate, Feedback, Recheck, Respond, Urge
from rectify.domain.terms import Lasting, Satisfaction, Verdict
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rectify.domain.event import AnyEvent, Event
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster

_P = TypeVar("_P")
_OFFICE = re.compile(r"(?:人民)?政府办(?:公室)?$")


class Source(NamedTuple):
    """How a unit came by its issues: on which day, by which letter, or by 改派."""

    day: date
    ref: str
    moved: bool


class Demand(NamedTuple):
    """What a letter asks in its own words, and of which issues."""

    numbers: tuple[str, ...]
    words: str


def by_unit(roster: Roster, parts: Iterable[tuple[str, _P]]) -> dict[str, list[_P]]:
    """Gather what belongs to each unit, the units in official order (机构序列)."""
    found: dict[str, list[_P]] = {}
    for unit, part in parts:
        found.setdefault(unit, []).append(part)
    return {unit: found[unit] for unit in sorted(found, key=roster.directory.rank)}


def concerns(event: Event, unit: str) -> bool:
    """Tell whether an event is about a unit: it names the unit, or none at all."""
    named = event.named_units()
    return not named or unit in named


def reopens(event: Event) -> bool:
    """Tell whether an event begins a new round."""
    match event:
        case Evaluate():
            return event.verdict is Verdict.FAILED
        case Feedback():
            return event.result is Satisfaction.UNSATISFIED
        case Recheck():
            return event.lasting is Lasting.REBOUND
        case _:
            return False


def rounds_of(case: Progress, work: Undertaking) -> list[list[AnyEvent]]:
    """Give the events about a unit, round by round; each begins with what began it.

    Who helps is not asked again: a new round is for those that answer.
    """
    found: list[list[AnyEvent]] = [[]]
    for event in case.events:
        given = work.assigned is None or event.date >= work.assigned
        if concerns(event, work.unit) and given:
            if work.answering and reopens(event):
                found.append([])
            found[-1].append(event)
    return found


def this_round(case: Progress, work: Undertaking) -> list[AnyEvent]:
    """Give the events about a unit since its present round began."""
    return rounds_of(case, work)[-1]


def since_answer(case: Progress, work: Undertaking) -> list[AnyEvent]:
    """Give the events about a unit since it last answered in its present round."""
    found = this_round(case, work)
    answers = [
        place
        for place, event in enumerate(found)
        if isinstance(event, Respond) and event.unit == work.unit
    ]
    return found[answers[-1] + 1 :] if answers else found


def handed_over(
    roster: Roster, case: Progress
) -> Iterator[tuple[Progress, Undertaking]]:
    """Look at an issue again as it stood on each day on which a unit received it.

    What was taken over by a 期初 had been handed over before the ledger began.
    """
    ever = [*case.undertakings, *case.released]
    for day in sorted({e.assigned for e in ever if e.assigned and e.opening is None}):
        then = fold(case.issue, roster.ledger, on=day, known=roster.known)
        if then.dropped is None:
            for work in then.undertakings:
                if work.assigned == day and work.opening is None:
                    yield then, work


def right_before(event: AnyEvent, case: Progress, ledger: Ledger) -> Progress:
    """Look at an issue again as it stood right before an event."""
    events = case.issue.standing_events(event.date, case.known)
    earlier = tuple(each for each in events if each.place() < event.place())
    issue = case.issue.but(events=earlier)
    return fold(issue, ledger, on=event.date, known=case.known)


def _source(case: Progress, work: Undertaking) -> Source | None:
    """Say how a unit came by an issue; None where the day is not known."""
    if work.assigned is None:
        return None
    handed = case.handed
    moved = (
        handed is None
        or handed.day != work.assigned
        or work.unit not in handed.event.named_units()
    )
    ref = "" if handed is None or moved else handed.event.ref or ""
    return Source(work.assigned, ref, moved)


def sources_of(parts: Iterable[tuple[Progress, Undertaking]]) -> tuple[Source, ...]:
    """Say how a unit came by several issues, the earliest first.

    Nothing is said of them together where the day of one is not known.
    """
    found = {_source(case, work) for case, work in parts}
    if None in found:
        return ()
    return tuple(sorted(each for each in found if each is not None))


def urgings(case: Progress, work: Undertaking, matter: str) -> list[Urge]:
    """Give the 催办 or 督办 recorded for a unit on the very day: the letter itself."""
    return [
        event
        for event in case.events
        if isinstance(event, Urge)
        and event.kind == matter
        and event.unit == work.unit
        and event.date == case.on
    ]


def refs_of(urged: Iterable[tuple[str, Urge]]) -> str:
    """Give the 文号 under which the letter was recorded."""
    return "、".join(dict.fromkeys(event.ref for _, event in urged if event.ref))


def demands_of(urged: Iterable[tuple[str, Urge]]) -> tuple[Demand, ...]:
    """Give what was recorded of the letter's contents, said once for all its issues."""
    found: dict[str, list[str]] = {}
    for number, event in urged:
        if event.content:
            found.setdefault(sentence(event.content), []).append(number)
    return tuple(Demand(tuple(numbers), words) for words, numbers in found.items())


def sentence(stored: str | None) -> str:
    """Give a stored text as one line that ends like a sentence; nothing stays so."""
    line = running(stored or "")
    return line if not line or line[-1] in "。！？" else f"{line}。"


def merged_in(roster: Roster, case: Progress) -> tuple[str, ...]:
    """Name the issues that were merged (并案) into one and stand where it stands."""
    return tuple(
        each.number
        for each in roster.cases
        if each is not case and each.standing is case
    )


def government_office(roster: Roster) -> str | None:
    """Name the government's office as the list of units calls it."""
    units = roster.directory.units
    return next((unit.name for unit in units if _OFFICE.search(unit.name)), None)
