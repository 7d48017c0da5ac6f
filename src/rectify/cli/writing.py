"""成文: documents, to the screen or into files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.options import AsOf, Known, LedgerName, Overwrite
from rectify.cli.shell import say
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rectify.cli.desk import Desk, Target
    from rectify.domain.documents.report import Choice, Kind, Request
    from rectify.domain.roster import Roster
    from rectify.storage.folder import LedgerFolder

PANEL = "成文"
_LOOK = (
    "已隐去认得出的个人信息：证件号、电话、住址和姓名栏里填的人名。"
    "正文里另外提到的人名、住址不一定都认得出，公开前请通读核对"
)


class NotForKind(UsageError):  # noqa: N818  # named for what it is
    """The kind of document is not asked for in that way."""

    def __init__(self, kind: Kind, option: str) -> None:
        known = "、".join(sorted(kind.choices))
        hint = f"；可用 {known}" if known else ""
        super().__init__(f"{kind.name}不能用 {option}{hint}")


class SeveralLedgers(UsageError):  # noqa: N818  # named for what it is
    """The issues named are of several ledgers."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            f"所写的编号属于几个台账：{'、'.join(names)}。文书一次只写一个台账的问题"
        )


class NoTemplate(UsageError):  # noqa: N818  # named for what it is
    """The document is made without a template."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind}没有可以修改的模板")


@app.command("report", rich_help_panel=PANEL)
def report(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[文书]", help="哪一种；不写则列出全部种类"),
    ] = None,
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[编号…]", help="一案一档等：哪些问题，如 17、1-10"),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到文件，格式看后缀：.docx .md .html .txt .pdf .xlsx；"
            "有几份的写到文件夹，为 .docx",
        ),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="只写给这个单位的")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="只写这一天的，如哪一天交办的"),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="日期", help="进展表、工作信息：从哪一天起"),
    ] = None,
    vote: Annotated[
        str | None,
        typer.Option("--vote", metavar="票号", help="哪一次测评，默认最近一次会议的"),
    ] = None,
    wanted: Annotated[
        str | None,
        typer.Option("--format", metavar="格式", help="不看后缀，写成这种格式，如 md"),
    ] = None,
    fonts: Annotated[
        str | None,
        typer.Option(
            "--fonts",
            metavar="字体",
            help="office：方正小标宋、仿宋_GB2312（默认）；windows：系统自带字体",
        ),
    ] = None,
    copy: Annotated[
        bool, typer.Option("--copy", help="放到剪贴板，可直接粘贴到 WPS、Word、微信")
    ] = False,
    public: Annotated[
        bool,
        typer.Option("--public", help="对外公开：隐去认得出的个人信息，不含内部备注"),
    ] = False,
    eject: Annotated[
        bool,
        typer.Option("--eject", help="把这种文书的模板和版式复制到 templates/ 供修改"),
    ] = False,
    overwrite: Overwrite = False,
    ref: Annotated[
        str | None,
        typer.Option("--ref", metavar="文号", help="发文字号；不写的留空位待填"),
    ] = None,
    ledger: LedgerName = None,
    as_of: AsOf = None,
    known: Known = None,
) -> None:
    """成文：交办函、催办函、清单、通报、测评表、审批表、台账、看板等。"""
    from rectify.domain.documents.kinds import KINDS, kind_named
    from rectify.domain.documents.report import Choice

    if kind is None:
        for each in KINDS:
            print(f"{each.name:　<7}{each.alias:<14}{each.about}")
        return
    found = kind_named(kind)
    chosen = {
        Choice.UNIT: unit,
        Choice.DAY: on,
        Choice.SINCE: since,
        Choice.VOTE: vote,
    }
    _check(found, numbers, chosen)
    for option, words in (("--fonts", fonts), ("--copy", copy)):
        if words and found.formats:
            raise NotForKind(found, option)
    from rectify.cli.desk import open_desk
    from rectify.cli.formats import Studio, suffix_of
    from rectify.cli.placing import place, put_on_clipboard
    from rectify.views.layout.fonts import fonts_named

    desk = open_desk()
    own = desk.workspace.root / "templates"
    if eject:
        _eject(found, own)
        return
    named = desk.targets(numbers, ledger) if numbers else []
    folder = ledger_of(named) or desk.folder(ledger)
    roster = desk.rosters(folder.name, as_of, known)[0]
    if public:
        from rectify.domain.publicity import for_public

        roster = for_public(roster)
    request = _request(desk, roster, named, chosen)
    studio = Studio(own, roster.directory, fonts_named(fonts), ref or "")
    copies = found.compile(request)
    if public:
        _point_out(roster, copies)
    if copy:
        put_on_clipboard(found, studio, copies)
        if output is None and wanted is None:
            return
    suffix = suffix_of(found, output, wanted)
    made = studio.make(found, copies, suffix)
    place(found, made, output, suffix, overwrite=overwrite)


def _point_out(roster: Roster, copies: object) -> None:
    """Say what masking cannot promise, and where a person must look first."""
    from rectify.domain.publicity import doubts

    say(_LOOK)
    found = [
        f"{each.number}（{'、'.join(each.words)}）" for each in doubts(roster, copies)
    ]
    if found:
        say(f"下列字样像是人名、住址，请先核对：{'、'.join(found)}")


def _eject(kind: Kind, own: Path) -> None:
    """Copy a template and its letterhead into the workspace, to be edited there."""
    from rectify.storage.builtin import templates
    from rectify.storage.ejecting import eject
    from rectify.views.markdown import files_of

    names = files_of(kind.alias, templates())
    if not names:
        raise NoTemplate(kind.name)
    ejected = eject(names, own)
    for path in ejected.kept:
        say(f"{path} 已经有了，没有改动")
    for path in ejected.made:
        say(f"已复制到 {path}，可以修改；删掉它就恢复原样")


def ledger_of(named: Sequence[Target]) -> LedgerFolder | None:
    """Give the ledger of the issues named, if any is.

    Raises:
        SeveralLedgers: there is more than one.
    """
    folders = {target.folder.name: target.folder for target in named}
    if len(folders) > 1:
        raise SeveralLedgers(folders)
    return next(iter(folders.values()), None)


def _check(
    kind: Kind, numbers: Sequence[str] | None, chosen: Mapping[Choice, str | None]
) -> None:
    """Refuse what the kind is never asked for.

    Raises:
        NotForKind: naming the option.
    """
    from rectify.domain.documents.report import Choice

    asked = [option for option, words in chosen.items() if words is not None]
    if numbers:
        asked.append(Choice.ISSUES)
    for option in asked:
        if option not in kind.choices:
            raise NotForKind(kind, option)


def _request(
    desk: Desk,
    roster: Roster,
    named: Sequence[Target],
    chosen: Mapping[Choice, str | None],
) -> Request:
    """Read what was asked for."""
    from rectify.domain.documents.report import Choice, Request

    unit = chosen[Choice.UNIT]
    days = (chosen[Choice.DAY], chosen[Choice.SINCE])
    day, since = (None if words is None else desk.day(words) for words in days)
    return Request(
        roster,
        desk.calendar,
        unit=None if unit is None else roster.directory.resolve(unit),
        day=day,
        since=since,
        vote=chosen[Choice.VOTE],
        numbers=tuple(target.entry.issue.number for target in named),
    )
