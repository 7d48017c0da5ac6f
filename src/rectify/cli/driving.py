"""What git itself calls: no command for people, and none of them is in the help."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.shell import say

if TYPE_CHECKING:
    from rectify.domain.entity import Entity

_DISPUTED = 1


@app.command("merge-driver", hidden=True)
def merge_driver(
    base: Annotated[Path, typer.Argument(metavar="原来的文件")],
    ours: Annotated[Path, typer.Argument(metavar="本方的文件")],
    theirs: Annotated[Path, typer.Argument(metavar="对方的文件")],
    marks: Annotated[int, typer.Argument(metavar="标记长度")],
    path: Annotated[str, typer.Argument(metavar="路径")],
) -> None:
    """合并台账里的一个文件：版本历史自己会用，不必运行。"""
    from rectify.storage.merging.driver import Asked, merge

    asked = Asked(base, ours, theirs, marks, path)
    left = merge(asked, Path.cwd())
    if left is not None:
        for reason in left.reasons:
            say(reason)
        say(f"{path} 有要由人决定的地方，请运行 rectify resolve")
        raise typer.Exit(_DISPUTED)


@app.command("textconv", hidden=True)
def textconv(
    file: Annotated[Path, typer.Argument(metavar="文件")],
) -> None:
    """把台账里的一个文件写成便于对比的文字：由 git 调用，不必自己运行。"""
    data = file.read_bytes()
    try:
        shown = _labelled(data)
    except Exception:  # noqa: BLE001  # whatever it is, git shows the file itself
        shown = data
    sys.stdout.flush()
    sys.stdout.buffer.write(shown)


def _labelled(data: bytes) -> bytes:
    """Write a file as labelled lines; one that can't be read stays as it is."""
    from rectify.domain.ballot import Vote
    from rectify.domain.issue import LooseIssue
    from rectify.domain.ledger import Ledger
    from rectify.domain.unit import UnitList
    from rectify.storage.reader import read
    from rectify.storage.yaml import load
    from rectify.views.labelled import labelled

    known: dict[str, type[Entity]]
    known = {"编号": LooseIssue, "票号": Vote, "编号前缀": Ledger, "单位": UnitList}
    plain = read(data, "").plain or {}
    kind = next((kind for label, kind in known.items() if label in plain), None)
    value = None if kind is None else load(kind, data, "").value
    if kind is None or value is None:
        return data
    labels = kind.labels().values()
    more = {label: each for label, each in plain.items() if label not in labels}
    own = {label: each for label, each in more.items() if isinstance(each, str)}
    return labelled(value, own).encode()
