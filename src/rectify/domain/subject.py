"""What a rate is asked about: an issue with all its 承办, one 承办, or a vote.

The predicates are the halves of the rates that `measures` declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.terms import (
    Finding,
    Lasting,
    Satisfaction,
    State,
    Turn,
    Verdict,
)

if TYPE_CHECKING:
    from rectify.domain.clock import Clock
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Subject(NamedTuple):
    """What a predicate is asked about: an issue with all its 承办, or one 承办."""

    roster: Roster
    case: Progress
    works: tuple[Undertaking, ...]
    alone: bool = False

    @property
    def stands(self) -> Progress:
        """The progress that counts: for a 并案 child its parent's."""
        return self.case.standing

    @property
    def ledger(self) -> Ledger:
        """The rules of the ledger."""
        return self.roster.ledger

    @property
    def state(self) -> State:
        """The state of the issue, or of the one 承办 within it."""
        state = self.stands.reached
        beyond = (State.PASSED, State.TRACKED, State.CLOSED, State.DROPPED)
        if not self.alone or state in beyond:
            return state
        return self.works[0].state

    @property
    def closed(self) -> bool:
        """Whether the issue is struck off."""
        return self.stands.own_state is State.CLOSED

    def concerns(self, *units: str) -> bool:
        """Tell whether what names these units (or none) is about this subject."""
        return not self.alone or not units or self.works[0].unit in units

    def reviewed(self, *findings: Finding) -> bool:
        """Tell whether every unit's last 复核, not undone since, is one of these."""
        return bool(self.works) and all(
            work.review is not None and work.review.finding in findings
            for work in self.works
        )

    @property
    def grade_rank(self) -> int | None:
        """The rank of the least good last class; None if one has none."""
        grades = [work.last_grade for work in self.works]
        if not grades or None in grades:
            return None
        return max(self.ledger.grade_rank(grade) for grade in grades)


def in_base(subject: Subject) -> bool:
    """Tell whether the issue is in the base (基数)."""
    return subject.roster.in_base(subject.case)


def to_hand_over(subject: Subject) -> bool:
    """Tell whether the issue is to be handed over."""
    if subject.roster.left_out(subject.case):
        return False
    return subject.stands.vetted or subject.stands.handed is not None


def handed(subject: Subject) -> bool:
    """Tell whether the issue has been handed over."""
    return subject.stands.handed is not None


def signed(subject: Subject) -> bool:
    """Tell whether every unit has signed."""
    return all(work.signed for work in subject.works)


def answered(subject: Subject) -> bool:
    """Tell whether every unit has an answer that stands, in the present round."""
    works = subject.works
    return bool(works) and all(work.answer is not None for work in works)


def handled(subject: Subject) -> bool:
    """Tell whether the state counts as 办结 in this office."""
    states = subject.ledger.procedure.handled_states
    return subject.state in states or subject.stands.own_state in states


def judged(subject: Subject) -> bool:
    """On-time is judged once every clock of the first round is due, or one was late."""
    counts = subject.ledger.procedure.extension_counts
    judged = [
        (clock.due(subject.roster.on), clock.kept(counts))
        for clock in _first_clocks(subject)
        if clock.deadline is not None
    ]
    return in_base(subject) and _can_be_told(judged)


def judged_originally(subject: Subject) -> bool:
    """Judge likewise, as if no deadline had ever been moved."""
    judged = [
        (clock.due_originally(subject.roster.on), clock.kept_original())
        for clock in _first_clocks(subject)
        if clock.original is not None
    ]
    return in_base(subject) and _can_be_told(judged)


def _can_be_told(judged: list[tuple[bool, bool]]) -> bool:
    """Tell whether every clock is due, or one that is due was not kept."""
    late = any(due and not kept for due, kept in judged)
    return late or (bool(judged) and all(due for due, _ in judged))


def _first_clocks(subject: Subject) -> list[Clock]:
    if subject.alone:
        clock = subject.works[0].first_clock
        return [] if clock is None else [clock]
    return subject.stands.clocks_of_first_round()


def on_time(subject: Subject) -> bool:
    """Tell whether it was never overdue in the first round."""
    counts = subject.ledger.procedure.extension_counts
    return not _handed_on_late(subject) and all(
        clock.kept(counts)
        for clock in _first_clocks(subject)
        if clock.deadline is not None
    )


def _handed_on_late(subject: Subject) -> bool:
    """Tell whether the issue was late before another unit took it over (改派)."""
    counts = subject.ledger.procedure.extension_counts
    clocks = [
        work.first_clock
        for work in subject.stands.released
        if work.answering and not subject.alone
    ]
    return any(clock is not None and clock.ran_late(counts) for clock in clocks)


def on_time_originally(subject: Subject) -> bool:
    """Tell whether the answer came by the original deadline."""
    return all(
        clock.kept_original()
        for clock in _first_clocks(subject)
        if clock.original is not None
    )


def rectified(subject: Subject) -> bool:
    """Tell whether the rectification is complete."""
    return subject.closed or subject.reviewed(Finding.RECTIFIED)


def rectified_or_answered(subject: Subject) -> bool:
    """Tell whether rectification or answer is in place."""
    return subject.closed or subject.reviewed(Finding.RECTIFIED, Finding.ANSWERED)


def struck_off(subject: Subject) -> bool:
    """Tell whether the issue is struck off."""
    return subject.closed


def graded(subject: Subject) -> bool:
    """Tell whether there is an answer with a class."""
    return in_base(subject) and subject.grade_rank is not None


def _least_grade_counts(subject: Subject, attribute: str) -> bool:
    grades = enumerate(subject.ledger.grades)
    counting = [rank for rank, grade in grades if getattr(grade, attribute)]
    return subject.grade_rank in counting


def solved(subject: Subject) -> bool:
    """Tell whether the least good class counts as solved."""
    return _least_grade_counts(subject, "solved")


def settled(subject: Subject) -> bool:
    """Tell whether the least good class counts as settled."""
    return _least_grade_counts(subject, "settled")


_CONTENTMENT = (
    Satisfaction.SATISFIED,
    Satisfaction.BASICALLY,
    Satisfaction.UNSATISFIED,
)


def _least_content(subject: Subject) -> Satisfaction | None:
    voices = [voice.result for voice in subject.case.feedbacks.values()]
    spoken = [voice for voice in voices if voice is not Satisfaction.SILENT]
    return max(spoken, key=_CONTENTMENT.index, default=None)


def has_feedback(subject: Subject) -> bool:
    """Tell whether a proposer has said what he thinks."""
    return in_base(subject) and _least_content(subject) is not None


def is_satisfied(subject: Subject) -> bool:
    """Tell whether the least content proposer is satisfied."""
    return _least_content(subject) is Satisfaction.SATISFIED


def is_content(subject: Subject) -> bool:
    """Tell whether the least content proposer is at least basically satisfied."""
    return _least_content(subject) in _CONTENTMENT[:2]


def is_unsatisfied(subject: Subject) -> bool:
    """Tell whether a proposer is not satisfied."""
    return _least_content(subject) is Satisfaction.UNSATISFIED


def of_deputies(subject: Subject) -> bool:
    """Tell whether a deputy proposed it."""
    return in_base(subject) and subject.case.issue.of_deputies


def met(subject: Subject) -> bool:
    """Tell whether the proposer was met before the first answer."""
    manners = subject.ledger.procedure.meeting_manners
    return any(
        meeting.before and meeting.manner in manners and subject.concerns(meeting.unit)
        for meeting in subject.case.contacts
    )


def ever_answered(subject: Subject) -> bool:
    """Tell whether there ever was an answer."""
    works = subject.works
    if not subject.alone:
        works = (*works, *subject.stands.released)
    return in_base(subject) and any(work.answered_ever for work in works)


def redone(subject: Subject) -> bool:
    """Tell whether there was a second round."""
    if subject.alone:
        return subject.works[0].times > 1
    return subject.stands.round > 1


def looked_back(subject: Subject) -> bool:
    """Tell whether somebody looked back at it."""
    return in_base(subject) and bool(subject.stands.rechecks)


def rebounded(subject: Subject) -> bool:
    """Tell whether a look-back found a rebound."""
    return any(
        each.lasting is Lasting.REBOUND and subject.concerns(*each.units)
        for each in subject.stands.rechecks
    )


def possible(subject: Subject) -> bool:
    """Tell whether nobody has found it impossible."""
    impossible = any(
        work.review is not None and work.review.finding is Finding.IMPOSSIBLE
        for work in subject.works
    )
    return in_base(subject) and not impossible


class Held(NamedTuple):
    """One thing that was voted on in one vote, and what came of it."""

    name: str
    turn: Turn
    verdict: Verdict
    decided: bool


def passed(held: Held) -> bool:
    """Tell whether the vote passed."""
    return held.verdict is Verdict.PASSED


def any_turn(held: Held) -> bool:
    """Tell whether the vote could be failed."""
    return held.decided


def first_turn(held: Held) -> bool:
    """Tell whether it was a first vote."""
    return held.decided and held.turn is Turn.FIRST


def second_turn(held: Held) -> bool:
    """Tell whether it was a second vote."""
    return held.decided and held.turn is Turn.SECOND
