"""The text of a Word document: its blocks, on upright and on turned pages."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rectify.views.layout.fonts import FACES, Fonts
from rectify.views.layout.styles import BLANK, FIGURE, OF_FACE, OF_ROLE, THIN, Indent
from rectify.views.layout.titling import title_lines
from rectify.views.layout.widths import alike, layout_of
from rectify.views.paper import Break, Chart, Paragraph, Role, Table
from rectify.views.word.ooxml import ParagraphXml, run
from rectify.views.word.tables import form_xml, height_of, table_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.views.layout.widths import Layout
    from rectify.views.paper import Block
    from rectify.views.word.stationery import Section, Stationery

_HEADS = (Role.TITLE, Role.REF, Role.SUBTITLE)
_SUB = Role.SUBTITLE
# What goes with a wide table onto its turned page.
_WITH_TABLE = frozenset(
    {Role.SUBTITLE, Role.LEVEL_1, Role.LEVEL_2, Role.LEVEL_3, Role.CAPTION}
)
_LEFT = re.compile(r'<w:pgMar\b[^>]*\bw:left="(\d+)"')
_STANDS = re.compile(r'(w:horzAnchor="page" w:tblpX=")\d+')
_ANNEX = re.compile(r"(附件：)?(?:(\d+\.) )?(.*)", re.DOTALL)
# What never stands alone at the head of a page.
_TIED = frozenset({Role.NOTE, Role.ANNEXES, Role.SIGNATURE, Role.DATE, Role.REMARK})
# 印章: the date stands four characters from the right, the name centred above it.
_DATE_RIGHT = 4
_BEFORE_SIGNATURE = 2


Item: TypeAlias = ParagraphXml | str


class _Page(NamedTuple):
    """Some pages of one kind, and what stands on them."""

    turned: bool
    items: list[Item]


class Flow:
    """Writes blocks into pages."""

    def __init__(self, held: Stationery, charts: Sequence[str]) -> None:
        self._held = held
        self._charts = iter(charts)
        self._pages: list[_Page] = []
        self._layouts: dict[tuple[tuple[str, ...], bool], Layout] = {}
        self._fresh = False
        self._seal = (0, 0)

    def write(self, blocks: Sequence[Block]) -> None:
        """Write all blocks."""
        turned = self._turn(blocks)
        ties = _ties(blocks)
        self._seal = _seal(blocks)
        before: Block | None = None
        self._open(turned=bool(turned) and turned[0] and not self._held.head)
        for place, block in enumerate(blocks):
            self._open(turned=turned[place])
            self._blanks(before, block)
            beside = self._beside(blocks, place, ties)
            self._put(block, beside, keep=place in ties)
            before = block

    def document(self) -> str:
        """Give the XML of the whole."""
        held = self._held
        first = self._pages[0]
        pages = [page for page in self._pages if page.items]
        if not first.items and (held.head or not pages):
            pages = [first, *pages]
        written = [held.head]
        for place, page in enumerate(pages):
            kind = self._kind(page)
            section = kind.further if place else kind.first
            last = place + 1 == len(pages)
            if last:
                closing = _at_margin(self._closing(page.items), section)
                written += (*map(str, page.items), closing, section)
            else:
                items, end = self._ended(page.items)
                written += (*map(str, items), str(end._replace(section=section)))
        return f"{held.opening}{''.join(written)}</w:body></w:document>"

    def _ended(self, items: Sequence[Item]) -> tuple[Sequence[Item], ParagraphXml]:
        """Part the last paragraph from the rest; behind a table it takes no room."""
        last = items[-1] if items else ""
        if isinstance(last, ParagraphXml):
            return items[:-1], last
        return items, self._paragraph(THIN.name)

    def _closing(self, items: Sequence[Item]) -> str:
        """Give what stands below the text; Word wants a paragraph behind a table."""
        if self._held.tail or (items and isinstance(items[-1], ParagraphXml)):
            return self._held.tail
        return str(self._paragraph(THIN.name))

    def _kind(self, page: _Page) -> Section:
        turned = self._held.turned
        return turned if page.turned and turned is not None else self._held.upright

    def _turn(self, blocks: Sequence[Block]) -> list[bool]:
        """Tell which blocks stand on turned pages.

        Under a red head it is wide tables and their headings; an annex, and a document
        without a head, is turned whole.
        """
        self._lay_out(blocks)
        flags = list(map(self._wide, blocks))
        begin = 0
        for part, length in enumerate(_parts(blocks)):
            end = begin + length
            if part or not self._held.head:
                flags[begin:end] = [any(flags[begin:end])] * length
            else:
                self._turn_along(blocks[begin:end], flags)
            begin = end
        return flags

    def _lay_out(self, blocks: Sequence[Block]) -> None:
        """Set the tables, all those of one heading alike, as each kind of page asks."""
        upright, turned = self._held.upright.page, self._held.turned
        found = alike(block for block in blocks if isinstance(block, Table))
        for header, tables in found.items():
            usual = layout_of(tables, upright, turned and turned.page)
            self._layouts[header, False] = usual
            if turned is not None and not usual.turned:
                self._layouts[header, True] = layout_of(tables, turned.page, None)
            else:
                self._layouts[header, True] = usual

    def _wide(self, block: Block) -> bool:
        if not isinstance(block, Table) or block.form:
            return False
        return self._layouts[block.header, False].turned

    def _turn_along(self, blocks: Sequence[Block], flags: list[bool]) -> None:
        """Turn what stands above and below a wide table with it."""
        for place in reversed(range(1, len(blocks))):
            if flags[place] and _role(blocks[place - 1]) in _WITH_TABLE:
                flags[place - 1] = True
        for place in range(1, len(blocks)):
            if flags[place - 1] and _role(blocks[place]) in _TIED:
                flags[place] = True

    def _open(self, *, turned: bool) -> None:
        """Begin pages of another kind where the block asks for it."""
        if not self._pages or self._pages[-1].turned != turned:
            self._fresh = False
            self._pages.append(_Page(turned, []))

    def _add(self, item: Item) -> None:
        items = self._pages[-1].items
        if isinstance(item, ParagraphXml):
            item = item._replace(fresh=self._fresh)
        elif self._fresh or (items and isinstance(items[-1], str)):
            items.append(self._paragraph(THIN.name)._replace(fresh=self._fresh))
        self._fresh = False
        items.append(item)

    def _paragraph(self, style: str, runs: str = "") -> ParagraphXml:
        return ParagraphXml(self._held.ids[style], runs)

    def _blanks(self, before: Block | None, block: Block) -> None:
        """Leave the blank lines that the standard asks for, as a hand would."""
        last, role = _role(before), _role(block)
        count = 0
        if role is Role.SIGNATURE:
            count = _BEFORE_SIGNATURE
        elif (
            last is Role.ANNEX_MARK
            or (last in _HEADS and role not in _HEADS and (role or last is not _SUB))
            or (last is Role.ANNEX_TITLE and role not in {Role.SUBTITLE, None})
            or (role is Role.ANNEXES and last is not Role.ANNEXES)
        ):
            count = 1
        for _ in range(count):
            self._add(self._paragraph(BLANK.name))

    def _beside(self, blocks: Sequence[Block], place: int, ties: set[int]) -> float:
        """Tell how high the title above a block and the note below it are, in twips."""
        first, last = place, place
        while first and _leads(blocks[first - 1]):
            first -= 1
        while last in ties:
            last += 1
        width = self._kind(self._pages[-1]).page.width
        near = (*blocks[first:place], *blocks[place + 1 : last + 1])
        return sum(height_of(each, width) for each in near)

    def _put(self, block: Block, beside: float, *, keep: bool) -> None:
        match block:
            case Break():
                self._fresh = bool(self._pages[-1].items) or bool(self._held.head)
            case Chart():
                drawn = self._paragraph(FIGURE.name, next(self._charts))
                self._add(drawn._replace(keep=keep))
            case Table() if block.form:
                page = self._kind(self._pages[-1]).page
                left = page._replace(height=int(page.height - beside))
                self._add(form_xml(block, left, self._held.ids, keep=keep))
            case Table():
                page = self._kind(self._pages[-1]).page
                layout = self._layouts[block.header, self._pages[-1].turned]
                self._add(table_xml(block, layout, page, self._held.ids, keep=keep))
            case Paragraph():
                self._add(self._say(block)._replace(keep=keep))

    def _say(self, block: Paragraph) -> ParagraphXml:
        """Write a paragraph in the style of its role."""
        style = OF_ROLE[block.role]
        base = self._paragraph(style.name)
        match block.role:
            case Role.TITLE | Role.ANNEX_TITLE | Role.SUBTITLE:
                room = self._kind(self._pages[-1]).page.width / (style.size * 10)
                return base._replace(runs=run("\n".join(title_lines(block.text, room))))
            case Role.ANNEXES:
                return _annex(base, block.text)
            case Role.SIGNATURE | Role.DATE:
                right = self._seal[block.role is Role.DATE]
                base = base._replace(indent=Indent(right=right).xml(style.size))
        return base._replace(runs=_runs(block))


def _at_margin(tail: str, section: str) -> str:
    """Let the 版记, placed from the edge of the paper, begin where the text does."""
    left = _LEFT.search(section)
    return _STANDS.sub(rf"\g<1>{left[1]}", tail, count=1) if left else tail


def _parts(blocks: Sequence[Block]) -> list[int]:
    """Give the lengths of the text and its annexes; an annex begins with its break."""
    breaks = [n for n, block in enumerate(blocks) if n and isinstance(block, Break)]
    return [end - begin for begin, end in pairwise([0, *breaks, len(blocks)])]


def _role(block: Block | None) -> Role | None:
    return block.role if isinstance(block, Paragraph) else None


def _leads(block: Block) -> bool:
    """Tell whether a block is a heading, which stays with what comes after it."""
    return isinstance(block, Paragraph) and OF_ROLE[block.role].keep


def _runs(block: Paragraph) -> str:
    """Write the runs; a heading within a paragraph has the face of its level."""
    office = FACES[Fonts.OFFICE]
    faces = {face: getattr(office, name) for face, name in OF_FACE.items()}
    return "".join(run(each.text, face=faces.get(each.face, "")) for each in block.runs)


def _annex(base: ParagraphXml, text: str) -> ParagraphXml:
    """Write a line of the 附件说明: what does not fit stands under the name's begin."""
    found = _ANNEX.fullmatch(text)
    mark, number, name = found.groups() if found else (None, None, text)
    if number is None:
        return base._replace(runs=run(f"{mark or ''}{name}"))
    stops = "".join(f'<w:tab w:val="left" w:pos="{stop}"/>' for stop in (1600, 2000))
    return base._replace(
        runs=run(f"{mark or ''}\t{number}\t{name}"),
        tabs=f"<w:tabs>{stops}</w:tabs>",
        indent='<w:ind w:left="2000" w:hanging="1360"/>',
    )


def _seal(blocks: Sequence[Block]) -> tuple[int, int]:
    """Place name and date under a seal, in hundredths of a character from the right."""
    said = {_role(each): each for each in blocks}
    name, date = (
        _width(block.text) if isinstance(block, Paragraph) else 0.0
        for block in (said.get(Role.SIGNATURE), said.get(Role.DATE))
    )
    right = max(_DATE_RIGHT, (name - date) / 2)
    over = max(right + (date - name) / 2, 0.0) if date else _DATE_RIGHT / 2
    return round(over * 100), round(right * 100)


def _width(words: str) -> float:
    """Tell how wide words are in the face of the body, whose digits are half a 字."""
    return sum(0.5 if mark.isascii() else 1.0 for mark in words)


def _introduces(before: Role | None, block: Table | Chart) -> bool:
    """Tell whether a paragraph stays with what it introduces.

    A form is kept whole with the signature below it: text above it would go along, and
    leave a first page with nothing but its red head.
    """
    form = isinstance(block, Table) and block.form
    return before is not None and not (form and before is Role.BODY)


def _ties(blocks: Sequence[Block]) -> set[int]:
    """Tell what may not be parted from what follows: the text's end and its seal."""
    ties: set[int] = set()
    for place, block in enumerate(blocks):
        role, before = _role(block), _role(blocks[place - 1]) if place else None
        if isinstance(block, Table | Chart) and _introduces(before, block):
            ties.add(place - 1)
        if role in _TIED and place:
            ties.add(place - 1)
        if role is Role.SIGNATURE:
            ties.add(place)
    return ties
