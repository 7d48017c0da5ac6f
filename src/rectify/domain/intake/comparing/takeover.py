"""The 期初 of a list's row, and how it goes with the record of its issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain import workflow
from rectify.domain.event import Opening
from rectify.domain.intake.comparing.differences import Difference
from rectify.domain.intake.comparing.outcome import NotEnterable
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.intake.comparing.outcome import Terms
    from rectify.domain.intake.record import Draft
    from rectify.domain.issue import Issue

_LATER = "以后的办理情况请用 progress、respond 等登记"
_OF_THE_EVENT = frozenset({"date", "order", "recorded", "void", "kind", "source_file"})
_OPENING = "期初"


def opening_of(draft: Draft, terms: Terms) -> Opening | None:
    """Make the 期初 of a draft that has one."""
    if draft.opening is None:
        return None
    event = Opening.model_validate({**draft.opening, "日期": terms.on})
    if terms.source is not None:
        event = event.but(source_file=terms.source)
    return event if terms.on == terms.today else event.but(recorded=terms.today)


def begun(place: str, issue: Issue, event: Opening, terms: Terms) -> Issue:
    """Begin the record of an issue.

    Raises:
        NotEnterable: the rules forbid it.
    """
    try:
        return workflow.record(issue, event, terms.ledger)
    except RuleError as error:
        raise NotEnterable(place, [str(error)]) from None


def taken_over(
    place: str, issue: Issue, event: Opening, terms: Terms
) -> tuple[Issue, list[Difference]]:
    """Begin an issue that has no record; compare with how another one began."""
    openings = (each for each in issue.events if isinstance(each, Opening))
    past = next((each for each in openings if each.void is None), None)
    if past is not None:
        return issue, list(_since(past, event))
    said = f"{event.state}，{event.lead}主办" if event.lead else str(event.state)
    if any(each.void is None for each in issue.events):
        return issue, [Difference(_OPENING, "", said, "已有办理记录")]
    after = begun(place, issue, event, terms)
    return after, [Difference(_OPENING, "", said)]


def _since(past: Opening, now: Opening) -> Iterator[Difference]:
    """Say what of a 期初 a list now says otherwise."""
    for name, label in Opening.labels().items():
        said = getattr(now, name)
        if name in _OF_THE_EVENT or said in (None, ()) or said == getattr(past, name):
            continue
        before, after = (_worded(getattr(each, name)) for each in (past, now))
        yield Difference(f"{_OPENING}的{label}", before, after, _LATER)


def _worded(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(str(getattr(each, "unit", each)) for each in value)
    return "" if value is None else str(value).replace("\n", "")
