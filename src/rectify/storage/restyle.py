"""Bring a whole file to its canonical form, and lose none of its comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rectify.domain.entity import Entity
from rectify.domain.event import Event
from rectify.errors import BadData
from rectify.storage.remarks import CommentsInTheWay, remarks, written
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from rectify.storage.remarks import Remarks

__all__ = ["CommentsInTheWay", "LostInStyle", "restyle", "styled"]

E = TypeVar("E", bound=Entity)


class LostInStyle(RuntimeError):  # noqa: N818  # a bug of the program, never shown
    """The restyled text does not say the same."""


def restyle(kind: type[E], data: bytes, place: str) -> bytes:
    """Give the canonical bytes of a file.

    Raises:
        BadData: the file is faulty.
        CommentsInTheWay: its comments have no place to stay at.
    """
    loaded = load(kind, data, place)
    if loaded.value is None:
        raise BadData(loaded.problems)
    said = remarks(loaded.value, loaded.document.text, place)
    return styled(loaded.value, said, place)


def styled(entity: Entity, said: Remarks, place: str) -> bytes:
    """Write an entity with its comments, and read it again before it is given away."""
    data = written(entity, said).encode()
    again = load(type(entity), data, place).value
    if again is None or again.plain() != _in_order(entity).plain():
        raise LostInStyle(place)
    return data


def _in_order(entity: E) -> E:
    """Put the events of an issue in their order."""
    events = getattr(entity, "events", None)
    if not events:
        return entity
    return entity.but(events=tuple(sorted(events, key=Event.place)))
