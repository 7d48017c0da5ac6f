"""Three versions of a ledger, of the units, of a vote or of a profile become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from rectify.domain.ballot import Vote, faults_of
from rectify.domain.entity import Entity
from rectify.domain.merging.conflict import (
    BALLOT,
    NOTHING_PICKED,
    Choice,
    Conflict,
    DoNotFit,
    Merged,
    Side,
)
from rectify.domain.merging.fields import merge_fields
from rectify.domain.merging.threeway import Three
from rectify.domain.merging.worded import worded

if TYPE_CHECKING:
    from rectify.domain.merging.conflict import Picks

E = TypeVar("E", bound=Entity)


def one_vote(ours: Vote, theirs: Vote) -> bool:
    """Tell whether two votes of one number are the same, added twice."""
    return (ours.date, ours.subject.plain()) == (theirs.date, theirs.subject.plain())


def merge_entity(
    base: E | None, ours: E, theirs: E, *, picks: Picks = NOTHING_PICKED
) -> Merged[E]:
    """Merge what two sides made of any entity that is no issue.

    Raises:
        NotBoth: 都要 was picked where only one can hold.
        DoNotFit: the merged fields make no valid entity.
    """
    three = Three(base, ours, theirs)
    if base is None and isinstance(ours, Vote) and isinstance(theirs, Vote):
        apart = not one_vote(ours, theirs)
        if apart and picks.get(BALLOT, Side.BOTH) is Side.BOTH:
            return Merged(None, (two_votes(ours, theirs),), ours, theirs)
    part = merge_fields(three, Choice(picks))
    if not part.conflicts:
        if isinstance(part.value, Vote):
            _add_up(three, part.value)
        return Merged(part.value)
    leaning = (
        merge_fields(three, Choice(picks, side)).value
        for side in (Side.OURS, Side.THEIRS)
    )
    return Merged(None, part.conflicts, *leaning)


def two_votes(ours: Vote, theirs: Vote) -> Conflict:
    """Say that one number stands for two votes."""
    why = f"两边新增了不同的测评，票号都是 {ours.number}"
    held = _held(ours), _held(theirs)
    return Conflict(BALLOT, BALLOT, None, *held, both=True, why=why)


def _held(vote: Vote) -> str:
    """Say when a vote was held, and on what."""
    said = (str(vote.date), vote.meeting, worded(vote.subject.plain()))
    return "，".join(part for part in said if part)


def _add_up(three: Three[Any], merged: Vote) -> None:
    """Refuse counts that are possible on either side, and not together."""
    old = {fault for vote in three if vote is not None for fault in faults_of(vote)}
    if set(faults_of(merged)) - old:
        raise DoNotFit("计票")
