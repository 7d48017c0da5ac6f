"""What an office should look at once more before a document leaves it.

Advice changes no exit code: it points at what is often wrong, not at what is wrong.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from rectify.domain import event as ev
from rectify.domain.audit import EVENTS, Remark
from rectify.domain.clock import Act
from rectify.domain.deadline import UnreadableDeadline, parse_deadline
from rectify.domain.identifiers import IDENTITY, MOBILE
from rectify.domain.reckoning import about_deadline
from rectify.domain.rulebook import ANY_DAY
from rectify.domain.terms import Finding
from rectify.domain.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.domain.calendar import Calendar
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster
    from rectify.domain.unit import Directory

_PERSONAL = (
    (IDENTITY, "文字里像是有公民身份号码，请删去或隐去"),
    (MOBILE, "文字里像是有手机号码，请删去或隐去"),
    (
        re.compile(r"[（(]20\d\d[）)].{1,8}[初终再执]\d*号"),
        "文字里像是有案号，人大不直接处理个案，请核实",
    ),
)
# What turns the direction of a text, or has no width.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
# 代表法第五十一条: an answer within three months, a broad or hard one within six.
_CEILING_MONTHS = 6


def advice(roster: Roster, calendar: Calendar) -> Iterator[Remark]:
    """Go through the points of an office's own last look."""
    for case in roster.cases:
        yield from _about_issue(roster.ledger, case, calendar)
        yield from _about_units(roster.directory, case)
        yield from _about_texts(case.issue)
        yield from _about_events(roster.ledger, case, calendar)
        yield from _about_extensions(case)


def _about_issue(
    ledger: Ledger, case: Progress, calendar: Calendar
) -> Iterator[Remark]:
    issue = case.issue
    if case.is_key and case.key is not None and case.key.leader is None:
        yield Remark(case.number, ("标题",), "列入重点督办，但没有督办领导")
    if issue.source and ledger.channels and issue.source not in ledger.channels:
        sentence = f"来源“{issue.source}”不在 ledger.yaml 的来源方式里"
        yield Remark(case.number, ("来源",), sentence)
    if issue.deadline is not None:
        handed = case.handed
        start = (handed and handed.day) or issue.proposed or ANY_DAY
        try:
            parse_deadline(issue.deadline, start=start, calendar=calendar)
        except UnreadableDeadline as error:
            yield Remark(case.number, ("拟定期限",), str(error))
    for work in case.answering:
        deadline = work.clocks[0].deadline
        if work.entered > 1 or work.opening or not (work.assigned and deadline):
            continue
        ceiling = calendar.add_months(work.assigned, _CEILING_MONTHS)
        if deadline > ceiling:
            sentence = f"{work.unit}的期限 {deadline} 超过交办后六个月（{ceiling}）"
            yield Remark(case.number, (EVENTS,), sentence)


def _about_units(directory: Directory, case: Progress) -> Iterator[Remark]:
    """Name the units of an open issue that are no more (机构改革)."""
    for work in case.undertakings if case.open else ():
        now = directory.current(work.unit)
        if now != work.unit:
            sentence = (
                f"{work.unit}已并入{now}，仍由它承办。请改派："
                f"rectify reassign {case.number} --from {work.unit} --to {now}"
            )
            yield Remark(case.number, (EVENTS,), sentence)


def _about_texts(issue: Issue) -> Iterator[Remark]:
    for name, label in type(issue).labels().items():
        yield from _about_text(issue.number, (label,), getattr(issue, name))
    for place, event in enumerate(issue.events):
        for name in type(event).model_fields:
            where = (EVENTS, place)
            yield from _about_text(issue.number, where, getattr(event, name))
    for proposer in issue.proposers:
        yield from _about_text(issue.number, ("提出人",), proposer.name)
        rare = "".join(mark for mark in proposer.name if not _in_gb2312(mark))
        if rare:
            yield Remark(
                issue.number,
                ("提出人",),
                f"“{proposer.name}”里的“{rare}”不在仿宋_GB2312字库内，成文后请核对字形",
            )


def _about_text(
    number: str, where: tuple[str | int, ...], value: object
) -> Iterator[Remark]:
    if isinstance(value, Decimal):
        value = str(value)
    if not isinstance(value, str):
        return
    for pattern, sentence in _PERSONAL:
        if pattern.search(value):
            yield Remark(number, where, sentence)
    if _INVISIBLE.search(value):
        yield Remark(number, where, "文字里有看不见的控制符，请删去后重新输入")
    if narrow(value) != value:
        yield Remark(number, where, "文字里有全角数字或字母，公文中应为半角")


def _in_gb2312(mark: str) -> bool:
    try:
        mark.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _about_events(
    ledger: Ledger, case: Progress, calendar: Calendar
) -> Iterator[Remark]:
    for place, event in enumerate(case.issue.events):
        if event.voided is None:
            for sentence in _about_event(ledger, case, event, calendar):
                if sentence:
                    yield Remark(case.number, (EVENTS, place), sentence)


def _about_event(
    ledger: Ledger, case: Progress, event: ev.Event, calendar: Calendar
) -> Iterator[str]:
    match event:
        case ev.Respond():
            yield _about_answer(ledger, event)
            yield _repeated_answer(case.issue, event)
        case ev.Decline():
            yield _about_return(ledger, case, event, calendar)
        case ev.Close() if not _proved(case.issue, event):
            yield "销号既没有佐证材料，也没有核查意见"
    yield about_deadline(case, event, calendar)


def _proved(issue: Issue, closing: ev.Close) -> bool:
    """Tell whether anything on record says that what was closed is done."""
    if closing.evidence or closing.finding is not None:
        return True
    return any(map(_proves, issue.standing_events(closing.date)))


def _proves(event: ev.Event) -> bool:
    match event:
        case ev.Respond():
            return bool(event.attachments)
        case ev.Review() | ev.Opening():
            return event.finding in _IN_PLACE
        case _:
            return False


_IN_PLACE = (Finding.RECTIFIED, Finding.ANSWERED)


def _repeated_answer(issue: Issue, event: ev.Respond) -> str:
    """Ask about an answer that says what the unit has said before."""
    earlier = (
        other
        for other in issue.events
        if isinstance(other, ev.Respond)
        and other.unit == event.unit
        and other.voided is None
        and other.place() < event.place()
    )
    for other in earlier:
        if event.content is not None and other.content == event.content:
            return f"{event.unit}的答复与 {other.date} 的答复内容完全相同，请核实"
    return ""


def _about_answer(ledger: Ledger, event: ev.Respond) -> str:
    grade = ledger.grade(event.grade)
    if grade is None:
        return f"{event.unit}的答复没有类别"
    if not grade.solved and event.promised is None:
        return f"{event.unit}的{grade.code}类答复没有承诺期限"
    return ""


def _about_return(
    ledger: Ledger, case: Progress, event: ev.Decline, calendar: Calendar
) -> str:
    words = ledger.procedure.return_within
    starts = [
        work.assigned
        for work in (*case.undertakings, *case.released)
        if work.unit == event.unit
        and work.assigned is not None
        and work.assigned <= event.date
    ]
    try:
        last = return_limit(words, max(starts), calendar) if starts else None
    except UnreadableDeadline:  # a fault of ledger.yaml, told there
        return ""
    if last is not None and event.date > last:
        return f"{event.unit}申请退回已过{words}（截至{last}）"
    return ""


def return_limit(words: str, assigned: date, calendar: Calendar) -> date | None:
    """Give the last day on which a unit may ask to return an issue (退回期限)."""
    return parse_deadline(words, start=assigned, calendar=calendar).day


def _about_extensions(case: Progress) -> Iterator[Remark]:
    for work in (*case.undertakings, *case.released):
        for day, old in _late_extensions(work):
            sentence = f"{work.unit}的延期 {day} 才批准，原期限 {old} 已过"
            yield Remark(case.number, (EVENTS,), sentence)


def _late_extensions(work: Undertaking) -> Iterator[tuple[date, date]]:
    for clock in work.clocks:
        deadline = None
        for tick in clock.ticks:
            if tick.act is Act.EXTEND and deadline and tick.day > deadline:
                yield tick.day, deadline
            deadline = tick.deadline or deadline
