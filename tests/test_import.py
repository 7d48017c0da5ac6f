"""A list that somebody sent becomes issues: shown, agreed to, written or not at all."""

from __future__ import annotations

import os
import pty
import random
import re
import resource
import signal
import subprocess
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from nobody import NOBODY, open_folder
from office import LEDGER, UNITS, office
from workbench import PROGRAM, Workbench, bare_diff, drained

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench import Result

HEADINGS = (
    "序号",
    "问题类别",
    "存在问题",
    "整改要求",
    "牵头单位",
    "配合单位",
    "整改时限",
)
ROWS: tuple[tuple[object, ...], ...] = (
    (1, "设施", "4家敬老院没有喷淋设施。", "限期改造。", "民政局", "财政局", "9月底前"),
    (2, "补贴", "运营补贴拖欠半年以上。", "足额拨付。", "财政局", None, "2024-08-31"),
    (3, "设施", "2家敬老院疏散通道被占用。", None, "应急局", "民政局", "立行立改"),
)
NAME = "存在问题清单.xlsx"
NOTHING = "和台账里的一样，没有要导入的。什么也没有改"


def workbook(
    folder: Path,
    rows: Sequence[Sequence[object]] = ROWS,
    headings: Sequence[str] = HEADINGS,
    name: str = NAME,
) -> Path:
    """Make a list as a county sends it, with a title above."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for row in (("养老服务问题整改清单",), headings, *rows):
        sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """An office whose ledger has no issue yet."""
    found = office(tmp_path)
    found.commit()
    return found


def said(done: Result, word: str) -> list[str]:
    """Give the lines of one part of the preview."""
    lines = [line.split(maxsplit=1) for line in done.err.splitlines()]
    return [line[1] for line in lines if len(line) > 1 and line[0] == word]


def last(done: Result) -> str:
    return done.err.splitlines()[-1]


def take(bench: Workbench, *options: str, rows: Sequence[Sequence[object]] = ROWS,
         headings: Sequence[str] = HEADINGS) -> Result:  # fmt: skip
    """Make the list and import it, agreed to."""
    path = workbook(bench.home, rows, headings)
    return bench.do("import", str(path), "--yes", *options)


def test_a_list_becomes_issues_in_the_order_of_its_rows(bench: Workbench) -> None:
    done = take(bench)
    assert (done.code, done.lines) == (0, ["JZ-001", "JZ-002", "JZ-003"])
    assert last(done) == f"导入 3 条：JZ-001 至 JZ-003（{NAME}）"
    assert bench.issue("JZ-001") == (
        "编号: JZ-001\n序号: '1'\n标题: 4家敬老院没有喷淋设施\n类别: 设施\n"
        "问题描述: |\n  4家敬老院没有喷淋设施。\n整改要求: |\n  限期改造。\n"
        "拟主办: 市民政局\n拟协办:\n  - 市财政局\n拟定期限: 9月底前\n"
    )
    assert "时限类型: 立行立改" in bench.issue("JZ-003")
    assert bench.do("check").code == 0
    handed = bench.do("assign", "--all", "--on", "2024-07-01")
    assert handed.lines == ["JZ-001", "JZ-002", "JZ-003"]


def test_it_shows_before_it_writes_and_writes_nothing_unasked(bench: Workbench) -> None:
    path = workbook(bench.home, [*ROWS, ("合计", None, "共3条")])
    before = bench.files()
    done = bench.run("import", str(path))
    assert (done.code, done.out) == (2, "")
    words = [line.split()[0] for line in done.err.splitlines()[:-1]]
    order = ["文件", "工作表", "表题", "表头", "列", "跳过", "新增"]
    assert list(dict.fromkeys(words)) == order
    assert said(done, "文件") == [NAME]
    assert said(done, "工作表") == ["Sheet1：第3至5行，3条"]
    assert said(done, "表头") == ["Sheet1：第2行"]
    (columns,) = said(done, "列")
    assert columns == (
        "Sheet1：A 序号，B 问题类别→类别，C 存在问题→问题描述，D 整改要求，"
        "E 牵头单位→拟主办，F 配合单位→拟协办，G 整改时限→拟定期限"
    )
    assert said(done, "跳过") == ["Sheet1 第6行：合计"]
    assert said(done, "新增")[:2] == [
        "3条：JZ-001 至 JZ-003",
        "JZ-001 4家敬老院没有喷淋设施（拟主办市民政局，拟协办市财政局，9月底前）",
    ]
    assert last(done) == "没有写入。请核对上面所列，确认无误后加 --yes 再运行一次"
    assert bench.files() == before


def test_a_rehearsal_shows_everything_and_the_very_diff(bench: Workbench) -> None:
    rows = [(n, "设施", f"第{n}处隐患没有整改。") for n in range(1, 31)]
    path = str(workbook(bench.home, rows))
    before = bench.files()
    foretold = bench.do("import", path, "--dry-run")
    assert len(said(foretold, "新增")) == 31
    assert last(foretold) == f"（预演，没有写入）导入 30 条：JZ-001 至 JZ-030（{NAME}）"
    assert bench.files() == before
    done = bench.do("import", path, "--yes")
    assert said(done, "新增")[20:] == ["……另有11行，加 --dry-run 全部列出"]
    assert bare_diff(foretold.out) == bench.diff()


# The question


def test_somebody_at_a_terminal_is_asked_once(bench: Workbench) -> None:
    path = str(workbook(bench.home))
    declined = bench.on_terminal("import", path, typed="否\n")
    assert declined.code == 0
    assert "确定导入吗？（是/否）没有导入\n" in declined.out
    assert bench.changed() == []
    agreed = bench.on_terminal("import", path, typed="是\n")
    assert agreed.code == 0
    assert agreed.out.endswith(f"导入 3 条：JZ-001 至 JZ-003（{NAME}）\n")
    again = bench.on_terminal("import", path)
    assert again.out.endswith(f"{NOTHING}\n")
    assert "确定导入吗" not in again.out


def prompted(bench: Workbench, path: Path, meanwhile: Sequence[str]) -> tuple[int, str]:
    """Import at a terminal; do something else while the question stands there."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "import", str(path)], cwd=bench.root,
        env=bench.environment(None), stdin=other, stdout=other, stderr=other,
    ) as process:  # fmt: skip
        os.close(other)
        shown = b""
        while "确定导入吗".encode() not in shown:
            shown += os.read(main, 65536)
        assert bench.run(*meanwhile).code == 0
        os.write(main, "是\n".encode())
        try:
            while piece := os.read(main, 65536):
                shown += piece
        except OSError:
            os.close(main)
        return process.wait(60), shown.decode()


@pytest.mark.parametrize(
    ("meanwhile", "place"),
    [
        (("add", "--title", "别人登记的"), "data/ylfw-2024/issues"),
        (("units", "add", "市教育局"), "data/ylfw-2024/units.yaml"),
        (("edit", "1", "--set", "类别=消防"), "data/ylfw-2024/issues/JZ-001.yaml"),
    ],
)
def test_nobody_waits_for_the_answer_and_nothing_is_overwritten(
    bench: Workbench, meanwhile: tuple[str, ...], place: str
) -> None:
    bench.write("issues/JZ-001.yaml", "编号: JZ-001\n标题: 运营补贴拖欠半年以上\n")
    code, shown = prompted(bench, workbook(bench.home), meanwhile)
    assert code == 3
    assert f"{place} 在此期间被别的程序改动；没有改动任何文件" in shown
    assert not (bench.ledger / "issues/JZ-003.yaml").exists()


def on_slow_terminal(bench: Workbench, *words: str) -> str:
    """Run the command on a machine that stands still for most of the time."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *words], cwd=bench.root,
        env=bench.environment(None), stdin=other, stdout=other, stderr=other,
    ) as process:  # fmt: skip
        os.close(other)
        shown = b""
        while "读取".encode() not in shown:
            shown += os.read(main, 65536)
        Thread(target=stall, args=(process,), daemon=True).start()
        return (shown + drained(main)).decode()


def stall(process: subprocess.Popen[bytes]) -> None:
    """Let a program work for a tenth of a second, then wait for a longer while."""
    while process.poll() is None:
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.6)
        process.send_signal(signal.SIGCONT)
        time.sleep(0.1)


def test_how_far_it_is_shows_on_a_terminal_only(bench: Workbench) -> None:
    rows = [(n, "设施", f"第{n}处隐患没有整改。") for n in range(1, 401)]
    path = str(workbook(bench.home, rows))
    shown = on_slow_terminal(bench, "import", path, "--yes")
    assert f"\r读取 {NAME}……" in shown
    assert re.search(r"\r(登记|写入)  [█▏▎▍▌▋▊▉ ]{20}  \d+/400", shown)
    assert not re.search(r"……|\d/400", shown.rpartition("\r")[2])
    again = bench.run("import", path)
    assert "……" not in again.err


# Again, and next month


def test_the_same_list_twice_changes_nothing(bench: Workbench) -> None:
    take(bench)
    before = bench.files()
    done = bench.run("import", str(bench.home / NAME))
    assert (done.code, done.out) == (0, "")
    assert said(done, "不变") == ["3条：JZ-001至JZ-003"]
    assert last(done) == NOTHING
    assert bench.files() == before


CHANGED = (
    ROWS[2],
    (
        2,
        "补贴",
        "运营补贴拖欠一年以上。",
        "足额拨付。",
        "财政局",
        "民政局",
        "2024-08-31",
    ),
    (4, "人员", "护理员培训没有完成。", None, "民政局", None, None),
)


def test_a_changed_list_is_told_by_issue_and_overwrites_nothing(
    bench: Workbench,
) -> None:
    take(bench)
    bench.commit()
    done = take(bench, rows=CHANGED)
    assert (done.code, done.lines) == (0, ["JZ-004", "JZ-002"])
    kept, filled = said(done, "变化")
    assert kept == (
        "JZ-002 问题描述：“运营补贴拖欠半年以上。”改为“运营补贴拖欠一年以上。”"
        "（没有采用，--overwrite 采用）"
    )
    assert filled == "JZ-002 拟协办：补上“市民政局”"
    assert last(done) == f"导入 1 条：JZ-004；修改 1 条：JZ-002（{NAME}）"
    assert "半年以上" in bench.issue("JZ-002")
    idle = take(bench, rows=CHANGED)
    assert last(idle) == "没有新的问题；1条和台账不同，没有采用。什么也没有改"
    told = take(bench, "--overwrite", rows=CHANGED)
    assert last(told) == f"修改 1 条：JZ-002（{NAME}）"
    assert "一年以上" in bench.issue("JZ-002")


# Faults

BAD = (ROWS[0], (2, "运营补贴", None, "足额拨付。", "市财政局"), ROWS[2])


def test_faults_are_listed_with_their_cells_and_nothing_is_written(
    bench: Workbench,
) -> None:
    done = take(bench, rows=BAD)
    assert (done.code, done.out) == (5, "")
    assert said(done, "有误") == ["Sheet1!C4 没有问题内容，请填写，或删去这一行"]
    assert last(done) == (
        "有误的1处见上，一条也没有导入；改好后再来，或加 --skip-faulty 略过它们"
    )
    assert bench.changed() == []
    left = take(bench, "--skip-faulty", rows=BAD)
    assert (left.code, left.lines) == (0, ["JZ-001", "JZ-002"])
    assert "有误的1处没有导入，见上面所列" in left.err
    assert "疏散通道" in bench.issue("JZ-002")


def test_a_ledger_with_a_faulty_file_takes_nothing_in(bench: Workbench) -> None:
    bench.write("issues/JZ-009.yaml", "编号: JZ-009\n")
    done = take(bench)
    assert (done.code, done.out) == (5, "")
    assert "data/ylfw-2024/issues/JZ-009.yaml" in done.err
    assert last(done) == "台账里有差错的文件，分不清哪些是新的，没有导入；请先改好"


def test_a_file_that_is_none_is_refused(bench: Workbench) -> None:
    done = bench.run("import", "没有.xlsx")
    assert (done.code, done.out) == (5, "")
    assert done.err.startswith("没有.xlsx  没有这个文件")


def test_the_workbook_of_a_unit_is_collected_and_not_imported(
    bench: Workbench,
) -> None:
    take(bench)
    bench.do("assign", "--all", "--on", "2024-07-01")
    sent = bench.do("send", "-o", str(bench.home / "发"))
    assert sent.code == 0, sent.err
    file = min((bench.home / "发").glob("*.xlsx"))
    before = bench.files()
    done = bench.do("import", str(file), "--yes")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"{file.name} 是发给单位的填报表，不是问题清单，没有导入；"
        f"收单位报回的表请用 rectify collect {file.name}\n"
    )
    assert bench.files() == before


def test_several_ledgers_must_be_told_apart(bench: Workbench) -> None:
    bench.do("new", "jt-2024", "--title", "交通", "--prefix", "JT", "--organ", "甲")
    assert take(bench).code == 3
    assert take(bench, "-l", "jt-2024").lines == ["JT-001", "JT-002", "JT-003"]


# What is doubtful


HINT = (
    "名单里没有的单位，原话写进备注，不作拟办单位；"
    "加 --add-units，就加进单位名单并作拟办单位"
)


def test_units_that_nobody_knows_are_doubts_or_are_added(bench: Workbench) -> None:
    texts = [f"第{n}家护理员不足。" for n in range(1, 9)]
    rows = [(n, "", each, "", "市残疾人联合会") for n, each in enumerate(texts, 1)]
    rows[0] = (*rows[0], "", "尽快")  # type: ignore[assignment]  # a longer row
    done = take(bench, "--dry-run", rows=rows)
    stranger, late = said(done, "存疑")
    assert said(done, "提示") == [HINT]
    assert stranger == (
        "Sheet1!E3、Sheet1!E4、Sheet1!E5、Sheet1!E6、Sheet1!E7 等8处"
        " “市残疾人联合会”不在单位名单里"
    )
    assert late == "Sheet1!G3 期限“尽快”看不懂，按原话保存"
    done = take(bench, "--add-units", rows=rows)
    assert said(done, "新增")[0] == "单位名单里加入1个：市残疾人联合会"
    assert last(done) == (
        f"导入 8 条：JZ-001 至 JZ-008；增加单位：市残疾人联合会（{NAME}）"
    )
    assert "  - 全称: 市残疾人联合会\n" in bench.read("units.yaml")
    assert "拟主办: 市残疾人联合会\n" in bench.issue("JZ-001")
    assert bench.do("check").code == 0


def test_a_unit_that_is_known_by_now_leaves_the_remarks(bench: Workbench) -> None:
    rows = [(1, "人员", "护理员不足。", "", "市残联", "市体育局")]
    take(bench, rows=rows)
    assert "拟主办" not in bench.issue("JZ-001").partition("备注")[0]
    bench.do("edit", "1", "--set", f"备注={remarks(bench)}\n办公室：已电话核对。")
    bench.commit()
    again = take(bench, rows=rows)
    assert last(again) == NOTHING
    done = take(bench, "--add-units", rows=rows)
    assert "变化 JZ-001 备注：删去“拟主办：市残联”" in " ".join(done.err.split())
    issue = bench.issue("JZ-001")
    assert "拟主办: 市残联\n" in issue
    assert issue.endswith("备注: |\n  办公室：已电话核对。\n")
    assert last(take(bench, "--add-units", rows=rows)) == NOTHING


def remarks(bench: Workbench) -> str:
    """Give the 备注 of the first issue as somebody would type it."""
    text = bench.issue("JZ-001").partition("备注: |\n")[2]
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def test_what_a_later_list_no_longer_has_is_named(bench: Workbench) -> None:
    take(bench)
    done = take(bench, rows=ROWS[1:])
    assert said(done, "提示") == ["台账里有、这份清单里没有：JZ-001；导入不删除问题"]
    bench.do("drop", "1", "--how", "撤回", "--reason", "重复")
    assert not said(take(bench, rows=ROWS[1:]), "提示")
    other = take(bench, rows=[(1, "人员", "护理员培训没有完成。")])
    assert not said(other, "提示")


def test_a_heading_without_rows_is_told_as_that(bench: Workbench) -> None:
    done = take(bench, rows=[])
    assert (done.code, done.out) == (0, "")
    assert last(done) == "表头下面没有问题，没有要导入的。什么也没有改"


# Columns, and how they are kept in mind

ODD = ("序号", "存在问题", "整改落实", "联系电话")
ODD_ROWS = ((1, "护理员不足。", "月底前配齐。", "6612345"),)


def test_a_column_that_means_nothing_goes_to_the_remarks(bench: Workbench) -> None:
    odd = [row[:3] for row in ODD_ROWS]
    done = take(bench, rows=odd, headings=("序号", "存在问题", "领导批示"))
    assert said(done, "列")[1] == "Sheet1：写入备注 C 领导批示"
    assert "备注: |\n  领导批示：月底前配齐。\n" in bench.issue("JZ-001")


def test_what_was_said_of_a_column_holds_for_the_next_file(bench: Workbench) -> None:
    told = ("--map", "整改落实=整改要求", "--map", "联系电话＝不要")
    done = take(bench, *told, rows=ODD_ROWS, headings=ODD)
    assert done.code == 0, done.err
    assert said(done, "列") == [
        "Sheet1：A 序号，B 存在问题→问题描述，C 整改落实→整改要求",
        "Sheet1：不要 D 联系电话",
    ]
    assert last(done) == f"导入 1 条：JZ-001；记下2列的对应（{NAME}）"
    assert bench.read("imports.yaml") == (
        "对应:\n  - 列: 整改落实\n    字段: 整改要求\n"
        "  - 列: 联系电话\n    字段: 不要\n"
    )
    assert "备注" not in bench.issue("JZ-001")
    rows = [(2, "床位不足。", "年底前新增。", "6612345")]
    again = take(bench, *told[:2], rows=rows, headings=ODD)
    assert last(again) == f"导入 1 条：JZ-002（{NAME}）"
    assert "整改要求: |\n  年底前新增。\n" in bench.issue("JZ-002")
    rows = [(3, "食堂狭小。", "明年扩建。", "6612345")]
    other = take(bench, "--map", "整改落实=整改标准", rows=rows, headings=ODD)
    assert last(other) == f"导入 1 条：JZ-003；记下1列的对应（{NAME}）"
    assert "整改标准: |\n  明年扩建。\n" in bench.issue("JZ-003")
    assert bench.read("imports.yaml").count("- 列:") == 2
    assert bench.do("check").code == 0


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (("--map", "整改落实"), "--map 应写成 列=字段 的样子，如 整改落实=整改要求"),
        (("--map", "=整改要求"), "--map 应写成 列=字段 的样子"),
        (("--map", "批示=备注"), "--map 写的列“批示”，表里没有；表里的列：序号、"),
        (("--map", "存在问题=问提"), "“存在问题”对应的字段“问提”没有；可用的字段："),
        (("--header", "三"), "--header 应写表头所在的行，如 4 或 4-5，“三”不是"),
        (("--header", "0"), "--header 应写表头所在的行"),
        (("--header", "5-4"), "--header 应写表头所在的行"),
        (("--header", "90"), "没有内容，不会是表头"),
        (("--sheet", "去年"), "里没有工作表“去年”，有：Sheet1"),
        (("--on", "明早"), "看不懂日期“明早”"),
    ],
)  # fmt: skip
def test_options_that_mean_nothing_are_refused(
    bench: Workbench, option: tuple[str, ...], sentence: str
) -> None:
    done = take(bench, *option)
    assert (done.code, done.out) == (2, ""), done.err
    assert sentence in done.err
    assert bench.changed() == []


def test_the_heading_and_the_sheet_may_be_told(bench: Workbench) -> None:
    done = take(bench, "--header", "２", "--sheet", "Sheet1")
    assert said(done, "表头") == ["Sheet1：第2行"]
    assert done.code == 0


def test_a_profile_is_checked_and_brought_to_its_form(bench: Workbench) -> None:
    bench.write("imports.yaml", "对应:\n- 列: 甲\n  字段: 不要\n")
    assert bench.do("format").code == 0
    assert bench.read("imports.yaml") == "对应:\n  - 列: 甲\n    字段: 不要\n"
    bench.write("imports.yaml", "对应:\n  - 列: 甲\n")
    checked = bench.do("check")
    assert checked.code == 5
    assert "data/ylfw-2024/imports.yaml" in checked.out
    assert "字段" in checked.out
    assert take(bench).code == 5


# A ledger that is already running


RUNNING = ("序号", "存在问题", "牵头单位", "整改进展情况", "是否完成")
RUNNING_ROWS = (
    (1, "护理员不足。", "民政局", "已配齐。", "是"),
    (2, "床位不足。", "民政局", "正在扩建。", "否"),
)


def test_a_running_ledger_is_taken_over(bench: Workbench) -> None:
    plain = take(bench, "--dry-run", rows=RUNNING_ROWS, headings=RUNNING)
    assert any("--opening" in doubt for doubt in said(plain, "存疑"))
    options = ("--opening", "--on", "2024-06-20")
    done = take(bench, *options, rows=RUNNING_ROWS, headings=RUNNING)
    assert done.code == 0, done.err
    assert said(done, "新增")[1:] == [
        "JZ-001 护理员不足（拟主办市民政局，期初已答复）",
        "JZ-002 床位不足（拟主办市民政局，期初办理中）",
    ]
    event = bench.issue("JZ-002").partition("办理记录:\n")[2]
    assert event.startswith(
        "  - 日期: 2024-06-20\n    事项: 期初\n"
        "    状态: 办理中\n    主办: 市民政局\n    进展: |\n      正在扩建。\n"
        f"    来源文件:\n      文件: {NAME}\n      SHA-256: "
    )
    assert event.endswith("\n    登记日期: 2024-07-01\n")
    found = bench.do("list", "--json").json
    assert [each["状态"] for each in found] == ["已答复", "办理中"]
    again = take(bench, *options, rows=RUNNING_ROWS, headings=RUNNING)
    assert last(again) == NOTHING
    rows = [(3, "食堂狭小。", "民政局", "正在扩建。", "否")]
    late = ("--opening", "--on", "2024-08-01")
    done = take(bench, *late, rows=rows, headings=RUNNING)
    assert "注意：期初日期 2024-08-01 在今天（2024-07-01）之后" in done.err
    assert bench.do("check").code == 0


# All or nothing


def numbers(bench: Workbench) -> int:
    return len(list((bench.ledger / "issues").glob("*.yaml")))


def test_killed_at_any_instant_a_whole_list_is_there_or_nothing(
    bench: Workbench,
) -> None:
    rows = [(n, "设施", f"第{n}处隐患没有整改。") for n in range(1, 301)]
    path = str(workbook(bench.home, rows))
    seen = set()
    for turn in range(10):
        process = bench.start("import", path, "--yes")
        time.sleep(0.5 + 0.15 * turn + random.uniform(0, 0.1))  # any instant will do
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = bench.do("list", "--json")
        assert found.code == 0, found.err
        seen.add(len(found.json))
        assert numbers(bench) == len(found.json)
        if found.json:
            for file in (bench.ledger / "issues").iterdir():
                file.unlink()
        assert not list(bench.root.rglob("*rectify-new"))
    assert seen <= {0, 300}
    assert bench.do("import", path, "--yes").code == 0
    assert numbers(bench) == 300


def test_two_who_import_at_once_import_it_once(bench: Workbench) -> None:
    path = str(workbook(bench.home))
    both = [bench.start("import", path, "--yes") for _ in range(2)]
    said_ = [process.communicate()[1].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(NOTHING in each for each in said_) == 1
    assert numbers(bench) == 3


def test_a_full_disk_is_told_and_nothing_is_changed(bench: Workbench) -> None:
    rows = [(n, "设施", f"第{n}处隐患没有整改。") for n in range(1, 201)]
    path = str(workbook(bench.home, rows))
    before = bench.files()
    limit = (resource.RLIMIT_FSIZE, (20_000, 20_000))
    done = subprocess.run(
        [*PROGRAM, "import", path, "--yes"],
        cwd=bench.root, env=bench.environment(None), capture_output=True, check=False,
        preexec_fn=lambda: resource.setrlimit(*limit),  # no threads
    )  # fmt: skip
    assert done.returncode == 3, done.stderr.decode()
    assert "没有改动任何文件" in done.stderr.decode()
    assert bench.files() == before


def test_one_of_many_files_that_can_t_be_written_undoes_all(bench: Workbench) -> None:
    rows = [(n, "设施", f"第{n}处隐患没有整改。") for n in range(1, 201)]
    path = str(workbook(bench.home, rows))
    (bench.ledger / "issues/JZ-150.yaml.rectify-new").mkdir(parents=True)
    done = bench.run("import", path, "--yes")
    assert done.code == 3
    assert done.err.splitlines()[-1].endswith("没有改动任何文件")
    assert numbers(bench) == 0
    (bench.ledger / "issues/JZ-150.yaml.rectify-new").rmdir()
    assert not list(bench.root.rglob("*rectify-new"))
    assert bench.do("import", path, "--yes").code == 0


AS_NOBODY = f"""
import os, sys
import filelock
from rectify.cli.panels import app
from rectify.cli.shell import run
words = ["import", sys.argv[1]]
run(app, [*words, "--dry-run"])  # reads what the account could not reach
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
print("CODES", run(app, [*words, "--dry-run"]), run(app, [*words, "--yes"]))
"""


def test_in_a_read_only_folder_it_is_shown_and_not_written() -> None:
    with open_folder() as folder:
        bench = Workbench(folder)
        bench.write("ledger.yaml", LEDGER)
        bench.write("units.yaml", UNITS)
        path = workbook(folder)
        path.chmod(0o644)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(path)],
            cwd=bench.root, env=bench.environment(None), capture_output=True,
            check=True, text=True,
        )  # fmt: skip
        assert done.stdout.endswith("CODES 0 3\n"), done.stderr
        assert "没有写入权限" in done.stderr
        assert not (bench.ledger / "issues").exists()
