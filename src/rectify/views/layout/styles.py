"""The named styles of official documents: GB/T 9704-2012, one style for each role.

The letterheads are built from these. An office may change them there in WPS; one that a
letterhead has lost is put back by the writer.
"""

from __future__ import annotations

from typing import NamedTuple

from rectify.views.layout.fonts import FACES, Faces, Fonts
from rectify.views.paper import Face, Role

# 22 lines fill the 225 mm of a page: 28.95 pt; 29 pt would give 21.
LINE = 579
# 28 characters of 16 pt fill the 156 mm of a line, each a quarter of a point closer.
_CLOSER = -5
_THIRD = 32  # 三号, in half-points
_NO_GRID = '<w:snapToGrid w:val="0"/>'
# No white between Chinese and digits: 57条 is set as it is typed.
_CLOSE = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'


class Indent(NamedTuple):
    """Indents in hundredths of a character, as the standard counts them."""

    first: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0

    def xml(self, size: int) -> str:
        """Write it in characters, and in twips for those who don't know them."""
        named = {
            "left": self.left,
            "right": self.right,
            "hanging": self.hanging,
            "firstLine": self.first,
        }
        said = [
            f'w:{key}Chars="{value}" w:{key}="{round(value * size / 10)}"'
            for key, value in named.items()
            if value
        ]
        return f"<w:ind {' '.join(said)}/>" if said else ""


class Style(NamedTuple):
    """How a paragraph looks: face (a name in `Faces`), half-points, twips of a line.

    One that is `squeezed` may have its letters drawn together to stay on one line.
    """

    name: str
    face: str = "body"
    size: int = 32
    line: int = LINE
    align: str = "both"
    indent: Indent = Indent()
    keep: bool = False
    outline: int | None = None
    grid: bool = True
    colour: str = ""
    exact: bool = True
    around: int = 0
    squeezed: bool = False

    def xml(self, identity: str, faces: Faces) -> str:
        """Write it, children in the order that Word asks for."""
        rule = "exact" if self.exact else "auto"
        level = (
            "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        )
        around = f'w:before="{self.around}" w:after="{self.around}"'
        closer = f'<w:spacing w:val="{_CLOSER}"/>' if self._full_lines else ""
        squeezed = '<w:w w:val="100"/>' if self.squeezed else ""
        colour = f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identity}">'
            f'<w:name w:val="{self.name}"/><w:qFormat/><w:pPr>'
            f"{'<w:keepNext/>' if self.keep else ''}"
            f"{_CLOSE}{'' if self.grid else _NO_GRID}"
            f'<w:spacing {around} w:line="{self.line}" w:lineRule="{rule}"/>'
            f"{self.indent.xml(self.size)}"
            f'<w:jc w:val="{self.align}"/>{level}</w:pPr>'
            f"<w:rPr>{faces_xml(getattr(faces, self.face))}{colour}{closer}{squeezed}"
            f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/></w:rPr>'
            "</w:style>"
        )

    @property
    def _full_lines(self) -> bool:
        return self.size == _THIRD and self.align == "both"


def faces_xml(name: str) -> str:
    """Name a face for every kind of character: one left out falls back to another."""
    kinds = ("ascii", "hAnsi", "eastAsia", "cs")
    said = " ".join(f'w:{kind}="{name}"' for kind in kinds)
    return f'<w:rFonts w:hint="eastAsia" {said}/>'


_IN = Indent(first=200)

# Never a name of Word's own: 标题 and 正文 are Title and Normal in Chinese.
OF_ROLE = {
    Role.TITLE: Style("公文标题", "title", 44, 680, "center", keep=True, grid=False),
    Role.SUBTITLE: Style("公文副题", "kai", align="center", keep=True),
    Role.REF: Style("公文发文字号", align="center"),
    Role.ADDRESSEE: Style("公文主送机关", keep=True),
    Role.BODY: Style("公文正文", indent=_IN),
    Role.FLUSH: Style("公文顶格正文"),
    Role.LEVEL_1: Style("公文一级标题", "hei", indent=_IN, keep=True, outline=0),
    Role.LEVEL_2: Style("公文二级标题", "kai", indent=_IN, keep=True, outline=1),
    Role.LEVEL_3: Style("公文三级标题", indent=_IN, keep=True, outline=2),
    Role.ANNEXES: Style("公文附件说明", indent=Indent(left=500, hanging=300)),
    Role.SIGNATURE: Style(
        "公文落款", align="right", indent=Indent(right=200), keep=True
    ),
    Role.DATE: Style("公文成文日期", align="right", indent=Indent(right=400)),
    Role.REMARK: Style("公文附注", indent=_IN),
    Role.ANNEX_MARK: Style("公文附件", "hei", align="left", keep=True),
    Role.ANNEX_TITLE: Style(
        "公文附件标题", "title", 44, 680, "center", keep=True, outline=0, grid=False
    ),
    Role.NOTE: Style(
        "公文注",
        size=24,
        line=360,
        indent=Indent(left=200, hanging=200),
        grid=False,
        around=80,
    ),
    Role.CAPTION: Style("公文表题", "hei", align="center", keep=True, grid=False),
}


class TableStyles(NamedTuple):
    """The styles of the heading cells and the other cells of a table, at one size."""

    header: Style
    cell: Style


# 小四 where the table has room for it, 五号 where it has not.
LARGE = TableStyles(
    Style("公文表头", "hei", 24, 340, "center", grid=False),
    Style("公文表文", "body", 24, 340, "left", grid=False),
)
SMALL = TableStyles(
    Style("公文小表头", "hei", 21, 300, "center", grid=False),
    Style("公文小表文", "body", 21, 300, "left", grid=False),
)
FIGURE = Style("公文图", line=240, align="center", grid=False, exact=False)
BLANK = Style("公文空行", keep=True)
# Carries a break between sections or two tables, and takes no room.
THIN = Style("公文隔行", size=2, line=20, grid=False)

STYLES = (*OF_ROLE.values(), *LARGE, *SMALL, FIGURE, BLANK, THIN)

# What of a run its style cannot say: the face of a heading within a paragraph.
OF_FACE = {Face.HEI: "hei", Face.KAI: "kai"}


def refaced(xml: str, fonts: Fonts) -> str:
    """Name the faces of another profile instead of the office's own."""
    before, after = FACES[Fonts.OFFICE], FACES[fonts]
    for old, new in zip(before, after, strict=True):
        if old != new:
            xml = xml.replace(f'="{old}"', f'="{new}"')
    return xml
