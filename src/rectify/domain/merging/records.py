"""The events of an issue in three versions, merged as a set.

Result = ours and theirs, less what either side took out of the base. Disputed is what
both changed, each in its own way; and then what breaks the rules only together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.merging.clashes import Court, clashing
from rectify.domain.merging.conflict import PicksBreakRules, Side
from rectify.domain.merging.deeds import deeds_of
from rectify.domain.merging.edits import edits

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.merging.clashes import Clash
    from rectify.domain.merging.conflict import Choice, Conflict
    from rectify.domain.merging.deeds import Deeds, Undone
    from rectify.domain.merging.threeway import Three

_EVENTS = "办理记录"


class Record(NamedTuple):
    """The merged events, and what is disputed of them."""

    events: tuple[AnyEvent, ...]
    conflicts: tuple[Conflict, ...] = ()


class Bench(NamedTuple):
    """What judges a merge: the rules, the merged facts, the picks and their day.

    Without a day, what is not picked is left out, rather than kept as a void record.
    """

    ledger: Ledger
    facts: Issue
    choice: Choice
    on: date | None


def merge_records(issues: Three[Issue | None], bench: Bench) -> Record:
    """Merge the events.

    Raises:
        NotBoth: 都要 was picked where only one can hold.
        PicksBreakRules: no choice that is left makes the rules hold.
    """
    deeds = deeds_of(issues)
    sides = (issue for issue in issues[1:] if issue is not None)
    court = Court.over(bench.facts, bench.ledger, *sides)
    undone, conflicts = _edited(deeds, court, bench.choice)
    if conflicts:
        return Record(deeds.result(undone), conflicts)
    clash = clashing(deeds, court, undone)
    if clash is None:
        return Record(deeds.result(undone, on=bench.on))
    return _clashing(deeds, clash, undone, court=court, bench=bench)


def _edited(
    deeds: Deeds, court: Court, choice: Choice
) -> tuple[Undone, tuple[Conflict, ...]]:
    """Undo what was not picked of the records that both sides changed."""
    nothing: frozenset[str] = frozenset()
    undone = {Side.OURS: nothing, Side.THEIRS: nothing}
    found = edits(deeds)
    sound = bool(found) and not court.wrong(deeds.result(undone))
    conflicts: list[Conflict] = []
    for count, edit in enumerate(found, 1):
        what = _EVENTS if len(found) == 1 else f"{_EVENTS}第{count}处"
        conflict = edit.conflict(deeds, f"{_EVENTS}/{count}", what, both=sound)
        side = choice.of(conflict)
        if side is None:
            conflicts.append(conflict)
        elif side is not Side.BOTH:
            undone[side.other] |= edit.undone(side.other)
    return undone, tuple(conflicts)


def _clashing(
    deeds: Deeds, clash: Clash, undone: Undone, *, court: Court, bench: Bench
) -> Record:
    """Undo what was not picked of the deeds that can't all hold."""
    number = len(edits(deeds)) + 1
    what = _EVENTS if number == 1 else f"{_EVENTS}第{number}处"
    conflict = clash.conflict(deeds, f"{_EVENTS}/{number}", what)
    side = bench.choice.of(conflict)
    if side is None:
        return Record(deeds.result(undone), (conflict,))
    given = undone[side.other] | set(clash.of(side.other))
    events = deeds.result({**undone, side.other: given}, on=bench.on)
    wrong = court.wrong(events)
    if wrong and bench.choice.rest is None:
        raise PicksBreakRules(bench.facts.number, next(iter(wrong.values())))
    return Record(events)
