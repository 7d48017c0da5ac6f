"""A document as one page for a browser: the look of the paper, and nothing live in it.

The look is inside every element (`markup.py`), so that what is copied from the page
keeps it; the style sheet only lays the sheets on the screen and on the printer's paper.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from rectify.views.layout.fonts import Fonts
from rectify.views.paper import Break, Chart, Letterhead, Paragraph, Role, Table
from rectify.views.web.inline import element, faces_named, look_of
from rectify.views.web.markup import caption, markup, paragraph
from rectify.views.web.masthead import below_head, imprint, masthead
from rectify.views.web.svg import draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rectify.views.layout.grid import Grid
    from rectify.views.paper import Block, Front, Paper
    from rectify.views.web.inline import Look

    Grids = Mapping[tuple[str, ...], Grid]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_HEADINGS = frozenset(
    {
        *(Role.TITLE, Role.SUBTITLE, Role.REF, Role.CAPTION),
        *(Role.LEVEL_1, Role.LEVEL_2, Role.LEVEL_3),
        *(Role.ANNEX_MARK, Role.ANNEX_TITLE),
    }
)
# What stays on the sheet of the table above it.
_BEHIND = frozenset({Role.NOTE, Role.FLUSH, Role.REMARK, Role.SIGNATURE, Role.DATE})


class Sheet(NamedTuple):
    """What stands on sheets of one kind: upright, or across for wide tables."""

    across: bool
    blocks: tuple[Block, ...]


def write_html(paper: Paper, *, fonts: Fonts = Fonts.OFFICE) -> str:
    """Write a document as a whole page."""
    look = look_of(paper, fonts, upright=False)
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        element("title", escape(paper.front.title)),
        element("style", _style_sheet(paper.front, look)),
    ]
    body = "\n".join(_sheets(paper, look))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n'
        + "\n".join(head)
        + f"\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def fragment(paper: Paper, *, fonts: Fonts = Fonts.OFFICE) -> str:
    """Write what is pasted: the words with their look, without the red head."""
    look = look_of(paper, fonts, upright=True)
    return "\n".join(markup(paper.blocks, look))


def sheets(paper: Paper, grids: Grids) -> list[Sheet]:
    """Part a document into sheets: annexes begin one, wide tables lie across.

    Headings and forms go with the table behind them, notes with the one before.
    """
    made: list[Sheet] = []
    waiting: list[Block] = []
    fresh = True
    for block in below_head(paper.without_imprint(), paper.front):
        if isinstance(block, Break):
            fresh = True
            continue
        waiting.append(block)
        if _goes_along(block):
            continue
        across = _across(block, grids, made[-1] if made and not fresh else None)
        if fresh or made[-1].across is not across:
            made.append(Sheet(across, ()))
        made[-1] = Sheet(across, (*made[-1].blocks, *waiting))
        waiting, fresh = [], False
    if waiting and fresh:
        made.append(Sheet(across=False, blocks=()))
    if waiting:
        made[-1] = made[-1]._replace(blocks=(*made[-1].blocks, *waiting))
    return made


def _goes_along(block: Block) -> bool:
    match block:
        case Paragraph(role):
            return role in _HEADINGS
        case Table():
            return block.form
        case _:
            return False


def _across(block: Block, grids: Grids, above: Sheet | None) -> bool:
    match block:
        case Table():
            return grids[block.header].across
        case Paragraph(role) if role in _BEHIND and above:
            return above.across
        case _:
            return False


def _sheets(paper: Paper, look: Look) -> Iterator[str]:
    front = paper.front
    made = sheets(paper, look.grids)
    mark = element("p", escape(front.demonstration), "", {"class": "mark"})
    for place, sheet in enumerate(made):
        first, last = place == 0, place == len(made) - 1
        inside = ["", *([mark] if front.demonstration else [])]
        if first:
            inside += masthead(front, look)
        inside += _drawn(sheet.blocks, look)
        if last:
            inside += imprint(front, look)
        kind = f"sheet {'across' if sheet.across else 'upright'}"
        if first:
            kind += f" {front.letterhead}"
        yield element("section", "\n".join([*inside, ""]), "", {"class": kind})


def _drawn(blocks: Iterable[Block], look: Look) -> Iterator[str]:
    """Write the blocks of a sheet; charts are drawn."""
    rest: list[Block] = []
    for block in blocks:
        if isinstance(block, Chart):
            yield from markup(rest, look)
            yield _figure(block, look)
            rest = []
        else:
            rest.append(block)
    yield from markup(rest, look)


def _figure(chart: Chart, look: Look) -> str:
    drawing = draw(chart, faces_named(look, "body"))
    return element("figure", paragraph(caption(chart), None, look) + drawing)


def _style_sheet(front: Front, look: Look) -> str:
    """Lay the sheets out: grey around them on the screen, A4 on the printer.

    Printed, the page is 170 mm wide and the text 156: a letter's rule is the page's.
    """
    letter = front.letterhead is Letterhead.LETTER
    above = _said(front)
    number = (
        'content:"— " counter(page) " —";vertical-align:top;padding-top:7mm;'
        f"font:14pt {look.faces.song},SimSun,serif"
    )
    pages = [
        f"@page{{size:A4;margin:37mm 20mm 35mm;{above}}}",
        f"@page across{{size:A4 landscape;margin:28mm 37mm 26mm 35mm;{above}}}",
        f"@page :right{{@bottom-right{{{number};padding-right:calc(6mm + 14pt)}}}}",
        f"@page :left{{@bottom-left{{{number};padding-left:calc(8mm + 14pt)}}}}",
    ]
    if letter:
        pages.append("@page :first{margin-top:30mm;@bottom-right{content:none}}")
    return "\n".join([_SCREEN, *pages, _PRINT])


def _said(front: Front) -> str:
    """Repeat on each printed page that the data are for demonstration."""
    if not front.demonstration:
        return ""
    words = "".join(f"\\{ord(mark):06x}" for mark in front.demonstration)
    return f'@top-center{{content:"{words}";font:9pt serif;color:#777}}'


_SCREEN = """
body{margin:0;background:#e6e6e3;color:#000}
.sheet{position:relative;box-sizing:border-box;margin:8mm auto;background:#fff;
box-shadow:0 1px 5px rgb(0 0 0/25%)}
.upright{width:210mm;min-height:297mm;padding:37mm 26mm 35mm 28mm}
.across{width:297mm;min-height:210mm;padding:28mm 37mm 26mm 35mm}
.letter{padding-top:30mm}
.upright>p{letter-spacing:-.2pt}
.mark{position:absolute;top:12mm;left:0;right:0;margin:0;text-align:center;
font:9pt serif;color:#777}
figure{margin:14pt 0}
figure p{margin-bottom:6pt!important}
svg{display:block}
@media screen and (max-width:230mm){
.sheet{width:auto!important;min-height:0;margin:0 0 8px;padding:8mm 5vw;
overflow-x:auto}
.mark{position:static;margin-bottom:4mm}
.sheet table{min-width:130mm}
.across table{min-width:200mm}
.issuer{font-size:7vw!important;white-space:normal!important}
.rule{margin-left:0!important;margin-right:0!important}
.sheet>p{margin-right:0!important}
}
"""
_PRINT = """
@media print{
body{background:none}
.sheet{width:auto;min-height:0;margin:0;padding:0;box-shadow:none;break-before:page}
.sheet:first-child{break-before:auto}
.upright{padding:0 6mm 0 8mm}
.across{page:across}
.mark{display:none}
thead{display:table-header-group}
tr,figure,footer{break-inside:avoid}
}
"""
