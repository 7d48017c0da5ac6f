"""What one line of versions has and another has not, in short words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.storage.git.objects import Commit, log

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rectify.storage.git.repository import Repository

_ISSUES = "问题"
_PAIR, _FEW = 2, 5


def news(repo: Repository, since: str | None, until: str) -> list[Commit]:
    """Give what was recorded on one line and not on another, less mere merges."""
    found = log(repo, since=since, until=until)
    return [commit for commit in found if len(commit.parents) < _PAIR]


def numbers_of(commits: Iterable[Commit]) -> list[str]:
    """Name the issues that versions are about, as their records say."""
    said = (words for each in commits for words in each.trailers.get(_ISSUES, ()))
    return sorted({number for words in said for number in words.split()})


def in_brief(names: Sequence[str]) -> str:
    """Name a few things, and how many there are of more."""
    more = f"等{len(names)}个" if len(names) > _FEW else ""
    return "、".join(names[:_FEW]) + more


def received(repo: Repository, ours: str, theirs: str) -> str:
    """Say in a sentence what a merge takes in."""
    commits = news(repo, ours, theirs)
    numbers = in_brief(numbers_of(commits))
    about = f"（{numbers}）" if numbers else ""
    return f"同步：并入 {len(commits)} 条更新{about}"
