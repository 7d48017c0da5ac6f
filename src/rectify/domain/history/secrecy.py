"""Who asked to stay unnamed (保密), over all versions of an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from rectify.domain.event import Feedback
from rectify.domain.issue import Issue
from rectify.domain.listing import public_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rectify.domain.entity import Entity
    from rectify.domain.issue import Proposer

E = TypeVar("E", bound="Entity")
# The names of those who asked to stay unnamed, and what stands for each.
Veil: TypeAlias = "Mapping[str, str]"


def veil(issues: Iterable[Issue]) -> Veil:
    """Name those who asked in any version to stay unnamed, by the letters of today.

    The newest version comes first: it gives the letters that other lists give.
    """
    hidden: dict[str, Proposer] = {}
    newest: Issue | None = None
    for issue in issues:
        newest = newest or issue
        for each in issue.proposers:
            if each.confidential:
                hidden.setdefault(each.name, each)
    if newest is None or not hidden:
        return {}
    among = newest.but(proposers=tuple(hidden.values()))
    return {name: public_name(among, each) for name, each in hidden.items()}


def veiled(entity: E, hidden: Veil) -> E:
    """Give a version as others may read it."""
    if not hidden or not isinstance(entity, Issue):
        return entity
    proposers = tuple(
        each.but(name=hidden.get(each.name, each.name)) for each in entity.proposers
    )
    events = tuple(
        each.but(proposer=hidden.get(each.proposer, each.proposer))
        if isinstance(each, Feedback)
        else each
        for each in entity.events
    )
    return entity.but(proposers=proposers, events=events)


def covered(words: str, hidden: Veil) -> str:
    """Put what stands for them in the place of names that nobody is to read."""
    for name, other in hidden.items():
        words = words.replace(name, other)
    return words
