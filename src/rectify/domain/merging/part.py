"""What became of one part of an entity, and how a part that is disputed is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rectify.domain.merging.conflict import Conflict

if TYPE_CHECKING:
    from rectify.domain.merging.threeway import Three


class Part(NamedTuple):
    """What became of one thing; no value: it is not there.

    While it is disputed, the value is one of the two, whichever is called ours.
    """

    value: Any
    conflicts: tuple[Conflict, ...] = ()


class Spot(NamedTuple):
    """Where something stands: the key by which it is picked, and words for it."""

    key: str
    what: str

    def field(self, label: str) -> Spot:
        """Name a field of what stands here."""
        if not self.key:
            return Spot(label, label)
        return Spot(f"{self.key}/{label}", f"{self.what}的{label}")

    def item(self, name: str) -> Spot:
        """Name an item of the list that stands here; a nameless one is its list."""
        if not name:
            return self
        return Spot(f"{self.key}/{name}", f"{self.what}“{name}”")


TOP = Spot("", "")


def disputed(at: Spot, said: Three[str | None], *, both: bool = False) -> Conflict:
    """Name what both sides changed, each in its own way."""
    return Conflict(at.key, at.what, *said, both, _why(at.what, said))


def _why(what: str, said: Three[str | None]) -> str:
    if said.ours is None:
        return f"本方删去了{what}，对方改了它"
    if said.theirs is None:
        return f"对方删去了{what}，本方改了它"
    if said.base is None:
        return f"两边都填了{what}，填得不同"
    return f"两边都改了{what}，改得不同"
