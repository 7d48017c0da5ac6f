"""Deeds that are sound on either side, and break the rules together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.merging.conflict import Conflict, Side
from rectify.domain.merging.worded import recorded, told_apart
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.merging.deeds import Deeds, Undone
    from rectify.errors import RuleError


_SIDES = (Side.OURS, Side.THEIRS)
# Of more than these, nobody records between two merges; and each is judged anew.
_MANY = 200


class Court(NamedTuple):
    """What judges a record: the merged facts and the rules of the ledger.

    What was at fault on one side already is not held against the merge.
    """

    facts: Issue
    ledger: Ledger
    excused: frozenset[str]

    @classmethod
    def over(cls, facts: Issue, ledger: Ledger, *sides: Issue) -> Court:
        """Judge what becomes of some versions."""
        bare = cls(facts, ledger, frozenset())
        excused = (bare.wrong(side.events, side) for side in sides)
        return bare._replace(excused=frozenset(n for wrong in excused for n in wrong))

    def wrong(
        self, events: tuple[AnyEvent, ...], facts: Issue | None = None
    ) -> dict[str, RuleError]:
        """Name the events that the rules forbid, in their order, with the reason."""
        issue = (facts or self.facts).model_copy(update={"events": events})
        last = max((event.date for event in events), default=None)
        if last is None:
            return {}
        faults = fold(issue, self.ledger, on=last).faults
        found = {events[each.place].identity(): each.error for each in faults}
        return {name: why for name, why in found.items() if name not in self.excused}


class Clash(NamedTuple):
    """What of ours and of theirs can't both hold, and the rule that says so."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    rule: RuleError

    def of(self, side: Side) -> tuple[str, ...]:
        """Name the deeds of one side."""
        return self.ours if side is Side.OURS else self.theirs

    def conflict(self, deeds: Deeds, key: str, what: str) -> Conflict:
        """Say what each side did, and why it does not go together."""
        ours, theirs = told_apart(*(self._made(deeds, side) for side in _SIDES))
        rule = str(self.rule).partition("。")[0]
        why = f"{self._did(deeds)}，合在一起不合程序：{rule}"
        voids = tuple(
            (side, said) for side in _SIDES for said in self._void(deeds, side)
        )
        return Conflict(key, what, None, ours, theirs, False, why, voids)

    def _void(self, deeds: Deeds, side: Side) -> Iterator[str]:
        """Say what one side declared void, of that which the other has standing."""
        for name in self.of(side):
            event, standing = (deeds.versions(name).of(s) for s in (side, side.other))
            if event is not None and event.void is not None and standing is not None:
                yield f"{event.date}的{event.kind}：{event.void}"

    def _made(self, deeds: Deeds, side: Side) -> list[AnyEvent | str]:
        """Give the events as one side made them."""
        found = ((deeds.versions(n).of(side), deeds.known(n)) for n in self.of(side))
        return [now or f"删去：{recorded(was)}" for now, was in found]

    def _did(self, deeds: Deeds) -> str:
        ours, theirs = (
            "、".join(dict.fromkeys(_deed(deeds, name, side) for name in self.of(side)))
            for side in _SIDES
        )
        if ours == theirs:
            return f"两边都{ours}"
        return f"本方{ours or '改了别的'}，对方{theirs or '改了别的'}"


def _deed(deeds: Deeds, name: str, side: Side) -> str:
    """Name what was done to an event: 记了销号, 作废了交办."""
    event = deeds.versions(name).of(side)
    kind = deeds.known(name).kind
    if event is None:
        return f"删去了{kind}"
    if deeds.versions(name).base is None:
        return f"记了{kind}"
    return f"作废了{kind}" if event.void else f"取消了{kind}的作废"


def clashing(deeds: Deeds, court: Court, undone: Undone) -> Clash | None:
    """Find what breaks the rules together: small sets, each cured without the other."""
    wrong = court.wrong(deeds.result(undone))
    if not wrong:
        return None
    ours, theirs = (_in_the_way(side, deeds, court, undone) for side in _SIDES)
    return Clash(ours, theirs, next(iter(wrong.values())))


def _in_the_way(
    side: Side, deeds: Deeds, court: Court, undone: Undone
) -> tuple[str, ...]:
    """Name what of one side must give way for all of the other to hold."""
    free = [name for name in deeds.of(side) if name not in undone[side]]
    if len(free) > _MANY:
        return tuple(free)
    given: frozenset[str] = undone[side] | set(free)
    wrong = _wrong(court, deeds, undone, side, given)
    for name in free:
        without = _wrong(court, deeds, undone, side, given - {name})
        if without <= wrong:
            given, wrong = given - {name}, without
    return tuple(name for name in free if name in given)


def _wrong(
    court: Court, deeds: Deeds, undone: Undone, side: Side, given: Collection[str]
) -> set[str]:
    found = court.wrong(deeds.result({**undone, side: frozenset(given)}))
    return set(found)
