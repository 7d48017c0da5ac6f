"""查看: the versions of one issue or vote: who recorded what when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rectify.cli.app import app
from rectify.cli.options import Json, LedgerName
from rectify.cli.shell import say
from rectify.cli.viewing import PANEL
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.cli.desk import Desk
    from rectify.domain.entity import Entity
    from rectify.domain.history.chronicle import Content, Entry
    from rectify.domain.history.secrecy import Veil
    from rectify.storage.folder import LedgerFolder
    from rectify.storage.git.repository import Repository
    from rectify.views.screen.past import Lines

_PENDING = ""


class NeverThere(UsageError):  # noqa: N818  # named for what it is
    """Neither the folder nor its history has such a file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"没有 {name}，版本历史里也没有")


class SinceAfterUntil(UsageError):  # noqa: N818  # named for what it is
    """A period ends before it begins."""

    def __init__(self) -> None:
        super().__init__("--until 早于 --since，请对调")


class _File(NamedTuple):
    """The file that is asked about, and what it holds now."""

    place: str
    name: str
    kind: type[Entity]
    data: bytes | None


class _Past(NamedTuple):
    """What is told of a file."""

    title: str
    entries: list[Entry]
    patches: Mapping[str, Lines]
    hidden: Veil


Patch = Annotated[bool, typer.Option("--patch", help="连同文件里改动的每一行")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="日期", help="只列这一天起记下的")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="日期", help="只列到这一天为止记下的")
]
What = Annotated[
    str,
    typer.Argument(
        metavar="编号", help="如 17、JZ-017，或测评的票号、ledger.yaml、units.yaml"
    ),
]


@app.command("history", rich_help_panel=PANEL)
def history(
    number: What,
    ledger: LedgerName = None,
    since: Since = None,
    until: Until = None,
    patch: Patch = False,
    json: Json = False,
) -> None:
    """版本历史：一条问题从头到尾，谁在什么时候记了什么。

    每次操作是一个版本：时间、登记人、摘要，下面是它改了什么。
    事情的日期和登记的日子不同的，两个都列出。改过编号的，一直追到原来的编号。
    已经写进文件、还没有记入版本历史的，列在最后。
    """
    from rectify.cli.desk import open_desk
    from rectify.domain.history.chronicle import within
    from rectify.views.screen import past

    desk = open_desk()
    days = [None if words is None else desk.day(words) for words in (since, until)]
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        raise SinceAfterUntil
    file = _file(desk, number, ledger)
    found = _past(desk, file, patch=patch)
    entries = list(within(found.entries, days[0], days[1]))
    if json:
        past.print_json(entries, found.patches, found.hidden)
    elif entries:
        past.show(found.title, entries, found.patches, found.hidden)
    else:
        say(f"{file.name} 在这段时间里没有记录")


def _file(desk: Desk, word: str, ledger: str | None) -> _File:
    """Find the file that is meant; it need not be there any more."""
    from rectify.domain.ballot import Vote
    from rectify.domain.ledger import Ledger
    from rectify.domain.numbers import plain_number
    from rectify.domain.unit import UnitList

    whole: dict[str, type[Entity]] = {"ledger.yaml": Ledger, "units.yaml": UnitList}
    if word in whole:
        folder = desk.folder(ledger)
        return _held(folder, word, f"{folder.name}/{word}", whole[word])
    ballot = f"votes/{plain_number(word)}.yaml"
    if re.fullmatch(r"[0-9A-Za-z-]+", plain_number(word)):
        for folder in desk.folders(ledger):
            if folder.data(ballot) is not None:
                return _held(folder, ballot, f"测评 {plain_number(word)}", Vote)
    folder, number = _issue(desk, word, ledger)
    return _held(folder, f"issues/{number}.yaml", number, folder.kind)


def _issue(desk: Desk, word: str, ledger: str | None) -> tuple[LedgerFolder, str]:
    """Give the number of an issue, be it there or not, and its ledger."""
    from rectify.cli.desk import NothingNamed
    from rectify.domain.numbers import parse_numbers

    wanted = parse_numbers([word])
    if len(wanted) != 1 or wanted[0].first != wanted[0].last:
        raise NothingNamed("；这里只能写一个")
    prefix, serial, _ = wanted[0]
    folder = desk.folder_for(f"{prefix}-{serial}" if prefix else None, ledger)
    prefix = folder.ledger.prefix
    tail = re.compile(rf"{re.escape(prefix)}-0*{serial}")
    known = (number for number in folder.numbers() if tail.fullmatch(number))
    return folder, next(known, f"{prefix}-{serial:03}")


def _held(folder: LedgerFolder, name: str, shown: str, kind: type[Entity]) -> _File:
    return _File(f"data/{folder.name}/{name}", shown, kind, folder.data(name))


def _past(desk: Desk, file: _File, *, patch: bool) -> _Past:
    """Tell the past of a file by its versions; without any, by its record."""
    from rectify.domain.history.chronicle import chronicle, hidden_names, pending
    from rectify.storage.history.versions import content, trace
    from rectify.views.screen.past import Lines

    now = None if file.data is None else content(file.kind, file.data, file.place)
    repo = _repository(desk)
    if repo is None:
        return _recorded(file, now)
    traced = trace(repo, file.place, file.kind)
    if not traced.revisions and file.data is None:
        raise NeverThere(file.name)
    hidden = hidden_names(traced.versions, now)
    entries = list(chronicle(traced.versions, hidden))
    patches = {each.version.id: Lines(each.before, each.after)
               for each in traced.revisions}  # fmt: skip
    if traced.data != file.data:
        entries.append(pending(traced.last, now, hidden))
        patches[_PENDING] = Lines(traced.data, file.data)
    title = _title(file, now or traced.last)
    return _Past(title, entries, patches if patch else {}, hidden)


def _repository(desk: Desk) -> Repository | None:
    """Open the version history, or say why there is none."""
    from rectify.errors import GitError
    from rectify.storage.git.repository import Repository

    root = desk.workspace.root
    try:
        return Repository.open(root)
    except GitError as reason:
        from rectify.storage.git.obstacles import meant

        repo = Repository.find(root)
        known = meant(repo, reason) if repo else reason
        say(f"{known}\n下面按办理记录自己的日期列出")
        return None


def _recorded(file: _File, now: Content) -> _Past:
    """Tell what the file itself says of the days on which it was written."""
    from rectify.domain.history.chronicle import by_days, hidden_names, pending
    from rectify.domain.issue import Issue

    if now is None:
        raise NeverThere(file.name)
    hidden = hidden_names((), now)
    if isinstance(now, Issue):
        return _Past(_title(file, now), by_days(now, hidden), {}, hidden)
    return _Past(file.name, [pending(None, now, hidden)], {}, hidden)


def _title(file: _File, now: Content) -> str:
    """Name the file, an issue with its title."""
    from rectify.domain.issue import Issue

    return f"{now.number} {now.title}" if isinstance(now, Issue) else file.name
