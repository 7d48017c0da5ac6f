"""Give our own new issues and votes other numbers, where the others took theirs.

A number is replaced where it stands; every other byte of the files stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rectify.domain.history.chronicle import RENUMBER
from rectify.domain.renumbering import (
    REFERENCES,
    Move,
    in_issue,
    in_vote,
    mentions,
    next_ballot,
    next_number,
)
from rectify.errors import BadData
from rectify.storage.blocks import located
from rectify.storage.folder import Faulty, LedgerFolder
from rectify.storage.journal import Change, Record
from rectify.storage.merging.workspace import tree
from rectify.storage.reader import read
from rectify.storage.remarks import remarks
from rectify.storage.restyle import styled
from rectify.storage.source import Source
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rectify.domain.entity import Entity
    from rectify.storage.blocks import Node
    from rectify.storage.folder import Entry, VoteEntry
    from rectify.storage.git.repository import Repository
    from rectify.storage.merging.workspace import Union

_E = TypeVar("_E")
_PLACE = re.compile(r"data/([^/]+)/(issues|votes|files)/([^/]+?)(?:\.yaml|/.*)")


class Renumbering(NamedTuple):
    """An operation that gives new numbers, and what a person should hear of it."""

    changes: list[Change]
    sentence: str
    record: Record
    said: list[str]

    def written(self, root: Path) -> dict[str, bytes | None]:
        """Give the files as they shall be."""
        return {
            path.relative_to(root).as_posix(): after for path, _, after in self.changes
        }


class _Step(NamedTuple):
    """One number of one ledger."""

    ledger: str
    move: Move

    @property
    def folder(self) -> str:
        return "votes" if self.move.ballot else "issues"

    @property
    def words(self) -> str:
        """How the thing is called before its number."""
        return "测评 " if self.move.ballot else ""

    def concerns(self, ledger: str) -> bool:
        """Tell whether a ledger's files may name it; votes have no prefix."""
        return not self.move.ballot or ledger == self.ledger


def renumber(
    root: Path,
    repo: Repository,
    union: Union,
    over: Mapping[Path, bytes | None] | None = None,
) -> Renumbering:
    """Work out other numbers for what clashes; nothing is written.

    The files must be as our last version holds them; those that are not, are in `over`.

    Raises:
        BadData: a file that may name them can't be read.
    """
    steps = _steps(repo, union)
    found = _Renumbering(root, steps, over or {})
    found.go_through_all()
    named = "、".join(f"{s.words}{s.move.old} 为 {s.move.new}" for s in steps)
    trailers = tuple((RENUMBER, f"{s.move.old} {s.move.new}") for s in steps)
    return Renumbering(
        found.changes,
        f"改号 {named}（与对方新增的同号）",
        Record(trailers=trailers),
        [sentence for step in steps for sentence in found.told(step)],
    )


def _steps(repo: Repository, union: Union) -> list[_Step]:
    """Choose a new number for each, free on both sides."""
    head = repo.head()
    every = {*tree(repo, union.theirs), *(tree(repo, head) if head else ())}
    taken: dict[tuple[str, bool], set[str]] = {}
    for match in map(_PLACE.fullmatch, every):
        if match is not None:
            taken.setdefault((match[1], match[2] == "votes"), set()).add(match[3])
    steps = []
    for match in map(_PLACE.fullmatch, union.clashes):
        if match is not None:
            ballot = match[2] == "votes"
            known = taken[match[1], ballot]
            new = (next_ballot if ballot else next_number)(match[3], known)
            known.add(new)
            steps.append(_Step(match[1], Move(match[3], new, ballot)))
    return steps


class _Renumbering:
    """Going through all files, and what has been found so far."""

    def __init__(
        self, root: Path, steps: list[_Step], over: Mapping[Path, bytes | None]
    ) -> None:
        self._root = root
        self._steps = steps
        self._over = over
        self.changes: list[Change] = []
        self._named: dict[_Step, list[str]] = {}
        self._mentioned: dict[_Step, list[str]] = {}

    def go_through_all(self) -> None:
        """Renumber whatever the ledgers hold."""
        source = Source(self._root, self._over)
        for name in source.names("data"):
            if source.there(f"data/{name}/ledger.yaml"):
                self._go_through(LedgerFolder(source, name))

    def _go_through(self, folder: LedgerFolder) -> None:
        for entry in _whole(folder.scan()):
            self._issue(folder, entry)
        for vote in _whole(folder.votes()):
            self._vote(folder, vote)
        for step in self._steps:
            if step.ledger == folder.name and not step.move.ballot:
                self._move_files(folder, step)

    def told(self, step: _Step) -> Iterator[str]:
        """Say what was done, and what a person has to look at."""
        move = step.move
        known = f"{step.words}{move.old} 与对方新增的同号，已改为 {move.new}"
        named = self._named.get(step)
        yield f"{known}；引用处一并改了：{'、'.join(named)}" if named else known
        mentioned = self._mentioned.get(step)
        if mentioned:
            yield (
                f"这些文字里还写着 {move.old}（现在是 {move.new}），没有改，"
                f"请核对：{'、'.join(mentioned)}"
            )

    def _issue(self, folder: LedgerFolder, entry: Entry) -> None:
        after, naming = entry.issue, []
        for step in self._concerning(folder):
            before, after = after, in_issue(after, step.move)
            if before != after and before.number == after.number:
                naming.append(step)
        self._note(folder, after.number, after, naming)
        path = folder.issue_path(after.number)
        self._write(folder, entry.path, path, entry.data, (entry.issue, after))

    def _vote(self, folder: LedgerFolder, entry: VoteEntry) -> None:
        after, naming = entry.vote, []
        for step in self._concerning(folder):
            before, after = after, in_vote(after, step.move)
            if before != after and before.number == after.number:
                naming.append(step)
        self._note(folder, f"测评 {after.number}", after, naming)
        path = folder.vote_path(after.number)
        self._write(folder, entry.path, path, entry.data, (entry.vote, after))

    def _concerning(self, folder: LedgerFolder) -> list[_Step]:
        return [step for step in self._steps if step.concerns(folder.name)]

    def _note(
        self, folder: LedgerFolder, name: str, after: Entity, naming: list[_Step]
    ) -> None:
        """Keep what is to be said of a file, by the name that it has in the end."""
        for step in naming:
            self._named.setdefault(step, []).append(name)
        for step in self._concerning(folder):
            if not step.move.ballot:
                told = [f"{name} 的{each}" for each in mentions(after, step.move.old)]
                self._mentioned.setdefault(step, []).extend(told)

    def _write(
        self,
        folder: LedgerFolder,
        old: Path,
        new: Path,
        data: bytes,
        values: tuple[Entity, Entity],
    ) -> None:
        before, after = values
        if before == after:
            return
        place = new.relative_to(folder.root).as_posix()
        moves = {step.move.old: step.move.new for step in self._concerning(folder)}
        text = _rewritten(data, before, after, moves, place)
        if old == new:
            self.changes.append(Change(old, data, text))
        else:
            self.changes += [Change(old, data, None), Change(new, None, text)]

    def _move_files(self, folder: LedgerFolder, step: _Step) -> None:
        """Move what is kept with an issue; its names and bytes stay."""
        home = folder.path / "files"
        if not (home / step.move.old).is_dir():
            return
        for path in sorted((home / step.move.old).iterdir()):
            data = self._over.get(path) or path.read_bytes()
            target = home / step.move.new / path.name
            self.changes += [Change(path, data, None), Change(target, None, data)]


def _whole(found: Iterable[_E | Faulty]) -> Iterator[_E]:
    """Go through files; one that can't be read may name what is renumbered."""
    for each in found:
        if isinstance(each, Faulty):
            raise BadData(each.problems, "有差错的文件可能引用要改的编号，请先改正")
        yield each


def _rewritten(
    data: bytes, before: Entity, after: Entity, moves: Mapping[str, str], place: str
) -> bytes:
    """Replace numbers in a text; where that does not say it, write the file anew."""
    text = read(data, place).text
    root = located(text)
    if root is not None:
        lines = text.split("\n")
        for node in sorted(set(_references(root, moves)), reverse=True):
            line = lines[node.start]
            old = line[node.column : node.end_column]
            new = old.replace(node.value, moves[node.value])
            lines[node.start] = line[: node.column] + new + line[node.end_column :]
        spliced = "\n".join(lines).encode()
        if load(type(after), spliced, place).value == after:
            return spliced
    return styled(after, remarks(before, text, place), place)


def _references(node: Node, moves: Mapping[str, str]) -> Iterator[Node]:
    """Find the numbers of a text that name an issue or a vote."""
    if node.style == "list":
        for part in node.parts:
            yield from _references(part, moves)
    if node.style == "map":
        for key, value in node.entries():
            if key.value in REFERENCES:
                yield from (leaf for leaf in value.leaves() if leaf.value in moves)
            yield from _references(value, moves)
