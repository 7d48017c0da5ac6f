"""How a version history begins: beside a new ledger, or with one that others share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rectify.cli.shell import say
from rectify.errors import GitError

if TYPE_CHECKING:
    from rectify.cli.desk import Desk
    from rectify.storage.git.repository import Repository
    from rectify.storage.journal import Change


def begin_history(root: Path) -> list[Change]:
    """Set up the history of a workspace, and give the files that go with it.

    Where it can't be, that is said, and the ledger is kept without one.
    """
    from rectify.storage.git.program import GitMissing
    from rectify.storage.git.setup import beside, install

    try:
        repo = found_or_made(root)
        if repo is None:
            return []
        install(repo)
    except GitMissing:
        say(
            "没有安装 git，没有建版本历史；台账照常使用，"
            "装好 git（https://git-scm.com）后运行 rectify doctor --fix 补建"
        )
        return []
    except GitError as refusal:
        say(f"没有建成版本历史，台账照常使用。{refusal}")
        return []
    return beside(root)


def found_or_made(root: Path) -> Repository | None:
    """Give the repository around a workspace, or a new one; none if it is left out."""
    from rectify.storage.git.repository import IgnoredWorkspace, Repository
    from rectify.storage.git.setup import make_repository

    repo = Repository.find(root)
    if repo is None:
        return make_repository(root)
    if repo.ignores():
        say(str(IgnoredWorkspace(repo.top)))
        return None
    if repo.top != root:
        say(f"版本历史记在外层文件夹 {repo.top} 的 git 里")
    return repo


def take_over(source: str, folder: str) -> None:
    """Bring the ledgers that an office shares, ready to work on."""
    from rectify.cli.desk import Desk, today
    from rectify.storage.git.cloning import address_of, clone
    from rectify.storage.git.repository import Repository
    from rectify.storage.git.setup import install
    from rectify.storage.git.unreached import without_password
    from rectify.storage.workspace import Workspace

    address = address_of(source)
    taken = clone(address, Path(folder).resolve())
    repo = Repository.open(taken.root)
    install(repo)
    desk = Desk(Workspace(taken.root), today())
    say(f"取来 {without_password(address)} 的台账：{'、'.join(_described(desk))}")
    if taken.left_out:
        say(f"链接等不是普通文件的没有取来：{'、'.join(taken.left_out)}")
    print("\n".join(desk.workspace.names()))
    _say_next(repo, folder if taken.root.samefile(folder) else str(taken.root))


def _described(desk: Desk) -> list[str]:
    """Name each ledger and how much it holds, or that it is faulty."""
    from rectify.cli.examining import examined

    said = []
    for folder in desk.folders(None):
        faults = examined(folder, desk.calendar).faults
        count = len(folder.numbers())
        more = f"，有{len(faults)}处差错，见 rectify check" if faults else ""
        said.append(f"{folder.name}（{count}条{more}）")
    return said


def _say_next(repo: Repository, folder: str) -> None:
    from rectify.storage.git.author import author
    from rectify.storage.process import quoted

    if not author(repo, ()).given:
        say("还没有写明是谁在登记，请运行一次：git config --global user.name 姓名")
    there = quoted(folder)
    say(f"下一步：cd {there}，然后 rectify；改动以后用 rectify sync 与大家同步")
