"""One sheet as a reader finds it, until it is a grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rectify.domain.intake.grid import Grid
from rectify.storage.sheets.shaping import Extent, amend, shaped

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Area, Formula, Value
    from rectify.storage.sheets.dayforms import Grain


@dataclass
class Page:
    """The cells of a sheet, and what is merged, hidden and computed in it.

    `errors` and `grains` say what cells show where calamine tells it not, or not so.
    """

    name: str
    hidden: bool = False
    rows: list[list[Value]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: dict[tuple[int, int], Formula] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    grains: dict[tuple[int, int], Grain] = field(default_factory=dict)
    extent: Extent = field(init=False)

    def __post_init__(self) -> None:
        self.extent = Extent(self.name)

    def grid(self) -> Grid:
        """Give the sheet, cut to its content."""
        amend(self.rows, self.errors, self.grains)
        return shaped(
            Grid(
                self.name,
                tuple(map(tuple, self.rows)),
                merges=tuple(self.merges),
                hidden_rows=frozenset(self.hidden_rows),
                hidden_columns=frozenset(self.hidden_columns),
                formulas=self.formulas,
                hidden=self.hidden,
            )
        )
