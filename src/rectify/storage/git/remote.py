"""The place through which an office shares its versions, and what is said to it.

It is called by its address: nothing that the folder's settings say of it is asked but
this. Nothing is ever forced there, and what comes is looked at before it is taken.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import GitError
from rectify.storage.git.obstacles import Detached
from rectify.storage.git.program import GitFailed, git
from rectify.storage.git.unreached import Outpaced, explained, without_password
from rectify.storage.git.walk import contains, merge_bases
from rectify.storage.process import quoted

if TYPE_CHECKING:
    from rectify.storage.git.repository import Repository

_ORIGIN = "origin"
_COMING = "refs/rectify/shared/"
_HOUR = 3600
_USUAL = ("main", "master")
_REJECTED = re.compile(
    r"\[rejected\]|fetch first|non-fast-forward|stale info|failed to update ref"
    r"|cannot lock ref|incorrect old value|failed to lock",
)
_LOCAL = re.compile(r"file://|(?![\w.+-]+://)(?:[A-Za-z]:[\\/]|[^:]*[\\/]|[^:]+$)")
# A program of the shared folder itself must not run here: it is somebody else's.
_QUIETLY = (
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=",
    "receive.autogc=0",
)


class NotShared(GitError):  # noqa: N818  # named for what it is
    """Nobody has said yet through which place to share."""

    def __init__(self) -> None:
        super().__init__(
            "还没有共享的地方。第一次请写明：rectify sync --to 文件夹，"
            "可以是共享文件夹、U 盘里的一个新文件夹，也可以是网址"
        )


class Rewritten(GitError):  # noqa: N818  # named for what it is
    """What was shared before is no longer part of what is there."""

    def __init__(self, shared: Shared, commit: str) -> None:
        super().__init__(
            f"{shared.shown} 里的历史被改写过：上次同步到的版本已不在其中。"
            "没有合并，也没有送出，请先问清是谁改的、为什么；"
            "确认就用那边现在的历史，再运行 "
            f"git update-ref {shared.tracked} {commit}，然后 rectify sync"
        )


class Emptied(GitError):  # noqa: N818  # named for what it is
    """The place holds nothing, though something was shared through it."""

    def __init__(self, shared: Shared) -> None:
        super().__init__(
            f"{shared.shown} 里什么也没有，而此前同步过：像是换了文件夹，"
            "或者被清空了。没有改动；确认要重新送出，请运行 "
            f"rectify sync --to {quoted(shared.address)}"
        )


class Unrelated(GitError):  # noqa: N818  # named for what it is
    """The two histories have nothing in common."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} 里是另一本账：两边的版本历史没有共同的来处，没有合并。"
            "要用那边的账，请运行 rectify init 新文件夹 --from "
            f"{quoted(address)}；要送出这边的，请换一个空文件夹"
        )


class WhichLine(GitError):  # noqa: N818  # named for what it is
    """Several lines of versions are there, and none of them is ours by name."""

    def __init__(self, shared: Shared, names: list[str]) -> None:
        super().__init__(
            f"{shared.shown} 里有几条版本线：{'、'.join(names)}，不知道用哪一条；"
            f"请运行 git config branch.{shared.branch}.merge refs/heads/{names[0]}"
            "（或其中另一条）写明"
        )


class Shared(NamedTuple):
    """A shared place: its name in the settings, its address, the line here and there.

    `sends` is the address to send to, mostly the same.
    """

    name: str
    address: str
    sends: str
    branch: str
    line: str | None

    @property
    def tracked(self) -> str:
        """Where git keeps in mind what was there last."""
        return f"refs/remotes/{self.name}/{self.line or self.branch}"

    @property
    def shown(self) -> str:
        """The address as it may be shown: without a password."""
        return without_password(self.address)

    @property
    def words(self) -> str:
        """What a person calls it."""
        return "共享文件夹" if is_local(self.address) else "共享处"


def is_local(address: str) -> bool:
    """Tell a folder from an address on a network."""
    return _LOCAL.match(address) is not None


def shared(repo: Repository) -> Shared | None:
    """Find the place that the versions of this workspace are shared through.

    Raises:
        Detached: the workspace stands on no line of versions.
    """
    branch = repo.says("symbolic-ref", "--quiet", "--short", "HEAD")
    if branch is None:
        raise Detached(None)
    name = _setting(repo, f"branch.{branch}.remote")
    if name in (None, "."):
        names = (repo.says("remote") or "").split("\n")
        name = _ORIGIN if _ORIGIN in names or len(names) > 1 else names[0]
    address = _setting(repo, f"remote.{name}.url")
    if not name or address is None:
        return None
    sends = _setting(repo, f"remote.{name}.pushurl") or address
    merge = _setting(repo, f"branch.{branch}.merge")
    line = None if merge is None else merge.removeprefix("refs/heads/")
    return Shared(name, address, sends, branch, line)


def at(repo: Repository, address: str) -> Shared:
    """Name a place that nothing has been shared through so far."""
    before = shared(repo)
    branch = repo.says("symbolic-ref", "--quiet", "--short", "HEAD") or _USUAL[0]
    line = None if before is None else before.line
    name = _ORIGIN if before is None else before.name
    return Shared(name, address, address, branch, line)


def known(repo: Repository) -> str | None:
    """Give the version of the others that came last; None if none ever came."""
    place = shared(repo)
    return None if place is None else _version(repo, place.tracked)


def fetch(repo: Repository, place: Shared) -> tuple[Shared, str | None]:
    """Bring what is there, and give its line and last version; None: it is empty.

    What is here stays as it is, whatever comes.

    Raises:
        GitError: it can't be reached.
        WhichLine: several lines are there, and none is ours.
    """
    words = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--prune"]
    try:
        repo.run(
            *words,
            "--",
            place.address,
            f"+refs/heads/*:{_COMING}*",
            seconds=_HOUR,
            online=True,
        )
    except GitFailed as failed:
        raise explained(failed, place.address, local=is_local(place.address)) from None
    names = repo.names(_COMING)
    line = _line(place, names)
    place = place._replace(line=line)
    return place, _version(repo, f"{_COMING}{line}") if line in names else None


def refuse_strange(repo: Repository, place: Shared, theirs: str | None) -> None:
    """Let nothing be merged or sent where the history there is not what it was.

    Raises:
        Emptied: it holds nothing any more.
        Rewritten: what was there last is not part of it.
        Unrelated: it never had anything in common with ours.
    """
    before = _version(repo, place.tracked)
    if theirs is None:
        if before is not None:
            raise Emptied(place)
        return
    if before is not None and not contains(repo, theirs, before):
        raise Rewritten(place, theirs)
    head = repo.head()
    if head is None or not merge_bases(repo, head, theirs):
        raise Unrelated(place.address)


def push(repo: Repository, place: Shared, commit: str) -> None:
    """Send our versions, if nobody has sent others meanwhile.

    Raises:
        Outpaced: somebody has.
        GitError: it can't be reached, or refuses them.
    """
    words = ["push", "--quiet", "--no-verify", "--no-follow-tags"]
    if is_local(place.sends):
        settings = " ".join(f"-c {shlex.quote(each)}" for each in _QUIETLY)
        program = shlex.quote(git().as_posix())
        words.append(f"--receive-pack={program} {settings} receive-pack")
    target = f"{commit}:refs/heads/{place.line or place.branch}"
    try:
        repo.run(*words, "--", place.sends, target, seconds=_HOUR, online=True)
    except GitFailed as failed:
        if _REJECTED.search(failed.words):
            raise Outpaced from None
        local = is_local(place.sends)
        raise explained(failed, place.sends, local=local, sending=True) from None


def keep_in_mind(repo: Repository, place: Shared, commit: str) -> None:
    """Write down where we share, and what is there now."""
    line = place.line or place.branch
    wanted = {
        f"remote.{place.name}.url": place.address,
        f"remote.{place.name}.fetch": f"+refs/heads/*:refs/remotes/{place.name}/*",
        f"branch.{place.branch}.remote": place.name,
        f"branch.{place.branch}.merge": f"refs/heads/{line}",
    }
    for key, value in wanted.items():
        if _setting(repo, key) != value:
            repo.run("config", "--local", "--replace-all", key, value)
    repo.run("update-ref", "-m", "rectify: 同步", place.tracked, commit)


def _line(place: Shared, names: list[str]) -> str:
    """Choose the line to share: as set, of our own name, or the only one there is."""
    if place.line is not None:
        return place.line
    usual = (place.branch, *(each for each in _USUAL if len({*_USUAL} & {*names}) == 1))
    found = next((each for each in usual if each in names), None)
    if found is not None or not names:
        return found or place.branch
    if len(names) > 1:
        raise WhichLine(place, names)
    return names[0]


def _version(repo: Repository, name: str) -> str | None:
    return repo.says("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")


def _setting(repo: Repository, key: str) -> str | None:
    """Read a setting; of several values the first."""
    said = repo.says("config", "--get-all", key)
    return None if said is None else said.partition("\n")[0]
