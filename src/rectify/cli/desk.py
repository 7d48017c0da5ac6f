"""The desk at which a command works: the workspace, the day, and what is read there."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.cli.checking import typed_values
from rectify.cli.reading import Reading, read_issue, read_ledger
from rectify.cli.shell import say
from rectify.domain.calendar import Calendar
from rectify.domain.deadline import parse_day
from rectify.domain.numbers import Wanted, in_short, numbers_in, parse_numbers
from rectify.errors import BadData, LedgerError, Problem, UsageError
from rectify.storage.folder import Entry, LedgerFolder, NoSuchIssue
from rectify.storage.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster

T = TypeVar("T")
_ATTEMPTS = 5


class WhichLedger(LedgerError):  # noqa: N818  # named for what it is
    """There are several ledgers, and the words name none of them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"有多个台账：{'、'.join(names)}。请用 -l 写明是哪一个")


class NoSuchPrefix(LedgerError):  # noqa: N818  # named for what it is
    """No ledger numbers its issues with that prefix."""

    def __init__(self, prefix: str, known: Sequence[str]) -> None:
        super().__init__(
            f"没有编号前缀为 {prefix} 的台账。已有的前缀：{'、'.join(known)}"
        )


class NothingNamed(UsageError):  # noqa: N818  # named for what it is
    """The command needs to know which issues are meant."""

    def __init__(self, other: str = "") -> None:
        super().__init__(f"请写明编号，如 17、JZ-017、1-10{other}")


class Target(NamedTuple):
    """An issue that a command is about."""

    folder: LedgerFolder
    entry: Entry


class Desk:
    """A workspace opened on a day."""

    def __init__(self, workspace: Workspace, today: date) -> None:
        self.workspace = workspace
        self.today = today

    @cached_property
    def calendar(self) -> Calendar:
        """The working days, with the workspace's own holidays."""
        holidays = self.workspace.holidays()
        return Calendar(holidays.workdays, holidays.years)

    def day(self, words: str | None) -> date:
        """Read a day as typed; today if none was."""
        return self.today if words is None else parse_day(words, today=self.today)

    def folders(self, ledger: str | None) -> list[LedgerFolder]:
        """Open the ledger that was named, or all of them."""
        names = self.workspace.names() if ledger is None else [ledger]
        return [self.workspace.folder(name) for name in names]

    def folder(self, ledger: str | None) -> LedgerFolder:
        """Open the ledger that was named, or the only one there is.

        Raises:
            WhichLedger: there are several.
        """
        folders = self.folders(ledger)
        if len(folders) > 1:
            raise WhichLedger(self.workspace.names())
        return folders[0]

    def targets(self, words: Sequence[str], ledger: str | None) -> list[Target]:
        """Read the issues that the words name, each once, in the order named.

        Raises:
            NothingNamed: the words are none.
            NoSuchIssue: one named alone, or every one of a range, is not there.
        """
        wanted = parse_numbers(_spelled_out(words))
        found: dict[str, Target] = {}
        for each in wanted:
            folder = self._folder_of(each, ledger)
            for number in _numbers(folder, each):
                found.setdefault(number, Target(folder, folder.read(number)))
        if not found:
            raise NothingNamed
        return list(found.values())

    def folder_for(self, number: str | None, ledger: str | None) -> LedgerFolder:
        """Open the ledger of a number that need not be there yet."""
        prefix = (number or "").rpartition("-")[0].upper()
        if ledger is None and prefix:
            return self._folder_of(Wanted(prefix, 1, 1), ledger)
        return self.folder(ledger)

    def target(self, word: str, ledger: str | None) -> Target:
        """Read the one issue that a word names."""
        targets = self.targets([word], ledger)
        if len(targets) > 1:
            raise NothingNamed("；这里只能写一个")
        return targets[0]

    def _folder_of(self, wanted: Wanted, ledger: str | None) -> LedgerFolder:
        if wanted.prefix is None:
            return self.folder(ledger)
        found: dict[str, list[LedgerFolder]] = {}
        problems: list[Problem] = []
        for folder in self.folders(ledger):
            try:
                found.setdefault(folder.ledger.prefix, []).append(folder)
            except BadData as error:
                problems += error.problems
        named = found.get(wanted.prefix, [])
        if len(named) > 1:
            raise WhichLedger([folder.name for folder in named])
        if not named and problems:
            raise BadData(tuple(problems))
        if not named:
            raise NoSuchPrefix(wanted.prefix, list(found))
        return named[0]

    def rosters(
        self,
        ledger: str | None,
        as_of: str | None = None,
        known: str | None = None,
    ) -> list[Roster]:
        """Read whole ledgers for a figure: one faulty file forbids all of them.

        Raises:
            BadData: a missing file would be a wrong denominator.
        """
        read = [self._reading(each, as_of, known) for each in self.folders(ledger)]
        problems = [p for reading in read for p in (*reading.problems, *reading.broken)]
        if problems:
            raise BadData(
                tuple(problems),
                "有差错的台账不能统计和成文。改好后再来；rectify check 可查看全部差错",
            )
        return [reading.whole for reading in read]

    def sound_rosters(
        self,
        ledger: str | None,
        as_of: str | None = None,
        known: str | None = None,
    ) -> list[Roster]:
        """Read what is healthy, and name on stderr what is not.

        Raises:
            BadData: no ledger can be read.
        """
        rosters: list[Roster] = []
        lost: list[tuple[str, BadData]] = []
        for folder in self.folders(ledger):
            try:
                reading = self._reading(folder, as_of, known)
            except BadData as error:
                lost.append((folder.name, error))
                continue
            rosters.append(reading.sound)
            _name_faulty_files(folder, reading)
        if lost and not rosters:
            raise BadData(tuple(p for _, faulty in lost for p in faulty.problems))
        for name, faulty in lost:
            say(f"台账 {name} 有差错，没有列入：\n{faulty}")
        return rosters

    def one(
        self, target: Target, as_of: str | None, known: str | None
    ) -> tuple[Roster, Progress]:
        """Read what is needed to show one issue: its parents and its votes too."""
        until = None if known is None else self.day(known)
        number = target.entry.issue.number

        def read_it(folder: LedgerFolder) -> tuple[Roster, Progress]:
            day = self.as_of(folder, as_of)
            roster = read_issue(folder, number, on=day, known=until)
            return roster, roster.case(number)

        return self.together(target.folder.name, read_it)

    def _reading(
        self, folder: LedgerFolder, as_of: str | None, known: str | None
    ) -> Reading:
        until = None if known is None else self.day(known)
        return self.together(
            folder.name,
            lambda each: read_ledger(each, on=self.as_of(each, as_of), known=until),
        )

    def together(self, name: str, read_it: Callable[[LedgerFolder], T]) -> T:
        """Read files of a ledger as they stood at one time, though others write.

        Nobody is waited for: what was read while somebody wrote is read again.
        """
        for _ in range(_ATTEMPTS):
            found = read_it(self.workspace.folder(name))
            if self.workspace.undisturbed():
                break
            self.workspace = Workspace(self.workspace.root)
        return found

    def as_of(self, folder: LedgerFolder, words: str | None) -> date:
        """Give the day asked about: as typed, the ledger's 统计截止日, or today."""
        if words is None:
            return folder.ledger.cutoff or self.today
        return self.day(words)


def _name_faulty_files(folder: LedgerFolder, reading: Reading) -> None:
    """Tell the files that are left out from those that are listed all the same."""
    paths = [folder.issue_path(number) for number in reading.unruly]
    absent = {path.relative_to(folder.root).as_posix() for path in paths}
    absent |= {problem.place for problem in reading.problems}
    _name_faulty(absent, "没有列入")
    listed = {problem.place for problem in reading.broken} - absent
    _name_faulty(listed, "仍在其中")


def _name_faulty(places: Iterable[str], what: str) -> None:
    """Name the faulty files beside a list, and whether what they hold is in it."""
    named = sorted(places)
    if named:
        say(
            f"有{len(named)}个文件有差错，{what}：{'、'.join(named)}。"
            "详情见 rectify check"
        )


def open_desk() -> Desk:
    """Open the workspace around the current folder, on this day."""
    return Desk(Workspace.find(Path.cwd()), today())


@contextmanager
def writing_desk() -> Iterator[Desk]:
    """Open the workspace to write in it, alone from reading to writing."""
    workspace = Workspace.find(Path.cwd())
    with workspace.locked(), typed_values():
        yield Desk(workspace, today())


def today() -> date:
    """Give this day; RECTIFY_TODAY sets it for demonstrations and tests."""
    real = date.today()  # noqa: DTZ011, TID251  # the one place where time comes in
    said = os.environ.get("RECTIFY_TODAY")
    return real if not said else parse_day(said, today=real)


def _spelled_out(words: Sequence[str]) -> Iterator[str]:
    """Put the numbers of standard input in the place of `-`."""
    for word in words:
        if word == "-":
            yield from numbers_in(sys.stdin.read())
        else:
            yield word


def _numbers(folder: LedgerFolder, wanted: Wanted) -> list[str]:
    """Find the numbers that exist, and name those of a range that do not."""
    prefix = f"{folder.ledger.prefix}-"
    known = {
        int(number.removeprefix(prefix)): number
        for number in folder.numbers()
        if number.startswith(prefix) and number.removeprefix(prefix).isdigit()
    }
    asked = range(wanted.first, wanted.last + 1)
    absent = in_short(f"{prefix}{each:03}" for each in asked if each not in known)
    found = [known[each] for each in asked if each in known]
    if not found:
        raise NoSuchIssue(absent, list(known.values()))
    if absent:
        say(f"没有编号为 {absent} 的问题，已略过")
    return found
