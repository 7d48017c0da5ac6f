"""What `sync` and `resolve` share: to tidy up before, to write, to look it over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.cli.examining import faults_under
from rectify.cli.reading import tried
from rectify.cli.shell import say
from rectify.errors import BadData, GitError
from rectify.storage.disk import current
from rectify.storage.git import objects, other_files, queue, walk
from rectify.storage.git.commits import draft
from rectify.storage.git.recording import by_hand
from rectify.storage.journal import within_tree
from rectify.storage.merging.joining import kind_of
from rectify.storage.merging.renumbering import renumber
from rectify.storage.merging.workspace import unite
from rectify.storage.places import called, ledger_of
from rectify.storage.source import Source
from rectify.storage.workspace import Workspace
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rectify.cli.desk import Desk
    from rectify.domain.ledger import Ledger
    from rectify.domain.merging.conflict import Conflict
    from rectify.errors import Problem
    from rectify.storage.folder import LedgerFolder
    from rectify.storage.git.repository import Repository
    from rectify.storage.merging.workspace import Union

_FEW = 6
_PLACES = re.compile(r"第\d+[项行条]")


class NotRecorded(GitError):  # noqa: N818  # named for what it is
    """What was done here is not in the history yet, so it can't be shared."""

    def __init__(self, reason: str | None = None) -> None:
        why = f"：{reason}" if reason else ""
        super().__init__(f"本机的改动还没有记入版本历史，没有同步{why}")


class NoVersion(GitError):  # noqa: N818  # named for what it is
    """There is nothing to share."""

    def __init__(self) -> None:
        super().__init__("还没有版本，没有可同步的；请先运行 rectify doctor --fix")


class Disputed(GitError):  # noqa: N818  # named for what it is
    """Only a person can tell what holds."""

    def __init__(self, conflicts: Mapping[str, Sequence[Conflict]]) -> None:
        named = [
            f"  {called(path)} {conflict.what}：{conflict.why}"
            for path, found in conflicts.items()
            for conflict in found
        ]
        more = f"\n  等，共{len(named)}处" if len(named) > _FEW else ""
        super().__init__(
            f"收到的更新与本机的改动有{len(named)}处冲突，没有合并，也没有送出：\n"
            + "\n".join(named[:_FEW])
            + f"{more}\n请运行 rectify resolve 逐处选定"
        )


def head_of(repo: Repository) -> str:
    """Give the last version.

    Raises:
        NoVersion: there is none.
    """
    head = repo.head()
    if head is None:
        raise NoVersion
    return head


def tidy(desk: Desk, repo: Repository) -> None:
    """Record what waits, and what was changed by hand.

    Raises:
        BadData: a file that was changed by hand is faulty.
        NotRecorded: it can't be recorded now.
    """
    for sentence in queue.flush(repo, held=True):
        say(sentence)
    paths = objects.dirty(repo)
    _refuse_faulty(desk, paths)
    if paths:
        told = by_hand(repo, paths)
        if objects.dirty(repo):
            raise NotRecorded(told)
        say("手工的改动已先记入版本历史")
        if told is not None:
            say(told)


def rehearsed(desk: Desk, repo: Repository) -> tuple[str, list[str]]:
    """Give the version that there would be after tidying up, and the files in it.

    Raises:
        BadData: a file that was changed by hand is faulty.
    """
    paths = objects.dirty(repo)
    _refuse_faulty(desk, paths)
    here = {path: current(desk.workspace.root / path) for path in paths}
    return draft(repo, "手工的改动", here) if paths else head_of(repo), paths


def foretell(desk: Desk, repo: Repository, head: str, theirs: str) -> str:
    """Say what a merge would change of ours, and give the version that it would join.

    Raises:
        Disputed: only a person could tell what holds.
        EditedBesides: it would change a file that the user has changed.
    """
    root = desk.workspace.root
    union = unite(repo, head, theirs, on=desk.today)
    if union.disputed:
        raise Disputed(union.disputed)
    if union.clashes:
        renumbering = renumber(root, repo, union)
        for each in renumbering.said:
            say(f"（预演）{each}")
        here = {path: current(root / path) for path in objects.dirty(repo)}
        here |= renumbering.written(root)
        head = draft(repo, renumbering.sentence, here)
        union = unite(repo, head, theirs, on=desk.today)
    if union.conflicts:
        raise Disputed(union.conflicts)
    other_files.refuse_edited(repo, union.others)
    return head


def renumber_ours(desk: Desk, repo: Repository, union: Union) -> None:
    """Give our own new issues other numbers, since the others took theirs."""
    changes, sentence, record, said = renumber(desk.workspace.root, repo, union)
    told = desk.workspace.write(changes, sentence, record=record)
    for each in said:
        say(each)
    if told is not None:
        say(told)


def write_union(desk: Desk, repo: Repository, union: Union) -> str | None:
    """Write a merge in which nothing is disputed; say why it could not be recorded.

    Raises:
        EditedBesides: it would change a file that the user has changed.
    """
    other_files.refuse_edited(repo, union.others)
    other_files.lay(repo, union.others)
    changes = union.changes(desk.workspace.root)
    return desk.workspace.write(changes, union.sentence, record=union.record)


def refuse_new_faults(desk: Desk, repo: Repository, theirs: str | None) -> None:
    """Send no merge that has faults which neither side had.

    Raises:
        BadData: with every such fault.
    """
    head = head_of(repo)
    ours = walk.log(repo, since=theirs, until=head)
    merges = [commit for commit in ours if commit.joins]
    now = _faults(desk.workspace.root, {}) if merges else []
    if not now:
        return
    sides = {parent for merge in merges for parent in merge.parents}
    known = {
        _said(fault)
        for side in sides
        for fault in _faults(desk.workspace.root, _as_in(repo, head, side))
    }
    new = [fault for fault in now if _said(fault) not in known]
    if new:
        remedy = "以上差错两边原来都没有，是合在一起才有的。已合并，没有送出；"
        raise BadData(tuple(new), f"{remedy}请改好后再运行 rectify sync")


def _refuse_faulty(desk: Desk, paths: list[str]) -> None:
    """Share no file that can't be read."""
    problems: list[Problem] = []
    root = desk.workspace.root
    ledgers = {name: desk.workspace.folder(name) for name in desk.workspace.names()}
    for path in paths:
        place = root / path
        folder = ledgers.get(ledger_of(path) or "")
        ledger = None if folder is None else _ledger(folder)
        kind = kind_of(path, ledger)
        if kind is not None and place.exists():
            problems += load(kind, place.read_bytes(), path).problems
    if problems:
        remedy = "手工改过的文件有差错，没有同步；请改好后再运行 rectify sync"
        raise BadData(tuple(problems), remedy)


def _ledger(folder: LedgerFolder) -> Ledger | None:
    return tried(lambda: folder.ledger, [])


def _faults(root: Path, over: Mapping[Path, bytes | None]) -> list[Problem]:
    """Find every fault of a workspace, with other texts over some of its files."""
    workspace = Workspace(root)
    faults: list[Problem] = []
    tried(workspace.holidays, faults)
    return [*faults, *faults_under(Source(root, over), workspace.names())]


def _as_in(repo: Repository, head: str, side: str) -> dict[Path, bytes | None]:
    """Give the ledger files in which a side differs from what is here."""
    touched = walk.differing(repo, head, side)
    inside = [each for each in touched if within_tree(each.path)]
    data = objects.blobs(repo, [each.after for each in inside if each.after])
    return {
        repo.root / path: None if after is None else data[after]
        for path, _, after in inside
    }


def _said(fault: Problem) -> tuple[str, str]:
    """Know a fault again, though lines have moved."""
    return fault.place, _PLACES.sub("", fault.message)
