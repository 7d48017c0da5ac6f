"""Values and events in words, for somebody who has to pick one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rectify.domain.entity import Plain
    from rectify.domain.event import Event

_BREAK = "（另起一段）"


def worded(value: Plain | None) -> str | None:
    """Word a value as it stands in the file, without the marks of the file."""
    match value:
        case None:
            return None
        case dict():
            return "，".join(f"{label} {worded(part)}" for label, part in value.items())
        case list():
            apart = "；" if any(isinstance(part, dict) for part in value) else "、"
            return apart.join(str(worded(part)) for part in value)
        case _:
            return str(value)


def worded_lines(lines: tuple[str, ...]) -> str | None:
    """Word some sentences of a text."""
    if not lines:
        return None
    return "\n".join(lines).strip("\n") or _BREAK


def recorded(event: Event) -> str:
    """Word an event: its day, what it is, what it says, and whether it is void."""
    said = phrase(event)
    void = "" if event.void is None else f"（作废：{event.void}）"
    return f"{event.date} {event.kind}" + (f"：{said}" if said else "") + void


def told_apart(
    ours: Sequence[Event | str], theirs: Sequence[Event | str]
) -> tuple[str | None, str | None]:
    """Word the events of two sides: in short, unless they would read alike."""
    short = _lines(ours, recorded), _lines(theirs, recorded)
    if short[0] != short[1]:
        return short
    return _lines(ours, _in_full), _lines(theirs, _in_full)


def _in_full(event: Event) -> str:
    return str(worded(event.plain()))


def _lines(events: Sequence[Event | str], word: Callable[[Event], str]) -> str | None:
    return listed([e if isinstance(e, str) else word(e) for e in events])


def listed(lines: Sequence[str]) -> str | None:
    """Put what is worded on lines of its own."""
    return "\n".join(lines) or None
