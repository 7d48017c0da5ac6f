"""The clipboard: rich text for WPS and Word, plain text for everything else."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import LedgerError
from rectify.storage.process import find_program, hand_to_program, run_program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SECONDS = 10
_OTHER_WAY = "可用 -o 文件.html 写成网页，用浏览器打开，全选后复制"


class NoClipboard(LedgerError):  # noqa: N818  # named for what it is
    """There is no clipboard that a program could reach."""

    def __init__(self, remedy: str) -> None:
        super().__init__(f"找不到剪贴板{remedy}；{_OTHER_WAY}")


class ClipboardRefused(LedgerError):  # noqa: N818  # named for what it is
    """The clipboard is there and does not take it."""

    def __init__(self) -> None:
        super().__init__(
            f"剪贴板不接受，可能正被别的程序占用；请稍后重试，或者{_OTHER_WAY}"
        )


class Held(StrEnum):
    """What the clipboard holds afterwards."""

    BOTH = "带格式的文字和纯文字"
    RICH = "带格式的文字，粘到只收纯文字的地方请改用 -o 文件.txt"


class Way(NamedTuple):
    """A way to the clipboard of this machine."""

    name: str
    held: Held
    put: Callable[[str, str], bool]


def copy(html: str, text: str) -> Held:
    """Put a document on the clipboard, and tell what it holds.

    Raises:
        NoClipboard: there is none; the other way is told.
        ClipboardRefused: it does not take it.
    """
    way = find_clipboard()
    if way is None:
        raise NoClipboard(remedy())
    if not way.put(html, text):
        raise ClipboardRefused
    return way.held


def find_clipboard() -> Way | None:
    """Find the clipboard of this machine: Windows, macOS, Wayland or X11."""
    if sys.platform == "win32":
        from rectify.storage.winclip import put_on_windows  # noqa: PLC0415  # ctypes

        return Way("Windows 剪贴板", Held.BOTH, put_on_windows)
    if sys.platform == "darwin":
        return _way("osascript", Held.BOTH, _put_on_mac)
    if os.environ.get("WAYLAND_DISPLAY"):
        return _way("wl-copy", Held.RICH, _put_on_wayland)
    if os.environ.get("DISPLAY"):
        return _way("xclip", Held.RICH, _put_on_x)
    return None


def _way(name: str, held: Held, put: Callable[[Path, str, str], bool]) -> Way | None:
    program = find_program(name)
    if program is None:
        return None
    return Way(name, held, lambda html, text: put(program, html, text))


def remedy() -> str:
    """Name what to install where a desktop is there and its program is not."""
    if os.environ.get("WAYLAND_DISPLAY"):
        return "程序 wl-copy，安装 wl-clipboard 即可"
    if os.environ.get("DISPLAY"):
        return "程序 xclip，安装 xclip 即可"
    return ""


def _put_on_wayland(program: Path, html: str, _: str) -> bool:
    """Hold one kind of text: the rich one."""
    return hand_to_program(
        [program, "--type", "text/html"], typed=page(html), seconds=_SECONDS
    ).well


def _put_on_x(program: Path, html: str, _: str) -> bool:
    """Hold one kind of text, the rich one; xclip stays behind to give it out."""
    return hand_to_program(
        [program, "-selection", "clipboard", "-target", "text/html", "-in"],
        typed=page(html),
        seconds=_SECONDS,
    ).well


def _put_on_mac(program: Path, html: str, text: str) -> bool:
    """Let the system's own script set both; the script is ASCII, whatever is said."""
    script = _MAC.format(json.dumps(page(html).decode()), json.dumps(text))
    return run_program(
        [program, "-l", "JavaScript", "-"],
        typed=script.encode("ascii"),
        seconds=_SECONDS,
    ).well


_MAC = """\
ObjC.import("AppKit");
const board = $.NSPasteboard.generalPasteboard;
board.clearContents;
board.setStringForType($({}), "public.html");
board.setStringForType($({}), "public.utf8-plain-text");
"""


def page(fragment: str) -> bytes:
    """Make a page of a fragment, with its encoding: some readers guess otherwise."""
    return f'<meta charset="utf-8">{fragment}'.encode()
