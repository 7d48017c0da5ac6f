"""The transition table of the procedure, and the fold of events through it.

This is the only place that knows which event is possible in which state. Its source
is the office's chain of steps: 审定, 交办, 签收, 答复, 测评, 销号, and its branches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rectify.domain import event as ev
from rectify.domain import handing, judging, opening
from rectify.domain.progress import ENDED, Fault, Progress
from rectify.domain.refusal import LaterRecord, missing_step, said
from rectify.domain.terms import State
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger

_BEFORE = frozenset({State.UNVETTED, State.UNASSIGNED})
_ALL = frozenset(State)
_HANDED = _ALL - _BEFORE - {State.DROPPED, State.CARRIED}
_OPEN = _HANDED - ENDED
_AWAITED = _OPEN - {State.PASSED, State.TRACKED}
_ANSWERED = frozenset({State.ANSWERED, State.PASSED, State.TRACKED})
_HEARD_LATE = frozenset({State.CLOSED, State.DROPPED})


class Step(NamedTuple):
    """In which states of the issue an event may happen, and what it then does."""

    states: frozenset[State]
    apply: Callable[[Progress, Any, Ledger], None]


TABLE: dict[type[ev.Event], Step] = {
    ev.Opening: Step(_BEFORE, opening.take_over),
    ev.Approve: Step(_BEFORE, handing.approve),
    ev.Assign: Step(_BEFORE, handing.assign),
    ev.Accept: Step(_OPEN, handing.accept),
    ev.Decline: Step(_AWAITED, handing.decline),
    ev.Refuse: Step(_AWAITED, handing.refuse),
    ev.Reassign: Step(_OPEN, handing.reassign),
    ev.Plan: Step(_OPEN, handing.plan),
    ev.Advance: Step(_HANDED, handing.advance),
    ev.Contact: Step(_HANDED, handing.contact),
    ev.Extend: Step(_AWAITED, handing.extend),
    ev.Urge: Step(_OPEN, handing.urge),
    ev.UrgeFormally: Step(_OPEN, handing.urge),
    ev.Key: Step(_ALL - ENDED, handing.key),
    ev.Respond: Step(_AWAITED | {State.TRACKED}, judging.respond),
    ev.Reject: Step(_AWAITED, judging.reject),
    ev.Review: Step(_OPEN, judging.review),
    ev.Feedback: Step(_ANSWERED | _HEARD_LATE, judging.feedback),
    ev.Evaluate: Step(frozenset({State.ANSWERED}), judging.evaluate),
    ev.Close: Step(frozenset({State.ANSWERED, State.PASSED}), judging.close),
    ev.Recheck: Step(
        frozenset({State.PASSED, State.TRACKED, State.CLOSED}), judging.recheck
    ),
    ev.Track: Step(frozenset({State.ANSWERED, State.PASSED}), judging.track),
    ev.Drop: Step(_ALL - ENDED, judging.drop),
    ev.Resume: Step(frozenset({State.DROPPED}), judging.resume),
    ev.Carry: Step(_ALL - ENDED, judging.carry),
    ev.Reply: Step(_BEFORE, judging.keep),
    ev.Note: Step(_ALL, judging.keep),
}


def fold(
    issue: Issue,
    ledger: Ledger,
    *,
    on: date,
    known: date | None = None,
) -> Progress:
    """Give the progress of an issue at the end of the day `on`.

    With `known`, only what the office had recorded by that day is counted, so that
    what was printed then can be printed again. An event that the rules forbid becomes
    a fault of the progress and changes nothing.
    """
    case = Progress(issue, on, vetted=not ledger.procedure.vetting, known=known)
    placed = sorted(enumerate(issue.events), key=lambda pair: pair[1].place())
    for index, event in placed:
        if not event.counts_on(on, known):
            continue
        try:
            _apply(case, event, ledger)
        except RuleError as error:
            case.faults.append(Fault(index, error))
    return case


def _apply(case: Progress, event: ev.Event, ledger: Ledger) -> None:
    step = TABLE[type(event)]
    if case.own_state not in step.states:
        raise missing_step(case, event)
    step.apply(case, event, ledger)


def record(issue: Issue, event: ev.Event, ledger: Ledger) -> Issue:
    """Add an event to an issue, as the last of its day.

    Raises:
        RuleError: the event, or one after it, would break the rules of the procedure.
    """
    after = issue.but(events=(*issue.events, _as_last(issue, event)))
    doing = f"在{event.date}{said(event.kind)}"
    return _checked(issue, after, ledger, place=len(issue.events), doing=doing)


def _as_last(issue: Issue, event: ev.Event) -> ev.Event:
    """Put an event behind those of its day."""
    same_day = [each.order or 1 for each in issue.events if each.date == event.date]
    return event.but(order=max(same_day) + 1) if same_day else event


def correct(
    issue: Issue, index: int, voiding: str, event: ev.Event, ledger: Ledger
) -> Issue:
    """Declare one event void and add its corrected copy, as one change.

    The copy has the place of the wrong one, unless its date is another.

    Raises:
        RuleError: the copy, or an event after it, would break the rules.
    """
    events = list(issue.events)
    wrong = events[index] = events[index].but(void=voiding)
    if event.date != wrong.date:
        event = _as_last(issue, event.but(order=None))
    after = issue.but(events=(*events, event))
    doing = f"更正{wrong.date}的{wrong.kind}"
    return _checked(issue, after, ledger, place=len(events), doing=doing)


def void(issue: Issue, index: int, voiding: str, ledger: Ledger) -> Issue:
    """Declare one event void; `index` is its place in the file.

    Raises:
        RuleError: a later event depends on it.
    """
    events = list(issue.events)
    event = events[index] = events[index].but(void=voiding)
    after = issue.but(events=tuple(events))
    doing = f"作废{event.date}的{event.kind}"
    return _checked(issue, after, ledger, place=index, doing=doing)


def _checked(
    before: Issue, after: Issue, ledger: Ledger, *, place: int, doing: str
) -> Issue:
    """Refuse a change that brings a fault which was not there before.

    A fault of the changed event itself is its own refusal; one of a later event is
    told as what it is: the later record would no longer hold.
    """
    last = max(event.date for event in after.events)
    old = {fault.place for fault in fold(before, ledger, on=last).faults}
    new = [f for f in fold(after, ledger, on=last).faults if f.place not in old]
    for fault in new:
        if fault.place == place:
            raise fault.error
    if new:
        order = after.ordered_events()
        broken = [(order.index(after.events[f.place]) + 1, f) for f in new]
        where, fault = min(broken)
        later = after.events[fault.place]
        raise LaterRecord(after.number, doing, later, where, fault.error)
    return after
