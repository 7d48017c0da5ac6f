"""The register as a workbook that has come back: its rows, and what was exported.

It is known by its hidden sheets, whatever its file and its sheets are called now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.text import narrow
from rectify.errors import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rectify.domain.intake.grid import Grid, TableFile, Value

NUMBER = "编号"
LEDGER, VERSION, USE, PUBLIC = "台账", "程序版本", "用途", "对外公开"
PRINTS = "导出时的内容"
# The rows in which a heading is looked for, and how many of our labels it has.
_DEEP, _LABELS = 20, 3


class NoRegister(BadData):
    """A register came back without its issues."""

    def __init__(self, file: str, ledger: str) -> None:
        said = f"是台账 {ledger} 导出的，但没有写着编号、标题的那张表；请重新导出"
        super().__init__((Problem(file, None, said),))


class OwnRow(NamedTuple):
    """A row of the register: its number, if it has one, and its cells by label."""

    row: int
    number: str
    cells: Mapping[str, Value]


class OwnBook(NamedTuple):
    """A register that came back.

    `prints` are the fingerprints of all cells as they were exported, by number and
    label; `foreign` are headings that the register does not have, `twice` those it has
    and that stand there once more.
    """

    ledger: str
    public: bool
    grid: Grid
    places: Mapping[str, int]
    rows: tuple[OwnRow, ...]
    prints: Mapping[str, Mapping[str, str]]
    foreign: tuple[str, ...]
    twice: tuple[str, ...]

    def at(self, row: OwnRow, label: str) -> str:
        """Name the cell of a row below a heading, or that of its number."""
        return self.grid.at(row.row, self.places.get(label, self.places[NUMBER]))


def own_book(file: TableFile) -> OwnBook | None:
    """Recognise the register of a ledger; None if the file is somebody else's.

    A sheet of a register that stands alone, without what was exported, is anybody's.

    Raises:
        NoRegister: the sheet of the issues has been taken out.
    """
    about = next(filter(None, map(_about, file.grids)), None)
    exported = next((grid for grid in file.grids if grid.value(0, 1) == PRINTS), None)
    if about is None or exported is None:
        return None
    labels = str(exported.value(0, 2) or "").split("\n")
    prints = dict(_prints(exported, labels))
    for grid in file.grids:
        head = _heading(grid, {*labels, NUMBER})
        if head is not None:
            return _book(about, grid, head, prints, labels)
    raise NoRegister(file.name, about[LEDGER])


def _about(grid: Grid) -> dict[str, str] | None:
    """Read the sheet that says what the workbook was made of."""
    head = [str(cell or "") for cell in (grid.rows[0] if grid.rows else ())]
    if not {LEDGER, VERSION} <= set(head):
        return None
    return {label: str(grid.value(1, i) or "") for i, label in enumerate(head)}


def _prints(grid: Grid, labels: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Read the sheet of what was exported, a line an issue."""
    for row in range(1, len(grid.rows)):
        prints = str(grid.value(row, 1) or "").split()
        yield str(grid.value(row, 0)), dict(zip(labels, prints, strict=False))


def _heading(grid: Grid, labels: set[str]) -> int | None:
    """Find the row of the headings: 编号, and labels of the register beside it."""
    for place, row in enumerate(grid.rows[:_DEEP]):
        known = {_label(cell) for cell in row} & labels
        if NUMBER in known and len(known) >= _LABELS:
            return place
    return None


def _label(cell: Value) -> str:
    return "".join(str(cell or "").split())


def _book(
    about: Mapping[str, str],
    grid: Grid,
    head: int,
    prints: Mapping[str, Mapping[str, str]],
    labels: Sequence[str],
) -> OwnBook:
    places: dict[str, int] = {}
    foreign, twice = [], []
    for place, cell in enumerate(grid.rows[head]):
        label = _label(cell)
        if label in places:
            twice.append(label)
        elif label in labels:
            places[label] = place
        elif label:
            foreign.append(label)
    return OwnBook(
        ledger=about[LEDGER],
        public=about.get(USE) == PUBLIC,
        grid=grid,
        places=places,
        rows=tuple(_rows(grid, head, places)),
        prints=prints,
        foreign=tuple(foreign),
        twice=tuple(twice),
    )


def _rows(grid: Grid, head: int, places: Mapping[str, int]) -> Iterator[OwnRow]:
    """Give the rows in which anything stands under a heading of ours."""
    for row in range(head + 1, len(grid.rows)):
        cells = {label: grid.value(row, place) for label, place in places.items()}
        if any(_label(cell) for cell in cells.values()):
            number = narrow(_label(cells[NUMBER])).upper()
            yield OwnRow(row, number, cells)
