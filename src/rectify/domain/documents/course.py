"""The course of an issue at one unit, as a letter recalls it: short dated sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.documents.record import concerns, urgings
from rectify.domain.documents.report import running
from rectify.domain.listing import disclosed
from rectify.domain.phrases import chinese_day, limit, verdict
from rectify.domain.terms import Decision, Lasting, Marking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress, Undertaking


class Passage(NamedTuple):
    """What happened on one day."""

    day: date
    words: str


def course(case: Progress, work: Undertaking) -> tuple[Passage, ...]:
    """Recall what happened with an issue at a unit, up to the letter itself."""
    letter = urgings(case, work, ev.UrgeFormally.matter())
    events = [
        event
        for event in case.events
        if concerns(event, work.unit) and event not in letter
    ]
    reports = [event for event in events if isinstance(event, ev.Advance)]
    days: dict[date, list[str]] = {}
    for event in events:
        if isinstance(event, ev.Opening):
            for day, done in _before(event, work.unit):
                days.setdefault(day, []).append(done)
        elif event not in reports[:-1]:
            words = _words(disclosed(case.issue, event), work.unit)
            if words:
                days.setdefault(event.date, []).append(words)
    return tuple(Passage(day, "，".join(said)) for day, said in days.items())


def _before(opening: ev.Opening, unit: str) -> Iterator[tuple[date, str]]:
    """Recall what a 期初 knows of the days before it."""
    known = opening.known_of(unit) or opening
    answers = unit not in opening.partners
    if known.handed is not None:
        until = limit(known.deadline, known.basis, known.handed)
        ref = f"（{known.ref}）" if known.ref else ""
        timed = f"，{until}" if known.deadline or known.basis else ""
        yield known.handed, f"交办{ref}{timed}"
    if known.accepted is not None and answers:
        yield known.accepted, "签收"
    if known.answered is not None and answers:
        graded = f"（{known.grade}类）" if known.grade else ""
        yield known.answered, f"书面答复{graded}"


def _words(event: AnyEvent, unit: str) -> str:  # noqa: C901, PLR0911, PLR0912  # one case an event
    """Say an event in a few words; what is no step of the procedure is left out."""
    match event:
        case ev.Assign():
            share = next((e.deadline for e in event.shares if e.unit == unit), None)
            until = limit(share or event.deadline, event.basis, event.date)
            return f"交办{_ref(event)}，{until}"
        case ev.Reassign() if event.unit == unit:
            until = limit(event.deadline, event.basis, event.date)
            timed = f"，{until}" if event.deadline or event.basis else ""
            return f"改由你单位承办{timed}"
        case ev.Accept():
            return "签收"
        case ev.Decline():
            return f"申请退回：{event.reason}"
        case ev.Refuse():
            return "不予退回"
        case ev.Plan():
            return "报送方案"
        case ev.Advance():
            return f"报告进展：{_bare(event.content)}"
        case ev.Extend():
            return _extension(event)
        case ev.Urge():
            return f"{event.kind}{_ref(event)}"
        case ev.Key():
            listed = event.marking is Marking.LISTED
            return f"{'列入' if listed else '取消'}重点督办"
        case ev.Respond():
            graded = f"（{event.grade}类）" if event.grade else ""
            return f"书面答复{graded}"
        case ev.Reject():
            return f"答复被退回：{event.reason}{_again(event)}"
        case ev.Review():
            return f"复核为{event.finding}"
        case ev.Feedback():
            return f"{event.proposer}反馈{event.result}{_again(event)}"
        case ev.Evaluate():
            return f"测评{verdict(event)}{_again(event)}"
        case ev.Close():
            return "销号"
        case ev.Recheck():
            rebound = event.lasting is Lasting.REBOUND
            return f"回头看{'发现反弹' if rebound else '未见反弹'}{_again(event)}"
        case ev.Track():
            return f"转入跟踪，{_day(event.next_check, event.date)}核查"
        case _:
            return ""


def _ref(event: ev.Assign | ev.Urge) -> str:
    return f"（{event.ref}）" if event.ref else ""


def _again(event: ev.Reject | ev.Reopening) -> str:
    """Say until when it was to be answered again."""
    if event.deadline is None:
        return ""
    return f"，要求{_day(event.deadline, event.date)}前重新答复"


def _day(day: date, on: date) -> str:
    """Write a day without the year in which it is read."""
    return chinese_day(day, year=day.year != on.year)


def _bare(stored: str) -> str:
    return running(stored).rstrip("。")


def _extension(event: ev.Extend) -> str:
    to = "延期"
    if event.deadline is not None:
        to = f"延期至{_day(event.deadline, event.date)}"
    if event.verdict is None:
        return f"申请{to}"
    return f"同意{to}" if event.verdict is Decision.GRANTED else "不同意延期"
