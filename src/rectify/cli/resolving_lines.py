"""Two lines of history that are to become one, with what is picked of them."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.disputing import (
    Outcome,
    StillFaulty,
    labelled,
    names_of,
    say_untaken,
    sentence,
    title_of,
    versions,
)
from rectify.cli.parting import wants_parting
from rectify.cli.picking import NOTHING
from rectify.cli.recording import write
from rectify.cli.shell import say
from rectify.errors import LedgerError
from rectify.storage.git import commits, objects, other_files, remote, walk
from rectify.storage.git.obstacles import Detached, stand
from rectify.storage.history.untaken import Decided, left_out
from rectify.storage.journal import Change, Record, readable
from rectify.storage.merging.leftovers import end_merge, is_merged, merging
from rectify.storage.merging.renumbering import renumber
from rectify.storage.merging.stopped import Stopped
from rectify.storage.merging.workspace import unite
from rectify.views.screen.conflicts import Dispute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.cli.desk import Desk
    from rectify.cli.picking import Picked
    from rectify.domain.history.integrity import Alteration
    from rectify.domain.merging.conflict import Conflict, Side
    from rectify.storage.git.repository import Repository
    from rectify.storage.merging.renumbering import Renumbering
    from rectify.storage.merging.workspace import Union

_STOPPED = "一次合并停在半路，两边的改动有冲突"
_APART = "收到的更新和这里的改动有冲突"


class TheirsFaulty(LedgerError):  # noqa: N818  # named for what it is
    """The other side sends a file that can't be read."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"对方的 {place} 有差错，读不出来，没有合并；请让对方改好、同步后再来"
        )


class _Merge(NamedTuple):
    """What picks come to: our side with what has got another number, and the union."""

    ours: str
    renumbering: Renumbering | None
    union: Union


class Reuniting:
    """Our line and the other one, in a merge that git has stopped or sync has not made.

    What git has made of the files is passed over: both lines are merged anew, by what
    they say. Only a file that somebody has mended by hand stays as it is.
    """

    knows_numbers = True

    def __init__(
        self, desk: Desk, repo: Repository, lines: tuple[str, str], *, stopped: bool
    ) -> None:
        self._desk = desk
        self._repo = repo
        self._root = desk.workspace.root
        self._ours, self._theirs = lines
        self._merges: dict[tuple[tuple[str, Side], ...], _Merge] = {}
        self._told: dict[tuple[str, tuple[str, ...]], Dispute] = {}
        self._over = stopped
        self.heading = _STOPPED if stopped else _APART

    @cached_property
    def _places(self) -> list[str]:
        return _changed_there(self._repo, self._ours, self._theirs)

    @cached_property
    def _names(self) -> dict[str, str]:
        return names_of(self._places)

    @cached_property
    def _stopped(self) -> Stopped | None:
        lines = self._ours, self._theirs
        return Stopped(self._repo, lines, self._places) if self._over else None

    @property
    def mark(self) -> object:
        """What is another one as soon as either line, or a mended file, has changed."""
        return self._ours, self._theirs, self._stopped and self._stopped.hand

    def outcome(self, picked: Picked) -> Outcome:
        """Merge what has been picked so far."""
        hand = {} if self._stopped is None else self._stopped.checked()
        union = self._merge(picked).union
        for place, (_, after) in union.results.items():
            if not readable(place, after):
                own = picked.of(self._names.get(place, place))
                raise StillFaulty(place) if own else TheirsFaulty(place)
        open_ = {p: each for p, each in union.conflicts.items() if p not in hand}
        disputes = [
            self._dispute(place, conflicts)
            for place, conflicts in sorted(open_.items())
        ]
        return Outcome(tuple(disputes))

    def _dispute(self, place: str, conflicts: tuple[Conflict, ...]) -> Dispute:
        """Say what a file is about, and who brought what either side has."""
        key = place, tuple(each.key for each in conflicts)
        if key not in self._told:
            held = objects.contents(self._repo, self._ours, [place])
            self._told[key] = Dispute(
                self._names[place],
                title_of(place, held.get(place)),
                place,
                versions(self._repo, place, self._ours, conflicts),
                versions(self._repo, place, self._theirs, conflicts),
                conflicts,
            )
        return self._told[key]._replace(conflicts=conflicts)

    @property
    def quiet(self) -> bool:
        """Whether there is nothing here that sync would not settle by itself."""
        return not self._over and not self._merge(NOTHING).union.disputed

    def can_write(self, picked: Picked) -> bool:
        """Tell whether all is settled: a merge is made whole or not at all."""
        return not self.outcome(picked).disputes

    def write(self, picked: Picked, *, dry_run: bool) -> None:
        """Write both lines as one version, of which both are part.

        Raises:
            GitError: no version can be recorded now; nothing is written.
        """
        stand(self._repo, self._theirs if self._over else None)
        merge = self._merge(picked)
        untaken = left_out(self._decided(merge, picked))
        said = self._sentence(merge, picked)
        for each in merge.renumbering.said if merge.renumbering else ():
            say(each)
        if self._stopped is None:
            self._write_apart(merge, said, untaken, dry_run=dry_run)
        else:
            self._write_over(self._stopped, merge, said, untaken, dry_run=dry_run)
        say_untaken(untaken)

    def _decided(self, merge: _Merge, picked: Picked) -> Iterator[Decided]:
        """Give the files of which something was picked, with what comes of them."""
        places = [p for p, name in self._names.items() if picked.of(name)]
        if not places:
            return
        ours, theirs = (
            objects.contents(self._repo, line, places)
            for line in (merge.ours, self._theirs)
        )
        for place in sorted(ours.keys() & theirs.keys()):
            result = merge.union.results.get(place)
            after = ours[place] if result is None else result.after
            if after is not None:
                yield Decided(place, ours[place], theirs[place], after)

    def _write_apart(
        self, merge: _Merge, said: str, untaken: list[Alteration], *, dry_run: bool
    ) -> None:
        """Write over files that are as our last version has them."""
        union = merge.union
        other_files.refuse_edited(self._repo, union.others)
        if merge.renumbering is not None:
            changes, why, record, _ = merge.renumbering
            self._write(changes, why, record, dry_run=dry_run)
        if not dry_run:
            other_files.lay(self._repo, union.others)
        changes = union.changes(self._root)
        record = labelled(union.record, untaken)
        self._write(changes, said, record, dry_run=dry_run)

    def _write_over(
        self,
        stopped: Stopped,
        merge: _Merge,
        said: str,
        untaken: list[Alteration],
        *,
        dry_run: bool,
    ) -> None:
        """Write over what git has left, and let it forget its own merge."""
        union, renumbering = merge.union, merge.renumbering
        others = stopped.others(union.others)
        trailers = renumbering.record.trailers if renumbering else ()
        record = union.record._replace(trailers=trailers, others=others)
        record = labelled(record, untaken)
        also = renumbering.changes if renumbering else ()
        after = {place: each.after for place, each in union.results.items()}
        changes = stopped.changes(merge.ours, after, also)
        if not dry_run:
            other_files.lay(self._repo, others)
        self._write(changes, said, record, dry_run=dry_run)
        if not dry_run:
            finish(self._repo)

    def _write(
        self, changes: list[Change], said: str, record: Record, *, dry_run: bool
    ) -> None:
        stems = list(dict.fromkeys(change.path.stem for change in changes))
        write(self._desk, changes, said, stems, dry_run=dry_run, record=record)

    def _sentence(self, merge: _Merge, picked: Picked) -> str:
        settled = sentence(
            {n: own for n in self._names.values() if (own := picked.of(n))}
        )
        said = merge.union.sentence
        return f"{said}；{settled}" if settled else said

    def _merge(self, picked: Picked) -> _Merge:
        known = tuple(sorted(picked.sides.items()))
        if known not in self._merges:
            self._merges[known] = self._merged(picked)
        return self._merges[known]

    def _merged(self, picked: Picked) -> _Merge:
        """Merge with what has been picked; two of one number are made apart first."""
        picks = {p: own for p, name in self._names.items() if (own := picked.of(name))}
        apart = {place for place, own in picks.items() if wants_parting(own)}
        rest = {place: own for place, own in picks.items() if place not in apart}
        day = self._desk.today
        union = unite(self._repo, self._ours, self._theirs, picks=rest, on=day)
        if not apart:
            return _Merge(self._ours, None, union)
        clashing = {p: each for p, each in union.conflicts.items() if p in apart}
        only = union._replace(conflicts=clashing)
        over = {} if self._stopped is None else self._stopped.ours()
        renumbering = renumber(self._root, self._repo, only, over)
        ours = commits.draft(
            self._repo,
            renumbering.sentence,
            renumbering.written(self._root),
            renumbering.record,
        )
        union = unite(self._repo, ours, self._theirs, picks=rest, on=day)
        return _Merge(ours, renumbering, union)


def _changed_there(repo: Repository, ours: str, theirs: str) -> list[str]:
    """Name the files that the other side has changed, and we do not have so."""
    here = {each.path for each in walk.differing(repo, ours, theirs)}
    bases = walk.merge_bases(repo, ours, theirs)
    since = [walk.differing(repo, base, theirs) for base in bases]
    there = {each.path for found in since for each in found}
    return sorted(here & there if bases else here)


def reuniting(desk: Desk, repo: Repository) -> Reuniting | None:
    """Find the merge that git has stopped at."""
    head, other = repo.head(), merging(repo)
    if head is None or other is None or is_merged(repo, other):
        return None
    return Reuniting(desk, repo, (head, other), stopped=True)


def meeting(desk: Desk, repo: Repository) -> Reuniting | None:
    """Find what was received and not merged, since both sides have gone on."""
    head = repo.head()
    with suppress(Detached):
        other = remote.known(repo)
        bases = walk.merge_bases(repo, head, other) if head and other else []
        if head and other and head not in bases and other not in bases:
            return Reuniting(desk, repo, (head, other), stopped=False)
    return None


def finish(repo: Repository) -> bool:
    """Let git forget a merge that is recorded; tell whether there was one."""
    other = merging(repo)
    if other is None or not is_merged(repo, other):
        return False
    end_merge(repo)
    return True
