"""What one line of versions has and another has not, in short words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.domain.issue import NUMBER
from rectify.domain.numbers import in_brief, in_short
from rectify.storage.git.messages import NUMBERS
from rectify.storage.git.walk import Commit, log

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.storage.git.repository import Repository

_FEW = 5


def news(repo: Repository, since: str | None, until: str) -> list[Commit]:
    """Give what was recorded on one line and not on another, less mere merges."""
    found = log(repo, since=since, until=until)
    return [commit for commit in found if not commit.joins]


def issues_of(commits: Iterable[Commit]) -> str:
    """Name the issues that versions are about, as their records say, in short."""
    said = (words for each in commits for words in each.trailers.get(NUMBERS, ()))
    numbers = sorted({number for words in said for number in words.split()})
    alike = all(re.fullmatch(NUMBER, number) for number in numbers)
    prefixes = {number.rpartition("-")[0] for number in numbers}
    if alike and len(numbers) > _FEW and len(prefixes) == 1:
        short = in_short(numbers)
        if "、" not in short:
            return short
    return in_brief(numbers, "条")


def received(repo: Repository, ours: str, theirs: str) -> str:
    """Say in a sentence what a merge takes in."""
    commits = news(repo, ours, theirs)
    about = issues_of(commits)
    return f"同步：并入{len(commits)}次更新" + (f"（{about}）" if about else "")
