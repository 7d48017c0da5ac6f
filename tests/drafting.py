"""Tables as they were found, a row an issue, and what is drafted of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from records import ledger
from rectify.domain.calendar import Calendar
from rectify.domain.intake.drafting.context import Context
from rectify.domain.intake.drafting.drafts import Drafted, drafts
from rectify.domain.intake.grid import Grid
from rectify.domain.intake.record import Column, FoundTable, Piece, Record
from rectify.domain.issue import issue_kind
from rectify.domain.terms import UnitKind
from rectify.domain.unit import Directory, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rectify.domain.intake.grid import Formula, Value
    from rectify.domain.intake.record import Draft
    from rectify.domain.ledger import Ledger

TODAY = date(2024, 12, 30)
DIRECTORY = Directory(
    [
        Unit(name="市政府办公室", short="市政府办", aliases=("政府办",)),
        Unit(name="市发展和改革委员会", short="市发改委"),
        Unit(name="市民政局", aliases=("市民政和社会保障局",)),
        Unit(name="市财政局"),
        Unit(name="市人力资源和社会保障局", short="市人社局"),
        Unit(name="市住房和城乡建设局", short="市住建局"),
        Unit(name="市城市管理局"),
        Unit(name="市卫生局", successor="市卫健委"),
        Unit(name="市卫健委"),
        Unit(name="市消防救援支队"),
        Unit(name="甲镇", kind=UnitKind.TOWNSHIP),
        Unit(name="乙街道", kind=UnitKind.TOWNSHIP),
        Unit(name="丙乡人民政府"),
        Unit(name="丁镇", kind=UnitKind.TOWNSHIP, successor="甲镇"),
    ]
)
LEDGER = ledger(行政区="焦作市", 年度=2024)


def context(
    rules: Ledger = LEDGER,
    *,
    year: int | None = 2024,
    opening: bool = False,
    add_units: bool = False,
    directory: Directory = DIRECTORY,
) -> Context:
    """Say what is known of the ledger."""
    return Context(directory, rules, year, TODAY, Calendar(), opening, add_units)


def table(
    headings: Sequence[str],
    *rows: Sequence[Value],
    name: str = "Sheet1",
    group: str | None = None,
    formulas: Mapping[tuple[int, int], Formula] | None = None,
) -> FoundTable:
    """Find a table: headings are `列=字段`, or `列` where the field is called so.

    `列=` means nothing; each row below is one issue.
    """
    columns = tuple(
        Column(place, words.partition("=")[0], words.rpartition("=")[2] or None)
        for place, words in enumerate(headings)
    )
    grid = Grid(name, (tuple(headings), *map(tuple, rows)), formulas=formulas or {})
    records = tuple(
        Record(grid, (row,), _cells(columns, row, cells), group)
        for row, cells in enumerate(rows, 1)
    )
    return FoundTable(grid, (0, 0), columns, records)


def _cells(
    columns: Sequence[Column], row: int, cells: Sequence[Value]
) -> dict[Column, tuple[Piece, ...]]:
    return {
        column: (Piece(value, row, column.place),)
        for column, value in zip(columns, cells, strict=True)
        if value is not None
    }


def drafted(*tables: FoundTable, known: Context | None = None) -> Drafted:
    """Draft the issues of tables; each must be one that a ledger can hold."""
    known = known or context()
    found = drafts(tables, known)
    kind = issue_kind(known.ledger.custom)
    for draft in found.drafts:
        if not draft.faults:
            stated = {"编号": "JZ-001", **draft.facts}
            if draft.opening is not None:
                event = {"日期": TODAY, "事项": "期初", **draft.opening}
                stated["办理记录"] = [event]
            kind.model_validate(stated)
    return found


def one(headings: Sequence[str], *row: Value, known: Context | None = None) -> Draft:
    """Draft the one issue of a table."""
    (draft,) = drafted(table(headings, row), known=known).drafts
    return draft


def said(draft: Draft) -> list[str]:
    """Give what is doubtful about a draft, with its places."""
    return [f"{doubt.place} {doubt.message}" for doubt in draft.doubts]
