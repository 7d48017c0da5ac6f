"""What two sides dispute when they are merged, and what is picked of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar

from rectify.errors import RuleError

if TYPE_CHECKING:
    from rectify.domain.entity import Entity

E = TypeVar("E", bound="Entity")


class Side(StrEnum):
    """Whose version holds."""

    OURS = "本方"
    THEIRS = "对方"
    BOTH = "都要"

    @property
    def other(self) -> Side:
        """The side across; of both, both."""
        across = {Side.OURS: Side.THEIRS, Side.THEIRS: Side.OURS}
        return across.get(self, self)


Picks: TypeAlias = Mapping[str, Side]
NOTHING_PICKED: Picks = MappingProxyType({})
# The keys of the conflicts in which one number stands for two issues, or two votes.
NUMBER, BALLOT = "编号", "票号"
NUMBERS = frozenset({NUMBER, BALLOT})


class Conflict(NamedTuple):
    """One thing that both sides changed, in words; None stands for what is not there.

    It is picked by its key; `both` tells whether 都要 can be picked. `voids` are the
    作废 of either side that go when the other side is picked, in words.
    """

    key: str
    what: str
    base: str | None
    ours: str | None
    theirs: str | None
    both: bool
    why: str
    voids: tuple[tuple[Side, str], ...] = ()

    def untaken(self, picked: Side) -> list[str]:
        """Give the 作废 that go with a pick."""
        return [said for side, said in self.voids if side is picked.other]

    @property
    def sides(self) -> tuple[Side, ...]:
        """What can be picked."""
        return tuple(Side) if self.both else (Side.OURS, Side.THEIRS)


class Merged(NamedTuple, Generic[E]):
    """What became of three versions: no value while conflicts remain.

    Without conflicts, no value means that the entity is removed. `ours` and `theirs`
    are the two whole versions between which the conflicts leave the choice: all that
    is not disputed is merged in both, so they differ in the disputed places alone.
    """

    value: E | None
    conflicts: tuple[Conflict, ...] = ()
    ours: E | None = None
    theirs: E | None = None


class Choice(NamedTuple):
    """What is picked by key, and the side that all the rest leans to, if any."""

    picks: Picks
    rest: Side | None = None

    def of(self, conflict: Conflict) -> Side | None:
        """Give the side that is picked; None if that is still open.

        Raises:
            NotBoth: 都要 was picked where only one can hold.
        """
        side = self.picks.get(conflict.key, self.rest)
        if side is Side.BOTH and not conflict.both:
            raise NotBoth(conflict)
        return side


class NotBoth(RuleError):  # noqa: N818  # named for what it is
    """Both versions can't hold at once."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(
            f"{conflict.what}不能都要（{conflict.why}），请选“本方”或“对方”"
        )


class PicksBreakRules(RuleError):  # noqa: N818  # named for what it is
    """What was picked breaks the rules of the procedure."""

    def __init__(self, number: str, why: RuleError) -> None:
        said = str(why).partition("。")[0]
        super().__init__(
            f"{number} 这样选，合在一起不合程序：{said}。"
            "请换一种选法，如各处都选本方，或都选对方"
        )


class DoNotFit(RuleError):  # noqa: N818  # named for what it is
    """Changes that are sound on either side, and make no whole together."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"两边对{what}的改动合在一起不成立，请整份选本方或对方，再补上另一边的改动"
        )
