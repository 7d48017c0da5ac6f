"""`format`: whatever a file looks like, its one form says the same, comments too."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger
from rectify.domain.unit import UnitList
from rectify.errors import BadData
from rectify.storage.restyle import CommentsInTheWay, restyle
from rectify.storage.yaml import load, render
from strategies import entities

if TYPE_CHECKING:
    from rectify.domain.entity import Entity

COMMENT = re.compile(r"# 注\d+$", re.MULTILINE)
KINDS: tuple[type[Entity], ...] = (Issue, Ledger, UnitList)


@st.composite
def untidy(draw: st.DrawFn, kind: type[Entity]) -> str:
    """Draw a file as hands leave it: with comments and blank lines anywhere."""
    lines = render(draw(entities(kind))).split("\n")[:-1]
    written: list[str] = []
    inside: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if inside is not None and line.strip() and indent <= inside:
            inside = None
        if inside is None:
            written += draw(_between(indent, len(written)))
        behind = inside is None and draw(st.integers(0, 4)) == 0
        number = len(written)
        written.append(f"{line}  # 注{number}" if behind else line)
        if inside is None and line.endswith("|"):
            inside = indent
    written += draw(_between(0, len(written))) if inside is None else []
    return "".join(f"{line}\n" for line in written)


def _between(indent: int, number: int) -> st.SearchStrategy[list[str]]:
    remark = f"{' ' * indent}# 注{number}00"
    return st.sampled_from([[], [], [], [remark], ["", remark], [remark, ""]])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_restyling_keeps_the_value_and_every_comment_and_ends(
    kind: type[Entity], data: st.DataObject
) -> None:
    text = data.draw(untidy(kind))
    assume("\n{}" not in f"\n{text}")
    before = load(kind, text.encode(), "x")
    assert before.value is not None, before.problems
    styled = restyle(kind, text.encode(), "x")
    after = load(kind, styled, "x")
    assert after.value is not None
    assert sorted(map(str, after.value)) == sorted(map(str, ordered(before.value)))
    assert Counter(COMMENT.findall(styled.decode())) == Counter(COMMENT.findall(text))
    assert restyle(kind, styled, "x") == styled


def ordered(value: Entity) -> Entity:
    if not isinstance(value, Issue):
        return value
    return value.but(events=value.ordered_events())


@pytest.mark.parametrize(
    ("untidy_", "tidy"),
    [
        pytest.param(
            "标题: 甲\n编号: JZ-001\n", "编号: JZ-001\n标题: 甲\n", id="order"
        ),
        pytest.param(
            '编号:   JZ-001\n标题: "甲"\n',
            "编号: JZ-001\n标题: 甲\n",
            id="blanks and quotes",
        ),
        pytest.param(
            "编号: JZ-001\n标题: 甲\n问题描述: 一。二。\n",
            "编号: JZ-001\n标题: 甲\n问题描述: |\n  一。\n  二。\n",
            id="long text",
        ),
        pytest.param(
            "{编号: JZ-001, 标题: 甲}\n", "编号: JZ-001\n标题: 甲\n", id="brackets"
        ),
        pytest.param(
            "编号: JZ-001\n标题: 甲\n办理记录:\n- 事项: 备注\n  # 一\n  内容: 乙\n"
            "  # 二\n  日期: 2024-06-20 # 三\n# 四\n",
            "编号: JZ-001\n标题: 甲\n办理记录:\n  # 一\n  # 二\n  # 三\n"
            "  - 日期: 2024-06-20\n    事项: 备注\n    内容: |\n      乙\n# 四\n",
            id="comments inside an event",
        ),
        pytest.param(
            "编号: JZ-001\n标题: 甲\n拟协办: [甲局, # 一\n  乙局]\n",
            "编号: JZ-001\n标题: 甲\n# 一\n拟协办:\n  - 甲局\n  - 乙局\n",
            id="comment inside brackets",
        ),
    ],
)
def test_restyling_gives_the_one_form(untidy_: str, tidy: str) -> None:
    assert restyle(Issue, untidy_.encode(), "x").decode() == tidy


def test_a_comment_behind_the_name_of_a_list_is_kept() -> None:
    text = "编号: JZ-001\n标题: 甲\n提出人:  # 都问过\n- 姓名: 乙\n"
    styled = restyle(Issue, text.encode(), "x").decode()
    assert styled == "编号: JZ-001\n标题: 甲\n# 都问过\n提出人:\n  - 姓名: 乙\n"


def test_what_is_only_a_default_is_not_written() -> None:
    text = "名称: 甲\n编号前缀: JZ\n监督机关: 乙\n".encode()
    assert restyle(Ledger, text, "x") == text


def test_a_comment_indented_behind_an_event_belongs_to_it() -> None:
    event = "  - 日期: 2024-06-2{0}\n    事项: 备注\n    内容: |\n      {0}\n"
    text = f"编号: JZ-001\n标题: 甲\n办理记录:\n{event}    # {{0}}的原件在柜里\n"
    one, two = text.format(1), text.format(1) + event.format(2)
    above = "办理记录:\n    # 1的原件在柜里\n  - 日期: 2024-06-21\n"
    for untidy_ in (one, two):
        styled = restyle(Issue, untidy_.encode(), "x").decode()
        assert above.replace("    #", "  #") in styled


def test_comments_inside_one_bracket_are_rather_refused_than_lost() -> None:
    with pytest.raises(CommentsInTheWay, match="请先改成一行一项，或删去注释"):
        restyle(Issue, "{编号: JZ-001, # 一\n 标题: 甲}\n".encode(), "x")


def test_a_faulty_file_is_not_restyled() -> None:
    with pytest.raises(BadData):
        restyle(Issue, "编号: JZ-001\n标题：甲\n".encode(), "x")
