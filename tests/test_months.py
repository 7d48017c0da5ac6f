"""How far a ledger had come month by month: folded for each month end."""

from __future__ import annotations

from casebook import (
    answered,
    closed,
    dropped,
    handed,
    issue,
    rechecked,
    returned,
    reviewed,
    roster,
    voted,
)
from rectify.domain.documents.months import Course, MonthEnd, course, month_ends


def figures(ends: tuple[MonthEnd, ...]) -> list[tuple[str, int, int, int, int]]:
    return [
        (end.month, end.handed, end.answered, end.rectified, end.struck_off)
        for end in ends
    ]


def test_each_month_end_is_counted_as_things_stood_then() -> None:
    held = roster(
        issue(
            1,
            handed(),
            answered("2024-07-31"),
            reviewed("2024-08-01"),
            voted("2024-08-05"),
            closed("2024-09-30"),
            rechecked("2024-10-01", "反弹", 期限="2024-12-20"),
        ),
        issue(2, handed(), answered("2024-07-01"), returned("2024-08-31")),
        issue(3, handed(), dropped("2024-09-01", "撤回")),
        issue(4),
        on="2024-10-15",
    )
    ends = month_ends(held)
    assert figures(ends) == [
        ("2024年6月", 3, 0, 0, 0),
        ("2024年7月", 3, 2, 0, 0),
        ("2024年8月", 3, 1, 1, 0),
        ("2024年9月", 2, 1, 1, 1),
        ("2024年10月", 2, 0, 0, 0),
    ]
    assert [str(end.day) for end in ends[-2:]] == ["2024-09-30", "2024-10-15"]


def test_the_months_go_on_over_the_turn_of_the_year() -> None:
    held = roster(issue(1, handed()), on="2025-02-28")
    months = [end.month for end in month_ends(held)]
    assert months[6:] == ["2024年12月", "2025年1月", "2025年2月"]
    assert len(months) == 9


def test_before_any_handing_over_there_is_no_month() -> None:
    assert month_ends(roster(issue(1))) == ()
    assert course(()) is None


def test_a_course_is_drawn_from_the_second_month_and_the_first_answer() -> None:
    silent = issue(1, handed())
    spoken = issue(1, handed(), answered("2024-06-25"))
    assert course(month_ends(roster(spoken, on="2024-06-30"))) is None
    assert course(month_ends(roster(silent, on="2024-07-31"))) is None
    drawn = course(month_ends(roster(spoken, on="2024-07-01")))
    assert drawn == Course("已答复", (("2024年6月", 1), ("7月1日", 1)))


def test_a_course_shows_what_is_rectified_as_soon_as_something_is() -> None:
    done = issue(1, handed(), answered("2024-06-25"), reviewed("2024-07-02"))
    held = roster(done, issue(2, handed()), on="2025-01-31")
    drawn = course(month_ends(held))
    assert drawn is not None
    assert drawn.what == "完成整改"
    assert drawn.points[:2] == (("2024年6月", 0), ("7月", 1))
    assert drawn.points[-2:] == (("12月", 1), ("2025年1月", 1))
