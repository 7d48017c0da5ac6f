"""What git itself calls: no command for people, and none of them is in the help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rectify.cli.app import app
from rectify.cli.shell import say

_DISPUTED = 1


@app.command("merge-driver", hidden=True)
def merge_driver(
    base: Annotated[Path, typer.Argument(metavar="原来的文件")],
    ours: Annotated[Path, typer.Argument(metavar="本方的文件")],
    theirs: Annotated[Path, typer.Argument(metavar="对方的文件")],
    marks: Annotated[int, typer.Argument(metavar="标记长度")],
    path: Annotated[str, typer.Argument(metavar="路径")],
) -> None:
    """合并台账里的一个文件：由 git 调用，不必自己运行。"""
    from rectify.cli.desk import today
    from rectify.storage.git.driver import Asked, merge

    asked = Asked(base, ours, theirs, marks, path)
    left = merge(asked, Path.cwd(), today())
    if left is not None:
        for reason in left.reasons:
            say(reason)
        say(f"{path} 有要由人决定的地方，请运行 rectify resolve")
        raise typer.Exit(_DISPUTED)
