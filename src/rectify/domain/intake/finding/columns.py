"""The columns of a table and the field of each: by its heading and by its values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.intake.finding.meanings import Meaning
from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.synonyms import (
    INSTEAD,
    LETTERS,
    NATURES,
    PROBLEM,
    RESPONSIBLE,
    TIME_KINDS,
    UNITED,
)
from rectify.domain.intake.grid import column_letters
from rectify.domain.intake.record import Column
from rectify.domain.text import reckon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rectify.domain.intake.finding.meanings import Vocabulary
    from rectify.domain.intake.grid import Value

    Values = Callable[[int], Iterable[Value]]

_LEAD, _HELP, _UNIT, _GOAL = "拟主办", "拟协办", "单位", "整改目标"
_OPINION, _NATURE = "审议意见", "性质"
_TIME_KIND, _GRADE, _PROGRESS = "时限类型", "答复类别", "进展"
_TOLD_BY_VALUES = {_OPINION, _NATURE, _TIME_KIND, _PROGRESS, "类别"}
_CLASS_ENDINGS = "类级等"


def assign(
    heads: Sequence[tuple[int, tuple[str, ...]]], values: Values, vocabulary: Vocabulary
) -> tuple[Column, ...]:
    """Give each column its field: as asked, else the likeliest that nobody else has."""
    words = dict(heads)
    asked = {place: vocabulary.fixed(levels) for place, levels in heads}
    fields = {place: name for place, name in asked.items() if name is not None}
    meant = {
        place: _by_values(vocabulary.meanings(levels), values, place, vocabulary)
        for place, levels in heads
        if place not in fields
    }
    _share_out(fields, meant)
    guessed = {place: words[place] for place in meant}
    _settle_units(fields, guessed)
    _find_problem(fields, guessed)
    return tuple(
        Column(place, _heading(place, levels), fields.get(place))
        for place, levels in heads
    )


def _share_out(fields: dict[int, str], meant: dict[int, tuple[Meaning, ...]]) -> None:
    """Give each field to the heading that names it best; the others try their next."""
    taken = set(fields.values())
    for turn in range(max(map(len, meant.values()), default=0)):
        wanting = sorted(
            (found[turn].rank, place, found[turn].field)
            for place, found in meant.items()
            if place not in fields and turn < len(found)
        )
        for _, place, name in wanting:
            if name not in taken or name in UNITED:
                fields[place] = name
                taken.add(name)


def _heading(place: int, levels: tuple[str, ...]) -> str:
    return "/".join(levels) if levels else f"{column_letters(place)}列"


def has_problem(columns: Iterable[Column]) -> bool:
    """Tell whether some column says what the problem is."""
    return any(column.field in PROBLEM for column in columns)


def _settle_units(fields: dict[int, str], words: dict[int, tuple[str, ...]]) -> None:
    """Make the 责任单位 beside a 牵头单位 its helper."""
    if _LEAD not in fields.values():
        return
    for place in [place for place in words if fields.get(place) == _UNIT]:
        if RESPONSIBLE.search(words[place][-1]):
            fields[place] = _HELP
        else:
            del fields[place]


def _find_problem(fields: dict[int, str], words: dict[int, tuple[str, ...]]) -> None:
    """Take for the problem what says it where no column is named so."""
    if set(fields.values()) & set(PROBLEM):
        return
    for name, pattern in INSTEAD:
        places = (place for place in words if fields.get(place) == name)
        place = next((p for p in places if pattern.search(words[p][-1])), None)
        if place is not None:
            fields[place] = PROBLEM[-1]
            return


def _by_values(
    meant: tuple[Meaning, ...], values: Values, place: int, vocabulary: Vocabulary
) -> tuple[Meaning, ...]:
    """Let what stands in a column decide what its heading leaves open."""
    names = {each.field for each in meant}
    if _GOAL in names and vocabulary.asked.opening:
        return tuple(each for each in meant if each.field == _GOAL)
    if not names & _TOLD_BY_VALUES:
        return meant
    texts = {squeezed(value) for value in values(place)} - {""}
    if _PROGRESS in names and not _are_grades(texts, vocabulary):
        return meant
    if _OPINION in names:
        counted = all(map(_is_opinion, texts))
        return tuple(each for each in meant if counted == (each.field == _OPINION))
    return _kind(meant, texts, vocabulary) if texts else meant


def _kind(
    meant: tuple[Meaning, ...], texts: set[str], vocabulary: Vocabulary
) -> tuple[Meaning, ...]:
    """Tell 性质 (问题类), 答复类别 (A) and 时限类型 (立行立改) from a 类别."""
    rank = meant[0].rank
    if texts <= NATURES:
        return (Meaning(rank, _NATURE),)
    if _are_grades(texts, vocabulary):
        return (Meaning(rank, _GRADE),)
    if all(map(TIME_KINDS.search, texts)):
        return (Meaning(rank, _TIME_KIND),)
    odd = set() if texts & NATURES else {_NATURE}
    odd |= set() if any(map(TIME_KINDS.search, texts)) else {_TIME_KIND}
    return tuple(each for each in meant if each.field not in odd)


def _are_grades(texts: set[str], vocabulary: Vocabulary) -> bool:
    """Tell whether all that stands in a column are classes of answers: A, B类."""
    grades = LETTERS | set(vocabulary.asked.grades)
    stems = {text.rstrip(_CLASS_ENDINGS) for text in texts}
    return bool(stems) and stems <= grades


def _is_opinion(text: str) -> bool:
    """Tell the number of an opinion (2, 第二条) from its words."""
    return reckon(text.strip("第条项()、.")) is not None
