"""What waits for the chairpersons' approval (提请审定清单), or has got it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.report import Head, head_of, noun_of, running
from rectify.domain.event import Approve
from rectify.domain.rate import check_parts
from rectify.domain.terms import State
from rectify.errors import RuleError

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.documents.report import Request
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


class ApprovalList(NamedTuple):
    """What waits for approval; where nothing does, what was approved.

    `vetting` tells whether the ledger asks for it (须审定) or an office does so anyway.
    """

    head: Head
    noun: str
    vetting: bool
    waiting: tuple[Proposed, ...]
    decided: tuple[Decided, ...]
    total: int


def compile_approval(request: Request) -> dict[str, ApprovalList]:
    """List what waits for approval, or else what was approved, meeting by meeting.

    Where the ledger does not ask for approval and none is recorded, the whole list is
    put to the meeting.

    Raises:
        NothingToApprove: there is neither.
    """
    roster = request.roster
    vetting = roster.ledger.procedure.vetting
    waiting = [case for case in roster.cases if case.own_state is State.UNVETTED]
    meetings = {} if waiting else _meetings(roster.cases, request.known)
    if not vetting and not meetings:
        waiting = [case for case in roster.cases if not roster.left_out(case)]
    listed = waiting or [case for found in meetings.values() for case in found]
    if not listed:
        raise NothingToApprove
    decided = tuple(
        Decided(day, meeting, ref, tuple(map(_proposed, found)))
        for (day, meeting, ref), found in sorted(meetings.items())
    )
    parts = [len(waiting), *(len(each.proposals) for each in decided)]
    check_parts("提请审定清单", len(listed), parts)
    found = ApprovalList(
        head=head_of(roster),
        noun=noun_of(listed),
        vetting=vetting,
        waiting=tuple(map(_proposed, waiting)),
        decided=decided,
        total=len(listed),
    )
    return {"": found}


_Meeting = tuple["date", str, str]


def _meetings(
    cases: tuple[Progress, ...], known: date | None
) -> dict[_Meeting, list[Progress]]:
    found: dict[_Meeting, list[Progress]] = {}
    for case in cases:
        for event in case.issue.standing_events(case.on, known):
            if isinstance(event, Approve):
                key = (event.date, event.meeting or "", event.ref or "")
                found.setdefault(key, []).append(case)
    return found


def _proposed(case: Progress) -> Proposed:
    """Give an issue as it is put to the meeting: with units and deadline proposed.

    One that says nothing of that, and was handed over all the same, as it was then.
    """
    issue, stands = case.issue, case.standing
    details = [issue.description, issue.details]
    level = f"{issue.level}级" if issue.level else ""
    leads = issue.separate if issue.lead is None else (issue.lead, *issue.separate)
    partners = issue.partners
    limit = issue.deadline or str(issue.time_kind or "")
    if not leads and stands.handed is not None:
        leads = tuple(work.unit for work in stands.answering)
        partners = tuple(work.unit for work in stands.partners)
        limits = [deadline_words(stands, e, e.original) for e in stands.answering]
        limit = "、".join(dict.fromkeys(limits))
    return Proposed(
        number=issue.number,
        title=issue.title,
        description=running("\n\n".join(text for text in details if text)),
        demand=running(issue.demand or ""),
        origin="，".join(part for part in (issue.source or "", level) if part),
        leads=leads,
        partners=partners,
        limit=limit,
    )
