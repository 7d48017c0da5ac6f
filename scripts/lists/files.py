"""All sample lists: what makes each, by the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lists import audit, formats, layouts, rows, tables, traps, variants, words

if TYPE_CHECKING:
    from collections.abc import Callable

_PARTS = (variants, audit, layouts, rows, tables, words, traps, formats)
FILES: dict[str, Callable[[], bytes]] = {
    name: make for part in _PARTS for name, make in part.FILES.items()
}
