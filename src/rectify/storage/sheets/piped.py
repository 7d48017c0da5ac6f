"""Tables of Markdown: cells between pipes, under the heading that names them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from rectify.domain.intake.grid import Grid
from rectify.storage.sheets.refusal import (
    LONGEST_CELL,
    MOST_ROWS,
    LongCell,
    ManyRows,
    NoTable,
    TooLarge,
)
from rectify.storage.sheets.shaping import shaped, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from rectify.domain.intake.grid import Value

# What somebody typed; a list of ten thousand rows is smaller.
_MOST_CHARACTERS = 8 << 20
_BREAK = frozenset({"<br>", "<br/>", "<br />"})
# What is read besides text and paragraphs. Links and pictures stay as they are written:
# nothing in a list follows them.
_BLOCKS = ("table", "heading", "lheading", "fence", "code", "html_block")
_INLINE = ("newline", "escape", "backticks", "emphasis", "html_inline", "entity")


def grids_of(text: str) -> list[Grid]:
    """Read every table of a text.

    Raises:
        Unreadable: there is none, or too much text.
    """
    if len(text) > _MOST_CHARACTERS:
        raise TooLarge
    if text.count("\n") > MOST_ROWS:
        raise ManyRows("文件")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_CELL and max(map(len, line.split("|"))) > LONGEST_CELL:
            raise LongCell(f"第{number}行的一格")
    parser = MarkdownIt("zero", {"html": True}).enable([*_BLOCKS, *_INLINE])
    tables = _tables(parser.parse(text))
    if not tables:
        raise NoTable
    names = Counter[str]()
    grids = []
    for number, (heading, rows) in enumerate(tables, 1):
        name = heading or f"表{number}"
        names[name] += 1
        name = name if names[name] == 1 else f"{name}（{names[name]}）"
        grids.append(shaped(Grid(name, tuple(map(tuple, rows)))))
    return grids


def _tables(tokens: Sequence[Token]) -> list[tuple[str | None, list[list[Value]]]]:
    found: list[tuple[str | None, list[list[Value]]]] = []
    heading: str | None = None
    place = ""
    for token in tokens:
        if token.type == "table_open":
            found.append((heading, []))
        elif token.type == "tr_open":
            found[-1][1].append([])
        elif token.type == "inline" and place == "heading_open":
            heading = text_of(_words(token))
        elif token.type == "inline" and place in {"th_open", "td_open"}:
            found[-1][1][-1].append(text_of(_words(token)))
        place = token.type
    return found


def _words(token: Token) -> str:
    """Give the words of a cell, without what sets them in bold."""
    said = []
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"} or child.content in _BREAK:
            said.append("\n")
        else:
            said.append(child.content)
    return "".join(said)
