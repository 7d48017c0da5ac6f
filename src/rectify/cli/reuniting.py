"""Two lines of history that are to become one, with what is picked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rectify.cli.desk import Desk
    from rectify.cli.picking import Picked
    from rectify.cli.settling import Outcome
    from rectify.storage.git.repository import Repository


class Reuniting:
    """Two lines of history."""

    heading = ""
    mark: object

    def outcome(self, picked: Picked) -> Outcome:
        """Merge what has been picked so far."""
        raise NotImplementedError

    def can_write(self, picked: Picked) -> bool:
        """Tell whether all is settled: a merge is whole or not at all."""
        raise NotImplementedError

    def write(self, picked: Picked, *, dry_run: bool) -> None:
        """Write the merge."""
        raise NotImplementedError


def reuniting(desk: Desk, repo: Repository) -> Reuniting | None:
    """Find the merge."""
    return None
