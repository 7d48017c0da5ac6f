"""What a version of a file holds of records: its events, or the one vote that it is.

They are taken apart from the facts, and one by one: a version from an older program, or
one with a slip of the hand in it, is still compared as far as it can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter, ValidationError

from rectify.domain.ballot import Vote
from rectify.domain.event import AnyEvent, Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rectify.domain.entity import Plain

VOID = "作废"
VOTES = "votes"


class Place(NamedTuple):
    """Where records are kept: an issue or a vote of a ledger."""

    ledger: str
    kind: str
    number: str


@dataclass(frozen=True)
class Recorded:
    """One event or vote as a version holds it, its 作废 apart.

    One that no model can read is taken as it stands.
    """

    fields: Mapping[str, Plain]
    void: str | None = None
    readable: bool = True

    @cached_property
    def identity(self) -> str:
        """What makes two records the same, whatever has become of them."""
        return repr(self.fields)


class Version(NamedTuple):
    """The records of one file at one time, and who asked to stay unnamed in it."""

    records: tuple[Recorded, ...]
    secret: frozenset[str] = frozenset()

    def by_identity(self) -> dict[str, Recorded]:
        """Give each record once; of twins the one that is void stands for both."""
        found: dict[str, Recorded] = {}
        for each in self.records:
            if each.identity not in found or each.void is not None:
                found[each.identity] = each
        return found


NOTHING = Version(())
Files = dict[Place, Version]


class Step(NamedTuple):
    """What one version did to the files that it changed, as against one parent."""

    before: Files
    after: Files

    def pairs(self) -> Iterator[tuple[Place, Version, Version]]:
        """Give each file that was there, and what has become of it."""
        for place, version in self.before.items():
            yield place, version, self.after.get(place, NOTHING)


def issue_version(
    plain: Mapping[str, object], known: dict[str, Recorded]
) -> Version | None:
    """Take the record of an issue from what its file says; None if it has no form.

    What has been read before is `known`: most events come again in the next version.
    """
    events = plain.get("办理记录", [])
    if not isinstance(events, list) or not all(isinstance(e, dict) for e in events):
        return None
    for each in events:
        if repr(each) not in known:
            known[repr(each)] = recorded_event(each)
    records = tuple(known[repr(each)] for each in events)
    return Version(records, _secret(plain.get("提出人")))


def vote_version(plain: Mapping[str, object]) -> Version:
    """Take a vote from what its file says: it is one record."""
    try:
        written = Vote.model_validate(plain).plain()
    except ValidationError:
        return Version((_as_written(plain),))
    return Version((_recorded(written),))


def recorded_event(plain: Mapping[str, object]) -> Recorded:
    """Take one event from what its file says."""
    try:
        return _recorded(read_event(plain).plain())
    except ValidationError:
        return _as_written(plain)


def read_event(plain: Mapping[str, object]) -> Event:
    """Read an event from what a file says.

    Raises:
        ValidationError: the model refuses it.
    """
    return _events().validate_python(plain)


@cache
def _events() -> TypeAdapter[AnyEvent]:
    return TypeAdapter(AnyEvent)


def _recorded(written: dict[str, Plain]) -> Recorded:
    void = written.pop(VOID, None)
    return Recorded(written, None if void is None else str(void))


def _as_written(plain: Mapping[str, object]) -> Recorded:
    void = plain.get(VOID)
    written = {label: tidied(plain[label]) for label in sorted(plain) if label != VOID}
    return Recorded(written, None if void is None else str(void), readable=False)


def tidied(value: object) -> Plain:
    """Leave out of what is written what only its layout says."""
    match value:
        case dict():
            return {str(key): tidied(value[key]) for key in sorted(value)}
        case list():
            return [tidied(part) for part in value]
        case _:
            return "".join(str(value).split())


def _secret(proposers: object) -> frozenset[str]:
    """Name those who asked to stay unnamed (保密)."""
    listed = proposers if isinstance(proposers, list) else []
    asked = (each for each in listed if isinstance(each, dict))
    return frozenset(
        str(each.get("姓名")) for each in asked if each.get("保密") == "是"
    )
