"""How the parts of an office file name each other."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from rectify.storage.sheets.markup import Markup

if TYPE_CHECKING:
    from rectify.storage.sheets.archive import Archive

_MAIN = "/officeDocument"


class Part(NamedTuple):
    """Where a part is, and what it is to the part that names it."""

    path: str
    kind: str


class _Relations(Markup):
    """The parts that a part names, by key."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.found: dict[str, Part] = {}
        self._folder = folder

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join(f"/{self._folder}", target))
            part = Part(path.lstrip("/"), attributes.get("Type", ""))
            self.found[attributes.get("Id", "")] = part


def main_part(archive: Archive, usual: str) -> str:
    """Find the part where reading begins."""
    named = (part for part in parts_of(archive, "") if part.kind.endswith(_MAIN))
    return next((part.path for part in named if part.path in archive), usual)


def parts_of(archive: Archive, part: str) -> list[Part]:
    """Give the parts that a part names."""
    return list(keyed_parts_of(archive, part).values())


def keyed_parts_of(archive: Archive, part: str) -> dict[str, Part]:
    """Give the parts that a part names, by the key it names them with."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    relations = _Relations(folder)
    if path in archive:
        relations.read(archive.read(path))
    return relations.found
