"""Walk through a version history, and judge each version by the records it holds.

Oldest first, each version against each of its parents. A blob is read once; only files
that had a record before and are changed are read at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rectify.domain.history.chronicle import RENUMBER, UNDO, renumberings
from rectify.domain.history.integrity import (
    Alteration,
    Harm,
    Loss,
    alterations,
    excused,
    inverse,
    joined,
    losses,
    relocated,
    renumbered,
    voided,
)
from rectify.domain.history.records import Files, Place, Step, Version
from rectify.domain.history.untaken import UNTAKEN, mark, sentence, stood, undecided
from rectify.domain.history.verdict import Finding, Made, Remark
from rectify.storage.git.program import GitFailed
from rectify.storage.git.repository import NoSuchVersion
from rectify.storage.git.walk import (
    Commit,
    Touched,
    contains,
    differing,
    merge_bases,
    one,
)
from rectify.storage.history.records import Kept
from rectify.storage.places import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rectify.storage.git.repository import Repository

_RULES = re.compile(r"data/[^/]+/ledger\.yaml")
_INNER = re.compile(r"(?:.*/)?(data/[^/]+/(?:(?:issues|votes)/)?[^/]+\.yaml)")
_ID = re.compile(r"[0-9a-f]{7,64}")
_PAIR = 2
_A_DAY = 24 * 60 * 60


class Trail:
    """What has been found so far, from the first version on."""

    def __init__(self, repo: Repository, ledger: str | None) -> None:
        self.repo = repo
        self.kept = Kept(repo, ledger)
        self.findings: list[Finding] = []
        self.remarks: list[Remark] = []
        self.voided = 0
        self._commits: dict[str, Commit] = {}
        self._removed: Files = {}

    def judge(self, commit: Commit, seen: Sequence[Sequence[Touched]]) -> None:
        """Judge one version against its parents."""
        self._commits[commit.id] = commit
        self._look_at_clock(commit)
        for parent, touched in zip(commit.parents, seen, strict=False):
            ours = self.kept.ours(self._followed(commit, parent, touched))
            others = [each for each in commit.parents if each != parent]
            step = self.kept.step([each for each in ours if each.before], made(commit))
            lost = any(any(losses(before, after)) for _, before, after in step.pairs())
            again = any(self.kept.place(each.path) in self._removed for each in ours)
            if not others:
                self.voided += sum(voided(old, new) for _, old, new in step.pairs())
            if lost or again:
                whole = self.kept.step(ours, made(commit))
                self._judge_losses(commit, parent, others, whole)
        if len(commit.parents) == _PAIR:
            self._join_torn(commit, seen)

    def _join_torn(self, merge: Commit, seen: Sequence[Sequence[Touched]]) -> None:
        """Let a file that a merge has left without form hold what a merge would."""
        ours = self.kept.ours(each for touched in seen for each in touched)
        for path, blob in {(each.path, each.after) for each in ours}:
            place = self.kept.place(path)
            if place and blob and self.kept.said(path, blob) is None:
                sides = [self.kept.at(parent, place) for parent in merge.parents]
                met = merge_bases(self.repo, *merge.parents)
                bases = [self.kept.at(base, place) for base in met]
                self.kept.hold(path, blob, joined(sides, bases))

    def _followed(
        self, commit: Commit, parent: str, touched: Sequence[Touched]
    ) -> Sequence[Touched]:
        """Compare ledgers that come from another folder with what they were there."""
        if not any(_RULES.fullmatch(path) and not old for path, old, _ in touched):
            return touched
        try:
            moved = differing(self.repo, parent, commit.id)
        except GitFailed:  # the history is cut short here, as `hidden` tells
            return touched
        gone = {
            inner[1]: each.before
            for each in moved
            if each.after is None
            and not each.path.startswith("data/")
            and (inner := _INNER.fullmatch(each.path))
        }
        if any(_RULES.fullmatch(path) for path in gone):
            said = "台账从别的文件夹移来，移来以前的版本没有核验"
            self._remark("移来", said, commit)
        return [
            each if each.before else each._replace(before=gone.get(each.path))
            for each in touched
        ]

    def _judge_losses(
        self, commit: Commit, parent: str, others: Sequence[str], step: Step
    ) -> None:
        if others:
            bases = {other: merge_bases(self.repo, parent, other) for other in others}
            found = alterations(
                step,
                lambda place, loss: (
                    self._excused(place, loss, bases)
                    or self._not_taken(commit, commit, place, loss)
                ),
            )
            self.add(found, made(commit))
            return
        if self._undone(commit, step):
            return
        step, names = relocated(self._returned(step))
        for old, new in names.items():
            self._remark("台账改名", f"台账 {old} 改名为 {new}，记录没有变", commit)
        claim = self._false_undo(commit)
        numbers = renumberings(commit.trailers)
        if numbers:
            moved = renumbered(step, numbers)
            if moved is None:
                claim = "自称改号，但不只改了号"
            else:
                step = moved
                said = "、".join(f"{old} 改为 {new}" for old, new in numbers.items())
                self._remark(RENUMBER, said, commit)
        mended = self._mended if UNTAKEN in commit.trailers else lambda *_: False
        found = alterations(step, lambda place, loss: mended(commit, place, loss))
        self.add(found, made(commit), claim)

    def add(
        self, found: Iterable[Alteration], by: Made | None, claim: str = ""
    ) -> None:
        """Take down alterations, with the version that made them."""
        for each in found:
            if each.harm is Harm.GONE:
                self._removed[each.place] = Version(each.all, each.secret)
            self.findings.append(Finding(each, by, claim))

    def _returned(self, step: Step) -> Step:
        """Compare a file that comes again with what it was when it was removed."""
        again = {
            place: self._removed.pop(place)
            for place in step.after
            if place in self._removed and place not in step.before
        }
        return Step({**step.before, **again}, step.after)

    def _excused(
        self, place: Place, loss: Loss, bases: Mapping[str, Sequence[str]]
    ) -> bool:
        """Tell whether another parent of a merge has lost the record before."""
        return any(
            excused(
                loss,
                self.kept.at(other, place),
                [self.kept.at(base, place) for base in common],
            )
            for other, common in bases.items()
        )

    def _not_taken(
        self, commit: Commit, merge: Commit, place: Place, loss: Loss
    ) -> bool:
        """Tell whether who settled a merge said which 作废 of one side is not taken.

        The other side must have had the record standing, and so must both before.
        """
        said = commit.trailers.get(UNTAKEN, ())
        identity, standing = loss.was.identity, loss.now is not None
        if not standing or mark(place, loss.was) not in said:
            return False
        sides = [self.kept.at(parent, place) for parent in merge.parents]
        olds = merge_bases(self.repo, *merge.parents)
        void = any(self._void_at(old, place, identity) for old in olds)
        if void or not any(stood(side, identity) for side in sides):
            return False
        self._remark("合并时未采用的作废", sentence(place, loss.was), commit)
        return True

    def _void_at(self, commit: str, place: Place, identity: str) -> bool:
        found = self.kept.at(commit, place).by_identity().get(identity)
        return found is not None and found.void is not None

    def _mended(self, commit: Commit, place: Place, loss: Loss) -> bool:
        """Tell the same of a version that mends what an earlier merge made of a file.

        Nothing may have changed the file between that merge and its mending.
        """
        path, (parent,) = path_of(place), commit.parents
        blob = self.kept.tree(parent).get(path)
        merges = (each for each in self._commits.values() if len(each.parents) == _PAIR)
        return any(
            self.kept.tree(merge.id).get(path) == blob
            and contains(self.repo, parent, merge.id)
            and blob not in {self.kept.tree(each).get(path) for each in merge.parents}
            and self._undecided(merge, place)
            and self._not_taken(commit, merge, place, loss)
            for merge in reversed(list(merges))
        )

    def _undecided(self, merge: Commit, place: Place) -> bool:
        sides = [self.kept.at(parent, place) for parent in merge.parents]
        return undecided(sides, self.kept.at(merge.id, place))

    def _undone(self, commit: Commit, step: Step) -> bool:
        """Tell whether a version takes back exactly the one that it names."""
        for named in commit.trailers.get(UNDO, ()):
            undone = self._ancestor(named, commit)
            if undone is None:
                continue
            parents = (self._commits.get(undone) or one(self.repo, undone)).parents
            if len(parents) != 1:
                continue
            touched = differing(self.repo, parents[0], undone, "data")
            done = self.kept.step(self.kept.ours(touched), None)
            if inverse(self._beside(commit, step, done), done):
                self._name_undo(commit, undone)
                return True
        return False

    def _beside(self, commit: Commit, step: Step, done: Step) -> Step:
        """Give a step with the files beside it that another one has changed, as is."""
        others = {*done.before, *done.after} - {*step.before, *step.after}
        still = {place: self.kept.at(commit.parents[0], place) for place in others}
        return Step({**step.before, **still}, {**step.after, **still})

    def _false_undo(self, commit: Commit) -> str:
        named = commit.trailers.get(UNDO, ())
        return f"自称撤销版本 {named[0][:10]}，但与它不符" if named else ""

    def _name_undo(self, commit: Commit, undone: str) -> None:
        """Name an undo, and whose operation it took back: one's own, or not."""
        known = self._commits.get(undone) or one(self.repo, undone)
        own = (known.author, known.email) == (commit.author, commit.email)
        said = f"{known.author} {known.when:%Y-%m-%d %H:%M} 的“{known.subject}”"
        self._remark(UNDO if own else f"{UNDO}他人的操作", said, commit)

    def _ancestor(self, named: str, commit: Commit) -> str | None:
        """Find the version that was named, if it comes before."""
        if not _ID.fullmatch(named):
            return None
        try:
            found = self.repo.version(named)
        except NoSuchVersion:
            return None
        return found if contains(self.repo, commit.parents[0], found) else None

    def _look_at_clock(self, commit: Commit) -> None:
        """Remark on times that can't both be right; clocks go wrong honestly too."""
        parents = (self._commits.get(each) for each in commit.parents)
        last = max((each.committed for each in parents if each), default=None)
        if last is not None and (last - commit.committed).total_seconds() > _A_DAY:
            said = f"{commit.committed:%Y-%m-%d} 早于前一版本的 {last:%Y-%m-%d}"
            self._remark("时间", said, commit)
        elif abs((commit.committed - commit.when).total_seconds()) > _A_DAY:
            said = f"写的是 {commit.when:%Y-%m-%d}，存入是 {commit.committed:%Y-%m-%d}"
            self._remark("时间", said, commit)

    def _remark(self, what: str, sentence: str, commit: Commit) -> None:
        self.remarks.append(Remark(what, sentence, made(commit)))


def made(commit: Commit) -> Made:
    """Say who made a version when."""
    return Made(commit.id, commit.author, commit.when, commit.subject)
