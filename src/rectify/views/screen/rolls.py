"""The units of a ledger, in official order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.views.screen import terminal
from rectify.views.screen.terminal import Cell, Column, Table, show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.unit import Unit

_LABELS = ("全称", "简称", "别名", "类型")


def _row(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.short or "", "、".join(unit.aliases), unit.kind or "")


def show(title: str, units: Sequence[Unit]) -> None:
    """Print the units as a table."""
    columns = tuple(
        Column(label, rank=rank, flexible=label == "别名", min_width=4)
        for rank, label in enumerate(_LABELS)
    )
    rows = tuple(tuple(Cell(text) for text in _row(unit)) for unit in units)
    show_table(Table(columns, rows, title=title, footer=(f"{len(units)}个单位",)))


def print_json(lists: Sequence[tuple[str, Sequence[Unit]]]) -> None:
    """Print the units by the keys of their file, and 台账 where there are several."""
    records: list[dict[str, object]] = [
        {**({"台账": name} if len(lists) > 1 else {}), **unit.plain()}
        for name, units in lists
        for unit in units
    ]
    terminal.print_json(records, sys.stdout)


def print_csv(lists: Sequence[tuple[str, Sequence[Unit]]]) -> None:
    """Print the units as CSV, with a column 台账 where there are several."""
    several = len(lists) > 1
    rows = [
        ((name,) if several else ()) + _row(unit)
        for name, units in lists
        for unit in units
    ]
    terminal.print_csv((*(("台账",) if several else ()), *_LABELS), rows, sys.stdout)
