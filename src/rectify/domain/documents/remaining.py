"""What is not rectified yet: how far it is, and what is asked of whom next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.lists import deadline_words
from rectify.domain.listing import Item, item_of
from rectify.domain.rate import check_parts
from rectify.domain.terms import Assessment, Finding, State, TimeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress


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


def rest_of(ledger: Ledger, unfinished: Sequence[Progress]) -> Rest:
    """Divide what is not rectified, without gap or overlap."""
    states = tuple(_states(ledger, unfinished))
    total = len(unfinished)
    check_parts("未完成整改的", total, [count for _, count in states])
    counted: dict[str, int] = {}
    for case in unfinished:
        duty = _duty(ledger, case)
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
    state, shown = str(item.state), item.state_shown
    if item.state is State.PASSED:
        shown = shown.replace(state, _passed(ledger))
    found = _found(case) if item.state is State.ANSWERED else None
    if found is not None:
        shown = shown.replace(state, _SHORT[found])
    return Remaining(item, shown, _limit(case))


def _states(
    ledger: Ledger, unfinished: Sequence[Progress]
) -> Iterator[tuple[str, int]]:
    """Count by state, and what is answered by what was found, in order of saying."""
    counted = Counter(
        (_place(case), _stage(ledger, case))
        for case in unfinished
        if case.state in _STAGES
    )
    for (_, said), count in sorted(counted.items()):
        yield said, count


def _place(case: Progress) -> tuple[int, int]:
    found = _found(case) if case.state is State.ANSWERED else None
    return list(_STAGES).index(case.state), _LEAST_GOOD.index(found)


def _stage(ledger: Ledger, case: Progress) -> str:
    """Say how far an issue is; of an answer, what the 复核 found and what is next."""
    found = _found(case) if case.state is State.ANSWERED else None
    if found is None:
        return _STAGES[case.state].format(
            judged=_JUDGED[ledger.assessment], passed=_passed(ledger)
        )
    if found in _IN_PLACE and _awaits_judgement(ledger, case):
        return f"{found}待{ledger.assessment}"
    return f"{found}待销号" if found is Finding.RECTIFIED else _FOUND[found]


def _found(case: Progress) -> Finding | None:
    """Give the least good finding on its answers; None if one waits for its 复核."""
    found = [work.finding for work in case.standing.answering]
    return min(found, key=_LEAST_GOOD.index)


def _awaits_judgement(ledger: Ledger, case: Progress) -> bool:
    """Tell whether a vote or feedback is still needed before it is struck off."""
    stands = case.standing
    needed = (
        ledger.procedure.closing_needs_vote and ledger.assessment is not Assessment.NONE
    )
    return needed and stands.passed_round != stands.round


_STAGES = {
    State.ASSIGNED: "已交办待答复",
    State.WORKING: "正在办理",
    State.REDOING: "重新办理",
    State.RETURNING: "等待改派",
    State.ANSWERED: "已答复待{judged}",
    State.PASSED: "{passed}待销号",
    State.TRACKED: "转入跟踪",
    State.CARRIED: "已结转",
}
# What one answer was found to be stands for the issue, before what is better.
_LEAST_GOOD = (
    Finding.NOT_YET,
    None,
    Finding.IMPOSSIBLE,
    Finding.ANSWERED,
    Finding.RECTIFIED,
)
_IN_PLACE = (Finding.ANSWERED, Finding.RECTIFIED)
_FOUND = {
    Finding.NOT_YET: "已答复但复核未到位",
    Finding.IMPOSSIBLE: "复核为无法整改",
    Finding.ANSWERED: "答复到位",
}
_SHORT = {
    Finding.NOT_YET: "复核未到位",
    Finding.IMPOSSIBLE: "无法整改",
    Finding.ANSWERED: "答复到位",
    Finding.RECTIFIED: "整改到位",
}
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
    Finding.NOT_YET: "复核未到位的{count}继续整改、重新答复",
    "待复核": "已答复待复核的{count}配合做好{judged}",
    Finding.IMPOSSIBLE: "复核为无法整改的{count}做好解释说明",
    "待评": "复核到位的{count}配合做好{assessment}",
    Finding.ANSWERED: "答复到位的{count}按所作答复继续落实",
    Finding.RECTIFIED: "整改到位的{count}抓紧办理销号",
    "通过": "{passed}的{count}抓紧办理销号",
    "核查已过": "核查日已过的{count}立即报送进展",
    "跟踪": "转入跟踪的{count}在核查日前报送进展",
    "结转": "已结转的{count}在转入的台账里继续办理",
}


def _asked(duty: str, count: str, ledger: Ledger) -> str:
    return _DUTIES[duty].format(
        count=count,
        office=f"{ledger.organ}办公室",
        judged=_JUDGED[ledger.assessment],
        assessment=ledger.assessment,
        passed=_passed(ledger),
    )


def _duty(ledger: Ledger, case: Progress) -> str:  # noqa: PLR0911  # one line a duty
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
            return _duty_of_answer(ledger, case)
        case State.RETURNING:
            return "改派"
        case State.CARRIED:
            return "结转"
    if stands.days_left is not None:
        return "未到期"
    kinds = {str(TimeKind.AT_ONCE): "立行立改", str(TimeKind.LASTING): "长期"}
    told = kinds.get(str(stands.issue.time_kind))
    return told or kinds.get(_limit(case), "无期限")


def _duty_of_answer(ledger: Ledger, case: Progress) -> str:
    found = _found(case)
    if found in _IN_PLACE and _awaits_judgement(ledger, case):
        return "待评"
    return "待复核" if found is None else found


def _limit(case: Progress) -> str:
    """Give the day or the words by which something is still expected; else a dash."""
    stands = case.standing
    if stands.carried is not None:
        return "—"
    if stands.days_left is None and any(work.deadline for work in stands.answering):
        return str(TimeKind.LASTING) if case.lasting else "—"
    nearest = [work for work in stands.answering if work.deadline == stands.deadline]
    return deadline_words(stands, (nearest or stands.answering)[0], stands.deadline)
