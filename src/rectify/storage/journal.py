"""The journal: what an operation was about to write, whole, so that it can be finished.

A journal in a folder that came from somebody else is an attack until it is shown to be
none: it may name only the files of a workspace, reached without links, with texts that
can be read.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from rectify.storage.reader import read

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".rectify"
NAME = "journal.json"
NEW = ".rectify-new"
UNCOMMITTED = f"{FOLDER}/uncommitted"
_VERSION = 1
_NAME = r"(?![.])[^/\\:*?\"<>|\x00-\x1f]+"
_TREE = re.compile(
    rf"data/{_NAME}/((ledger|units|imports)\.yaml|(issues|votes)/{_NAME}\.yaml"
    rf"|files/{_NAME}/{_NAME})|holidays\.yaml|\.gitignore|\.gitattributes"
    rf"|templates/({_NAME}\.md\.j2|letterheads/{_NAME}\.docx)"
)
_NUMBERED = re.compile(
    rf"data/{_NAME}/(?:issues/({_NAME})\.yaml|files/({_NAME})/{_NAME})"
)
_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_MODES = frozenset({"100644", "100755", "120000", "160000"})


class Change(NamedTuple):
    """One file of an operation: the bytes it has, and those it shall have.

    None is a file that is not there.
    """

    path: Path
    before: bytes | None
    after: bytes | None


class Written(NamedTuple):
    """One file of a journal, its path relative to the workspace."""

    path: str
    before: str | None
    after: bytes | None


class Other(NamedTuple):
    """A file that is no ledger's, as a merge takes it over; no blob: it is gone."""

    path: str
    mode: str
    blob: str | None


class Record(NamedTuple):
    """What the version history is told of an operation, beside its files.

    `joins` is the second parent of a merge; one that is `held` waits to be asked for.
    """

    trailers: tuple[tuple[str, str], ...] = ()
    joins: str | None = None
    held: bool = False
    others: tuple[Other, ...] = ()


NOTHING_MORE = Record()


class Journal(NamedTuple):
    """An operation: its sentence, its files, and what the history is told of it."""

    sentence: str
    files: tuple[Written, ...]
    record: Record = NOTHING_MORE


class UntrustedJournal(Exception):  # noqa: N818  # converted where it is met
    """The journal was not written by this program, or has been changed."""


def digest(data: bytes | None) -> str | None:
    """Give the SHA-256 of a file's bytes; None if it is not there."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def within_tree(path: str) -> bool:
    """Tell whether a relative path is one of the files that a workspace has."""
    return _TREE.fullmatch(path) is not None and not path.endswith(NEW)


def issue_number(path: str) -> str | None:
    """Give the number of the issue that a file is, or is evidence of."""
    match = _NUMBERED.fullmatch(path)
    return match and (match[1] or match[2])


def readable(path: str, data: bytes | None) -> bool:
    """Tell whether new bytes can be read again, where they must be."""
    if data is None or not path.endswith(".yaml") or "/files/" in path:
        return True
    return not read(data, path).problems


def linked(root: Path, path: str) -> bool:
    """Tell whether a link stands anywhere on the way to a file."""
    place = root
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            return True
    return False


def encoded(journal: Journal) -> bytes:
    """Write a journal as JSON."""
    files = [
        {"path": path, "before": before, **_content(after)}
        for path, before, after in journal.files
    ]
    whole = {
        "version": _VERSION,
        "sentence": journal.sentence,
        "files": files,
        "record": journal.record._asdict(),
    }
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _content(after: bytes | None) -> dict[str, str | None]:
    if after is None:
        return {"text": None}
    try:
        return {"text": after.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(after).decode()}


def decoded(data: bytes, root: Path) -> Journal:
    """Read a journal and trust it only as far as it deserves.

    Raises:
        UntrustedJournal: it is no journal of ours, or leads out of the workspace.
    """
    try:
        whole = json.loads(data)
        files = tuple(_written(entry) for entry in whole["files"])
        record = _record(whole.get("record", {}))
        sentence = whole["sentence"]
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise UntrustedJournal from error
    ours = whole.get("version") == _VERSION and isinstance(sentence, str)
    some = files or record.joins
    if not ours or not some or not all(_trusted(file, root) for file in files):
        raise UntrustedJournal
    return Journal(sentence, files, record)


def _record(entry: dict[str, Any]) -> Record:
    """Read what the history is told; versions and blobs are named by hashes alone."""
    trailers = tuple(
        (_line(name), _line(said)) for name, said in entry.get("trailers", ())
    )
    joins = entry.get("joins")
    others = tuple(Other(*each) for each in entry.get("others", ()))
    named = (joins, *(other.blob for other in others))
    hashes = [each for each in named if each is not None]
    modes = {other.mode for other in others}
    if not all(map(_OBJECT.fullmatch, hashes)) or not modes <= _MODES:
        raise ValueError(entry)
    if not all(isinstance(other.path, str) for other in others):
        raise TypeError(entry)
    return Record(trailers, joins, entry.get("held") is True, others)


def _line(said: Any) -> str:
    if not isinstance(said, str) or "\n" in said:
        raise TypeError(said)
    return said


def _written(entry: dict[str, Any]) -> Written:
    path, before = entry["path"], entry["before"]
    if not isinstance(path, str) or not isinstance(before, str | None):
        raise TypeError(path)
    if "base64" in entry:
        return Written(path, before, base64.b64decode(entry["base64"], validate=True))
    text = entry["text"]
    return Written(path, before, None if text is None else text.encode())


def _trusted(file: Written, root: Path) -> bool:
    return (
        within_tree(file.path)
        and not linked(root, file.path)
        and readable(file.path, file.after)
    )
