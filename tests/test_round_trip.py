"""The register goes out as a workbook and comes back: only what was edited changes."""

from __future__ import annotations

import subprocess
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from office import kept, office
from programs import needs
from workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench import Result

MAIN, HEAD = "总台账", 4
SECRET = """\
提出人:
  - 姓名: 王立
    身份: 市人大代表
    保密: 是
"""
PLAIN = kept("JZ-003", "待交办").replace("提出人:\n  - 姓名: 执法检查组\n", SECRET)
OPENED = kept(
    "JZ-004",
    "待交办",
    "  - 日期: 2024-06-20\n    事项: 期初\n    状态: 办理中\n    主办: 市财政局\n",
)


class Register:
    """The register of a bench, written, edited as people do, and imported."""

    def __init__(self, bench: Workbench, *options: str) -> None:
        self.bench = bench
        self.path = bench.home / "台账.xlsx"
        made = bench.do("report", "台账", "-o", str(self.path), "--overwrite", *options)
        assert made.code == 0, made.err
        self.book: Any = openpyxl.load_workbook(self.path)

    @property
    def sheet(self) -> Any:
        return self.book[MAIN]

    def column(self, label: str) -> int:
        heads = [str(cell.value) for cell in self.sheet[HEAD]]
        return heads.index(label) + 1

    def row(self, number: str) -> int:
        column = self.column("编号")
        return next(
            row
            for row in range(HEAD + 1, self.sheet.max_row + 1)
            if self.sheet.cell(row, column).value == number
        )

    def cell(self, number: str, label: str) -> Any:
        return self.sheet.cell(self.row(number), self.column(label))

    def edit(self, number: str, **cells: object) -> None:
        for label, value in cells.items():
            self.cell(number, label).value = value

    def add(self, **cells: object) -> int:
        """Write a row below the last one."""
        rows = self.sheet.iter_rows(min_row=HEAD, values_only=True)
        row = HEAD + sum(1 for values in rows if any(values))
        for label, value in cells.items():
            self.sheet.cell(row, self.column(label)).value = value
        return row

    def take(self, *options: str, yes: bool = True) -> Result:
        """Save, and import."""
        self.book.save(self.path)
        agreed = ("--yes",) if yes else ()
        return self.bench.do("import", str(self.path), *agreed, *options)


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """Four issues: handed over, answered, raised by a deputy unnamed, taken over."""
    found = office(tmp_path, JZ001="已交办", JZ002="已答复", JZ003=PLAIN, JZ004=OPENED)
    found.commit()
    return found


def said(done: Result, word: str) -> list[str]:
    """Give the lines of one part of the preview."""
    lines = [line.split(maxsplit=1) for line in done.err.splitlines()]
    return [line[1] for line in lines if len(line) > 1 and line[0] == word]


NOTHING = "和台账里的一样，没有要导入的。什么也没有改"


def test_a_register_that_comes_back_as_it_was_changes_nothing(bench: Workbench) -> None:
    before = bench.files()
    done = Register(bench).take()
    assert (done.code, done.out) == (0, "")
    assert said(done, "不变") == ["4条：JZ-001至JZ-004"]
    assert done.err.splitlines()[-1] == NOTHING
    assert bench.files() == before


def test_every_issue_of_a_whole_campaign_comes_back_as_it_was(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, "jiaozuo-2024")
    assert bench.do("init", ".", "--example", "jiaozuo-2024", "--no-git").code == 0
    before = bench.files()
    done = Register(bench).take()
    assert said(done, "不变") == ["57条：JZ-001至JZ-057"]
    assert not said(done, "存疑")
    assert bench.files() == before


def test_one_edited_cell_is_one_changed_field(bench: Workbench) -> None:
    register = Register(bench)
    register.edit("JZ-001", 类别="设施安全")
    foretold = register.take("--dry-run", yes=False)
    assert said(foretold, "变化") == ["JZ-001 类别：“项目建设”改为“设施安全”"]
    assert bench.changed() == []
    done = register.take()
    assert (done.code, done.out) == (0, "JZ-001\n")
    assert done.err.splitlines()[-1] == "修改 1 条：JZ-001（台账.xlsx）"
    assert bench.changed() == ["-类别: 项目建设", "+类别: 设施安全"]
    again = register.take()
    assert (again.code, again.err.splitlines()[-1]) == (0, NOTHING)


@pytest.mark.parametrize(
    ("label", "value", "line"),
    [
        ("提出日期", datetime(2024, 6, 14), "+提出日期: 2024-06-14"),  # noqa: DTZ001  # a day
        ("提出日期", "2024年6月14日", "+提出日期: 2024-06-14"),
        ("审议意见", None, "-审议意见: 1"),
        ("问题描述", "甲处。乙处。\n丙处。", "+  丙处。"),
        ("性质", "建议类", "+性质: 建议类"),
        ("来源级别", "省", "+来源级别: 省"),
        ("拟定期限", "9月底前", "+拟定期限: 9月底前"),
        ("拟主办", "民政局", "+拟主办: 市民政局"),
        ("拟协办", "市财政局、应急局", "+  - 市应急局"),
        ("提出人", "代表A（市人大代表）、李亮", "+  - 姓名: 李亮"),
        ("提出人", "李亮:老年大学学员", "+    身份: 老年大学学员"),
        ("备注", 12.0, "+  12"),
        ("备注", 123456789012345.0, "+  123456789012345"),
        ("备注", 1e16, "+  10000000000000000"),
        ("备注", True, "+  是"),
    ],
)
def test_each_kind_of_cell_is_read_as_its_field(
    bench: Workbench, label: str, value: object, line: str
) -> None:
    register = Register(bench)
    register.edit("JZ-003", **{label: value})
    done = register.take()
    assert done.code == 0, done.err
    assert line in bench.changed()
    assert len(said(done, "变化")) == 1
    assert "王立" not in done.err


def test_who_asked_to_stay_unnamed_stays_in_the_ledger(bench: Workbench) -> None:
    register = Register(bench)
    assert register.cell("JZ-003", "提出人").value == "代表A（市人大代表）"
    register.edit("JZ-003", 提出人="李亮、代表A（市人大代表）")
    register.take()
    assert "姓名: 王立\n    身份: 市人大代表\n    保密: 是" in bench.issue("JZ-003")


# However it was treated meanwhile


def rebuilt(register: Register) -> None:
    """Sort it anew, turn its columns round, leave some out, filter it, recolour it."""
    sheet = register.sheet
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD)]
    head, body = rows[0], [row for row in rows[1:] if row[0]]
    gone = {head.index("责任领导"), head.index("来源")}
    places = [place for place in reversed(range(len(head))) if place not in gone]
    sheet.delete_rows(1, sheet.max_row)
    for row in [[], ["某市"], head, *reversed(body)]:
        sheet.append([row[place] for place in places] if len(row) > 1 else row)
    sheet.auto_filter.ref = "A3:C9"
    sheet.row_dimensions[5].hidden = True
    sheet.title = "台账（改）"


def test_rows_and_columns_may_stand_anywhere(bench: Workbench) -> None:
    register = Register(bench)
    before = bench.files()
    rebuilt(register)
    done = register.take()
    assert said(done, "工作表") == ["台账（改）：本台账导出的，按编号核对"]
    assert said(done, "不变") == ["4条：JZ-001至JZ-004"]
    assert not said(done, "存疑")
    assert bench.files() == before


@needs("soffice")
@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_another_program_may_have_saved_it(bench: Workbench, form: str) -> None:
    register = Register(bench)
    register.edit("JZ-003", 类别="设施安全", 提出日期="2024-06-14")
    register.book.save(register.path)
    folder = bench.home / "存"
    profile = (bench.home / "profile").as_uri()
    words = ["--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", *words, str(register.path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    done = bench.do("import", str(folder / f"台账.{form}"), "--yes")
    assert said(done, "变化") == [
        "JZ-003 类别：“项目建设”改为“设施安全”",
        "JZ-003 提出日期：补上“2024-06-14”",
    ]
    assert said(done, "不变") == ["3条：JZ-001、JZ-002、JZ-004"]
    assert not said(done, "存疑")


# Three ways


def test_an_old_export_never_takes_back_what_was_changed_since(
    bench: Workbench,
) -> None:
    register = Register(bench)
    bench.do("edit", "1", "--set", "类别=设施安全")
    bench.do("edit", "2", "--set", "备注=已核。")
    before = bench.files()
    done = register.take("--overwrite")
    assert done.err.splitlines()[-1] == NOTHING
    assert bench.files() == before


def test_what_both_have_changed_is_shown_and_stays_unless_told(
    bench: Workbench,
) -> None:
    register = Register(bench)
    bench.do("edit", "1", "--set", "类别=设施安全")
    bench.do("edit", "2", "--set", "类别=监管执法")
    register.edit("JZ-001", 类别="消防")
    register.edit("JZ-002", 类别="监管执法")
    done = register.take()
    (line,) = said(done, "变化")
    assert line == (
        "JZ-001 类别：“设施安全”改为“消防”"
        "（没有采用，台账里后来也改了，--overwrite 采用）"
    )
    assert done.err.splitlines()[-1] == (
        "没有新的问题；1条和台账不同，没有采用。什么也没有改"
    )
    assert "类别: 设施安全" in bench.issue("JZ-001")
    told = register.take("--overwrite")
    assert told.out == "JZ-001\n"
    assert "类别: 消防" in bench.issue("JZ-001")


def test_what_is_proposed_stays_once_it_was_handed_over(bench: Workbench) -> None:
    register = Register(bench)
    register.edit("JZ-001", 拟主办="市财政局")
    done = register.take("--overwrite")
    (line,) = said(done, "变化")
    assert line == (
        "JZ-001 拟主办：补上“市财政局”（没有采用，已经交办，以办理记录为准）"
    )
    assert bench.changed() == []


# What can't be taken is named


def test_what_is_computed_is_named_and_not_taken(bench: Workbench) -> None:
    register = Register(bench)
    register.edit("JZ-001", 状态="已销号", 主办="市财政局", 类别="消防")
    done = register.take()
    assert [line.split()[1] for line in said(done, "存疑")] == [
        "主办是由办理记录算出来的，改动没有采用；办理情况请用相应的命令登记",
        "状态是由办理记录算出来的，改动没有采用；办理情况请用相应的命令登记",
    ]
    assert bench.changed() == ["-类别: 项目建设", "+类别: 消防"]


def test_a_row_without_a_number_is_a_new_issue_and_only_once(bench: Workbench) -> None:
    register = Register(bench)
    register.add(
        标题="无障碍设施不足", 问题描述="三处公厕没有坡道。", 主办="民政局",
        协办="财政局", 期限="9月底前", 状态="已交办", 类别="设施安全",
    )  # fmt: skip
    register.add(问题描述="楼道照明损坏。已经报修。", 拟分办="市财政局、市民政局")
    done = register.take()
    assert (done.code, done.lines) == (0, ["JZ-005", "JZ-006"])
    assert said(done, "新增") == [
        "2条：JZ-005 至 JZ-006",
        "JZ-005 无障碍设施不足（拟主办市民政局，拟协办市财政局，9月底前）",
        "JZ-006 楼道照明损坏（拟分办市财政局、市民政局）",
    ]
    assert said(done, "存疑") == [f"{MAIN}!A9 新增的一条，没有采用：状态"]
    assert bench.issue("JZ-005") == (
        "编号: JZ-005\n标题: 无障碍设施不足\n类别: 设施安全\n"
        "问题描述: |\n  三处公厕没有坡道。\n"
        "拟主办: 市民政局\n拟协办:\n  - 市财政局\n拟定期限: 9月底前\n"
    )
    again = register.take()
    assert (again.code, again.err.splitlines()[-1]) == (0, NOTHING)


def test_a_row_that_is_gone_deletes_nothing_and_is_named(bench: Workbench) -> None:
    register = Register(bench)
    register.sheet.delete_rows(register.row("JZ-002"))
    before = bench.files()
    done = register.take()
    assert said(done, "存疑") == [
        f"{MAIN} 少了 JZ-002 的行；导入不删除问题，要终止请用 rectify drop"
    ]
    assert bench.files() == before


def test_a_sum_below_is_passed_over_and_other_columns_are_named(
    bench: Workbench,
) -> None:
    register = Register(bench)
    row = register.add(标题="合 计", 问题描述="共4条", 审议意见=4)
    register.add(问题描述="共计31个助餐点没有拿到补贴。")
    register.add(标题="合计", 类别="项目建设")
    last = register.sheet.max_column
    register.sheet.cell(HEAD, last + 1).value = "领导批示"
    register.sheet.cell(HEAD, last + 2).value = "类别"
    done = register.take()
    assert said(done, "跳过") == [f"{MAIN} 第{row}行：合计"]
    assert done.lines == ["JZ-005", "JZ-006"]
    assert said(done, "存疑") == [
        f"{MAIN} 不是台账的列，没有读：领导批示",
        f"{MAIN} 有两列同名，只读左边的：类别",
    ]


def faulty(register: Register) -> Iterator[str]:
    """Spoil a register, and say what is wrong with it."""
    row = register.row
    register.edit("JZ-001", 标题=None, 审议意见=7)
    yield f"{MAIN}!B{row('JZ-001')} 标题不能空着"
    yield f"{MAIN}!A{row('JZ-001')} ledger.yaml 里没有第7条审议意见，请先写进去"
    register.edit("JZ-002", 性质="大问题", 提出日期="待定", 附件="照片.jpg")
    letters = {
        label: register.cell("JZ-002", label).coordinate
        for label in ("性质", "提出日期", "附件")
    }
    yield f"{MAIN}!{letters['性质']} 性质不能是“大问题”，可用：问题类、建议类"
    yield f"{MAIN}!{letters['提出日期']} 看不懂日期“待定”。"
    yield f"{MAIN}!{letters['附件']} 附件在这里改不了，附件用 rectify edit"
    register.edit(
        "JZ-003", 拟主办="市财政局、市民政局", 拟协办="神仙局", 备注="=[1]A!B1"
    )
    yield f"{MAIN}!{register.cell('JZ-003', '拟主办').coordinate} 拟主办只写一个单位"
    yield f"{MAIN}!{register.cell('JZ-003', '拟协办').coordinate} 没有“神仙局”这个单位"
    yield f"{MAIN}!{register.cell('JZ-003', '备注').coordinate} 备注是公式，"
    register.edit("JZ-004", 编号="JZ-044")
    yield f"{MAIN}!A8 台账里没有编号 JZ-044；编号请不要改，新增的请留空"
    register.add(类别="只有类别")
    yield f"{MAIN}!A9 没有问题内容，请写明标题或问题描述"
    register.add(标题="新的", 性质="大问题")
    yield f"{MAIN}!{letters['性质'][:-1]}10 性质不能是“大问题”"


def test_faults_are_listed_with_their_cells_and_nothing_is_written(
    bench: Workbench,
) -> None:
    register = Register(bench)
    expected = list(faulty(register))
    done = register.take("--overwrite")
    assert (done.code, done.out) == (5, "")
    found = said(done, "有误")
    assert len(found) == len(expected)
    for sentence in expected:
        assert any(line.startswith(sentence) for line in found), (sentence, found)
    assert done.err.splitlines()[-1] == (
        f"有误的{len(expected)}处见上，一条也没有导入；改好后再来，"
        "或加 --skip-faulty 略过它们"
    )
    assert bench.changed() == []


def test_what_is_faulty_is_left_out_when_told(bench: Workbench) -> None:
    register = Register(bench)
    list(faulty(register))
    register.edit("JZ-002", 类别="消防")
    done = register.take("--skip-faulty")
    assert (done.code, done.out) == (0, "JZ-002\n")
    assert "处没有导入，见上面所列" in done.err
    assert bench.changed() == ["-类别: 项目建设", "+类别: 消防"]


@pytest.mark.parametrize("label", ["标题", "问题描述"])
def test_a_sheet_sorted_without_its_numbers_is_no_edit(
    tmp_path: Path, label: str
) -> None:
    texts = {n: f"编号: JZ-00{n}\n{label}: {label}{n}\n" for n in (1, 2, 3)}
    if label != "标题":
        texts = {n: f"{text}标题: 同名\n" for n, text in texts.items()}
    bench = office(tmp_path, **{f"JZ00{n}": text for n, text in texts.items()})
    bench.commit()
    register = Register(bench)
    first, second = (register.cell(f"JZ-00{n}", label) for n in (1, 2))
    first.value, second.value = second.value, first.value
    register.edit("JZ-001", 类别="消防")
    done = register.take()
    assert done.code == 5
    assert said(done, "有误") == [
        f"{MAIN}!{cell.coordinate} 这一行的{label}是 {owner} 的，编号却是 {number}："
        "排序时没有选上全部各列，请重新导出再改"
        for cell, owner, number in (
            (first, "JZ-002", "JZ-001"), (second, "JZ-001", "JZ-002"),
        )
    ]  # fmt: skip
    register.take("--skip-faulty", "--overwrite")
    assert bench.changed() == []


def test_a_title_that_was_made_of_the_text_is_pointed_at(tmp_path: Path) -> None:
    text = "部分电梯11部没有年检"
    made = f"编号: JZ-001\n标题: {text}\n问题描述: |\n  {text}。\n"
    bench = office(tmp_path, JZ001=made)
    register = Register(bench)
    register.edit("JZ-001", 问题描述="部分电梯12部没有年检。")
    done = register.take()
    assert len(said(done, "变化")) == 1
    (doubt,) = said(done, "存疑")
    assert doubt == (
        f"{MAIN}!B5 标题是由原来的问题描述来的，没有跟着改；要改的，标题一格也请改"
    )


def test_a_number_that_stands_there_twice_is_a_fault(bench: Workbench) -> None:
    register = Register(bench)
    register.add(编号="JZ-002", 标题="复制的一行")
    done = register.take()
    assert done.code == 5
    assert said(done, "有误") == [
        f"{MAIN}!A{row} 编号 JZ-002 有2行；新增的请把编号删空" for row in (6, 9)
    ]


def test_a_unit_that_nobody_knows_is_added_when_told(bench: Workbench) -> None:
    register = Register(bench)
    register.edit("JZ-003", 拟协办="市残疾人联合会、财政局")
    assert register.take().code == 5
    done = register.take("--add-units")
    assert done.code == 0
    assert done.err.splitlines()[-1] == (
        "修改 1 条：JZ-003；增加单位：市残疾人联合会（台账.xlsx）"
    )
    assert "  - 全称: 市残疾人联合会\n" in bench.read("units.yaml")
    assert "  - 市残疾人联合会\n  - 市财政局\n" in bench.issue("JZ-003")
    assert bench.do("check").code == 0


def test_a_text_that_no_cell_holds_is_not_cut_short(bench: Workbench) -> None:
    long = "这一段话很长。" * 6000
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "已答复").replace(
        "4家没有按标准配备自动喷淋设施。", long))  # fmt: skip
    bench.do("format")
    register = Register(bench)
    before = bench.files()
    assert register.take().err.splitlines()[-1] == NOTHING
    register.edit(
        "JZ-002", 问题描述="改" + str(register.cell("JZ-002", "问题描述").value)
    )
    done = register.take()
    assert done.code == 5
    (fault,) = said(done, "有误")
    assert "问题描述太长，单元格里放不下全文，请用 rectify edit 改" in fault
    assert bench.files() == before


def test_facts_that_would_break_the_record_are_refused(bench: Workbench) -> None:
    bench.write("issues/JZ-001.yaml", bench.issue("JZ-002").replace("JZ-002", "JZ-001"))
    told = bench.do(
        "feedback",
        "1",
        "--from",
        "执法检查组",
        "--result",
        "满意",
        "--on",
        "2024-10-01",
    )
    assert told.code == 0, told.err
    register = Register(bench)
    register.edit("JZ-001", 提出人="李亮")
    done = register.take()
    assert done.code == 5
    (fault,) = said(done, "有误")
    assert "不能这样修改 JZ-001，已有的办理记录会出错：" in fault


# Whose it is


def test_the_register_of_another_ledger_is_refused(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    register = Register(bench)
    other = office(tmp_path / "另", JZ001="已交办")
    (other.root / "data/ylfw-2024").rename(other.root / "data/yl-2025")
    done = other.do("import", str(register.path), "--yes")
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        "台账.xlsx 是台账 ylfw-2024 导出的，不是 yl-2025 的，没有导入；"
        "要导入到 ylfw-2024，请用 -l ylfw-2024\n"
    )


def test_a_register_finds_its_ledger_among_several(bench: Workbench) -> None:
    new = ("new", "jt-2024", "--title", "交通", "--prefix", "JT", "--organ", "甲")
    assert bench.do(*new).code == 0
    register = Register(bench, "-l", "ylfw-2024")
    register.edit("JZ-001", 类别="消防")
    assert register.take().out == "JZ-001\n"
    assert register.take("-l", "jt-2024").code == 3


def test_a_copy_for_the_public_is_refused(bench: Workbench) -> None:
    done = Register(bench, "--public").take("--overwrite")
    assert (done.code, done.out) == (3, "")
    assert "台账.xlsx 是对外公开的一份，有的内容已隐去，不能导回" in done.err


@pytest.mark.parametrize(
    "option",
    [("--opening",), ("--sheet", MAIN), ("--header", "4"), ("--map", "甲=不要"),
     ("--on", "2024-06-01")],
)  # fmt: skip
def test_our_own_workbook_needs_no_help_in_reading(
    bench: Workbench, option: tuple[str, ...]
) -> None:
    done = Register(bench).take(*option)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("这是本台账导出的工作簿，按编号和列名核对，不用 --")


def test_a_register_without_what_was_exported_is_anybody_s_list(
    bench: Workbench,
) -> None:
    register = Register(bench)
    for name in register.book.sheetnames:
        if name != MAIN:
            del register.book[name]
    register.edit("JZ-001", 类别="消防")
    done = register.take()
    assert done.code == 0, done.err
    assert [line for line in said(done, "变化") if "类别" in line] == [
        "JZ-001 类别：“项目建设”改为“消防”（没有采用，--overwrite 采用）"
    ]
    assert not said(done, "新增")
    assert bench.changed() == []


def test_the_register_of_an_empty_ledger_takes_new_rows(tmp_path: Path) -> None:
    bench = office(tmp_path)
    register = Register(bench)
    register.sheet.cell(HEAD + 1, register.column("标题")).value = "第一条"
    done = register.take()
    assert (done.code, done.lines) == (0, ["JZ-001"])


# The ledger's own fields

FIELDS = """\
自定义字段:
  - 名称: 投资额
    类型: 数字
  - 名称: 验收日期
    类型: 日期
  - 名称: 进度
    类型: 选项
    选项:
      - 未开工
      - 已开工
"""


def test_the_ledger_s_own_fields_come_back_like_the_others(tmp_path: Path) -> None:
    own = "投资额: 12.50\n验收日期: 2024-06-01\n进度: 未开工\n"
    text = kept("JZ-001", "待交办").replace("问题描述:", f"{own}问题描述:")
    bench = office(tmp_path, rules=FIELDS, JZ001=text)
    bench.do("format")
    bench.commit()
    register = Register(bench)
    assert register.take().err.splitlines()[-1] == NOTHING
    changed: dict[str, Any] = {"投资额": 13.25, "进度": "已开工"}
    register.edit("JZ-001", **changed)
    done = register.take()
    assert done.code == 0, done.err
    assert bench.changed() == [
        "-投资额: 12.50", "+投资额: 13.25", "-进度: 未开工", "+进度: 已开工",
    ]  # fmt: skip
    register.edit("JZ-001", 进度="完工了")
    assert register.take().code == 5
