"""What waits for the chairpersons' approval (提请审定清单), or has got it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import Source
from rectify.domain.documents.report import (
    Head,
    found_of,
    head_of,
    noun_of,
    origin_of,
    running,
)
from rectify.domain.event import Approve
from rectify.domain.rate import check_parts
from rectify.domain.terms import State
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.milestone import Handing
    from rectify.domain.progress import Progress


class NothingToApprove(RuleError):  # noqa: N818  # named for what it is
    """No issue waits for approval, and none was approved."""

    def __init__(self) -> None:
        super().__init__("没有待审定或审定过的问题，没有可写的提请审定清单")


class Proposed(NamedTuple):
    """One issue of the list, with what is proposed for it."""

    number: str
    title: str
    description: str
    demand: str
    origin: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    limit: str


class Decided(NamedTuple):
    """What one meeting approved."""

    day: date
    meeting: str
    ref: str
    proposals: tuple[Proposed, ...]


class Belated(NamedTuple):
    """What was handed over without any approval on record, and when; as it is now."""

    proposals: tuple[Proposed, ...]
    sources: tuple[Source, ...]
    closed: int


class ApprovalList(NamedTuple):
    """What waits for approval; where nothing does, what was approved.

    `vetting` tells whether the ledger asks for it (须审定) or an office does so anyway.
    """

    head: Head
    noun: str
    vetting: bool
    waiting: tuple[Proposed, ...]
    belated: Belated
    decided: tuple[Decided, ...]
    total: int


def compile_approval(request: Request) -> dict[str, ApprovalList]:
    """List what waits for approval, or else what was approved, meeting by meeting.

    Where the ledger does not ask for approval and none is recorded, the whole list is
    put to the meeting, and what is handed over already is said to be.

    Raises:
        NothingToApprove: there is neither.
    """
    roster = request.roster
    vetting = roster.ledger.procedure.vetting
    waiting = [case for case in roster.cases if case.own_state is State.UNVETTED]
    meetings = {} if waiting else _meetings(roster.cases)
    if not vetting and not meetings:
        waiting = [case for case in roster.cases if not roster.left_out(case)]
    listed = waiting or [case for found in meetings.values() for case in found]
    if not listed:
        raise NothingToApprove
    decided = tuple(
        Decided(day, meeting, ref, tuple(map(_proposed, found)))
        for (day, meeting, ref), found in sorted(meetings.items())
    )
    belated = _belated(waiting)
    found = ApprovalList(
        head=head_of(roster),
        noun=noun_of(listed),
        vetting=vetting,
        waiting=tuple(_proposed(case) for case in waiting if not _handed(case)),
        belated=belated,
        decided=decided,
        total=len(listed),
    )
    parts = [len(found.waiting), len(belated.proposals)]
    parts += [len(each.proposals) for each in decided]
    check_parts("提请审定清单", len(listed), parts)
    return {"": found}


def _belated(cases: Iterable[Progress]) -> Belated:
    handed = [(case, by) for case in cases if (by := _handed(case))]
    return Belated(
        proposals=tuple(_as_handed(case) for case, _ in handed),
        sources=tuple(
            sorted(
                {
                    Source(by.day, by.event.ref or "", False)
                    for _, by in handed
                    if by.day is not None
                }
            )
        ),
        closed=sum(1 for case, _ in handed if case.state is State.CLOSED),
    )


def _handed(case: Progress) -> Handing | None:
    """Give the 交办 of an issue, or of that into which it was merged."""
    return case.standing.handed


_Meeting = tuple["date", str, str]


def _meetings(cases: tuple[Progress, ...]) -> dict[_Meeting, list[Progress]]:
    found: dict[_Meeting, list[Progress]] = {}
    for case in cases:
        for event in case.events:
            if isinstance(event, Approve):
                key = (event.date, event.meeting or "", event.ref or "")
                found.setdefault(key, []).append(case)
    return found


def _proposed(case: Progress) -> Proposed:
    """Give an issue as it is put to the meeting: with units and deadline proposed.

    One that says nothing of that, and was handed over all the same, as it was then.
    """
    issue = case.issue
    leads = issue.separate if issue.lead is None else (issue.lead, *issue.separate)
    if not leads and _handed(case):
        return _as_handed(case)
    limit = issue.deadline or str(issue.time_kind or "")
    return _item(case, leads, issue.partners, limit)


def _as_handed(case: Progress) -> Proposed:
    """Give an issue with the units that have it, and the deadlines they were given."""
    stands = case.standing
    limits = [deadline_words(stands, e, e.original) for e in stands.answering]
    return _item(
        case,
        tuple(work.unit for work in stands.answering),
        tuple(work.unit for work in stands.partners),
        "、".join(dict.fromkeys(limits)),
    )


def _item(
    case: Progress, leads: tuple[str, ...], partners: tuple[str, ...], limit: str
) -> Proposed:
    issue = case.issue
    return Proposed(
        number=issue.number,
        title=issue.title,
        description=found_of(issue),
        demand=running(issue.demand or ""),
        origin=origin_of(issue),
        leads=leads,
        partners=partners,
        limit=limit,
    )
