"""What each event does to a progress, and what it demands; see `workflow.TABLE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.clock import Act, Clock
from rectify.domain.deadline import is_estimated
from rectify.domain.progress import Meeting, Progress, Undertaking
from rectify.domain.refusal import (
    NotAllowed,
    NotUndertaken,
    WrongDate,
    missing_step,
)
from rectify.domain.terms import (
    Assessment,
    Decision,
    Ending,
    Finding,
    Lasting,
    Marking,
    Role,
    Satisfaction,
    State,
    Verdict,
)

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain import event as ev
    from rectify.domain.ledger import Ledger

_CONTENT = (Satisfaction.SATISFIED, Satisfaction.BASICALLY)
_NOT_BEGUN = (State.ASSIGNED, State.REDOING)


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
    case.vetted, case.handed, case.undertakings = True, event, works


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


def _undertaking(case: Progress, unit: str, matter: str) -> Undertaking:
    found = case.find(unit)
    if found is None:
        raise NotUndertaken(case, matter, unit)
    return found


def _answering(case: Progress, unit: str, matter: str) -> Undertaking:
    found = _undertaking(case, unit, matter)
    if not found.answering:
        leads = "、".join(each.unit for each in case.answering)
        raise NotAllowed(
            case.number,
            matter,
            f"{unit}是协办单位，不单独答复",
            f"它的意见由{leads}一并答复；情况可记入 rectify progress",
        )
    return found


def _sign(work: Undertaking, day: date) -> None:
    """Count the unit as having signed, and as working if it had not begun."""
    work.accepted = work.accepted or day
    if work.state in _NOT_BEGUN:
        work.state = State.WORKING
    if work.resting in _NOT_BEGUN:
        work.resting = State.WORKING


def accept(case: Progress, event: ev.Accept, _ledger: Ledger) -> None:
    """That 承办 → 办理中."""
    work = _undertaking(case, event.unit, event.kind)
    if work.accepted is not None and work.state is not State.REDOING:
        raise NotAllowed(
            case.number, event.kind, f"{event.unit}已于{work.accepted}签收"
        )
    if work.state is State.RETURNING:
        raise _waits(case, event.kind, event.unit)
    _sign(work, event.date)


def _waits(case: Progress, matter: str, unit: str) -> NotAllowed:
    return NotAllowed(
        case.number,
        matter,
        f"{unit}已申请退回，正在等待改派",
        f"先改派：rectify reassign {case.number} --from {unit} --to 单位，"
        f"或不予退回：rectify decline {case.number} --by {unit} --refuse",
    )


def decline(case: Progress, event: ev.Decline, _ledger: Ledger) -> None:
    """That 承办 → 待改派."""
    work = _undertaking(case, event.unit, event.kind)
    if work.state is State.RETURNING:
        raise _waits(case, event.kind, event.unit)
    if work.state is State.ANSWERED:
        raise NotAllowed(case.number, event.kind, f"{event.unit}已经答复")
    work.resting, work.state = work.state, State.RETURNING
    work.clock.tick(event.date, Act.WAIT)


def refuse(case: Progress, event: ev.Refuse, _ledger: Ledger) -> None:
    """待改派 → back to where the 承办 was."""
    work = _undertaking(case, event.unit, event.kind)
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
        old = _undertaking(case, event.source, event.kind)
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
            case.number, event.kind, f"已有{'、'.join(others)}单位，不能再加{role}单位"
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
        _forget_judgement(case)


def _forget_judgement(case: Progress) -> None:
    """Let no vote or feedback stand for an answer that it has not seen."""
    case.at_passed, case.passed_round = False, 0
    case.content.clear()


def plan(case: Progress, event: ev.Plan, _ledger: Ledger) -> None:
    """Keep the plan; it implies 签收."""
    work = _undertaking(case, event.unit, event.kind)
    _sign(work, event.date)
    work.plan = event


def advance(case: Progress, event: ev.Advance, _ledger: Ledger) -> None:
    """Imply 签收."""
    _sign(_undertaking(case, event.unit, event.kind), event.date)


def contact(case: Progress, event: ev.Contact, _ledger: Ledger) -> None:
    """Note the contact, and whether it came before the first answer."""
    _undertaking(case, event.unit, event.kind)
    before = not any(each.answered_ever for each in case.undertakings + case.released)
    case.contacts.append(Meeting(event.unit, event.manner, before))


def extend(case: Progress, event: ev.Extend, _ledger: Ledger) -> None:
    """Ask, grant or deny more time; the original deadline is kept."""
    work = _undertaking(case, event.unit, event.kind)
    if work.state is State.ANSWERED:
        raise NotAllowed(case.number, event.kind, f"{event.unit}已经答复")
    if work.deadline is None:
        raise NotAllowed(case.number, event.kind, f"{event.unit}没有期限可延")
    if event.asked is not None and event.asked > event.date:
        raise WrongDate(case.number, "延期", event.date, "申请日期", event.asked)
    if event.asked is not None and event.asked < work.assigned:
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
    _undertaking(case, event.unit, event.kind)


def key(case: Progress, event: ev.Key, _ledger: Ledger) -> None:
    """Put the issue under 重点督办, or take it off."""
    if event.marking is Marking.UNLISTED and not case.is_key:
        raise NotAllowed(case.number, "取消重点督办", "它没有列入重点督办")
    case.key = event


def respond(case: Progress, event: ev.Respond, ledger: Ledger) -> None:
    """That 承办 → 已答复; in 跟踪中 any answer ends the tracking."""
    work = _answering(case, event.unit, event.kind)
    if work.state is State.RETURNING:
        raise _waits(case, event.kind, event.unit)
    if event.grade is not None and ledger.grade(event.grade) is None:
        known = "、".join(grade.code for grade in ledger.grades)
        raise NotAllowed(
            case.number,
            event.kind,
            f"没有“{event.grade}”这个答复类别",
            f"本台账的类别：{known}",
        )
    if event.written is not None and event.written > event.date:
        raise WrongDate(case.number, "收到答复", event.date, "成文日期", event.written)
    _sign(work, event.date)
    work.state, work.answer, work.answered_ever = State.ANSWERED, event, True
    work.answers.append(event)
    work.pending = None
    work.clock.tick(event.date, Act.ANSWER)
    case.tracked = None
    case.at_passed = False


def reject(case: Progress, event: ev.Reject, _ledger: Ledger) -> None:
    """Those 承办 → 办理中, same round; answer and 复核 are taken back."""
    _check_deadline(case, event)
    returned = [_answering(case, unit, event.kind) for unit in event.units]
    for work in returned:
        if work.state is not State.ANSWERED:
            raise NotAllowed(case.number, event.kind, f"{work.unit}还没有答复")
    _forget_judgement(case)
    for work in returned:
        work.state, work.answer, work.review = State.WORKING, None, None
        del work.answers[work.answers_before :]
        estimated = is_estimated(event.basis)
        work.clock.tick(event.date, Act.REOPEN, event.deadline, estimated=estimated)


def _check_deadline(case: Progress, event: ev.Reject | ev.Reopening) -> None:
    if event.deadline is not None and event.deadline < event.date:
        raise WrongDate(case.number, event.kind, event.date, "期限", event.deadline)


def review(case: Progress, event: ev.Review, _ledger: Ledger) -> None:
    """Keep the committee's judgement, beside the unit's own class."""
    work = _answering(case, event.unit, event.kind)
    if work.answer is None:
        raise NotAllowed(
            case.number,
            event.kind,
            f"{event.unit}还没有答复",
            f"先记录答复：rectify respond {case.number} --by {event.unit} …",
        )
    if event.finding is Finding.IMPOSSIBLE and event.reason is None:
        raise NotAllowed(
            case.number, event.kind, "无法整改须写明理由", "用 --reason 写明"
        )
    work.review = event


def feedback(case: Progress, event: ev.Feedback, ledger: Ledger) -> None:
    """不满意 → 重新办理; all content → 测评通过 where 评价方式 is 反馈."""
    proposers = [each.name for each in case.issue.proposers]
    if proposers and event.proposer not in proposers:
        raise NotAllowed(
            case.number,
            event.kind,
            f"提出人中没有“{event.proposer}”",
            f"提出人：{'、'.join(proposers)}",
        )
    if case.dropped is not None:
        _feed_back_merged(case, event)
        return
    if event.result is Satisfaction.UNSATISFIED:
        reopen(case, event)
        case.failures += 1
    case.feedbacks[event.proposer] = event
    case.content.discard(event.proposer)
    if event.result in _CONTENT:
        case.content.add(event.proposer)
    asked = set(proposers or case.feedbacks)
    all_content = asked <= case.content
    by_feedback = ledger.assessment is Assessment.FEEDBACK
    if by_feedback and all_content and case.own_state is State.ANSWERED:
        case.at_passed, case.passed_round = True, case.round


def _feed_back_merged(case: Progress, event: ev.Feedback) -> None:
    """Let the proposer of a 并案 child speak; the issue it went into is not moved."""
    into = case.merged_into
    if into is None:
        raise missing_step(case, event)
    if event.result is Satisfaction.UNSATISFIED:
        raise NotAllowed(
            case.number,
            event.kind,
            f"它已并入 {into}，不满意须重新办理",
            f"先恢复：rectify resume {case.number}",
        )
    case.feedbacks[event.proposer] = event


def evaluate(case: Progress, event: ev.Evaluate, ledger: Ledger) -> None:
    """By the vote: → 测评通过, or → 重新办理."""
    if ledger.assessment is Assessment.NONE:
        raise NotAllowed(
            case.number,
            event.kind,
            "本台账的评价方式是“无”",
            "要组织测评，请在 ledger.yaml 里写“评价方式: 测评”",
        )
    if event.verdict is Verdict.PASSED:
        case.at_passed, case.passed_round = True, case.round
    else:
        reopen(case, event)
        case.failures += 1
    case.votes.append(event)


def reopen(case: Progress, event: ev.Feedback | ev.Evaluate | ev.Recheck) -> None:
    """Begin a new round (第几次办理): every answering unit, or those named, answers."""
    _check_deadline(case, event)
    again = [_answering(case, unit, event.kind) for unit in event.units]
    if case.round == 1:
        case.first_clocks = [each.clock for each in case.answering]
    case.round += 1
    case.reopened_by = event
    case.closed = case.tracked = None
    case.at_passed = False
    case.content.clear()
    for work in again or case.answering:
        work.state, work.answer, work.review = State.REDOING, None, None
        work.answers_before = len(work.answers)
        clock = Clock()
        estimated = is_estimated(event.basis)
        clock.tick(event.date, Act.START, event.deadline, estimated=estimated)
        work.clocks.append(clock)


def close(case: Progress, event: ev.Close, ledger: Ledger) -> None:
    """Strike off what is done; what the ledger demands can be skipped with 理由."""
    procedure = ledger.procedure
    for day in (event.asked, *(approval.date for approval in event.approvals)):
        if day is not None and day > event.date:
            what = "申请日期" if day == event.asked else "批准日期"
            raise WrongDate(case.number, "销号", event.date, what, day)
    if len(event.approvals) < procedure.approvals:
        raise NotAllowed(
            case.number,
            event.kind,
            f"本台账须{procedure.approvals}级批准，"
            + (
                f"只写了{len(event.approvals)}级" if event.approvals else "没有写批准人"
            ),
            "用 --approver 写明批准人",
        )
    if event.reason is None:
        _demand_vote(case, event, ledger)
        _demand_grade(case, event, ledger)
        _demand_review(case, event)
        if procedure.closing_needs_evidence and not event.evidence:
            raise NotAllowed(
                case.number, event.kind, "没有佐证材料", "用 --evidence 附上文件"
            )
    case.closed = event


def _demand_vote(case: Progress, event: ev.Close, ledger: Ledger) -> None:
    asked = (
        ledger.procedure.closing_needs_vote and ledger.assessment is not Assessment.NONE
    )
    if asked and case.passed_round != case.round:
        what = "反馈" if ledger.assessment is Assessment.FEEDBACK else "测评"
        command = "feedback" if what == "反馈" else "evaluate"
        raise NotAllowed(
            case.number,
            event.kind,
            f"本次办理的{what}还没有通过",
            f"先记录{what}：rectify {command} {case.number} …，"
            "或用 --force --reason 说明理由",
        )


def _demand_grade(case: Progress, event: ev.Close, ledger: Ledger) -> None:
    closable = ledger.procedure.closable_grades
    if not closable:
        return
    for work in case.answering:
        if work.present_grade not in closable:
            raise NotAllowed(
                case.number,
                event.kind,
                f"{work.unit}的答复类别是{work.present_grade or '空'}，"
                f"只有{'、'.join(closable)}类可以销号",
                "用 --force --reason 说明理由，或转跟踪：rectify track",
            )


def _demand_review(case: Progress, event: ev.Close) -> None:
    """Let nothing be struck off that the committee itself has found wanting."""
    for work in case.answering:
        if work.review is not None and work.review.finding is Finding.NOT_YET:
            raise NotAllowed(
                case.number,
                event.kind,
                f"{work.unit}最近一次复核（{work.review.date}）是未到位",
                "先重新复核：rectify review，或用 --force --reason 说明理由",
            )


def recheck(case: Progress, event: ev.Recheck, _ledger: Ledger) -> None:
    """反弹 → 重新办理."""
    if event.lasting is Lasting.REBOUND:
        reopen(case, event)
    case.rechecks.append(event)


def track(case: Progress, event: ev.Track, _ledger: Ledger) -> None:
    """→ 跟踪中: its 承办 keep their answers."""
    if event.next_check <= event.date:
        raise WrongDate(case.number, "转跟踪", event.date, "下次核查", event.next_check)
    case.tracked = event


def drop(case: Progress, event: ev.Drop, _ledger: Ledger) -> None:
    """End the handling; a 并案 child names its parent."""
    if (event.ending is Ending.MERGED) != (event.into is not None):
        raise NotAllowed(
            case.number, event.kind, "并案要写明并入哪一条，别的方式不写", "用 --into"
        )
    if event.into == case.number:
        raise NotAllowed(case.number, event.kind, "不能并入自己")
    case.dropped = event


def resume(case: Progress, _event: ev.Resume, _ledger: Ledger) -> None:
    """Go on where the handling had ended."""
    case.dropped = None


def keep(_case: Progress, _event: ev.Event, _ledger: Ledger) -> None:
    """Change nothing: the event speaks for itself."""
