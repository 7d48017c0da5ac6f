"""查看: figures of whole ledgers: rates, and what changed in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.options import AsOf, Csv, Json, Known, LedgerName
from rectify.cli.shell import say
from rectify.cli.viewing import PANEL
from rectify.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from rectify.cli.desk import Desk
    from rectify.domain.changes import Changes
    from rectify.domain.roster import Roster


class BadPeriod(UsageError):  # noqa: N818  # named for what it is
    """A period ends before it begins."""

    def __init__(self) -> None:
        super().__init__("--until 早于 --since，请对调")


By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="分组",
        help="单位、类别、来源、来源级别、审议意见、台账",
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="指标", help="只要这个指标，可重复"),
]
Explain = Annotated[bool, typer.Option("--explain", help="列出分子、分母里的编号")]


@app.command("rates", rich_help_panel=PANEL)
def rates(
    by: By = None,
    only: Only = None,
    explain: Explain = False,
    ledger: LedgerName = None,
    as_of: AsOf = None,
    known: Known = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """统计：各项比率，连同口径；--explain 列出背后的编号。"""
    from rectify.cli.desk import open_desk
    from rectify.domain.measures import MEASURES
    from rectify.domain.rates import (
        Grouping,
        compile_rates,
        grouping_named,
        measure_named,
    )
    from rectify.views.screen import figures

    measures = [measure_named(name) for name in only or ()]
    grouping = None if by is None else grouping_named(by)
    rosters = open_desk().rosters(ledger, as_of, known)
    everything = json or csv or grouping is None
    default = MEASURES if everything else [measure_named(n) for n in figures.BY_GROUP]
    compared = grouping is Grouping.LEDGER
    apart = [rosters] if compared else [[roster] for roster in rosters]
    found = [
        (group, compile_rates(group, measures or default, grouping)) for group in apart
    ]
    if json:
        figures.print_json(found)
    elif csv:
        figures.print_csv(found)
    else:
        for place, (group, table) in enumerate(found):
            if place:
                print()
            figures.show(group, table, explain=explain)


@app.command("changes", rich_help_panel=PANEL)
def changes(
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="日期或版本", help="从哪一天起，或与哪个版本相比"
        ),
    ],
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="日期或版本",
            help="到哪一天为止，默认台账的统计截止日，没有则为今天；版本默认到现在",
        ),
    ] = None,
    ledger: LedgerName = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """变化：一段时间里，或者与一个版本相比，各单位做了什么。

    写日期的，按办理记录自己的日期列出，不用版本历史。
    写版本的（标签、版本号、HEAD~3 这样往前数），列出从那以后登记、作废、更正、修改的，
    不论事情是哪一天的。看起来像日期的一律当作日期；名称像日期的标签，请写它的版本号。
    """
    from rectify.cli.desk import open_desk
    from rectify.domain.deadline import is_day
    from rectify.views.screen import news

    desk = open_desk()
    if is_day(since, today=desk.today):
        found = _between_days(desk, ledger, since, until)
    else:
        from rectify.cli.comparing import compared

        found = compared(desk, ledger, since, until)
    if json:
        news.print_json(found)
    elif csv:
        news.print_csv(found)
    else:
        for roster, changes in found:
            news.show(roster, changes)


def _between_days(
    desk: Desk, ledger: str | None, since: str, until: str | None
) -> list[tuple[Roster, Changes]]:
    """Fold the events of a period; whatever is known of versions plays no part."""
    from rectify.domain.changes import compile_changes
    from rectify.domain.deadline import is_day

    first = desk.day(since)
    if until is not None and not is_day(until, today=desk.today):
        from rectify.cli.comparing import DayAndVersion

        raise DayAndVersion
    if until is not None and desk.day(until) < first:
        raise BadPeriod
    rosters = _reaching(desk.sound_rosters(ledger, until), first)
    return [
        (roster, compile_changes([roster], since=first, until=roster.on))
        for roster in rosters
    ]


def _reaching(rosters: list[Roster], first: date) -> list[Roster]:
    """Leave out the ledgers whose figures end before a period, and name them.

    Raises:
        PeriodToCome: no ledger is left.
    """
    found = [roster for roster in rosters if roster.on >= first]
    ended = [roster for roster in rosters if roster.on < first]
    if ended and not found:
        raise PeriodToCome(ended, first)
    for roster in ended:
        say(str(PeriodToCome([roster], first)))
    return found


class PeriodToCome(UsageError):  # noqa: N818  # named for what it is
    """The period begins after the day up to which a ledger is counted."""

    def __init__(self, rosters: list[Roster], first: date) -> None:
        whole = [
            f"台账 {roster.name} 统计到{roster.on}"
            + ("（ledger.yaml 的统计截止日）" if roster.ledger.cutoff else "（今天）")
            for roster in rosters
        ]
        super().__init__(
            f"{'，'.join(whole)}，早于 --since {first}。"
            "请把 --since 提前，或用 --until 写明到哪一天"
        )
