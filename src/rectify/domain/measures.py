"""The rates of an office, each declared once with its definition (口径).

A rate is taken of issues as they stand on a day. Taken by unit, the same predicates
are asked of each 承办 alone.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from rectify.domain.terms import (
    ExtensionCounts,
    Finding,
    Lasting,
    Satisfaction,
    State,
    Turn,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from rectify.domain.clock import Clock
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Basis(Enum):
    """What a rate counts."""

    ISSUE = auto()
    UNDERTAKING = auto()
    VOTE = auto()


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
        state = self.stands.own_state
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


class Measure(NamedTuple):
    """One declared rate: the predicates and the sentence that defines it."""

    name: str
    aliases: tuple[str, ...]
    basis: Basis
    numerator: Callable[[Any], bool]
    denominator: Callable[[Any], bool]
    definition: Callable[[Ledger], str]


def _in_base(subject: Subject) -> bool:
    return subject.roster.in_base(subject.case)


def _to_hand_over(subject: Subject) -> bool:
    if subject.roster.left_out(subject.case):
        return False
    return subject.stands.vetted or subject.stands.handed is not None


def _handed(subject: Subject) -> bool:
    return subject.stands.handed is not None


def _signed(subject: Subject) -> bool:
    return all(work.accepted is not None for work in subject.works)


def _answered(subject: Subject) -> bool:
    works = subject.works
    return bool(works) and all(work.answer is not None for work in works)


def _handled(subject: Subject) -> bool:
    return subject.state in subject.ledger.procedure.handled_states


def _judged(subject: Subject) -> bool:
    """On-time is judged once every clock of the first round is due, or one was late."""
    counts = subject.ledger.procedure.extension_counts
    judged = [
        (clock.due(subject.roster.on), clock.kept(counts))
        for clock in _first_clocks(subject)
        if clock.deadline is not None
    ]
    return _in_base(subject) and _can_be_told(judged)


def _judged_originally(subject: Subject) -> bool:
    """Judge likewise, as if no deadline had ever been moved."""
    judged = [
        (clock.due_originally(subject.roster.on), clock.kept_original())
        for clock in _first_clocks(subject)
        if clock.original is not None
    ]
    return _in_base(subject) and _can_be_told(judged)


def _can_be_told(judged: list[tuple[bool, bool]]) -> bool:
    """Tell whether every clock is due, or one that is due was not kept."""
    late = any(due and not kept for due, kept in judged)
    return late or (bool(judged) and all(due for due, _ in judged))


def _first_clocks(subject: Subject) -> list[Clock]:
    if subject.alone:
        clock = subject.works[0].first_clock
        return [] if clock is None else [clock]
    return subject.stands.clocks_of_first_round()


def _on_time(subject: Subject) -> bool:
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


def _on_time_originally(subject: Subject) -> bool:
    return all(
        clock.kept_original()
        for clock in _first_clocks(subject)
        if clock.original is not None
    )


def _rectified(subject: Subject) -> bool:
    return subject.closed or subject.reviewed(Finding.RECTIFIED)


def _rectified_or_answered(subject: Subject) -> bool:
    return subject.closed or subject.reviewed(Finding.RECTIFIED, Finding.ANSWERED)


def _struck_off(subject: Subject) -> bool:
    return subject.closed


def _graded(subject: Subject) -> bool:
    return _in_base(subject) and subject.grade_rank is not None


def _least_grade_counts(subject: Subject, attribute: str) -> bool:
    rank = subject.grade_rank
    grades = subject.ledger.grades
    if rank is None or rank >= len(grades):
        return False
    return bool(getattr(grades[rank], attribute))


def _solved(subject: Subject) -> bool:
    return _least_grade_counts(subject, "solved")


def _settled(subject: Subject) -> bool:
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


def _has_feedback(subject: Subject) -> bool:
    return _in_base(subject) and _least_content(subject) is not None


def _is_satisfied(subject: Subject) -> bool:
    return _least_content(subject) is Satisfaction.SATISFIED


def _is_content(subject: Subject) -> bool:
    return _least_content(subject) in _CONTENTMENT[:2]


def _is_unsatisfied(subject: Subject) -> bool:
    return _least_content(subject) is Satisfaction.UNSATISFIED


def _of_deputies(subject: Subject) -> bool:
    return _in_base(subject) and any(
        proposer.deputy for proposer in subject.case.issue.proposers
    )


def _met(subject: Subject) -> bool:
    manners = subject.ledger.procedure.meeting_manners
    return any(
        meeting.before and meeting.manner in manners and subject.concerns(meeting.unit)
        for meeting in subject.case.contacts
    )


def _ever_answered(subject: Subject) -> bool:
    works = subject.works
    if not subject.alone:
        works = (*works, *subject.stands.released)
    return _in_base(subject) and any(work.answered_ever for work in works)


def _redone(subject: Subject) -> bool:
    if subject.alone:
        return len(subject.works[0].clocks) > 1
    return subject.stands.round > 1


def _looked_back(subject: Subject) -> bool:
    return _in_base(subject) and bool(subject.stands.rechecks)


def _rebounded(subject: Subject) -> bool:
    return any(
        each.lasting is Lasting.REBOUND and subject.concerns(*each.units)
        for each in subject.stands.rechecks
    )


def _possible(subject: Subject) -> bool:
    impossible = any(
        work.review is not None and work.review.finding is Finding.IMPOSSIBLE
        for work in subject.works
    )
    return _in_base(subject) and not impossible


class Held(NamedTuple):
    """One thing that was voted on in one vote, and what came of it."""

    name: str
    turn: Turn
    verdict: Verdict
    decided: bool


def _passed(held: Held) -> bool:
    return held.verdict is Verdict.PASSED


def _any_turn(held: Held) -> bool:
    return held.decided


def _first_turn(held: Held) -> bool:
    return held.decided and held.turn is Turn.FIRST


def _second_turn(held: Held) -> bool:
    return held.decided and held.turn is Turn.SECOND


def _fixed(sentence: str) -> Callable[[Ledger], str]:
    return lambda _ledger: sentence


def _define_handing_over(ledger: Ledger) -> str:
    asked = "已审定、应交办的问题" if ledger.procedure.vetting else "应交办的问题"
    return f"已交办的问题÷{asked}（撤回、不予受理的除外）"


def _define_handled(ledger: Ledger) -> str:
    states = "、".join(ledger.procedure.handled_states)
    return f"状态为{states}的问题÷已交办问题"


def _define_on_time(ledger: Ledger) -> str:
    day = (
        "批准"
        if ledger.procedure.extension_counts is ExtensionCounts.DECIDED
        else "申请"
    )
    return (
        "首次办理中，各承办单位有效答复之前从未逾期的问题÷已到期或已答复的问题"
        f"（无期限的不计；延期在原期限届满前{day}的，按新期限认定）"
    )


def _define_grades(ledger: Ledger, attribute: str) -> str:
    codes = [grade.code for grade in ledger.grades if getattr(grade, attribute)]
    return f"各承办单位最近答复类别均为{'、'.join(codes)}类的问题÷已答复并有类别的问题"


def _define_met(ledger: Ledger) -> str:
    manners = "、".join(ledger.procedure.meeting_manners)
    return f"首次答复前与提出人面商过（方式：{manners}）的问题÷人大代表提出的问题"


_VOTE_NOTE = "（按票号计，分别投票的对象各计一次；规则不设门槛的不计）"

MEASURES: tuple[Measure, ...] = (
    Measure("交办率", (), Basis.ISSUE, _handed, _to_hand_over, _define_handing_over),
    Measure(
        "签收率",
        (),
        Basis.UNDERTAKING,
        _signed,
        _in_base,
        _fixed(
            "已签收的承办÷现有承办（主办、分办、协办都计；报送方案、进展、答复的视为签收）"
        ),
    ),
    Measure(
        "答复率",
        ("办复率", "回复率"),
        Basis.ISSUE,
        _answered,
        _in_base,
        _fixed("本次办理中各主办、分办单位均已答复且未被退回的问题÷已交办问题"),
    ),
    Measure("办结率", (), Basis.ISSUE, _handled, _in_base, _define_handled),
    Measure(
        "按期办结率", ("按时办结率",), Basis.ISSUE, _on_time, _judged, _define_on_time
    ),
    Measure(
        "按期办结率（原期限）",
        (),
        Basis.ISSUE,
        _on_time_originally,
        _judged_originally,
        _fixed(
            "首次办理中，有效答复不晚于最初期限的问题÷最初期限已到或已答复的问题"
            "（无期限的不计）"
        ),
    ),
    Measure(
        "整改完成率",
        ("整改率",),
        Basis.ISSUE,
        _rectified,
        _in_base,
        _fixed(
            "已销号，或各承办单位最近一次复核均为“整改到位”且此后未被否定的问题÷已交办问题"
        ),
    ),
    Measure(
        "整改答复到位率",
        ("已整改和答复到位",),
        Basis.ISSUE,
        _rectified_or_answered,
        _in_base,
        _fixed(
            "已销号，或各承办单位最近一次复核均为“整改到位”或“答复到位”"
            "且此后未被否定的问题÷已交办问题"
        ),
    ),
    Measure(
        "销号率",
        (),
        Basis.ISSUE,
        _struck_off,
        _in_base,
        _fixed("状态为已销号的问题÷已交办问题"),
    ),
    Measure(
        "解决率",
        ("A类率", "办成率"),
        Basis.ISSUE,
        _solved,
        _graded,
        lambda ledger: _define_grades(ledger, "solved"),
    ),
    Measure(
        "落实率",
        (),
        Basis.ISSUE,
        _settled,
        _graded,
        lambda ledger: _define_grades(ledger, "settled"),
    ),
    Measure(
        "满意率",
        (),
        Basis.ISSUE,
        _is_satisfied,
        _has_feedback,
        _fixed("提出人最近一次反馈均为满意的问题÷有反馈（未表态除外）的问题"),
    ),
    Measure(
        "满意和基本满意率",
        ("满意率（含基本满意）",),
        Basis.ISSUE,
        _is_content,
        _has_feedback,
        _fixed("提出人最近一次反馈均为满意或基本满意的问题÷有反馈（未表态除外）的问题"),
    ),
    Measure(
        "不满意率",
        (),
        Basis.ISSUE,
        _is_unsatisfied,
        _has_feedback,
        _fixed("有提出人最近一次反馈为不满意的问题÷有反馈（未表态除外）的问题"),
    ),
    Measure("面商率", ("见面率",), Basis.ISSUE, _met, _of_deputies, _define_met),
    Measure(
        "重办率",
        (),
        Basis.ISSUE,
        _redone,
        _ever_answered,
        _fixed("进入第二次及以上办理的问题÷曾经答复过的问题"),
    ),
    Measure(
        "测评通过率",
        (),
        Basis.VOTE,
        _passed,
        _any_turn,
        _fixed(f"通过的测评÷举行的测评{_VOTE_NOTE}"),
    ),
    Measure(
        "测评通过率（初次）",
        (),
        Basis.VOTE,
        _passed,
        _first_turn,
        _fixed(f"初次测评中通过的÷举行的初次测评{_VOTE_NOTE}"),
    ),
    Measure(
        "测评通过率（二次）",
        (),
        Basis.VOTE,
        _passed,
        _second_turn,
        _fixed(f"二次测评中通过的÷举行的二次测评{_VOTE_NOTE}"),
    ),
    Measure(
        "反弹率",
        ("回头看反弹率",),
        Basis.ISSUE,
        _rebounded,
        _looked_back,
        _fixed("回头看发现过反弹的问题÷回头看过的问题"),
    ),
    Measure(
        "综合整改率",
        (),
        Basis.ISSUE,
        _rectified,
        _possible,
        _fixed("整改完成的问题÷已交办问题减去复核认定无法整改（须有理由）的问题"),
    ),
)
