"""What is wanting, each issue named once, and what is asked of whom next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.listing import Item, item_of
from rectify.domain.rate import check_parts
from rectify.domain.rates import Grouping, compile_rates, measure_named
from rectify.domain.terms import Assessment, Finding, Lasting, State, TimeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster


class Concerned(NamedTuple):
    """A unit, and the issues with which something about it is to be said."""

    unit: str
    numbers: tuple[str, ...]


class Shortcomings(NamedTuple):
    """What is wanting."""

    overdue: tuple[Item, ...]
    twice_failed: tuple[Item, ...]
    rebounds: tuple[Item, ...]
    redone: tuple[Item, ...]
    impossible: tuple[Item, ...]
    late: tuple[Concerned, ...]
    unsigned: tuple[Concerned, ...]


class Remaining(NamedTuple):
    """One issue that is not rectified yet, and until when it has."""

    item: Item
    state: str
    limit: str


class Rest(NamedTuple):
    """What is not rectified: by state, by what is asked next, and one by one."""

    total: int
    states: tuple[tuple[str, int], ...]
    duties: tuple[str, ...]
    issues: tuple[Remaining, ...]


def shortcomings(roster: Roster, base: Sequence[Progress]) -> Shortcomings:
    """Find what is wanting; the weightiest comes first and is not said again."""
    named: set[str] = set()
    found = [
        tuple(_not_yet(named, base, wanting))
        for wanting in (
            lambda case: item_of(case).overdue > 0,
            lambda case: item_of(case).twice_failed,
            _rebounded,
            lambda case: case.state is State.REDOING,
            _impossible,
        )
    ]
    overdue, twice_failed, rebounds, redone, impossible = found
    return Shortcomings(
        overdue=overdue,
        twice_failed=twice_failed,
        rebounds=rebounds,
        redone=redone,
        impossible=impossible,
        late=tuple(_late(roster, {item.number for item in overdue})),
        unsigned=tuple(_unsigned(roster, base)),
    )


def _not_yet(
    named: set[str], base: Iterable[Progress], wanting: Callable[[Progress], bool]
) -> Iterator[Item]:
    for case in base:
        if case.number not in named and wanting(case):
            named.add(case.number)
            yield item_of(case)


def _rebounded(case: Progress) -> bool:
    found = [each.lasting for each in case.rechecks]
    return case.parent is None and Lasting.REBOUND in found


def _impossible(case: Progress) -> bool:
    return any(
        work.review is not None and work.review.finding is Finding.IMPOSSIBLE
        for work in case.standing.answering
    )


def _late(roster: Roster, named: set[str]) -> Iterator[Concerned]:
    """Name the units that were late in the first round, and their other issues."""
    table = compile_rates([roster], [measure_named("按期办结率")], Grouping.UNIT)
    for line in table.lines:
        rate = line.rates[0]
        kept = set(rate.numerator_of)
        late = [name.split()[0] for name in rate.denominator_of if name not in kept]
        numbers = tuple(number for number in late if number not in named)
        if numbers:
            yield Concerned(line.group, numbers)


def _unsigned(roster: Roster, base: Iterable[Progress]) -> Iterator[Concerned]:
    """Name the units that have not signed for issues that are still open."""
    found: dict[str, list[str]] = {}
    for case in base:
        if case.parent is None and case.open:
            for work in case.undertakings:
                if work.accepted is None:
                    found.setdefault(work.unit, []).append(case.number)
    for unit in sorted(found, key=roster.directory.rank):
        yield Concerned(unit, tuple(found[unit]))


def rest_of(ledger: Ledger, unfinished: Sequence[Progress]) -> Rest:
    """Divide what is not rectified, without gap or overlap."""
    states = tuple(_states(ledger, unfinished))
    total = len(unfinished)
    check_parts("未完成整改的", total, [count for _, count in states])
    counted: dict[str, int] = {}
    for case in unfinished:
        duty = _duty(case)
        counted[duty] = counted.get(duty, 0) + 1
    word = ledger.measure_word
    order = [duty for duty in _DUTIES if duty in counted]
    check_parts("下一步要求", total, [counted[duty] for duty in order])
    return Rest(
        total,
        states,
        tuple(_asked(duty, f"{counted[duty]}{word}", ledger) for duty in order),
        tuple(_remaining(ledger, case) for case in unfinished),
    )


def _remaining(ledger: Ledger, case: Progress) -> Remaining:
    item = item_of(case)
    passed = item.state is State.PASSED
    state = _passed(ledger) if passed else item.state_shown
    return Remaining(item, state, _limit(case))


def _states(
    ledger: Ledger, unfinished: Sequence[Progress]
) -> Iterator[tuple[str, int]]:
    """Count by state, in the order of saying."""
    judged = _JUDGED[ledger.assessment]
    words = {
        State.ASSIGNED: "已交办待答复",
        State.WORKING: "正在办理",
        State.REDOING: "重新办理",
        State.RETURNING: "等待改派",
        State.ANSWERED: f"已答复待{judged}",
        State.PASSED: f"{_passed(ledger)}待销号",
        State.TRACKED: "转入跟踪",
    }
    for state, said in words.items():
        count = sum(1 for case in unfinished if case.state is state)
        if count:
            yield said, count


_JUDGED = {
    Assessment.BALLOT: "复核测评",
    Assessment.FEEDBACK: "复核和反馈",
    Assessment.NONE: "复核",
}


def _passed(ledger: Ledger) -> str:
    return "反馈满意" if ledger.assessment is Assessment.FEEDBACK else "测评通过"


_DUTIES = {
    "逾期": "已逾期的{count}立即答复",
    "未到期": "未到期的{count}在期限内答复",
    "立行立改": "立行立改的{count}马上整改并答复",
    "长期": "长期坚持的{count}持续推进、定期报告进展",
    "无期限": "没有定期限的{count}抓紧办理答复",
    "改派": "等待改派的{count}由{office}尽快确定承办单位",
    "答复": "已答复的{count}配合做好{judged}",
    "通过": "{passed}的{count}抓紧办理销号",
    "核查已过": "核查日已过的{count}立即报送进展",
    "跟踪": "转入跟踪的{count}在核查日前报送进展",
}


def _asked(duty: str, count: str, ledger: Ledger) -> str:
    return _DUTIES[duty].format(
        count=count,
        office=f"{ledger.organ}办公室",
        judged=_JUDGED[ledger.assessment],
        passed=_passed(ledger),
    )


def _duty(case: Progress) -> str:  # noqa: PLR0911  # one line a duty
    """Say which one thing is asked for next."""
    stands = case.standing
    if stands.overdue_days:
        return "逾期"
    match case.state:
        case State.TRACKED:
            return "核查已过" if (stands.days_left or 0) < 0 else "跟踪"
        case State.PASSED:
            return "通过"
        case State.ANSWERED:
            return "答复"
        case State.RETURNING:
            return "改派"
    if stands.days_left is not None:
        return "未到期"
    kinds = {str(TimeKind.AT_ONCE): "立行立改", str(TimeKind.LASTING): "长期"}
    return kinds.get(_limit(case), "无期限")


def _limit(case: Progress) -> str:
    """Give the day or the words by which something is still expected; else a dash."""
    stands = case.standing
    if stands.days_left is None and any(work.deadline for work in stands.answering):
        return str(TimeKind.LASTING) if case.lasting else "—"
    nearest = [work for work in stands.answering if work.deadline == stands.deadline]
    return deadline_words(stands, (nearest or stands.answering)[0], stands.deadline)
