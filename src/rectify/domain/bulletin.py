"""The bulletin (情况通报): how many, done, open, by when, and only then who."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import tally
from rectify.domain.listing import item_of
from rectify.domain.rate import Rate, check_parts
from rectify.domain.rates import Grouping, compile_rates, measure_named, total_rate
from rectify.domain.report import Head, head_of
from rectify.domain.terms import Finding, Lasting, State, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rectify.domain.ballot import Vote
    from rectify.domain.listing import Item
    from rectify.domain.progress import Progress
    from rectify.domain.rates import Line
    from rectify.domain.roster import Roster

# Units with fewer 承办 are listed but not ranked: one issue more or less is too much.
FEWEST_RANKED = 3
# What an open state is called in a running sentence, in the order of saying.
_OPEN_WORDS = {
    State.ASSIGNED: "已交办待答复",
    State.WORKING: "正在办理",
    State.REDOING: "重新办理",
    State.RETURNING: "等待改派",
    State.ANSWERED: "已答复待复核测评",
    State.PASSED: "测评通过待销号",
    State.TRACKED: "转入跟踪",
}


class Share(NamedTuple):
    """A part of a whole: how many, and its share of the whole."""

    name: str
    note: str
    rate: Rate


class Standing(NamedTuple):
    """One unit in the table of units; no place where too few to rank."""

    place: int | None
    unit: str
    size: int
    answered: Rate
    on_time: Rate
    rectified: Rate


class Session(NamedTuple):
    """One day of voting: how many issues passed and failed, and which failed."""

    day: date
    turn: str
    passed: int
    failed: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many issues were voted on."""
        return self.passed + len(self.failed)


class UnitShare(NamedTuple):
    """What a vote said of one unit."""

    unit: str
    satisfied: Rate
    content: Rate


class UnitVote(NamedTuple):
    """One vote on units, which moves no issue."""

    day: date
    venues: int
    shares: tuple[UnitShare, ...]


class Late(NamedTuple):
    """A unit that was late in the first round, and with which issues."""

    unit: str
    numbers: tuple[str, ...]


class Bulletin(NamedTuple):
    """What the bulletin says."""

    head: Head
    opinions: int
    handed_on: tuple[date, ...]
    total: int
    rectified: Rate
    rest: int
    rest_parts: tuple[tuple[str, int], ...]
    answered: Rate
    on_time: Rate
    at_hand: Rate
    struck_off: Rate
    grades: tuple[Share, ...]
    themes: tuple[Share, ...]
    theme_word: str
    sessions: tuple[Session, ...]
    unit_votes: tuple[UnitVote, ...]
    rechecked: int
    rebounds: tuple[Item, ...]
    standings: tuple[Standing, ...]
    praised: tuple[Standing, ...]
    overdue: tuple[Item, ...]
    redone: tuple[Item, ...]
    late: tuple[Late, ...]
    unsigned: tuple[Late, ...]
    impossible: tuple[Item, ...]
    unfinished: tuple[Item, ...]


def compile_bulletin(roster: Roster) -> Bulletin:
    """Count everything that a bulletin says, and check that the parts add up."""
    base = roster.base()
    rectified = total_rate("整改完成率", [roster])
    done = set(rectified.numerator_of)
    unfinished = [case for case in base if case.number not in done]
    parts = tuple(_rest_parts(unfinished))
    check_parts("未完成的问题", len(unfinished), [count for _, count in parts])
    check_parts("交办的问题", len(base), (len(done), len(unfinished)))
    items = [item_of(case) for case in base]
    standings = tuple(_standings(roster))
    word, themes = _themes(roster)
    return Bulletin(
        head=head_of(roster),
        opinions=len(roster.ledger.opinions),
        handed_on=_days_of_handing(base),
        total=len(base),
        rectified=rectified,
        rest=len(unfinished),
        rest_parts=parts,
        answered=total_rate("答复率", [roster]),
        on_time=total_rate("按期办结率", [roster]),
        at_hand=total_rate("整改答复到位率", [roster]),
        struck_off=total_rate("销号率", [roster]),
        grades=tuple(_grades(roster)),
        themes=themes,
        theme_word=word,
        sessions=tuple(_sessions(base)),
        unit_votes=tuple(_unit_votes(roster)),
        rechecked=sum(1 for case in base if case.standing.rechecks),
        rebounds=tuple(item_of(case) for case in base if _rebounded(case)),
        standings=standings,
        praised=tuple(each for each in standings if _praised(each)),
        overdue=tuple(item for item in items if item.overdue),
        redone=tuple(item for item in items if item.state is State.REDOING),
        late=tuple(_late(roster)),
        unsigned=tuple(_unsigned(roster)),
        impossible=tuple(item_of(case) for case in base if _impossible(case)),
        unfinished=tuple(item_of(case) for case in unfinished),
    )


def _days_of_handing(cases: Iterable[Progress]) -> tuple[date, ...]:
    """Give the day of the hand-over, or the first and the last."""
    days = sorted({case.standing.handed.date for case in cases if case.standing.handed})
    return tuple(days if len(days) < 2 else (days[0], days[-1]))  # noqa: PLR2004  # one day or a span


def _rest_parts(unfinished: list[Progress]) -> Iterator[tuple[str, int]]:
    counted = Counter(case.state for case in unfinished)
    for state, words in _OPEN_WORDS.items():
        if counted[state]:
            yield words, counted[state]


def _grades(roster: Roster) -> Iterator[Share]:
    """Split the answered issues by the least good last class of their units."""
    graded = total_rate("落实率", [roster]).denominator_of
    by_grade: dict[str, list[str]] = {grade.code: [] for grade in roster.ledger.grades}
    for number in graded:
        works = roster.case(number).standing.answering
        worst = max((work.last_grade for work in works), key=roster.ledger.grade_rank)
        by_grade[worst or ""].append(number)
    check_parts("答复类别", len(graded), [len(found) for found in by_grade.values()])
    for grade in roster.ledger.grades:
        if by_grade[grade.code]:
            rate = Rate.of(by_grade[grade.code], graded)
            yield Share(f"{grade.code}类", grade.meaning, rate)


def _themes(roster: Roster) -> tuple[str, tuple[Share, ...]]:
    """Break the rate down by 审议意见, or by category where there are none."""
    by_opinion = bool(roster.ledger.opinions)
    grouping = Grouping.OPINION if by_opinion else Grouping.CATEGORY
    table = compile_rates([roster], [measure_named("整改完成率")], grouping)
    check_parts("各类问题", table.total.size, [line.size for line in table.lines])
    titles = {f"第{each.number}条": each.title for each in roster.ledger.opinions}
    shares = [
        Share(line.group, titles.get(line.group, ""), line.rates[0])
        for line in table.lines
    ]
    return ("审议意见" if by_opinion else "类别"), tuple(shares)


def _sessions(cases: Iterable[Progress]) -> Iterator[Session]:
    """Gather the votes on issues by day; the second vote on an issue is 二次."""
    days: dict[tuple[date, str], list[tuple[str, Verdict]]] = {}
    for case in cases:
        if case.parent is not None:
            continue
        for count, vote in enumerate(case.votes):
            turn = "二次" if count else "初次"
            days.setdefault((vote.date, turn), []).append((case.number, vote.verdict))
    for (day, turn), votes in sorted(days.items()):
        failed = [number for number, verdict in votes if verdict is Verdict.FAILED]
        yield Session(day, turn, len(votes) - len(failed), tuple(failed))


def _unit_votes(roster: Roster) -> Iterator[UnitVote]:
    """Give the votes on units, summed over all venues."""
    for vote in roster.votes:
        apart = [unit for unit in vote.subject.units if unit in vote.subjects()]
        together = vote.subject.units if None in vote.subjects() else ()
        shares = [_unit_share(roster, vote, unit, unit) for unit in apart]
        shares += [_unit_share(roster, vote, unit, None) for unit in together]
        if shares:
            venues = len({row.venue for row in vote.rows})
            yield UnitVote(vote.date, venues, tuple(shares))


def _unit_share(
    roster: Roster, vote: Vote, unit: str, subject: str | None
) -> UnitShare:
    counted = tally(vote, roster.ledger.ballot_rule, subject)
    content = counted.satisfied + counted.basically
    return UnitShare(
        unit, Rate(counted.satisfied, counted.base), Rate(content, counted.base)
    )


def _rebounded(case: Progress) -> bool:
    return any(each.lasting is Lasting.REBOUND for each in case.standing.rechecks)


def _impossible(case: Progress) -> bool:
    return any(
        work.review is not None and work.review.finding is Finding.IMPOSSIBLE
        for work in case.standing.answering
    )


def _standings(roster: Roster) -> Iterator[Standing]:
    """Rank units: by 整改完成率, then 按期办结率, 满意率, and the official order."""
    measures = [
        measure_named(name) for name in ("答复率", "按期办结率", "整改完成率", "满意率")
    ]
    lines = compile_rates([roster], measures, Grouping.UNIT).lines
    ranked = [line for line in lines if line.size >= FEWEST_RANKED]
    place = 0
    before: tuple[object, ...] | None = None
    for count, line in enumerate(sorted(ranked, key=_merit, reverse=True), 1):
        if _merit(line) != before:
            place, before = count, _merit(line)
        yield _standing(place, line)
    for line in lines:
        if line.size < FEWEST_RANKED:
            yield _standing(None, line)


def _merit(line: Line) -> tuple[object, ...]:
    _, on_time, rectified, satisfied = (rate.value for rate in line.rates)
    return (rectified or 0, on_time or 0, satisfied or 0)


def _standing(place: int | None, line: Line) -> Standing:
    answered, on_time, rectified, _ = line.rates
    return Standing(place, line.group, line.size, answered, on_time, rectified)


def _praised(each: Standing) -> bool:
    """Praise by figures: all on time and all rectified, with enough to rank."""
    return each.place is not None and each.on_time.value == 1 == each.rectified.value


def _late(roster: Roster) -> Iterator[Late]:
    """Name the units that were late in the first round, and their issues."""
    table = compile_rates([roster], [measure_named("按期办结率")], Grouping.UNIT)
    for line in table.lines:
        rate = line.rates[0]
        kept = set(rate.numerator_of)
        numbers = [name.split()[0] for name in rate.denominator_of if name not in kept]
        if numbers:
            yield Late(line.group, tuple(numbers))


def _unsigned(roster: Roster) -> Iterator[Late]:
    """Name the units that have not signed for issues still open or closed."""
    found: dict[str, list[str]] = {}
    for case in roster.base():
        if case.parent is None:
            for work in case.undertakings:
                if work.accepted is None:
                    found.setdefault(work.unit, []).append(case.number)
    for unit in sorted(found, key=roster.directory.rank):
        yield Late(unit, tuple(found[unit]))
