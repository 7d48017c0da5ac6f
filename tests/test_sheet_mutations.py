"""Whatever becomes of a file, it is read or refused: nothing else happens."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from hostile_sheets import packed, sheet, workbook
from rectify.storage.sheets.reading import CantRead, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

SHEETS = Path(__file__).parent / "sheets"
FILES = {
    "list.xls": (SHEETS / "list.xls").read_bytes(),
    "list.ods": (SHEETS / "list.ods").read_bytes(),
    "list.docx": (SHEETS / "list.docx").read_bytes(),
    "list.xlsx": workbook(sheet(), sheet()),
    "list.csv": '序号,存在问题\n1,"甲\n乙"\n'.encode("gbk"),
    "list.md": "# 题\n\n| 序号 | 存在问题 |\n|--|--|\n| 1 | 甲 |\n".encode(),
}
_STEPS = st.lists(
    st.tuples(st.integers(0, 1 << 20), st.integers(0, 40), st.binary(max_size=8)),
    min_size=1,
    max_size=6,
)
_Steps = list[tuple[int, int, bytes]]


def mutated(data: bytes, steps: _Steps) -> bytes:
    """Replace some bytes of some others, here and there."""
    for place, length, other in steps:
        at = place % (len(data) + 1)
        data = data[:at] + other + data[at + length :]
    return data


def survives(data: bytes, name: str) -> None:
    """Read what may be broken; a refusal is as good as cells."""
    try:
        file = read_bytes(data, name)
    except CantRead:
        return
    assert all(isinstance(row, tuple) for grid in file.grids for row in grid.rows)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), _STEPS)
def test_a_file_with_other_bytes_in_it_is_read_or_refused(
    name: str, steps: _Steps
) -> None:
    survives(mutated(FILES[name], steps), name)


def _parts(name: str) -> dict[str, bytes]:
    with ZipFile(BytesIO(FILES[name])) as file:
        return {each: file.read(each) for each in file.namelist()}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["list.xlsx", "list.ods", "list.docx"]),
    st.integers(0, 20),
    _STEPS,
)
def test_a_packed_file_with_a_part_gone_wrong_is_read_or_refused(
    name: str, part: int, steps: _Steps
) -> None:
    parts = _parts(name)
    chosen = sorted(parts)[part % len(parts)]
    parts[chosen] = mutated(parts[chosen], steps)
    survives(packed(parts), name)


_NUMBER = st.sampled_from(["0", "-1", "4294967296", "x", "", "1e9", "99999999999"])


@settings(max_examples=100, deadline=None)
@given(_NUMBER, _NUMBER, _NUMBER)
def test_numbers_that_make_no_sense_in_a_sheet_are_read_past_or_refused(
    row: str, column: str, text: str
) -> None:
    write: Callable[..., str] = (
        '<row r="{0}"><c r="A{0}" s="{1}" t="s"><v>{2}</v></c></row>'.format
    )
    hidden = f'<cols><col min="{column}" max="{row}" hidden="1"/></cols>'
    merged = f'<mergeCells><mergeCell ref="A{row}:B{column}"/></mergeCells>'
    survives(
        workbook(sheet(write(row, column, text), before=hidden, after=merged)), "a.xlsx"
    )
