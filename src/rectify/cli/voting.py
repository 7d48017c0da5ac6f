"""办理: the vote, kept as a record of its own, and what it decides for each issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rectify.cli.app import app
from rectify.cli.doing import PANEL
from rectify.cli.options import Bys, Deadline, DryRun, LedgerName, On, SomeNumbers
from rectify.domain.terms import Turn
from rectify.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.cli.desk import Desk, Target
    from rectify.domain import event as ev
    from rectify.domain.ballot import Subject, Tally, Vote
    from rectify.domain.progress import Progress
    from rectify.storage.folder import LedgerFolder


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


class NotVotedOn(RuleError):  # noqa: N818  # named for what it is
    """The counts name other subjects than the command does."""

    def __init__(self, number: str) -> None:
        super().__init__(f"计票表里没有对象 {number} 的票数")


_COUNT = "人数"
_FEW = 3


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
    typer.Option(
        "--from",
        metavar="文件",
        help="计票表：工作簿（.xlsx 等）、csv 或 yaml，一个会场一行",
    ),
]
BlankFile = Annotated[
    str | None,
    typer.Option(
        "--blank",
        metavar="文件",
        help="只写空的计票表（.xlsx），填好后用 --from 读；几个会场、群体用顿号分开",
    ),
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help="空的计票表已有且内容不同的，覆盖")
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
    blank: BlankFile = None,
    overwrite: Overwrite = False,
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
    对几个对象分别投票的，计票表里用“对象”一列写明编号、标题或单位。
    """
    from rectify.cli.blanking import check_no_counts, write_blank_sheet
    from rectify.cli.counting import Counts, in_turn, numbered, vote_from
    from rectify.cli.desk import open_desk, writing_desk

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
    given: dict[str, int | str | None] = {
        label: each for label, each in others.items() if each is not None
    }
    counts = Counts(satisfied, basically, unsatisfied, given)
    if blank is not None:
        check_no_counts(counts, file)
        on_what = _voted_on(open_desk(), numbers, ledger, units, opinions, report)
        write_blank_sheet(*on_what, (venue, group), blank, overwrite=overwrite)
        return
    with writing_desk() as desk:
        folder, targets, subject = _voted_on(
            desk, numbers, ledger, units, opinions, report
        )
        day = desk.day(on)
        vote = vote_from(folder, targets, day, counts, file).but(
            **{"meeting": meeting} if meeting else {},
            **{"members": members} if members is not None else {},
            subject=subject,
        )
        if day != desk.today:
            vote = vote.but(recorded=desk.today)
        vote = numbered(folder, vote, ballot)
        vote = in_turn(vote, targets, turn)
        _record_vote(
            desk, folder, vote, targets, deadline=deadline, by=by, dry_run=dry_run
        )


def _voted_on(
    desk: Desk,
    numbers: list[str] | None,
    ledger: str | None,
    units: list[str] | None,
    opinions: list[int] | None,
    report: str | None,
) -> tuple[LedgerFolder, list[Target], Subject]:
    """Find what the vote is on, and the list that it belongs to."""
    from rectify.domain.ballot import Subject

    targets = desk.targets(numbers, ledger) if numbers else []
    folder = targets[0].folder if targets else desk.folder(ledger)
    subject = Subject(
        issues=tuple(target.entry.issue.number for target in targets),
        opinions=tuple(opinions or ()),
        report=report,
        units=tuple(folder.directory.resolve(unit) for unit in units or ()),
    )
    return folder, targets, subject


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

    rule = folder.ledger.ballot_rule
    counted = [tally(vote, rule, subject) for subject in vote.subjects()]
    recorded = judge(desk, targets, make, on=vote.date)
    record_file = Change(folder.vote_path(vote.number), None, render(vote).encode())
    numbers = [target.entry.issue.number for target in targets] or [vote.number]
    changes = [record_file, *recorded.changes]
    sentence = _sentence(vote, recorded.events, counted)
    write(desk, changes, sentence, numbers, dry_run=dry_run)


def _sentence(
    vote: Vote, events: list[tuple[str, ev.Event]], counted: list[Tally]
) -> str:
    """Say what was voted on, what came of it, and the counts."""
    from rectify.domain import event as ev
    from rectify.domain.phrases import tallied
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
    if len(counted) <= _FEW:
        said += [f"{each.subject or ''}（{tallied(each)}）" for each in counted]
    head = f"测评 票号 {vote.number}（{vote.turn}{where}）"
    return f"{head}：{'，'.join(said)}".replace("，（", "（")
