"""成文: workbooks out to the units, and what they have filled in back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.options import AsOf, DryRun, LedgerName, Overwrite, SomeNumbers
from rectify.cli.shell import say
from rectify.cli.writing import PANEL

if TYPE_CHECKING:
    from datetime import date

    from rectify.cli.desk import Desk
    from rectify.domain.exchange.unitsheet import UnitSheet
    from rectify.domain.roster import Roster


@app.command("send", rich_help_panel=PANEL)
def send(
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="文件夹", help="写到哪个文件夹"),
    ],
    numbers: SomeNumbers = None,
    units: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="单位", help="只发给这个单位，可重复"),
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option(
            "--deadline",
            metavar="期限",
            help="请单位哪一天前报回，如 7月25日、10个工作日；默认按各条的期限",
        ),
    ] = None,
    overwrite: Overwrite = False,
    ledger: LedgerName = None,
    as_of: AsOf = None,
) -> None:
    """发表：给每个承办单位一份填报表，列出它在办的问题，填好报回后用 collect 收。"""
    from rectify.cli.desk import open_desk
    from rectify.cli.writing import ledger_of
    from rectify.domain.exchange.unitsheet import not_in_hand, unit_sheets
    from rectify.views.workbook.unitsheet import write_unit_sheet

    desk = open_desk()
    named = desk.targets(numbers, ledger) if numbers else []
    folder = ledger_of(named) or desk.folder(ledger)
    roster = desk.rosters(folder.name, as_of)[0]
    chosen = [target.entry.issue.number for target in named]
    sheets = unit_sheets(
        roster,
        units=[roster.directory.resolve(unit) for unit in units or ()],
        numbers=chosen,
        back=_back(desk, roster, deadline),
    )
    made = {unit: write_unit_sheet(sheet) for unit, sheet in sheets.items()}
    for idle in not_in_hand(roster, chosen):
        say(f"略过：{idle}")
    _place(sheets, made, Path(output), overwrite=overwrite)


def _back(desk: Desk, roster: Roster, words: str | None) -> date | None:
    """Read the day on which the workbooks are wanted back."""
    from rectify.cli.choosing import deadline_from

    return None if words is None else deadline_from(desk, words, roster.on).day


def _place(
    sheets: dict[str, UnitSheet],
    made: dict[str, bytes],
    folder: Path,
    *,
    overwrite: bool,
) -> None:
    """Write the workbooks, all of them or none, and say where they are."""
    from rectify.cli.placing import write_apart

    named = {
        f"台账_{unit}_{sheets[unit].head.on}.xlsx": data for unit, data in made.items()
    }
    files = write_apart(folder, named, overwrite=overwrite)
    count = len({row.given["编号"] for sheet in sheets.values() for row in sheet.rows})
    word = next(iter(sheets.values())).head.word
    say(
        f"填报表 {len(files)}份（{count}{word}），在文件夹 {folder}。"
        "各单位填好报回后，用 rectify collect 收"
    )


@app.command("collect", rich_help_panel=PANEL)
def collect(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件…", help="报回的填报表，几份都行；也可以是文件夹、压缩包"
        ),
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="不再询问，存疑的也按所列登记")
    ] = False,
    skip_faulty: Annotated[
        bool, typer.Option("--skip-faulty", help="有误的不收，其余照常")
    ] = False,
    ledger: LedgerName = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="收到的日期，默认今天"),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """收表：读入各单位报回的填报表，先列出填了什么，确认后登记为答复、进展和方案。

    只收单位该填的各列；编号被改、不是本台账的不收。同一份表收两次，不会多登记。
    最后列出还有哪些单位没有报。
    """
    from rectify.cli.collecting import Collecting
    from rectify.cli.desk import writing_desk

    with writing_desk() as desk:
        Collecting(desk, files, ledger).run(
            desk.day(on), yes=yes, skip_faulty=skip_faulty, dry_run=dry_run
        )
