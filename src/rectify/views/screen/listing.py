"""Lists of issues: on a terminal, as JSON, as CSV."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rectify.domain.listing import summarise
from rectify.domain.terms import State
from rectify.domain.text import flow
from rectify.domain.wording import DEMONSTRATION
from rectify.views.screen import terminal
from rectify.views.screen.terminal import Cell, Column, Table, Tone, show_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rectify.domain.ledger import Ledger
    from rectify.domain.listing import Item, Summary
    from rectify.domain.roster import Roster

_NONE = "—"
_Shown = "Callable[[Item, Roster], Cell]"


def _units(names: Sequence[str], roster: Roster) -> str:
    return "、".join(roster.directory.shown(name) for name in names) or _NONE


def _tone(item: Item, roster: Roster) -> Tone:
    """Colour by the days left; a struck-off issue steps back."""
    if not item.open:
        return Tone.DIM
    if item.days_left is None:
        return Tone.PLAIN
    if item.days_left < 0:
        return Tone.RED
    soon = roster.ledger.procedure.due_soon_days
    return Tone.YELLOW if item.days_left <= soon else Tone.GREEN


def _state(item: Item, roster: Roster) -> Cell:
    late = "·逾期" if item.overdue else ""
    merged = f"（并入{item.merged_into}）" if item.merged_into else ""
    return Cell(f"{item.state_shown}{late}{merged}", _tone(item, roster))


def _plain(text: Callable[[Item, Roster], str]) -> Callable[[Item, Roster], Cell]:
    def cell(item: Item, roster: Roster) -> Cell:
        return Cell(text(item, roster), Tone.PLAIN if item.open else Tone.DIM)

    return cell


def _deadline(item: Item, roster: Roster) -> Cell:
    words = (item.limit_words if item.open else None) or _NONE
    mark = "暂估" if item.estimated and item.open else ""
    shown = words if item.deadline is None else f"{item.deadline}{mark}"
    return Cell(shown, _tone(item, roster))


def _remaining(item: Item, roster: Roster) -> Cell:
    return Cell(item.remaining, _tone(item, roster))


# Rank 0 stays at 80 columns; the highest rank is the first to go.
COLUMNS: dict[str, tuple[Column, Callable[[Item, Roster], Cell]]] = {
    "编号": (Column("编号"), _plain(lambda item, _: item.number)),
    "标题": (
        Column("标题", min_width=24, flexible=True),
        _plain(lambda item, _: f"★{item.title}" if item.key else item.title),
    ),
    "类别": (Column("类别", rank=2), _plain(lambda item, _: item.category or _NONE)),
    "来源": (Column("来源", rank=4), _plain(lambda item, _: item.source or _NONE)),
    "来源级别": (Column("级别", rank=4), _plain(lambda item, _: item.level or _NONE)),
    "审议意见": (
        Column("审议意见", rank=4),
        _plain(lambda item, _: f"第{item.opinion}条" if item.opinion else _NONE),
    ),
    "提出人": (
        Column("提出人", rank=4),
        _plain(lambda item, _: "、".join(item.proposers) or _NONE),
    ),
    "主办": (
        Column("主办", min_width=12, flexible=True),
        _plain(lambda item, roster: _units(item.leads, roster)),
    ),
    "协办": (
        Column("协办", rank=3, min_width=12, flexible=True),
        _plain(lambda item, roster: _units(item.partners, roster)),
    ),
    "期限": (Column("期限"), _deadline),
    "状态": (Column("状态"), _state),
    "余": (Column("余", rank=1), _remaining),
}
_USUAL = ("编号", "标题", "类别", "主办", "协办", "期限", "状态", "余")
SORTABLE = ("编号", "标题", "类别", "来源", "主办", "期限", "状态", "余")
_ORDER = list(State)
_KEYS: dict[str, Callable[[Item], tuple[object, ...]]] = {
    "编号": lambda _: (),
    "标题": lambda item: (item.title,),
    "类别": lambda item: (item.category or "",),
    "来源": lambda item: (item.source or "",),
    "主办": lambda item: item.leads,
    "期限": lambda item: (item.deadline is None, str(item.deadline)),
    "状态": lambda item: (_ORDER.index(item.state),),
    "余": lambda item: (item.days_left is None, item.days_left),
}


def sorted_by(listed: Iterable[Item], column: str | None, ledger: Ledger) -> list[Item]:
    """Sort a list by a column; issues alike stay in order of their numbers."""
    key = _KEYS.get(column or "编号")
    return sorted(listed, key=key or _own_key(column or "", ledger))


def _own_key(label: str, ledger: Ledger) -> Callable[[Item], tuple[object, ...]]:
    """Sort by one of the ledger's own fields: options as declared, nothing last."""
    field = next((each for each in ledger.custom if each.name == label), None)
    options = field.options if field else ()

    def key(item: Item) -> tuple[object, ...]:
        value = item.own.get(label)
        if value is None:
            return (True,)
        return (False, options.index(str(value)) if options else value)

    return key


def show(roster: Roster, listed: Sequence[Item], columns: Sequence[str]) -> None:
    """Print a list as a table."""
    summary = summarise(listed, roster.ledger.procedure.due_soon_days)
    counts = _counts(roster, summary)
    table = _table(roster, listed, columns or _USUAL, counts)
    show_table(table._replace(title=roster.ledger.title))


def show_due(roster: Roster, listed: Sequence[Item]) -> None:
    """Print what is due as a table, the most urgent first."""
    twice = [item.number for item in listed if item.twice_failed]
    late = sum(
        1 for item in listed if item.days_left is not None and item.days_left < 0
    )
    counts = f"{len(listed)}{roster.ledger.measure_word}到期，其中已过期 {late}"
    if twice:
        counts += f" · 二次不满意：{'、'.join(twice)}"
    chosen = ("编号", "标题", "主办", "期限", "余")
    table = _table(roster, listed, chosen, counts)
    ranked = tuple(column._replace(rank=0) for column in table.columns)
    show_table(table._replace(columns=ranked, title=f"到期 · {roster.ledger.title}"))


def _table(
    roster: Roster, listed: Sequence[Item], columns: Sequence[str], counts: str
) -> Table:
    chosen = [COLUMNS.get(name) or _own_column(name) for name in columns]
    rows = [tuple(shown(item, roster) for _, shown in chosen) for item in listed]
    return Table(
        tuple(column for column, _ in chosen),
        tuple(rows),
        footer=(counts, day_line(roster)),
    )


def _own_column(label: str) -> tuple[Column, Callable[[Item, Roster], Cell]]:
    """Show one of the ledger's own fields."""
    column = Column(label, rank=2, min_width=8, flexible=True)
    return column, _plain(lambda item, _: flow(str(item.own.get(label, _NONE))))


def day_line(roster: Roster) -> str:
    """Name the day that a table speaks of, and a demonstration as one."""
    demonstration = f" · {DEMONSTRATION}" if roster.ledger.demonstration else ""
    return f"截至 {roster.on}{demonstration}"


def _counts(roster: Roster, summary: Summary) -> str:
    parts = [f"{summary.total}{roster.ledger.measure_word}"]
    parts += [f"{state} {count}" for state, count in summary.states]
    parts += [f"逾期 {summary.overdue}", f"{summary.soon_days}天内到期 {summary.soon}"]
    return " · ".join(parts)


def _record(item: Item) -> dict[str, object]:
    """Give what any column may ask for, by its name."""
    return item.plain() | {
        "来源级别": item.level,
        "审议意见": item.opinion,
        "提出人": list(item.proposers),
        "余": item.remaining,
        **item.own,
    }


def print_json(listed: Iterable[Item], columns: Sequence[str] = ()) -> None:
    """Print a list as JSON with Chinese keys, promised stable, or chosen ones."""
    records = (
        {label: _record(item).get(label) for label in columns}
        if columns
        else item.plain()
        for item in listed
    )
    terminal.print_json(list(records), sys.stdout)


def print_csv(listed: Sequence[Item], columns: Sequence[str]) -> None:
    """Print a list as CSV by the keys of the JSON."""
    rows = [_record(item) for item in listed]
    usual = (
        "编号",
        "标题",
        "类别",
        "来源",
        "状态",
        "主办",
        "协办",
        "期限",
        "剩余天数",
        "重点督办",
        "办理次数",
    )
    labels = tuple(columns) or usual
    terminal.print_csv(
        labels, [[_csv(row.get(label)) for label in labels] for row in rows], sys.stdout
    )


def _csv(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else value
