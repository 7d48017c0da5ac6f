"""Files that hold two versions, without a merge under way: both sides become one.

They come from a forge, from a `git commit -a` over markers, or from a merge of lines
that nobody has judged by what they say.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from rectify.cli.picking import NOTHING
from rectify.cli.reading import read_ledger
from rectify.cli.recording import write
from rectify.cli.settling import (
    Outcome,
    joined_file,
    names_of,
    sentence,
    title_of,
    version,
)
from rectify.domain.ledger import Ledger
from rectify.errors import BadData, RectifyError
from rectify.storage.joining import Three
from rectify.storage.journal import Change
from rectify.storage.unmerged import torn_files
from rectify.storage.yaml import load
from rectify.views.screen.conflicts import Dispute

if TYPE_CHECKING:
    from rectify.cli.desk import Desk
    from rectify.cli.picking import Picked
    from rectify.domain.merging.conflict import Conflict
    from rectify.storage.git.repository import Repository
    from rectify.storage.joining import Joined
    from rectify.storage.unmerged import Torn


class Mending:
    """The torn files of a workspace, to be made whole."""

    heading = "有的文件里并存着两边的内容，还没有合成一份"

    def __init__(self, desk: Desk, repo: Repository | None) -> None:
        self._desk = desk
        self._repo = repo
        self._root = desk.workspace.root
        self._broken = _broken(desk)
        torn = sorted(torn_files(self._root, repo, self._broken), key=_ledgers_first)
        self._names = names_of(each.place for each in torn)
        self.torn = [each for each in torn if self._is_two(each)]

    @property
    def mark(self) -> object:
        """What is another one as soon as a file has changed."""
        return self.torn

    @property
    def unexplained(self) -> list[str]:
        """The faulty files that no merge has made so."""
        return sorted(set(self._broken) - {each.place for each in self.torn})

    def outcome(self, picked: Picked) -> Outcome:
        """Join what has been picked so far."""
        ledgers = dict(self._ledgers)
        disputes: list[Dispute] = []
        changes: list[Change] = []
        settled: list[str] = []
        for torn in self.torn:
            name = self._names[torn.place]
            joined = self._joined(torn, ledgers.get(_folder(torn.place)), picked)
            if torn.place.endswith("/ledger.yaml"):
                meant = load(Ledger, joined.data or torn.ours, torn.place).value
                ledgers[_folder(torn.place)] = meant
            if joined.data is None:
                disputes.append(self._dispute(torn, joined.conflicts))
            elif joined.data != torn.data:
                settled.append(name)
                path = self._root / torn.place
                changes.append(Change(path, torn.data, joined.data))
        return Outcome(tuple(disputes), tuple(changes), tuple(settled))

    def can_write(self, picked: Picked) -> bool:
        """Tell whether any file is settled: each is written by itself."""
        return bool(self.outcome(picked).changes)

    def write(self, picked: Picked, *, dry_run: bool) -> None:
        """Write the files that are settled."""
        found = self.outcome(picked)
        files = found.settled
        sides = [side for name in files for side in picked.of(name).values()]
        said = sentence(files, sides)
        write(self._desk, found.changes, said, files, dry_run=dry_run)

    def _is_two(self, torn: Torn) -> bool:
        """Tell a file that a merge has broken from one that was faulty before."""
        ledger = self._ledgers.get(_folder(torn.place))
        return self._joined(torn, ledger, NOTHING).data != torn.data

    def _joined(self, torn: Torn, ledger: Ledger | None, picked: Picked) -> Joined:
        return joined_file(
            Three(torn.base, torn.ours, torn.theirs),
            torn.place,
            ledger,
            picks=picked.of(self._names[torn.place]),
            on=self._desk.today,
        )

    @cached_property
    def _ledgers(self) -> dict[str, Ledger | None]:
        """The rules of each ledger, as far as they can be read."""
        found: dict[str, Ledger | None] = {}
        for folder in self._desk.folders(None):
            with suppress(RectifyError):
                found[f"data/{folder.name}"] = folder.ledger
        return found

    def _dispute(self, torn: Torn, conflicts: tuple[Conflict, ...]) -> Dispute:
        ours, theirs = torn.met or (None, None)
        return Dispute(
            self._names[torn.place],
            title_of(torn.place, torn.ours),
            torn.place,
            version(self._repo, torn.place, ours),
            version(self._repo, torn.place, theirs),
            conflicts,
        )


def _folder(place: str) -> str:
    """Give the folder of the ledger that a file belongs to."""
    return "/".join(place.split("/")[:2])


def _ledgers_first(torn: Torn) -> tuple[bool, str]:
    return not torn.place.endswith("/ledger.yaml"), torn.place


def _broken(desk: Desk) -> list[str]:
    """Name the files that are faulty as they stand."""
    places: set[str] = set()
    for folder in desk.folders(None):
        try:
            found = read_ledger(folder, on=desk.today)
        except BadData:
            continue
        paths = [folder.issue_path(number) for number in found.unruly]
        places |= {path.relative_to(folder.root).as_posix() for path in paths}
        places |= {problem.place for problem in found.problems}
    root = desk.workspace.root
    return sorted(each for each in places if (root / each).is_file())
