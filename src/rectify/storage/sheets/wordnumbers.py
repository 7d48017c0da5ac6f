"""The numbers that Word sets before paragraphs: a column of 序号 is often made so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.text import numeral
from rectify.storage.sheets.markup import Markup, said

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "chineseCounting": numeral,
    "chineseCountingThousand": numeral,
    "japaneseCounting": numeral,
}
_LIMIT = 10_000


class _Level(NamedTuple):
    """How the outermost level of a list counts."""

    start: int
    form: str
    pattern: str


_NONE = _Level(1, "", "")


class Numbering(Markup):
    """The lists of a document, and how far each has come."""

    def __init__(self) -> None:
        super().__init__()
        self._abstract: dict[str, _Level] = {}
        self._lists: dict[str, str] = {}
        self._come: dict[str, int] = {}
        self._of = ""
        self._number = ""
        self._level = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of the outermost level of each list."""
        value = said(attributes, "val") or ""
        if tag == "abstractNum":
            self._of = said(attributes, "abstractNumId") or ""
            self._abstract[self._of] = _NONE
        elif tag == "num":
            self._number = said(attributes, "numId") or ""
        elif tag == "abstractNumId":
            self._lists[self._number] = value
        elif tag == "lvl":
            self._level = said(attributes, "ilvl") == "0"
        elif self._level and self._of:
            self._shape(tag, value)

    def closed(self, tag: str) -> None:
        """Leave a level, or a list."""
        if tag == "lvl":
            self._level = False
        elif tag == "abstractNum":
            self._of = ""

    def following(self, number: str) -> str:
        """Count on, and give what Word sets before the paragraph."""
        level = self._abstract.get(self._lists.get(number, ""), _NONE)
        self._come[number] = count = self._come.get(number, level.start - 1) + 1
        if level.form not in _FORMS or not 0 < count < _LIMIT:
            return ""
        return level.pattern.replace("%1", _FORMS[level.form](count))

    def _shape(self, tag: str, value: str) -> None:
        level = self._abstract[self._of]
        if tag == "start":
            level = level._replace(start=int(value))
        elif tag == "numFmt":
            level = level._replace(form=value)
        elif tag == "lvlText":
            level = level._replace(pattern=value)
        self._abstract[self._of] = level
