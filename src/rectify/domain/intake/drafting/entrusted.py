"""A column of units that its heading does not plainly call so: 转办单位."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.intake.cells import line, nothing
from rectify.domain.intake.drafting.naming import LONGEST, Names
from rectify.domain.intake.finding.meanings import bare
from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.synonyms import OTHERS, UNIT_ENDING, UNITS
from rectify.domain.intake.record import Concern

if TYPE_CHECKING:
    from rectify.domain.intake.drafting.context import Context
    from rectify.domain.intake.finding.asked import Asked
    from rectify.domain.intake.record import Column, FoundTable

_UNIT = "单位"


def entrusted(table: FoundTable, asked: Asked, context: Context) -> FoundTable:
    """Take the only column of units for those who are to answer; it is doubtful."""
    column = _only(table, asked)
    if column is None:
        return table
    names = Names(context.directory, context.ledger.region, add=False)
    said = {
        line(piece.value)
        for record in table.records
        for piece in record.cells.get(column, ())
    }
    said = {words for words in said if not nothing(words)}
    known = sum(len(words) <= LONGEST and names.means(words) for words in said)
    if not said:
        return table
    heading, known_so = column.heading, 2 * known >= len(said)
    if known_so:
        message = (
            f"“{heading}”里是单位名单里的单位，作为承办单位读；不是的话，"
            f"加 --map {heading}=备注"
        )
    else:
        message = f"“{heading}”写入备注；如果是承办单位，加 --map {heading}={_UNIT}"
    doubt = Concern(table.grid.at(table.records[0].rows[0], column.place), message)
    read = table.renamed(column, _UNIT) if known_so else table
    return read._replace(doubts=(*table.doubts, doubt))


def _only(table: FoundTable, asked: Asked) -> Column | None:
    """Find the one column that may hold units, where no other does."""
    if any(each.field in UNITS for each in table.columns):
        return None
    said = set(map(squeezed, asked.columns))
    found = [
        each
        for each in table.columns
        if each.field is None
        and _may_hold_units(each)
        and said.isdisjoint({squeezed(each.heading), squeezed(_leaf(each))})
    ]
    return found[0] if len(found) == 1 else None


def _may_hold_units(column: Column) -> bool:
    words = bare(_leaf(column))
    return bool(UNIT_ENDING.search(words)) and not OTHERS.search(words)


def _leaf(column: Column) -> str:
    return column.heading.rpartition("/")[2]
