"""建账: a workspace, a ledger, issues, units, approval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.beginning import begin_history, take_over
from rectify.cli.options import DryRun
from rectify.cli.shell import say
from rectify.domain.terms import Assessment
from rectify.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.cli.desk import Desk
    from rectify.storage.journal import Change

PANEL = "建账"
_SECRET = ("秘密", "机密", "绝密")


class NotEmpty(LedgerError):  # noqa: N818  # named for what it is
    """Something stands where a workspace is to be made."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"{folder} 里已有台账 {name}，没有改动；请换一个文件夹或名称")


class Incomplete(UsageError):  # noqa: N818  # named for what it is
    """A ledger needs a name, a title, a prefix and an organ."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"还缺{missing}。例：rectify init 我的台账 --ledger ylfw-2024 "
            "--title 养老服务问题清单 --prefix YL --organ 某市人大常委会；"
            "先看样子：rectify init 试一试 --example jiaozuo-2024"
        )


class NoSuchExample(UsageError):  # noqa: N818  # named for what it is
    """There is no sample of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"没有“{name}”这个示例。可用：{'、'.join(known)}")


class BadLedgerName(UsageError):  # noqa: N818  # named for what it is
    """A ledger's folder has a plain ASCII name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"台账名“{name}”只能用小写字母、数字和短横，如 ylfw-2024；"
            "中文名称写在 --title 里"
        )


class NoSecrets(LedgerError):  # noqa: N818  # named for what it is
    """State secrets never enter the tool (保守国家秘密法)."""

    def __init__(self, word: str) -> None:
        super().__init__(f"名称里有“{word}”：本系统不得处理涉密信息，没有建账")


class EitherOr(UsageError):  # noqa: N818  # named for what it is
    """A ledger comes from others as it is; nothing of it is chosen here."""

    def __init__(self) -> None:
        super().__init__(
            "--from 取来的是现成的台账，不能同时写 --ledger、--title、--prefix、"
            "--organ、--example 或 --no-git"
        )


Title = Annotated[str | None, typer.Option("--title", metavar="名称", help="台账名称")]
Prefix = Annotated[
    str | None, typer.Option("--prefix", metavar="前缀", help="编号前缀，如 JZ")
]
Organ = Annotated[str | None, typer.Option("--organ", metavar="机关", help="监督机关")]
Judged = Annotated[Assessment, typer.Option("--assessment", help="评价方式")]


@app.command("init", rich_help_panel=PANEL)
def init(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="建在哪里")],
    ledger: Annotated[
        str | None,
        typer.Option("-l", "--ledger", metavar="台账", help="台账名，如 ylfw-2024"),
    ] = None,
    title: Title = None,
    prefix: Prefix = None,
    organ: Organ = None,
    assessment: Judged = Assessment.BALLOT,
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="示例", help="复制一个示例来试用"),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="文件夹或地址",
            help="取来同事共享的台账（共享文件夹、U 盘或网址），一起用",
        ),
    ] = None,
    no_git: Annotated[bool, typer.Option("--no-git", help="不建版本历史")] = False,
) -> None:
    """建一个放台账的文件夹；--example jiaozuo-2024 复制示例，--from 取来共享的台账。

    同时建好版本历史：以后每次操作记下一个版本，谁在什么时候改了什么，都能查、能撤销。
    已经在别的版本历史里的，用那一个；没有安装 git 的，台账照样建。
    """
    from rectify.cli.desk import Desk, today
    from rectify.cli.recording import write
    from rectify.storage.disk import make_folder
    from rectify.storage.process import quoted
    from rectify.storage.workspace import Workspace

    if source is not None:
        _refuse_both([ledger, title, prefix, organ, example, no_git or None])
        take_over(source, folder)
        return
    root = Path(folder).resolve()
    if example is not None:
        name, changes = example, _sample(root, example)
        sentence = f"建账：复制示例 {example}"
    else:
        name, changes = _new_ledger(root, ledger, title, prefix, organ, assessment)
        sentence = f"建账 {name}：{title}"
    if (root / "data" / name).exists():
        raise NotEmpty(name, root)
    make_folder(root)
    desk = Desk(Workspace(root), today())
    _refuse_taken(desk, changes)
    if not no_git and not desk.workspace.names():
        changes += begin_history(root)
    write(desk, changes, sentence, [name], dry_run=False)
    say(f"下一步：cd {quoted(folder)}，然后 rectify")


def _refuse_both(given: Sequence[object]) -> None:
    if any(each is not None for each in given):
        raise EitherOr


@app.command("new", rich_help_panel=PANEL)
def new(
    ledger: Annotated[str, typer.Argument(metavar="台账", help="台账名，如 ylfw-2025")],
    title: Title = None,
    prefix: Prefix = None,
    organ: Organ = None,
    assessment: Judged = Assessment.BALLOT,
    dry_run: DryRun = False,
) -> None:
    """再建一个台账。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write

    with writing_desk() as desk:
        root = desk.workspace.root
        name, changes = _new_ledger(root, ledger, title, prefix, organ, assessment)
        if name in desk.workspace.names():
            raise NotEmpty(name, root)
        _refuse_taken(desk, changes)
        write(desk, changes, f"建账 {name}：{title}", [name], dry_run=dry_run)


class PrefixTaken(LedgerError):  # noqa: N818  # named for what it is
    """Two ledgers of one prefix could not be told apart by number."""

    def __init__(self, prefix: str, name: str) -> None:
        super().__init__(f"编号前缀 {prefix} 已由台账 {name} 使用，请换一个")


def _refuse_taken(desk: Desk, changes: Sequence[Change]) -> None:
    """Refuse a new ledger whose prefix another ledger of the workspace has."""
    from rectify.domain.ledger import Ledger
    from rectify.errors import BadData
    from rectify.storage.yaml import load

    made = next(each for each in changes if each.path.name == "ledger.yaml")
    fresh = load(Ledger, made.after or b"", made.path.name).value
    for folder in desk.folders(None):
        try:
            prefix = folder.ledger.prefix
        except BadData:
            continue
        if fresh is not None and fresh.prefix == prefix:
            raise PrefixTaken(prefix, folder.name)


def _new_ledger(
    root: Path,
    name: str | None,
    title: str | None,
    prefix: str | None,
    organ: str | None,
    assessment: Assessment,
) -> tuple[str, list[Change]]:
    """Make the files of an empty ledger."""
    import re

    from rectify.cli.checking import entity_from
    from rectify.domain.ledger import Ledger
    from rectify.storage.journal import Change
    from rectify.storage.yaml import render

    given = {"--ledger": name, "--title": title, "--prefix": prefix, "--organ": organ}
    missing = [option for option, value in given.items() if not value]
    if missing or name is None:
        raise Incomplete("、".join(missing))
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise BadLedgerName(name)
    for word in _SECRET:
        if word in f"{title}{root}":
            raise NoSecrets(word)
    fields: dict[str, object] = {"名称": title, "编号前缀": prefix, "监督机关": organ}
    if assessment is not Assessment.BALLOT:
        fields["评价方式"] = assessment
    made = entity_from(Ledger, fields)
    path = root / "data" / name / "ledger.yaml"
    return name, [Change(path, None, render(made).encode())]


def _sample(root: Path, name: str) -> list[Change]:
    from rectify.storage.builtin import samples
    from rectify.storage.journal import Change

    known = samples()
    if name not in known:
        raise NoSuchExample(name, sorted(known))
    source = known[name]
    files = sorted(path for path in source.rglob("*") if path.is_file())
    return [
        Change(root / "data" / name / path.relative_to(source), None, path.read_bytes())
        for path in files
    ]
