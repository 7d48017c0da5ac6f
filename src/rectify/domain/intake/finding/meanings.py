"""What a heading may mean: by its own words, by its group, or as it was asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.synonyms import (
    ENDING,
    FACTS,
    OTHERS,
    PROGRESS,
    SHORTEST_ENDING,
    VAGUE,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from rectify.domain.intake.finding.asked import Asked

_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_ORDINAL = re.compile(r"^(?:[(（]?[0-9一二三四五六七八九十]+[)）、.．]+)(?=.)")
_CONTACT = re.compile(r"(?:及|和|、|/)(?:其)?(?:联系)?(?:电话|方式|联系方式)$")
_MARKS = "*★☆#:：。、"
# What is to be filled in stands in brackets below many a heading.
_LONGEST = 120
_SENTENCE = re.compile("[。；;！？!?，,]|[:：]")
# How much farther a heading is that only ends, or begins, with the words of a field.
_TAIL, _PART = 1000, 2000


class Meaning(NamedTuple):
    """A field that a heading may name; the lower the rank, the more exactly."""

    rank: int
    field: str


def _index() -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, list[Meaning]] = {}
    for name, words in (*FACTS.items(), *PROGRESS.items()):
        for rank, word in enumerate(words if name in words else (name, *words)):
            found.setdefault(word, []).append(Meaning(rank, name))
    return {word: tuple(meant) for word, meant in found.items()}


_WORDS = _index()
_LENGTHS = range(max(map(len, _WORDS)), SHORTEST_ENDING - 1, -1)


class Vocabulary:
    """The headings known to the reader of a file: the field's, and those asked for."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        own = {squeezed(label): label for label in asked.custom}
        self._fixed = own | {squeezed(name): to for name, to in asked.columns.items()}
        self._known: dict[str, tuple[Meaning, ...]] = {}
        self._heads: dict[str, bool] = {}

    def fixed(self, levels: tuple[str, ...]) -> str | None:
        """Give the field that was asked for, or that the ledger declares."""
        if not self._fixed or not levels:
            return None
        words = (squeezed("/".join(levels)), squeezed(levels[-1]))
        return next((self._fixed[each] for each in words if each in self._fixed), None)

    def meanings(self, levels: tuple[str, ...]) -> tuple[Meaning, ...]:
        """Give what a heading of one or more levels may mean, the likeliest first."""
        if not levels:
            return ()
        *groups, leaf = levels
        joined = [_WORDS.get(bare(group) + bare(leaf), ()) for group in groups]
        found = next(filter(None, joined), ())
        if not found and groups and not bare(leaf):
            found = self.of(groups[-1])
        elif not found and groups:
            found = next(filter(None, map(self._told(bare(leaf)), groups[::-1])), ())
        return found or self.of(leaf)

    def _told(self, leaf: str) -> Callable[[str], tuple[Meaning, ...]]:
        """Give what a group means that says more than the leaf below it."""
        fields = next((each for words, each in VAGUE.items() if leaf in words), ())
        return lambda group: tuple(m for m in self.of(group) if m.field in fields)

    def of(self, words: str) -> tuple[Meaning, ...]:
        """Give what the words of one cell may mean."""
        if words not in self._known:
            self._known[words] = _meanings(words)
        return self._known[words]

    def known(self, words: str) -> bool:
        """Tell whether the words of a cell are those of a heading."""
        if len(words) > _LONGEST:
            return False
        if words not in self._heads:
            self._heads[words] = bool(self.fixed((words,)) or self.of(squeezed(words)))
        return self._heads[words]


def labels(words: str) -> bool:
    """Tell a label of what follows it (单位：) from the heading of a column."""
    return ":" in _BRACKETS.sub("", squeezed(words))


def bare(words: str) -> str:
    """Strip a heading of what only adorns it: 1.问题（必填）* is 问题."""
    text = _ORDINAL.sub("", squeezed(words).strip(_MARKS))
    without = _BRACKETS.sub("", text).replace("的", "")
    return _CONTACT.sub("", without).strip(_MARKS)


def _meanings(words: str) -> tuple[Meaning, ...]:
    text = squeezed(words).strip(_MARKS)
    if text in _WORDS:
        return _WORDS[text]
    text = bare(words)
    if text in _WORDS:
        return _WORDS[text]
    if not text or _SENTENCE.search(text) or OTHERS.search(text):
        return ()
    tails = (text[-length:] for length in _LENGTHS if length < len(text))
    ending = next((tail for tail in tails if tail in _WORDS), None)
    if ending is None:
        ending = next((each for each in ENDING if text.endswith(each)), None)
    if ending is not None:
        return _ranked(_TAIL, _WORDS[ending])
    first = text.partition("/")[0]
    return _ranked(_PART, _WORDS.get(first, ())) if first != text else ()


def _ranked(far: int, meant: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    return tuple(Meaning(far + each.rank, each.field) for each in meant)
