"""查看: lists, one issue, what is due."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.options import AsOf, Csv, Json, Known, LedgerName, Number
from rectify.cli.shell import say
from rectify.domain.terms import State
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.listing import Item
    from rectify.domain.roster import Roster

PANEL = "查看"
_DUE = 8


class UnknownColumn(UsageError):  # noqa: N818  # named for what it is
    """A list has no such column."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"没有“{name}”这一列。可用：{'、'.join(known)}")


class UnknownFact(UsageError):  # noqa: N818  # named for what it is
    """No issue of these ledgers has such a field, or it was not asked for rightly."""

    def __init__(self, typed: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"不能按“{typed}”找，应写成“项目=内容”。可用的项目：{'、'.join(known)}"
        )


ListState = Annotated[
    list[State] | None, typer.Option("--state", help="只列这些状态，可重复")
]
Unit = Annotated[
    str | None, typer.Option("--unit", metavar="单位", help="只列这个单位承办的")
]
Category = Annotated[
    str | None, typer.Option("--category", metavar="类别", help="只列这一类别")
]
Source = Annotated[
    str | None, typer.Option("--source", metavar="来源", help="只列这一来源")
]
Opinion = Annotated[
    int | None, typer.Option("--opinion", metavar="序号", help="只列这条审议意见的")
]
Key = Annotated[bool, typer.Option("--key", help="只列重点督办")]
Overdue = Annotated[bool, typer.Option("--overdue", help="只列逾期")]
DueWithin = Annotated[
    int | None,
    typer.Option("--due-within", metavar="天数", help="只列几天内到期和已逾期的"),
]
Text = Annotated[
    str | None, typer.Option("--text", metavar="文字", help="只列含有这些字的")
]
Sort = Annotated[
    str | None, typer.Option("--sort", metavar="列", help="按哪一列排，默认编号")
]
Columns = Annotated[
    str | None, typer.Option("--columns", metavar="列,列…", help="只要哪些列")
]
Field = Annotated[
    list[str] | None,
    typer.Option(
        "--field",
        metavar="项目=内容",
        help="只列这一项写着这些字的，内容为空即没有写的，可重复",
    ),
]
Numbers = Annotated[bool, typer.Option("--numbers", help="只输出编号")]


@app.command("list", rich_help_panel=PANEL)
def list_(
    ledger: LedgerName = None,
    state: ListState = None,
    unit: Unit = None,
    category: Category = None,
    source: Source = None,
    opinion: Opinion = None,
    key: Key = False,
    overdue: Overdue = False,
    due_within: DueWithin = None,
    text: Text = None,
    field: Field = None,
    sort: Sort = None,
    columns: Columns = None,
    numbers: Numbers = False,
    as_of: AsOf = None,
    known: Known = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """清单：全部问题的状态、主办、期限。"""
    from rectify.cli.desk import open_desk
    from rectify.domain.listing import Wish, items
    from rectify.views.screen import listing

    rosters = open_desk().sound_rosters(ledger, as_of, known)
    own = _own_columns(rosters)
    chosen = _columns(columns, own)
    order = None if sort is None else _column(sort, (*listing.SORTABLE, *own))
    asked = _asked(rosters, field or ())
    units = _called(rosters, unit)
    shown = []
    for roster in rosters:
        wish = Wish(
            states=tuple(state or ()),
            unit=units.get(roster.name),
            category=category,
            source=source,
            opinion=opinion,
            key=key,
            overdue=overdue,
            due_within=due_within,
            text=text,
            fields=asked,
        )
        found = listing.sorted_by(items(roster, wish), order, roster.ledger)
        shown.append((roster, found))
    everything = [item for _, found in shown for item in found]
    if numbers:
        sys.stdout.writelines(f"{item.number}\n" for item in everything)
    elif json:
        listing.print_json(everything, chosen)
    elif csv:
        listing.print_csv(everything, chosen)
    else:
        for roster, found in shown:
            listing.show(roster, found, chosen)


def _called(rosters: list[Roster], unit: str | None) -> dict[str, str]:
    """Give each ledger's full name of a unit; one ledger that has it is enough.

    Raises:
        UnknownUnit: no ledger has it.
        AmbiguousUnit: it could be several, and is one in no other ledger.
    """
    from rectify.domain.unit import AmbiguousUnit, UnknownUnit

    if unit is None:
        return {}
    names: dict[str, str] = {}
    doubt: list[AmbiguousUnit] = []
    unknown: list[UnknownUnit] = []
    for roster in rosters:
        try:
            names[roster.name] = roster.directory.resolve(unit)
        except AmbiguousUnit as error:
            doubt.append(error)
        except UnknownUnit as error:
            unknown.append(error)
    if not names and (doubt or unknown):
        raise [*doubt, *unknown][0]
    for ambiguous in doubt:
        say(str(ambiguous))
    return {roster.name: unit for roster in rosters} | names


def _own_columns(rosters: list[Roster]) -> tuple[str, ...]:
    """Name the fields that the ledgers declare, each once."""
    own = [each.name for roster in rosters for each in roster.ledger.custom]
    return tuple(dict.fromkeys(own))


def _asked(
    rosters: list[Roster], settings: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Read 项目=内容; one ledger that has the field is enough."""
    from rectify.domain.custom import named
    from rectify.domain.issue import Issue

    facts = (label for name, label in Issue.labels().items() if name != "events")
    labels = (*facts, *_own_columns(rosters))
    asked = []
    for typed in settings:
        given, equals, words = typed.replace("＝", "=", 1).partition("=")
        label = named(given, labels)
        if label is None or not equals:
            raise UnknownFact(typed, labels)
        asked.append((label, words))
    return tuple(asked)


def _column(typed: str, known: tuple[str, ...]) -> str:
    from rectify.domain.custom import named

    label = named(typed, known)
    if label is None:
        raise UnknownColumn(typed, known)
    return label


def _columns(words: str | None, own: tuple[str, ...]) -> tuple[str, ...]:
    from rectify.views.screen.listing import COLUMNS

    names = (part.strip() for part in (words or "").replace("，", ",").split(","))
    return tuple(_column(name, (*COLUMNS, *own)) for name in names if name)


@app.command("show", rich_help_panel=PANEL)
def show(
    number: Number,
    ledger: LedgerName = None,
    as_of: AsOf = None,
    known: Known = None,
    json: Json = False,
) -> None:
    """一条问题：各单位的状态和全部办理记录。"""
    from rectify.cli.desk import open_desk
    from rectify.views.screen import sheet

    desk = open_desk()
    roster, case = desk.one(desk.target(number, ledger), as_of, known)
    if json:
        sheet.print_json(case)
    else:
        sheet.show(roster, case, to_come=as_of is None)


@app.command("due", rich_help_panel=PANEL)
def due(
    within: Annotated[
        int | None,
        typer.Option("--within", metavar="天数", help="几天之内，默认台账的临期天数"),
    ] = None,
    fail: Annotated[
        bool, typer.Option("--fail", help="有逾期的，以退出码8结束（供定时任务用）")
    ] = False,
    ledger: LedgerName = None,
    as_of: AsOf = None,
    known: Known = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """到期：已经逾期的和快到期的，最急的在前。"""
    from rectify.cli.desk import open_desk
    from rectify.domain.listing import Wish, items, urgent_first
    from rectify.views.screen import listing

    shown: list[tuple[Roster, list[Item]]] = []
    for roster in open_desk().sound_rosters(ledger, as_of, known):
        days = roster.ledger.procedure.due_soon_days if within is None else within
        found = urgent_first(items(roster, Wish(due_within=days)))
        shown.append((roster, found))
    everything = [item for _, found in shown for item in found]
    if json:
        listing.print_json(everything)
    elif csv:
        listing.print_csv(everything, ())
    else:
        for roster, found in shown:
            listing.show_due(roster, found)
    late = any(item.days_left is not None and item.days_left < 0 for item in everything)
    if fail and late:
        raise typer.Exit(_DUE)


def overview() -> None:
    """Show what is to be done first, where no command was given."""
    from rectify.cli.desk import open_desk
    from rectify.views.screen import front

    desk = open_desk()
    for roster in desk.sound_rosters(None):
        front.show(roster)
