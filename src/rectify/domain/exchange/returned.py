"""A workbook that came back: rows are known by their marks, columns by their words.

However it was sorted, coloured or saved, only what stands under the unit's own
headings is read; what else was changed is named and left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.exchange import columns
from rectify.domain.exchange.marks import number_in, plain_mark
from rectify.domain.intake.cells import plain
from rectify.domain.intake.days import read_day
from rectify.domain.intake.grid import Formula
from rectify.domain.intake.record import Concern
from rectify.domain.text import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from rectify.domain.intake.grid import Grid, TableFile, Value

_LABELS = {each.label for each in columns.ASKED}
_FEWEST = 3
_REMARK = re.compile(r"[（(].*")
_ERROR = re.compile(r"#(?:REF!|NAME\?|N/A|VALUE!|DIV/0!|NULL!|NUM!)")
_LONGEST = 20


class Filled(NamedTuple):
    """One row that came back: its mark, and what was filled in by heading.

    `faults` are those of its cells; a row that has any is not taken.
    """

    file: TableFile
    grid: Grid
    row: int
    mark: str
    cells: Mapping[str, str]
    places: Mapping[str, int]
    faults: tuple[Concern, ...] = ()

    def at(self, label: str | None = None) -> str:
        """Name the file and the cell: 市民政局反馈.xlsx 填报!C7."""
        column = self.places.get(label or "", self.places[columns.MARK])
        return f"{self.file.name} {self.grid.at(self.row, column)}"

    def said(self, label: str) -> str:
        """Give what stands under any heading, as it is compared."""
        column = self.places.get(label)
        return "" if column is None else alike(self.grid.value(self.row, column))


class Returned(NamedTuple):
    """What a file holds: its rows, what was left alone, what is doubtful or wrong.

    `ours` tells whether it has the headings at all; `ledger` is the name of the ledger
    that sent it, `day` when, and `sent` what the grey cells said then, by mark and
    heading, as far as the file still says so.
    """

    file: TableFile
    ours: bool
    ledger: str | None
    day: date | None
    sent: Mapping[str, Mapping[str, str]]
    rows: tuple[Filled, ...]
    skipped: tuple[Concern, ...]
    doubts: tuple[Concern, ...]
    faults: tuple[Concern, ...]


class _Notes(NamedTuple):
    """What a reading has to say, as it goes along."""

    skipped: list[Concern]
    doubts: list[Concern]
    faults: list[Concern]


def read(file: TableFile) -> Returned:
    """Read what a unit has filled in."""
    notes = _Notes([], [], [])
    rows: list[Filled] = []
    aside = {columns.OPTIONS, columns.SENT, columns.GUIDE}
    sheets = [grid for grid in file.grids if grid.name not in aside]
    sent = _sent(file)
    known = columns.LABELS.union(*sent.values())
    headed = False
    for grid in sheets:
        reading = _Reading(file, grid, known, notes)
        rows += reading.rows()
        headed = headed or reading.headed
    if not headed:
        names = "、".join(grid.name for grid in sheets) or "（没有工作表）"
        why = (
            f"工作表 {names} 里没有填报表的表头（{columns.MARK}、{columns.NUMBER}等），"
            "请用 rectify send 发出的原表填报"
        )
        notes.faults.append(Concern(file.name, why))
    elif not sent:
        why = (
            f"隐藏的工作表“{columns.SENT}”不在了，看不出灰色的各列改没改过；"
            "只取要填的各列"
        )
        notes.doubts.append(Concern(file.name, why))
    noted = map(tuple, notes)
    options = _options(file)
    day = read_day(options.get(columns.DAY, ""), None).day
    ledger = options.get(columns.LEDGER) or None
    return Returned(file, headed, ledger, day, sent, tuple(rows), *noted)


def _named(file: TableFile, name: str) -> Grid | None:
    return next((grid for grid in file.grids if grid.name == name), None)


def _options(file: TableFile) -> dict[str, str]:
    """Read what was kept out of sight, by its heading: the ledger, the day."""
    grid = _named(file, columns.OPTIONS)
    if grid is None or not grid.rows:
        return {}
    return {
        words(label): words(grid.value(1, n)) for n, label in enumerate(grid.rows[0])
    }


def _sent(file: TableFile) -> dict[str, dict[str, str]]:
    """Read what the grey cells said when the workbook went out, by mark."""
    grid = _named(file, columns.SENT)
    if grid is None or not grid.rows:
        return {}
    labels = [words(cell) for cell in grid.rows[0]]
    found = {}
    for row in range(1, len(grid.rows)):
        cells = {label: alike(grid.value(row, n)) for n, label in enumerate(labels)}
        found[plain_mark(words(grid.value(row, 0)))] = cells
    return found


def words(value: Value) -> str:
    """Give a cell as words, without the blanks around them."""
    return plain(value).strip()


def alike(value: Value) -> str:
    """Give a cell as it is compared: blanks and line breaks do not matter."""
    return "".join(words(value).split())


def _heading(value: Value) -> str:
    """Give the words of a heading without blanks, and without what was added to it."""
    return _REMARK.sub("", alike(value))


class _Reading:
    """The reading of one sheet from top to bottom."""

    def __init__(
        self,
        file: TableFile,
        grid: Grid,
        known: AbstractSet[str],
        notes: _Notes,
    ) -> None:
        self.file = file
        self.grid = grid
        self.notes = notes
        self.headed = False
        self.known = known
        self.merged = {
            (row, column): (area.top, area.left)
            for area in grid.merges
            if area.left == area.right
            for row in range(area.top + 1, area.bottom + 1)
            for column in (area.left,)
        }

    def rows(self) -> Iterator[Filled]:
        """Go through the rows below the heading; a heading again is read again."""
        places: dict[str, int] | None = None
        for row in range(len(self.grid.rows)):
            heading = self._labels(row)
            if heading is not None:
                places = self._places(row, heading)
                self.headed = True
            elif places is not None:
                yield from self._row(row, places)

    def _labels(self, row: int) -> list[str] | None:
        """Give the words of a heading, if the row is one."""
        labels = [_heading(cell) for cell in self.grid.rows[row]]
        known = set(labels)
        own = {columns.MARK, columns.NUMBER} & known
        return labels if own and len(known & _LABELS) >= _FEWEST else None

    def _places(self, row: int, labels: list[str]) -> dict[str, int] | None:
        """Find each column; one that is there twice, or a lost mark, is a fault."""
        places: dict[str, int] = {}
        faults = []
        for column, label in enumerate(labels):
            if label in places and label in _LABELS | {columns.MARK}:
                why = f"“{label}”有两列，不知道取哪一列，请只留一列"
                faults.append(self._concern(row, column, why))
            elif label in self.known:
                places.setdefault(label, column)
            elif label:
                why = f"“{label}”是另加的一列，没有采用"
                self.notes.skipped.append(self._concern(row, column, why))
        if columns.MARK not in places:
            why = (
                f"“{columns.MARK}”一列不在了，对不上是哪一条，请用 rectify send "
                "发出的原表填报"
            )
            faults.append(self._concern(row, 0, why))
        lost = [each.label for each in columns.ASKED if each.label not in places]
        if lost:
            why = f"没有{'、'.join(lost)}{'各' if len(lost) > 1 else '这一'}列"
            self.notes.doubts.append(self._concern(row, 0, why))
        self.notes.faults.extend(faults)
        return None if faults else places

    def _concern(self, row: int, column: int, why: str) -> Concern:
        return Concern(f"{self.file.name} {self.grid.at(row, column)}", why)

    def _row(self, row: int, places: Mapping[str, int]) -> Iterator[Filled]:
        mark = plain_mark(words(self.grid.value(row, places[columns.MARK])))
        if not mark:
            self._skip(row, places)
            return
        cells: dict[str, str] = {}
        faults: list[Concern] = []
        for asked in columns.ASKED:
            if asked.label in places:
                column = places[asked.label]
                said = self._cell(row, column, faults)
                cells |= {asked.label: said} if said else {}
        yield Filled(self.file, self.grid, row, mark, cells, places, tuple(faults))

    def _skip(self, row: int, places: Mapping[str, int]) -> None:
        """Name a row that is none of ours, if it says anything."""
        said = [words(cell) for cell in self.grid.rows[row]]
        said = [each for each in said if each]
        if said:
            shown = cut("，".join(said))
            why = f"这一行没有{columns.MARK}，没有采用：“{shown}”"
            column = places[columns.MARK]
            self.notes.skipped.append(self._concern(row, column, why))

    def _cell(self, row: int, column: int, faults: list[Concern]) -> str:
        """Give what was filled in; a cell merged downwards counts for each row."""
        at = self.merged.get((row, column), (row, column))
        said = words(self.grid.value(*at))
        formula = self.grid.formulas.get(at)
        if formula is Formula.STORED:
            self.notes.doubts.append(self._concern(row, column, str(formula)))
        elif formula is not None:
            why = f"{formula}，请改写成文字再报"
            faults.append(self._concern(row, column, why))
        elif _ERROR.fullmatch(said):
            why = f"单元格里是差错 {said}，请改写成文字再报"
            faults.append(self._concern(row, column, why))
        return said


def cut(said: str) -> str:
    """Give the beginning of a cell, to be named."""
    line = flow(said)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def prefixes(files: Iterable[Returned]) -> list[str]:
    """Give the prefixes of the numbers that the marks bear."""
    found = [number_in(row.mark) for file in files for row in file.rows]
    return list(dict.fromkeys(number.rpartition("-")[0] for number in found))
