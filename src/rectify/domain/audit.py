"""The faults of a ledger that one file alone can't tell: broken rules and references.

Each of them would make a figure or a document wrong. They belong to the files, whatever
day is asked about: every event counts, and every vote that is not void.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.ballot import IncompleteVote, faults_of, tally
from rectify.domain.roster import muster
from rectify.domain.terms import Ending

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rectify.domain.ballot import Vote
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Book, Roster
    from rectify.domain.unit import Directory

EVENTS = "办理记录"


class Remark(NamedTuple):
    """A sentence about one place of one file, by default an issue's."""

    number: str
    where: tuple[str | int, ...]
    sentence: str
    folder: str = "issues"


def whole(book: Book) -> Roster:
    """Fold every event there is, and hold every vote: what an audit goes through."""
    return replace(muster(book, on=date.max), votes=tuple(book.votes))


def faults(roster: Roster, unread: Collection[str] = ()) -> Iterator[Remark]:
    """Find what contradicts the rules, the units or the votes of the ledger.

    `unread` are the numbers of files that are there but can't be used: whoever refers
    to one of them is not at fault.
    """
    votes = {vote.number: vote for vote in roster.votes}
    for case in roster.cases:
        for fault in case.faults:
            yield Remark(case.number, (EVENTS, fault.place), str(fault.error))
        yield from facts(case.issue, roster.ledger, roster.directory)
        yield from _references(roster, case, unread)
        yield from _ballots(roster, case, votes, unread)
    for vote in roster.votes:
        if vote.void is None:
            yield from _vote_faults(roster, vote, unread)


def facts(issue: Issue, ledger: Ledger, directory: Directory) -> Iterator[Remark]:
    """Find what an issue's own facts refer to and the ledger does not have."""
    if not issue.number.startswith(f"{ledger.prefix}-"):
        sentence = f"编号应以台账的前缀 {ledger.prefix} 开头"
        yield Remark(issue.number, ("编号",), sentence)
    declared = [opinion.number for opinion in ledger.opinions]
    if issue.opinion is not None and issue.opinion not in declared:
        sentence = f"ledger.yaml 里没有第{issue.opinion}条审议意见，请先写进去"
        yield Remark(issue.number, ("审议意见",), sentence)
    if issue.lead is not None and issue.lead not in directory:
        yield Remark(issue.number, ("拟主办",), _unknown(issue.lead))
    for label, names in (("拟协办", issue.partners), ("拟分办", issue.separate)):
        for place, name in enumerate(names):
            if name not in directory:
                yield Remark(issue.number, (label, place), _unknown(name))


def _references(
    roster: Roster, case: Progress, unread: Collection[str]
) -> Iterator[Remark]:
    for place, event in enumerate(case.issue.events):
        for name in event.named_units():
            if name not in roster.directory:
                yield Remark(case.number, (EVENTS, place), _unknown(name))
        if isinstance(event, ev.Drop) and event.ending is Ending.MERGED:
            parent = None if event.into is None else roster.find(event.into)
            lost = parent is None or case.parent is None
            if lost and event.into not in unread:
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
    roster: Roster, case: Progress, votes: dict[str, Vote], unread: Collection[str]
) -> Iterator[Remark]:
    """Compare what a 测评 declares with what its record gives by the ledger's rule."""
    for place, event in enumerate(case.issue.events):
        if not isinstance(event, ev.Evaluate) or event.voided is not None:
            continue
        where = (EVENTS, place)
        vote = votes.get(event.ballot)
        if vote is not None and vote.void is None:
            yield from _counted(roster, case, event, vote, where)
        elif vote is not None:
            sentence = (
                f"票号 {event.ballot} 已作废，这次测评也应作废："
                f"rectify void {case.number}，或改正票号"
            )
            yield Remark(case.number, where, sentence)
        elif event.ballot not in unread:
            sentence = f"votes 里没有票号 {event.ballot} 的记录"
            yield Remark(case.number, where, sentence)


def _counted(
    roster: Roster,
    case: Progress,
    event: ev.Evaluate,
    vote: Vote,
    where: tuple[str | int, ...],
) -> Iterator[Remark]:
    if case.number in vote.subject.issues:
        yield from _verdict(roster.ledger, case, event, vote, where)
    else:
        sentence = f"票号 {event.ballot} 的对象里没有 {case.number}"
        yield Remark(case.number, where, sentence)


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


def _vote_faults(
    roster: Roster, vote: Vote, unread: Collection[str]
) -> Iterator[Remark]:
    for where, sentence in _wrong_in(roster, vote, unread):
        yield Remark(vote.number, (where,), sentence, "votes")


def _wrong_in(
    roster: Roster, vote: Vote, unread: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a vote: the label that it is about, and the sentence."""
    for sentence in faults_of(vote):
        yield "计票", sentence
    for subject in vote.subjects():
        try:
            tally(vote, roster.ledger.ballot_rule, subject)
        except IncompleteVote as error:
            yield "计票", str(error)
            break
    for number in vote.subject.issues:
        case = roster.find(number)
        events = () if case is None else case.issue.events
        ballots = [e.ballot for e in events if isinstance(e, ev.Evaluate)]
        if case is None:
            if number not in unread:
                yield "对象", f"没有 {number} 这一问题"
        elif vote.number not in ballots:
            yield "对象", f"{number} 的办理记录里没有这次测评"
    for name in vote.subject.units:
        if name not in roster.directory:
            yield "对象", _unknown(name)
