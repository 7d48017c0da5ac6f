"""A rehearsal: each wording and letterhead that an office has edited, tried once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.errors import RectifyError, RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rectify.cli.desk import Desk
    from rectify.domain.documents.report import Kind
    from rectify.domain.roster import Roster
    from rectify.storage.workspace import Workspace


class Flaw(NamedTuple):
    """What is wrong, and with which of the two: a 模板 or a 版式."""

    what: str
    refusal: RectifyError


def rehearse(workspace: Workspace, own: Path) -> Iterator[Flaw]:
    """Give what is wrong with an office's own templates and letterheads."""
    from rectify.cli.desk import Desk, today
    from rectify.domain.documents.kinds import KINDS
    from rectify.views.word.document import FaultyLetterhead

    yield from _letterheads(own)
    edited = [kind for kind in KINDS if (own / f"{kind.alias}.md.j2").is_file()]
    desk = Desk(workspace, today())
    rosters = list(_rosters(desk)) if edited else []
    for kind in edited:
        for roster in rosters:
            try:
                _try(desk, kind, roster, own)
            except RuleError:
                continue  # this ledger has nothing to write of
            except FaultyLetterhead:
                pass  # told already
            except RectifyError as refusal:
                yield Flaw("模板", refusal)
            break


def _letterheads(own: Path) -> Iterator[Flaw]:
    """Set an empty paper in each of them."""
    from rectify.storage.builtin import templates
    from rectify.storage.letterheads import read_letterhead
    from rectify.views.layout.fonts import Fonts
    from rectify.views.paper import Front, Letterhead, Paper
    from rectify.views.word.document import write_docx

    folders = own / "letterheads", templates() / "letterheads"
    for name in Letterhead:
        try:
            head = read_letterhead(name, *folders)
            write_docx(Paper(Front("试写", name), ()), head, fonts=Fonts.OFFICE)
        except RectifyError as refusal:
            yield Flaw("版式", refusal)


def _rosters(desk: Desk) -> Iterator[Roster]:
    """Read the ledgers that are without fault, as of the day each is for."""
    for name in desk.workspace.names():
        try:
            yield from desk.rosters(name)
        except RectifyError:
            continue  # `check` says what is wrong with it


def _try(desk: Desk, kind: Kind, roster: Roster, own: Path) -> None:
    """Write one copy of a document and throw it away."""
    from rectify.cli.formats import Studio
    from rectify.domain.documents.report import Choice, Request
    from rectify.views.layout.fonts import Fonts

    asked = Request(roster, desk.calendar)
    if Choice.ISSUES in kind.choices:
        asked = asked._replace(numbers=tuple(case.number for case in roster.cases[:1]))
    name, copy = next(iter(kind.compile(asked).items()))
    Studio(own, roster.directory, Fonts.OFFICE).make(kind, {name: copy}, ".docx")
