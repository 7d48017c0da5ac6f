"""The door of calamine: the values of a workbook's sheets."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from python_calamine import (
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from rectify.storage.sheets.refusal import Damaged, Locked
from rectify.storage.sheets.shaping import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineWorkbook, SheetMetadata

    from rectify.domain.intake.grid import Value

_PANIC = "PanicException"
_STDERR = 2


class Sheet(NamedTuple):
    """One sheet as calamine gives it; without `rows` it is no sheet of cells."""

    name: str
    hidden: bool
    rows: list[list[Value]] | None


def sheets_of(data: bytes) -> list[Sheet]:
    """Read every sheet of a workbook.

    Raises:
        Unreadable: it is none, broken, or locked.
    """
    try:
        with _hushed(), load_workbook(BytesIO(data)) as book:
            return [_sheet(book, about) for about in book.sheets_metadata]
    except PasswordError:
        raise Locked from None
    except BaseException as error:
        # A panic of Rust is no Exception; what else is none passes on.
        if type(error).__name__ == _PANIC or isinstance(error, Exception):
            raise Damaged from None
        raise


def _sheet(book: CalamineWorkbook, about: SheetMetadata) -> Sheet:
    hidden = about.visible is not SheetVisibleEnum.Visible
    if about.typ is not SheetTypeEnum.WorkSheet:
        return Sheet(about.name, hidden, None)
    sheet = book.get_sheet_by_name(about.name)
    rows = [list(map(value_of, row)) for row in sheet.to_python(skip_empty_area=False)]
    return Sheet(about.name, hidden, rows)


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep what Rust says of a panic from the screen: the refusal is our sentence."""
    try:
        kept = os.dup(_STDERR)
    except OSError:
        # There is no screen.
        yield
        return
    if sys.stderr:
        sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)
