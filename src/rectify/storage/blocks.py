"""Where the blocks of a YAML text stand: by the marks of PyYAML's events.

The end mark of a block collection is that of the next token, and a block scalar's lies
behind its blank lines; so the end of a block is that of its last content.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    MappingStartEvent,
    ScalarEvent,
)

from rectify.storage.reader import LOADER, position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

_COMMENT = re.compile(r"(?:^|\s)(#.*)$")
_HEADER_COMMENT = re.compile(r"[|>][-+0-9]*\s+(#.*)$")


class Node(NamedTuple):
    """A value in the text: its lines (the last one excluded), and what it is made of.

    Keys and values of a map alternate in `parts`, as they do in the events.
    """

    start: int
    column: int
    end: int
    end_column: int
    style: str
    value: str
    parts: tuple[Node, ...]

    @property
    def absent(self) -> bool:
        """Whether nothing is written."""
        return self.style == "plain" and not self.value

    def entries(self) -> list[tuple[Node, Node]]:
        """Give the keys of a map with their values."""
        return list(zip(self.parts[::2], self.parts[1::2], strict=True))

    def leaves(self) -> Iterator[Node]:
        """Give the scalars in order of the text."""
        if not self.parts and self.style not in {"map", "list", "flow"}:
            yield self
        for part in self.parts:
            yield from part.leaves()


def located(text: str) -> Node | None:
    """Locate the root of a text that has been read; None if it is no block map."""
    lines = text.split("\n")
    events = iter(yaml.parse(text, Loader=LOADER))
    next(events)
    next(events)
    root = _node(next(events), events, lines)
    ending = next(events)
    explicit = isinstance(ending, DocumentEndEvent) and ending.explicit
    keys_stand_alone = all(
        not lines[key.start][: key.column].strip() and key.column == root.column
        for key in root.parts[::2]
    )
    ok = root.style == "map" and keys_stand_alone and not explicit
    return root if ok else None


def _node(event: Event, events: Iterator[Event], lines: list[str]) -> Node:
    start, column = position(event.start_mark)
    if isinstance(event, ScalarEvent):
        end, end_column = _scalar_end(event, lines)
        style = {"|": "block", ">": "block", "'": "quoted", '"': "quoted"}.get(
            event.style or "", "plain"
        )
        return Node(start, column, end, end_column, style, event.value, ())
    if not isinstance(event, CollectionStartEvent):
        raise TypeError(event)
    parts = []
    while not isinstance(inner := next(events), CollectionEndEvent):
        parts.append(_node(inner, events, lines))
    style = "map" if isinstance(event, MappingStartEvent) else "list"
    end = max([start + 1, *(part.end for part in parts)])
    end_line, end_column = position(inner.end_mark)
    if event.flow_style:
        style, end = "flow", end_line + 1
    return Node(start, column, end, end_column, style, "", tuple(parts))


def _scalar_end(event: ScalarEvent, lines: list[str]) -> tuple[int, int]:
    """Give the line after the last content of a scalar, and the column of its end."""
    start = position(event.start_mark)[0]
    line, column = position(event.end_mark)
    if event.style not in {"|", ">"}:
        return line + 1, column
    end = line + (column > 0)
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return end, len(lines[end - 1])


def comments(key: Node, value: Node, lines: list[str]) -> list[str]:
    """Collect the comments inside a block, so that they outlive its replacement."""
    found = []
    inside: set[int] = set()
    behind: dict[int, int] = {}
    for leaf in dict.fromkeys((*key.leaves(), *value.leaves())):
        if leaf.style == "block":
            header = _HEADER_COMMENT.match(lines[leaf.start][leaf.column :])
            found += [(leaf.start, header.group(1))] if header else []
            inside.update(range(leaf.start, leaf.end))
        else:
            inside.update(range(leaf.start, leaf.end - 1))
            behind[leaf.end - 1] = leaf.end_column
    for number in range(key.start, max(key.end, value.end)):
        if number not in inside:
            comment = _COMMENT.search(lines[number][behind.get(number, 0) :])
            found += [(number, comment.group(1))] if comment else []
    return [comment for _, comment in sorted(found)]


def own_comments_end(lines: list[str], end: int, column: int) -> int:
    """Step over the comments after a block that are indented more than it."""
    while end < len(lines):
        bare = lines[end].lstrip(" ")
        if not bare.startswith("#") or len(lines[end]) - len(bare) <= column:
            break
        end += 1
    return end
