"""The units (单位), in official order, and the names by which people call them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from rectify.domain.entity import Day, Entity, Line, label
from rectify.domain.terms import UnitKind
from rectify.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable


def _nameable(value: str) -> str:
    """Refuse what no name of a file may have: letters are named after units."""
    if value.startswith(".") or re.search(r'[/\\:*?"<>|\x00-\x1f\x7f]', value):
        raise PydanticCustomError(
            "unit_name",
            "“{value}”不能用作单位名称：不能以点开头，也不能有"
            ' / : * ? " < > | 和反斜杠，请改正',
            {"value": value},
        )
    return value


Name = Annotated[Line, AfterValidator(_nameable)]


class Unit(Entity):
    """A unit: its full name is what the files hold."""

    name: Annotated[Name, label("全称")]
    short: Annotated[Name | None, label("简称")] = None
    aliases: Annotated[tuple[Name, ...], label("别名")] = ()
    kind: Annotated[UnitKind | None, label("类型")] = None
    parent: Annotated[Line | None, label("上级")] = None
    since: Annotated[Day | None, label("设立日期")] = None
    until: Annotated[Day | None, label("撤销日期")] = None
    successor: Annotated[Line | None, label("并入")] = None

    @property
    def shown(self) -> str:
        """The short name, where there is one."""
        return self.short or self.name


class UnitList(Entity):
    """The content of units.yaml, in official order (机构序列)."""

    units: Annotated[tuple[Unit, ...], label("单位")] = ()


class UnknownUnit(RuleError):  # noqa: N818  # named for what it is
    """No unit, or more than one, goes by that name."""

    def __init__(self, name: str, nearest: Iterable[str]) -> None:
        guess = "、".join(nearest)
        hint = f"是不是：{guess}？" if guess else ""
        super().__init__(f"没有“{name}”这个单位。{hint}全部单位见 rectify units")


class AmbiguousUnit(RuleError):  # noqa: N818  # named for what it is
    """Several units could be meant."""

    def __init__(self, name: str, candidates: Iterable[str]) -> None:
        super().__init__(f"“{name}”可以指多个单位：{'、'.join(candidates)}。请写全称")


# Within these no other name is looked for: 民政 is no part of 人民政府.
_ORGANS = ("人民政府", "人民法院", "人民检察院")
_CALLED_SO = ("法院", "人民法院", "检察院", "人民检察院")


class Directory:
    """The units of a ledger, found by full name, short name, alias or abbreviation."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = tuple(units)
        self._rank = {unit.name: rank for rank, unit in enumerate(self.units)}
        self._exact: dict[str, list[str]] = {}
        for unit in self.units:
            for name in dict.fromkeys((unit.name, unit.shown, *unit.aliases)):
                self._exact.setdefault(name, []).append(unit.name)

    def __contains__(self, name: str) -> bool:
        return name in self._rank

    def knows(self, name: str) -> bool:
        """Tell whether a unit is called just so, in full, in short or by an alias."""
        return name in self._exact

    def candidates(self, name: str) -> list[str]:
        """Name the units that may be meant: those called so, else those abbreviated."""
        found = [name] if name in self else self._exact.get(name, [])
        return found or [unit.name for unit in self.units if _abbreviates(name, unit)]

    def resolve(self, name: str) -> str:
        """Give the full name of the unit that is meant.

        Raises:
            UnknownUnit: nothing goes by that name; the nearest names are told.
            AmbiguousUnit: it abbreviates more than one.
        """
        name = name.strip()
        found = self.candidates(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousUnit(name, found)
        raise UnknownUnit(name, get_close_matches(name, self._exact, n=3, cutoff=0.5))

    def shown(self, name: str) -> str:
        """Give the short name of a unit; a name not in the list stays as it is."""
        rank = self._rank.get(name)
        return name if rank is None else self.units[rank].shown

    def rank(self, name: str) -> tuple[int, str]:
        """Give the place in the official order; units not in the list come last."""
        return (self._rank.get(name, len(self.units)), name)

    def current(self, name: str) -> str:
        """Follow a unit through 机构改革 to the one that now does its work."""
        seen = {name}
        while (rank := self._rank.get(name)) is not None:
            successor = self.units[rank].successor
            if successor is None or successor in seen:
                break
            name = successor
            seen.add(name)
        return name


class AnyUnits(Directory):
    """The units of a list that can't be read: any name may be in it."""

    def __init__(self) -> None:
        super().__init__(())

    def __contains__(self, name: str) -> bool:
        return bool(name)


def _abbreviates(short: str, unit: Unit) -> bool:
    """Tell whether the characters of a short form occur in a name, in that order."""
    if len(short) < 2:  # noqa: PLR2004  # one character names nothing
        return False
    hidden = [
        organ for organ in _ORGANS
        if short not in _CALLED_SO and _occurs(short, organ)
    ]  # fmt: skip
    for name in (unit.name, *unit.aliases):
        for organ in hidden:
            name = name.replace(organ, "")  # noqa: PLW2901  # what is left of it
        if _occurs(short, name):
            return True
    return False


def _occurs(short: str, name: str) -> bool:
    rest = iter(name)
    return all(mark in rest for mark in short)
