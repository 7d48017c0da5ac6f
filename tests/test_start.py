"""What the program leaves unread until a command needs it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from office import office

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "pydantic",
    "ruamel",
    "jinja2",
    "rich",
    "yaml",
    "filelock",
    "chinese_calendar",
    "rectify.domain.event",
)
SCRIPT = """
import sys
from rectify.cli.panels import app
from rectify.cli.shell import run
if sys.argv[1:]:
    code = run(app, sys.argv[1:])
print("LOADED", *sys.modules)
"""


def loaded(where: Path, *args: str) -> set[str]:
    """Name every module that a command has read by its end, with its packages."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *args],
        capture_output=True,
        check=True,
        cwd=where,
        text=True,
    )
    assert done.stderr == ""
    names = done.stdout.splitlines()[-1].split()
    assert names[0] == "LOADED"
    return set(names)


def test_the_commands_are_declared_without_anything_heavy(tmp_path: Path) -> None:
    assert loaded(tmp_path) & set(HEAVY) == set()


@pytest.mark.parametrize("args", [["--help"], ["evaluate", "--help"]])
def test_help_reads_nothing_heavy(tmp_path: Path, args: list[str]) -> None:
    assert loaded(tmp_path, *args) & set(HEAVY) == set()


@pytest.mark.parametrize("command", ["list", "due", "check"])
def test_a_reading_command_in_a_pipe_loads_no_printer_and_no_writer(
    tmp_path: Path, command: str
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    unneeded = {"rich", "jinja2", "ruamel", "filelock"}
    assert loaded(bench.root, command) & unneeded == set()


def test_the_version_is_told_without_reading_the_commands() -> None:
    script = "import sys; sys.argv = ['rectify', '--version']; import rectify.__main__"
    script += "; rectify.__main__.main(); print('typer' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines()[1:] == ["False"]
