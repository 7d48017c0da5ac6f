"""建账: a workspace, a ledger, issues, units, approval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.answering import record_for_unit
from rectify.cli.app import app
from rectify.cli.options import DryRun, LedgerName, Numbers, On, Ref
from rectify.cli.shell import say
from rectify.domain.terms import Assessment, Level, Nature, TimeKind
from rectify.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rectify.cli.desk import Target
    from rectify.domain import event as ev
    from rectify.domain.issue import Issue
    from rectify.domain.progress import Progress
    from rectify.storage.folder import LedgerFolder
    from rectify.storage.journal import Change

PANEL = "建账"
_SECRET = ("秘密", "机密", "绝密")


class NotEmpty(LedgerError):  # noqa: N818  # named for what it is
    """Something stands where a workspace is to be made."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"{folder} 里已有台账 {name}，没有改动；请换一个文件夹或名称")


class Incomplete(UsageError):  # noqa: N818  # named for what it is
    """A ledger needs a name, a title, a prefix and an organ."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"还缺{missing}。例：rectify init 我的台账 --ledger ylfw-2024 "
            "--title 养老服务问题清单 --prefix YL --organ 某市人大常委会；"
            "先看样子：rectify init 试一试 --example jiaozuo-2024"
        )


class NoSuchExample(UsageError):  # noqa: N818  # named for what it is
    """There is no sample of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"没有“{name}”这个示例。可用：{'、'.join(known)}")


class BadLedgerName(UsageError):  # noqa: N818  # named for what it is
    """A ledger's folder has a plain ASCII name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"台账名“{name}”只能用小写字母、数字和短横，如 ylfw-2024；"
            "中文名称写在 --title 里"
        )


class NoSecrets(LedgerError):  # noqa: N818  # named for what it is
    """State secrets never enter the tool (保守国家秘密法)."""

    def __init__(self, word: str) -> None:
        super().__init__(f"名称里有“{word}”：本系统不得处理涉密信息，没有建账")


Title = Annotated[str | None, typer.Option("--title", metavar="名称", help="台账名称")]
Prefix = Annotated[
    str | None, typer.Option("--prefix", metavar="前缀", help="编号前缀，如 JZ")
]
Organ = Annotated[str | None, typer.Option("--organ", metavar="机关", help="监督机关")]
Judged = Annotated[Assessment, typer.Option("--assessment", help="评价方式")]


@app.command("init", rich_help_panel=PANEL)
def init(
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="建在哪里")],
    ledger: Annotated[
        str | None,
        typer.Option("-l", "--ledger", metavar="台账", help="台账名，如 ylfw-2024"),
    ] = None,
    title: Title = None,
    prefix: Prefix = None,
    organ: Organ = None,
    assessment: Judged = Assessment.BALLOT,
    example: Annotated[
        str | None,
        typer.Option("--example", metavar="示例", help="复制一个示例来试用"),
    ] = None,
) -> None:
    """建一个放台账的文件夹；--example jiaozuo-2024 复制示例。"""
    from rectify.cli.desk import Desk, today
    from rectify.cli.recording import write
    from rectify.storage.disk import make_folder
    from rectify.storage.workspace import Workspace

    root = Path(folder).resolve()
    if example is not None:
        name, changes = example, _sample(root, example)
        sentence = f"建账：复制示例 {example} 到 {root}"
    else:
        name, changes = _new_ledger(root, ledger, title, prefix, organ, assessment)
        sentence = f"建账 {name}：{title}"
    if (root / "data" / name).exists():
        raise NotEmpty(name, root)
    make_folder(root)
    desk = Desk(Workspace(root), today())
    write(desk, changes, sentence, [name], dry_run=False)
    say(f"下一步：cd {folder}，然后 rectify")


@app.command("new", rich_help_panel=PANEL)
def new(
    ledger: Annotated[str, typer.Argument(metavar="台账", help="台账名，如 ylfw-2025")],
    title: Title = None,
    prefix: Prefix = None,
    organ: Organ = None,
    assessment: Judged = Assessment.BALLOT,
    dry_run: DryRun = False,
) -> None:
    """再建一个台账。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write

    with writing_desk() as desk:
        root = desk.workspace.root
        name, changes = _new_ledger(root, ledger, title, prefix, organ, assessment)
        if name in desk.workspace.names():
            raise NotEmpty(name, root)
        for folder in desk.folders(None):
            if folder.ledger.prefix == prefix:
                raise PrefixTaken(folder.ledger.prefix, folder.name)
        write(desk, changes, f"建账 {name}：{title}", [name], dry_run=dry_run)


class PrefixTaken(LedgerError):  # noqa: N818  # named for what it is
    """Two ledgers of one prefix could not be told apart by number."""

    def __init__(self, prefix: str, name: str) -> None:
        super().__init__(f"编号前缀 {prefix} 已由台账 {name} 使用，请换一个")


def _new_ledger(
    root: Path,
    name: str | None,
    title: str | None,
    prefix: str | None,
    organ: str | None,
    assessment: Assessment,
) -> tuple[str, list[Change]]:
    """Make the files of an empty ledger."""
    import re

    from rectify.cli.checking import entity_from
    from rectify.domain.ledger import Ledger
    from rectify.storage.journal import Change
    from rectify.storage.yaml import render

    given = {"--ledger": name, "--title": title, "--prefix": prefix, "--organ": organ}
    missing = [option for option, value in given.items() if not value]
    if missing or name is None:
        raise Incomplete("、".join(missing))
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise BadLedgerName(name)
    for word in _SECRET:
        if word in f"{title}{root}":
            raise NoSecrets(word)
    fields: dict[str, object] = {"名称": title, "编号前缀": prefix, "监督机关": organ}
    if assessment is not Assessment.BALLOT:
        fields["评价方式"] = assessment
    made = entity_from(Ledger, fields)
    path = root / "data" / name / "ledger.yaml"
    return name, [Change(path, None, render(made).encode())]


def _sample(root: Path, name: str) -> list[Change]:
    from rectify.storage.builtin import samples
    from rectify.storage.journal import Change

    known = samples()
    if name not in known:
        raise NoSuchExample(name, sorted(known))
    source = known[name]
    files = sorted(path for path in source.rglob("*") if path.is_file())
    return [
        Change(root / "data" / name / path.relative_to(source), None, path.read_bytes())
        for path in files
    ]


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
    ledger: LedgerName = None,
    dry_run: DryRun = False,
) -> None:
    """登记一条问题；单位和期限是拟定的，交办时生效。"""
    from rectify.cli.choosing import words_from
    from rectify.cli.desk import writing_desk
    from rectify.cli.recording import write
    from rectify.domain.deadline import parse_deadline
    from rectify.storage.journal import Change
    from rectify.storage.yaml import render

    with writing_desk() as desk:
        folder = desk.folder_for(number, ledger)
        find = folder.directory.resolve
        if deadline is not None:
            parse_deadline(deadline, start=desk.today, calendar=desk.calendar)
        fields = {
            "编号": _number(folder, number),
            "标题": title,
            "类别": category,
            "性质": nature,
            "来源": source,
            "来源级别": level,
            "审议意见": opinion,
            "提出人": [_proposer(words) for words in proposer or ()],
            "提出日期": desk.day(proposed) if proposed else None,
            "问题描述": words_from(text, None),
            "整改要求": words_from(demand, None),
            "时限类型": time_kind,
            "拟主办": find(lead) if lead else None,
            "拟协办": [find(unit) for unit in partners or ()],
            "拟分办": [find(unit) for unit in each or ()],
            "拟定期限": deadline,
        }
        issue = _issue(folder, fields)
        path = folder.issue_path(issue.number)
        change = Change(path, None, render(issue).encode())
        sentence = f"登记 {issue.number}：{issue.title}"
        write(desk, [change], sentence, [issue.number], dry_run=dry_run)


class IssueExists(LedgerError):  # noqa: N818  # named for what it is
    """A number names one issue."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"编号 {number} 已经有了，请换一个，或不写 --number 由程序编号"
        )


class NoSuchOpinion(LedgerError):  # noqa: N818  # named for what it is
    """The ledger has no 审议意见 of that number."""

    def __init__(self, opinion: int) -> None:
        super().__init__(f"ledger.yaml 里没有第{opinion}条审议意见，请先写进去")


def _issue(folder: LedgerFolder, fields: Mapping[str, object]) -> Issue:
    from rectify.cli.checking import entity_from
    from rectify.domain.issue import Issue

    given = {label: value for label, value in fields.items() if value not in (None, [])}
    issue = entity_from(Issue, given)
    declared = [opinion.number for opinion in folder.ledger.opinions]
    if issue.opinion is not None and issue.opinion not in declared:
        raise NoSuchOpinion(issue.opinion)
    return issue


def _number(folder: LedgerFolder, typed: str | None) -> str:
    if typed is None:
        return folder.next_number()
    prefix, _, digits = typed.upper().rpartition("-")
    number = typed.upper()
    if digits.isdecimal():
        number = f"{prefix or folder.ledger.prefix}-{int(digits):03}"
    if number in folder.numbers():
        raise IssueExists(number)
    return number


def _proposer(words: str) -> dict[str, str]:
    name, _, capacity = words.replace("：", ":").partition(":")
    return {"姓名": name, "身份": capacity} if capacity else {"姓名": name}


@app.command("edit", rich_help_panel=PANEL)
def edit(
    number: Annotated[str, typer.Argument(metavar="编号", help="如 17 或 JZ-017")],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="项目=内容", help="不开编辑器，直接改一项；内容为空即删去"
        ),
    ] = None,
    ledger: LedgerName = None,
    dry_run: DryRun = False,
) -> None:
    """修改一条问题的内容；办理记录不在这里改，记错了用 void。"""
    from rectify.cli.desk import writing_desk
    from rectify.cli.editing import edited, with_settings
    from rectify.cli.recording import write
    from rectify.storage.journal import Change

    with writing_desk() as desk:
        target = desk.target(number, ledger)
        change = with_settings(target, settings) if settings else edited(desk, target)
        entry = target.entry
        if change is None or change.text.encode() == entry.data:
            say(f"{entry.issue.number} 没有改动")
            return
        written = Change(entry.path, entry.data, change.text.encode())
        said = "、".join(change.labels) or "格式"
        sentence = f"修改 {entry.issue.number}：{said}"
        write(desk, [written], sentence, [entry.issue.number], dry_run=dry_run)


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
