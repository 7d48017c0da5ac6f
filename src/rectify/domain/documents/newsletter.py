"""The newsletter (工作信息): questions and answers in pairs.

Those of the spot (现场答复); where nobody was asked there, what was found and what
the units have answered in writing, of the latest month unless other days are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.documents.record import by_unit, government_office, sentence
from rectify.domain.documents.report import Head, head_of
from rectify.domain.event import Reply
from rectify.domain.listing import public_name
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import check_parts
from rectify.domain.terms import Publicity
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
    day: date
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
    """What the newsletter says; `spot` tells answers of the spot from written ones.

    `office` is the government's, as its list of units calls it; `earlier` counts the
    written answers that are left to earlier newsletters.
    """

    head: Head
    spot: bool
    days: tuple[date, ...]
    total: int
    promised: int
    handed: int
    earlier: int
    rounds: tuple[Round, ...]
    office: str
    told: tuple[str, ...]


class NoReplies(RuleError):  # noqa: N818  # named for what it is
    """Nobody has answered anything, or nobody on that day."""

    def __init__(
        self, day: date | None, since: date | None, days: tuple[date, ...]
    ) -> None:
        from_then = f"{chinese_day(since)}以来" if since else "台账里"
        when = chinese_day(day) if day else from_then
        known = "、".join(chinese_day(each) for each in days)
        hint = (
            f"答复的日期有：{known}"
            if days
            else "先记录问答：rectify reply 编号 --question 问 --by 单位 --answer 答，"
            "或记录书面答复：rectify respond"
        )
        super().__init__(f"{when}没有现场答复和书面答复，没有可写的工作信息；{hint}")


class NothingPublic(RuleError):  # noqa: N818  # named for what it is
    """Whatever was answered is of issues that are not made public whole."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"{size}件答复所属的问题都是部分公开或者不公开的，没有可以公开的工作信息；"
            "要写内部使用的，去掉 --public"
        )


class _Said(NamedTuple):
    """What one unit said about one issue on a day."""

    case: Progress
    day: date
    unit: str
    asker: str
    question: str
    post: str
    answer: str
    promise: str


def compile_newsletter(request: Request) -> dict[str, Newsletter]:
    """Put the questions and answers into pairs, under the unit that answered.

    Raises:
        NoReplies: there are none, or none of the day asked for.
        NothingPublic: there are some, and none may be made public.
    """
    roster = request.roster
    spot, held = _held(request)
    said = [each for each in held if _may_be_spread(roster, each.case)]
    if held and not said:
        raise NothingPublic(len(held))
    wanted = _wanted(request, said, spot=spot)
    if not wanted:
        days = tuple(sorted({each.day for each in said}))
        raise NoReplies(request.day, request.since, days)
    parts = by_unit(roster, ((each.unit, each) for each in wanted))
    rounds = tuple(
        Round(numeral(place), unit, tuple(_pairs(told)))
        for place, (unit, told) in enumerate(parts.items(), 1)
    )
    check_parts("问答", len(wanted), [len(each.pairs) for each in rounds])
    days = tuple(sorted({each.day for each in wanted}))
    office = government_office(roster)
    found = Newsletter(
        head=head_of(roster),
        spot=spot,
        days=days,
        total=len(wanted),
        promised=sum(1 for each in wanted if each.promise),
        handed=sum(1 for each in wanted if each.case.standing.handed is not None),
        earlier=sum(1 for each in said if each.day < days[0]),
        rounds=rounds,
        office=office or "",
        told=tuple(unit for unit in parts if unit != office),
    )
    return {"": found}


def _held(request: Request) -> tuple[bool, list[_Said]]:
    """Gather what was said on the spot; where nothing was, what was in writing."""
    roster = request.roster
    cases = [case for case in roster.cases if _told_of(roster, case)]
    spot = [said for case in cases for said in _on_the_spot(case)]
    if spot:
        return True, spot
    return False, [said for case in cases for said in _in_writing(case)]


def _wanted(request: Request, said: list[_Said], *, spot: bool) -> list[_Said]:
    """Take the days asked for; of written answers, else the latest month."""
    day, since = request.day, request.since
    if not spot and said and day is None and since is None:
        since = max(each.day for each in said).replace(day=1)
    return [
        each
        for each in said
        if day in (None, each.day) and (since is None or each.day >= since)
    ]


def _told_of(roster: Roster, case: Progress) -> bool:
    """Tell whether it is spread: what was withdrawn or refused is not."""
    return not roster.left_out(case) or case.merged_into is not None


def _may_be_spread(roster: Roster, case: Progress) -> bool:
    """Tell whether its readers may read its words; half a pair says nothing."""
    return not roster.public or case.issue.publicity in (None, Publicity.PUBLIC)


def _on_the_spot(case: Progress) -> Iterator[_Said]:
    for event in case.events:
        if isinstance(event, Reply):
            yield _Said(
                case,
                event.date,
                event.unit,
                _asker(case.issue, event),
                event.question,
                event.post or "",
                event.answer,
                event.promise or "",
            )


def _in_writing(case: Progress) -> Iterator[_Said]:
    """Give the last written answer of each unit; a 并案 child is answered elsewhere."""
    issue = case.issue
    for work in case.answering if case.parent is None else ():
        answer = work.answer
        if answer is not None and answer.content and answer.day is not None:
            asked = "、".join(public_name(issue, each) for each in issue.proposers)
            day = answer.promised
            yield _Said(
                case,
                answer.day,
                work.unit,
                asked,
                issue.description or issue.title,
                work.unit,
                answer.content,
                "" if day is None else f"{chinese_day(day)}前完成。",
            )


def _pairs(said: list[_Said]) -> Iterator[Pair]:
    ordered = sorted(said, key=lambda each: (each.day, each.case.number))
    for place, each in enumerate(ordered, 1):
        case = each.case
        stands = case.standing
        limits = [deadline_words(stands, e, e.deadline) for e in stands.answering]
        yield Pair(
            mark=numeral(place),
            day=each.day,
            number=case.number,
            title=case.issue.title,
            asker=each.asker,
            question=_told(each.question),
            post=each.post,
            answer=_told(each.answer),
            promise=sentence(each.promise),
            leads=tuple(work.unit for work in stands.answering),
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
