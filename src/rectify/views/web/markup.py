"""Blocks as HTML with their whole look inside: pasted anywhere, they keep it.

Word, WPS and mail programs read no style sheet of a page, so every element says its
face, size, indent and border itself. The measures are those of the paper form.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from rectify.views.layout.grid import UPRIGHT
from rectify.views.layout.styles import OF_FACE, OF_ROLE, Style
from rectify.views.layout.titling import title_lines
from rectify.views.layout.widths import ems
from rectify.views.paper import Align, Break, Chart, Face, Paragraph, Role, Run, Table
from rectify.views.web.framing import framed_form, framed_table
from rectify.views.web.inline import element, face

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.views.paper import Block
    from rectify.views.web.inline import Look

_LINE = 28.95
_JUSTIFY = {"both": "justify"}
# The date stands four characters from the edge, where the seal will be.
_SEALED = 4.0
# Blank lines above a paragraph of this role, unless it comes first.
_ABOVE = {
    Role.ADDRESSEE: 1,
    Role.SIGNATURE: 2,
    Role.ANNEX_TITLE: 1,
    Role.ANNEXES: 1,
}
_HEADS = frozenset({Role.TITLE, Role.SUBTITLE, Role.REF, Role.ANNEX_TITLE})

# What does not begin a page.
_FOLLOWS = frozenset({Role.SIGNATURE, Role.DATE, Role.REMARK, Role.NOTE})
# JZ-001, 2024-09-30: a browser would break them behind the hyphen.
_HYPHENED = re.compile(r"([0-9A-Za-z]{1,8}(?:-[0-9]{1,4}){1,2})")


def type_of(look: Look, style: Style) -> str:
    """Say face, size, pitch and alignment of a style."""
    pitch = f"line-height:{style.line / 20:g}pt;mso-line-height-rule:exactly"
    align = _JUSTIFY.get(style.align, style.align)
    colour = style.colour or "000"
    size = f"font-size:{style.size / 2:g}pt"
    return f"{face(look, style.face)};{size};{pitch};text-align:{align};color:#{colour}"


def markup(blocks: Iterable[Block], look: Look) -> Iterator[str]:
    """Write blocks, each with its whole look; a chart is a table of its figures."""
    before: Block | None = None
    for block in blocks:
        match block:
            case Paragraph():
                yield paragraph(block, before, look)
            case Table() if block.form:
                yield framed_form(block, look)
            case Table():
                yield framed_table(block, look)
            case Chart():
                yield paragraph(caption(block), before, look)
                yield framed_table(_figures(block), look)
            case Break():
                yield element("p", "", "margin:0pt;page-break-before:always")
        before = block


def paragraph(block: Paragraph, before: Block | None, look: Look) -> str:
    """Write a paragraph in the style of its role."""
    style = OF_ROLE[block.role]
    left, first = _indents(block, style)
    right = _right(block, style, look)
    said = [
        f"margin:{_above(block.role, before):g}pt {right:g}pt 0pt {left:g}pt",
        first,
        type_of(look, style),
    ]
    if style.keep:
        said.append("page-break-after:avoid")
    if block.role in _FOLLOWS:
        said.append("page-break-before:avoid")
    more: dict[str, object] = {}
    if block.role in _LEVELS:
        more = {"role": "heading", "aria-level": _LEVELS[block.role]}
        said.append(f"mso-outline-level:{_LEVELS[block.role]}")
    runs = _title(block) if style.face == "title" else block.runs
    inside = "".join(_run(run, look) for run in runs)
    return element("p", inside, ";".join(said), more)


_LEVELS = {
    Role.TITLE: 1,
    Role.ANNEX_TITLE: 1,
    Role.LEVEL_1: 2,
    Role.LEVEL_2: 3,
    Role.LEVEL_3: 4,
}


def _title(block: Paragraph) -> tuple[Run, ...]:
    """Break a title where its words end."""
    room = UPRIGHT / (OF_ROLE[block.role].size / 2)
    return (Run("\n".join(title_lines(block.text, room))),)


def _above(role: Role, before: Block | None) -> float:
    """Give the white above a paragraph, in points."""
    if before is None:
        return 0
    lines = _ABOVE.get(role, 0.0)
    if not isinstance(before, Paragraph):
        return 6 if role is Role.NOTE else _LINE * max(0.5, lines)
    if before.role is role:
        return 0
    if before.role in _HEADS and role not in _HEADS:
        return _LINE
    return _LINE * lines


def _hanging(block: Paragraph) -> float:
    """Tell how far the lines of 附件说明 hang, in characters: 附件：1. or 1. alone."""
    mark, stop, _ = block.text.partition(". ")
    if stop and mark.removeprefix("附件：").isdigit():
        return ems(f"{mark}. ")
    return 3.0


def _indents(block: Paragraph, style: Style) -> tuple[float, str]:
    """Give the left margin, and how the first line differs: in characters too."""
    size = style.size / 2
    if block.role is Role.ANNEXES:
        hanging = _hanging(block)
        own = hanging if block.text[0].isdigit() else hanging - 3
        return (5 + own) * size, f"text-indent:{-hanging * size:g}pt"
    left = style.indent.left / 100 * size
    if style.indent.hanging:
        return left, f"text-indent:{-style.indent.hanging / 100 * size:g}pt"
    count = style.indent.first / 100
    counted = f";mso-char-indent-count:{count:g}" if count else ""
    return left, f"text-indent:{count * size:g}pt{counted}"


def _right(block: Paragraph, style: Style, look: Look) -> float:
    """Set the name over the middle of the date, which leaves room for the seal."""
    size = style.size / 2
    date, name = ems(look.front.date), ems(look.front.signature)
    match block.role:
        case Role.DATE:
            return max(_SEALED, (name - date) / 2) * size
        case Role.SIGNATURE if date:
            return max(_SEALED + (date - name) / 2, 0) * size
        case _:
            return style.indent.right / 100 * size


def _run(run: Run, look: Look) -> str:
    words = "<br>".join(map(_unbroken, run.text.split("\n")))
    if run.face is Face.TEXT:
        return words
    return element("span", words, face(look, OF_FACE[run.face]))


def _unbroken(words: str) -> str:
    parts = _HYPHENED.split(words)
    return "".join(
        element("span", part, "white-space:nowrap") if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )


def caption(chart: Chart) -> Paragraph:
    """Give the title of a chart, with its unit."""
    return Paragraph(Role.CAPTION, (Run(f"{chart.title}（单位：{chart.unit}）"),))


def _figures(chart: Chart) -> Table:
    """Give the figures of a chart as a table: a drawing does not survive pasting."""
    return Table(("项目", chart.unit), (Align.LEFT, Align.RIGHT), chart.figures)
