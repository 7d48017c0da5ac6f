"""What a repository needs so that git merges and shows ledgers as the program does.

Settings are each clone's own: git takes none of them along. The two files beside the
ledgers go along, and say which settings a ledger's files use.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rectify.storage.git.program import GitFailed, run_git
from rectify.storage.git.repository import Repository
from rectify.storage.journal import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTRIBUTES, IGNORED = ".gitattributes", ".gitignore"
OLDEST = (2, 25)
_MAIN = "refs/heads/main"
_BROUGHT = "command line:"
_BEGIN, _END = "# rectify 开始：到“rectify 结束”为止由程序写", "# rectify 结束"
_BLOCK = re.compile(
    rf"^{re.escape(_BEGIN)}\r?$.*?^{re.escape(_END)}\r?$\n?".encode(),
    re.DOTALL | re.MULTILINE,
)
_OURS = (
    *("data/*/issues/*.yaml", "data/*/votes/*.yaml"),
    *("data/*/ledger.yaml", "data/*/units.yaml", "data/*/imports.yaml"),
    "holidays.yaml",
)
_LEFT_OUT = (
    ".rectify/",
    "*.rectify-new",
    *("~$*", ".~*", "*.tmp"),  # what Word and WPS lay beside an open file
    *(".DS_Store", "Thumbs.db", "desktop.ini"),
)
# One Chinese character is one word. Where git knows UTF-8 the last alternative is it;
# in the C locale it is three bytes, which the set is made of: in a list of characters
# C reads their bytes, and the three rare characters themselves nobody writes in a row.
_BYTES = "—，" + "".join(
    bytes((0xE3 + pair % 7, 0x80 + 2 * pair, 0x81 + 2 * pair)).decode()
    for pair in range(32)
)
_WORD = rf"[A-Za-z0-9.%_-]+|[{_BYTES}]{{3}}|(·|×|°|±)[{_BYTES}]{{3}}|[^[:space:]]"


def ours() -> Mapping[str, str]:
    """Give the settings, exactly as they must be.

    Without -P, Python would take modules out of the folder that git stands in. Where
    the program is gone, git shows a file as it is, and merges it by lines, but leaves
    the result to a person: by itself it would stop at a diff, and keep our side.
    """
    python = shlex.quote(Path(sys.executable).as_posix())
    program = f"{python} -P -m rectify"
    merge = (
        f"f() {{ if {program} --version >/dev/null 2>&1; "
        f'then {program} merge-driver "$@"; '
        'else git merge-file -q --marker-size="$4" "$2" "$1" "$3"; false; fi; }; f'
    )
    return {
        "core.quotepath": "false",
        "merge.rectify.name": "按字段和办理记录合并台账",
        "merge.rectify.driver": f"{merge.replace('%', '%%')} %O %A %B %L %P",
        "diff.rectify.textconv": (
            f'f() {{ {program} textconv "$1" 2>/dev/null || cat "$1"; }}; f'
        ),
        # Its cache is a commit: where nobody has given a name, git stops with an error.
        "diff.rectify.cachetextconv": "false",
        "diff.rectify.xfuncname": "^((编号|票号|名称)(:|：).*)$",
        "diff.rectify.wordregex": _WORD,
    }


def missing(repo: Repository) -> dict[str, str]:
    """Give the settings that are not in force as they must be."""
    there = _in_force(repo)
    return {key: value for key, value in ours().items() if there.get(key) != value}


def install(repo: Repository) -> dict[str, str]:
    """Put right what is missing, and give it."""
    wrong = missing(repo)
    for key, value in wrong.items():
        repo.run("config", "--local", "--replace-all", key, value)
    return wrong


def _in_force(repo: Repository) -> dict[str, str]:
    """Read the settings of our names, less those that each call of ours brings along.

    Git prints the one in force last.
    """
    names = r"^(core\.quotepath|(merge|diff)\.rectify\..*)$"
    try:
        said = repo.run(
            "config", "--includes", "--show-origin", "-z", "--get-regexp", names
        )
    except GitFailed as none:
        if none.code == 1:
            return {}
        raise
    words = said.decode("utf-8", "surrogateescape").split("\0")
    found = {}
    for origin, pair in zip(words[::2], words[1::2], strict=False):
        if not origin.startswith(_BROUGHT):
            key, _, value = pair.partition("\n")
            found[key] = value
    return found


def attributes(before: bytes | None = None) -> bytes:
    """Give `.gitattributes`: no line ends are converted, and ours are merged by us."""
    lines = ["data/** -text", "holidays.yaml -text"]
    lines += [f"{pattern} merge=rectify diff=rectify" for pattern in _OURS]
    return _with_block(before, lines)


def ignored(before: bytes | None = None) -> bytes:
    """Give `.gitignore`: what programs leave beside the ledgers."""
    return _with_block(before, _LEFT_OUT)


def beside(root: Path) -> list[Change]:
    """Give the two files where they are not yet as they must be."""
    changes = []
    for name, made in ((ATTRIBUTES, attributes), (IGNORED, ignored)):
        path = root / name
        before = path.read_bytes() if path.exists() else None
        after = made(before)
        if after != before:
            changes.append(Change(path, before, after))
    return changes


def _with_block(before: bytes | None, lines: tuple[str, ...] | list[str]) -> bytes:
    """Put our lines into a file, and leave everything else in it alone."""
    block = "\n".join([_BEGIN, *lines, _END, ""]).encode()
    text = before or b""
    if _BLOCK.search(text):
        return _BLOCK.sub(lambda _: block, text, count=1)
    if text and not text.endswith(b"\n"):
        text += b"\n"
    return text + block


def make_repository(root: Path) -> Repository:
    """Make a repository in a workspace, with no hook and no version yet.

    Raises:
        GitMissing: there is no git.
        GitFailed: git can't, and says why.
    """
    run_git(("-C", str(root)), ("init", "--quiet", "--template="), seconds=60)
    repo = Repository(root, root, root / ".git")
    repo.run("symbolic-ref", "HEAD", _MAIN)
    return repo


def git_version() -> tuple[int, ...]:
    """Give the version of git."""
    said = run_git((), ("version",), seconds=60).decode("utf-8", "replace")
    return tuple(int(each) for each in re.findall(r"\d+", said)[:3])
