"""What `changes` says between two versions of the history, or since one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.shell import say
from rectify.domain.deadline import is_day
from rectify.domain.history.chronicle import Broken
from rectify.domain.history.since import Edit, Span, compile_edits
from rectify.domain.phrases import chinese_day
from rectify.domain.roster import Book, muster
from rectify.errors import UsageError
from rectify.storage.git.repository import NoSuchVersion, Repository
from rectify.storage.git.walk import contains, one
from rectify.storage.history.versions import differing_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.cli.desk import Desk
    from rectify.domain.changes import Changes
    from rectify.domain.roster import Roster
    from rectify.storage.folder import LedgerFolder

_SHORT = 10
_HASH = 40


class NeitherDayNorVersion(UsageError):  # noqa: N818  # named for what it is
    """The words name no day and no version."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"“{words}”不是日期，也不是这里的版本。日期如 2024-09-01、9月1日；"
            "版本如标签名、版本号 3f2a91c、HEAD~3（往前数3个）"
        )


class DayAndVersion(UsageError):  # noqa: N818  # named for what it is
    """One end of a period is a day, the other a version."""

    def __init__(self) -> None:
        super().__init__("--since 和 --until 要么都写日期，要么都写版本")


class VersionsReversed(UsageError):  # noqa: N818  # named for what it is
    """A period ends with a version that is older than the one it begins with."""

    def __init__(self) -> None:
        super().__init__("--until 的版本早于 --since 的版本，请对调")


class _Ends(NamedTuple):
    """The versions between which the files are compared; None is the files as now."""

    repo: Repository
    since: str
    until: str | None
    span: Span


def compared(
    desk: Desk, ledger: str | None, since: str, until: str | None
) -> list[tuple[Roster, Changes]]:
    """Say what differs between two versions, or since one of them.

    Raises:
        UsageError: the words name no version, or a day and a version.
        GitError: no versions are kept.
    """
    if until is not None and is_day(until, today=desk.today):
        raise DayAndVersion
    ends = _ends(desk, since, until)
    return [_in_ledger(desk, folder, ends) for folder in desk.folders(ledger)]


def _ends(desk: Desk, since: str, until: str | None) -> _Ends:
    if Repository.find(desk.workspace.root) is None:
        raise NeitherDayNorVersion(since)
    repo = Repository.open(desk.workspace.root)
    first = _version(repo, since)
    last = None if until is None else _version(repo, until)
    begun = one(repo, first).committed.date()
    ended = desk.today if last is None else one(repo, last).committed.date()
    if last is not None and last != first and contains(repo, first, last):
        raise VersionsReversed
    start = f"版本 {_named(since)}（{chinese_day(begun)}）"
    end = "以来" if until is None else f"至 {_named(until)}（{chinese_day(ended)}）"
    return _Ends(repo, first, last, Span(start + end, begun, ended))


def _version(repo: Repository, words: str) -> str:
    try:
        return repo.version(words)
    except NoSuchVersion:
        raise NeitherDayNorVersion(words) from None


def _named(words: str) -> str:
    """Name a version as it was typed, a whole hash by its beginning."""
    return words[:_SHORT] if len(words) >= _HASH else words


def _in_ledger(desk: Desk, folder: LedgerFolder, ends: _Ends) -> tuple[Roster, Changes]:
    edits = list(_edits(folder, ends))
    book = Book(folder.name, folder.ledger, folder.directory, ())
    roster = muster(book, on=desk.as_of(folder, None))
    return roster, compile_edits(roster, edits, ends.span)


def _edits(folder: LedgerFolder, ends: _Ends) -> Iterator[Edit]:
    """Read the files that differ; those that can't be read are named on stderr."""
    lost = []
    found = differing_files(folder, ends.repo, ends.since, ends.until)
    for place, before, after in found:
        if isinstance(before, Broken) or isinstance(after, Broken):
            lost.append(place)
        else:
            yield Edit(before, after)
    if lost:
        named = "、".join(lost)
        say(f"有{len(lost)}个文件的某一版有差错，没有列入：{named}")
