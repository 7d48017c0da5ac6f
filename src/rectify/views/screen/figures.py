"""Rates on a terminal, as JSON, as CSV."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.domain.rate import NOTHING
from rectify.domain.rates import Grouping, base_note, total_rate, unit_word
from rectify.domain.wording import DEMONSTRATION, rectified_and_answered
from rectify.views.screen import terminal
from rectify.views.screen.cells import bar, wrap
from rectify.views.screen.terminal import (
    Cell,
    Column,
    Table,
    Tone,
    has_colour,
    print_lines,
    show_table,
    terminal_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.domain.rate import Rate
    from rectify.domain.rates import Line, RateTable
    from rectify.domain.roster import Roster

    Counted = tuple[Sequence[Roster], RateTable]

BY_GROUP = ("答复率", "按期办结率", "整改完成率")
_OFFICIAL = {"整改答复到位率", "整改完成率"}
_GOOD, _FAIR = 80, 60
_WIDE = 100


def show(rosters: Sequence[Roster], table: RateTable, *, explain: bool) -> None:
    """Print rates as a table, their definitions below, and the numbers if asked."""
    plain = _single(table) if table.grouping is None else _grouped(rosters, table)
    days = "、".join(dict.fromkeys(str(roster.on) for roster in rosters))
    by_unit = table.grouping is Grouping.UNIT
    named = "；".join(roster.ledger.title for roster in rosters)
    show_table(
        plain._replace(
            title=f"截至 {days}",
            caption="按承办统计，合计按问题计" if by_unit else named,
        )
    )
    room = terminal_width(sys.stdout) or _WIDE
    lines = [[], *_notes(rosters, table, room)]
    if explain:
        lines += [[], *_explained(table, room)]
    print_lines(lines, colour=has_colour(sys.stdout), file=sys.stdout)


def _bar(rate: Rate) -> Cell:
    if rate.value is None:
        return Cell("")
    percent = rate.value * 100
    tone = (
        Tone.GREEN
        if percent >= _GOOD
        else Tone.YELLOW
        if percent >= _FAIR
        else Tone.RED
    )
    return Cell(bar(rate.value), tone)


def _single(table: RateTable) -> Table:
    """One line for each rate."""
    rows = [
        (Cell(measure.name), Cell(rate.percent()), _bar(rate), Cell(rate.counts))
        for measure, rate in zip(table.measures, table.total.rates, strict=True)
    ]
    columns = (
        Column("指标", flexible=True, min_width=10),
        Column("比率", right=True),
        Column(""),
        Column("分子/分母", right=True),
    )
    return Table(columns, tuple(rows))


def _grouped(rosters: Sequence[Roster], table: RateTable) -> Table:
    """One line for each group, one pair of columns for each rate."""
    size = "承办" if table.grouping is Grouping.UNIT else "问题"
    columns = [
        Column(str(table.grouping), flexible=True, min_width=8),
        Column(size, right=True),
    ]
    for rank, measure in enumerate(table.measures):
        columns += [
            Column(measure.name, right=True, rank=rank),
            Column("", rank=len(table.measures) + rank),
        ]
    rows = [_row(line._replace(group=_name(rosters, line))) for line in table.lines]
    rows.append(_row(table.total._replace(group="合计（问题）")))
    return Table(tuple(columns), tuple(rows))


def _name(rosters: Sequence[Roster], line: Line) -> str:
    """Call a unit by its short name; other groups are not units."""
    names = {roster.directory.shown(line.group) for roster in rosters}
    return next((name for name in names if name != line.group), line.group)


def _row(line: Line) -> tuple[Cell, ...]:
    cells = [Cell(line.group), Cell(str(line.size))]
    for rate in line.rates:
        cells += [Cell(rate.percent()), _bar(rate)]
    return tuple(cells)


def _notes(
    rosters: Sequence[Roster], table: RateTable, room: int
) -> Iterator[list[Cell]]:
    """Give the definition of each rate, what the base is, and a sentence to use."""
    described = zip(table.measures, table.definitions, table.total.rates, strict=True)
    for measure, definition, rate in described:
        counts = "" if rate.value is None else f"（{rate.counts}）"
        gaps = rate.gap_words(unit_word(measure, rosters))
        said = f"{measure.name} = {definition}{counts}{'，' if gaps else ''}{gaps}"
        yield from _wrapped(said, room)
    yield from _wrapped(f"{base_note(rosters)}。--explain 列出编号", room)
    for sentence in _official(rosters, table):
        yield from _wrapped(sentence, room)
    if any(roster.ledger.demonstration for roster in rosters):
        yield from _wrapped(DEMONSTRATION, room)


def _official(rosters: Sequence[Roster], table: RateTable) -> Iterator[str]:
    """Word 整改答复到位率 for documents, where the table is about 整改."""
    if not {measure.name for measure in table.measures} & _OFFICIAL:
        return
    for roster in rosters:
        rate = total_rate("整改答复到位率", [roster])
        if rate.value is not None:
            said = rectified_and_answered(rate, roster.ledger.measure_word)
            yield f"公文表述（{roster.name}）：{said}"


def _wrapped(text: str, room: int) -> Iterator[list[Cell]]:
    for line in wrap(text, room, " "):
        yield [Cell(line, Tone.DIM)]


def _explained(table: RateTable, room: int) -> Iterator[list[Cell]]:
    """List the numbers in and out of each numerator, group by group."""
    for place, measure in enumerate(table.measures):
        for line in (*table.lines, table.total):
            rate = line.rates[place]
            if not rate.denominator and not rate.gaps:
                continue
            yield [
                Cell(
                    f" {measure.name} · {line.group}：{rate.percent()}"
                    f"（{rate.counts}）",
                    Tone.BOLD,
                )
            ]
            rest = [n for n in rate.denominator_of if n not in rate.numerator_of]
            for label, numbers in (
                ("计入分子", rate.numerator_of),
                ("只在分母", tuple(rest)),
            ):
                listed = "、".join(numbers) or NOTHING
                said = f"{label} {len(numbers)}：{listed}"
                yield from ([Cell(each)] for each in wrap(said, room, "   "))
            for said in _left_out(rate):
                yield from ([Cell(each)] for each in wrap(said, room, "   "))


def _left_out(rate: Rate) -> Iterator[str]:
    """Name what is not counted, by what is not known of it."""
    for what in dict.fromkeys(gap.lacking for gap in rate.gaps):
        names = [gap.name for gap in rate.gaps if gap.lacking == what]
        yield f"缺少{what}、未计入 {len(names)}：{'、'.join(names)}"


def _records(table: RateTable) -> Iterator[dict[str, object]]:
    for line in (*table.lines, table.total):
        described = zip(table.measures, table.definitions, line.rates, strict=True)
        for measure, definition, rate in described:
            yield {
                "指标": measure.name,
                "分组": line.group,
                "分子": rate.numerator,
                "分母": rate.denominator,
                "比率": None if rate.value is None else rate.percent(),
                "口径": definition,
                "分子编号": list(rate.numerator_of),
                "分母编号": list(rate.denominator_of),
                "未计": [gap.name for gap in rate.gaps],
            }


def _named_records(found: Sequence[Counted]) -> Iterator[dict[str, object]]:
    """Give the records of all tables; of several, with the ledger's name."""
    for rosters, table in found:
        for record in _records(table):
            named = {"台账": rosters[0].name} if len(found) > 1 else {}
            yield named | record


def print_json(found: Sequence[Counted]) -> None:
    """Print rates as JSON with Chinese keys, promised stable."""
    terminal.print_json(list(_named_records(found)), sys.stdout)


def print_csv(found: Sequence[Counted]) -> None:
    """Print rates as CSV by the keys of the JSON, without the lists of numbers."""
    several = ("台账",) if len(found) > 1 else ()
    labels = (*several, "指标", "分组", "分子", "分母", "比率", "口径")
    rows = [
        [record[label] or "" if label == "比率" else record[label] for label in labels]
        for record in _named_records(found)
    ]
    terminal.print_csv(labels, rows, sys.stdout)
