"""办理: the vote, kept as a record of its own, and what it decides for each issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rectify.cli.app import app
from rectify.cli.handing import PANEL
from rectify.cli.options import Bys, Deadline, DryRun, LedgerName, On, SomeNumbers
from rectify.domain.terms import Turn
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.ballot import Row, Vote
    from rectify.domain.progress import Progress
    from rectify.storage.folder import LedgerFolder


class NoCounts(UsageError):  # noqa: N818  # named for what it is
    """A vote without counts is none."""

    def __init__(self) -> None:
        super().__init__(
            "请写明票数：--satisfied 满意 --basic 基本满意 --unsatisfied 不满意，"
            "或用 --from 指明计票表（csv 或 yaml，一个会场一行）"
        )


class NoSubject(UsageError):  # noqa: N818  # named for what it is
    """A vote must be on something."""

    def __init__(self) -> None:
        super().__init__(
            "请写明测评的对象：编号、--unit 单位、--opinion 审议意见，或 --report 报告"
        )


class WrongCounts(RuleError):  # noqa: N818  # named for what it is
    """The counts contradict each other."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("票数对不上，没有记录：\n" + "\n".join(faults))


class NumberTaken(RuleError):  # noqa: N818  # named for what it is
    """There is a vote of that number already."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"票号 {number} 已经有了，请换一个，或不写 --ballot 由程序编号"
        )


class NotVotedOn(RuleError):  # noqa: N818  # named for what it is
    """The counts name other subjects than the command does."""

    def __init__(self, number: str) -> None:
        super().__init__(f"计票表里没有对象 {number} 的票数")


class Counts(NamedTuple):
    """The options of one row, as typed."""

    satisfied: int | None
    basically: int | None
    unsatisfied: int | None
    others: dict[str, int | str | None]


_COUNT = "人数"


Satisfied = Annotated[
    int | None, typer.Option("--satisfied", min=0, metavar="票", help="满意")
]
Basically = Annotated[
    int | None, typer.Option("--basic", min=0, metavar="票", help="基本满意")
]
Unsatisfied = Annotated[
    int | None, typer.Option("--unsatisfied", min=0, metavar="票", help="不满意")
]
Abstained = Annotated[
    int | None, typer.Option("--abstain", min=0, metavar="票", help="弃权")
]
Unpressed = Annotated[
    int | None, typer.Option("--unpressed", min=0, metavar=_COUNT, help="未按")
]
Invalid = Annotated[
    int | None, typer.Option("--invalid", min=0, metavar="票", help="无效")
]
Expected = Annotated[
    int | None, typer.Option("--expected", min=0, metavar=_COUNT, help="应到")
]
Present = Annotated[
    int | None, typer.Option("--present", min=0, metavar=_COUNT, help="实到")
]
Issued = Annotated[
    int | None, typer.Option("--issued", min=0, metavar="票", help="发出")
]
Returned = Annotated[
    int | None, typer.Option("--returned", min=0, metavar="票", help="收回")
]
Members = Annotated[
    int | None,
    typer.Option("--members", min=0, metavar=_COUNT, help="全体组成人员"),
]
Venue = Annotated[str | None, typer.Option("--venue", metavar="会场", help="会场")]
Group = Annotated[str | None, typer.Option("--group", metavar="群体", help="群体")]
File = Annotated[
    str | None,
    typer.Option("--from", metavar="文件", help="计票表：csv 或 yaml，一个会场一行"),
]
Units = Annotated[
    list[str] | None,
    typer.Option("--unit", metavar="单位", help="对单位的测评，不改变问题的状态"),
]
Opinions = Annotated[
    list[int] | None,
    typer.Option("--opinion", metavar="序号", help="对第几条审议意见的测评"),
]
Report = Annotated[
    str | None, typer.Option("--report", metavar="报告", help="对报告的测评")
]
Meeting = Annotated[str | None, typer.Option("--meeting", metavar="会议", help="会议")]
Ballot = Annotated[
    str | None, typer.Option("--ballot", metavar="票号", help="票号，默认接着编")
]
EvaluateTurn = Annotated[
    Turn | None, typer.Option("--turn", help="轮次，默认看以前有没有测评过")
]


@app.command("evaluate", rich_help_panel=PANEL)
def evaluate(
    numbers: SomeNumbers = None,
    satisfied: Satisfied = None,
    basically: Basically = None,
    unsatisfied: Unsatisfied = None,
    abstained: Abstained = None,
    unpressed: Unpressed = None,
    invalid: Invalid = None,
    expected: Expected = None,
    present: Present = None,
    issued: Issued = None,
    returned: Returned = None,
    members: Members = None,
    venue: Venue = None,
    group: Group = None,
    file: File = None,
    units: Units = None,
    opinions: Opinions = None,
    report: Report = None,
    meeting: Meeting = None,
    ballot: Ballot = None,
    turn: EvaluateTurn = None,
    deadline: Deadline = None,
    by: Bys = None,
    ledger: LedgerName = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """测评：记录票数，按台账的测评规则得出通过或不通过。

    一次测评可以包括几条问题、几个会场；各会场的票数相加，不取平均。
    对几个对象分别投票的，计票表里用“对象”一列写明。
    """
    from rectify.cli.desk import writing_desk
    from rectify.domain.ballot import Subject

    if not (numbers or units or opinions or report):
        raise NoSubject
    others = {
        "弃权": abstained,
        "未按": unpressed,
        "无效": invalid,
        "应到": expected,
        "实到": present,
        "发出": issued,
        "收回": returned,
        "会场": venue,
        "群体": group,
    }
    counts = Counts(satisfied, basically, unsatisfied, others)
    with writing_desk() as desk:
        targets = desk.targets(numbers, ledger) if numbers else []
        folder = targets[0].folder if targets else desk.folder(ledger)
        find = folder.directory.resolve
        subject = Subject(
            issues=tuple(target.entry.issue.number for target in targets),
            opinions=tuple(opinions or ()),
            report=report,
            units=tuple(find(unit) for unit in units or ()),
        )
        day = desk.day(on)
        vote = _vote(folder, targets, day, counts, file).but(
            **{"meeting": meeting} if meeting else {},
            **{"members": members} if members is not None else {},
            subject=subject,
        )
        if day != desk.today:
            vote = vote.but(recorded=desk.today)
        vote = _numbered(folder, vote, ballot)
        vote = _in_turn(vote, targets, turn)
        _record_vote(
            desk, folder, vote, targets, deadline=deadline, by=by, dry_run=dry_run
        )


def _vote(
    folder: LedgerFolder,
    targets: list[Target],
    day: date,
    counts: Counts,
    file: str | None,
) -> Vote:
    """Make the record out of the options, or out of a file."""
    from rectify.domain.ballot import Row, Vote
    from rectify.storage.countsheet import read_counts

    if file is not None:
        sheet = read_counts(file)
        rows = tuple(_with_full_name(folder, targets, row) for row in sheet.rows)
        return Vote(
            number="0",
            date=day,
            rows=rows,
            members=sheet.members,
            meeting=sheet.meeting,
        )
    three = (counts.satisfied, counts.basically, counts.unsatisfied)
    if None in three:
        raise NoCounts
    written = dict(zip(("满意", "基本满意", "不满意"), three, strict=True))
    row = Row.model_validate(
        written | {label: n for label, n in counts.others.items() if n is not None}
    )
    return Vote(number="0", date=day, rows=(row,))


def _with_full_name(folder: LedgerFolder, targets: list[Target], row: Row) -> Row:
    """Name what was voted on as the files do: an issue by number, a unit in full."""
    numbers = [target.entry.issue.number for target in targets]
    if row.subject is None or row.subject in numbers:
        return row
    if row.subject in folder.numbers():
        raise NotListed(row.subject)
    return row.but(subject=folder.directory.resolve(row.subject))


class NotListed(RuleError):  # noqa: N818  # named for what it is
    """The file has counts of an issue that the command does not name."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"计票表里有 {number} 的票数，命令里没有写它；请把它的编号写上"
        )


def _numbered(folder: LedgerFolder, vote: Vote, ballot: str | None) -> Vote:
    number = ballot or folder.next_ballot(vote.date.year)
    if folder.vote_path(number).exists():
        raise NumberTaken(number)
    return vote.but(number=number)


def _in_turn(vote: Vote, targets: list[Target], turn: Turn | None) -> Vote:
    """Call a vote the second where all its issues had failed one before."""
    from rectify.domain.workflow import fold

    before = [
        fold(target.entry.issue, target.folder.ledger, on=vote.date).last_vote
        for target in targets
    ]
    again = bool(before) and None not in before
    last = sorted({event.ballot for event in before if event is not None})
    return vote.but(
        turn=turn or (Turn.SECOND if again else Turn.FIRST),
        follows=last[-1] if again and len(last) == 1 else None,
    )


def _record_vote(
    desk: Desk,
    folder: LedgerFolder,
    vote: Vote,
    targets: list[Target],
    *,
    deadline: str | None,
    by: list[str] | None,
    dry_run: bool,
) -> None:
    from rectify.cli.choosing import units_of
    from rectify.cli.judging import new_round
    from rectify.cli.recording import judge, write
    from rectify.domain import event as ev
    from rectify.domain.ballot import faults_of, tally
    from rectify.domain.terms import Verdict
    from rectify.storage.journal import Change
    from rectify.storage.yaml import render

    faults = faults_of(vote)
    if faults:
        raise WrongCounts(faults)

    def make(case: Progress, target: Target) -> Iterator[ev.Event]:
        apart = case.number in vote.subjects()
        if not apart and None not in vote.subjects():
            raise NotVotedOn(case.number)
        rule = target.folder.ledger.ballot_rule
        verdict = tally(vote, rule, case.number if apart else None).verdict
        failed = verdict is Verdict.FAILED
        yield ev.Evaluate(
            date=vote.date,
            ballot=vote.number,
            verdict=verdict,
            units=units_of(target, by) if failed else (),
            **new_round(desk, target, deadline, vote.date, failed=failed),
        )

    for subject in vote.subjects():
        tally(vote, folder.ledger.ballot_rule, subject)
    recorded = judge(desk, targets, make, on=vote.date)
    record_file = Change(folder.vote_path(vote.number), None, render(vote).encode())
    numbers = [target.entry.issue.number for target in targets] or [vote.number]
    changes = [record_file, *recorded.changes]
    write(desk, changes, _sentence(vote, recorded.events), numbers, dry_run=dry_run)


def _sentence(vote: Vote, events: list[tuple[str, ev.Event]]) -> str:
    """Say what was voted on and what came of it."""
    from rectify.domain import event as ev
    from rectify.domain.terms import Verdict

    venues = len({row.venue for row in vote.rows})
    where = f"，{venues}个会场" if venues > 1 else ""
    subject = vote.subject
    named = [*subject.units, *(f"审议意见第{n}条" for n in subject.opinions)]
    named += [subject.report] if subject.report else []
    passed = [
        number
        for number, event in events
        if isinstance(event, ev.Evaluate) and event.verdict is Verdict.PASSED
    ]
    failed = [number for number, _ in events if number not in passed]
    said = [
        *(["、".join(named)] if named else []),
        *([f"通过{len(passed)}条"] if passed else []),
        *([f"不通过{len(failed)}条（{'、'.join(failed)}）"] if failed else []),
    ]
    return f"测评 票号 {vote.number}（{vote.turn}{where}）：{'，'.join(said)}"
