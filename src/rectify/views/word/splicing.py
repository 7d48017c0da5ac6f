"""A part of a Word file as a tree of places in its text: what is not changed stays.

An office's letterhead carries what its own program wrote; nothing of that is written
anew. `Part` finds the placeholders (`{{文号}}`), which WPS splits over runs, and fills
them; the line of one that has no value goes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from rectify.errors import TemplateError
from rectify.views.word.ooxml import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_LINES = {"w:p", "w:tr", "w:tbl"}
# What must go on having a paragraph.
_ROOMS = {"w:hdr", "w:ftr", "w:tc", "w:txbxContent", "w:body"}


class UnknownPlaceholder(TemplateError):  # noqa: N818  # named for what it is
    """A letterhead asks for what documents do not have."""

    def __init__(self, name: str, known: Mapping[str, str]) -> None:
        choices = "、".join(f"{{{{{each}}}}}" for each in known)
        super().__init__(f"版式里的 {{{{{name}}}}} 不能用；可用的有：{choices}")


class Element:
    """An element, and where it stands in the text."""

    def __init__(self, tag: str, start: int, above: Element | None) -> None:
        self.tag = tag
        self.start = start
        self.inside = start
        self.end = start
        self.above = above
        self.children: list[Element] = []
        self.attributes: dict[str, str] = {}
        self.text = ""

    def walk(self) -> Iterator[Element]:
        """Give this element and all below it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, tag: str) -> Iterator[Element]:
        """Give the elements of a kind below."""
        return (each for each in self.walk() if each.tag == tag)

    def texts(self) -> list[Element]:
        """Give the texts of a paragraph, without those of a box that stands in it."""
        return [each for each in self.all("w:t") if each.within("w:p") is self]

    def within(self, *tags: str) -> Element | None:
        """Give the nearest element of a kind around this one."""
        above = self.above
        while above is not None and above.tag not in tags:
            above = above.above
        return above


class Edit(NamedTuple):
    """What stands in the place of some bytes."""

    start: int
    end: int
    text: str


class Part:
    """One part of a Word file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.root = _Parser(data).root

    def between(self, start: int, end: int, edits: list[Edit]) -> str:
        """Give a stretch of the text with its edits; one within another is lost."""
        pieces: list[str] = []
        for edit in sorted(edits, key=lambda each: (each.start, -each.end)):
            if start <= edit.start and edit.end <= end:
                pieces += (self.data[start : edit.start].decode(), edit.text)
                start = edit.end
        return "".join([*pieces, self.data[start:end].decode()])

    def filled(self, values: Mapping[str, str]) -> str:
        """Give the whole text with its placeholders filled."""
        return self.between(0, len(self.data), self.fill(values))

    def names(self, start: int, end: int) -> frozenset[str]:
        """Name the placeholders of a stretch."""
        return frozenset(
            name
            for each in self.root.all("w:p")
            if start <= each.start and each.end <= end
            for name in _names(each)
        )

    def paragraph(self, name: str) -> Element | None:
        """Find the paragraph that is one placeholder and nothing else."""
        for each in self.root.all("w:p"):
            if _names(each) == [name] and _PLACEHOLDER.fullmatch(_said(each).strip()):
                return each
        return None

    def fill(self, values: Mapping[str, str]) -> list[Edit]:
        """Fill every placeholder of the part.

        Raises:
            UnknownPlaceholder: there is no such value.
        """
        edits: list[Edit] = []
        gone: set[int] = set()
        for paragraph in self.root.all("w:p"):
            names = _names(paragraph)
            for name in names:
                if name not in values:
                    raise UnknownPlaceholder(name, values)
            if any(not values[name] for name in names):
                line = self._line(paragraph, gone)
                gone.add(id(line))
                edits.append(self._without(line))
            elif names:
                edits += _put(paragraph, values)
        return edits

    def _line(self, paragraph: Element, gone: set[int]) -> Element:
        """Give what goes with a paragraph: its row, and with the last row the table."""
        row = paragraph.within("w:tr", "w:txbxContent")
        if row is None or row.tag != "w:tr" or row.above is None:
            return paragraph
        rows = [each for each in row.above.children if each.tag == "w:tr"]
        rest = [each for each in rows if each is not row and id(each) not in gone]
        gone.add(id(row))
        return row if rest else row.above

    def _without(self, line: Element) -> Edit:
        """Take a line away, or its words where the last paragraph has to stay."""
        above = line.above
        alone = above is not None and above.tag in _ROOMS
        if line.tag == "w:p" and alone and above is not None:
            others = [each for each in above.children if each.tag in _LINES]
            if others == [line]:
                kept = [each for each in line.children if each.tag == "w:pPr"]
                look = "".join(self.data[e.start : e.end].decode() for e in kept)
                return Edit(line.start, line.end, f"<w:p>{look}</w:p>")
        return Edit(line.start, line.end, "")


def _said(paragraph: Element) -> str:
    return "".join(each.text for each in paragraph.texts())


def _names(paragraph: Element) -> list[str]:
    return _PLACEHOLDER.findall(_said(paragraph))


def _put(paragraph: Element, values: Mapping[str, str]) -> Iterator[Edit]:
    """Fill the placeholders of one paragraph: a value goes to the run it begins in."""
    texts = paragraph.texts()
    said = _said(paragraph)
    found = list(_PLACEHOLDER.finditer(said))
    begin = 0
    for each in texts:
        end = begin + len(each.text)
        words, place = [], begin
        for match in found:
            if match.start() >= end or match.end() <= begin:
                continue
            words.append(said[place : max(place, match.start())])
            if match.start() >= begin:
                words.append(values[match[1]])
            place = min(match.end(), end)
        words.append(said[place:end])
        yield Edit(each.start, each.end, _text("".join(words)))
        begin = end


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(words)}</w:t>'


class _Parser:
    """Reads a part once; an element ends where the next thing begins."""

    def __init__(self, data: bytes) -> None:
        self.root = self._here = Element("", 0, None)
        self._ended: list[Element] = []
        self._opened: Element | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._say
        self._parser.DefaultHandler = self._other
        self._parser.Parse(data, True)
        self._settle(len(data))

    def _settle(self, index: int) -> None:
        """Close what has ended before this place."""
        for each in self._ended:
            each.end = index
        self._ended.clear()
        if self._opened is not None:
            self._opened.inside = index
            self._opened = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        index = self._parser.CurrentByteIndex
        self._settle(index)
        element = Element(tag, index, self._here)
        element.attributes = attributes
        self._here.children.append(element)
        self._here = self._opened = element

    def _end(self, _tag: str) -> None:
        if self._parser.CurrentByteIndex > self._here.start:
            self._settle(self._parser.CurrentByteIndex)
        self._ended.append(self._here)
        self._here = self._here.above or self.root

    def _say(self, words: str) -> None:
        self._settle(self._parser.CurrentByteIndex)
        self._here.text += words

    def _other(self, _words: str) -> None:
        self._settle(self._parser.CurrentByteIndex)
