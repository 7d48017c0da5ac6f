"""How a register that comes back is known, and how an import is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook import BUREAU, handed, issue
from rectify.domain.intake.account import (
    gathered,
    match_parts,
    read_parts,
    sentence,
)
from rectify.domain.intake.comparing.outcome import Matched, New
from rectify.domain.intake.comparing.ownbook import NoRegister, own_book
from rectify.domain.intake.finding.lists import Unread
from rectify.domain.intake.finding.tables import Found
from rectify.domain.intake.fingerprint import fingerprint
from rectify.domain.intake.grid import Grid, TableFile
from rectify.domain.intake.record import Column, Concern, FoundTable, Record, Skipped

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Value
    from rectify.domain.intake.record import Piece


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, ""),
        ("甲\r\n乙 ", "甲\n乙"),
        (date(2024, 6, 14), 45457.0),
        (date(2024, 6, 14), "45457"),
        (3, 3.0),
        (12.5, "12.5"),
    ],
)
def test_what_another_program_makes_of_a_cell_is_no_edit(
    one: Value, other: Value
) -> None:
    assert fingerprint(one) == fingerprint(other)


def test_cells_that_say_something_else_are_told_apart() -> None:
    values = (None, "甲", "甲\n乙", date(2024, 6, 14), date(2024, 6, 15), 3, 3.5, True)
    assert len(set(map(fingerprint, values))) == len(values)


OPTIONS = Grid("选项", (("台账", "程序版本"), ("yl", "1")), hidden=True)
EXPORTED = Grid(
    "原样",
    (("编号", "导出时的内容", "编号\n标题\n类别"), ("JZ-001", "a b c")),
    hidden=True,
)
MAIN: tuple[tuple[Value, ...], ...] = (
    ("标题",),
    ("编号", "标 题", "类别", None),
    ("jz-００1", "甲", None, None),
    (None, " ", None, "旁注"),
)


def file_of(*grids: Grid) -> TableFile:
    return TableFile("a.xlsx", "0" * 64, grids)


def test_a_register_is_known_by_its_hidden_sheets() -> None:
    book = own_book(file_of(Grid("改", MAIN), Grid("空", ()), OPTIONS, EXPORTED))
    assert book is not None
    assert [(row.row, row.number) for row in book.rows] == [(2, "JZ-001")]
    assert book.prints == {"JZ-001": {"编号": "a", "标题": "b", "类别": "c"}}
    assert (book.ledger, book.public, book.foreign) == ("yl", False, ())
    assert own_book(file_of(Grid("改", MAIN), OPTIONS)) is None
    assert own_book(file_of(Grid("改", MAIN), EXPORTED)) is None


def test_a_register_without_its_issues_is_refused() -> None:
    with pytest.raises(NoRegister, match="没有写着编号、标题的那张表；请重新导出"):
        own_book(file_of(Grid("别的", (("编号", "说明"),)), OPTIONS, EXPORTED))


GRID = Grid("表1", ())


def record(*rows: int) -> Record:
    cells: dict[Column, tuple[Piece, ...]] = {}
    return Record(GRID, rows, cells)


def test_it_is_told_which_sheets_were_read_and_which_were_not() -> None:
    cards = FoundTable(GRID, None, (), (record(3), record(7, 8)))
    empty = FoundTable(Grid("表2", ()), (1, 2), (), ())
    unread = (
        Unread(Grid("说明", ()), "没有找到表头", (0, 1)),
        Unread(Grid("旧", ()), "是隐藏的工作表，没有读取", (0, 1)),
    )
    parts = {
        part.word: part.lines
        for part in read_parts(Found((cards, empty), unread), opening=False)
    }
    assert parts["工作表"] == (
        "表1：第4至9行，2条",
        "表2：0条",
        "说明：没有读，没有找到表头",
        "旧：是隐藏的工作表，没有读取",
    )
    assert parts["表头"] == ("表1：一条一张卡片，没有表头", "表2：第2至3行")
    assert parts["表题"] == ()


def test_what_stands_above_a_heading_is_told_once() -> None:
    title, sums, aside = ("养老清单", None), ("单位：万元", "县民政局"), ("第1页", None)
    grid = Grid("表1", (title, (None, None), sums, aside, ("序号", "问题")))
    page = Skipped(grid, 3, 3, "页码")
    first = FoundTable(grid, (4, 4), (), (), (page,))
    below = FoundTable(grid, (9, 9), (), ())
    parts = read_parts(Found((first, below)), opening=False)
    titles = next(part.lines for part in parts if part.word == "表题")
    assert titles == ("表1 第1行：养老清单", "表1 第3行：单位：万元 县民政局")


def test_each_column_is_told_by_what_becomes_of_it() -> None:
    columns = (
        Column(0, "序\n号", "序号"),
        Column(1, "责任/牵头单位", "拟主办"),
        Column(2, "整改进展", "进展"),
        Column(3, "", None),
        Column(27, "电话", "不要"),
    )
    skipped = (Skipped(GRID, 8, 8, "合计"), Skipped(GRID, 9, 11, "说明"))
    found = Found((FoundTable(GRID, (0, 0), columns, (), skipped),))
    told = {part.word: part.lines for part in read_parts(found, opening=True)}
    assert told["列"] == (
        "表1：A 序号，B 责任/牵头单位→拟主办，C 整改进展→进展",
        "表1：写入备注 D （没有表头）",
        "表1：不要 AB 电话",
    )
    assert told["跳过"] == ("表1 第9行：合计", "表1 第10至12行：说明")
    plain = {part.word: part.lines for part in read_parts(found, opening=False)}
    assert plain["列"][1] == "表1：写入备注 C 整改进展，D （没有表头）"


def test_what_is_said_of_several_places_is_said_once() -> None:
    concerns = [Concern(f"表1!A{row}", "看不懂") for row in range(1, 8)]
    assert gathered([*concerns, Concern("表1!B1", "不认识")]) == (
        "表1!A1、表1!A2、表1!A3、表1!A4、表1!A5 等7处  看不懂",
        "表1!B1  不认识",
    )
    twice = [concerns[0], *concerns[:2]]
    assert gathered(twice) == ("表1!A1、表1!A2  看不懂",)


def test_a_new_issue_is_told_by_its_title_and_what_is_proposed() -> None:
    issues = (
        issue(1, 标题="题" * 40),
        issue(2, 拟分办=[BUREAU, "市财政局"]),
        issue(3, handed(), 拟主办=BUREAU, 拟协办=["市财政局"], 拟定期限="年底前"),
    )
    new = tuple(New("表1!A1", each) for each in issues)
    (part,) = [p for p in match_parts(Matched(new), "条") if p.lines]
    assert part.lines == (
        "3条：JZ-001 至 JZ-003",
        f"JZ-001 {'题' * 29}…",
        "JZ-002 第2个问题（拟分办市民政局、市财政局）",
        "JZ-003 第3个问题（拟主办市民政局，拟协办市财政局，年底前）",
    )
    one = Matched(new[:1])
    assert sentence(one, (), 0, "清单.xlsx", "件") == "导入 1 件：JZ-001（清单.xlsx）"
