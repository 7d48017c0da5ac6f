"""What a list says otherwise than the ledger, field by field, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.issue import Proposer
from rectify.domain.listing import public_name
from rectify.domain.text import flow

if TYPE_CHECKING:
    from rectify.domain.issue import Issue

_ROOM, _BEFORE, _ELLIPSIS = 24, 8, "…"


class Difference(NamedTuple):
    """One field of an issue; `why` says why it stays, None that it gives way."""

    label: str
    before: str
    after: str
    why: str | None = None

    @property
    def taken(self) -> bool:
        """Whether the ledger takes what the list says."""
        return self.why is None

    def __str__(self) -> str:
        before, after = contrast(self.before, self.after)
        if not before:
            said = f"补上“{after}”"
        elif not after:
            said = f"删去“{before}”"
        else:
            said = f"“{before}”改为“{after}”"
        aside = f"（没有采用，{self.why}）" if self.why else ""
        return f"{self.label}：{said}{aside}"


def contrast(before: str, after: str) -> tuple[str, str]:
    """Cut two texts to what a line takes, from a little before they differ."""
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    if max(len(before), len(after)) <= _ROOM or not (before and after):
        same = 0
    start = max(same - _BEFORE, 0)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    lead = _ELLIPSIS if start and text else ""
    rest = text[start:]
    return lead + (rest if len(rest) <= _ROOM else f"{rest[: _ROOM - 1]}{_ELLIPSIS}")


def in_words(issue: Issue, name: str) -> str:
    """Say a field of an issue on a line; who asked to stay unnamed is not named."""
    value: object = getattr(issue, name)
    match value:
        case None | ():
            return ""
        case tuple():
            return "、".join(_part(issue, each) for each in value)
        case _:
            return flow(str(value))


def _part(issue: Issue, part: object) -> str:
    if isinstance(part, Proposer):
        aside = f"（{part.capacity}）" if part.capacity else ""
        return f"{public_name(issue, part)}{aside}"
    return str(part)
