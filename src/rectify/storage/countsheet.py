"""A sheet of votes to be recorded: csv or yaml, a row for each venue."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Annotated

from pydantic import ValidationError

from rectify.domain.ballot import Row
from rectify.domain.entity import Count, Entity, Line, label
from rectify.domain.text import narrow
from rectify.errors import BadData, LedgerError, Problem
from rectify.storage.faults import faults
from rectify.storage.reader import MAX_BYTES, Document
from rectify.storage.reader import Path as Path_
from rectify.storage.yaml import load

_FIRST = 1
_FEWEST = 3
_LABELS = tuple(Row.labels().values())
_KNOWN = f"计票表可用的列：{'、'.join(_LABELS)}"
_SYNONYMS = {
    "编号": "对象",
    "单位": "对象",
    "问题": "对象",
    "分会场": "会场",
    "类别": "群体",
}
_ENDINGS = ("票数", "人数", "票", "数")
_IGNORED = ("序号", "备注", "")
_BLANKS = re.compile(r"\s+")
_TOTAL = re.compile(r"(合计|总计|小计|共计)([:：（(].*)?$")


class CountSheet(Entity):
    """What a file of counts says: the rows, and what holds for all of them."""

    meeting: Annotated[Line | None, label("会议")] = None
    members: Annotated[Count | None, label("全体组成人员")] = None
    rows: Annotated[tuple[Row, ...], label("计票", min_length=1)]


class NoSheet(LedgerError):  # noqa: N818  # named for what it is
    """The file of counts can't be read."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"读不到计票表 {file}；应是 csv（UTF-8 或 GBK）或 yaml 文件，不超过1兆"
        )


def read_counts(file: str) -> CountSheet:
    """Read a file of counts; its headings are those of the vote's record.

    Raises:
        NoSheet: it can't be read.
        BadData: something in it is no count, or no known heading.
    """
    path = Path(file)
    try:
        data = path.read_bytes()
    except OSError:
        raise NoSheet(file) from None
    if len(data) > MAX_BYTES:
        raise NoSheet(file)
    if path.suffix.lower() in (".yaml", ".yml"):
        loaded = load(CountSheet, data, path.name)
        if loaded.value is None:
            raise BadData(loaded.problems)
        return loaded.value
    return _from_csv(_decoded(data, file), path.name)


def _decoded(data: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoSheet(file)


def _from_csv(text: str, place: str) -> CountSheet:
    """Read rows by their headings: titles above them and totals below are no rows."""
    lines = _lines(text, place)
    found = next(
        (place for place, (_, cells) in enumerate(lines) if _is_heading(cells)), None
    )
    if found is None:
        raise BadData((Problem(place, _FIRST, f"没有找到表头，{_KNOWN}"),))
    heading = [_label(cell) for cell in lines[found][1]]
    _check_heading(heading, lines[found][0], place)
    rows: list[dict[str, str]] = []
    places: dict[Path_, int] = {}
    totals: list[tuple[int, dict[str, str]]] = []
    for line, cells in lines[found + 1 :]:
        filled = _filled(heading, cells)
        if _is_total(cells):
            totals.append((line, filled))
        elif filled:
            places["计票", len(rows)] = line
            rows.append(filled)
    sheet = _judged(rows, places, text, place)
    _check_totals(sheet, totals, place)
    return sheet


def _lines(text: str, place: str) -> list[tuple[int, list[str]]]:
    """Split the text into rows of cells, each with its line."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [(reader.line_num, [narrow(c).strip() for c in row]) for row in reader]
    except csv.Error:
        said = "这一行读不懂（可能少了一个引号），请改正"
        raise BadData((Problem(place, reader.line_num, said),)) from None


def _check_heading(heading: list[str], line: int, place: str) -> None:
    """Refuse two columns of one meaning: one would hide the other's counts."""
    twice = [label for label in _LABELS if heading.count(label) > 1]
    if twice:
        said = f"表头里“{'、'.join(twice)}”有两列，请只留一列"
        raise BadData((Problem(place, line, said),))


def _is_heading(cells: list[str]) -> bool:
    return len({_label(cell) for cell in cells} & set(_LABELS)) >= _FEWEST


def _label(cell: str) -> str:
    """Give the label that a heading means: 满意票 and 满意数 are 满意."""
    bare = _BLANKS.sub("", cell)
    if bare in _SYNONYMS:
        return _SYNONYMS[bare]
    return next((bare[: -len(end)] for end in _ENDINGS if _names(bare, end)), bare)


def _names(cell: str, ending: str) -> bool:
    return cell.endswith(ending) and cell.removesuffix(ending) in _LABELS


def _filled(heading: list[str], cells: list[str]) -> dict[str, str]:
    """Give the cells that say something, by their labels."""
    named = heading + ["（没有表头的一列）"] * (len(cells) - len(heading))
    pairs = zip(named, cells, strict=False)
    return {key: cell for key, cell in pairs if cell and key not in _IGNORED}


def _is_total(cells: list[str]) -> bool:
    """Tell whether a row sums up the others: 合计, 合　计, 总计：, 合计（票）."""
    return any(_TOTAL.match(_BLANKS.sub("", cell)) for cell in cells)


def _judged(
    rows: list[dict[str, str]],
    places: dict[Path_, int],
    text: str,
    place: str,
) -> CountSheet:
    plain = {"计票": rows}
    try:
        return CountSheet.model_validate(plain)
    except ValidationError as error:
        document = Document(plain, (), text, places)  # type: ignore[arg-type]  # rows are maps of text
        found = faults(CountSheet, error, document, place)
        raise BadData((*found, Problem(place, None, _KNOWN))) from None


def _check_totals(
    sheet: CountSheet, totals: list[tuple[int, dict[str, str]]], place: str
) -> None:
    """Refuse a sheet whose own total is not the sum of its rows."""
    if len(totals) != 1 or any(row.subject or row.dimension for row in sheet.rows):
        return
    line, total = totals[0]
    names = {label: name for name, label in Row.labels().items()}
    wrong = []
    for heading, cell in total.items():
        counts = [getattr(row, names.get(heading, ""), None) for row in sheet.rows]
        known = [count for count in counts if isinstance(count, int)]
        if cell.isdecimal() and known and int(cell) != sum(known):
            wrong.append(f"{heading}写的是{cell}，各行相加是{sum(known)}")
    if wrong:
        raise BadData((Problem(place, line, f"合计不符：{'；'.join(wrong)}"),))
