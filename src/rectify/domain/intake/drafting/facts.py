"""One record of a list, read cell by cell into facts, progress and what is left."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from rectify.domain.intake.cells import empty, line, lines, nothing, prose, removed
from rectify.domain.intake.choices import GOING_ON
from rectify.domain.intake.days import by_number
from rectify.domain.intake.drafting import values
from rectify.domain.intake.drafting.people import proposers
from rectify.domain.intake.drafting.reading import REMARKS, Kept, Reading, quoted
from rectify.domain.intake.drafting.roles import Entry
from rectify.domain.intake.drafting.titles import part_of
from rectify.domain.intake.finding.meanings import bare
from rectify.domain.intake.finding.synonyms import (
    DAY_ENDING,
    LEAVE_OUT,
    PROBLEM,
    PROGRESS,
)
from rectify.domain.intake.record import Concern
from rectify.domain.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.entity import Plain
    from rectify.domain.intake.drafting.context import Context
    from rectify.domain.intake.drafting.parties import Units
    from rectify.domain.intake.record import Column, FoundTable, Piece, Record

CATEGORY, PROPOSERS = "类别", "提出人"
_ROLES = {
    "拟主办": Role.LEAD, "拟协办": Role.PARTNER, "拟分办": Role.SEPARATE, "单位": None,
}  # fmt: skip
_SLASHED = re.compile("主办.{0,3}[/／].{0,3}协办")
_HELPERS = re.compile("配合|协|会办|参与")
_ALONE = "；"
_TYPED_DAY = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?")
_PART, _PART_ORDER, _REMARKS_ORDER = "所在部分", -1, -2
_SPOKEN = {values.DEADLINE: "期限"}


class RecordReader:
    """Reads the records of a table."""

    def __init__(self, table: FoundTable, units: Units, context: Context) -> None:
        self._table = table
        self._units = units
        self._context = context
        fields = {column.field for column in table.columns}
        self._categorised = CATEGORY in fields
        self._assigned = bool(fields & _ROLES.keys())
        self._later: set[Column] = set()
        self._dated = {each for each in table.columns if _dated(table, each)}

    def read(self, record: Record) -> Reading:
        """Read one record."""
        reading = Reading(self._place(record))
        for column in sorted(record.cells, key=lambda column: column.place):
            pieces = [each for each in record.cells[column] if _says(column, each)]
            if column.field == LEAVE_OUT or not pieces:
                continue
            cell = _Cell(reading, record, column, pieces, dated=column in self._dated)
            cell.read(self._units, self._context)
            if column.field in PROGRESS and not self._context.opening:
                self._later.add(column)
        self._belong(record, reading)
        return reading

    def doubts(self) -> Iterator[Concern]:
        """Say that progress is not taken over unless it is asked for."""
        later = [
            f"“{each.heading}”" for each in self._table.columns if each in self._later
        ]
        if later:
            message = (
                f"{''.join(later)}是办理进度，写入备注；已经在办理的台账，"
                "加 --opening 作为期初接过来"
            )
            yield Concern(self._table.grid.name, message)

    def _belong(self, record: Record, reading: Reading) -> None:
        """Let the part of the list give the category, or the unit if none is named."""
        parts = [part_of(each) for each in line(record.group).split("/") if each]
        if not self._assigned:
            named = [
                each for each in (*parts, record.grid.name) if self._units.titled(each)
            ]
            parts = [part for part in parts if part not in named]
            self._entrust(named[:1], reading)
        if parts and self._categorised:
            reading.keep(_PART_ORDER, _PART, "/".join(parts))
        elif parts:
            reading.facts[CATEGORY] = "/".join(parts)

    def _entrust(self, names: list[str], reading: Reading) -> None:
        """Give an issue to the unit that its part of the list, or its sheet, names."""
        for name in names:
            (party,) = self._units.read(name).found
            reading.entries.append(Entry(party, Role.LEAD, reading.place, _PART_ORDER))
            reading.doubt(reading.place, f"没有单位一列，“{name}”作主办")

    def _place(self, record: Record) -> str:
        """Name the cell that says, or should say, what the problem is."""
        for label in reversed(PROBLEM):
            for column in self._table.columns:
                if column.field == label:
                    pieces = record.cells.get(column)
                    row = pieces[0].row if pieces else record.rows[0]
                    place = pieces[0].column if pieces else column.place
                    return record.grid.at(row, place)
        return record.grid.at(record.rows[0], 0)


def _says(column: Column, piece: Piece) -> bool:
    """Tell whether a cell says anything; a problem that is 无 is none."""
    if empty(piece.value):
        return False
    return column.field not in PROBLEM or not nothing(line(piece.value))


def _dated(table: FoundTable, column: Column) -> bool:
    """Tell whether a column holds days, by its heading or by one that is typed."""
    if column.field is not None and column.field not in PROGRESS:
        return False
    if DAY_ENDING.search(bare(column.heading)):
        return True
    values = (
        piece.value
        for record in table.records
        for piece in record.cells.get(column, ())
    )
    return any(
        isinstance(value, date)
        or (isinstance(value, str) and _TYPED_DAY.fullmatch(value.strip()) is not None)
        for value in values
    )


class _Cell:
    """What a record says under one heading; one cell, or several below each other."""

    def __init__(
        self,
        reading: Reading,
        record: Record,
        column: Column,
        pieces: Sequence[Piece],
        *,
        dated: bool,
    ) -> None:
        self.reading = reading
        self.dated = dated
        self.column = column
        self.pieces = pieces
        self.label = column.field
        self.chosen = ""
        self.place = record.grid.at(pieces[0].row, pieces[0].column)
        for piece in pieces:
            remark = removed(piece.value)
            if remark is not None:
                reading.doubt(record.grid.at(piece.row, piece.column), remark)

    def read(self, units: Units, context: Context) -> None:
        """Give the words to the field that they are for, or keep them for 备注."""
        label, later = self.label, self.label in PROGRESS
        if label == REMARKS:
            self.reading.keep(_REMARKS_ORDER, "", self._prose())
        elif label is None or (later and not context.opening):
            self._keep(self.column.heading, self._prose())
        elif label in _ROLES:
            self._read_units(units)
        else:
            found = self._value(label, context)
            self._store(
                label, found, self.reading.progress if later else self.reading.facts
            )
            if later and found is not None:
                words = self.chosen or self._prose()
                told = Kept(self.column.place, self.column.heading, words)
                self.reading.told.append(told)
                if found in GOING_ON:
                    self.reading.asides.append(f"{told.heading}：{told.words}")

    def _store(self, label: str, found: Plain | None, target: dict[str, Plain]) -> None:
        """Keep a value under its label; what another column said before stays."""
        if found is None:
            return
        if label in target:
            self._keep(self.column.heading, self._prose())
        else:
            target[label] = found
            self.reading.places[label] = self.place

    def _value(self, label: str, context: Context) -> Plain | None:
        """Read the value of a field."""
        read = values.reader(label, context)
        if read is not None:
            return self._single(label, read, context)
        if label == PROPOSERS:
            heading = self.column.heading
            return [
                who for p in self.pieces for who in proposers(p.value, heading)
            ] or None
        if label in values.TEXTS:
            return self._prose()
        between = "、" if label in values.NAMES else ""
        said = dict.fromkeys(line(each.value, between) for each in self.pieces)
        return (between or _ALONE).join(said)

    def _single(
        self, label: str, read: values.Reader, context: Context
    ) -> Plain | None:
        """Read a field of one value; several that differ are kept beside the first."""
        spoken = _SPOKEN.get(label, label)
        said = {line(each.value): each.value for each in self.pieces}
        words, *others = [each for each in said if not nothing(each)] or [""]
        if not words:
            return None
        self.chosen = words
        value, remark, happened = read(said[words], context)
        if happened:
            self.reading.happened.add(label)
        if value is None:
            self._doubt(f"{spoken}{quoted(words)}{remark or '看不懂'}，写入备注")
            self._keep(label, words)
        elif remark:
            self._doubt(f"{spoken}{quoted(words)}{remark}")
        if others:
            rest = "、".join(map(quoted, others))
            self._doubt(f"{spoken}有几个，取{quoted(words)}，{rest}写入备注")
            self._keep(label, _ALONE.join(others))
        return value

    def _read_units(self, units: Units) -> None:
        """Read the units, with the role that the heading gives them."""
        heading, order = self.column.heading, self.column.place
        role = _ROLES[self.label or ""]
        able = role is Role.PARTNER and not _HELPERS.search(heading)
        slashed = _SLASHED.search(heading) is not None
        for piece in self.pieces:
            found = units.read("\n".join(lines(piece.value)), slashed=slashed)
            for party in found.found:
                may_lead = able and party.role is None
                entry = Entry(
                    party, party.role or role, self.place, order, able=may_lead
                )
                self.reading.entries.append(entry)
            for doubt in found.doubts:
                self._doubt(doubt)
            for words in found.rest:
                self._keep(heading, words)

    def _prose(self) -> str:
        """Give the words as text, each cell a paragraph of its own."""
        said = (
            (by_number(each.value) if self.dated else None) or each.value
            for each in self.pieces
        )
        return "\n\n".join(dict.fromkeys(map(prose, said)))

    def _keep(self, heading: str, words: str) -> None:
        self.reading.keep(self.column.place, heading, words)

    def _doubt(self, message: str) -> None:
        self.reading.doubt(self.place, message)
