"""Change one block of an issue's text; every other byte stays, comments too.

Each splice is read again before it is given away: it must say what was meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.errors import BadData, LedgerError, RuleError
from rectify.storage.blocks import comments, located, own_comments_end
from rectify.storage.yaml import load, render_field, render_item

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rectify.domain.event import AnyEvent
    from rectify.domain.issue import Issue
    from rectify.storage.blocks import Node

_EVENTS = "办理记录"
_INDENT = 2


class NotSpliceable(LedgerError):  # noqa: N818  # named for what it is
    """The text is valid, but its blocks can't be told apart by lines."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 的文件不是一项一行的写法（如用了括号），不能只改一处；"
            "请先运行 rectify format 整理格式"
        )


class RecordedAlready(RuleError):  # noqa: N818  # named for what it is
    """The very same event is in the file."""

    def __init__(self, number: str, place: int) -> None:
        super().__init__(
            f"{number} 已有完全相同的一条办理记录（第{place}项），不必再记"
        )


class WrongSplice(RuntimeError):  # noqa: N818  # a bug of the program, never shown
    """The changed text does not say what was meant; it is never written."""


def add_event(text: str, event: AnyEvent, kind: type[Issue]) -> str:
    """Insert an event at its place in the order of events."""
    issue, root, lines = _opened(text, kind)
    for place, other in enumerate(issue.events, 1):
        if other.identity() == event.identity():
            raise RecordedAlready(issue.number, place)
    index = next(
        (i for i, other in enumerate(issue.events) if other.place() > event.place()),
        len(issue.events),
    )
    meant = issue.but(events=(*issue.events[:index], event, *issue.events[index:]))
    found = _entry(root, _EVENTS)
    if found is None:
        block = render_field(meant, "events", root.column)
        return _checked(_inserted(lines, _last_line(lines), block), meant)
    key, record = found
    if record.absent:
        block = render_item(event, root.column + _INDENT)
        return _checked(_inserted(lines, key.end, block), meant)
    if record.style != "list":
        raise NotSpliceable(issue.number)
    at = key.end
    if index:
        before = [item for item in record.parts if not item.absent][index - 1]
        at = own_comments_end(lines, before.end, record.column)
    return _checked(_inserted(lines, at, render_item(event, record.column)), meant)


def void_event(text: str, index: int, voiding: str, kind: type[Issue]) -> str:
    """Add the line 作废 inside an event, counted from 0 in the order of the file."""
    issue, root, lines = _opened(text, kind)
    event = issue.events[index]
    voided = event.but(void=voiding)
    meant = issue.but(
        events=(*issue.events[:index], voided, *issue.events[index + 1 :])
    )
    found = _entry(root, _EVENTS)
    if found is None or found[1].style != "list":
        raise NotSpliceable(issue.number)
    item = [item for item in found[1].parts if not item.absent][index]
    if item.style != "map":
        raise NotSpliceable(issue.number)
    block = render_field(voided, "void", item.column)
    return _checked(_inserted(lines, item.end, block), meant)


def set_field(text: str, issue: Issue, name: str) -> str:
    """Replace, insert or remove one field of the first level, as the issue has it."""
    _, root, lines = _opened(text, type(issue))
    block = render_field(issue, name, root.column)
    found = _entry(root, issue.labels()[name])
    if found is None:
        at = _place_of(issue.labels(), name, root, lines)
        return _checked(_inserted(lines, at, block), issue)
    key, value = found
    start, end = key.start, max(key.end, value.end)
    kept = comments(key, value, lines)
    if end - start == len(block) == len(kept) == 1:
        block = [f"{block[0]}  {kept[0]}"]
    else:
        block = [" " * root.column + comment for comment in kept] + block
    return _checked("\n".join([*lines[:start], *block, *lines[end:]]), issue)


def _opened(text: str, kind: type[Issue]) -> tuple[Issue, Node, list[str]]:
    """Read a text, and locate its blocks."""
    loaded = load(kind, text.encode(), "")
    if loaded.value is None:
        raise BadData(loaded.problems)
    root = located(text)
    if root is None:
        raise NotSpliceable(loaded.value.number)
    return loaded.value, root, text.split("\n")


def _entry(root: Node, label: str) -> tuple[Node, Node] | None:
    return next((pair for pair in root.entries() if pair[0].value == label), None)


def _place_of(
    labels: Mapping[str, str], name: str, root: Node, lines: list[str]
) -> int:
    """Find the line for a new field: behind the nearest one that comes before it."""
    earlier = list(labels.values())[: list(labels).index(name)]
    for label in reversed(earlier):
        found = _entry(root, label)
        if found is not None:
            end = max(found[0].end, found[1].end)
            return own_comments_end(lines, end, root.column)
    return root.start


def _last_line(lines: list[str]) -> int:
    """Give the line after the last one of the text."""
    return len(lines) - (lines[-1] == "")


def _inserted(lines: list[str], at: int, block: list[str]) -> str:
    """Insert lines; the last line of a text ends with a line end."""
    ending = [""] if at == len(lines) else []
    return "\n".join([*lines[:at], *block, *lines[at:], *ending])


def _checked(text: str, meant: Issue) -> str:
    """Give the text away only if it says what was meant."""
    loaded = load(type(meant), text.encode(), "")
    if loaded.value != meant:
        raise WrongSplice(loaded.problems)
    return text
