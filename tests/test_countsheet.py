"""A sheet of counts as an office keeps it: titles above, totals below, any heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from office import office
from rectify.errors import BadData
from rectify.storage.countsheet import CountSheet, read_counts

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "会场,应到,实到,满意,基本满意,不满意"
ROWS = "主会场,41,36,30,5,1\n分会场,20,18,15,2,1"


def sheet(home: Path, text: str | bytes, name: str = "计票.csv") -> CountSheet:
    path = home / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_counts(str(path))


def refused(home: Path, text: str) -> str:
    with pytest.raises(BadData) as error:
        sheet(home, text)
    return str(error.value)


def satisfied(found: CountSheet) -> list[tuple[str | None, int]]:
    return [(row.venue, row.satisfied) for row in found.rows]


VENUES = [("主会场", 30), ("分会场", 15)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEAD}\n{ROWS}\n", id="只有表头和各行"),
        pytest.param(f"某市人大常委会计票表,,,,,\n\n{HEAD}\n{ROWS}\n", id="标题行"),
        pytest.param(f"{HEAD}\n,,,,,\n{ROWS}\n\n , ,,,,\n", id="空行"),
        pytest.param(f"{HEAD}\n{ROWS}\n合 计,61,54,45,7,2\n", id="合 计"),
        pytest.param(f"{HEAD}\n{ROWS}\n合\u3000计,61,54,45,7,2\n", id="合全角空格计"),
        pytest.param(f"{HEAD}\n{ROWS}\n总计：,61,54,45,7,2\n", id="总计："),
        pytest.param(f"{HEAD}\n{ROWS}\n合计（票）,61,54,,,\n", id="合计（票）"),
        pytest.param(
            f"{HEAD}\n{ROWS}\n小计,41,36,30,5,1\n合计,61,54,45,7,2\n", id="小计"
        ),
        pytest.param(
            f"序号,{HEAD},备注\n1,主会场,41,36,30,5,1,电子票\n2,分会场,20,18,15,2,1,\n",
            id="序号和备注",
        ),
        pytest.param(
            "会场,应到人数,实到人数,满意票数,基本满意票,不满意数\n" + ROWS,
            id="列名带单位",
        ),
        pytest.param(f"{HEAD}\n{ROWS}\n".replace(",", "\t"), id="制表符"),
        pytest.param(f"{HEAD}\n{ROWS}\n".replace("\n", "\r\n"), id="Windows换行"),
        pytest.param(f"{HEAD}\n{ROWS}\n".replace("\n", "\r"), id="旧式换行"),
        pytest.param(f"{HEAD}\n{ROWS}\n".replace("30", "３０"), id="全角数字"),
    ],
)
def test_venues_are_read_and_what_stands_around_them_is_not(
    tmp_path: Path, text: str
) -> None:
    assert satisfied(sheet(tmp_path, text)) == VENUES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_sheet_is_read_in_the_encodings_of_an_office(
    tmp_path: Path, encoding: str
) -> None:
    text = f"{HEAD}\n{ROWS}\n".encode(encoding)
    assert satisfied(sheet(tmp_path, text)) == VENUES


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            f"{HEAD}\n{ROWS}\n合计,61,54,46,7,2\n",
            "计票.csv 第4行  合计不符：满意写的是46，各行相加是45",
            id="合计不符",
        ),
        pytest.param(
            f"{HEAD},很满意\n主会场,41,36,30,5,1,3\n",
            "计票.csv 第2行  计票第1项“很满意”：没有这一项",
            id="没有的列",
        ),
        pytest.param(
            f"{HEAD},很满意\n主会场,41,36,30,5,1,3\n",
            "计票表可用的列：会场、群体、维度、对象、应到、实到",
            id="没有的列，列出可用的",
        ),
        pytest.param(
            f"{HEAD},满意票\n主会场,41,36,30,5,1,30\n",
            "计票.csv 第1行  表头里“满意”有两列，请只留一列",
            id="一列写了两次",
        ),
        pytest.param(
            f"{HEAD}\n主会场,41,36,三十,5,1\n",
            "计票.csv 第2行  计票第1项“满意”：三十 不是数",
            id="不是数",
        ),
        pytest.param(f"{HEAD}\n主会场,41,36,30,5,1,7\n", "没有表头的一列", id="多一列"),
        pytest.param("主会场,41,36\n", "没有找到表头，计票表可用的列：", id="没有表头"),
        pytest.param("", "文件是空的，一个字也没有", id="空文件"),
        pytest.param(f"{HEAD}\n", "至少1项", id="没有票数"),
        pytest.param(
            f'{HEAD}\n"{"主" * 200_000},41,36,30,5,1\n', "这一行太长", id="一格太长"
        ),
    ],
)
def test_what_can_t_be_counted_is_refused_with_its_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    assert sentence in refused(tmp_path, text)


def test_a_total_over_several_subjects_is_not_added_up(tmp_path: Path) -> None:
    text = "对象,满意,基本满意,不满意\nJZ-001,30,5,1\nJZ-002,20,5,11\n合计,99,10,12\n"
    found = sheet(tmp_path, text)
    assert [row.subject for row in found.rows] == ["JZ-001", "JZ-002"]


def test_a_sheet_may_be_yaml(tmp_path: Path) -> None:
    text = "会议: 第九次会议\n计票:\n  - 满意: 30\n    基本满意: 5\n    不满意: 1\n"
    found = sheet(tmp_path, text, "计票.yaml")
    assert (found.meeting, found.rows[0].satisfied) == ("第九次会议", 30)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("计票.csv", b"\xff\xfe\x00\xd8\xff", "计票.csv  文件损坏或不完整"),
        ("计票.csv", None, "计票.csv  没有这个文件"),
        ("计票.yaml", None, "计票.yaml  没有这个文件"),
        ("计票.yaml", b"a" * ((1 << 20) + 1), "计票.yaml  文件超过1兆字节"),
    ],
)
def test_what_can_t_be_read_is_refused_by_name(
    tmp_path: Path, name: str, data: bytes | None, sentence: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BadData, match=sentence):
        read_counts(str(tmp_path / name))


def test_counts_may_stand_in_any_file_that_lists_may_stand_in(tmp_path: Path) -> None:
    rows = "| 会场 | 满意 | 基本满意 | 不满意 |\n|-|-|-|-|\n| 主会场 | 30 | 5 | 1 |\n"
    assert satisfied(sheet(tmp_path, rows, "计票.md")) == [("主会场", 30)]


def test_what_stands_below_the_counts_is_no_row_unless_it_bears_figures(
    tmp_path: Path,
) -> None:
    below = "（注：出席过半）\n计票人,,,监票人,某某\n附注：1\n2024年10月30日\n"
    assert satisfied(sheet(tmp_path, f"{HEAD}\n{ROWS}\n{below}")) == VENUES
    text = f"{HEAD}\n{ROWS}\n单位：市民政局,9,9,9,0,0\n"
    assert satisfied(sheet(tmp_path, text)) == [*VENUES, ("单位：市民政局", 9)]


def test_a_venue_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    text = f"{HEAD}\n主会场,41,36,30,5,1\n主会场,41,36,30,5,1\n"
    (tmp_path / "计票.csv").write_text(text, encoding="utf-8")
    before = bench.files()
    done = bench.do("evaluate", "1", "--from", str(tmp_path / "计票.csv"))
    assert (done.code, done.out) != (0, "JZ-001\n")
    assert "主会场写了两行" in done.err
    assert bench.files() == before
