"""Records of issues written as the files hold them, an event to a line, and folded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger
from rectify.domain.roster import Book, Roster, muster
from rectify.domain.unit import Directory, Unit
from rectify.domain.workflow import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.domain.ballot import Vote
    from rectify.domain.progress import Progress, Undertaking

Row: TypeAlias = "dict[str, object]"

UNITS = (
    "市发改委", "市民政局", "市财政局", "市人社局", "市住建局",
    "市卫健委", "市应急局", "市医保局", "市消防救援支队",
)  # fmt: skip


def row(day: str, matter: str, **fields: object) -> Row:
    """Write one event: its day, its 事项, and what it carries."""
    return {"日期": day, "事项": matter, **fields}


def late(matter: str, **carried: object) -> Row:
    """Write an event of 2024-12-30, after all the others."""
    return row("2024-12-30", matter, **carried)


def issue(
    *rows: Mapping[str, object], number: str = "JZ-001", **facts: object
) -> Issue:
    """Make an issue with these events."""
    stated = {"编号": number, "标题": "部分敬老院消防设施不达标", **facts}
    return Issue.model_validate({**stated, "办理记录": list(rows)})


def ledger(*, rules: dict[str, object] | None = None, **facts: object) -> Ledger:
    """Make a ledger; `rules` are its 办理规则."""
    stated = {"名称": "养老服务", "编号前缀": "JZ", "监督机关": "市人大常委会", **facts}
    return Ledger.model_validate({**stated, "办理规则": rules or {}})


LEDGER = ledger()


def stands(
    record: Issue, on: str, rules: Ledger = LEDGER, known: str | None = None
) -> Progress:
    """Fold an issue at the end of a day."""
    until = None if known is None else date.fromisoformat(known)
    return fold(record, rules, on=date.fromisoformat(on), known=until)


def work(case: Progress, unit: str) -> Undertaking:
    """Give the 承办 of a unit that has one."""
    found = case.find(unit)
    assert found is not None, unit
    return found


def roster(
    *issues: Issue,
    on: str,
    rules: Ledger = LEDGER,
    votes: tuple[Vote, ...] = (),
    units: tuple[str, ...] = UNITS,
) -> Roster:
    """Fold a whole ledger for a day."""
    directory = Directory(Unit.model_validate({"全称": name}) for name in units)
    book = Book("jiaozuo-2024", rules, directory, issues, votes)
    return muster(book, on=date.fromisoformat(on))


VETTED = ledger(rules={"须审定": "是"})
FEEDBACK = ledger(评价方式="反馈")
NO_VOTE = ledger(评价方式="无")
BOSS = [{"批准人": "主任会议"}]

HANDED = row(
    "2024-06-20", "交办", 主办="市民政局", 协办=["市财政局"], 期限="2024-09-30"
)
SHARED = row(
    "2024-06-20",
    "交办",
    分办=["市民政局", "市住建局", "市应急局"],
    期限="2024-09-30",
)
SIGNED = row("2024-06-22", "签收", 单位="市民政局")
WAITING = row("2024-06-28", "申请退回", 单位="市民政局", 理由="不属本单位职责")
ANSWER = row("2024-09-18", "答复", 单位="市民政局", 类别="A")
PASSED = row("2024-10-30", "测评", 票号="2024-01", 结论="通过")
FAILED = row("2024-10-30", "测评", 票号="2024-01", 结论="不通过", 期限="2024-11-30")
TRACKED = row("2024-11-06", "转跟踪", 下次核查="2025-06-30")
CLOSED = row("2024-11-20", "销号", 批准=BOSS)

# A record that leads to each state.
RECORDS: dict[str, tuple[Row, ...]] = {
    "待审定": (),
    "待交办": (),
    "已交办": (HANDED,),
    "待改派": (HANDED, WAITING),
    "办理中": (HANDED, SIGNED),
    "已答复": (HANDED, ANSWER),
    "测评通过": (HANDED, ANSWER, PASSED),
    "重新办理": (HANDED, ANSWER, FAILED),
    "跟踪中": (HANDED, ANSWER, TRACKED),
    "已销号": (HANDED, ANSWER, PASSED, CLOSED),
    "已终止": (HANDED, row("2024-07-01", "终止", 方式="撤回", 理由="书面撤回")),
    "已结转": (HANDED, row("2024-12-20", "结转", 转入="ylfw-2025", 新编号="YL-001")),
}
