"""Tables that are no lists of issues: figures by unit, the counts of a vote."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rectify.domain.intake.finding.meanings import bare
from rectify.domain.intake.finding.synonyms import BALLOT, FIGURES

if TYPE_CHECKING:
    from rectify.domain.intake.finding.heading import Heading
    from rectify.domain.intake.finding.meanings import Vocabulary
    from rectify.domain.intake.finding.region import Region

_ENOUGH = 2
_DEEP = 20


class Counts(StrEnum):
    """What a table of figures is; the words are for the reader."""

    STATISTICS = "是统计表，不是问题清单"
    BALLOT = (
        "是测评的计票结果，不是问题清单；录入票数用 rectify evaluate 编号 --from 文件"
    )


def ballot(region: Region, heading: Heading) -> Counts | None:
    """Recognise the counts of a vote: numbers below 满意 and 不满意."""
    places = [place for place, words in heading.columns if bare(words[-1]) in BALLOT]
    if len(places) < _ENOUGH:
        return None
    values = [
        region.value(row, place)
        for row in range(heading.last + 1, region.bottom + 1)
        for place in places
    ]
    said = [value for value in values if value not in (None, "")]
    counted = all(isinstance(value, int | float) or _digits(value) for value in said)
    return Counts.BALLOT if said and counted else None


def _digits(value: object) -> bool:
    return isinstance(value, str) and value.strip().isdigit()


def figures(region: Region, vocabulary: Vocabulary) -> Counts | None:
    """Recognise a table of figures, with a unit or a kind in each row."""
    for row in range(region.top, min(region.bottom, region.top + _DEEP) + 1):
        words = [bare(region.text(row, place)) for place in region.own(row)]
        counted = [word for word in words if FIGURES.search(word)]
        known = [word for word in words if vocabulary.known(word)]
        if len(counted) >= _ENOUGH and known:
            return Counts.STATISTICS
    return None
