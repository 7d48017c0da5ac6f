"""Which unit, which deadline, which text: the small choices of many commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rectify.cli.shell import say
from rectify.domain import text
from rectify.domain.deadline import ESTIMATED, Due, parse_deadline
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain.progress import Progress

_MOST_BYTES = 1 << 20


class WhichUnit(RuleError):  # noqa: N818  # named for what it is
    """Several units answer, and the command names none of them."""

    def __init__(self, case: Progress) -> None:
        units = "、".join(each.unit for each in case.answering)
        super().__init__(
            f"{case.number} 由几个单位分别办理：{units}。请用 --by 写明是哪一个"
            if units
            else f"{case.number} 到{case.on}还没有交办。"
            f"先交办：rectify assign {case.number} …"
        )


class NoReason(UsageError):  # noqa: N818  # named for what it is
    """Going over a step needs a reason."""

    def __init__(self) -> None:
        super().__init__("用 --force 越过一步，须同时用 --reason 写明理由")


class NoWords(UsageError):  # noqa: N818  # named for what it is
    """A file that should hold a text can't be read as one."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} 读不出文字，请存为文本文件（UTF-8 或 GBK，不超过1兆）"
        )


class NoSuchFile(UsageError):  # noqa: N818  # named for what it is
    """There is no file of that name."""

    def __init__(self, file: str) -> None:
        super().__init__(f"没有 {file} 这个文件")


def unit_of(case: Progress, target: Target, by: str | None) -> str:
    """Give the unit that is meant: as named, or the only one that answers."""
    if by is not None:
        return target.folder.directory.resolve(by)
    if len(case.answering) != 1:
        raise WhichUnit(case)
    return case.answering[0].unit


def units_of(target: Target, names: Sequence[str] | None) -> tuple[str, ...]:
    """Give the full names of the units that were named."""
    return tuple(target.folder.directory.resolve(name) for name in names or ())


def deadline_from(desk: Desk, words: str, start: date) -> Due:
    """Read a deadline as typed; say so where its year's holidays are not known."""
    due = parse_deadline(words, start=start, calendar=desk.calendar)
    if due.provisional:
        say(
            f"注意：期限 {due.day} 为暂估（该年放假安排未知，未含调休），"
            "放假通知公布后请写入 holidays.yaml 并核对"
        )
    return due


def basis_of(due: Due) -> str | None:
    """Keep the words of a deadline, unless they are the date itself; mark 暂估."""
    if due.provisional:
        return f"{due.words}{ESTIMATED}"
    return None if due.day is not None and due.words == str(due.day) else due.words


def redo_deadline(desk: Desk, target: Target, words: str | None, on: date) -> Due:
    """Give the deadline of a new round: as typed, or by the ledger's 重办期限."""
    chosen = words or target.folder.ledger.procedure.redo_within
    return deadline_from(desk, chosen, on)


def words_from(typed: str | None, file: str | None) -> str | None:
    """Take a text as typed or out of a text file, and bring it to its stored form."""
    if file is not None:
        typed = _read(file)
    return None if typed is None else text.stored(typed)


def _read(file: str) -> str:
    try:
        data = Path(file).read_bytes()
    except FileNotFoundError:
        raise NoSuchFile(file) from None
    except OSError:
        raise NoWords(file) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            if len(data) <= _MOST_BYTES and b"\0" not in data:
                return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoWords(file)


def need_reason(*, force: bool, reason: str | None) -> None:
    """Demand a reason for going over a step."""
    if force and not reason:
        raise NoReason
