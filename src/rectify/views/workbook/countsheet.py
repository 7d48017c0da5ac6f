"""The sheet of counts to be filled in at a vote, which is read back as it is."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Row
from rectify.views.workbook.spreadsheet import HEADING, Sheet, Spreadsheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LABELS = Row.labels()
SUBJECT, VENUE = _LABELS["subject"], _LABELS["venue"]
GROUP, DIMENSION = _LABELS["group"], _LABELS["dimension"]
TITLE, TOTAL = "标题", "合计"
_NAMES = (SUBJECT, TITLE, VENUE, GROUP, DIMENSION)
_WIDTHS = {SUBJECT: 18, TITLE: 40, VENUE: 18, GROUP: 12, DIMENSION: 10}
_COUNTS = tuple(label for label in _LABELS.values() if label not in _NAMES)
_OPEN = "#FFF2CC"
_NOTE = "注：只填数字；没有这一项的留空，满意、基本满意、不满意空着的算0票。"
_SUMMED = "合计可以不填，填了就与各行核对。"
_TOGETHER = f"几项合并表决的，只留一行，“{SUBJECT}”空着。"
_ONLY_COUNTS = {
    "validate": "integer",
    "criteria": ">=",
    "value": 0,
    "error_title": "只能填整数",
    "error_message": "请填票数或人数，如 36；没有的留空",
}


class Blank(NamedTuple):
    """What is to be voted on, and where; `subjects` are those voted on apart."""

    title: str
    said: str
    subjects: Mapping[str, str]
    venues: Sequence[str]
    groups: Sequence[str]
    dimensions: Sequence[str]


def write_blank(blank: Blank) -> bytes:
    """Write a row for each subject, venue, group and dimension."""
    rows = [
        {SUBJECT: subject, TITLE: blank.subjects.get(subject, "")}
        | {VENUE: venue, GROUP: group, DIMENSION: dimension}
        for subject, venue, group, dimension in product(
            *(
                list(each) or [""]
                for each in (
                    blank.subjects,
                    blank.venues,
                    blank.groups,
                    blank.dimensions,
                )
            )
        )
    ]
    # A place is asked for in any case: who counts may have to write it in.
    names = [n for n in _NAMES if n == VENUE or any(row[n] for row in rows)]
    book = Spreadsheet(blank.title)
    sheet = book.sheet("计票表")
    _write(sheet, blank, names, rows)
    return book.close()


def _write(
    sheet: Sheet, blank: Blank, names: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    labels = [*names, *_COUNTS]
    last = len(labels) - 1
    sheet.widths([_WIDTHS.get(label, 9) for label in labels])
    top = sheet.title(last, blank.title, [blank.said])
    sheet.heading(top, labels)
    for place, row in enumerate(rows, top + 1):
        _write_row(sheet, place, [row[name] for name in names])
    end = top + len(rows)
    summed = len(rows) > 1 and not any(row[SUBJECT] or row[DIMENSION] for row in rows)
    if summed:
        end += 1
        _write_row(sheet, end, [TOTAL, *[""] * (len(names) - 1)], **HEADING)
    more = (_SUMMED if summed else "") + (_TOGETHER if blank.subjects else "")
    sheet.across(end + 1, last, _NOTE + more, align="left")
    sheet.raw.data_validation(top + 1, len(names), end, last, dict(_ONLY_COUNTS))
    sheet.raw.freeze_panes(top + 1, len(names))
    sheet.page(repeat=(top, top))


def _write_row(sheet: Sheet, row: int, names: Sequence[str], **looks: str) -> None:
    for column, name in enumerate(names):
        sheet.put(row, column, name, **({"align": "left"} | looks))
    for column in range(len(names), len(names) + len(_COUNTS)):
        sheet.put(row, column, None, align="center", bg_color=_OPEN, num_format="0")
    sheet.fit(row, 24)
