"""The list of a transfer (移交清单): what a successor or the archives receive."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.documents.enclosures import enclosures
from rectify.domain.documents.report import Head, head_of, noun_of
from rectify.domain.listing import item_of
from rectify.domain.numbers import in_short
from rectify.domain.rate import check_parts
from rectify.domain.terms import State
from rectify.errors import RuleError

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.ballot import Vote
    from rectify.domain.documents.enclosures import Enclosure
    from rectify.domain.documents.report import Request
    from rectify.domain.event import AnyEvent
    from rectify.domain.listing import Item
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster


class NothingToTransfer(RuleError):  # noqa: N818  # named for what it is
    """The ledger has no issue."""

    def __init__(self) -> None:
        super().__init__("台账里还没有问题，没有可以移交的；登记问题用 rectify add")


def catalogued(day: date) -> str:
    """Write a day in eight digits, as DA/T 22 (归档文件整理规则) asks."""
    return f"{day:%Y%m%d}"


class Piece(NamedTuple):
    """One 件: the file of an issue, with what came in and went out about it."""

    item: Item
    authors: tuple[str, ...]
    refs: tuple[str, ...]
    first: date | None
    last: date | None
    records: int
    files: int

    @property
    def span(self) -> str:
        """From when to when, as a catalogue of archives writes days."""
        days = (day for day in (self.first, self.last) if day is not None)
        return "至".join(dict.fromkeys(map(catalogued, days)))

    @property
    def remark(self) -> str:
        """How it stands: its state, what is left of the time, and into what it went."""
        into = self.item.merged_into
        parts = (
            self.item.state_shown,
            self.item.remaining,
            f"并入 {into}" if into else "",
        )
        return "，".join(part for part in parts if part)


class Ballot(NamedTuple):
    """One vote to be transferred, and what was voted on."""

    number: str
    day: str
    meeting: str
    about: str


class Transfer(NamedTuple):
    """What the list says."""

    head: Head
    noun: str
    pieces: tuple[Piece, ...]
    states: tuple[tuple[str, int], ...]
    ballots: tuple[Ballot, ...]
    files: tuple[Enclosure, ...]


def compile_transfer(request: Request) -> dict[str, Transfer]:
    """List every issue as one 件, every vote, and every file that is kept.

    Raises:
        NothingToTransfer: there is no issue.
    """
    roster = request.roster
    if not roster.cases:
        raise NothingToTransfer
    pieces = tuple(_piece(roster, case) for case in roster.cases)
    files = tuple(each for case in roster.cases for each in enclosures(case))
    check_parts("移交的文件", len(files), [piece.files for piece in pieces])
    states = tuple(_states(pieces))
    check_parts("移交的问题", len(pieces), [count for _, count in states])
    found = Transfer(
        head=head_of(roster),
        noun=noun_of(roster.cases),
        pieces=pieces,
        states=states,
        ballots=tuple(_ballot(vote) for vote in roster.votes),
        files=files,
    )
    return {"": found}


def _piece(roster: Roster, case: Progress) -> Piece:
    events = case.events
    refs = (getattr(event, "ref", None) for event in events)
    days = [event.date for event in events]
    item = item_of(case)
    return Piece(
        item=item,
        authors=(roster.ledger.organ, *dict.fromkeys(_answering(events))),
        refs=tuple(dict.fromkeys(ref for ref in refs if ref)),
        first=days[0] if days else case.issue.proposed,
        last=days[-1] if days else None,
        records=len(events),
        files=sum(1 for _ in enclosures(case)),
    )


def _answering(events: list[AnyEvent]) -> list[str]:
    """Name the units whose answers are in the file."""
    return [event.unit for event in events if isinstance(event, ev.Respond)]


def _states(pieces: tuple[Piece, ...]) -> list[tuple[str, int]]:
    """Count by state, what is open first."""
    counted = [
        (str(state), sum(1 for piece in pieces if piece.item.state is state))
        for state in State
    ]
    return [(state, count) for state, count in counted if count]


def _ballot(vote: Vote) -> Ballot:
    subject = vote.subject
    parts = (
        in_short(subject.issues),
        "、".join(f"审议意见第{number}条" for number in subject.opinions),
        subject.report or "",
        "、".join(subject.units),
    )
    about = "；".join(part for part in parts if part)
    return Ballot(vote.number, catalogued(vote.date), vote.meeting or "", about)
