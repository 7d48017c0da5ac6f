"""完成时间 may be the day when work was finished, or the one by which it is to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drafting import TODAY, context, drafted, table
from rectify.domain.intake.drafting.completion import completed
from rectify.domain.intake.finding.asked import Asked

if TYPE_CHECKING:
    from rectify.domain.intake.grid import Value
    from rectify.domain.intake.record import FoundTable

RUNNING = ("问题=问题描述", "单位", "期限=拟定期限", "完成时间=完成时限", "是否完成")
SIMPLE = ("问题=问题描述", "单位", "时限=时限类型", "完成时间=拟定期限", "是否完成")

MIXED = (
    "有1条是过去的日期而且已完成，1条还没到或没有完成，都按完成时限读；"
    "如果是实际完成的日期，加 --map 完成时间=完成日期"
)
ALL_PAST = (
    "都是过去的日期而且已完成，按完成日期读；如果是期限，加 --map 完成时间=拟定期限"
)


def running(heads: tuple[str, ...], *ends: tuple[Value, Value]) -> FoundTable:
    """Find a list of issues with the last two cells of each."""
    rows = ((f"第{n}处", "市民政局", None, *each) for n, each in enumerate(ends))
    return table(heads, *rows)


def asked(found: FoundTable, **columns: str) -> tuple[str | None, list[str]]:
    """Give the field of 完成时间, and what is doubtful about it."""
    read = completed(found, Asked(columns=columns), TODAY)
    assert all(set(each.cells) <= set(read.columns) for each in read.records)
    return read.columns[3].field, [str(doubt) for doubt in read.doubts]


def test_a_day_that_is_past_is_when_the_work_was_finished() -> None:
    found = running(
        RUNNING, ("2024-09-01", "是"), (None, "推进中"), ("12月1日", "已完成"),
        ("2024-10-08", "基本完成"), ("待定", "否"), ("2024-12-30", None),
    )  # fmt: skip
    assert asked(found) == ("完成日期", [])
    drafts = drafted(
        completed(found, Asked(), TODAY), known=context(opening=True)
    ).drafts
    assert [str((each.opening or {}).get("完成日期")) for each in drafts] == [
        "2024-09-01", "None", "2024-12-01", "None", "None", "2024-12-30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "ends",
    [
        [("2024-09-01", "否"), ("2025-03-01", "是")],
        [("2024-09-01", None), ("年底前", "是")],
        [(None, "是")],
        [],
    ],
)
def test_a_day_of_which_nobody_says_that_all_is_done_is_a_plan(
    ends: list[tuple[Value, Value]],
) -> None:
    assert asked(running(RUNNING, *ends)) == ("完成时限", [])


@pytest.mark.parametrize(
    "other", [("2025-03-01", None), ("2024-09-01", "否"), ("2024-09-01", "整改中")]
)
def test_days_of_both_kinds_are_doubtful(other: tuple[Value, Value]) -> None:
    found = running(RUNNING, ("2024-09-01", "是"), other)
    assert asked(found) == (
        "完成时限",
        [f"Sheet1!D2  “完成时间”{MIXED}"],
    )


def test_it_is_doubtful_too_where_nothing_else_is_the_deadline() -> None:
    assert asked(running(SIMPLE, ("2024-09-01", "是"))) == (
        "完成日期",
        [f"Sheet1!D2  “完成时间”{ALL_PAST}"],
    )


def test_who_has_said_what_the_column_is_is_believed() -> None:
    found = running(RUNNING, ("2024-09-01", "是"))
    assert asked(found, 完成时间="完成时限") == ("完成时限", [])


@pytest.mark.parametrize(
    "heads",
    [
        (*RUNNING[:3], "计划完成时间=完成时限", "是否完成"),
        (*RUNNING[:2], "办结日期=完成日期", *RUNNING[3:]),
    ],
)
def test_a_heading_that_leaves_nothing_open_is_taken_at_its_word(
    heads: tuple[str, ...],
) -> None:
    found = running(heads, ("2024-09-01", "是"))
    assert asked(found) == ("完成时限", [])
