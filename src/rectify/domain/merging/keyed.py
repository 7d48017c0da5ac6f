"""Lists whose items are told apart by a key: their order out of three versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rectify.domain.merging.threeway import Three


def arranged(keys: Three[Sequence[str]], kept: Collection[str]) -> list[str] | None:
    """Order what is kept; None if both sides moved what was there, each its own way.

    What was there keeps its order, or takes the one a side gave it. What is new stays
    behind what it was put behind; what both sides put there is ordered by its key.
    """
    old = [key for key in keys.base if key in kept]
    backbone = _backbone(keys, old)
    if backbone is None:
        return None
    behind = _behind(keys, backbone, [key for key in kept if key not in old])
    order = _grouped(keys, behind.get(None, []))
    for key in backbone:
        order += [key, *_grouped(keys, behind.get(key, []))]
    return order


def steady(keys: Three[Sequence[str]]) -> Three[Sequence[str]]:
    """Leave out how a side moved what was there: as if it had kept its order."""
    return keys._replace(
        ours=_unmoved(keys.base, keys.ours), theirs=_unmoved(keys.base, keys.theirs)
    )


def _unmoved(base: Sequence[str], side: Sequence[str]) -> Sequence[str]:
    kept = iter([key for key in base if key in side])
    return [next(kept) if key in base else key for key in side]


def _backbone(keys: Three[Sequence[str]], old: Sequence[str]) -> list[str] | None:
    ours, theirs = (
        _complete([key for key in side if key in old], old)
        for side in (keys.ours, keys.theirs)
    )
    if theirs in (list(old), ours):
        return ours
    return theirs if ours == list(old) else None


def _complete(order: list[str], old: Sequence[str]) -> list[str]:
    """Put what a side removed, and what is kept all the same, behind what it was."""
    for place, key in enumerate(old):
        if key not in order:
            at = order.index(old[place - 1]) + 1 if place else 0
            order.insert(at, key)
    return order


def _behind(
    keys: Three[Sequence[str]], backbone: Sequence[str], new: Sequence[str]
) -> dict[str | None, list[str]]:
    """Collect what is new behind what was there before."""
    rank = {key: place for place, key in enumerate(backbone)}
    found: dict[str | None, list[str]] = {}
    for key in new:
        places = [
            next((rank[k] for k in _before(side, key) if k in rank), -1)
            for side in (keys.ours, keys.theirs)
            if key in side
        ]
        place = min(places)
        found.setdefault(None if place < 0 else backbone[place], []).append(key)
    return found


def _before(side: Sequence[str], key: str) -> Sequence[str]:
    """Give what stands before a key, the nearest first."""
    return side[: side.index(key)][::-1]


def _grouped(keys: Three[Sequence[str]], group: Sequence[str]) -> list[str]:
    """Order what was added at one place."""
    ours, theirs = (
        [key for key in side if key in group] for side in (keys.ours, keys.theirs)
    )
    if not theirs or ours == theirs:
        return ours
    return theirs if not ours else sorted(group, key=_natural)


def _natural(key: str) -> tuple[int, str]:
    """Order numbers as numbers, and all else behind them by its text."""
    return (int(key), "") if key.isdecimal() else (10**9, key)
