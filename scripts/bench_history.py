"""How long a history of 2,000 versions takes to tell, beside git's own time for it.

Run by `make bench`. A command is given three times what git needs for the same
question, and our own start-up: that of a command that reads the same without git.
Time is that of the processor: who else works on the machine does not count.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from sample import LEDGER, issue, unit, unit_list

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMES = 25
VERSIONS, ISSUES, UNITS = 2_000, 200, 20
FIRST = date(2024, 1, 1)
BEGUN, DAY = 1_704_067_200, 86_400
A_DAY = 3
DEADLINE = date(2024, 12, 31)
ADVANCE = """\
  - 日期: {day}
    事项: 进展
    单位: {unit}
    内容: |
      第{step}次报告，已完成{step}家敬老院的喷淋改造。
      其余各家的施工方案已经审定，月底前进场。
"""


class Measured(NamedTuple):
    """A command of ours, the question that it puts to git, and its own start-up."""

    name: str
    words: tuple[str, ...]
    asked: tuple[str, ...]
    bare: tuple[str, ...]


def texts() -> Iterator[tuple[date, str, dict[str, str]]]:
    """Write the versions one after another: the day, what was done, the new files."""
    held = {
        number: issue(number, UNITS, FIRST, DEADLINE) for number in range(1, ISSUES + 1)
    }
    whole = {f"issues/JS-{number:03}.yaml": text for number, text in held.items()}
    whole |= {"ledger.yaml": LEDGER, "units.yaml": unit_list(UNITS)}
    yield FIRST, "建账", whole
    for version in range(1, VERSIONS):
        number = (version * 37) % ISSUES + 1
        day = FIRST + timedelta(days=version // A_DAY)
        step = version // ISSUES + 1
        held[number] += ADVANCE.format(day=day, unit=unit(number, UNITS), step=step)
        name = f"JS-{number:03}"
        subject = f"进展 {name}：{unit(number, UNITS)}\n\n问题: {name}"
        yield day, subject, {f"issues/{name}.yaml": held[number]}


def stream() -> Iterator[bytes]:
    """Write the versions as `git fast-import` reads them."""
    for day, subject, files in texts():
        seconds = BEGUN + (day - FIRST).days * DAY
        who = f"办公室 <office@example.org> {seconds} +0800"
        yield f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n".encode()
        yield _data(subject)
        for path, text in files.items():
            yield f"M 100644 inline data/js/{path}\n".encode() + _data(text)
    yield b"done\n"


def _data(text: str) -> bytes:
    said = text.encode()
    return b"data %d\n%b\n" % (len(said), said)


def workspace(folder: Path) -> Path:
    """Make a ledger whose history has so many versions."""
    folder.mkdir()
    run(folder, "git", "init", "--quiet")
    run(folder, "git", "symbolic-ref", "HEAD", "refs/heads/main")
    fed = ["git", "fast-import", "--quiet", "--done"]
    subprocess.run(fed, cwd=folder, check=True, input=b"".join(stream()))
    run(folder, "git", "reset", "--quiet", "--hard")
    return folder


def run(folder: Path, *words: str) -> float:
    """Run a program to its end and give the seconds that it kept the processor busy."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def turns(folder: Path, *commands: tuple[str, ...]) -> list[list[float]]:
    """Run programs in turn, many times, and give the seconds that each took.

    In turn, so that whatever else the machine does falls on all of them.
    """
    return [[run(folder, *words) for words in commands] for _ in range(TIMES)]


def month_ago() -> str:
    """Name the version before the last month."""
    return f"HEAD~{30 * A_DAY}"


def measured() -> list[Measured]:
    """Name what is timed."""
    place, month = "data/js/issues/JS-038.yaml", f"{month_ago()}.."
    past = ("log", "--raw", "--full-history", "-m", "--", place)
    since = ("log", "-p", "--no-textconv", month, "--", "data/js")
    day = str(FIRST + timedelta(days=VERSIONS // A_DAY - 30))
    return [
        Measured("history 38", ("history", "38"), past, ("show", "38")),
        Measured(
            "changes 一个月",
            ("changes", "--since", month_ago()),
            since,
            ("changes", "--since", day),
        ),
    ]


def history() -> None:
    """Print a line a command: our seconds, the start-up in them, and git's."""
    with tempfile.TemporaryDirectory() as name:
        root = workspace(Path(name) / "js")
        program = (sys.executable, "-m", "rectify")
        for case in measured():
            asked = ("git", *case.asked)
            commands = asked, (*program, *case.bare), (*program, *case.words)
            taken = turns(root, *commands)
            git, bare, ours = (median(each) for each in zip(*taken, strict=True))
            rest = max(median(ours - bare for _, bare, ours in taken), 0)
            print(
                f"{case.name}，{VERSIONS}个版本  {ours:.3f} 秒  其中启动 {bare:.3f} 秒"
                f"  git {git:.3f} 秒  余下 {rest:.3f} 秒，是git的 {rest / git:.1f} 倍"
            )


if __name__ == "__main__":
    history()
