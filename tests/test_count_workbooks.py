"""Votes are counted in a workbook: an empty one is written, filled in and read back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from office import office
from rectify.errors import BadData
from rectify.storage.countsheet import read_counts

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

HEAD = ("会场", "应到", "实到", "满意", "基本满意", "不满意")
ROWS = (("主会场", 41, 36, 30, 5, 1), ("分会场", 20, 18, 15, 2, 1))
NAMES = "部分农村敬老院消防设施不达标"


def workbook(home: Path, *sheets: tuple[tuple[object, ...], ...]) -> Path:
    book = openpyxl.Workbook()
    page = book["Sheet"]
    page.title = "计票"
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"第{number}张") if number else page
        for row in rows:
            page.append(list(row))
    path = home / "计票.xlsx"
    book.save(path)
    return path


def said(path: Path) -> list[tuple[str | None, int, int, int]]:
    return [
        (row.venue or row.subject, row.satisfied, row.basically, row.unsatisfied)
        for row in read_counts(str(path)).rows
    ]


def refused(path: Path) -> str:
    with pytest.raises(BadData) as refusal:
        read_counts(str(path))
    return str(refusal.value)


def filled(path: Path) -> tuple[openpyxl.Workbook, Worksheet, dict[str, int]]:
    """Open a workbook to fill it in; columns by their headings."""
    book = openpyxl.load_workbook(path)
    page = book["计票表"]
    columns = {str(cell.value): cell.column for cell in page[3] if cell.value}
    return book, page, columns


def test_counts_are_read_from_a_workbook_with_its_title_and_its_notes(
    tmp_path: Path,
) -> None:
    path = workbook(
        tmp_path,
        (
            ("某市人大常委会测评计票表",),
            (),
            HEAD,
            *ROWS,
            ("合计", 61, 54, 45, 7, 2),
            ("注：出席人数过半，会议有效",),
            ("计票人：", None, None, "监票人：", "某某"),
            ("2024年10月30日",),
        ),
    )
    assert said(path) == [("主会场", 30, 5, 1), ("分会场", 15, 2, 1)]


def test_a_heading_of_two_rows_is_read_and_a_blank_is_no_vote(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book["Sheet"]
    page.append(["（满意和基本满意超过实到人数一半的为通过）"])
    page.append(["序号", "民生实事工程项目名称", "测评等次"])
    page.append([None, None, "满意", "基本满意", "不满意"])
    page.append([1, "新建农村敬老院", 41, 5, None])
    page.append([2, "改造老旧小区", 46, None, None])
    for area in ("A1:E1", "A2:A3", "B2:B3", "C2:E2"):
        page.merge_cells(area)
    path = tmp_path / "计票.xlsx"
    book.save(path)
    expected = [("新建农村敬老院", 41, 5, 0), ("改造老旧小区", 46, 0, 0)]
    assert said(path) == expected
    for area in ("A2:A3", "B2:B3"):
        page.unmerge_cells(area)
    book.save(path)
    assert said(path) == expected


def test_a_venue_that_is_joined_over_its_groups_is_said_on_each(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    page = book["Sheet"]
    page.append(["会场", "群体", "满意", "基本满意", "不满意"])
    page.append(["主会场", "委员", 30, 5, 1])
    page.append([None, "代表", 10, 0, 0])
    page.merge_cells("A2:A3")
    path = tmp_path / "计票.xlsx"
    book.save(path)
    rows = read_counts(str(path)).rows
    assert [(row.venue, row.group) for row in rows] == [
        *(("主会场", "委员"), ("主会场", "代表")),
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param(
            (HEAD, *ROWS, ("合计", 61, 54, 46, 7, 2)),
            "计票.xlsx 第4行  合计不符：满意写的是46，各行相加是45",
            id="合计不符",
        ),
        pytest.param(
            (HEAD, ("主会场", 41, 36, "三十", 5, 1)),
            "计票.xlsx 第2行  计票第1项“满意”：三十 不是数",
            id="不是数",
        ),
        pytest.param(
            (HEAD, ("主会场", 41, 36, 30.5, 5, 1)), "30.5 不是数", id="不是整数"
        ),
        pytest.param(
            (HEAD, ("主会场", 41, 36, "=29+1", 5, 1)),
            "计票.xlsx 第2行  D列是公式，没有存下结果，请改成数字",
            id="公式",
        ),
        pytest.param((HEAD, ("主会场", 41, 36)), "计票.xlsx 第2行", id="没有填的一行"),
        pytest.param((("序号", "姓名"),), "计票.xlsx 第1行  没有找到表头", id="无表头"),
    ],
)
def test_a_workbook_that_can_not_be_counted_is_refused_with_its_row(
    tmp_path: Path, rows: tuple[tuple[object, ...], ...], sentence: str
) -> None:
    assert sentence in refused(workbook(tmp_path, rows))


def test_two_sheets_of_counts_are_refused_and_a_hidden_one_is_not_read(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, (HEAD, *ROWS), (HEAD, ROWS[0]), (("说明",),))
    assert "有几张计票表（计票、第1张），请只留一张" in refused(path)
    book = openpyxl.load_workbook(path)
    book["第1张"].sheet_state = "hidden"
    book.save(path)
    assert said(path) == [("主会场", 30, 5, 1), ("分会场", 15, 2, 1)]


def test_an_issue_may_be_named_by_its_title(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    path = workbook(tmp_path, (("测评项目", *HEAD[3:]), (NAMES, 30, 5, 1)))
    done = bench.do("evaluate", "1", "--from", str(path), today="2024-10-30")
    assert (done.code, done.out) == (0, "JZ-001\n"), done.err
    assert "对象: JZ-001\n" in bench.read("votes/2024-01.yaml")
    wrong = workbook(tmp_path, (("测评项目", *HEAD[3:]), ("别的事情", 30, 5, 1)))
    refusal = bench.do("evaluate", "1", "--from", str(wrong), today="2024-10-31")
    assert refusal.code == 4
    assert "“别的事情”不是命令里问题的编号或标题，也不是单位" in refusal.err


def test_an_empty_sheet_is_filled_in_and_recorded(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已答复")
    before = bench.files()
    path = tmp_path / "票.xlsx"
    venues = ("--venue", "主会场、分会场")
    done = bench.do("evaluate", "1-2", "--blank", str(path), *venues)
    assert (done.code, done.out) == (0, "")
    assert f"空的计票表已写入 {path}；填好后用 rectify evaluate … --from" in done.err
    assert bench.files() == before
    unfilled = bench.do("evaluate", "1-2", "--from", str(path), today="2024-10-30")
    assert unfilled.code == 5
    book, page, columns = filled(path)
    assert [page.cell(row, columns["对象"]).value for row in range(4, 8)] == [
        *("JZ-001", "JZ-001", "JZ-002", "JZ-002"),
    ]
    for row in range(4, 8):
        for label, count in (("实到", 36), ("满意", 30), ("基本满意", 6)):
            page.cell(row, columns[label]).value = count
    book.save(path)
    done = bench.do("evaluate", "1-2", "--from", str(path), today="2024-10-30")
    assert (done.code, done.out) == (0, "JZ-001\nJZ-002\n"), done.err
    assert "JZ-001（满意 60，基本满意 12，不满意 0，实到 72）" in done.err


def test_an_empty_sheet_for_one_issue_has_a_row_for_each_place_and_a_total(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    path = tmp_path / "票.xlsx"
    args = ("--venue", "主会场、分会场", "--group", "委员,代表")
    assert bench.do("evaluate", "1", "--blank", str(path), *args).code == 0
    book, page, columns = filled(path)
    assert f"对象：JZ-001 {NAMES}" in str(page["A2"].value)
    assert "对象" not in columns
    names = [(page.cell(row, 1).value, page.cell(row, 2).value) for row in range(4, 9)]
    assert names == [
        *(("主会场", "委员"), ("主会场", "代表")),
        *(("分会场", "委员"), ("分会场", "代表")),
        ("合计", None),
    ]
    for row in range(4, 8):
        page.cell(row, columns["满意"]).value = 10
    page.cell(8, columns["满意"]).value = 41
    book.save(path)
    done = bench.do("evaluate", "1", "--from", str(path), today="2024-10-30")
    assert done.code == 5
    assert "合计不符：满意写的是41，各行相加是40" in done.err


def test_a_sheet_for_one_issue_is_not_counted_for_another(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已答复")
    path = tmp_path / "票.xlsx"
    assert bench.do("evaluate", "1", "--blank", str(path)).code == 0
    book, page, columns = filled(path)
    page.cell(4, columns["满意"]).value = 10
    book.save(path)
    before = bench.files()
    for numbers, named in ((("2",), "JZ-002"), (("1-2",), "JZ-001、JZ-002")):
        done = bench.do("evaluate", *numbers, "--from", str(path), today="2024-10-30")
        assert done.code == 4
        assert f"这张计票表的对象是 JZ-001，命令里写的是{named}，没有记录" in done.err
    unit = ("evaluate", "--unit", "市民政局", "--from", str(path))
    assert "命令里写的是别的对象" in bench.do(*unit, today="2024-10-30").err
    assert bench.files() == before
    done = bench.do("evaluate", "1", "--from", str(path), today="2024-10-30")
    assert done.out == "JZ-001\n", done.err


def test_the_same_counts_are_recorded_once(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已答复")
    path = workbook(
        tmp_path,
        (("对象", *HEAD[3:]), ("JZ-001", 30, 5, 1), ("JZ-002", 1, 5, 30)),
    )
    count = ("evaluate", "1-2", "--from", str(path))
    assert bench.do(*count, today="2024-10-30").code == 0
    before = bench.files()
    again = bench.do(*count, today="2024-10-30")
    assert again.code == 4
    assert "同票号 2024-01 的日期、对象和票数一样，已经记录过，没有再记录" in again.err
    assert bench.files() == before
    meant = bench.do(*count, "--ballot", "2024-9", "--turn", "初次", today="2024-10-30")
    assert "已经记录过" not in meant.err


def test_only_whole_numbers_can_be_typed_into_the_empty_sheet(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    path = tmp_path / "票.xlsx"
    assert bench.do("evaluate", "--unit", "民政局", "--blank", str(path)).code == 0
    _, page, columns = filled(path)
    (rule,) = page.data_validations.dataValidation
    assert (rule.type, rule.operator, rule.formula1) == (
        *("whole", "greaterThanOrEqual", "0"),
    )
    for label in ("应到", "满意", "未按"):
        assert page.cell(4, columns[label]).coordinate in rule.sqref


def test_an_empty_sheet_never_replaces_other_work_unasked(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    path = tmp_path / "票.xlsx"
    path.write_bytes(b"x")
    done = bench.do("evaluate", "1", "--blank", str(path))
    assert (done.code, path.read_bytes()) == (3, b"x")
    assert "加 --overwrite" in done.err
    assert bench.do("evaluate", "1", "--blank", str(path), "--overwrite").code == 0
    assert openpyxl.load_workbook(BytesIO(path.read_bytes()))
    folder = bench.do("evaluate", "1", "--blank", str(tmp_path))
    assert "请写明文件名" in folder.err
    named = bench.do("evaluate", "1", "--blank", str(tmp_path / "空表"))
    assert (named.code, (tmp_path / "空表.xlsx").exists()) == (0, True)


@pytest.mark.parametrize(
    "more", [("--satisfied", "3"), ("--from", "a"), ("--issued", "3")]
)
def test_an_empty_sheet_takes_no_counts(tmp_path: Path, more: tuple[str, str]) -> None:
    bench = office(tmp_path, JZ001="已答复")
    done = bench.do("evaluate", "1", "--blank", str(tmp_path / "票.xlsx"), *more)
    assert (done.code, done.err) == (
        *(2, "--blank 只写空的计票表，不记录；请去掉票数和 --from\n"),
    )
