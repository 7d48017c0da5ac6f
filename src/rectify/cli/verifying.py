"""保管: whether what was recorded is still as it was recorded."""

from __future__ import annotations

from typing import Annotated

import typer

from rectify.cli.app import app
from rectify.cli.keeping import PANEL
from rectify.cli.options import Json, LedgerName

_FAULTY = 5


@app.command("verify", rich_help_panel=PANEL)
def verify(
    ledger: LedgerName = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="版本",
            help="只检查这个版本以后的，可写标签、版本号或 HEAD~20",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """核验：查遍版本历史，列出登记以后被改动、删去的办理记录和测评。

    作废、更正、撤销、改号、整理格式都不算；查出改动以退出码5结束。
    """
    from rectify.cli.desk import open_desk
    from rectify.storage.git.repository import Repository
    from rectify.storage.history.verification import examine
    from rectify.views.screen import verdicts

    workspace = open_desk().workspace
    if ledger is not None:
        workspace.folder(ledger)
    repo = Repository.open(workspace.root)
    start = None if since is None else repo.version(since)
    verdict = examine(repo, ledger=ledger, since=start)
    if json:
        verdicts.print_json(verdict)
    else:
        verdicts.show(verdict)
    if verdict.findings:
        raise typer.Exit(_FAULTY)
