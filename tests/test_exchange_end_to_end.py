"""A campaign of 22 units: workbooks out, filled in, mangled as in life, and back."""

from __future__ import annotations

import hashlib
import io
import random
import re
import shutil
import subprocess
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from office import LEDGER, kept, office
from programs import needs
from rectify.domain import text
from rectify.domain.calendar import Calendar
from rectify.domain.exchange.reports import Terms, interpret
from rectify.domain.exchange.returned import read
from rectify.domain.ledger import Ledger
from rectify.storage.sheets.reading import read_bytes
from returns import FIRST, book_of, fill, places, row_of, sent
from workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY, BACK = "2024-07-01", "2024-07-10"
PLACES = (
    *("东城", "西关", "南岗", "北苑", "河口", "山前", "湖滨", "桥头"),
    *("柳林", "松园", "竹溪", "梅岭", "石门", "沙湾", "白云", "青龙"),
    *("金谷", "银川", "铜山", "铁岭", "玉泉", "珠江"),
)
UNITS = tuple(f"{place}街道办事处" for place in PLACES)
GRADES = ("A", "B", "C", None)
TRICKY = (
    "=1+1",
    "<r>已改</r>",
    "一是排查。\n二是改造。\n\n三是验收！",
    "+86；-5%；@家；00123；1-2；100%；2024/7/1；TRUE",
    "“已完成”，见附件《清单》。😀",
    "长" * 30_000,
)


class Typed(NamedTuple):
    """What a unit types into one row."""

    unit: str
    number: str
    cells: dict[str, Any]
    event: str


def handed(number: int) -> str:
    """Give an issue: mostly one unit with a helper, every seventh two that share."""
    lead = UNITS[number % len(UNITS)]
    other = UNITS[(number + 5) % len(UNITS)]
    who = f"    主办: {lead}\n    协办:\n      - {other}\n"
    if number % 7 == 0:
        who = f"    分办:\n      - {lead}\n      - {other}\n"
    event = f"  - 日期: 2024-06-20\n    事项: 交办\n{who}    期限: 2024-09-30\n"
    return kept(f"JZ-{number:03}", "待交办", event)


COUNT = 44


@pytest.fixture
def campaign(tmp_path: Path) -> Workbench:
    bench = Workbench(tmp_path)
    bench.write("ledger.yaml", LEDGER)
    units = "".join(f"  - 全称: {unit}\n" for unit in UNITS)
    bench.write("units.yaml", f"单位:\n{units}")
    for number in range(1, COUNT + 1):
        bench.write(f"issues/JZ-{number:03}.yaml", handed(number))
    return bench


def block(words: str) -> str:
    """Give a text as a file holds it."""
    lines = text.stored(words).split("\n")
    return "".join(f"      {line}\n" if line else "\n" for line in lines)


def typed(number: int, unit: str) -> Typed:
    """Make up what a unit reports of an issue of its own, and the event it makes."""
    words = TRICKY[number % len(TRICKY)] if number % 2 else f"第{number}条已整改。"
    grade = GRADES[number % len(GRADES)]
    cells: dict[str, Any] = {"办理情况": words}
    event = f"    单位: {unit}\n"
    if grade:
        cells |= {"本次报送": "答复", "类别": grade, "完成日期": date(2024, 7, 5)}
        event = f"    事项: 答复\n{event}    类别: {grade}\n"
        event += f"    内容: |\n{block(words)}    完成日期: 2024-07-05\n"
    else:
        event = f"    事项: 进展\n{event}    内容: |\n{block(words)}"
    return Typed(unit, f"JZ-{number:03}", cells, event)


def reports() -> list[Typed]:
    """Give what is reported: by all units but the last two, of what they answer."""
    return [
        typed(number, UNITS[number % len(UNITS)])
        for number in range(1, COUNT + 1)
        if UNITS[number % len(UNITS)] not in UNITS[-2:]
    ]


def filled_in(folder: Path, home: Path) -> dict[str, Path]:
    """Fill in the workbooks of the units, each under a name of the unit's own."""
    found = {}
    for unit in UNITS[:-1]:
        rows = {each.number: each.cells for each in reports() if each.unit == unit}
        to = home / f"（{unit}反馈）最终版2.xlsx"
        found[unit] = fill(book_of(folder, unit), rows, to=to)
    return found


def converted(files: Sequence[Path], form: str, folder: Path) -> list[Path]:
    """Open files with LibreOffice and save them again, in a form of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ("--headless", "--convert-to", form, "--outdir", str(folder))
    subprocess.run(
        ["soffice", profile, *words, *map(str, files)],
        check=True,
        capture_output=True,
        timeout=240,
    )
    suffix = form.partition(":")[0]
    return [folder / f"{path.stem}.{suffix}" for path in files]


def shuffled(path: Path) -> None:
    """Sort the rows anew and colour them, as a clerk with the lock off does."""
    book = load_workbook(path)
    sheet = book["填报"]
    rows = [
        [sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)]
        for row in range(FIRST, sheet.max_row + 1)
    ]
    random.Random(path.name).shuffle(rows)  # no secret
    for row, cells in enumerate(rows, FIRST):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.protection.sheet = False
    book.save(path)


def packed_in_gbk(files: dict[str, bytes], path: Path) -> Path:
    """Pack files as Windows does: names in GBK, and nothing says so."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(_Unsaid(name), data)
    path.write_bytes(held.getvalue())
    return path


class _Unsaid(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # zipfile's own
        return self.filename.encode("gbk"), self.flag_bits


def events_of(bench: Workbench) -> dict[str, str]:
    """Give what was added to each issue, less the file that it came from."""
    found = {}
    for number in range(1, COUNT + 1):
        name = f"JZ-{number:03}"
        events = bench.issue(name).partition("期限: 2024-09-30\n")[2]
        events = events.removesuffix("# 以上由办公室登记\n")
        found[name] = re.sub(r"    来源文件:\n.*\n.*\n", "", events)
    return found


def sources_of(bench: Workbench) -> set[tuple[str, str]]:
    """Give the files that the events name, with their SHA-256."""
    pattern = r"来源文件:\n      文件: (.*)\n      SHA-256: (.*)\n"
    return {
        found
        for number in range(1, COUNT + 1)
        for found in re.findall(pattern, bench.issue(f"JZ-{number:03}"))
    }


@needs("soffice")
def test_what_22_units_report_comes_back_exactly(
    campaign: Workbench, tmp_path: Path
) -> None:
    folder = sent(campaign)
    assert len(list(folder.iterdir())) == len(UNITS)
    home = tmp_path / "收到"
    came = filled_in(folder, tmp_path / "草稿")
    home.mkdir()
    final = dict(came)
    groups = {"xlsx:Calc MS Excel 2007 XML": (0, 4), "xls": (4, 8), "ods": (8, 11)}
    for form, (first, last) in groups.items():
        some = UNITS[first:last]
        work = tmp_path / form[:4]
        work.mkdir()
        again = converted([came[unit] for unit in some], form, work)
        final |= dict(zip(some, again, strict=True))
    for unit in UNITS[6:8]:
        final[unit] = final[unit].rename(final[unit].with_suffix(".et"))
    for unit in UNITS[11:14]:
        shuffled(final[unit])
    for path in final.values():
        shutil.copy(path, home / path.name)
    zipped = UNITS[14:18]
    inside = {f"街道\\{final[u].name}": final[u].read_bytes() for u in zipped}
    for unit in zipped:
        (home / final[unit].name).unlink()
    packed_in_gbk(inside, home / "街道反馈.zip")
    shutil.copy(final[UNITS[0]], home / "副本.xlsx")

    done = campaign.run("collect", str(home), "--yes", today=BACK)
    assert done.code == 0, done.err
    assert "有误" not in done.err
    assert "存疑" not in done.err
    skipped = [line for line in done.err.splitlines() if line.startswith("跳过")]
    assert len(skipped) == 1, "nobody has touched a grey cell"
    assert "同 副本.xlsx 内容完全一样，只读一次" in skipped[0]
    expected = {f"JZ-{number:03}": "" for number in range(1, COUNT + 1)}
    for each in reports():
        expected[each.number] += f"  - 日期: 2024-07-10\n{each.event}"
    assert events_of(campaign) == expected
    final[UNITS[0]] = home / "副本.xlsx"  # of two files with the same bytes, the first
    assert sources_of(campaign) == {
        (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (final[each.unit] for each in reports())
    }
    silent = [line for line in done.err.splitlines() if line.startswith("未报")]
    assert any(UNITS[-1] in line and "没有报回" in line for line in silent)
    assert any(UNITS[-2] in line and "报回了，还缺" in line for line in silent)
    assert campaign.do("check").code == 0

    after = campaign.files()
    repeated = campaign.do("collect", str(home), "--yes", today="2024-07-15")
    assert (repeated.code, repeated.out) == (0, "")
    assert campaign.files() == after


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the workbook of a unit with one issue."""
    bench = office(tmp_path_factory.mktemp("blank"), JZ001="已交办")
    return book_of(sent(bench), "市民政局").read_bytes()


LEGAL = st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"
)
NOTHING = re.compile(r"\s*(?:[/／\\—–－-]+|无)\s*")
SHORT = st.text(LEGAL, max_size=40)
LONG = st.lists(
    st.one_of(st.text(LEGAL, max_size=60), st.sampled_from(TRICKY[:5]), st.just("")),
    max_size=5,
).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(content=LONG, measures=LONG, person=SHORT, finish=SHORT)
def test_whatever_is_typed_comes_back_as_it_was_typed(
    blank: bytes, content: str, measures: str, person: str, finish: str
) -> None:
    assume(not any(map(NOTHING.fullmatch, (content, measures, person, finish))))
    cells = {
        "办理情况": content,
        "整改措施": measures,
        "责任人": person,
        "完成时限": finish,
    }
    book = load_workbook(io.BytesIO(blank))
    sheet = book["填报"]
    row = row_of(sheet, "JZ-001")
    for label, said in cells.items():
        cell = sheet.cell(row, places(sheet)[label])
        cell.value = said or None
        if said:
            cell.data_type = "s"
    saved = io.BytesIO()
    book.save(saved)
    returned = read(read_bytes(saved.getvalue(), "反馈.xlsx"))
    assert returned.faults == ()
    (filled,) = returned.rows
    terms = Terms(
        Ledger.model_validate({"名称": "问题", "编号前缀": "JZ", "监督机关": "人大"}),
        date(2024, 7, 10),
        Calendar({}, frozenset()),
    )
    found = interpret(filled, "市民政局", "JZ-001", terms)
    assert found.faults == ()
    shown = {
        "办理情况": text.stored(content),
        "整改措施": text.stored(measures),
        "责任人": " ".join(person.split("\n")).strip(),
        "完成时限": finish.strip(),
    }
    if not any(shown.values()):
        assert found.report is None
        return
    assert found.report is not None
    assert (found.report.content or "") == shown["办理情况"]
    for label in ("整改措施", "责任人", "完成时限"):
        assert found.report.plan.get(label, "") == shown[label]
