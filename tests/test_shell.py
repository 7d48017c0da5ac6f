from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from rectify.views.screen.cells import width

if TYPE_CHECKING:
    from pathlib import Path

DEMO = '''
from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from rectify.cli.shell import App, run
from rectify.errors import RuleError


class State(str, Enum):
    ASSIGNED = "已交办"
    ANSWERED = "已答复"


class Reason(str, Enum):
    ONE = "因客观条件限制暂不能解决的"
    TWO = "提出人同意不再办理的"


app = App(
    help="问题整改台账。\\n\\n先试试：\\n\\n    rectify init 目录",
    no_args_is_help=True,
    epilog="没有网络也能用。",
)


def positive(value: int) -> int:
    if value < 0:
        raise typer.BadParameter("天数不能是负的")
    return value


@app.callback()
def top(
    version: Annotated[bool, typer.Option("--version", help="显示版本")] = False,
) -> None:
    pass


@app.command("list", rich_help_panel="查看")
def show_all(
    issues: Annotated[
        Optional[list[str]], typer.Argument(metavar="[编号…]", help="如 17、JZ-017")
    ] = None,
    state: Annotated[Optional[State], typer.Option(help="只列这种状态")] = None,
    why: Annotated[Reason, typer.Option(help="理由")] = Reason.ONE,
    unit: Annotated[
        Optional[list[str]],
        typer.Option(
            "-u",
            "--unit",
            metavar="单位",
            help="只列这个单位主办、协办或分办的问题；全称、简称、别名都可以，"
            "不致误会的缩写（如市发改委）也可以",
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="多少天内", callback=positive)] = 10,
    rank: Annotated[int, typer.Option(max=9, show_default="不限")] = 1,
    file: Annotated[Optional[Path], typer.Option(exists=True)] = None,
    wide: Annotated[bool, typer.Option("--wide/--narrow", help="宽")] = True,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    secret: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """列出问题。

    默认列出全部状态的问题。
    """
    print("编号  标题 𠮷②▌")


@app.command(rich_help_panel="办理")
def assign(
    issue: Annotated[str, typer.Argument(metavar="编号", help="如 17")],
    deadline: Annotated[str, typer.Option(metavar="期限", help="如 9月底前")],
    pair: Annotated[tuple[str, str], typer.Option()] = ("a", "b"),
    note: str = "",
    tags: Annotated[list[str], typer.Option()] = ["甲", "乙"],
) -> None:
    """交办。"""
    raise RuleError(f"不能交办 {issue}：\\x1b[31m现为“已交办”\\n先撤回")


@app.command()
def due(
    within: Annotated[
        str, typer.Option(metavar="一个说得特别长的名称", help="几天内")
    ] = "",
) -> None:
    """到期。"""
    raise typer.Exit(8)


@app.command(hidden=True)
def broken() -> None:
    print("先说一句")
    raise ZeroDivisionError("虫")


@app.command(hidden=True)
def cancel(how: str) -> None:
    raise {"c": KeyboardInterrupt, "d": EOFError, "a": typer.Abort}[how]


@app.command(hidden=True)
def flood() -> None:
    for number in range(100_000):
        print(number)


@app.command(hidden=True, context_settings={"allow_extra_args": True})
def anything(context: typer.Context) -> None:
    print(context.args)


units = App(help="单位。")


@units.command()
def add() -> None:
    """加一个单位。"""


@units.command()
def alias() -> None:
    """加一个别名。"""


app.add_typer(units, name="units", rich_help_panel="建账")

if __name__ == "__main__":
    sys.exit(run(app, sys.argv[1:]))
'''


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.py"
    path.write_text(DEMO, encoding="utf-8")
    return path


def rectify(
    demo: Path, *args: str, **settings: str
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", **settings}
    return subprocess.run(
        [sys.executable, demo, *args], capture_output=True, env=environment, check=False
    )


def on_terminal(demo: Path, *args: str, **settings: str) -> str:
    """Run the program with a terminal as its output."""
    main, other = pty.openpty()
    environment = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", **settings}
    with subprocess.Popen(
        [sys.executable, demo, *args], stdout=other, stderr=other, env=environment
    ) as process:
        os.close(other)
        said = b""
        while select.select([main], [], [], 20)[0]:
            try:
                said += os.read(main, 4096)
            except OSError:
                break
        process.wait(20)
    os.close(main)
    return said.decode().replace("\r\n", "\n")


GROUP_HELP = """\
用法：rectify [选项] 命令 …

  问题整改台账。

  先试试：

      rectify init 目录

选项
      --version  显示版本
      --help     显示本帮助

建账
  units  单位。

办理
  assign  交办。

查看
  list  列出问题。

其他
  due  到期。

  没有网络也能用。
"""

LIST_HELP = """\
用法：rectify list [选项] [编号…]

  列出问题。

  默认列出全部状态的问题。

参数
  编号…  如 17、JZ-017

选项
      --state 已交办|已答复  只列这种状态
      --why 之一             理由 [可选：因客观条件限制暂不能解决的、提出人同意
                             不再办理的] [默认：因客观条件限制暂不能解决的]
  -u, --unit 单位            只列这个单位主办、协办或分办的问题；全称、简称、别
                             名都可以，不致误会的缩写（如市发改委）也可以
                             [可多次]
      --days 整数            多少天内 [默认：10]
      --rank 整数            [默认：不限]
      --file 文件
      --wide / --narrow      宽 [默认：是]
      --json                 输出 JSON
      --help                 显示本帮助
"""


def test_the_help_of_a_group_is_chinese_and_grouped_by_the_work(demo: Path) -> None:
    for args in ((), ("--help",)):
        done = rectify(demo, *args)
        assert (done.stdout.decode(), done.returncode) == (GROUP_HELP, 0)


def test_the_help_of_a_command_is_chinese_and_aligned(demo: Path) -> None:
    done = rectify(demo, "list", "--help")
    assert done.stdout.decode() == LIST_HELP
    assert done.stderr == b""


def test_a_group_without_panels_lists_commands(demo: Path) -> None:
    said = rectify(demo, "units", "--help").stdout.decode()
    assert "命令\n  add    加一个单位。\n  alias  加一个别名。\n" in said


def test_help_says_what_is_required_and_what_is_assumed(demo: Path) -> None:
    said = rectify(demo, "assign", "--help").stdout.decode()
    assert said.startswith("用法：rectify assign [选项] 编号\n")
    assert "  编号  如 17 [必填]\n" in said
    assert re.search(r"--deadline 期限 +如 9月底前 \[必填\]\n", said)
    assert "[默认：甲、乙]" in said


def test_a_long_term_stands_on_its_own_line(demo: Path) -> None:
    said = rectify(demo, "due", "--help").stdout.decode()
    blank = " " * 30
    assert f"  --within 一个说得特别长的名称\n{blank}几天内\n" in said


def test_a_command_without_a_word_about_it_still_has_its_usage(demo: Path) -> None:
    said = rectify(demo, "anything", "--help").stdout.decode()
    assert said == ("用法：rectify anything [选项]\n\n选项\n      --help  显示本帮助\n")


def test_help_keeps_to_a_narrow_window(demo: Path) -> None:
    said = rectify(demo, "list", "--help", COLUMNS="44").stdout.decode()
    assert all(width(line) <= 44 for line in said.splitlines())


def test_help_is_coloured_on_a_terminal_and_plain_where_asked(demo: Path) -> None:
    coloured = on_terminal(demo, "list", "--help", TERM="xterm-256color", NO_COLOR="")
    assert "\x1b[1m用法：\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == LIST_HELP
    for plain in ({"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}):
        assert on_terminal(demo, "list", "--help", **plain) == LIST_HELP


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ("lst", "没有“lst”这个命令。是不是：list？全部命令见 rectify --help"),
        ("xyzzy", "没有“xyzzy”这个命令。全部命令见 rectify --help"),
        (
            "units ad",
            "没有“ad”这个命令。是不是：add？全部命令见 rectify units --help",
        ),
        ("units", "命令不完整，或者写法不对。用法见 rectify units --help"),
        (
            "list --jsn",
            "没有“--jsn”这个选项。是不是：--json？用法见 rectify list --help",
        ),
        ("list -x", "没有“-x”这个选项。用法见 rectify list --help"),
        ("--verbose-all", "没有“--verbose-all”这个选项。用法见 rectify --help"),
        ("list --unit", "选项 --unit 后面缺少单位。用法见 rectify list --help"),
        ("list -u", "选项 -u 后面缺少单位。用法见 rectify list --help"),
        ("list --json=1", "选项 --json 不带值。用法见 rectify list --help"),
        (
            "list --days abc",
            "选项 --days 应是整数，“abc”不是。用法见 rectify list --help",
        ),
        ("list --days -3", "选项 --days：天数不能是负的。用法见 rectify list --help"),
        ("list --rank 12", "选项 --rank 超出范围：12。用法见 rectify list --help"),
        (
            "list --state 完",
            "选项 --state 不能是“完”，可用：已交办、已答复。用法见 rectify list --help",
        ),
        (
            "list --file /nowhere/x",
            "选项 --file 不能是“/nowhere/x”。用法见 rectify list --help",
        ),
        ("assign", "缺少参数“编号”（如 17）。用法见 rectify assign --help"),
        (
            "assign 17",
            "缺少选项 --deadline（如 9月底前）。用法见 rectify assign --help",
        ),
        ("cancel", "缺少参数“文字”。用法见 rectify cancel --help"),
        (
            "assign 17 18 19 --deadline 9月",
            "多出了“18”、“19”。内容含有空格时请加引号；用法见 rectify assign --help",
        ),
    ],
)
def test_a_misused_command_is_told_in_chinese_what_to_do(
    demo: Path, args: str, sentence: str
) -> None:
    done = rectify(demo, *args.split())
    assert done.stderr.decode() == sentence + "\n"
    assert (done.stdout, done.returncode) == (b"", 2)


def test_a_refusal_is_said_with_its_code_and_never_obeyed_by_the_terminal(
    demo: Path,
) -> None:
    done = rectify(demo, "assign", "17", "--deadline", "3个月")
    assert done.stderr.decode() == ("不能交办 17：\\x1b[31m现为“已交办”\n先撤回\n")
    assert done.returncode == 4


def test_an_exit_code_of_a_command_is_passed_on(demo: Path) -> None:
    assert rectify(demo, "due").returncode == 8


def test_a_command_may_take_any_words(demo: Path) -> None:
    assert rectify(demo, "anything", "甲", "乙").stdout.decode() == "['甲', '乙']\n"


@pytest.mark.parametrize("how", ["c", "d", "a"])
def test_an_interruption_is_called_off_with_130(demo: Path, how: str) -> None:
    done = rectify(demo, "cancel", how)
    assert (done.stderr.decode(), done.returncode) == ("已取消\n", 130)


def test_a_bug_shows_its_traceback(demo: Path) -> None:
    done = rectify(demo, "broken")
    assert done.stdout.decode() == "先说一句\n"
    assert done.stderr.decode().endswith("ZeroDivisionError: 虫\n")
    assert done.returncode == 1


def test_a_reader_who_has_seen_enough_is_no_error(demo: Path) -> None:
    with subprocess.Popen(
        [sys.executable, demo, "flood"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"0\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


def test_chinese_never_stops_the_program_on_an_ascii_console(demo: Path) -> None:
    ascii_only = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = rectify(demo, "list", **ascii_only)
    assert done.returncode == 0
    assert done.stdout.startswith(rb"\u7f16\u53f7")
    assert rectify(demo, "lst", **ascii_only).returncode == 2


def test_a_gbk_console_shows_what_it_can(demo: Path) -> None:
    done = rectify(demo, "list", PYTHONIOENCODING="gbk")
    assert done.stdout.decode("gbk") == "编号  标题 \\U00020bb7②▌\n"
    refused = rectify(demo, "lst", PYTHONIOENCODING="gbk")
    assert "没有“lst”这个命令" in refused.stderr.decode("gbk")


def test_nothing_heavy_is_imported_for_the_shell_or_a_piped_help(demo: Path) -> None:
    script = (
        "import sys, runpy; import rectify.cli.shell as s; "
        f"app = runpy.run_path({str(demo)!r})['app']; s.run(app, ['list', '--help']); "
        "print([m for m in ('pydantic', 'rich', 'jinja2', 'ruamel', 'yaml')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")
