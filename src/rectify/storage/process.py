"""The one place where other programs are started."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NOT_STARTED = 127
_WINDOWS = os.name == "nt"
_BARE = re.compile(r"[\w@+:./=-]+")
_READ_IN_QUOTES = re.compile(r'["$`\\!]')


class Ended(NamedTuple):
    """How a program ended, and what it said; no code means that it was stopped."""

    code: int | None
    out: bytes = b""
    err: bytes = b""

    @property
    def well(self) -> bool:
        """Whether it did what it was started for."""
        return self.code == 0


def quoted(word: str, *, windows: bool = _WINDOWS) -> str:
    """Write a word as it is typed in the user's own shell, in quotes if need be.

    Double quotes hold everywhere; a POSIX shell still reads some signs inside of them.
    """
    if _BARE.fullmatch(word.replace("\\", "/") if windows else word):
        return word
    if windows:
        ending = len(word) - len(word.rstrip("\\"))
        return f'"{word}{ending * chr(92)}"'
    return shlex.quote(word) if _READ_IN_QUOTES.search(word) else f'"{word}"'


def run_editor(command: str, path: Path) -> bool:
    """Open a file in an editor and wait; tell whether it ended well."""
    words = shlex.split(command)
    try:
        # The user's own editor, by the user's own setting; never through a shell.
        return subprocess.run([*words, str(path)], check=False).returncode == 0  # noqa: S603
    except (OSError, ValueError):
        return False


def find_program(*names: str) -> Path | None:
    """Find a program in the folders of PATH, never in the current one.

    The current folder may have come from somebody else, and Windows would look there.
    """
    endings = ("", ".exe") if sys.platform == "win32" else ("",)
    folders = os.environ.get("PATH", "").split(os.pathsep)
    for name in names:
        for folder in (Path(each) for each in folders if each):
            for ending in endings:
                path = folder / f"{name}{ending}"
                if path.is_absolute() and shutil.which(path):
                    return path
    return None


def run_program(
    words: Sequence[str | Path], *, typed: bytes = b"", seconds: float
) -> Ended:
    """Run a program to its end, and give what it printed.

    One that takes longer is stopped, together with all that it has started.
    """
    return _run(words, typed, seconds)


def ask_program(
    words: Sequence[str | Path],
    *,
    typed: bytes = b"",
    env: Mapping[str, str],
    seconds: float,
) -> Ended:
    """Run a program in an environment of its own, and hear its complaints as well."""
    return _run(words, typed, seconds, err=subprocess.PIPE, env=env)


def hand_to_program(
    words: Sequence[str | Path], *, typed: bytes, seconds: float
) -> Ended:
    """Run a program that stays behind when it has what it needs, as clipboards do.

    What stays behind would keep our ends of its pipes open: it gets none.
    """
    return _run(words, typed, seconds, out=subprocess.DEVNULL)


def _run(  # noqa: PLR0913  # what a program is given, in one place
    words: Sequence[str | Path],
    typed: bytes,
    seconds: float,
    *,
    out: int = subprocess.PIPE,
    err: int = subprocess.DEVNULL,
    env: Mapping[str, str] | None = None,
) -> Ended:
    try:
        # Our own words, without a shell, in a group of its own.
        program = subprocess.Popen(  # noqa: S603
            [str(word) for word in words],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            env=env,
            start_new_session=True,
        )
    except OSError:
        return Ended(_NOT_STARTED)
    with program:
        try:
            said, complained = program.communicate(typed, timeout=seconds)
        except subprocess.TimeoutExpired:
            _stop(program)
            return Ended(None)
        except BaseException:  # an impatient user: nothing of ours stays behind
            _stop(program)
            raise
    return Ended(program.returncode, said or b"", complained or b"")


def _stop(program: subprocess.Popen[bytes]) -> None:
    """Stop a program and everything that it has started."""
    if sys.platform == "win32":
        root = os.environ.get("SYSTEMROOT", r"C:\Windows")
        killer = Path(root) / "System32" / "taskkill.exe"
        with suppress(OSError):
            subprocess.run(  # noqa: S603  # Windows' own, by its full path
                [str(killer), "/T", "/F", "/PID", str(program.pid)],
                check=False,
                capture_output=True,
            )
    else:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
    program.kill()
