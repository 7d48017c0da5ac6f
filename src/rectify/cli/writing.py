"""成文: reports, in Markdown, to the screen or into files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rectify.cli.app import app
from rectify.cli.options import AsOf, Known, LedgerName
from rectify.cli.shell import say
from rectify.errors import LedgerError, RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rectify.cli.desk import Desk
    from rectify.domain.letter import Letter
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

    def __init__(self, kind: str, option: str) -> None:
        super().__init__(f"{kind}不分单位和批次，不用写 {option}")


class NoSuchBatch(RuleError):  # noqa: N818  # named for what it is
    """Nothing was handed over to that unit, or on that day."""

    def __init__(
        self, unit: str | None, day: date | None, days: Sequence[date]
    ) -> None:
        whom = "" if unit is None else f"给{unit}"
        when = "" if day is None else f"{day}"
        known = f"。交办的日期有：{'、'.join(map(str, days))}" if day and days else ""
        super().__init__(f"{when}没有交办{whom}的问题，没有可写的交办函{known}")


class SeveralLetters(UsageError):  # noqa: N818  # named for what it is
    """Several letters do not fit into one file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"交办函每个单位每批一份，不能都写到文件 {path}；请用 -o 写一个文件夹，"
            "或用 --unit、--on 写明哪一份"
        )


class SameName(LedgerError):  # noqa: N818  # named for what it is
    """Two documents would have one file name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"有两个单位的文件名都是 {name}，请在 units.yaml 里改名")


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
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="交办函：只写这一天交办的"),
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
    from rectify.domain.letter import compile_letters
    from rectify.domain.report import KINDS, kind_named

    if kind is None:
        for each in KINDS:
            print(f"{each.name}  {each.alias:<12}{each.about}")
        return
    found = kind_named(kind)
    for option, value in (("--unit", unit), ("--on", on)):
        if value is not None and not found.for_units:
            raise NotForUnits(found.name, option)
    desk = open_desk()
    folder = desk.folder(ledger)
    roster = desk.rosters(folder.name, as_of, known)[0]
    if found.for_units:
        until = None if known is None else desk.day(known)
        letters = compile_letters(roster, desk.calendar, until)
        wanted = _wanted(desk, roster, letters, unit, on)
        texts = {each.name: _rendered(desk, roster, found, each) for each in wanted}
        names = [_file(found, each.name) for each in letters]
        _put_letters(found, texts, output, names, overwrite=overwrite)
    else:
        text = _rendered(desk, roster, found, _compiled(roster, found))
        _put(found, text, output, overwrite=overwrite)


def _wanted(
    desk: Desk,
    roster: Roster,
    letters: Sequence[Letter],
    unit: str | None,
    on: str | None,
) -> list[Letter]:
    """Choose the letters of a unit and of a day.

    Raises:
        NoSuchBatch: there are none.
    """
    name = None if unit is None else roster.directory.resolve(unit)
    day = None if on is None else desk.day(on)
    own = [each for each in letters if name in (None, each.unit)]
    wanted = [each for each in own if day in (None, each.day)]
    if not wanted:
        raise NoSuchBatch(name, day, sorted({each.day for each in own}))
    return wanted


def _compiled(roster: Roster, kind: Kind) -> Any:
    """Compile a report that is one document."""
    from rectify.domain.bulletin import compile_bulletin
    from rectify.domain.definitions import compile_definitions
    from rectify.domain.lists import compile_list

    match kind.alias:
        case "bulletin":
            return compile_bulletin(roster)
        case "definitions":
            return compile_definitions(roster)
        case _:
            return compile_list(roster)


def _rendered(desk: Desk, roster: Roster, kind: Kind, value: Any) -> str:
    from rectify.storage.builtin import templates
    from rectify.views.markdown import render

    own = desk.workspace.root / "templates"
    return render(kind.alias, value, roster.directory, own=own, builtin=templates())


def _put(kind: Kind, text: str, output: str | None, *, overwrite: bool) -> None:
    """Print a document, or write it and say where it is."""
    from rectify.storage.output import NotAFile, write_output

    if output is None:
        sys.stdout.write(text)
        return
    path = Path(output)
    if path.is_dir():
        raise NotAFile(path, f"{kind.name}.md")
    if path.suffix.lower() not in _FORMATS:
        raise UnknownFormat(path.suffix or str(path))
    write_output(path, text.encode(), overwrite=overwrite)
    say(f"{kind.name}已写入 {path}")


def _file(kind: Kind, name: str) -> str:
    from rectify.storage.output import safe_name

    return safe_name(f"{kind.name}_{name}.md")


def _put_letters(
    kind: Kind,
    texts: dict[str, str],
    output: str | None,
    names: Sequence[str],
    *,
    overwrite: bool,
) -> None:
    """Print letters, or write them into a folder; one alone may be a file."""
    from rectify.storage.output import write_outputs

    path = Path(output or "")
    named_as_file = path.suffix.lower() in _FORMATS and not path.is_dir()
    if output is None or (named_as_file and len(texts) == 1):
        _put(kind, "\n\n".join(texts.values()), output, overwrite=overwrite)
        return
    if named_as_file:
        raise SeveralLetters(path)
    for name in names:
        if names.count(name) > 1:
            raise SameName(name)
    files = {_file(kind, name): text.encode() for name, text in texts.items()}
    write_outputs(path, files, overwrite=overwrite)
    say(f"{kind.name} {len(files)}份，在文件夹 {path}")
    there = sorted(each.name for each in path.glob(f"{kind.name}_*.md"))
    stale = [name for name in there if name not in names]
    if stale:
        say(
            f"文件夹里另有{len(stale)}份不在这次交办函之列：{'、'.join(stale)}。"
            "如已不用，请自行移走"
        )
