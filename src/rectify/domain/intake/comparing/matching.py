"""What a list comes to beside the ledger: new issues, changed ones, and the same.

Nothing that the office has decided gives way to a list unless it is told to: an empty
field is filled in, another one is shown on both sides and stays.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rectify.domain import audit
from rectify.domain.intake.comparing.differences import Difference, in_words
from rectify.domain.intake.comparing.outcome import Changed, Matched, New, NotEnterable
from rectify.domain.intake.comparing.pairing import number_in, pairs
from rectify.domain.intake.comparing.takeover import begun, opening_of, taken_over
from rectify.domain.intake.drafting.titles import title_of
from rectify.domain.intake.record import Concern
from rectify.domain.listing import public_name
from rectify.domain.progress import ENDED
from rectify.domain.terms import State
from rectify.domain.text import flow
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from rectify.domain.entity import Plain
    from rectify.domain.intake.comparing.outcome import Terms
    from rectify.domain.intake.comparing.pairing import Pairs
    from rectify.domain.intake.record import Draft
    from rectify.domain.issue import Issue, Proposer
    from rectify.domain.ledger import Ledger

PROPOSED = frozenset({"lead", "partners", "separate", "deadline"})
_UNITS = ("lead", "partners", "separate")
OVERWRITE = "--overwrite 采用"
HANDED = "已经交办，以办理记录为准"
_OURS = "编号是本台账的，多出的列不写入备注"
_NOT_COMPARED = frozenset({"number", "inherited", "attachments", "events"})
_BEFORE = (State.UNVETTED, State.UNASSIGNED)


def match(
    drafts: Sequence[Draft],
    issues: Sequence[Issue],
    numbers: Iterable[str],
    terms: Terms,
) -> Matched:
    """Find what is new and what is changed; `numbers` are those of the new issues."""
    sound = [each for each in drafts if not each.faults]
    found = pairs(sound, issues)
    free = iter(numbers)
    number: str | None = None
    new: list[New] = []
    changed: list[Changed] = []
    same: list[str] = []
    faults = [fault for each in drafts for fault in each.faults]
    for row, draft in enumerate(sound):
        number = number or next(free)
        try:
            if row not in found.found:
                new.append(New(draft.place, entered(draft, number, terms)))
                number = None
                continue
            issue = issues[found.found[row]]
            beside = _beside(draft, issue, terms)
        except NotEnterable as error:
            faults += error.concerns
            continue
        if beside.differences:
            changed.append(beside)
        else:
            same.append(issue.number)
    doubts = [
        *_estranged(sound, issues, found.strangers),
        *_likened(sound, issues, found),
        *_resembling(sound, issues, found.near),
    ]
    return Matched(
        tuple(new),
        tuple(changed),
        tuple(same),
        tuple(doubts),
        tuple(faults),
        tuple(_absent(issues, set(found.found.values()), terms.ledger)),
    )


def _absent(
    issues: Sequence[Issue], found: Collection[int], ledger: Ledger
) -> Iterator[str]:
    """Name the open issues that a list lacks which has most of the others."""
    if 2 * len(found) < len(issues):
        return
    for place, issue in enumerate(issues):
        if place not in found and _state(issue, ledger) not in ENDED:
            yield issue.number


def _estranged(
    drafts: Sequence[Draft], issues: Sequence[Issue], strangers: Mapping[int, int]
) -> Iterator[Concern]:
    for row, place in strangers.items():
        said = f"编号 {issues[place].number} 在本台账是另一条，这一行按内容核对"
        yield Concern(drafts[row].place, said)


def _likened(
    drafts: Sequence[Draft], issues: Sequence[Issue], found: Pairs
) -> Iterator[Concern]:
    for row in sorted(found.likened):
        number = issues[found.found[row]].number
        said = (
            f"和 {number} 很像，当作同一条，没有新增；是另一条的，用 rectify add 登记"
        )
        yield Concern(drafts[row].place, said)


def _resembling(
    drafts: Sequence[Draft], issues: Sequence[Issue], near: Mapping[int, int]
) -> Iterator[Concern]:
    for row, place in sorted(near.items()):
        said = f"和 {issues[place].number} 很像，作为另一条新增；请看是否重复"
        yield Concern(drafts[row].place, said)


def entered(draft: Draft, number: str, terms: Terms) -> Issue:
    """Make the new issue of a draft.

    Raises:
        NotEnterable: the ledger's rules forbid it.
    """
    issue = _judged(draft.place, _facts(draft, number), None, terms)
    event = opening_of(draft, terms)
    return issue if event is None else begun(draft.place, issue, event, terms)


def _facts(draft: Draft, number: str) -> dict[str, Plain]:
    """Give the facts of a draft under its number here; another one is kept in words."""
    facts = dict(draft.facts)
    other = str(facts.pop("编号", number))
    if facts.get("序号") == number:
        del facts["序号"]
    if other != number and "序号" not in facts:
        facts["序号"] = other
    elif other != number:
        remarks = [str(facts["备注"])] if "备注" in facts else []
        facts["备注"] = "\n\n".join([*remarks, f"编号：{other}"])
    return {**facts, "编号": number}


def _judged(
    place: str, facts: Mapping[str, Plain], before: Issue | None, terms: Terms
) -> Issue:
    """Make an issue of facts, and refuse what `check` would complain of."""
    issue = terms.kind.model_validate(facts)
    rules = terms.ledger, terms.directory
    old = set() if before is None else set(audit.facts(before, *rules))
    new = [each.sentence for each in audit.facts(issue, *rules) if each not in old]
    if new:
        raise NotEnterable(place, new)
    return issue


def _beside(draft: Draft, issue: Issue, terms: Terms) -> Changed:
    """Compare a draft with its issue, and take what may be taken."""
    ours = issue.number in (number_in(draft), draft.facts.get("序号"))
    said = terms.kind.model_validate(_facts(draft, issue.number))
    differences: list[Difference] = []
    taken: dict[str, object] = {}
    for name in said.model_fields_set - _NOT_COMPARED:
        if not _agree(name, issue, said, terms):
            why = _why_not(name, issue, terms, ours=ours)
            difference = difference_of(name, issue, said, why)
            differences.append(difference)
            if why is None:
                taken[name] = getattr(said, name)
    differences += _settled(issue, said, taken)
    order = list(issue.labels().values())
    differences.sort(key=lambda each: order.index(each.label))
    after = after_edit(draft.place, issue, taken, terms)
    event = opening_of(draft, terms)
    if event is not None:
        after, more = taken_over(draft.place, after, event, terms)
        differences += more
    return Changed(draft.place, issue, after, tuple(differences))


def _settled(
    issue: Issue, said: Issue, taken: dict[str, object]
) -> Iterator[Difference]:
    """Take out of 备注 the words for a unit that was unknown then and is taken now."""
    if issue.remarks is None or "remarks" in taken:
        return
    labels = [issue.labels()[name] for name in _UNITS if name in taken]
    still = (said.remarks or "").split("\n\n")
    kept: list[str] = []
    gone: list[str] = []
    for each in issue.remarks.split("\n\n"):
        known = each.partition("：")[0] in labels and each not in still
        (gone if known else kept).append(each)
    if gone:
        taken["remarks"] = "\n\n".join(kept) or None
        yield from (Difference("备注", flow(each), "") for each in gone)


def difference_of(
    name: str, before: Issue, after: Issue, why: str | None
) -> Difference:
    """Say how two states of an issue differ in a field."""
    label = before.labels()[name]
    return Difference(label, in_words(before, name), in_words(after, name), why)


def after_edit(
    place: str, issue: Issue, taken: Mapping[str, object], terms: Terms
) -> Issue:
    """Give an issue with some facts changed.

    Raises:
        NotEnterable: what has been recorded would no longer be possible.
    """
    if not taken:
        return issue
    after = _judged(place, issue.but(**taken).plain(), issue, terms)
    new = _record_faults(after, terms.ledger) - _record_faults(issue, terms.ledger)
    if new:
        head = f"不能这样修改 {issue.number}，已有的办理记录会出错："
        raise NotEnterable(place, [f"{head}{'；'.join(sorted(new))}"])
    return after


def _record_faults(issue: Issue, ledger: Ledger) -> set[str]:
    return {str(fault.error) for fault in fold(issue, ledger, on=date.max).faults}


def _agree(name: str, issue: Issue, said: Issue, terms: Terms) -> bool:
    """Tell whether a list says of a field what the ledger says, or less."""
    old, new = getattr(issue, name), getattr(said, name)
    if name == "serial" and old and not terms.overwrite:
        return True  # a list is numbered anew whenever a row leaves it
    if name == "title" and not terms.titled:
        made = issue.description and issue.title == title_of(issue.description)
        return bool(old == new or not (made and terms.overwrite))
    if name == "remarks" and old:
        return set(new.split("\n\n")) <= set(old.split("\n\n"))
    if name == "proposers":
        return _fewer_words(issue, new)
    return bool(old == new)


def _fewer_words(issue: Issue, new: Sequence[Proposer]) -> bool:
    """Tell whether the same are named, or meant, with nothing new about any of them."""
    if len(new) != len(issue.proposers):
        return False
    return all(
        each.name in (known.name, public_name(issue, known))
        and each.capacity in (None, known.capacity)
        for known, each in zip(issue.proposers, new, strict=True)
    )


def _why_not(name: str, issue: Issue, terms: Terms, *, ours: bool) -> str | None:
    """Say why what a list says of a field is not taken; None if it is.

    A list with the ledger's own numbers was made of it: so were its other columns.
    """
    if ours and name == "remarks":
        return _OURS
    if name in PROPOSED and handed_over(issue, terms.ledger):
        return HANDED
    empty = getattr(issue, name) in (None, ())
    return None if empty or terms.overwrite else OVERWRITE


def handed_over(issue: Issue, ledger: Ledger) -> bool:
    """Tell whether what was proposed has been decided."""
    return _state(issue, ledger) not in _BEFORE


def _state(issue: Issue, ledger: Ledger) -> State:
    return fold(issue, ledger, on=date.max).own_state
