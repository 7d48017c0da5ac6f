from __future__ import annotations

import csv
import json
import os
import pty
import re
import subprocess
import sys
from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.views.screen.cells import bar, clip, pad, shown, width, wrap
from rectify.views.screen.terminal import (
    Cell,
    Column,
    Table,
    Tone,
    has_colour,
    layout,
    lines_as_text,
    print_csv,
    print_json,
    print_table,
    show_table,
    terminal_width,
)

COLUMNS = (
    Column("编号"),
    Column("标题", min_width=30, flexible=True),
    Column("类别", rank=3),
    Column("主办", min_width=14, flexible=True),
    Column("协办", rank=4, min_width=12, flexible=True),
    Column("期限"),
    Column("状态"),
    Column("余", rank=2),
)
ROWS = """\
JZ-001|居家养老巡访记录缺失，重点老人底数不清|居家服务|市民政局|—|\
2024-09-30|已销号|
JZ-014|两所公办敬老院护理型床位占比不足|项目建设|市民政局|市发改委、市财政局|\
2024-10-08|重新办理②|逾期 3天
JZ-033|老旧小区适老化改造部门各管一段|设施改造|市民政局、市住建局、市应急局|—|\
2025-06-30|跟踪中|今天核查
"""
TONES = {"已销号": Tone.DIM, "逾期 3天": Tone.RED, "今天核查": Tone.YELLOW}
LIST = Table(
    columns=COLUMNS,
    rows=tuple(
        tuple(Cell(text, TONES.get(text, Tone.PLAIN)) for text in row.split("|"))
        for row in ROWS.splitlines()
    ),
    title="焦作市养老服务联动监督 · 意见问题清单",
    caption="截至 2025-06-30 · 演示数据",
    footer=("57条 · 已销号 46 · 办理中 5 · 重新办理 1 · 已答复 3 · 跟踪中 2 · 逾期 1",),
)


def printed(table: Table, room: int | None) -> str:
    out = StringIO()
    print_table(table, width=room, colour=False, file=out)
    return out.getvalue()


AT_80 = """\
 焦作市养老服务联动监督 · 意见问题清单                截至 2025-06-30 · 演示数据

 编号    标题                            主办              期限        状态
 JZ-001  居家养老巡访记录缺失，重点老…   市民政局          2024-09-30  已销号
 JZ-014  两所公办敬老院护理型床位占比…   市民政局          2024-10-08  重新办理②
 JZ-033  老旧小区适老化改造部门各管一段  市民政局、市住…   2025-06-30  跟踪中
 57条 · 已销号 46 · 办理中 5 · 重新办理 1 · 已答复 3 · 跟踪中 2 · 逾期 1
"""

AT_160 = f"""\
 焦作市养老服务联动监督 · 意见问题清单{" " * 76}截至 2025-06-30 · 演示数据

 编号    标题                                    类别      主办                      \
    协办                期限        状态       余
 JZ-001  居家养老巡访记录缺失，重点老人底数不清  居家服务  市民政局                  \
    —                   2024-09-30  已销号
 JZ-014  两所公办敬老院护理型床位占比不足        项目建设  市民政局                  \
    市发改委、市财政局  2024-10-08  重新办理②  逾期 3天
 JZ-033  老旧小区适老化改造部门各管一段          设施改造  市民政局、市住建局、市应急\
局  —                   2025-06-30  跟踪中     今天核查
 57条 · 已销号 46 · 办理中 5 · 重新办理 1 · 已答复 3 · 跟踪中 2 · 逾期 1
"""


def test_a_list_on_80_columns_keeps_what_matters_and_cuts_the_title() -> None:
    assert printed(LIST, 80) == AT_80


def test_a_list_on_160_columns_or_in_a_pipe_is_whole() -> None:
    assert printed(LIST, 160) == AT_160
    assert printed(LIST, None) == AT_160


def test_a_narrow_window_cuts_running_text_before_dates() -> None:
    narrow = printed(LIST, 56)
    assert "2024-09-30" in narrow
    assert "居家养老巡…" in narrow
    assert "57条 · 已销号 46 · 办理中 5 · 重新办理 1 · 已答复 3\n" in narrow
    assert "截至 2025-06-30 · 演示数据\n\n" in narrow


def test_columns_go_from_the_highest_rank_and_the_first_stay() -> None:
    columns = tuple(
        Column(name * 5, rank) for name, rank in (("甲", 0), ("乙", 2), ("丙", 1))
    )
    table = Table(columns, ((Cell("a"), Cell("b"), Cell("c")),))
    assert printed(table, 40).startswith(f" {'甲' * 5}  {'乙' * 5}  {'丙' * 5}\n")
    assert printed(table, 30).startswith(f" {'甲' * 5}  {'丙' * 5}\n")
    assert printed(table, 20) == f" {'甲' * 5}\n a\n"
    assert printed(table, 9) == " 甲甲甲…\n a\n"


def test_the_last_columns_go_when_even_one_cell_each_is_too_much() -> None:
    table = Table(tuple(Column(name) for name in "abcdef"), ())
    assert printed(table, 1) == " a  b  c\n"


def test_numbers_stand_at_the_right() -> None:
    table = Table((Column("承办", right=True),), ((Cell("7"),), (Cell("21"),)))
    assert printed(table, None) == " 承办\n    7\n   21\n"


def test_a_title_without_a_caption_ends_where_it_ends() -> None:
    table = Table((Column("a"),), (), title="清单")
    assert printed(table, 40) == " 清单\n\n a\n"
    assert printed(table._replace(title="一二三四五六"), 8) == " 一二三…\n\n a\n"


def test_nothing_in_the_data_reaches_the_terminal_as_a_command() -> None:
    table = Table(
        (Column("标题"),), ((Cell("a\x1b[31m红\n第二行\u202e\x9b2J"),),), "\x07题"
    )
    assert printed(table, None) == (
        " \\x07题\n\n 标题\n a\\x1b[31m红 第二行\\u202e\\x9b2J\n"
    )


def test_colours_change_no_character() -> None:
    coloured = lines_as_text(layout(LIST, 80), colour=True)
    assert "\x1b[2m已销号" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == AT_80


marks = st.text(
    alphabet=st.characters(exclude_categories=["Cs"])
    | st.sampled_from("市，…”·🀄é\u0301"),
    max_size=30,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 5))
    column = st.builds(
        Column,
        marks,
        st.integers(0, 3),
        st.integers(0, 20),
        st.booleans(),
        st.booleans(),
    )
    row = st.tuples(*[st.builds(Cell, marks)] * count)
    return Table(
        columns=tuple(draw(st.lists(column, min_size=count, max_size=count))),
        rows=tuple(draw(st.lists(row, max_size=3))),
        title=draw(marks),
        caption=draw(marks),
        footer=tuple(draw(st.lists(marks, max_size=2))),
    )


@given(tables(), st.integers(8, 100))
def test_no_line_is_wider_than_the_terminal(table: Table, room: int) -> None:
    for line in printed(table, room).split("\n"):
        assert width(line) <= room


@given(tables())
def test_every_character_is_there_in_a_pipe(table: Table) -> None:
    out = printed(table, None)
    for row in table.rows:
        for cell in row:
            assert shown(cell.text).rstrip() in out


@given(marks, st.integers(1, 40))
def test_a_cut_text_fits_and_a_padded_one_fills(text: str, cells: int) -> None:
    clipped = clip(shown(text), cells)
    assert width(clipped) <= cells
    assert width(pad(clipped, cells)) == cells
    assert width(pad(clipped, cells, right=True)) == cells


@given(
    st.text(alphabet="市民政局，。（）“”《》a 1-\n", max_size=80), st.integers(6, 60)
)
def test_running_text_keeps_its_marks_where_they_may_stand(
    text: str, cells: int
) -> None:
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_no_full_stop_begins_a_line_and_no_bracket_ends_one() -> None:
    text = "经检查，市民政局（以下简称“民政局”）2024-09-30前已完成改造，并通过验收。"
    for cells in range(12, 60):
        for line in wrap(text, cells, "  "):
            assert line.startswith("  ")
            assert line.strip()[0] not in "。，”）"
            assert line[-1] not in "（“"


def test_a_mark_above_a_letter_takes_no_cell() -> None:
    assert width("e\u0301") == 1
    assert width("问e\u0301①") == 4


def test_a_word_wider_than_a_line_is_broken() -> None:
    assert wrap("见https://example.org。", 10) == [
        "见",
        "https://ex",
        "ample.org",
        "。",
    ]
    assert wrap("", 10) == [""]
    assert wrap("甲\n乙", 10, "　") == ["　甲", "　乙"]


@pytest.mark.parametrize(
    ("rate", "drawn"),
    [
        (Fraction(1), "██████████"),
        (Fraction(18, 21), "████████▌"),
        (Fraction(17, 21), "████████"),
        (Fraction(7, 9), "███████▊"),
        (Fraction(3, 4), "███████▌"),
        (Fraction(1, 1000), ""),
        (Fraction(0), ""),
        (Fraction(-1), ""),
        (Fraction(3, 2), "██████████"),
    ],
)
def test_a_bar_never_shows_more_than_there_is(rate: Fraction, drawn: str) -> None:
    assert bar(rate) == drawn


def test_csv_holds_no_formula_and_is_read_back() -> None:
    out = StringIO()
    rows: list[list[object]] = [
        ["=1+1", "+86", "-", "@a", "\tb", -3, None],
        ["一，二", '"', "甲\n乙"],
    ]
    print_csv(["编号", "标题"], rows, out)
    assert list(csv.reader(StringIO(out.getvalue()))) == [
        ["编号", "标题"],
        ["'=1+1", "'+86", "'-", "'@a", "' b", "-3", ""],
        ["一，二", '"', "甲\n乙"],
    ]


def test_json_is_readable_chinese_without_hidden_characters() -> None:
    out = StringIO()
    value: dict[str, object] = {"标题": "养老\x1b\x9b\u202e", "期限": None, "协办": []}
    print_json(value, out)
    assert json.loads(out.getvalue()) == value
    assert '"标题": "养老\\u001b\\u009b\\u202e"' in out.getvalue()


def test_a_pipe_has_neither_width_nor_colour() -> None:
    out = StringIO()
    assert terminal_width(out) is None
    assert not has_colour(out)
    show_table(LIST, out)
    assert out.getvalue() == AT_160


SHOW = """
import sys
from rectify.views.screen.terminal import Cell, Column, Table, Tone, show_table
show_table(Table((Column("状态"),), ((Cell("逾期", Tone.RED),),)))
sys.stderr.write("rich" * ("rich" in sys.modules))
"""


def test_a_pipe_needs_no_rich() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SHOW], capture_output=True, check=True
    )
    assert (done.stdout.decode(), done.stderr) == (" 状态\n 逾期\n", b"")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"TERM": "xterm", "NO_COLOR": ""}, "\x1b[31m逾期"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "\n 逾期\n"),
        ({"TERM": "dumb", "NO_COLOR": ""}, "\n 逾期\n"),
    ],
)
def test_a_terminal_has_colours_unless_it_wants_none(
    settings: dict[str, str], said: str
) -> None:
    main, other = pty.openpty()
    subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SHOW],
        stdout=other,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **settings},
        check=True,
    )
    os.close(other)
    shown_there = os.read(main, 4096).decode().replace("\r\n", "\n")
    os.close(main)
    assert said in shown_there
