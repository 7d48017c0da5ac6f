"""What comes back from the units: only what they own is taken, and said beforehand."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import pty
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from office import LEDGER, kept, office
from returns import FIRST, HEAD, book_of, fill, places, sent
from workbench import PROGRAM, drained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from workbench import Result, Workbench

DAY = "2024-07-01"
BACK = "2024-07-10"
ALL = ("JZ001", "JZ002", "JZ003")


def collect(bench: Workbench, *args: str, today: str = BACK) -> Result:
    return bench.do("collect", *args, today=today)


def lines(said: Result, word: str) -> list[str]:
    """Give the lines of the preview that begin with a word."""
    return [
        line.removeprefix(word).strip()
        for line in said.err.splitlines()
        if line.startswith(word)
    ]


def added(bench: Workbench, number: str) -> str:
    """Give the events that were added to an issue, as the file has them."""
    text = bench.issue(number)
    found = re.search(rf"(  - 日期: {BACK}\n.*?)(?=# 以上)", text, re.DOTALL)
    return found[1] if found else ""


def source(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"    来源文件:\n      文件: {path.name}\n      SHA-256: {digest}\n"


def three(home: Path) -> tuple[Workbench, Path]:
    """Make a ledger of three issues in hand, and send its workbooks."""
    bench = office(home, **dict.fromkeys(ALL, "已交办"))
    return bench, sent(bench)


def answered(folder: Path, **cells: Any) -> Path:
    """Fill in an answer of the 民政局 to JZ-001."""
    given = {"本次报送": "答复", "办理情况": "已全部整改。", "类别": "A"} | cells
    given = {label: value for label, value in given.items() if value is not None}
    return fill(book_of(folder, "市民政局"), {"JZ-001": given})


def test_an_answer_is_shown_then_recorded_with_the_file_it_came_in(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    path = answered(
        folder,
        办理情况="已全部整改。\n并建立了台账。",
        类别="A（已解决或基本解决）",
        完成日期=dt.date(2024, 7, 8),
        承诺期限="2025年6月底",
    )
    before = bench.files()
    asked = collect(bench, str(path))
    assert asked.code == 2
    assert asked.err.endswith("确认无误后加 --yes 再运行一次\n")
    assert bench.files() == before
    done = collect(bench, str(path), "--yes")
    assert (done.code, done.out) == (0, "JZ-001\n")
    assert lines(done, "文件") == ["台账_市民政局_2024-07-01.xlsx：3条"]
    assert lines(done, "单位") == ["市民政局：答复1条，没有填2条"]
    assert lines(done, "新增") == [
        (
            "市民政局 JZ-001 答复，A类，承诺2025年6月30日前完成："
            "已全部整改。并建立了台账。"
        )
    ]
    assert added(bench, "JZ-001") == (
        "  - 日期: 2024-07-10\n    事项: 答复\n    单位: 市民政局\n    类别: A\n"
        "    内容: |\n      已全部整改。\n\n      并建立了台账。\n"
        "    完成日期: 2024-07-08\n    承诺期限: 2025-06-30\n" + source(path)
    )
    assert bench.do("check").code == 0


def test_a_progress_and_a_plan_are_recorded_each_as_what_it_is(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    rows = {
        "JZ-001": {"办理情况": "已开工。"},
        "JZ-002": {
            "责任领导": "分管副局长",
            "责任人": "养老科",
            "整改措施": "一是排查。\n二是改造。",
            "完成时限": "9月底前",
        },
        "JZ-003": {"本次报送": "进展", "责任人": "安全科"},
    }
    path = fill(book_of(folder, "市民政局"), rows)
    done = collect(bench, str(path), "--yes")
    assert done.code == 0, done.err
    assert lines(done, "单位") == ["市民政局：进展1条，方案2条"]
    assert added(bench, "JZ-001") == (
        "  - 日期: 2024-07-10\n    事项: 进展\n    单位: 市民政局\n"
        "    内容: |\n      已开工。\n" + source(path)
    )
    assert added(bench, "JZ-002") == (
        "  - 日期: 2024-07-10\n    事项: 方案\n    单位: 市民政局\n"
        "    责任领导: 分管副局长\n    责任人: 养老科\n"
        "    整改措施: |\n      一是排查。\n\n      二是改造。\n"
        "    完成时限: 9月底前\n" + source(path)
    )
    assert "责任人: 安全科" in added(bench, "JZ-003")


def test_what_is_new_in_a_plan_leaves_the_rest_of_it(tmp_path: Path) -> None:
    plan = (
        "  - 日期: 2024-06-28\n    事项: 方案\n    单位: 市民政局\n"
        "    责任人: 养老科\n    整改目标: |\n      全部达标。\n"
    )
    bench = office(tmp_path, JZ001=kept("JZ-001", "已交办", plan))
    folder = sent(bench)
    same = fill(book_of(folder, "市民政局"), {"JZ-001": {"责任人": "养老科"}})
    assert lines(collect(bench, str(same)), "不变") == [
        "市民政局 JZ-001：同2024年6月28日登记的方案一样，不再登记"
    ]
    new = fill(book_of(folder, "市民政局"), {"JZ-001": {"责任领导": "副局长"}})
    assert collect(bench, str(new), "--yes").code == 0
    assert added(bench, "JZ-001") == (
        "  - 日期: 2024-07-10\n    事项: 方案\n    单位: 市民政局\n"
        "    责任领导: 副局长\n    责任人: 养老科\n"
        "    整改目标: |\n      全部达标。\n" + source(new)
    )


@pytest.mark.parametrize(
    ("typed", "matter", "grade"),
    [
        ({"类别": "B"}, "答复", "B"),
        ({"类别": "ｂ类"}, "答复", "B"),
        ({"类别": "B （正在解决）"}, "答复", "B"),
        ({"类别": "正在解决或列入计划"}, "答复", "B"),
        ({"本次报送": "已答复"}, "答复", None),
        ({"本次报送": "进展情况"}, "进展", None),
        ({"类别": "无", "完成日期": "/"}, "进展", None),
    ],
)
def test_a_unit_may_say_it_in_its_own_way(
    tmp_path: Path, typed: dict[str, str], matter: str, grade: str | None
) -> None:
    bench, folder = three(tmp_path)
    path = fill(
        book_of(folder, "市民政局"), {"JZ-001": {"办理情况": "正在办。", **typed}}
    )
    done = collect(bench, str(path), "--yes")
    assert done.code == 0, done.err
    event = added(bench, "JZ-001")
    assert f"事项: {matter}\n" in event
    assert (f"    类别: {grade}\n" in event) == (grade is not None)


def test_what_says_that_there_is_nothing_is_nothing(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    rows = {
        "JZ-001": {"办理情况": "无", "责任人": "/", "佐证材料": " —— "},
        "JZ-002": {"办理情况": "无障碍改造已完成。"},
    }
    done = collect(bench, str(fill(book_of(folder, "市民政局"), rows)), "--yes")
    assert done.out == "JZ-002\n"
    assert lines(done, "单位") == ["市民政局：进展1条，没有填2条"]


def test_a_progress_keeps_what_only_an_answer_bears_as_words(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(
        folder,
        本次报送="进展",
        完成日期="2024.7.8",
        承诺期限="9月底前",
        佐证材料="照片.jpg\n清单.xls",
    )
    done = collect(bench, str(path), "--yes")
    assert lines(done, "存疑") == [
        (
            f"{path.name} 填报!J5 类别、完成日期、承诺期限、佐证材料只随答复登记，"
            "这里照记在办理情况里"
        )
    ]
    assert (
        "    内容: |\n      已全部整改。\n\n      （类别：A）\n\n"
        "      （完成日期：2024年7月8日）\n\n      （承诺期限：2024年9月30日）\n\n"
        "      （佐证材料：照片.jpg、清单.xls）\n"
    ) in added(bench, "JZ-001")


def test_a_unit_that_helps_reports_progress_even_where_it_answers(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    cells = {"本次报送": "答复", "办理情况": "经费已列入预算。"}
    path = fill(book_of(folder, "市财政局"), {"JZ-001": cells})
    done = collect(bench, str(path), "--yes")
    assert done.code == 0
    assert lines(done, "存疑") == [
        f"{path.name} 填报!J5 市财政局协办 JZ-001，不单独答复，作为进展登记"
    ]
    assert "事项: 进展\n    单位: 市财政局\n" in added(bench, "JZ-001")
    again = collect(bench, str(path), "--yes")
    assert lines(again, "存疑") == [], "nothing new, nothing to doubt"


def test_what_is_new_is_shown_unit_by_unit(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    for unit in ("市财政局", "市民政局"):
        for number in ("JZ-003", "JZ-001"):
            said = {"办理情况": "已开工，" * 20}
            fill(book_of(folder, unit), {number: said})
    done = collect(bench, str(folder))
    shown = lines(done, "新增")
    assert [line[:15] for line in shown] == [
        "市民政局 JZ-001 进展：",
        "市民政局 JZ-003 进展：",
        "市财政局 JZ-001 进展：",
        "市财政局 JZ-003 进展：",
    ]
    assert {len(line) for line in shown} == {80}
    assert all(line.endswith("已开工，…") for line in shown)


def test_the_same_file_again_brings_nothing_new(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder, 责任人="养老科")
    assert collect(bench, str(path), "--yes").code == 0
    after = bench.files()
    for day in (BACK, "2024-07-20"):
        again = collect(bench, str(path), today=day)
        assert (again.code, again.out) == (0, "")
        assert "没有要登记的，什么也没有改\n" in again.err
        assert lines(again, "不变") == [
            "市民政局 JZ-001：同2024年7月10日登记的方案一样，不再登记",
            "市民政局 JZ-001：同2024年7月10日登记的答复一样，不再登记",
        ]
        assert bench.files() == after


def test_an_event_that_was_declared_void_can_be_collected_again(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    assert collect(bench, str(path), "--yes").code == 0
    void = ("void", "1", "--event", "2", "--reason", "登错了")
    assert bench.do(*void, today=BACK).code == 0
    again = collect(bench, str(path), "--yes")
    assert (again.code, again.out) == (0, "JZ-001\n")


def test_an_answer_that_differs_is_one_more_answer(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    assert collect(bench, str(answered(folder)), "--yes").code == 0
    path = answered(folder, 类别="B", to=None)
    done = collect(bench, str(path), "--yes", today="2024-07-12")
    assert done.code == 0
    assert lines(done, "存疑") == [
        (
            f"{path.name} 填报!K5 JZ-001 市民政局已于2024年7月10日答复，这次填的不同，"
            "再登记一次答复"
        )
    ]
    assert bench.issue("JZ-001").count("事项: 答复") == 2


def test_what_a_running_ledger_was_taken_over_with_is_not_recorded_again(
    tmp_path: Path,
) -> None:
    opening = (
        "  - 日期: 2024-06-20\n    事项: 期初\n    状态: {state}\n    主办: 市民政局\n"
        "    责任人: 养老科\n    {more}\n"
    )
    working = opening.format(state="办理中", more="进展: |\n      已开工。")
    done = opening.format(state="已答复", more="答复内容: |\n      已整改。")
    bench = office(
        tmp_path,
        JZ001=kept("JZ-001", "待交办", working),
        JZ002=kept("JZ-002", "待交办", done),
    )
    folder = sent(bench)
    path = book_of(folder, "市民政局")
    known = {
        "JZ-001": {"办理情况": "已开工。"},
        "JZ-002": {"本次报送": "答复", "办理情况": "已整改。"},
    }
    same = collect(bench, str(fill(path, known)))
    assert len(lines(same, "不变")) == 2
    assert lines(same, "新增") == []
    new = {
        "JZ-001": {"责任领导": "副局长"},
        "JZ-002": {"办理情况": "已整改并验收。"},
    }
    again = collect(bench, str(fill(path, new)), "--yes")
    assert again.code == 0, again.err
    assert "市民政局已答复，这次填的不同" in lines(again, "存疑")[0]
    assert "    责任领导: 副局长\n    责任人: 养老科\n" in added(bench, "JZ-001")


def moved_columns(sheet: Any) -> None:
    """Move a column to the front, add one, and delete one that is not needed."""
    sheet.unmerge_cells("A1:T1")
    sheet.unmerge_cells("A2:T2")
    sheet.unmerge_cells("A3:T3")
    last = sheet.max_column
    values = [
        sheet.cell(row, places(sheet)["办理情况"]).value for row in range(HEAD, 8)
    ]
    sheet.delete_cols(places(sheet)["办理情况"])
    sheet.delete_cols(places(sheet)["问题描述"])
    sheet.insert_cols(1, 2)
    sheet.cell(HEAD, 1).value = "联系人"
    for row, value in enumerate(values, HEAD):
        sheet.cell(row, 2).value = value
    assert sheet.max_column == last


def moved_rows(sheet: Any) -> None:
    """Turn the rows round, and put some above and between."""
    width = sheet.max_column
    rows = [[sheet.cell(r, c).value for c in range(1, width + 1)] for r in range(5, 8)]
    for place, cells in enumerate([*reversed(rows)]):
        for column, value in enumerate(cells, 1):
            sheet.cell(FIRST + place, column).value = value
    sheet.insert_rows(6)
    sheet.insert_rows(1, 2)


def headed_again(sheet: Any) -> None:
    """Repeat the heading below, as a printout does, with a remark in it."""
    sheet.insert_rows(6)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(6, column).value = sheet.cell(HEAD, column).value
    sheet.cell(6, places(sheet)["办理情况"]).value = "办理 情况（截至6月底）"


def renamed(sheet: Any) -> None:
    sheet.title = "Sheet1"
    sheet.parent.create_sheet("空白")


@pytest.mark.parametrize("change", [moved_columns, moved_rows, headed_again, renamed])
def test_rows_and_columns_are_known_wherever_they_have_moved(
    tmp_path: Path, change: Callable[[Any], None]
) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    fill(path, {"JZ-003": {"办理情况": "已开工。"}})
    book = load_workbook(path)
    change(book["填报"])
    other = tmp_path / "（民政局反馈）最终版2.xlsx"
    book.save(other)
    done = collect(bench, str(other), "--yes")
    assert done.code == 0, done.err
    assert done.out == "JZ-001\nJZ-003\n"
    assert "类别: A\n    内容: |\n      已全部整改。\n" in added(bench, "JZ-001")
    assert "内容: |\n      已开工。\n" in added(bench, "JZ-003")


def test_what_was_added_or_changed_is_named_and_left_alone(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    book = load_workbook(path)
    sheet = book["填报"]
    columns = places(sheet)
    done_well = "已经整改完毕，" * 4
    sheet.cell(FIRST, columns["期限"]).value = "2024年12月31日"
    sheet.cell(FIRST, columns["标题"]).value = done_well
    sheet.cell(FIRST + 1, columns["状态"]).value = None
    sheet.cell(9, 2).value = "另有一条新问题"
    sheet.cell(9, columns["办理情况"]).value = "已处理"
    sheet.cell(HEAD, 22).value = "联系人"
    book.save(path)
    done = collect(bench, str(path), "--yes")
    assert done.code == 0
    name = path.name
    assert lines(done, "跳过") == [
        f"{name} 填报!V4 “联系人”是另加的一列，没有采用",
        f"{name} 填报!U9 这一行没有识别码，没有采用：“另有一条新问题，已处理”",
        f"{name} 填报!B5 JZ-001 的“标题”被改成“{done_well[:19]}…”，没有采用",
        f"{name} 填报!F5 JZ-001 的“期限”被改成“2024年12月31日”，没有采用",
        f"{name} 填报!H6 JZ-002 的“状态”被改成“”，没有采用",
    ]
    assert bench.issue("JZ-001").startswith(
        kept("JZ-001", "待交办").partition("# 以上")[0]
    )


def exchanged(sheet: Any, labels: Iterable[str]) -> None:
    """Sort some columns alone: what the first two rows hold in them changes places."""
    columns = places(sheet)
    for label in labels:
        one, other = (sheet.cell(row, columns[label]) for row in (FIRST, FIRST + 1))
        one.value, other.value = other.value, one.value


MOVED = ("标题", "问题描述", "对照", "办理情况", "类别")
ASKED = ("本次报送", "办理情况", "对照", "类别", "完成日期")


@pytest.mark.parametrize(
    ("labels", "lost", "faults"),
    [
        (MOVED, (), ("B5 这一行的标题是 JZ-002 的，编号却是 JZ-001：",
                     "B6 这一行的标题是 JZ-001 的，编号却是 JZ-002：")),
        (MOVED, ("标题", "对照"),
         ("B5 这一行的问题描述是 JZ-002 的，编号却是 JZ-001：",
          "B6 这一行的问题描述是 JZ-001 的，编号却是 JZ-002：")),
        (ASKED, (), ("L5 对照是 JZ-002，识别码是 JZ-001 的：对照被改动过，或者",
                     "L6 对照是 JZ-001，识别码是 JZ-002 的：对照被改动过，或者")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kept_copy", [True, False])
def test_what_was_sorted_away_from_its_issue_is_not_recorded(
    tmp_path: Path,
    *,
    kept_copy: bool,
    labels: tuple[str, ...],
    lost: tuple[str, ...],
    faults: tuple[str, str],
) -> None:
    other = kept("JZ-002", "已交办")
    other = other.replace("部分农村敬老院消防设施不达标", "助餐点少")
    other = other.replace("4家没有按标准配备自动喷淋设施。", "只有3个。")
    bench = office(tmp_path, JZ001="已交办", JZ002=other, JZ003="已交办")
    path = answered(sent(bench))
    fill(path, {"JZ-003": {"办理情况": "已开工。"}})
    book = load_workbook(path)
    sheet = book["填报"]
    exchanged(sheet, labels)
    for label in lost:
        sheet.delete_cols(places(sheet)[label])
    if not kept_copy:
        del book["原表"]
    book.save(path)
    before = bench.files()
    refused = collect(bench, str(path), "--yes")
    assert (refused.code, bench.files()) == (5, before)
    end = "排序时没有选上全部各列，请退回单位按原表改正"
    assert lines(refused, "有误") == [
        f"{path.name} 填报!{said}{end}" for said in faults
    ]
    assert lines(refused, "跳过") == []
    done = collect(bench, str(path), "--yes", "--skip-faulty")
    assert done.out == "JZ-003\n"
    assert lines(done, "单位") == ["市民政局：进展1条，有差错2条"]


def test_a_title_that_the_office_has_corrected_since_is_none_of_the_units_doing(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    for number, title in (("1", "甲"), ("2", "乙")):
        assert bench.do("edit", number, "--set", f"标题={title}").code == 0
    new = fill(path, {"JZ-001": {"标题": "甲"}}, to=tmp_path / "新.xlsx")
    done = collect(bench, str(new), "--yes")
    assert (done.code, done.out) == (0, "JZ-001\n")
    assert lines(done, "跳过") == [
        f"{new.name} 填报!B5 JZ-001 的“标题”被改成“甲”，没有采用"
    ]


def test_a_cell_merged_downwards_counts_for_each_of_its_rows(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = fill(book_of(folder, "市民政局"), {"JZ-001": {"办理情况": "一并已开工。"}})
    book = load_workbook(path)
    book["填报"].merge_cells("K5:K6")
    book["填报"].merge_cells("M7:N7")
    book.save(path)
    done = collect(bench, str(path), "--yes")
    assert done.out == "JZ-001\nJZ-002\n"


def test_a_number_or_a_day_in_a_cell_of_words_is_read_as_it_is_shown(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    cells = {
        "责任领导": 3,
        "责任人": True,
        "整改措施": 1.5,
        "完成时限": dt.date(2024, 9, 30),
    }
    path = fill(book_of(folder, "市民政局"), {"JZ-001": cells})
    assert collect(bench, str(path), "--yes").code == 0
    assert (
        "    责任领导: '3'\n    责任人: 是\n    整改措施: |\n      1.5\n"
        "    完成时限: '2024-09-30'\n"
    ) in added(bench, "JZ-001")


def test_a_row_that_was_copied_is_taken_once(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    book = load_workbook(path)
    sheet = book["填报"]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(8, column).value = sheet.cell(FIRST, column).value
        sheet.cell(9, column).value = sheet.cell(FIRST, column).value
    sheet.cell(9, places(sheet)["类别"]).value = None
    book.save(path)
    assert collect(bench, str(path), "--yes").out == "JZ-001\n"
    assert bench.issue("JZ-001").count("事项: 答复") == 1


def test_columns_that_were_deleted_are_named(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = fill(book_of(folder, "市民政局"), {"JZ-001": {"办理情况": "已开工。"}})
    book = load_workbook(path)
    book["填报"].delete_cols(places(book["填报"])["佐证材料"])
    book["填报"].delete_cols(places(book["填报"])["类别"])
    book["填报"].delete_cols(places(book["填报"])["编号"])
    book["原表"].delete_cols(10)
    book.save(path)
    done = collect(bench, str(path), "--yes")
    assert done.out == "JZ-001\n"
    assert f"{path.name} 填报!A4 没有类别、佐证材料各列" in lines(done, "存疑")


def test_it_is_said_where_nobody_can_tell_what_was_changed(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    book = load_workbook(path)
    del book["原表"]
    del book["选项"]
    book["填报"].delete_cols(places(book["填报"])["佐证材料"])
    book.save(path)
    done = collect(bench, str(path), "--yes")
    assert done.out == "JZ-001\n"
    assert lines(done, "存疑") == [
        f"{path.name} 填报!A4 没有佐证材料这一列",
        (
            f"{path.name} 隐藏的工作表“原表”不在了，看不出灰色的各列改没改过；"
            "只取要填的各列"
        ),
    ]


def set_cell(label: str, value: Any, row: int = FIRST) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        sheet = book["填报"]
        sheet.cell(row, places(sheet)[label]).value = value

    return change


def doubled(book: Any) -> None:
    book["填报"].cell(HEAD, 23).value = "办理情况"


def unmarked(book: Any) -> None:
    book["填报"].delete_cols(places(book["填报"])["识别码"])


def of_another(book: Any) -> None:
    book["选项"]["A2"].value = "别处"


def copied_differently(book: Any) -> None:
    sheet = book["填报"]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(9, column).value = sheet.cell(FIRST, column).value
    sheet.cell(9, places(sheet)["办理情况"]).value = "还没有整改。"


FAULTS: list[tuple[Callable[[Any], None], str]] = [
    (
        set_cell("识别码", "JZ-001-AAAAAAAA"),
        "填报!U5 识别码“JZ-001-AAAAAAAA”被改动过，或者不是这个台账发出的",
    ),
    (
        set_cell("编号", "JZ-002"),
        (
            "填报!A5 编号是 JZ-002，识别码是 JZ-001 的：编号被改动过，"
            "或者排序时没有选上全部各列，请退回单位按原表改正"
        ),
    ),
    (set_cell("类别", "D"), "填报!M5 没有“D”这个类别，本台账的类别：A、B、C"),
    (
        set_cell("完成日期", "上个月"),
        "填报!N5 看不懂日期“上个月”。应写成 2024-09-30、",
    ),
    (set_cell("承诺期限", "尽快"), "填报!O5 看不懂期限“尽快”。"),
    (
        set_cell("承诺期限", "长期坚持"),
        "填报!O5 “长期坚持”没有日期，应写成 2025-6-30、2025年6月底 的样子",
    ),
    (set_cell("本次报送", "完成"), "填报!J5 “完成”应写成“答复”或“进展”"),
    (set_cell("办理情况", None), "填报!K5 填了本次报送、类别，没有写办理情况"),
    (set_cell("办理情况", "=1+1"), "填报!K5 公式，没有存下结果，请改写成文字再报"),
    (
        set_cell("办理情况", "#NAME?"),
        "填报!K5 单元格里是差错 #NAME?，请改写成文字再报",
    ),
    (
        set_cell("办理情况", "已\u0085整\u0081改"),
        "填报!K5 含有不可见的控制字符 U+0081，请删去",
    ),
    (doubled, "填报!W4 “办理情况”有两列，不知道取哪一列，请只留一列"),
    (
        unmarked,
        "填报!A4 “识别码”一列不在了，对不上是哪一条，请用 rectify send 发出的原表填报",
    ),
    (of_another, "这是台账“别处”发出的表，不是“ylfw-2024”的"),
    (
        copied_differently,
        (
            "填报!K9 “办理情况”同 台账_市民政局_2024-07-01.xlsx 填报!K5 填的不一样，"
            "请只留一份对的"
        ),
    ),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTS)
def test_a_fault_is_named_with_its_place_and_nothing_is_written(
    tmp_path: Path, change: Callable[[Any], None], sentence: str
) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    good = fill(book_of(folder, "市财政局"), {"JZ-003": {"办理情况": "已拨付。"}})
    book = load_workbook(path)
    change(book)
    book.save(path)
    before = bench.files()
    refused = collect(bench, str(path), str(good), "--yes")
    assert refused.code == 5
    (fault,) = lines(refused, "有误")
    assert fault.startswith(f"{path.name} {sentence}")
    assert refused.err.endswith(
        "有1处差错，什么也没有写入。请改好后再收，"
        "或加 --skip-faulty，只收其余没有差错的\n"
    )
    assert bench.files() == before
    done = collect(bench, str(path), str(good), "--yes", "--skip-faulty")
    assert (done.code, done.out) == (0, "JZ-003\n")
    assert lines(done, "有误") == [fault]
    assert "有1处差错的没有收；改好后再收，收过的不会重复登记\n" in done.err


def test_a_formula_with_a_result_is_taken_with_a_doubt(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    book = load_workbook(path)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    cell = re.search(rb'<c r="K5"[^>]*>.*?</c>', parts[name])
    assert cell is not None
    formula = b'<c r="K5" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
    parts[name] = parts[name].replace(cell[0], formula)
    with zipfile.ZipFile(path, "w") as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    done = collect(bench, str(path), "--yes")
    assert done.code == 0, done.err
    assert lines(done, "存疑") == [f"{path.name} 填报!K5 公式，取的是上次算出的结果"]
    assert "内容: |\n      ab\n" in added(bench, "JZ-001")


def test_an_issue_that_is_no_longer_there_is_a_fault(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    (bench.ledger / "issues" / "JZ-002.yaml").unlink()
    refused = collect(bench, str(path))
    assert refused.code == 5
    assert lines(refused, "有误") == [f"{path.name} 填报!U6 台账里没有 JZ-002"]


def test_what_the_rules_forbid_is_a_fault_at_its_row(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    moved = ("reassign", "1", "--from", "市民政局", "--to", "市应急局")
    assert bench.do(*moved, today="2024-07-05").code == 0
    refused = collect(bench, str(path), "--yes")
    assert refused.code == 5
    assert lines(refused, "有误") == [
        (
            f"{path.name} 填报!K5 不能答复 JZ-001：市民政局不是它的承办单位。"
            "承办单位：市应急局、市财政局"
        )
    ]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2024.7.4", "2024-07-04"),
        ("2024年7月4日", "2024-07-04"),
        ("２０２４/7/4", "2024-07-04"),
        ("2024-07-04 08:30", "2024-07-04"),
        (45477, "2024-07-04"),
    ],
)
def test_a_day_may_be_written_in_every_way(
    tmp_path: Path, typed: str | int, day: str
) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder, 完成日期=typed, 承诺期限=typed)
    done = collect(bench, str(path), "--yes")
    assert lines(done, "存疑") == []
    event = added(bench, "JZ-001")
    assert f"    完成日期: {day}\n    承诺期限: {day}\n" in event


def test_a_day_of_completion_that_has_not_come_is_doubtful(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder, 完成日期="8月1日")
    done = collect(bench, str(path), "--yes", "--on", "2024-07-05")
    assert lines(done, "存疑") == [
        f"{path.name} 填报!N5 “8月1日”没有年份，当作2024-08-01",
        f"{path.name} 填报!N5 完成日期 2024-08-01 在收到日期 2024-07-05 之后",
    ]
    assert "  - 日期: 2024-07-05\n    事项: 答复\n" in bench.issue("JZ-001")


def test_two_files_of_a_unit_that_contradict_each_other_are_a_fault(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    first = answered(folder)
    second = tmp_path / "民政局补充.xlsx"
    fill(first, {"JZ-001": {"类别": "B"}}, to=second)
    refused = collect(bench, str(first), str(second), "--yes")
    assert refused.code == 5
    assert lines(refused, "有误") == [
        (
            f"{second.name} 填报!M5 “类别”同 {first.name} 填报!M5 填的不一样，"
            "请只留一份对的"
        )
    ]


def test_files_that_complete_or_repeat_each_other_are_taken_together(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    empty = book_of(folder, "市民政局")
    first = fill(empty, {"JZ-001": {"办理情况": "已开工。"}}, to=tmp_path / "一.xlsx")
    cells = {"办理情况": "已开工。", "责任人": "养老科"}
    second = fill(
        empty,
        {"JZ-001": cells, "JZ-002": {"办理情况": "已完成。"}},
        to=tmp_path / "二.xlsx",
    )
    copy = tmp_path / "二（副本）.xlsx"
    shutil.copy(second, copy)
    done = collect(bench, str(first), str(second), str(copy), "--yes")
    assert done.out == "JZ-001\nJZ-002\n"
    assert lines(done, "跳过") == ["二（副本）.xlsx 同 二.xlsx 内容完全一样，只读一次"]
    assert added(bench, "JZ-001").count("事项:") == 2


def test_evidence_that_came_along_is_kept_with_the_answer(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    came = tmp_path / "收到"
    path = fill(
        answered(
            folder, 佐证材料="验收单、照片1，2.jpg；合影.png\n../../秘密.txt、验收单"
        ),
        {},
        to=came / "民政" / "表.xlsx",
    )
    (came / "民政" / "验收单.pdf").write_bytes(b"%PDF")
    (came / "民政" / "照片1，2.jpg").write_bytes(b"\xff\xd8")
    (came / "财政").mkdir()
    (came / "财政" / "验收单.pdf").write_bytes(b"other")
    (tmp_path / "秘密.txt").write_text("不给")
    (came / "民政" / "~$表.xlsx").write_bytes(b"lock")
    (came / "说明.xlsx").write_bytes(other_workbook(tmp_path))
    done = collect(bench, str(came), "--yes")
    assert done.code == 0, done.err
    assert lines(done, "跳过") == ["说明.xlsx 不是发出的填报表，没有读"]
    assert lines(done, "存疑") == [
        "表.xlsx 填报!T5 没有随表报来：合影.png、../../秘密.txt；文件名照记在办理情况里"
    ]
    kept_files = bench.ledger / "files" / "JZ-001"
    assert {each.name: each.read_bytes() for each in kept_files.iterdir()} == {
        "验收单.pdf": b"%PDF",
        "照片1，2.jpg": b"\xff\xd8",
    }
    event = added(bench, "JZ-001")
    assert "      （佐证材料：合影.png、../../秘密.txt）\n" in event
    assert event.count("      - 文件: ") == 2
    assert source(path) in event
    assert bench.do("check").code == 0
    after = bench.files()
    assert collect(bench, str(came), "--yes").out == ""
    assert bench.files() == after


def other_workbook(home: Path) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"].value = "明细"
    book.save(home / "x.xlsx")
    data = (home / "x.xlsx").read_bytes()
    (home / "x.xlsx").unlink()
    return data


def test_evidence_of_an_answer_that_is_refused_is_not_kept(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder, 佐证材料="验收单.pdf")
    (path.parent / "验收单.pdf").write_bytes(b"%PDF")
    fill(path, {"JZ-002": {"办理情况": "已开工。"}})
    moved = ("reassign", "1", "--from", "市民政局", "--to", "市应急局")
    assert bench.do(*moved, today="2024-07-05").code == 0
    done = collect(bench, str(path), "--yes", "--skip-faulty")
    assert done.out == "JZ-002\n"
    assert not (bench.ledger / "files").exists()


def test_a_zip_with_chinese_names_is_read_as_windows_packed_it(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder, 佐证材料="验收单.pdf")
    for encoding in ("gb18030", "utf-8"):
        packed = tmp_path / f"{encoding}.zip"
        raw = {
            "民政局\\反馈最终版.xlsx": path.read_bytes(),
            "民政局\\验收单.pdf": b"%PDF",
            "__MACOSX/._反馈.xlsx": b"rest",
        }
        packed.write_bytes(zipped(raw, encoding))
        done = collect(bench, str(packed), "--dry-run")
        assert done.code == 0, done.err
        assert lines(done, "文件") == ["反馈最终版.xlsx：3条"]
        assert lines(done, "存疑") == []
        assert "files/JZ-001/验收单.pdf" in done.out


class Unsaid(zipfile.ZipInfo):
    """A name in some encoding, as Windows packs it: nothing says which it is."""

    encoding = "gb18030"

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # zipfile's own
        return self.filename.encode(self.encoding), self.flag_bits


def zipped(files: dict[str, bytes], encoding: str) -> bytes:
    """Pack files under names in some encoding, without saying which it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            info = Unsaid(name)
            info.encoding = encoding
            archive.writestr(info, data)
    return packed.getvalue()


def test_the_register_is_told_from_what_a_unit_filled_in(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    assert bench.do("report", "台账", "-o", "台账.xlsx").code == 0
    refused = collect(bench, "台账.xlsx", str(path), "--yes")
    assert refused.code == 5
    assert lines(refused, "有误") == [
        "台账.xlsx 这是导出的台账工作簿，不是填报表；改了的台账用 rectify import 导入"
    ]
    assert lines(refused, "跳过") == []


def test_who_has_not_answered_is_said_at_the_end(tmp_path: Path) -> None:
    shared = (
        "  - 日期: 2024-06-20\n    事项: 交办\n    分办:\n      - 市财政局\n"
        "      - 单位: 市应急局\n        期限: 2024-07-08\n"
    )
    due = kept("JZ-003", "已交办").replace("2024-09-30", BACK)
    bench = office(
        tmp_path,
        JZ001="已交办",
        JZ002="已交办",
        JZ003=due,
        JZ004=kept("JZ-004", "待交办", shared),
        JZ005=kept("JZ-005", "已交办").replace("市民政局", "市住建局")
        .replace("主办: 市住建局", "主办: 市住房和城乡建设局"),
    )  # fmt: skip
    folder = sent(bench)
    done = collect(bench, str(answered(folder)), "--yes")
    assert done.err.endswith(
        "未报    市应急局：没有报回，1条（JZ-004），逾期2天\n"
        "未报    市民政局：报回了，还缺2条（JZ-002、JZ-003），最紧的今天到期\n"
        "未报    市住房和城乡建设局：没有报回，1条（JZ-005），剩82天\n"
        "未报    市财政局：没有报回，1条（JZ-004）\n"
    )


def test_a_unit_whose_rows_were_left_out_has_come_and_still_owes_them(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    fill(path, {"JZ-002": {"办理情况": "已完成。", "类别": "D"}})
    fill(path, {"JZ-003": {"本次报送": "答复", "办理情况": "已完成。"}})
    void = ("drop", "3", "--how", "撤回", "--reason", "已另行解决")
    assert bench.do(*void, today="2024-07-05").code == 0
    done = collect(bench, str(path), "--yes", "--skip-faulty")
    assert done.out == "JZ-001\n"
    assert lines(done, "单位") == ["市民政局：答复1条，有差错2条"]
    assert lines(done, "未报") == ["市民政局：报回了，还缺1条（JZ-002），剩82天"]


def test_a_unit_that_reported_in_an_earlier_batch_is_not_called_silent(
    tmp_path: Path,
) -> None:
    bench, folder = three(tmp_path)
    assert collect(bench, str(answered(folder)), "--yes").code == 0
    other = fill(book_of(folder, "市财政局"), {"JZ-001": {"办理情况": "已拨付。"}})
    later = collect(bench, str(other), "--yes", today="2024-07-12")
    assert lines(later, "未报") == [
        "市民政局：以前报回了，还缺2条（JZ-002、JZ-003），最紧的剩80天"
    ]
    assert bench.do("send", "-o", "再发", today="2024-07-15").code == 0
    again = book_of(bench.root / "再发", "市财政局", "2024-07-15")
    fill(again, {"JZ-001": {"办理情况": "又拨付。"}})
    anew = collect(bench, str(again), "--yes", today="2024-07-20")
    assert lines(anew, "未报")[0].startswith("市民政局：没有报回，2条")
    book = load_workbook(other)
    del book["选项"]
    book.save(other)
    unsaid = collect(bench, str(other), "--yes", today="2024-07-21")
    assert lines(unsaid, "未报")[0].startswith("市民政局：以前报回了，还缺2条")


def test_an_answer_that_was_not_chosen_as_one_is_doubtful(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder, 本次报送=None)
    done = collect(bench, str(path), "--yes")
    assert lines(done, "存疑") == [
        f"{path.name} 填报!J5 没有选本次报送，填了类别，作为答复登记"
    ]
    assert "事项: 答复\n" in added(bench, "JZ-001")


def test_nobody_is_named_when_all_have_answered(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    done = collect(bench, str(answered(sent(bench))), "--yes")
    assert lines(done, "未报") == []


def test_a_dry_run_shows_the_very_diff_and_writes_nothing(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    bench.commit()
    path = answered(folder)
    before = bench.files()
    foretold = collect(bench, str(path), "--dry-run")
    assert foretold.code == 0
    assert "（预演，没有写入）答复 JZ-001：" in foretold.err
    assert bench.files() == before
    assert collect(bench, str(path), "--yes").code == 0
    assert [line for line in bench.diff() if line[0] in "+-"] == [
        line for line in foretold.out.splitlines() if line[0] in "+-"
    ]


def test_the_question_is_asked_once_on_a_terminal(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    before = bench.files()
    refused = answer_on_terminal(bench, str(path), "否")
    assert "确定登记吗？（是/否）" in refused
    assert "没有登记，什么也没有改" in refused
    assert bench.files() == before
    assert "答复 JZ-001" in answer_on_terminal(bench, str(path), "是")
    assert "事项: 答复" in bench.issue("JZ-001")


def answer_on_terminal(bench: Workbench, file: str, words: str) -> str:
    """Run the command before a terminal, and type an answer."""
    main, other = pty.openpty()
    os.write(main, f"{words}\n".encode())
    with subprocess.Popen(
        [*PROGRAM, "collect", file],
        cwd=bench.root,
        env=bench.environment(BACK),
        stdin=other,
        stdout=other,
        stderr=other,
    ) as process:
        os.close(other)
        said = drained(main)
        process.wait(60)
    return said.decode()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_bytes(b""), "有误"),
        (lambda path: path.write_bytes(other_workbook(path.parent)), "填报表的表头"),
        (lambda path: path.mkdir(), "里没有表格文件"),
        (lambda _: None, "没有 "),
    ],
)
def test_what_is_no_workbook_of_ours_is_refused(
    tmp_path: Path, make: Callable[[Path], object], sentence: str
) -> None:
    bench, _ = three(tmp_path)
    path = tmp_path / "反馈.xlsx"
    make(path)
    refused = collect(bench, str(path), "--yes")
    assert refused.code in (2, 5)
    assert sentence in refused.err


def test_a_workbook_without_a_visible_sheet_of_ours_says_so(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    book = load_workbook(path)
    del book["填报"]
    book.save(path)
    refused = collect(bench, str(path))
    assert refused.code == 5
    assert "工作表 （没有工作表） 里没有填报表的表头（识别码、编号等）" in refused.err


def test_broken_and_hostile_zips_are_refused_by_name(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder)
    came = tmp_path / "收到"
    came.mkdir()
    (came / "坏.zip").write_bytes(b"PK\x03\x04 broken")
    with zipfile.ZipFile(came / "套.zip", "w") as archive:
        archive.writestr("里.zip", b"PK")
    with zipfile.ZipFile(came / "炸.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("表.xlsx", b"\0" * (20 << 20))
    with zipfile.ZipFile(came / "密.zip", "w") as archive:
        archive.write(path, "表.xlsx")
    locked = bytearray((came / "密.zip").read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        local = mark == b"PK\x03\x04"
        at = locked.index(mark) + 6 if local else locked.rindex(mark) + 8
        locked[at] |= 1
    (came / "密.zip").write_bytes(bytes(locked))
    refused = collect(bench, str(came), "--yes")
    assert refused.code == 5
    assert sorted(lines(refused, "有误")) == [
        "坏.zip 压缩包损坏或不完整，打不开；请让对方重新打包发来",
        "套.zip/里.zip 压缩包里又有压缩包，没有读；请解开后再收",
        "密.zip/表.xlsx 压缩包设了密码，打不开；请让对方去掉密码重新打包",
        (
            "炸.zip/表.xlsx 文件太大，或者压得太紧，可能有害，没有解开；"
            "请让对方不要压缩，单独发来"
        ),
    ]
    (came / "空.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    empty = collect(bench, str(came / "空.zip"))
    assert empty.code == 2
    assert "空.zip 里没有表格文件" in empty.err


def test_a_zip_of_too_many_files_is_not_opened(tmp_path: Path) -> None:
    bench, _ = three(tmp_path)
    with zipfile.ZipFile(tmp_path / "多.zip", "w") as archive:
        for place in range(5_001):
            archive.writestr(f"{place}.txt", b"")
    refused = collect(bench, str(tmp_path / "多.zip"))
    assert refused.code == 5
    assert "多.zip 压缩包里的文件太多或太大，没有打开；请分几次收" in refused.err


def test_evidence_that_cannot_be_unpacked_stops_the_collection(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    path = answered(folder, 佐证材料="照片.jpg")
    packed = tmp_path / "反馈.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "表.xlsx")
        archive.writestr("照片.jpg", b"picture" * 99)
    packed.write_bytes(
        packed.read_bytes().replace(b"picturepicture", b"picturePICTURE")
    )
    before = bench.files()
    refused = collect(bench, str(packed), "--yes")
    assert refused.code == 5
    assert refused.err.endswith(
        "反馈.zip/照片.jpg  读不出来，可能已损坏；请让对方重新发来\n"
    )
    assert bench.files() == before


def test_workbooks_of_several_ledgers_are_told_apart(tmp_path: Path) -> None:
    bench, folder = three(tmp_path)
    other = bench.root / "data" / "other"
    (other / "issues").mkdir(parents=True)
    (other / "ledger.yaml").write_text(LEDGER.replace("JZ", "QT"), encoding="utf-8")
    (other / "units.yaml").write_text(bench.read("units.yaml"), encoding="utf-8")
    issue = kept("JZ-001", "已交办").replace("JZ-", "QT-")
    (other / "issues" / "QT-001.yaml").write_text(issue, encoding="utf-8")
    done = bench.do("send", "-o", "另", "-l", "other", today=DAY)
    assert done.code == 0, done.err
    theirs = book_of(bench.root / "另", "市民政局")
    fill(theirs, {"QT-001": {"办理情况": "已开工。"}})
    ours = answered(folder)
    both = collect(bench, str(ours), str(theirs), "--yes")
    assert both.code == 2
    assert "这些表属于几个台账：ylfw-2024、other" in both.err
    assert collect(bench, str(ours), "--yes").out == "JZ-001\n"
    assert collect(bench, str(theirs), "--yes").out == "QT-001\n"
    wrong = collect(bench, str(theirs), "-l", "ylfw-2024", "--yes")
    assert wrong.code == 5
    assert "这是台账“other”发出的表，不是“ylfw-2024”的" in wrong.err
