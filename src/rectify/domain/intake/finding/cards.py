"""Cards: an issue as pairs of label and value, one card below another or alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rectify.domain.intake.finding.columns import assign, has_problem
from rectify.domain.intake.finding.pieces import hidden, skips
from rectify.domain.intake.finding.region import heading_words, squeezed
from rectify.domain.intake.finding.rows import Reason, is_note, is_signature
from rectify.domain.intake.finding.synonyms import PROBLEM, SERIAL, SERIAL_NUMBER
from rectify.domain.intake.record import Column, FoundTable, Piece, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rectify.domain.intake.finding.meanings import Vocabulary
    from rectify.domain.intake.finding.region import Block, Region
    from rectify.domain.intake.grid import Area, Value

_FEWEST_LABELS = 3
_SEVERAL = 2
_DEEP = 60
_LONGEST_LABEL = 12
_PAIR = re.compile(r"\s*+(?P<label>[^:：]{1,12}?)\s*+[:：](?P<value>.*)", re.DOTALL)
_LABEL = re.compile(rf"(?=.*\w\w).{{2,{_LONGEST_LABEL}}}")
_PROSE = re.compile("[。；;！？]|.{24}")


@dataclass(slots=True)
class _Card:
    """One card: the pieces under each of its labels, and its rows."""

    rows: list[int]
    pieces: dict[str, list[Piece]] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """What has been read so far of a region of cards.

    `below` are labels whose values stand in the next rows, by their columns; those in
    `perhaps` have room beside them, so only prose below is theirs. `labels` is the
    column of all labels where the region is a table on its side.
    """

    region: Region
    vocabulary: Vocabulary
    cards: list[_Card] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    merged: dict[Area, str] = field(default_factory=dict)
    skipped: list[tuple[int, Reason]] = field(default_factory=list)
    below: dict[int, str] = field(default_factory=dict)
    perhaps: dict[int, str] = field(default_factory=dict)
    first: str = ""
    labels: int | None = None

    def label(self, row: int, block: Block, words: str) -> str:
        """Take a label; where the first or the problem's comes again, a card begins."""
        self.first = self.first or (words if self.known(words) else "")
        again = self.cards and words in self.cards[-1].pieces
        if not self.cards or (
            again and (words == self.first or self.is_problem(words))
        ):
            self.cards.append(_Card([]))
        self.cards[-1].pieces.setdefault(words, [])
        self.places.setdefault(words, block.column)
        if block.area is not None:
            self.merged[block.area] = words
        self.touch(row)
        return words

    def piece(self, row: int, label: str, piece: Piece) -> None:
        """Put a value under its label."""
        self.cards[-1].pieces.setdefault(label, []).append(piece)
        self.touch(row)

    def touch(self, row: int) -> None:
        """Count a row to the card."""
        rows = self.cards[-1].rows
        if rows[-1:] != [row]:
            rows.append(row)

    def is_problem(self, words: str) -> bool:
        """Tell whether a label asks for the problem."""
        return any(
            each.field in PROBLEM for each in self.vocabulary.of(squeezed(words))
        )

    def known(self, value: Value) -> bool:
        """Tell whether a cell is a label that the field knows."""
        words = squeezed(value).rstrip(":") if isinstance(value, str) else ""
        return self.vocabulary.known(words)


def read_cards(region: Region, vocabulary: Vocabulary) -> FoundTable | None:
    """Read a region as cards; None if it holds none."""
    done = _Reading(region, vocabulary)
    if not _has_cards(done):
        return None
    done.labels = _side(done)
    for row in region.rows():
        _read_row(done, row)
    heads = [(place, (words,)) for place, words in enumerate(done.places)]
    labels = list(done.places)
    found = assign(heads, lambda place: _values(done.cards, labels[place]), vocabulary)
    columns = {
        words: Column(done.places[words], words, column.field)
        for words, column in zip(labels, found, strict=True)
    }
    return _table(done, columns) if has_problem(columns.values()) else None


def _has_cards(done: _Reading) -> bool:
    """Tell whether enough labels stand in the first rows, the problem's among them."""
    region = done.region
    rows = range(region.top, min(region.bottom, region.top + _DEEP) + 1)
    values = (region.value(row, place) for row in rows for place in region.own(row))
    labels = {squeezed(_name(value)) for value in values if done.known(_name(value))}
    return len(labels) >= _FEWEST_LABELS and any(map(done.is_problem, labels))


def _side(done: _Reading) -> int | None:
    """Find the column of labels of a table on its side: an issue in each other one.

    All rows are alike in length and have a label at the left alone, or one has numbers.
    """
    region = done.region
    lines = ((row, region.own(row)) for row in region.rows())
    rows = [(row, places) for row, places in lines if len(places) > 1]
    left = {places[0] for _, places in rows}
    heads = [region.value(row, places[0]) for row, places in rows]
    if len(left) != 1 or not all(map(done.known, heads)):
        return None
    numbered = any(_numbers(done, row, places) for row, places in rows)
    lengths = {len(places) for _, places in rows}
    values = (region.value(r, place) for r, places in rows for place in places[1:])
    alike = min(lengths) == max(lengths) > _SEVERAL and not any(map(done.known, values))
    return left.pop() if numbered or alike else None


def _numbers(done: _Reading, row: int, places: Sequence[int]) -> bool:
    """Tell whether a row numbers the issues beside each other: 序号 | 1 | 2."""
    label, *texts = (done.region.text(row, place) for place in places)
    meant = {each.field for each in done.vocabulary.of(label)}
    return (
        SERIAL in meant
        and len(texts) >= _SEVERAL
        and all(map(SERIAL_NUMBER.fullmatch, texts))
    )


def _name(value: Value) -> str:
    """Give what a cell would be the label of: 姓名, or the 姓名 of 姓名：某."""
    pair = _PAIR.fullmatch(value) if isinstance(value, str) else None
    return pair["label"] if pair else heading_words(value)


def _values(cards: Iterable[_Card], label: str) -> list[Value]:
    return [piece.value for card in cards for piece in card.pieces.get(label, ())]


def _table(done: _Reading, columns: dict[str, Column]) -> FoundTable:
    grid, records = done.region.grid, []
    for card in done.cards:
        parts = [{w: p for w, p in part.items() if p} for part in _split(done, card)]
        for part in filter(None, parts):
            cells = {columns[words]: tuple(pieces) for words, pieces in part.items()}
            records.append(Record(grid, tuple(card.rows), cells))
        if not any(parts):
            done.skipped += [(row, Reason.UNFILLED) for row in card.rows]
    skipped, doubts = skips(grid, done.skipped), tuple(hidden(grid, records))
    return FoundTable(
        grid, None, tuple(columns.values()), tuple(records), skipped, doubts
    )


def _split(done: _Reading, card: _Card) -> list[dict[str, list[Piece]]]:
    """Part a table that lies on its side: a row a label, a column an issue."""
    asked = filter(done.is_problem, card.pieces)
    said = next(filter(None, map(card.pieces.__getitem__, asked)), [])
    columns = sorted({piece.column for piece in said if piece.row == said[0].row})
    if len(columns) < _SEVERAL:
        return [card.pieces]
    return [
        {
            words: [piece for piece in pieces if left <= piece.column < right]
            for words, pieces in card.pieces.items()
        }
        for left, right in pairwise([0, *columns[1:], done.region.right + 1])
    ]


@dataclass(slots=True)
class _Row:
    """A row as far as it has been read: the label that waits, the one just served."""

    number: int
    label: str | None = None
    last: str | None = None
    below: dict[int, str] = field(default_factory=dict)
    perhaps: dict[int, str] = field(default_factory=dict)
    loose: list[Block] = field(default_factory=list)
    valued: bool = False


def _read_row(done: _Reading, number: int) -> None:
    """Read a row from left to right: a label, its value, the next label."""
    row, blocks = _Row(number), done.region.blocks(number)
    for place, block in enumerate(blocks):
        if block.row < number:
            row.label = row.last = done.merged.get(block.area) if block.area else None
        elif not squeezed(block.value):
            row.label = None
        else:
            _read_block(done, row, block, next(iter(blocks[place + 1 :]), None))
    if row.loose:
        _read_loose(done, row)
    elif row.below or row.perhaps or not row.valued:
        done.below = {} if row.valued else row.below
        done.perhaps = {} if row.valued else row.perhaps


def _read_block(done: _Reading, row: _Row, block: Block, after: Block | None) -> None:
    """Read a cell that says something."""
    value, words = block.value, heading_words(block.value)
    if row.last is not None and done.labels not in (None, block.column):
        row.valued = True
        done.piece(row.number, row.last, Piece(value, row.number, block.column))
        return
    pair = None if row.label else _pair(done, value)
    above = None if row.label or done.known(value) else _above(done, block)
    if above is not None:
        row.valued = True
        done.piece(row.number, above, Piece(value, row.number, block.column))
    elif pair is not None:
        _read_pair(done, row, block, *pair)
    elif done.known(value) or (row.label is None and _asks(done, row, block, after)):
        row.label = row.last = done.label(row.number, block, words)
        open_ = after is not None and not squeezed(after.value)
        (row.perhaps if open_ else row.below)[block.column] = words
    elif row.label or row.last:
        label = row.label or row.last or ""
        done.piece(row.number, label, Piece(value, row.number, block.column))
        row.label, row.valued = None, True
    else:
        row.loose.append(block)


def _pair(done: _Reading, value: Value) -> tuple[str, str] | None:
    """Part a label from the value in the same cell: 姓名：某."""
    pair = _PAIR.fullmatch(value) if isinstance(value, str) else None
    if pair is None or not (done.known(pair["label"]) or not _PROSE.search(pair[0])):
        return None
    return heading_words(pair["label"]), pair["value"].strip()


def _read_pair(done: _Reading, row: _Row, block: Block, words: str, said: str) -> None:
    label = done.label(row.number, block, words)
    row.label, row.last, row.valued = (None if said else label), label, True
    if said:
        done.piece(row.number, label, Piece(said, row.number, block.column))


def _above(done: _Reading, block: Block) -> str | None:
    """Give the label above a cell whose value it is."""
    words = squeezed(block.value)
    label = done.below.get(block.column)
    if label is None:
        label = done.perhaps.get(block.column) if _PROSE.search(words) else None
    if label is None or not done.cards[-1].pieces.get(label):
        return label
    heads = block.right > block.column and len(words) <= _LONGEST_LABEL
    return None if heads and not _PROSE.search(words) else label


def _asks(done: _Reading, row: _Row, block: Block, after: Block | None) -> bool:
    """Tell a label that nobody knows: it is short, its value follows or is below."""
    value = block.value
    if not isinstance(value, str) or not _LABEL.fullmatch(squeezed(value)):
        return False
    if after is None:
        return block.column in done.below
    if len(done.region.own(row.number)) == 1:
        near = bool(done.cards) and done.cards[-1].rows[-1] == row.number - 1
        return near and block.column in done.places.values()
    return not done.known(after.value)


def _read_loose(done: _Reading, row: _Row) -> None:
    """Say that cells have no label, but for the title of the sheet."""
    if done.cards or done.region.top > 0:
        texts = [squeezed(block.value) for block in row.loose]
        done.skipped.append((row.number, _loose(texts)))
    done.below, done.perhaps = {}, {}


def _loose(texts: Sequence[str]) -> Reason:
    if is_note(texts, None):
        return Reason.NOTE
    if is_signature(texts):
        return Reason.SIGNED
    return Reason.TITLE if len(texts) == 1 else Reason.LOOSE
