"""Lists as they come, a file for each trap: what must come out stands beside each.

`tests/intake/NAME.yaml` is written by hand. It says what the file tries (说明), the
file if it has another name (文件), where else its issues stand (同), more lines of
ledger.yaml (台账), more units (单位), options (命令), those of the second import
(再导入命令), the exit code (退出码), what must be said (工作表, 不读, 表头, 列, 跳过,
存疑, 有误) and what must be written (新单位, 问题).
"""

from __future__ import annotations

import hashlib
import importlib
import re
import shutil
import sys
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import xlsxwriter
import yaml

from rectify.storage.sheets.reading import read_bytes, read_file
from workbench import Result, Workbench

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent / "intake"
LEDGER = HERE / "ledger"
SCRIPTS = HERE.parents[1] / "scripts"
SAVED_BY_OFFICE = ("merged.xls", "merged.et", "merged.ods", "hidden.ods")
TODAY = "2024-07-01"
WORDS = "文件 工作表 表头 列 跳过 存疑 有误 新增 变化 不变".split()  # noqa: SIM905
NAMES = sorted(path.name.removesuffix(".yaml") for path in HERE.glob("*.yaml"))
KEYS = {
    "说明": str,
    "文件": str,
    "同": str,
    "台账": dict,
    "单位": list,
    "命令": list,
    "再导入命令": list,
    "退出码": str,
    "工作表": list,
    "不读": dict,
    "表头": list,
    "列": dict,
    "跳过": list,
    "存疑": list,
    "有误": list,
    "新单位": list,
    "问题": list,
}


class Concern(NamedTuple):
    """What is said of some places; `more` where there are too many to name."""

    places: tuple[str, ...]
    said: str
    more: bool


@cache
def expectation(name: str) -> dict[str, Any]:
    """Read what must come out; words are words, nothing becomes a date or a number."""
    read: dict[str, Any] = plain(HERE / f"{name}.yaml")
    if "同" in read:
        read["问题"] = expectation(read["同"].removesuffix(".yaml"))["问题"]
    return read


def plain(path: Path) -> Any:
    return bare(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))


def bare(value: Any) -> Any:
    """Drop the line break that a block ends with."""
    if isinstance(value, dict):
        return {key: bare(part) for key, part in value.items()}
    if isinstance(value, list):
        return [bare(part) for part in value]
    return value.rstrip("\n")


def source(name: str) -> Path:
    """Find the file that an expectation is about."""
    named = expectation(name).get("文件")
    if named is not None:
        return HERE / str(named)
    (found,) = (path for path in HERE.glob(f"{name}.*") if path.suffix != ".yaml")
    return found


def desk(home: Path, wanted: dict[str, Any]) -> Workbench:
    """Make a ledger without issues, as the expectation wants it."""
    bench = Workbench(home)
    ledger = (LEDGER / "ledger.yaml").read_text(encoding="utf-8")
    units = (LEDGER / "units.yaml").read_text(encoding="utf-8")
    more = yaml.safe_dump(wanted.get("台账", {}), allow_unicode=True)
    bench.write("ledger.yaml", ledger + (more if "台账" in wanted else ""))
    added = yaml.safe_dump(wanted.get("单位", []), allow_unicode=True)
    bench.write("units.yaml", units + (indent(added, "  ") if "单位" in wanted else ""))
    return bench


def parts(result: Result) -> dict[str, list[str]]:
    """Give the lines of the preview by the word that they begin with."""
    said: dict[str, list[str]] = {word: [] for word in WORDS}
    for line in result.err.splitlines():
        word, _, rest = line.partition(" ")
        if word in said and rest.startswith(" "):
            said[word].append(rest.strip())
    return said


def concerns(lines: list[str]) -> list[Concern]:
    found = []
    for line in lines:
        read = re.fullmatch(r"(\S+)( 等\d+处)? +(.+)", line)
        assert read is not None, line
        found.append(Concern(tuple(read[1].split("、")), read[3], read[2] is not None))
    return found


def issues(bench: Workbench) -> list[dict[str, Any]]:
    """Read the issues that were written, in the order of their numbers."""
    files = sorted((bench.ledger / "issues").glob("*.yaml"))
    read = [plain(path) for path in files]
    assert [each.pop("编号") for each in read] == [path.stem for path in files]
    return read


def wanted_issues(wanted: dict[str, Any], file: Path) -> list[dict[str, Any]]:
    """Give the issues as the files must hold them."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    came_from = {"文件": file.name, "SHA-256": digest}
    held = []
    for issue in wanted["问题"]:
        facts = {key: value for key, value in issue.items() if key != "期初"}
        if "期初" in issue:
            event = {"日期": TODAY, "事项": "期初", **issue["期初"]}
            facts["办理记录"] = [event | {"来源文件": came_from}]
        held.append(facts)
    return held


def told(
    wanted: list[list[str]], found: list[Concern], said: str, exact: bool = True
) -> None:
    """Check that each concern is told at its place, and none that is not wanted."""
    for place, words in wanted:
        assert any(
            words in each.said and (each.more or not place or place in each.places)
            for each in found
        ), f"没有说 {place} {words}：\n{said}"
    for each in found if exact else ():
        for at in each.places:
            assert any(
                words in each.said and (not place or place == at)
                for place, words in wanted
            ), f"多说了 {at} {each.said}：\n{said}"


def read_as(wanted: dict[str, Any], result: Result) -> None:
    """Check what was said of sheets, headings, columns and rows left out."""
    said = parts(result)
    for sheet in wanted.get("工作表", ()):
        read = [line for line in said["工作表"] if line.startswith(f"{sheet}：")]
        assert read, result.err
        assert not any("没有读" in line for line in read), result.err
    for sheet, why in wanted.get("不读", {}).items():
        left = [line for line in said["工作表"] if line.startswith(f"{sheet}：")]
        assert left, result.err
        assert "没有读" in left[0], result.err
        assert why in left[0], result.err
    if "表头" in wanted:
        rows = [re.findall(r"\d+", line.rpartition("：")[2]) for line in said["表头"]]
        assert [[row[0], row[-1]] for row in rows] == wanted["表头"], result.err
    for heading, field in wanted.get("列", {}).items():
        assert any(meant(line, heading, field) for line in said["列"]), (
            f"{heading}→{field}：\n{result.err}"
        )


def meant(line: str, heading: str, field: str) -> bool:
    """Tell whether a line says that a heading means a field."""
    sort = re.search("：(写入备注|不要) ", line)
    if sort is not None and not sort[1].endswith(field):
        return False
    named = heading if sort or heading == field else f"{heading}→{field}"
    return re.search(rf"[A-Z] {re.escape(named)}(，|$)", line) is not None


def left_out(wanted: dict[str, Any], result: Result) -> None:
    """Check each row that was skipped, and the reason; no other was."""
    found = []
    for line in parts(result)["跳过"]:
        where, _, why = line.partition("：")
        first, *last = map(int, re.findall(r"\d+", where.rpartition(" ")[2]))
        end = last[0] if last else first
        found += [[str(row), why] for row in range(first, end + 1)]
    reasons = wanted.get("跳过", [])
    assert [row for row, _ in found] == [row for row, _ in reasons], result.err
    for (row, why), (_, reason) in zip(found, reasons, strict=True):
        assert reason in why, f"第{row}行：{why}"


def test_every_file_has_an_expectation_and_every_expectation_a_file() -> None:
    files = {path for path in HERE.iterdir() if path.is_file()}
    lists = {path for path in files if path.suffix != ".yaml"}
    assert {source(name) for name in NAMES} == lists
    assert len(lists) >= 60
    for name in NAMES:
        wanted = expectation(name)
        assert set(wanted) <= set(KEYS), name
        assert all(isinstance(value, KEYS[key]) for key, value in wanted.items()), name
        assert wanted["说明"], name
        assert ("问题" in wanted) is (wanted.get("退出码", "0") == "0"), name


@pytest.mark.parametrize("name", NAMES)
def test_a_list_is_taken_as_a_secretary_reads_it(name: str, tmp_path: Path) -> None:
    wanted = expectation(name)
    bench = desk(tmp_path, wanted)
    file = bench.root / source(name).name
    shutil.copyfile(source(name), file)
    before = bench.files()
    order = ("import", file.name, *wanted.get("命令", ()))
    foretold = bench.do(*order, "--dry-run", today=TODAY)
    assert bench.files() == before
    code = int(wanted.get("退出码", 0))
    assert foretold.code == code, foretold.err
    if code:
        refused(wanted, foretold)
    else:
        read_as(wanted, foretold)
        left_out(wanted, foretold)
        said = parts(foretold)
        told(wanted.get("存疑", []), concerns(said["存疑"]), foretold.err)
        told(wanted.get("有误", []), concerns(said["有误"]), foretold.err)
    done = bench.do(*order, "--yes", today=TODAY)
    assert done.code == code, done.err
    if code:
        assert bench.files() == before
        return
    assert issues(bench) == wanted_issues(wanted, file)
    names = [each["全称"] for each in plain(bench.ledger / "units.yaml")["单位"]]
    added = wanted.get("新单位", [])
    assert names[len(names) - len(added) :] == added
    assert [line[:3] for line in done.lines] == ["YL-"] * len(wanted["问题"])
    assert bench.do("check", "--quiet", today=TODAY).code == 0
    taken = bench.files()
    again = wanted.get("再导入命令", wanted.get("命令", ()))
    nothing = bench.do("import", file.name, *again, "--yes", today=TODAY)
    assert (nothing.code, nothing.out) == (0, ""), nothing.err
    assert bench.files() == taken, nothing.err


def refused(wanted: dict[str, Any], result: Result) -> None:
    """Check that a file that is not taken is refused with place and remedy."""
    assert result.out == ""
    faults = concerns(parts(result)["有误"])
    if faults:
        told(wanted["有误"], faults, result.err)
    for place, words in wanted["有误"]:
        assert place in result.err
        assert words in result.err


def test_fifty_thousand_merges_hide_no_issue(tmp_path: Path) -> None:
    bench = desk(tmp_path, {})
    count, across, down = 20, 50, 1000
    file = bench.root / "合并.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["序号", "存在问题", "牵头单位"])
        for row in range(1, count + 1):
            page.write_row(row, 0, [row, f"第{row}处设施没有验收", "市民政局"])
        for row in range(1, 2 * down, 2):
            for column in range(5, 5 + across):
                page.merge_range(row, column, row + 1, column, "")
    done = bench.do("import", file.name, "--yes", today=TODAY)
    assert done.code == 0, done.err
    assert len(done.lines) == count


def reproducible() -> list[str]:
    """Name the sample files that the script writes alike each time."""
    return sorted({source(name).name for name in NAMES} - set(SAVED_BY_OFFICE))


@pytest.mark.parametrize("name", reproducible())
def test_the_sample_files_are_what_the_script_writes(name: str) -> None:
    kept = read_file(HERE / name)
    again = read_bytes(scripted()[name](), name)
    assert again._replace(sha256="") == kept._replace(sha256="")


def test_every_sample_file_has_its_script() -> None:
    assert {source(name).name for name in NAMES} <= set(scripted())


@cache
def scripted() -> Mapping[str, Callable[[], bytes]]:
    """Give what the script writes, by the name of the file."""
    sys.path.insert(0, str(SCRIPTS))
    try:
        module = importlib.import_module("lists.files")
    finally:
        sys.path.remove(str(SCRIPTS))
    files: Mapping[str, Callable[[], bytes]] = module.FILES
    return files
