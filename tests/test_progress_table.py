"""The progress table: what is new in a period, against its beginning, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook import (
    BUREAU,
    answered,
    closed,
    dropped,
    handed,
    issue,
    returned,
    reviewed,
    roster,
    row,
    shared,
    voted,
)
from office import office
from paperwork import asking, compiled, table, worded
from rectify.domain.documents.progress_table import PeriodToCome
from rectify.domain.documents.report import NothingHanded

if TYPE_CHECKING:
    from pathlib import Path

    from rectify.domain.roster import Roster

FINANCE, FIRE = "市财政局", "市消防救援支队"
TOLD = row("2024-09-27", "进展", 单位=BUREAU, 内容="已完成三处。")


def week(on: str = "2024-09-30") -> Roster:
    """A ledger with a week of work behind it."""
    return roster(
        issue(1, handed(), answered("2024-09-24"), reviewed("2024-09-30")),
        issue(2, handed(until="2024-09-23")),
        issue(3, handed(until="2024-10-08"), TOLD),
        issue(4, handed(FINANCE), answered("2024-09-23", FINANCE)),
        issue(
            5,
            handed(FIRE),
            answered("2024-07-01", FIRE),
            reviewed("2024-08-01", unit=FIRE),
            voted("2024-09-20"),
            closed("2024-09-25"),
        ),
        issue(6, handed(FIRE), dropped("2024-09-20", "并案", into=3)),
        issue(7),
        on=on,
    )


def test_a_week_ends_with_the_day_and_begins_six_days_before() -> None:
    found = compiled("progress", asking(week()))
    assert found.changes.period == "2024年9月24日至30日"
    assert str(found.before) == "2024-09-23"
    assert found.changes.counts == (
        ("报告进展", 1),
        ("新答复", 1),
        ("复核", 1),
        ("销号", 1),
    )


def test_the_period_may_begin_on_any_day_not_after_the_figures() -> None:
    found = compiled("progress", asking(week(), since="2024-09-23"))
    assert found.changes.period == "2024年9月23日至30日"
    assert ("新答复", 2) in found.changes.counts
    with pytest.raises(PeriodToCome, match="2024-10-01 晚于统计截止日 2024-09-30"):
        compiled("progress", asking(week(), since="2024-10-01"))


def test_figures_are_compared_in_issues_and_in_percentage_points() -> None:
    found = compiled("progress", asking(week()))
    assert [(f.name, f.then.counts, f.now.counts, f.points) for f in found.figures] == [
        ("答复率", "2/6", "3/6", "提高16.7个百分点"),
        ("按期办结率", "2/2", "3/4", "下降25.0个百分点"),
        ("整改完成率", "1/6", "2/6", "提高16.7个百分点"),
        ("整改答复到位率", "1/6", "2/6", "提高16.7个百分点"),
        ("销号率", "0/6", "1/6", "提高16.7个百分点"),
    ]
    assert (found.overdue_then, found.overdue) == (0, 1)
    rows = table(worded("progress", asking(week())), "## 二、与期初相比")
    assert rows[1][5:] == ["增加1条", "提高16.7个百分点"]
    assert rows[-1] == ["逾期未答复", "0", "—", "1", "—", "增加1条", "—"]


def test_what_was_sent_back_makes_a_figure_smaller() -> None:
    held = roster(
        issue(1, handed(), answered("2024-09-01"), returned("2024-09-28")),
        on="2024-09-30",
    )
    rows = table(worded("progress", asking(held)), "## 二、与期初相比")
    assert rows[1][5:] == ["减少1条", "下降100.0个百分点"]
    assert rows[3][5:] == ["持平", "持平"]


def test_what_is_open_is_listed_the_most_urgent_first() -> None:
    rows = table(worded("progress", asking(week())), "## 三、未销号问题进展")
    assert [(line[0], line[4], line[6]) for line in rows[1:]] == [
        ("JZ-002", "逾期7天", "—"),
        ("JZ-003", "剩8天", "9月27日进展：已完成三处。"),
        ("JZ-006", "剩8天", "9月27日进展：已完成三处。"),
        ("JZ-001", "—", "9月30日复核：整改到位，实地核查"),
        ("JZ-004", "—", "9月23日答复：A类"),
    ]
    assert rows[3][2] == f"{BUREAU}（并入 JZ-003）"


def test_of_several_units_it_is_said_which_one_was_last_heard_of() -> None:
    held = roster(
        issue(1, shared(BUREAU, FINANCE), TOLD),
        issue(2, handed(), row("2023-12-30", "备注", 内容="此前已有来信")),
        issue(3, handed(), row("2024-06-25", "方案", 单位=BUREAU, 责任人="科长")),
        on="2025-01-02",
    )
    rows = table(worded("progress", asking(held)), "## 三、未销号问题进展")
    assert rows[1][6] == f"2024年9月27日进展，{BUREAU}：已完成三处。"
    assert rows[2][6] == "—"
    assert rows[3][6] == "2024年6月25日方案（责任人：科长）"


def test_what_was_declared_void_is_neither_new_nor_the_latest() -> None:
    void = TOLD | {"作废": "2024-09-28 写错了一条"}
    held = roster(issue(1, handed(), void), on="2024-09-30")
    text = worded("progress", asking(held))
    assert "本期没有新的办理记录。" in text
    assert table(text, "## 三、")[1][6] == "—"
    then = worded("progress", asking(held, known="2024-09-27"))
    assert "本期登记报告进展1件。" in then
    assert table(then, "## 三、")[1][6] == "9月27日进展：已完成三处。"


def test_a_record_made_later_was_not_new_when_it_was_not_known() -> None:
    late = TOLD | {"登记日期": "2024-10-05"}
    held = roster(issue(1, handed(), late), on="2024-09-30")
    assert "报告进展1件" in worded("progress", asking(held))
    assert "本期没有新的办理记录" in worded(
        "progress", asking(held, known="2024-09-30")
    )


def test_the_opening_counts_what_is_open_by_state() -> None:
    text = worded("progress", asking(week()))
    assert "交办6条，30%以上已整改和答复到位（2条，33.3%）" in text
    assert (
        "尚未销号的5条中，已交办待答复1条、正在办理2条、已答复待复核测评1条、"
        "整改到位待测评1条，其中逾期1条。另有1条尚未交办，不计入以下各项。"
    ) in text


def test_what_was_reviewed_is_told_by_what_was_found() -> None:
    again = [
        voted("2024-08-01"),
        row("2024-08-02", "转跟踪", 下次核查="2025-06-30"),
        answered("2024-08-20"),
        reviewed("2024-08-25"),
    ]
    failed = [
        voted("2024-08-01", "不通过", 期限="2024-12-31"),
        answered("2024-08-20"),
        reviewed("2024-08-25", "未到位"),
    ]
    text = worded(
        "progress",
        asking(
            roster(
                issue(1, handed(), answered("2024-07-01"), *again),
                issue(2, handed(), answered("2024-07-01"), *failed),
                on="2024-09-30",
            )
        ),
    )
    assert "尚未销号的2条中，已答复但复核未到位1条、整改到位待销号1条。" in text
    rows = table(text, "## 三、未销号问题进展")
    assert [line[5] for line in rows[1:]] == ["整改到位", "复核未到位②"]


def test_when_everything_is_struck_off_nothing_is_listed() -> None:
    done = issue(
        1,
        handed(),
        answered("2024-07-01"),
        reviewed("2024-07-10"),
        voted("2024-08-01"),
        closed("2024-08-10"),
    )
    text = worded("progress", asking(roster(done, on="2024-09-30")))
    assert "已全部整改和答复到位。已全部销号。" in text
    assert "## 三、" not in text


def test_before_any_handing_over_there_is_no_progress() -> None:
    with pytest.raises(NothingHanded, match="没有可写的整改进展表"):
        compiled("progress", asking(roster(issue(1))))


def test_the_command_takes_the_first_day_of_the_period(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已交办")
    asked = ("report", "整改进展表", "--as-of", "2024-09-30")
    weekly = bench.do(*asked)
    assert "（2024年9月24日至30日）" in weekly.out, weekly.err
    monthly = bench.do(*asked, "--since", "2024-09-01")
    assert "（2024年9月1日至30日）" in monthly.out
    assert "本期登记新答复1件。" in monthly.out
    refused = bench.do(*asked, "--since", "2024-10-02")
    assert refused.code == 2
    assert "晚于统计截止日" in refused.err
