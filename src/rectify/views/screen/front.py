"""What `rectify` alone shows: where each ledger stands, and what comes next."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.domain.listing import due_within, item_of
from rectify.domain.terms import Assessment, State
from rectify.views.screen.cells import shown, width, wrap
from rectify.views.screen.listing import day_line
from rectify.views.screen.terminal import (
    Cell,
    Tone,
    has_colour,
    print_lines,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.listing import Item
    from rectify.domain.roster import Roster

_WIDE = 100
_MOST = 5


def show(roster: Roster) -> None:
    """Print where a ledger stands."""
    listed = [item_of(case) for case in roster.cases]
    room = terminal_width(sys.stdout) or _WIDE
    closed = sum(1 for item in listed if item.state is State.CLOSED)
    late = sum(1 for item in listed if item.overdue)
    word = roster.ledger.measure_word
    heading = (
        f"{roster.ledger.title}（{roster.name}）  "
        f"{len(listed)}{word}，已销号{closed}，逾期{late}"
    )
    lines = [[Cell(shown(line), Tone.BOLD)] for line in wrap(heading, room, " ")]
    for label, said in _points(roster, listed):
        lead = f" {label}  "
        first, *rest = wrap(said, room, " " * width(lead))
        lines.append([Cell(lead, Tone.CYAN), Cell(first.strip())])
        lines += [[Cell(line)] for line in rest]
    lines += [[Cell(f" {day_line(roster)}", Tone.DIM)], []]
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def _points(roster: Roster, listed: Sequence[Item]) -> Iterator[tuple[str, str]]:
    soon = sorted(
        (
            item
            for item in listed
            if due_within(item, roster.ledger.procedure.due_soon_days)
        ),
        key=lambda item: item.days_left or 0,
    )
    if soon:
        said = [f"{item.number} {item.remaining}" for item in soon[:_MOST]]
        more = f"；另有{len(soon) - _MOST}条" if len(soon) > _MOST else ""
        yield "快到期", "；".join(said) + more
    for label, state in _WAITING:
        waiting = [item.number for item in listed if item.state is state]
        if waiting:
            yield label, f"{len(waiting)}条：{_some(waiting)}"
    answered = [item for item in listed if item.state is State.ANSWERED]
    unreviewed = [item.number for item in answered if not item.reviewed]
    if unreviewed:
        yield "待复核", f"{len(unreviewed)}条已答复未复核：{_some(unreviewed)}"
    wanting = [item.number for item in answered if item.wanting]
    if wanting:
        yield "未到位", f"{len(wanting)}条复核未到位，可退回重办：{_some(wanting)}"
    reviewed = [i.number for i in answered if i.reviewed and not i.wanting]
    if reviewed:
        then = "待销号" if _closes_unvoted(roster) else "待测评"
        yield then, f"{len(reviewed)}条已复核：{_some(reviewed)}"
    yield "下一步", _next(roster, listed)


_WAITING = (
    ("待交办", State.UNASSIGNED),
    ("待重办", State.REDOING),
    ("待销号", State.PASSED),
)


def _closes_unvoted(roster: Roster) -> bool:
    """Tell whether an answered issue may be closed without a vote."""
    needed = roster.ledger.procedure.closing_needs_vote
    return not needed or roster.ledger.assessment is Assessment.NONE


def _some(numbers: Sequence[str]) -> str:
    more = f" 等{len(numbers)}条" if len(numbers) > _MOST else ""
    return " ".join(numbers[:_MOST]) + more


def _next(roster: Roster, listed: Sequence[Item]) -> str:
    """Name the commands that the ledger calls for now."""
    first = {state: item.number for item in reversed(listed) for state in [item.state]}
    if not listed:
        return "rectify add --title 标题 --lead 单位 --deadline 期限"
    if State.UNASSIGNED in first:
        return f"rectify assign --all -l {roster.name}"
    waiting = [item for item in listed if item.state is State.ANSWERED]
    if waiting and not all(item.reviewed for item in waiting):
        number = next(item.number for item in waiting if not item.reviewed)
        return (
            f"rectify show {number}，核查后 rectify review {number} --result 整改到位"
        )
    if State.PASSED in first:
        return f"rectify close --all-passed --approver 批准人 -l {roster.name}"
    return f"rectify due -l {roster.name}，或 rectify rates -l {roster.name}"
