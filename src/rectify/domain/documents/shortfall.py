"""Why a result is not enough yet: facts, each with its day and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.documents.record import (
    concerns,
    reopens,
    since_answer,
    urgings,
)
from rectify.domain.documents.report import running
from rectify.domain.documents.timeline import counts_of
from rectify.domain.event import (
    Feedback,
    Opening,
    Recheck,
    Respond,
    Review,
    Urge,
    UrgeFormally,
)
from rectify.domain.listing import disclosed
from rectify.domain.milestone import Answer
from rectify.domain.phrases import chinese_day
from rectify.domain.terms import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.ballot import Tally
    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


def shortfall(roster: Roster, case: Progress, work: Undertaking) -> tuple[str, ...]:
    """Say what was found wanting, what was promised in vain, and what is late."""
    late = days_left(case, work) < 0
    return (
        *_judgements(roster, case, work),
        *_promises(case, work),
        *(_waiting(case, work) if late else ()),
    )


def outlook(case: Progress, work: Undertaking) -> tuple[str, ...]:
    """Say what is awaited while there is time: that is no shortcoming."""
    late = days_left(case, work) < 0
    return () if late else tuple(_waiting(case, work))


def reminders_of(case: Progress, work: Undertaking) -> list[Urge]:
    """Give the reminders that were of no use, the letter itself aside."""
    letter = urgings(case, work, UrgeFormally.matter())
    return [
        event
        for event in since_answer(case, work)
        if isinstance(event, Urge) and event not in letter
    ]


def days_left(case: Progress, work: Undertaking) -> int:
    """Count the days to what is awaited of a unit; 0 where there is no such day."""
    day = case.tracked.next_check if case.tracked else work.deadline
    return 0 if day is None else (day - case.on).days


def _judgements(roster: Roster, case: Progress, work: Undertaking) -> Iterator[str]:
    """Say which votes, proposers, look-backs and reviews found the result wanting."""
    for event in case.events:
        if not concerns(event, work.unit):
            continue
        if reopens(event):
            yield judged(roster, case, event)
        elif isinstance(event, Review) and event.finding in _WANTING:
            found = f"{chinese_day(event.date)}复核为{event.finding}"
            yield f"{found}{_said(event.reason)}"


_WANTING = (Finding.NOT_YET, Finding.IMPOSSIBLE)


def judged(roster: Roster, case: Progress, event: AnyEvent) -> str:
    """Say why an issue has to be handled again: who found what, and when."""
    day = chinese_day(event.date)
    match disclosed(case.issue, event):
        case Feedback() as heard:
            return f"{day}{heard.proposer}反馈不满意{_said(heard.opinion)}"
        case Recheck() as seen:
            return f"{day}回头看发现反弹{_said(seen.content)}"
        case Opening() as known:
            return "测评未通过" if known.verdict else "已列入重新办理"
        case _:
            return f"{day}测评未通过{counted(counts_of(roster, case, event))}"


def counted(counts: Tally | None) -> str:
    """Give the counts of a vote, in brackets."""
    if counts is None:
        return ""
    abstained = f"、弃权{counts.abstained}票" if counts.abstained else ""
    unpressed = f"、未按{counts.unpressed}人" if counts.unpressed else ""
    present = "" if counts.present is None else f"，实到{counts.present}人"
    return (
        f"（满意{counts.satisfied}票、基本满意{counts.basically}票、"
        f"不满意{counts.unsatisfied}票{abstained}{unpressed}{present}）"
    )


def _said(written: str | None) -> str:
    return f"：{running(written).rstrip('。')}" if written else ""


def _promises(case: Progress, work: Undertaking) -> Iterator[str]:
    """Say of the last answer whether the day that it promised has gone by."""
    answers = [
        event
        for event in case.events
        if isinstance(event, Respond) and event.unit == work.unit
    ]
    known = answers[-1] if answers else work.opening
    promised = None if known is None else known.promised
    if known is not None and promised is not None and promised < case.on:
        day = Answer(known, work.unit).day
        said = f"{chinese_day(day)}答复" if day else ""
        gone = (case.on - promised).days
        yield f"{said}承诺{chinese_day(promised)}前完成，已过{gone}天"


def _waiting(case: Progress, work: Undertaking) -> Iterator[str]:
    """Say what is awaited, since when it is late, and how often it was asked for."""
    left = days_left(case, work)
    if case.tracked is not None:
        gone = f"，已过{-left}天" if left < 0 else ""
        check = case.tracked.next_check
        yield f"转入跟踪，核查日为{chinese_day(check)}{gone}" if check else "转入跟踪"
    elif work.deadline is None:
        yield "至今没有答复"
    elif left < 0:
        pending = "，延期申请待批" if work.pending is not None else ""
        yield (
            f"答复期限为{chinese_day(work.deadline)}，已逾期{-left}天{pending}，仍未答复"
        )
    else:
        yield f"答复期限为{chinese_day(work.deadline)}，剩余{left}天，尚未答复"
    reminders = reminders_of(case, work)
    if reminders:
        urged = "、".join(f"{chinese_day(each.date)}{each.kind}" for each in reminders)
        yield f"{urged}后，至今没有新的书面答复"
