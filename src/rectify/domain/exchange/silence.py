"""Who has not answered: the awaited answers that no workbook says anything about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.event import Advance, Plan, Respond

if TYPE_CHECKING:
    from rectify.domain.exchange.collection import Collection
    from rectify.domain.roster import Roster


class Silent(NamedTuple):
    """A unit that is silent on some issues; `left` is what is left of the time.

    `sent` tells whether anything of it came back now, `before` whether it did before.
    """

    unit: str
    sent: bool
    before: bool
    issues: tuple[tuple[str, int | None], ...]

    @property
    def nearest(self) -> int | None:
        """The days left for the most urgent of them, negative when it is late."""
        return min((left for _, left in self.issues if left is not None), default=None)


def silent(roster: Roster, found: Collection) -> list[Silent]:
    """Name the units whose answers are awaited and not in hand, the latest first."""
    came = {unit for unit, _ in (*found.seen, *found.blank, *found.faulty)}
    before = _heard(roster, found)
    waiting: dict[str, list[tuple[str, int | None]]] = {}
    for case in roster.cases:
        for work in case.awaited:
            if (work.unit, case.number) not in found.seen:
                due = work.deadline
                left = None if due is None else (due - roster.on).days
                waiting.setdefault(work.unit, []).append((case.number, left))
    left_out = [
        Silent(unit, unit in came, unit in before, tuple(issues))
        for unit, issues in waiting.items()
    ]
    return sorted(left_out, key=lambda each: _urgency(roster, each))


def _heard(roster: Roster, found: Collection) -> set[str]:
    """Name the units whose workbooks were recorded since these went out."""
    return {
        event.unit
        for case in roster.cases
        for event in case.events
        if isinstance(event, Plan | Advance | Respond)
        and event.source_file is not None
        and (found.since is None or event.date >= found.since)
    }


def _urgency(roster: Roster, each: Silent) -> tuple[bool, int, tuple[int, str]]:
    left = each.nearest
    return (left is None, left or 0, roster.directory.rank(each.unit))
