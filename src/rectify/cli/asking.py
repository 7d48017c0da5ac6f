"""The one question before something large is written."""

from __future__ import annotations

import sys

from rectify.errors import UsageError

_YES = ("是", "确定", "y", "yes")


class NotAgreed(UsageError):  # noqa: N818  # named for what it is
    """Nobody is there to be asked, and nobody has agreed beforehand."""

    def __init__(self) -> None:
        super().__init__("没有写入。请核对上面所列，确认无误后加 --yes 再运行一次")


def agreed(question: str, *, yes: bool) -> bool:
    """Ask once on a terminal, unless it was agreed to beforehand.

    Raises:
        NotAgreed: there is no terminal to ask on.
    """
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NotAgreed
    sys.stderr.write(f"{question}（是/否）")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in _YES
