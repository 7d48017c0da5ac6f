"""建账: the issues of a ledger: entered, edited, approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import record_for_unit
from rectify.cli.founding import PANEL
from rectify.cli.options import Attach, DryRun, LedgerName, Numbers, On, Ref
from rectify.cli.shell import say
from rectify.domain.terms import Level, Nature, TimeKind
from rectify.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.issue import Issue
    from rectify.domain.progress import Progress
    from rectify.storage.folder import LedgerFolder

AddTitle = Annotated[str, typer.Option("--title", metavar="标题", help="标题")]
Number = Annotated[
    str | None, typer.Option("--number", metavar="编号", help="编号，默认接着编")
]
Category = Annotated[
    str | None, typer.Option("--category", metavar="类别", help="类别")
]
AddNature = Annotated[Nature | None, typer.Option("--nature", help="性质")]
Source = Annotated[str | None, typer.Option("--source", metavar="来源", help="来源")]
AddLevel = Annotated[Level | None, typer.Option("--level", help="来源级别")]
Opinion = Annotated[
    int | None, typer.Option("--opinion", metavar="序号", help="属于第几条审议意见")
]
Proposer = Annotated[
    list[str] | None,
    typer.Option(
        "--proposer", metavar="提出人", help="提出人，可写“姓名:身份”，可重复"
    ),
]
Proposed = Annotated[
    str | None, typer.Option("--proposed", metavar="日期", help="提出日期")
]
Text = Annotated[str | None, typer.Option("--text", metavar="文字", help="问题描述")]
Demand = Annotated[
    str | None, typer.Option("--demand", metavar="文字", help="整改要求")
]
AddTimeKind = Annotated[TimeKind | None, typer.Option("--time", help="时限类型")]
Lead = Annotated[str | None, typer.Option("--lead", metavar="单位", help="拟主办")]
Partners = Annotated[
    list[str] | None, typer.Option("--with", metavar="单位", help="拟协办，可重复")
]
Each = Annotated[
    list[str] | None, typer.Option("--each", metavar="单位", help="拟分办，可重复")
]
Deadline = Annotated[
    str | None,
    typer.Option("--deadline", metavar="期限", help="拟定期限，如 9月底前、3个月"),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="项目=内容", help="其他项目，可重复"),
]


@app.command("add", rich_help_panel=PANEL)
def add(
    title: AddTitle,
    number: Number = None,
    category: Category = None,
    nature: AddNature = None,
    source: Source = None,
    level: AddLevel = None,
    opinion: Opinion = None,
    proposer: Proposer = None,
    proposed: Proposed = None,
    text: Text = None,
    demand: Demand = None,
    time_kind: AddTimeKind = None,
    lead: Lead = None,
    partners: Partners = None,
    each: Each = None,
    deadline: Deadline = None,
    settings: Settings = None,
    ledger: LedgerName = None,
    dry_run: DryRun = False,
) -> None:
    """登记一条问题；单位和期限是拟定的，交办时生效。"""
    from rectify.cli.choosing import words_from
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write
    from rectify.domain.deadline import parse_deadline
    from rectify.domain.intake.drafting.people import proposer_of
    from rectify.domain.numbers import plain_number
    from rectify.storage.journal import Change
    from rectify.storage.yaml import render

    typed = None if number is None else plain_number(number).upper()
    with writing_desk() as desk:
        folder = desk.folder_for(typed, ledger)
        find = folder.directory.resolve
        fields = {
            "编号": _number(folder, typed),
            "标题": title,
            "类别": category,
            "性质": nature,
            "来源": source,
            "来源级别": level,
            "审议意见": opinion,
            "提出人": [proposer_of(words) for words in proposer or ()],
            "提出日期": desk.day(proposed) if proposed else None,
            "问题描述": words_from(text, None),
            "整改要求": words_from(demand, None),
            "时限类型": time_kind,
            "拟主办": find(lead) if lead else None,
            "拟协办": [find(unit) for unit in partners or ()],
            "拟分办": [find(unit) for unit in each or ()],
            "拟定期限": deadline,
        }
        issue = _issue(folder, fields | _stated(desk, folder, settings or ()))
        if issue.deadline is not None:
            parse_deadline(issue.deadline, start=desk.today, calendar=desk.calendar)
        path = folder.issue_path(issue.number)
        change = Change(path, None, render(issue).encode())
        _note_namesakes(folder, issue)
        sentence = f"登记 {issue.number}：{issue.title}{_understood(issue)}"
        write(desk, [change], sentence, [issue.number], dry_run=dry_run)


class IssueExists(LedgerError):  # noqa: N818  # named for what it is
    """A number names one issue."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"编号 {number} 已经有了，请换一个，或不写 --number 由程序编号"
        )


def _issue(folder: LedgerFolder, fields: Mapping[str, object]) -> Issue:
    from rectify.cli.checking import check_facts, entity_from

    given = {label: value for label, value in fields.items() if value not in (None, [])}
    issue = entity_from(folder.kind, given)
    check_facts(folder, issue)
    return issue


def _stated(
    desk: Desk, folder: LedgerFolder, settings: Sequence[str]
) -> dict[str, object]:
    """Read the facts that were typed by their labels."""
    from rectify.cli.filling import setting_of, value_of

    typed = [setting_of(folder.kind, each) for each in settings]
    return {
        each.label: value_of(folder, each, desk.today) for each in typed if each.words
    }


def _understood(issue: Issue) -> str:
    """Say what was made of the words: full names, and what is proposed."""
    said = [
        f"{label}{'、'.join(names)}"
        for label, names in (
            ("拟主办", [issue.lead] if issue.lead else []),
            ("拟协办", issue.partners),
            ("拟分办", issue.separate),
            ("拟定期限", [issue.deadline] if issue.deadline else []),
        )
        if names
    ]
    return f"（{'，'.join(said)}）" if said else ""


def _note_namesakes(folder: LedgerFolder, issue: Issue) -> None:
    """Point at issues of the same title; they may be the same."""
    from rectify.storage.folder import Faulty

    alike = [
        entry.issue.number
        for entry in folder.scan()
        if not isinstance(entry, Faulty) and entry.issue.title == issue.title
    ]
    if alike:
        say(f"注意：{'、'.join(alike)} 的标题也是“{issue.title}”，请看是否重复登记")


class ForeignPrefix(LedgerError):  # noqa: N818  # named for what it is
    """The number would belong to another ledger."""

    def __init__(self, number: str, folder: LedgerFolder) -> None:
        prefix = folder.ledger.prefix
        super().__init__(
            f"编号 {number} 不属于台账 {folder.name}：它的编号前缀是 {prefix}，"
            f"应写成 {prefix}-001 的样子"
        )


def _number(folder: LedgerFolder, typed: str | None) -> str:
    if typed is None:
        return folder.next_number()
    prefix, _, digits = typed.rpartition("-")
    number = typed
    if digits.isascii() and digits.isdecimal():
        number = f"{prefix or folder.ledger.prefix}-{int(digits):03}"
    if prefix and prefix != folder.ledger.prefix:
        raise ForeignPrefix(number, folder)
    if number in folder.numbers():
        raise IssueExists(number)
    return number


@app.command("edit", rich_help_panel=PANEL)
def edit(
    number: Annotated[str, typer.Argument(metavar="编号", help="如 17 或 JZ-017")],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="项目=内容", help="不开编辑器，直接改一项；内容为空即删去"
        ),
    ] = None,
    attach: Attach = None,
    ledger: LedgerName = None,
    dry_run: DryRun = False,
) -> None:
    """修改一条问题的内容；办理记录不在这里改，记错了用 void。"""
    from rectify.cli.editing import edit_issue

    edit_issue(number, ledger, settings or (), attach or (), dry_run=dry_run)


@app.command("approve", rich_help_panel=PANEL)
def approve(
    numbers: Numbers,
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="会议", help="哪次会议审定")
    ] = None,
    ref: Ref = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """审定：主任会议同意列入清单。"""
    from rectify.domain import event as ev

    def make(case: Progress, _target: Target) -> Iterator[ev.Event]:
        yield ev.Approve(date=case.on, meeting=meeting, ref=ref)

    record_for_unit(numbers, ledger, on, make, dry_run=dry_run)
