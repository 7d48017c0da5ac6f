"""保管: settle what two sides have both changed, place by place."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.keeping import PANEL
from rectify.cli.options import DryRun, Json
from rectify.cli.shell import say
from rectify.errors import GitError, LedgerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.cli.desk import Desk
    from rectify.cli.picking import Picked
    from rectify.cli.resolving_files import Mending
    from rectify.cli.resolving_lines import Reuniting
    from rectify.domain.merging.conflict import Conflict
    from rectify.views.screen.conflicts import Dispute

    Case = Mending | Reuniting

_OPEN = 7
_NOTHING = "没有冲突要定"
_HOW = (
    "逐处来选：在终端里运行 rectify resolve",
    "一次写明：rectify resolve 加上面各处的 --pick，每处一个",
)


class Moved(LedgerError):  # noqa: N818  # named for what it is
    """Something changed while the user was picking."""

    def __init__(self) -> None:
        super().__init__(
            "选的时候文件或版本历史有了变化，没有改动任何文件；"
            "请重新运行 rectify resolve"
        )


@app.command("resolve", rich_help_panel=PANEL)
def resolve(
    pick: Annotated[
        list[str] | None,
        typer.Option(
            metavar="编号 项目=哪方",
            help='定一处，如 "JZ-017 标题=对方"，可写多个；哪方：本方、对方、都要',
        ),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="只列出冲突和各处的选法，不改动")
    ] = False,
    json: Json = False,
    dry_run: DryRun = False,
) -> None:
    """解决冲突：两边改了同一处，逐处来选，哪一边的都不会不声不响地丢掉。"""
    from rectify.cli.checking import typed_values
    from rectify.cli.desk import open_desk
    from rectify.cli.picking import Undecided, can_ask, picked_from
    from rectify.views.screen import conflicts as screen

    picked = picked_from(pick or ())
    with typed_values():
        if not (list_ or json or dry_run):
            _tidy()
        desk = open_desk()
        case = _case(desk)
        if case is None:
            screen.print_json(()) if json else say(_NOTHING)
            return
        picked, disputes = _applied(case, picked)
        if case.knows_numbers and not (json or list_ or can_ask()):
            picked, disputes = _parted(case, picked, disputes)
        if json or list_:
            _listed(case, disputes, json=json)
        elif disputes and can_ask():
            _ask(case, picked, dry_run=dry_run)
        elif disputes:
            screen.show(disputes, case.heading, ())
            raise Undecided(disputes)
        else:
            _write(case, picked, dry_run=dry_run)


def _tidy() -> None:
    """End a merge that is recorded, and record what was changed by hand before one."""
    from rectify.cli.desk import writing_desk
    from rectify.cli.merging import tidy
    from rectify.cli.resolving_lines import finish, meeting
    from rectify.storage.git.repository import Repository
    from rectify.storage.merging.leftovers import marked_files, merging

    with writing_desk() as desk:
        root = desk.workspace.root
        repo = Repository.find(root)
        if repo is None:
            return
        if merging(repo) is not None:
            if not finish(repo):
                return
            say("上次的合并已经记入版本历史，这里收尾完毕")
        apart = meeting(desk, repo)
        if apart is not None and not apart.quiet and not marked_files(root):
            tidy(desk, repo)


def _case(desk: Desk) -> Case | None:
    """Find what there is to settle; None if there is nothing."""
    from rectify.cli.resolving_files import Mending
    from rectify.cli.resolving_lines import meeting, reuniting
    from rectify.storage.git.repository import Repository

    repo = Repository.find(desk.workspace.root)
    stopped = None if repo is None else reuniting(desk, repo)
    if stopped is not None:
        return stopped
    mending = Mending(desk, repo)
    if mending.torn:
        return mending
    apart = None if repo is None else meeting(desk, repo)
    if apart is not None and not apart.quiet:
        return apart
    if apart is not None:
        say("收到的更新还没有合并，其中没有冲突；合并请运行 rectify sync")
    if mending.unexplained:
        say(_unexplained(mending.unexplained))
    return None


def _applied(case: Case, picked: Picked) -> tuple[Picked, Sequence[Dispute]]:
    """Apply the words of --pick one layer after another, and give what is left open.

    The numbers in these words are written out. What is picked may bring up what was
    hidden behind it.
    """
    from rectify.cli.picking import Picked, refuse_strange
    from rectify.views.screen.conflicts import named

    used = Picked({})
    seen: dict[str, Conflict] = {}
    while True:
        disputes = case.outcome(used).disputes
        here = {named(d, each): each for d in disputes for each in d.conflicts}
        seen |= here
        picked = picked.spelled_out(seen)
        more = {words: picked.sides[words] for words in here if words in picked.sides}
        if not more:
            refuse_strange(picked, seen)
            return picked, disputes
        used = Picked({**used.sides, **more})


def _parted(
    case: Case, picked: Picked, disputes: Sequence[Dispute]
) -> tuple[Picked, Sequence[Dispute]]:
    """Where numbers alone are open, let ours have others, as sync does."""
    from rectify.domain.merging.conflict import NUMBERS, Side
    from rectify.views.screen.conflicts import named

    open_ = [(dispute, each) for dispute in disputes for each in dispute.conflicts]
    if not open_ or any(conflict.key not in NUMBERS for _, conflict in open_):
        return picked, disputes
    for dispute, conflict in open_:
        picked = picked.having(named(dispute, conflict), Side.BOTH)
    return _applied(case, picked)


def _listed(case: Case, disputes: Sequence[Dispute], *, json: bool) -> None:
    """Print what is open, and leave with the code that says so."""
    from rectify.views.screen import conflicts as screen

    if json:
        screen.print_json(disputes)
    elif disputes:
        screen.show(disputes, case.heading, _HOW)
    else:
        say("都能自动合成一份，没有要选的；运行 rectify resolve 写入")
    if disputes:
        raise typer.Exit(_OPEN)


def _ask(case: Case, picked: Picked, *, dry_run: bool) -> None:
    """Ask place by place, sum up, and write when the user agrees."""
    from rectify.cli.asking import agreed
    from rectify.cli.picking import LeftOpen, ask
    from rectify.views.screen import conflicts as screen

    say(f"{case.heading}，逐处来定：")
    asked = ask(lambda each: case.outcome(each).disputes, picked)
    if asked is None:
        say("已退出，没有改动任何文件")
        return
    if not case.can_write(asked.picked):
        raise LeftOpen(len(asked.later), asked.picked, written=False)
    screen.picked(asked.answered)
    if not dry_run and not agreed("按这样写入吗？", yes=False):
        say("没有改动任何文件")
        return
    _write(case, asked.picked, dry_run=dry_run)
    if asked.later:
        raise LeftOpen(len(asked.later), asked.picked, written=True)


def _write(case: Case, picked: Picked, *, dry_run: bool) -> None:
    """Write what was picked, if nothing has changed in the meantime."""
    from rectify.cli.desk import writing_desk

    with writing_desk() as desk:
        again = _case(desk)
        if again is None or again.mark != case.mark:
            raise Moved
        case.write(picked, dry_run=dry_run)
    if not dry_run:
        _say_next(desk)


def _say_next(desk: Desk) -> None:
    """Say how others get what was settled."""
    from rectify.storage.git.remote import shared
    from rectify.storage.git.repository import Repository

    repo = Repository.find(desk.workspace.root)
    with suppress(GitError):
        if repo is not None and shared(repo) is not None:
            say("接着运行 rectify sync，把结果送出")


def _unexplained(places: Sequence[str]) -> str:
    """Say what to do about faults that no merge has brought."""
    from rectify.domain.numbers import in_brief

    return (
        f"{in_brief(places, '个')} 有差错，"
        "但不是两边的改动合不上，或者版本历史里找不到两边；"
        "差错见 rectify check，多记的一条可以用 rectify void 作废"
    )
