"""保管: exchange versions with the colleagues, through a place that all can reach."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.keeping import PANEL
from rectify.cli.options import DryRun
from rectify.cli.shell import say
from rectify.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rectify.cli.desk import Desk
    from rectify.storage.git.remote import Shared
    from rectify.storage.git.repository import Repository
    from rectify.storage.git.walk import Commit

_ATTEMPTS = 5
_SOON = 1.5


class SharedElsewhere(GitError):  # noqa: N818  # named for what it is
    """The workspace is shared through another place already."""

    def __init__(self, before: Shared, place: Shared) -> None:
        from rectify.storage.process import quoted

        super().__init__(
            f"这个台账已与 {before.shown} 同步，没有改动。确实要换到 {place.shown}，"
            f"请先运行 git remote set-url {place.name} {quoted(place.address)}，"
            f"然后 rectify sync --to {quoted(place.address)}"
        )


class NotMerged(GitError):  # noqa: N818  # named for what it is
    """The merge is written and could not be recorded, so nothing is sent."""

    def __init__(self, reason: str | None) -> None:
        why = reason or "合并还没有记入版本历史"
        super().__init__(f"{why}。没有送出；请再运行 rectify sync")


@app.command("sync", rich_help_panel=PANEL)
def sync(
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="文件夹或地址",
            help="第一次同步时写明：共享文件夹、U 盘上的新文件夹，或网址",
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """同步：收取同事的更新，与本机的合并，再把本机的更新送出。

    第一次写明共享的地方：rectify sync --to 文件夹；以后只需 rectify sync。
    """
    from rectify.cli.desk import writing_desk
    from rectify.cli.merging import tidy
    from rectify.storage.git.config import refuse_programs
    from rectify.storage.git.obstacles import stand
    from rectify.storage.git.repository import Repository

    with writing_desk() as desk:
        repo = Repository.open(desk.workspace.root)
        stand(repo)
        refuse_programs(repo)
        place = _place(repo, to, dry_run=dry_run)
        if not dry_run:
            tidy(desk, repo)
    if dry_run:
        _rehearse(desk, repo, place)
    else:
        _Sync(repo, place, anew=to is not None).run()


class _Sync:
    """One exchange: what came, what went, and how often it was tried.

    The workspace is held only while its files are read and written, not on the way.
    """

    def __init__(self, repo: Repository, place: Shared, *, anew: bool) -> None:
        self._repo = repo
        self._place = place
        self._anew = anew
        self._came: list[Commit] = []

    def run(self) -> None:
        """Fetch, merge and send, again when somebody was faster."""
        from rectify.storage.git import remote
        from rectify.storage.git.unreached import Outpaced

        for left in reversed(range(_ATTEMPTS)):
            theirs = self._fetch()
            head = self._merged(theirs)
            try:
                sent = self._send(head, theirs)
            except Outpaced:
                if not left:
                    raise
            else:
                break
        remote.keep_in_mind(self._repo, self._place, head)
        say(_account(self._place, self._came, sent))

    def _fetch(self) -> str | None:
        from rectify.storage.git import remote

        with _patience(f"正在连接 {self._place.shown}，请稍候"):
            self._place, theirs = remote.fetch(self._repo, self._place)
        if not (self._anew and theirs is None):
            remote.refuse_strange(self._repo, self._place, theirs)
        if theirs is not None:
            remote.keep_in_mind(self._repo, self._place, theirs)
        return theirs

    def _merged(self, theirs: str | None) -> str:
        """Merge what came, if it is not here already, and give our last version."""
        from rectify.cli.desk import writing_desk
        from rectify.cli.merging import head_of, refuse_new_faults, tidy
        from rectify.storage.git.walk import contains

        with writing_desk() as desk:
            tidy(desk, self._repo)
            head = head_of(self._repo)
            if theirs is not None and not contains(self._repo, head, theirs):
                self._merge(desk, head, theirs)
                head = head_of(self._repo)
            if head != theirs:
                refuse_new_faults(desk, self._repo, theirs)
        return head

    def _merge(self, desk: Desk, head: str, theirs: str) -> None:
        from rectify.cli.merging import Disputed, head_of, renumber_ours, write_union
        from rectify.storage.git.news import news
        from rectify.storage.git.walk import contains
        from rectify.storage.merging.workspace import unite

        came = news(self._repo, head, theirs)
        union = unite(self._repo, head, theirs, on=desk.today)
        if union.disputed:
            raise Disputed(union.disputed)
        if union.clashes:
            renumber_ours(desk, self._repo, union)
            union = unite(self._repo, head_of(self._repo), theirs, on=desk.today)
        if union.conflicts:
            raise Disputed(union.conflicts)
        told = write_union(desk, self._repo, union)
        if not contains(self._repo, head_of(self._repo), theirs):
            raise NotMerged(told)
        if told is not None:
            say(told)
        self._came += came

    def _send(self, head: str, theirs: str | None) -> list[Commit]:
        """Send what the others lack."""
        from rectify.storage.git import remote
        from rectify.storage.git.news import news

        if head == theirs:
            return []
        sent = news(self._repo, theirs, head)
        with _patience(f"正在送往 {self._place.shown}，请稍候"):
            remote.push(self._repo, self._place, head)
        return sent


def _place(repo: Repository, to: str | None, *, dry_run: bool) -> Shared:
    """Find the place to share through, or open the one that was named."""
    from rectify.storage.git import remote, sharing

    before = remote.shared(repo)
    if to is None:
        if before is None:
            raise remote.NotShared
        return before
    there = remote.at(repo, to)
    address = sharing.address_of(repo, to)
    place = there._replace(address=address, sends=address)
    if before is not None and before.address != address:
        raise SharedElsewhere(before, place)
    if sharing.is_new(address) and not dry_run:
        sharing.make(address, there.branch)
    return place


def _rehearse(desk: Desk, repo: Repository, place: Shared) -> None:
    """Say what would come and go; nothing but git's own store is touched."""
    from rectify.cli.merging import foretell, rehearsed
    from rectify.storage.git import remote, sharing
    from rectify.storage.git.news import news
    from rectify.storage.git.walk import contains

    head, waiting = rehearsed(desk, repo)
    theirs = None
    if sharing.is_new(place.address) and remote.shared(repo) is None:
        say(f"将把 {place.address} 建成共享文件夹")
    else:
        with _patience(f"正在连接 {place.shown}，请稍候"):
            place, theirs = remote.fetch(repo, place)
        remote.refuse_strange(repo, place, theirs)
    if waiting:
        say(f"另有{len(waiting)}个文件的手工改动会先记入版本历史")
    came = [] if theirs is None else news(repo, head, theirs)
    for commit in came:
        say(f"  收 {commit.author}：{commit.subject}")
    sent = news(repo, theirs, head)
    for commit in sent:
        say(f"  送 {commit.author}：{commit.subject}")
    more = 0
    if theirs is not None and not contains(repo, head, theirs):
        more = foretell(desk, repo, head, theirs) != head
    count = len(sent) + more
    say(f"（预演，没有写入）将收到{len(came)}次更新，送出{count}次")


def _account(place: Shared, came: Sequence[Commit], sent: Sequence[Commit]) -> str:
    """Say what came and what went."""
    if not came and not sent:
        return f"没有新的更新；{place.words}与本机一致"
    parts = []
    if came:
        parts.append(f"收到{len(came)}次更新{_about(came)}")
    if sent:
        parts.append(f"送出{len(sent)}次更新{_about(sent, by=False)}")
    return f"{'，'.join(parts)}；{place.words}与本机已一致"


def _about(commits: Sequence[Commit], *, by: bool = True) -> str:
    """Say whose versions they are, and which issues they are about."""
    from collections import Counter

    from rectify.domain.numbers import in_brief
    from rectify.storage.git.news import issues_of

    authors = Counter(commit.author for commit in commits)
    one = len(authors) == 1
    names = [name if one else f"{name} {count}" for name, count in authors.items()]
    told = [in_brief(names, "人")] if by else []
    about = issues_of(commits)
    told += [about] if about else []
    return f"（{'：'.join(told)}）" if told else ""


@contextmanager
def _patience(sentence: str) -> Iterator[None]:
    """Say on a terminal what takes so long, and take it back."""
    if not sys.stderr.isatty():
        yield
        return

    def show() -> None:
        sys.stderr.write(f"{sentence}…")
        sys.stderr.flush()

    timer = Timer(_SOON, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        waiting = timer.is_alive()
        timer.cancel()
        timer.join()
        if not waiting:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
