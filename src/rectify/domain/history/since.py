"""What differs between two versions of a ledger, worded by unit as changes are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Vote
from rectify.domain.changes import (
    OFFICE,
    UNHANDED,
    Change,
    concerned,
    event_changes,
    gathered,
)
from rectify.domain.history.secrecy import veil, veiled
from rectify.domain.history.steps import What, named, steps
from rectify.domain.issue import Issue
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rectify.domain.changes import Changes
    from rectify.domain.entity import Entity
    from rectify.domain.history.steps import Step
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster


class Edit(NamedTuple):
    """A file in two versions; None is no file."""

    before: Entity | None
    after: Entity | None


class Span(NamedTuple):
    """From which version to which, and their days."""

    named: str
    since: date
    until: date


def compile_edits(roster: Roster, edits: Iterable[Edit], span: Span) -> Changes:
    """Gather what was recorded, voided, put right and edited between two versions."""
    found = [group for edit in _paired(list(edits)) for group in _said(roster, edit)]
    return gathered(
        [roster], found, since=span.since, until=span.until, versions=span.named
    )


def _paired(edits: list[Edit]) -> Iterator[Edit]:
    """Take an issue that went and one that came with its content for one renumbered."""
    gone = [edit.before for edit in edits if edit.after is None]
    for edit in edits:
        if edit.before is None:
            old = next((each for each in gone if _alike(each, edit.after)), None)
            if old is not None:
                gone.remove(old)
            yield Edit(old, edit.after)
        elif edit.after is not None:
            yield edit
    yield from (Edit(each, None) for each in gone)


def _alike(old: Entity | None, new: Entity | None) -> bool:
    if not (isinstance(old, Issue) and isinstance(new, Issue)):
        return False
    return (old.title, old.description) == (new.title, new.description)


def _said(roster: Roster, edit: Edit) -> Iterator[Sequence[Change]]:
    sides = [each for each in (edit.after, edit.before) if each is not None]
    hidden = veil(each for each in sides if isinstance(each, Issue))
    before, after = (each and veiled(each, hidden) for each in edit)
    newest = after or before
    found = steps(before, after)
    facts = [step.said for step in found if step.what is What.EDITED]
    if not isinstance(newest, Issue):
        yield from ([_of_file(newest, step)] for step in found)
        return
    case = fold(newest, roster.ledger, on=date.max)
    if facts:
        yield [Change(OFFICE, What.EDITED, case.number, None, "；".join(facts))]
    for step in found:
        if step.what is not What.EDITED:
            yield _of_issue(case, step)


def _of_issue(case: Progress, step: Step) -> list[Change]:
    """Word a step under the units that its event, or its issue, concerns."""
    event = step.event
    if event is None:
        return _of_facts(case, step)
    if step.what is What.RECORDED and event.void is None:
        told = event_changes(case, event)
        if told:
            return told
    detail, what = step.sentence, str(step.what)
    if step.what is What.RECORDED:
        what = What.VOIDED if event.void else event.kind
        detail = step.said
    return [
        Change(unit, what, case.number, event.date, detail)
        for unit in concerned(case, event)
    ]


def _of_facts(case: Progress, step: Step) -> list[Change]:
    if step.what is What.ADDED:
        units = tuple(work.unit for work in case.standing.answering) or (UNHANDED,)
        return [Change(unit, step.what, case.number, None) for unit in units]
    return [Change(OFFICE, step.what, case.number, None, step.sentence)]


def _of_file(entity: Entity | None, step: Step) -> Change:
    """Word a step of a file that is no issue; a vote goes by its number."""
    number = entity.number if isinstance(entity, Vote) else ""
    whose = "" if entity is None else named(entity).partition("（")[0]
    detail = step.sentence if step.label == "" else f"{whose} {step.sentence}"
    return Change(OFFICE, step.what, number, None, detail)
