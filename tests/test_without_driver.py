"""Two offices whose git knows nothing of us: nothing goes wrong in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programs import needs
from test_resolve import (
    CLOSED,
    DROPPED,
    OURS,
    THEIRS,
    added,
    begun,
    merged,
    parted,
    retitled,
)

if TYPE_CHECKING:
    from pathlib import Path

    from workbench import Workbench

pytestmark = needs("git")

PLACE = "data/ylfw-2024/issues/{}.yaml"
NOTED = """\
  - 日期: 2024-11-07
    事项: 备注
    内容: 对方了解的情况。
"""


def faults(bench: Workbench) -> dict[str, str]:
    found = bench.do("check", "--quiet", "--json").json
    return {each["文件"]: each["说明"] for each in found if each["程度"] == "差错"}


def on_top(text: str, event: str) -> str:
    """Record an event by hand above all others, as one does who sees no order."""
    return text.replace("办理记录:\n", f"办理记录:\n{event}", 1)


def test_where_git_stops_check_finds_it_and_resolve_mends_it(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    text = bench.issue("JZ-001")
    parted(
        bench,
        {"issues/JZ-001.yaml": retitled(text, OURS)},
        {"issues/JZ-001.yaml": added(retitled(text, THEIRS), NOTED)},
    )
    assert not merged(bench)
    assert list(faults(bench)) == [PLACE.format("JZ-001")]
    done = bench.do("resolve", "--pick", "JZ-001 标题=本方")
    assert done.code == 0, done.err
    after = bench.issue("JZ-001")
    assert f"标题: {OURS}\n" in after
    assert "对方了解的情况。" in after
    assert bench.do("check", "--quiet").code == 0
    assert bench.git("status", "--porcelain") == ""


def test_what_git_merged_wrongly_check_finds_and_resolve_mends(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    text = bench.issue("JZ-001")
    ours, theirs = added(text, CLOSED), on_top(text, DROPPED)
    parted(bench, {"issues/JZ-001.yaml": ours}, {"issues/JZ-001.yaml": theirs})
    assert merged(bench)
    assert list(faults(bench)) == [PLACE.format("JZ-001")]
    asked = bench.do("resolve", "--json").json
    assert len(asked) == 1
    pick = next(way for way in asked[0]["选法"] if way.endswith("=对方"))
    done = bench.do("resolve", "--pick", pick)
    assert done.code == 0, done.err
    after = bench.issue("JZ-001")
    assert "事项: 销号" in after
    assert "事项: 终止" in after
    assert after.count("合并时未采用") == 1
    assert bench.do("check", "--quiet").code == 0
    assert bench.git("status", "--porcelain") == ""
