"""Many issues in one command: a list handed over, a letter, a vote, a pipeline."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from office import kept, office
from rectify.storage.transaction import locked
from workbench import Workbench, bare_diff

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WHOLE = 57
LEADS = ("市民政局", "市财政局", "市应急局")


def whole_list(home: Path, state: str, count: int = WHOLE) -> Workbench:
    """Make a ledger of many issues, each with what the list proposes for it."""
    bench = office(home)
    for place in range(1, count + 1):
        number = f"JZ-{place:03}"
        proposed = f"拟主办: {LEADS[place % 3]}\n拟定期限: 2024-{place % 3 + 8:02}-30\n"
        text = kept(number, state).replace("问题描述:", f"{proposed}问题描述:")
        text = text.replace("主办: 市民政局\n    协", f"主办: {LEADS[0]}\n    协")
        bench.write(f"issues/{number}.yaml", text)
    bench.commit()
    return bench


def states(bench: Workbench) -> dict[str, str]:
    found: list[dict[str, Any]] = bench.do("list", "--json").json
    return {each["编号"]: each["状态"] for each in found}


def plus(lines: Iterable[str]) -> list[str]:
    return sorted(line for line in lines if line.startswith("+"))


def test_a_whole_list_is_handed_over_by_one_command(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "待交办")
    hand = ("assign", "--all", "--ref", "焦人办函〔2024〕12号", "--on", "2024-06-20")
    foretold = bench.do(*hand, "--dry-run", today="2024-06-20")
    done = bench.run(*hand, today="2024-06-20")
    assert done.code == 0
    assert done.lines == [f"JZ-{place:03}" for place in range(1, WHOLE + 1)]
    assert done.err == "交办 57条：市财政局 19、市应急局 19、市民政局 19\n"
    assert set(states(bench).values()) == {"已交办"}
    assert not [line for line in bench.changed() if line.startswith("-")]
    assert sorted(bare_diff(foretold.out)) == sorted(bench.diff())
    event = bench.issue("JZ-004").partition("办理记录:\n")[2]
    assert event == (
        "  - 日期: 2024-06-20\n    事项: 交办\n    主办: 市财政局\n"
        "    期限: 2024-09-30\n    文号: 焦人办函〔2024〕12号\n"
    )
    again = bench.run(*hand, today="2024-06-20")
    assert again == (0, "", "没有要办的，什么也没有改\n")


def test_all_are_handed_over_or_none(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "待交办", 5)
    for number in ("JZ-002", "JZ-004"):
        text = bench.issue(number)
        lines = [line for line in text.split("\n") if not line.startswith("拟主办")]
        bench.write(f"issues/{number}.yaml", "\n".join(lines))
    before = bench.files()
    done = bench.run("assign", "--all")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith(
        "5条中有2条不能办，一条也没有办：\n不能交办 JZ-002、JZ-004："
    )
    assert done.err.count("\n") == 2
    assert bench.files() == before


def test_one_letter_answers_five_issues(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "已交办", 8)
    letter = tmp_path / "复函.txt"
    letter.write_text("均已整改到位。", encoding="utf-8")
    answer = ("respond", "1,3,5-7", "--by", "民政局", "--file", str(letter))
    done = bench.run(*answer, "--class", "A", "--ref", "焦民函〔2024〕8号")
    numbers = ["JZ-001", "JZ-003", "JZ-005", "JZ-006", "JZ-007"]
    assert (done.code, done.lines) == (0, numbers)
    assert done.err == f"答复 {'、'.join(numbers)}：市民政局（A类5件）\n"
    answered = [number for number, state in states(bench).items() if state == "已答复"]
    assert answered == numbers
    assert len(plus(bench.changed())) == len(bench.changed()) == 5 * 7


def test_everybody_signs_by_one_command_or_one_unit_does(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "已交办", 4)
    one = bench.do("accept", "--all", "--by", "市财政局")
    assert one.lines == ["JZ-001", "JZ-002", "JZ-003", "JZ-004"]
    assert set(states(bench).values()) == {"已交办"}
    assert bench.run("accept", "--all").lines == one.lines
    assert set(states(bench).values()) == {"办理中"}
    assert bench.do("accept", "--all").err == "没有要办的，什么也没有改\n"
    assert bench.do("accept").code == 2


def test_all_that_passed_are_closed_by_one_command(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "测评通过", 4)
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "已答复"))
    done = bench.run(
        "close", "--all-passed", "--approver", "主任会议", today="2024-11-06"
    )
    assert (done.code, done.lines) == (0, ["JZ-001", "JZ-003", "JZ-004"])
    assert done.err.startswith("销号 JZ-001、JZ-003、JZ-004")
    bench.today = "2024-11-06"
    again = bench.do("close", "--all-passed", "--approver", "主任会议")
    assert again == (0, "", "没有要办的，什么也没有改\n")
    assert bench.do("close", "--approver", "主任会议").code == 2


HEADINGS = ("会场", "群体", "应到", "实到", "满意", "基本满意", "不满意")
VENUES = [
    ("主会场" if place == 1 else f"第{place - 1}分会场", "代表", 20, 16, 10, 3, 3)
    for place in range(1, 21)
]


def sheet(kind: str) -> bytes:
    """Give the counts of 20 venues, as a spreadsheet saves them or as yaml."""
    if kind == "yaml":
        rows = (
            "  - "
            + "\n    ".join(f"{h}: {v}" for h, v in zip(HEADINGS, row, strict=True))
            for row in VENUES
        )
        return ("会议: 代表问政\n计票:\n" + "\n".join(rows) + "\n").encode()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([HEADINGS, *VENUES, ("合计", "", 400, 320, 200, 60, 60)])
    return text.getvalue().encode(kind)


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "gbk", "yaml"])
def test_a_vote_of_twenty_venues_is_one_operation_with_counts_summed(
    tmp_path: Path, kind: str
) -> None:
    bench = whole_list(tmp_path, "已答复", 3)
    bench.today = "2024-10-30"
    counts = tmp_path / ("计票.yaml" if kind == "yaml" else "计票.csv")
    counts.write_bytes(sheet(kind))
    done = bench.run("evaluate", "1-3", "--from", str(counts))
    assert (done.code, done.lines) == (0, ["JZ-001", "JZ-002", "JZ-003"]), done.err
    summed = "（满意 200，基本满意 60，不满意 60，实到 320）"
    assert done.err == f"测评 票号 2024-01（初次，20个会场）：通过3条{summed}\n"
    assert set(states(bench).values()) == {"测评通过"}
    vote = bench.read("votes/2024-01.yaml")
    assert vote.count("  - 会场: ") == 20
    assert "合计" not in vote
    assert "  - 会场: 第19分会场\n    群体: 代表\n    应到: 20\n" in vote
    assert summed in bench.do("show", "1").out.replace("\n", "")
    assert bench.do("check", "--quiet").code == 0


def test_issues_voted_on_apart_pass_and_fail_apart(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "已答复", 2)
    bench.today = "2024-10-30"
    counts = tmp_path / "计票.csv"
    counts.write_text(
        "对象,实到,满意,基本满意,不满意\nJZ-001,36,30,5,1\nJZ-002,36,5,5,26\n",
        encoding="utf-8",
    )
    done = bench.run("evaluate", "1", "2", "--from", str(counts))
    assert done.code == 0
    assert "通过1条，不通过1条（JZ-002）" in done.err
    assert states(bench) == {"JZ-001": "测评通过", "JZ-002": "重新办理"}
    unlisted = bench.do("evaluate", "1", "--from", str(counts), "--ballot", "2024-09")
    assert unlisted.code == 4


def test_a_vote_on_a_unit_moves_no_issue(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "已答复", 2)
    counts = ("--satisfied", "30", "--basic", "5", "--unsatisfied", "1")
    bench.today = "2024-10-30"
    done = bench.run("evaluate", "--unit", "民政局", *counts)
    assert (done.code, done.out) == (0, "2024-01\n")
    assert states(bench) == {"JZ-001": "已答复", "JZ-002": "已答复"}
    assert "  单位:\n    - 市民政局\n" in bench.read("votes/2024-01.yaml")


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        ("1 --satisfied 30", 2, "请写明票数：--satisfied 满意"),
        ("--satisfied 1 --basic 1 --unsatisfied 1", 2, "请写明测评的对象"),
        (
            "1 --satisfied 30 --basic 5 --unsatisfied 1 --present 30",
            4,
            "票数对不上，没有记录：",
        ),
        ("1 --satisfied -1 --basic 5 --unsatisfied 1", 2, "--satisfied"),
        ("1 --from 没有.csv", 5, "没有.csv  没有这个文件，请检查文件名"),
        (
            "1 --satisfied 9 --basic 5 --unsatisfied 1 --ballot 第1号",
            2,
            "“票号”：“第1号”不对，应写成 2024-01 的样子",
        ),
    ],
)
def test_a_vote_that_can_not_be_is_refused_whole(
    tmp_path: Path, args: str, code: int, sentence: str
) -> None:
    bench = whole_list(tmp_path, "已答复", 1)
    before = bench.files()
    done = bench.do("evaluate", *args.split(), today="2024-10-30")
    assert (done.code, done.out) == (code, ""), done.err
    assert sentence in done.err
    assert bench.files() == before


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("满意,基本满意,不满意\n三,1,1\n", "计票.csv 第2行"),
        ("满意,基本满意,反对\n3,1,1\n", "计票表可用的列：会场、群体"),
        ("满意,基本满意,不满意\n3,1,1,9\n", "计票.csv 第2行"),
        ("满意,基本满意,不满意\n", "计票"),
    ],
)
def test_a_faulty_sheet_of_counts_is_told_with_its_line(
    tmp_path: Path, row: str, sentence: str
) -> None:
    bench = whole_list(tmp_path, "已答复", 1)
    counts = tmp_path / "计票.csv"
    counts.write_text(row, encoding="utf-8")
    done = bench.run("evaluate", "1", "--from", str(counts), today="2024-10-30")
    assert (done.code, done.out) == (5, "")
    assert sentence in done.err


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("3", "3"),
        ("JZ-003", "3"),
        ("jz-3", "3"),
        ("２", "2"),
        ("1-3", "1 2 3"),
        ("JZ-002..JZ-004", "2 3 4"),
        ("JZ-002至JZ-004", "2 3 4"),
        ("1,3,5-6", "1 3 5 6"),
        ("1、3，5", "1 3 5"),
        ("4 2 4 2-3", "4 2 3"),
        ("5-99", "5 6"),
    ],
)
def test_issues_are_named_in_many_ways(
    tmp_path: Path, words: str, numbers: str
) -> None:
    bench = whole_list(tmp_path, "待交办", 6)
    done = bench.do("note", *words.split(), "--text", "已核。")
    assert done.lines == [f"JZ-00{number}" for number in numbers.split()]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ("7", 3, "没有编号为 JZ-007 的问题；已有 JZ-001 到 JZ-006"),
        ("AB-001", 3, "没有编号前缀为 AB 的台账。已有的前缀：JZ"),
        ("十七", 2, "看不懂编号“十七”。应写成 17、JZ-017、1-10"),
        ("3-1", 2, "看不懂编号“3-1”"),
        ("JZ-001..AB-003", 2, "看不懂编号“JZ-001..AB-003”"),
        ("70-80", 3, "没有编号为 JZ-070至JZ-080 的问题；已有 JZ-001 到 JZ-006"),
        ("-", 2, "请写明编号"),
    ],
)
def test_an_issue_that_is_not_there_is_refused(
    tmp_path: Path, words: str, code: int, sentence: str
) -> None:
    bench = whole_list(tmp_path, "待交办", 6)
    done = bench.do("note", words, "--text", "已核。")
    assert (done.code, done.out) == (code, ""), done.err
    assert sentence in done.err


def test_a_range_beyond_the_ledger_names_what_is_not_there(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "待交办", 6)
    done = bench.do("note", "5-8", "JZ-001..JZ-002", "--text", "已核。")
    assert done.lines == ["JZ-005", "JZ-006", "JZ-001", "JZ-002"]
    assert done.err.startswith("没有编号为 JZ-007、JZ-008 的问题，已略过\n")
    assert "略过" not in bench.do("note", "1-6", "--text", "又核。").err


def test_numbers_go_from_one_command_to_the_next(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "已交办", 6)
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "已答复"))
    bench.today = "2024-10-01"
    late = bench.run("list", "--overdue", "--numbers")
    assert late.lines == ["JZ-001", "JZ-003", "JZ-004", "JZ-005", "JZ-006"]
    urged = bench.run("urge", "-", typed=late.out)
    assert (urged.code, urged.out) == (0, late.out)
    noted = bench.do("note", "-", "2", "--text", "已催。", typed=urged.out)
    assert noted.lines == [*late.lines, "JZ-002"]


def test_two_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "已交办", 2)
    words = [f"第{place}件事。" for place in range(8)]
    running = [bench.start("note", "1", "2", "--text", word) for word in words]
    adding = [bench.start("add", "--title", f"新问题{place}") for place in range(4)]
    said = [process.communicate(timeout=120) for process in running + adding]
    assert [process.returncode for process in running + adding] == [0] * 12, said
    for number in ("JZ-001", "JZ-002"):
        text = bench.issue(number)
        assert all(text.count(word) == 1 for word in words)
    numbers = sorted(out.decode().strip() for out, _ in said[8:])
    assert numbers == ["JZ-003", "JZ-004", "JZ-005", "JZ-006"]
    assert bench.do("check", "--quiet").code == 0


def test_one_that_waits_too_long_leaves_with_75(tmp_path: Path) -> None:
    bench = whole_list(tmp_path, "已交办", 1)
    before = bench.files()
    with locked(bench.root):
        done = bench.run("note", "1", "--text", "已核。")
        assert bench.run("list", "--numbers").out == "JZ-001\n"
    assert (done.code, done.out) == (75, "")
    assert "另一个 rectify 正在写入这个台账，等了10秒仍未结束；请稍后重试" in done.err
    assert bench.files() == before
