"""What a list comes to beside the ledger, and by whose rules it is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.record import Concern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rectify.domain.intake.comparing.differences import Difference
    from rectify.domain.issue import Issue
    from rectify.domain.ledger import Ledger
    from rectify.domain.particulars import SourceFile
    from rectify.domain.unit import Directory


class Terms(NamedTuple):
    """By whose rules, of which units and on which day a list is taken in.

    `titled` is whether the list has titles of its own; else they were made of the text.
    """

    ledger: Ledger
    directory: Directory
    kind: type[Issue]
    on: date
    today: date
    source: SourceFile | None = None
    overwrite: bool = False
    titled: bool = True


class New(NamedTuple):
    """An issue that the ledger does not have yet."""

    place: str
    issue: Issue


class Changed(NamedTuple):
    """An issue of which a list says something else; `after` has what is taken."""

    place: str
    before: Issue
    after: Issue
    differences: tuple[Difference, ...]

    @property
    def taken(self) -> tuple[Difference, ...]:
        """What the ledger takes of it."""
        return tuple(each for each in self.differences if each.taken)


class Matched(NamedTuple):
    """What a list comes to; `same` are the numbers of which it says nothing new.

    `absent` are the open issues that a later state of their list no longer has.
    """

    new: tuple[New, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: tuple[str, ...] = ()
    doubts: tuple[Concern, ...] = ()
    faults: tuple[Concern, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[Changed, ...]:
        """The issues that give way in something."""
        return tuple(each for each in self.changed if each.taken)

    def together(self, other: Matched) -> Matched:
        """Put what two lists come to behind each other."""
        return Matched(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.doubts + other.doubts,
            self.faults + other.faults,
            self.absent + other.absent,
        )


class NotEnterable(Exception):  # noqa: N818  # becomes concerns
    """A row can't be entered as it stands."""

    def __init__(self, place: str, sentences: Iterable[str]) -> None:
        super().__init__(place)
        self.concerns = [Concern(place, each) for each in sentences]
