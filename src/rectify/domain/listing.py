"""What a listing says of each issue, and which issues it is asked for."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.custom import number_of
from rectify.domain.entity import CHOICE, marked
from rectify.domain.event import Event, Feedback
from rectify.domain.progress import ENDED
from rectify.domain.terms import Finding, State
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from rectify.domain.entity import Plain
    from rectify.domain.issue import Issue, Own, Proposer
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

E = TypeVar("E", bound=Event)
_ROUNDS = "①②③④⑤⑥⑦⑧⑨"
_TWICE = 2


class Item(NamedTuple):
    """One issue as a list shows it; days are counted from the day of the roster."""

    number: str
    title: str
    category: str | None
    source: str | None
    level: str | None
    opinion: int | None
    state: State
    round: int
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    deadline: date | None
    days_left: int | None
    overdue: int
    key: bool
    pending: bool
    tracked: bool
    merged_into: str | None
    failures: int
    lasting: bool
    reviewed: bool
    wanting: bool
    late_units: tuple[str, ...]
    estimated: bool
    limit_words: str | None
    proposers: tuple[str, ...]
    own: Mapping[str, Own]

    @property
    def state_shown(self) -> str:
        """The state, with the round from the second on: 重新办理②."""
        if self.round > 1 and self.open:
            return f"{self.state}{_ROUNDS[min(self.round, len(_ROUNDS)) - 1]}"
        return str(self.state)

    @property
    def remaining(self) -> str:
        """What is left of the time, in words; nothing when nothing is awaited."""
        if self.tracked:
            return _check_in(self.days_left or 0)
        if self.overdue:
            pending = "（延期待批）" if self.pending else ""
            return f"逾期{self.overdue}天{pending}"
        if self.days_left is None:
            return "长期" if self.lasting and self.open else ""
        return "今天到期" if self.days_left == 0 else f"剩{self.days_left}天"

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in ENDED

    @property
    def twice_failed(self) -> bool:
        """Whether it was found wanting a second time (二次不满意)."""
        return self.open and self.failures >= _TWICE

    def plain(self) -> dict[str, object]:
        """Give the item by Chinese keys, promised stable."""
        return {
            "编号": self.number,
            "标题": self.title,
            "类别": self.category,
            "来源": self.source,
            "状态": str(self.state),
            "主办": "、".join(self.leads) or None,
            "协办": list(self.partners),
            "期限": None if self.deadline is None else str(self.deadline),
            "剩余天数": self.days_left,
            "重点督办": self.key,
            "办理次数": self.round,
        }


def _check_in(days: int) -> str:
    if days == 0:
        return "今天核查"
    return f"核查已过{-days}天" if days < 0 else f"{days}天后核查"


def item_of(case: Progress) -> Item:
    """Say what a list says of one issue; a 并案 child stands where its parent does."""
    stands = case.standing
    issue = case.issue
    proposed = [issue.lead] if issue.lead else list(issue.separate)
    leads = [each.unit for each in stands.answering] or proposed
    partners = [each.unit for each in stands.partners] or list(issue.partners)
    return Item(
        number=issue.number,
        title=issue.title,
        category=issue.category,
        source=issue.source,
        level=issue.level,
        opinion=issue.opinion,
        state=case.state,
        round=stands.round,
        leads=tuple(leads),
        partners=tuple(partners),
        deadline=stands.deadline,
        days_left=stands.days_left,
        overdue=stands.overdue_days,
        key=case.is_key,
        pending=stands.extension_pending,
        tracked=stands.own_state is State.TRACKED,
        merged_into=case.merged_into,
        failures=stands.failures,
        lasting=case.lasting,
        limit_words=_limit_words(case),
        proposers=tuple(public_name(issue, each) for each in issue.proposers),
        own=issue.own,
        reviewed=all(work.finding is not None for work in stands.answering),
        wanting=any(work.finding is Finding.NOT_YET for work in stands.answering),
        estimated=stands.estimated,
        late_units=tuple(
            work.unit for work in stands.awaited if work.clock.overdue_days(case.on)
        ),
    )


def _limit_words(case: Progress) -> str | None:
    """Word a limit that is no day: what the list proposes, or 立行立改, 长期坚持."""
    stands = case.standing
    if stands.answer_by is not None or stands.carried is not None:
        return None
    if stands.handed is None:
        return f"拟{case.issue.deadline}" if case.issue.deadline else None
    return stands.handed.event.basis or case.issue.time_kind


def public_name(issue: Issue, proposer: Proposer) -> str:
    """Name a proposer; one that asks to stay unnamed (保密) by a letter."""
    if not proposer.confidential:
        return proposer.name
    hidden = [each for each in issue.proposers if each.confidential]
    again, place = divmod(hidden.index(proposer), len(ascii_uppercase))
    letter = f"{ascii_uppercase[place]}{again + 1 if again else ''}"
    return f"{'代表' if proposer.deputy else '提出人'}{letter}"


def disclosed(issue: Issue, event: E) -> E:
    """Give an event as others may read it: who asked to stay unnamed is not named."""
    if not isinstance(event, Feedback):
        return event
    for proposer in issue.proposers:
        if proposer.name == event.proposer and proposer.confidential:
            return event.but(proposer=public_name(issue, proposer))
    return event


class Wish(NamedTuple):
    """What a list is asked for; what is None does not matter."""

    states: tuple[str, ...] = ()
    unit: str | None = None
    category: str | None = None
    source: str | None = None
    opinion: int | None = None
    key: bool = False
    overdue: bool = False
    due_within: int | None = None
    text: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


def items(roster: Roster, wish: Wish) -> Iterator[Item]:
    """Go through the issues of a ledger that a list is asked for, in their order."""
    for case in roster.cases:
        item = item_of(case)
        if _meets(item, case, wish):
            yield item


def _meets(item: Item, case: Progress, wish: Wish) -> bool:
    issue = case.issue
    wanted = (
        (wish.states, item.state in wish.states),
        (wish.unit, wish.unit in (*item.leads, *item.partners)),
        (wish.category, issue.category == wish.category),
        (wish.source, issue.source == wish.source),
        (wish.opinion is not None, issue.opinion == wish.opinion),
        (wish.key, item.key),
        (wish.overdue, item.overdue > 0),
        (wish.due_within is not None, due_within(item, wish.due_within or 0)),
        (wish.text, _says(case, wish.text or "")),
        (wish.fields, all(_holds(issue, *each) for each in wish.fields)),
    )
    return all(met for asked, met in wanted if asked)


def due_within(item: Item, days: int) -> bool:
    """Tell whether something is awaited by then, or is late already."""
    return item.days_left is not None and item.days_left <= days


def _says(case: Progress, words: str) -> bool:
    """Look for words in everything that an issue says."""
    return any(words in said for said in _said(case.issue.plain()))


def _holds(issue: Issue, label: str, words: str) -> bool:
    """Tell whether a fact has the words in it; no words ask for what is not there.

    A number, and a word that is one of a few, must be the very same.
    """
    name = next((name for name, its in issue.labels().items() if its == label), "")
    value = getattr(issue, name, None)
    if not words:
        return value is None or value == ()
    if isinstance(value, int | Decimal):
        return value == number_of(words)
    if isinstance(value, StrEnum) or name in marked(type(issue), CHOICE):
        return value == words
    return any(words in said for said in _said(issue.plain().get(label, [])))


def _said(plain: Plain) -> Iterator[str]:
    """Go through the values of a file; what is written in lines is read as one."""
    match plain:
        case dict():
            for part in plain.values():
                yield from _said(part)
        case list():
            for part in plain:
                yield from _said(part)
        case _:
            yield flow(str(plain))


class Summary(NamedTuple):
    """What stands under a list: how many, in which states, how many late and soon."""

    total: int
    states: tuple[tuple[State, int], ...]
    overdue: int
    soon: int
    soon_days: int


def summarise(listed: Sequence[Item], soon_days: int) -> Summary:
    """Count a list; 临期 means due within some days, on a day that is not over."""
    counted = dict.fromkeys(State, 0)
    for item in listed:
        counted[item.state] += 1
    order = (State.CLOSED, *(state for state in State if state is not State.CLOSED))
    soon = [
        item
        for item in listed
        if not item.overdue
        and item.days_left is not None
        and 0 <= item.days_left <= soon_days
    ]
    return Summary(
        len(listed),
        tuple((state, counted[state]) for state in order if counted[state]),
        sum(1 for item in listed if item.overdue),
        len(soon),
        soon_days,
    )


def urgent_first(listed: Iterable[Item]) -> list[Item]:
    """Order what is due: the latest first, then by day and number."""
    return sorted(listed, key=lambda item: (item.days_left or 0, item.number))
