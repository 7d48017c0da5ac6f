"""Offices with a history: hundreds of honest versions, made in seconds.

The bulk goes in by `git fast-import`; what matters is done by the real commands.
"""

from __future__ import annotations

import subprocess
from textwrap import dedent
from typing import TYPE_CHECKING

from office import office
from rectify.storage.git.repository import Repository
from rectify.storage.git.setup import install
from workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STATES = ("待交办", "已交办", "办理中", "已答复", "测评通过", "已销号")
ISSUES = {f"JZ{number:03}": STATES[number % len(STATES)] for number in range(1, 13)}
_START = 1_730_000_000


class Clerk(Workbench):
    """Somebody of an office, whose workspace has a history."""

    def __init__(self, home: Path, who: str = "办公室") -> None:
        super().__init__(home)
        self.who = who

    def environment(self, today: str | None, **settings: str) -> dict[str, str]:
        """Record under the clerk's own name."""
        names = {f"GIT_{role}_NAME": self.who for role in ("AUTHOR", "COMMITTER")}
        return super().environment(today, **(names | settings))

    def make(self, *args: str) -> str:
        """Run a command that must succeed, and give what it said."""
        done = self.do(*args)
        assert done.code == 0, done.err
        return done.err

    def amend(self, number: str, old: str, new: str) -> None:
        """Change the file of an issue by hand."""
        text = self.issue(number)
        assert old in text
        self.write(f"issues/{number}.yaml", text.replace(old, new))

    def keep(self, sentence: str, **settings: str) -> str:
        """Commit every file by plain git, and give the version."""
        self.git("add", "--all")
        subprocess.run(
            ["git", "commit", "--quiet", "--message", sentence],
            check=True,
            cwd=self.root,
            env=self.environment(None, **settings),
        )
        return self.git("rev-parse", "HEAD").strip()

    def versions(self) -> int:
        """Count the versions of its history."""
        return int(self.git("rev-list", "--count", "HEAD"))

    def colleague(self, home: Path, who: str) -> Clerk:
        """Clone the workspace for somebody else, with the merge driver in it."""
        other = Clerk(home, who)
        other.today = self.today
        other.git("clone", "--quiet", str(self.root), ".")
        other.prepare()
        return other

    def prepare(self) -> None:
        """Set git up in the workspace, as `init` does."""
        repo = Repository.find(self.root)
        assert repo is not None
        install(repo)

    def take_in(self, other: Clerk) -> None:
        """Merge what somebody else has recorded, by plain git."""
        self.git("pull", "--quiet", "--no-rebase", "--no-edit", str(other.root))


def clerk(home: Path, **issues: str) -> Clerk:
    """Open an office whose first version is made by plain git."""
    kept = office(home, **(issues or ISSUES))
    first = Clerk.__new__(Clerk)
    first.__dict__.update(kept.__dict__, who="办公室")
    first.write("../../.gitattributes", "data/*/issues/*.yaml merge=rectify\n")
    first.git("init", "--quiet")
    first.git("symbolic-ref", "HEAD", "refs/heads/main")
    first.prepare()
    first.keep("建账")
    return first


def add_bulk(bench: Clerk, count: int) -> None:
    """Add many honest versions: a note each, on two lines that merge now and then."""
    stream = _Stream(bench)
    while stream.count < count:
        for _ in range(10):
            stream.note("main", 0)
            stream.note("side", 6)
        stream.merge()
    subprocess.run(
        ["git", "fast-import", "--quiet", "--done"],
        check=True,
        cwd=bench.root,
        input=stream.text().encode(),
        env=bench.environment(None),
    )
    bench.git("reset", "--quiet", "--hard")


class _Stream:
    """What `git fast-import` is told: two lines, each with issues of its own."""

    def __init__(self, bench: Clerk) -> None:
        self.count = 0
        self._parts: list[str] = []
        head = bench.git("rev-parse", "HEAD").strip()
        self._tips = {"main": head, "side": head}
        self._texts = {
            f"JZ-{number:03}": bench.issue(f"JZ-{number:03}") for number in range(1, 13)
        }
        self._folder = bench.ledger.relative_to(bench.root).as_posix()

    def note(self, line: str, first: int) -> None:
        """Record a note on one of the six issues of a line."""
        number = f"JZ-{first + self.count % 6 + 1:03}"
        text = self._texts[number].removesuffix("# 以上由办公室登记\n")
        if "办理记录" not in text:
            text += "办理记录:\n"
        self._texts[number] = text + _note(self.count)
        self._version(line, f"备注 {number}", {number: self._texts[number]})

    def merge(self) -> None:
        """Let the lines meet."""
        theirs = {n: t for n, t in self._texts.items() if n > "JZ-006"}
        other = self._tips["side"]
        self._version("main", "合并", theirs, other)
        self._tips["side"] = self._tips["main"]

    def text(self) -> str:
        """Give the whole stream; the side line ends in the other."""
        return "".join([*self._parts, "done\n"])

    def _version(
        self, line: str, said: str, files: Mapping[str, str], merged: str = ""
    ) -> None:
        self.count += 1
        who = f"办公室 <office@example.org> {_START + self.count * 60} +0800"
        self._parts += [
            f"commit refs/heads/{line}\nmark :{self.count}\n",
            f"author {who}\ncommitter {who}\n{_data(said)}",
            f"from {self._tips[line]}\n" + (f"merge {merged}\n" if merged else ""),
        ]
        for number, text in files.items():
            path = f"{self._folder}/issues/{number}.yaml"
            self._parts += [f"M 100644 inline {path}\n{_data(text)}"]
        self._tips[line] = f":{self.count}"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def _note(count: int) -> str:
    """Give an event as the program writes it, the last of its issue."""
    text = dedent(f"""\
        - 日期: 2025-{count // 280 % 12 + 1:02}-{count // 10 % 28 + 1:02}
          次序: {count + 2}
          事项: 备注
          内容: |
            第{count}次电话了解情况。
        """)
    return "".join(f"  {line}\n" for line in text.splitlines())
