"""The program's commands, gathered; each panel of the help is a module of its own."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from rectify.cli.shell import App
from rectify.errors import UsageError

app = App(name="rectify")


class NoSuchFolder(UsageError):  # noqa: N818  # named for what it is
    """The folder of -C is not there."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"没有 {folder} 这个文件夹")


def _version(wanted: bool) -> None:
    if wanted:
        from rectify import __version__

        print(f"rectify {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    folder: Annotated[
        str | None,
        typer.Option("-C", metavar="文件夹", help="在这个文件夹里运行"),
    ] = None,
    version: Annotated[  # noqa: ARG001  # its callback has answered
        bool,
        typer.Option(
            "--version", "-V", help="显示版本", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """问题整改台账：交办、答复、测评、销号、统计、成文。

    不带命令运行，显示眼前要办的事。命令的用法：rectify 命令 --help
    """
    if folder is not None:
        try:
            os.chdir(folder)
        except OSError:
            raise NoSuchFolder(folder) from None
    if context.invoked_subcommand is None:
        from rectify.cli.viewing import overview

        overview()
