"""Whether a row that came back still is the row that went out.

Who sorts some columns and leaves out others moves what was filled in to another issue:
what stands beside a mark must be of the very issue that the mark is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.exchange import columns
from rectify.domain.exchange.marks import number_in, plain_mark
from rectify.domain.exchange.returned import alike, cut, words
from rectify.domain.exchange.unitsheet import texts_of
from rectify.domain.intake.record import Concern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.exchange.returned import Filled, Returned
    from rectify.domain.roster import Roster

_SORTED = "排序时没有选上全部各列"


class Originals:
    """What tells one issue from another: as a workbook went out, and as it is now."""

    def __init__(self, file: Returned, roster: Roster) -> None:
        self.sent = file.sent
        sent = {number_in(mark): cells for mark, cells in file.sent.items()}
        now = {
            case.number: {
                label: alike(said) for label, said in texts_of(case.issue).items()
            }
            for case in roster.cases
        }
        self.known = (sent, now)
        # Where several issues say the same, the first of them counts.
        self.owners = [
            {
                (label, said): number
                for number, cells in reversed(known.items())
                for label, said in cells.items()
            }
            for known in self.known
        ]

    def displaced(self, row: Filled) -> Concern | None:
        """Say that a row holds something of another issue, if it does."""
        number = number_in(row.mark)
        for label in (columns.NUMBER, *columns.TELLING, columns.CHECK):
            other = self._owner(row, label)
            if other not in ("", number):
                return Concern(row.at(label), _displaced(label, other, number))
        return None

    def _owner(self, row: Filled, label: str) -> str:
        """Name the issue that a grey cell is about, as far as it tells."""
        said, number = row.said(label), number_in(row.mark)
        if label not in columns.TELLING:
            return plain_mark(said)
        own = [known.get(number, {}).get(label) for known in self.known]
        if not said or said in own:
            return ""
        found = [owners.get((label, said), "") for owners in self.owners]
        return next(filter(None, found), "")

    def changes(self, row: Filled) -> Iterator[Concern]:
        """Name the grey cells that no longer say what was sent."""
        number = number_in(row.mark)
        for label, before in self.sent.get(row.mark, {}).items():
            if label not in row.places or label in (columns.NUMBER, columns.MARK):
                continue
            if row.said(label) != before:
                said = cut(words(row.grid.value(row.row, row.places[label])))
                why = f"{number} 的“{label}”被改成“{said}”，没有采用"
                yield Concern(row.at(label), why)


def _displaced(label: str, other: str, number: str) -> str:
    if label in columns.TELLING:
        said = f"这一行的{label}是 {other} 的，编号却是 {number}：{_SORTED}"
    else:
        said = (
            f"{label}是 {other}，识别码是 {number} 的：{label}被改动过，或者{_SORTED}"
        )
    return f"{said}，请退回单位按原表改正"
