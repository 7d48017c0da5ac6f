"""Where a workspace keeps its issues and votes, and how an office calls its files."""

from __future__ import annotations

import re

from rectify.domain.history.records import VOTES, Place

_IN_LEDGER = re.compile(r"data/([^/]+)/")
_RECORD = re.compile(r"data/([^/]+)/(issues|votes)/([^/]+)\.yaml")


def place_of(path: str) -> Place | None:
    """Say which issue or vote a file is; None for any other."""
    found = _RECORD.fullmatch(path)
    return None if found is None else Place(*found.groups())


def ledger_of(path: str) -> str | None:
    """Say in which ledger's folder a file lies; None for any other."""
    found = _IN_LEDGER.match(path)
    return found and found[1]


def path_of(place: Place) -> str:
    """Say where an issue or a vote is kept."""
    return f"data/{place.ledger}/{place.kind}/{place.number}.yaml"


def called(path: str) -> str:
    """Call a file as its office does: an issue by its number, another by its name."""
    place = place_of(path)
    if place is None:
        return path.removeprefix("data/")
    return f"测评 {place.number}" if place.kind == VOTES else place.number
