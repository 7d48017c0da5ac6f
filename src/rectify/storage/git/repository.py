"""The repository that a workspace lies in, and how it is asked."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from rectify.errors import GitError
from rectify.storage.git.program import GitFailed, run_git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_POINTER = "gitdir:"
_UNABLE = "check-ignore"  # it takes paths as they are, and refuses to be told so


class NoSuchVersion(GitError):  # noqa: N818  # named for what it is
    """The words name no version of this history."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"版本历史里没有“{words}”这个版本；可以写标签、版本号，"
            "或 HEAD~3 这样往前数几个"
        )


class NoRepository(GitError):  # noqa: N818  # named for what it is
    """No version history is kept of the workspace."""

    def __init__(self) -> None:
        super().__init__("这个台账没有版本历史；要建立，请运行 rectify doctor --fix")


class IgnoredWorkspace(GitError):  # noqa: N818  # named for what it is
    """The repository around the workspace leaves it out."""

    def __init__(self, top: Path) -> None:
        super().__init__(
            f"台账在 {top} 的版本历史里，但那里的 .gitignore 把它排除在外，"
            "所以没有版本历史；请把台账移到别处，或从 .gitignore 中去掉"
        )


class HistoryDamaged(GitError):  # noqa: N818  # named for what it is
    """Git can't read its own folder."""

    def __init__(self, folder: Path, words: str) -> None:
        said = words.partition("\n")[0].removeprefix("fatal: ").removeprefix("error: ")
        super().__init__(
            f"{folder} 已损坏（git 说：{said}）；"
            "请从备份或共享文件夹恢复它，台账文件本身不受影响"
        )


class LinkInside(GitError):  # noqa: N818  # named for what it is
    """A place of ours in the git folder leads out of it."""

    def __init__(self, place: Path) -> None:
        super().__init__(f"{place} 是链接，会引到别处；请核对后把它删去")


class Repository:
    """A git repository, and the workspace in it.

    Paths are relative to the workspace; a file of the repository that lies outside of
    it goes by `../`.
    """

    def __init__(self, root: Path, top: Path, folder: Path) -> None:
        self.root = root
        self.top = top
        self.folder = folder
        inside = root.relative_to(top).as_posix()
        self.prefix = "" if inside == "." else inside

    @classmethod
    def find(cls, root: Path) -> Repository | None:
        """Find the repository around a workspace; without asking git."""
        root = root.resolve()
        for top in (root, *root.parents):
            folder = _folder(top / ".git")
            if folder is not None:
                return cls(root, top, folder)
        return None

    @classmethod
    def open(cls, root: Path) -> Repository:
        """Find the repository of a workspace for what can't do without.

        Raises:
            NoRepository: there is none.
            IgnoredWorkspace: it leaves the workspace out.
            GitMissing: there is no git.
        """
        repo = cls.find(root)
        if repo is None:
            raise NoRepository
        if repo.ignores():
            raise IgnoredWorkspace(repo.top)
        return repo

    def run(
        self,
        *words: str,
        typed: bytes = b"",
        env: Mapping[str, str] | None = None,
        seconds: float = 60,
        online: bool = False,
        apart: bool = False,
    ) -> bytes:
        """Run git in this repository; only `online` may it speak to another one.

        Whatever writes an index runs `apart` from the working files: git would compare
        some with it, and run the filters of the folder on them.

        Raises:
            GitMissing: there is no git.
            GitFailed: git says no.
        """
        work = self.workroom() if apart else self.top
        place: tuple[str, ...] = (
            "-C",
            str(work),
            f"--git-dir={self.folder}",
            f"--work-tree={work}",
        )
        if words[0] != _UNABLE:
            place += ("--literal-pathspecs",)
        return run_git(
            place, words, typed=typed, env=env, seconds=seconds, online=online
        )

    def workroom(self) -> Path:
        """Give a folder of our own in the git folder, in which no ledger is."""
        room = self.folder / "rectify"
        if room.is_symlink():
            raise LinkInside(room)
        room.mkdir(exist_ok=True)
        return room

    def says(self, *words: str) -> str | None:
        """Ask for one line; None where git answers by its exit code alone.

        Raises:
            GitFailed: git says what is wrong.
        """
        try:
            said = self.run(*words)
        except GitFailed as failed:
            if failed.code == 1 and not failed.words:
                return None
            raise
        return said.decode("utf-8", "surrogateescape").removesuffix("\n")

    @property
    def shared(self) -> Path:
        """The folder that all working folders of the repository share."""
        try:
            place = (self.folder / "commondir").read_text("utf-8").strip()
        except OSError:
            return self.folder
        return (self.folder / place).resolve()

    def branch(self) -> str | None:
        """Name the line of versions that the workspace is on; None: on none."""
        return self.says("symbolic-ref", "--quiet", "HEAD")

    def head(self) -> str | None:
        """Give the version that the workspace stands on; None before the first.

        Raises:
            HistoryDamaged: there was one, and its name is lost.
        """
        found = self.says("rev-parse", "--verify", "--quiet", "HEAD")
        if found is None and (self.shared / (self.branch() or "HEAD")).exists():
            raise HistoryDamaged(self.folder, "bad ref HEAD")
        return found

    def standing(self) -> tuple[str | None, str | None]:
        """Give line and version together; either is None as it is alone."""
        try:
            both = self.run("rev-parse", "HEAD", "--symbolic-full-name", "HEAD")
        except GitFailed:
            return self.branch(), self.head()
        head, branch = both.decode("utf-8", "surrogateescape").split("\n")[:2]
        return None if branch == "HEAD" else branch, head

    def version(self, words: str) -> str:
        """Find the version that a tag, a branch, a hash or `HEAD~3` names.

        Raises:
            NoSuchVersion: there is none.
        """
        if not words or words.startswith("-") or "\n" in words:
            raise NoSuchVersion(words)
        try:
            found = self.says("rev-parse", "--verify", "--quiet", f"{words}^{{commit}}")
        except GitFailed:
            found = None
        if found is None:
            raise NoSuchVersion(words)
        return found

    def names(self, prefix: str) -> list[str]:
        """Name the branches, or other marks, that begin with a prefix, without it."""
        said = self.says("for-each-ref", "--format=%(refname)", prefix) or ""
        return [name.removeprefix(prefix) for name in said.split("\n") if name]

    def ignores(self) -> bool:
        """Tell whether the repository leaves the ledgers of this workspace out."""
        ledgers = self.root.glob("data/*/ledger.yaml")
        here = [each.relative_to(self.root).as_posix() for each in ledgers]
        named = [f"./{self.inside(path)}" for path in here or ["data/ledger.yaml"]]
        typed = "\0".join(named).encode("utf-8", "surrogateescape")
        try:
            left_out = self.run(_UNABLE, "-z", "--stdin", typed=typed)
        except GitFailed as failed:
            if failed.code == 1:
                return False
            raise
        return left_out.count(b"\0") == len(named)

    def inside(self, path: str) -> str:
        """Give the path that the repository knows a file of the workspace by."""
        return posixpath.normpath(posixpath.join(self.prefix, path))

    def outside(self, path: str) -> str:
        """Give the path, seen from the workspace, of a file of the repository."""
        return posixpath.relpath(path, self.prefix) if self.prefix else path


def _folder(place: Path) -> Path | None:
    """Give the git folder that `.git` is, or points at; None if it is neither."""
    try:
        if place.is_dir():
            known = ("HEAD", "objects", "refs")
            return place if any((place / name).exists() for name in known) else None
        pointer = place.read_text("utf-8", "surrogateescape")
    except OSError:
        return None
    if not pointer.startswith(_POINTER):
        return None
    return (place.parent / pointer.removeprefix(_POINTER).strip()).resolve()
