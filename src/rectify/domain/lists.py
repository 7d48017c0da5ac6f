"""The three lists (三张清单) of one set of issues: problems, duties, measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.deadline import ESTIMATED
from rectify.domain.event import Advance
from rectify.domain.listing import item_of
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import check_parts
from rectify.domain.report import Head, head_of
from rectify.domain.text import flow, numeral

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.clock import Clock
    from rectify.domain.event import Plan
    from rectify.domain.listing import Item
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Duty(NamedTuple):
    """One unit's part in an issue."""

    unit: str
    role: str
    leader: str
    person: str
    goal: str
    measures: str
    finish: str
    deadline: str


class Entry(NamedTuple):
    """One issue of a list, in words."""

    item: Item
    description: str
    demand: str
    nature: str
    origin: str
    duties: tuple[Duty, ...]
    helpers: tuple[str, ...]
    latest: str


class Group(NamedTuple):
    """Issues under one heading, counted."""

    mark: str
    title: str
    entries: tuple[Entry, ...]


class IssueList(NamedTuple):
    """What one of the three lists says."""

    head: Head
    total: int
    groups: tuple[Group, ...]


def compile_list(roster: Roster) -> IssueList:
    """Gather the issues handed over, under their 审议意见 or their categories."""
    cases = roster.base()
    groups = tuple(_groups(roster, cases))
    check_parts("清单各组", len(cases), [len(group.entries) for group in groups])
    return IssueList(head_of(roster), len(cases), groups)


def _groups(roster: Roster, cases: tuple[Progress, ...]) -> Iterator[Group]:
    members: dict[str, list[Progress]] = {}
    for opinion in roster.ledger.opinions:
        members[f"关于第{opinion.number}条审议意见“{opinion.title}”"] = [
            case for case in cases if case.issue.opinion == opinion.number
        ]
    declared = {opinion.number for opinion in roster.ledger.opinions}
    for case in cases:
        if case.issue.opinion not in declared:
            category = case.issue.category
            heading = f"{category}方面" if category else "其他"
            members.setdefault(heading, []).append(case)
    filled = {title: found for title, found in members.items() if found}
    for place, (title, found) in enumerate(filled.items(), 1):
        yield Group(numeral(place), title, tuple(_entry(case) for case in found))


def _entry(case: Progress) -> Entry:
    issue, stands = case.issue, case.standing
    origin = [issue.source or "", f"{issue.level}级" if issue.level else ""]
    details = [issue.description, issue.details]
    return Entry(
        item=item_of(case),
        description=flow("\n".join(text for text in details if text)),
        demand=flow(issue.demand or ""),
        nature=str(issue.nature or ""),
        origin="，".join(part for part in origin if part),
        duties=tuple(_duty(case, work) for work in stands.answering),
        helpers=tuple(work.unit for work in stands.partners),
        latest=_latest(case),
    )


def _duty(case: Progress, work: Undertaking) -> Duty:
    plan = work.plan
    limit = deadline_words(case, work.clock, work.deadline)
    return Duty(
        unit=work.unit,
        role=str(work.role),
        leader=plan.leader or "" if plan else "",
        person=plan.person or "" if plan else "",
        goal=_long(plan, "goal"),
        measures=_long(plan, "measures"),
        finish=plan.finish or limit if plan else limit,
        deadline=limit,
    )


def _long(plan: Plan | None, name: str) -> str:
    return flow(getattr(plan, name) or "") if plan else ""


def deadline_words(case: Progress, clock: Clock, deadline: date | None) -> str:
    """Give a deadline as a full date, or the words that stand for it."""
    if deadline is not None:
        mark = ESTIMATED if clock.estimated and deadline == clock.deadline else ""
        return f"{chinese_day(deadline)}{mark}"
    handed = case.standing.handed
    return (handed.basis if handed else None) or str(case.issue.time_kind or "—")


def _latest(case: Progress) -> str:
    """Give what the units last said of their progress, answers included."""
    said = ""
    for event in case.standing.issue.ordered_events():
        if event.date > case.on or event.voided is not None:
            continue
        if isinstance(event, Advance):
            said = flow(event.content)
        elif event.kind == "答复":
            said = flow(getattr(event, "content", None) or said)
    return said
