"""The extension sheet (延期审批表): what a unit asks for, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.deadline import ESTIMATED, is_estimated
from rectify.domain.documents.record import right_before
from rectify.domain.documents.report import Head, head_of
from rectify.domain.documents.sheets import (
    Docket,
    NoSheet,
    TooEarly,
    chosen,
    docket_of,
    refuse_merged,
)
from rectify.domain.event import Extend, Spelled
from rectify.domain.phrases import chinese_day
from rectify.domain.terms import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress, Undertaking

_KIND = "延期审批表"


class Application(NamedTuple):
    """One wish of a unit for more time: how it was asked, and how it was decided."""

    unit: str
    asked: Extend | None = None
    decided: Extend | None = None

    @property
    def first(self) -> Extend | None:
        """The event with which it began."""
        return self.asked or self.decided

    @property
    def asked_on(self) -> date | None:
        """The day on which it was asked, where that is known."""
        if self.asked is not None:
            return self.asked.asked or self.asked.date
        return None if self.decided is None else self.decided.asked

    @property
    def reason(self) -> str:
        """Why the unit asks; a reason beside a refusal is the office's own."""
        if self.asked is not None:
            return self.asked.reason or ""
        if self.decided is None or self.decided.verdict is Decision.DENIED:
            return ""
        return self.decided.reason or ""

    @property
    def remark(self) -> str:
        """What the office says of its decision."""
        if self.decided is None or self.decided.reason == self.reason:
            return ""
        return self.decided.reason or ""


class Extension(NamedTuple):
    """What the sheet of one application says; what nobody recorded is blank."""

    head: Head
    docket: Docket
    unit: str
    assigned: date | None
    before: str
    asked: date | None
    days_left: int | None
    wished: str
    reason: str
    verdict: str
    remark: str
    until: str
    approver: str
    decided: date | None


def compile_extensions(request: Request) -> dict[str, Extension]:
    """Write a sheet for each application; for an issue named without one, a blank one.

    Raises:
        NoSheet: nobody has asked for more time.
        TooEarly: an issue that was named awaits no answer.
    """
    head = head_of(request.roster)
    cases = chosen(request, lambda case: any(_applications(case)))
    if not cases:
        raise NoSheet(_KIND, "申请过延期")
    sheets: dict[str, Extension] = {}
    for case in cases:
        found = list(_applications(case)) or _blank(case)
        for place, each in enumerate(found, 1):
            name = case.number if len(found) == 1 else f"{case.number}_{place}"
            sheets[name] = _sheet(head, case, each)
    return sheets


def _applications(case: Progress) -> Iterator[Application]:
    """Pair what was asked with what was decided on it, unit by unit."""
    pending: dict[str, Extend] = {}
    found: list[Application] = []
    for event in case.events:
        if not isinstance(event, Extend):
            continue
        asked = pending.pop(event.unit, None)
        if event.verdict is not None:
            found.append(Application(event.unit, asked, event))
            continue
        if asked is not None:
            found.append(Application(event.unit, asked))
        pending[event.unit] = event
    found += [Application(unit, asked) for unit, asked in pending.items()]
    yield from sorted(found, key=_begun)


def _begun(application: Application) -> tuple[date, int, int, Spelled]:
    first = application.first
    assert first is not None  # noqa: S101  # one of the two is always there
    return first.place()


def _blank(case: Progress) -> list[Application]:
    """Prepare a sheet for each unit whose answer is awaited by a day."""
    refuse_merged(_KIND, case)
    awaited = [work for work in case.awaited if work.deadline is not None]
    if not awaited:
        why = "没有申请过延期，也没有定有期限、正在办理的承办单位"
        raise TooEarly(_KIND, case.number, why)
    return [Application(work.unit) for work in awaited]


def _sheet(head: Head, case: Progress, application: Application) -> Extension:
    work = _before(head.ledger, case, application)
    before, asked, decided = work.deadline, application.asked_on, application.decided
    return Extension(
        head=head,
        docket=docket_of(case),
        unit=f"{work.unit}（{work.role}）",
        assigned=work.assigned,
        before=_marked(before, estimated=work.clock.estimated),
        asked=asked,
        days_left=None if asked is None or before is None else (before - asked).days,
        wished=_until(application.asked),
        reason=application.reason,
        verdict="" if decided is None else str(decided.verdict),
        remark=application.remark,
        until=_until(decided),
        approver="" if decided is None else decided.approver or "",
        decided=None if decided is None else decided.date,
    )


def _before(ledger: Ledger, case: Progress, application: Application) -> Undertaking:
    """Give the 承办 as it stood when more time was asked for."""
    first = application.first
    then = case if first is None else right_before(first, case, ledger)
    return next(work for work in then.undertakings if work.unit == application.unit)


def _until(event: Extend | None) -> str:
    if event is None:
        return ""
    return _marked(event.deadline, estimated=is_estimated(event.basis))


def _marked(day: date | None, *, estimated: bool) -> str:
    """Write a deadline; one of a year whose holidays are not known is 暂估."""
    mark = ESTIMATED if estimated else ""
    return "" if day is None else f"{chinese_day(day)}{mark}"
