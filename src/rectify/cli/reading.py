"""Reading a whole ledger: what can be used, and what is wrong with the rest."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain import audit
from rectify.domain.event import Drop, Evaluate
from rectify.domain.roster import Book, muster
from rectify.domain.unit import AnyUnits
from rectify.errors import BadData, LedgerError, Problem
from rectify.storage.folder import Entry, Faulty, LedgerFolder, VoteEntry
from rectify.storage.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rectify.domain.audit import Remark
    from rectify.domain.ballot import Vote
    from rectify.domain.issue import Issue
    from rectify.domain.roster import Roster
    from rectify.storage.reader import Document

T = TypeVar("T")


class Files(NamedTuple):
    """The issues and votes of a ledger that can be used, and those that can't."""

    entries: list[Entry]
    votes: list[VoteEntry]
    unread: list[Faulty]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every fault of the files that can't be used."""
        return tuple(problem for each in self.unread for problem in each.problems)

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers of the files that can't be used."""
        return frozenset(each.number for each in self.unread)


class Reading(NamedTuple):
    """A ledger on a day: every issue that has a form, and the faults of its files.

    `unruly` are the numbers of the issues whose events break the rules.
    """

    whole: Roster
    problems: tuple[Problem, ...]
    broken: tuple[Problem, ...]
    unruly: frozenset[str]

    @property
    def sound(self) -> Roster:
        """The issues whose events keep the rules."""
        cases = self.whole.cases
        kept = tuple(case for case in cases if case.number not in self.unruly)
        return replace(self.whole, cases=kept)


def read_files(folder: LedgerFolder) -> Files:
    """Read the issues and votes of a ledger."""
    files = Files([], [], [])
    for entry in folder.scan():
        if isinstance(entry, Faulty):
            files.unread.append(entry)
        else:
            files.entries.append(entry)
    for vote in folder.votes():
        if isinstance(vote, Faulty):
            files.unread.append(vote)
        else:
            files.votes.append(vote)
    return files


def read_ledger(
    folder: LedgerFolder, *, on: date, known: date | None = None
) -> Reading:
    """Read a ledger for a day; its faults are those of its files, whatever the day.

    Raises:
        BadData: ledger.yaml or units.yaml is faulty.
    """
    files = read_files(folder)
    book = book_of(folder, files)
    found = audit.whole(book)
    broken = located_problems(folder, audit.faults(found, files.numbers))
    return Reading(
        muster(book, on=on, known=known),
        files.problems,
        tuple(broken),
        frozenset(case.number for case in found.cases if case.faults),
    )


def read_issue(
    folder: LedgerFolder, number: str, *, on: date, known: date | None = None
) -> Roster:
    """Read one issue for a day, with the issues it went into and the votes on it.

    Raises:
        LedgerError: there is none of that number.
        BadData: its file, ledger.yaml or units.yaml is faulty.
    """
    issues = {number: folder.read(number).issue}
    votes: dict[str, Vote] = {}
    for event in issues[number].events:
        if isinstance(event, Evaluate):
            with suppress(LedgerError, BadData):
                votes[event.ballot] = folder.vote(event.ballot).vote
    into = _parents(issues[number])
    while into:
        parent = into.pop()
        with suppress(LedgerError, BadData):
            if parent not in issues:
                issues[parent] = folder.read(parent).issue
                into += _parents(issues[parent])
    book = Book(folder.name, folder.ledger, folder.directory, list(issues.values()))
    held = tuple(vote for vote in votes.values() if vote.counts_on(on, known))
    found = muster(book, on=on, known=known, unraised=True)
    return replace(found, votes=held)


def _parents(issue: Issue) -> list[str]:
    """Name the issues that an issue was ever merged into."""
    return [
        event.into for event in issue.events if isinstance(event, Drop) and event.into
    ]


def book_of(folder: LedgerFolder, files: Files, *, any_units: bool = False) -> Book:
    """Put together what the files hold; with `any_units`, no unit is unknown."""
    return Book(
        folder.name,
        folder.ledger,
        AnyUnits() if any_units else folder.directory,
        [entry.issue for entry in files.entries],
        [vote.vote for vote in files.votes],
    )


def tried(read_it: Callable[[], T], problems: list[Problem]) -> T | None:
    """Read something; what is wrong with it is gathered, and the rest goes on."""
    try:
        return read_it()
    except BadData as error:
        problems += error.problems
        return None


def located_problems(
    folder: LedgerFolder, remarks: Iterable[Remark]
) -> Iterator[Problem]:
    """Give remarks the file and line that they are about."""
    documents: dict[str, Document] = {}
    for remark in remarks:
        path = folder.path / remark.folder / f"{remark.number}.yaml"
        place = path.relative_to(folder.root).as_posix()
        if place not in documents:
            documents[place] = read(folder.bytes_of(path), place)
        line = documents[place].line(remark.where)
        yield Problem(place, line, _named(remark))


def _named(remark: Remark) -> str:
    """Say which event is meant, as the faults of a form do."""
    match remark.where:
        case ("办理记录", int(index)):
            return f"办理记录第{index + 1}项：{remark.sentence}"
        case _:
            return remark.sentence
