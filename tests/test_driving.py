"""Git asks for a merge: it gets one, or is told to stop; it never gets nonsense."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from office import LEDGER, kept, office
from rectify.storage.git import setup
from rectify.storage.git.repository import Repository
from rectify.storage.merging.markers import marked, sides

if TYPE_CHECKING:
    from pathlib import Path

    from workbench import Result, Workbench

ISSUE = "data/ylfw-2024/issues/JZ-001.yaml"
BASE = kept("JZ-001", "已交办")
OURS = BASE.replace("项目建设", "运营管理")
THEIRS = BASE.replace("部分农村敬老院", "全市农村敬老院")
DISPUTED = BASE.replace("项目建设", "队伍建设")
OWN = "自定义字段:\n  - 名称: 责任科室\n    类型: 文本\n"


class Asked(NamedTuple):
    """What the driver said, and the file that it left."""

    result: Result
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode()


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return office(tmp_path, JZ001="已交办")


def ask(  # noqa: PLR0917  # as git gives them
    bench: Workbench,
    base: str | bytes,
    ours: str | bytes,
    theirs: str | bytes,
    path: str = ISSUE,
    marks: str = "7",
) -> Asked:
    """Ask as git does: three files beside the ledger, and the path of the real one."""
    names = (".merge_A", ".merge_B", ".merge_C")
    for name, text in zip(names, (base, ours, theirs), strict=True):
        data = text if isinstance(text, bytes) else text.encode()
        (bench.root / name).write_bytes(data)
    done = bench.do("merge-driver", *names, marks, path)
    return Asked(done, (bench.root / names[1]).read_bytes())


def test_what_goes_together_is_merged_without_a_word(bench: Workbench) -> None:
    asked = ask(bench, BASE, OURS, THEIRS)
    assert (asked.result.code, asked.result.out, asked.result.err) == (0, "", "")
    assert asked.text == OURS.replace("部分农村敬老院", "全市农村敬老院")


def test_what_is_disputed_is_marked_and_said(bench: Workbench) -> None:
    asked = ask(bench, BASE, OURS, DISPUTED + "# 乙的注\n", marks="9")
    assert asked.result.code == 1
    assert f"{ISSUE}：两边都改了类别，改得不同\n" in asked.result.err
    assert asked.result.err.endswith("请运行 rectify resolve\n")
    assert asked.text.count("\n") == OURS.count("\n") + 5
    assert "<<<<<<<<< 本方\n类别: 运营管理\n=========\n类别: 队伍建设\n" in asked.text
    assert sides(asked.data).ours.decode() == f"{OURS}# 乙的注\n"


def test_of_a_long_text_only_the_disputed_sentence_is_marked(bench: Workbench) -> None:
    base = BASE.replace("设施。\n", "设施。\n  第二句。\n  第三句。\n")
    ours, theirs = base.replace("第二", "甲的第二"), base.replace("第二", "乙的第二")
    asked = ask(bench, base, ours, theirs)
    assert asked.result.code == 1
    marks = "<<<<<<< 本方\n  甲的第二句。\n=======\n  乙的第二句。\n>>>>>>> 对方\n"
    assert f"设施。\n{marks}  第三句。\n" in asked.text


@pytest.mark.parametrize(
    ("theirs", "why"),
    [
        pytest.param(THEIRS + "错: 误\n", "错", id="unknown field"),
        pytest.param(THEIRS + "  歪: [\n", "差错", id="no YAML"),
        pytest.param(THEIRS.encode("gbk"), "UTF-8", id="GBK"),
        pytest.param(b"\x00\x01", "", id="no text"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_side_that_cannot_be_read_is_left_to_people(
    bench: Workbench, theirs: str | bytes, why: str
) -> None:
    asked = ask(bench, BASE, OURS, theirs)
    assert asked.result.code == 1
    assert "不能按内容合并" in asked.result.err
    assert why in asked.result.err
    assert "Traceback" not in asked.result.err
    assert "运营管理".encode() in asked.data or marked(asked.data)


def test_without_a_ledger_the_lines_are_merged_and_git_stops(bench: Workbench) -> None:
    (bench.ledger / "ledger.yaml").write_text("名称: [", "utf-8")
    asked = ask(bench, BASE, OURS, DISPUTED)
    assert asked.result.code == 1
    assert "ledger.yaml 读不出来" in asked.result.err
    assert sides(asked.data)[1:] == (OURS.encode(), DISPUTED.encode())


def test_a_field_that_only_their_ledger_has_is_never_dropped(bench: Workbench) -> None:
    theirs = BASE + "责任科室: 二科\n"
    asked = ask(bench, BASE, OURS, theirs)
    assert asked.result.code == 1
    assert "责任科室: 二科\n" in asked.text
    bench.write("ledger.yaml", LEDGER + OWN)
    asked = ask(bench, BASE, OURS, theirs)
    assert asked.result.code == 0
    assert "责任科室: 二科\n" in asked.text


def test_two_different_issues_of_one_number_stop_git(bench: Workbench) -> None:
    other = kept("JZ-001", "待交办").replace("部分农村", "城区").replace("4家", "7家")
    asked = ask(bench, "", BASE, other)
    assert asked.result.code == 1
    assert "同号" in asked.result.err or "不同的问题" in asked.result.err
    both = sides(asked.data)
    assert "部分农村" in both.ours.decode()
    assert "城区" in both.theirs.decode()


def test_files_that_are_not_there_do_not_stop_git_for_good(bench: Workbench) -> None:
    done = bench.do("merge-driver", "无", "无", "无", "7", ISSUE)
    assert done.code == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize("above", ["", "办公室/台账"])
def test_git_calls_it_with_its_own_words(tmp_path: Path, above: str) -> None:
    """The workspace may lie below the top of the repository, and in any folder."""
    shared = office(tmp_path / "共享 ' $HOME", JZ001="已交办")
    if above:
        target = shared.root / above
        target.mkdir(parents=True)
        (shared.root / "data").rename(target / "data")
    (shared.root / above / ".gitattributes").write_bytes(setup.attributes())
    shared.git("init", "--quiet", "--initial-branch=main")
    shared.commit()
    repository = Repository.find(shared.root)
    assert repository is not None
    setup.install(repository)
    file = shared.root / above / ISSUE
    for branch, text in (("ours", OURS), ("theirs", THEIRS), ("other", DISPUTED)):
        shared.git("checkout", "--quiet", "-b", branch, "main")
        file.write_text(text, "utf-8")
        shared.git("commit", "--quiet", "--all", "--message", branch)
    shared.git("checkout", "--quiet", "ours")
    shared.git("merge", "--quiet", "--no-edit", "theirs")
    assert file.read_text("utf-8") == OURS.replace("部分农村", "全市农村")
    with pytest.raises(subprocess.CalledProcessError) as stop:
        shared.git("merge", "--quiet", "--no-edit", "other")
    assert stop.value.returncode == 1
    assert "两边都改了类别" in stop.value.stderr.decode()
    assert marked(file.read_bytes())
