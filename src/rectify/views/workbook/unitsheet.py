"""The workbook that goes out to a unit: what it has in hand, and columns to fill in.

What the office says is locked and grey; what the unit owns is open. There is no
password: the lock keeps a hand from slipping, and reading back trusts none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rectify import __version__
from rectify.domain.exchange import columns
from rectify.domain.exchange.columns import Form
from rectify.domain.intake.grid import column_letters
from rectify.domain.phrases import chinese_day
from rectify.domain.terms import Role
from rectify.domain.wording import DEMONSTRATION
from rectify.views.workbook.spreadsheet import A3, DAY, HEADING, HEI, Sheet, Spreadsheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.domain.exchange.columns import Asked
    from rectify.domain.exchange.unitsheet import Row, UnitSheet

_WIDTHS = {
    columns.NUMBER: 8, columns.TITLE: 17, columns.DESCRIPTION: 28, columns.DEMAND: 22,
    columns.ROLE: 6, columns.DEADLINE: 14, columns.REMAINING: 9, columns.STATE: 9,
    columns.LATEST: 20, columns.REPORT.label: 9, columns.CONTENT.label: 36,
    columns.GRADE.label: 11, columns.FINISHED.label: 14, columns.PROMISED.label: 12,
    columns.LEADER.label: 12, columns.PERSON.label: 12, columns.MEASURES.label: 24,
    columns.FINISH.label: 11, columns.MATERIALS.label: 16, columns.MARK: 3,
    columns.CHECK: 8,
}  # fmt: skip
_OWN = 14
_CENTRED = (
    columns.NUMBER,
    columns.CHECK,
    columns.ROLE,
    columns.REMAINING,
    columns.STATE,
)
_GREY, _OPEN, _OPEN_HEAD = "#F2F2F2", "#FFFFFF", "#FFF2CC"
_LATE = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
_SOON = {"bg_color": "#FFEB9C", "font_color": "#7F6000"}
_PALE = {"font_color": "#A6A6A6", "font_size": 6}
_HEAD = 3
_TALL = 60
# The size of type of what is read as a page.
_READ = 12
# What the lock still allows. It forbids to sort, for with the grey cells locked nothing
# but the open ones could be: alone, away from their issues.
_ALLOWED = {
    "autofilter": True, "format_columns": True, "format_rows": True,
    "format_cells": True, "insert_rows": True, "select_locked_cells": True,
    "select_unlocked_cells": True,
}  # fmt: skip


def write_unit_sheet(sheet: UnitSheet) -> bytes:
    """Write the workbook of one unit."""
    book = Spreadsheet(f"{sheet.head.subject}·{columns.SHEET}表", sheet.head.on)
    _write_rows(book.sheet(columns.SHEET), sheet)
    _write_guide(book.sheet(columns.GUIDE), sheet)
    _write_options(book.sheet(columns.OPTIONS), sheet)
    _write_sent(book.sheet(columns.SENT), sheet)
    return book.close()


def _write_rows(table: Sheet, sheet: UnitSheet) -> None:
    labels = _labels(sheet)
    last = len(labels) - 1
    table.widths([_WIDTHS.get(label, _OWN) for label in labels])
    title = f"{sheet.head.subject}·办理情况填报表"
    # At the left: in the middle of a sheet so wide nobody would see it.
    table.across(0, last - 1, title, font_name=HEI, font_size=16, align="left")
    for row, words in enumerate(_said(sheet), 1):
        table.across(row, last - 1, words, align="left")
    given = {*sheet.given, columns.CHECK, columns.MARK}
    for place, label in enumerate(labels):
        colour = "#D9D9D9" if label in given else _OPEN_HEAD
        looks = _PALE if label == columns.MARK else {}
        table.put(_HEAD, place, label, **(HEADING | {"bg_color": colour} | looks))
    table.fit(_HEAD)
    for row, issue in enumerate(sheet.rows, _HEAD + 1):
        _write_row(table, row, issue, labels)
        table.fit(row, _TALL)
    end = _HEAD + len(sheet.rows)
    _ask(table, end, sheet)
    _colour(table, end, sheet)
    table.raw.freeze_panes(_HEAD + 1, 2)
    table.raw.autofilter(_HEAD, 0, end, last)
    table.raw.protect("", _ALLOWED)
    table.page(repeat=(_HEAD, _HEAD), paper=A3)
    table.raw.print_area(0, 0, end, last - 1)


def _labels(sheet: UnitSheet) -> list[str]:
    asked = [asked.label for asked in columns.ASKED]
    # Amid the open columns, so that it moves with them and holds them together.
    asked.insert(asked.index(columns.CONTENT.label) + 1, columns.CHECK)
    return [*sheet.given, *asked, columns.MARK]


def _said(sheet: UnitSheet) -> tuple[str, str]:
    """Say whose sheet it is, who sends it, and by when it is wanted back."""
    head = sheet.head
    helping = sum(1 for row in sheet.rows if not row.answers)
    word = head.word
    counted = f"共{len(sheet.rows)}{word}"
    if helping:
        counted += f"，其中{Role.PARTNER}{helping}{word}"
    if sheet.late:
        counted += f"；已过期限{sheet.late}{word}"
    parts = [
        f"填报单位：{sheet.unit}（{counted}）",
        f"发出：{head.office}{_contact(sheet)}",
    ]
    parts.append(chinese_day(head.on))
    parts += [DEMONSTRATION] if head.ledger.demonstration else []
    return "　　".join(
        parts
    ), f"{_wanted(sheet)}灰色各列请勿改动；填法见“{columns.GUIDE}”。"


def _contact(sheet: UnitSheet) -> str:
    officer = sheet.head.ledger.contact
    if officer is None:
        return ""
    phone = f"，{officer.phone}" if officer.phone else ""
    return f"（联系：{officer.section}{phone}）"


def _wanted(sheet: UnitSheet) -> str:
    """Say by when it is wanted back, as far as there is a day for it."""
    fill = "请填写黄色表头的各列，"
    if sheet.back is not None:
        return f"{fill}于{chinese_day(sheet.back)}前报回。"
    if sheet.late:
        return f"{fill}已过期限的请立即报回。"
    if sheet.nearest is not None:
        return f"{fill}在各条期限以前报回，最近的是{chinese_day(sheet.nearest)}。"
    return f"{fill}及时报回。"


def _write_row(table: Sheet, row: int, issue: Row, labels: Sequence[str]) -> None:
    asked = {asked.label: asked for asked in columns.ASKED}
    for place, label in enumerate(labels):
        if label == columns.MARK:
            table.put(row, place, issue.mark, bg_color=_GREY, shrink=True, **_PALE)
        elif label in asked:
            table.put(row, place, None, **_open(asked[label]))
        else:
            looks: dict[str, Any] = {"align": "center"} if label in _CENTRED else {}
            if label == columns.REMAINING:
                looks["num_format"] = '"剩"0"天";"逾期"0"天";"今天到期"'
            said = issue.given.get(columns.NUMBER if label == columns.CHECK else label)
            table.put(row, place, said, bg_color=_GREY, **looks)


def _open(asked: Asked) -> dict[str, Any]:
    """Give the look of a cell to fill in: what is typed stays as it is typed."""
    looks = {"locked": False, "bg_color": _OPEN, "text_wrap": True}
    if asked.form in (Form.CHOICE, Form.DAY):
        looks["align"] = "center"
    return looks | {"num_format": DAY if asked.form is Form.DAY else "@"}


def _ask(table: Sheet, end: int, sheet: UnitSheet) -> None:
    """Offer choices, check days, and say how to fill in a cell as it is entered."""
    for asked in columns.ASKED:
        rule: dict[str, Any] = {"validate": "any"}
        if asked.form is Form.CHOICE:
            rule = _choice(asked, sheet)
        elif asked.form is Form.DAY:
            rule = {
                "validate": "date",
                "criteria": "between",
                "minimum": sheet.head.on.replace(year=2000, month=1, day=1),
                "maximum": sheet.head.on.replace(year=2099, month=12, day=31),
                "error_title": "不是日期",
                "error_message": "请写成 2024-9-18 的样子，不写“已完成”等文字。",
            }
        rule |= {"input_title": asked.label, "input_message": asked.help}
        place = _labels(sheet).index(asked.label)
        table.raw.data_validation(_HEAD + 1, place, end, place, rule)


def _choice(asked: Asked, sheet: UnitSheet) -> dict[str, Any]:
    lists = _lists(sheet)
    name = column_letters(list(lists).index(asked.label))
    last = len(lists[asked.label]) + 1
    return {
        "validate": "list",
        "source": f"='{columns.OPTIONS}'!${name}$2:${name}${last}",
        "error_title": f"{asked.label}不在选项里",
        "error_message": "请从下拉选项中选择。",
    }


def _colour(table: Sheet, end: int, sheet: UnitSheet) -> None:
    """Colour what is late and what is due soon, by the days given."""
    labels = _labels(sheet)
    place = labels.index(columns.REMAINING)
    left = f"${column_letters(place)}{_HEAD + 2}"
    soon = sheet.head.ledger.procedure.due_soon_days
    for criteria, looks in (
        (f"=AND(ISNUMBER({left}),{left}<0)", _LATE),
        (f"=AND(ISNUMBER({left}),{left}>=0,{left}<={soon})", _SOON),
    ):
        rule = {
            "type": "formula",
            "criteria": criteria,
            "format": table.differing(looks),
        }
        for label in (columns.DEADLINE, columns.REMAINING):
            column = labels.index(label)
            table.raw.conditional_format(_HEAD + 1, column, end, column, rule)


def _lists(sheet: UnitSheet) -> dict[str, Sequence[str]]:
    """Give what is kept out of sight, by its heading: facts first, then choices."""
    return {
        columns.LEDGER: (sheet.ledger,),
        columns.VERSION: (__version__,),
        columns.DAY: (sheet.head.on.isoformat(),),
        columns.REPORT.label: (columns.ANSWERS, columns.ADVANCES),
        columns.GRADE.label: sheet.grades,
    }


def _write_options(table: Sheet, sheet: UnitSheet) -> None:
    for place, (label, said) in enumerate(_lists(sheet).items()):
        table.put(0, place, label, **HEADING)
        for row, each in enumerate(said, 1):
            table.put(row, place, each)
    table.raw.hide()


def _write_sent(table: Sheet, sheet: UnitSheet) -> None:
    """Keep what the grey cells say, so that a change in them is known."""
    table.heading(0, (columns.MARK, *sheet.given))
    for row, issue in enumerate(sheet.rows, 1):
        table.put(row, 0, issue.mark)
        for place, label in enumerate(sheet.given, 1):
            table.put(row, place, issue.given.get(label))
    table.raw.hide()


def _write_guide(table: Sheet, sheet: UnitSheet) -> None:
    """Say how to fill it in, in a unit clerk's words."""
    table.widths([16, 90])
    row = table.title(1, "填报说明", (f"{sheet.unit}：",))
    for number, words in enumerate(_steps(sheet), 1):
        table.across(row, 1, f"{number}．{words}", align="left", font_size=_READ)
        row += 1
    row += 1
    table.heading(row, ("要填的列", "怎么填"), align="left")
    for asked in columns.ASKED:
        row += 1
        table.put(row, 0, asked.label, font_name=HEI, font_size=_READ)
        table.put(row, 1, _help(asked, sheet), font_size=_READ)
        table.fit(row)
    table.page(across=False)


def _help(asked: Asked, sheet: UnitSheet) -> str:
    if asked is columns.GRADE:
        return f"{asked.help}本次的类别：{'；'.join(sheet.grades)}。"
    return asked.help


def _steps(sheet: UnitSheet) -> list[str]:
    organ, word = sheet.head.organ, sheet.head.word
    only = f"在“{columns.SHEET}”表里填写，一行是一{word}。只填黄色表头的各列。"
    grey = f"灰色各列是{organ}登记的内容，改了也不会采用；有出入的，请另行联系。"
    answer = (
        f"{Role.LEAD}、{Role.SEPARATE}的，办结后选“{columns.ANSWERS}”；"
        f"{Role.PARTNER}的只报进展，由主办单位一并答复。"
    )
    sort = (
        "可以筛选、调整列宽行高。请不要排序：只排了其中几列，填的内容就错到别的问题上。"
        "一定要排的，先在“审阅”里撤销工作表保护（没有密码），选上全部各列再排。"
    )
    check = (
        f"“{columns.CHECK}”一列同“{columns.NUMBER}”是一样的，不一样了就是错了行，"
        "请撤销排序或重新填；错了行的收表时不收。"
    )
    keep = f"请不要另加行和列，不要删去最右边很窄的“{columns.MARK}”一列。"
    return [
        only + grey,
        "有新情况的行才填，没有的空着，不用写“无”。",
        answer,
        sort,
        check + keep,
        "用 WPS 或者 Excel 填都可以，存成 .xlsx、.xls、.et 都行，文件改名也可以。",
        "有佐证材料的，同本表放在一个文件夹里，打成一个压缩包（.zip）一并报来。",
    ]
