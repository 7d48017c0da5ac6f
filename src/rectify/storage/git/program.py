"""The one door to git: every call, with nothing in it that a folder could start.

A workspace may have come from somebody else, with its own `.git/config`. So each call
names the repository itself, overrides every setting that can run a program, and takes
nothing of git's from the environment but who the user is and where the settings are.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from rectify.errors import GitError
from rectify.storage.process import ask_program, find_program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KEPT = frozenset(
    {
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_AUTHOR_NAME",
        "GIT_AUTHOR_EMAIL",
        "GIT_AUTHOR_DATE",
        "GIT_COMMITTER_NAME",
        "GIT_COMMITTER_EMAIL",
        "GIT_COMMITTER_DATE",
        "GIT_EXEC_PATH",
    }
)
_KEPT_ONLINE = frozenset(
    {
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_SSH_VARIANT",
        "GIT_SSL_CAINFO",
        "GIT_SSL_CAPATH",
        "GIT_PROXY_SSL_CAINFO",
    }
)
_PROTOCOLS = "file:git:http:https:ssh"
_SETTINGS = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.splitIndex=false",
    "core.commitGraph=false",
    "core.autocrlf=false",
    "core.safecrlf=false",
    "core.quotePath=false",
    "core.fsync=committed",
    "core.logAllRefUpdates=true",
    "core.checkStat=default",
    "safe.directory=*",
    "gc.auto=0",
    "maintenance.auto=false",
    "commit.gpgSign=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "diff.relative=false",
    "diff.orderFile=/dev/null",
    "diff.external=",
    "i18n.commitEncoding=UTF-8",
    "push.gpgSign=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=false",
    "submodule.recurse=false",
    "advice.graftFileDeprecated=false",
)


class GitMissing(GitError):  # noqa: N818  # named for what it is
    """There is no git on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "这台电脑上没有安装 git，不能使用版本历史；"
            "装好后（https://git-scm.com）再运行，此前的改动届时补记"
        )


class GitFailed(GitError):  # noqa: N818  # named for what it is
    """Git refused, in its own words."""

    def __init__(self, code: int | None, words: str) -> None:
        self.code = code
        self.words = words
        said = words or (
            "超过时限，已停下" if code is None else f"没有说明原因（退出码 {code}）"
        )
        super().__init__(f"git 没有办成：{said}")


@cache
def git() -> Path:
    """Find git, once.

    Raises:
        GitMissing: it is not installed.
    """
    found = find_program("git")
    if found is None:
        raise GitMissing
    return found


def run_git(  # noqa: PLR0913  # what git is given, in one place
    place: tuple[str, ...],
    words: tuple[str, ...],
    *,
    typed: bytes = b"",
    env: Mapping[str, str] | None = None,
    seconds: float,
    online: bool = False,
) -> bytes:
    """Run git once and give what it printed; `place` names the repository.

    Only a call that is `online` may speak to anything outside the repository.

    Raises:
        GitMissing: there is no git.
        GitFailed: git says no, or takes too long.
    """
    call: list[str | Path] = [git()]
    call += ["--no-pager", "--no-optional-locks", "--no-replace-objects"]
    call += [word for setting in _SETTINGS for word in ("-c", setting)]
    ended = ask_program(
        [*call, *place, *words],
        typed=typed,
        env={**_environment(online=online), **(env or {})},
        seconds=seconds,
    )
    if not ended.well:
        raise GitFailed(ended.code, ended.err.decode("utf-8", "replace").strip())
    return ended.out


def _environment(*, online: bool) -> dict[str, str]:
    kept = _KEPT | _KEPT_ONLINE if online else _KEPT
    inherited = {
        name: value
        for name, value in os.environ.items()
        if (value and name in kept) or not name.upper().startswith("GIT_")
    }
    return {
        **inherited,
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS if online else "none",
    }
