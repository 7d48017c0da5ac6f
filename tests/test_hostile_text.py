"""What somebody typed comes out as typed, in every document and format, and is inert.

A hostile ledger and its tame twin are written as every kind of document. In each
format every text must be there letter for letter, and the two must be built alike:
whatever a text has turned into besides words would be something that the twin lacks.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from browser import browser
from hostile import Campaign, Mood
from programs import needs
from rectify.cli.formats import Studio, paper_of
from rectify.domain.calendar import Calendar
from rectify.domain.documents.kinds import KINDS, kind_named
from rectify.domain.documents.report import Request
from rectify.domain.measures import MEASURES
from rectify.domain.publicity import for_public
from rectify.domain.rates import compile_rates
from rectify.views.layout.fonts import Fonts
from rectify.views.outline import split_front
from rectify.views.paper import Break, Chart, Paragraph, Table
from rectify.views.workbook.tables import NoTable
from workbooks import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rectify.domain.documents.report import Report
    from rectify.views.paper import Paper
    from workbooks import Opened

# Blanks are for the layout to widen, and lines for the page to break.
_BLANK = re.compile(r"[ \t\r\n\u3000]+")
_STOPS = "。；，：、\u00a0"
EVERY = pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
WORDED = pytest.mark.parametrize(
    "kind", [kind.name for kind in KINDS if not kind.formats]
)
MOODS = pytest.mark.parametrize("mood", list(Mood))
_MOST = 2
# What is made of a paper and of nothing else: the paper is read once.
_OF_PAPER = (".html", ".txt", ".docx")


class Made(NamedTuple):
    """All kinds of document about one ledger, some copies of each, in no format yet."""

    meant: dict[str, str]
    studio: Studio
    copies: Mapping[str, Mapping[str, Report]]


@cache
def made(mood: Mood, *, tame: bool) -> Made:
    """Compile every kind of document about a ledger."""
    campaign = Campaign(mood, tame=tame)
    roster = campaign.roster()
    copies = {}
    for kind in KINDS:
        wanted = ("JZ-002", "JZ-006") if kind.alias == "dossier" else ()
        found = kind.compile(Request(roster, Calendar(), numbers=wanted))
        copies[kind.name] = dict(list(found.items())[:_MOST])
    studio = Studio(Path("无"), roster.directory, Fonts.WINDOWS)
    return Made(campaign.texts.meant, studio, copies)


def files(kind: str, suffix: str, mood: Mood, *, tame: bool) -> list[bytes]:
    """Write the copies of a kind of document in one format."""
    found = made(mood, tame=tame)
    if suffix in _OF_PAPER and not kind_named(kind).formats:
        return [
            found.studio._file(paper, suffix) for paper in papers(kind, mood, tame=tame)
        ]
    made_of = found.studio.make(kind_named(kind), found.copies[kind], suffix)
    return list(made_of.values())


def twins(kind: str, suffix: str, mood: Mood) -> Iterator[tuple[bytes, bytes]]:
    """Give each hostile file beside its tame twin."""
    hostile = files(kind, suffix, mood, tame=False)
    yield from zip(hostile, files(kind, suffix, mood, tame=True), strict=True)


@cache
def wordings(kind: str, mood: Mood, *, tame: bool) -> tuple[str, ...]:
    """Write the copies of a kind of document in Markdown."""
    return tuple(each.decode() for each in files(kind, ".md", mood, tame=tame))


@cache
def papers(kind: str, mood: Mood, *, tame: bool) -> tuple[Paper, ...]:
    """Read the copies of a kind of document back, as every format gets them."""
    return tuple(paper_of(text) for text in wordings(kind, mood, tame=tame))


def compare(mood: Mood, hostile: str, tame: str) -> None:
    """Demand that both say the same, once every sign of the twin is its text.

    Order and punctuation may hang on the words: lists are sorted, sentences closed.
    """
    meant = made(mood, tame=True).meant
    said, signs = _BLANK.sub("", hostile), Counter(tame)
    for sign in meant.keys() & signs.keys():
        whole = _BLANK.sub("", meant[sign]).strip(_STOPS)
        assert said.count(whole) >= signs[sign], f"{whole!r}, {signs[sign]} times"
    told = tame.translate({ord(sign): text for sign, text in meant.items()})
    one, other = _letters(said), _letters(_BLANK.sub("", told))
    assert not (one - other) + (other - one)


def _letters(said: str) -> Counter[str]:
    counted = Counter(said)
    for mark in _STOPS:
        del counted[mark]
    return counted


# Markdown


def said_by(paper: Paper) -> str:
    """Give all words of a document."""
    said = [
        *paper.front.annexes,
        *(each for each in paper.front if isinstance(each, str)),
    ]
    for block in paper.blocks:
        match block:
            case Paragraph():
                said.append(block.text)
            case Table():
                said += [cell for row in (block.header, *block.rows) for cell in row]
            case Chart():
                said += [block.title, block.unit, *block.labels]
            case Break():
                pass
    return "\n".join(said)


def build(paper: Paper) -> list[tuple[object, ...]]:
    """Tell of what a document is built, without its words."""
    front = paper.front
    parts: list[tuple[object, ...]] = [
        (front.letterhead, *map(bool, front), len(front.annexes))
    ]
    for block in paper.blocks:
        match block:
            case Paragraph():
                parts.append((block.role,))
            case Table():
                shape = [[bool(cell) for cell in row] for row in block.rows]
                parts.append((block.form, block.aligns, shape))
            case Chart():
                parts.append((block.shape, len(block.values)))
            case Break():
                parts.append(("break",))
    return parts


@MOODS
@WORDED
def test_a_wording_says_what_was_typed_and_nothing_of_it_is_markup(
    kind: str, mood: Mood
) -> None:
    """Neither here nor for other readers of Markdown, wherever it is pasted."""
    wild, tame = (papers(kind, mood, tame=tame) for tame in (False, True))
    for one, other in zip(wild, tame, strict=True):
        compare(mood, said_by(one), said_by(other))
        assert build(one) == build(other)
    texts = (wordings(kind, mood, tame=tame) for tame in (False, True))
    assert [*map(live, next(texts))] == [*map(live, next(texts))]


def live(text: str) -> Counter[str]:
    """Count what common Markdown makes of a text besides paragraphs and tables."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(split_front(text)[1])
    inside = [child for token in tokens for child in token.children or ()]
    words = {"text", "text_special", "softbreak"}
    return Counter(each.type for each in (*tokens, *inside) if each.type not in words)


# Web pages and plain text


class Page(HTMLParser):
    """What a page says, and of which elements it is made."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.made: Counter[str] = Counter()
        self._mute = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mute = tag in {"script", "style"}
        named = [name for name, _ in attrs if name not in _LAYOUT]
        if tag not in _LAYOUT:
            self.made[" ".join([tag, *sorted(named)])] += 1
        if tag in {"p", "td", "th", "div", "tr", "li", "h1", "h2", "h3", "text"}:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._mute = self._mute and tag not in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.made[f"comment {bool(data)}"] += 1


# What depends on how long words are, and on nothing that they say.
_LAYOUT = frozenset(
    {"br", "wbr", "span", "section", "style", "class", "width", "colspan", "align"}
)


@EVERY
def test_a_page_says_what_was_typed_and_nothing_of_it_is_an_element(kind: str) -> None:
    for wild, tame in twins(kind, ".html", Mood.HOSTILE):
        one, other = Page(wild.decode()), Page(tame.decode())
        compare(Mood.HOSTILE, "".join(one.said), "".join(other.said))
        assert one.made == other.made


@WORDED
def test_plain_text_says_what_was_typed(kind: str) -> None:
    for wild, tame in twins(kind, ".txt", Mood.HOSTILE):
        compare(Mood.HOSTILE, wild.decode(), tame.decode())


@needs("chromium")
def test_a_browser_runs_and_fetches_nothing_of_it(tmp_path: Path) -> None:
    with browser() as page:
        for kind in ("看板", "情况通报"):
            path = tmp_path / f"{kind}.html"
            path.write_bytes(files(kind, ".html", Mood.HOSTILE, tame=False)[0])
            page.open(path)
            assert page.requests == [path.as_uri()]
            assert (page.dialogs, page.complaints) == ([], [])
            page.requests.clear()


# Word


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def trees(package: bytes) -> dict[str, ET.Element]:
    return {
        name: ET.fromstring(data)
        for name, data in parts(package).items()
        if name.endswith((".xml", ".rels"))
    }


def words_of(tree: ET.Element) -> str:
    """Give the words of a part, a paragraph a line."""
    lines = []
    for paragraph in tree.iter(f"{_W}p"):
        texts = [node.text or "" for node in paragraph.iter(f"{_W}t")]
        lines.append("".join(texts))
    return "\n".join(lines)


def shape_of(tree: ET.Element) -> Counter[str]:
    """Count the paragraphs that say something, and what makes more of words."""
    names = [node.tag.rpartition("}")[2] for node in tree.iter()]
    made = Counter(name for name in names if name in _MAKES or "instr" in name)
    made["p"] = len([line for line in words_of(tree).split("\n") if line])
    return made


_MAKES = frozenset(
    {
        "tbl", "tr", "tc", "hyperlink", "fldSimple", "fldChar", "object", "pict",
        "drawing", "chart", "altChunk", "sdt", "footnoteReference", "bookmarkStart",
        "Relationship", "Override", "Default", "control", "script",
    }
)  # fmt: skip


@WORDED
def test_a_word_document_says_what_was_typed_and_has_nothing_more(kind: str) -> None:
    for wild, tame in twins(kind, ".docx", Mood.HOSTILE):
        one, other = trees(wild), trees(tame)
        assert one.keys() == other.keys()
        for name, tree in one.items():
            compare(Mood.HOSTILE, words_of(tree), words_of(other[name]))
            assert shape_of(tree) == shape_of(other[name]), name
            assert not [each for each in tree if each.get("TargetMode") == "External"]


@MOODS
@WORDED
def test_a_workbook_says_what_was_typed_and_calculates_nothing(
    kind: str, mood: Mood
) -> None:
    if not any(list(paper.tables()) for paper in papers(kind, mood, tame=True)):
        with pytest.raises(NoTable):
            files(kind, ".xlsx", mood, tame=False)
        return
    for wild, tame in twins(kind, ".xlsx", mood):
        one, other = opened(wild), opened(tame)
        compare(mood, cells_of(one), cells_of(other))
        assert one.parts.keys() == other.parts.keys()
        for sheet, twin in zip(one.sheets.values(), other.sheets.values(), strict=True):
            kinds = Counter(cell.kind for cell in sheet.cells.values())
            assert kinds == Counter(cell.kind for cell in twin.cells.values())
            assert not kinds["formula"]
            assert not sheet.find("hyperlink")


def cells_of(book: Opened) -> str:
    """Give the words of all cells, in their order; fingerprints are no words."""
    sheets = [sheet for name, sheet in book.sheets.items() if name != "原样"]
    cells = [sorted(sheet.cells.items()) for sheet in sheets]
    return "\n".join(str(cell.value) for sheet in cells for _, cell in sheet)


@MOODS
def test_masking_takes_hostile_texts_as_they_are(mood: Mood) -> None:
    before = Campaign(mood, tame=False).roster()
    after = for_public(before)
    assert [case.state for case in after.cases] == [case.state for case in before.cases]
    assert compile_rates([after], MEASURES) == compile_rates([before], MEASURES)
