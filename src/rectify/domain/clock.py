"""The clock of one 承办 in one round: when it is due, and whether it was ever late.

A deadline's own day is still in time. An extension counts from the day on which it
was granted, or asked where the office says so (延期认定); granted later than the old
deadline, it moves the deadline but not the judgement. While a unit waits for 改派 its
clock stands still.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.terms import ExtensionCounts

if TYPE_CHECKING:
    from datetime import date


class Act(Enum):
    """What happens to a clock."""

    START = auto()
    EXTEND = auto()
    WAIT = auto()
    GO_ON = auto()
    ANSWER = auto()
    REOPEN = auto()
    STOP = auto()


class Tick(NamedTuple):
    """One thing that happened to a clock, and the deadline that it set.

    What is not `dated` happened by that day; nobody knows on which.
    """

    day: date
    act: Act
    deadline: date | None = None
    asked: date | None = None
    estimated: bool = False
    dated: bool = True


_RUNS = {Act.START: True, Act.GO_ON: True, Act.REOPEN: True}
_RESTS = {Act.WAIT: False, Act.ANSWER: False, Act.STOP: False}


@dataclass(slots=True)
class Clock:
    """What happened to one deadline, in the order of the events."""

    ticks: list[Tick] = field(default_factory=list)

    def tick(
        self,
        day: date,
        act: Act,
        deadline: date | None = None,
        *,
        asked: date | None = None,
        estimated: bool = False,
    ) -> None:
        """Note what happened on a day."""
        self.ticks.append(Tick(day, act, deadline, asked, estimated))

    def answer_by(self, day: date) -> None:
        """Note that an answer had come by a day; nobody knows on which."""
        self.ticks.append(Tick(day, Act.ANSWER, dated=False))

    @property
    def original(self) -> date | None:
        """The deadline with which the clock started."""
        return self.ticks[0].deadline

    @property
    def deadline(self) -> date | None:
        """The deadline now in force."""
        return next((t.deadline for t in reversed(self.ticks) if t.deadline), None)

    @property
    def estimated(self) -> bool:
        """Whether the deadline in force was computed without the year's holidays."""
        return next((t.estimated for t in reversed(self.ticks) if t.deadline), False)

    @property
    def running(self) -> bool:
        """Whether an answer is awaited from this unit."""
        moves = _RUNS | _RESTS
        return next(moves[t.act] for t in reversed(self.ticks) if t.act in moves)

    @property
    def waiting(self) -> bool:
        """Whether the unit waits for 改派."""
        passing = (Act.EXTEND, Act.STOP)
        moves = [t.act for t in self.ticks if t.act not in passing]
        return moves[-1] is Act.WAIT

    @property
    def _answer(self) -> Tick | None:
        """The answer that stands: the first one after the last return."""
        found = None
        for tick in self.ticks:
            if tick.act is Act.REOPEN:
                found = None
            elif tick.act is Act.ANSWER and found is None:
                found = tick
        return found

    @property
    def answered_on(self) -> date | None:
        """The day of the answer that stands, where it is known."""
        answer = self._answer
        return None if answer is None or not answer.dated else answer.day

    @property
    def undated(self) -> bool:
        """Whether there was an answer on a day that nobody knows."""
        return any(not tick.dated for tick in self.ticks)

    def _judged_on(self, on: date) -> date:
        """Give the day as of which the clock is judged: it may have been stopped."""
        last = self.ticks[-1]
        return min(on, last.day) if last.act is Act.STOP else on

    def overdue_days(self, on: date) -> int:
        """Count the days by which an awaited answer is late; 0 if none is awaited."""
        deadline = self.deadline
        if deadline is None or not self.running:
            return 0
        return max(0, (on - deadline).days)

    def due(self, on: date) -> bool:
        """Tell whether the clock can be judged: answered, or its day is over."""
        if self.deadline is None:
            return False
        if self._answer is not None:
            return True
        return not self.waiting and self.deadline < self._judged_on(on)

    def due_originally(self, on: date) -> bool:
        """Tell whether the clock can be judged by its original deadline."""
        if self.original is None:
            return False
        if self._answer is not None:
            return True
        return not self.waiting and self.original < self._judged_on(on)

    def ran_late(self, counts: ExtensionCounts) -> bool:
        """Tell whether anything that happened came on a day on which it was overdue."""
        deadline, running = None, False
        for tick in sorted(self.ticks, key=lambda tick: _effective(tick, counts)):
            late = deadline is not None and _effective(tick, counts) > deadline
            if running and late and tick.dated:
                return True
            deadline = tick.deadline or deadline
            running = (_RUNS | _RESTS).get(tick.act, running)
        return False

    def kept(self, counts: ExtensionCounts) -> bool:
        """Tell whether an answer stands and on no day before it was it overdue."""
        return self._answer is not None and not self.ran_late(counts)

    def kept_original(self) -> bool:
        """Tell whether the answer that stands came by the original deadline."""
        day, original = self.answered_on, self.original
        return day is not None and original is not None and day <= original


def _effective(tick: Tick, counts: ExtensionCounts) -> date:
    """Give the day from which a tick counts."""
    if counts is ExtensionCounts.ASKED and tick.act is Act.EXTEND and tick.asked:
        return tick.asked
    return tick.day
