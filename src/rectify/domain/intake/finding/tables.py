"""A file of sheets: the tables of issues in it, and the sheets that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.asked import NoSuchField, NoSuchRows, NoSuchSheet
from rectify.domain.intake.finding.bands import bands
from rectify.domain.intake.finding.cards import read_cards
from rectify.domain.intake.finding.counts import figures
from rectify.domain.intake.finding.lists import NO_PROBLEM, Unread, read_lists
from rectify.domain.intake.finding.meanings import Vocabulary
from rectify.domain.intake.finding.region import squeezed, whole
from rectify.domain.intake.finding.synonyms import FIELDS
from rectify.domain.intake.grid import column_letters, rows_in_words
from rectify.domain.intake.record import Concern, FoundTable
from rectify.errors import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.domain.intake.finding.asked import Asked
    from rectify.domain.intake.finding.region import Region
    from rectify.domain.intake.grid import Grid, TableFile

NO_HEADING = "没有找到表头"
_HIDDEN = "是隐藏的工作表，没有读取；要读取请用 --sheet 写它的名称"
_REMEDY = (
    "请用 --header 写表头所在的行（如 4-5），用 --map 列=问题描述 指出写问题的一列"
)


class Found(NamedTuple):
    """What a file holds; `unused` are the columns asked for that no table has."""

    tables: tuple[FoundTable, ...]
    unread: tuple[Unread, ...] = ()
    doubts: tuple[Concern, ...] = ()
    unused: tuple[str, ...] = ()


class NoList(BadData):
    """No sheet of a file holds a list of issues."""

    def __init__(self, file: str, unread: Iterable[Unread]) -> None:
        unread = tuple(unread)
        problems = [Problem(_place(file, each), None, each.why) for each in unread]
        helps = any(each.why in (NO_HEADING, NO_PROBLEM) for each in unread)
        empty = Problem(file, None, "里面没有内容")
        super().__init__(tuple(problems) or (empty,), _REMEDY if helps else "")


def _place(file: str, unread: Unread) -> str:
    return f"{file} {unread.grid.name} {rows_in_words(*unread.rows)}"


def find_tables(file: TableFile, asked: Asked) -> Found:
    """Find the tables of issues in a file, sheet by sheet.

    Raises:
        NoSuchField: a column was given a field that there is not.
        NoSuchSheet: the sheet asked for is not there.
        NoSuchRows: nothing stands where the heading was said to be.
        NoList: no sheet holds a list of issues.
    """
    _check_fields(asked)
    vocabulary = Vocabulary(asked)
    tables: list[FoundTable] = []
    unread: list[Unread] = []
    for grid in _grids(file, asked):
        region = whole(grid)
        if not any(region.filled):
            continue
        if grid.hidden and asked.sheet is None:
            unread.append(_nothing(region, _HIDDEN))
        else:
            for found in _read_sheet(region, vocabulary):
                if isinstance(found, FoundTable):
                    tables.append(found)
                else:
                    unread.append(found)
    if not tables:
        raise NoList(file.name, unread)
    return Found(
        tuple(tables), tuple(unread), tuple(_others(tables)), _unused(tables, asked)
    )


def _check_fields(asked: Asked) -> None:
    for column, name in asked.columns.items():
        if name not in FIELDS and name not in asked.custom:
            raise NoSuchField(column, name, (*FIELDS, *asked.custom))


def _grids(file: TableFile, asked: Asked) -> tuple[Grid, ...]:
    """Choose the sheets to read."""
    grids = file.grids
    if asked.sheet is not None:
        wanted = squeezed(asked.sheet)
        grids = tuple(grid for grid in grids if squeezed(grid.name) == wanted)
        if not grids:
            raise NoSuchSheet(file.name, asked.sheet, (g.name for g in file.grids))
    if asked.header is not None:
        first, last = asked.header
        grids = tuple(grid for grid in grids if whole(grid).own(first))
        if not grids:
            raise NoSuchRows(file.name, first, last)
    return grids


def _read_sheet(region: Region, vocabulary: Vocabulary) -> list[FoundTable | Unread]:
    """Read the lists of a sheet, else its cards, else say why there is nothing."""
    parts = [region] if vocabulary.asked.header else bands(region, vocabulary)
    found = [each for part in parts for each in read_lists(part, vocabulary)]
    records = sum(len(each.records) for each in found if isinstance(each, FoundTable))
    begins = found[0].why if found and isinstance(found[0], Unread) else None
    if not found or (begins == NO_PROBLEM and records <= 1):
        cards = read_cards(region, vocabulary)
        if cards is not None:
            return [cards]
    if begins == NO_PROBLEM and all(isinstance(each, Unread) for each in found):
        why = figures(region, vocabulary)
        return [found[0] if why is None else _nothing(region, why)]
    return found or [_nothing(region, figures(region, vocabulary) or NO_HEADING)]


def _nothing(region: Region, why: str) -> Unread:
    """Say why a whole sheet holds no list."""
    rows = list(region.rows())
    return Unread(region.grid, why, (rows[0], rows[-1]))


def _others(tables: Iterable[FoundTable]) -> Iterator[Concern]:
    """Doubt each further table that holds something; cards are many by nature."""
    before: FoundTable | None = None
    for table in tables:
        if not table.records:
            continue
        if before is not None and (before.heading or table.heading):
            yield Concern(
                table.grid.name, f"还有一张表（{_begins(before, table)}起），一并导入"
            )
        before = table


def _begins(before: FoundTable, table: FoundTable) -> str:
    """Say where a table begins: its row, or its column beside another."""
    first = table.heading[0] if table.heading else table.records[0].rows[0]
    beside = before.grid is table.grid and before.heading == table.heading
    if beside:
        return f"{column_letters(table.columns[0].place)}列"
    return rows_in_words(first, first)


def _unused(tables: Iterable[FoundTable], asked: Asked) -> tuple[str, ...]:
    """Name the columns that were asked for and stand in no table."""
    headings = {column.heading for table in tables for column in table.columns}
    leaves = {heading.rpartition("/")[2] for heading in headings}
    there = set(map(squeezed, headings | leaves))
    return tuple(name for name in asked.columns if squeezed(name) not in there)
