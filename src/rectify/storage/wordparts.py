"""What a part of a Word file says, read as XML in which nothing may be declared."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.parsers import expat

_DEEPEST = 200
_FIELD = re.compile(r"\s*([A-Za-z=]+)")


class FaultyPart(Exception):  # noqa: N818  # caught by letterheads, never shown
    """It is no XML, or declares entities, or is nested without end."""


class PartFacts(NamedTuple):
    """The root with its namespace and prefix, and what could act.

    `kinds` are the types of parts and relations, `fields` the names of fields.
    """

    root: str
    tags: frozenset[str]
    kinds: frozenset[str]
    fields: frozenset[str]
    external: bool


def facts_of(content: bytes) -> PartFacts:
    """Read a part.

    Raises:
        FaultyPart: it cannot be read.
    """
    return _Reader(content).facts()


class _Reader:
    """Reads a part once."""

    def __init__(self, content: bytes) -> None:
        self._root = ""
        self._tags: set[str] = set()
        self._kinds: set[str] = set()
        self._fields: set[str] = set()
        self._external = False
        self._depth = 0
        self._in_code = False
        self._code = ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.StartDoctypeDeclHandler = self._declare
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError):
            raise FaultyPart from None
        self._end_code()

    def facts(self) -> PartFacts:
        """Give what was read."""
        return PartFacts(
            self._root,
            frozenset(self._tags),
            frozenset(self._kinds),
            frozenset(self._fields),
            self._external,
        )

    def _declare(self, *_: object) -> None:
        raise FaultyPart

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._root = self._root or name
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FaultyPart
        tag = _local(name)
        said = {_local(key): value for key, value in attributes.items()}
        self._tags.add(tag)
        self._kinds |= {said[key] for key in ("ContentType", "Type") if key in said}
        if said.get("TargetMode", "Internal") != "Internal":
            self._external = True
        if tag in {"fldChar", "fldSimple"}:
            self._end_code()
        if tag == "fldSimple":
            self._code = said.get("instr", "")
            self._end_code()
        self._in_code = tag == "instrText"

    def _end(self, _name: str) -> None:
        self._depth -= 1
        self._in_code = False

    def _say(self, words: str) -> None:
        if self._in_code:
            self._code += words

    def _end_code(self) -> None:
        """Name the field whose code ends here: a code may be split over runs."""
        if self._code.strip():
            found = _FIELD.match(self._code)
            self._fields.add(found[1].upper() if found else self._code)
        self._code = ""


def _local(name: str) -> str:
    """Take the namespace off a name: `uri name prefix`, `uri name` or `name`."""
    parts = name.split(" ")
    return parts[1] if len(parts) > 1 else name
