"""Three versions of a ledger, of the units, of a vote or of a profile become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rectify.domain.entity import Entity
from rectify.domain.merging.conflict import NOTHING_PICKED

if TYPE_CHECKING:
    from rectify.domain.ballot import Vote
    from rectify.domain.merging.conflict import Merged, Picks

E = TypeVar("E", bound=Entity)


def one_vote(ours: Vote, theirs: Vote) -> bool:
    """Tell whether two votes of one number are the same, added twice."""
    return (ours.date, ours.subject.plain()) == (theirs.date, theirs.subject.plain())


def merge_entity(
    base: E | None, ours: E, theirs: E, *, picks: Picks = NOTHING_PICKED
) -> Merged[E]:
    """Merge what two sides made of any entity that is no issue."""
    raise NotImplementedError


def merge_presence(
    base: E, ours: E | None, theirs: E | None, *, picks: Picks = NOTHING_PICKED
) -> Merged[E]:
    """Merge where one side, or both, removed the file."""
    raise NotImplementedError
