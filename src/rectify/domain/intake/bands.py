"""Tables that stand beside each other: a sheet cut between them from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.intake.columns import assign, has_problem
from rectify.domain.intake.heading import headings
from rectify.domain.intake.synonyms import SERIAL

if TYPE_CHECKING:
    from rectify.domain.intake.heading import Heading
    from rectify.domain.intake.meanings import Vocabulary
    from rectify.domain.intake.region import Region


def bands(region: Region, vocabulary: Vocabulary) -> list[Region]:
    """Cut a sheet into the parts that head a list of their own."""
    runs = _runs(region)
    found: list[Region] = []
    for left, right in runs:
        band = region.columns(left, right)
        if not found or _lists(band, vocabulary):
            found.append(band)
        else:
            found[-1] = found[-1].columns(found[-1].left, right)
    if len(found) > 1 and not _lists(region.columns(*runs[0]), vocabulary):
        found[:2] = [found[1].columns(found[0].left, found[1].right)]
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


def _lists(band: Region, vocabulary: Vocabulary) -> bool:
    """Tell whether a part of a sheet heads a list, with numbers of its own."""
    for head in headings(band, vocabulary):
        columns = assign(head.columns, lambda _: (), vocabulary)
        if has_problem(columns) and any(each.field == SERIAL for each in columns):
            return True
    return False


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
