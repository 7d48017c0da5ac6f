"""What a unit reports in one row: its words as values, and what can't be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain import text
from rectify.domain.deadline import (
    UnreadableDay,
    UnreadableDeadline,
    parse_deadline,
)
from rectify.domain.exchange import columns
from rectify.domain.intake.days import Dated, read_day, read_limit
from rectify.domain.intake.record import Concern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from rectify.domain.calendar import Calendar
    from rectify.domain.exchange.returned import Filled
    from rectify.domain.ledger import Grade, Ledger

# What people write into a cell to say that there is nothing.
_NOTHING = re.compile(r"[/／\\—–－-]+|无")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"(?<!\s)\s*\n\s*")
_PARTS, _COMMAS = re.compile(r"[;；\n]"), re.compile("([、，,])")
# What is said about the words of a report, and nothing without them.
_ABOUT = (
    *(columns.REPORT, columns.GRADE, columns.FINISHED),
    *(columns.PROMISED, columns.MATERIALS),
)


class Report(NamedTuple):
    """What a unit reports of an issue; `plan` is by the labels of 方案.

    `answers` tells an answer from a progress, `chosen` whether the unit said which;
    without `content` it is neither.
    """

    unit: str
    number: str
    filled: Filled
    answers: bool
    chosen: bool
    content: str | None
    grade: str | None
    finished: date | None
    promised: date | None
    plan: Mapping[str, str]
    materials: str


class Terms(NamedTuple):
    """By what a row is read: the ledger's classes, the day it came in, the calendar."""

    ledger: Ledger
    on: date
    calendar: Calendar


class _Row:
    """The reading of one row; what is wrong with it is gathered."""

    def __init__(self, filled: Filled, terms: Terms) -> None:
        self.terms = terms
        self.filled = filled
        self.faults: list[Concern] = []
        self.doubts: list[Concern] = []
        self.said = {asked: self._words(asked) for asked in columns.ASKED}

    def fault(self, asked: columns.Asked, why: str) -> None:
        self.faults.append(Concern(self.filled.at(asked.label), why))

    def doubt(self, asked: columns.Asked, why: str) -> None:
        self.doubts.append(Concern(self.filled.at(asked.label), why))

    def _words(self, asked: columns.Asked) -> str:
        """Give what stands in a cell, with line breaks of one kind."""
        said = _BREAKS.sub("\n", self.filled.cells.get(asked.label, ""))
        said = said.replace("\ufeff", "")
        if _NOTHING.fullmatch(said.strip()):
            return ""
        hidden = text.control(said)
        if hidden is not None:
            self.fault(asked, f"含有不可见的控制字符 {hidden}，请删去")
            return ""
        return said.strip()

    def line(self, asked: columns.Asked) -> str:
        return _BLANKS.sub(" ", self.said[asked])

    def finished(self) -> date | None:
        said = self.line(columns.FINISHED)
        found = read_day(said, self.terms.on.year) if said else Dated(None)
        if said and found.day is None:
            self.fault(columns.FINISHED, str(UnreadableDay(said)))
        elif found.remark:
            self.doubt(columns.FINISHED, f"“{said}”{found.remark}")
        return found.day

    def promised(self) -> date | None:
        said = self.line(columns.PROMISED)
        if not said:
            return None
        on, calendar = self.terms.on, self.terms.calendar
        try:
            words = read_limit(said, on, calendar).words
            due = parse_deadline(words, start=on, calendar=calendar)
        except UnreadableDeadline:
            self.fault(columns.PROMISED, str(UnreadableDeadline(said)))
            return None
        if due.day is None:
            why = f"“{said}”没有日期，应写成 2025-6-30、2025年6月底 的样子"
            self.fault(columns.PROMISED, why)
        return due.day

    def grade(self) -> str | None:
        said = self.line(columns.GRADE)
        if not said:
            return None
        found = grade_named(said, self.terms.ledger)
        if found is None:
            known = "、".join(grade.code for grade in self.terms.ledger.grades)
            why = f"没有“{said}”这个类别，本台账的类别：{known}"
            self.fault(columns.GRADE, why)
            return None
        return found.code

    def answers(self, grade: str | None) -> bool:
        """Tell an answer from a progress: as chosen, or by the class."""
        said = self.line(columns.REPORT)
        if columns.ANSWERS in said:
            return True
        if columns.ADVANCES in said:
            return False
        if said:
            why = f"“{said}”应写成“{columns.ANSWERS}”或“{columns.ADVANCES}”"
            self.fault(columns.REPORT, why)
        return grade is not None


def materials_in(said: str, there: Callable[[str], bool]) -> list[str]:
    """Part the names of files; one that is there is not parted at its own comma."""
    names = [name for part in _PARTS.split(said) for name in _parted(part, there)]
    return list(dict.fromkeys(name for name in names if name))


def _parted(said: str, there: Callable[[str], bool]) -> Iterator[str]:
    """Take the longest name that is there, or as much as stands before a comma."""
    pieces = _COMMAS.split(said)
    while pieces:
        ends = range(len(pieces), 0, -2)
        joined = {end: "".join(pieces[:end]).strip() for end in ends}
        end = next((end for end, name in joined.items() if there(name)), 1)
        yield joined[end]
        pieces = pieces[end + 1 :]


def grade_named(said: str, ledger: Ledger) -> Grade | None:
    """Find the class that is meant: A, a, Ａ类, A（已解决）, or what it means."""
    plain = text.narrow(said).strip().lower()
    bare = re.split(r"[（(\s]", plain, maxsplit=1)[0]
    for grade in ledger.grades:
        code = text.narrow(grade.code).lower()
        if plain == grade.meaning.lower() or bare in (code, f"{code}类"):
            return grade
    return None


class Interpreted(NamedTuple):
    """A report, if the row holds one that can be taken, and what was found in it."""

    report: Report | None
    doubts: tuple[Concern, ...]
    faults: tuple[Concern, ...]


def interpret(filled: Filled, unit: str, number: str, terms: Terms) -> Interpreted:
    """Read what a row says; a row with a fault gives no report."""
    row = _Row(filled, terms)
    grade = row.grade()
    report = Report(
        unit=unit,
        number=number,
        filled=filled,
        answers=row.answers(grade),
        chosen=bool(row.line(columns.REPORT)),
        content=text.stored(row.said[columns.CONTENT]) or None,
        grade=grade,
        finished=row.finished(),
        promised=row.promised(),
        plan=_plan(row),
        materials=row.said[columns.MATERIALS],
    )
    _check(row, report)
    says = report.content is not None or report.plan
    kept = report if says and not row.faults else None
    return Interpreted(kept, tuple(row.doubts), tuple(row.faults))


def _plan(row: _Row) -> dict[str, str]:
    """Read the columns of the 方案 that say something."""
    found = {}
    for asked in columns.PLAN:
        long = asked.form is columns.Form.TEXT
        said = text.stored(row.said[asked]) if long else row.line(asked)
        if said:
            found[asked.label] = said
    return found


def _check(row: _Row, report: Report) -> None:
    """Demand words where something is reported, and doubt what does not agree."""
    about = [asked for asked in _ABOUT if row.said[asked]]
    only_plan = report.plan and about == [columns.REPORT] and not report.answers
    if about and report.content is None and not only_plan and not row.faults:
        named = "、".join(asked.label for asked in about)
        row.fault(columns.CONTENT, f"填了{named}，没有写{columns.CONTENT.label}")
    if report.finished is not None and report.finished > row.terms.on:
        why = f"完成日期 {report.finished} 在收到日期 {row.terms.on} 之后"
        row.doubt(columns.FINISHED, why)
