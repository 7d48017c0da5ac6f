"""The register (台账): every issue with all that is known, to sort and to print."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    Row,
    answered,
    as_known,
    asked,
    closed,
    dropped,
    handed,
    issue,
    ledger,
    rechecked,
    reviewed,
    roster,
    row,
    shared,
    told,
    vote,
    voted,
)
from hostile import Campaign, Mood
from office import kept, office
from paperwork import table, worded
from programs import needs
from rectify import __version__
from rectify.domain.ballot import Vote
from rectify.domain.documents.kinds import kind_named
from rectify.domain.documents.register import COLUMNS, Register, compile_register
from rectify.domain.documents.report import Request
from rectify.domain.entity import LONG, marked
from rectify.domain.issue import Issue
from rectify.domain.publicity import for_public
from rectify.domain.rate import Rate
from rectify.domain.text import closed as ended
from rectify.domain.text import stored
from rectify.storage.builtin import samples
from rectify.views.workbook.register import write_register
from test_workbook import HOSTILE, as_csv
from workbench import Workbench
from workbooks import Opened, opened

if TYPE_CHECKING:
    from pathlib import Path

    from rectify.domain.documents.register import Row as Line
    from rectify.domain.roster import Roster

FIRE, FINANCE = "市消防救援支队", "市财政局"
PLAN = row(
    "2024-06-25", "方案", 单位=BUREAU, 责任领导="分管副局长", 责任人="科长",
    整改目标="改完。", 整改措施="一是排查。\n\n二是改造。", 完成时限="9月底前",
)  # fmt: skip


def register(held: Roster, known: str | None = None) -> Register:
    then = held if known is None else as_known(held, known)
    return compile_register(asked(then))[""]


def line(*events: Row, on: str = "2024-12-31", **facts: object) -> Line:
    """Compile the row of one issue."""
    return register(roster(issue(1, *events, **facts), on=on)).rows[0]


def book(held: Roster) -> Opened:
    return opened(write_register(register(held)))


DONE = (
    handed(文号="演〔2024〕12号"),
    row("2024-06-22", "签收", 单位=BUREAU),
    PLAN,
    row("2024-07-01", "进展", 单位=BUREAU, 内容="开工。"),
    row("2024-07-05", "催办", 单位=BUREAU),
    row("2024-07-06", "督办", 单位=BUREAU),
    row("2024-07-08", "重点督办", 结论="列入"),
    answered("2024-09-18", 内容="全部改完。"),
    reviewed("2024-10-09"),
    told("2024-10-10", "满意"),
    voted("2024-10-30"),
    closed("2024-11-06"),
    rechecked("2024-12-01", "巩固"),
)


def test_a_row_says_what_the_record_of_an_issue_comes_to() -> None:
    found = line(*DONE)
    values = {label: column.value(found) for label, column in COLUMNS.items()}
    computed = {label: values[label] for label in values if not COLUMNS[label].fact}
    assert computed == {
        "主办": BUREAU, "协办": "", "责任领导": "分管副局长", "责任人": "科长",
        "整改目标": "改完。", "整改措施": "一是排查。\n二是改造。",
        "交办日期": date(2024, 6, 20), "交办文号": "演〔2024〕12号",
        "签收日期": date(2024, 6, 22), "原期限": date(2024, 9, 30),
        "期限": date(2024, 9, 30), "核查日": None, "剩余天数": "",
        "状态": "已销号", "办理次数": 1,
        "整改进展": "全部改完。", "答复日期": date(2024, 9, 18), "答复类别": "A",
        "承诺期限": None,
        "复核结论": "整改到位", "反馈结果": "满意", "测评结论": "通过",
        "票号": "2024-01", "销号日期": date(2024, 11, 6), "批准人": "主任会议",
        "回头看": "巩固", "重点督办": "是", "催办次数": 2, "并入": None,
    }  # fmt: skip


def test_an_issue_not_handed_over_has_no_dates_and_no_round() -> None:
    found = line(拟主办=BUREAU, 拟定期限="3个月")
    values = {label: column.value(found) for label, column in COLUMNS.items()}
    assert (values["状态"], values["主办"], values["期限"]) == (
        "待交办",
        BUREAU,
        "拟3个月",
    )
    for label in ("交办日期", "交办文号", "办理次数", "责任领导", "答复类别", "票号"):
        assert not values[label]


def test_several_units_are_named_where_they_say_different_things() -> None:
    both = shared(BUREAU, {"单位": FIRE, "期限": "2024-08-31"})
    signed = [
        row(f"2024-07-0{day}", "签收", 单位=unit)
        for day, unit in ((1, BUREAU), (2, FIRE))
    ]
    one = line(both, *signed, answered("2024-07-01"))
    assert one.grade == f"{BUREAU}：A"
    assert (one.answered, one.accepted) == (None, date(2024, 7, 2))
    assert (one.original, one.item.deadline) == (date(2024, 8, 31), date(2024, 8, 31))
    assert line(both, signed[1], answered("2024-07-03")).accepted is None
    same = line(both, answered("2024-07-01"), answered("2024-08-01", FIRE))
    assert (same.grade, same.answered) == ("A", date(2024, 8, 1))


def test_what_a_later_round_has_undone_is_not_said_any_more() -> None:
    again = line(*DONE[:-1], rechecked("2024-12-01", "反弹", 期限="2024-12-20"))
    assert (again.verdict, again.ballot, again.grade, again.closed) == (
        "",
        "",
        "",
        None,
    )
    assert (again.recheck, again.item.round, again.answered) == ("反弹", 2, None)
    failed = line(*DONE[:-4], voted("2024-10-30", "不通过", 期限="2024-12-30"))
    assert (failed.verdict, failed.ballot) == ("不通过", "2024-01")


def test_a_merged_issue_stands_where_its_parent_does() -> None:
    held = roster(
        issue(1, *DONE), issue(2, handed(FIRE), dropped("2024-07-20", "并案", 1))
    )
    child = register(held).rows[1]
    assert child.item.state == "已销号"
    assert (child.closed, child.verdict) == (date(2024, 11, 6), "通过")
    assert COLUMNS["并入"].value(child) == "JZ-001"
    assert COLUMNS["主办"].value(child) == BUREAU


def test_a_register_as_known_then_leaves_out_what_was_recorded_later() -> None:
    late = row("2024-07-01", "进展", 单位=BUREAU, 内容="补记。", 登记日期="2024-12-01")
    held = roster(issue(1, handed(), late))
    assert register(held).rows[0].latest == "补记。"
    assert register(held, known="2024-11-30").rows[0].latest == ""


FACTS = {
    "序号": "057", "类别": "消防", "性质": "问题类", "来源": "执法检查",
    "来源级别": "市", "审议意见": 2, "提出日期": "2024-06-12",
    "提出人": [
        {"姓名": "张代表", "身份": "市人大代表", "保密": "是"}, {"姓名": "检查组"},
    ],
    "问题描述": "第一句。\n第二句。\n\n第二段。", "时限类型": "限期整改",
    "拟主办": BUREAU, "拟协办": [FIRE, FINANCE], "拟定期限": "9月底前",
    "公开方式": "不公开", "附件": [{"文件": "图.jpg", "SHA-256": "0" * 64}],
}  # fmt: skip


def test_every_fact_of_an_issue_has_a_column_under_the_key_of_its_file() -> None:
    sheet = book(roster(issue(1, handed(), **FACTS))).sheets["总台账"]
    heading = sheet.row(sheet.head("编号"))
    assert heading[0] == "编号"
    facts = [label for name, label in Issue.labels().items() if name != "events"]
    assert set(facts) <= set(heading)
    assert len(heading) == len(set(heading)) == len(COLUMNS)
    written = {str(label): sheet.at("JZ-001", str(label)) for label in heading}
    said = {label: cell.value for label, cell in written.items() if cell}
    assert said["序号"] == "057"
    assert said["审议意见"] == 2
    assert said["提出人"] == "代表A（市人大代表）、检查组"
    assert said["拟协办"] == f"{FIRE}、{FINANCE}"
    assert said["附件"] == "图.jpg"
    assert "依据" not in said


def test_a_long_text_comes_back_from_its_cell_as_it_is_stored() -> None:
    long = {
        Issue.labels()[name]: "甲地。\n乙地。\n\n丙 ABC\ndef。"
        for name in marked(Issue, LONG)
    }
    one = issue(1, **long)
    found = register(roster(one)).rows[0]
    for name in marked(Issue, LONG):
        cell = COLUMNS[Issue.labels()[name]].value(found)
        assert stored(str(cell)) == getattr(one, name)


@pytest.mark.parametrize(
    ("events", "on", "days", "words"),
    [
        pytest.param([handed()], "2024-09-20", 10, '"剩"0"天"', id="临期"),
        pytest.param([handed()], "2024-10-03", -3, '"逾期"0"天"', id="逾期"),
        pytest.param([handed()], "2024-09-30", 0, '"今天到期"', id="当天"),
        pytest.param(
            [handed(), row("2024-09-20", "延期", 单位=BUREAU, 新期限="2024-12-31")],
            "2024-10-03", -3, '"逾期"0"天（延期待批）"', id="延期待批",
        ),
        pytest.param(
            [handed(), answered("2024-07-01"),
             row("2024-07-10", "转跟踪", 下次核查="2024-09-01")],
            "2024-09-03", -2, '"核查已过"0"天"', id="跟踪",
        ),
    ],
)  # fmt: skip
def test_days_left_are_numbers_shown_in_words(
    events: list[Row], on: str, days: int, words: str
) -> None:
    sheet = book(roster(issue(1, *events), on=on)).sheets["总台账"]
    cell = sheet.at("JZ-001", "剩余天数")
    assert cell is not None
    assert (cell.kind, cell.value) == ("n", days)
    assert words in cell.form


def test_days_are_real_dates_shown_as_documents_write_them() -> None:
    estimated = handed(until="2024-09-30", 期限依据="3个工作日（暂估）")
    held = roster(issue(1, estimated, 提出日期="1899-12-31"), issue(2, handed()))
    sheet = book(held).sheets["总台账"]
    sure, unsure = sheet.at("JZ-002", "期限"), sheet.at("JZ-001", "期限")
    assert sure is not None
    assert unsure is not None
    assert sure.day == date(2024, 9, 30)
    assert sure.form == 'yyyy"年"m"月"d"日"'
    assert unsure.form == 'yyyy"年"m"月"d"日（暂估）"'
    old = sheet.at("JZ-001", "提出日期")
    assert old is not None
    assert old.value == "1899年12月31日"


TRACKED = row("2024-10-08", "转跟踪", 下次核查="2025-10-31")


def test_the_day_of_a_check_is_not_called_a_deadline(tmp_path: Path) -> None:
    lasting = [handed(until=None, 期限依据="长期坚持"), answered("2024-09-18"), TRACKED]
    limited = [handed(), answered("2024-09-18"), TRACKED]
    found = [line(*limited), line(*lasting)]
    assert [(each.deadline, each.check) for each in found] == [
        (date(2024, 9, 30), date(2025, 10, 31)),
        ("长期坚持", date(2025, 10, 31)),
    ]
    sheet = book(roster(issue(1, *limited))).sheets["总台账"]
    check = sheet.at("JZ-001", "核查日")
    assert check is not None
    assert check.day == date(2025, 10, 31)
    tracked = "  - 日期: 2024-10-08\n    事项: 转跟踪\n    下次核查: 2025-10-31\n"
    bench = office(tmp_path, JZ001=kept("JZ-001", "已答复", tracked))
    said = bench.do("report", "台账", today="2024-12-31")
    assert "交办，期限2024年9月30日，核查日2025年10月31日 | 跟踪中" in said.out


def test_colours_follow_the_days_left_and_no_formula_is_in_any_cell() -> None:
    held = roster(issue(1, handed()), issue(2, *DONE), on="2024-12-31")
    found = book(held)
    for sheet in found.sheets.values():
        assert "formula" not in {cell.kind for cell in sheet.cells.values()}
    sheet = found.sheets["总台账"]
    rules = {each.text for each in sheet.find("cfRule/formula")}
    heading = sheet.row(sheet.head("编号"))
    left = f"${chr(ord('A') + heading.index('剩余天数'))}5"
    state = f"${chr(ord('A') + heading.index('状态'))}5"
    tracked = f'{state}="跟踪中"'
    days = (f"{left}<0", f"{left}>=0,{left}<=10")
    only = ("", f",NOT({tracked})", f",{tracked}")
    assert rules == {
        *(f"AND(ISNUMBER({left}),{day}{when})" for day in days for when in only),
        f'OR({state}="已销号",{state}="已终止",{state}="已结转")',
    }
    assert not any("TODAY" in part or "NOW()" in part for part in found.parts.values())


def test_words_are_offered_for_choice_from_a_hidden_sheet() -> None:
    held = roster(
        issue(1, handed(), 类别="消防", 来源="暗访"), by=ledger(来源方式=["视察"])
    )
    found = book(held)
    options = found.sheets["选项"]
    assert options.hidden
    lists = {
        str(options.cells[1, place].value): [
            options.cells[row, place].value
            for row in range(2, 40)
            if (row, place) in options.cells
        ]
        for place in range(1, len(options.row(1)) + 1)
    }
    assert lists["类别"] == ["消防"]
    assert lists["来源"] == ["视察", "暗访"]
    assert lists["状态"][-2:] == ["已终止", "已结转"]
    assert BUREAU in lists["主办"]
    sheet = found.sheets["总台账"]
    offered = sheet.find("dataValidation/formula1")
    assert {str(each.text).partition("!")[0] for each in offered} == {"'选项'"}
    assert {each.attrib["type"] for each in sheet.find("dataValidation")} == {"list"}
    assert len(offered) == 12


def test_without_categories_none_are_offered() -> None:
    sheet = book(roster(issue(1, handed()))).sheets["总台账"]
    assert len(sheet.find("dataValidation")) == 10


def test_a_workbook_names_its_ledger_and_the_program_that_made_it() -> None:
    found = book(roster(issue(1, handed())))
    assert found.names["台账"] == "'选项'!$A$2"
    assert found.sheets["选项"].row(2)[:2] == ["ylfw-2024", __version__]


def test_the_print_is_wide_paper_with_headings_and_without_what_says_nothing() -> None:
    found = book(roster(issue(1, handed(), 类别="消防")))
    sheet = found.sheets["总台账"]
    (setup,) = sheet.find("pageSetup")
    assert (setup.attrib["paperSize"], setup.attrib["orientation"]) == (
        "8",
        "landscape",
    )
    assert found.names["总台账:_xlnm.Print_Titles"] == "总台账!$4:$4"
    heading = sheet.row(4)
    shown = heading[: heading.index("状态") + 1]
    assert shown == [
        "编号",
        "标题",
        "类别",
        "主办",
        "交办日期",
        "期限",
        "剩余天数",
        "状态",
    ]
    assert found.names["总台账:_xlnm.Print_Area"] == "总台账!$A$1:$H$5"
    (pane,) = sheet.find("pane")
    assert (pane.attrib["xSplit"], pane.attrib["ySplit"]) == ("2", "4")
    assert sheet.find("autoFilter")


def test_what_is_hostile_in_a_fact_is_text_in_the_register() -> None:
    usable = [ended(text) for text in HOSTILE if text.strip() == text]
    held = roster(*(
        issue(n, handed(), 标题=text, 备注=text, 类别=text)
        for n, text in enumerate(usable, 1)
    ))  # fmt: skip
    sheet = book(held).sheets["总台账"]
    for heading in ("标题", "备注", "类别"):
        cells = sheet.under(heading)
        assert [cell.value for cell in cells if cell] == usable
        assert {cell.kind for cell in cells if cell} == {"s"}


def test_a_hostile_ledger_differs_from_a_tame_one_in_its_words_alone() -> None:
    tame, hostile = (
        book(Campaign(Mood.HOSTILE, tame=each).roster()) for each in (True, False)
    )
    assert list(tame.sheets) == list(hostile.sheets)[: len(tame.sheets)]
    assert set(hostile.sheets) - set(tame.sheets) <= {"长文"}
    for name, sheet in tame.sheets.items():
        kinds = {place: cell.kind for place, cell in sheet.cells.items()}
        theirs = hostile.sheets[name].cells
        assert {place: theirs[place].kind for place in kinds} == kinds
    assert not any("hyperlink" in part for part in hostile.parts.values())


CAMPAIGN = (
    issue(1, *DONE[:-1]),
    issue(2, handed(协办=[FIRE]), answered("2024-10-08"), reviewed("2024-10-09")),
    issue(3, handed(FINANCE)),
    issue(4, handed(FINANCE), dropped("2024-07-01", "撤回")),
)


def test_each_unit_has_its_counts_and_the_total_counts_issues() -> None:
    found = register(roster(*CAMPAIGN))
    units = {each.unit: each for each in found.units}
    assert list(units) == [BUREAU, FINANCE, FIRE]
    assert (units[BUREAU].leading, units[BUREAU].helping, units[BUREAU].late) == (
        2,
        0,
        0,
    )
    assert (units[FIRE].leading, units[FIRE].helping) == (0, 1)
    assert (units[FINANCE].leading, units[FINANCE].late) == (1, 1)
    assert units[BUREAU].on_time.counts == "1/2"
    assert units[BUREAU].struck_off.counts == "1/2"
    assert (found.total.leading, found.total.late) == (3, 1)
    assert found.total.answered == Rate.of(
        ("JZ-001", "JZ-002"), ("JZ-001", "JZ-002", "JZ-003")
    )


def test_what_counts_once_with_what_it_was_merged_into_is_late_once() -> None:
    cases = (
        issue(1, handed()),
        issue(2, handed(), dropped("2024-07-01", "并案", into=1)),
    )
    once = roster(*cases, by=ledger(办理规则={"并案计数": "合并"}))
    (unit,) = register(once).units
    assert (unit.leading, unit.late, register(once).total.late) == (1, 1, 1)
    (unit,) = register(roster(*cases)).units
    assert (unit.leading, unit.late) == (2, 2)


def test_the_sheet_of_units_shows_percents_as_they_are_printed() -> None:
    sheet = book(roster(*CAMPAIGN)).sheets["按单位"]
    rows = {sheet.row(row)[0]: sheet.row(row)[1:] for row in range(5, 9)}
    assert rows[BUREAU] == [2, 0, 2, 1, 2, 1, 0.5, 2, 1, 2, 1, 1, 0.5, 0]
    assert rows[FIRE] == [0, 1, *["—"] * 11, 0]
    assert rows["合计（按问题计）"][:4] == [3, "—", 2, 0.667]
    assert sheet.cells[8, 5].form == "0.0%"


BALLOTS = (
    vote("2024-01", "2024-10-30", (30, 5, 1), (10, 0, 0), 对象={"问题": ["JZ-001"]}),
    vote(
        "2024-02", "2024-09-30", (20, 5, 11),
        对象={"审议意见": [1], "报告": "专项报告", "单位": [FIRE]},
    ),
)  # fmt: skip


def test_votes_are_summed_over_venues_and_say_what_was_voted_on() -> None:
    found = register(roster(*CAMPAIGN, votes=BALLOTS)).ballots
    assert [each.tally.number for each in found] == ["2024-02", "2024-01"]
    assert found[0].subject == f"第1条审议意见、专项报告、{FIRE}"
    assert (found[1].subject, found[1].tally.satisfied) == ("JZ-001", 40)
    assert found[1].content.counts == "45/46"
    assert found[1].verdict == "通过"


def test_a_vote_in_two_dimensions_is_decided_by_the_result_alone() -> None:
    rows = [
        {"维度": name, "满意": yes, "基本满意": 0, "不满意": 30 - yes, "实到": 30}
        for name, yes in (("态度", 30), ("结果", 5))
    ]
    held = Vote.model_validate({"票号": "2024-03", "日期": "2024-10-30", "计票": rows})
    found = register(roster(*CAMPAIGN, votes=(held,))).ballots
    assert [(each.dimension, each.verdict) for each in found] == [
        ("态度", ""), ("结果", "不通过"),
    ]  # fmt: skip


def test_the_sheet_of_votes_leaves_out_what_no_vote_has() -> None:
    sheet = book(roster(*CAMPAIGN, votes=BALLOTS)).sheets["测评"]
    heading = sheet.row(sheet.head("票号"))
    assert "发出" not in heading
    assert "维度" not in heading
    rates = sheet.under("满意和基本满意率", "票号")
    assert [(cell.value, cell.form) for cell in rates if cell] == [
        (0.6944, "0.00%"), (0.9783, "0.00%"),
    ]  # fmt: skip


def test_buttons_give_no_papers_back_and_papers_leave_nothing_unpressed() -> None:
    button = vote(
        "2024-01", "2024-10-30",
        计票=[{"实到": 36, "满意": 30, "基本满意": 4, "不满意": 1, "未按": 1}],
    )  # fmt: skip
    paper = vote(
        "2024-02", "2024-10-31",
        计票=[{
            "实到": 36, "发出": 36, "收回": 35, "满意": 30, "基本满意": 4, "不满意": 1,
        }],
        对象={"问题": ["JZ-002"]},
    )  # fmt: skip
    sheet = book(roster(*CAMPAIGN, votes=(button, paper))).sheets["测评"]
    found = {
        heading: [cell and cell.value for cell in sheet.under(heading, "票号")][:2]
        for heading in ("收回", "未按")
    }
    assert found == {"收回": [None, 35], "未按": [1, None]}
    told = table(
        worded("ledger", asked(roster(*CAMPAIGN, votes=(button, paper)))), "测评情况"
    )
    assert [line[8:10] for line in told] == [["弃权", "未按"], ["0", "1"], ["0", "—"]]
    alone = book(roster(*CAMPAIGN, votes=(button,))).sheets["测评"]
    assert "收回" not in alone.row(alone.head("票号"))


def test_rates_stand_with_their_counts_and_their_definition() -> None:
    sheet = book(roster(*CAMPAIGN)).sheets["指标"]
    rows = {sheet.row(row)[0]: sheet.row(row)[1:] for row in range(4, 25)}
    assert rows["销号率"] == [1, 3, 0.333, "", "状态为已销号的问题÷已交办问题"]
    assert rows["反弹率"][:3] == [0, 0, "—"]


def test_states_months_votes_and_units_are_drawn_as_charts_of_excel() -> None:
    found = book(roster(*CAMPAIGN, votes=BALLOTS))
    charts = [text for name, text in found.parts.items() if "charts/chart" in name]
    kinds = [
        kind for kind in ("barChart", "lineChart") for text in charts if kind in text
    ]
    assert kinds == ["barChart"] * 3 + ["lineChart"]
    sheet = found.sheets["图表"]
    states = [sheet.row(row)[:2] for row in range(5, 9)]
    assert states == [["已销号", 1], ["已交办", 1], ["已答复", 1], ["已终止", 1]]
    months = sheet.head("月末")
    assert sheet.row(months)[:5] == ["月末", "已交办", "已答复", "完成整改", "已销号"]
    last = sheet.row(months + 7)[:5]
    assert last == ["2024年12月", 3, 2, 2, 1]
    drawn = "".join(charts)
    for title in ("各状态的数量（条）", "各月末的办理进度（条）", "各次测评的票数"):
        assert title in drawn


def test_many_units_are_drawn_on_a_page_of_their_own() -> None:
    names = [f"第{n}局" for n in range(9)]
    many = [issue(n, handed(name)) for n, name in enumerate(names, 1)]
    assert book(roster(*many)).sheets["图表"].find("rowBreaks")
    assert not book(roster(*many[:8])).sheets["图表"].find("rowBreaks")


def test_an_empty_ledger_has_a_register_all_the_same() -> None:
    found = book(roster())
    assert found.sheets["测评"].row(2)[0] == "截至2024年12月31日没有测评记录"
    assert not [name for name in found.parts if "charts/chart" in name]
    assert found.sheets["总台账"].row(2)[0] == "截至2024年12月31日，共0条"


def test_a_register_for_the_public_says_so() -> None:
    held = roster(issue(1, handed()))
    sheet = book(for_public(held)).sheets["总台账"]
    assert str(sheet.row(2)[0]).startswith("此件公开发布；截至2024年12月31日，共1条")
    assert "公开发布" not in str(book(held).sheets["总台账"].row(2)[0])


def test_the_same_register_gives_the_same_bytes() -> None:
    found = register(roster(*CAMPAIGN, votes=BALLOTS, by=ledger(演示="是")))
    assert write_register(found) == write_register(found)
    sheet = opened(write_register(found)).sheets["总台账"]
    assert str(sheet.row(2)[0]).endswith("演示数据，非实际办理情况")


def test_a_register_in_words_says_each_issue_once(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已销号", JZ002="已交办")
    said = bench.do("report", "台账", today="2024-12-31")
    assert said.code == 0
    assert "共2条，其中已销号1条、已交办1条；逾期1条。" in said.out
    rows = [text for text in said.lines if text.startswith("| JZ-")]
    assert len(rows) == 2
    assert "| 已交办，逾期92天 |" in rows[1]
    assert "| 2024-01 | 2024年10月30日 | 初次 | JZ-001 | 36 |" in said.out
    assert "2024年6月20日交办，期限2024年9月30日 | 已销号 |" in rows[0]
    assert rows[0].endswith("| 答复类别：A；测评：通过；2024年11月6日销号 |")
    assert "标题: 各状态的数量\n单位: 条\n已销号: 1\n已交办: 1\n" in said.out
    assert "标题: 各月末完成整改的数量\n" in said.out


def test_a_register_of_nothing_is_still_a_document(tmp_path: Path) -> None:
    said = office(tmp_path).do("report", "ledger", today="2024-07-01")
    assert "截至2024年7月1日，共0条。" in said.out
    assert "## 一、指标" in said.out


@needs("soffice")
@pytest.mark.parametrize("name", ["jiaozuo-2024", "xixia-2024"])
def test_libreoffice_shows_the_samples_as_a_secretary_would_read_them(
    name: str, tmp_path: Path
) -> None:
    bench = Workbench(tmp_path)
    shutil.copytree(samples()[name], bench.root / "data" / name)
    assert bench.do("report", "台账", "-o", "台账.xlsx").code == 0
    shown = as_csv(bench.root / "台账.xlsx")
    issues = (bench.root / "data" / name / "issues").glob("*.yaml")
    assert {path.stem for path in issues} <= {text.partition(",")[0] for text in shown}
    joined = "\n".join(shown)
    assert "###" not in joined
    assert ("逾期3天" if name == "jiaozuo-2024" else "逾期61天") in joined
    assert "2024年10月31日" in joined


def test_the_kind_is_found_by_both_its_names() -> None:
    assert kind_named("台账") is kind_named("ledger")
    assert kind_named("台账").compile(Request(roster(), asked(roster()).calendar))
