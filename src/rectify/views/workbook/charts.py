"""The charts of a register, on a sheet of their own with the figures they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.views.workbook.counts import shown
from rectify.views.workbook.spreadsheet import HEADING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rectify.domain.documents.breakdown import UnitLine
    from rectify.domain.documents.register import Register
    from rectify.views.workbook.spreadsheet import Sheet, Spreadsheet

_GREEN, _BLUE, _AMBER, _RED, _GREY = (
    "#548235", "#2F5597", "#BF9000", "#C00000", "#7F7F7F",
)  # fmt: skip
_MONTHS = (
    ("已交办", _GREY),
    ("已答复", _AMBER),
    ("完成整改", _GREEN),
    ("已销号", _BLUE),
)
_VOTES = (("满意", _GREEN), ("基本满意", _AMBER), ("不满意", _RED), ("弃权", _GREY))
# The last column of those over which the name of a unit stands.
_NAME = 2
_LAST, _BESIDE = 13, 6
_WIDE, _HALF, _HIGH = 960, 560, 330
# The rows that a chart covers.
_ROWS = 17
# With more units than these, their chart begins a page.
_FEW = 8


def write_charts(
    book: Spreadsheet,
    sheet: Sheet,
    register: Register,
    votes: tuple[str, Mapping[str, int]],
) -> None:
    """Draw the states, the months, the votes and the units.

    `votes` names the sheet of the votes and the places of its columns.
    """
    sheet.widths([14, *[10] * (_LAST - 1)])
    title = f"{register.head.subject}·图表"
    row = (
        sheet.title(
            _LAST,
            title,
            [register.head.until],
        )
        + 1
    )
    row = _states(book, sheet, register, row)
    row = _months(book, sheet, register, row)
    if register.ballots:
        row = _votes(book, sheet, register, votes, row)
    leading = [line for line in register.units if line.leading]
    if leading:
        if len(leading) > _FEW:
            sheet.raw.set_h_pagebreaks([row])
        _units(book, sheet, leading, row)
    sheet.page(across=False)


def _states(book: Spreadsheet, sheet: Sheet, register: Register, top: int) -> int:
    """Write how many issues are in each state, and draw it; give the next row."""
    states = register.summary.states
    if not states:
        return top
    word = register.head.word
    sheet.heading(top, ("状态", f"数量（{word}）"))
    for row, (state, count) in enumerate(states, top + 1):
        sheet.put(row, 0, str(state))
        sheet.put(row, 1, count)
        sheet.fit(row)
    last = top + len(states)
    chart = book.chart("column", f"各状态的数量（{word}）")
    chart.add_series(
        {
            "name": "数量",
            "categories": [sheet.name, top + 1, 0, last, 0],
            "values": [sheet.name, top + 1, 1, last, 1],
            "fill": {"color": _BLUE},
            "gap": 80,
            "data_labels": {"value": True},
        }
    )
    chart.set_legend({"none": True})
    chart.set_size({"width": _HALF, "height": _HIGH})
    sheet.raw.insert_chart(top, _BESIDE, chart)
    return max(last, top + _ROWS) + 2


def _months(book: Spreadsheet, sheet: Sheet, register: Register, top: int) -> int:
    """Write how far it was at the end of each month, and draw it; give the next row."""
    if not register.months:
        return top
    sheet.heading(top, ("月末", *(label for label, _ in _MONTHS)))
    for row, end in enumerate(register.months, top + 1):
        sheet.put(row, 0, end.month)
        counts = (end.handed, end.answered, end.rectified, end.struck_off)
        for column, count in enumerate(counts, 1):
            sheet.put(row, column, count)
        sheet.fit(row)
    last = top + len(register.months)
    chart = book.chart("line", f"各月末的办理进度（{register.head.word}）")
    for column, (label, colour) in enumerate(_MONTHS, 1):
        chart.add_series(
            {
                "name": label,
                "categories": [sheet.name, top + 1, 0, last, 0],
                "values": [sheet.name, top + 1, column, last, column],
                "line": {"color": colour, "width": 2},
                "marker": {"type": "circle", "size": 4},
            }
        )
    chart.set_size({"width": _HALF, "height": _HIGH})
    sheet.raw.insert_chart(top, _BESIDE, chart)
    return max(last, top + _ROWS) + 2


def _units(
    book: Spreadsheet, sheet: Sheet, lines: Sequence[UnitLine], top: int
) -> None:
    """Write how much each unit has rectified, and draw it."""
    sheet.put_over(top, 0, _NAME, "单位", **HEADING)
    sheet.put(top, _NAME + 1, "完成率", **HEADING)
    sheet.fit(top)
    for row, line in enumerate(lines, top + 1):
        sheet.put_over(row, 0, _NAME, line.unit, align="left")
        sheet.put(row, _NAME + 1, shown(line.rectified), num_format="0.0%")
        sheet.fit(row)
    last = top + len(lines)
    chart = book.chart("bar", "各单位整改完成率")
    chart.add_series(
        {
            "name": "整改完成率",
            "categories": [sheet.name, top + 1, 0, last, 0],
            "values": [sheet.name, top + 1, _NAME + 1, last, _NAME + 1],
            "fill": {"color": _BLUE},
            "gap": 60,
            "data_labels": {"value": True},
        }
    )
    chart.set_legend({"none": True})
    plain = {"visible": False, "major_gridlines": {"visible": False}}
    chart.set_x_axis({"min": 0, "max": 1.1, **plain})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_size({"width": _HALF, "height": 90 + 22 * len(lines)})
    # Below the edge of the row, or the page before would show that of the chart.
    sheet.raw.insert_chart(top, _BESIDE, chart, {"y_offset": 4})


def _votes(
    book: Spreadsheet,
    sheet: Sheet,
    register: Register,
    votes: tuple[str, Mapping[str, int]],
    top: int,
) -> int:
    """Draw the votes of each ballot, one upon another; give the next row."""
    name, places = votes
    first, last = places[""] + 1, places[""] + len(register.ballots)
    numbers = {ballot.tally.number for ballot in register.ballots}
    apart = len(numbers) < len(register.ballots)
    labels = places["对象" if apart else "票号"]
    chart = book.chart("column", "各次测评的票数", subtype="percent_stacked")
    for label, colour in _VOTES:
        chart.add_series(
            {
                "name": label,
                "categories": [name, first, labels, last, labels],
                "values": [name, first, places[label], last, places[label]],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_size({"width": _WIDE, "height": _HIGH})
    sheet.raw.insert_chart(top, 0, chart)
    return top + _ROWS + 2
