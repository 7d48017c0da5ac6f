"""Rates counted over rosters: in total, and by unit, category, source and so on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import tally
from rectify.domain.measures import MEASURES, Basis, Measure
from rectify.domain.rate import Gap, Rate
from rectify.domain.subject import Held, Subject
from rectify.domain.terms import MergedCount
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rectify.domain.roster import Roster

TOTAL = "全部"
UNNAMED = "未填写"
_LAST = 10**9


class Grouping(StrEnum):
    """By what rates are broken down."""

    UNIT = "单位"
    CATEGORY = "类别"
    SOURCE = "来源"
    LEVEL = "来源级别"
    OPINION = "审议意见"
    LEDGER = "台账"


class UnknownMeasure(UsageError):  # noqa: N818  # named for what it is
    """No rate goes by that name."""

    def __init__(self, name: str) -> None:
        known = "、".join(measure.name for measure in MEASURES)
        super().__init__(f"没有“{name}”这个指标。可用：{known}")


def measure_named(name: str) -> Measure:
    """Find a rate by its name or alias.

    Raises:
        UnknownMeasure: there is none.
    """
    for measure in MEASURES:
        if name in (measure.name, *measure.aliases):
            return measure
    raise UnknownMeasure(name)


class UnknownGrouping(UsageError):  # noqa: N818  # named for what it is
    """Rates are not broken down by that."""

    def __init__(self, name: str) -> None:
        super().__init__(f"不能按“{name}”分组。可用：{'、'.join(Grouping)}")


def grouping_named(name: str) -> Grouping:
    """Find a grouping by its name.

    Raises:
        UnknownGrouping: there is none.
    """
    try:
        return Grouping(name)
    except ValueError:
        raise UnknownGrouping(name) from None


class Line(NamedTuple):
    """The rates of one group, in the order of the measures asked for."""

    group: str
    size: int
    rates: tuple[Rate, ...]


class RateTable(NamedTuple):
    """The rates asked for, by group and in total."""

    measures: tuple[Measure, ...]
    definitions: tuple[str, ...]
    grouping: Grouping | None
    lines: tuple[Line, ...]
    total: Line


def rate_of(measure: Measure, subjects: Iterable[Subject | Held]) -> Rate:
    """Count one rate: the numerator among those in the denominator.

    Nobody can tell where that belongs of which something is not known.
    """
    lower, gaps = [], []
    for subject in subjects:
        lacking = measure.lacking(subject)
        if lacking:
            gaps.append(Gap(_name(subject), lacking))
        elif measure.denominator(subject):
            lower.append(subject)
    upper = [subject for subject in lower if measure.numerator(subject)]
    return Rate.of(map(_name, upper), map(_name, lower), gaps)


def _name(subject: Subject | Held) -> str:
    if isinstance(subject, Held):
        return subject.name
    if subject.alone:
        return f"{subject.case.number} {subject.works[0].unit}"
    return subject.case.number


def total_rate(name: str, rosters: Sequence[Roster]) -> Rate:
    """Count one rate over all issues of some ledgers."""
    measure = measure_named(name)
    return rate_of(measure, _subjects(measure, rosters))


def compile_rates(
    rosters: Sequence[Roster],
    measures: Sequence[Measure],
    grouping: Grouping | None = None,
) -> RateTable:
    """Count rates over some ledgers, in total and by group.

    The total counts issues; by unit, each 承办 is counted for its unit.
    """
    total = Line(
        TOTAL,
        sum(len(roster.base()) for roster in rosters),
        tuple(rate_of(each, _subjects(each, rosters)) for each in measures),
    )
    lines = () if grouping is None else tuple(_lines(rosters, measures, grouping))
    definitions = tuple(_definition(each, rosters) for each in measures)
    return RateTable(tuple(measures), definitions, grouping, lines, total)


def _definition(measure: Measure, rosters: Sequence[Roster]) -> str:
    """Give the definition; ledgers whose rules differ are named apart."""
    worded = {roster.name: measure.definition(roster.ledger) for roster in rosters}
    if len(set(worded.values())) == 1:
        return next(iter(worded.values()))
    return "；".join(f"{name}：{sentence}" for name, sentence in worded.items())


def _subjects(measure: Measure, rosters: Sequence[Roster]) -> Iterator[Subject | Held]:
    for roster in rosters:
        match measure.basis:
            case Basis.ISSUE:
                yield from issues_of(roster)
            case Basis.UNDERTAKING:
                yield from _own(undertakings_of(roster))
            case _:
                yield from votes_of(roster)


def issues_of(roster: Roster) -> Iterator[Subject]:
    """Give each issue with all its answering 承办."""
    for case in roster.cases:
        yield Subject(roster, case, tuple(case.standing.answering))


def undertakings_of(roster: Roster) -> Iterator[Subject]:
    """Give each 承办 alone, helpers too; a 并案 child has those of its parent."""
    for case in roster.cases:
        for work in case.standing.undertakings:
            yield Subject(roster, case, (work,), alone=True)


def _own(subjects: Iterable[Subject]) -> Iterator[Subject]:
    """Leave out what is only lent to a 并案 child."""
    return (subject for subject in subjects if subject.case.parent is None)


def votes_of(roster: Roster) -> Iterator[Held]:
    """Give each thing that was voted on, with the result by the ledger's rule."""
    rule = roster.ledger.ballot_rule
    for vote in roster.votes:
        for subject in vote.subjects():
            result = tally(vote, rule, subject)
            name = vote.number if subject is None else f"{vote.number} {subject}"
            yield Held(name, vote.turn, result.verdict, rule.decides)


def _lines(
    rosters: Sequence[Roster], measures: Sequence[Measure], grouping: Grouping
) -> Iterator[Line]:
    by_unit = grouping is Grouping.UNIT
    groups: dict[str, list[Subject]] = {}
    for roster in rosters:
        subjects = undertakings_of(roster) if by_unit else issues_of(roster)
        for subject in subjects:
            groups.setdefault(_KEYS[grouping](subject), []).append(subject)
    for group in sorted(groups, key=_order(rosters, grouping)):
        members = groups[group]
        counted = [each for each in members if each.roster.in_base(each.case)]
        if by_unit:
            counted = [each for each in counted if each.works[0].answering]
        rates = tuple(_group_rate(each, members, grouping) for each in measures)
        if counted or any(rate.denominator or rate.gaps for rate in rates):
            yield Line(group, len(counted), rates)


def _group_rate(measure: Measure, members: list[Subject], grouping: Grouping) -> Rate:
    """Count one rate of one group; votes belong to a ledger and to no other group."""
    if measure.basis is Basis.VOTE:
        if grouping is not Grouping.LEDGER:
            return Rate(0, 0)
        return rate_of(measure, votes_of(members[0].roster))
    if measure.basis is Basis.UNDERTAKING:
        if not members[0].alone:
            members = [
                Subject(each.roster, each.case, (work,), alone=True)
                for each in members
                for work in each.case.standing.undertakings
            ]
        members = list(_own(members))
    elif measure.basis is Basis.ISSUE and members[0].alone:
        members = [each for each in members if each.works[0].answering]
    return rate_of(measure, members)


_KEYS: dict[Grouping, Callable[[Subject], str]] = {
    Grouping.UNIT: lambda each: each.roster.directory.current(each.works[0].unit),
    Grouping.CATEGORY: lambda each: each.case.issue.category or UNNAMED,
    Grouping.SOURCE: lambda each: each.case.issue.source or UNNAMED,
    Grouping.LEVEL: lambda each: each.case.issue.level or UNNAMED,
    Grouping.OPINION: lambda each: (
        f"第{each.case.issue.opinion}条" if each.case.issue.opinion else UNNAMED
    ),
    Grouping.LEDGER: lambda each: each.roster.name,
}


def _order(
    rosters: Sequence[Roster], grouping: Grouping
) -> Callable[[str], tuple[int, str]]:
    """Order units as the office does, 审议意见 by number, the rest as first seen."""
    if grouping is Grouping.UNIT:
        ranks = [roster.directory.rank for roster in rosters]
        return lambda name: min(rank(name) for rank in ranks)
    if grouping is Grouping.OPINION:
        return lambda name: (int(name[1:-1]) if name != UNNAMED else _LAST, name)
    first: dict[str, int] = {}
    for roster in rosters:
        for subject in issues_of(roster):
            first.setdefault(_KEYS[grouping](subject), len(first))
    return lambda name: (first[name], name)


def base_note(rosters: Sequence[Roster]) -> str:
    """Say what the base leaves out and how merged issues count."""
    notes = dict.fromkeys(_BASE_NOTES[r.ledger.procedure.merged_count] for r in rosters)
    return "；".join(notes)


def figures_note(rosters: Sequence[Roster]) -> str:
    """Say what the base is, and of how many something is not known (期初)."""
    return "；".join((base_note(rosters), *_gap_notes(rosters)))


def _gap_notes(rosters: Sequence[Roster]) -> Iterator[str]:
    """Word what each rate can't count, rates that can't count the same together."""
    if not any(case.opening for roster in rosters for case in roster.cases):
        return
    found: dict[str, list[str]] = {}
    for measure in MEASURES:
        rate = rate_of(measure, _subjects(measure, rosters))
        words = rate.gap_words(unit_word(measure, rosters))
        if words:
            found.setdefault(words, []).append(measure.name)
    for words, names in found.items():
        yield f"{'、'.join(names)}{words}"


def unit_word(measure: Measure, rosters: Sequence[Roster]) -> str:
    """Give the measure word of what a rate counts."""
    if measure.basis is Basis.ISSUE:
        return rosters[0].ledger.measure_word
    return "件" if measure.basis is Basis.UNDERTAKING else "次"


_BASE_NOTES = {
    MergedCount.EACH: "已交办问题不含撤回、不予受理的；并案的分别计数",
    MergedCount.TOGETHER: "已交办问题不含撤回、不予受理的；并案的合并计为一条",
}
