"""The files that are kept with an issue: with it, with an answer, or as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import event as ev
from rectify.domain.phrases import chinese_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.progress import Progress

# So much of a SHA-256 tells two files apart on paper.
_HEAD = 16


class Enclosure(NamedTuple):
    """One file: its issue, its name, what it belongs to, and how it is told apart."""

    number: str
    name: str
    belongs: str
    sha256: str

    @property
    def head(self) -> str:
        """The first characters of its SHA-256."""
        return self.sha256[:_HEAD]


def enclosures(case: Progress) -> Iterator[Enclosure]:
    """Go through the files of an issue that are named on the day of the progress."""
    for each in case.issue.attachments:
        yield Enclosure(case.number, each.name, "问题", each.sha256)
    for event in case.events:
        match event:
            case ev.Respond():
                named = event.attachments
            case ev.Close():
                named = event.evidence
            case _:
                continue
        belongs = f"{chinese_day(event.date)}{event.kind}"
        for each in named:
            yield Enclosure(case.number, each.name, belongs, each.sha256)
