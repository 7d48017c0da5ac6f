"""A folder becomes the place through which an office shares its ledgers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rectify.errors import UsageError
from rectify.storage.git.cloning import OddAddress
from rectify.storage.git.config import strange_address
from rectify.storage.git.program import GitFailed, run_git
from rectify.storage.git.remote import is_local
from rectify.storage.git.unreached import explained

if TYPE_CHECKING:
    from rectify.storage.git.repository import Repository

_BARE = ("HEAD", "objects", "refs")
_URL = "file://"


class Taken(UsageError):  # noqa: N818  # named for what it is
    """The folder that is to be shared holds something else."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"{folder} {what}，不能用来共享；请写一个空的或还没有的文件夹，"
            f"如 {folder.parent / '台账共享'}"
        )


class NoPlace(UsageError):  # noqa: N818  # named for what it is
    """The folder in which the shared one would be made is not there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"没有 {folder.parent} 这个文件夹，共享的文件夹没有建；"
            "请检查写得对不对、U 盘插好没有、共享连上没有"
        )


def address_of(repo: Repository, words: str) -> str:
    """Give the address that is meant, of a place that is shared or can become so.

    Raises:
        OddAddress: git would take it for something else.
        Taken: something else is in the folder, or it lies in the workspace.
        NoPlace: there is no folder to make it in.
    """
    if strange_address(words):
        raise OddAddress(words)
    if words.startswith(_URL) or not is_local(words):
        return words
    folder = Path(words).expanduser().resolve()
    _refuse_taken(repo, folder)
    return str(folder)


def is_new(address: str) -> bool:
    """Tell whether a folder is yet to become a shared one."""
    folder = Path(address)
    local = is_local(address) and not address.startswith(_URL)
    return local and not (folder / _BARE[0]).exists()


def _refuse_taken(repo: Repository, folder: Path) -> None:
    if folder == repo.top or repo.top in folder.parents:
        raise Taken(repo.top, "是台账自己的文件夹")
    if not folder.parent.is_dir():
        raise NoPlace(folder)
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Taken(folder, "是文件，不是文件夹")
    if (folder / ".git").exists():
        raise Taken(folder, "是有人正在用的台账文件夹")
    if any(folder.iterdir()) and not all((folder / each).exists() for each in _BARE):
        raise Taken(folder, "里已有别的东西")


def make(folder: str, branch: str) -> None:
    """Make it so that everybody who may write there can send."""
    words = ("init", "--quiet", "--bare", "--shared", "--template=", folder)
    try:
        run_git((), words, seconds=60)
        whole = ("symbolic-ref", "HEAD", f"refs/heads/{branch}")
        run_git((f"--git-dir={folder}",), whole, seconds=60)
    except GitFailed as failed:
        raise explained(failed, folder, local=True, sending=True) from None
