"""The newsletter (工作信息): questions and answers on the spot, in pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import sentence
from rectify.domain.documents.report import Head, head_of
from rectify.domain.event import Reply
from rectify.domain.listing import public_name
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import check_parts
from rectify.domain.text import numeral, paragraphs
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.issue import Issue
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster


class Pair(NamedTuple):
    """A question, its answer, what was promised, and what became of it."""

    mark: str
    number: str
    title: str
    asker: str
    question: tuple[str, ...]
    post: str
    answer: tuple[str, ...]
    promise: str
    leads: tuple[str, ...]
    deadline: str
    state: str


class Round(NamedTuple):
    """What one unit was asked."""

    mark: str
    unit: str
    pairs: tuple[Pair, ...]


class Newsletter(NamedTuple):
    """What the newsletter says."""

    head: Head
    days: tuple[date, ...]
    total: int
    promised: int
    handed: int
    rounds: tuple[Round, ...]


class NoReplies(RuleError):  # noqa: N818  # named for what it is
    """Nobody's answer on the spot was recorded."""

    def __init__(self, day: date | None, days: tuple[date, ...]) -> None:
        when = f"{chinese_day(day)}" if day else "台账里"
        known = "、".join(chinese_day(each) for each in days)
        hint = (
            f"现场答复的日期有：{known}"
            if days
            else "先记录问答：rectify reply 编号 --question 问 --by 单位 --answer 答"
        )
        super().__init__(f"{when}没有“现场答复”，没有可写的工作信息；{hint}")


_Heard = tuple["Progress", Reply]


def compile_newsletter(request: Request) -> dict[str, Newsletter]:
    """Put the questions and answers into pairs, under the unit that answered.

    Raises:
        NoReplies: there are none, or none of the day asked for.
    """
    roster = request.roster
    heard = list(_heard(roster, request.known))
    wanted = [pair for pair in heard if request.day in (None, pair[1].date)]
    if not wanted:
        days = {reply.date for _, reply in heard}
        raise NoReplies(request.day, tuple(sorted(days)))
    by_unit: dict[str, list[_Heard]] = {}
    for case, reply in wanted:
        by_unit.setdefault(reply.unit, []).append((case, reply))
    order = sorted(by_unit, key=roster.directory.rank)
    rounds = tuple(
        Round(numeral(place), unit, tuple(_pairs(by_unit[unit])))
        for place, unit in enumerate(order, 1)
    )
    check_parts("现场问答", len(wanted), [len(each.pairs) for each in rounds])
    found = Newsletter(
        head=head_of(roster),
        days=tuple(sorted({reply.date for _, reply in wanted})),
        total=len(wanted),
        promised=sum(1 for _, reply in wanted if reply.promise),
        handed=sum(1 for case, _ in wanted if case.standing.handed is not None),
        rounds=rounds,
    )
    return {"": found}


def _heard(roster: Roster, known: date | None) -> Iterator[_Heard]:
    """Find the answers on the spot; what was withdrawn or refused is not spread."""
    for case in roster.cases:
        if not roster.left_out(case) or case.merged_into is not None:
            for event in case.issue.standing_events(case.on, known):
                if isinstance(event, Reply):
                    yield case, event


def _pairs(heard: list[_Heard]) -> Iterator[Pair]:
    ordered = sorted(heard, key=lambda pair: (pair[1].date, pair[0].number))
    for place, (case, reply) in enumerate(ordered, 1):
        stands = case.standing
        limits = [deadline_words(stands, e, e.deadline) for e in stands.answering]
        yield Pair(
            mark=numeral(place),
            number=case.number,
            title=case.issue.title,
            asker=_asker(case.issue, reply),
            question=_told(reply.question),
            post=reply.post or "",
            answer=_told(reply.answer),
            promise=sentence(reply.promise),
            leads=tuple(each.unit for each in stands.answering),
            deadline="、".join(dict.fromkeys(limits)),
            state=str(case.state),
        )


def _told(stored: str) -> tuple[str, ...]:
    return tuple(map(sentence, paragraphs(stored)))


def _asker(issue: Issue, reply: Reply) -> str:
    """Name who asked; who asked to stay unnamed is not named."""
    for proposer in issue.proposers:
        if proposer.name == reply.asker:
            return public_name(issue, proposer)
    return reply.asker or ""
