"""What comes of the workbooks: the events to record, what was known, the faults.

Every event is tried against the rules, on top of those before it, so that what is
offered can be recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rectify.domain import workflow
from rectify.domain.exchange import columns
from rectify.domain.exchange.agreement import Originals
from rectify.domain.exchange.events import make
from rectify.domain.exchange.marks import number_in, owner
from rectify.domain.exchange.reports import interpret
from rectify.domain.intake.record import Concern
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from rectify.domain.event import Event
    from rectify.domain.exchange.events import Known, Materials
    from rectify.domain.exchange.reports import Report, Terms
    from rectify.domain.exchange.returned import Filled, Returned
    from rectify.domain.roster import Roster


@dataclass(slots=True)
class Collection:
    """What was found in the workbooks of the units.

    `seen` are the pairs of unit and number that something was reported of, `blank`
    those whose row came back empty, `faulty` those whose row can't be taken. `since`
    is the day on which the first of the workbooks went out, as far as one says it.
    """

    since: date | None = None

    events: list[tuple[Report, Event]] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    blank: list[tuple[str, str]] = field(default_factory=list)
    faulty: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[Concern] = field(default_factory=list)
    doubts: list[Concern] = field(default_factory=list)
    faults: list[Concern] = field(default_factory=list)


def collect(
    files: Iterable[Returned], roster: Roster, terms: Terms, materials: Materials
) -> Collection:
    """Judge what came back by the ledger as it stands."""
    files = list(files)
    found = Collection(since=min(filter(None, (f.day for f in files)), default=None))
    rows: dict[tuple[str, str], list[Filled]] = {}
    for file in files:
        found.skipped += file.skipped
        found.doubts += file.doubts
        found.faults += file.faults
        for filled, unit in _owned(file, roster, found):
            rows.setdefault((unit, number_in(filled.mark)), []).append(filled)
    for case in roster.cases:
        issue = case.issue
        for unit in [unit for unit, number in rows if number == case.number]:
            report = _report(rows[unit, case.number], unit, case.number, terms, found)
            if report is None:
                continue
            made = make(report, issue, terms, materials)
            try:
                for event in made.events:
                    issue = workflow.record(issue, event, terms.ledger)
            except RuleError as refusal:
                place = report.filled.at(columns.CONTENT.label)
                found.faults.append(Concern(place, str(refusal)))
                found.faulty.append((unit, case.number))
                continue
            found.seen.append((unit, case.number))
            found.events += [(report, event) for event in made.events]
            found.known += made.known
            found.doubts += made.doubts
    return found


def _owned(
    file: Returned, roster: Roster, found: Collection
) -> Iterator[tuple[Filled, str]]:
    """Go through the rows whose marks fit, each with the unit that it was made for."""
    if file.ledger is not None and file.ledger != roster.name:
        why = f"这是台账“{file.ledger}”发出的表，不是“{roster.name}”的"
        found.faults.append(Concern(file.file.name, why))
        return
    units = [unit.name for unit in roster.directory.units]
    numbers = {case.number for case in roster.cases}
    originals = Originals(file, roster)
    for filled in file.rows:
        number = number_in(filled.mark)
        unit = owner(filled.mark, roster.name, units)
        displaced = originals.displaced(filled)
        if unit is None:
            why = f"识别码“{filled.mark}”被改动过，或者不是这个台账发出的"
            found.faults.append(Concern(filled.at(columns.MARK), why))
        elif displaced is not None:
            found.faults.append(displaced)
            found.faulty.append((unit, number))
        elif number not in numbers:
            why = f"台账里没有 {number}"
            found.faults.append(Concern(filled.at(columns.MARK), why))
        else:
            found.skipped += originals.changes(filled)
            yield filled, unit


def _report(
    rows: Sequence[Filled], unit: str, number: str, terms: Terms, found: Collection
) -> Report | None:
    """Read what a unit reports of an issue; a row that says nothing is noted."""
    faults = [fault for row in rows for fault in row.faults]
    one = None if faults else _united(rows, faults)
    if one is not None:
        read = interpret(one, unit, number, terms)
        found.doubts += read.doubts
        faults += read.faults
        if read.report is not None:
            return read.report
    found.faults += faults
    (found.faulty if faults else found.blank).append((unit, number))
    return None


def _united(rows: Sequence[Filled], faults: list[Concern]) -> Filled | None:
    """Take several rows of one unit about one issue as one, if they agree."""
    fullest = max(rows, key=lambda row: len(row.cells))
    faults += [
        Concern(
            row.at(label),
            f"“{label}”同 {fullest.at(label)} 填的不一样，请只留一份对的",
        )
        for row in rows
        for label, said in row.cells.items()
        if fullest.cells.get(label) != said
    ]
    return None if faults else fullest
