"""Events in words: what a timeline, a list of changes and a commit say of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rectify.domain import event as ev
from rectify.domain import text
from rectify.domain.deadline import ESTIMATED, is_estimated
from rectify.domain.terms import Decision, Marking, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rectify.domain.ballot import Tally

_COLON = "："


def chinese_day(day: date, *, year: bool = True) -> str:
    """Write a day as official documents do: 2024年7月2日, no leading zeros."""
    short = f"{day.month}月{day.day}日"
    return f"{day.year}年{short}" if year else short


def limit(day: date | None, basis: str | None, on: date) -> str:
    """Word a deadline as seen from a day: 限9月30日, or its own words."""
    if day is None:
        return basis or "未定期限"
    mark = ESTIMATED if is_estimated(basis) else ""
    return f"限{chinese_day(day, year=day.year != on.year)}{mark}"


def phrase(event: ev.Event) -> str:
    """Say in one line what an event records, without its date and 事项."""
    return joined(_parts(event))


def joined(parts: Iterable[str]) -> str:
    """Join what is said by commas; what somebody wrote stands behind a colon."""
    said = ""
    for part in parts:
        bare = not said or said[-1] in "。！？" or part.startswith(_COLON)
        said += part if bare or not part else f"，{part}"
    return said.removeprefix(_COLON)


def _content(written: str | None) -> str:
    """Give a written text as the part behind the colon."""
    return f"{_COLON}{text.flow(written)}" if written else ""


def reference(event: ev.Event) -> str:
    """Give the 文号 or 票号 of an event, if it has one."""
    if isinstance(event, ev.Evaluate):
        return f"票号 {event.ballot}"
    return getattr(event, "ref", None) or ""


def _parts(event: ev.Event) -> Iterable[str]:  # noqa: C901, PLR0911, PLR0912  # one case an event
    match event:
        case ev.Opening():
            return _found(event)
        case ev.Approve():
            return [event.meeting or "同意交办"]
        case ev.Assign():
            return _handing(event)
        case ev.Accept():
            return [event.unit, (event.signer and f"签收人{event.signer}") or ""]
        case ev.Decline() | ev.Refuse():
            return [event.unit, event.reason or ""]
        case ev.Reassign():
            return _moving(event)
        case ev.Plan():
            return _planning(event)
        case ev.Advance():
            return [event.unit, _content(event.content)]
        case ev.Contact():
            return [f"{event.unit}{event.manner}沟通", _content(event.content)]
        case ev.Extend():
            return _extending(event)
        case ev.Urge():
            return [event.unit, _content(event.content)]
        case ev.Key():
            return _marking(event)
        case ev.Respond():
            return _answering(event)
        case ev.Reject():
            back = "、".join(event.units)
            return [back, event.reason, until(event)]
        case ev.Review():
            return [event.unit, event.finding, event.reason or ""]
        case ev.Feedback():
            heard = f"{event.proposer}{event.result}"
            return [heard, until(event), _content(event.opinion)]
        case ev.Evaluate():
            return [verdict(event), until(event)]
        case ev.Close():
            return _closing(event)
        case ev.Recheck():
            return [event.lasting, until(event), _content(event.content)]
        case ev.Track():
            return [f"下次核查{chinese_day(event.next_check)}", event.reason or ""]
        case ev.Drop():
            into = f"并入{event.into}" if event.into else ""
            return [event.ending, into, event.reason or ""]
        case ev.Resume():
            return [event.reason or "继续办理"]
        case ev.Carry():
            return [f"转入{event.target}", event.reason or ""]
        case ev.Reply():
            said = f"问：{text.flow(event.question)}答：{text.flow(event.answer)}"
            return [event.unit, _COLON + said]
        case ev.Note():
            return [_content(event.content)]
        case _:  # pragma: no cover  # a new event without words must not pass
            raise TypeError(type(event))


def _handing(event: ev.Assign) -> Iterable[str]:
    leads = [event.lead] if event.lead else [share.unit for share in event.shares]
    yield f"{'、'.join(leads)}{'主办' if event.lead else '分别办理'}"
    if event.partners:
        yield f"{'、'.join(event.partners)}协办"
    yield limit(event.deadline, event.basis, event.date)
    for share in event.shares:
        if share.deadline:
            yield f"{share.unit}{limit(share.deadline, None, event.date)}"
    if event.reason:
        yield event.reason


def _found(event: ev.Opening) -> Iterable[str]:
    """Say where an issue stood when it was taken over, as far as that is known."""
    yield f"{event.state}（{joined(_holding(event))}）"
    yield from _dated(event)
    for part in event.shares:
        own = [word for word in (part.state, part.grade and f"{part.grade}类") if word]
        if own:
            yield f"{part.unit}{'、'.join(own)}"
    if event.rounds:
        yield f"第{event.rounds}次办理"
    if event.finding:
        yield f"复核{event.finding}"
    if event.verdict:
        yield f"测评{event.verdict}"
    if event.source_file:
        yield f"据{event.source_file.name}"
    if event.advance and event.content:
        advance, answer = text.flow(event.advance), text.flow(event.content)
        yield f"{_COLON}答复：{answer}进展：{advance}"
    else:
        yield _content(event.latest)


def _holding(event: ev.Opening) -> Iterable[str]:
    leads = [event.lead] if event.lead else [share.unit for share in event.shares]
    yield f"{'、'.join(leads)}{'主办' if event.lead else '分别办理'}"
    if event.partners:
        yield f"{'、'.join(event.partners)}协办"
    if event.deadline or event.basis:
        yield limit(event.deadline, event.basis, event.date)


def _dated(event: ev.Opening) -> Iterable[str]:
    """Say what was done on which day."""
    for day, done in (
        (event.handed, "交办"),
        (event.accepted, "签收"),
        (event.answered, "答复"),
        (event.closed, "销号"),
    ):
        if day is not None:
            graded = f"（{event.grade}类）" if event.grade and done == "答复" else ""
            yield f"{chinese_day(day, year=day.year != event.date.year)}{done}{graded}"
    if event.grade and event.answered is None:
        yield f"{event.grade}类"
    if event.promised is not None:
        yield f"承诺{chinese_day(event.promised)}前完成"
    if event.next_check is not None:
        yield f"下次核查{chinese_day(event.next_check)}"


def _handed(event: ev.Assign) -> Iterable[str]:
    """Say who was given an issue until when, the year always with it."""
    whole = f"（{_dated_limit(event)}）"
    own = {each.unit: each.deadline for each in event.shares}
    if any(own.values()):
        yield "、".join(
            f"{unit}（限{chinese_day(day)}）" if day else f"{unit}{whole}"
            for unit, day in own.items()
        )
    else:
        yield f"{'、'.join([event.lead] if event.lead else own)}{whole}"
    if event.partners:
        yield f"{'、'.join(event.partners)}协办"
    if event.reason:
        yield event.reason


def _dated_limit(event: ev.Assign) -> str:
    """Word a deadline for those who read it in another year."""
    if event.deadline is None:
        return limit(None, event.basis, event.date)
    mark = ESTIMATED if is_estimated(event.basis) else ""
    return f"限{chinese_day(event.deadline)}{mark}"


def _moving(event: ev.Reassign) -> Iterable[str]:
    if event.unit is None:
        yield f"{event.source}不再承办"
    elif event.source is None:
        yield f"增加{event.unit}{event.role or '协办'}"
    else:
        yield f"{event.source}改为{event.unit}"
    if event.deadline or event.basis:
        yield limit(event.deadline, event.basis, event.date)
    if event.reason:
        yield event.reason


def _planning(event: ev.Plan) -> Iterable[str]:
    yield event.unit + _named(责任领导=event.leader, 责任人=event.person)
    yield _content(event.measures)


def _named(**people: str | None) -> str:
    """Name who answers for something, in brackets behind it."""
    said = "；".join(f"{title}：{name}" for title, name in people.items() if name)
    return f"（{said}）" if said else ""


def _extending(event: ev.Extend) -> Iterable[str]:
    decided = "批准"
    if event.verdict is None:
        until = f"至{chinese_day(event.deadline)}" if event.deadline else ""
        yield f"{event.unit}申请延期{until}"
    elif event.verdict is Decision.DENIED:
        decided = "决定"
        yield f"不同意{event.unit}延期"
    elif event.deadline:
        until = chinese_day(event.deadline, year=event.deadline.year != event.date.year)
        yield f"同意{event.unit}延期至{until}"
    if event.approver:
        yield f"{event.approver}{decided}"
    if event.reason:
        yield event.reason


def _marking(event: ev.Key) -> Iterable[str]:
    done = "列入重点督办" if event.marking is Marking.LISTED else "取消重点督办"
    yield done + _named(督办领导=event.leader, 督办部门=event.department)


def _answering(event: ev.Respond) -> Iterable[str]:
    yield event.unit
    if event.grade:
        yield f"{event.grade}类"
    if event.promised:
        yield f"承诺{chinese_day(event.promised)}前完成"
    yield _content(event.content)


def verdict(event: ev.Evaluate) -> str:
    """Say what a vote decided."""
    return "通过" if event.verdict is Verdict.PASSED else "未通过"


def tallied(counted: Tally) -> str:
    """Give the summed counts of a vote."""
    present = "" if counted.present is None else f"，实到 {counted.present}"
    return (
        f"满意 {counted.satisfied}，基本满意 {counted.basically}，"
        f"不满意 {counted.unsatisfied}{present}"
    )


def _closing(event: ev.Close) -> Iterable[str]:
    if event.approvals:
        yield f"{'、'.join(approval.approver for approval in event.approvals)}批准"
    if event.reason:
        yield event.reason
    yield _content(event.finding)


def until(event: ev.Reject | ev.Reopening) -> str:
    """Word the deadline that an event sets, if it sets one."""
    return limit(event.deadline, event.basis, event.date) if event.deadline else ""


_MANY = 6


def operation(records: Sequence[tuple[str, ev.Event]]) -> str:
    """Say what one command recorded, in a sentence that a chairman can read."""
    numbers = list(dict.fromkeys(number for number, _ in records))
    events = [event for _, event in records]
    matter = "、".join(dict.fromkeys(event.kind for event in events))
    if len(records) == 1 and isinstance(events[0], ev.Assign):
        return f"{matter} {numbers[0]} {_cut(joined(_handed(events[0])))}"
    if len(records) == 1:
        return f"{matter} {numbers[0]}：{_cut(phrase(events[0]))}"
    named = "、".join(numbers) if len(numbers) < _MANY else f"{len(numbers)}条"
    units = Counter(unit for event in events for unit in _actors(event))
    shares = "、".join(f"{unit} {count}" for unit, count in units.items())
    grades = Counter(e.grade for e in events if isinstance(e, ev.Respond) and e.grade)
    classed = "、".join(
        f"{grade}类{count}件" for grade, count in sorted(grades.items())
    )
    if len(units) == 1:
        shares = next(iter(units))
    said = shares + (f"（{classed}）" if classed else "")
    return f"{matter} {named}：{said}" if said else f"{matter} {named}"


def _actors(event: ev.Event) -> tuple[str, ...]:
    """Name the units that an event counts for: of a hand-over, those that answer."""
    if isinstance(event, ev.Assign | ev.Opening):
        shares = tuple(share.unit for share in event.shares)
        return (event.lead,) if event.lead else shares
    return event.named_units()


def _cut(said: str, length: int = 60) -> str:
    return said if len(said) <= length else f"{said[: length - 1]}…"
