"""Files that are broken, locked, hostile or something else are refused in one sentence.

Each is refused by a program of its own, in two seconds and three hundred megabytes.
"""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from hostile_sheets import (
    CELLS,
    HOSTILE,
    document,
    number_cell,
    old_workbook,
    open_document,
    sheet,
    workbook,
)
from nobody import as_nobody, open_folder
from rectify.storage.sheets.reading import CantRead, read_bytes, read_file

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS, _MEGABYTES = 2, 300
_REFUSE = """
import re, sys, time
from pathlib import Path
from rectify.storage.sheets.reading import CantRead, read_file
begun = time.process_time()
try:
    read_file(Path(sys.argv[1]))
except CantRead as refusal:
    sentence = str(refusal)
spent = time.process_time() - begun
status = Path("/proc/self/status").read_text()
used = int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) >> 10
sys.stdout.buffer.write(f"{spent}\\n{used}\\n{sentence}".encode())
"""
_READ_LARGEST = """
import re, sys
from pathlib import Path
from rectify.storage.sheets.reading import read_file
(grid,) = read_file(Path(sys.argv[1])).grids
status = Path("/proc/self/status").read_text()
used = int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) >> 10
print(len(grid.rows), grid.width, used)
"""
_READ_CLOSED = """
import sys
from pathlib import Path
from rectify.storage.sheets.reading import CantRead, read_file
try:
    read_file(Path(sys.argv[1]) / "不许读.csv")
except CantRead as refusal:
    sys.stdout.buffer.write(str(refusal).encode())
"""
DOCX = document(
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
ODS = open_document(
    "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell>"
    "</table:table-row>"
)
XLS = old_workbook(number_cell(0, 0, 1.5) + number_cell(1, 1, 2.0))


@pytest.mark.skipif(sys.platform != "linux", reason="用量从 /proc 里读")
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_in_little_room(
    tmp_path: Path, what: str
) -> None:
    name, build, sentence = HOSTILE[what]
    path = tmp_path / name
    path.write_bytes(build())
    done = subprocess.run(
        [sys.executable, "-c", _REFUSE, str(path)], capture_output=True, check=False
    )
    assert done.stderr.decode() == ""
    spent, used, *said = done.stdout.decode().split("\n")
    assert sentence in " ".join(said)
    assert said[0].startswith(name)
    assert float(spent) <= _SECONDS
    assert int(used) <= _MEGABYTES


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", workbook(sheet())), ("a.docx", DOCX), ("a.ods", ODS), ("a.xls", XLS)],
)
def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut(
    name: str, data: bytes
) -> None:
    assert read_bytes(data, name).grids
    # An old workbook ends in padding, without which nothing is missing.
    for end in range(3, len(data) - (4096 if name == "a.xls" else 0), 7):
        with pytest.raises(CantRead):
            read_bytes(data[:end], name)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_part_that_was_cut_off_is_found_out(part: str) -> None:
    with ZipFile(BytesIO(workbook(sheet()))) as file:
        whole = file.read(part)
    for end in range(0, len(whole) - 1, 11):
        with pytest.raises(CantRead, match="文件损坏或不完整"):
            read_bytes(workbook(sheet(), more={part: whole[:end]}), "a.xlsx")


@pytest.mark.parametrize(
    "part",
    ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"],
)
def test_a_part_that_is_missing_is_found_out(part: str) -> None:
    with ZipFile(BytesIO(workbook(sheet()))) as file:
        others = {name: file.read(name) for name in file.namelist() if name != part}
    buffer = BytesIO()
    with ZipFile(buffer, "w") as fewer:
        for name, content in others.items():
            fewer.writestr(name, content)
    with pytest.raises(CantRead):
        read_bytes(buffer.getvalue(), "a.xlsx")


def test_a_file_is_named_in_the_sentence_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "反馈（最终版）.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(CantRead) as refusal:
        read_file(path)
    assert str(refusal.value) == (
        "反馈（最终版）.xlsx  文件损坏或不完整，读不出来；"
        "请用 WPS 或 Excel 打开，另存为 .xlsx 后再试，打不开的请对方重新发来"
    )
    assert refusal.value.exit_code == 5


def test_a_folder_and_a_missing_file_are_each_named(
    tmp_path: Path,
) -> None:
    with pytest.raises(CantRead, match="是文件夹或设备"):
        read_file(tmp_path)
    with pytest.raises(CantRead, match="没有这个文件"):
        read_file(tmp_path / "没有.xlsx")
    with pytest.raises(CantRead, match="没有这个文件"):
        read_file(tmp_path / "a\0.xlsx")
    with pytest.raises(CantRead, match=r"打不开这个文件（文件名太长）"):
        read_file(tmp_path / ("长" * 300))
    file = tmp_path / "清单.csv"
    file.write_text("序号,问题\n", encoding="utf-8")
    with pytest.raises(CantRead, match="没有这个文件"):
        read_file(file / "a.csv")


def test_a_file_that_may_not_be_read_is_named() -> None:
    with open_folder() as root:
        closed = root / "不许读.csv"
        closed.write_text("序号,问题\n", encoding="utf-8")
        closed.chmod(0)
        said = as_nobody(root, _READ_CLOSED)
    assert "不许读.csv" in said
    assert "打不开这个文件（没有读的权限" in said


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate((50 << 20) + 1)
    with pytest.raises(CantRead, match="不超过50兆"):
        read_file(path)


def test_a_far_cell_is_named_whichever_way_it_is_far() -> None:
    stray = '<row r="900000"><c r="CV900000"><v>1</v></c></row>'
    with pytest.raises(CantRead, match="Sheet1!CV900000 里有内容"):
        read_bytes(workbook(sheet(CELLS + stray)), "a.xlsx")
    with pytest.raises(CantRead, match="清单!IV65536 里有内容"):
        read_bytes(old_workbook(number_cell(65535, 255, 1.0)), "a.xls")


def test_ten_thousand_rows_of_a_hundred_columns_are_a_list_and_no_more() -> None:
    last = '<row r="10000"><c r="{}10000"><v>1</v></c></row>'
    assert grid_width(workbook(sheet(CELLS + last.format("CV")))) == 100
    with pytest.raises(CantRead, match="Sheet1!CW10000 里有内容"):
        read_bytes(workbook(sheet(CELLS + last.format("CW"))), "a.xlsx")


def grid_width(data: bytes) -> int:
    return read_bytes(data, "a.xlsx").grids[0].width


@pytest.mark.skipif(sys.platform != "linux", reason="用量从 /proc 里读")
def test_the_largest_list_is_read_in_the_same_room(tmp_path: Path) -> None:
    said = ("市住房和城乡建设局", "2024年9月30日前", "整改中", "有几处疏散通道被占用。")
    cells = "".join(
        f'<c t="inlineStr"><is><t>{said[n % 4]}</t></is></c>' if n % 5 else "<c/>"
        for n in range(100)
    )
    path = tmp_path / "大.xlsx"
    path.write_bytes(workbook(sheet(f"<row>{cells}</row>" * 10_000)))
    done = subprocess.run(
        [sys.executable, "-c", _READ_LARGEST, str(path)],
        capture_output=True,
        check=True,
    )
    rows, width, used = map(int, done.stdout.split())
    assert (rows, width) == (10_000, 100)
    assert used <= _MEGABYTES


def test_what_a_panic_says_stays_off_the_screen(
    capfd: pytest.CaptureFixture[str],
) -> None:
    short = '<row r="1"><c r="A1" t="s"><v>99</v></c></row>'
    with pytest.raises(CantRead):
        read_bytes(workbook(sheet(short)), "a.xlsx")
    assert capfd.readouterr().err == ""
