"""Markdown → paper: which paragraph is the title, the addressee, a heading, the date.

The Markdown is what the templates write and what an office may have edited. A paragraph
that repeats a line of the front matter takes its role; two full-width blanks before a
paragraph are its indent. Nothing in it is live: no HTML, no link, no picture.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from rectify.errors import TemplateError
from rectify.views.paper import (
    CHART,
    SHAPES,
    Align,
    Block,
    Break,
    Chart,
    Face,
    FaultyFront,
    Front,
    Letterhead,
    Paper,
    Paragraph,
    Role,
    Run,
    Table,
    letterhead_named,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

INDENT = "　　"
_FENCE = "---\n"
_ANNEX = re.compile(r"附件\d*")
# 一、签收和退回。 or （一）答复和整改。 at the start of a paragraph.
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_LEAD = re.compile(rf"(?:({_NUMERAL}、)|（{_NUMERAL}）)[^。，；：]{{1,24}}。")
_SUBTITLE = re.compile(r"（.*）")
_LEVELS = {"h2": Role.LEVEL_1, "h3": Role.LEVEL_2, "h4": Role.LEVEL_3}
_LABELS = {
    "标题": "title",
    "发文机关": "issuer",
    "主送": "addressee",
    "文号": "ref",
    "期号": "issue_number",
    "落款": "signature",
    "日期": "date",
    "抄送": "copies",
    "报": "reported",
    "送": "sent",
    "发": "issued",
    "统计截止日": "cutoff",
    "演示": "demonstration",
}


class FaultyChart(TemplateError):  # noqa: N818  # named for what it is
    """A chart of a document has no figures to draw."""

    def __init__(self, why: str) -> None:
        super().__init__(f"文书里的图表写得不对：{why}")


def front_of(plain: Mapping[str, object]) -> Front:
    """Read the front matter: Chinese keys, one line each, 附件 a line or a list.

    Raises:
        FaultyFront: a key or a 版式 that is none, or no 标题.
    """
    values: dict[str, str] = {}
    letterhead = Letterhead.OFFICIAL
    annexes: tuple[str, ...] = ()
    for key, value in plain.items():
        if key == "版式":
            letterhead = letterhead_named(str(value))
        elif key == "附件":
            listed = value if isinstance(value, list) else [value]
            annexes = tuple(map(str, listed))
        elif key in _LABELS and isinstance(value, str):
            values[_LABELS[key]] = value
        else:
            known = "、".join([*_LABELS, "版式", "附件"])
            raise FaultyFront(f"“{key}”不能用；可用的有：{known}")
    if not values.get("title"):
        raise FaultyFront("没有“标题”")
    return Front(letterhead=letterhead, annexes=annexes, **values)


def fronted(text: str) -> bool:
    """Tell whether a Markdown text begins with a front matter."""
    return text.lstrip().startswith(_FENCE)


def split_front(text: str) -> tuple[str, str]:
    """Split a Markdown text into its front matter and its body.

    Raises:
        FaultyFront: it does not end.
    """
    rest = text.lstrip().removeprefix(_FENCE)
    front, end, body = rest.partition(f"\n{_FENCE}")
    if not end:
        raise FaultyFront("开头的 --- 没有另一行 --- 来结束")
    return front + "\n", body


def outline(front: Front, body: str) -> Paper:
    """Read the body of a document into blocks."""
    return Paper(front, tuple(_Reader(front, body).blocks()))


@cache
def _parser() -> MarkdownIt:
    """Set Markdown up so that nothing in it is live."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.disable(
        ["html_block", "html_inline", "link", "image", "autolink", "reference", "code"]
    )


class _Reader:
    """Walks the tokens of a text once."""

    def __init__(self, front: Front, body: str) -> None:
        self._front = front
        self._lines = body.split("\n")
        self._tokens = _parser().parse(body)
        self._in_annex = False
        self._titled = False
        self._last: Role | None = None

    def blocks(self) -> Iterator[Block]:
        """Give the blocks in their order."""
        place, item = 0, ""
        while place < len(self._tokens):
            token = self._tokens[place]
            match token.type:
                case "heading_open":
                    yield self._say(self._heading(token.tag), place + 1)
                case "paragraph_open":
                    yield self._paragraph(place, item)
                    item = ""
                case "list_item_open":
                    item = f"{token.info}." if token.info else "•"
                case "hr":
                    self._in_annex = True
                    yield Break()
                case "fence":
                    yield chart_of(token.info, token.content)
                case "table_open":
                    yield self._table(place)
            place = self._after(place)

    def _after(self, place: int) -> int:
        """Go past what has been read: a whole table, or one token."""
        if self._tokens[place].type != "table_open":
            return place + 1
        while self._tokens[place].type != "table_close":
            place += 1
        return place + 1

    def _heading(self, tag: str) -> Role:
        if tag == "h1":
            self._titled = True
            return Role.TITLE
        if self._in_annex and self._last is Role.ANNEX_MARK:
            return Role.ANNEX_TITLE
        return _LEVELS.get(tag, Role.LEVEL_3)

    def _say(self, role: Role, place: int, before: str = "") -> Paragraph:
        self._last = role
        runs = tuple(_runs(self._tokens[place].children or ()))
        if role is Role.BODY:
            runs = tuple(_led(runs))
        return Paragraph(role, _after(before, runs))

    def _paragraph(self, place: int, item: str) -> Paragraph:
        if item:
            return self._say(Role.BODY, place + 1, f"{item} " if item != "•" else item)
        first, _ = self._tokens[place].map or (0, 0)
        indented = self._lines[first].startswith(INDENT)
        words = _words(self._tokens[place + 1])
        return self._say(self._role(words, indented=indented), place + 1)

    def _role(self, words: str, *, indented: bool) -> Role:  # noqa: C901, PLR0911  # one line a role
        front = self._front
        if self._annexed(words):
            return Role.ANNEXES
        if indented:
            return Role.BODY
        if self._in_annex:
            if _ANNEX.fullmatch(words):
                return Role.ANNEX_MARK
        elif words == front.ref and self._last is Role.TITLE:
            return Role.REF
        elif front.addressee and words == f"{front.addressee}：":
            return Role.ADDRESSEE
        elif front.signature and words == front.signature:
            return Role.SIGNATURE
        elif words == front.date and self._last is Role.SIGNATURE:
            return Role.DATE
        elif self._remarked(words):
            return Role.REMARK
        if words.startswith("注：") or (words and words == front.demonstration):
            return Role.NOTE
        if self._last in _TITLES and _SUBTITLE.fullmatch(words):
            return Role.SUBTITLE
        return Role.FLUSH

    def _annexed(self, words: str) -> bool:
        """Tell whether it names an annex of the front: behind 附件：, or below that."""
        named = words.removeprefix("附件：") if words.startswith("附件：") else ""
        if self._last is Role.ANNEXES:
            named = named or words
        annexes = self._front.annexes
        return bool(named) and any(
            named in {annex, f"{place}. {annex}"}
            for place, annex in enumerate(annexes, 1)
        )

    def _remarked(self, words: str) -> bool:
        """Tell whether it is the 附注: in brackets, under a date or as we begin it."""
        ours = ("（此件公开发布", f"（统计截止日：{self._front.cutoff or None}")
        said = words.startswith(ours) or self._last is Role.DATE
        return said and _SUBTITLE.fullmatch(words) is not None

    def _table(self, place: int) -> Table:
        header: list[str] = []
        aligns: list[Align] = []
        rows: list[list[str]] = []
        while self._tokens[place].type != "table_close":
            token = self._tokens[place]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                words = _words(self._tokens[place + 1])
                if token.type == "th_open":
                    header.append(words)
                    aligns.append(_align(token))
                else:
                    rows[-1].append(words)
            place += 1
        self._last = None
        return Table(tuple(header), tuple(aligns), tuple(map(tuple, rows[1:])))


_TITLES = (Role.TITLE, Role.ANNEX_TITLE, Role.LEVEL_1)


def _align(token: Token) -> Align:
    style = str(token.attrs.get("style", ""))
    return next((each for each in Align if style.endswith(each)), Align.LEFT)


def _words(inline: Token) -> str:
    """Give the text of a line or a cell."""
    return "".join(run.text for run in _runs(inline.children or ())).strip()


def _runs(children: Sequence[Token]) -> Iterator[Run]:
    """Give the text of a paragraph; what is strong is set in 黑体, never bold."""
    bold = 0
    for child in children:
        match child.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "softbreak" | "hardbreak":
                yield Run("\n" if child.type == "hardbreak" else "")
            case "text" | "code_inline" | "text_special":
                if child.content:
                    yield Run(child.content, Face.HEI if bold else Face.TEXT)


def _led(runs: tuple[Run, ...]) -> Iterator[Run]:
    """Set a heading that runs into its paragraph in the face of its level."""
    for place, run in enumerate(runs):
        lead = _LEAD.match(run.text) if place == 0 and run.face is Face.TEXT else None
        if lead is None:
            yield run
            continue
        yield Run(lead[0], Face.HEI if lead[1] else Face.KAI)
        if lead.end() < len(run.text):
            yield Run(run.text[lead.end() :])


def _after(before: str, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Put what a list says of itself before its text."""
    return (Run(before), *runs) if before else runs


class Figure(NamedTuple):
    """One line of a chart."""

    label: str
    value: float


def chart_of(info: str, content: str) -> Chart:
    """Read a chart: its shape after the word, then 标题, 单位 and a line a figure.

    Raises:
        FaultyChart: it is none, or a figure is no number.
    """
    kind, _, shape = info.strip().partition(" ")
    if kind != CHART or shape not in SHAPES:
        raise FaultyChart(f"应写成“{CHART} {SHAPES[0]}”，可用：{'、'.join(SHAPES)}")
    lines = [line for line in content.split("\n") if line.strip()]
    named = dict(line.split(": ", 1) for line in lines[:2] if ": " in line)
    figures = [_figure(*line.rpartition(": ")[::2]) for line in lines[2:]]
    if list(named) != ["标题", "单位"] or not figures:
        raise FaultyChart("前两行应为“标题: …”和“单位: …”，以下每行一个“名称: 数字”")
    return Chart(
        named["标题"],
        shape,
        named["单位"],
        tuple(each.label for each in figures),
        tuple(each.value for each in figures),
    )


def _figure(label: str, value: str) -> Figure:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise FaultyChart(f"“{label}”后面不是数字：{value}")
    return Figure(label, number)
