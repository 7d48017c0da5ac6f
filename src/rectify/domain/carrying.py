"""An issue carried into another ledger (结转): what the new file says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rectify.domain import event as ev
from rectify.domain.issue import issue_kind
from rectify.domain.particulars import Part
from rectify.domain.progress import least
from rectify.domain.terms import Decision, FieldKind, Role, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger, Opinion
    from rectify.domain.particulars import Attachment
    from rectify.domain.progress import Progress, Undertaking
    from rectify.domain.unit import Directory, Unit


class Heir(NamedTuple):
    """Where an issue comes from and goes on, and what units are called there."""

    old: Ledger
    ledger: Ledger
    number: str
    names: Mapping[str, str]
    attachments: tuple[Attachment, ...] = ()


def units_in(case: Progress) -> tuple[str, ...]:
    """Name the units that the new file will speak of, each once."""
    issue = case.issue
    proposed = [issue.lead] if issue.lead else []
    proposed += [*issue.partners, *issue.separate]
    return tuple(dict.fromkeys([*proposed, *(e.unit for e in case.undertakings)]))


def missing_units(
    names: Iterable[str], old: Directory, new: Directory
) -> Iterator[tuple[Unit, str | None]]:
    """Give the units that a ledger lacks, and behind which of its own each belongs."""
    wanted = set(names)
    there = {unit.name for unit in new.units}
    before = None
    for unit in old.units:
        if unit.name in wanted and not new.knows(unit.name):
            yield _apart(unit, new), before
            there.add(unit.name)
        before = unit.name if unit.name in there else before


def _apart(unit: Unit, directory: Directory) -> Unit:
    """Leave out names that another unit bears, and units that are not there."""
    return unit.but(
        short=None if directory.knows(unit.short or "") else unit.short,
        aliases=tuple(name for name in unit.aliases if not directory.knows(name)),
        parent=unit.parent if (unit.parent or "") in directory else None,
        successor=unit.successor if (unit.successor or "") in directory else None,
    )


def carried_over(case: Progress, heir: Heir) -> Issue:
    """Make the issue of the other ledger: the facts, and what it begins with.

    What that ledger has no place for is kept in words, under 备注.
    """
    issue, names = case.issue, heir.names
    facts = {name: getattr(issue, name) for name in issue.model_fields_set}
    for name in issue.own:
        del facts[name]
    own, left = _own_fields(issue, heir.ledger)
    for opinion in heir.old.opinions:
        if opinion.number == issue.opinion and not _known(opinion, heir.ledger):
            facts["opinion"] = None
            left.append(f"审议意见：第{opinion.number}条“{opinion.title}”")
    left += _unknown_grades(case, heir.ledger)
    remarks = "\n\n".join([*([issue.remarks] if issue.remarks else []), *left])
    return issue_kind(heir.ledger.custom).model_validate(
        facts
        | own
        | {
            "number": heir.number,
            "inherited": issue.number,
            "lead": names[issue.lead] if issue.lead else None,
            "partners": tuple(names[unit] for unit in issue.partners),
            "separate": tuple(names[unit] for unit in issue.separate),
            "attachments": heir.attachments,
            "remarks": remarks or None,
            "events": (),
        }
    )


def _known(opinion: Opinion, ledger: Ledger) -> bool:
    """Tell whether the other ledger has the same 审议意见 under the same number."""
    known = [(each.number, each.title) for each in ledger.opinions]
    return (opinion.number, opinion.title) in known


def _own_fields(issue: Issue, ledger: Ledger) -> tuple[dict[str, Any], list[str]]:
    """Take over the ledger's own fields that are declared alike; word the others."""
    declared = {each.name: each for each in ledger.custom}
    kinds = {each.name: each.kind for each in issue.own_fields}
    taken: dict[str, Any] = {}
    left = []
    for name, value in issue.own.items():
        field = declared.get(name)
        alike = field is not None and field.kind is kinds[name]
        if field is None or not alike or not _fits(field.options, field.kind, value):
            left.append(f"{name}：{value}")
        else:
            taken[name] = value
    return taken, left


def _fits(options: tuple[str, ...], kind: FieldKind, value: object) -> bool:
    return kind is not FieldKind.CHOICE or value in options


def _unknown_grades(case: Progress, ledger: Ledger) -> list[str]:
    """Word the classes of answers that the other ledger does not have."""
    return [
        f"{work.unit}的答复类别：{work.present_grade}"
        for work in case.answering
        if work.present_grade and ledger.grade(work.present_grade) is None
    ]


def first_events(case: Progress, heir: Heir) -> Iterator[ev.Event]:
    """Give what the new file begins with: 期初, where there was a 交办; what is open.

    An application for more time that nobody has decided on goes along, and 重点督办.
    """
    if case.handed is not None:
        yield _opening(case, heir)
    for work in case.undertakings:
        if work.pending is not None:
            asked = work.pending.asked or work.pending.date
            yield work.pending.but(
                date=case.on,
                order=None,
                recorded=None,
                unit=heir.names[work.unit],
                asked=asked,
            )
    if case.is_key and case.key is not None:
        yield case.key.but(date=case.on, order=None, recorded=None)


def _opening(case: Progress, heir: Heir) -> ev.Opening:
    assert case.handed is not None  # noqa: S101  # the caller asked
    first, *others = case.answering
    alone = first.role is Role.LEAD
    own = _standing(case, first, heir) if alone else {}
    parts = [] if alone else [_part(case, work, heir) for work in (first, *others)]
    known = {
        "lead": heir.names[first.unit] if alone else None,
        "partners": tuple(heir.names[work.unit] for work in case.partners),
        "shares": tuple(parts),
        "handed": case.handed.day,
        "ref": case.handed.event.ref,
        "basis": _basis(case, first),
        "signed": _who_signed(case, heir, signed=True),
        "unsigned": _who_signed(case, heir, signed=False),
        "advance": _advance(case),
        "verdict": _verdict(case),
        "next_check": case.tracked.next_check if case.tracked else None,
        "rounds": case.rounds,
    }
    stated = {name: value for name, value in (known | own).items() if value}
    return ev.Opening(date=case.on, state=case.reached, **stated)


def _who_signed(case: Progress, heir: Heir, *, signed: bool) -> tuple[str, ...]:
    """Name the units of which a 期初 would not say by itself whether they signed."""
    return tuple(
        heir.names[work.unit]
        for work in case.undertakings
        if work.signed is signed and not (work.answering and signed)
    )


def _part(case: Progress, work: Undertaking, heir: Heir) -> Part:
    own = _standing(case, work, heir)
    state = (
        None if work.state is least([e.state for e in case.answering]) else work.state
    )
    return Part(unit=heir.names[work.unit], state=state, **own)


def _standing(case: Progress, work: Undertaking, heir: Heir) -> dict[str, Any]:
    """Give what is known of one unit; what is not, is not among it."""
    answer = work.answer
    if answer is None and case.round > 1 and work.answers:
        answer = work.answers[-1]
    grade = None if answer is None else work.last_grade
    known = {
        "deadline": work.deadline,
        "accepted": work.accepted,
        **{name: getattr(work.plan, name, None) for name in _PLANNED},
        "answered": answer.day if answer else None,
        "answer_ref": (answer.ref or None) if answer else None,
        "grade": grade if heir.ledger.grade(grade) else None,
        "content": answer.content if answer else None,
        "finished": answer.event.finished if answer else None,
        "promised": answer.promised if answer else None,
        "finding": work.review.finding if work.review else None,
    }
    return {name: value for name, value in known.items() if value is not None}


_PLANNED = ("leader", "person", "goal", "measures", "finish")


def _basis(case: Progress, work: Undertaking) -> str | None:
    """Give the words in which the unit was last told how long it has."""
    words = None
    for event in case.events:
        match event:
            case ev.Assign() | ev.Opening():
                words = event.basis
            case ev.Reassign() if event.unit == work.unit:
                words = event.basis or words
            case ev.Extend() if (event.unit, event.verdict) == (
                work.unit,
                Decision.GRANTED,
            ):
                words = event.basis
            case ev.Reject() | ev.Reopening() if event.deadline is not None:
                words = event.basis
            case _:
                continue
    return words


def _advance(case: Progress) -> str | None:
    """Give what each unit last reported; of several, with its name."""
    found: dict[str, str] = {}
    for event in case.events:
        match event:
            case ev.Opening() if event.advance:
                found[""] = event.advance
            case ev.Advance():
                found.pop("", None)
                found[event.unit] = event.content
            case _:
                continue
    if len(found) == 1:
        return next(iter(found.values()))
    return "\n\n".join(f"{unit}：{said}" for unit, said in found.items()) or None


def _verdict(case: Progress) -> Verdict | None:
    """Give what the last vote decided, unless something else came after it."""
    vote = case.last_vote or case.opening
    if vote is None or vote.verdict is None:
        return None
    if vote.verdict is Verdict.PASSED:
        return Verdict.PASSED if case.passed_round == case.round else None
    return Verdict.FAILED if case.reopened_by is vote else None
