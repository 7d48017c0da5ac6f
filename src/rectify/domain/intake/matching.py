"""What a list comes to beside the ledger: new issues, changed ones, and the same.

Nothing that the office has decided gives way to a list unless it is told to: an empty
field is filled in, another one is shown on both sides and stays.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import audit, workflow
from rectify.domain.event import Opening
from rectify.domain.intake.differences import Difference, in_words
from rectify.domain.intake.pairing import pairs
from rectify.domain.intake.record import Concern
from rectify.domain.terms import State
from rectify.domain.workflow import fold
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rectify.domain.entity import Plain
    from rectify.domain.intake.record import Draft
    from rectify.domain.issue import Issue, Proposer
    from rectify.domain.ledger import Ledger
    from rectify.domain.particulars import SourceFile
    from rectify.domain.unit import Directory

PROPOSED = frozenset({"lead", "partners", "separate", "deadline"})
OVERWRITE = "--overwrite 采用"
HANDED = "已经交办，以办理记录为准"
_OURS = "编号是本台账的，多出的列不写入备注"
_LATER = "以后的办理情况请用 progress、respond 等登记"
_NOT_COMPARED = frozenset({"number", "inherited", "attachments", "events"})
_OF_THE_EVENT = frozenset({"date", "order", "recorded", "void", "kind", "source_file"})
_BEFORE = (State.UNVETTED, State.UNASSIGNED)
_OPENING = "期初"


class Terms(NamedTuple):
    """By whose rules, of which units and on which day a list is taken in.

    `titled` is whether the list has titles of its own; else they were made of the text.
    """

    ledger: Ledger
    directory: Directory
    kind: type[Issue]
    on: date
    today: date
    source: SourceFile | None = None
    overwrite: bool = False
    titled: bool = True


class New(NamedTuple):
    """An issue that the ledger does not have yet."""

    place: str
    issue: Issue


class Changed(NamedTuple):
    """An issue of which a list says something else; `after` has what is taken."""

    place: str
    before: Issue
    after: Issue
    differences: tuple[Difference, ...]

    @property
    def taken(self) -> tuple[Difference, ...]:
        """What the ledger takes of it."""
        return tuple(each for each in self.differences if each.taken)


class Matched(NamedTuple):
    """What a list comes to; `same` are the numbers of which it says nothing new."""

    new: tuple[New, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: tuple[str, ...] = ()
    doubts: tuple[Concern, ...] = ()
    faults: tuple[Concern, ...] = ()

    @property
    def written(self) -> tuple[Changed, ...]:
        """The issues that give way in something."""
        return tuple(each for each in self.changed if each.taken)

    def together(self, other: Matched) -> Matched:
        """Put what two lists come to behind each other."""
        return Matched(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.doubts + other.doubts,
            self.faults + other.faults,
        )


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
        *_resembling(sound, issues, found.near),
    ]
    return Matched(
        tuple(new), tuple(changed), tuple(same), tuple(doubts), tuple(faults)
    )


class NotEnterable(Exception):  # noqa: N818  # becomes concerns
    """A row can't be entered as it stands."""

    def __init__(self, place: str, sentences: Iterable[str]) -> None:
        super().__init__(place)
        self.concerns = [Concern(place, each) for each in sentences]


def _estranged(
    drafts: Sequence[Draft], issues: Sequence[Issue], strangers: Mapping[int, int]
) -> Iterator[Concern]:
    for row, place in strangers.items():
        said = f"编号 {issues[place].number} 在本台账是另一条，这一行按内容核对"
        yield Concern(drafts[row].place, said)


def _resembling(
    drafts: Sequence[Draft], issues: Sequence[Issue], near: Mapping[int, int]
) -> Iterator[Concern]:
    for row, place in sorted(near.items()):
        said = f"和 {issues[place].number} 很像，作为另一条新增；是同一条的，请不要导入"
        yield Concern(drafts[row].place, said)


def entered(draft: Draft, number: str, terms: Terms) -> Issue:
    """Make the new issue of a draft.

    Raises:
        NotEnterable: the ledger's rules forbid it.
    """
    issue = _judged(draft.place, {**draft.facts, "编号": number}, None, terms)
    event = _opening(draft, terms)
    return issue if event is None else _begun(draft.place, issue, event, terms)


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


def _opening(draft: Draft, terms: Terms) -> Opening | None:
    """Make the 期初 of a draft that has one."""
    if draft.opening is None:
        return None
    event = Opening.model_validate({**draft.opening, "日期": terms.on})
    if terms.source is not None:
        event = event.but(source_file=terms.source)
    return event if terms.on == terms.today else event.but(recorded=terms.today)


def _begun(place: str, issue: Issue, event: Opening, terms: Terms) -> Issue:
    try:
        return workflow.record(issue, event, terms.ledger)
    except RuleError as error:
        raise NotEnterable(place, [str(error)]) from None


def _beside(draft: Draft, issue: Issue, terms: Terms) -> Changed:
    """Compare a draft with its issue, and take what may be taken."""
    facts = dict(draft.facts)
    ours = issue.number in (facts.get("编号"), facts.get("序号"))
    facts["编号"] = issue.number
    if facts.get("序号") == issue.number:
        del facts["序号"]
    said = terms.kind.model_validate(facts)
    differences: list[Difference] = []
    taken: dict[str, object] = {}
    for name in said.model_fields_set - _NOT_COMPARED:
        if not _agree(name, issue, said, terms):
            why = _why_not(name, issue, terms, ours=ours)
            difference = difference_of(name, issue, said, why)
            differences.append(difference)
            if why is None:
                taken[name] = getattr(said, name)
    order = list(issue.labels().values())
    differences.sort(key=lambda each: order.index(each.label))
    after = after_edit(draft.place, issue, taken, terms)
    event = _opening(draft, terms)
    if event is not None:
        after, more = _taken_over(draft.place, after, event, terms)
        differences += more
    return Changed(draft.place, issue, after, tuple(differences))


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
    if name == "title" and not terms.titled:
        return True
    if name == "remarks" and old:
        return set(new.split("\n\n")) <= set(old.split("\n\n"))
    if name == "proposers":
        return _fewer_words(old, new)
    return bool(old == new)


def _fewer_words(old: Sequence[Proposer], new: Sequence[Proposer]) -> bool:
    """Tell whether the same are named, with nothing new about any of them."""
    known = {each.name: each.capacity for each in old}
    same = [each.name for each in old] == [each.name for each in new]
    return same and all(p.capacity in (None, known[p.name]) for p in new)


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
    return fold(issue, ledger, on=date.max).own_state not in _BEFORE


def _taken_over(
    place: str, issue: Issue, event: Opening, terms: Terms
) -> tuple[Issue, list[Difference]]:
    """Begin an issue that has no record; compare with how another one began."""
    begun = next(
        (e for e in issue.events if isinstance(e, Opening) and not e.void), None
    )
    if begun is not None:
        return issue, list(_since(begun, event))
    said = f"{event.state}，{event.lead}主办" if event.lead else str(event.state)
    if any(each.void is None for each in issue.events):
        return issue, [Difference(_OPENING, "", said, "已有办理记录")]
    after = _begun(place, issue, event, terms)
    return after, [Difference(_OPENING, "", said)]


def _since(begun: Opening, now: Opening) -> Iterator[Difference]:
    """Say what of a 期初 a list now says otherwise."""
    for name, label in Opening.labels().items():
        said = getattr(now, name)
        if name in _OF_THE_EVENT or said in (None, ()) or said == getattr(begun, name):
            continue
        before, after = (_worded(getattr(each, name)) for each in (begun, now))
        yield Difference(f"{_OPENING}的{label}", before, after, _LATER)


def _worded(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(str(getattr(each, "unit", each)) for each in value)
    return "" if value is None else str(value).replace("\n", "")
