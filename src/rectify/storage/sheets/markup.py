"""XML from strangers: nothing may be declared in it, nor be nested without end."""

from __future__ import annotations

from xml.parsers import expat

from rectify.storage.sheets.refusal import Damaged, Declared, TooLarge
from rectify.storage.sheets.shaping import MOST_CELLS

_DEEPEST = 256
# As many cells as a sheet may have, with four tags each, opened and closed.
_MOST_TAGS = 8 * MOST_CELLS


class _Locals(dict[str, str]):
    """Names without their prefix, remembered."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(":")[2]
        return self[name]


class Markup:
    """One reading of a part; what it is read for overrides `opened`, `closed`, `said`.

    Words are said between `listen` and `heard`.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._local = _Locals()
        self._words: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.StartDoctypeDeclHandler = self._declare

    def read(self, content: bytes) -> None:
        """Read a part.

        Raises:
            Unreadable: it is no XML, declares something, or is nested without end.
        """
        if content.count(b"<") > _MOST_TAGS:
            raise TooLarge
        try:
            self._parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError):
            raise Damaged from None

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""

    def closed(self, tag: str) -> None:
        """Take note of an element that ends."""

    def listen(self) -> None:
        """Keep the words from here on."""
        self._words = []
        self._parser.CharacterDataHandler = self._words.append

    def hear(self, words: str) -> None:
        """Add words that markup stands for."""
        self._words.append(words)

    def heard(self) -> str:
        """Give the words, and keep no more."""
        self._parser.CharacterDataHandler = None
        words, self._words = "".join(self._words), []
        return words

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Damaged
        self.opened(self._local[name], attributes)

    def _close(self, name: str) -> None:
        self._depth -= 1
        self.closed(self._local[name])

    def _declare(self, *_: object) -> None:
        raise Declared


def said(attributes: dict[str, str], name: str) -> str | None:
    """Give an attribute by its name, whatever its prefix."""
    found = attributes.get(name)
    if found is not None:
        return found
    ending = f":{name}"
    return next((v for key, v in attributes.items() if key.endswith(ending)), None)


def is_on(value: str | None) -> bool:
    """Read a yes or no of an attribute."""
    return value in {"1", "true", "on"}
