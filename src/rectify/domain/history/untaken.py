"""A 作废 that a merge did not take: the event stood on the other side, and stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.history.integrity import Alteration, Harm
from rectify.domain.history.verdict import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.history.records import Place, Recorded, Version

UNTAKEN = "未采用作废"


def untaken(
    place: Place, sides: Sequence[Version], after: Version
) -> Iterator[Alteration]:
    """Find what stands after a merge and on a side of it, and was void on another."""
    known = [side.by_identity() for side in sides]
    for identity, now in after.by_identity().items():
        if any(stood(side, identity) for side in sides) and now.void is None:
            held = (side[identity] for side in known if identity in side)
            for was in held:
                if was.void is not None:
                    yield Alteration(place, Harm.UNVOIDED, was, now)


def stood(version: Version, identity: str) -> bool:
    """Tell whether a version holds a record that is not void."""
    found = version.by_identity().get(identity)
    return found is not None and found.void is None


def undecided(sides: Sequence[Version], after: Version) -> bool:
    """Tell whether a merge holds nothing but what a side had: nobody has settled it."""
    had = {(each.identity, each.void) for side in sides for each in side.records}
    return all((each.identity, each.void) in had for each in after.records)


def mark(place: Place, record: Recorded) -> str:
    """Name the record in the history: JZ-008 2026-09-08的答复（市民政局）."""
    words = f"{place.number} {named(Alteration(place, Harm.UNVOIDED, record))}"
    return " ".join(words.split())


def sentence(place: Place, record: Recorded) -> str:
    """Say which 作废 was not taken, with its reason."""
    return f"{mark(place, record)}：{record.void}"
