"""The progress table (整改进展表): what is new in a period, and what is still open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.changes import compile_changes
from rectify.domain.documents.remaining import rest_of
from rectify.domain.documents.report import Head, NothingHanded, head_of, noun_of
from rectify.domain.documents.timeline import timeline
from rectify.domain.phrases import chinese_day
from rectify.domain.rate import Rate, change_in_points
from rectify.domain.rates import total_rate
from rectify.domain.terms import State
from rectify.domain.wording import rectified_and_answered
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.changes import Changes
    from rectify.domain.documents.remaining import Remaining, Rest
    from rectify.domain.documents.report import Request
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

# The days that the table looks back over, its own day among them.
_WEEK = 7
_FIGURES = ("答复率", "按期办结率", "整改完成率", "整改答复到位率", "销号率")
# What says how far an issue has come; what the office did about it does not.
_TELLING = frozenset(
    {
        "方案", "进展", "面商", "答复", "退回重办", "复核", "测评", "反馈", "回头看",
        "转跟踪", "改派", "申请退回", "恢复", "期初",
    }
)  # fmt: skip


class PeriodToCome(UsageError):  # noqa: N818  # named for what it is
    """The period begins after the day of the figures."""

    def __init__(self, since: date, on: date) -> None:
        super().__init__(
            f"--since {since} 晚于统计截止日 {on}，请改早或用 --as-of 写明"
        )


class Compared(NamedTuple):
    """One figure at both ends of the period."""

    name: str
    then: Rate
    now: Rate
    points: str

    @property
    def more(self) -> int:
        """By how many issues it has grown."""
        return self.now.numerator - self.then.numerator


class Pending(NamedTuple):
    """One issue that is not struck off, and what was last heard of it."""

    rest: Remaining
    latest: str


class ProgressTable(NamedTuple):
    """What the progress table says."""

    head: Head
    noun: str
    before: date
    changes: Changes
    total: int
    summary: str
    figures: tuple[Compared, ...]
    gaps: tuple[str, ...]
    overdue_then: int
    overdue: int
    rest: Rest
    pending: tuple[Pending, ...]
    unhanded: int
    carried: int


def compile_progress(request: Request) -> dict[str, ProgressTable]:
    """Compare the ledger with itself before the period, and list what is open.

    Raises:
        NothingHanded: nothing was handed over yet.
        PeriodToCome: the period begins after the day.
    """
    roster = request.roster
    base = roster.base()
    if not base:
        raise NothingHanded("整改进展表")
    since = request.since or roster.on - timedelta(days=_WEEK - 1)
    if since > roster.on:
        raise PeriodToCome(since, roster.on)
    before = roster.back_on(since - timedelta(days=1))
    open_ = [case for case in base if case.open]
    rest = rest_of(roster.ledger, open_)
    figures = tuple(_compared(before, roster))
    found = ProgressTable(
        head=head_of(roster),
        noun=noun_of(base),
        before=before.on,
        changes=compile_changes([roster], since=since, until=roster.on),
        total=len(base),
        summary=rectified_and_answered(
            total_rate("整改答复到位率", [roster]), roster.ledger.measure_word
        ),
        figures=figures,
        gaps=tuple(_gaps(roster, figures)),
        overdue_then=_overdue(before),
        overdue=_overdue(roster),
        rest=rest,
        pending=_pending(roster, rest),
        unhanded=_unhanded(roster),
        carried=sum(1 for case in base if case.state is State.CARRIED),
    )
    return {"": found}


def _compared(before: Roster, roster: Roster) -> Iterator[Compared]:
    for name in _FIGURES:
        then, now = (total_rate(name, [each]) for each in (before, roster))
        yield Compared(name, then, now, change_in_points(now, then))


def _gaps(roster: Roster, figures: tuple[Compared, ...]) -> Iterator[str]:
    """Say what the figures of the day can't count."""
    for each in figures:
        words = each.now.gap_words(roster.ledger.measure_word)
        if words:
            yield f"{each.name}{words}"


def _overdue(roster: Roster) -> int:
    return sum(1 for case in roster.base() if case.standing.overdue_days)


def _unhanded(roster: Roster) -> int:
    """Count what is listed but not handed over: it is in no figure yet."""
    return sum(
        1
        for case in roster.cases
        if case.open and not roster.in_base(case) and not roster.left_out(case)
    )


def _pending(roster: Roster, rest: Rest) -> tuple[Pending, ...]:
    """Put the most urgent first: by the days left, then by number."""
    found = [
        Pending(each, _latest(roster, roster.case(each.item.number)))
        for each in rest.issues
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(pending: Pending) -> tuple[bool, int, str]:
    item = pending.rest.item
    return (item.days_left is None, item.days_left or 0, item.number)


def _latest(roster: Roster, case: Progress) -> str:
    """Say what last told of the progress: of a 并案 child, what did of its parent's."""
    told = [
        moment
        for moment in timeline(roster, case.standing)
        if moment.matter in _TELLING and not moment.void
    ]
    if not told:
        return ""
    last, said = told[-1], told[-1].said
    if len(case.standing.answering) == 1:
        said = said.removeprefix(case.standing.answering[0].unit).lstrip("，：")
    day = chinese_day(last.day, year=last.day.year != roster.on.year)
    mark = "" if said.startswith("（") else "，" if "：" in said else "："
    return f"{day}{last.matter}{mark}{said}"
