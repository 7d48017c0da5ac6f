"""The units of a ledger, in official order."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.views import terminal
from rectify.views.terminal import Cell, Column, Table, show_table

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


def print_json(units: Sequence[Unit]) -> None:
    """Print the units by the keys of their file."""
    terminal.print_json([unit.plain() for unit in units], sys.stdout)


def print_csv(units: Sequence[Unit]) -> None:
    """Print the units as CSV."""
    terminal.print_csv(_LABELS, [_row(unit) for unit in units], sys.stdout)
