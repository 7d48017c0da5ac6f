"""Answers and judgements: what 答复 to 恢复 demand and do; see `workflow.TABLE`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.clock import Act, Clock
from rectify.domain.deadline import is_estimated
from rectify.domain.milestone import Answer, Closing, Examined, Tracking
from rectify.domain.refusal import NotAllowed, UnknownGrade, WrongDate, missing_step
from rectify.domain.terms import (
    Assessment,
    Ending,
    Finding,
    Lasting,
    Satisfaction,
    State,
    Verdict,
)
from rectify.domain.work import answering, forget_judgement, sign, waits

if TYPE_CHECKING:
    from rectify.domain import event as ev
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress


_CONTENT = (Satisfaction.SATISFIED, Satisfaction.BASICALLY)


def respond(case: Progress, event: ev.Respond, ledger: Ledger) -> None:
    """That 承办 → 已答复; in 跟踪中 any answer ends the tracking."""
    work = answering(case, event.unit, event.kind)
    if work.state is State.RETURNING:
        raise waits(case, event.kind, event.unit)
    if event.grade is not None and ledger.grade(event.grade) is None:
        raise UnknownGrade(case.number, event.kind, event.grade, ledger)
    if event.written is not None and event.written > event.date:
        raise WrongDate(case.number, "收到答复", event.date, "成文日期", event.written)
    sign(work)
    answer = Answer(event, event.unit)
    work.state, work.answer, work.answered_ever = State.ANSWERED, answer, True
    work.answers.append(answer)
    work.pending = None
    work.clock.tick(event.date, Act.ANSWER)
    case.tracked = None
    case.at_passed = False


def reject(case: Progress, event: ev.Reject, _ledger: Ledger) -> None:
    """Those 承办 → 办理中, same round; answer and 复核 are taken back."""
    _check_deadline(case, event)
    returned = [answering(case, unit, event.kind) for unit in event.units]
    for work in returned:
        if work.state is not State.ANSWERED:
            raise NotAllowed(case.number, event.kind, f"{work.unit}还没有答复")
    forget_judgement(case)
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
    work = answering(case, event.unit, event.kind)
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
    work.review, work.reviewed = Examined.by(event), work.answer


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
    again = [answering(case, unit, event.kind) for unit in event.units]
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
        demand_done(case, event, ledger)
        if procedure.closing_needs_evidence and not event.evidence:
            raise NotAllowed(
                case.number, event.kind, "没有佐证材料", "用 --evidence 附上文件"
            )
    case.closed = Closing(event)


def demand_done(case: Progress, event: ev.Close, ledger: Ledger) -> None:
    """Refuse to strike off what was not passed, is of another class, or is wanting.

    Raises:
        NotAllowed: with what is missing.
    """
    _demand_vote(case, event, ledger)
    _demand_grade(case, event, ledger)
    _demand_review(case, event)


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
            day = f"（{work.review.day}）" if work.review.day else ""
            raise NotAllowed(
                case.number,
                event.kind,
                f"{work.unit}最近一次复核{day}是未到位",
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
    case.tracked = Tracking(event)


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


def carry(case: Progress, event: ev.Carry, _ledger: Ledger) -> None:
    """→ 已结转: the clocks stand still, the figures stay as they are."""
    for work in case.answering:
        if work.state is State.RETURNING:
            raise waits(case, event.kind, work.unit)
        if case.tracked is not None and work.answer is None:
            raise NotAllowed(
                case.number,
                event.kind,
                f"正在跟踪，而接办的{work.unit}还没有答复",
                f"先记录答复：rectify respond {case.number} --by {work.unit} …",
            )
    for work in case.undertakings:
        work.clock.tick(event.date, Act.STOP)
    case.carried = event


def keep(_case: Progress, _event: ev.Event, _ledger: Ledger) -> None:
    """Change nothing: the event speaks for itself."""
