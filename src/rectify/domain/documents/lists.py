"""The three lists (三张清单) of one set of issues: problems, duties, measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.deadline import ESTIMATED
from rectify.domain.documents.report import (
    Head,
    found_of,
    head_of,
    origin_of,
    own_words,
    running,
)
from rectify.domain.event import Advance, Assign, Opening, Reassign, Respond
from rectify.domain.listing import item_of
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import check_parts
from rectify.domain.text import numeral

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.event import Plan
    from rectify.domain.listing import Item
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster


class Duty(NamedTuple):
    """One unit's part in an issue."""

    unit: str
    role: str = ""
    leader: str = ""
    person: str = ""
    goal: str = ""
    measures: str = ""
    finish: str = ""
    deadline: str = ""
    latest: str = ""
    late: int = 0


class Entry(NamedTuple):
    """One issue of a list, in words."""

    item: Item
    description: str
    demand: str
    own: dict[str, str]
    nature: str
    origin: str
    limit: str
    duties: tuple[Duty, ...]
    helpers: tuple[str, ...]


class Group(NamedTuple):
    """Issues under one heading, counted."""

    mark: str
    title: str
    entries: tuple[Entry, ...]


class IssueList(NamedTuple):
    """What one of the three lists says; `own` are the ledger's own fields in it."""

    head: Head
    total: int
    own: tuple[str, ...]
    groups: tuple[Group, ...]


def compile_list(request: Request) -> dict[str, IssueList]:
    """Gather the issues handed over, under their 审议意见 or their categories."""
    roster = request.roster
    cases = roster.base()
    groups = tuple(_groups(roster, cases))
    check_parts("清单各组", len(cases), [len(group.entries) for group in groups])
    entries = [entry for group in groups for entry in group.entries]
    said = {label for entry in entries for label in entry.own}
    own = (each.name for each in roster.ledger.custom if each.name in said)
    return {"": IssueList(head_of(roster), len(cases), tuple(own), groups)}


def _groups(roster: Roster, cases: tuple[Progress, ...]) -> Iterator[Group]:
    members: dict[str, list[Progress]] = {}
    for opinion in roster.ledger.opinions:
        members[f"关于第{opinion.number}条审议意见“{opinion.title}”"] = [
            case for case in cases if case.issue.opinion == opinion.number
        ]
    declared = {opinion.number for opinion in roster.ledger.opinions}
    others: list[Progress] = []
    for case in cases:
        if case.issue.opinion in declared:
            continue
        category = case.issue.category
        found = members.setdefault(f"{category}方面", []) if category else others
        found.append(case)
    filled = [(title, found) for title, found in members.items() if found]
    if others:
        filled.append(("其他" if filled else "全部问题", others))
    for place, (title, found) in enumerate(filled, 1):
        yield Group(numeral(place), title, tuple(_entry(case) for case in found))


def _entry(case: Progress) -> Entry:
    issue, stands = case.issue, case.standing
    duties = [_duty(stands, work) for work in stands.answering]
    if case.merged_into is not None:
        duties = [Duty(f"并入 {case.merged_into}", late=stands.overdue_days)]
    limits = dict.fromkeys(duty.deadline for duty in duties)
    return Entry(
        item=item_of(case),
        description=found_of(issue),
        demand=running(issue.demand or ""),
        own=own_words(issue, long=False),
        nature=str(issue.nature or ""),
        origin=origin_of(issue),
        limit="、".join(limit for limit in limits if limit),
        duties=tuple(duties),
        helpers=()
        if case.merged_into is not None
        else tuple(work.unit for work in stands.partners),
    )


def _duty(case: Progress, work: Undertaking) -> Duty:
    plan = work.plan
    limit = deadline_words(case, work, work.deadline)
    return Duty(
        unit=work.unit,
        role=str(work.role),
        leader=plan.leader or "" if plan else "",
        person=plan.person or "" if plan else "",
        goal=_long(plan, "goal"),
        measures=_long(plan, "measures"),
        finish=plan.finish or limit if plan else limit,
        deadline=limit,
        latest=running(last_word(case, work.unit)),
        late=work.clock.overdue_days(case.on) if work in case.awaited else 0,
    )


def _long(plan: Plan | Opening | None, name: str) -> str:
    return running(getattr(plan, name) or "") if plan else ""


def deadline_words(case: Progress, work: Undertaking, deadline: date | None) -> str:
    """Give a deadline as a full date, or the words that stand for it."""
    if deadline is not None:
        clock = work.clock
        mark = ESTIMATED if clock.estimated and deadline == clock.deadline else ""
        return f"{chinese_day(deadline)}{mark}"
    return _basis(case, work.unit) or str(case.issue.time_kind or "—")


def _basis(case: Progress, unit: str) -> str | None:
    """Give the words in which a unit was last told how long it has."""
    words = None
    for event in case.events:
        match event:
            case Assign() | Opening():
                words = event.basis
            case Reassign() if event.unit == unit:
                words = event.basis or words
            case _:
                continue
    return words


def last_word(case: Progress, unit: str) -> str:
    """Give what one unit last said of its progress, answers included, as stored."""
    found = ""
    for event in case.events:
        match event:
            case Advance() | Respond() if event.unit == unit:
                found = event.content or found
            case Opening():
                known = event.known_of(unit)
                found = known.latest if known else ""
            case _:
                continue
    return found
