"""The letter with the 审议意见 to the government: their texts, the issues of each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.deadline import parse_deadline
from rectify.domain.documents.record import sentence
from rectify.domain.documents.report import Head, head_of, noun_of, running
from rectify.domain.rate import check_parts
from rectify.domain.text import numeral, paragraphs
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.ledger import Opinion
    from rectify.domain.milestone import Handing
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

_GOVERNMENT = "人民政府"


class Raised(NamedTuple):
    """One issue that goes with the opinions."""

    number: str
    title: str
    demand: str


class Voiced(NamedTuple):
    """One opinion: its text, and the issues that were found under it."""

    mark: str
    number: int
    title: str
    text: tuple[str, ...]
    issues: tuple[Raised, ...]


class Opinions(NamedTuple):
    """What the letter says."""

    head: Head
    addressee: str
    day: date
    handed: bool
    noun: str
    listed: int
    opinions: tuple[Voiced, ...]
    others: tuple[Raised, ...]
    answer_by: date | None
    answer_within: str


class NoOpinions(RuleError):  # noqa: N818  # named for what it is
    """The ledger names no opinions."""

    def __init__(self) -> None:
        super().__init__(
            "台账没有审议意见，没有可写的审议意见函；"
            "请在 ledger.yaml 的“审议意见”里写明序号、标题和内容"
        )


def compile_opinions(request: Request) -> dict[str, Opinions]:
    """Put the opinions of a ledger into one letter to the government.

    Raises:
        NoOpinions: there are none.
    """
    roster, ledger = request.roster, request.roster.ledger
    if not ledger.opinions:
        raise NoOpinions
    sent = _sent(roster)
    day = sent.event.date if sent else roster.on
    then = roster.back_on(day)
    cases = then.base() if sent else _listed(then)
    voiced = tuple(
        _voiced(place, opinion, cases)
        for place, opinion in enumerate(ledger.opinions, 1)
    )
    declared = {opinion.number for opinion in ledger.opinions}
    others = tuple(
        _raised(case) for case in cases if case.issue.opinion not in declared
    )
    sizes = [*(len(each.issues) for each in voiced), len(others)]
    check_parts("审议意见对应的", len(cases), sizes)
    within = ledger.procedure.answer_within
    found = Opinions(
        head=head_of(roster),
        addressee=sent.addressee if sent else _government(roster),
        day=day,
        handed=sent is not None,
        noun=noun_of(cases),
        listed=len(cases),
        opinions=voiced,
        others=others,
        answer_by=parse_deadline(within, start=day, calendar=request.calendar).day,
        answer_within=within,
    )
    return {"": found}


def _voiced(place: int, opinion: Opinion, cases: Sequence[Progress]) -> Voiced:
    text = paragraphs(opinion.content) if opinion.content else []
    return Voiced(
        mark=numeral(place),
        number=opinion.number,
        title=opinion.title,
        text=tuple(map(sentence, text)),
        issues=tuple(
            _raised(case) for case in cases if case.issue.opinion == opinion.number
        ),
    )


def _raised(case: Progress) -> Raised:
    issue = case.issue
    return Raised(case.number, issue.title, running(issue.demand or ""))


def _listed(roster: Roster) -> tuple[Progress, ...]:
    return tuple(case for case in roster.cases if not roster.left_out(case))


def _sent(roster: Roster) -> Handing | None:
    """Find the 交办 by which the issues went to the government, the earliest first.

    Its 文号 is that of the 交办函: the letter with the opinions has one of its own.
    """
    handed = [case.handed for case in roster.cases if case.handed is not None]
    to_government = [
        (each.event.date, each)
        for each in handed
        if each.addressee.endswith(_GOVERNMENT)
    ]
    if not to_government:
        return None
    earliest = min(day for day, _ in to_government)
    first = [each for day, each in to_government if day == earliest]
    addressees = Counter(each.addressee for each in first)
    ((addressee, _), *_) = addressees.most_common(1)
    return next(each for each in first if each.addressee == addressee)


def _government(roster: Roster) -> str:
    return f"{head_of(roster).region}{_GOVERNMENT}"
