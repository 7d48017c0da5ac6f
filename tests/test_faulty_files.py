"""A ledger full of wrongly edited files: every fault is told, the rest goes on."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import faulty
from workbench import Result, Workbench

if TYPE_CHECKING:
    from pathlib import Path

HEALTHY = ["JZ-001", "JZ-002", "JZ-003"]
# What people write in these files themselves, and what no Chinese word stands for.
LATIN = re.compile(
    r"JZ-\d+|jz_1|U\+[0-9A-F]{4}|UTF-(?:8|16)|GBK|YAML|SHA-256|&mz|\*mz|!!str"
    r"|[a-z]+\.yaml|rectify(?: [a-z]+)*|--[a-z-]+|data/\S+|[A-Z]类"
)


class Ledger(NamedTuple):
    """A ledger of faulty files, and what must be said of each."""

    bench: Workbench
    expected: dict[str, str]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    bench = Workbench(tmp_path_factory.mktemp("faulty"), "faulty")
    return Ledger(bench, faulty.build(bench.root))


@pytest.fixture(scope="module")
def found(ledger: Ledger) -> list[dict[str, Any]]:
    done = ledger.bench.do("check", "--json")
    assert (done.code, done.err) == (5, "")
    records: list[dict[str, Any]] = done.json
    return [each for each in records if each["程度"] == "差错"]


def said_of(found: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    place = f"data/faulty/issues/{name}"
    return [each for each in found if each["文件"] == place]


def test_check_tells_the_fault_of_every_file_at_once(
    ledger: Ledger, found: list[dict[str, Any]]
) -> None:
    silent = {
        name: fragment
        for name, fragment in ledger.expected.items()
        if not any(fragment in each["说明"] for each in said_of(found, name))
    }
    assert silent == {}
    named = {each["文件"].rpartition("/")[2] for each in found}
    assert named == set(ledger.expected)


def test_check_names_the_line_of_every_fault_that_has_one(
    ledger: Ledger, found: list[dict[str, Any]]
) -> None:
    whole = (
        "文件是空的",
        "编码",
        "超过1兆字节",
        "第一层不能是",
        "这是",
        "没有填写，请补上",
        "字符",
    )
    for each in found:
        if not any(word in each["说明"] for word in whole):
            assert each["行"], each
    path = ledger.bench.ledger / "issues"
    for each in found:
        if each["行"]:
            text = (path / each["文件"].rpartition("/")[2]).read_bytes()
            assert 1 <= each["行"] <= text.count(b"\n") + 1, each


def test_check_shows_faults_with_place_and_remedy_and_leaves_with_5(
    ledger: Ledger,
) -> None:
    done = ledger.bench.run("check")
    assert (done.code, done.err) == (5, "")
    assert "Traceback" not in done.out
    place = "data/faulty/issues/JZ-110.yaml 第16行"
    said = "办理记录第1项“期限”：2024-13-01 不是日期，应写成 2024-09-30 的样子"
    assert f"差错 {place} {said}" in re.sub(r" +", " ", done.out)
    faults = sum(line.startswith("差错  ") for line in done.lines)
    ill = len(ledger.expected)
    end = f"检查了{ill + 5}个文件：{ill}个文件有{faults}处差错"
    assert done.lines[-1].startswith(end)


def test_check_says_it_all_in_chinese(found: list[dict[str, Any]]) -> None:
    for each in found:
        quoted = re.sub(r"“[^”]*”", "", each["说明"])
        rest = LATIN.sub("", quoted)
        assert not re.search(r"[A-Za-z]{2,}", rest), each["说明"]


def test_an_issue_whose_fault_leaves_its_state_certain_stays_in_the_list(
    tmp_path: Path,
) -> None:
    bench = Workbench(tmp_path, "faulty")
    bench.write("ledger.yaml", faulty.LEDGER)
    bench.write("units.yaml", faulty.UNITS)
    text = faulty.HEALTHY.replace("{number}", "JZ-001")
    wrong = text.replace("审议意见: 2", "审议意见: 7")
    bench.write("issues/JZ-001.yaml", wrong)
    done = bench.do("list", "--numbers")
    assert (done.code, done.out) == (0, "JZ-001\n")
    assert "有1个文件有差错，仍在其中：data/faulty/issues/JZ-001.yaml。" in done.err


def test_several_faults_of_one_file_are_told_together(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, "faulty")
    bench.write("ledger.yaml", faulty.LEDGER)
    bench.write("units.yaml", faulty.UNITS)
    text = faulty.HEALTHY.replace("{number}", "JZ-001")
    text = text.replace("期限: 2024-09-30", "期限: 9月底")
    text = text.replace("事项: 签收", "事项: 签字").replace("类别: 项目", "类型: 项目")
    bench.write("issues/JZ-001.yaml", text)
    lines = [each["行"] for each in bench.do("check", "--json").json]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_the_healthy_issues_are_listed_and_the_faulty_files_named_beside(
    ledger: Ledger,
) -> None:
    done = ledger.bench.run("list", "--numbers")
    assert (done.code, done.lines) == (0, HEALTHY)
    assert f"有{len(ledger.expected)}个文件有差错，没有列入：" in done.err
    assert done.err.endswith("详情见 rectify check\n")
    for name in ledger.expected:
        assert f"data/faulty/issues/{name}" in done.err


@pytest.mark.parametrize("command", ["due", "changes --since 2024-06-01"])
def test_other_lists_go_on_beside_faulty_files(ledger: Ledger, command: str) -> None:
    done = ledger.bench.do(*command.split())
    assert done.code == 0
    assert "个文件有差错，没有列入：" in done.err


def test_rectify_alone_goes_on_beside_faulty_files(ledger: Ledger) -> None:
    done = ledger.bench.do()
    assert done.code == 0
    assert "3条" in done.out
    assert "个文件有差错" in done.err


@pytest.mark.parametrize(
    "command", ["rates", "rates --json", "report bulletin", "report handover"]
)
def test_a_figure_with_files_missing_is_refused(ledger: Ledger, command: str) -> None:
    done = ledger.bench.run(*command.split())
    assert (done.code, done.out) == (5, "")
    assert "有差错的台账不能统计和成文" in done.err
    assert "data/faulty/issues/JZ-110.yaml 第16行" in done.err
    assert "Traceback" not in done.err


def test_a_faulty_issue_is_not_worked_on_but_a_healthy_one_is(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, "faulty")
    faulty.build(bench.root)
    refused = bench.run("note", "110", "--text", "甲")
    assert (refused.code, refused.out) == (5, "")
    assert "data/faulty/issues/JZ-110.yaml 第16行" in refused.err
    assert bench.do("note", "1", "--text", "甲").code == 0
    assert bench.do("show", "1").code == 0
    assert bench.do("show", "110").code == 5


def test_format_restyles_the_healthy_files_and_refuses_the_faulty_ones(
    tmp_path: Path,
) -> None:
    bench = Workbench(tmp_path, "faulty")
    expected = faulty.build(bench.root)
    text = bench.issue("JZ-001")
    untidy = f"# 一\n{text}".replace("标题: ", "标题:   ").replace(
        "    期", "    # 二\n    期"
    )
    bench.write("issues/JZ-001.yaml", untidy)
    before = bench.files()
    done = bench.run("format")
    assert (done.code, done.lines) == (5, ["JZ-001", "JZ-146"])
    assert done.err.endswith("有差错的文件没有整理，请先改正\n")
    styled = text.replace("  - 日期: 2024-06-20", "  # 二\n  - 日期: 2024-06-20")
    assert bench.issue("JZ-001") == f"# 一\n{styled}"
    changed = {name for name, data in bench.files().items() if before[name] != data}
    out_of_order = "data/faulty/issues/JZ-146.yaml"
    assert changed == {"data/faulty/issues/JZ-001.yaml", out_of_order}
    readable = faulty.semantic(expected)
    for name in set(expected) - readable:
        assert f"data/faulty/issues/{name}" in done.err, name


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("ledger.yaml", "名称：甲\n", "“名称”后面的冒号是全角的“：”"),
        ("ledger.yaml", "名称: 甲\n编号前缀: JZ\n", "“监督机关”：没有填写"),
        ("units.yaml", "单位:\n  - 简称: 甲\n", "“全称”：没有填写"),
        ("units.yaml", "单位: 市民政局\n", "应是列表"),
        ("votes/2024-01.yaml", "票号: 2024-01\n", "没有填写"),
    ],
)
def test_a_faulty_ledger_file_is_named_by_every_command(
    ledger: Ledger, tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    bench = Workbench(tmp_path, "faulty")
    shutil.copytree(ledger.bench.root / "data", bench.root / "data", symlinks=True)
    for path in sorted((bench.ledger / "issues").iterdir()):
        if path.name not in {f"{number}.yaml" for number in HEALTHY}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    bench.write(name, content)
    checked: Result = bench.do("check")
    assert (checked.code, sentence in checked.out) == (5, True), checked
    refused = bench.do("rates")
    assert (refused.code, refused.out) == (5, "")
    assert sentence in refused.err
    assert f"data/faulty/{name}" in refused.err
    for command in (["list"], ["format"], ["note", "1", "--text", "甲"], []):
        assert bench.do(*command).code in (0, 5)
