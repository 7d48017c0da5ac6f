"""A document before it has a format: its head, and blocks of text, tables and charts.

Every format (docx, html, txt, xlsx) is one function from this value to bytes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rectify.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator


# The word that begins a chart in Markdown, and the shapes that a chart may have.
CHART = "图表"
SHAPES = ("柱形图", "条形图", "折线图")


class Letterhead(StrEnum):
    """The layouts (版式); the value is the name of the file in `letterheads/`."""

    OFFICIAL = "official"
    LETTER = "letter"
    BRIEF = "brief"
    PLAIN = "plain"


# Above it, 15 digits are not all that a figure has.
_LARGEST = 1e15


def figure(value: float) -> str:
    """Write a figure of a chart as it was typed, never in powers of ten."""
    return f"{value:.15g}" if abs(value) < _LARGEST else f"{value:.0f}"


# What a newsletter (简报) is called: its red name, as in `letterheads/brief.docx`.
NEWSLETTER = "人大工作信息"
_LETTERHEADS = {
    "公文": Letterhead.OFFICIAL,
    "信函": Letterhead.LETTER,
    "简报": Letterhead.BRIEF,
    "纯文": Letterhead.PLAIN,
}


class FaultyFront(TemplateError):  # noqa: N818  # named for what it is
    """The front matter of a document says what nobody understands."""

    def __init__(self, why: str) -> None:
        super().__init__(f"文书开头两行 --- 之间写得不对：{why}")


def letterhead_named(name: str) -> Letterhead:
    """Find a layout by its Chinese name or its file name.

    Raises:
        FaultyFront: there is none.
    """
    found = _LETTERHEADS.get(name) or next((e for e in Letterhead if e == name), None)
    if found is None:
        raise FaultyFront(f"没有“{name}”这种版式；可用：{'、'.join(_LETTERHEADS)}")
    return found


class Front(NamedTuple):
    """The front matter of a document; what it does not have is empty."""

    title: str
    letterhead: Letterhead = Letterhead.OFFICIAL
    issuer: str = ""
    addressee: str = ""
    ref: str = ""
    issue_number: str = ""
    signature: str = ""
    date: str = ""
    annexes: tuple[str, ...] = ()
    copies: str = ""
    reported: str = ""
    sent: str = ""
    issued: str = ""
    cutoff: str = ""
    demonstration: str = ""

    @property
    def imprint(self) -> tuple[tuple[str, str], ...]:
        """Who else gets it: what stands at the foot of the last page (版记)."""
        lines = (
            ("抄送", self.copies),
            ("报", self.reported),
            ("送", self.sent),
            ("发", self.issued),
        )
        return tuple((word, whom) for word, whom in lines if whom)


class Role(StrEnum):
    """What a paragraph is; in Word, the style that it takes."""

    TITLE = "标题"
    SUBTITLE = "副题"
    REF = "发文字号"
    ADDRESSEE = "主送机关"
    BODY = "正文"
    FLUSH = "顶格正文"
    LEVEL_1 = "一级标题"
    LEVEL_2 = "二级标题"
    LEVEL_3 = "三级标题"
    ANNEXES = "附件说明"
    SIGNATURE = "落款"
    DATE = "成文日期"
    REMARK = "附注"
    ANNEX_MARK = "附件"
    ANNEX_TITLE = "附件标题"
    NOTE = "注"
    CAPTION = "表题"


class Face(StrEnum):
    """The faces of a body text: that of its style, and those of the headings."""

    TEXT = "正文"
    HEI = "黑体"
    KAI = "楷体"


class Run(NamedTuple):
    """Some text in one face."""

    text: str
    face: Face = Face.TEXT


class Paragraph(NamedTuple):
    """One paragraph; its indent is its role's and not typed."""

    role: Role
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class Table(NamedTuple):
    """A grid of words. A form has no heading: labels and what is filled in, in pairs.

    Every row has as many cells as `aligns`.
    """

    header: tuple[str, ...]
    aligns: tuple[Align, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def form(self) -> bool:
        """Whether it is a form to fill in: no heading, labels and values in pairs."""
        return not any(self.header)


class Chart(NamedTuple):
    """One series of figures under a title; `shape` is 柱形图, 条形图 or 折线图."""

    title: str
    shape: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[float, ...]

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """Each label with its figure as it is written."""
        return tuple(zip(self.labels, map(figure, self.values), strict=True))


class Break(NamedTuple):
    """A new page: an annex begins."""


Block: TypeAlias = Paragraph | Table | Chart | Break


class Paper(NamedTuple):
    """One document."""

    front: Front
    blocks: tuple[Block, ...]

    def without_imprint(self) -> tuple[Block, ...]:
        """Give the blocks less the 版记, which a page has at its foot."""
        foot = {f"{word}：{whom}。" for word, whom in self.front.imprint}
        return tuple(
            block
            for block in self.blocks
            if not (isinstance(block, Paragraph) and block.text in foot)
        )

    def tables(self) -> Iterator[tuple[str, Table]]:
        """Give each table that has a heading, with the last heading above it."""
        above = self.front.title
        for block in self.blocks:
            if isinstance(block, Paragraph) and block.role in _HEADINGS:
                above = block.text
            elif isinstance(block, Table):
                yield above, block


_HEADINGS = frozenset(
    {Role.TITLE, Role.LEVEL_1, Role.LEVEL_2, Role.ANNEX_TITLE, Role.CAPTION}
)
