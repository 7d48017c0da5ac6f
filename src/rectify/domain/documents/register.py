"""The register (台账): a row an issue, the units, the votes, figures and months."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rectify.domain.documents.breakdown import (
    Ballot,
    UnitLine,
    ballots,
    total_line,
    unit_lines,
)
from rectify.domain.documents.definitions import Defined, defined
from rectify.domain.documents.lists import last_word
from rectify.domain.documents.months import Course, MonthEnd, course, month_ends
from rectify.domain.documents.report import Head, head_of
from rectify.domain.event import Evaluate, Urge
from rectify.domain.issue import Issue
from rectify.domain.listing import Item, Summary, item_of, public_name, summarise
from rectify.domain.rate import check_parts
from rectify.domain.rates import figures_note
from rectify.domain.terms import (
    Finding,
    Level,
    Nature,
    Publicity,
    State,
    TimeKind,
    Verdict,
)
from rectify.domain.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from rectify.domain.custom import CustomField
    from rectify.domain.documents.report import Request
    from rectify.domain.event import Opening, Plan
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Row(NamedTuple):
    """One issue: its facts, and what its record comes to on the day."""

    issue: Issue
    item: Item
    handed: date | None
    rounds: int | None
    ref: str
    accepted: date | None
    leader: str
    person: str
    goal: str
    measures: str
    original: date | None
    deadline: date | str | None
    check: date | None
    latest: str
    answered: date | None
    grade: str
    promised: date | None
    finding: str
    heard: str
    verdict: str
    ballot: str
    closed: date | None
    approver: str
    recheck: str
    urged: int


class Register(NamedTuple):
    """What the register of a ledger says; `name` is the ledger's own."""

    head: Head
    name: str
    summary: Summary
    rows: tuple[Row, ...]
    units: tuple[UnitLine, ...]
    total: UnitLine
    ballots: tuple[Ballot, ...]
    rates: tuple[Defined, ...]
    base_note: str
    months: tuple[MonthEnd, ...]
    course: Course | None
    options: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[Column, ...]


def compile_register(request: Request) -> dict[str, Register]:
    """Gather everything about a ledger on its day, every issue of it included."""
    roster = request.roster
    rows = tuple(_row(case) for case in roster.cases)
    soon = roster.ledger.procedure.due_soon_days
    months = month_ends(roster)
    summary = summarise([row.item for row in rows], soon)
    check_parts("台账各状态", summary.total, [count for _, count in summary.states])
    found = Register(
        head=head_of(roster),
        name=roster.name,
        summary=summary,
        rows=rows,
        units=unit_lines(roster),
        total=total_line(roster),
        ballots=tuple(ballots(roster)),
        rates=defined(roster),
        base_note=figures_note([roster]),
        months=months,
        course=course(months),
        options=tuple(_options(roster)),
        columns=columns_of(roster.ledger),
    )
    return {"": found}


def _row(case: Progress) -> Row:
    """Say of an issue how it stands; a 并案 child stands where its parent does."""
    stands, item = case.standing, item_of(case)
    works = stands.answering
    answers = [work.answers[-1] for work in works if work.answers]
    handed = case.handed or stands.handed
    vote = _vote(stands)
    closed = stands.closed
    return Row(
        issue=case.issue,
        item=item,
        handed=handed.day if handed else None,
        rounds=stands.rounds,
        ref=handed.event.ref or "" if handed else "",
        accepted=_last(work.accepted for work in works),
        leader=_each(works, lambda work: _planned(work.plan, "leader")),
        person=_each(works, lambda work: _planned(work.plan, "person")),
        goal=_each(works, lambda work: _planned(work.plan, "goal")),
        measures=_each(works, lambda work: _planned(work.plan, "measures")),
        original=min((w.original for w in works if w.original), default=None),
        deadline=stands.answer_by or item.limit_words,
        check=stands.tracked.next_check if stands.tracked and item.tracked else None,
        latest=_each(works, lambda work: _shown(last_word(stands, work.unit))),
        answered=_last(work.clock.answered_on for work in works),
        grade=_each(works, lambda work: work.present_grade or ""),
        promised=min((a.promised for a in answers if a.promised), default=None),
        finding=_each(works, lambda w: str(w.review.finding) if w.review else ""),
        heard="、".join(dict.fromkeys(str(f.result) for f in case.feedbacks.values())),
        verdict=str(vote.verdict or "") if vote else "",
        ballot=vote.ballot if isinstance(vote, Evaluate) else "",
        closed=closed.day if closed else None,
        approver="、".join(each.approver for each in closed.approvals)
        if closed
        else "",
        recheck=str(stands.rechecks[-1].lasting) if stands.rechecks else "",
        urged=sum(1 for event in stands.events if isinstance(event, Urge)),
    )


def _vote(case: Progress) -> Evaluate | Opening | None:
    """Give the last vote, unless something later began another round."""
    vote, reopened = case.last_vote or case.opening, case.reopened_by
    if vote and reopened and vote.place() < reopened.place():
        return None
    return vote


def _last(days: Iterable[date | None]) -> date | None:
    """Give the day on which the last of all was done; None while one is not."""
    found = list(days)
    known = [day for day in found if day is not None]
    return max(known) if known and len(known) == len(found) else None


def _each(works: list[Undertaking], say: Callable[[Undertaking], str]) -> str:
    """Say something of all units together, or, where they differ, a line each."""
    said = [(work.unit, say(work)) for work in works]
    if len({words for _, words in said}) == 1:
        return said[0][1]
    return "\n".join(f"{unit}：{words}" for unit, words in said if words)


def _planned(plan: Plan | Opening | None, name: str) -> str:
    return _shown(getattr(plan, name) or "") if plan else ""


def _shown(stored: str) -> str:
    """Give a stored text as a cell holds it, a paragraph to a line."""
    return "\n".join(paragraphs(stored))


Value: TypeAlias = "str | int | Decimal | date | None"


class Column(NamedTuple):
    """One column: its heading, what it says of an issue, whether the file holds it.

    `own` is the declaration, where the field is the ledger's own.
    """

    label: str
    value: Callable[[Row], Value]
    fact: bool = False
    own: CustomField | None = None


def _fact(name: str) -> Callable[[Row], Value]:
    """Give a fact of an issue as it stands in a cell."""
    return lambda row: _cell(row.issue, name)


def fact_cells(issue: Issue) -> dict[str, Value]:
    """Give every fact of an issue by its label, as it stands in its cell."""
    labels = issue.labels().items()
    return {label: _cell(issue, name) for name, label in labels if name != "events"}


def _cell(issue: Issue, name: str) -> Value:
    found: object = getattr(issue, name)
    match found:
        case tuple():
            return _listed(issue, name)
        case str():
            return _shown(found)
        case _:
            return found  # type: ignore[return-value]  # a number, a date, nothing


def _listed(issue: Issue, name: str) -> str:
    """Give a fact of several parts; who asked to stay unnamed is not named."""
    if name == "proposers":
        named = [(public_name(issue, each), each.capacity) for each in issue.proposers]
        parts = [f"{who}（{capacity}）" if capacity else who for who, capacity in named]
    elif name == "attachments":
        parts = [each.name for each in issue.attachments]
    else:
        parts = list(getattr(issue, name))
    return "、".join(parts)


DEADLINE, CHECK, REMAINING, STATE = "期限", "核查日", "剩余天数", "状态"

FACTS = tuple(
    Column(label, _fact(name), fact=True)
    for name, label in Issue.labels().items()
    if name != "events"
)
COMPUTED = (
    Column("主办", lambda row: "、".join(row.item.leads)),
    Column("协办", lambda row: "、".join(row.item.partners)),
    Column("责任领导", lambda row: row.leader),
    Column("责任人", lambda row: row.person),
    Column("整改目标", lambda row: row.goal),
    Column("整改措施", lambda row: row.measures),
    Column("交办日期", lambda row: row.handed),
    Column("交办文号", lambda row: row.ref),
    Column("签收日期", lambda row: row.accepted),
    Column("原期限", lambda row: row.original),
    Column(DEADLINE, lambda row: row.deadline),
    Column(CHECK, lambda row: row.check),
    Column(REMAINING, lambda row: _remaining(row.item)),
    Column(STATE, lambda row: str(row.item.state)),
    Column("办理次数", lambda row: row.rounds),
    Column("整改进展", lambda row: row.latest),
    Column("答复日期", lambda row: row.answered),
    Column("答复类别", lambda row: row.grade),
    Column("承诺期限", lambda row: row.promised),
    Column("复核结论", lambda row: row.finding),
    Column("反馈结果", lambda row: row.heard),
    Column("测评结论", lambda row: row.verdict),
    Column("票号", lambda row: row.ballot),
    Column("销号日期", lambda row: row.closed),
    Column("批准人", lambda row: row.approver),
    Column("回头看", lambda row: row.recheck),
    Column("重点督办", lambda row: "是" if row.item.key else ""),
    Column("催办次数", lambda row: row.urged or None),
    Column("并入", lambda row: row.item.merged_into),
)
COLUMNS = {column.label: column for column in (*FACTS, *COMPUTED)}


def columns_of(ledger: Ledger) -> tuple[Column, ...]:
    """Give the columns of a ledger's register: with the fields that it declares."""
    own = (Column(f.name, _fact(f.name), fact=True, own=f) for f in ledger.custom)
    return (*FACTS, *own, *COMPUTED)


def _remaining(item: Item) -> int | str:
    return item.remaining if item.days_left is None else item.days_left


def _options(roster: Roster) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the words among which a column is chosen, by its heading."""
    issues = [case.issue for case in roster.cases]
    ledger = roster.ledger
    units = tuple(unit.name for unit in roster.directory.units if unit.until is None)
    channels = dict.fromkeys([*ledger.channels, *(each.source for each in issues)])
    yield (
        "类别",
        tuple(dict.fromkeys(each.category for each in issues if each.category)),
    )
    yield "性质", tuple(Nature)
    yield "来源", tuple(name for name in channels if name)
    yield "来源级别", tuple(Level)
    yield "时限类型", tuple(TimeKind)
    yield "公开方式", tuple(Publicity)
    yield "拟主办", units
    yield "主办", units
    yield STATE, tuple(State)
    yield "答复类别", tuple(grade.code for grade in ledger.grades)
    yield "复核结论", tuple(Finding)
    yield "测评结论", tuple(Verdict)
    for field in ledger.custom:
        if field.options:
            yield field.name, field.options
