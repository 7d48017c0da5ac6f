"""The closing sheet (销号审批表): what was done, who checked it, who approves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.report import Head, head_of, origin_of, running
from rectify.domain.documents.sheets import (
    Answer,
    Docket,
    NoSheet,
    TooEarly,
    chosen,
    docket_of,
    refuse_merged,
    said,
    standing_answers,
)
from rectify.domain.event import Close
from rectify.domain.judging import demand_done
from rectify.domain.listing import disclosed, public_name
from rectify.domain.phrases import chinese_day, verdict
from rectify.domain.refusal import NotAllowed
from rectify.domain.terms import Assessment, State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.ledger import Ledger
    from rectify.domain.particulars import Approval
    from rectify.domain.progress import Progress

_KIND = "销号审批表"
_READY = (State.ANSWERED, State.PASSED)


class Signature(NamedTuple):
    """One level of approval, signed or still blank."""

    approver: str = ""
    day: date | None = None


class Closure(NamedTuple):
    """What the sheet of one issue says; what nobody recorded is blank.

    `lacking` is why the rules of the ledger would not let it be struck off yet.
    """

    head: Head
    docket: Docket
    origin: str
    proposers: tuple[str, ...]
    demand: str
    answers: tuple[Answer, ...]
    reviews: tuple[str, ...]
    judged: tuple[str, ...]
    evidence: tuple[str, ...]
    asked: date | None
    finding: str
    deputies: str
    reason: str
    approvals: tuple[Signature, ...]
    closed: date | None
    published: bool
    lacking: str


def compile_closures(request: Request) -> dict[str, Closure]:
    """Write a sheet for each issue that is ready to be struck off, or was.

    Raises:
        NoSheet: none is.
        TooEarly: an issue that was named is not answered yet.
    """
    head = head_of(request.roster)
    cases = chosen(request, lambda case: _ready(case, head.ledger))
    if not cases:
        raise NoSheet(_KIND, "可以销号或者已经销号")
    for case in cases:
        refuse_merged(_KIND, case)
        if case.own_state not in (*_READY, State.CLOSED):
            raise TooEarly(_KIND, case.number, f"它现为“{case.state}”，还不能销号")
    return {case.number: _sheet(head, case) for case in cases}


def _ready(case: Progress, ledger: Ledger) -> bool:
    """Tell whether nothing but the approval is missing, or nothing at all."""
    if case.own_state not in _READY:
        return case.own_state is State.CLOSED
    return not _lacking(case, ledger)


def _lacking(case: Progress, ledger: Ledger) -> str:
    """Say what the rules of the ledger still ask; nothing once it is closed."""
    if case.closed is not None:
        return ""
    try:
        demand_done(case, Close(date=case.on), ledger)
    except NotAllowed as refused:
        return refused.why
    return ""


def _sheet(head: Head, case: Progress) -> Closure:
    issue, closed = case.issue, case.closed
    done = _done(case)
    answers = standing_answers(case)
    shown = [each.name for each in done.evidence] or [
        file.name for answer in answers for file in answer.attachments
    ]
    return Closure(
        head=head,
        docket=docket_of(case),
        origin=origin_of(issue),
        proposers=tuple(public_name(issue, each) for each in issue.proposers),
        demand=running(issue.demand or ""),
        answers=said(answers, head.ledger),
        reviews=tuple(_reviews(case)),
        judged=tuple(_judged(case, head.ledger)),
        evidence=tuple(shown),
        asked=done.asked,
        finding=running(done.finding or ""),
        deputies=done.deputies or "",
        reason=done.reason or "",
        approvals=_signatures(done.approvals, head.ledger.procedure.approvals),
        closed=None if closed is None else closed.day,
        published=done.published,
        lacking=_lacking(case, head.ledger),
    )


def _done(case: Progress) -> Close:
    """Give what is recorded of the closing: nothing before it, or in a 期初."""
    event = None if case.closed is None else case.closed.event
    return event if isinstance(event, Close) else Close(date=case.on)


def _reviews(case: Progress) -> Iterator[str]:
    """Say what the committee found, unit by unit."""
    for work in case.answering:
        review = work.review
        if review is not None:
            by = review.reviewer or ""
            why = f"：{review.reason}" if review.reason else ""
            whose = work.unit if len(case.answering) > 1 else ""
            day = "" if review.day is None else chinese_day(review.day)
            yield f"{day}{by}复核，{whose}{review.finding}{why}"


def _judged(case: Progress, ledger: Ledger) -> Iterator[str]:
    """Say what votes and proposers have said of it, the last word of each."""
    for event in case.votes:
        day = chinese_day(event.date)
        yield f"{day}测评{verdict(event)}（票号{event.ballot}）"
    for feedback in case.feedbacks.values():
        heard = disclosed(case.issue, feedback)
        yield f"{chinese_day(heard.date)}{heard.proposer}反馈{heard.result}"
    if not case.votes and ledger.assessment is Assessment.NONE:
        yield "本台账不组织测评"


def _signatures(approvals: tuple[Approval, ...], levels: int) -> tuple[Signature, ...]:
    """Give the approvals, and blank ones up to as many as the ledger asks."""
    given = [Signature(each.approver, each.date) for each in approvals]
    blank = [Signature()] * max(0, levels - len(given))
    return (*given, *blank)
