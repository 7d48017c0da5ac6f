"""Elements of HTML that say their own look: their face, and what stands in for it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from rectify.views.layout.fonts import FACES, Faces
from rectify.views.layout.grid import grids_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.views.layout.fonts import Fonts
    from rectify.views.layout.grid import Grid
    from rectify.views.paper import Front, Paper

# What stands in for a face where it is missing; the first that a machine has is shown.
_SUBSTITUTES = {
    "title": "FZXiaoBiaoSong-B05S,宋体,SimSun,Songti SC,Noto Serif CJK SC,serif",
    "body": "仿宋_GB2312,仿宋,FangSong,STFangsong,FandolFang,Noto Serif CJK SC,serif",
    "kai": "楷体_GB2312,楷体,KaiTi,STKaiti,FandolKai,Noto Serif CJK SC,serif",
    "hei": "黑体,SimHei,Heiti SC,STHeiti,Noto Sans CJK SC,sans-serif",
    "song": "宋体,SimSun,Songti SC,STSong,Noto Serif CJK SC,serif",
}


class Look(NamedTuple):
    """The faces of a document, its head, and how its tables lie, by their headings."""

    faces: Faces
    front: Front
    grids: Mapping[tuple[str, ...], Grid]


def look_of(paper: Paper, fonts: Fonts, *, upright: bool) -> Look:
    """Give the look of a document in a profile of faces, wide tables across or not."""
    return Look(FACES[fonts], paper.front, grids_of(paper, upright=upright))


def element(
    tag: str, inside: str, style: str = "", more: Mapping[str, object] | None = None
) -> str:
    """Write an element; `inside` is markup already."""
    said = "".join(
        f' {name}="{escape(str(value))}"' for name, value in (more or {}).items()
    )
    look = f' style="{escape(style)}"' if style else ""
    return f"<{tag}{said}{look}>{inside}</{tag}>"


def faces_named(look: Look, name: str) -> str:
    """Name a face, and after it what stands in for it."""
    own: str = getattr(look.faces, name)
    rest = [each for each in _SUBSTITUTES[name].split(",") if each != own]
    return ",".join([own, *rest])


def face(look: Look, name: str) -> str:
    """Set a face; Word asks for that of Chinese characters by a name of its own."""
    own: str = getattr(look.faces, name)
    return f"font-family:{faces_named(look, name)};mso-fareast-font-family:{own}"
