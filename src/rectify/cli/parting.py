"""Two versions in one file without a common origin: one thing, or two of one number."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Vote
from rectify.domain.issue import Issue
from rectify.domain.merging.conflict import NUMBERS, Side
from rectify.domain.renumbering import next_ballot, next_number
from rectify.storage.restyle import restyle
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rectify.domain.entity import Entity
    from rectify.storage.merging.leftovers import Torn

_NUMBER = re.compile(r"^(编号|票号):.*$", re.MULTILINE)


class Parted(NamedTuple):
    """The two things of one file, each in a file of its own, and what to say of it."""

    place: str
    ours: bytes
    theirs: bytes
    note: str


def is_one(torn: Torn, kind: type[Entity] | None) -> bool:
    """Tell whether both versions are of one thing, though nobody knows their origin."""
    if torn.base is not None or kind is None:
        return True
    ours, theirs = (load(kind, each, "").value for each in (torn.ours, torn.theirs))
    match ours, theirs:
        case Issue() as one, Issue() as two:
            known = {event.identity() for event in one.events}
            alike = one.description is not None and one.description == two.description
            shared = any(event.identity() in known for event in two.events)
            return one.title == two.title or alike or shared
        case Vote() as one_vote, Vote() as other:
            return one_vote.date == other.date
        case _:
            return True


def wants_parting(picks: Mapping[str, Side]) -> bool:
    """Tell whether somebody has picked that these are two."""
    return any(picks.get(key) is Side.BOTH for key in NUMBERS)


def part(torn: Torn, kind: type[Entity], taken: Iterable[str]) -> Parted:
    """Leave theirs its number, and give ours the next one in a file of its own."""
    path = PurePosixPath(torn.place)
    ballot = issubclass(kind, Vote)
    new = (next_ballot if ballot else next_number)(path.stem, taken)
    text = _NUMBER.sub(rf"\1: {new}", torn.ours.decode(), count=1).encode()
    place = str(path.with_name(f"{new}.yaml"))
    return Parted(
        place,
        restyle(kind, text, place),
        restyle(kind, torn.theirs, torn.place),
        f"{path.stem} 里是两条不同的：本方的已改为 {new}；"
        f"别处引用 {path.stem} 的地方没有改，请核对是指哪一条",
    )
