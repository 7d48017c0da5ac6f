"""A sheet of votes to be recorded: csv or yaml, a row for each venue."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

from pydantic import ValidationError

from rectify.domain.ballot import Row
from rectify.domain.entity import Count, Entity, Line, label
from rectify.domain.text import narrow
from rectify.errors import BadData, LedgerError, Problem
from rectify.storage.faults import faults
from rectify.storage.reader import MAX_BYTES, Document
from rectify.storage.yaml import load

_HEADER_LINE = 1


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
    """Read rows by their headings; empty rows and rows of totals are none."""
    text = text.replace("\0", "")
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    rows: list[dict[str, str]] = []
    lines: dict[tuple[str | int, ...], int] = {}
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    for record in reader:
        extra = record.pop(None, None)
        cells = {
            (key or "").strip(): narrow((value or "").strip())
            for key, value in record.items()
        }
        filled = {key: value for key, value in cells.items() if value}
        if extra and any(extra):
            filled["（多出的一列）"] = "、".join(extra)
        if filled and not _total(filled):
            lines["计票", len(rows)] = reader.line_num
            rows.append(filled)
    try:
        return CountSheet.model_validate({"计票": rows})
    except ValidationError as error:
        document = Document({}, (), text, lines)
        found = faults(CountSheet, error, document, place)
        raise BadData(found or (Problem(place, _HEADER_LINE, "读不懂"),)) from None


def _total(cells: dict[str, str]) -> bool:
    return any(value in ("合计", "总计", "小计") for value in cells.values())
