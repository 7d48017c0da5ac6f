"""Two sides of a file become one by what they say; comments stay where they stood."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from office import LEDGER, UNITS, VOTE, kept
from rectify.domain.ballot import Vote
from rectify.domain.issue import LooseIssue
from rectify.domain.ledger import Ledger
from rectify.domain.merging.conflict import Side
from rectify.domain.unit import UnitList
from rectify.storage.holidays import holidays
from rectify.storage.merging.joining import WHOLE, Three, Unjoinable, join, kind_of
from rectify.storage.merging.markers import sides
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from rectify.domain.merging.conflict import Picks
    from rectify.storage.merging.joining import Joined

DAY = date(2024, 12, 2)
ISSUE = "data/ylfw-2024/issues/JZ-001.yaml"
BASE = kept("JZ-001", "已交办")


def book(text: str = LEDGER) -> Ledger:
    loaded = load(Ledger, text.encode(), "ledger.yaml").value
    assert loaded is not None
    return loaded


def joined(  # noqa: PLR0917  # three texts, and how they are joined
    base: str | None,
    ours: str,
    theirs: str,
    path: str = ISSUE,
    ledger: Ledger | None = None,
    picks: Picks | None = None,
) -> Joined:
    """Join three texts, and let it be the same from the other side."""
    ledger = ledger or book()
    kind = kind_of(path, ledger)
    before = None if base is None else base.encode()
    files = Three(before, ours.encode(), theirs.encode())
    found = join(files, kind, path, ledger, picks=picks or {}, on=DAY)
    across = {key: side.other for key, side in (picks or {}).items()}
    swapped = Three(before, files.theirs, files.ours)
    other = join(swapped, kind, path, ledger, picks=across, on=DAY)
    assert (found.data, len(found.conflicts)) == (other.data, len(other.conflicts))
    return found


def clean(base: str | None, ours: str, theirs: str, path: str = ISSUE) -> str:
    """Join three texts about which there is nothing to decide."""
    found = joined(base, ours, theirs, path)
    assert found.conflicts == ()
    assert found.data is not None
    assert found.marked == found.data
    return found.data.decode()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data/ylfw-2024/issues/JZ-001.yaml", "Issue"),
        ("data/ylfw-2024/votes/2024-01.yaml", "Vote"),
        ("data/ylfw-2024/ledger.yaml", "Ledger"),
        ("data/ylfw-2024/units.yaml", "UnitList"),
        ("data/ylfw-2024/imports.yaml", "Profile"),
        ("办公室/data/ylfw-2024/units.yaml", "UnitList"),
        ("holidays.yaml", "YearList"),
        ("data/ylfw-2024/holidays.yaml", None),
        ("data/ylfw-2024/files/JZ-001/units.yaml", None),
        ("data/ylfw-2024/其他.yaml", None),
        ("templates/handover.md.j2", None),
    ],
)
def test_a_path_says_what_a_file_is(path: str, kind: str | None) -> None:
    found = kind_of(path, book())
    assert (found and found.__name__) == kind


def test_an_issue_of_a_ledger_that_cannot_be_read_is_never_written_anew() -> None:
    kind = kind_of(ISSUE, None)
    assert kind is LooseIssue
    files = Three(BASE.encode(), f"{BASE}# 一\n".encode(), f"{BASE}# 二\n".encode())
    with pytest.raises(
        Unjoinable, match=r"JZ-001.yaml 不能按内容合并：ledger.yaml 读不出来"
    ):
        join(files, kind, ISSUE, None, on=DAY)


@pytest.mark.parametrize("text", ["编号: [", "编号: JZ-001\n", "\r\n"])
def test_where_one_side_changed_nothing_the_other_keeps_every_byte(text: str) -> None:
    assert clean(BASE, BASE, text) == text
    assert clean(BASE, text, text) == text


def test_a_faulty_side_is_named_with_its_line() -> None:
    with pytest.raises(Unjoinable) as refusal:
        joined(BASE, BASE + "# 一\n", BASE.replace("项目建设", "乙\n错: 误"))
    said = str(refusal.value)
    assert said.startswith(f"{ISSUE} 不能按内容合并：")
    assert "对方" in said or "本方" in said
    assert "第6行" in said


def test_a_file_in_one_bracket_with_comments_is_left_to_people() -> None:
    bracket = "{编号: JZ-001, # 一\n 标题: 甲}\n"
    with pytest.raises(Unjoinable, match="整个写在一对括号里"):
        joined("编号: JZ-001\n标题: 甲\n", bracket, "编号: JZ-001\n标题: 乙\n")


def test_both_sides_may_change_rules_of_a_ledger() -> None:
    ours = LEDGER.replace("年度: 2024", "年度: 2025")
    theirs = LEDGER + "办理规则:\n  答复期限: 2个月\n"
    said = clean(LEDGER, ours, theirs, "data/x/ledger.yaml")
    assert said == ours + "办理规则:\n  答复期限: 2个月\n"


def test_units_that_both_sides_add_are_both_there_under_their_comments() -> None:
    ours = UNITS.replace("  # 牵头", "  # 甲加的\n  - 全称: 市医保局\n  # 牵头")
    theirs = UNITS + "  # 乙加的\n  - 全称: 市卫健委\n"
    said = clean(UNITS, ours, theirs, "data/x/units.yaml")
    assert "  # 甲加的\n  - 全称: 市医保局\n" in said
    assert said.endswith("  # 乙加的\n  - 全称: 市卫健委\n")
    loaded = load(UnitList, said.encode(), "x").value
    assert loaded is not None
    assert len(loaded.units) == 8


def test_a_vote_counted_differently_is_disputed() -> None:
    ours, theirs = VOTE.replace("41", "40"), VOTE.replace("41", "42")
    found = joined(VOTE, ours, theirs, "data/x/votes/2024-01.yaml")
    assert found.data is None
    assert found.conflicts
    for side in sides(found.marked)[1:]:
        assert side is not None
        assert load(Vote, side, "x").value is not None


def test_holidays_are_merged_year_by_year_and_day_by_day() -> None:
    base = "# 国务院通知\n2027:\n  放假:\n    - 2027-01-01\n"
    ours = base + "    - 2027-10-01\n2028:\n  上班:\n    - 2028-02-05\n"
    theirs = base + "    - 2027-10-02\n# 调休\n2029:\n  放假:\n    - 2029-01-01\n"
    said = clean(base, ours, theirs, "holidays.yaml")
    found = holidays(said.encode(), "holidays.yaml")
    assert found.years == {2027, 2028, 2029}
    assert len(found.workdays) == 5
    assert "'" not in said
    assert "# 调休\n2029:\n" in said


def test_of_a_file_that_is_no_record_one_side_is_picked() -> None:
    path = "data/x/files/JZ-001/照片.jpg"
    found = joined("一", "二", "三", path)
    assert [(each.key, each.both) for each in found.conflicts] == [(WHOLE, False)]
    picked = joined("一", "二", "三", path, picks={WHOLE: Side.THEIRS})
    assert picked.data == "三".encode()


def test_a_file_that_is_no_text_gets_no_markers() -> None:
    files = Three(b"\xff0", b"\xff1", b"\xff2")
    found = join(files, None, "data/x/files/JZ-001/照片.jpg", None, on=DAY)
    assert found.marked == b"\xff1"
    assert found.conflicts[0].ours == "（2字节）"
    added = join(files._replace(base=None), None, "x", None, on=DAY)
    assert added.conflicts[0].base is None


def test_a_template_is_merged_by_its_lines() -> None:
    path = "templates/handover.md.j2"
    assert clean("一\n二\n三\n", "甲\n二\n三\n", "一\n二\n乙\n", path) == "甲\n二\n乙\n"
    found = joined("一\n二\n", "甲\n二\n", "乙\n二\n", path)
    assert sides(found.marked) == (None, "甲\n二\n".encode(), "乙\n二\n".encode())
    assert joined("一", "二", "三", path).conflicts[0].key == WHOLE
    files = Three(b"\xff0", b"\xff1", b"\xff2")
    assert join(files, None, path, None, on=DAY).data is None


TAIL = "# 材料在二楼\n"


def _noted(day: str, said: str) -> str:
    return f"  - 日期: {day}\n    事项: 备注\n    内容: {said}\n"


def test_a_comment_below_which_both_sides_have_written_stands_once_where_it_stood() -> (
    None
):
    ours, theirs = _noted("2024-07-01", "甲"), _noted("2024-07-02", "乙")
    merged = clean(BASE + TAIL, BASE + TAIL + ours, BASE + TAIL + theirs)
    assert merged.count(TAIL) == 1
    assert merged.endswith(TAIL)


def test_a_comment_whose_place_is_gone_goes_along_once() -> None:
    event = _noted("2024-07-01", "甲")
    first, other = event.replace("甲", "一"), event.replace("甲", "二")
    base, ours, theirs = (f"{BASE}  {TAIL}{each}" for each in (event, first, other))
    found = joined(base, ours, theirs)
    picks = {each.key: Side.OURS for each in found.conflicts}
    picked = joined(base, ours, theirs, picks=picks)
    assert picked.data is not None
    assert picked.data.decode().count(TAIL) == 1
    _, *both = sides(found.marked)
    assert all(text is not None and text.decode().count(TAIL) == 1 for text in both)
