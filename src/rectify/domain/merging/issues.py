"""Three versions of an issue become one: by field, by sentence, by event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.merging.conflict import NOTHING_PICKED

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.merging.conflict import Merged, Picks


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
    """Merge what two sides made of an issue; `on` is the day of the merge."""
    raise NotImplementedError
