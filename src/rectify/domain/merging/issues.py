"""Three versions of an issue become one: by field, by sentence, by event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.merging.conflict import (
    NOTHING_PICKED,
    NUMBER,
    Choice,
    Conflict,
    Merged,
    Side,
)
from rectify.domain.merging.fields import merge_fields
from rectify.domain.merging.records import Bench, merge_records
from rectify.domain.merging.threeway import Three

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.merging.conflict import Picks


def one_issue(ours: Issue, theirs: Issue) -> bool:
    """Tell whether two issues of one number are the same, added twice."""
    return (ours.title, ours.description) == (theirs.title, theirs.description)


def merge_issue(  # noqa: PLR0913  # three versions, and by what they are judged
    base: Issue | None,
    ours: Issue,
    theirs: Issue,
    ledger: Ledger,
    *,
    picks: Picks = NOTHING_PICKED,
    on: date,
) -> Merged[Issue]:
    """Merge what two sides made of an issue; `on` is the day of the merge.

    Two issues that were added under one number are two, until a side is picked for
    the number: then they are one, merged field by field.

    Raises:
        NotBoth: 都要 was picked where only one can hold.
        PicksBreakRules: what was picked breaks the rules of the procedure.
        DoNotFit: the merged fields make no valid issue.
    """
    three = Three(base, ours, theirs)
    if base is None and not one_issue(ours, theirs):
        conflict = _two_issues(ours, theirs)
        if picks.get(NUMBER, Side.BOTH) is Side.BOTH:
            return Merged(None, (conflict,), ours, theirs)
    issue, conflicts = _merged(three, ledger, Choice(picks), on)
    if not conflicts:
        return Merged(issue)
    sides = (Choice(picks, side) for side in (Side.OURS, Side.THEIRS))
    leaning = (_merged(three, ledger, choice, None)[0] for choice in sides)
    return Merged(None, conflicts, *leaning)


def _two_issues(ours: Issue, theirs: Issue) -> Conflict:
    why = f"两边新增了不同的问题，编号都是 {ours.number}"
    return Conflict(NUMBER, NUMBER, None, ours.title, theirs.title, both=True, why=why)


def _merged(
    three: Three[Issue | None], ledger: Ledger, choice: Choice, on: date | None
) -> tuple[Issue, tuple[Conflict, ...]]:
    """Merge the facts, then the events as these facts judge them."""
    facts = merge_fields(three, choice, without=("events",))
    record = merge_records(three, Bench(ledger, facts.value, choice, on))
    issue = facts.value.but(events=record.events) if record.events else facts.value
    return issue, (*facts.conflicts, *record.conflicts)
