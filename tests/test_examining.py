"""What `check` finds file by file, and what a faulty ledger leaves to the others."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from office import LEDGER, UNITS, kept, office
from rectify.storage.builtin import samples
from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

BAD_LEDGER = "名称：甲\n"


def checked(bench: Workbench) -> dict[str, list[tuple[int | None, str]]]:
    """Give the faults of each file, and the advice on it."""
    found: dict[str, list[tuple[int | None, str]]] = {}
    for each in bench.do("check", "--json").json:
        name = each["文件"].removeprefix(f"data/{bench.name}/")
        found.setdefault(name, []).append((each["行"], each["说明"]))
    return found


def two_ledgers(home: Path, prefix: str = "XX") -> Workbench:
    bench = office(home, JZ001="已交办")
    other = bench.root / "data/other-2024"
    (other / "issues").mkdir(parents=True)
    rules = LEDGER.replace("编号前缀: JZ", f"编号前缀: {prefix}")
    (other / "ledger.yaml").write_text(rules, encoding="utf-8")
    (other / "units.yaml").write_text(UNITS, encoding="utf-8")
    text = kept(f"{prefix}-001", "已交办")
    (other / f"issues/{prefix}-001.yaml").write_text(text, encoding="utf-8")
    return bench


def test_a_document_is_about_the_issues_of_one_ledger(tmp_path: Path) -> None:
    bench = two_ledgers(tmp_path)
    refused = bench.do("report", "一案一档", "JZ-001", "XX-001")
    assert refused.code == 2
    assert refused.err.startswith("所写的编号属于几个台账：")
    made = bench.do("report", "一案一档", "-", typed="XX-001")
    assert made.code == 0, made.err
    assert "XX-001" in made.out


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    bench = Workbench(tmp_path_factory.mktemp("sample"), "jiaozuo-2024")
    for name, path in samples().items():
        shutil.copytree(path, bench.root / "data" / name)
    return bench


def test_what_was_known_on_a_day_is_counted_though_votes_came_later(
    sample: Workbench,
) -> None:
    args = ("--known", "2024-11-01", "--as-of", "2025-06-30", "-l", "jiaozuo-2024")
    done = sample.do("rates", *args)
    assert (done.code, done.err) == (0, "")
    assert "交办率" in done.out


def test_what_was_known_on_a_day_is_listed_whole(sample: Workbench) -> None:
    done = sample.do("list", "--known", "2024-08-01", "--numbers")
    assert (done.code, done.err) == (0, "")
    assert len(done.lines) == 57 + 34


def test_the_samples_are_without_faults(sample: Workbench) -> None:
    done = sample.do("check", "--quiet")
    assert done.code == 0, done.out


def test_no_faulty_file_hides_the_faults_of_the_others(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ002="标题: 甲\n")
    bench.write("ledger.yaml", BAD_LEDGER)
    bench.write("units.yaml", "单位:\n  - 简称: 甲\n")
    bench.write("votes/2024-01.yaml", "票号: 2024-01\n")
    (bench.root / "holidays.yaml").write_text("明年: {}\n", encoding="utf-8")
    assert sorted(checked(bench)) == [
        "holidays.yaml",
        "issues/JZ-002.yaml",
        "ledger.yaml",
        "units.yaml",
        "votes/2024-01.yaml",
    ]


def test_units_that_can_t_be_read_make_no_unit_unknown(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    bench.write("units.yaml", "单位: 市民政局\n")
    assert sorted(checked(bench)) == ["units.yaml"]


def test_an_issue_that_can_t_be_read_is_not_missed_by_a_vote(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="测评通过")
    bench.write("issues/JZ-001.yaml", kept("JZ-001", "测评通过").replace(": ", "：", 1))
    assert sorted(checked(bench)) == ["issues/JZ-001.yaml"]


def test_rules_and_units_at_odds_are_told_with_their_lines(tmp_path: Path) -> None:
    rules = "办理规则:\n  退回期限: 一阵子\n  可销号类别:\n    - D\n"
    bench = office(tmp_path, JZ001="已交办", rules=rules)
    bench.write("units.yaml", UNITS + "  - 全称: 市国资委\n    简称: 民政局\n")
    lines = LEDGER.count("\n")
    found = checked(bench)
    assert [line for line, _ in found["ledger.yaml"]] == [lines + 2, lines + 4]
    assert found["units.yaml"] == [
        (UNITS.count("\n") + 1, "“民政局”既指市民政局，又指市国资委，请改正其中一个")
    ]


def test_a_proposed_unit_is_told_at_its_own_line(tmp_path: Path) -> None:
    text = kept("JZ-001", "待交办").replace("提出人:", "拟主办: 市民正局\n提出人:")
    bench = office(tmp_path, JZ001=text)
    line = text.split("\n").index("拟主办: 市民正局") + 1
    assert [each for each, _ in checked(bench)["issues/JZ-001.yaml"]] == [line]


def test_two_ledgers_of_one_prefix_are_both_told(tmp_path: Path) -> None:
    bench = two_ledgers(tmp_path, "JZ")
    found = checked(bench)
    assert found["ledger.yaml"] == [
        (3, "编号前缀 JZ 与台账 other-2024 相同，请改成不同的")
    ]
    assert "data/other-2024/ledger.yaml" in found
    done = bench.do("show", "JZ-001")
    assert (done.code, "请用 -l 写明" in done.err) == (3, True)
    assert bench.do("show", "JZ-001", "-l", "other-2024").code == 0


def test_a_gap_in_the_numbering_is_advice(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ003="已交办")
    bench.write("issues/JZ-004.yaml", "乱")
    done = bench.do("check")
    assert "编号不连续，缺 JZ-002；如果是误删，请找回文件" in done.out
    assert "JZ-004；" not in done.out


def test_a_file_of_another_ending_is_a_fault_and_no_figure_goes_past_it(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    bench.write("issues/JZ-002.yaml.txt", kept("JZ-002", "已交办"))
    ((line, said),) = checked(bench)["issues/JZ-002.yaml.txt"]
    assert (line, said) == (
        None,
        "不是 .yaml 文件，没有读取；请改名为 JZ-002.yaml，或移走",
    )
    assert bench.do("rates").code == 5
    done = bench.do("list", "--numbers")
    assert (done.code, done.out) == (0, "JZ-001\n")
    assert "没有列入：data/ylfw-2024/issues/JZ-002.yaml.txt" in done.err


@pytest.mark.parametrize("command", ["list --numbers", "list", "due", ""])
def test_a_faulty_ledger_stops_no_other(tmp_path: Path, command: str) -> None:
    bench = two_ledgers(tmp_path)
    bench.write("ledger.yaml", BAD_LEDGER)
    done = bench.do(*command.split())
    assert done.code == 0, done.err
    assert "台账 ylfw-2024 有差错，没有列入" in done.err
    assert "data/ylfw-2024/ledger.yaml 第1行" in done.err
    alone = bench.do("list", "-l", "ylfw-2024")
    assert (alone.code, alone.out) == (5, "")


def test_an_issue_is_found_beside_a_faulty_ledger(tmp_path: Path) -> None:
    bench = two_ledgers(tmp_path)
    bench.write("ledger.yaml", BAD_LEDGER)
    assert bench.do("note", "XX-001", "--text", "甲").code == 0
    done = bench.do("show", "JZ-001")
    assert (done.code, "data/ylfw-2024/ledger.yaml 第1行" in done.err) == (5, True)
