"""Which list of a file an issue stands in, where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.synonyms import NAMELESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.intake.drafting.context import Context
    from rectify.domain.intake.drafting.parties import Units
    from rectify.domain.intake.record import FoundTable

SOURCE = "所在表"
# It stands before what the columns say.
BEFORE = -2


def sources(
    tables: Sequence[FoundTable], units: Units, context: Context
) -> list[str | None]:
    """Name the list that each table is, by its sheet and title, if that tells them."""
    known = squeezed(context.ledger.title)

    def telling(words: str | None) -> str | None:
        text = squeezed(words)
        said = words and text != known and not NAMELESS.fullmatch(text)
        return words if said and not units.titled(text) else None

    sheets = [telling(table.grid.name) for table in tables]
    titles = [telling(table.title) for table in tables]
    if len({table.grid.name for table in tables}) == 1:
        sheets = [None for _ in tables]
    if len({table.title for table in tables}) == 1:
        titles = [None for _ in tables]
    return [_joined(*each) for each in zip(sheets, titles, strict=True)]


def _joined(sheet: str | None, title: str | None) -> str | None:
    """Say sheet and title together, unless the title says it all."""
    if title and sheet and squeezed(sheet) not in squeezed(title):
        return f"{sheet}/{title}"
    return title or sheet
