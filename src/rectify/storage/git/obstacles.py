"""Whether a version can be recorded now, and what stands in its way."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING

from rectify.errors import GitError
from rectify.storage.git.program import GitFailed
from rectify.storage.git.repository import HistoryDamaged

if TYPE_CHECKING:
    from pathlib import Path

    from rectify.storage.git.repository import Repository

_MERGE = "MERGE_HEAD"
_UNDERWAY = {
    "rebase-merge": "git rebase",
    "rebase-apply/applying": "git am",
    "rebase-apply": "git rebase",
    "CHERRY_PICK_HEAD": "git cherry-pick",
    "REVERT_HEAD": "git revert",
}
_LOCKED = re.compile(r"'([^'\n]+\.lock)'")
_FORBIDDEN = re.compile(
    r"permission denied|insufficient permission|read-only file system"
    r"|operation not permitted",
    re.IGNORECASE,
)
_FULL = re.compile(r"no space left|out of disk ?space|quota exceeded", re.IGNORECASE)
_DAMAGED = re.compile(
    r"bad object|bad tree|not a tree|bad signature|not a git repository|corrupt"
    r"|unable to read|invalid (object|sha1|gitfile|reference)|missing|malformed"
    r"|could not parse|index file|bad ref|not a valid object|broken"
    r"|unknown repository extension",
    re.IGNORECASE,
)


class Detached(GitError):  # noqa: N818  # named for what it is
    """What would be recorded here belongs to no line of versions."""

    def __init__(self, branch: str | None) -> None:
        super().__init__(
            "版本历史停在一个旧版本上，在这里记下的以后会找不到；"
            f"请运行 git switch {branch or 'main'} 回到最新版本"
        )


class MergeUnderway(GitError):  # noqa: N818  # named for what it is
    """A merge has stopped, and nothing is recorded before it is settled."""

    def __init__(self) -> None:
        super().__init__("有一次合并还没有完成；请运行 rectify resolve")


class Underway(GitError):  # noqa: N818  # named for what it is
    """Git is in the middle of something that only its user can end."""

    def __init__(self, command: str) -> None:
        super().__init__(
            f"有一次 {command} 还没有完成；"
            f"请运行 {command} --continue 做完，或 {command} --abort 放弃"
        )


class LockLeft(GitError):  # noqa: N818  # named for what it is
    """A git is at work, or one that was killed has left its lock."""

    def __init__(self, lock: str) -> None:
        super().__init__(
            f"另一个 git 正在运行，或者被中断时留下了 {lock}；"
            "确认没有 git 在运行后，删去这个文件"
        )


class HistoryReadOnly(GitError):  # noqa: N818  # named for what it is
    """The git folder can't be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"没有权限写入 {folder}；请检查这个文件夹的权限，或它的主人")


class DiskFull(GitError):  # noqa: N818  # named for what it is
    """No room for one more version."""

    def __init__(self) -> None:
        super().__init__("磁盘空间不足；请腾出空间")


def stand(repo: Repository, joins: str | None = None) -> str | None:
    """Give the version after which a new one would go; None if it were the first.

    `joins` is the merge that it would settle.

    Raises:
        GitError: none can be recorded now.
    """
    _refuse_merge(repo, joins)
    _refuse_underway(repo)
    branch, head = repo.standing()
    _refuse_detached(repo, branch)
    _refuse_locks(repo, branch)
    return head


def obstacles(repo: Repository) -> list[str]:
    """Say all that stands in the way of recording a version."""
    looks = (
        lambda: _refuse_merge(repo),
        lambda: _refuse_underway(repo),
        lambda: _refuse_detached(repo, repo.branch()),
        lambda: _refuse_locks(repo, repo.branch()),
        lambda: _refuse_read_only(repo),
        repo.head,
    )
    said = []
    for look in looks:
        try:
            look()
        except GitError as error:
            said.append(str(meant(repo, error)))
    return list(dict.fromkeys(said))


def meant(repo: Repository, failed: GitError) -> GitError:
    """Say what git's own words come to; a refusal of ours stays as it is."""
    if not isinstance(failed, GitFailed):
        return failed
    words = failed.words
    if (lock := _LOCKED.search(words)) and "exists" in words:
        return LockLeft(lock[1])
    if _FORBIDDEN.search(words):
        return HistoryReadOnly(repo.folder)
    if _FULL.search(words):
        return DiskFull()
    if _DAMAGED.search(words):
        return HistoryDamaged(repo.folder, words)
    return failed


def unwritable(repo: Repository, error: OSError) -> GitError:
    """Say why we could not write into the git folder ourselves."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return DiskFull() if full else HistoryReadOnly(repo.folder)


def underway(repo: Repository) -> str | None:
    """Name what git is in the middle of, if it is no merge."""
    for name, command in _UNDERWAY.items():
        if (repo.folder / name).exists():
            return command
    return None


def _refuse_merge(repo: Repository, joins: str | None = None) -> None:
    merged = repo.folder / _MERGE
    if merged.exists() and merged.read_text("ascii", "replace").split() != [joins]:
        raise MergeUnderway


def _refuse_underway(repo: Repository) -> None:
    command = underway(repo)
    if command is not None:
        raise Underway(command)


def _refuse_detached(repo: Repository, branch: str | None) -> None:
    if branch is None:
        raise Detached(_only_branch(repo))


def _refuse_locks(repo: Repository, branch: str | None) -> None:
    line = repo.shared / (branch or "HEAD")
    for place in (repo.folder / "index", repo.folder / "HEAD", line):
        lock = place.with_name(f"{place.name}.lock")
        if os.path.lexists(lock):
            raise LockLeft(str(lock))


def _refuse_read_only(repo: Repository) -> None:
    if not os.access(repo.shared / "objects", os.W_OK):
        raise HistoryReadOnly(repo.folder)


def _only_branch(repo: Repository) -> str | None:
    """Name the line to go back to, where there is no doubt which."""
    names = repo.names("refs/heads/")
    return names[0] if len(names) == 1 else None
