from __future__ import annotations

from datetime import date

import pytest

from casebook import (
    BUREAU,
    UNITS,
    Row,
    answered,
    closed,
    dropped,
    handed,
    issue,
    ledger,
    rechecked,
    returned,
    reviewed,
    roster,
    row,
    shared,
    told,
    voted,
)
from rectify.domain.changes import Changes, compile_changes
from rectify.domain.unit import Directory, Unit

FINANCE, FIRE, EMERGENCY = "市财政局", "市消防救援支队", "市应急管理局"


def said(*events: Row, since: str = "2024-07-01", until: str = "2024-12-31") -> Changes:
    """What a period says of one issue that was handed over before it."""
    held = roster(issue(1, handed(), *events), on=until)
    return compile_changes(
        [held], since=date.fromisoformat(since), until=date.fromisoformat(until)
    )


@pytest.mark.parametrize(
    ("events", "counted", "line"),
    [
        ([row("2024-07-01", "签收", 单位=BUREAU)], "签收", "签收 JZ-001"),
        ([row("2024-07-01", "方案", 单位=BUREAU)], "报送方案", "报送方案 JZ-001"),
        (
            [row("2024-07-01", "进展", 单位=BUREAU, 内容="已动工。")],
            "报告进展",
            "报告进展 JZ-001",
        ),
        ([row("2024-07-01", "面商", 单位=BUREAU, 方式="当面")], "面商", "面商 JZ-001"),
        (
            [row("2024-07-01", "申请退回", 单位=BUREAU, 理由="不属职责")],
            "申请退回",
            "申请退回 JZ-001",
        ),
        (
            [
                row("2024-06-25", "申请退回", 单位=BUREAU, 理由="不属职责"),
                row("2024-07-01", "不予退回", 单位=BUREAU),
            ],
            "不予退回",
            "不予退回 JZ-001",
        ),
        ([row("2024-07-01", "延期", 单位=BUREAU)], "申请延期", "申请延期 JZ-001"),
        (
            [row("2024-07-01", "延期", 单位=BUREAU, 结论="不同意")],
            "不同意延期",
            "不同意延期 JZ-001",
        ),
        (
            [row("2024-07-01", "延期", 单位=BUREAU, 结论="同意", 新期限="2024-11-29",
                 批准人="主任会议")],
            "同意延期",
            "JZ-001 延期至11月29日（主任会议同意）",
        ),
        (
            [row("2024-07-01", "延期", 单位=BUREAU, 结论="同意", 新期限="2025-01-27")],
            "同意延期",
            "JZ-001 延期至2025年1月27日",
        ),
        ([row("2024-07-01", "催办", 单位=BUREAU)], "催办", "催办 JZ-001"),
        ([row("2024-07-01", "督办", 单位=BUREAU)], "督办", "督办 JZ-001"),
        (
            [row("2024-07-01", "重点督办", 结论="列入")],
            "列入重点督办",
            "列入重点督办 JZ-001",
        ),
        (
            [row("2024-06-25", "重点督办", 结论="列入"),
             row("2024-07-01", "重点督办", 结论="取消")],
            "取消重点督办",
            "取消重点督办 JZ-001",
        ),
        ([answered("2024-07-01")], "新答复", "答复 JZ-001"),
        (
            [answered("2024-06-30"), returned("2024-07-01")],
            "退回重办",
            "退回重办 JZ-001",
        ),
        (
            [answered("2024-06-30"), reviewed("2024-07-01", "未到位")],
            "复核",
            "JZ-001 复核未到位",
        ),
        (
            [answered("2024-06-30"), told("2024-07-01", "基本满意")],
            "反馈",
            "JZ-001 代表甲基本满意",
        ),
        ([answered("2024-06-30"), voted("2024-07-01")], "测评通过", "测评通过 JZ-001"),
        (
            [answered("2024-06-30"), voted("2024-07-01", "不通过")],
            "测评未通过",
            "测评未通过 JZ-001",
        ),
        ([answered("2024-06-30"), closed("2024-07-01")], "销号", "销号 JZ-001"),
        (
            [answered("2024-06-28"), closed("2024-06-30"),
             rechecked("2024-07-01", "巩固")],
            "回头看巩固",
            "回头看巩固 JZ-001",
        ),
        (
            [answered("2024-06-28"), closed("2024-06-30"),
             rechecked("2024-07-01", "反弹")],
            "回头看反弹",
            "JZ-001 回头看反弹",
        ),
        (
            [answered("2024-06-30"),
             row("2024-07-01", "转跟踪", 下次核查="2024-12-31")],
            "转跟踪",
            "转跟踪 JZ-001",
        ),
        ([dropped("2024-07-01", "撤回")], "终止", "JZ-001 撤回"),
        (
            [dropped("2024-06-30", "撤回"), row("2024-07-01", "恢复")],
            "恢复",
            "恢复 JZ-001",
        ),
    ],
)  # fmt: skip
def test_each_event_is_told_under_the_unit_it_concerns(
    events: list[Row], counted: str, line: str
) -> None:
    found = said(*events)
    assert found.counts == ((counted, 1),)
    assert found.lines == ((BUREAU, line),)


def test_a_merger_names_the_issue_it_goes_into() -> None:
    held = roster(
        issue(1, handed()), issue(2, handed(), dropped("2024-07-01", "并案", into=1))
    )
    found = compile_changes([held], since=date(2024, 7, 1), until=date(2024, 7, 1))
    assert found.lines == ((BUREAU, "JZ-002 并案，并入 JZ-001"),)


@pytest.mark.parametrize(
    ("move", "unit", "line"),
    [
        ({"原单位": BUREAU, "单位": FIRE}, FIRE, "JZ-001 由市民政局改派而来"),
        ({"单位": FIRE}, FIRE, "JZ-001 增加为承办单位"),
        ({"原单位": FINANCE}, FINANCE, "JZ-001 不再承办"),
    ],
)
def test_a_move_is_told_under_the_unit_that_comes_or_goes(
    move: Row, unit: str, line: str
) -> None:
    held = roster(
        issue(1, handed(协办=[FINANCE]), row("2024-07-01", "改派", **move)),
    )
    found = compile_changes([held], since=date(2024, 7, 1), until=date(2024, 7, 1))
    assert found.counts == (("改派", 1),)
    assert found.lines == ((unit, line),)


def test_a_note_is_no_change() -> None:
    found = said(row("2024-07-01", "备注", 内容="已电话了解。"))
    assert (found.counts, found.lines, found.changes) == ((), (), ())


def test_what_nobody_undertakes_yet_is_the_offices_own() -> None:
    held = roster(
        issue(1, row("2024-06-18", "审定")),
        issue(
            2,
            row("2024-06-10", "现场答复", 单位=BUREAU, 问="何时办成？", 答="年底前。"),
        ),
        by=ledger(办理规则={"须审定": "是"}),
    )
    found = compile_changes([held], since=date(2024, 6, 1), until=date(2024, 6, 30))
    assert found.counts == (("审定", 1), ("现场答复", 1))
    assert found.lines == (("人大", "审定 JZ-001"), (BUREAU, "现场答复 JZ-002"))


def test_what_happens_before_the_hand_over_is_told_apart() -> None:
    marked = row("2024-06-10", "重点督办", 结论="列入")
    held = roster(issue(1, marked, handed()), issue(2, marked))
    found = compile_changes([held], since=date(2024, 6, 1), until=date(2024, 6, 15))
    assert found.lines == (("尚未交办", "列入重点督办 JZ-001、JZ-002"),)


def test_a_proposer_who_asks_so_is_not_named() -> None:
    deputy = {"姓名": "代表甲", "身份": "市人大代表"}
    hidden = issue(
        1, handed(), answered("2024-07-01"), told("2024-07-10", "满意"),
        told("2024-07-11", "满意", "居民乙"),
        提出人=[deputy | {"保密": "是"}, {"姓名": "居民乙"}],
    )  # fmt: skip
    found = compile_changes(
        [roster(hidden)], since=date(2024, 7, 10), until=date(2024, 7, 31)
    )
    assert found.lines == ((BUREAU, "JZ-001 代表A满意；JZ-001 居民乙满意"),)


def test_only_the_days_of_the_period_count_both_ends_included() -> None:
    events = [
        row("2024-08-31", "签收", 单位=BUREAU),
        row("2024-09-01", "方案", 单位=BUREAU),
        answered("2024-09-30"),
        row("2024-10-01", "复核", 单位=BUREAU, 结论="整改到位"),
    ]
    found = said(*events, since="2024-09-01", until="2024-09-30")
    assert dict(found.counts) == {"报送方案": 1, "新答复": 1}


def test_what_was_declared_void_did_not_happen() -> None:
    wrong = answered("2024-07-01", 作废="2024-07-03 登错了编号")
    assert said(wrong).counts == ()


def test_what_units_do_together_counts_once_and_is_told_under_each() -> None:
    case = issue(
        1,
        shared(BUREAU, FINANCE),
        row("2024-06-21", "重点督办", 结论="列入"),
        answered("2024-06-25"),
        answered("2024-06-26", FINANCE),
        row("2024-06-30", "退回重办", 单位=[BUREAU, FINANCE], 理由="空泛"),
        answered("2024-07-02"),
        answered("2024-07-03", FINANCE),
        told("2024-07-04", "满意"),
        told("2024-07-05", "基本满意", "代表乙"),
        voted("2024-07-06"),
        row("2024-07-07", "转跟踪", 下次核查="2024-12-31"),
    )
    found = compile_changes(
        [roster(case)], since=date(2024, 6, 20), until=date(2024, 7, 31)
    )
    assert dict(found.counts) == {
        "新交办": 1,
        "列入重点督办": 1,
        "新答复": 4,
        "退回重办": 1,
        "反馈": 2,
        "测评通过": 1,
        "转跟踪": 1,
    }
    assert [unit for unit, _ in found.lines] == [BUREAU, FINANCE]
    assert found.lines[1][1] == (
        "交办 JZ-001；列入重点督办 JZ-001；答复 JZ-001；退回重办 JZ-001；"
        "JZ-001 代表甲满意；JZ-001 代表乙基本满意；测评通过 JZ-001；转跟踪 JZ-001"
    )


def test_units_stand_in_official_order_with_their_issues_in_a_row() -> None:
    held = roster(
        issue(1, handed(FIRE), answered("2024-07-01", FIRE)),
        issue(2, handed(), answered("2024-07-02")),
        issue(3, handed(), answered("2024-07-03")),
    )
    found = compile_changes([held], since=date(2024, 7, 1), until=date(2024, 7, 31))
    assert found.lines == ((BUREAU, "答复 JZ-002、JZ-003"), (FIRE, "答复 JZ-001"))
    assert found.counts == (("新答复", 3),)


def test_each_ledger_keeps_its_own_order_of_units() -> None:
    first = roster(
        issue(1, handed(FIRE), row("2024-07-01", "签收", 单位=FIRE)),
        issue(2, handed(), row("2024-07-01", "签收", 单位=BUREAU)),
        issue(3, row("2024-07-01", "审定"), row("2024-07-02", "备注", 内容="待办。")),
        units=UNITS,
    )
    other = roster(
        issue(4, handed("县民政局"), row("2024-07-01", "签收", 单位="县民政局")),
        units=Directory([Unit(name="县民政局")]),
    )
    found = compile_changes(
        [first, other], since=date(2024, 7, 1), until=date(2024, 7, 31)
    )
    units = [unit for unit, _ in found.lines]
    assert units[0] == "人大"
    assert units.index(BUREAU) < units.index(FIRE)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2024-09-01", "2024-09-30", "2024年9月1日至30日"),
        ("2024-09-01", "2024-10-08", "2024年9月1日至10月8日"),
        ("2024-12-01", "2025-01-31", "2024年12月1日至2025年1月31日"),
        ("2024-09-01", "2024-09-01", "2024年9月1日"),
    ],
)
def test_a_period_is_named_as_briefly_as_it_can_be(
    since: str, until: str, words: str
) -> None:
    assert said(since=since, until=until).period == words
