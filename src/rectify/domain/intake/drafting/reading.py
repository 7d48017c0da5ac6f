"""What one record says, while it is being read: facts, progress, and what is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.synonyms import SERIAL
from rectify.domain.intake.record import Concern
from rectify.domain.text import flow

if TYPE_CHECKING:
    from rectify.domain.entity import Plain
    from rectify.domain.intake.drafting.roles import Entry

REMARKS = "备注"
# The order of the first column; what is said of the whole issue comes before it.
FIRST = 0
_SHOWN = 24


class Kept(NamedTuple):
    """Words that no field takes, under the heading by which 备注 keeps them."""

    order: int
    heading: str
    words: str


@dataclass
class Reading:
    """One issue of a list; several tables may speak of it, and are joined.

    `facts` and `progress` are by label, `places` say where they stand. `happened` are
    the labels of days that nobody can tell, of what has happened all the same. `told`
    are the words of progress, which are kept where it can't be taken over; `asides` are
    those that say more than yes or no, `kept` is what no field takes.
    """

    place: str
    facts: dict[str, Plain] = field(default_factory=dict)
    progress: dict[str, Plain] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    happened: set[str] = field(default_factory=set)
    told: list[Kept] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    doubts: list[Concern] = field(default_factory=list)
    faults: list[Concern] = field(default_factory=list)

    def at(self, label: str) -> str:
        """Name the cell of a field, or that of the problem."""
        return self.places.get(label, self.place)

    def doubt(self, place: str, message: str) -> None:
        """Say what is doubtful about a place."""
        self.doubts.append(Concern(place, message))

    def keep(self, order: int, heading: str, words: str) -> None:
        """Keep words for 备注, in the order of the columns."""
        self.kept.append(Kept(order, heading, words))

    def join(self, other: Reading) -> None:
        """Take in what another table says of the issue; what it said first stays."""
        order = 1 + max([FIRST, *(each.order for each in self.kept)])
        for mine, theirs in (
            (self.facts, other.facts), (self.progress, other.progress),
        ):  # fmt: skip
            for label, value in theirs.items():
                if label not in mine:
                    mine[label] = value
                elif mine[label] != value and label != SERIAL:
                    self._differ(order, label, value, other.at(label))
        self.places = other.places | self.places
        self.happened |= other.happened
        self.told += other.told
        self.asides += other.asides
        self.entries += other.entries
        for each in other.kept:
            later = order if each.order >= FIRST else 0
            self.keep(each.order + later, each.heading, each.words)
        self.doubts += other.doubts
        self.faults += other.faults

    def _differ(self, order: int, label: str, value: Plain, place: str) -> None:
        """Keep beside what was said first what another table says instead."""
        words = shown(value)
        message = f"{label}与{self.at(label)}的不一致，写入备注：{quoted(words)}"
        self.doubt(place, message)
        self.keep(order, label, words)


def shown(value: Plain) -> str:
    """Give a value in words."""
    match value:
        case list():
            return "、".join(map(shown, value))
        case dict():
            return " ".join(map(shown, value.values()))
        case _:
            return str(value)


def quoted(words: str) -> str:
    """Quote words, cut where they are many."""
    whole = flow(words)
    return f"“{whole}”" if len(whole) <= _SHOWN else f"“{whole[: _SHOWN - 1]}…”"
