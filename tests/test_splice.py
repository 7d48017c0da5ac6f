from __future__ import annotations

import datetime as dt
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rectify.domain.event import Accept, Note
from rectify.domain.issue import Issue
from rectify.storage.splice import (
    NotSpliceable,
    RecordedAlready,
    add_event,
    set_field,
    void_event,
)
from rectify.storage.yaml import load, render, render_field, render_item
from strategies import EVENTS, entities, issues

if TYPE_CHECKING:
    from rectify.domain.event import AnyEvent

WRITTEN = dedent("""\
    # 台账由办公室保管
    编号: JZ-001
    标题: 甲  # 待核
    # 检查组原话
    问题描述: |
      第一句。
      # 这一行是文字，不是注释

      第二段。

    # 以下按日期
    办理记录:
      # 交办会上
      - 日期: 2024-06-20
        事项: 备注
        内容: |
          一。
          # 这也是文字
        # 缩进的注释属于上一条


      # 电话记录
      - 日期: 2024-06-22
        事项: 签收
        单位: 市民政局
      # 等待答复
    # 文件末尾
    """)


def parsed(text: str) -> Issue:
    loaded = load(Issue, text.encode(), "")
    assert loaded.value is not None, (loaded.problems, text)
    return loaded.value


def note(day: str, content: str = "新。") -> Note:
    return Note(date=dt.date.fromisoformat(day), content=content)


def test_an_event_goes_behind_the_one_before_it_and_comments_stay() -> None:
    block = "  - 日期: 2024-06-21\n    事项: 备注\n    内容: |\n      新。\n"
    own = "    # 缩进的注释属于上一条\n"
    assert add_event(WRITTEN, note("2024-06-21"), Issue) == WRITTEN.replace(
        own, own + block
    )


def test_the_first_event_goes_right_behind_the_key() -> None:
    block = "  - 日期: 2024-01-01\n    事项: 备注\n    内容: |\n      新。\n"
    key = "办理记录:\n"
    assert add_event(WRITTEN, note("2024-01-01"), Issue) == WRITTEN.replace(
        key, key + block
    )


def test_the_last_event_goes_before_the_comments_that_end_the_file() -> None:
    block = "  - 日期: 2024-07-01\n    事项: 备注\n    内容: |\n      新。\n"
    before = "    单位: 市民政局\n"
    wanted = WRITTEN.replace(before, before + block)
    assert add_event(WRITTEN, note("2024-07-01"), Issue) == wanted


def test_a_file_without_a_record_gets_one_at_its_end() -> None:
    text = "编号: JZ-001\n标题: 甲\n# 末尾"
    wanted = (
        "\n办理记录:\n  - 日期: 2024-01-01\n    事项: 备注\n    内容: |\n      新。\n"
    )
    assert add_event(text, note("2024-01-01"), Issue) == text + wanted


def test_an_empty_record_is_filled() -> None:
    text = "编号: JZ-001\n办理记录:  # 暂无\n标题: 甲\n"
    block = "  - 日期: 2024-01-01\n    事项: 备注\n    内容: |\n      新。\n"
    wanted = text.replace("暂无\n", "暂无\n" + block)
    assert add_event(text, note("2024-01-01"), Issue) == wanted


@pytest.mark.parametrize("column", [0, 1, 2, 4])
def test_the_indentation_of_the_file_s_own_list_is_followed(column: int) -> None:
    item = render_item(note("2024-01-01"), column)
    text = "\n".join(["编号: JZ-001", "标题: 甲", "办理记录:", *item, ""])
    new = note("2024-02-01")
    assert add_event(text, new, Issue) == text + "\n".join(
        [*render_item(new, column), ""]
    )


def test_in_a_record_out_of_order_an_event_goes_before_the_first_later_one() -> None:
    days = ["2024-03-01", "2024-01-01", "2024-05-01"]
    events = tuple(note(day, day) for day in days)
    text = render(Issue(number="JZ-001", title="甲", events=events))
    after = parsed(add_event(text, note("2024-02-01"), Issue))
    assert [event.date.month for event in after.events] == [2, 3, 1, 5]
    after = parsed(add_event(text, note("2024-04-01"), Issue))
    assert [event.date.month for event in after.events] == [3, 1, 4, 5]


def test_an_event_that_is_there_already_is_refused() -> None:
    with pytest.raises(
        RecordedAlready, match="JZ-001 已有完全相同的一条办理记录（第2项）"
    ):
        add_event(WRITTEN, Accept(date=dt.date(2024, 6, 22), unit="市民政局"), Issue)


def test_a_voiding_is_one_line_inside_its_event() -> None:
    wanted = WRITTEN.replace(
        "      # 这也是文字\n", "      # 这也是文字\n    作废: 2024-09-20 记错了\n"
    )
    assert void_event(WRITTEN, 0, "2024-09-20 记错了", Issue) == wanted


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("title", "乙: 丙", "标题: 甲  # 待核\n", "标题: '乙: 丙'  # 待核\n"),
        ("category", "丁", "甲  # 待核\n", "甲  # 待核\n类别: 丁\n"),
        (
            "description", None,
            "问题描述: |\n  第一句。\n  # 这一行是文字，不是注释\n\n  第二段。\n", "",
        ),
        ("remarks", "好。", "  第二段。\n", "  第二段。\n备注: |\n  好。\n"),
        ("serial", "1", "编号: JZ-001\n", "编号: JZ-001\n序号: '1'\n"),
    ],
)  # fmt: skip
def test_a_field_is_replaced_inserted_or_removed_and_its_comments_stay(
    name: str, value: str | None, old: str, new: str
) -> None:
    issue = parsed(WRITTEN).but(**{name: value})
    assert set_field(WRITTEN, issue, name) == WRITTEN.replace(old, new)


def test_comments_inside_a_replaced_block_are_kept_above_it() -> None:
    text = dedent("""\
        编号: JZ-001
        标题: 甲
        提出人:  # 见附表
          - 姓名: 乙  # 核对过
          # 还有一位
          - 姓名: '丙 # 不是注释'
        备注: |  # 口头
          丁。
        """)
    issue = parsed(text).but(proposers=())
    new = set_field(text, issue, "proposers")
    assert new.splitlines()[2:5] == ["# 见附表", "# 核对过", "# 还有一位"]
    assert "# 口头\n备注: |\n  戊。\n" in set_field(
        new, parsed(new).but(remarks="戊。"), "remarks"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{编号: JZ-001, 标题: 甲}\n",
        "编号: JZ-001\n标题: 甲\n办理记录: []\n",
        "编号: JZ-001\n标题: 甲\n办理记录: [{日期: 2024-01-01, 事项: 恢复}]\n",
        "--- {编号: JZ-001, 标题: 甲}\n",
        "编号: JZ-001\n标题: 甲\n...\n",
        "? 编号\n: JZ-001\n标题: 甲\n",
    ],
)
def test_blocks_that_can_t_be_told_apart_are_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(NotSpliceable, match=r"JZ-001 .*先运行 rectify format 整理格式"):
        add_event(text, note("2024-02-01"), Issue)


def test_an_event_in_brackets_is_not_voided_but_others_are_added() -> None:
    text = WRITTEN + "  - {日期: 2024-07-01, 事项: 备注, 内容: 乙}\n"
    text = text.replace("# 文件末尾\n", "")
    with pytest.raises(NotSpliceable):
        void_event(text, 2, "2024-09-20 错", Issue)
    assert len(parsed(add_event(text, note("2024-08-01"), Issue)).events) == 4


COMMENTS = st.lists(
    st.sampled_from(["# 注", "", "#", "# - 日期: 2024-01-01", "   "]), max_size=3
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Draw a file as hands leave it: blank lines and comments between its blocks."""
    issue = draw(issues())
    column = draw(st.sampled_from([0, 2, 2, 4]))
    lines = draw(COMMENTS)
    for name in Issue.labels():
        if name != "events":
            lines += render_field(issue, name) + draw(COMMENTS)
    if issue.events:
        lines.append("办理记录:")
    for event in issue.events:
        indented = [(" " * column + comment) for comment in draw(COMMENTS)]
        lines += indented + render_item(event, column)
    lines += draw(COMMENTS)
    return "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n"]))


def inserted(old: str, new: str) -> list[list[str]]:
    """Tell what may have been inserted; every other line is as it was.

    A block that begins like its neighbour can be told from it in more than one way.
    """
    before, after = old.split("\n"), new.split("\n")
    if old and not old.endswith("\n") and new.endswith("\n"):
        after = after[:-1] if after[-1] == "" else after
    more = len(after) - len(before)
    return [
        after[place : place + more]
        for place in range(len(before) + 1)
        if before[:place] == after[:place] and before[place:] == after[place + more :]
    ]


@settings(deadline=None, max_examples=80)
@given(written(), EVENTS)
def test_adding_an_event_inserts_its_block_and_nothing_else(
    text: str, event: AnyEvent
) -> None:
    issue = parsed(text)
    assume(event.identity() not in {other.identity() for other in issue.events})
    after = add_event(text, event, Issue)
    blocks = [
        [line for line in block if line != "办理记录:"]
        for block in inserted(text, after)
    ]
    assert any(render_item(event, column) in blocks for column in (0, 2, 4))
    events = list(parsed(after).events)
    events.remove(event)
    assert tuple(events) == issue.events
    if list(issue.events) == issue.ordered_events():
        assert list(parsed(after).events) == parsed(after).ordered_events()


@settings(deadline=None, max_examples=60)
@given(written(), st.data())
def test_voiding_inserts_one_line_and_nothing_else(
    text: str, data: st.DataObject
) -> None:
    issue = parsed(text)
    open_ones = [i for i, event in enumerate(issue.events) if event.void is None]
    assume(open_ones)
    index = data.draw(st.sampled_from(open_ones))
    after = void_event(text, index, "2024-09-20 记错了", Issue)
    [block] = inserted(text, after)
    assert [line.strip() for line in block] == ["作废: 2024-09-20 记错了"]
    assert parsed(after).events[index].void == "2024-09-20 记错了"


@settings(deadline=None, max_examples=80)
@given(written(), entities(Issue), st.data())
def test_setting_a_field_touches_its_lines_and_no_comment(
    text: str, other: Issue, data: st.DataObject
) -> None:
    issue = parsed(text)
    name = data.draw(st.sampled_from([n for n in Issue.labels() if n != "events"]))
    wanted = issue.but(**{name: getattr(other, name)})
    after = set_field(text, wanted, name)
    assert parsed(after) == wanted
    old, new = render_field(issue, name), render_field(wanted, name)
    before, now = text.split("\n"), after.split("\n")
    if old == new:
        assert after.rstrip("\n") == text.rstrip("\n")
    elif old:
        at = next(i for i in range(len(before)) if before[i : i + len(old)] == old)
        assert now == before[:at] + new + before[at + len(old) :]
    else:
        assert new in inserted(text, after)
