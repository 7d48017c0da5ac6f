"""The 承办 that an event speaks of, and what several events do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.refusal import NotAllowed, NotUndertaken
from rectify.domain.terms import (
    State,
)

if TYPE_CHECKING:
    from rectify.domain.progress import Progress, Undertaking


_NOT_BEGUN = (State.ASSIGNED, State.REDOING)


def undertaking(case: Progress, unit: str, matter: str) -> Undertaking:
    """Find the 承办 in force of a unit."""
    found = case.find(unit)
    if found is None:
        raise NotUndertaken(case, matter, unit)
    return found


def answering(case: Progress, unit: str, matter: str) -> Undertaking:
    """Find the 承办 of a unit that must answer."""
    found = undertaking(case, unit, matter)
    if not found.answering:
        leads = "、".join(each.unit for each in case.answering)
        raise NotAllowed(
            case.number,
            matter,
            f"{unit}是协办单位，不单独答复",
            f"它的意见由{leads}一并答复；情况可记入 rectify progress",
        )
    return found


def sign(work: Undertaking) -> None:
    """Count the unit as having signed, and as working if it had not begun.

    On which day it signed is known only where a 签收 says so.
    """
    work.signed = True
    if work.state in _NOT_BEGUN:
        work.state = State.WORKING
    if work.resting in _NOT_BEGUN:
        work.resting = State.WORKING


def waits(case: Progress, matter: str, unit: str) -> NotAllowed:
    """Say that nothing can be done by a unit that waits for 改派."""
    return NotAllowed(
        case.number,
        matter,
        f"{unit}已申请退回，正在等待改派",
        f"先改派：rectify reassign {case.number} --from {unit} --to 单位，"
        f"或不予退回：rectify decline {case.number} --by {unit} --refuse",
    )


def forget_judgement(case: Progress) -> None:
    """Let no vote or feedback stand for an answer that it has not seen."""
    case.at_passed, case.passed_round = False, 0
    case.content.clear()
