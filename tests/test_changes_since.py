"""`changes --since`: a day asks no git; a tag, a branch or a hash asks for versions."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from offices import Clerk, clerk
from programs import needs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs("git")

TAG, ANSWER = "第一次常委会", "4家敬老院已全部完成喷淋改造。"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """An office with a tag, and four operations since."""
    bench = clerk(
        tmp_path_factory.mktemp("变化"), JZ001="已答复", JZ002="待交办", JZ003="已答复"
    )
    bench.today = "2024-09-20"
    bench.git("tag", TAG)
    bench.git("tag", "2024-09-01")
    bench.make("void", "1", "--event", "3", "--reason", "类别写错", "--set", "类别=B")
    bench.make("edit", "2", "--set", "标题=乙问题", "--set", "类别=服务质量")
    bench.make("assign", "2", "--lead", "市民政局", "--deadline", "2024-12-31")
    bench.make("void", "3", "--event", "3", "--reason", "不是这一条的")
    bench.make("units", "alias", "市财政局", "财政局")
    return bench


@pytest.fixture
def bench(grown: Clerk, tmp_path: Path) -> Clerk:
    """The same office, to work in."""
    found = Clerk(tmp_path / "办公室", "张")
    shutil.copytree(grown.home, found.home, dirs_exist_ok=True)
    found.today = grown.today
    return found


def changes(bench: Clerk, *args: str) -> list[tuple[Any, ...]]:
    """What `changes` lists: unit, 事项, number and what is said."""
    done = bench.do("changes", *args, "--json")
    assert done.code == 0, done.err
    (found,) = done.json
    return [tuple(each.values()) for each in found["变化"]]


ALL = [
    ("市民政局", "更正", "JZ-001", "2024-09-18",
     "更正 2024-09-18 答复：类别：A → B；理由：类别写错"),
    ("人大", "修改", "JZ-002", None,
     "标题：部分农村敬老院消防设施不达标 → 乙问题；类别：项目建设 → 服务质量"),
    ("市民政局", "新交办", "JZ-002", "2024-09-20", None),
    ("市民政局", "作废", "JZ-003", "2024-09-18",
     f"作废 2024-09-18 答复（市民政局，A类：{ANSWER}）：2024-09-20 不是这一条的"),
    ("人大", "修改", None, None, "单位名录 单位：市财政局的别名：增加财政局"),
]  # fmt: skip


def test_since_a_version_lists_recorded_voided_corrected_and_edited(
    grown: Clerk,
) -> None:
    assert changes(grown, "--since", TAG) == ALL


def test_a_version_goes_by_any_of_its_names(grown: Clerk) -> None:
    first = grown.git("rev-parse", TAG).strip()
    for words in (first, first[:8], "HEAD~5", f"refs/tags/{TAG}", "tags/2024-09-01"):
        assert changes(grown, "--since", words) == ALL


def test_a_later_version_bounds_them(grown: Clerk) -> None:
    assert changes(grown, "--since", TAG, "--until", "HEAD~3") == ALL[:2]
    assert changes(grown, "--since", "HEAD", "--until", "HEAD") == []


def test_the_screen_names_the_versions_and_goes_by_unit(grown: Clerk) -> None:
    lines = grown.do("changes", "--since", TAG, "--until", "HEAD~3").lines
    assert lines[0].startswith(f" 版本 {TAG}（")
    assert lines[0].endswith("）：更正 1件，修改 1件")
    assert [line.split()[0] for line in lines[1:-1] if line[1] != " "] == [
        "人大",
        "市民政局",
    ]
    nothing = grown.do("changes", "--since", "HEAD").lines[0]
    assert nothing.startswith(" 版本 HEAD（")
    assert nothing.endswith("）以来：没有改动")


def test_the_table_has_the_same_columns(grown: Clerk) -> None:
    heading, *rows = grown.do("changes", "--since", TAG, "--csv").lines
    assert heading == "台账,单位,事项,编号,日期,说明"
    assert rows[2] == "ylfw-2024,市民政局,新交办,JZ-002,2024-09-20,"
    assert len(rows) == len(ALL)


def test_what_is_in_no_version_yet_counts_too(bench: Clerk) -> None:
    bench.make("note", "1", "--text", "先不记。", "--no-commit")
    bench.write("issues/JZ-009.yaml", "编号: JZ-009\n标题: 手工写的\n")
    assert changes(bench, "--since", "HEAD") == [
        ("市民政局", "备注", "JZ-001", "2024-09-20", "2024-09-20 备注：先不记。"),
        ("尚未交办", "新增", "JZ-009", None, None),
    ]


def test_what_was_taken_back_is_not_called_tampering(bench: Clerk) -> None:
    bench.make("note", "1", "--text", "多记的。")
    bench.git("tag", "多记")
    bench.make("undo")
    (found,) = changes(bench, "--since", "多记")
    assert found[-1] == "删除办理记录 2024-09-20 备注：多记的。"


def test_a_file_that_cannot_be_read_is_named_and_left_out(bench: Clerk) -> None:
    bench.amend("JZ-002", "来源: ", "来源：")
    done = bench.do("changes", "--since", "HEAD")
    assert (done.code, "没有改动" in done.out) == (0, True)
    assert "data/ylfw-2024/issues/JZ-002.yaml" in done.err


def test_a_day_is_a_day_even_where_a_tag_is_called_so(grown: Clerk) -> None:
    heading = grown.do("changes", "--since", "2024-09-01").lines[0]
    assert heading.startswith(" 2024年9月1日至")


def test_since_a_day_needs_no_git(bench: Clerk) -> None:
    whole = bench.run("changes", "--since", "2024-09-01").out
    without = bench.run("changes", "--since", "2024-09-01", PATH="/nowhere")
    assert (without.code, without.out, without.err) == (0, whole, "")
    version = bench.run("changes", "--since", TAG, PATH="/nowhere")
    assert (version.code, version.out) == (7, "")
    assert "没有安装 git" in version.err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--since", "没有的"), 2, "“没有的”不是日期，也不是这里的版本"),
        (("--since", "2024-02-31"), 2, "日期如 2024-09-01、9月1日；版本如"),
        (("--since=--all",), 2, "“--all”不是日期"),
        (("--since", TAG, "--until", "2024-09-01"), 2, "要么都写日期，要么都写版本"),
        (("--since", "2024-09-01", "--until", TAG), 2, "要么都写日期，要么都写版本"),
        (("--since", "HEAD", "--until", TAG), 2, "请对调"),
    ],
)
def test_what_is_neither_or_both_is_refused(
    grown: Clerk, args: tuple[str, ...], code: int, said: str
) -> None:
    done = grown.do("changes", *args)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_without_versions_only_a_day_will_do(bench: Clerk) -> None:
    shutil.rmtree(bench.root / ".git")
    done = bench.do("changes", "--since", TAG)
    assert (done.code, "不是日期" in done.err) == (2, True)
