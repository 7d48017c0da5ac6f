"""The receipt (签收单): what a unit signs for, and who has signed when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import (
    Source,
    by_unit,
    handed_over,
    rounds_of,
    sources_of,
)
from rectify.domain.documents.report import Head, NothingHanded, head_of, noun_of
from rectify.domain.event import Accept, Advance, Plan, Respond
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import check_parts
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster

_SIGNING = (Accept, Plan, Advance, Respond)


class Signed(NamedTuple):
    """One issue that a unit signs for in one round; without a day until it has."""

    number: str
    title: str
    role: str
    deadline: str
    round: int
    signer: str
    day: date | None


class Gone(NamedTuple):
    """An issue that was handed to a unit and has left its hands, and how."""

    number: str
    how: str


class Receipt(NamedTuple):
    """What one unit signs: what it was handed, and what it has to handle again."""

    head: Head
    unit: str
    noun: str
    sources: tuple[Source, ...]
    items: tuple[Signed, ...]
    handed: int
    blank: int
    again: int
    blank_again: int
    gone: tuple[Gone, ...]


class NothingToSign(RuleError):  # noqa: N818  # named for what it is
    """Nothing was handed over to that unit, or on that day."""

    def __init__(self, unit: str | None, day: date | None) -> None:
        when = f"{chinese_day(day)}" if day else ""
        whom = f"给{unit}" if unit else ""
        super().__init__(f"{when}没有交办{whom}、由其承办的问题，没有可写的签收单")


_Part = tuple["Progress", "Undertaking"]


def compile_receipts(request: Request) -> dict[str, Receipt]:
    """Write to each unit, in official order, what is in its hands.

    Raises:
        NothingHanded: nothing was handed over yet.
        NothingToSign: nothing to the unit or on the day asked for.
    """
    roster = request.roster
    if not roster.base():
        raise NothingHanded("签收单")
    wanted = (
        (work.unit, (case, work))
        for case, work in _held(roster)
        if request.unit in (None, work.unit) and request.day in (None, work.assigned)
    )
    parts = by_unit(roster, (part for part in wanted if any(_signed(*part[1]))))
    if not parts:
        raise NothingToSign(request.unit, request.day)
    return {unit: _receipt(roster, held) for unit, held in parts.items()}


def _held(roster: Roster) -> Iterator[_Part]:
    """Go through what units have in hand, and had until it was struck off."""
    for case in roster.cases:
        if case.dropped is None:
            for work in case.undertakings:
                yield case, work


def _receipt(roster: Roster, parts: Sequence[_Part]) -> Receipt:
    items = tuple(item for case, work in parts for item in _signed(case, work))
    first = [item for item in items if item.round == 1]
    later = [item for item in items if item.round > 1]
    unit = parts[0][1].unit
    new = sum(1 for _, work in parts if work.opening is None)
    check_parts(f"{unit}的签收单", len(items), (new, len(later)))
    return Receipt(
        head=head_of(roster),
        unit=unit,
        noun=noun_of(case for case, _ in parts),
        sources=sources_of(parts),
        items=items,
        handed=len(first),
        blank=sum(1 for item in first if item.day is None),
        again=len(later),
        blank_again=sum(1 for item in later if item.day is None),
        gone=tuple(_gone(roster, unit)),
    )


def _signed(case: Progress, work: Undertaking) -> Iterator[Signed]:
    """Find the first thing by which a unit signed in each of its rounds.

    What was taken over by a 期初 it had signed for, or not, before the ledger began.
    """
    rounds = reversed(rounds_of(case, work))
    timed = [*zip(work.clocks[::-1], rounds, strict=False)][::-1]
    for place, (clock, events) in enumerate(timed, 1):
        if place == 1 and work.opening is not None:
            continue
        signing = next((each for each in events if _signs(each, work.unit)), None)
        signer = signing.signer if isinstance(signing, Accept) else None
        words = deadline_words(case, work, clock.original)
        yield Signed(
            number=case.number,
            title=case.issue.title,
            role=str(work.role),
            deadline=words if work.answering else "",
            round=place,
            signer=signer or "",
            day=None if signing is None else signing.date,
        )


def _signs(event: AnyEvent, unit: str) -> bool:
    return isinstance(event, _SIGNING) and event.unit == unit


def _gone(roster: Roster, unit: str) -> Iterator[Gone]:
    """Name what letters to the unit list, and what it has in its hands no longer."""
    for case in roster.cases:
        listed = {work.unit for _, work in handed_over(roster, case)}
        if unit in listed and (case.dropped is not None or case.find(unit) is None):
            into = case.merged_into
            ending = str(case.dropped.ending) if case.dropped else "改派"
            yield Gone(case.number, f"并入{into}" if into else ending)
