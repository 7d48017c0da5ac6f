"""What can keep a part of a history from those who look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.history.verdict import Remark
from rectify.storage.git.program import GitFailed
from rectify.storage.git.reflog import journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.storage.git.repository import Repository

_FEW = 50


def hidden(repo: Repository) -> Iterator[Remark]:
    """Say what cuts a history short or shows another one to plain git."""
    folder = repo.shared
    if (folder / "shallow").exists():
        said = "这份版本历史是截短的（浅克隆），更早的版本检查不到"
        yield Remark("不完整", said)
    replaced = repo.names("refs/replace/")
    grafts = folder / "info" / "grafts"
    for there, name in ((replaced, "refs/replace"), (grafts.exists(), grafts)):
        if there:
            said = f"有替换版本的设置（{name}），git 显示的历史与真的不同；检查的是真的"
            yield Remark("替换", said)


def dropped(repo: Repository) -> list[str]:
    """Name the versions that this folder once stood on and that no name leads to.

    They are left of a history that was rewritten here; its journal keeps them a while.
    """
    try:
        tips = dict.fromkeys(version for version, _ in journal(repo))
        refs = repo.run("for-each-ref", "--format=^%(objectname)").decode().split()
        typed = "".join(f"{each}\n" for each in (*tips, *refs, "^HEAD"))
        loose = repo.run("rev-list", "--topo-order", "--stdin", typed=typed.encode())
    except GitFailed:
        return []
    left = [each for each in loose.decode().split() if each in tips][:_FEW]
    if len(left) <= 1:
        return left
    return repo.run("merge-base", "--independent", *left).decode().split()
