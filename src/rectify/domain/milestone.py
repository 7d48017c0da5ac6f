"""What the fold keeps of the steps of a procedure; a day is None where nobody knows it.

Each comes of the event of its step, or of the 期初 by which the ledger took it over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.event import Assign, Close, Opening, Respond, Review, Track

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.particulars import Approval, Attachment
    from rectify.domain.terms import Finding


class Handing(NamedTuple):
    """The hand-over of an issue."""

    event: Assign | Opening

    @property
    def day(self) -> date | None:
        """The day on which it was handed over."""
        if isinstance(self.event, Opening):
            return self.event.handed
        return self.event.date

    @property
    def addressee(self) -> str:
        """To whom the letter went."""
        if isinstance(self.event, Opening):
            return ""
        return self.event.addressee or ""


class Answer(NamedTuple):
    """The answer of one unit."""

    event: Respond | Opening
    unit: str

    @property
    def day(self) -> date | None:
        """The day on which it was received."""
        if isinstance(self.event, Opening):
            return self.event.answered
        return self.event.date

    @property
    def grade(self) -> str | None:
        """The class that the unit gave it."""
        return self.event.grade

    @property
    def content(self) -> str | None:
        """What it says."""
        return self.event.content

    @property
    def ref(self) -> str:
        """The 文号 of the letter."""
        if isinstance(self.event, Opening):
            return self.event.answer_ref or ""
        return self.event.ref or ""

    @property
    def promised(self) -> date | None:
        """By when the unit promised to be done."""
        return self.event.promised

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that came with it."""
        return self.event.attachments if isinstance(self.event, Respond) else ()


class Examined(NamedTuple):
    """The committee's judgement of an answer."""

    unit: str
    finding: Finding
    day: date | None = None
    reason: str | None = None
    reviewer: str | None = None

    @classmethod
    def by(cls, event: Review) -> Examined:
        """Take it from its event."""
        return cls(event.unit, event.finding, event.date, event.reason, event.reviewer)


class Closing(NamedTuple):
    """The striking off of an issue."""

    event: Close | Opening

    @property
    def day(self) -> date | None:
        """The day on which it was struck off."""
        if isinstance(self.event, Opening):
            return self.event.closed
        return self.event.date

    @property
    def approvals(self) -> tuple[Approval, ...]:
        """Who approved it."""
        return self.event.approvals if isinstance(self.event, Close) else ()


class Tracking(NamedTuple):
    """The following of what was promised for later."""

    event: Track | Opening

    @property
    def next_check(self) -> date | None:
        """The day of the next look at it."""
        return self.event.next_check
