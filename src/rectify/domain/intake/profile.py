"""How the columns of an office's own lists are to be read, kept for the next file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from rectify.domain.entity import Entity, Line, label

if TYPE_CHECKING:
    from collections.abc import Mapping


class Reading(Entity):
    """One column, by its heading, and the field that it holds."""

    column: Annotated[Line, label("列")]
    field: Annotated[Line, label("字段")]


class Profile(Entity):
    """The content of imports.yaml."""

    readings: Annotated[tuple[Reading, ...], label("对应")] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Map each heading to its field."""
        return {each.column: each.field for each in self.readings}

    def having(self, columns: Mapping[str, str]) -> Profile:
        """Add what was said of some columns; what was said before gives way."""
        together = self.columns | dict(columns)
        readings = (Reading(column=c, field=f) for c, f in together.items())
        return Profile(readings=tuple(readings))
