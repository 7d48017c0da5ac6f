"""What `doctor` sees of the version history, and what it can set up."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from rectify.cli.shell import say
from rectify.errors import GitError
from rectify.storage.git import queue, remote
from rectify.storage.git.author import author
from rectify.storage.git.config import strange_settings
from rectify.storage.git.objects import dirty
from rectify.storage.git.obstacles import Detached, meant, obstacles
from rectify.storage.git.program import GitFailed, GitMissing
from rectify.storage.git.recording import by_hand
from rectify.storage.git.repository import IgnoredWorkspace, NoRepository, Repository
from rectify.storage.git.setup import (
    ATTRIBUTES,
    IGNORED,
    OLDEST,
    beside,
    git_version,
    install,
    make_repository,
    missing,
)
from rectify.storage.process import quoted
from rectify.views.screen.health import Finding, Health

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.storage.journal import Change
    from rectify.storage.workspace import Workspace


_SET_UP = "运行 rectify doctor --fix 补齐"
_HISTORY, _SETTINGS, _NAME = "版本历史", "git 设置", "登记人"
_STATE, _SHARED, _OWNER = "版本状态", "共享", "文件归属"
_BEGUN = "设置版本历史"


def history(workspace: Workspace) -> Iterator[Finding]:
    """Look at the history of a workspace; without one, say how to begin it."""
    try:
        yield _git()
        repo = Repository.open(workspace.root)
        yield Finding(_HISTORY, Health.GOOD, _described(repo))
        yield from _kept(repo)
    except GitMissing:
        yield Finding(
            _HISTORY,
            Health.MISSING,
            "没有安装 git，没有版本历史，不能撤销、核验和同步；其余照常使用",
            "装好 git（https://git-scm.com）后运行 rectify doctor --fix",
        )
    except NoRepository:
        yield Finding(
            _HISTORY,
            Health.MISSING,
            "这个台账没有版本历史，不能撤销、核验和同步；其余照常使用",
            "运行 rectify doctor --fix，从现在的样子记起",
        )
    except GitError as refusal:
        yield Finding.of(_HISTORY, Health.CARE, _meant(workspace, refusal))


def _meant(workspace: Workspace, refusal: GitError) -> GitError:
    """Say what git's own words come to."""
    repo = Repository.find(workspace.root)
    return refusal if repo is None else meant(repo, refusal)


def _git() -> Finding:
    version = git_version()
    said = f"git {'.'.join(map(str, version))}"
    if version >= OLDEST:
        return Finding("git", Health.GOOD, said)
    oldest = ".".join(map(str, OLDEST))
    return Finding(
        "git",
        Health.CARE,
        f"{said} 太旧，版本历史可能记不下来",
        f"请装 {oldest} 或更新的版本（https://git-scm.com）",
    )


def _described(repo: Repository) -> str:
    where = "" if repo.top == repo.root else f"，记在外层文件夹 {repo.top} 里"
    if repo.head() is None:
        return f"还没有版本，从下一次操作记起{where}"
    return f"{repo.says('rev-list', '--count', 'HEAD')}个版本{where}"


def _kept(repo: Repository) -> Iterator[Finding]:
    """Look at what has to be set up, and at what stands in the way."""
    yield _settings(repo)
    yield from _programs(repo)
    yield _beside(repo)
    yield _name(repo)
    yield from _state(repo)
    yield from _shared(repo)
    yield from _owner(repo)


def _settings(repo: Repository) -> Finding:
    wrong = missing(repo)
    if not wrong:
        said = "两个人改同一条问题，git 按字段和办理记录合并，按中文显示改动"
        return Finding(_SETTINGS, Health.GOOD, said)
    said = f"本机的 git 还不会合并和显示台账，缺少或不同的设置：{'、'.join(wrong)}"
    return Finding(_SETTINGS, Health.MISSING, said, _SET_UP)


def _programs(repo: Repository) -> Iterator[Finding]:
    """Name what the folder's own settings would start; sync refuses them."""
    strange = strange_settings(repo)
    if strange:
        named = "、".join(dict.fromkeys(each.key for each in strange))
        first = strange[0]
        yield Finding(
            _SETTINGS,
            Health.CARE,
            f"这个文件夹的设置会启动别的程序或改道，rectify sync 不会用它：{named}",
            f"不是自己设的，请逐项去掉：git config --file {quoted(first.file)} "
            f"--unset-all {quoted(first.key)}",
        )


def _beside(repo: Repository) -> Finding:
    names = [change.path.name for change in beside(repo.root)]
    if not names:
        return Finding(_SETTINGS, Health.GOOD, f"{ATTRIBUTES}、{IGNORED} 齐备")
    said = f"{'、'.join(names)} 里没有台账要用的几行"
    return Finding(_SETTINGS, Health.MISSING, said, _SET_UP)


def _name(repo: Repository) -> Finding:
    who = author(repo, ())
    if who.given:
        said = f"本机的操作记在“{who.name} <{who.address}>”名下"
        return Finding(_NAME, Health.GOOD, said)
    return Finding(
        _NAME,
        Health.CARE,
        f"没有写明姓名，本机的操作记在“{who.name}”名下，分不出是谁",
        "运行一次 git config --global user.name 姓名",
    )


def _state(repo: Repository) -> Iterator[Finding]:
    """Say what keeps versions from being recorded, and how many wait for it."""
    waiting = [entry.journal.record.held for entry in queue.entries(repo.root)]
    held, due = waiting.count(True), waiting.count(False)
    found = obstacles(repo)
    for refusal in found:
        yield Finding.of(_STATE, Health.CARE, refusal)
    if due:
        waits = f"有{due}次操作等着记入"
        yield Finding(_STATE, Health.CARE, waits, "排除以后，下一次操作时自动补记")
    if held:
        waits = f"有{held}次操作写明了 --no-commit，同步、撤销或再改那些文件时记入"
        yield Finding(_STATE, Health.GOOD, waits)
    elif not due and not found:
        yield Finding(_STATE, Health.GOOD, "可以记入，没有等着记入的操作")


def _shared(repo: Repository) -> Iterator[Finding]:
    with suppress(Detached):  # which the state of the history tells
        place = remote.shared(repo)
        if place is None:
            said = "没有共享文件夹，只在本机使用"
            said += "；几个人一起用，运行 rectify sync --to 文件夹"
        else:
            said = f"与 {place.shown} 同步（这里没有连接它）"
        yield Finding(_SHARED, Health.GOOD, said)


def _owner(repo: Repository) -> Iterator[Finding]:
    """Warn where git itself, run by hand, would refuse a folder of somebody else."""
    if os.name == "nt" or repo.folder.stat().st_uid == os.getuid():
        return
    yield Finding(
        _OWNER,
        Health.CARE,
        f"{repo.top} 属于另一个账户，rectify 照常使用，git 自己的命令会拒绝",
        "要直接用 git，先运行 git config --global --add safe.directory "
        f"{quoted(str(repo.top))}",
    )


def set_up(workspace: Workspace) -> None:
    """Set up what can be, and say what was done.

    Raises:
        GitError: there is no git, or it can't.
    """
    with workspace.locked():
        try:
            done = list(_set_up(workspace))
        except GitFailed as failed:
            raise _meant(workspace, failed) from None
    for sentence in done or ["版本历史都已设好，没有改动"]:
        say(sentence)


def _set_up(workspace: Workspace) -> Iterator[str]:
    repo = Repository.find(workspace.root)
    if repo is None:
        _write(workspace, beside(workspace.root))  # into the first version, below
        repo = make_repository(workspace.root)
    elif repo.ignores():
        raise IgnoredWorkspace(repo.top)
    if wrong := install(repo):
        yield f"设好本机的 git：{'、'.join(wrong)}"
    if changes := beside(workspace.root):
        _write(workspace, changes)
        yield f"写好 {'、'.join(change.path.name for change in changes)}"
    if repo.head() is None:
        yield f"建好版本历史，记下现有的{_first_version(repo)}个文件"


def _write(workspace: Workspace, changes: Sequence[Change]) -> None:
    said = workspace.write(changes, _BEGUN)
    if said is not None:
        say(said)


def _first_version(repo: Repository) -> int:
    """Record what is there as one version, and count the files."""
    paths = dirty(repo)
    if said := by_hand(repo, paths, _BEGUN):
        say(said)
    return len(paths)
