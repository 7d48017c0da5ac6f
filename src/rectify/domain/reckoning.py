"""Whether a recorded deadline is what its own words (期限依据) come to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rectify.domain import event as ev
from rectify.domain.clock import Act
from rectify.domain.deadline import (
    ESTIMATED,
    UnreadableDeadline,
    is_estimated,
    parse_deadline,
)

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.calendar import Calendar
    from rectify.domain.progress import Progress

# A period that begins so many days later ends about as many days later: more than
# any days off move it. A named day stays, or moves by a year.
_SHIFT = 20
_DATED = (
    ev.Assign, ev.Reassign, ev.Extend, ev.Reject, ev.Feedback, ev.Evaluate, ev.Recheck,
)  # fmt: skip


def about_deadline(case: Progress, event: ev.Event, calendar: Calendar) -> str:
    """Compare a deadline with its 期限依据; nothing is said where they agree."""
    if not isinstance(event, _DATED) or event.deadline is None or event.basis is None:
        return ""
    start = _start(case, event) if isinstance(event, ev.Extend) else event.date
    words = event.basis.removesuffix(ESTIMATED)
    meant = None if start is None else _meant(words, start, calendar)
    if meant is None:
        return ""
    if is_estimated(event.basis):
        same = "（与所记相同，“暂估”二字可删去）" if meant == event.deadline else ""
        return f"期限为暂估，按现已公布的放假安排应为 {meant}{same}"
    if meant != event.deadline:
        return f"期限 {event.deadline} 与期限依据“{words}”（应为 {meant}）不符"
    return ""


def _meant(words: str, start: date, calendar: Calendar) -> date | None:
    """Give the end of a period; None where it is none, or is not settled yet."""
    later = start + timedelta(days=_SHIFT)
    try:
        due = parse_deadline(words, start=start, calendar=calendar)
        moved = parse_deadline(words, start=later, calendar=calendar)
    except UnreadableDeadline:
        return None
    if due.day is None or moved.day is None or due.provisional:
        return None
    return due.day if 0 < (moved.day - due.day).days < 3 * _SHIFT else None


def _start(case: Progress, event: ev.Extend) -> date | None:
    """Give the deadline that was extended: an extension counts from there."""
    for work in (*case.undertakings, *case.released):
        for clock in work.clocks if work.unit == event.unit else ():
            before = None
            for tick in clock.ticks:
                if tick.act is Act.EXTEND and tick.deadline == event.deadline:
                    return before or event.date
                before = tick.deadline or before
    return None
