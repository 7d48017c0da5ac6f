"""The red head of a document and the lines at its foot, as a page shows them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from rectify.views.layout.grid import UPRIGHT
from rectify.views.layout.widths import ems
from rectify.views.paper import NEWSLETTER, Letterhead, Paragraph, Role
from rectify.views.web.inline import element, face

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rectify.views.paper import Block, Front
    from rectify.views.web.inline import Look

_RED = "#d40000"
_LINE = 28.95
_LARGEST = 48.0
# 四号, of the 版记
_FOOT = 14.0
# What the head of a layout says, and the text below it therefore does not.
_SAID = {
    Letterhead.OFFICIAL: frozenset({Role.REF}),
    Letterhead.LETTER: frozenset({Role.REF}),
    Letterhead.BRIEF: frozenset({Role.REF, Role.SIGNATURE, Role.DATE}),
    Letterhead.PLAIN: frozenset[Role](),
}


def below_head(blocks: Iterable[Block], front: Front) -> Iterator[Block]:
    """Leave out of the text what its head shows."""
    said = _SAID[front.letterhead] if front.issuer else frozenset[Role]()
    for block in blocks:
        if not (isinstance(block, Paragraph) and block.role in said):
            yield block


def masthead(front: Front, look: Look) -> Iterator[str]:
    """Write the red head: the mark, the 文号 or 期号, and the rule under them."""
    mark = {
        Letterhead.OFFICIAL: f"{front.issuer}文件",
        Letterhead.LETTER: front.issuer,
        Letterhead.BRIEF: NEWSLETTER,
        Letterhead.PLAIN: "",
    }[front.letterhead]
    if not front.issuer or not mark:
        return
    size = min(_LARGEST, UPRIGHT / ems(mark))
    above = "35mm" if front.letterhead is Letterhead.OFFICIAL else "0"
    style = (
        f"margin:{above} 0 0;text-align:center;color:{_RED};font-size:{size:.1f}pt;"
        f"line-height:1.2;white-space:nowrap;{face(look, 'title')}"
    )
    yield element("p", escape(mark), style, {"class": "issuer"})
    match front.letterhead:
        case Letterhead.OFFICIAL:
            yield _line(look, front.ref, "center", _LINE * 2)
            yield _rule(11.3, below=2 * _LINE)
        case Letterhead.LETTER:
            yield _rule(11.3, letter=True)
            yield _line(look, front.ref or "\u3000", "right", 6)
            yield element("div", "", f"height:{2 * _LINE:g}pt")
        case _:
            yield _line(look, front.issue_number, "center", 12)
            yield _sides(look, front.issuer, front.date)
            yield _rule(4, below=_LINE)


def _line(look: Look, words: str, align: str, above: float) -> str:
    style = (
        f"margin:{above:g}pt 0 0;text-align:{align};font-size:16pt;"
        f"line-height:{_LINE}pt;{face(look, 'body')}"
    )
    return element("p", escape(words), style) if words else ""


def _sides(look: Look, left: str, right: str, size: float = 16) -> str:
    """Set one thing at each end of a line."""
    type_ = f"font-size:{size:g}pt;{face(look, 'body')}"
    inset = f"padding:2pt {size:g}pt" if size == _FOOT else "padding:0"
    style = f"display:flex;justify-content:space-between;{inset};{type_}"
    both = (element("span", escape(each)) for each in (left, right))
    return element("div", "".join(both), style)


def _rule(above: float, *, below: float = 0, letter: bool = False) -> str:
    """Draw a red rule as wide as the text; a letter's is wider, and thick over thin."""
    thin = f"height:1.5pt;border-bottom:0.75pt solid {_RED}" if letter else ""
    right, left = ("-6mm", "-8mm") if letter else ("0", "0")
    style = (
        f"margin:{above:g}pt {right} {below:g}pt {left};"
        f"border-top:2.25pt solid {_RED};{thin}"
    )
    return element("div", "", style, {"class": "rule"})


def imprint(front: Front, look: Look) -> Iterator[str]:
    """Write who else gets it and who issues it, between rules; a letter has none."""
    ruled = front.letterhead is not Letterhead.LETTER
    lines = [
        element("p", escape(f"{word}：{whom}。"), _hung(look, ems(word) + 1))
        for word, whom in front.imprint
    ]
    if front.letterhead is Letterhead.OFFICIAL and front.issuer and front.date:
        lines.append(_sides(look, front.issuer, f"{front.date}印发", _FOOT))
    if lines:
        edge = "border:solid #000;border-width:1pt 0" if ruled else ""
        between = "border-top:0.7pt solid #000" if ruled else ""
        first, *rest = lines
        inside = first + "".join(element("div", each, between) for each in rest)
        yield element("footer", inside, f"margin-top:{_LINE:g}pt;{edge}")


def _hung(look: Look, hanging: float) -> str:
    """Hang the lines of one entry behind its word, one character in from the edge."""
    return (
        f"margin:0;padding:2pt {_FOOT:g}pt 2pt {(hanging + 1) * _FOOT:g}pt;"
        f"text-indent:{-hanging * _FOOT:g}pt;font-size:{_FOOT:g}pt;line-height:20pt;"
        f"{face(look, 'body')}"
    )
