"""The faults of a ledger that one file alone can't tell: broken rules and references.

Each of them would make a figure or a document wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.ballot import IncompleteVote, faults_of, tally
from rectify.domain.terms import Ending

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.ballot import Vote
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

EVENTS = "办理记录"


class Remark(NamedTuple):
    """A sentence about one place of one file: an issue's or a vote's."""

    number: str
    where: tuple[str | int, ...]
    sentence: str


def faults(roster: Roster) -> Iterator[Remark]:
    """Find what contradicts the rules, the units or the votes of the ledger."""
    votes = {vote.number: vote for vote in roster.votes}
    for case in roster.cases:
        for fault in case.faults:
            yield Remark(case.number, (EVENTS, fault.place), str(fault.error))
        yield from _references(roster, case)
        yield from _ballots(roster, case, votes)
    for vote in roster.votes:
        yield from _vote_faults(roster, vote)


def _references(roster: Roster, case: Progress) -> Iterator[Remark]:
    issue = case.issue
    if not issue.number.startswith(f"{roster.ledger.prefix}-"):
        yield Remark(
            case.number, ("编号",), f"编号应以台账的前缀 {roster.ledger.prefix} 开头"
        )
    declared = [opinion.number for opinion in roster.ledger.opinions]
    if issue.opinion is not None and issue.opinion not in declared:
        yield Remark(
            case.number,
            ("审议意见",),
            f"ledger.yaml 里没有第{issue.opinion}条审议意见",
        )
    proposed = [*filter(None, [issue.lead]), *issue.partners, *issue.separate]
    for name in proposed:
        if name not in roster.directory:
            yield Remark(case.number, ("标题",), _unknown(name))
    for place, event in enumerate(issue.events):
        for name in event.named_units():
            if name not in roster.directory:
                yield Remark(case.number, (EVENTS, place), _unknown(name))
        if isinstance(event, ev.Drop) and event.ending is Ending.MERGED:
            parent = None if event.into is None else roster.find(event.into)
            if parent is None or case.parent is None:
                yield from _bad_parent(case, event, place)


def _unknown(name: str) -> str:
    return f"没有“{name}”这个单位，请改成 units.yaml 里的全称，或先 rectify units add"


def _bad_parent(case: Progress, event: ev.Drop, place: int) -> Iterator[Remark]:
    if case.dropped is event:
        yield Remark(
            case.number,
            (EVENTS, place),
            f"并入的 {event.into} 不存在，或者又并回了 {case.number}",
        )


def _ballots(
    roster: Roster, case: Progress, votes: dict[str, Vote]
) -> Iterator[Remark]:
    """Compare what a 测评 declares with what its record gives by the ledger's rule."""
    for place, event in enumerate(case.issue.events):
        if not isinstance(event, ev.Evaluate) or event.voided is not None:
            continue
        if event.date > roster.on:
            continue
        where = (EVENTS, place)
        vote = votes.get(event.ballot)
        if vote is None:
            yield Remark(case.number, where, f"votes 里没有票号 {event.ballot} 的记录")
        elif case.number not in vote.subject.issues:
            yield Remark(
                case.number, where, f"票号 {event.ballot} 的对象里没有 {case.number}"
            )
        else:
            yield from _verdict(roster.ledger, case, event, vote, where)


def _verdict(
    ledger: Ledger,
    case: Progress,
    event: ev.Evaluate,
    vote: Vote,
    where: tuple[str | int, ...],
) -> Iterator[Remark]:
    subject = case.number if case.number in vote.subjects() else None
    if subject is None and None not in vote.subjects():
        yield Remark(case.number, where, f"票号 {vote.number} 里没有它的票数")
        return
    try:
        counted = tally(vote, ledger.ballot_rule, subject)
    except IncompleteVote:
        return
    if counted.verdict is not event.verdict:
        yield Remark(
            case.number,
            where,
            f"结论写的是“{event.verdict}”，按票号 {vote.number} 的票数"
            f"和测评规则应为“{counted.verdict}”",
        )
    if vote.date != event.date:
        yield Remark(
            case.number,
            where,
            f"测评日期 {event.date} 与票号 {vote.number} 的日期 {vote.date} 不一致",
        )


def _vote_faults(roster: Roster, vote: Vote) -> Iterator[Remark]:
    for sentence in faults_of(vote):
        yield Remark(vote.number, ("计票",), sentence)
    for subject in vote.subjects():
        try:
            tally(vote, roster.ledger.ballot_rule, subject)
        except IncompleteVote as error:
            yield Remark(vote.number, ("计票",), str(error))
            break
    for number in vote.subject.issues:
        case = roster.find(number)
        events = () if case is None else case.issue.events
        ballots = [e.ballot for e in events if isinstance(e, ev.Evaluate)]
        if case is None:
            yield Remark(vote.number, ("对象",), f"没有 {number} 这一问题")
        elif vote.number not in ballots:
            yield Remark(vote.number, ("对象",), f"{number} 的办理记录里没有这次测评")
    for name in vote.subject.units:
        if name not in roster.directory:
            yield Remark(vote.number, ("对象",), _unknown(name))
