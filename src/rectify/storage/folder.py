"""One ledger's folder: its rules, its units, its issues, its votes."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.ballot import Vote
from rectify.domain.entity import Entity
from rectify.domain.intake.profile import Profile
from rectify.domain.issue import NUMBER, Issue, LooseIssue, issue_kind
from rectify.domain.ledger import Ledger
from rectify.domain.unit import Directory, UnitList
from rectify.errors import BadData, LedgerError, Problem
from rectify.storage.source import Source, Unreadable
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rectify.storage.reader import Document

E = TypeVar("E", bound=Entity)
_BALLOT = r"[0-9A-Za-z-]+"
_SUFFIX = ".yaml"
# What editors and systems leave beside the files: nobody took it for a record.
_ASIDE = re.compile(r"\..*|~\$.*|.*~|#.*#|.*\.rectify-new|Thumbs\.db|desktop\.ini")


class NoSuchIssue(LedgerError):  # noqa: N818  # named for what it is
    """The ledger has no issue of that number."""

    def __init__(self, number: str, known: list[str]) -> None:
        range_ = f"已有 {known[0]} 到 {known[-1]}" if known else "这个台账里还没有问题"
        super().__init__(f"没有编号为 {number} 的问题；{range_}")


class NoSuchVote(LedgerError):  # noqa: N818  # named for what it is
    """The ledger has no vote of that number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"没有票号为 {number} 的测评")


class Entry(NamedTuple):
    """An issue, and the bytes of its file."""

    path: Path
    data: bytes
    issue: Issue


class VoteEntry(NamedTuple):
    """A vote, and the bytes of its file."""

    path: Path
    data: bytes
    vote: Vote


class Faulty(NamedTuple):
    """A file that can't be used, and every reason."""

    path: Path
    problems: tuple[Problem, ...]

    @property
    def number(self) -> str:
        """The number that its name gives, whatever is behind it."""
        return self.path.name.partition(".")[0]


class LedgerFolder:
    """The files of one ledger."""

    def __init__(self, source: Source, name: str) -> None:
        self.name = name
        self.root = source.root
        self.path = source.root / "data" / name
        self._source = source
        self._place = f"data/{name}"

    @cached_property
    def ledger(self) -> Ledger:
        """The campaign and its rules.

        Raises:
            BadData: ledger.yaml is faulty.
        """
        return self._whole(Ledger, "ledger.yaml")

    @cached_property
    def kind(self) -> type[Issue]:
        """The model of an issue of this ledger, with the fields that it declares.

        Where ledger.yaml is faulty, no issue is blamed for a field that may be there.
        """
        try:
            return issue_kind(self.ledger.custom)
        except BadData:
            return LooseIssue

    @cached_property
    def directory(self) -> Directory:
        """The units; without units.yaml there are none.

        Raises:
            BadData: units.yaml is faulty.
        """
        if not self._source.there(f"{self._place}/units.yaml"):
            return Directory(())
        return Directory(self._whole(UnitList, "units.yaml").units)

    @cached_property
    def profile(self) -> Profile:
        """How the columns of lists are read; without imports.yaml nothing is said.

        Raises:
            BadData: imports.yaml is faulty.
        """
        if not self._source.there(f"{self._place}/imports.yaml"):
            return Profile()
        return self._whole(Profile, "imports.yaml")

    def data(self, name: str) -> bytes | None:
        """Give the bytes of a file beside the issues; None if it is not there."""
        place = f"{self._place}/{name}"
        return self._source.read(place) if self._source.there(place) else None

    def bytes_of(self, path: Path) -> bytes:
        """Give the bytes of a file of the ledger that has been read before."""
        return self._source.read(path.relative_to(self.root).as_posix())

    def numbers(self) -> list[str]:
        """List the numbers of the issues by the names of their files."""
        return self._stems("issues")

    def next_number(self) -> str:
        """Give the first number after the last one."""
        return next(self.free_numbers())

    def free_numbers(self) -> Iterator[str]:
        """Count on from the first number after the last one."""
        prefix = f"{self.ledger.prefix}-"
        taken = [
            number.removeprefix(prefix)
            for number in self.numbers()
            if re.fullmatch(NUMBER, number) and number.startswith(prefix)
        ]
        width = max(3, *map(len, taken)) if taken else 3
        last = max(map(int, taken), default=0)
        return (f"{prefix}{number:0{width}}" for number in count(last + 1))

    def scan(self) -> Iterator[Entry | Faulty]:
        """Read the issues one after another, in order of their numbers."""
        for stem in self._listed("issues"):
            yield stem if isinstance(stem, Faulty) else self._issue(stem)

    def read(self, number: str) -> Entry:
        """Read one issue.

        Raises:
            NoSuchIssue: there is none of that number.
            BadData: its file is faulty.
        """
        known = re.fullmatch(NUMBER, number)
        if not known or not self._source.there(self._file("issues", number)):
            raise NoSuchIssue(number, self.numbers())
        found = self._issue(number)
        if isinstance(found, Faulty):
            raise BadData(found.problems)
        return found

    def issue_path(self, number: str) -> Path:
        """Give the path of an issue's file, whether it is there or not."""
        return self.root / self._file("issues", number)

    def vote_path(self, number: str) -> Path:
        """Give the path of a vote's file, whether it is there or not."""
        return self.root / self._file("votes", number)

    def votes(self) -> Iterator[VoteEntry | Faulty]:
        """Read the votes one after another."""
        for stem in self._listed("votes"):
            yield stem if isinstance(stem, Faulty) else self._vote(stem)

    def vote(self, number: str) -> VoteEntry:
        """Read one vote.

        Raises:
            NoSuchVote: there is none of that number.
            BadData: its file is faulty.
        """
        known = re.fullmatch(_BALLOT, number)
        if not known or not self._source.there(self._file("votes", number)):
            raise NoSuchVote(number)
        found = self._vote(number)
        if isinstance(found, Faulty):
            raise BadData(found.problems)
        return found

    def next_ballot(self, year: int) -> str:
        """Give the first number of a vote after the last one of a year."""
        taken = [
            int(stem.removeprefix(f"{year}-"))
            for stem in self._stems("votes")
            if re.fullmatch(rf"{year}-[0-9]{{1,9}}", stem)
        ]
        return f"{year}-{max(taken, default=0) + 1:02}"

    def _file(self, kind: str, stem: str) -> str:
        return f"{self._place}/{kind}/{stem}{_SUFFIX}"

    def _stems(self, kind: str) -> list[str]:
        """List the files of a kind in order: 9 before 10."""
        stems = [
            name.removesuffix(_SUFFIX)
            for name in self._names(kind)
            if name.endswith(_SUFFIX)
        ]
        return sorted(stems, key=_rank)

    def _names(self, kind: str) -> list[str]:
        names = self._source.names(f"{self._place}/{kind}")
        return [name for name in names if not _ASIDE.fullmatch(name)]

    def _listed(self, kind: str) -> list[str | Faulty]:
        """List the files of a kind, and behind them what bears no name of one."""
        try:
            return [*self._stems(kind), *self._strays(kind)]
        except Unreadable as fault:
            return [Faulty(self.path / kind, (fault.problem,))]

    def _strays(self, kind: str) -> Iterator[Faulty]:
        names = self._names(kind)
        pattern = NUMBER if kind == "issues" else _BALLOT
        for name in names:
            if name.endswith(_SUFFIX):
                continue
            number = name.partition(".")[0]
            right = f"{number}{_SUFFIX}"
            renamed = re.fullmatch(pattern, number) and right not in names
            remedy = f"请改名为 {right}，或移走" if renamed else "请移走"
            place = f"{self._place}/{kind}/{name}"
            problem = Problem(place, None, f"不是 .yaml 文件，没有读取；{remedy}")
            yield Faulty(self.path / kind / name, (problem,))

    def _issue(self, stem: str) -> Entry | Faulty:
        found = self._read(self.kind, self._file("issues", stem), "编号", stem)
        return found if isinstance(found, Faulty) else Entry(*found)

    def _vote(self, stem: str) -> VoteEntry | Faulty:
        found = self._read(Vote, self._file("votes", stem), "票号", stem)
        return found if isinstance(found, Faulty) else VoteEntry(*found)

    def _read(
        self, kind: type[E], place: str, label: str, stem: str
    ) -> tuple[Path, bytes, E] | Faulty:
        """Read a file whose name is its number."""
        path = self.root / place
        try:
            data = self._source.read(place)
        except Unreadable as fault:
            return Faulty(path, (fault.problem,))
        loaded = load(kind, data, place)
        misnamed = _misnamed(loaded.document, label, stem, place)
        if loaded.value is None or misnamed:
            return Faulty(path, loaded.problems + misnamed)
        return path, data, loaded.value

    def _whole(self, kind: type[E], name: str) -> E:
        place = f"{self._place}/{name}"
        try:
            loaded = load(kind, self._source.read(place), place)
        except Unreadable as fault:
            raise BadData((fault.problem,)) from None
        if loaded.value is None:
            raise BadData(loaded.problems)
        return loaded.value


def _rank(stem: str) -> tuple[str, int, str]:
    """Sort numbers as people do, and what is no number behind its prefix."""
    prefix, _, number = stem.rpartition("-")
    known = number.isascii() and number.isdigit()
    return (prefix, int(number), stem) if known else (stem, -1, stem)


def _misnamed(
    document: Document, label: str, stem: str, place: str
) -> tuple[Problem, ...]:
    """Find out whether a file bears another name than it has inside."""
    written = (document.plain or {}).get(label)
    if not isinstance(written, str) or written == stem:
        return ()
    message = f"“{label}”：文件名是 {stem}，里面写的是 {written}，请改成一样"
    return (Problem(place, document.line((label,)), message),)
