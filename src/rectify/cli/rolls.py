"""建账: the units of a ledger, in official order."""

from __future__ import annotations

from typing import Annotated

import typer

from rectify.cli.app import app
from rectify.cli.founding import PANEL
from rectify.cli.options import Csv, DryRun, Json, LedgerName
from rectify.cli.shell import App
from rectify.domain.terms import UnitKind
from rectify.errors import LedgerError

units = App()
app.add_typer(units, name="units", rich_help_panel=PANEL)


class UnitExists(LedgerError):  # noqa: N818  # named for what it is
    """A name names one unit."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”已经是单位的名称或别名；全部单位见 rectify units")


@units.callback(invoke_without_command=True)
def list_units(
    context: typer.Context,
    ledger: LedgerName = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """单位：全部承办单位，按机构序列；add 增加，alias 加别名。"""
    if context.invoked_subcommand is not None:
        return
    from rectify.cli.desk import open_desk
    from rectify.views.screen import rolls

    folders = open_desk().folders(ledger)
    found = [(folder.name, folder.directory.units) for folder in folders]
    if json:
        rolls.print_json(found)
    elif csv:
        rolls.print_csv(found)
    else:
        for folder in folders:
            rolls.show(folder.ledger.title, folder.directory.units)


@units.command("add")
def add(
    name: Annotated[str, typer.Argument(metavar="全称", help="单位全称")],
    short: Annotated[
        str | None, typer.Option("--short", metavar="简称", help="简称")
    ] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="别名", help="别名，可重复")
    ] = None,
    kind: Annotated[UnitKind | None, typer.Option("--kind", help="类型")] = None,
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="单位", help="排在哪个单位之后，默认最后"),
    ] = None,
    ledger: LedgerName = None,
    dry_run: DryRun = False,
) -> None:
    """增加一个单位。"""
    from rectify.cli.checking import entity_from
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write
    from rectify.domain.unit import Unit
    from rectify.storage.journal import Change
    from rectify.storage.unitfile import add_unit

    with writing_desk() as desk:
        folder = desk.folder(ledger)
        for each in (name, short, *(alias or ())):
            if each and folder.directory.knows(each):
                raise UnitExists(each)
        given = {"全称": name, "简称": short, "别名": alias, "类型": kind}
        unit = entity_from(Unit, {key: value for key, value in given.items() if value})
        behind = folder.directory.resolve(after) if after else None
        data = folder.data("units.yaml")
        text = add_unit(data, unit, after=behind)
        change = Change(folder.path / "units.yaml", data, text)
        write(desk, [change], f"增加单位：{name}", [name], dry_run=dry_run)


@units.command("alias")
def alias(
    name: Annotated[str, typer.Argument(metavar="单位", help="哪个单位")],
    other: Annotated[str, typer.Argument(metavar="别名", help="还可以怎么称呼")],
    ledger: LedgerName = None,
    dry_run: DryRun = False,
) -> None:
    """给单位加一个别名。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write
    from rectify.storage.journal import Change
    from rectify.storage.unitfile import replace_unit

    with writing_desk() as desk:
        folder = desk.folder(ledger)
        full = folder.directory.resolve(name)
        if folder.directory.knows(other):
            raise UnitExists(other)
        unit = next(each for each in folder.directory.units if each.name == full)
        data = folder.data("units.yaml") or b""
        text = replace_unit(data, unit.but(aliases=(*unit.aliases, other)))
        change = Change(folder.path / "units.yaml", data, text)
        write(desk, [change], f"{full}增加别名：{other}", [full], dry_run=dry_run)
