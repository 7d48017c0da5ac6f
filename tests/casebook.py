"""Small ledgers in short form, an event to a line, and the rates counted over them.

An issue is written by its bare number: 1 is JZ-001. Where a unit is left out, it is
市民政局, and every hand-over is of 2024-06-20.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from rectify.domain.ballot import Vote
from rectify.domain.calendar import Calendar
from rectify.domain.documents.bulletin import compile_bulletin
from rectify.domain.documents.definitions import compile_definitions
from rectify.domain.documents.handover import compile_letters
from rectify.domain.documents.lists import compile_list
from rectify.domain.documents.report import Request
from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger
from rectify.domain.rates import Grouping, compile_rates, measure_named, total_rate
from rectify.domain.roster import Book, Roster, muster
from rectify.domain.unit import Directory, Unit

if TYPE_CHECKING:
    from rectify.domain.documents.bulletin import Bulletin
    from rectify.domain.documents.definitions import Definitions
    from rectify.domain.documents.handover import Letter
    from rectify.domain.documents.lists import IssueList
    from rectify.domain.rate import Rate

Row: TypeAlias = dict[str, object]
BUREAU = "市民政局"

UNITS = Directory(
    (
        Unit(name="市发展和改革委员会", short="市发改委", aliases=("发改委",)),
        Unit(name=BUREAU),
        Unit(name="市财政局"),
        Unit(name="市安全监管局", successor="市应急管理局"),
        Unit(name="市应急管理局", short="市应急局"),
        Unit(name="市消防救援支队", short="市消防支队"),
    )
)


def ledger(**facts: object) -> Ledger:
    """Make a ledger; what is not stated is as by default."""
    plain = {"名称": "养老服务问题清单", "编号前缀": "JZ", "监督机关": "某市人大常委会"}
    return Ledger.model_validate(plain | facts)


def issue(number: int, *events: Row, **facts: object) -> Issue:
    """Make an issue of its events."""
    plain = {
        "编号": f"JZ-{number:03}",
        "标题": f"第{number}个问题",
        "办理记录": list(events),
    }
    return Issue.model_validate(plain | facts)


def row(day: str, matter: str, **fields: object) -> Row:
    """Write one event."""
    return {"日期": day, "事项": matter, **fields}


def handed(
    unit: str = BUREAU, until: str | None = "2024-09-30", **fields: object
) -> Row:
    """交办 to one 主办."""
    limit = {} if until is None else {"期限": until}
    return row("2024-06-20", "交办", 主办=unit, **limit, **fields)


def shared(*shares: object, until: str | None = "2024-09-30") -> Row:
    """交办 to several units that answer separately."""
    limit = {} if until is None else {"期限": until}
    return row("2024-06-20", "交办", 分办=list(shares), **limit)


def answered(
    day: str, unit: str = BUREAU, grade: str | None = "A", **fields: object
) -> Row:
    """答复."""
    graded = {} if grade is None else {"类别": grade}
    return row(day, "答复", 单位=unit, **graded, **fields)


def reviewed(day: str, finding: str = "整改到位", unit: str = BUREAU) -> Row:
    """复核."""
    return row(day, "复核", 单位=unit, 结论=finding, 理由="实地核查")


def returned(day: str, until: str | None = None, unit: str = BUREAU) -> Row:
    """退回重办."""
    limit = {} if until is None else {"期限": until}
    return row(day, "退回重办", 单位=[unit], 理由="内容空泛", **limit)


def voted(
    day: str, verdict: str = "通过", *, number: str = "2024-01", **f: object
) -> Row:
    """测评."""
    return row(day, "测评", 票号=number, 结论=verdict, **f)


def closed(day: str) -> Row:
    """销号, with what a ledger may ask for."""
    return row(day, "销号", 批准=[{"批准人": "主任会议"}], 理由="列入年度任务")


def rechecked(day: str, finding: str, **fields: object) -> Row:
    """回头看."""
    return row(day, "回头看", 结论=finding, **fields)


def told(day: str, result: str, proposer: str = "代表甲") -> Row:
    """反馈."""
    return row(day, "反馈", 提出人=proposer, 结果=result)


def dropped(day: str, how: str, into: int | None = None) -> Row:
    """终止."""
    merged = {} if into is None else {"并入": f"JZ-{into:03}"}
    return row(day, "终止", 方式=how, 理由="经研究", **merged)


def vote(number: str, day: str, *counts: tuple[int, int, int], **facts: object) -> Vote:
    """A vote: 满意, 基本满意 and 不满意 of each 会场, with a button each."""
    rows = [
        {
            "会场": f"第{place}会场",
            "满意": one,
            "基本满意": two,
            "不满意": three,
            "实到": one + two + three,
        }
        for place, (one, two, three) in enumerate(counts, 1)
    ]
    return Vote.model_validate({"票号": number, "日期": day, "计票": rows} | facts)


def roster(
    *issues: Issue,
    on: str = "2024-12-31",
    by: Ledger | None = None,
    votes: tuple[Vote, ...] = (),
    units: Directory = UNITS,
    name: str = "ylfw-2024",
) -> Roster:
    """Fold the issues of a ledger for a day; none of their events may be refused."""
    book = Book(name, by or ledger(), units, issues, votes)
    found = muster(book, on=date.fromisoformat(on))
    faults = [str(fault.error) for case in found.cases for fault in case.faults]
    assert not faults
    return found


def bare(names: tuple[str, ...]) -> list[int | str]:
    """Give numbers as the tests write them."""
    return [
        int(name.removeprefix("JZ-")) if name.startswith("JZ-") and " " not in name
        else name.removeprefix("JZ-")
        for name in names
    ]  # fmt: skip


def counted(name: str, *rosters: Roster) -> tuple[list[int | str], list[int | str]]:
    """Count a rate: the numbers above the line and those below."""
    rate = total_rate(name, rosters)
    return bare(rate.numerator_of), bare(rate.denominator_of)


def grouped(name: str, by: str, *rosters: Roster) -> dict[str, tuple[int, int]]:
    """Count a rate by group: numerator and denominator of each."""
    return {
        group: (r.numerator, r.denominator) for group, r in lines(name, by, *rosters)
    }


def lines(name: str, by: str, *rosters: Roster) -> list[tuple[str, Rate]]:
    """Count a rate by group, in the order in which the groups are shown."""
    table = compile_rates(rosters, [measure_named(name)], Grouping(by))
    return [(line.group, line.rates[0]) for line in table.lines]


def as_known(held: Roster, day: str) -> Roster:
    """Fold a ledger again by what had been recorded by a day."""
    issues = [case.issue for case in held.cases]
    book = Book(held.name, held.ledger, held.directory, issues, held.votes)
    return muster(book, on=held.on, known=date.fromisoformat(day))


def asked(held: Roster) -> Request:
    """Ask for a document about a ledger, without any choice."""
    return Request(held, Calendar())


def bulletin(held: Roster) -> Bulletin:
    """Compile the 情况通报 of a ledger."""
    return compile_bulletin(asked(held))[""]


def definitions(held: Roster) -> Definitions:
    """Compile the 口径说明 of a ledger."""
    return compile_definitions(asked(held))[""]


def listed(held: Roster) -> IssueList:
    """Compile the three lists of a ledger."""
    return compile_list(asked(held))[""]


def handovers(held: Roster) -> list[Letter]:
    """Compile the 交办函 of a ledger."""
    return list(compile_letters(asked(held)).values())
