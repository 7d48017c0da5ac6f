"""What the sheets of one issue share: which issues, by whom, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.report import noun_of, running
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from rectify.domain import milestone
    from rectify.domain.documents.report import Request
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress


class NoSheet(RuleError):  # noqa: N818  # named for what it is
    """No issue is as far as the sheet asks."""

    def __init__(self, kind: str, wanted: str) -> None:
        super().__init__(f"没有{wanted}的问题，没有可写的{kind}")


class TooEarly(RuleError):  # noqa: N818  # named for what it is
    """An issue that was named is not as far as the sheet asks."""

    def __init__(self, kind: str, number: str, why: str) -> None:
        super().__init__(f"不能写 {number} 的{kind}：{why}")


class MergedAway(RuleError):  # noqa: N818  # named for what it is
    """The handling of an issue goes on in another one."""

    def __init__(self, kind: str, number: str, into: str) -> None:
        super().__init__(f"{number} 已并入 {into}，{kind}请写 {into}")


class Docket(NamedTuple):
    """The issue that a sheet is about."""

    number: str
    title: str
    noun: str
    units: str


class Answer(NamedTuple):
    """What one unit has answered; `grade` is its class with the meaning."""

    unit: str
    day: date | None
    ref: str
    grade: str
    content: str
    promised: date | None


def docket_of(case: Progress) -> Docket:
    """Say what a sheet is about, and who does the work."""
    works = case.standing.undertakings
    return Docket(
        case.number,
        case.issue.title,
        noun_of([case]),
        "、".join(f"{work.unit}（{work.role}）" for work in works),
    )


def chosen(request: Request, wanted: Callable[[Progress], bool]) -> list[Progress]:
    """Give the issues named, or those of the ledger that are as far as is wanted."""
    roster = request.roster
    if request.numbers:
        return [roster.case(number) for number in dict.fromkeys(request.numbers)]
    return [case for case in roster.cases if wanted(case)]


def refuse_merged(kind: str, case: Progress) -> None:
    """Refuse a sheet about what is now handled as part of another issue.

    Raises:
        MergedAway: with the number of that one.
    """
    if case.merged_into is not None:
        raise MergedAway(kind, case.number, case.merged_into)


def standing_answers(case: Progress) -> list[milestone.Answer]:
    """Give the answers that stand; none while one of them is still awaited."""
    works = case.standing.answering
    found = [work.answer for work in works if work.answer is not None]
    return found if len(found) == len(works) else []


def said(answers: Iterable[milestone.Answer], ledger: Ledger) -> tuple[Answer, ...]:
    """Put answers as a sheet shows them, in full."""
    return tuple(
        Answer(
            unit=answer.unit,
            day=answer.day,
            ref=answer.ref,
            grade=_grade(ledger, answer.grade),
            content=running(answer.content or ""),
            promised=answer.promised,
        )
        for answer in answers
    )


def _grade(ledger: Ledger, code: str | None) -> str:
    """Name a class of answer with what it means here: classes differ by office."""
    found = ledger.grade(code)
    return "" if found is None else f"{found.code}类（{found.meaning}）"
