"""The record of a vote, made of the counts that a command was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Row, Vote
from rectify.domain.event import Evaluate
from rectify.domain.terms import Turn, Verdict
from rectify.domain.text import narrow
from rectify.domain.unit import UnknownUnit
from rectify.domain.workflow import fold
from rectify.errors import RuleError, UsageError
from rectify.storage.countsheet import read_counts
from rectify.storage.folder import VoteEntry

if TYPE_CHECKING:
    from datetime import date

    from rectify.cli.desk import Target
    from rectify.storage.folder import LedgerFolder


class NoCounts(UsageError):  # noqa: N818  # named for what it is
    """A vote without counts is none."""

    def __init__(self) -> None:
        super().__init__(
            "请写明票数：--satisfied 满意 --basic 基本满意 --unsatisfied 不满意，"
            "或用 --from 指明计票表（一个会场一行，空表用 --blank 写）"
        )


class NumberTaken(RuleError):  # noqa: N818  # named for what it is
    """There is a vote of that number already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"票号 {number} 已经有了，请换一个，或不写 --ballot 由程序编号"
        )


class Counts(NamedTuple):
    """The options of one row, as typed."""

    satisfied: int | None
    basically: int | None
    unsatisfied: int | None
    others: dict[str, int | str | None]


_NO_COUNTS = Counts(None, None, None, {})


class CountsTwice(UsageError):  # noqa: N818  # named for what it is
    """The counts are given by a file and by options too."""

    def __init__(self) -> None:
        super().__init__("用了 --from，票数、会场和群体就写在计票表里，请去掉这些选项")


class MixedTurns(RuleError):  # noqa: N818  # named for what it is
    """For some issues it would be the second vote, for others the first."""

    def __init__(self, failed: list[str], fresh: list[str]) -> None:
        super().__init__(
            f"{'、'.join(failed)} 上次测评未通过，{'、'.join(fresh)} 不是："
            "请分两次记录，或用 --turn 写明是初次还是二次"
        )


def vote_from(
    folder: LedgerFolder,
    targets: list[Target],
    day: date,
    counts: Counts,
    file: str | None,
) -> Vote:
    """Make the record out of the options, or out of a file."""
    if file is not None:
        if counts != _NO_COUNTS:
            raise CountsTwice
        sheet = read_counts(file)
        _check_subject(folder, targets, sheet.subject)
        rows = tuple(_with_full_name(folder, targets, row) for row in sheet.rows)
        return Vote(
            number="0",
            date=day,
            rows=rows,
            members=sheet.members,
            meeting=sheet.meeting,
        )
    three = (counts.satisfied, counts.basically, counts.unsatisfied)
    if None in three:
        raise NoCounts
    written = dict(zip(("满意", "基本满意", "不满意"), three, strict=True))
    row = Row.model_validate(
        written | {label: n for label, n in counts.others.items() if n is not None}
    )
    return Vote(number="0", date=day, rows=(row,))


def _check_subject(
    folder: LedgerFolder, targets: list[Target], named: str | None
) -> None:
    """Refuse a sheet that says it is for another issue than the command does."""
    numbers = [target.entry.issue.number for target in targets]
    if named in folder.numbers() and numbers != [named]:
        raise OtherSubject(named, numbers)


class OtherSubject(RuleError):  # noqa: N818  # named for what it is
    """The sheet of counts was made for one issue, the command names others."""

    def __init__(self, named: str, numbers: list[str]) -> None:
        others = "、".join(numbers) or "别的对象"
        super().__init__(
            f"这张计票表的对象是 {named}，命令里写的是{others}，没有记录；请写对编号，"
            "或用另一张计票表"
        )


def _with_full_name(folder: LedgerFolder, targets: list[Target], row: Row) -> Row:
    """Name what was voted on as the files do: an issue by number, a unit in full."""
    issues = [target.entry.issue for target in targets]
    if row.subject is None or row.subject in [issue.number for issue in issues]:
        return row
    if row.subject in folder.numbers():
        raise NotListed(row.subject)
    titled = [each.number for each in issues if narrow(each.title) == row.subject]
    if len(titled) == 1:
        return row.but(subject=titled[0])
    try:
        return row.but(subject=folder.directory.resolve(row.subject))
    except UnknownUnit:
        raise UnknownSubject(row.subject) from None


class UnknownSubject(RuleError):  # noqa: N818  # named for what it is
    """The file has counts of what is no issue of the command, and no unit."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"计票表里的“{name}”不是命令里问题的编号或标题，也不是单位，请改正"
        )


class NotListed(RuleError):  # noqa: N818  # named for what it is
    """The file has counts of an issue that the command does not name."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"计票表里有 {number} 的票数，命令里没有写它；请把它的编号写上"
        )


def numbered(folder: LedgerFolder, vote: Vote, ballot: str | None) -> Vote:
    """Give a vote its number: as typed, or the next of the year.

    Raises:
        SameVote: the very votes are recorded; with a number typed, they are meant.
        NumberTaken: there is a vote of that number.
    """
    for entry in folder.votes() if ballot is None else ():
        if isinstance(entry, VoteEntry) and _same(entry.vote, vote):
            raise SameVote(entry.vote.number)
    number = ballot or folder.next_ballot(vote.date.year)
    if folder.vote_path(number).exists():
        raise NumberTaken(number)
    return vote.but(number=number)


def _same(known: Vote, vote: Vote) -> bool:
    """Tell whether a vote that stands has the same day, subject and counts."""
    return known.void is None and all(
        getattr(known, name) == getattr(vote, name)
        for name in ("date", "meeting", "subject", "members", "rows")
    )


class SameVote(RuleError):  # noqa: N818  # named for what it is
    """The same counts of the same day are recorded already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"同票号 {number} 的日期、对象和票数一样，已经记录过，没有再记录；"
            "确实是另一次测评的，用 --ballot 写明票号"
        )


def in_turn(vote: Vote, targets: list[Target], turn: Turn | None) -> Vote:
    """Call a vote the second where all its issues had failed the last one.

    Raises:
        MixedTurns: some had and some had not, and the command doesn't say.
    """
    failed: dict[str, str] = {}
    fresh: list[str] = []
    for target in targets:
        case = fold(target.entry.issue, target.folder.ledger, on=vote.date)
        last = case.last_vote or case.opening
        if last is not None and last.verdict is Verdict.FAILED:
            failed[case.number] = last.ballot if isinstance(last, Evaluate) else ""
        else:
            fresh.append(case.number)
    if failed and fresh and turn is None:
        raise MixedTurns(list(failed), fresh)
    before = set(failed.values())
    again = bool(failed) and not fresh
    return vote.but(
        turn=turn or (Turn.SECOND if again else Turn.FIRST),
        follows=(before.pop() or None) if again and len(before) == 1 else None,
    )
