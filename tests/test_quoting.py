"""What a person is told to type holds in the shell that she types it in."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from rectify.storage.process import quoted
from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("E:\\共享\\台账", "E:\\共享\\台账"),
        ("E:\\共享 盘\\台账", '"E:\\共享 盘\\台账"'),
        ("E:\\共享 盘\\", '"E:\\共享 盘\\\\"'),
        ("JZ-017 标题=对方", '"JZ-017 标题=对方"'),
        ("https://例.cn/a.git?b&c", '"https://例.cn/a.git?b&c"'),
    ],
)
def test_on_windows_there_are_double_quotes_only(word: str, typed: str) -> None:
    assert quoted(word, windows=True) == typed


@pytest.mark.parametrize(
    "word",
    [
        "共享/台账",
        "共享 盘/台账",
        "JZ-017 标题=对方",
        "它的'家'",
        "$HOME/`a`",
        'a"b',
        "",
        "!1",
    ],
)
def test_elsewhere_a_shell_reads_the_very_word(word: str) -> None:
    said = quoted(word, windows=False)
    assert shlex.split(said) == [word]
    done = subprocess.run(
        ["sh", "-c", f"printf %s {said}"], check=True, capture_output=True
    )
    assert done.stdout.decode() == word


def test_words_that_hold_everywhere_are_said_alike_everywhere() -> None:
    for word in ("共享 盘/台账", "JZ-017 标题=对方"):
        assert quoted(word, windows=False) == quoted(word, windows=True) == f'"{word}"'


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_the_next_step_of_a_folder_with_a_blank_can_be_typed(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.root.mkdir(parents=True, exist_ok=True)
    for words in (["--example", "jiaozuo-2024"], ["--from", "示例 账"]):
        place = "示例 账" if "--example" in words else "同事 的"
        done = bench.do("init", place, *words)
        assert done.code == 0, done.err
        step = done.err.partition("下一步：")[2].partition("，")[0]
        assert step == f'cd "{place}"'
        subprocess.run(["sh", "-c", step], check=True, cwd=bench.root)
