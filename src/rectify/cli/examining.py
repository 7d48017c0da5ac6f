"""What `check` looks at, file by file: one fault never hides those of other files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.reading import book_of, located_problems, read_files, tried
from rectify.domain import audit, rulebook
from rectify.domain.advice import advice
from rectify.domain.calendar import Calendar
from rectify.errors import Problem
from rectify.storage import evidence
from rectify.storage.folder import LedgerFolder
from rectify.storage.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rectify.cli.reading import Files
    from rectify.domain.ledger import Ledger
    from rectify.domain.unit import Directory
    from rectify.storage.source import Source

_RULES = "ledger.yaml"
_OWN_FILES = 2


class Examined(NamedTuple):
    """The faults and the advice of one ledger, and how many files it has."""

    faults: list[Problem]
    advice: list[Problem]
    files: int


def examined(folder: LedgerFolder, calendar: Calendar) -> Examined:
    """Go through every file of a ledger; without its rules nothing is folded."""
    files = read_files(folder)
    faults, hints = list(files.problems), list[Problem]()
    ledger = tried(lambda: folder.ledger, faults)
    directory = tried(lambda: folder.directory, faults)
    tried(lambda: folder.profile, faults)
    if directory is not None:
        faults += located_problems(folder, rulebook.unit_faults(directory))
    for entry in files.entries:
        place = entry.path.relative_to(folder.root).as_posix()
        faults += evidence.check(folder, entry.issue, place)
    if ledger is not None:
        faults += located_problems(folder, rulebook.ledger_faults(ledger))
        _fold(folder, files, directory, calendar, faults, hints)
        hints += _gaps(folder, ledger, files)
    counted = len(files.entries) + len(files.votes) + len(files.unread) + _OWN_FILES
    return Examined(
        sorted(faults, key=_by_place), sorted(hints, key=_by_place), counted
    )


def faults_under(source: Source, names: Iterable[str]) -> Iterator[Problem]:
    """Find the faults of those ledgers that a source has; days off play no part."""
    for name in names:
        if source.there(f"data/{name}/{_RULES}"):
            yield from examined(LedgerFolder(source, name), Calendar()).faults


def _fold(
    folder: LedgerFolder,
    files: Files,
    directory: Directory | None,
    calendar: Calendar,
    faults: list[Problem],
    hints: list[Problem],
) -> None:
    """Add what only the rules of the procedure find."""
    roster = audit.whole(book_of(folder, files, any_units=directory is None))
    faults += located_problems(folder, audit.faults(roster, files.numbers))
    hints += located_problems(folder, advice(roster, calendar))


def _gaps(folder: LedgerFolder, ledger: Ledger, files: Files) -> list[Problem]:
    read_ = [entry.issue.number for entry in files.entries]
    said = rulebook.numbering(ledger.prefix, [*read_, *files.numbers])
    place = (folder.path / "issues").relative_to(folder.root).as_posix()
    return [] if said is None else [Problem(place, None, said)]


def shared_prefixes(
    every: Sequence[LedgerFolder], asked: Sequence[LedgerFolder]
) -> list[Problem]:
    """Find ledgers whose numbers can't be told apart."""
    prefixes = {folder.name: _prefix(folder) for folder in every}
    found = []
    for folder in asked:
        prefix = prefixes[folder.name]
        others = [name for name, other in prefixes.items() if other == prefix]
        others.remove(folder.name)
        if prefix is not None and others:
            place = (folder.path / _RULES).relative_to(folder.root).as_posix()
            line = read(folder.data(_RULES) or b"", place).line(("编号前缀",))
            said = f"编号前缀 {prefix} 与台账 {'、'.join(others)} 相同，请改成不同的"
            found.append(Problem(place, line, said))
    return found


def _prefix(folder: LedgerFolder) -> str | None:
    """Give the prefix of a ledger whose rules can be read."""
    ledger = tried(lambda: folder.ledger, [])
    return None if ledger is None else ledger.prefix


def _by_place(problem: Problem) -> tuple[str, int]:
    return problem.place, problem.line or 0
