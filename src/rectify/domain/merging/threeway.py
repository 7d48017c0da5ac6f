"""Three versions of one thing: what was, and what either side made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from rectify.domain.merging.conflict import Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from rectify.domain.entity import Entity

T = TypeVar("T")
U = TypeVar("U")


class Three(NamedTuple, Generic[T]):
    """The version before, ours and theirs."""

    base: T
    ours: T
    theirs: T

    def each(self, read: Callable[[T], U]) -> Three[U]:
        """Read the same thing off all three."""
        return Three(read(self.base), read(self.ours), read(self.theirs))

    def of(self, side: Side) -> T:
        """Give the version of one side."""
        return self.ours if side is Side.OURS else self.theirs

    @property
    def holder(self) -> Side | None:
        """Whose version holds: the side's that changed it; None if both did."""
        if self.theirs in (self.base, self.ours):
            return Side.OURS
        return Side.THEIRS if self.ours == self.base else None

    @property
    def neutral(self) -> Side:
        """Give one of two versions, the same whichever is called ours."""
        return Side.OURS if repr(self.ours) <= repr(self.theirs) else Side.THEIRS


def spelled(entity: Entity | None) -> dict[str, str]:
    """Spell out what a file says of an entity, by label."""
    plain = {} if entity is None else entity.plain()
    return {label: repr(value) for label, value in plain.items()}
