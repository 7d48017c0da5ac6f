"""The clipboard of Windows, by its own calls: CF_HTML and CF_UNICODETEXT."""

from __future__ import annotations

import ctypes
import sys
import time
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNICODE_TEXT = 13
_MOVEABLE = 0x0002
_ATTEMPTS, _PAUSE = 20, 0.05
_BEFORE = b'<html><head><meta charset="utf-8"></head><body><!--StartFragment-->'
_BEHIND = b"<!--EndFragment--></body></html>"
_HEADER = (
    "Version:0.9\r\nStartHTML:{:010d}\r\nEndHTML:{:010d}\r\n"
    "StartFragment:{:010d}\r\nEndFragment:{:010d}\r\n"
)


class Board(Protocol):
    """The calls of user32 that the clipboard needs."""

    RegisterClipboardFormatW: Any
    OpenClipboard: Any
    EmptyClipboard: Any
    SetClipboardData: Any
    CloseClipboard: Any
    CreateWindowExW: Any
    DestroyWindow: Any


class Memory(Protocol):
    """The calls of kernel32 that the clipboard needs."""

    GlobalAlloc: Any
    GlobalLock: Any
    GlobalUnlock: Any
    GlobalFree: Any


def cf_html(fragment: str) -> bytes:
    """Wrap a fragment as the clipboard wants it: places are counted in bytes."""
    inside = fragment.encode()
    start = len(_HEADER.format(0, 0, 0, 0))
    first = start + len(_BEFORE)
    last = first + len(inside)
    header = _HEADER.format(start, last + len(_BEHIND), first, last)
    return header.encode("ascii") + _BEFORE + inside + _BEHIND


def put(board: Board, memory: Memory, html: str, text: str) -> bool:
    """Put both texts on the clipboard; tell whether it has taken them."""
    declare(board, memory)
    rich = board.RegisterClipboardFormatW("HTML Format")
    lines = text.replace("\n", "\r\n")
    kinds = (
        (rich, cf_html(html) + b"\0"),
        (_UNICODE_TEXT, lines.encode("utf-16-le") + b"\0\0"),
    )
    # A window that nobody sees: what the clipboard holds must have an owner.
    owner = board.CreateWindowExW(0, "STATIC", None, *[0] * 5, *[None] * 4)
    try:
        if not rich or not owner or not _opened(board, owner):
            return False
        try:
            if not board.EmptyClipboard():
                return False
            return all(_given(board, memory, kind, data) for kind, data in kinds)
        finally:
            board.CloseClipboard()
    finally:
        if owner:
            board.DestroyWindow(owner)


def _opened(board: Board, owner: int) -> bool:
    """Open it, with some patience: another program may be looking at it."""
    for _ in range(_ATTEMPTS):
        if board.OpenClipboard(owner):
            return True
        time.sleep(_PAUSE)
    return False


def _given(board: Board, memory: Memory, kind: int, data: bytes) -> bool:
    """Hand a block of memory over; it is Windows' own as soon as it is taken."""
    block = memory.GlobalAlloc(_MOVEABLE, len(data))
    if not block:
        return False
    place = memory.GlobalLock(block)
    if place:
        ctypes.memmove(place, data, len(data))
        memory.GlobalUnlock(block)
        if board.SetClipboardData(kind, block):
            return True
    memory.GlobalFree(block)
    return False


def declare(board: Board, memory: Memory) -> None:
    """Say how wide handles are: left alone, ctypes cuts them to 32 bits."""
    handle, size = ctypes.c_void_p, ctypes.c_size_t
    unsigned, yes, words = ctypes.c_uint, ctypes.c_int, ctypes.c_wchar_p
    # style, name, style, left, top, width, height, and four handles of ours: none
    window = (unsigned, words, words, unsigned, *[yes] * 4, *[handle] * 4)
    calls: Sequence[tuple[Any, tuple[Any, ...], Any]] = (
        (board.RegisterClipboardFormatW, (words,), unsigned),
        (board.OpenClipboard, (handle,), yes),
        (board.EmptyClipboard, (), yes),
        (board.SetClipboardData, (unsigned, handle), handle),
        (board.CloseClipboard, (), yes),
        (board.CreateWindowExW, window, handle),
        (board.DestroyWindow, (handle,), yes),
        (memory.GlobalAlloc, (unsigned, size), handle),
        (memory.GlobalLock, (handle,), handle),
        (memory.GlobalUnlock, (handle,), yes),
        (memory.GlobalFree, (handle,), handle),
    )
    for call, takes, gives in calls:
        call.argtypes, call.restype = takes, gives


if sys.platform == "win32":

    def put_on_windows(html: str, text: str) -> bool:
        """Put both texts on the clipboard of this machine."""
        return put(ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32"), html, text)
