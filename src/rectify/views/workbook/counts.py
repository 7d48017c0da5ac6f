"""The counting sheets of a register: by unit, by vote, and the rates."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.rate import NOTHING
from rectify.views.workbook.spreadsheet import HEADING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from rectify.domain.documents.breakdown import Ballot, UnitLine
    from rectify.domain.documents.register import Register
    from rectify.domain.rate import Rate
    from rectify.views.workbook.spreadsheet import Sheet

_GROUPS = (
    ("单位", ("",)),
    ("承办", ("主办、分办", "协办")),
    ("答复", ("件数", "答复率")),
    ("按期办结", ("应计", "件数", "按期办结率")),
    ("整改完成", ("件数", "完成率")),
    ("整改答复到位", ("件数", "到位率")),
    ("销号", ("件数", "销号率")),
    ("逾期未答复", ("",)),
)
_TOTAL = "合计（按问题计）"


def _at(register: Register) -> str:
    return register.head.until


def write_units(sheet: Sheet, register: Register) -> None:
    """Write the units side by side."""
    sheet.widths([28, 11, 8, 8, 9, 8, 8, 11, 8, 9, 8, 9, 8, 9, 11])
    last = 14
    title = f"{register.head.subject}·各单位办理情况"
    top = sheet.title(last, title, [f"{_at(register)}，按承办统计，合计按问题计"])
    _grouped_heading(sheet, top)
    row = top + 2
    for line in register.units:
        _write_unit(sheet, row, line.unit, line)
        row += 1
    _write_unit(sheet, row, _TOTAL, register.total, **HEADING)
    note = f"注：{register.base_note}。没有可计算对象的以“{NOTHING}”表示。"
    sheet.across(row + 1, last, note, align="left")
    sheet.raw.freeze_panes(top + 2, 1)
    sheet.page(repeat=(top, top + 1))


def _grouped_heading(sheet: Sheet, top: int) -> None:
    """Write a heading of two rows; what has one word stands over both."""
    column = 0
    for group, labels in _GROUPS:
        if labels == ("",):
            sheet.put_down(top, top + 1, column, group, **HEADING)
        else:
            sheet.put_over(top, column, column + len(labels) - 1, group, **HEADING)
            for place, label in enumerate(labels, column):
                sheet.put(top + 1, place, label, **HEADING)
        column += len(labels)
    sheet.fit(top)
    sheet.fit(top + 1)


def _write_unit(
    sheet: Sheet, row: int, name: str, line: UnitLine, **looks: str
) -> None:
    sheet.put(row, 0, name, **({"align": "left"} | looks))
    helping = NOTHING if line.helping is None else line.helping
    due = line.on_time.denominator
    values = (
        line.leading, helping,
        *_pair(line.answered), due or NOTHING, *_pair(line.on_time),
        *_pair(line.rectified), *_pair(line.at_hand), *_pair(line.struck_off),
        line.late,
    )  # fmt: skip
    for column, value in enumerate(values, 1):
        if isinstance(value, float):
            sheet.put(row, column, value, **(looks | {"num_format": "0.0%"}))
        else:
            sheet.put(row, column, value, **({"align": "center"} | looks | _WHOLE))
    sheet.fit(row)


_WHOLE = {"num_format": "0"}


def _pair(rate: Rate) -> tuple[int | str, float | str]:
    """Give the count of a rate and the rate as printed; of nothing, two dashes."""
    if rate.value is None:
        return NOTHING, NOTHING
    return rate.numerator, shown(rate)


def shown(rate: Rate, digits: int = 1) -> float | str:
    """Give a rate as it is printed, rounded half-up: the sheet shows the same words."""
    if rate.value is None:
        return NOTHING
    return float(rate.percent(digits).removesuffix("%")) / 100


class _Said(NamedTuple):
    """One column of the votes: its heading, its width, what it says, and how."""

    label: str
    width: float
    value: Callable[[Ballot], str | float | date | None]
    looks: Mapping[str, str] = MappingProxyType({"align": "center"})


_LEFT = {"align": "left"}
_EXACT = {"num_format": "0.00%"}
_BALLOT = (
    _Said("票号", 9, lambda each: each.tally.number),
    _Said("日期", 14, lambda each: each.day),
    _Said("会议", 24, lambda each: each.meeting, _LEFT),
    _Said("轮次", 6, lambda each: str(each.turn)),
    _Said("对象", 28, lambda each: each.subject, _LEFT),
    _Said("维度", 6, lambda each: each.dimension),
    _Said("实到", 6, lambda each: each.tally.present),
    _Said("发出", 6, lambda each: each.tally.issued),
    _Said("收回", 6, lambda each: each.tally.returned if each.on_paper else None),
    _Said("有效", 6, lambda each: each.tally.valid),
    _Said("无效", 6, lambda each: each.tally.invalid),
    _Said("满意", 6, lambda each: each.tally.satisfied),
    _Said("基本满意", 9, lambda each: each.tally.basically),
    _Said("不满意", 8, lambda each: each.tally.unsatisfied),
    _Said("弃权", 6, lambda each: each.tally.abstained),
    _Said("未按", 6, lambda each: None if each.on_paper else each.tally.unpressed),
    _Said("基数", 6, lambda each: each.tally.base),
    _Said("满意率", 9, lambda each: shown(each.satisfied, 2), _EXACT),
    _Said("满意和基本满意率", 12, lambda each: shown(each.content, 2), _EXACT),
    _Said("结论", 8, lambda each: each.verdict),
)


def write_ballots(sheet: Sheet, register: Register) -> dict[str, int]:
    """Write every vote with its counts, summed over venues.

    Gives the place of each column, and of the row of headings under the empty name.
    """
    ballots = register.ballots
    columns = [
        column
        for column in _BALLOT
        if any(column.value(each) not in ("", None) for each in ballots) or not ballots
    ]
    last = len(columns) - 1
    sheet.widths([column.width for column in columns])
    rule = register.head.ledger.ballot_rule
    said = (
        f"{_at(register)}；测评规则：{rule.name}，以{rule.base}为基数，各会场票数相加"
    )
    if not ballots:
        said = f"{_at(register)}没有测评记录"
    top = sheet.title(last, f"{register.head.subject}·测评", [said])
    sheet.heading(top, [column.label for column in columns])
    for row, ballot in enumerate(ballots, top + 1):
        for place, column in enumerate(columns):
            sheet.put(row, place, column.value(ballot), **column.looks)
        sheet.fit(row)
    sheet.raw.freeze_panes(top + 1, 1)
    sheet.raw.autofilter(top, 0, top + max(len(ballots), 1), last)
    sheet.page(repeat=(top, top))
    return {"": top} | {column.label: place for place, column in enumerate(columns)}


_RATES = ("指标", "分子", "分母", "比率", "又称", "口径")


def write_rates(sheet: Sheet, register: Register) -> None:
    """Write every rate with its two counts and its definition."""
    sheet.widths([24, 8, 8, 9, 22, 84])
    last = len(_RATES) - 1
    said = f"{_at(register)}；{register.base_note}；没有可计算对象的以“{NOTHING}”表示"
    top = sheet.title(last, f"{register.head.subject}·指标", [said])
    sheet.heading(top, _RATES)
    for row, each in enumerate(register.rates, top + 1):
        sheet.put(row, 0, each.name)
        sheet.put(row, 1, each.rate.numerator)
        sheet.put(row, 2, each.rate.denominator)
        sheet.put(row, 3, shown(each.rate), align="center", num_format="0.0%")
        sheet.put(row, 4, each.aliases)
        sheet.put(row, 5, each.definition)
        sheet.fit(row)
    sheet.raw.freeze_panes(top + 1, 1)
    sheet.page(repeat=(top, top))
