"""One issue on a terminal: what was found, who is at it, and what has happened."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.domain import event as ev
from rectify.domain import text
from rectify.domain.documents.timeline import told
from rectify.domain.listing import item_of
from rectify.domain.phrases import chinese_day, reference
from rectify.domain.terms import Role, State
from rectify.views.screen import terminal
from rectify.views.screen.cells import pad, shown, width, wrap
from rectify.views.screen.listing import day_line
from rectify.views.screen.terminal import (
    Cell,
    Tone,
    has_colour,
    print_lines,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.entity import Entity
    from rectify.domain.event import AnyEvent
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.roster import Roster

_WIDE = 100
_MATTER = 8
_PLANNED = ("leader", "person", "goal", "measures", "finish", "finished")
# What an event says beyond the line that tells of it, and each 分办 of a 期初 too.
_MORE: dict[type[AnyEvent], tuple[str, ...]] = {
    ev.Opening: _PLANNED,
    ev.Plan: ("goal", "finish"),
    ev.Respond: ("finished",),
}
_APART = ("deadline", "accepted", *_PLANNED, "answered", "content", "finding")


def show(roster: Roster, case: Progress, *, to_come: bool = False) -> None:
    """Print the whole of an issue as a person reads it.

    With `to_come`, events after the day are listed too, as what does not count yet.
    """
    room = min(terminal_width(sys.stdout) or _WIDE, 160)
    lines = [
        *_heading(case, room),
        [],
        *_texts(case, room),
        *_undertakings(roster, case, room),
        [],
        *_timeline(roster, case, room, to_come=to_come),
        [],
        [Cell(f" {day_line(roster)}", Tone.DIM)],
    ]
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def _heading(case: Progress, room: int) -> Iterator[list[Cell]]:
    item, issue = item_of(case), case.issue
    state = str(item.state)
    if item.round > 1:
        state += f"（第{item.round}次办理）"
    state = " · ".join(part for part in (state, item.remaining) if part)
    tone = Tone.RED if item.overdue else Tone.BOLD
    title = shown(f" {issue.number}  {issue.title}")
    if width(title) + width(state) + 2 <= room:
        yield [
            Cell(pad(title, room - width(state) - 1), Tone.BOLD),
            Cell(state, tone),
        ]
    else:
        yield from ([Cell(line, Tone.BOLD)] for line in wrap(title.strip(), room, " "))
        yield [Cell(f" {state}", tone)]
    marks = [
        f"序号 {issue.serial}" if issue.serial else None,
        issue.nature,
        issue.source,
        f"{issue.level}级" if issue.level else None,
        f"审议意见第{issue.opinion}条" if issue.opinion else None,
        _proposed(case),
        f"提出日期 {issue.proposed}" if issue.proposed else None,
        issue.category,
        issue.time_kind,
        issue.publicity,
        _key(case),
        f"并入 {case.merged_into}" if case.merged_into else None,
        f"承接自 {issue.inherited}" if issue.inherited else None,
        f"结转到 {case.carried.target}" if case.carried else None,
        "二次不满意" if item.twice_failed else None,
    ]
    said = shown(" · ".join(mark for mark in marks if mark))
    yield from ([Cell(line, Tone.DIM)] for line in wrap(said, room, " "))


def _proposed(case: Progress) -> str | None:
    """Name who found or raised it."""
    names = "、".join(item_of(case).proposers)
    return f"提出人 {names}" if names else None


def _key(case: Progress) -> str | None:
    if not case.is_key or case.key is None:
        return None
    return f"重点督办（{case.key.leader}）" if case.key.leader else "重点督办"


def _texts(case: Progress, room: int) -> Iterator[list[Cell]]:
    issue = case.issue
    for heading, written in (
        ("", issue.description),
        ("", issue.details),
        ("依据：", issue.grounds),
        ("要求：", issue.demand),
        ("标准：", issue.standard),
    ):
        if written:
            for paragraph in text.paragraphs(heading + written):
                yield from ([Cell(line)] for line in wrap(paragraph, room, "   "))
            yield []
    for label, value in issue.own.items():
        for paragraph in text.paragraphs(f"{label}：{value}"):
            yield from ([Cell(line)] for line in wrap(paragraph, room, "   "))
    if issue.own:
        yield []
    files = "、".join(each.name for each in issue.attachments)
    for label, written in (("备注", issue.remarks), ("附件", files)):
        lead = f" {label}   "
        for paragraph in text.paragraphs(written) if written else ():
            yield from _hung(lead, paragraph, room)
            lead = " " * width(lead)
    if issue.remarks or files:
        yield []


def _hung(
    lead: str,
    said: str,
    room: int,
    tone: Tone = Tone.PLAIN,
    lead_tone: Tone | None = None,
) -> Iterator[list[Cell]]:
    """Say something behind its lead, with the lines that follow below its beginning."""
    first, *rest = wrap(said, room, " " * width(lead))
    yield [
        Cell(lead, tone if lead_tone is None else lead_tone),
        Cell(first.strip(), tone),
    ]
    yield from ([Cell(line, tone)] for line in rest)


def _undertakings(roster: Roster, case: Progress, room: int) -> Iterator[list[Cell]]:
    works = case.standing.undertakings
    if not works:
        yield from _hung(" 承办   ", _proposal(case), room)
        return
    cells = max(width(roster.directory.shown(work.unit)) for work in works)
    for place, work in enumerate(works):
        name = pad(roster.directory.shown(work.unit), cells)
        late = work.clock.overdue_days(case.on) if work in case.standing.awaited else 0
        head = f"{' 承办' if place == 0 else '     '}   {work.role} {name}   "
        tone = Tone.RED if late else Tone.PLAIN
        said = _work_state(case, work, late)
        yield from _hung(head, said, room, tone, Tone.PLAIN)


def _proposal(case: Progress) -> str:
    issue = case.issue
    who = (
        (f"{issue.lead}主办" if issue.lead else ""),
        (f"{'、'.join(issue.separate)}分别办理" if issue.separate else ""),
        (f"{'、'.join(issue.partners)}协办" if issue.partners else ""),
    )
    said = "，".join(part for part in who if part)
    parts = ("尚未交办", f"拟由{said}" if said else "")
    limit = f"拟定期限{issue.deadline}" if issue.deadline else ""
    return "；".join(part for part in (*parts, limit) if part)


def _work_state(case: Progress, work: Undertaking, late: int) -> str:
    if work.role is Role.PARTNER:
        return _signed(work)
    again = f"（第{work.times}次）" if work.times > 1 else ""
    parts = [f"{work.state}{again}"]
    if work.deadline is not None:
        mark = "（暂估）" if work.clock.estimated else ""
        parts.append(f"期限 {work.deadline}{mark}")
        if work.original != work.deadline:
            parts.append(f"原期限 {work.original}")
    if late:
        parts.append(f"逾期{late}天")
    if work.pending is not None:
        wish = work.pending.deadline
        until_then = f"至{chinese_day(wish)}" if wish else ""
        parts.append(f"申请延期{until_then}，待批")
    if work.answer is not None and work.answer.grade:
        parts.append(f"{work.answer.grade}类")
    if work.review is not None:
        parts.append(f"复核{work.review.finding}")
    if case.standing.own_state is State.CLOSED:
        parts = [part for part in parts if not part.startswith("逾期")]
    return " · ".join(parts)


def _signed(work: Undertaking) -> str:
    """Say whether a helper has signed; nothing where nobody knows."""
    if work.accepted is not None:
        return f"已签收 {work.accepted}"
    if work.signed is None:
        return ""
    return "已签收" if work.signed else "未签收"


def _timeline(
    roster: Roster, case: Progress, room: int, *, to_come: bool
) -> Iterator[list[Cell]]:
    broken = {fault.place: str(fault.error) for fault in case.faults}
    for place, event in enumerate(case.issue.ordered_events(), 1):
        later = event.date > case.on
        if later and not to_come:
            continue
        lead = f" {place:>2}  {event.date}  {pad(event.kind, _MATTER)}  "
        tone = Tone.DIM if event.voided or later else Tone.PLAIN
        said = _line(roster, case, event) + ("（未到，不计）" if later else "")
        yield from _hung(lead, said, room, tone)
        for more in _more(event):
            yield from _hung(" " * width(lead), more, room, tone)
        if event.void:
            yield [Cell(" " * width(lead) + shown(f"作废：{event.void}"), Tone.DIM)]
        fault = broken.get(case.issue.events.index(event))
        if fault:
            yield [Cell(" " * width(lead) + shown(f"差错：{fault}"), Tone.RED)]


def _line(roster: Roster, case: Progress, event: AnyEvent) -> str:
    """Say what an event records, and its 文号 or 票号 behind it."""
    parts = (told(roster, case, event), reference(event))
    return "   ".join(part for part in parts if part)


def _more(event: AnyEvent) -> Iterator[str]:
    """Say what an event holds beyond that line, each part under its label."""
    yield from _labelled(event, _MORE.get(type(event), ()))
    for part in event.shares if isinstance(event, ev.Opening) else ():
        said = "；".join(_labelled(part, _APART))
        if said:
            yield f"{part.unit} {said}"


def _labelled(known: Entity, names: tuple[str, ...]) -> Iterator[str]:
    labels = known.labels()
    for name in names:
        value = getattr(known, name)
        if value is not None:
            yield f"{labels[name]}：{text.flow(str(value))}"


def print_json(case: Progress) -> None:
    """Print the file's own keys, and 现状 with what is computed."""
    now = item_of(case).plain()
    for key in ("编号", "标题", "类别", "来源"):
        now.pop(key)
    now |= {
        "截至": str(case.on),
        "承办": [_work_plain(case, work) for work in case.standing.undertakings],
        "逾期天数": case.standing.overdue_days,
        "并入": case.merged_into,
    }
    terminal.print_json(case.issue.plain() | {"现状": now}, sys.stdout)


def _work_plain(case: Progress, work: Undertaking) -> dict[str, object]:
    return {
        "单位": work.unit,
        "角色": str(work.role),
        "状态": str(work.state),
        "签收日期": _day(work.accepted),
        "期限": _day(work.deadline),
        "原期限": _day(work.original),
        "逾期天数": (
            work.clock.overdue_days(case.on) if work in case.standing.awaited else 0
        ),
        "答复类别": work.last_grade,
        "复核": None if work.review is None else str(work.review.finding),
        "办理次数": work.times,
    }


def _day(value: object) -> str | None:
    return None if value is None else str(value)
