"""What git asks when both sides of a merge changed one file of a ledger.

Git gives three files and takes the result in the second one. Whatever can't be merged
by what it says is merged by lines, as git itself would, and always left to a person: a
merge by lines can be clean and say nonsense.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.merging.conflict import Side
from rectify.errors import BadData, RectifyError
from rectify.storage.folder import LedgerFolder
from rectify.storage.git.program import GitFailed, run_git
from rectify.storage.merging.joining import Three, join, kind_of
from rectify.storage.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from rectify.domain.ledger import Ledger

_IN_LEDGER = re.compile(r"((?:.*/)?)data/([^/]+)/.*")
_BY_LINES = 60
_NO_DAY = date.max  # nothing is picked here, so that no day is ever written


class Asked(NamedTuple):
    """The files of one merge, and the path that they have in the repository."""

    base: Path
    ours: Path
    theirs: Path
    marks: int
    path: str


class Unclear(NamedTuple):
    """Why a file is left to a person."""

    reasons: tuple[str, ...]


def merge(asked: Asked, top: Path) -> Unclear | None:
    """Merge a file, and say what is left to a person."""
    try:
        files = Three(
            asked.base.read_bytes() or None,  # added on both sides: git gives nothing
            asked.ours.read_bytes(),
            asked.theirs.read_bytes(),
        )
        ledger = _ledger(top, asked.path)
        kind = kind_of(asked.path, ledger)
        found = join(files, kind, asked.path, ledger, on=_NO_DAY, marks=asked.marks)
        asked.ours.write_bytes(found.marked if found.data is None else found.data)
    except RectifyError as refusal:
        _by_lines(asked)
        return Unclear((str(refusal),))
    except Exception as bug:  # noqa: BLE001  # git must go on, whatever we have done wrong
        _by_lines(asked)
        return Unclear((f"{asked.path} 没有按内容合并（{bug!r}）",))
    if found.data is not None:
        return None
    return Unclear(tuple(f"{asked.path}：{each.why}" for each in found.conflicts))


def _ledger(top: Path, path: str) -> Ledger | None:
    """Read the rules of the file's ledger, as they are in the working folder."""
    found = _IN_LEDGER.fullmatch(path)
    if found is None:
        return None
    try:
        return LedgerFolder(Source(top / found[1], {}), found[2]).ledger
    except BadData:
        return None


def _by_lines(asked: Asked) -> None:
    """Merge by lines, with markers; what is no text stays as it is on our side."""
    names = ("-L", Side.OURS, "-L", "原来", "-L", Side.THEIRS)
    files = (str(asked.ours), str(asked.base), str(asked.theirs))
    size = f"--marker-size={asked.marks}"
    with suppress(GitFailed):  # its exit code is the number of conflicts
        run_git((), ("merge-file", "--quiet", size, *names, *files), seconds=_BY_LINES)
