"""What a merge that somebody decides leaves out of the sides: their 作废."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.history.untaken import untaken
from rectify.storage.history.records import parsed
from rectify.storage.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.domain.history.integrity import Alteration


class Decided(NamedTuple):
    """A file as either side had it, and as it shall be."""

    path: str
    ours: bytes
    theirs: bytes
    after: bytes


def left_out(files: Iterable[Decided]) -> list[Alteration]:
    """Find each 作废 that a side had declared, and that was not taken."""
    found: list[Alteration] = []
    for file in files:
        place = place_of(file.path)
        ours, theirs, after = (parsed(file.path, data, {}) for data in file[1:])
        if place and ours and theirs and after:
            found += untaken(place, (ours, theirs), after)
    return found
