"""The register (台账) as a workbook: all issues, the units, the votes, the figures.

What stands behind the printed columns is kept in the same row, so that nothing of an
issue is elsewhere. Colours follow the days left as they were counted on the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rectify import __version__
from rectify.domain.documents.register import (
    CHECK,
    COLUMNS,
    DEADLINE,
    REMAINING,
    STATE,
)
from rectify.domain.intake.comparing.ownbook import (
    LEDGER,
    NUMBER,
    PRINTS,
    PUBLIC,
    USE,
    VERSION,
)
from rectify.domain.intake.fingerprint import fingerprint
from rectify.domain.intake.grid import column_letters
from rectify.domain.progress import ENDED
from rectify.domain.terms import FieldKind, State
from rectify.domain.wording import DEMONSTRATION, PUBLISHED
from rectify.views.workbook.charts import write_charts
from rectify.views.workbook.counts import write_ballots, write_rates, write_units
from rectify.views.workbook.spreadsheet import (
    A3,
    DAY,
    HEADING,
    Sheet,
    Spreadsheet,
    held,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from rectify.domain.documents.register import Column, Register, Row
    from rectify.domain.intake.grid import Value
    from rectify.domain.listing import Item

_MAIN, _OPTIONS, _EXPORTED = "总台账", "选项", "原样"
# What is printed, in this order, with its width; what says nothing is not.
_PRINTED = {
    "编号": 8, "标题": 17, "类别": 8, "来源": 8, "问题描述": 30, "整改要求": 24,
    "主办": 12, "协办": 12, "责任领导": 9, "责任人": 9, "整改措施": 24,
    "交办日期": 13, DEADLINE: 13, CHECK: 13, REMAINING: 10, STATE: 8, "整改进展": 30,
    "答复日期": 13, "答复类别": 6, "复核结论": 8, "反馈结果": 8, "测评结论": 6,
    "销号日期": 13, "备注": 12,
}  # fmt: skip
_LONG = {"具体表现": 30, "依据": 24, "整改标准": 24, "整改目标": 24, "提出人": 18}
# More would make the print too small to read.
_ROOM = 360
_ALWAYS = ("编号", "标题", DEADLINE, REMAINING, STATE)
_CENTRED = frozenset(
    {"编号", "序号", "类别", "性质", "来源级别", REMAINING, STATE, "答复类别",
     "复核结论", "反馈结果", "测评结论", "票号", "回头看", "重点督办", "并入"}
)  # fmt: skip
_COLOURED = ("编号", DEADLINE, CHECK, REMAINING, STATE)
_BLUE, _GREY = "#DCE6F1", "#EDEDED"
# Rows below the last issue in which a choice is offered all the same.
_SPARE = 200
_HEAD = 3
_LATE = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
_SOON = {"bg_color": "#FFEB9C", "font_color": "#7F6000"}
_OVER = {"font_color": "#666666"}
# A word outside these is an error; outside the others, it may be a new one.
_CLOSED_LISTS = frozenset({"性质", "来源级别", "时限类型", "公开方式", STATE})


def write_register(register: Register) -> bytes:
    """Write the register of a ledger."""
    book = Spreadsheet(f"{register.head.subject}·台账", register.head.on)
    _write_issues(book.sheet(_MAIN), register)
    write_units(book.sheet("按单位"), register)
    voted = book.sheet("测评")
    places = write_ballots(voted, register)
    write_rates(book.sheet("指标"), register)
    write_charts(book, book.sheet("图表"), register, (voted.name, places))
    _write_options(book, book.sheet(_OPTIONS), register)
    _write_prints(book.sheet(_EXPORTED), register)
    return book.close()


def _write_issues(sheet: Sheet, register: Register) -> None:
    columns = _ordered(register)
    last = len(_printed(register)) - 1
    sheet.widths([_width(column) for column in columns])
    sheet.title(last, f"{register.head.subject}·台账", _said(register))
    for place, column in enumerate(columns):
        colour = _BLUE if column.fact else _GREY
        sheet.put(_HEAD, place, column.label, **(HEADING | {"bg_color": colour}))
    sheet.fit(_HEAD)
    for row, issue in enumerate(register.rows, _HEAD + 1):
        for place, column in enumerate(columns):
            sheet.put(row, place, column.value(issue), **_looks(column, issue.item))
        sheet.fit(row)
    end = _HEAD + max(len(register.rows), 1)
    sheet.raw.freeze_panes(_HEAD + 1, 2)
    sheet.raw.autofilter(_HEAD, 0, end, len(columns) - 1)
    places = {column.label: place for place, column in enumerate(columns)}
    _colour(sheet, places, end, register.summary.soon_days)
    _offer(sheet, places, end, register)
    sheet.page(repeat=(_HEAD, _HEAD), paper=A3)
    sheet.raw.print_area(0, 0, end, last)


def _printed(register: Register) -> list[Column]:
    """Give the columns for print that say something of some issue.

    Fields of the ledger's own are printed as far as the sheet has room.
    """
    usual = [COLUMNS[label] for label in _PRINTED]
    shown = [column for column in usual if not _silent(column, register.rows)]
    room = _ROOM - sum(map(_width, shown))
    for column in register.columns:
        says = column.own and not _silent(column, register.rows)
        if says and _width(column) <= room:
            room -= _width(column)
            shown.append(column)
    return shown


def _ordered(register: Register) -> list[Column]:
    """Put what is printed first, and behind it all the rest."""
    printed = _printed(register)
    return [*printed, *(each for each in register.columns if each not in printed)]


def _silent(column: Column, rows: Iterable[Row]) -> bool:
    return column.label not in _ALWAYS and not any(map(column.value, rows))


def _width(column: Column) -> float:
    label = column.label
    width = _PRINTED.get(label) or _LONG.get(label) or 14
    if column.own and column.own.kind is FieldKind.TEXT:
        width = 30
    return max(width, 2 * len(label) + 4) if label not in _PRINTED else width


def _said(register: Register) -> tuple[str, str]:
    """Say how it stands, and how to read the sheet."""
    summary, word = register.summary, register.head.word
    states = "、".join(f"{state}{count}" for state, count in summary.states)
    said = [f"{register.head.until}，共{summary.total}{word}"]
    said += [f"{states}{word}"] if states else []
    said += [f"逾期{summary.overdue}{word}"] if summary.overdue else []
    if summary.soon:
        said.append(f"{summary.soon_days}天内到期{summary.soon}{word}")
    published = PUBLISHED if register.head.public else ""
    demonstration = DEMONSTRATION if register.head.ledger.demonstration else ""
    parts = (published, "，".join(said), demonstration)
    return "；".join(part for part in parts if part), _KEY


_KEY = (
    "表头蓝色的是登记的事项，灰色的由办理记录算出；红色为已过期限，黄色为临期，"
    "灰字为已销号、已终止。右侧未打印的各列也是本台账的内容。"
)


def _looks(column: Column, item: Item) -> dict[str, Any]:
    """Set a cell: what is short in the middle; days with what they mean."""
    looks: dict[str, Any] = {}
    if column.label in _CENTRED or (column.own and column.own.options):
        looks["align"] = "center"
    if column.label in (DEADLINE, CHECK):
        looks["align"] = "center"
    if column.label == DEADLINE and item.deadline and item.estimated:
        looks["num_format"] = f'{DAY[:-1]}（暂估）"'
    if column.label == REMAINING and item.days_left is not None:
        looks["num_format"] = _days(item)
    return looks


def _days(item: Item) -> str:
    """Word a number of days as a list does: 剩10天, 逾期3天, 今天到期."""
    if item.tracked:
        return '0"天后核查";"核查已过"0"天";"今天核查"'
    pending = "（延期待批）" if item.pending else ""
    return f'"剩"0"天";"逾期"0"天{pending}";"今天到期"'


def _colour(sheet: Sheet, places: dict[str, int], end: int, soon: int) -> None:
    """Colour what is late, what is due soon, and what is over, by the days given."""
    first = _HEAD + 2
    left = f"${column_letters(places[REMAINING])}{first}"
    state = f"${column_letters(places[STATE])}{first}"
    over = ",".join(f'{state}="{each}"' for each in State if each in ENDED)
    style = sheet.differing
    late = f"ISNUMBER({left}),{left}<0"
    near = f"ISNUMBER({left}),{left}>=0,{left}<={soon}"
    tracked = f'{state}="{State.TRACKED}"'
    only = {DEADLINE: f",NOT({tracked})", CHECK: f",{tracked}"}
    for label in _COLOURED:
        for counted, looks in ((late, _LATE), (near, _SOON)):
            criteria = f"=AND({counted}{only.get(label, '')})"
            rule = {"type": "formula", "criteria": criteria, "format": style(looks)}
            place = places[label]
            sheet.raw.conditional_format(_HEAD + 1, place, end, place, rule)
    rule = {"type": "formula", "criteria": f"=OR({over})", "format": style(_OVER)}
    sheet.raw.conditional_format(_HEAD + 1, 0, end, len(places) - 1, rule)


def _offer(sheet: Sheet, places: dict[str, int], end: int, register: Register) -> None:
    """Offer the words of a column for choice, in the rows below the last one too."""
    chosen = {column.label for column in register.columns if column.own}
    for column, (label, words) in enumerate(register.options):
        if not words:
            continue
        name = column_letters(column + _FIRST_OPTION)
        strict = label in _CLOSED_LISTS or label in chosen
        rule = {
            "validate": "list",
            "source": f"='{_OPTIONS}'!${name}$2:${name}${len(words) + 1}",
            "error_type": "stop" if strict else "warning",
            "error_title": f"{label}不在选项里",
            "error_message": "请从下拉选项中选择。"
            if strict
            else "选项里没有这个词。几个单位用顿号隔开；确实要写的，选“是”。",
        }
        place = places[label]
        sheet.raw.data_validation(_HEAD + 1, place, end + _SPARE, place, rule)


_FIRST_OPTION = 2


def _write_options(book: Spreadsheet, sheet: Sheet, register: Register) -> None:
    """Keep the words for choice, and what the workbook was made of, out of sight."""
    own = {LEDGER: (register.name,), VERSION: (__version__,)}
    lists = dict(register.options)
    lists |= {USE: (PUBLIC,)} if register.head.public else {}
    for place, (label, words) in enumerate((own | lists).items()):
        sheet.put(0, place, label, **HEADING)
        for row, word in enumerate(words, 1):
            sheet.put(row, place, str(word))
    for place, label in enumerate(own):
        cell = f"='{_OPTIONS}'!${column_letters(place)}$2"
        book.book.define_name(label, cell)
    sheet.raw.hide()


def _write_prints(sheet: Sheet, register: Register) -> None:
    """Keep out of sight what every cell says: what is edited can then be told."""
    columns = register.columns
    labels = "\n".join(column.label for column in columns)
    sheet.heading(0, (NUMBER, PRINTS, labels))
    for row, issue in enumerate(register.rows, 1):
        said = (_held(column.value(issue)) for column in columns)
        sheet.put(row, 0, issue.issue.number)
        sheet.put(row, 1, " ".join(map(fingerprint, said)))
    sheet.raw.hide()


def _held(value: Value | Decimal) -> Value | Decimal:
    return held(value) if isinstance(value, str) else value
