"""What waits for the chairpersons' approval (提请审定清单), or has got it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.report import Head, head_of, noun_of, running
from rectify.domain.event import Approve
from rectify.domain.rate import check_parts
from rectify.domain.terms import State
from rectify.errors import RuleError

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.issue import Issue
    from rectify.domain.progress import Progress


class NothingToApprove(RuleError):  # noqa: N818  # named for what it is
    """No issue waits for approval, and none was approved."""

    def __init__(self, *, vetting: bool) -> None:
        remedy = (
            ""
            if vetting
            else "。本台账的问题登记后即可交办；要先审定的，"
            "在 ledger.yaml 的办理规则里写“须审定: 是”"
        )
        super().__init__(f"没有待审定或审定过的问题，没有可写的提请审定清单{remedy}")


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
    """What waits for approval; where nothing does, what was approved."""

    head: Head
    noun: str
    waiting: tuple[Proposed, ...]
    decided: tuple[Decided, ...]
    total: int


def compile_approval(request: Request) -> dict[str, ApprovalList]:
    """List what waits for approval, or else what was approved, meeting by meeting.

    Raises:
        NothingToApprove: neither.
    """
    roster = request.roster
    waiting = [case for case in roster.cases if case.own_state is State.UNVETTED]
    meetings = {} if waiting else _meetings(roster.cases, request.known)
    listed = waiting or [case for found in meetings.values() for case in found]
    if not listed:
        raise NothingToApprove(vetting=roster.ledger.procedure.vetting)
    decided = tuple(
        Decided(day, meeting, ref, tuple(_proposed(case.issue) for case in found))
        for (day, meeting, ref), found in sorted(meetings.items())
    )
    parts = [len(waiting), *(len(each.proposals) for each in decided)]
    check_parts("提请审定清单", len(listed), parts)
    found = ApprovalList(
        head=head_of(roster),
        noun=noun_of(listed),
        waiting=tuple(_proposed(case.issue) for case in waiting),
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


def _proposed(issue: Issue) -> Proposed:
    """Give an issue as it is put to the meeting: with units and deadline proposed."""
    details = [issue.description, issue.details]
    level = f"{issue.level}级" if issue.level else ""
    return Proposed(
        number=issue.number,
        title=issue.title,
        description=running("\n\n".join(text for text in details if text)),
        demand=running(issue.demand or ""),
        origin="，".join(part for part in (issue.source or "", level) if part),
        leads=issue.separate if issue.lead is None else (issue.lead, *issue.separate),
        partners=issue.partners,
        limit=issue.deadline or str(issue.time_kind or ""),
    )
