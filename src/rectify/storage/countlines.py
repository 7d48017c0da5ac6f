"""The lines of a sheet of counts, whatever kind of file it came in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.ballot import Row
from rectify.domain.intake.cells import plain
from rectify.domain.intake.finding.region import squeezed
from rectify.domain.intake.finding.synonyms import CLOSING, NOTE, SIGNATURE, TOTAL
from rectify.domain.intake.grid import Formula, column_letters
from rectify.domain.text import narrow
from rectify.errors import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rectify.domain.intake.grid import Grid, TableFile, Value

_FEWEST = 3
LABELS = tuple(Row.labels().values())
KNOWN = f"计票表可用的列：{'、'.join(LABELS)}"
SUBJECT, TITLE = "对象", "标题"
_SYNONYMS = {
    "编号": SUBJECT,
    "单位": SUBJECT,
    "问题": SUBJECT,
    "分会场": "会场",
    "类别": "群体",
}
_ENDINGS = ("票数", "人数", "票", "数")
_CALLED = re.compile(r".*(名称|标题|题目|项目|事项|对象)$")
_IGNORED = frozenset({"序号", "备注", ""})
# The first word of what the empty sheet of one subject says it is for.
_ABOVE = re.compile(rf"{SUBJECT}[:：]\s*(\S+)")
# After the word of a total stands what it counts: 合计：, 合计（票）.
_BEFORE_MORE = (":", "(")


class Line(NamedTuple):
    """A row of cells, and where it stands, counted from 1."""

    number: int
    cells: list[str]
    # Computed cells without a result of their own, by column.
    computed: Mapping[int, Formula]


class Lines(NamedTuple):
    """The lines of one sheet, and what to call it."""

    place: str
    lines: list[Line]


class Counted(NamedTuple):
    """One line below the heading: its number, and what it says by label."""

    number: int
    said: dict[str, str]
    total: bool


class CountTable(NamedTuple):
    """The rows of counts of a file, and what to call the place they stand in.

    `subject` is what the lines above the heading say that all of them are on.
    """

    place: str
    rows: list[Counted]
    subject: str | None = None


def table_of(file: TableFile) -> CountTable:
    """Find the counts in a file.

    Raises:
        BadData: there are none, there are two of them, or a line can't be read.
    """
    sheets = [
        _of_sheet(grid, _place(file, grid)) for grid in file.grids if not grid.hidden
    ]
    found = [(each, first) for each in sheets if (first := _heading(each)) is not None]
    if not found:
        place = sheets[0].place if len(sheets) == 1 else file.name
        raise BadData((Problem(place, 1, f"没有找到表头，{KNOWN}"),))
    if len(found) > 1:
        said = "、".join(each.place.removeprefix(f"{file.name} ") for each, _ in found)
        why = f"有几张计票表（{said}），请只留一张，其余删去或隐藏"
        raise BadData((Problem(file.name, None, why),))
    return _read(*found[0])


def _place(file: TableFile, grid: Grid) -> str:
    """Name a sheet; the only one goes by the name of its file."""
    return file.name if len(file.grids) == 1 else f"{file.name} {grid.name}"


def _of_sheet(grid: Grid, place: str) -> Lines:
    """Take the cells of a sheet as words; what is joined downwards is said on each."""
    cells = [list(map(_words, row)) for row in grid.rows]
    for area in grid.merges:
        top = cells[area.top]
        word = top[area.left] if area.left < len(top) else ""
        for row in cells[area.top + 1 : area.bottom + 1] if word else ():
            row.extend("" for _ in range(len(row), area.left + 1))
            row[area.left] = word
    computed: dict[int, dict[int, Formula]] = {}
    for (row_, column), formula in grid.formulas.items():
        if formula is not Formula.STORED:
            computed.setdefault(row_, {})[column] = formula
    return Lines(
        place, [Line(n + 1, row, computed.get(n, {})) for n, row in enumerate(cells)]
    )


def _words(value: Value) -> str:
    return narrow(plain(value)).strip()


def _heading(sheet: Lines) -> int | None:
    """Find the last row of the heading: one of labels, and no figure in it."""
    known = (n for n, line in enumerate(sheet.lines) if _is_heading(line.cells))
    first = next(known, None)
    if first is None:
        return None
    below = sheet.lines[first + 1 : first + 2]
    return first + 1 if below and _goes_on(below[0].cells) else first


def _is_heading(cells: Sequence[str]) -> bool:
    return len({_label(cell) for cell in cells} & set(LABELS)) >= _FEWEST


def _goes_on(cells: Sequence[str]) -> bool:
    """Tell a second row of a heading: some labels, and not a single figure."""
    labels = {_label(cell) for cell in cells} & set(LABELS)
    return bool(labels) and not any(cell.isdecimal() for cell in cells)


def _read(sheet: Lines, last: int) -> CountTable:
    """Read rows by their headings: titles above them and notes below are no rows."""
    heading = _labels(sheet, last)
    rows = []
    for line in sheet.lines[last + 1 :]:
        said = _filled(heading, line.cells)
        texts = [squeezed(cell) for cell in line.cells if cell]
        if (said or line.computed) and not _is_foot(texts):
            total = any(map(_is_total, texts))
            if not total:
                _check_computed(sheet.place, line)
            rows.append(Counted(line.number, said, total))
    above = (cell for line in sheet.lines[:last] for cell in line.cells)
    named = (found[1] for cell in above if (found := _ABOVE.search(cell)))
    return CountTable(sheet.place, rows, next(named, None))


def _is_total(text: str) -> bool:
    """Recognise 合计, 小计：, 合计（票）."""
    found = TOTAL.match(text)
    return found is not None and (
        found.end() == len(text) or found.group().endswith(_BEFORE_MORE)
    )


def _is_foot(texts: Sequence[str]) -> bool:
    """Recognise notes, who counted and the day; a row with a figure is none."""
    if not texts or any(map(str.isdecimal, texts)):
        return False
    first = texts[0].lstrip("(")
    closes = len(texts) == 1 and CLOSING.fullmatch(first)
    return bool(closes or NOTE.match(first) or SIGNATURE.fullmatch(first))


def _labels(sheet: Lines, last: int) -> list[str]:
    """Name the columns: a blank heading is what stands above it."""
    cells = sheet.lines[last].cells
    above = sheet.lines[last - 1].cells if last else []
    if len(set(filter(None, above))) > 1:
        width = max(len(cells), len(above))
        padded = [*cells, *[""] * (width - len(cells))]
        over = [*above, *[""] * (width - len(above))]
        cells = [own or other for own, other in zip(padded, over, strict=True)]
    labels = _with_subject(list(map(_label, cells)))
    twice = [label for label in LABELS if labels.count(label) > 1]
    if twice:
        # One would hide the other's counts.
        said = f"表头里“{'、'.join(twice)}”有两列，请只留一列"
        raise BadData((Problem(sheet.place, sheet.lines[last].number, said),))
    return labels


def _with_subject(labels: list[str]) -> list[str]:
    """Take a column of names for what is voted on; beside a number it explains."""
    called = [
        n for n, each in enumerate(labels) if _CALLED.match(each) and each != SUBJECT
    ]
    if SUBJECT not in labels and called:
        labels[called.pop(0)] = SUBJECT
    for n in called:
        labels[n] = ""
    return labels


def _label(cell: str) -> str:
    """Give the label that a heading means: 满意票 and 满意数 are 满意."""
    bare = squeezed(cell)
    if bare in _SYNONYMS:
        return _SYNONYMS[bare]
    return next((bare[: -len(end)] for end in _ENDINGS if _names(bare, end)), bare)


def _names(cell: str, ending: str) -> bool:
    return cell.endswith(ending) and cell.removesuffix(ending) in LABELS


def _filled(heading: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Give the cells that say something, by their labels."""
    named = [*heading, *["（没有表头的一列）"] * (len(cells) - len(heading))]
    pairs = zip(named, cells, strict=False)
    return {key: cell for key, cell in pairs if cell and key not in _IGNORED}


def _check_computed(place: str, line: Line) -> None:
    """Refuse a count that is computed and not there: its blank is no nought."""
    wrong = tuple(
        Problem(
            place,
            line.number,
            f"{column_letters(column)}列是{formula}，请改成数字",
        )
        for column, formula in line.computed.items()
    )
    if wrong:
        raise BadData(wrong)
