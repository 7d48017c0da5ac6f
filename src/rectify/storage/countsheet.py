"""A sheet of votes to be recorded, in a table of any kind or in yaml: a row a venue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import ValidationError

from rectify.domain.ballot import Row
from rectify.domain.entity import Count, Entity, Line, label
from rectify.domain.rule import GRADES
from rectify.errors import BadData, Problem
from rectify.storage.countlines import KNOWN, CountTable, table_of
from rectify.storage.faults import faults
from rectify.storage.reader import Document
from rectify.storage.reader import Path as Path_
from rectify.storage.sheets.reading import read_file
from rectify.storage.source import Source, Unreadable
from rectify.storage.yaml import load

_YAML = (".yaml", ".yml")
_MARKS = tuple(map(str, GRADES))


class CountSheet(Entity):
    """What a file of counts says: the rows, and what holds for all of them."""

    meeting: Annotated[Line | None, label("会议")] = None
    members: Annotated[Count | None, label("全体组成人员")] = None
    subject: Annotated[Line | None, label("对象")] = None
    rows: Annotated[tuple[Row, ...], label("计票", min_length=1)]


def read_counts(file: str) -> CountSheet:
    """Read a file of counts; its headings are those of the vote's record.

    Raises:
        BadData: it can't be read, or something in it is no count, or no known heading.
    """
    path = Path(file)
    if path.suffix.lower() in _YAML:
        return _from_yaml(path)
    return _from_table(table_of(read_file(path)))


def _from_yaml(path: Path) -> CountSheet:
    try:
        data = Source(path.parent, {}).read(path.name)
    except Unreadable as error:
        raise BadData((error.problem,)) from None
    loaded = load(CountSheet, data, path.name)
    if loaded.value is None:
        raise BadData(loaded.problems)
    return loaded.value


def _from_table(table: CountTable) -> CountSheet:
    """Judge the rows; totals are no rows, and must agree with them."""
    rows: list[dict[str, str]] = []
    places: dict[Path_, int] = {}
    totals: list[tuple[int, dict[str, str]]] = []
    for line, said, total in table.rows:
        if total:
            totals.append((line, said))
        else:
            places["计票", len(rows)] = line
            rows.append(_with_noughts(said))
    sheet = _judged(rows, places, table.place)
    _check_totals(sheet, totals, table.place)
    return sheet.but(subject=table.subject)


def _with_noughts(said: dict[str, str]) -> dict[str, str]:
    """Take a blank for none where another mark was counted: so offices write it."""
    if not any(mark in said for mark in _MARKS):
        return said
    return dict.fromkeys(_MARKS, "0") | said


def _judged(
    rows: list[dict[str, str]], places: dict[Path_, int], place: str
) -> CountSheet:
    plain = {"计票": rows}
    try:
        return CountSheet.model_validate(plain)
    except ValidationError as error:
        document = Document(plain, (), "", places)  # type: ignore[arg-type]  # rows are maps of text
        found = faults(CountSheet, error, document, place)
        raise BadData((*found, Problem(place, None, KNOWN))) from None


def _check_totals(
    sheet: CountSheet, totals: list[tuple[int, dict[str, str]]], place: str
) -> None:
    """Refuse a sheet whose own total is not the sum of its rows."""
    if len(totals) != 1 or any(row.subject or row.dimension for row in sheet.rows):
        return
    line, total = totals[0]
    names = {label: name for name, label in Row.labels().items()}
    wrong = []
    for heading, cell in total.items():
        counts = [getattr(row, names.get(heading, ""), None) for row in sheet.rows]
        known = [count for count in counts if isinstance(count, int)]
        if cell.isdecimal() and known and int(cell) != sum(known):
            wrong.append(f"{heading}写的是{cell}，各行相加是{sum(known)}")
    if wrong:
        raise BadData((Problem(place, line, f"合计不符：{'；'.join(wrong)}"),))
