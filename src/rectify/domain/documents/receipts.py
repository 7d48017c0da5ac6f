"""The receipt (签收单): what a unit signs for, and who has signed when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import Source, source_of, this_round
from rectify.domain.documents.report import Head, NothingHanded, head_of, noun_of
from rectify.domain.event import Accept, Advance, Plan, Respond
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import check_parts
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster

_SIGNING = (Accept, Plan, Advance, Respond)


class Signed(NamedTuple):
    """One issue that a unit signs for; the day is missing until it has."""

    number: str
    title: str
    role: str
    deadline: str
    source: Source
    round: int
    signer: str
    day: date | None


class Receipt(NamedTuple):
    """What one unit signs."""

    head: Head
    unit: str
    noun: str
    items: tuple[Signed, ...]
    signed: int
    blank: int


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
    parts: dict[str, list[_Part]] = {}
    for case, work in _held(roster):
        wanted = request.unit in (None, work.unit)
        if wanted and request.day in (None, work.assigned):
            parts.setdefault(work.unit, []).append((case, work))
    if not parts:
        raise NothingToSign(request.unit, request.day)
    order = sorted(parts, key=roster.directory.rank)
    return {unit: _receipt(roster, parts[unit], request.known) for unit in order}


def _held(roster: Roster) -> Iterator[_Part]:
    """Go through what units have in hand, and had until it was struck off."""
    for case in roster.cases:
        if case.dropped is None:
            for work in case.undertakings:
                yield case, work


def _receipt(roster: Roster, parts: Sequence[_Part], known: date | None) -> Receipt:
    items = tuple(_signed(case, work, known) for case, work in parts)
    signed = sum(1 for item in items if item.day is not None)
    blank = sum(1 for item in items if item.day is None)
    unit = parts[0][1].unit
    check_parts(f"{unit}的签收单", len(items), (signed, blank))
    return Receipt(
        head=head_of(roster),
        unit=unit,
        noun=noun_of(case for case, _ in parts),
        items=items,
        signed=signed,
        blank=blank,
    )


def _signed(case: Progress, work: Undertaking, known: date | None) -> Signed:
    """Find the first thing by which a unit signed in its present round."""
    signing = next(
        (
            event
            for event in this_round(case, work, known)
            if isinstance(event, _SIGNING) and event.unit == work.unit
        ),
        None,
    )
    signer = signing.signer if isinstance(signing, Accept) else None
    return Signed(
        number=case.number,
        title=case.issue.title,
        role=str(work.role),
        deadline=deadline_words(case, work, work.deadline) if work.answering else "",
        source=source_of(case, work),
        round=len(work.clocks),
        signer=signer or "",
        day=None if signing is None else signing.date,
    )
