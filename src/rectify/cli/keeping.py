"""保管: check every file, and bring files to their one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.options import DryRun, Json, LedgerName
from rectify.cli.shell import say
from rectify.errors import BadData

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rectify.domain.entity import Entity
    from rectify.errors import Problem
    from rectify.storage.folder import LedgerFolder
    from rectify.storage.journal import Change

PANEL = "保管"
_FAULTY = 5


@app.command("check", rich_help_panel=PANEL)
def check(
    ledger: LedgerName = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="不列提醒，只列差错")] = False,
    json: Json = False,
) -> None:
    """检查：列出每个文件的每处差错和改法，另列值得再看一眼的地方。"""
    from rectify.cli.desk import open_desk
    from rectify.cli.examining import examined, shared_prefixes
    from rectify.cli.reading import tried
    from rectify.domain.calendar import Calendar
    from rectify.views.screen import findings

    desk = open_desk()
    folders = desk.folders(ledger)
    faults: list[Problem] = []
    advice: list[Problem] = []
    counted = 0
    calendar = tried(lambda: desk.calendar, faults) or Calendar()
    for folder in folders:
        found = desk.together(folder.name, lambda each: examined(each, calendar))
        faults += found.faults
        advice += found.advice
        counted += found.files
    faults += shared_prefixes(desk.folders(None), folders)
    if json:
        findings.print_json(faults, advice)
    else:
        findings.show(faults, [] if quiet else advice, counted)
    if faults:
        raise typer.Exit(_FAULTY)


@app.command("format", rich_help_panel=PANEL)
def format_(ledger: LedgerName = None, dry_run: DryRun = False) -> None:
    """整理格式：把手改过的文件理成统一的写法，内容和注释不变。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write

    with writing_desk() as desk:
        changes: list[Change] = []
        problems: list[Problem] = []
        for folder in desk.folders(ledger):
            for change in _restyled(folder):
                if isinstance(change, BadData):
                    problems += change.problems
                else:
                    changes.append(change)
        names = [change.path.stem for change in changes]
        if changes:
            sentence = f"整理格式：{len(changes)}个文件"
            write(desk, changes, sentence, names, dry_run=dry_run)
        else:
            say("格式都已统一，没有改动")
        if problems:
            raise BadData(tuple(problems), "有差错的文件没有整理，请先改正")


def _restyled(folder: LedgerFolder) -> Iterator[Change | BadData]:
    """Give each file that is not in its canonical form."""
    from rectify.domain.ballot import Vote
    from rectify.domain.intake.profile import Profile
    from rectify.domain.ledger import Ledger
    from rectify.domain.unit import UnitList
    from rectify.storage.folder import Faulty
    from rectify.storage.journal import Change
    from rectify.storage.restyle import restyle

    files: list[tuple[Path, type[Entity], bytes | None]] = [
        (folder.path / "ledger.yaml", Ledger, folder.data("ledger.yaml"))
    ]
    optional: dict[str, type[Entity]] = {
        "units.yaml": UnitList,
        "imports.yaml": Profile,
    }
    for name, kind in optional.items():
        data = folder.data(name)
        if data is not None:
            files.append((folder.path / name, kind, data))
    for entry in folder.scan():
        if isinstance(entry, Faulty):
            yield BadData(entry.problems)
        else:
            files.append((entry.path, folder.kind, entry.data))
    for vote in folder.votes():
        if isinstance(vote, Faulty):
            yield BadData(vote.problems)
        else:
            files.append((vote.path, Vote, vote.data))
    for path, kind, data in files:
        place = path.relative_to(folder.root).as_posix()
        after = restyle(kind, data or b"", place)
        if after != data:
            yield Change(path, data, after)
