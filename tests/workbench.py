"""A workspace to work in: the real command in a real folder, with real git beside it.

`run` starts the program as the shell does. `do` goes the same way inside this process,
from the arguments to the exit code, for the long sequences of a campaign.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING, Any, NamedTuple

from rectify.cli.panels import app
from rectify.cli.shell import run as run_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "rectify")
_UNSET = ("NO_COLOR", "VISUAL", "EDITOR", "LC_ALL", "PYTHONIOENCODING")


class Result(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Read what was printed as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Give the lines of the data."""
        return self.out.splitlines()


class Workbench:
    """A folder, the program run in it, and git to see what it has changed."""

    def __init__(self, home: Path, name: str = "ylfw-2024") -> None:
        self.home = home
        self.root = home / "工作台"
        self.root.mkdir(parents=True)
        self.name = name
        self.today = "2024-07-01"
        self._aside = home / "留底.git"

    @property
    def ledger(self) -> Path:
        """The folder of the ledger."""
        return self.root / "data" / self.name

    def write(self, place: str, content: str | bytes) -> Path:
        """Write a file of the ledger by hand."""
        path = self.ledger / place
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        return path

    def read(self, place: str) -> str:
        """Read a file of the ledger."""
        return (self.ledger / place).read_bytes().decode()

    def issue(self, number: str) -> str:
        """Read the file of an issue."""
        return self.read(f"issues/{number}.yaml")

    def files(self) -> dict[str, bytes]:
        """Give every file that is the user's, and what is in it."""
        own = (".rectify/", ".git/")
        named = {
            path.relative_to(self.root).as_posix(): path
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
        return {
            name: path.read_bytes()
            for name, path in named.items()
            if not name.startswith(own)
        }

    def run(
        self, *args: str, today: str | None = None, typed: str = "", **settings: str
    ) -> Result:
        """Run the command as a program of its own."""
        done = self.raw(*args, today=today, typed=typed.encode(), **settings)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def raw(
        self, *args: str, today: str | None = None, typed: bytes = b"", **settings: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command as a program of its own, and keep its bytes."""
        return subprocess.run(
            [*PROGRAM, *args],
            check=False,
            capture_output=True,
            cwd=self.root,
            env=self.environment(today, **settings),
            input=typed,
        )

    def start(self, *args: str, today: str | None = None) -> subprocess.Popen[bytes]:
        """Start the command and don't wait for it."""
        return subprocess.Popen(
            [*PROGRAM, *args],
            cwd=self.root,
            env=self.environment(today),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def on_terminal(
        self,
        *args: str,
        columns: int = 80,
        today: str | None = None,
        typed: str = "",
        **settings: str,
    ) -> Result:
        """Run the command with a terminal before it; `out` is what that shows."""
        main, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.write(main, typed.encode())
        environment = self.environment(today, **settings)
        del environment["COLUMNS"]
        with subprocess.Popen(
            [*PROGRAM, *args],
            cwd=self.root,
            env=environment,
            stdin=other,
            stdout=other,
            stderr=other,
        ) as process:
            os.close(other)
            shown = drained(main)
            code = process.wait(60)
        return Result(code, shown.decode().replace("\r\n", "\n"), "")

    def do(
        self, *args: str, today: str | None = None, typed: str = "", **settings: str
    ) -> Result:
        """Run the command inside this process."""
        out, err = _stream(), _stream()
        with (
            contextlib.chdir(self.root),
            _environment(self.environment(today, **settings)),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            _typed(typed),
        ):
            code = run_app(app, args)
        return Result(code, _said(out), _said(err))

    def environment(self, today: str | None, **settings: str) -> dict[str, str]:
        """Give the environment that a command runs in: nothing of the user's own."""
        inherited = {k: v for k, v in os.environ.items() if k not in _UNSET}
        return {
            **inherited,
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "PYTHONUTF8": "1",
            "COLUMNS": "80",
            "TERM": "xterm-256color",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": "办公室",
            "GIT_AUTHOR_EMAIL": "office@example.org",
            "GIT_COMMITTER_NAME": "办公室",
            "GIT_COMMITTER_EMAIL": "office@example.org",
            "RECTIFY_TODAY": today or self.today,
            **settings,
        }

    def git(self, *args: str) -> str:
        """Run git over the workspace: in its own history, or in the one kept aside."""
        aside = self._aside.exists() and not (self.root / ".git").exists()
        kept = (f"--git-dir={self._aside}", f"--work-tree={self.root}")
        where = kept if aside else ()
        done = subprocess.run(
            ["git", *where, *args],
            check=True,
            capture_output=True,
            cwd=self.root,
            env=self.environment(None),
        )
        return done.stdout.decode()

    def commit(self) -> None:
        """Keep everything aside in git, so that a diff shows only what comes next.

        The workspace itself has no history by this: what follows is not committed.
        """
        if not (self._aside.exists() or (self.root / ".git").exists()):
            self.git("init", "--quiet", "--bare", str(self._aside))
            self.git("config", "core.bare", "false")
            self.git("config", "core.autocrlf", "false")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "此前")

    def diff(self) -> list[str]:
        """Give the lines of `git diff`, new files too, less what only git knows."""
        self.git("add", "--all", "--intent-to-add")
        plain = self.git("diff", "--no-color", "--no-ext-diff", "--no-renames")
        return bare_diff(plain)

    def changed(self) -> list[str]:
        """Give the lines that git says were added or removed."""
        return [line for line in self.diff() if line[0] in "+-" and not _header(line)]


def bare_diff(diff: str) -> list[str]:
    """Give the lines of a diff less git's own: object names, modes, hunk contexts."""
    lines = [line for line in diff.split("\n")[:-1] if not _of_git(line)]
    return [
        "@@".join(line.split("@@")[:2]) + "@@" if line.startswith("@@ ") else line
        for line in lines
    ]


def _header(line: str) -> bool:
    return line.startswith(("--- a/", "--- /dev/null", "+++ b/"))


def _of_git(line: str) -> bool:
    return line.startswith(("diff --git ", "index ", "new file mode "))


def drained(terminal: int) -> bytes:
    """Read a terminal until nobody writes to it any more."""
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError as end:
        if end.errno != errno.EIO:
            raise
    finally:
        os.close(terminal)
    return shown


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _said(stream: io.TextIOWrapper) -> str:
    stream.flush()
    said = stream.buffer
    assert isinstance(said, io.BytesIO)
    return said.getvalue().decode()


@contextlib.contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _typed(words: str) -> Iterator[None]:
    before, sys.stdin = sys.stdin, io.StringIO(words)
    try:
        yield
    finally:
        sys.stdin = before
