"""Take back what one version did: merged away from what has become of its files."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rectify.errors import BadData, LedgerError, RuleError
from rectify.storage.disk import current
from rectify.storage.evidence import attachments
from rectify.storage.git.objects import blobs, dirty
from rectify.storage.git.walk import differing, log
from rectify.storage.journal import Change, within_tree
from rectify.storage.merging.joining import Three, join, kind_of
from rectify.storage.places import called, ledger_of
from rectify.storage.restyle import restyle
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.ledger import Ledger
    from rectify.storage.git.reflog import Done
    from rectify.storage.git.repository import Repository
    from rectify.storage.workspace import Workspace

_FEW = 3


class ChangedSince(RuleError):  # noqa: N818  # named for what it is
    """What was recorded later rests on it, or changed the same."""

    def __init__(self, what: str, why: str, later: Sequence[str]) -> None:
        by = "；".join(later) or "在文件里改的，还没有记入版本历史"
        super().__init__(
            f"不能撤销“{what}”：{why}（后来的：{by}）。"
            "请先处理后来的；只想作废其中一条办理记录，用 rectify void"
        )


class Disputed(Exception):  # noqa: N818  # becomes a refusal
    """A file can't be taken back to what it was."""


class Undoing:
    """One version that is to be taken back, in a workspace as it is now."""

    def __init__(
        self, workspace: Workspace, repo: Repository, done: Done, on: date
    ) -> None:
        self._workspace = workspace
        self._repo = repo
        self._done = done.commit
        self._sentence = done.sentence
        self._on = on

    def changes(self) -> list[Change]:
        """Give what has to be written; nothing if it has been taken back before.

        Raises:
            ChangedSince: a file was changed in the same place since.
        """
        touched = [
            each
            for each in differing(self._repo, self._done.parents[0], self._done.id)
            if within_tree(each.path)
        ]
        data = blobs(
            self._repo,
            (blob for _, *pair in touched for blob in pair if blob is not None),
        )
        found = []
        for path, before, after in touched:
            now = current(self._repo.root / path)
            try:
                back = self._back(
                    path,
                    None if before is None else data[before],
                    None if after is None else data[after],
                    now,
                )
            except Disputed:
                raise self.refusal([path], f"{called(path)} 后来又有改动") from None
            if back != now:
                found.append(Change(self._repo.root / path, now, back))
        self._refuse_ledgers(found)
        return list(self._unneeded(found))

    def is_latest(self) -> bool:
        """Tell whether nothing has been done since: all was sound before it."""
        return self._repo.head() == self._done.id and not dirty(self._repo)

    def refusal(self, paths: Sequence[str], why: str) -> ChangedSince:
        """Refuse, and name what was recorded later in these files."""
        later = [
            f"{each.author} {each.when:%Y-%m-%d} “{each.subject}”"
            for each in log(self._repo, paths=paths, since=self._done.id)
            if not each.joins
        ]
        return ChangedSince(self._sentence, why, later[:_FEW])

    def _back(
        self,
        path: str,
        before: bytes | None,
        after: bytes | None,
        now: bytes | None,
    ) -> bytes | None:
        """Give a file as it is without what was done to it."""
        if now in (before, after):
            return before
        ledger = self._ledger(path)
        kind = kind_of(path, ledger)
        if now is None or after is None or kind is None:
            raise Disputed
        try:
            if before is None:
                if restyle(kind, now, path) == restyle(kind, after, path):
                    return None
                raise Disputed
            joined = join(Three(after, now, before), kind, path, ledger, on=self._on)
        except (BadData, LedgerError, RuleError):
            raise Disputed from None
        if joined.data is None:
            raise Disputed
        return joined.data

    def _refuse_ledgers(self, changes: Sequence[Change]) -> None:
        """Refuse to take a ledger away that holds something, or is the only one."""
        gone = {c.path for c in changes if c.after is None}
        for rules in (path for path in gone if path.name == "ledger.yaml"):
            left = {*rules.parent.rglob("*.yaml")} - gone
            if left or self._workspace.names() == [rules.parent.name]:
                place = rules.relative_to(self._repo.root).parent.as_posix()
                why = "台账里已有内容" if left else "这是唯一的台账"
                raise self.refusal([place], why)

    def _ledger(self, path: str) -> Ledger | None:
        """Give the rules of the ledger that a file belongs to, if they can be read."""
        name = ledger_of(path)
        with suppress(LedgerError, BadData):
            return None if name is None else self._workspace.folder(name).ledger
        return None

    def _unneeded(self, changes: Sequence[Change]) -> Iterator[Change]:
        """Leave every evidence in its place that an issue still names."""
        root = self._repo.root
        after = {change.path: change.after for change in changes}
        for change in changes:
            path = change.path.relative_to(root).as_posix()
            data, name, *rest = path.split("/")
            if change.after is None and rest and rest[0] == "files":
                issue = root / data / name / "issues" / f"{rest[1]}.yaml"
                text = after[issue] if issue in after else current(issue)
                if rest[2] in self._named(issue.relative_to(root).as_posix(), text):
                    continue
            yield change

    def _named(self, path: str, text: bytes | None) -> set[str]:
        """Name the evidence of an issue."""
        kind = kind_of(path, self._ledger(path))
        value = load(kind, text, path).value if kind and text else None
        return {each.name for each in attachments(value)}
