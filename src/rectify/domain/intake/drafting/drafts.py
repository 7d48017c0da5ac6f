"""Drafts of issues out of what was found in a file."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.days import YEARS, read_limit
from rectify.domain.intake.drafting.facts import RecordReader
from rectify.domain.intake.drafting.formulas import Formulas
from rectify.domain.intake.drafting.opening import opened
from rectify.domain.intake.drafting.parties import Units
from rectify.domain.intake.drafting.reading import REMARKS, Reading
from rectify.domain.intake.drafting.roles import assigned
from rectify.domain.intake.drafting.sources import BEFORE, SOURCE, sources
from rectify.domain.intake.drafting.titles import title_of
from rectify.domain.intake.drafting.values import DEADLINE, DONE, TIME_KIND
from rectify.domain.intake.record import Concern, Draft
from rectify.domain.text import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rectify.domain.entity import Plain
    from rectify.domain.intake.drafting.context import Context
    from rectify.domain.intake.drafting.roles import Roles
    from rectify.domain.intake.record import FoundTable

TITLE, DESCRIPTION = "标题", "问题描述"
_NO_PROBLEM = "没有问题内容，请填写，或删去这一行"


class Drafted(NamedTuple):
    """The issues of a file, what is doubtful about them all, the units to be added."""

    drafts: tuple[Draft, ...]
    doubts: tuple[Concern, ...] = ()
    new_units: tuple[str, ...] = ()


class _Finished(NamedTuple):
    """A draft, the roles of its units, and whether 是否完成 decided on its state."""

    draft: Draft
    roles: Roles
    by_done: bool


def drafts(tables: Sequence[FoundTable], context: Context) -> Drafted:
    """Draft the issues of some tables; those about the same problem are one issue."""
    if context.year not in YEARS:
        context = context._replace(year=None)
    units = Units(context)
    doubts: list[Concern] = []
    readings: list[Reading] = []
    whence: list[tuple[Reading, str]] = []
    for table, name in zip(tables, sources(tables, units, context), strict=True):
        found = _read(table, units, context, doubts)
        fresh = _joined(readings, found)
        if len(fresh) < len(found):
            message = f"{len(found) - len(fresh)}条与前面的表说的是同一问题，各合为一条"
            doubts.append(Concern(table.grid.name, message))
        readings += fresh
        whence += ((each, name) for each in fresh if name)
    if len(readings) == sum(len(table.records) for table in tables):
        for reading, name in whence:
            reading.keep(BEFORE, SOURCE, name)
    finished = [_finished(reading, context) for reading in readings]
    sound = [each for each in finished if not each.draft.faults]
    doubts += _about_done(tables, sum(each.by_done for each in sound))
    named = {unit for each in sound for unit in each.roles.units}
    added = tuple(unit for unit in units.names.new if unit in named)
    doubts += _about_twins(units.names.alike(added), readings)
    return Drafted(tuple(each.draft for each in finished), tuple(doubts), added)


def _read(
    table: FoundTable, units: Units, context: Context, doubts: list[Concern]
) -> list[Reading]:
    """Read the records of a table, and say what is doubtful about its columns."""
    reader = RecordReader(table, units, context)
    formulas = Formulas(table, opening=context.opening)
    readings = []
    for record in table.records:
        reading = reader.read(record)
        for fault, concern in formulas.concerns(record):
            (reading.faults if fault else reading.doubts).append(concern)
        readings.append(reading)
    doubts += formulas.doubts()
    doubts += reader.doubts()
    return readings


def _about_twins(
    twins: Iterable[tuple[str, str]], readings: Iterable[Reading]
) -> Iterator[Concern]:
    """Say which units that are to be added may be known under another name."""
    entries = [entry for reading in readings for entry in reading.entries]
    places = {entry.party.unit: entry.place for entry in reversed(entries)}
    for known, new in twins:
        message = (
            f"“{new}”和“{known}”像是同一个单位；是的话，先用 rectify units alias "
            "记成别名再导入"
        )
        yield Concern(places[new], message)


def _about_done(tables: Iterable[FoundTable], count: int) -> Iterator[Concern]:
    """Say how 是否完成 was read, where it decided on the state."""
    columns = [(t.grid.name, c) for t in tables for c in t.columns if c.field == DONE]
    if count and columns:
        place, column = columns[0]
        message = (
            f"“{column.heading}”为“是”的{count}条按已答复处理；如果指的是已经销号，"
            f"加 --map {column.heading}=是否销号"
        )
        yield Concern(place, message)


def _joined(known: Sequence[Reading], found: Iterable[Reading]) -> list[Reading]:
    """Join what is said of the same problem; give what nobody spoke of before."""
    by_words: dict[str, list[Reading]] = {}
    for reading in known:
        for words in _problem(reading):
            by_words.setdefault(words, []).append(reading)
    turns: Counter[str] = Counter()
    fresh = []
    for reading in found:
        twin = None
        for words in _problem(reading):
            others = by_words.get(words, [])
            if twin is None and turns[words] < len(others):
                twin = others[turns[words]]
            turns[words] += 1
        if twin is None:
            fresh.append(reading)
        else:
            twin.join(reading)
    return fresh


def _problem(reading: Reading) -> list[str]:
    """Give the words by which a problem is known again: its text, its title."""
    said = (reading.facts.get(label) for label in (DESCRIPTION, TITLE))
    return list(dict.fromkeys("".join(str(words).split()) for words in said if words))


def _finished(reading: Reading, context: Context) -> _Finished:
    """Make the draft of an issue."""
    facts = dict(reading.facts)
    problem = facts.get(TITLE) or facts.get(DESCRIPTION)
    if problem is None and not reading.faults:
        reading.faults.append(Concern(reading.place, _NO_PROBLEM))
    elif problem is not None:
        facts.setdefault(TITLE, title_of(str(problem)))
    roles = assigned(reading.entries)
    reading.doubts += roles.doubts
    for lost in roles.lost:
        reading.keep(lost.order, lost.label, lost.words)
    start = opened(reading, roles, context) if context.opening else None
    facts |= roles.named("拟主办", "拟协办", "拟分办")
    facts |= _timed(facts, context)
    remarks = _remarks(reading)
    if remarks:
        facts[REMARKS] = remarks
    draft = Draft(
        reading.place,
        facts,
        start.opening if start else None,
        tuple(dict.fromkeys(reading.doubts)),
        tuple(dict.fromkeys(reading.faults)),
    )
    return _Finished(draft, roles, start is not None and start.by_done)


def _timed(facts: dict[str, Plain], context: Context) -> dict[str, Plain]:
    """Let a deadline say how it limits: 立行立改 is no day."""
    words = facts.get(DEADLINE)
    if not isinstance(words, str) or TIME_KIND in facts:
        return {}
    kind = read_limit(words, context.on, context.calendar).kind
    return {} if kind is None else {TIME_KIND: kind.value}


def _remarks(reading: Reading) -> str:
    """Write the 备注: its own words, then what no field takes under its heading."""
    said = [
        f"{each.heading}：{each.words}" if each.heading else each.words
        for each in sorted(reading.kept, key=attrgetter("order"))
    ]
    return canonical("\n\n".join(said))
