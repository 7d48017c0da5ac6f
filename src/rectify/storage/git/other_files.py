"""The files beside the ledgers that a merge takes over, in the working folder.

They are laid down before the version is recorded: a kill in between leaves what the
next merge would lay down, and nothing of the user's is ever overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.errors import LedgerError
from rectify.storage.disk import CantWrite, current, prepare, replace
from rectify.storage.git import objects
from rectify.storage.journal import Written, linked
from rectify.storage.process import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectify.storage.git.repository import Repository
    from rectify.storage.journal import Other

_FILES = ("100644", "100755")


class EditedBesides(LedgerError):  # noqa: N818  # named for what it is
    """Files were changed here, not recorded, and the others have changed them too."""

    def __init__(self, paths: Sequence[str]) -> None:
        named = "、".join(paths)
        first = f"git checkout HEAD -- {quoted(paths[0])}"
        super().__init__(
            f"{named} 在本机改过而没有记入版本历史，对方也改了，没有合并。"
            f"请先把自己的改动另存；不要了就运行 {first}"
        )


def refuse_edited(repo: Repository, others: Sequence[Other]) -> None:
    """Refuse to merge over what the user has changed and not recorded.

    Raises:
        EditedBesides: a file is neither as our version has it nor as it shall be.
    """
    head = repo.head()
    kept = objects.entries(repo, head, [each.path for each in others])
    edited = []
    for path, _, blob in others:
        known = {blob, kept[path][1] if path in kept else None}
        if not known & _here(repo, path, like=next(filter(None, known), "")):
            edited.append(path)
    if edited:
        raise EditedBesides(sorted(edited))


def lay(repo: Repository, others: Sequence[Other]) -> None:
    """Lay them down as the merge has them; links are left alone.

    Raises:
        CantWrite: the disk or its owner does not let us.
    """
    wanted = [
        each
        for each in others
        if each.mode in _FILES and not linked(repo.top, repo.inside(each.path))
    ]
    data = objects.blobs(repo, [each.blob for each in wanted if each.blob is not None])
    files = [
        Written(repo.inside(path), None, None if blob is None else data[blob])
        for path, _, blob in wanted
    ]
    try:
        prepare(repo.top, files)
        replace(repo.top, files)
    except OSError as error:
        raise CantWrite(error) from None


def _here(repo: Repository, path: str, *, like: str) -> set[str | None]:
    """Give the blobs that a file may stand for; None: it is not there."""
    place = repo.top / repo.inside(path)
    if place.is_symlink():
        return {objects.blob_id(str(place.readlink()).encode(), like=like)}
    try:
        data = current(place)
    except OSError:
        return set()
    if data is None:
        return {None}
    plain = data.replace(b"\r\n", b"\n")  # as git itself may have laid it down
    return {objects.blob_id(each, like=like) for each in (data, plain)}
