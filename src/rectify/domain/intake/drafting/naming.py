"""The unit that a name in a list means: by its names, its level, its successor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.terms import UnitKind
from rectify.domain.unit import AmbiguousUnit, Directory, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEVELS = "省市县区旗"
_TOWNSHIP = re.compile(r".+(?:乡|镇|街道|街道办事处|[乡镇]人民政府)")
# Abbreviations that end as the name does, or so, need no word.
_ENDINGS = {"委": "委员会", "办": "办公室", "府": "人民政府", "队": "支队"}
_TELLING = 3
# No name of a unit is longer, or says 各, 有关 or the like.
LONGEST = 40
_UNFIT = re.compile(r'[/\\:*?"<>|：，、；。]|^\.')
# Words for several units, or for one of a kind: they name none.
_COLLECTIVE = re.compile(
    "各|有关|相关|成员单位|^(?:其他|其它|其余|全体|所有|多个|属地|全[省市县区])"
    "|^(?:所在|所属|当地|辖区)|^[省市县区]直属?(?:部门|单位|机关)$"
    "|^(?:乡镇街道|乡镇|乡|镇|街道)(?:街道|办事处|办|(?:人民)?政府)?$"
)
_SEVERAL = 2


class Named(NamedTuple):
    """The unit that a name means, None for none of the list; a remark on it."""

    unit: str | None
    remark: str = ""


class Names:
    """Finds the units that are meant; keeps those that are to be added.

    Of a new unit, the name without its level is known too: 数据局 is 市数据局.
    """

    def __init__(self, directory: Directory, region: str | None, *, add: bool) -> None:
        self._directory = directory
        self._region = region
        self._add = add
        self._meant: dict[str, Named] = {}
        self._cores: dict[str, str] = {}

    @property
    def new(self) -> tuple[str, ...]:
        """Name the units that are to be added."""
        return tuple(self._cores.values())

    def knows(self, name: str) -> bool:
        """Tell whether a unit is called just so."""
        return self._directory.knows(name)

    def find(self, name: str) -> Named:
        """Find the unit of a name, or take it as a new one."""
        found = self._of_list(name)
        if found == Named(None):
            found = self._meant[name] = self._taken(name)
        return found

    def townships(self) -> list[str]:
        """Name the 乡镇街道 of the list that are still there.

        Where none is listed as one, or one alone, the list does not hold them all.
        """
        units = self._directory.units
        listed = any(unit.kind is UnitKind.TOWNSHIP for unit in units)
        found = [
            unit.name
            for unit in units
            if listed and unit.successor is None and _is_township(unit)
        ]
        return found if len(found) >= _SEVERAL else []

    def means(self, name: str) -> bool:
        """Tell whether a name means a unit of the list."""
        return 1 < len(name) <= LONGEST and self._of_list(name).unit is not None

    def _of_list(self, name: str) -> Named:
        """Find the unit of the list that is meant."""
        if name not in self._meant:
            self._meant[name] = self._successor(name, self._called(name))
        return self._meant[name]

    def alike(self, added: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Pair each unit that is to be added with one that may be the same."""
        known = [
            (unit.name, name)
            for unit in self._directory.units if unit.successor is None
            for name in dict.fromkeys((unit.name, unit.shown, *unit.aliases))
        ]  # fmt: skip
        for place, new in enumerate(added):
            before = [*known, *((name, name) for name in added[:place])]
            twins = (unit for unit, name in before if _resemble(new, name))
            yield from ((unit, new) for unit in dict.fromkeys(twins))

    def _called(self, name: str) -> Named:
        if not self.knows(name) and _COLLECTIVE.search(name):
            return Named(None, f"“{_cut(name)}”没有写明是哪些单位")
        local = self._local(name)
        found = self._directory.candidates(local)
        if len(found) > 1:
            return Named(None, str(AmbiguousUnit(name, found)))
        if not found:
            return self._of_other_level(name)
        plain = self.knows(local) or _telling(local, found[0])
        return Named(found[0], "" if plain else _read_as(name, found[0]))

    def _local(self, name: str) -> str:
        """Leave out the region: 焦作市民政局 is 市民政局 there."""
        region = self._region
        if region is None or self.knows(name) or not name.startswith(region):
            return name
        return region[-1] + name.removeprefix(region)

    def _of_other_level(self, name: str) -> Named:
        """Read 县民政局 as the 市民政局, if there is one such unit only."""
        levels = _LEVELS if name[0] in _LEVELS else ""
        candidates, core = self._directory.candidates, name[1:]
        found = {unit for level in levels for unit in candidates(level + core)}
        if levels and self.knows(core):
            found.update(candidates(core))
        if len(found) != 1:
            return Named(None)
        (unit,) = found
        return Named(unit, _read_as(name, unit))

    def _taken(self, name: str) -> Named:
        """Take a unit that nobody knows as a new one, where that is asked for."""
        if not self._add or len(name) > LONGEST or _UNFIT.search(name):
            return Named(None, f"“{_cut(name)}”不在单位名单里")
        core = _core(name)
        taken = self._cores.setdefault(core, name)
        return Named(taken, "" if name in (taken, core) else _read_as(name, taken))

    def _successor(self, name: str, named: Named) -> Named:
        """Follow a unit to the one that does its work now (机构改革)."""
        if named.unit is None:
            return named
        now = self._directory.current(named.unit)
        if now == named.unit or now not in self._directory:
            return named
        return Named(now, f"“{name}”已并入{now}，写作{now}")


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"


def _read_as(name: str, unit: str) -> str:
    return f"“{name}”当作{unit}"


def _telling(short: str, name: str) -> bool:
    """Tell whether an abbreviation is one that nobody could take for another."""
    ending = _ENDINGS.get(short[-1], short[-1])
    return len(short) >= _TELLING and (name[-1] == short[-1] or name.endswith(ending))


def _resemble(one: str, other: str) -> bool:
    """Tell whether one of two names, without its level, abbreviates the other.

    What goes on with the whole of the other names a part of it: 公安局刑侦分局.
    """
    short, long = sorted((one, other), key=lambda name: len(_core(name)))
    if _core(long).startswith(_core(short)):
        return _core(long) == _core(short)
    directory = Directory([Unit(name=long)])
    ways = (way for way in (short, _core(short)) if _telling(way, long))
    return any(map(directory.candidates, ways))


def _core(name: str) -> str:
    return name[1:] if name[0] in _LEVELS else name


def _is_township(unit: Unit) -> bool:
    if unit.kind is None:
        return _TOWNSHIP.fullmatch(unit.name) is not None
    return unit.kind is UnitKind.TOWNSHIP
