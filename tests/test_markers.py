"""Conflict markers: put around what is disputed, and taken apart whoever put them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.storage.merging.markers import BadMarkers, Sides, mark, marked, sides

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = st.lists(st.lists(st.sampled_from("甲乙丙丁"), max_size=2), max_size=6)


def text(blocks: list[list[str]]) -> bytes:
    return "".join(f"{line}\n" for block in blocks for line in block).encode()


def test_only_what_is_disputed_stands_within_the_markers() -> None:
    said = mark(
        [["编号: 1"], ["标题: 甲"], ["类别: 丙"]],
        [["编号: 1"], ["标题: 乙"], ["类别: 丙"]],
    )
    assert said == (
        "编号: 1\n<<<<<<< 本方\n标题: 甲\n=======\n标题: 乙\n>>>>>>> 对方\n类别: 丙\n"
    )  # fmt: skip


def test_markers_are_as_long_as_git_asks() -> None:
    lines = mark([["甲"]], [["乙"]], size=9).splitlines()
    assert lines == ["<<<<<<<<< 本方", "甲", "=========", "乙", ">>>>>>>>> 对方"]


@given(ours=BLOCKS, theirs=BLOCKS, size=st.integers(7, 12))
def test_both_sides_come_back_whole(
    ours: list[list[str]], theirs: list[list[str]], size: int
) -> None:
    data = mark(ours, theirs, size=size).encode()
    assert sides(data) == Sides(None, text(ours), text(theirs))
    if text(ours) != text(theirs):
        assert marked(data)


LONG = """\
编号: JZ-001
问题描述: |
  第一句。
  第二句。
办理记录:
  - 日期: 2024-06-20
    事项: 备注
    内容: |
      ======= 不是标记
      收到来信。
"""


@pytest.mark.parametrize("style", ["merge", "diff3"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("size", [7, 15])
def test_what_git_has_marked_by_lines_is_taken_apart(
    tmp_path: Path, style: str, ending: str, size: int
) -> None:
    base = LONG.replace("\n", ending)
    ours = base.replace("第一句", "本方第一句").replace("来信", "本方来信")
    theirs = base.replace("第一句", "对方第一句").replace("来信", "对方来信")
    for name, content in {"base": base, "ours": ours, "theirs": theirs}.items():
        (tmp_path / name).write_bytes(content.encode())
    options = [f"--{style}"] if style == "diff3" else []
    said = subprocess.run(
        ["git", "merge-file", "-p", f"--marker-size={size}", *options,
         "-L", "HEAD", "-L", "合并的祖先", "-L", "支/一", "ours", "base", "theirs"],
        check=False, capture_output=True, cwd=tmp_path,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
    ).stdout  # fmt: skip
    assert marked(said)
    found = sides(said)
    assert (found.ours, found.theirs) == (ours.encode(), theirs.encode())
    assert found.base == (base.encode() if style == "diff3" else None)


def test_markers_of_a_merge_of_bases_stay_in_the_base() -> None:
    inner = (
        b"<<<<<<<<< Temporary merge branch 1\n1\n=========\n2\n>>>>>>>>> Temporary\n"
    )
    data = b"<<<<<<< HEAD\na\n||||||| merged\n" + inner + b"=======\nb\n>>>>>>> x\n"
    assert sides(data) == Sides(inner, b"a\n", b"b\n")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param("<<<<<<< 本方\n甲\n=======\n乙\n", 4, id="no end"),
        pytest.param("<<<<<<< 本方\n甲\n>>>>>>> 对方\n", 3, id="no middle"),
        pytest.param(
            "<<<<<<< 本方\n甲\n=======\n乙\n<<<<<<< 本方\n=======\n>>>>>>> 对方\n",
            5,
            id="a second beginning",
        ),
    ],
)
def test_markers_that_do_not_pair_are_named_by_their_line(data: str, line: int) -> None:
    with pytest.raises(BadMarkers, match=f"第{line}行附近的冲突标记"):
        sides(data.encode())


@pytest.mark.parametrize(
    "data",
    [
        "编号: JZ-001\n",
        "  <<<<<<< 缩进的不是\n  >>>>>>> 标记\n",
        "<<<<<<<没有空格的不是\n>>>>>>>标记\n",
        "标题\n=======\n",
        "<<<<<<< 有头无尾\n",
        "",
    ],
)
def test_a_file_that_only_looks_like_it_is_not_marked(data: str) -> None:
    assert not marked(data.encode())
