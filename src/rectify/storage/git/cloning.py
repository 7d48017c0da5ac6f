"""Take over a ledger that an office shares: its history whole, and its files raw.

Nothing of the place it comes from runs here: no hook and no template is copied, and the
files are laid down as the history holds them, without filters.
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import GitError, LedgerError, UsageError
from rectify.storage.disk import CantWrite, make_folder, prepare, replace
from rectify.storage.git import objects
from rectify.storage.git.config import (
    UnknownSettings,
    strange_address,
    strange_settings,
)
from rectify.storage.git.program import GitFailed, run_git
from rectify.storage.git.repository import Repository
from rectify.storage.git.unreached import NotOurs, is_not_ours, without_password
from rectify.storage.journal import Written

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOUR, _AT_ONCE = 3600, 500
_FILES = ("100644", "100755")
_LEDGER = re.compile(r"(?:(.*)/)?data/[^/]+/ledger\.yaml")
_ODD = re.compile(r"[\\:*?\"<>|\x00-\x1f\x7f]|[. ]$|^git~\d", re.IGNORECASE)


class OddAddress(UsageError):  # noqa: N818  # named for what it is
    """An address that would be an option of git, or a program to run."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"“{address}”不是文件夹，也不是地址，没有执行；"
            "请写共享文件夹、U 盘上的文件夹，或 https://、ssh:// 开头的地址"
        )


class Occupied(LedgerError):  # noqa: N818  # named for what it is
    """Something lies where the ledgers were to come."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} 里已有东西，没有改动；请换一个还没有的文件夹")


class NoSuchPlace(LedgerError):  # noqa: N818  # named for what it is
    """The shared folder is not there, or not now."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"没有 {folder} 这个文件夹，什么也没有建；"
            "请检查写得对不对、U 盘插好没有、共享连上没有"
        )


class NothingShared(LedgerError):  # noqa: N818  # named for what it is
    """The shared place holds no ledger."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{without_password(address)} 里还没有台账；"
            "请先在有台账的电脑上运行 rectify sync --to，把台账送到那里"
        )


class Unreached(GitError):  # noqa: N818  # named for what it is
    """Git could not fetch from there, and says why in its own words."""

    def __init__(self, address: str, failed: GitFailed) -> None:
        said = without_password(failed.words or str(failed))
        super().__init__(
            f"没有取到 {without_password(address)} 的台账，什么也没有建；"
            f"请检查地址写得对不对、网络通不通、有没有权限。git 的说明：{said}"
        )


class OddName(LedgerError):  # noqa: N818  # named for what it is
    """A name in the history that can't safely be a file's."""

    def __init__(self, path: str) -> None:
        super().__init__(f"那里的版本历史里有不能用的文件名“{path}”，没有取来")


class Taken(NamedTuple):
    """What has come: the workspace in it, and what was left out of it."""

    root: Path
    left_out: tuple[str, ...]


def address_of(words: str) -> str:
    """Read where to take from: a folder by its whole path, or an address.

    Raises:
        OddAddress: it would be taken for something else by git.
        NoSuchPlace: it is a folder that is not there.
    """
    if strange_address(words):
        raise OddAddress(words)
    there = Path(words)
    if there.exists():
        return str(there.resolve())
    if ":" not in words:
        raise NoSuchPlace(words)
    return words


def clone(address: str, folder: Path) -> Taken:
    """Bring the ledgers of a shared place into a new folder, whole or not at all.

    Raises:
        Occupied: the folder is not empty.
        UnknownSettings: the shared folder's own settings could start programs.
        Unreached: git can't fetch from there.
        NothingShared: there is no ledger there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Occupied(folder)
    _refuse_programs(Path(address))
    with _or_nothing(folder):
        try:
            _fetch(address, folder)
        except GitFailed as failed:
            if is_not_ours(failed):
                raise NotOurs(address, failed.words, "rectify init") from None
            raise Unreached(address, failed) from None
        repo = Repository(folder, folder, folder / ".git")
        commit = _stand(repo, address)
        found = objects.entries(repo, commit, ["."])
        roots = [match[1] or "" for match in map(_LEDGER.fullmatch, found) if match]
        if not roots:
            raise NothingShared(address)
        left_out = _lay(repo, found)
        repo.run("read-tree", commit, apart=True)
    return Taken(folder / min(roots, key=len), left_out)


def _refuse_programs(shared: Path) -> None:
    """Look at the settings of a shared folder: git obeys them while it serves us."""
    if (shared / "HEAD").is_file():
        repo: Repository | None = Repository(shared, shared, shared)
    elif (shared / ".git").exists():
        repo = Repository.find(shared)
    else:
        return
    if repo is not None:
        found = strange_settings(repo)
        if found:
            raise UnknownSettings(found)


def _fetch(address: str, folder: Path) -> None:
    words = ("clone", "--quiet", "--no-checkout", "--no-local", "--template=")
    settings = ("-c", "init.defaultBranch=main")
    where = ("--origin", "origin", "--", address, str(folder))
    run_git(settings, (*words, *where), seconds=_HOUR, online=True)


def _stand(repo: Repository, address: str) -> str:
    """Stand on the branch that is shared; the other side may not name it itself."""
    head = repo.head()
    branch = repo.says("symbolic-ref", "--quiet", "--short", "HEAD")
    if head is not None and branch is not None:
        return head
    prefix = "refs/remotes/origin/"
    names = {*repo.names(prefix)} - {"HEAD"}
    if not names:
        raise NothingShared(address)
    name = next((each for each in ("main", "master") if each in names), min(names))
    commit = repo.version(f"{prefix}{name}")
    repo.run("update-ref", "--no-deref", f"refs/heads/{name}", commit)
    repo.run("symbolic-ref", "HEAD", f"refs/heads/{name}")
    repo.run("config", "--local", f"branch.{name}.remote", "origin")
    repo.run("config", "--local", f"branch.{name}.merge", f"refs/heads/{name}")
    return commit


def _lay(repo: Repository, found: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Lay the files down as they are; links and the like are left out, and named."""
    for path in found:
        if any(odd_name(part) for part in path.split("/")):
            raise OddName(path)
    plain = {path: blob for path, (mode, blob) in found.items() if mode in _FILES}
    paths = list(plain)
    for start in range(0, len(paths), _AT_ONCE):
        some = paths[start : start + _AT_ONCE]
        data = objects.blobs(repo, (plain[path] for path in some))
        files = [Written(path, None, data[plain[path]]) for path in some]
        prepare(repo.root, files)
        replace(repo.root, files)
    return tuple(path for path in found if path not in plain)


def odd_name(part: str) -> bool:
    """Tell a part of a path that leads elsewhere, or can't be on every system."""
    return part.lower() in {"", ".", "..", ".git"} or bool(_ODD.search(part))


@contextmanager
def _or_nothing(folder: Path) -> Iterator[None]:
    """Take away what was made, if it does not come to its end."""
    there = folder.exists()
    make_folder(folder)
    try:
        yield
    except BaseException as error:
        for each in folder.iterdir():
            shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink()
        if not there:
            folder.rmdir()
        if isinstance(error, OSError):
            raise CantWrite(error) from None
        raise
