"""保管: take back the last operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.cli.app import app
from rectify.cli.keeping import PANEL
from rectify.cli.options import DryRun
from rectify.cli.shell import say
from rectify.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rectify.cli.desk import Desk
    from rectify.errors import Problem
    from rectify.storage.git.reflog import Done
    from rectify.storage.git.repository import Repository
    from rectify.storage.history.undo import Undoing
    from rectify.storage.journal import Change

_UNDO, _REDO = "撤销：", "恢复："


class NotRecordedYet(GitError):  # noqa: N818  # named for what it is
    """What is to be taken back waits to be recorded."""

    def __init__(self, sentence: str) -> None:
        super().__init__(
            f"最后一次操作“{sentence}”还没有记入版本历史，不能预演；"
            "不加 --dry-run 时先记入，再撤销"
        )


@app.command("undo", rich_help_panel=PANEL)
def undo(dry_run: DryRun = False) -> None:
    """撤销：把自己在这个文件夹里的最后一次操作撤回；再撤销一次即恢复。

    只撤销这一次所做的，别人和以后的改动都留着；后来的记录以它为前提时不撤销。
    同步、合并和手工修改不是操作，跳过；更早的办理记录用 void 作废。
    """
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write
    from rectify.domain.history.chronicle import UNDO
    from rectify.storage.git.repository import Repository
    from rectify.storage.history.undo import Undoing
    from rectify.storage.journal import Record

    with writing_desk() as desk:
        repo = Repository.open(desk.workspace.root)
        _catch_up(repo, dry_run=dry_run)
        done = _last(repo)
        if done is None:
            say("没有可以撤销的操作")
            return
        undoing = Undoing(desk.workspace, repo, done, desk.today)
        changes = undoing.changes()
        if not changes:
            say(f"“{done.sentence}”已经撤销过了，没有改动")
            return
        _refuse_new_faults(desk, undoing, changes)
        names = _numbers(desk, changes)
        record = Record(trailers=((UNDO, done.commit.id),))
        said = _sentence(done.sentence)
        write(desk, changes, said, names, dry_run=dry_run, record=record)
        if not dry_run:
            again = "撤销" if said.startswith(_REDO) else "恢复"
            say(f"要{again}，再运行一次 rectify undo")


def _catch_up(repo: Repository, *, dry_run: bool) -> None:
    """Record what waits: the last operation is among it."""
    from rectify.storage.git import queue

    waiting = queue.entries(repo.root)
    if waiting and dry_run:
        raise NotRecordedYet(waiting[-1].journal.sentence)
    for said in queue.flush(repo, held=True):
        say(said)


def _last(repo: Repository) -> Done | None:
    """Find the last operation of this folder, and say what is left alone on the way."""
    from rectify.storage.git.reflog import recorded

    for done in recorded(repo):
        if done.operation:
            return done
        if done.commit.parents:
            say(f"“{done.sentence}”不是一次登记，没有撤销；撤销的是它之前的")
    return None


def _sentence(done: str) -> str:
    """Name what is taken back; to take back an undo is to restore."""
    if done.startswith(_UNDO):
        return _REDO + done.removeprefix(_UNDO)
    return _UNDO + done.removeprefix(_REDO)


def _numbers(desk: Desk, changes: Sequence[Change]) -> list[str]:
    """Name the issues and votes that are changed."""
    from rectify.storage.places import place_of

    root = desk.workspace.root
    paths = (change.path.relative_to(root).as_posix() for change in changes)
    places = map(place_of, paths)
    return [place.number for place in places if place is not None]


def _refuse_new_faults(desk: Desk, undoing: Undoing, changes: Sequence[Change]) -> None:
    """Refuse what would leave a fault that was not there: something rests on it.

    Raises:
        ChangedSince: with the first fault, and what was recorded later.
    """
    if undoing.is_latest():
        return
    from rectify.storage.places import called

    before = set(_faults(desk, changes, {}))
    after = _faults(desk, changes, {change.path: change.after for change in changes})
    new = [each for each in after if each not in before]
    if new:
        place, _, message = new[0]
        raise undoing.refusal([place], f"撤销后 {called(place)} 会出错，{message}")


def _faults(
    desk: Desk, changes: Sequence[Change], over: dict[Path, bytes | None]
) -> list[Problem]:
    """Give the faults of the ledgers concerned, with some files as they shall be."""
    from rectify.cli.examining import faults_under
    from rectify.storage.places import ledger_of
    from rectify.storage.source import Source

    root = desk.workspace.root
    paths = (change.path.relative_to(root).as_posix() for change in changes)
    names = dict.fromkeys(name for name in map(ledger_of, paths) if name is not None)
    found = faults_under(Source(root, over), names)
    return [each._replace(line=None) for each in found]
