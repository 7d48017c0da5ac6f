"""The dashboard (看板): the figures of a ledger, and every issue with its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.months import month_ends
from rectify.domain.documents.report import Head, head_of, noun_of, own_words
from rectify.domain.documents.timeline import timeline
from rectify.domain.issue import Issue
from rectify.domain.listing import item_of, summarise
from rectify.domain.measures import MEASURES
from rectify.domain.rate import check_parts
from rectify.domain.rates import (
    UNNAMED,
    Grouping,
    compile_rates,
    figures_note,
    measure_named,
    total_rate,
)
from rectify.domain.text import paragraphs
from rectify.domain.wording import rectified_and_answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.documents.months import MonthEnd
    from rectify.domain.documents.report import Request
    from rectify.domain.documents.timeline import Moment
    from rectify.domain.listing import Item, Summary
    from rectify.domain.progress import Progress
    from rectify.domain.rate import Rate
    from rectify.domain.roster import Roster

_TEXTS = ("description", "details", "demand", "standard")
_BY_GROUP = ("答复率", "按期办结率", "整改完成率")


class Gauge(NamedTuple):
    """One rate that has a base, and the sentence that defines it."""

    name: str
    rate: Rate
    definition: str

    @property
    def rest(self) -> tuple[str, ...]:
        """What is in the denominator and not in the numerator."""
        counted = set(self.rate.numerator_of)
        return tuple(each for each in self.rate.denominator_of if each not in counted)


class Group(NamedTuple):
    """One unit or category: how many it has, and how far they are."""

    name: str
    shown: str
    size: int
    answered: Rate
    on_time: Rate
    rectified: Rate


class Passage(NamedTuple):
    """A text of the issue under its heading, paragraph by paragraph."""

    heading: str
    paragraphs: tuple[str, ...]


class Entry(NamedTuple):
    """One issue: its line in the list, and what opens below it.

    `units` are those that now do the work of its own units, as the groups name them.
    """

    item: Item
    category: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    units: tuple[str, ...]
    facts: tuple[str, ...]
    passages: tuple[Passage, ...]
    moments: tuple[Moment, ...]


class Dashboard(NamedTuple):
    """What the page says; every count but the list's is of the base (基数)."""

    head: Head
    noun: str
    sentence: str
    total: int
    base_note: str
    answered: Gauge
    on_time: Gauge
    rectified: Gauge
    summary: Summary
    gauges: tuple[Gauge, ...]
    months: tuple[MonthEnd, ...]
    units: tuple[Group, ...]
    categories: tuple[Group, ...]
    named: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


def compile_dashboard(request: Request) -> dict[str, Dashboard]:
    """Count everything that the page says, and check that the parts add up."""
    roster = request.roster
    base = roster.base()
    summary = summarise(
        [item_of(case) for case in base], roster.ledger.procedure.due_soon_days
    )
    check_parts("各状态的", len(base), [count for _, count in summary.states])
    categories = tuple(_groups(roster, Grouping.CATEGORY))
    check_parts("各类别的", len(base), [each.size for each in categories])
    entries = tuple(_entry(roster, case) for case in roster.cases)
    found = Dashboard(
        head=head_of(roster),
        noun=noun_of(roster.cases),
        sentence=rectified_and_answered(
            total_rate("整改答复到位率", [roster]), roster.ledger.measure_word
        ),
        total=len(base),
        base_note=figures_note([roster]),
        answered=_gauge(roster, "答复率"),
        on_time=_gauge(roster, "按期办结率"),
        rectified=_gauge(roster, "整改完成率"),
        summary=summary,
        gauges=tuple(_gauges(roster)),
        months=month_ends(roster),
        units=tuple(_groups(roster, Grouping.UNIT)),
        categories=categories,
        named=tuple(_named(roster, entries)),
        entries=entries,
    )
    return {"": found}


def _gauge(roster: Roster, name: str) -> Gauge:
    measure = measure_named(name)
    rate = total_rate(name, [roster])
    return Gauge(measure.name, rate, measure.definition(roster.ledger))


def _gauges(roster: Roster) -> Iterator[Gauge]:
    """Count every rate; one that has no base in this ledger is left out."""
    for measure in MEASURES:
        gauge = _gauge(roster, measure.name)
        if gauge.rate.denominator:
            yield gauge


def _groups(roster: Roster, grouping: Grouping) -> Iterator[Group]:
    measures = [measure_named(name) for name in _BY_GROUP]
    for line in compile_rates([roster], measures, grouping).lines:
        shown = roster.directory.shown(line.group)
        name = shown if grouping is Grouping.UNIT else line.group
        yield Group(line.group, name, line.size, *line.rates)


def _named(roster: Roster, entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """Name the units of all issues, in full and in short, in official order."""
    units = {unit for entry in entries for unit in entry.units}
    for unit in sorted(units, key=roster.directory.rank):
        yield unit, roster.directory.shown(unit)


def _entry(roster: Roster, case: Progress) -> Entry:
    item, names = item_of(case), roster.directory
    units = (*item.leads, *item.partners)
    return Entry(
        item=item,
        category=item.category or UNNAMED,
        leads=tuple(map(names.shown, item.leads)),
        partners=tuple(map(names.shown, item.partners)),
        units=tuple(dict.fromkeys(map(names.current, units))),
        facts=tuple(_facts(case, item)),
        passages=tuple(_passages(case)),
        moments=tuple(timeline(roster, case)),
    )


def _facts(case: Progress, item: Item) -> Iterator[str]:
    """Say where an issue comes from and what is special about it."""
    issue = case.issue
    leader = case.key.leader if case.is_key and case.key else None
    said = (
        issue.source,
        issue.level and f"{issue.level}级",
        issue.opinion and f"审议意见第{issue.opinion}条",
        item.proposers and f"提出人 {'、'.join(item.proposers)}",
        issue.time_kind,
        leader and f"督办领导 {leader}",
        case.merged_into and f"并入 {case.merged_into}",
        *(f"{name} {said}" for name, said in own_words(issue, long=False).items()),
    )
    yield from (fact for fact in said if fact)


def _passages(case: Progress) -> Iterator[Passage]:
    labels = Issue.labels()
    for name in _TEXTS:
        text = getattr(case.issue, name)
        if text:
            yield Passage(labels[name], tuple(paragraphs(text)))
    for name in own_words(case.issue, long=True):
        yield Passage(name, tuple(paragraphs(str(case.issue.own[name]))))
