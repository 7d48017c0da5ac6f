"""How far long work has come: one line on a terminal that is gone when it is done."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from rectify.views.screen.cells import bar, clip, pad, width
from rectify.views.screen.terminal import is_terminal, terminal_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")
# Work that takes no longer is not worth a line; a line is not drawn more often.
_PATIENCE, _PAUSE = 0.5, 0.1
_BAR, _WIDE = 20, 80


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Say what is being done while nobody knows how long it takes."""
    _draw(f"{what}……")
    try:
        yield
    finally:
        _draw("")


def counted(what: str, things: Sequence[T]) -> Iterator[T]:
    """Give things one by one, and show how many of them are done."""
    due = time.monotonic() + _PATIENCE
    try:
        for done, thing in enumerate(things):
            if time.monotonic() >= due:
                share = bar(Fraction(done, len(things)), _BAR)
                _draw(f"{what}  {pad(share, _BAR)}  {done}/{len(things)}")
                due = time.monotonic() + _PAUSE
            yield thing
    finally:
        _draw("")


def _draw(line: str) -> None:
    """Write over the line that stands there; plain blanks do on any terminal."""
    if not is_terminal(sys.stderr):
        return
    room = (terminal_width(sys.stderr) or _WIDE) - 1
    short = clip(line, room)
    sys.stderr.write(f"\r{short}{' ' * (room - width(short))}\r{short}")
    sys.stderr.flush()
