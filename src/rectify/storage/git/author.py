"""Who a version is recorded as: the user, or else the office that keeps the ledger."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from rectify.storage.disk import current
from rectify.storage.git.program import GitFailed
from rectify.storage.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from rectify.storage.git.repository import Repository

ADDRESS = "rectify@localhost"
_PROGRAM = "rectify"
_ORGAN = "监督机关"


class Author(NamedTuple):
    """A name and an address, whether the user has given that name, and when it was."""

    name: str
    address: str
    given: bool
    when: float | None = None

    def environment(self) -> Mapping[str, str]:
        """Give what makes git use it, without overruling the user's own."""
        own = {} if self.given else {"NAME": self.name}
        own |= {"EMAIL": self.address}
        then = {"GIT_AUTHOR_DATE": _then(self.when)} if self.when else {}
        return then | {
            name: value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in own.items()
            if not os.environ.get(name := f"GIT_{role}_{part}")
        }


def _then(when: float) -> str:
    """Write a time as git reads it, by the clock of this place."""
    return f"@{int(when)} {time.strftime('%z', time.localtime(when))}"


def author(repo: Repository, paths: Iterable[str]) -> Author:
    """Find who records a change of these files."""
    settings = _settings(repo)
    name = os.environ.get("GIT_AUTHOR_NAME") or settings.get("user.name")
    name = settings.get("author.name") or name
    address = settings.get("author.email") or settings.get("user.email")
    address = os.environ.get("GIT_AUTHOR_EMAIL") or address or os.environ.get("EMAIL")
    if name:
        return Author(name, address or ADDRESS, given=True)
    return Author(_organ(repo.root, paths) or _PROGRAM, address or ADDRESS, given=False)


def _settings(repo: Repository) -> dict[str, str]:
    wanted = r"^(user|author)\.(name|email)$"
    try:
        said = repo.run("config", "--null", "--get-regexp", wanted)
    except GitFailed:
        return {}
    lines = said.decode("utf-8", "replace").split("\0")[:-1]
    pairs = [line.partition("\n")[::2] for line in lines]
    return {key.lower(): value for key, value in pairs if value.strip()}


def _organ(root: Path, paths: Iterable[str]) -> str | None:
    """Name the 监督机关 of the ledger that the files belong to, or of another one."""
    own = [root / "/".join(path.split("/")[:2]) / "ledger.yaml" for path in paths]
    for place in [*own, *sorted(root.glob("data/*/ledger.yaml"))]:
        document = read(current(place) or b"", "")
        organ = (document.plain or {}).get(_ORGAN)
        if isinstance(organ, str) and not set("<>\n") & set(organ) and organ.strip():
            return organ.strip()
    return None
