"""An office of several clerks, and the bare folder through which they share."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from offices import Clerk, clerk

if TYPE_CHECKING:
    from pathlib import Path


class Sharing:
    """Two clerks who have begun to share; others may join."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "共享"
        self.first = _clerk(home, "甲")
        self.second = _clerk(home, "乙")

    def joins(self, who: str) -> Clerk:
        """Let somebody join the office."""
        other = _clerk(self.home, who)
        other.root.mkdir(parents=True, exist_ok=True)
        other.make("init", ".", "--from", str(self.folder))
        return other

    def there(self) -> str:
        """Give the last version of the shared folder."""
        return git_of(self.folder, "rev-parse", "main")


def _clerk(home: Path, who: str) -> Clerk:
    """Sit down at the workspace of somebody, wherever it was made."""
    found = Clerk.__new__(Clerk)
    root = home / f"{who}家" / "工作台"
    known = {"home": home / f"{who}家", "root": root, "name": "ylfw-2024"}
    aside = home / f"{who}家" / "留底.git"
    found.__dict__.update(known, who=who, today="2024-07-01", _aside=aside)
    return found


@pytest.fixture(scope="session")
def office_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that shares its ledger, to be copied by each test."""
    home = tmp_path_factory.mktemp("共用")
    first = clerk(home / "甲家", JZ001="已交办", JZ002="待交办", JZ003="已答复")
    first.who = "甲"
    assert "送出1次更新" in first.make("sync", "--to", str(home / "共享"))
    Sharing(home).joins("乙")
    return home


@pytest.fixture
def sharing(office_of_two: Path, tmp_path: Path) -> Sharing:
    """An office of two that shares its ledger."""
    home = tmp_path / "办公室"
    shutil.copytree(office_of_two, home)
    found = Sharing(home)
    for who in (found.first, found.second):
        who.git("config", "remote.origin.url", str(found.folder))
    return found


def git_of(folder: Path, *args: str) -> str:
    """Run git on a bare folder."""
    done = subprocess.run(
        ["git", f"--git-dir={folder}", *args],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
    )
    return done.stdout.strip()


def head_of(who: Clerk) -> str:
    """Give the last version of somebody's."""
    return who.git("rev-parse", "HEAD").strip()


def note(who: Clerk, number: str, text: str) -> None:
    """Let somebody record what they have heard."""
    who.make("note", number, "--text", text)
