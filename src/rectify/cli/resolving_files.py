"""Files that hold two versions, without a merge under way: both sides become one.

They come from a forge, from a `git commit -a` over markers, or from a merge of lines
that nobody has judged by what they say.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from rectify.cli.disputing import (
    Outcome,
    joined_file,
    labelled,
    names_of,
    say_untaken,
    sentence,
    title_of,
    versions,
)
from rectify.cli.parting import is_one, part, wants_parting
from rectify.cli.picking import NOTHING
from rectify.cli.reading import read_ledger
from rectify.cli.recording import write
from rectify.cli.shell import say
from rectify.domain.ledger import Ledger
from rectify.domain.merging.conflict import NUMBERS, Side
from rectify.errors import BadData, RectifyError
from rectify.storage.history.untaken import Decided, left_out
from rectify.storage.journal import NOTHING_MORE, Change
from rectify.storage.merging.joining import Three, kind_of
from rectify.storage.merging.leftovers import torn_files
from rectify.storage.yaml import load
from rectify.views.screen.conflicts import Dispute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rectify.cli.desk import Desk
    from rectify.cli.picking import Picked
    from rectify.domain.merging.conflict import Conflict
    from rectify.storage.git.repository import Repository
    from rectify.storage.merging.joining import Joined
    from rectify.storage.merging.leftovers import Torn


class Mending:
    """The torn files of a workspace, to be made whole."""

    knows_numbers = False
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
        notes: list[str] = []
        for torn in self.torn:
            name, home = self._names[torn.place], _folder(torn.place)
            kind = kind_of(torn.place, ledgers.get(home))
            if kind is not None and wants_parting(picked.of(name)):
                parted = part(torn, kind, _stems(self._root, torn.place, changes))
                changes.append(self._change(torn, parted.theirs))
                changes.append(Change(self._root / parted.place, None, parted.ours))
                notes.append(parted.note)
                settled.append(name)
                continue
            joined = self._joined(torn, ledgers.get(home), picked)
            if torn.place.endswith("/ledger.yaml"):
                meant = load(Ledger, joined.data or torn.ours, torn.place).value
                ledgers[home] = meant
            if joined.data is None:
                disputes.append(self._dispute(torn, joined.conflicts))
            else:
                settled.append(name)
                changes.append(self._change(torn, joined.data))
        return Outcome(tuple(disputes), tuple(changes), tuple(settled), tuple(notes))

    def _change(self, torn: Torn, after: bytes) -> Change:
        return Change(self._root / torn.place, torn.data, after)

    def can_write(self, picked: Picked) -> bool:
        """Tell whether any file is settled: each is written by itself."""
        return bool(self.outcome(picked).changes)

    def write(self, picked: Picked, *, dry_run: bool) -> None:
        """Write the files that are settled."""
        found = self.outcome(picked)
        files = found.settled
        told = sentence({name: picked.of(name) for name in files})
        said = told or f"解决冲突 {'、'.join(files)}"
        untaken = left_out(self._decided(found.changes))
        record = labelled(NOTHING_MORE, untaken)
        write(self._desk, found.changes, said, files, dry_run=dry_run, record=record)
        say_untaken(untaken)
        for note in found.notes:
            say(note)

    def _decided(self, changes: Iterable[Change]) -> Iterator[Decided]:
        after = {change.path: change.after for change in changes}
        for torn in self.torn:
            data = after.get(self._root / torn.place)
            if data is not None:
                yield Decided(torn.place, torn.ours, torn.theirs, data)

    def _is_two(self, torn: Torn) -> bool:
        """Tell a file that a merge has broken from one that was faulty before."""
        ledger = self._ledgers.get(_folder(torn.place))
        return self._joined(torn, ledger, NOTHING).data != torn.data

    def _joined(self, torn: Torn, ledger: Ledger | None, picked: Picked) -> Joined:
        picks = picked.of(self._names[torn.place])
        if is_one(torn, kind_of(torn.place, ledger)):
            picks = dict.fromkeys(NUMBERS, Side.OURS) | picks
        files = Three(torn.base, torn.ours, torn.theirs)
        day = self._desk.today
        return joined_file(files, torn.place, ledger, picks=picks, on=day)

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
            versions(self._repo, torn.place, ours, conflicts),
            versions(self._repo, torn.place, theirs, conflicts),
            conflicts,
        )


def _stems(root: Path, place: str, changes: list[Change]) -> set[str]:
    """Name what is in the folder of a file, and what will be."""
    home = (root / place).parent
    new = (change.path for change in changes if change.path.parent == home)
    return {path.stem for path in (*home.glob("*.yaml"), *new)}


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
