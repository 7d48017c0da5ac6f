"""成文: reports, in Markdown, to the screen or into files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rectify.cli.app import app
from rectify.cli.options import AsOf, Known, LedgerName
from rectify.cli.shell import say
from rectify.errors import UsageError

if TYPE_CHECKING:
    from rectify.cli.desk import Desk
    from rectify.domain.report import Kind
    from rectify.domain.roster import Roster

PANEL = "成文"
_FORMATS = (".md",)


class UnknownFormat(UsageError):  # noqa: N818  # named for what it is
    """Reports are not written in that format."""

    def __init__(self, name: str) -> None:
        super().__init__(f"不能写成 {name}；可用的格式：{'、'.join(_FORMATS)}")


class NotForUnits(UsageError):  # noqa: N818  # named for what it is
    """The report does not go to single units."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind}不分单位，不用写 --unit")


class NothingForUnit(UsageError):  # noqa: N818  # named for what it is
    """The unit has nothing to do in this ledger."""

    def __init__(self, unit: str) -> None:
        super().__init__(f"{unit}在这个台账里没有承办的问题，没有可写的交办函")


@app.command("report", rich_help_panel=PANEL)
def report(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[文书]", help="哪一种；不写则列出全部种类"),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="文件", help="写到文件；分单位的写到文件夹"
        ),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="只写给这个单位的")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="文件已有且内容不同的，覆盖")
    ] = False,
    ledger: LedgerName = None,
    as_of: AsOf = None,
    known: Known = None,
) -> None:
    """成文：交办函、三张清单、情况通报、口径说明。"""
    from rectify.cli.desk import open_desk
    from rectify.domain.report import KINDS, kind_named

    if kind is None:
        for each in KINDS:
            print(f"{each.name}  {each.alias:<12}{each.about}")
        return
    found = kind_named(kind)
    if unit is not None and not found.for_units:
        raise NotForUnits(found.name)
    desk = open_desk()
    folder = desk.folder(ledger)
    roster = desk.rosters(folder.name, as_of, known)[0]
    reports = _compiled(desk, roster, found, unit)
    texts = {
        name: _rendered(desk, roster, found, value) for name, value in reports.items()
    }
    if output is None:
        sys.stdout.write("\n\n".join(texts.values()))
    else:
        _write(
            found,
            texts,
            Path(output),
            split=found.for_units and unit is None,
            overwrite=overwrite,
        )


def _compiled(
    desk: Desk, roster: Roster, kind: Kind, unit: str | None
) -> dict[str, Any]:
    """Compile the report, or one for each unit, under the name of its file."""
    from rectify.domain.bulletin import compile_bulletin
    from rectify.domain.definitions import compile_definitions
    from rectify.domain.letter import compile_letters
    from rectify.domain.lists import compile_list

    match kind.alias:
        case "handover":
            letters = compile_letters(roster, desk.calendar)
            wanted = None if unit is None else roster.directory.resolve(unit)
            found = {
                f"{kind.name}_{letter.unit}": letter
                for letter in letters
                if wanted in (None, letter.unit)
            }
            if wanted is not None and not found:
                raise NothingForUnit(wanted)
            return found
        case "bulletin":
            return {kind.name: compile_bulletin(roster)}
        case "definitions":
            return {kind.name: compile_definitions(roster)}
        case _:
            return {kind.name: compile_list(roster)}


def _rendered(desk: Desk, roster: Roster, kind: Kind, value: Any) -> str:
    from rectify.storage.builtin import templates
    from rectify.views.markdown import render

    folders = [desk.workspace.root / "templates", templates()]
    return render(kind.alias, value, roster.directory, folders)


def _write(
    kind: Kind, texts: dict[str, str], path: Path, *, split: bool, overwrite: bool
) -> None:
    """Write one file, or a folder of them, and say where they are."""
    from rectify.storage.output import write_output

    if split:
        for name, text in texts.items():
            write_output(path / f"{name}.md", text.encode(), overwrite=overwrite)
        say(f"{kind.name} {len(texts)}份，在文件夹 {path}")
        return
    if path.suffix.lower() not in _FORMATS:
        raise UnknownFormat(path.suffix or str(path))
    for text in texts.values():
        write_output(path, text.encode(), overwrite=overwrite)
    say(f"{kind.name}已写入 {path}")
