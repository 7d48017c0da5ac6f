"""A program that is killed at a line: in a child, as a power cut would."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import FrameType


def dying(step: int, action: Callable[[], object], ours: Collection[str]) -> int:
    """Do something, and die at a line of our files, counted from 1.

    Gives 9 where it died, and 0 where it was done before.
    """
    left = step

    def line(_: FrameType, event: str, __: object) -> object:
        nonlocal left
        if event == "line":
            left -= 1
            if not left:
                os._exit(9)
        return line

    def call(frame: FrameType, _: str, __: object) -> object:
        return line if frame.f_code.co_filename in ours else None

    child = os.fork()
    if not child:
        sys.settrace(call)  # type: ignore[arg-type]  # it may give no tracer
        action()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
