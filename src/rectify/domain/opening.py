"""Taking over an issue in the midst of its handling: what 期初 demands and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.clock import Act, Clock
from rectify.domain.deadline import is_estimated
from rectify.domain.milestone import Answer, Closing, Examined, Handing, Tracking
from rectify.domain.progress import Progress, Undertaking, least
from rectify.domain.refusal import NotAllowed, UnknownGrade, WrongDate
from rectify.domain.terms import Role, State, Verdict

if TYPE_CHECKING:
    from rectify.domain import event as ev
    from rectify.domain.ledger import Ledger

STATES = (
    State.ASSIGNED, State.WORKING, State.ANSWERED, State.PASSED,
    State.CLOSED, State.TRACKED, State.REDOING,
)  # fmt: skip
# Those of a unit: beyond its answer, nothing is its own.
_UNIT_STATES = (State.ASSIGNED, State.WORKING, State.ANSWERED, State.REDOING)


def take_over(case: Progress, event: ev.Opening, ledger: Ledger) -> None:
    """待交办 → where the office had got to; what is not known stays so."""
    _check(case, event, ledger)
    case.vetted, case.handed = True, Handing(event)
    case.round = event.round
    if case.round > 1:
        case.first_clocks, case.reopened_by = [], event
    case.failures = 1 if event.verdict is Verdict.FAILED else 0
    case.undertakings = _undertakings(case, event)
    if event.verdict is Verdict.PASSED or event.state is State.PASSED:
        case.passed_round = case.round
    case.at_passed = event.state is State.PASSED
    if event.state is State.TRACKED:
        case.tracked = Tracking(event)
    if event.state is State.CLOSED:
        case.closed = Closing(event)


def _check(case: Progress, event: ev.Opening, ledger: Ledger) -> None:
    if event.state not in STATES:
        raise NotAllowed(
            case.number,
            event.kind,
            f"状态不能是“{event.state}”",
            f"可写的有：{'、'.join(STATES)}；还没有交办的，不写期初",
        )
    if (event.lead is None) == (not event.shares) or len(event.shares) == 1:
        raise NotAllowed(
            case.number,
            event.kind,
            "应当有一个主办单位，或者两个以上分办单位",
        )
    units = event.named_units()
    twice = [unit for unit in units if units.count(unit) > 1]
    if twice:
        raise NotAllowed(case.number, event.kind, f"{twice[0]}写了两次")
    _check_signing(case, event)
    for each in (event, *map(event.of, event.shares)):
        _check_dates(case, each)
        if each.grade is not None and ledger.grade(each.grade) is None:
            raise UnknownGrade(case.number, event.kind, each.grade, ledger)
    _check_states(case, event)


def _check_signing(case: Progress, event: ev.Opening) -> None:
    """Let nobody have signed who was not there, or who has not."""
    units = event.named_units()
    for unit in (*event.signed, *event.unsigned):
        if unit not in units:
            raise NotAllowed(case.number, event.kind, f"{unit}不在承办单位之中")
    for unit in event.signed:
        if unit in event.unsigned:
            raise NotAllowed(case.number, event.kind, f"{unit}不能又签收又没有签收")


def _check_dates(case: Progress, event: ev.Opening) -> None:
    """Let nothing be known that lies behind the 期初, or before the hand-over."""
    done = {
        "交办日期": event.handed,
        "签收日期": event.accepted,
        "答复日期": event.answered,
        "销号日期": event.closed,
    }
    for what, day in done.items():
        if day is not None and day > event.date:
            raise WrongDate(case.number, "期初", event.date, what, day)
        if day is not None and event.handed is not None and day < event.handed:
            raise WrongDate(case.number, "交办", event.handed, what, day)
    if event.deadline and event.handed and event.deadline < event.handed:
        raise WrongDate(case.number, "交办", event.handed, "期限", event.deadline)


def _check_states(case: Progress, event: ev.Opening) -> None:
    """Demand that the state of the issue is that of its least advanced unit."""
    for part in event.shares:
        if part.state is not None and part.state not in _UNIT_STATES:
            raise NotAllowed(
                case.number,
                event.kind,
                f"{part.unit}的状态不能是“{part.state}”",
                f"可写的有：{'、'.join(_UNIT_STATES)}",
            )
    states = [_unit_state(event, part.state) for part in event.shares]
    if states and _unit_state(event, None) is not least(states):
        raise NotAllowed(
            case.number,
            event.kind,
            f"状态写的是“{event.state}”，按各分办单位的状态应为“{least(states)}”",
        )


def _unit_state(event: ev.Opening, own: State | None) -> State:
    """Give the state of a unit: its own, or that of the issue as far as it is one."""
    state = own or event.state
    return state if state in _UNIT_STATES else State.ANSWERED


def _undertakings(case: Progress, event: ev.Opening) -> list[Undertaking]:
    lead = [] if event.lead is None else [(event.lead, Role.LEAD, event)]
    shares = [(part.unit, Role.SEPARATE, event.of(part)) for part in event.shares]
    works = [
        _undertaking(case, unit, role, known) for unit, role, known in [*lead, *shares]
    ]
    return [*works, *(_helper(case, unit, event) for unit in event.partners)]


def _undertaking(
    case: Progress, unit: str, role: Role, known: ev.Opening
) -> Undertaking:
    """Make the 承办 of a unit that answers, from what is known of it."""
    work = Undertaking(unit, role, known.handed, case.round, [_started(known)])
    work.opening = known
    work.state = work.resting = _unit_state(known, None)
    work.accepted = known.accepted
    begun = work.state is not State.ASSIGNED or known.accepted is not None
    work.signed = begun or _signed(known, unit)
    if any((known.leader, known.person, known.goal, known.measures, known.finish)):
        work.plan = known
    if work.state is State.ANSWERED:
        _answered(work, known)
    elif case.round > 1:
        work.answers, work.answered_ever = [Answer(known, unit)], True
        work.answers_before = 1
    return work


def _answered(work: Undertaking, known: ev.Opening) -> None:
    answer = Answer(known, work.unit)
    work.answer, work.answers, work.answered_ever = answer, [answer], True
    if known.answered is None:
        work.clock.answer_by(known.date)
    else:
        work.clock.tick(known.answered, Act.ANSWER)
    if known.finding is not None:
        work.review, work.reviewed = Examined(work.unit, known.finding), answer


def _helper(case: Progress, unit: str, event: ev.Opening) -> Undertaking:
    """Make the 承办 of a unit that helps."""
    clock = _started(event)
    work = Undertaking(unit, Role.PARTNER, event.handed, case.round, [clock])
    work.opening = event
    work.signed = _signed(event, unit)
    return work


def _signed(event: ev.Opening, unit: str) -> bool | None:
    """Tell whether a unit has signed; None where the 期初 does not say."""
    if unit in event.signed:
        return True
    return False if unit in event.unsigned else None


def _started(known: ev.Opening) -> Clock:
    """Start a clock: on the day of the hand-over, or by the first day that is known."""
    clock = Clock()
    estimated = is_estimated(known.basis)
    start = known.handed or known.answered or known.date
    clock.tick(start, Act.START, known.deadline, estimated=estimated)
    return clock
