"""Where an issue stands on a day: what the fold of its events gives.

The unit of work is the 承办 (`Undertaking`): one issue × one unit × one role.
`workflow.fold` makes these values; nobody else changes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.event import Opening
from rectify.domain.terms import (
    Ending,
    Marking,
    Role,
    State,
    TimeKind,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rectify.domain.clock import Clock
    from rectify.domain.event import (
        AnyEvent,
        Carry,
        Drop,
        Evaluate,
        Extend,
        Feedback,
        Key,
        Plan,
        Recheck,
    )
    from rectify.domain.issue import Issue
    from rectify.domain.milestone import Answer, Closing, Examined, Handing, Tracking
    from rectify.domain.terms import Finding
    from rectify.errors import RuleError

# How far an answering 承办 is; one that awaits 改派 counts as 已交办.
_ADVANCE = {
    State.REDOING: 0,
    State.RETURNING: 1,
    State.ASSIGNED: 1,
    State.WORKING: 2,
    State.ANSWERED: 3,
}
ENDED = frozenset({State.CLOSED, State.DROPPED, State.CARRIED})
SETTLED = frozenset({State.ANSWERED, State.PASSED, *ENDED})


def least(states: Sequence[State]) -> State:
    """Give the state of an issue by those of its answering 承办."""
    if all(state is State.RETURNING for state in states):
        return State.RETURNING
    found = min(states, key=_ADVANCE.__getitem__)
    return State.ASSIGNED if found is State.RETURNING else found


class Fault(NamedTuple):
    """An event that the rules forbid, and why; `place` is its index in the file."""

    place: int
    error: RuleError


class Meeting(NamedTuple):
    """One 面商: by which unit, how, and whether it came before the first answer."""

    unit: str
    manner: str
    before: bool


@dataclass(slots=True)
class Undertaking:
    """One 承办: a unit in one role, its state, its clocks and what it has done.

    One that was taken over by a 期初 has its `opening`; the day on which it was
    assigned, and whether it has signed, are then None where nobody knows.
    """

    unit: str
    role: Role
    assigned: date | None
    entered: int
    clocks: list[Clock]
    state: State = State.ASSIGNED
    resting: State = State.ASSIGNED
    opening: Opening | None = None
    signed: bool | None = False
    accepted: date | None = None
    answers: list[Answer] = field(default_factory=list)
    answer: Answer | None = None
    answers_before: int = 0
    answered_ever: bool = False
    review: Examined | None = None
    reviewed: Answer | None = None
    plan: Plan | Opening | None = None
    pending: Extend | None = None

    @property
    def answering(self) -> bool:
        """Whether this unit answers: 主办 and 分办 do, 协办 does not."""
        return self.role is not Role.PARTNER

    @property
    def finding(self) -> Finding | None:
        """What the 复核 of the answer in force found; None while it waits for one."""
        if self.review is None or self.reviewed is not self.answer:
            return None
        return self.review.finding

    @property
    def clock(self) -> Clock:
        """The clock of the present round."""
        return self.clocks[-1]

    @property
    def deadline(self) -> date | None:
        """The deadline in force."""
        return self.clock.deadline

    @property
    def original(self) -> date | None:
        """The deadline with which this 承办 began."""
        return self.clocks[0].original

    @property
    def times(self) -> int:
        """How many times it was given to the unit, those before a 期初 too."""
        before = 0 if self.opening is None else self.entered - 1
        return before + len(self.clocks)

    @property
    def first_clock(self) -> Clock | None:
        """The clock of the first round, if the unit was there in it."""
        return self.clocks[0] if self.entered == 1 else None

    @property
    def present_grade(self) -> str | None:
        """The class of the last answer of the present round that has one."""
        answers = self.answers[self.answers_before :]
        return next((each.grade for each in reversed(answers) if each.grade), None)

    @property
    def last_grade(self) -> str | None:
        """The class of the last answer that was not taken back."""
        graded = [answer.grade for answer in self.answers if answer.grade]
        return graded[-1] if graded else None


@dataclass(slots=True)
class Progress:
    """Where one issue stands on the day `on`, by what was recorded by `known`."""

    issue: Issue
    on: date
    vetted: bool
    known: date | None = None
    handed: Handing | None = None
    round: int = 1
    undertakings: list[Undertaking] = field(default_factory=list)
    released: list[Undertaking] = field(default_factory=list)
    first_clocks: list[Clock] | None = None
    passed_round: int = 0
    at_passed: bool = False
    tracked: Tracking | None = None
    closed: Closing | None = None
    carried: Carry | None = None
    dropped: Drop | None = None
    key: Key | None = None
    votes: list[Evaluate] = field(default_factory=list)
    feedbacks: dict[str, Feedback] = field(default_factory=dict)
    content: set[str] = field(default_factory=set)
    rechecks: list[Recheck] = field(default_factory=list)
    contacts: list[Meeting] = field(default_factory=list)
    failures: int = 0
    reopened_by: AnyEvent | None = None
    faults: list[Fault] = field(default_factory=list)
    parent: Progress | None = None

    @property
    def number(self) -> str:
        """The number of the issue."""
        return self.issue.number

    @property
    def events(self) -> list[AnyEvent]:
        """The events that count on the day, in their order: not later, not void."""
        return self.issue.standing_events(self.on, self.known)

    @property
    def answering(self) -> list[Undertaking]:
        """The 承办 that must answer, in the order of the hand-over."""
        return [each for each in self.undertakings if each.answering]

    @property
    def partners(self) -> list[Undertaking]:
        """The 承办 that help."""
        return [each for each in self.undertakings if not each.answering]

    @property
    def own_state(self) -> State:
        """The state by this issue's own events."""
        return self.reached if self.carried is None else State.CARRIED

    @property
    def reached(self) -> State:
        """How far it has come, 结转 aside: as far as its least advanced 承办."""
        if self.dropped is not None:
            return State.DROPPED
        if self.closed is not None:
            return State.CLOSED
        if self.handed is None:
            return State.UNASSIGNED if self.vetted else State.UNVETTED
        if self.tracked is not None:
            return State.TRACKED
        return self._least_state()

    def _least_state(self) -> State:
        found = least([each.state for each in self.answering])
        return State.PASSED if found is State.ANSWERED and self.at_passed else found

    @property
    def merged_into(self) -> str | None:
        """The number of the issue into which this one was merged."""
        if self.dropped is not None and self.dropped.ending is Ending.MERGED:
            return self.dropped.into
        return None

    @property
    def standing(self) -> Progress:
        """The progress that counts: a 并案 child stands where its parent stands."""
        return self if self.parent is None else self.parent.standing

    @property
    def state(self) -> State:
        """The state that people see."""
        return self.standing.own_state

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in ENDED

    def find(self, unit: str) -> Undertaking | None:
        """Find the 承办 of a unit that is in force."""
        return next((each for each in self.undertakings if each.unit == unit), None)

    @property
    def awaited(self) -> list[Undertaking]:
        """The 承办 whose answer is awaited now."""
        if self.state in SETTLED or self.tracked is not None:
            return []
        return [each for each in self.answering if each.clock.running]

    @property
    def deadline(self) -> date | None:
        """The nearest deadline of an awaited answer; when tracked, the next check."""
        if self.carried is not None:
            return None
        if self.tracked is not None:
            return self.tracked.next_check
        return self.answer_by

    @property
    def answer_by(self) -> date | None:
        """The nearest deadline of an awaited answer, or the last there was."""
        if self.carried is not None:
            return None
        awaited = [each.deadline for each in self.awaited if each.deadline]
        if awaited:
            return min(awaited)
        return max((e.deadline for e in self.answering if e.deadline), default=None)

    @property
    def estimated(self) -> bool:
        """Whether the deadline shown is 暂估: its year's holidays were not known."""
        return any(
            each.clock.estimated
            for each in self.answering
            if each.deadline == self.deadline and self.tracked is None
        )

    @property
    def overdue_days(self) -> int:
        """By how many days the latest awaited answer is late; 0 if none is."""
        return max(
            (each.clock.overdue_days(self.on) for each in self.awaited), default=0
        )

    @property
    def days_left(self) -> int | None:
        """Days to the deadline, negative after it; None when nothing is awaited."""
        watched = self.tracked is not None or bool(self.awaited)
        if not watched or self.state in ENDED or self.deadline is None:
            return None
        return (self.deadline - self.on).days

    @property
    def extension_pending(self) -> bool:
        """Whether every late unit has asked for more time and has no decision yet."""
        late = [each for each in self.awaited if each.clock.overdue_days(self.on)]
        return bool(late) and all(each.pending is not None for each in late)

    @property
    def lasting(self) -> bool:
        """Whether the issue has no day by which it ends (长期坚持)."""
        return self.issue.time_kind is TimeKind.LASTING

    @property
    def is_key(self) -> bool:
        """Whether the issue is under 重点督办."""
        return self.key is not None and self.key.marking is Marking.LISTED

    @property
    def opening(self) -> Opening | None:
        """The 期初 by which the issue was taken over in the midst of its handling."""
        event = None if self.handed is None else self.handed.event
        return event if isinstance(event, Opening) else None

    @property
    def rounds(self) -> int | None:
        """How many times it has been handled; None where a 期初 does not say."""
        opening = self.opening
        if self.handed is None or (
            opening is not None and opening.rounds is None and self.round == 1
        ):
            return None
        return self.round

    @property
    def last_vote(self) -> Evaluate | None:
        """The last vote on the issue."""
        return self.votes[-1] if self.votes else None

    def clocks_of_first_round(self) -> list[Clock]:
        """The clocks by which 按期 is judged: those of the first round."""
        if self.first_clocks is not None:
            return self.first_clocks
        return [each.clock for each in self.answering]
