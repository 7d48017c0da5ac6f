"""What happened between two days, in sentences by unit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.listing import disclosed
from rectify.domain.phrases import chinese_day
from rectify.domain.terms import Decision, Lasting, Marking, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

OFFICE = "人大"
UNHANDED = "尚未交办"


class Change(NamedTuple):
    """One event of the period: whose, of which kind, and of which issue.

    Between two versions there is more than events, and that has no day.
    """

    unit: str
    what: str
    number: str
    day: date | None
    detail: str = ""


class Changes(NamedTuple):
    """All changes of a period, counted by kind and worded by unit."""

    since: date
    until: date
    counts: tuple[tuple[str, int], ...]
    lines: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    versions: str = ""

    @property
    def period(self) -> str:
        """The period in words: 9月1日至30日; between versions, by their names."""
        if self.versions:
            return self.versions
        if self.since == self.until:
            return chinese_day(self.since)
        if self.since.year != self.until.year:
            return f"{chinese_day(self.since)}至{chinese_day(self.until)}"
        if self.since.month != self.until.month:
            return f"{chinese_day(self.since)}至{chinese_day(self.until, year=False)}"
        return f"{chinese_day(self.since)}至{self.until.day}日"


# What is said of each event, in the order in which it is said.
_ORDER = (
    "新增",
    "期初",
    "审定",
    "新交办",
    "签收",
    "申请退回",
    "不予退回",
    "改派",
    "报送方案",
    "报告进展",
    "面商",
    "申请延期",
    "同意延期",
    "不同意延期",
    "催办",
    "督办",
    "列入重点督办",
    "取消重点督办",
    "新答复",
    "退回重办",
    "复核",
    "反馈",
    "测评通过",
    "测评未通过",
    "销号",
    "回头看巩固",
    "回头看反弹",
    "转跟踪",
    "终止",
    "恢复",
    "结转",
    "现场答复",
    "备注",
    "更正",
    "作废",
    "修改",
    "改号",
    "取消作废",
    "改动办理记录",
    "删除办理记录",
    "删去",
)


def compile_changes(
    rosters: Iterable[Roster],
    *,
    since: date,
    until: date,
) -> Changes:
    """Gather the events dated within a period, both days included.

    An event is counted once, however many units it concerns.
    """
    rosters = list(rosters)
    found = [
        event_changes(case, event)
        for roster in rosters
        for case in roster.cases
        for event in case.issue.standing_events(until, roster.known)
        if since <= event.date
    ]
    return gathered(rosters, found, since=since, until=until)


def gathered(
    rosters: Sequence[Roster],
    found: Iterable[Sequence[Change]],
    *,
    since: date,
    until: date,
    versions: str = "",
) -> Changes:
    """Count changes, those of one event together, and word them by unit."""
    ranks = {OFFICE: (-2, ""), UNHANDED: (-1, "")}
    changes: list[Change] = []
    counted: Counter[str] = Counter()
    for group in found:
        counted.update({change.what for change in group})
        changes += group
    lists = [roster.directory for roster in rosters]
    for unit in {change.unit for change in changes} - ranks.keys():
        known = next((each for each in lists if unit in each), lists[0])
        ranks[unit] = known.rank(unit)
    return Changes(
        since,
        until,
        tuple((what, counted[what]) for what in _ORDER if counted[what]),
        tuple(_lines(changes, ranks)),
        tuple(changes),
        versions,
    )


def _lines(
    found: list[Change], ranks: dict[str, tuple[int, str]]
) -> Iterator[tuple[str, str]]:
    for unit in sorted({change.unit for change in found}, key=ranks.__getitem__):
        said = []
        for what in _ORDER:
            group = [c for c in found if c.unit == unit and c.what == what]
            plain = [c.number for c in group if not c.detail]
            if plain:
                said.append(
                    f"{what.removeprefix('新')} {'、'.join(dict.fromkeys(plain))}"
                )
            said += [f"{c.number} {c.detail}".lstrip() for c in group if c.detail]
        yield unit, "；".join(said)


def event_changes(case: Progress, event: AnyEvent) -> list[Change]:
    """Say an event under each unit that it concerns; of a 备注 nothing is said."""
    what, detail = _worded(disclosed(case.issue, event))
    if not what:
        return []
    return [
        Change(unit, what, case.number, event.date, detail)
        for unit in concerned(case, event)
    ]


def concerned(case: Progress, event: AnyEvent) -> tuple[str, ...]:
    """Name the units that an event is told under."""
    if isinstance(event, ev.Approve):
        return (OFFICE,)
    if isinstance(event, ev.Reassign):
        return tuple(unit for unit in (event.unit, event.source) if unit)[:1]
    named = event.named_units()
    if named:
        return named
    if case.handed is None or case.handed.event.date > event.date:
        return (UNHANDED,)
    return tuple(each.unit for each in case.answering) or (OFFICE,)


_RENAMED = {
    "交办": "新交办",
    "答复": "新答复",
    "方案": "报送方案",
    "进展": "报告进展",
    "备注": "",
}


def _worded(event: ev.Event) -> tuple[str, str]:
    """Give the kind of a change, and what is said of the issue beyond its number."""
    match event:
        case ev.Extend():
            return _extension(event)
        case ev.Reassign():
            return "改派", _move(event)
        case ev.Recheck():
            rebound = event.lasting is Lasting.REBOUND
            return f"回头看{event.lasting}", "回头看反弹" if rebound else ""
        case ev.Feedback():
            return "反馈", f"{event.proposer}{event.result}"
        case ev.Drop():
            into = f"，并入 {event.into}" if event.into else ""
            return "终止", f"{event.ending}{into}"
        case _:
            return _plainly(event)


def _plainly(event: ev.Event) -> tuple[str, str]:
    match event:
        case ev.Review():
            return "复核", f"复核{event.finding}"
        case ev.Key():
            listed = event.marking is Marking.LISTED
            return ("列入" if listed else "取消") + "重点督办", ""
        case ev.Carry():
            return "结转", f"结转到 {event.target}"
        case ev.Evaluate():
            return f"测评{'' if event.verdict is Verdict.PASSED else '未'}通过", ""
        case _:
            return _RENAMED.get(event.kind, event.kind), ""


def _extension(event: ev.Extend) -> tuple[str, str]:
    if event.verdict is None:
        return "申请延期", ""
    if event.verdict is Decision.DENIED or event.deadline is None:
        return "不同意延期", ""
    by = f"（{event.approver}同意）" if event.approver else ""
    same_year = event.deadline.year == event.date.year
    until = chinese_day(event.deadline, year=not same_year)
    return "同意延期", f"延期至{until}{by}"


def _move(event: ev.Reassign) -> str:
    if event.unit is None:
        return "不再承办"
    return "增加为承办单位" if event.source is None else f"由{event.source}改派而来"
