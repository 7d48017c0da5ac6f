"""All issues of one ledger as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.event import Evaluate
from rectify.domain.terms import Ending, MergedCount
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rectify.domain.ballot import Vote
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.progress import Progress
    from rectify.domain.unit import Directory

_OUT_OF_BASE = (Ending.WITHDRAWN, Ending.REFUSED)


@dataclass(frozen=True, slots=True)
class Roster:
    """One ledger's issues, folded, and the votes held by that day."""

    name: str
    ledger: Ledger
    directory: Directory
    on: date
    cases: tuple[Progress, ...]
    votes: tuple[Vote, ...] = ()
    known: date | None = None
    public: bool = False

    def find(self, number: str) -> Progress | None:
        """Find one issue by its number."""
        return next((case for case in self.cases if case.number == number), None)

    def case(self, number: str) -> Progress:
        """Give one issue that is known to be there."""
        return next(case for case in self.cases if case.number == number)

    def vote(self, number: str) -> Vote | None:
        """Find one vote by its number."""
        return next((vote for vote in self.votes if vote.number == number), None)

    def back_on(self, day: date) -> Roster:
        """Fold the same issues for an earlier day."""
        issues = [case.issue for case in self.cases]
        book = Book(self.name, self.ledger, self.directory, issues, self.votes)
        return replace(muster(book, on=day, known=self.known), public=self.public)

    def base(self) -> tuple[Progress, ...]:
        """Give the base (基数): handed over, less 撤回 and 不予受理."""
        return tuple(case for case in self.cases if self.in_base(case))

    def in_base(self, case: Progress) -> bool:
        """Tell whether an issue counts."""
        if self.left_out(case):
            return False
        return case.standing.handed is not None

    def ended_out(self, case: Progress) -> bool:
        """Tell whether an issue was withdrawn or refused (撤回, 不予受理)."""
        dropped = case.standing.dropped
        return dropped is not None and dropped.ending in _OUT_OF_BASE

    def left_out(self, case: Progress) -> bool:
        """Tell whether an issue is in no figure: withdrawn, refused, counted once."""
        if self.ended_out(case):
            return True
        together = self.ledger.procedure.merged_count is MergedCount.TOGETHER
        return case.parent is not None and together


class Book(NamedTuple):
    """One ledger as its files hold it."""

    name: str
    ledger: Ledger
    directory: Directory
    issues: Iterable[Issue]
    votes: Iterable[Vote] = ()


def muster(
    book: Book, *, on: date, known: date | None = None, unraised: bool = False
) -> Roster:
    """Fold every issue for a day; each 并案 child stands where its parent does.

    What was raised later is not there yet, unless `unraised` asks for it.
    """
    cases = tuple(
        fold(issue, book.ledger, on=on, known=known)
        for issue in book.issues
        if unraised or issue.raised_by(on, known)
    )
    by_number = {case.number: case for case in cases}
    for case in cases:
        parent = by_number.get(case.merged_into or "")
        if parent is not None and not _leads_back(parent, case, by_number):
            case.parent = parent
    void = _all_void(cases, known)
    held = tuple(
        vote
        for vote in book.votes
        if vote.counts_on(on, known) and vote.number not in void
    )
    return Roster(book.name, book.ledger, book.directory, on, cases, held, known)


def _all_void(cases: Iterable[Progress], known: date | None) -> set[str]:
    """Name the votes of which every decision about an issue was declared void."""
    standing: dict[str, bool] = {}
    for case in cases:
        for event in case.issue.events:
            if isinstance(event, Evaluate):
                stood = standing.get(event.ballot, False)
                standing[event.ballot] = stood or event.stands_on(known)
    return {number for number, stood in standing.items() if not stood}


def _leads_back(
    case: Progress, child: Progress, by_number: dict[str, Progress]
) -> bool:
    """Tell whether following 并入 from a case comes to the child again."""
    seen: set[str] = set()
    while case.number not in seen:
        if case is child:
            return True
        seen.add(case.number)
        parent = by_number.get(case.merged_into or "")
        if parent is None:
            return False
        case = parent
    return True
