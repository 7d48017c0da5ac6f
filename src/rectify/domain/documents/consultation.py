"""The consultation sheet (征询意见表): what a proposer thinks of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.report import Head, head_of
from rectify.domain.documents.sheets import (
    Answer,
    Docket,
    NoSheet,
    TooEarly,
    chosen,
    docket_of,
    said,
    standing_answers,
)
from rectify.domain.listing import public_name
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain import milestone
    from rectify.domain.documents.report import Request
    from rectify.domain.event import Feedback
    from rectify.domain.progress import Progress

_KIND = "征询意见表"


class Consultation(NamedTuple):
    """What one proposer is asked about one issue, and what was said."""

    head: Head
    docket: Docket
    proposer: str
    answers: tuple[Answer, ...]
    attitude: str
    result: str
    opinion: str
    heard: date | None


def compile_consultations(request: Request) -> dict[str, Consultation]:
    """Ask each proposer of an issue; by default of those that are answered and unheard.

    Raises:
        NoSheet: nobody is to be asked.
        TooEarly: an issue that was named is not answered.
    """
    roster = request.roster
    cases = chosen(request, _unheard)
    if not cases:
        raise NoSheet(_KIND, "已答复、提出人还没有反馈")
    head = head_of(roster)
    return {
        name: sheet for case in cases for name, sheet in _sheets(head, case).items()
    }


def _unheard(case: Progress) -> bool:
    """Tell whether a proposer has not yet said what he thinks of the answer."""
    answers = standing_answers(case)
    if not answers or not case.open:
        return False
    return any(
        _heard(case, proposer.name, answers) is None
        for proposer in case.issue.proposers
    )


def _sheets(head: Head, case: Progress) -> dict[str, Consultation]:
    """Make a sheet for each proposer, named by the number alone where there is one."""
    answers = _last_answers(case)
    asked = list(_asked(case))
    heard = [_heard(case, key, answers) for _, key in asked]
    if not answers or not (standing_answers(case) or any(heard)):
        raise TooEarly(_KIND, case.number, "承办单位还没有答复")
    sheets = [
        _sheet(head, case, shown, answers, feedback)
        for (shown, _), feedback in zip(asked, heard, strict=True)
    ]
    if len(sheets) == 1:
        return {case.number: sheets[0]}
    return {f"{case.number}_{n}": sheet for n, sheet in enumerate(sheets, 1)}


def _last_answers(case: Progress) -> list[milestone.Answer]:
    """Give what each unit last answered: a rejected answer was asked about too."""
    works = case.standing.answering
    found = [work.answers[-1] for work in works if work.answers]
    return found if len(found) == len(works) else []


def _asked(case: Progress) -> Iterator[tuple[str, str]]:
    """Name whom to ask as others may read it, and as the feedback names him."""
    issue = case.issue
    if issue.proposers:
        for proposer in issue.proposers:
            yield public_name(issue, proposer), proposer.name
    else:
        yield from ((name, name) for name in case.feedbacks or ("",))


def _heard(
    case: Progress, name: str, answers: Sequence[milestone.Answer]
) -> Feedback | None:
    """Give what somebody said of these answers, not of earlier ones."""
    found = case.feedbacks.get(name)
    if found is None or any(found.place() < answer.event.place() for answer in answers):
        return None
    return found


def _sheet(
    head: Head,
    case: Progress,
    proposer: str,
    answers: Sequence[milestone.Answer],
    heard: Feedback | None,
) -> Consultation:
    return Consultation(
        head=head,
        docket=docket_of(case),
        proposer=proposer,
        answers=said(answers, head.ledger),
        attitude="" if heard is None else str(heard.attitude or ""),
        result="" if heard is None else str(heard.result),
        opinion="" if heard is None else flow(heard.opinion or ""),
        heard=None if heard is None else heard.date,
    )
