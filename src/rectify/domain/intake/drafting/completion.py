"""Whether 完成时间 says when work was finished, or by when it is to be."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from rectify.domain.intake.cells import line
from rectify.domain.intake.choices import Answer, answer
from rectify.domain.intake.days import read_day
from rectify.domain.intake.finding.meanings import bare
from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.synonyms import FINISHED
from rectify.domain.intake.record import Concern

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.intake.finding.asked import Asked
    from rectify.domain.intake.record import Column, FoundTable, Record

_DEADLINE, _PLANNED, _DONE_ON = "拟定期限", "完成时限", "完成日期"
_TOLD = ("是否完成", "是否销号", "状态")


class _Sense(Enum):
    """What a row says of the day that it names."""

    FACT = auto()
    PLAN = auto()
    OPEN = auto()


def completed(table: FoundTable, asked: Asked, on: date) -> FoundTable:
    """Take 完成时间 for 完成日期 where its days are past and their work is done."""
    column = _asks(table, asked)
    if column is None:
        return table
    senses = [_sense(record, column, on) for record in table.records]
    if _Sense.FACT not in senses:
        return table
    if _Sense.PLAN in senses:
        return _doubted(table, column, senses)
    found = table.renamed(column, _DONE_ON)
    return _doubted(found, column, senses) if column.field == _DEADLINE else found


def _asks(table: FoundTable, asked: Asked) -> Column | None:
    """Find the column that may be either, and that nobody spoke of."""
    if any(each.field == _DONE_ON for each in table.columns):
        return None
    said = set(map(squeezed, asked.columns))
    for each in table.columns:
        leaf = each.heading.rpartition("/")[2]
        if (
            each.field in (_DEADLINE, _PLANNED)
            and FINISHED.fullmatch(bare(leaf))
            and said.isdisjoint({squeezed(each.heading), squeezed(leaf)})
        ):
            return each
    return None


def _sense(record: Record, column: Column, on: date) -> _Sense:
    """Tell what a row means: a day that is past, of work that is done, is a fact."""
    days = [read_day(each.value, on.year).day for each in record.cells.get(column, ())]
    answers = {
        answer(line(piece.value))
        for each, pieces in record.cells.items() if each.field in _TOLD
        for piece in pieces
    }  # fmt: skip
    day = next(iter(days), None)
    if day is None:
        return _Sense.OPEN
    if day > on or answers & {Answer.NO, Answer.UNDER_WAY}:
        return _Sense.PLAN
    return _Sense.FACT if Answer.YES in answers else _Sense.OPEN


def _doubted(table: FoundTable, column: Column, senses: list[_Sense]) -> FoundTable:
    """Say how the column was read, and how it is read otherwise."""
    heading, facts = column.heading, senses.count(_Sense.FACT)
    plans = senses.count(_Sense.PLAN)
    if plans:
        message = (
            f"“{heading}”有{facts}条是过去的日期而且已完成，{plans}条还没到或没有完成，"
            f"都按{column.field}读；如果是实际完成的日期，加 --map {heading}={_DONE_ON}"
        )
    else:
        message = (
            f"“{heading}”都是过去的日期而且已完成，按{_DONE_ON}读；"
            f"如果是期限，加 --map {heading}={column.field}"
        )
    place = table.grid.at(table.records[0].rows[0], column.place)
    doubt = Concern(place, message)
    return table._replace(doubts=(*table.doubts, doubt))
