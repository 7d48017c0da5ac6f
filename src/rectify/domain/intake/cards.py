"""Cards: an issue as pairs of label and value, one card below another or alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rectify.domain.intake.columns import assign, has_problem
from rectify.domain.intake.pieces import hidden, skips
from rectify.domain.intake.record import Column, FoundTable, Piece, Record
from rectify.domain.intake.region import heading_words, plain
from rectify.domain.intake.rows import Reason, is_note, is_signature
from rectify.domain.intake.synonyms import PROBLEM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rectify.domain.intake.grid import Area, Value
    from rectify.domain.intake.meanings import Vocabulary
    from rectify.domain.intake.region import Block, Region

_FEWEST_LABELS = 3
_DEEP = 60
_LONGEST_LABEL = 12
_PAIR = re.compile(r"\s*(?P<label>[^:：]{1,12}?)\s*[:：](?P<value>.*)", re.DOTALL)
_PROSE = re.compile("[。；;！？]|.{24}")


@dataclass(slots=True)
class _Card:
    """One card: the pieces under each of its labels, and its rows."""

    rows: list[int]
    pieces: dict[str, list[Piece]] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """What has been read so far of a region of cards.

    `below` are labels whose values stand in the next rows, by their columns.
    """

    region: Region
    vocabulary: Vocabulary
    cards: list[_Card] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    merged: dict[Area, str] = field(default_factory=dict)
    skipped: list[tuple[int, Reason]] = field(default_factory=list)
    below: dict[int, str] = field(default_factory=dict)
    first: str = ""

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
        self.cards[-1].pieces[label].append(piece)
        self.touch(row)

    def touch(self, row: int) -> None:
        """Count a row to the card."""
        rows = self.cards[-1].rows
        if rows[-1:] != [row]:
            rows.append(row)

    def is_problem(self, words: str) -> bool:
        """Tell whether a label asks for the problem."""
        return any(each.field in PROBLEM for each in self.vocabulary.of(plain(words)))

    def known(self, value: Value) -> bool:
        """Tell whether a cell is a label that the field knows."""
        words = plain(value).rstrip(":") if isinstance(value, str) else ""
        return self.vocabulary.known(words)


def read_cards(region: Region, vocabulary: Vocabulary) -> FoundTable | None:
    """Read a region as cards; None if it holds none."""
    done = _Reading(region, vocabulary)
    if not _has_cards(done):
        return None
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
    labels = {plain(_name(value)) for value in values if done.known(_name(value))}
    return len(labels) >= _FEWEST_LABELS and any(map(done.is_problem, labels))


def _name(value: Value) -> str:
    """Give what a cell would be the label of: 姓名, or the 姓名 of 姓名：某."""
    pair = _PAIR.fullmatch(value) if isinstance(value, str) else None
    return pair["label"] if pair else heading_words(value)


def _values(cards: Iterable[_Card], label: str) -> list[Value]:
    return [piece.value for card in cards for piece in card.pieces.get(label, ())]


def _table(done: _Reading, columns: dict[str, Column]) -> FoundTable:
    grid, records = done.region.grid, []
    for card in done.cards:
        cells = {
            columns[w]: tuple(pieces) for w, pieces in card.pieces.items() if pieces
        }
        if cells:
            records.append(Record(grid, tuple(card.rows), cells))
        else:
            done.skipped += [(row, Reason.UNFILLED) for row in card.rows]
    skipped, doubts = skips(grid, done.skipped), tuple(hidden(grid, records))
    return FoundTable(
        grid, None, tuple(columns.values()), tuple(records), skipped, doubts
    )


@dataclass(slots=True)
class _Row:
    """A row as far as it has been read: the label that waits, the one just served."""

    number: int
    label: str | None = None
    last: str | None = None
    labels: dict[int, str] = field(default_factory=dict)
    loose: list[Block] = field(default_factory=list)
    only_labels: bool = True


def _read_row(done: _Reading, number: int) -> None:
    """Read a row from left to right: a label, its value, the next label."""
    row, blocks = _Row(number), done.region.blocks(number)
    for place, block in enumerate(blocks):
        if block.row < number:
            row.label = row.last = done.merged.get(block.area) if block.area else None
        elif not plain(block.value):
            row.label, row.only_labels = None, False
        else:
            _read_block(done, row, block, next(iter(blocks[place + 1 :]), None))
    if row.loose:
        _read_loose(done, row)
    else:
        done.below = row.labels if row.only_labels else {}


def _read_block(done: _Reading, row: _Row, block: Block, after: Block | None) -> None:
    """Read a cell that says something."""
    value = block.value
    pair = _PAIR.fullmatch(value) if isinstance(value, str) and not row.label else None
    if pair is not None and (done.known(pair["label"]) or not _PROSE.search(pair[0])):
        label = done.label(row.number, block, heading_words(pair["label"]))
        said = pair["value"].strip()
        if said:
            done.piece(row.number, label, Piece(said, row.number, block.column))
        row.label, row.last, row.only_labels = (None if said else label), label, False
    elif done.known(value) or (row.label is None and _asks(done, row, block, after)):
        words = heading_words(value)
        row.label = row.last = done.label(row.number, block, words)
        row.labels[block.column] = words
    elif row.label or row.last:
        label = row.label or row.last or ""
        done.piece(row.number, label, Piece(value, row.number, block.column))
        row.label, row.only_labels = None, False
    else:
        row.loose.append(block)


def _asks(done: _Reading, row: _Row, block: Block, after: Block | None) -> bool:
    """Tell a label that nobody knows: it is short, and its value follows."""
    value = block.value
    if not isinstance(value, str) or after is None or done.known(after.value):
        return False
    alone = len(done.region.own(row.number)) == 1
    inside = bool(done.cards) and block.column in done.places.values()
    return len(plain(value)) <= _LONGEST_LABEL and (inside or not alone)


def _read_loose(done: _Reading, row: _Row) -> None:
    """Put cells without a label under the one above, or say that they have none."""
    blocks = [block for block in row.loose if block.column in done.below]
    if len(blocks) == len(row.loose):
        for block in blocks:
            piece = Piece(block.value, row.number, block.column)
            done.piece(row.number, done.below[block.column], piece)
        return
    if done.cards:
        texts = [plain(block.value) for block in row.loose]
        done.skipped.append((row.number, _loose(texts)))
    done.below = {}


def _loose(texts: Sequence[str]) -> Reason:
    if is_note(texts, None):
        return Reason.NOTE
    if is_signature(texts):
        return Reason.SIGNED
    return Reason.TITLE if len(texts) == 1 else Reason.LOOSE
