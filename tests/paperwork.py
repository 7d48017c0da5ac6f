"""Documents about a small ledger: compiled, and as their built-in wording has them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook import as_known
from rectify.domain.calendar import Calendar
from rectify.domain.documents.kinds import kind_named
from rectify.domain.documents.report import Request
from rectify.storage.builtin import templates
from rectify.views.markdown import render

if TYPE_CHECKING:
    from rectify.domain.roster import Roster

_NOWHERE = Path("/没有这个文件夹")


def asking(
    held: Roster,
    *,
    known: str | None = None,
    since: str | None = None,
    numbers: tuple[int, ...] = (),
) -> Request:
    """Ask for a document; an issue is named by its bare number."""
    return Request(
        held if known is None else as_known(held, known),
        Calendar(),
        since=None if since is None else date.fromisoformat(since),
        numbers=tuple(f"JZ-{number:03}" for number in numbers),
    )


def compiled(alias: str, request: Request) -> Any:
    """Compile a document; of several copies, the first."""
    return next(iter(kind_named(alias).compile(request).values()))


def worded(alias: str, request: Request) -> str:
    """Write a document in its built-in wording."""
    report = compiled(alias, request)
    units = request.roster.directory
    return render(alias, report, units, own=_NOWHERE, builtin=templates())


def table(text: str, heading: str) -> list[list[str]]:
    """Give the cells of the table that follows a heading, the heading row first."""
    after = text.split(heading, 1)[1].splitlines()
    first = next(place for place, line in enumerate(after) if line.startswith("|"))
    rows = []
    for line in after[first:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return [row for row in rows if not set("".join(row)) <= set("-: ")]
