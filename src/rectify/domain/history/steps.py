"""Two versions of a file in sentences: what was recorded, taken back and changed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Vote
from rectify.domain.history.differences import contrasts, spelled
from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger
from rectify.domain.phrases import phrase, reference
from rectify.domain.unit import UnitList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rectify.domain.entity import Entity, Plain
    from rectify.domain.event import AnyEvent

# No event, but the file itself.
THE_FILE = ""
RECORD, _VOID = "办理记录", "作废"
# What a corrected copy need not share with the wrong one.
_BOOKKEEPING = ("次序", "登记日期", _VOID)


class What(StrEnum):
    """Kinds of steps from one version to the next."""

    ADDED = "新增"
    RECORDED = "登记"
    CORRECTED = "更正"
    VOIDED = "作废"
    RESTORED = "取消作废"
    EDITED = "修改"
    RENUMBERED = "改号"
    ALTERED = "改动办理记录"
    REMOVED = "删除办理记录"
    DELETED = "删去"


# What no command does of itself, and how it is called where one is known to have.
UNUSUAL = (What.RESTORED, What.ALTERED, What.REMOVED, What.DELETED)
_BY_COMMAND = {
    What.REMOVED: "撤回",
    What.ALTERED: "更新",
    What.RESTORED: "未采用作废",
}


class Step(NamedTuple):
    """One thing that a version changed: an event, a fact, or the file itself."""

    what: What
    said: str
    event: AnyEvent | None = None
    label: str = ""
    by_command: bool | None = None

    @property
    def irregular(self) -> bool:
        """Whether it is known that no command did what none does of itself."""
        return self.by_command is False

    @property
    def sentence(self) -> str:
        """Say the step as a line of its own."""
        if self.what in (What.RECORDED, What.EDITED):
            return self.said
        done = _BY_COMMAND.get(self.what, self.what) if self.by_command else self.what
        return f"{done} {self.said}" + ("（不是用命令改的）" if self.irregular else "")


def steps(before: Entity | None, after: Entity | None) -> tuple[Step, ...]:
    """Say what leads from one version of a file to the next; None is no file."""
    if before is None or after is None:
        return tuple(_appearing(before, after))
    if isinstance(before, Issue) and isinstance(after, Issue):
        return (*_renumbering(before, after), *_facts(before, after),
                *_record(before, after))  # fmt: skip
    return tuple(_edited(before.plain(), after.plain()))


def _appearing(before: Entity | None, after: Entity | None) -> Iterator[Step]:
    if after is not None:
        yield Step(What.ADDED, named(after))
        if isinstance(after, Issue):
            for event in after.ordered_events():
                yield Step(What.RECORDED, told(event), event)
    elif before is not None:
        yield Step(What.DELETED, named(before))


def named(entity: Entity) -> str:
    """Name what a file holds."""
    match entity:
        case Issue():
            return f"{entity.number} {entity.title}"
        case Vote():
            return f"测评 {entity.number}（{entity.date}）"
        case Ledger():
            return f"台账 {entity.title}"
        case UnitList():
            return f"单位名录（{len(entity.units)}个单位）"
        case _:
            return "设置"


def told(event: AnyEvent) -> str:
    """Say an event: its day, its 事项, what it records, and when, if later."""
    mark = f"（{reference(event)}）" if reference(event) else ""
    said = phrase(event) + mark
    line = f"{_place(event)}：{said}" if said else _place(event)
    if event.recorded not in (None, event.date):
        line += f"（{event.recorded}登记）"
    return f"{line}（已作废：{event.void}）" if event.void else line


def _place(event: AnyEvent) -> str:
    return f"{event.date} {event.kind}"


def _renumbering(before: Issue, after: Issue) -> Iterator[Step]:
    if before.number != after.number:
        yield Step(What.RENUMBERED, f"{before.number} → {after.number}")


def _facts(before: Issue, after: Issue) -> Iterator[Step]:
    names = (name for name in type(after).labels() if name not in ("number", "events"))
    if all(getattr(before, name, None) == getattr(after, name) for name in names):
        return
    kept = ("编号", RECORD)
    plain = (
        {label: value for label, value in issue.plain().items() if label not in kept}
        for issue in (before, after)
    )
    yield from _edited(*plain)


def _edited(before: Mapping[str, Plain], after: Mapping[str, Plain]) -> Iterator[Step]:
    for each in contrasts(before, after):
        if each.label == _VOID and _VOID not in before:
            yield Step(What.VOIDED, spelled(after[_VOID]), label=_VOID)
        else:
            yield Step(What.EDITED, str(each), label=each.label)


def _record(before: Issue, after: Issue) -> Iterator[Step]:
    """Compare the events: those of both by their 作废, the others by likeness."""
    same = set(before.events) & set(after.events)
    was, now = (
        {
            event.identity(): event
            for event in issue.ordered_events()
            if event not in same
        }
        for issue in (before, after)
    )
    fresh = [event for mark, event in now.items() if mark not in was]
    for mark, event in was.items():
        if mark in now:
            yield from _voiding(event, now[mark], fresh)
        else:
            yield _missing(event, fresh)
    yield from (Step(What.RECORDED, told(event), event) for event in fresh)


def _voiding(
    before: AnyEvent, after: AnyEvent, fresh: list[AnyEvent]
) -> Iterator[Step]:
    """Say whether an event was declared void, and which corrected copy came with it."""
    if after.void is None:
        yield Step(What.RESTORED, told(after), after)
    elif before.void is not None:
        said = f"{_place(after)}：作废 {before.void} → {after.void}"
        yield Step(What.ALTERED, said, after)
    elif (copy := _alike(after, fresh)) is not None:
        fresh.remove(copy)
        _, _, reason = after.void.partition(" ")
        yield Step(What.CORRECTED, f"{_changed(after, copy)}；理由：{reason}", copy)
    else:
        yield voided(after)


def voided(event: AnyEvent) -> Step:
    """Say that an event was declared void, when, and why."""
    said = phrase(event)
    line = f"{_place(event)}（{said}）" if said else _place(event)
    return Step(What.VOIDED, f"{line}：{event.void}", event)


def _missing(event: AnyEvent, fresh: list[AnyEvent]) -> Step:
    """Say of an event that is gone whether another stands in its place."""
    other = _alike(event, fresh)
    if other is None:
        return Step(What.REMOVED, told(event), event)
    fresh.remove(other)
    return Step(What.ALTERED, _changed(event, other), event)


def _changed(before: AnyEvent, after: AnyEvent) -> str:
    said = "；".join(map(str, contrasts(_core(before), _core(after))))
    return f"{_place(before)}：{said or '次序、登记日期或作废'}"


def _core(event: AnyEvent) -> dict[str, Plain]:
    plain = event.plain()
    return {label: plain[label] for label in plain if label not in _BOOKKEEPING}


def _alike(event: AnyEvent, fresh: Sequence[AnyEvent]) -> AnyEvent | None:
    """Find the event that says most of the same, and more than half of it."""
    own = _core(event)

    def shared(other: AnyEvent) -> float:
        its = _core(other)
        same = sum(1 for label in own if own[label] == its.get(label))
        return same / len(own.keys() | its.keys())

    like = [each for each in fresh if each.kind == event.kind]
    best = max(like, key=shared, default=None)
    return best if best is not None and shared(best) * 2 > 1 else None


def marks(entity: Entity | None) -> frozenset[str]:
    """Name what a version holds: itself, its events, and which of them are void."""
    events = entity.events if isinstance(entity, Issue) else ()
    own = frozenset(event.identity() for event in events)
    void = frozenset(void_mark(event) for event in events if event.void)
    return own | void | (frozenset() if entity is None else {THE_FILE})


def void_mark(event: AnyEvent) -> str:
    """Name what a 作废 adds to an event."""
    return event.identity() + _VOID


def mark_of(step: Step) -> str:
    """Name what a step took out of the file or brought: an event, a 作废, or all."""
    if step.event is None:
        return THE_FILE
    restored = step.what is What.RESTORED
    return void_mark(step.event) if restored else step.event.identity()
