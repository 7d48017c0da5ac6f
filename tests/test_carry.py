"""结转: what is not done yet goes on in another ledger, with all that is known."""

from __future__ import annotations

from datetime import date
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from casebook import counted
from office import FACTS, office
from paperwork import asking, compiled, worded
from records import (
    ANSWER,
    HANDED,
    LEDGER,
    PASSED,
    RECORDS,
    SHARED,
    TRACKED,
    issue,
    late,
    roster,
    row,
    stands,
    work,
)
from rectify.domain import phrases
from rectify.domain.carrying import (
    Heir,
    carried_over,
    first_events,
    missing_units,
    units_in,
)
from rectify.domain.issue import issue_kind
from rectify.domain.ledger import Ledger
from rectify.domain.listing import item_of
from rectify.domain.measures import MEASURES
from rectify.domain.rates import total_rate
from rectify.domain.unit import Directory, Unit
from rectify.domain.workflow import record
from rectify.errors import RuleError

if TYPE_CHECKING:
    from pathlib import Path

    from records import Row
    from rectify.domain.issue import Issue
    from rectify.domain.progress import Progress
    from workbench import Workbench

DAY = "2024-12-20"
CARRIED = row(DAY, "结转", 转入="ylfw-2025", 新编号="YL-001")
BUREAU = "市民政局"
NEXT = dedent("""\
    名称: 养老服务问题清单2025
    编号前缀: YL
    监督机关: 某市人大常委会
    """)


def two(home: Path, *, rules: str = "", **issues: str) -> Workbench:
    """Keep two ledgers: the old one with issues, the new one empty."""
    bench = office(home, **issues)
    other = bench.root / "data" / "ylfw-2025"
    (other / "issues").mkdir(parents=True)
    (other / "ledger.yaml").write_text(NEXT + rules, encoding="utf-8")
    bench.today = "2024-12-20"
    return bench


def heir(bench: Workbench, number: str = "YL-001") -> str:
    """Read an issue of the new ledger."""
    return bench.read(f"../ylfw-2025/issues/{number}.yaml")


def carried(*rows: Row, lead: str | None = None) -> Progress:
    """Carry an issue, and fold it where it goes on."""
    old = stands(issue(*rows, 拟主办=lead), DAY)
    assert not old.faults
    names = {unit: unit for unit in units_in(old)}
    where = Heir(LEDGER, LEDGER, "JZ-009", names)
    new: Issue = carried_over(old, where)
    for event in first_events(old, where):
        new = record(new, event, LEDGER)
    case = stands(new, DAY)
    assert not case.faults
    return case


OPEN = ("已交办", "办理中", "已答复", "测评通过", "重新办理", "跟踪中")


@pytest.mark.parametrize("state", OPEN)
def test_an_issue_goes_on_where_it_stood(state: str) -> None:
    old, new = stands(issue(*RECORDS[state]), DAY), carried(*RECORDS[state])
    assert new.state == old.state == state
    assert (new.round, new.rounds) == (old.round, old.round)
    assert new.deadline == old.deadline
    assert new.passed_round == old.passed_round
    for each in old.undertakings:
        same = work(new, each.unit)
        assert (same.role, same.assigned) == (each.role, each.assigned)
        if each.answering:
            assert (same.accepted, same.deadline) == (each.accepted, each.deadline)
            assert same.present_grade == each.present_grade
    assert new.issue.inherited == "JZ-001"


@pytest.mark.parametrize("state", ["待审定", "待交办"])
def test_what_was_never_handed_over_begins_without_an_opening(state: str) -> None:
    new = carried(*RECORDS[state], lead=BUREAU)
    assert new.issue.events == ()
    assert (new.state, new.issue.lead) == ("待交办", BUREAU)


def test_everything_known_goes_along() -> None:
    new = carried(
        row(
            "2024-06-20", "交办", 主办=BUREAU, 期限="2024-09-20", 期限依据="3个月",
            文号="演〔2024〕12号",
        ),
        row(
            "2024-06-22", "方案", 单位=BUREAU, 责任领导="分管副局长",
            完成时限="9月底前",
        ),
        row("2024-07-22", "进展", 单位=BUREAU, 内容="已进场。"),
        row(
            "2024-08-01", "延期", 单位=BUREAU, 结论="同意", 新期限="2024-10-20",
            期限依据="1个月", 批准人="分管副主任",
        ),
        row("2024-07-01", "重点督办", 督办领导="分管副主任"),
        row(
            "2024-09-18", "答复", 单位=BUREAU, 类别="A", 内容="已完工。",
            文号="演民函〔2024〕7号", 完成日期="2024-09-10", 承诺期限="2024-12-31",
        ),
        row("2024-09-20", "复核", 单位=BUREAU, 结论="整改到位"),
    )  # fmt: skip
    first, second = new.issue.events
    assert first.plain() == {
        "日期": first.date,
        "事项": "期初",
        "状态": "已答复",
        "主办": BUREAU,
        "交办日期": new.handed.day if new.handed else None,
        "文号": "演〔2024〕12号",
        "期限": work(new, BUREAU).deadline,
        "期限依据": "1个月",
        "责任领导": "分管副局长",
        "完成时限": "9月底前",
        "进展": "已进场。",
        "答复日期": work(new, BUREAU).clock.answered_on,
        "答复文号": "演民函〔2024〕7号",
        "答复类别": "A",
        "答复内容": "已完工。",
        "完成日期": first.plain()["完成日期"],
        "承诺期限": first.plain()["承诺期限"],
        "复核结论": "整改到位",
        "办理次数": 1,
    }
    assert str(first.plain()["完成日期"]) == "2024-09-10"
    assert str(first.plain()["承诺期限"]) == "2024-12-31"
    assert (second.kind, str(second.date)) == ("重点督办", DAY)
    assert new.is_key


FINANCE = "市财政局"


@pytest.mark.parametrize(
    ("rows", "days", "known"),
    [
        ((), {}, {BUREAU: False, FINANCE: False}),
        ((row("2024-06-22", "签收", 单位=BUREAU),), {BUREAU: "2024-06-22"},
         {BUREAU: True, FINANCE: False}),
        ((row("2024-06-22", "签收", 单位=FINANCE),), {},
         {BUREAU: False, FINANCE: True}),
        ((ANSWER,), {}, {BUREAU: True, FINANCE: False}),
        ((ANSWER, row("2024-10-08", "进展", 单位=FINANCE, 内容="已拨款。")), {},
         {BUREAU: True, FINANCE: True}),
    ],
)  # fmt: skip
def test_who_has_signed_is_known_there_too(
    rows: tuple[Row, ...], days: dict[str, str], known: dict[str, bool]
) -> None:
    new = carried(HANDED | {"协办": [FINANCE]}, *rows)
    assert {each.unit: each.signed for each in new.undertakings} == known
    accepted = {e.unit: str(e.accepted) for e in new.undertakings if e.accepted}
    assert accepted == days
    count = [
        counted("签收率", roster(each.issue, on=DAY))
        for each in (stands(issue(HANDED | {"协办": [FINANCE]}, *rows), DAY), new)
    ]
    assert len(count[0][0]) == len(count[1][0]) == sum(known.values())
    assert len(count[0][1]) == len(count[1][1]) == len(known)


def test_of_whom_nothing_was_known_nothing_is_known_there() -> None:
    first = row("2024-06-20", "期初", 状态="已交办", 主办=BUREAU, 协办=[FINANCE])
    new = carried(first)
    assert [each.signed for each in new.undertakings] == [None, None]
    assert not {"已签收", "未签收"} & new.issue.events[0].plain().keys()


def test_a_promise_is_chased_where_the_issue_goes_on() -> None:
    promised = ANSWER | {"承诺期限": "2024-12-31"}
    new = carried(HANDED, promised, row("2024-10-09", "复核", 单位=BUREAU,
                                        结论="未到位"))  # fmt: skip
    assert work(new, BUREAU).answers[-1].promised == date(2024, 12, 31)
    assert new.opening is not None
    assert "承诺2024年12月31日前完成" in phrases.phrase(new.opening)
    (line,) = compiled("台账", asking(roster(new.issue, on=DAY))).rows
    assert line.promised == date(2024, 12, 31)


def test_an_application_for_time_goes_along() -> None:
    asked = row("2024-09-20", "延期", 单位=BUREAU, 新期限="2025-03-31", 理由="招标")
    new = carried(HANDED, asked)
    pending = work(new, BUREAU).pending
    assert pending is not None
    assert (str(pending.date), str(pending.asked)) == (DAY, "2024-09-20")
    assert (str(pending.deadline), pending.reason) == ("2025-03-31", "招标")
    formal = asked | {"申请日期": "2024-09-18"}
    pending = work(carried(HANDED, formal), BUREAU).pending
    assert pending is not None
    assert str(pending.asked) == "2024-09-18"


def test_each_of_several_units_keeps_its_own() -> None:
    new = carried(
        SHARED | {"期限依据": "9月底前"},
        row("2024-07-22", "进展", 单位=BUREAU, 内容="已进场。"),
        row("2024-07-23", "进展", 单位="市住建局", 内容="已招标。"),
        ANSWER,
        row("2024-10-08", "延期", 单位="市住建局", 结论="同意", 新期限="2025-01-31"),
    )
    states = {each.unit: str(each.state) for each in new.undertakings}
    assert states == {BUREAU: "已答复", "市住建局": "办理中", "市应急局": "已交办"}
    assert str(work(new, "市住建局").deadline) == "2025-01-31"
    assert new.opening is not None
    assert new.opening.advance == "市民政局：已进场。\n\n市住建局：已招标。"


def test_the_words_of_a_deadline_go_along() -> None:
    lasting = row("2024-06-20", "交办", 主办=BUREAU, 期限依据="长期坚持")
    assert item_of(carried(lasting)).limit_words == "长期坚持"
    moved = row(
        "2024-07-01", "改派", 原单位=BUREAU, 单位="市人社局", 期限依据="立行立改"
    )
    assert item_of(carried(lasting, moved)).limit_words == "立行立改"
    sent_back = row(
        "2024-09-20", "退回重办", 单位=[BUREAU], 理由="空泛", 期限="2024-10-20",
        期限依据="1个月",
    )  # fmt: skip
    again = carried(HANDED, ANSWER, sent_back).opening
    assert again is not None
    assert (str(again.deadline), again.basis) == ("2024-10-20", "1个月")


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ((HANDED, ANSWER, PASSED), "通过"),
        ((HANDED, ANSWER, PASSED | {"结论": "不通过"}), "不通过"),
        (
            (
                HANDED,
                ANSWER,
                PASSED,
                row("2024-11-20", "回头看", 结论="反弹", 期限="2024-12-30"),
            ),
            None,
        ),
        (
            (
                HANDED,
                ANSWER,
                PASSED | {"结论": "不通过"},
                row("2024-11-05", "答复", 单位=BUREAU),
                row("2024-11-10", "反馈", 提出人="王代表", 结果="不满意"),
            ),
            None,
        ),
        ((HANDED, ANSWER), None),
        (
            (row("2024-06-20", "期初", 状态="测评通过", 主办=BUREAU, 测评结论="通过"),),
            "通过",
        ),
        ((row("2024-06-20", "期初", 状态="办理中", 主办=BUREAU),), None),
    ],
)
def test_a_vote_stays_behind_and_what_it_decided_goes_along(
    rows: tuple[Row, ...], verdict: str | None
) -> None:
    opening = carried(*rows).opening
    assert opening is not None
    assert opening.verdict == verdict


def test_what_was_taken_over_before_goes_on_as_little_known() -> None:
    first = row("2024-06-20", "期初", 状态="办理中", 主办=BUREAU, 进展="已进场。")
    opening = carried(first).opening
    assert opening is not None
    assert (opening.handed, opening.rounds, opening.advance) == (None, None, "已进场。")
    reported = row("2024-07-22", "进展", 单位=BUREAU, 内容="已完工。")
    opening = carried(first, reported).opening
    assert opening is not None
    assert opening.advance == "已完工。"


def test_what_the_other_ledger_has_no_place_for_is_kept_in_words() -> None:
    fields = [
        {"名称": "责任科室"},
        {"名称": "轻重", "类型": "选项", "选项": ["重", "轻"]},
        {"名称": "投资", "类型": "数字"},
        {"名称": "片区"},
    ]
    old_rules = Ledger.model_validate(
        {
            "名称": "旧",
            "编号前缀": "JZ",
            "监督机关": "某市人大常委会",
            "自定义字段": fields,
            "审议意见": [{"序号": 1, "标题": "甲"}, {"序号": 2, "标题": "乙"}],
            "答复类别": [{"类别": "丁", "含义": "另案"}],
        }
    )
    new_rules = Ledger.model_validate(
        {
            "名称": "新",
            "编号前缀": "JZ",
            "监督机关": "某市人大常委会",
            "自定义字段": [
                fields[0],
                {"名称": "轻重", "类型": "选项", "选项": ["特重"]},
                {"名称": "投资"},
            ],
            "审议意见": [{"序号": 1, "标题": "甲"}],
        }
    )
    kind = issue_kind(old_rules.custom)

    def over(opinion: int) -> Issue:
        old = kind.model_validate(
            {
                "编号": "JZ-001",
                "标题": "一",
                "审议意见": opinion,
                "备注": "原有的话。",
                "责任科室": "社建委",
                "轻重": "重",
                "投资": "12.50",
                "片区": "北片",
                "办理记录": [HANDED, ANSWER | {"类别": "丁"}],
            }
        )
        case = stands(old, DAY, old_rules)
        names = {unit: unit for unit in units_in(case)}
        where = Heir(old_rules, new_rules, "JZ-009", names)
        (opening,) = first_events(case, where)
        assert "答复类别" not in opening.plain()
        return carried_over(case, where)

    new = over(2)
    assert new.own == {"责任科室": "社建委"}
    assert new.opinion is None
    assert (new.remarks or "").split("\n\n") == [
        "原有的话。",
        "轻重：重",
        "投资：12.50",
        "片区：北片",
        "审议意见：第2条“乙”",
        "市民政局的答复类别：丁",
    ]
    assert over(1).opinion == 1


def test_units_come_in_the_order_of_the_old_list() -> None:
    old = Directory(
        Unit.model_validate(each)
        for each in (
            {"全称": "甲局", "简称": "甲", "别名": ["老甲", "大局"], "上级": "无局"},
            {"全称": "乙局"},
            {"全称": "丙局", "简称": "大局", "并入": "乙局"},
        )
    )
    new = Directory([Unit(name="乙局", aliases=("大局",))])
    found = list(missing_units(["丙局", "乙局", "甲局"], old, new))
    assert [(unit.name, after) for unit, after in found] == [
        ("甲局", None),
        ("丙局", "乙局"),
    ]
    first, second = (unit for unit, _ in found)
    assert (first.short, first.aliases, first.parent) == ("甲", ("老甲",), None)
    assert (second.short, second.successor) == (None, "乙局")


@pytest.mark.parametrize("state", OPEN)
def test_the_old_figures_stay_as_they_were(state: str) -> None:
    rows = RECORDS[state]
    before = roster(issue(*rows), on=DAY)
    after = roster(issue(*rows, CARRIED), on=DAY)
    later = roster(issue(*rows, CARRIED), on="2025-12-31")
    for measure in MEASURES:
        rates = [total_rate(measure.name, [each]) for each in (before, after, later)]
        assert rates[1] == rates[0] == rates[2], measure.name


def test_what_was_carried_is_never_late_and_has_no_deadline() -> None:
    case = stands(issue(HANDED | {"期限": "2024-12-31"}, CARRIED), "2025-12-31")
    assert (case.state, case.open, case.overdue_days) == ("已结转", False, 0)
    assert case.deadline is case.answer_by is None
    assert case.days_left is None
    assert work(case, BUREAU).clock.overdue_days(case.on) == 0
    item = item_of(case)
    assert (item.open, item.limit_words, item.remaining) == (False, None, "")
    waiting = issue(HANDED | {"期限依据": "长期坚持", "期限": None}, CARRIED)
    assert item_of(stands(waiting, DAY)).limit_words is None


def test_what_was_late_when_it_was_carried_stays_so_in_the_figures() -> None:
    soon = issue(HANDED | {"期限": "2024-12-31"}, CARRIED, number="JZ-002")
    held = roster(issue(HANDED, CARRIED), soon, on="2025-12-31")
    assert counted("按期办结率", held) == ([], [1])
    assert counted("按期办结率（原期限）", held) == ([], [1])


def test_an_office_may_count_what_was_carried_as_handled() -> None:
    rules = Ledger.model_validate(
        LEDGER.plain() | {"办理规则": {"办结口径": ["已销号", "已结转"]}}
    )
    assert counted("办结率", roster(issue(HANDED, CARRIED), on=DAY, rules=rules))[0]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            (HANDED, row("2024-06-28", "申请退回", 单位=BUREAU, 理由="不属职责")),
            "等待改派",
        ),
        (
            (
                HANDED,
                ANSWER,
                TRACKED,
                row("2024-11-20", "改派", 原单位=BUREAU, 单位="市人社局"),
            ),
            "正在跟踪，而接办的市人社局还没有答复",
        ),
        (RECORDS["已销号"], "已于2024-11-20销号"),
        (
            (HANDED, row("2024-07-01", "终止", 方式="并案", 并入="JZ-002")),
            "请结转 JZ-002",
        ),
        ((HANDED, CARRIED), r"已于2024-12-20结转到 ylfw-2025（YL-001）"),
    ],
)
def test_what_cannot_be_carried_is_told(rows: tuple[Row, ...], why: str) -> None:
    again = issue(late("结转", 转入="ylfw-2025")).events[0]
    with pytest.raises(RuleError, match=why):
        record(issue(*rows), again, LEDGER)


def test_nothing_more_is_recorded_of_it_but_notes() -> None:
    gone = issue(HANDED, CARRIED)
    with pytest.raises(RuleError, match="请在那个台账里办理"):
        record(gone, issue(late("进展", 单位=BUREAU, 内容="完工。")).events[0], LEDGER)
    record(gone, issue(late("备注", 内容="已电话告知。")).events[0], LEDGER)


def test_documents_say_that_it_goes_on_elsewhere() -> None:
    tracked = issue(*RECORDS["跟踪中"], CARRIED, number="JZ-002")
    held = roster(issue(HANDED, CARRIED), tracked, on="2024-12-24")
    bulletin = worded("bulletin", asking(held))
    assert "尚无完成整改的，2条均已结转。" in bulletin
    assert "已结转的2条在转入的台账里继续办理" in bulletin
    progress = worded("progress", asking(held))
    assert "已全部销号或者结转。结转到别的台账的2条按结转时的情况计算。" in progress
    assert "JZ-001 结转到 ylfw-2025（YL-001）" in progress
    rows = compiled("ledger", asking(held)).rows
    assert [(each.deadline, each.check) for each in rows] == [(None, None)] * 2
    dossier = worded("dossier", asking(held, numbers=(1,)))
    assert "| 结转到 | ylfw-2025（YL-001） |" in dossier
    assert "已结转" in dossier
    inherited = roster(issue(HANDED, 承接自="YL-007"), on="2024-12-31")
    assert "| 承接自 | YL-007 |" in worded("dossier", asking(inherited, numbers=(1,)))


def test_the_command_writes_both_files_at_once(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="测评通过", JZ003="待交办", JZ004="已交办")
    words = ("--to", "ylfw-2025", "--reason", "转入下一年")
    done = bench.do("carry", "1,3-4", "-l", "ylfw-2024", *words)
    assert done.code == 0, done.err
    assert done.lines == ["YL-001", "YL-002", "YL-003"]
    assert (
        "结转，转入 ylfw-2025：JZ-001→YL-001、JZ-003→YL-002、JZ-004→YL-003\n"
        in done.err
    )
    assert "ylfw-2025 的单位名单里没有，一并加上：市民政局、市财政局" in done.err
    assert bench.issue("JZ-001").endswith(
        "  - 日期: 2024-12-20\n    事项: 结转\n    转入: ylfw-2025\n"
        "    新编号: YL-001\n    理由: 转入下一年\n# 以上由办公室登记\n"
    )
    assert "承接自: JZ-001" in heir(bench)
    assert "办理记录" not in heir(bench, "YL-002")
    assert bench.do("check").code == 0
    listed = bench.do("list", "-l", "ylfw-2025", "--json").json
    assert [each["状态"] for each in listed] == ["测评通过", "待交办", "已交办"]
    assert bench.do("show", "YL-001").out.count("承接自 JZ-001") == 1
    assert "结转到 ylfw-2025（YL-001）" in bench.do("show", "JZ-001").out


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办")
    before = bench.files()
    done = bench.do("carry", "JZ-001", "--to", "ylfw-2025", "--dry-run")
    assert done.code == 0
    assert "+++ b/data/ylfw-2025/issues/YL-001.yaml" in done.out
    assert "+++ b/data/ylfw-2025/units.yaml" in done.out
    assert bench.files() == before


def test_what_is_recorded_on_another_day_says_so(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办")
    done = bench.do("carry", "JZ-001", "--to", "ylfw-2025", "--on", "2024-12-01")
    assert done.code == 0
    for text in (bench.issue("JZ-001"), heir(bench)):
        assert "  - 日期: 2024-12-01\n" in text
        assert "登记日期: 2024-12-20\n" in text


def test_the_files_of_the_facts_are_copied(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办")
    paper = bench.home / "现场照片.jpg"
    paper.write_bytes(b"photo")
    assert bench.do("edit", "JZ-001", "--attach", str(paper)).code == 0
    assert bench.do("carry", "JZ-001", "--to", "ylfw-2025").code == 0
    assert bench.files()["data/ylfw-2025/files/YL-001/现场照片.jpg"] == b"photo"
    assert bench.files()["data/ylfw-2024/files/JZ-001/现场照片.jpg"] == b"photo"
    assert bench.do("check").code == 0


def test_units_go_by_the_name_that_the_other_ledger_gives_them(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办")
    bench.write(
        "../ylfw-2025/units.yaml",
        "单位:\n  - 全称: 市民政和社会事务局\n    别名:\n      - 市民政局\n"
        "  - 全称: 市财政局\n",
    )
    done = bench.do("carry", "JZ-001", "--to", "ylfw-2025")
    assert done.code == 0
    assert "一并加上" not in done.err
    assert "主办: 市民政和社会事务局" in heir(bench)
    assert bench.do("check").code == 0


def test_the_new_numbers_follow_the_old_ones(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办", JZ002="待交办")
    text = FACTS.replace("{number}", "YL-019").replace("审议意见: 1\n", "")
    bench.write("../ylfw-2025/issues/YL-019.yaml", text)
    done = bench.do("carry", "2", "1", "-l", "ylfw-2024", "--to", "ylfw-2025")
    assert done.lines == ["YL-020", "YL-021"]
    assert "JZ-001至JZ-002" not in done.err
    assert "JZ-001→YL-020、JZ-002→YL-021" in done.err
    assert "承接自: JZ-001" in heir(bench, "YL-020")


def test_refusals_leave_both_ledgers_alone(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办", JZ002="已销号")
    before = bench.files()
    for words, code, said in (
        (("JZ-001", "--to", "ylfw-2024"), 4, "就在台账 ylfw-2024 里"),
        (("JZ-001", "--to", "ylfw-2026"), 3, "ylfw-2026"),
        (("JZ-001-2", "--to", "ylfw-2025"), 2, "看不懂编号"),
        (("JZ-001", "JZ-002", "--to", "ylfw-2025"), 4, "不能结转 JZ-002：已于"),
    ):
        done = bench.do("carry", *words)
        assert (done.code, said in done.err) == (code, True), done.err
    assert bench.files() == before


def test_a_carried_issue_is_counted_anew_from_its_day(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办")
    bench.do("carry", "JZ-001", "--to", "ylfw-2025")
    for day, size in (("2024-12-19", 0), ("2024-12-20", 1)):
        listed = bench.do("list", "-l", "ylfw-2025", "--as-of", day, "--json").json
        assert len(listed) == size


def test_a_carrying_can_be_taken_back_on_both_sides(tmp_path: Path) -> None:
    bench = two(tmp_path, JZ001="已交办")
    bench.do("carry", "JZ-001", "--to", "ylfw-2025")
    done = bench.do("void", "JZ-001", "--event", "2", "--reason", "记错")
    assert done.code == 0
    assert "台账 ylfw-2025 里的 YL-001 还在" in done.err
    assert bench.do("carry", "JZ-001", "--to", "ylfw-2025").lines == ["YL-002"]
    assert bench.do("void", "JZ-001", "--event", "3", "--reason", "记错").code == 0
    assert bench.do("void", "YL-001", "--event", "1", "--reason", "记错").code == 0
    states = {each["编号"]: each["状态"] for each in bench.do("list", "--json").json}
    assert states == {"JZ-001": "已交办", "YL-001": "待交办", "YL-002": "已交办"}
