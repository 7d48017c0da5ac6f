"""What a merge made of the two sides of a file that neither of them had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.history.differences import contrasts, spelled
from rectify.domain.history.steps import (
    RECORD,
    THE_FILE,
    Step,
    What,
    marks,
    named,
    steps,
    told,
    void_mark,
    voided,
)
from rectify.domain.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.entity import Entity, Plain
    from rectify.domain.event import AnyEvent


def united(
    parents: Sequence[Entity | None],
    after: Entity | None,
    gone: frozenset[str],
    base: Entity | None = None,
) -> tuple[Step, ...]:
    """Say what a merge made that neither side had, what it decided, and what it lost.

    What one side brought was said of that side's own versions; `gone` are the marks of
    what was taken out by versions before the merge, `base` is where the sides parted.
    """
    had = frozenset[str]().union(*map(marks, parents))
    new, lost = marks(after) - had, had - marks(after) - gone
    return (
        *_new_facts(parents, after),
        *_decided(parents, after, base),
        *(_stepped(event, new, came=True) for event in _marked(new, [after])),
        *(_stepped(event, lost, came=False) for event in _marked(lost, parents)),
        *(Step(What.DELETED, named(each)) for each in parents[:1]
          if each is not None and THE_FILE in lost),
    )  # fmt: skip


def _marked(
    some: frozenset[str], versions: Sequence[Entity | None]
) -> Iterator[AnyEvent]:
    """Go through the events of which something is among the marks, each once."""
    seen: set[str] = set()
    for issue in versions:
        for event in issue.ordered_events() if isinstance(issue, Issue) else ():
            own = event.identity()
            if own not in seen and {own, void_mark(event)} & some:
                seen.add(own)
                yield event


def _stepped(event: AnyEvent, some: frozenset[str], *, came: bool) -> Step:
    if event.identity() in some:
        what = What.RECORDED if came else What.REMOVED
        return Step(what, told(event), event)
    if came:
        return voided(event)
    return Step(What.RESTORED, told(event), event)


def _new_facts(
    parents: Sequence[Entity | None], after: Entity | None
) -> Iterator[Step]:
    """Give the facts that are not as on any side, nor made up of theirs."""
    if after is None or None in parents:
        return
    apart = [
        [step for step in steps(parent, after) if step.what is What.EDITED]
        for parent in parents
    ]
    common = set.intersection(*({step.label for step in each} for each in apart))
    for step in apart[0]:
        if step.label in common and not _of_sides(step, parents, after):
            yield step


def _decided(
    parents: Sequence[Entity | None], after: Entity | None, base: Entity | None
) -> Iterator[Step]:
    """Give the facts that both sides had changed, each in its way, and one has won."""
    if base is None or after is None or None in parents:
        return
    was, now = base.plain(), after.plain()
    sides = [parent.plain() for parent in parents if parent is not None]
    for label in dict.fromkeys((*was, *now)):
        held = [side.get(label) for side in sides]
        decided = now.get(label) in held and was.get(label) not in held
        if decided and label != RECORD:
            for side in sides:
                lost = {each: side[each] for each in (label,) if each in side}
                kept = {each: now[each] for each in (label,) if each in now}
                for found in contrasts(lost, kept):
                    yield Step(What.EDITED, str(found), label=found.label)


def _of_sides(step: Step, parents: Sequence[Entity | None], after: Entity) -> bool:
    """Tell whether every line of a text, or member of a list, came from one side."""
    label = step.label.partition("·")[0]
    sides = [parent.plain().get(label) for parent in parents if parent is not None]
    held = {line for side in sides for line in _lines(side)}
    return set(_lines(after.plain().get(label))) <= held


def _lines(value: Plain | None) -> list[str]:
    match value:
        case str():
            return value.split("\n")
        case list():
            return [spelled(part) for part in value]
        case None:
            return []
        case _:
            return [str(value)]
