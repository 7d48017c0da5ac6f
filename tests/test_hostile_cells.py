"""No cell is so long, or so odd, that reading it takes more than a moment."""

from __future__ import annotations

import resource
import subprocess
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from rectify.domain.intake.drafting.people import proposers
from workbench import PROGRAM, Workbench

if TYPE_CHECKING:
    from pathlib import Path

# As many characters as a cell holds.
_FULL = 32_767
# Reading such a list takes a second; what is quadratic takes minutes.
_SECONDS = 10
_RUNS = (
    "1", "一", " ", "（", "、", "。", "-", "T", "各", "年", "2024年", "1月", "（1条",
    "（1）", "等", "\u0323\u0301", "a ", "甲、", "\n", "牵头单位：", "市民政局、",
    "合计",
)  # fmt: skip
_HEADS = (
    "序号", "存在问题", "提出日期", "责任单位", "整改时限", "提出人", "类别",
    "整改类型",
)  # fmt: skip
_LEDGER = "名称: 养老\n编号前缀: YL\n年度: 2024\n监督机关: 某市人大常委会\n"
_UNITS = "单位:\n  - 全称: 某市民政局\n    简称: 市民政局\n"


def _hostile(path: Path, run: str) -> None:
    """Write a list of five rows, a title and a heading, full of one run of signs."""
    long = (run * _FULL)[:_FULL]
    odd = f"{long[:-1]}X"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([odd])
    sheet.append([*_HEADS, odd, f"责任单位{odd[4:]}"])
    sheet.append([1, f"甲问题{odd[3:]}", *[odd] * 6])
    sheet.append([long, "乙问题", *[long] * 6])
    sheet.append([odd])
    sheet.append([None, odd])
    sheet.append([2, "丙问题", f"{odd[4:]}1月1日", long, f"底前{odd[2:]}", *[long] * 3])
    book.save(path)


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


@pytest.mark.parametrize("run", _RUNS)
def test_a_list_of_full_cells_is_read_in_a_moment(run: str, tmp_path: Path) -> None:
    """Whatever fills them to the brim, titles, headings and values alike."""
    bench = Workbench(tmp_path, "yl-2024")
    bench.write("ledger.yaml", _LEDGER)
    bench.write("units.yaml", _UNITS)
    _hostile(bench.root / "清单.xlsx", run)
    done = subprocess.run(
        [*PROGRAM, "import", "清单.xlsx", "--opening", "--dry-run"],
        cwd=bench.root,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_limited,
    )

    assert done.returncode in (0, 5), done.stderr[-300:]
    assert "表头" in done.stderr


def test_more_names_than_people_are_one() -> None:
    """Nobody raises an issue with three hundred others: the words stay as they are."""
    assert proposers("甲、" * 301, "提出人") == [{"姓名": "甲、" * 301}]


def test_names_in_brackets_are_no_further_people() -> None:
    """What stands in brackets behind a name is told of that one."""
    assert proposers("甲某（代表、委员）、乙某", "提出人") == [
        {"姓名": "甲某", "身份": "代表、委员"},
        {"姓名": "乙某"},
    ]


def test_a_name_in_no_end_of_brackets_is_no_unit(tmp_path: Path) -> None:
    """What is said of it is cut: nobody reads a screen full of one cell."""
    bench = Workbench(tmp_path, "yl-2024")
    bench.write("ledger.yaml", _LEDGER)
    bench.write("units.yaml", _UNITS)
    _hostile(bench.root / "清单.xlsx", "（1）")

    said = bench.do("import", "清单.xlsx", "--dry-run", "--opening").err

    assert f"“{'（1）' * 13}（…”不在单位名单里" in "".join(said.split())
