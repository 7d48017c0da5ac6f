"""The register of letters (发文登记簿): every 文号, sent and received apart.

A document is one 文号 of one day, kind and sender, however many issues it is about.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.documents.report import Head, head_of
from rectify.domain.numbers import in_short, spans
from rectify.domain.phrases import chinese_day
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rectify.domain.documents.report import Request
    from rectify.domain.roster import Roster

_NUMBERED = re.compile(r"(?P<series>.+?)(?P<number>\d+)号")


class NoLetters(RuleError):  # noqa: N818  # named for what it is
    """No event of the ledger has a 文号."""

    def __init__(self) -> None:
        super().__init__(
            "还没有登记过文号，没有可写的发文登记簿。"
            "交办、催办、督办、答复时可用 --ref 写明文号"
        )


class Document(NamedTuple):
    """One document: when, its 文号, from whom to whom, and about which issues."""

    day: date
    ref: str
    sender: str
    receivers: tuple[str, ...]
    matter: str
    size: int
    titles: tuple[str, ...]
    numbers: str


class Volume(NamedTuple):
    """The documents sent, or those received, and what is odd about their numbers."""

    documents: tuple[Document, ...]
    twice: tuple[str, ...]
    missing: tuple[str, ...]
    unnumbered: tuple[tuple[str, int], ...]


class Correspondence(NamedTuple):
    """What the register says."""

    head: Head
    sent: Volume
    received: Volume


class _Entry(NamedTuple):
    """One event that was, or should be, a document."""

    number: str
    title: str
    event: ev.Approve | ev.Assign | ev.Urge | ev.Respond

    @property
    def ref(self) -> str:
        return self.event.ref or ""

    @property
    def sender(self) -> str:
        """The unit that answers; what goes out comes from the office."""
        return self.event.unit if isinstance(self.event, ev.Respond) else ""

    @property
    def receivers(self) -> tuple[str, ...]:
        """Name all whom a letter went to: who helps receives the hand-over too."""
        match self.event:
            case ev.Assign():
                named = self.event.addressee
                return (*([named] if named else []), *self.event.named_units())
            case ev.Urge():
                return (self.event.unit,)
            case _:
                return ()


def compile_correspondence(request: Request) -> dict[str, Correspondence]:
    """Gather the documents of a ledger by their 文号.

    Raises:
        NoLetters: there is none.
    """
    roster = request.roster
    entries = list(_entries(roster))
    if not any(entry.ref for entry in entries):
        raise NoLetters
    received = [each for each in entries if isinstance(each.event, ev.Respond)]
    sent = [each for each in entries if not isinstance(each.event, ev.Respond)]
    found = Correspondence(
        head=head_of(roster),
        sent=_volume(roster, sent, gaps=True),
        received=_volume(roster, received, gaps=False),
    )
    return {"": found}


def _entries(roster: Roster) -> Iterator[_Entry]:
    for case in roster.cases:
        for event in case.events:
            if isinstance(event, ev.Approve | ev.Assign | ev.Urge | ev.Respond):
                yield _Entry(case.number, case.issue.title, event)


def _volume(roster: Roster, entries: Iterable[_Entry], *, gaps: bool) -> Volume:
    grouped: dict[tuple[date, str, str, str], list[_Entry]] = {}
    unnumbered: Counter[str] = Counter()
    for entry in entries:
        if entry.ref:
            event = entry.event
            key = (event.date, entry.ref, event.kind, entry.sender)
            grouped.setdefault(key, []).append(entry)
        elif not isinstance(entry.event, ev.Approve):
            unnumbered[entry.event.kind] += 1
    order = sorted(grouped, key=lambda key: (key[0], _place(key[1]), *key[2:]))
    documents = tuple(_document(roster, grouped[key]) for key in order)
    return Volume(
        documents,
        tuple(_twice(documents)),
        tuple(_missing(each.ref for each in documents)) if gaps else (),
        tuple(unnumbered.items()),
    )


def _document(roster: Roster, entries: list[_Entry]) -> Document:
    first = entries[0]
    receivers = {unit for entry in entries for unit in entry.receivers}
    units = roster.directory
    return Document(
        day=first.event.date,
        ref=first.ref,
        sender=first.sender,
        receivers=tuple(
            sorted(receivers, key=lambda each: (each in units, units.rank(each)))
        ),
        matter=first.event.kind,
        size=len({entry.number for entry in entries}),
        titles=tuple(dict.fromkeys(entry.title for entry in entries)),
        numbers=in_short(entry.number for entry in entries),
    )


def _twice(documents: Iterable[Document]) -> Iterator[str]:
    """Name each 文号 that more than one document has."""
    uses: dict[str, list[str]] = {}
    for each in documents:
        use = f"{chinese_day(each.day)}{each.sender}{each.matter}"
        uses.setdefault(each.ref, []).append(use)
    for ref, found in uses.items():
        if len(found) > 1:
            yield f"{ref}（{'、'.join(found)}）"


def _place(ref: str) -> tuple[str, int]:
    """Give the series of a 文号 and its number in it."""
    found = _NUMBERED.fullmatch(ref)
    return (found["series"], int(found["number"])) if found else (ref, 0)


def _missing(refs: Iterable[str]) -> Iterator[str]:
    """Name the numbers that are missing within each series."""
    series: dict[str, set[int]] = {}
    for name, number in map(_place, refs):
        if number:
            series.setdefault(name, set()).add(number)
    for name, numbers in series.items():
        runs = spans(set(range(min(numbers), max(numbers))) - numbers)
        if runs:
            yield f"{name}{'、'.join(_worded(*run) for run in runs)}"


def _worded(first: int, last: int) -> str:
    if last - first > 1:
        return f"{first}至{last}号"
    return f"{first}号" if first == last else f"{first}号、{last}号"
