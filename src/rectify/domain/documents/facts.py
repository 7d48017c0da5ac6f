"""The fact sheet (事实清单): the figures that a writer pastes from, each by itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.documents.bulletin import compile_bulletin
from rectify.domain.documents.months import month_ends
from rectify.domain.documents.report import Head, NothingHanded, head_of, noun_of
from rectify.domain.measures import MEASURES
from rectify.domain.rate import Rate, check_parts
from rectify.domain.rates import (
    UNNAMED,
    Grouping,
    compile_rates,
    figures_note,
    measure_named,
    total_rate,
    unit_word,
)
from rectify.domain.terms import Decision, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rectify.domain.documents.bulletin import Bulletin
    from rectify.domain.documents.hearings import Session
    from rectify.domain.documents.months import MonthEnd
    from rectify.domain.documents.ranking import Standing
    from rectify.domain.documents.report import Request
    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

# At most so many units are named as those with the most.
_MOST = 3
_GROUPINGS = (Grouping.SOURCE, Grouping.LEVEL, Grouping.CATEGORY, Grouping.OPINION)
# What the office and the units did about it, in the order of saying.
_DONE = ("现场答复", "面商", "催办", "督办", "复核", "退回重办")


class Measured(NamedTuple):
    """One rate, what it counts in, and how it is counted."""

    name: str
    word: str
    rate: Rate
    definition: str


class Part(NamedTuple):
    """One group of a break-down: how many, and how many of them are rectified."""

    name: str
    rate: Rate


class Breakdown(NamedTuple):
    """The issues by one thing that is known of them."""

    by: str
    parts: tuple[Part, ...]


class Voted(NamedTuple):
    """All votes of one turn, by the issues voted on."""

    turn: Turn
    rate: Rate


class Span(NamedTuple):
    """The first and the last day of something."""

    first: date
    last: date


class Facts(NamedTuple):
    """What the fact sheet says."""

    head: Head
    noun: str
    listed: int
    base_note: str
    bulletin: Bulletin
    of_deputies: int
    answering_units: int
    answering: int
    helping_units: int
    helping: int
    merged: int
    rates: tuple[Measured, ...]
    breakdowns: tuple[Breakdown, ...]
    most: tuple[Standing, ...]
    complete: tuple[Standing, ...]
    voted: tuple[Voted, ...]
    done: tuple[tuple[str, int], ...]
    extended: int
    proposed: Span | None
    answers: Span | None
    closings: Span | None
    months: tuple[MonthEnd, ...]


def compile_facts(request: Request) -> dict[str, Facts]:
    """Gather every figure that can be computed and is not nought.

    Raises:
        NothingHanded: nothing was handed over yet.
    """
    roster = request.roster
    base = roster.base()
    if not base:
        raise NothingHanded("事实清单")
    bulletin = compile_bulletin(request)[""]
    events = [event for case in base for event in case.events]
    helping = _helpers(base)
    answering = sum(each.size for each in bulletin.standings)
    found = Facts(
        head=head_of(roster),
        noun=noun_of(base),
        listed=len(roster.cases),
        base_note=figures_note([roster]),
        bulletin=bulletin,
        of_deputies=sum(1 for case in base if case.issue.of_deputies),
        answering_units=len(bulletin.standings),
        answering=answering,
        helping_units=len(set(helping)),
        helping=len(helping),
        merged=_merged(roster, answering + len(helping)),
        rates=tuple(_rates(roster)),
        breakdowns=tuple(_breakdowns(roster)),
        most=tuple(_most(bulletin.standings)),
        complete=tuple(each for each in bulletin.standings if _complete(each)),
        voted=tuple(_voted(bulletin.sessions)),
        done=_done(events),
        extended=sum(1 for event in events if _grants(event)),
        proposed=_span(case.issue.proposed for case in base),
        answers=_span(e.date for e in events if isinstance(e, ev.Respond)),
        closings=_span(e.date for e in events if isinstance(e, ev.Close)),
        months=month_ends(roster),
    )
    return {"": found}


def _helpers(base: Iterable[Progress]) -> list[str]:
    """Name the unit of every 协办; a 并案 child has those of its parent."""
    return [work.unit for case in base for work in case.standing.partners]


def _merged(roster: Roster, total: int) -> int:
    """Count the 承办 that 并案 children share with what they went into."""
    children = [case for case in roster.base() if case.parent is not None]
    shared = sum(len(case.standing.undertakings) for case in children)
    signing = total_rate("签收率", [roster])
    check_parts("承办", total, (signing.denominator, len(signing.gaps), shared))
    return shared


def _voted(sessions: Iterable[Session]) -> Iterator[Voted]:
    """Add up the sessions of each turn that had more than one."""
    for turn in Turn:
        held = [session for session in sessions if session.turn is turn]
        if len(held) > 1:
            passed = sum(session.passed for session in held)
            yield Voted(turn, Rate(passed, sum(session.total for session in held)))


def _rates(roster: Roster) -> Iterator[Measured]:
    """Give the rates that are more than nought, each with its definition."""
    table = compile_rates([roster], MEASURES)
    for measure, definition, rate in zip(
        table.measures, table.definitions, table.total.rates, strict=True
    ):
        if rate.numerator:
            yield Measured(measure.name, unit_word(measure, [roster]), rate, definition)


def _breakdowns(roster: Roster) -> Iterator[Breakdown]:
    """Break the base down by whatever is stated of at least one issue."""
    total = len(roster.base())
    for grouping in _GROUPINGS:
        table = compile_rates([roster], [measure_named("整改完成率")], grouping)
        parts = tuple(Part(line.group, line.rates[0]) for line in table.lines)
        sizes = [part.rate.denominator for part in parts]
        check_parts(f"按{grouping}分的", total, sizes)
        if any(part.name != UNNAMED for part in parts):
            yield Breakdown(str(grouping), parts)


def _most(standings: Sequence[Standing]) -> list[Standing]:
    """Give the units with the most 承办; none of those that have equally many."""
    ordered = sorted(standings, key=lambda each: -each.size)
    if len(ordered) <= _MOST:
        return ordered
    return [each for each in ordered[:_MOST] if each.size > ordered[_MOST].size]


def _complete(standing: Standing) -> bool:
    """Tell whether a unit that is ranked has everything rectified."""
    return standing.place is not None and standing.rectified.value == 1


def _done(events: Iterable[AnyEvent]) -> tuple[tuple[str, int], ...]:
    counted = Counter[str](event.kind for event in events)
    return tuple((kind, counted[kind]) for kind in _DONE if counted[kind])


def _grants(event: AnyEvent) -> bool:
    return isinstance(event, ev.Extend) and event.verdict is Decision.GRANTED


def _span(days: Iterable[date | None]) -> Span | None:
    known = [day for day in days if day is not None]
    return Span(min(known), max(known)) if known else None
