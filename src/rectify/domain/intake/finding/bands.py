"""Tables that stand beside each other: a sheet cut between them from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.columns import assign, has_problem
from rectify.domain.intake.finding.heading import headings
from rectify.domain.intake.finding.synonyms import PROBLEM, SERIAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.domain.intake.finding.heading import Heading
    from rectify.domain.intake.finding.meanings import Vocabulary
    from rectify.domain.intake.finding.region import Region
    from rectify.domain.intake.record import Column

# Headings that two lists have in common, when neither is a part of the other.
_SHARED = 2


class _Heads(NamedTuple):
    """What the headings of a part that say what the problem is come to.

    `problems` are the words of that column, `words` those of all; `numbered` is whether
    the issues have numbers.
    """

    problems: frozenset[str]
    words: frozenset[str]
    numbered: bool

    def repeats(self, other: _Heads) -> bool:
        """Tell whether a part heads the same over again."""
        shared = len(self.words & other.words)
        return bool(self.problems & other.problems) or shared >= _SHARED


def bands(region: Region, vocabulary: Vocabulary) -> list[Region]:
    """Cut a sheet into the parts that head a list of their own."""
    runs = _runs(region)
    heads = [_heads(region.columns(*run), vocabulary) for run in runs]
    cuts = [
        left
        for place, (left, _) in enumerate(runs)
        if _alone(heads[place], [*heads[:place], *heads[place + 1 :]])
    ]
    right = runs[-1][1]
    starts = [runs[0][0], *cuts[1:]]
    ends = [*(left - 1 for left in starts[1:]), right]
    found = [region.columns(*span) for span in zip(starts, ends, strict=True)]
    return [part for band in found for part in _copies(band, vocabulary)]


def _runs(region: Region) -> list[tuple[int, int]]:
    """Give the columns between those in which nothing stands, by first and last."""
    used = {place for row in region.rows() for place in region.own(row)}
    runs: list[tuple[int, int]] = []
    for place in sorted(used):
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def _heads(band: Region, vocabulary: Vocabulary) -> _Heads:
    """Gather what the headings of a part say that have a column for the problem."""
    found: list[Column] = []
    for head in headings(band, vocabulary):
        columns = assign(head.columns, lambda _: (), vocabulary)
        if has_problem(columns):
            found += columns
    return _Heads(
        frozenset(each.heading for each in found if each.field in PROBLEM),
        frozenset(each.heading for each in found),
        any(each.field == SERIAL for each in found),
    )


def _alone(heads: _Heads, others: Iterable[_Heads]) -> bool:
    """Tell whether a part is a list of its own: it has numbers, or heads one again."""
    return bool(heads.problems) and (heads.numbered or any(map(heads.repeats, others)))


def _copies(band: Region, vocabulary: Vocabulary) -> list[Region]:
    """Cut where a heading says the same columns over again without a gap."""
    head = next(headings(band, vocabulary), None)
    places = [] if head is None else _repeats(head)
    starts = [band.left, *places]
    ends = [*(place - 1 for place in places), band.right]
    return [band.columns(left, right) for left, right in zip(starts, ends, strict=True)]


def _repeats(head: Heading) -> list[int]:
    """Give the columns in which a heading begins over again."""
    words = [words for _, words in head.columns]
    for length in range(2, len(words) // 2 + 1):
        once, times = words[:length], len(words) // length
        if once * times == words and len(set(once)) == length:
            return [head.columns[i][0] for i in range(length, len(words), length)]
    return []
