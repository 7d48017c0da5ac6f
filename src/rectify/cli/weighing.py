"""A list beside the ledger: what is new in it, what is changed, what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.account import (
    Part,
    gathered,
    hints,
    match_parts,
    read_parts,
    unit_parts,
)
from rectify.domain.intake.comparing.matching import match
from rectify.domain.intake.comparing.outcome import Matched, Terms
from rectify.domain.intake.drafting.context import Context
from rectify.domain.intake.finding.asked import Asked
from rectify.domain.particulars import SourceFile
from rectify.domain.unit import Directory, Unit
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rectify.cli.desk import Desk
    from rectify.cli.intaking import Order
    from rectify.domain.intake.finding.tables import Found
    from rectify.domain.intake.grid import TableFile
    from rectify.domain.intake.record import Concern
    from rectify.storage.folder import Entry, LedgerFolder


class Weighed(NamedTuple):
    """What a file comes to, and everything that is to be said of it.

    `units` are to be added to the ledger's, `columns` to be kept for the next file.
    """

    matched: Matched
    parts: tuple[Part, ...]
    remarks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    columns: Mapping[str, str] = {}


class NoSuchColumn(UsageError):  # noqa: N818  # named for what it is
    """The file has no column of that heading."""

    def __init__(self, names: Iterable[str], there: Iterable[str]) -> None:
        known = "、".join(there)
        named = "、".join(f"“{name}”" for name in names)
        super().__init__(f"--map 写的列{named}，表里没有；表里的列：{known}")


def weigh_list(
    desk: Desk,
    folder: LedgerFolder,
    order: Order,
    file: TableFile,
    entries: Mapping[str, Entry],
) -> Weighed:
    """Weigh a list that somebody else has made."""
    from rectify.domain.intake.drafting.drafts import drafts

    context = _context(desk, folder, order)
    found = _found(folder, order, file, context)
    drafted = drafts(found.tables, context)
    terms = terms_of(desk, folder, order, drafted.new_units)
    terms = terms._replace(
        source=SourceFile(name=file.name, sha256=file.sha256),
        titled=any(c.field == "标题" for t in found.tables for c in t.columns),
    )
    issues = [entry.issue for entry in entries.values()]
    matched = match(drafted.drafts, issues, folder.free_numbers(), terms)
    doubts = [
        *found.doubts,
        *(doubt for table in found.tables for doubt in table.doubts),
        *drafted.doubts,
        *(doubt for draft in drafted.drafts for doubt in draft.doubts),
        *matched.doubts,
    ]
    known = folder.profile.columns.items()
    return Weighed(
        matched,
        (
            *read_parts(found, opening=order.opening),
            *unit_parts(drafted.new_units),
            *about(matched, doubts, folder, add_units=order.add_units),
        ),
        file.remarks,
        drafted.new_units,
        {c: f for c, f in order.columns.items() if (c, f) not in known},
    )


def _found(
    folder: LedgerFolder, order: Order, file: TableFile, context: Context
) -> Found:
    """Find the tables of a file, and settle what only ledger and day can tell."""
    from rectify.domain.intake.drafting.completion import completed
    from rectify.domain.intake.drafting.entrusted import entrusted
    from rectify.domain.intake.finding.tables import find_tables

    asked = _asked(folder, order)
    found = find_tables(file, asked)
    _refuse_unknown(order, found)
    tables = (completed(table, asked, context.on) for table in found.tables)
    tables = (entrusted(table, asked, context) for table in tables)
    return found._replace(tables=tuple(tables))


def _asked(folder: LedgerFolder, order: Order) -> Asked:
    ledger = folder.ledger
    return Asked(
        sheet=order.sheet,
        header=order.header,
        columns=folder.profile.columns | order.columns,
        custom=tuple(each.name for each in ledger.custom),
        grades=tuple(grade.code for grade in ledger.grades),
        opening=order.opening,
    )


def _refuse_unknown(order: Order, found: Found) -> None:
    """Refuse to be told of columns that are not there."""
    lost = [name for name in found.unused if name in order.columns]
    if lost:
        columns = (column for table in found.tables for column in table.columns)
        raise NoSuchColumn(lost, dict.fromkeys(each.heading for each in columns))


def _context(desk: Desk, folder: LedgerFolder, order: Order) -> Context:
    return Context(
        directory=folder.directory,
        ledger=folder.ledger,
        year=folder.ledger.year,
        on=desk.day(order.on),
        calendar=desk.calendar,
        opening=order.opening,
        add_units=order.add_units,
    )


def terms_of(
    desk: Desk, folder: LedgerFolder, order: Order, new: Iterable[str]
) -> Terms:
    """Give the rules by which a file is taken in, with the units that are new."""
    units = (*folder.directory.units, *(Unit(name=name) for name in new))
    return Terms(
        ledger=folder.ledger,
        directory=Directory(units),
        kind=folder.kind,
        on=desk.day(order.on),
        today=desk.today,
        overwrite=order.overwrite,
    )


def about(
    matched: Matched,
    doubts: Sequence[Concern],
    folder: LedgerFolder,
    *,
    add_units: bool,
) -> Iterator[Part]:
    """Say what is doubtful and faulty, and what the rest comes to."""
    yield Part("存疑", gathered(doubts), long=True)
    yield Part("提示", tuple(hints(doubts, matched.absent, add_units=add_units)))
    yield Part("有误", tuple(map(str, matched.faults)))
    yield from match_parts(matched, folder.ledger.measure_word)
