"""A document as plain text: for a message, for a mail, for any editor.

Paragraphs have their two full-width blanks, tables are rows of cells parted by tabs,
which WPS and Excel take for a table; nothing of the document is left out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rectify.views.layout.grid import fields
from rectify.views.paper import (
    NEWSLETTER,
    Break,
    Chart,
    Letterhead,
    Paragraph,
    Role,
    Table,
)
from rectify.views.screen.cells import bar, pad, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.views.layout.grid import Field
    from rectify.views.paper import Block, Front, Paper

BLANK = "　"
_INDENTED = frozenset(
    {Role.BODY, Role.LEVEL_1, Role.LEVEL_2, Role.LEVEL_3, Role.ANNEXES, Role.REMARK}
)
# What a blank line stands before, and what it stands behind.
_PARTED = frozenset(
    {Role.LEVEL_1, Role.ANNEXES, Role.SIGNATURE, Role.ANNEX_TITLE, Role.CAPTION}
)
_HEADS = frozenset({Role.TITLE, Role.SUBTITLE, Role.REF, Role.ANNEX_TITLE})
_ANNEX_INDENT = BLANK * 5
_BAR = 20


def write_text(paper: Paper) -> str:
    """Write a document as plain text."""
    lines = [*_masthead(paper.front)]
    before: Block | None = None
    for block in paper.blocks:
        if lines and lines[-1] and _parted(before, block):
            lines.append("")
        lines += _lines(block, before)
        before = block
    return "\n".join(lines).strip("\n") + "\n"


def _masthead(front: Front) -> Iterator[str]:
    """Give what a newsletter has above its title and nowhere else."""
    if front.letterhead is Letterhead.BRIEF:
        said = (NEWSLETTER, front.issue_number, front.issuer, front.date)
        yield from filter(None, said)
        yield ""


def _parted(before: Block | None, block: Block) -> bool:
    """Tell whether a blank line stands between two blocks."""
    match before, block:
        case Paragraph(Role.ANNEXES), Paragraph(Role.ANNEXES):
            return False
        case Paragraph(above), Paragraph(role):
            same_head = above in _HEADS and role in _HEADS
            return (above in _HEADS or role in _PARTED) and not same_head
        case Table(), Paragraph(Role.NOTE):
            return False
        case _:
            return True


def _lines(block: Block, before: Block | None) -> Iterator[str]:
    match block:
        case Paragraph(Role.ANNEXES) if not block.text.startswith("附件："):
            yield _ANNEX_INDENT + block.text
        case Paragraph(role):
            indent = BLANK * 2 if role in _INDENTED else ""
            yield from (indent + line for line in block.text.split("\n"))
        case Table() if block.form:
            yield from _form(block)
        case Table():
            yield from map(_row, (block.header, *block.rows))
        case Chart():
            yield from _chart(block)
        case Break():
            yield from [""] if before else []


def _row(cells: Sequence[str]) -> str:
    return "\t".join(" ".join(cell.split("\t")) for cell in cells).rstrip("\t")


def _form(table: Table) -> Iterator[str]:
    """Give each label with what stands behind it on a line of its own."""
    for row in fields(table):
        for label, value in zip(row[::2], row[1::2], strict=False):
            if label.text or value.text:
                yield f"{label.text}：{value.text}" if label.text else value.text
        if len(row) % 2:
            yield from _alone(row[-1])


def _alone(field: Field) -> Iterator[str]:
    """Give a cell that has nothing to stand beside."""
    if field.text:
        yield field.text


def _chart(chart: Chart) -> Iterator[str]:
    """Draw the figures as bars of blocks, with the figures behind them."""
    yield f"{chart.title}（单位：{chart.unit}）"
    room = max(map(width, chart.labels), default=0)
    greatest = max(map(abs, chart.values), default=0) or 1
    for (label, said), value in zip(chart.figures, chart.values, strict=True):
        drawn = bar(Fraction(abs(value)) / Fraction(greatest), _BAR)
        yield f"{pad(label, room)}{BLANK}{drawn}{' ' if drawn else ''}{said}"
