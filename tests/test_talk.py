"""How the program talks: help pages, refusals, exit codes, encodings, windows."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import typer

from office import kept, office
from rectify.cli.panels import app
from rectify.views.screen.cells import width
from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

# What is hidden is called by git, and read by nobody.
COMMANDS = tuple(
    str(name)
    for name, command in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]  # a group has them
    if not command.hidden
)
PAGES = ((), *((name,) for name in COMMANDS), ("units", "add"), ("units", "alias"))
# Names of commands, options, formats and files, and what is typed as an example.
SPELT = re.compile(
    r"--?[A-Za-z-]+|\[=期限\]|\b(?:JZ-\d+|JZ|A|JSON|CSV|csv|yaml|YAML|Markdown|UTF|GBK)\b"
    r"|\.(?:docx|md|html|txt|pdf|xlsx|xls|et|ods|csv)\b"
    r"|\b(?:md|PDF|WPS|Word|office|windows|templates)\b"
    r"|_GB2312"
    r"|\bgit\b|\bHEAD\b"
    r"|rectify|ylfw-202\d|jiaozuo-2024|\.md|\.docx|holidays\.yaml|ledger\.yaml"
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    bench = Workbench(tmp_path_factory.mktemp("sample"), "jiaozuo-2024")
    assert bench.do("init", ".", "--example", "jiaozuo-2024", "--no-git").code == 0
    return bench


def test_every_panel_of_the_office_has_its_commands() -> None:
    expected = """
        init new import add edit units approve
        assign accept decline reassign plan progress contact extend urge key respond
        reject review feedback evaluate close recheck track drop resume reply note void
        list show due rates changes report check format
    """
    assert set(expected.split()) <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_no_help_page_speaks_english_or_lacks_a_word(
    sample: Workbench, page: tuple[str, ...]
) -> None:
    done = sample.do(*page, "--help", COLUMNS="100")
    assert (done.code, done.err) == (0, "")
    names = "|".join(map(re.escape, sorted({*COMMANDS, "add", "alias"}, key=len)))
    plain = re.sub(rf"(?<![\w-])(?:{names})(?![\w-])", "", SPELT.sub("", done.out))
    assert re.findall(r"[A-Za-z]{2,}", plain) == []
    assert max(map(width, done.lines)) <= 100


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_every_option_says_what_it_is(sample: Workbench, page: tuple[str, ...]) -> None:
    lines = sample.do(*page, "--help", COLUMNS="100").lines
    prose = [line for line in lines[1:] if line.startswith("  ")]
    assert re.search(r"[一-鿿]{2}", prose[0])
    terms = [line for line in lines if re.match(r"  (?:    |-\w, )--|  -C", line)]
    assert terms
    for term in terms:
        below = lines[lines.index(term) + 1 :][:1]
        meaning = re.split(r"\s{2,}", term.strip())[1:] or below
        assert re.search(r"[一-鿿]", "".join(meaning)), term


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_with_a_wrong_option_is_told_so_in_chinese(
    sample: Workbench, command: str
) -> None:
    done = sample.do(command, "--nonsense")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("没有“--nonsense”这个选项。")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ("assigm 1", "没有“assigm”这个命令。是不是：assign"),
        ("list --overdu", "没有“--overdu”这个选项。是不是：--overdue？"),
        ("note 1", "缺少选项 --text（内容）。用法见 rectify note --help"),
        ("note", "缺少参数“编号…”（如 17、JZ-017、1-10"),
        ("review 1 --result 好", "选项 --result 不能是“好”，可用：整改到位、答复到位"),
        ("void 1 --event 三 --reason 错", "选项 --event 应是整数，“三”不是"),
        ("accept 1 2 --signer", "选项 --signer 后面缺少签收人"),
        ("list --json=1", "选项 --json 不带值"),
        ("show 1 2", "多出了“2”。内容含有空格时请加引号"),
        ("list --sort 高低", "没有“高低”这一列。可用：编号、标题"),
        ("list --columns 编号,高低", "没有“高低”这一列。可用：编号、标题"),
        ("rates --only 好评率", "没有“好评率”这个指标。可用：交办率、签收率"),
        ("rates --by 星座", "星座"),
        ("report 年报", "年报"),
        ("list --as-of 明早", "看不懂日期“明早”。应写成 2024-09-30"),
        ("changes --since 2025-02-01 --until 2025-01-01", "请对调"),
        ("extend 1 --ask --deny --reason 晚", "--ask 和 --deny 只能写一个"),
        ("extend 1 --deadline 9月底前 --approver 主任会议", "须用 --reason 写明理由"),
        ("key 1", "须用 --leader 写明督办领导"),
        ("respond 1", "请用 --text 写答复内容"),
        ("decline 1", "申请退回须用 --reason 写明理由"),
        ("reassign 1 --from 市民政局", "请写明单位：--from 原单位 --to 新单位"),
    ],
)
def test_a_command_that_means_nothing_is_refused_with_2_and_the_right_form(
    sample: Workbench, args: str, sentence: str
) -> None:
    done = sample.do(*args.split())
    assert (done.code, done.out) == (2, ""), done.err
    assert sentence in done.err
    assert "Traceback" not in done.err


BLANK = ("", " ", "\u3000", "甲\x07", "甲\x1b[31m", "\ud800", "\u2028", "甲\x00")


@pytest.mark.parametrize(
    "command",
    [
        "note 1 --text {}",
        "progress 1 --text {}",
        "accept 1 --signer {}",
        "accept 1 --by {}",
        "respond 1 --text 好 --ref {}",
        "decline 1 --reason {}",
        "drop 1 --how 撤回 --reason {}",
        "contact 1 --manner {}",
        "plan 1 --goal {}",
        "key 1 --leader {}",
        "void 1 --event 2 --reason {}",
        "add --title {}",
        "units add {}",
        "units alias 市民政局 {}",
        "edit 1 --set 标题={}",
        "assign 2 --lead 市民政局 --ref {}",
        "assign 2 --lead 市民政局 --deadline {}",
        "reply 2 --by 市民政局 --question {} --answer 好",
        "new jt-2025 --title {} --prefix JT --organ 甲",
        "show {}",
        "list --as-of {}",
    ],
)
def test_words_that_are_none_are_refused_and_never_break_the_program(
    tmp_path: Path, command: str
) -> None:
    bench = office(tmp_path, JZ001="办理中", JZ002="待交办")
    before = bench.files()
    for words in BLANK:
        args = [part.replace("{}", words) for part in command.split(" ")]
        done = bench.do(*args)
        assert done.code in (2, 3, 4), (words, done.err)
        assert "Traceback" not in done.err
        assert "\x1b" not in done.err
        assert bench.files() == before


def test_each_exit_code_means_one_thing(tmp_path: Path, sample: Workbench) -> None:
    assert sample.run("list").code == 0
    assert sample.run("list", "--nonsense").code == 2
    assert sample.run("close", "14", "--approver", "主任会议").code == 4
    assert sample.run("due", "--fail").code == 8
    assert sample.run("due", "--fail", "--as-of", "2024-06-20").code == 0
    empty = Workbench(tmp_path)
    nowhere = empty.run("list")
    assert (nowhere.code, nowhere.out) == (3, "")
    assert "都没有台账；先建一个：rectify init，或用 -C 指明" in nowhere.err
    lost = empty.run("-C", "没有的文件夹", "list")
    assert (lost.code, lost.err) == (2, "没有 没有的文件夹 这个文件夹\n")
    assert empty.run("-C", str(sample.root), "list", "--numbers").code == 0
    assert empty.run("-C", str(sample.root), "list", "-l", "无").code == 3


def test_a_faulty_template_of_the_office_leaves_with_6(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    folder = bench.root / "templates"
    folder.mkdir()
    (folder / "definitions.md.j2").write_text("一\n{{ 没有的 }}\n", encoding="utf-8")
    done = bench.run("report", "definitions")
    assert (done.code, done.out) == (6, "")
    assert "definitions.md.j2" in done.err
    assert "Traceback" not in done.err


def test_rectify_alone_says_what_is_next(sample: Workbench) -> None:
    done = sample.run()
    assert (done.code, done.err) == (0, "")
    assert "57条，已销号46，逾期1" in done.out
    assert "JZ-014 逾期3天" in done.out
    assert "下一步  rectify" in done.out
    for option in ("--version", "-V"):
        assert re.fullmatch(r"rectify \d+\.\d+\.\d+\n", sample.run(option).out)


ASCII_ONLY: dict[str, Any] = {
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}
GBK: dict[str, Any] = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"}


@pytest.mark.parametrize(
    "args",
    [
        "",
        "list",
        "show 14",
        "rates --explain",
        "due",
        "check",
        "changes --since 2025-06-01",
        "report bulletin",
        "list --nonsense",
        "close 14 --approver x",
    ],
)
def test_no_console_stops_the_program(sample: Workbench, args: str) -> None:
    known = sample.raw(*args.split())
    for settings, encoding in ((ASCII_ONLY, "ascii"), (GBK, "gbk")):
        done = sample.raw(*args.split(), **settings)
        assert done.returncode == known.returncode
        for said, meant in ((done.stdout, known.stdout), (done.stderr, known.stderr)):
            expected = meant.decode().encode(encoding, "backslashreplace")
            assert said == expected
            assert b"Traceback" not in said


def test_help_is_given_on_every_console(sample: Workbench) -> None:
    for settings in (ASCII_ONLY, GBK):
        done = sample.raw("--help", **settings)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"assign" in done.stdout


ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def test_a_list_in_a_pipe_is_plain_and_whole(sample: Workbench) -> None:
    done = sample.run("list")
    assert "\x1b" not in done.out
    assert "…" not in done.out
    assert sum(line.startswith(" JZ-") for line in done.lines) == 57
    assert not re.search(r"[│┃|┆]", done.out)


@pytest.mark.parametrize("columns", [80, 160])
def test_a_list_fits_the_window(sample: Workbench, columns: int) -> None:
    done = sample.on_terminal("list", columns=columns)
    assert done.code == 0
    assert "\x1b[" in done.out
    lines = ESCAPE.sub("", done.out).splitlines()
    assert max(map(width, lines)) <= columns
    assert not re.search(r"[│┃|┆]", "".join(lines))
    heading = next(line for line in lines if line.startswith(" 编号"))
    assert {"编号", "标题", "主办", "期限", "状态"} <= set(heading.split())
    assert ("协办" in heading) == (columns == 160)
    assert sum(line.startswith(" JZ-") for line in lines) == 57


@pytest.mark.parametrize(
    "args", ["", "show 14", "rates --by 单位 --explain", "due", "units", "check"]
)
def test_everything_else_fits_the_window_too(sample: Workbench, args: str) -> None:
    for columns in (80, 160):
        done = sample.on_terminal(*args.split(), columns=columns)
        assert done.code == 0
        lines = ESCAPE.sub("", done.out).splitlines()
        assert max(map(width, lines)) <= columns


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_stay_away_where_they_are_not_welcome(
    sample: Workbench, setting: dict[str, Any]
) -> None:
    assert "\x1b" not in sample.on_terminal("list", **setting).out


def test_a_window_hears_the_sentence_and_not_the_numbers(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="办理中")
    done = bench.on_terminal("note", "1", "--text", "已报市委。")
    assert done.out == "备注 JZ-001：已报市委。\n"


def test_what_a_file_says_is_never_obeyed_by_the_terminal(tmp_path: Path) -> None:
    bench = office(
        tmp_path, JZ001=kept("JZ-001", "办理中").replace("部分", "\\x1b[31m")
    )
    done = bench.on_terminal("list", columns=160)
    assert "\\x1b[31m农村敬老院" in ESCAPE.sub("", done.out)


def test_reading_leaves_no_trace_in_the_folder(
    sample: Workbench, tmp_path: Path
) -> None:
    bench = Workbench(tmp_path, "jiaozuo-2024")
    shutil.copytree(sample.root / "data", bench.root / "data")
    before = sorted(bench.root.rglob("*"))
    for args in ("", "list", "show 14", "due", "rates", "check", "units"):
        assert bench.do(*args.split()).code == 0
    assert sorted(bench.root.rglob("*")) == before
