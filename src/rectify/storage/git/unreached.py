"""Why the shared place could not be reached, in words that say what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.errors import GitError
from rectify.storage.process import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from rectify.storage.git.program import GitFailed

_OWNER = re.compile(r"dubious ownership|unsafe repository")
_REMEDY = re.compile(r"git config --global --add safe\.directory .+")
_AT_WORK = re.compile(r"\.lock'?: file exists|another git process", re.IGNORECASE)
_HOST_KEY = re.compile(r"host key verification failed", re.IGNORECASE)
_REFUSED = re.compile(r"\[remote rejected\]|hook declined|protected branch|pre-receive")
_GONE = re.compile(
    r"does not appear to be a git repository|repository '?.*'? not found"
    r"|no such file or directory|does not exist|not a git repository",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    r"permission (to .* )?denied|authentication failed|access denied|\b40[13]\b"
    r"|could not read (username|password)|insufficient permission"
    r"|read-only file system|operation not permitted|terminal prompts disabled"
    r"|unable to (write|create)",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"(://[^/:@\s]+):[^/@\s]+@")
_FULL = re.compile(r"no space left|quota exceeded", re.IGNORECASE)
_PROTOCOL = re.compile(r"transport '.*' not allowed|unable to find remote helper")
_BROKEN = re.compile(
    r"early eof|hung up|unexpected disconnect|index-pack failed|rpc failed"
    r"|broken pipe|connection reset",
    re.IGNORECASE,
)
_OFFLINE = re.compile(
    r"could not resolve|unable to access|connection (refused|timed out|closed)"
    r"|network is unreachable|no route to host|failed to connect"
    r"|temporary failure in name|couldn't connect|unable to look up|timed out",
    re.IGNORECASE,
)


class Outpaced(GitError):  # noqa: N818  # named for what it is
    """Others send faster than we can merge."""

    def __init__(self) -> None:
        super().__init__(
            "同事们正在不断送出更新，这次没有轮到；收到的已合并好，没有丢失，"
            "请过一会儿再运行 rectify sync"
        )


class NotOurs(GitError):  # noqa: N818  # named for what it is
    """Git does not trust a folder that somebody else owns."""

    def __init__(self, address: str, words: str, again: str = "rectify sync") -> None:
        found = _REMEDY.search(words)
        whole = f"git config --global --add safe.directory {quoted(address)}"
        super().__init__(
            f"{address} 属于另一个账户，git 不肯使用，没有改动。确认这个文件夹可靠，"
            f"请运行一次：\n  {found[0] if found else whole}\n然后再运行 {again}"
        )


class Offline(GitError):  # noqa: N818  # named for what it is
    """The network, or the machine at its other end, does not answer."""

    def __init__(self, address: str, said: str) -> None:
        super().__init__(
            f"连不上 {address}：没有收取，也没有送出，本机的台账没有改动；"
            f"联网后再运行 rectify sync。git 的说明：{said}"
        )


class Gone(GitError):  # noqa: N818  # named for what it is
    """The shared place is not where it was."""

    def __init__(self, address: str, *, local: bool) -> None:
        check = " U 盘插好没有、共享连上没有" if local else "网址写得对不对、有没有权限"
        moved = "git remote set-url origin 新地址"
        super().__init__(
            f"没有找到 {address}，本机的台账没有改动；请检查{check}；"
            f"换了地方的，先运行 {moved}"
        )


class Forbidden(GitError):  # noqa: N818  # named for what it is
    """We may not read there, or not write."""

    def __init__(self, address: str, said: str, *, sending: bool) -> None:
        what = "写入" if sending else "读取"
        outcome = (
            "本机的台账已合并好，只是没有送出" if sending else "本机的台账没有改动"
        )
        super().__init__(
            f"没有权限{what} {address}；{outcome}。"
            f"请向管理共享的人要权限，再运行 rectify sync。git 的说明：{said}"
        )


class AtWork(GitError):  # noqa: N818  # named for what it is
    """Another git is at work here or there, or one that was killed left its lock."""

    def __init__(self, said: str) -> None:
        super().__init__(
            "另一个同步正在进行，请稍后再运行 rectify sync；"
            f"一直如此的，确认没有 git 在运行后删去那个 .lock 文件。git 的说明：{said}"
        )


class StrangeHost(GitError):  # noqa: N818  # named for what it is
    """A machine that has never been talked to from here."""

    def __init__(self, address: str) -> None:
        host = address.removeprefix("ssh://").partition("/")[0]
        host = host if "@" not in address else host.partition(":")[0]
        super().__init__(
            f"第一次连接 {address}，还不认得那台机器，没有改动；"
            f"请先在终端里运行一次 ssh {host}，核对后回答 yes"
        )


class RefusedThere(GitError):  # noqa: N818  # named for what it is
    """The other end does not take what was sent."""

    def __init__(self, address: str, said: str) -> None:
        super().__init__(
            f"{address} 不接收这次的更新（那里的规定不允许）；"
            "本机的台账已合并好，没有丢失，请与管理那里的人联系。"
            f"git 的说明：{said}"
        )


class FullThere(GitError):  # noqa: N818  # named for what it is
    """There is no more room."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} 或本机的磁盘已满，没有送到；请腾出空间后重试")


class Interrupted(GitError):  # noqa: N818  # named for what it is
    """The connection broke."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"与 {address} 的连接中途断了，没有丢失什么；请再运行一次 rectify sync"
        )


class WrongKind(GitError):  # noqa: N818  # named for what it is
    """An address of a kind that is not spoken to."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"不与“{address}”这种地址同步；"
            "可用文件夹，或 https://、ssh://、git@ 开头的地址"
        )


def explained(
    failed: GitFailed, address: str, *, local: bool, sending: bool = False
) -> GitError:
    """Say what git's own words come to."""
    words = failed.words
    said = without_password(_gist(words))
    address = without_password(address)
    cases: list[tuple[re.Pattern[str], Callable[[], GitError]]] = [
        (_OWNER, lambda: NotOurs(address, words)),
        (_PROTOCOL, lambda: WrongKind(address)),
        (_AT_WORK, lambda: AtWork(said)),
        (_HOST_KEY, lambda: StrangeHost(address)),
        (_FULL, lambda: FullThere(address)),
        (_FORBIDDEN, lambda: Forbidden(address, said, sending=sending)),
        (_REFUSED, lambda: RefusedThere(address, said)),
        (_GONE, lambda: Gone(address, local=local)),
        (_OFFLINE, lambda: Offline(address, said)),
        (_BROKEN, lambda: Interrupted(address)),
    ]
    if failed.code is None:
        return Interrupted(address)
    return next((make() for known, make in cases if known.search(words)), failed)


def is_not_ours(failed: GitFailed) -> bool:
    """Tell whether git does not trust the owner of a folder."""
    return _OWNER.search(failed.words) is not None


def without_password(words: str) -> str:
    """Leave out the password that an address may carry."""
    return _PASSWORD.sub(r"\1@", words)


def _gist(words: str) -> str:
    """Give the lines that say why, without git's own advice."""
    lines = [line.strip() for line in words.split("\n")]
    told = [line for line in lines if line and not line.startswith(("hint:", "To "))]
    return "；".join(told[:3])
