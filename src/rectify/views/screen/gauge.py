"""How far long work has come, on a terminal and nowhere else."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from rectify.views.screen.terminal import has_colour, is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.progress import Progress

T = TypeVar("T")


@contextmanager
def busy(what: str) -> Iterator[None]:
    """Show that something is being done of which nobody knows how long it takes."""
    if not is_terminal(sys.stderr):
        yield
        return
    with _bar() as bar:
        bar.add_task(what, total=None)
        yield


def counted(what: str, things: Sequence[T]) -> Iterable[T]:
    """Give things one by one, and show how many of them are done."""
    if not is_terminal(sys.stderr):
        yield from things
        return
    with _bar() as bar:
        yield from bar.track(things, description=what)


def _bar() -> Progress:
    """Make a bar that leaves nothing behind."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=sys.stderr, no_color=not has_colour(sys.stderr))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=console, transient=True)
