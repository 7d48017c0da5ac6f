"""The dossier (一案一档): one issue whole, from what was found to what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.documents.enclosures import enclosures
from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.report import Head, head_of, own_words, running
from rectify.domain.documents.timeline import counts_of, timeline
from rectify.domain.issue import Issue
from rectify.domain.listing import item_of
from rectify.domain.phrases import chinese_day
from rectify.domain.progress import ENDED
from rectify.domain.terms import State, Turn
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.ballot import Tally
    from rectify.domain.clock import Clock
    from rectify.domain.documents.enclosures import Enclosure
    from rectify.domain.documents.report import Request
    from rectify.domain.documents.timeline import Moment
    from rectify.domain.event import Close
    from rectify.domain.listing import Item
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster
    from rectify.domain.terms import Verdict

_LABELS = Issue.labels()
_TEXTS = ("description", "details", "grounds", "demand", "standard", "remarks")
_BEYOND = (State.PASSED, State.TRACKED, *ENDED)


class NoIssueNamed(UsageError):  # noqa: N818  # named for what it is
    """A dossier is of one issue."""

    def __init__(self) -> None:
        super().__init__("请写明是哪几条的档案，如 rectify report 一案一档 17 -o 档案")


class NotInLedger(RuleError):  # noqa: N818  # named for what it is
    """The issue is not among those that may be shown."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 不在可以写进文书的问题之内，没有可写的档案")


class Fact(NamedTuple):
    """One thing that was written down about the issue, under its label."""

    label: str
    said: str


class Term(NamedTuple):
    """One unit in one round: how long it had, and whether it kept to it."""

    unit: str
    role: str
    round: int
    original: str
    deadline: str
    course: str


class Planned(NamedTuple):
    """What a unit planned to do."""

    unit: str
    leader: str
    person: str
    goal: str
    measures: str
    finish: str


class Voted(NamedTuple):
    """One vote on the issue; no counts where they are not recorded."""

    day: date
    number: str
    meeting: str
    turn: Turn
    counted: Tally | None
    verdict: Verdict


class Closing(NamedTuple):
    """One record of striking off."""

    day: date
    asked: date | None
    finding: str
    deputies: str
    approvals: tuple[str, ...]
    evidence: tuple[str, ...]
    published: bool
    reason: str


class Dossier(NamedTuple):
    """What a dossier says."""

    head: Head
    item: Item
    facts: tuple[Fact, ...]
    texts: tuple[Fact, ...]
    terms: tuple[Term, ...]
    plans: tuple[Planned, ...]
    timeline: tuple[Moment, ...]
    votes: tuple[Voted, ...]
    closings: tuple[Closing, ...]
    files: tuple[Enclosure, ...]


def compile_dossiers(request: Request) -> dict[str, Dossier]:
    """Write one dossier for each issue named.

    Raises:
        NoIssueNamed: none is named.
        NotInLedger: one is not in the ledger, or is not to be shown.
    """
    if not request.numbers:
        raise NoIssueNamed
    return {number: _dossier(request, number) for number in request.numbers}


def _dossier(request: Request, number: str) -> Dossier:
    roster = request.roster
    case = roster.find(number)
    if case is None:
        raise NotInLedger(number)
    return Dossier(
        head=head_of(roster),
        item=item_of(case),
        facts=tuple(_facts(case)),
        texts=tuple(_texts(case.issue)),
        terms=tuple(_terms(roster, case)),
        plans=tuple(_plans(case)),
        timeline=tuple(map(_dated, timeline(roster, case))),
        votes=tuple(_votes(roster, case)),
        closings=tuple(_closings(case)),
        files=tuple(enclosures(case)),
    )


def _facts(case: Progress) -> Iterator[Fact]:
    """Give the short facts, those that are there; what is computed comes first."""
    issue, item = case.issue, item_of(case)
    left = "，".join(part for part in (item.state_shown, item.remaining) if part)
    found = {
        "状态": left,
        _LABELS["category"]: issue.category,
        _LABELS["nature"]: issue.nature,
        _LABELS["source"]: issue.source,
        _LABELS["level"]: f"{issue.level}级" if issue.level else None,
        _LABELS["opinion"]: f"第{issue.opinion}条" if issue.opinion else None,
        _LABELS["proposers"]: "、".join(item.proposers),
        _LABELS["proposed"]: chinese_day(issue.proposed) if issue.proposed else None,
        _LABELS["time_kind"]: issue.time_kind,
        _LABELS["publicity"]: issue.publicity,
        **own_words(issue, long=False),
        "重点督办": _key(case),
        "并入": case.merged_into,
        _LABELS["inherited"]: issue.inherited,
        "结转到": case.carried.target if case.carried else None,
    }
    for name, said in found.items():
        if said:
            yield Fact(name, str(said))


def _dated(moment: Moment) -> Moment:
    """Write the day of a voiding as documents do, before its reason."""
    if not moment.void:
        return moment
    day, _, reason = moment.void.partition(" ")
    said = f"{chinese_day(date.fromisoformat(day))}作废：{reason}"
    return moment._replace(void=said)


def _key(case: Progress) -> str:
    """Say that it is under 重点督办, and who presses it."""
    if not case.is_key or case.key is None:
        return ""
    named = (("督办领导", case.key.leader), ("督办部门", case.key.department))
    return "；".join(f"{title}：{name}" for title, name in named if name) or "已列入"


def _texts(issue: Issue) -> Iterator[Fact]:
    for name in _TEXTS:
        written = getattr(issue, name)
        if written:
            yield Fact(_LABELS[name], running(written))
    for label, said in own_words(issue, long=True).items():
        yield Fact(label, said)


def _terms(roster: Roster, case: Progress) -> Iterator[Term]:
    """Go through the units and their rounds; those that gave it up come last."""
    stands = case.standing
    for work in (*stands.undertakings, *stands.released):
        for place, clock in enumerate(work.clocks):
            yield Term(
                unit=work.unit,
                role=str(work.role),
                round=work.entered + place,
                original=_worded(stands, work, clock.original),
                deadline=_worded(stands, work, clock.deadline),
                course="；".join(_course(roster, stands, work, place)),
            )


def _course(
    roster: Roster, stands: Progress, work: Undertaking, place: int
) -> Iterator[str]:
    """Tell one round of a unit: when it was given to it, its answer, how it stands."""
    clock = work.clocks[place]
    if place == 0:
        yield "，".join(_received(work))
    kept = _kept(roster, stands, work, clock)
    if clock.answered_on is not None:
        answered = f"{chinese_day(clock.answered_on)}答复"
        yield f"{answered}，{kept}" if kept else answered
        kept = ""
    if work in stands.released:
        yield "已改派"
    elif work.answering and clock is work.clock:
        said = "，".join(part for part in (*_state(stands, work), kept) if part)
        if said:
            yield said


def _received(work: Undertaking) -> Iterator[str]:
    """Tell when it was given to a unit and signed for, as far as that is known."""
    yield f"{chinese_day(work.assigned)}交办" if work.assigned else "期初转入"
    if work.accepted is not None:
        yield f"{chinese_day(work.accepted)}签收"
    elif work.signed is False:
        yield "未签收"


def _worded(stands: Progress, work: Undertaking, deadline: date | None) -> str:
    """Give a deadline; a helper has none of its own."""
    return deadline_words(stands, work, deadline) if work.answering else ""


def _kept(roster: Roster, stands: Progress, work: Undertaking, clock: Clock) -> str:
    """Say whether a deadline was kept, or how it stands."""
    if clock.deadline is None or not work.answering:
        return ""
    if clock.answered_on is not None:
        if clock.kept(roster.ledger.procedure.extension_counts):
            return "按期"
        late = (clock.answered_on - clock.deadline).days
        return f"逾期{late}天" if late > 0 else "曾逾期"
    if work not in stands.awaited:
        return ""
    late = clock.overdue_days(stands.on)
    return f"已逾期{late}天" if late else "未到期"


def _state(stands: Progress, work: Undertaking) -> Iterator[str]:
    """Say how a unit stands beyond its answer: with its class and the 复核."""
    own = stands.own_state
    state = own if own in _BEYOND else work.state
    if state is not State.ANSWERED or work.clock.answered_on is None:
        yield str(state)
    if work.present_grade:
        yield f"{work.present_grade}类"
    if work.review is not None:
        yield f"复核{work.review.finding}"


def _plans(case: Progress) -> Iterator[Planned]:
    for work in case.standing.undertakings:
        plan = work.plan
        if plan is not None:
            yield Planned(
                unit=work.unit,
                leader=plan.leader or "",
                person=plan.person or "",
                goal=running(plan.goal or ""),
                measures=running(plan.measures or ""),
                finish=plan.finish or "",
            )


def _votes(roster: Roster, case: Progress) -> Iterator[Voted]:
    for event in case.events:
        if isinstance(event, ev.Evaluate):
            vote = roster.vote(event.ballot)
            yield Voted(
                day=event.date,
                number=event.ballot,
                meeting=(vote.meeting or "") if vote else "",
                turn=vote.turn if vote else Turn.FIRST,
                counted=counts_of(roster, case, event),
                verdict=event.verdict,
            )


def _closings(case: Progress) -> Iterator[Closing]:
    for event in case.events:
        if isinstance(event, ev.Close):
            yield _closing(event)


def _closing(event: Close) -> Closing:
    return Closing(
        day=event.date,
        asked=event.asked,
        finding=running(event.finding or ""),
        deputies=event.deputies or "",
        approvals=tuple(
            f"{each.approver}（{chinese_day(each.date)}）"
            if each.date
            else each.approver
            for each in event.approvals
        ),
        evidence=tuple(each.name for each in event.evidence),
        published=event.published,
        reason=event.reason or "",
    )
