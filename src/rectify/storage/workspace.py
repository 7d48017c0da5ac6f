"""The workspace: any folder with `data/<ledger>/ledger.yaml` in it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rectify.errors import BadData, LedgerError
from rectify.storage import transaction
from rectify.storage.folder import LedgerFolder
from rectify.storage.holidays import Holidays, holidays
from rectify.storage.journal import FOLDER, NAME, NOTHING_MORE
from rectify.storage.recovery import pending, written_mark
from rectify.storage.source import Source, Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from rectify.storage.disk import Watched
    from rectify.storage.journal import Change, Record


class NoWorkspace(LedgerError):  # noqa: N818  # named for what it is
    """No folder from here upwards holds a ledger."""

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"{start} 和它的上级文件夹里都没有台账；"
            "先建一个：rectify init，或用 -C 指明台账所在的文件夹"
        )


class NoSuchLedger(LedgerError):  # noqa: N818  # named for what it is
    """The workspace has no ledger of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"没有“{name}”这个台账。已有：{'、'.join(known)}")


class Workspace:
    """The ledgers of an office, in one folder."""

    def __init__(self, root: Path) -> None:
        """Open a workspace; finish what a killed operation has left in it."""
        self.root = root
        transaction.recover(root)
        self._mark = written_mark(root)
        self._source = Source(root, pending(root))

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """Find the workspace around a folder.

        Raises:
            NoWorkspace: there is none; the way to make one is told.
        """
        start = start.resolve()
        for folder in (start, *start.parents):
            if any(folder.glob("data/*/ledger.yaml")) or _unfinished(folder):
                workspace = cls(folder)
                if workspace.names():
                    return workspace
        raise NoWorkspace(start)

    def names(self) -> list[str]:
        """Name the ledgers."""
        return sorted(
            name
            for name in self._source.names("data")
            if self._source.there(f"data/{name}/ledger.yaml")
        )

    def folder(self, name: str) -> LedgerFolder:
        """Open a ledger.

        Raises:
            NoSuchLedger: the workspace has others.
        """
        known = self.names()
        if name not in known:
            raise NoSuchLedger(name, known)
        return LedgerFolder(self._source, name)

    def holidays(self) -> Holidays:
        """Read holidays.yaml; without one nothing is known but the built-in years."""
        place = "holidays.yaml"
        if not self._source.there(place):
            return Holidays({}, frozenset())
        try:
            return holidays(self._source.read(place), place)
        except Unreadable as fault:
            raise BadData((fault.problem,)) from None

    def undisturbed(self) -> bool:
        """Tell whether nobody has written since: what was read belongs together."""
        return written_mark(self.root) == self._mark

    def locked(self) -> AbstractContextManager[None]:
        """Hold the workspace alone, from reading to writing."""
        return transaction.locked(self.root)

    def write(
        self,
        changes: Sequence[Change],
        sentence: str,
        watched: Watched = iter,
        record: Record = NOTHING_MORE,
    ) -> str | None:
        """Write the changes of one operation, all or none; give what is to be said."""
        return transaction.write(self.root, changes, sentence, watched, record)


def _unfinished(folder: Path) -> bool:
    with suppress(OSError):
        return (folder / FOLDER / NAME).exists()
    return False
