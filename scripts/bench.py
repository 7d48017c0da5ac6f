"""How long the commands take, as multiples of `python -c pass` in the same run.

Run by `make bench`. Each figure is the median of several whole processes; a list is
imported once at each length, since its seconds should only follow its rows.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlsxwriter import Workbook

from bench_history import history
from sample import LEDGER, issue, unit_list

TIMES = 7
ROWS = (2_500, 5_000, 10_000)
HEADINGS = (
    "序号", "问题类别", "存在问题", "具体表现", "整改措施", "牵头单位", "配合单位",
    "整改时限", "整改进展",
)  # fmt: skip
SAMPLES = Path(__file__).parent.parent / "data"
CUT_OFF = "统计截止日: 2024-12-31\n"
BEGUN, DEADLINE = date(2024, 6, 20), date(2024, 9, 30)


class Case(NamedTuple):
    """One thing that is timed: its name, where it runs, and the program's words."""

    name: str
    folder: Path
    words: tuple[str, ...]


def workspace(folder: Path, issues: int, units: int) -> Path:
    """Make a ledger of so many issues, handed over to so many units in turn."""
    ledger = folder / "data" / "js"
    (ledger / "issues").mkdir(parents=True)
    (ledger / "ledger.yaml").write_text(LEDGER + CUT_OFF, "utf-8")
    (ledger / "units.yaml").write_text(unit_list(units), "utf-8")
    for number in range(1, issues + 1):
        text = issue(number, units, BEGUN, DEADLINE)
        (ledger / "issues" / f"JS-{number:03}.yaml").write_text(text, "utf-8")
    return folder


def cases(root: Path) -> list[Case]:
    """Name what is timed."""
    sample = root / "sample"
    shutil.copytree(SAMPLES / "jiaozuo-2024", sample / "data" / "jiaozuo-2024")
    alone = workspace(root / "alone", 57, 1)
    many = workspace(root / "many", 57, 20)
    out = ("--overwrite", "-o")
    return [
        Case("--version", sample, ("--version",)),
        Case("list，57条", sample, ("list",)),
        Case("rates，57条", sample, ("rates",)),
        Case("57行交办函 .docx", alone, ("report", "交办函", *out, "函")),
        Case("20个单位的交办函 .docx", many, ("report", "交办函", *out, "函")),
        Case("情况通报 .docx", sample, ("report", "情况通报", *out, "通报.docx")),
        Case("台账 .xlsx", sample, ("report", "台账", *out, "台账.xlsx")),
        Case("看板 .html", sample, ("report", "看板", *out, "看板.html")),
    ]


def median(folder: Path, command: list[str]) -> float:
    """Run a program several times and give the median of its seconds."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def sheet(path: Path, rows: int, units: int) -> Path:
    """Make a list of so many rows, as a county sends it."""
    with Workbook(path) as book:
        page = book.add_worksheet("清单")
        page.write(0, 0, "养老服务问题整改清单")
        page.write_row(1, 0, HEADINGS)
        for number in range(1, rows + 1):
            text = f"第{number}个村的敬老院没有喷淋设施，{number % 7}处通道被占用。"
            lead, partner = (f"第{(number + n) % units + 1}局" for n in (0, 1))
            row = (number, "设施安全", text, "见附件。", "分批改造。", lead, partner)
            page.write_row(number + 1, 0, (*row, "9月底前", "正在整改。"))
    return path


def imports(root: Path) -> None:
    """Print how long a list takes by its rows, new and once more."""
    for rows in ROWS:
        folder = workspace(root / f"import{rows}", 0, 20)
        path = sheet(root / f"{rows}.xlsx", rows, 20)
        command = [sys.executable, "-m", "rectify", "import", str(path), "--yes"]
        for what in ("导入", "再导入一次"):
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            taken = time.perf_counter() - start
            each = 1000 * taken / rows
            print(f"{what}，{rows}行  {taken:.1f} 秒  每行 {each:.1f} 毫秒")


def main() -> None:
    """Print a line a case: seconds, and multiples of bare Python."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        bare = median(root, [sys.executable, "-c", "pass"])
        print(f"python -c pass  {bare:.3f} 秒")
        for case in cases(root):
            seconds = median(
                case.folder, [sys.executable, "-m", "rectify", *case.words]
            )
            print(f"{case.name}  {seconds:.2f} 秒  {seconds / bare:.1f} 倍")
        imports(root)
    history()


if __name__ == "__main__":
    main()
