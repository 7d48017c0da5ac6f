"""Verify a version history: every version, the files as they are, and what may hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.history.integrity import (
    Alteration,
    Harm,
    Loss,
    alterations,
    excused,
)
from rectify.domain.history.records import NOTHING, Place, Step, Version
from rectify.domain.history.verdict import Finding, Remark, Verdict
from rectify.storage.disk import current
from rectify.storage.git.objects import blobs, dirty
from rectify.storage.git.queue import expected
from rectify.storage.git.walk import differing, merge_bases, touches
from rectify.storage.history.concealment import dropped, hidden
from rectify.storage.history.judgement import Trail
from rectify.storage.history.records import count
from rectify.storage.journal import digest
from rectify.storage.places import path_of, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rectify.storage.git.repository import Repository

_AT_ONCE = 400


def examine(
    repo: Repository, *, ledger: str | None = None, since: str | None = None
) -> Verdict:
    """Go through the history up to the files as they are."""
    trail = Trail(repo, ledger)
    head = repo.head()
    count = 0 if head is None else _walk(trail, since)
    files = records = 0
    if head is not None:
        files, records = _look_at_head(trail, head)
        _look_at_files(trail, head)
        _look_at_lost(trail, head)
    trail.remarks.extend(hidden(repo))
    findings = tuple(_restored(trail, each, head) for each in trail.findings)
    return Verdict(count, files, records, findings, tuple(trail.remarks), trail.voided)


def _walk(trail: Trail, since: str | None) -> int:
    """Judge every version, the oldest first, some hundreds at once."""
    found = list(touches(trail.repo, paths=["data"], since=since, merges=True))
    found.reverse()
    for start in range(0, len(found), _AT_ONCE):
        part = found[start : start + _AT_ONCE]
        changed = (
            each
            for _, seen in part
            for touched in seen
            for each in trail.kept.ours(touched)
            if each.before
        )
        trail.kept.fetch(
            blob for _, *blobs in changed for blob in blobs if blob is not None
        )
        for commit, seen in part:
            trail.judge(commit, seen)
    return len(found)


def _look_at_head(trail: Trail, head: str) -> tuple[int, int]:
    """Count what the last version holds, and find what can't be read in it."""
    kept = trail.kept
    held = {path: blob for path, blob in kept.tree(head).items() if kept.place(path)}
    for path, blob in held.items():
        lost, place = kept.unwritten(path, blob), place_of(path)
        if place is not None and lost is not None and lost.records:
            _add_broken(trail, place, lost, kept.said(path, blob))
    return len(held), sum(_counted(trail.repo, held))


def _add_broken(
    trail: Trail, place: Place, lost: Version, said: Version | None
) -> None:
    """Take down a file that has no form, or the records in it that have none."""
    kept, path = trail.kept, path_of(place)
    if said is None:
        found = Alteration(place, Harm.UNREADABLE, lost.records[0], all=lost.records)
        trail.add([found], kept.unread.get(path))
        return
    for each in alterations(Step({place: lost}, {place: said})):
        now = each.now.identity if each.now else ""
        trail.add([each], kept.broken.get((path, now)))


def _counted(repo: Repository, held: Mapping[str, str]) -> Iterator[int]:
    """Count the records of files, some hundreds at once."""
    paths = list(held)
    for start in range(0, len(paths), _AT_ONCE):
        part = paths[start : start + _AT_ONCE]
        data = blobs(repo, (held[path] for path in part))
        yield sum(count(path, data[held[path]]) for path in part)


def _look_at_files(trail: Trail, head: str) -> None:
    """Compare the files as they are with the last version.

    What the program itself has written, and not recorded yet, is left for then.
    """
    kept, tree = trail.kept, trail.kept.tree(head)
    waiting = expected(trail.repo.root)
    if waiting:
        trail.remarks.append(Remark("未记入", "有操作还没有记入版本历史，以后再核验"))
    step = Step({}, {})
    for path in dirty(trail.repo):
        place = kept.place(path)
        data = current(trail.repo.root / path)
        if place is None or waiting.get(path, "") == digest(data):
            continue
        if path in tree:
            step.before[place] = kept.version(path, tree[path])
        if data is not None:
            said = kept.parsed(path, data)
            step.after[place] = (
                step.before.get(place, NOTHING) if said is None else said
            )
    known = [each.alteration for each in trail.findings]
    trail.add([each for each in alterations(step) if each not in known], None)


def _look_at_lost(trail: Trail, head: str) -> None:
    """Look for records in versions that this folder once stood on and no name holds."""
    kept = trail.kept
    for tip in dropped(trail.repo):
        bases = merge_bases(trail.repo, tip, head)

        def removed(place: Place, loss: Loss, bases: list[str] = bases) -> bool:
            olds = [kept.at(base, place) for base in bases]
            return excused(loss, kept.at(head, place), olds)

        touched = kept.ours(differing(trail.repo, tip, head, "data"))
        found = alterations(kept.step(touched, None), removed)
        known = {_told(each.alteration) for each in trail.findings}
        new = [each for each in found if _told(each) not in known]
        trail.add(new, None, f"版本 {tip[:10]} 里有，版本历史后来被改写")


def _told(found: Alteration) -> tuple[Place, str]:
    return found.place, found.was.identity


def _restored(trail: Trail, found: Finding, head: str | None) -> Finding:
    """Say whether what was altered is back as it was."""
    altered = found.alteration
    if head is None or found.made is None or altered.harm is Harm.UNREADABLE:
        return found
    path = path_of(altered.place)
    blob = trail.kept.tree(head).get(path)
    said = None if blob is None else trail.kept.said(path, blob)
    now = {} if said is None else said.by_identity()
    lost = altered.all or (altered.was,)
    back = all(
        each.identity in now and now[each.identity].void == each.void for each in lost
    )
    return found._replace(restored=back)
