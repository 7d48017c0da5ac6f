"""Handing over: what 审定 to 重点督办 demand and do; see `workflow.TABLE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.clock import Act, Clock
from rectify.domain.deadline import is_estimated
from rectify.domain.milestone import Handing
from rectify.domain.progress import Meeting, Progress, Undertaking
from rectify.domain.refusal import NotAllowed, WrongDate, missing_step
from rectify.domain.terms import (
    Decision,
    Marking,
    Role,
    State,
)
from rectify.domain.work import forget_judgement, sign, undertaking, waits

if TYPE_CHECKING:
    from rectify.domain import event as ev
    from rectify.domain.ledger import Ledger


def approve(case: Progress, _event: ev.Approve, _ledger: Ledger) -> None:
    """待审定 → 待交办."""
    case.vetted = True


def assign(case: Progress, event: ev.Assign, _ledger: Ledger) -> None:
    """待交办 → 已交办; the clocks start."""
    if case.own_state is State.UNVETTED and event.reason is None:
        raise missing_step(case, event)
    _check_units(case, event)
    shares = [(share.unit, Role.SEPARATE, share.deadline) for share in event.shares]
    lead = [] if event.lead is None else [(event.lead, Role.LEAD, None)]
    partners = [(unit, Role.PARTNER, None) for unit in event.partners]
    works = []
    for unit, role, own_deadline in [*lead, *shares, *partners]:
        deadline = own_deadline or event.deadline
        if deadline is not None and deadline < event.date:
            raise WrongDate(case.number, "交办", event.date, "期限", deadline)
        work = Undertaking(unit, role, event.date, 1, [Clock()])
        own = own_deadline is not None
        work.clock.tick(
            event.date,
            Act.START,
            deadline,
            estimated=not own and is_estimated(event.basis),
        )
        works.append(work)
    case.vetted, case.handed, case.undertakings = True, Handing(event), works


def _check_units(case: Progress, event: ev.Assign) -> None:
    """Demand exactly one 主办, or two 分办 or more, and no unit twice."""
    units = event.named_units()
    if (event.lead is None) == (not event.shares) or len(event.shares) == 1:
        raise NotAllowed(
            case.number,
            event.kind,
            "应当有一个主办单位，或者两个以上分办单位",
            "用 --lead 写主办，或用几个 --each 写分办",
        )
    twice = [unit for unit in units if units.count(unit) > 1]
    if twice:
        raise NotAllowed(case.number, event.kind, f"{twice[0]}写了两次")


def accept(case: Progress, event: ev.Accept, _ledger: Ledger) -> None:
    """That 承办 → 办理中."""
    work = undertaking(case, event.unit, event.kind)
    if work.signed and work.state is not State.REDOING:
        raise NotAllowed(case.number, event.kind, _how_signed(work))
    if work.state is State.RETURNING:
        raise waits(case, event.kind, event.unit)
    sign(work)
    work.accepted = work.accepted or event.date


def _how_signed(work: Undertaking) -> str:
    """Say on which day a unit signed, or why it counts as having signed."""
    if work.accepted is not None:
        return f"{work.unit}已于{work.accepted}签收"
    if work.opening is not None:
        return f"{work.unit}已在期初以前签收"
    return f"{work.unit}已报送过办理情况，视为签收"


def decline(case: Progress, event: ev.Decline, _ledger: Ledger) -> None:
    """That 承办 → 待改派."""
    work = undertaking(case, event.unit, event.kind)
    if work.state is State.RETURNING:
        raise waits(case, event.kind, event.unit)
    if work.state is State.ANSWERED:
        raise NotAllowed(case.number, event.kind, f"{event.unit}已经答复")
    work.resting, work.state = work.state, State.RETURNING
    work.clock.tick(event.date, Act.WAIT)


def refuse(case: Progress, event: ev.Refuse, _ledger: Ledger) -> None:
    """待改派 → back to where the 承办 was."""
    work = undertaking(case, event.unit, event.kind)
    if work.state is not State.RETURNING:
        raise NotAllowed(case.number, event.kind, f"{event.unit}没有申请退回")
    work.state = work.resting
    work.clock.tick(event.date, Act.GO_ON)


def reassign(case: Progress, event: ev.Reassign, _ledger: Ledger) -> None:
    """Put a unit in another's place, add one, or release one."""
    if event.source is None and event.unit is None:
        raise NotAllowed(case.number, event.kind, "没有写明原单位和新单位")
    old = None
    if event.source is not None:
        old = undertaking(case, event.source, event.kind)
    if event.unit is not None:
        _take_on(case, event, old)
    elif case.answering == [old]:
        raise _nobody_answers(case, event)
    if old is not None:
        old.clock.tick(event.date, Act.WAIT)
        case.undertakings.remove(old)
        case.released.append(old)


def _nobody_answers(case: Progress, event: ev.Reassign) -> NotAllowed:
    return NotAllowed(
        case.number, event.kind, f"{event.source}是唯一的答复单位，须有新单位接办"
    )


def _take_on(case: Progress, event: ev.Reassign, old: Undertaking | None) -> None:
    assert event.unit is not None  # noqa: S101  # the caller asked
    if case.find(event.unit) not in (None, old):
        raise NotAllowed(case.number, event.kind, f"{event.unit}已在承办单位之中")
    role = event.role or (Role.PARTNER if old is None else old.role)
    others = [each.role for each in case.answering if each is not old]
    if role is Role.PARTNER and not others:
        raise _nobody_answers(case, event)
    if (role is Role.LEAD and others) or (
        role is Role.SEPARATE and Role.LEAD in others
    ):
        raise NotAllowed(
            case.number, event.kind, f"已有{others[0]}单位，不能再加{role}单位"
        )
    deadline = event.deadline
    if deadline is not None and deadline < event.date:
        raise WrongDate(case.number, "改派", event.date, "期限", deadline)
    if deadline is None and event.basis is None and old is not None:
        deadline = old.deadline
    place = len(case.undertakings) if old is None else case.undertakings.index(old)
    fresh = Undertaking(event.unit, role, event.date, case.round, [Clock()])
    estimated = is_estimated(event.basis)
    fresh.clock.tick(event.date, Act.START, deadline, estimated=estimated)
    case.undertakings.insert(place, fresh)
    if fresh.answering:
        forget_judgement(case)


def plan(case: Progress, event: ev.Plan, _ledger: Ledger) -> None:
    """Keep the plan; it implies 签收."""
    work = undertaking(case, event.unit, event.kind)
    sign(work)
    work.plan = event


def advance(case: Progress, event: ev.Advance, _ledger: Ledger) -> None:
    """Imply 签收."""
    sign(undertaking(case, event.unit, event.kind))


def contact(case: Progress, event: ev.Contact, _ledger: Ledger) -> None:
    """Note the contact, and whether it came before the first answer."""
    undertaking(case, event.unit, event.kind)
    before = not any(each.answered_ever for each in case.undertakings + case.released)
    case.contacts.append(Meeting(event.unit, event.manner, before))


def extend(case: Progress, event: ev.Extend, _ledger: Ledger) -> None:
    """Ask, grant or deny more time; the original deadline is kept."""
    work = undertaking(case, event.unit, event.kind)
    if work.state is State.ANSWERED:
        raise NotAllowed(case.number, event.kind, f"{event.unit}已经答复")
    if work.deadline is None:
        raise NotAllowed(case.number, event.kind, f"{event.unit}没有期限可延")
    if event.asked is not None and event.asked > event.date:
        raise WrongDate(case.number, "延期", event.date, "申请日期", event.asked)
    if event.asked and work.assigned and event.asked < work.assigned:
        raise WrongDate(case.number, "交办", work.assigned, "申请日期", event.asked)
    if event.verdict is Decision.GRANTED:
        _grant(case, event, work)
    work.pending = event if event.verdict is None else None


def _grant(case: Progress, event: ev.Extend, work: Undertaking) -> None:
    if event.deadline is None:
        raise NotAllowed(
            case.number, event.kind, "没有写明新期限", "用 --deadline 写明"
        )
    if work.deadline is not None and event.deadline <= work.deadline:
        raise NotAllowed(
            case.number,
            event.kind,
            f"新期限 {event.deadline} 不晚于现期限 {work.deadline}",
        )
    asked = event.asked
    if asked is None and work.pending is not None:
        asked = work.pending.asked or work.pending.date
    estimated = is_estimated(event.basis)
    work.clock.tick(
        event.date, Act.EXTEND, event.deadline, asked=asked, estimated=estimated
    )


def urge(case: Progress, event: ev.Urge, _ledger: Ledger) -> None:
    """Change nothing; the unit must be there to be urged."""
    undertaking(case, event.unit, event.kind)


def key(case: Progress, event: ev.Key, _ledger: Ledger) -> None:
    """Put the issue under 重点督办, or take it off."""
    if event.marking is Marking.UNLISTED and not case.is_key:
        raise NotAllowed(case.number, "取消重点督办", "它没有列入重点督办")
    case.key = event
