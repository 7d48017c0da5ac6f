"""A long text in three versions, with what is picked of its disputed places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.merging.conflict import Conflict, Side
from rectify.domain.merging.part import Part
from rectify.domain.merging.sentences import places
from rectify.domain.merging.threeway import Three
from rectify.domain.merging.worded import worded_lines
from rectify.domain.text import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.domain.merging.conflict import Choice
    from rectify.domain.merging.part import Spot
    from rectify.domain.merging.sentences import Lines, Place


def merge_text(texts: Three[str], at: Spot, choice: Choice) -> Part | None:
    """Merge by sentence; None if sentences of the two sides would run together."""
    found = places(*texts.each(lambda text: tuple(text.split("\n"))))
    total = sum(place.disputed for place in found)
    lines: list[str] = []
    conflicts: list[Conflict] = []
    count = 0
    for place in found:
        if not place.disputed:
            lines += place.ours
            continue
        count += 1
        conflict = _conflict(at, place, count, total)
        side = choice.of(conflict)
        if side is None:
            conflicts.append(conflict)
        lines += _picked(place, side)
    whole = canonical("\n".join(lines))
    if not total and _sentences(whole.split("\n")) != _sentences(lines):
        return None
    return Part(whole or None, tuple(conflicts))


def _conflict(at: Spot, place: Place, count: int, total: int) -> Conflict:
    what = at.what if total == 1 else f"{at.what}第{count}处"
    said = Three(*place).each(worded_lines)
    both = bool(place.ours and place.theirs)
    if both:
        made = "改了{what}，改得不同" if place.base else "在{what}同一处加了内容"
        why = "两边都" + made.format(what=what)
    else:
        sides = ("对方", "本方") if place.ours else ("本方", "对方")
        why = "{}删去了{what}，{}改了它".format(*sides, what=what)
    return Conflict(f"{at.key}/{count}", what, *said, both, why)


def _picked(place: Place, side: Side | None) -> Lines:
    if side is Side.BOTH:
        return place.joint
    versions = Three(*place)
    return versions.of(side or versions.neutral)


def _sentences(lines: Iterable[str]) -> list[str]:
    return [line for line in lines if line]
