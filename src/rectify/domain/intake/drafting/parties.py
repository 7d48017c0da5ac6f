"""The units in a cell: several of them, with or without their roles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.cells import nothing
from rectify.domain.intake.drafting.naming import LONGEST, Names
from rectify.domain.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.intake.drafting.context import Context

_ROLES = {
    "牵头": Role.LEAD, "主办": Role.LEAD, "主责": Role.LEAD,
    "配合": Role.PARTNER, "协办": Role.PARTNER, "协助": Role.PARTNER,
    "会办": Role.PARTNER, "参与": Role.PARTNER, "分办": Role.SEPARATE,
    "责任": None, "承办": None, "落实": None, "整改": None,
}  # fmt: skip
# How a title ends that is the name of a unit.
_ENDING = re.compile("[局委办院队镇乡府会部室处]$|街道$")
_ROLE = "|".join(_ROLES)
_BODY = "(?:责任|整改|承办|落实)?(?:单位|部门|科室)?"
_HEAD = re.compile(rf"({_ROLE}){_BODY}\s*[：:]\s*")
_TAIL = re.compile(rf"由?(.+?)({_ROLE})(?:办理|负责|落实|整改|单位|部门)?")
_BRACKET = re.compile(r"(.+?)[（(]([^（()）]*)[）)]")
_IN_BRACKET = re.compile(rf"({_ROLE}){_BODY}")
# No name of a unit is longer, with all that people put into brackets behind it.
_LONGEST = 200
_SEPARATORS = "、，,；;/|｜\n。"
_SEPARATOR = re.compile(f"[{_SEPARATORS}]+")
# Separators that part nothing, while a cell is being parted.
_HIDDEN = {ord(mark): 0xE000 + place for place, mark in enumerate(_SEPARATORS)}
_SHOWN = {hidden: mark for mark, hidden in _HIDDEN.items()}
_SPACED = re.compile(r"(\S+)\s+(.+)")
_AND = re.compile("以及|会同|和|与|及")
_MORE = re.compile(
    r"(.+?)等(?:有关|相关|多个|\d+个|[二两三四五六七八九十]个)?(?:单位|部门|地)?"
)
_EVERY = re.compile(
    r"(?:全[市县区]|所有|各){1,4}(?:有关|相关)?(?:乡镇|乡|镇|街道)"
    r"(?:乡镇|乡|镇|街道办事处|街道办|街道|办事处|人民政府|政府|[（）()、/及和]|各(?=[乡镇街]))*"
)
_KEPT = re.compile(rf"{_EVERY.pattern}|[（(][^（()）]*[）)]")


class Party(NamedTuple):
    """A unit in a cell and its role, where the cell says it.

    `known` is whether it is in the list of units; `every` whether it was meant along
    with all others of its kind.
    """

    unit: str
    role: Role | None
    known: bool = True
    every: bool = False


class Parties(NamedTuple):
    """What a cell says of units; `rest` is what it says of them besides."""

    found: tuple[Party, ...] = ()
    doubts: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


class Units:
    """Reads the units out of cells, each wording once."""

    def __init__(self, context: Context) -> None:
        region = context.ledger.region
        self.names = Names(context.directory, region, add=context.add_units)
        self._cells: dict[tuple[str, bool], Parties] = {}

    def read(self, words: str, *, slashed: bool = False) -> Parties:
        """Find the units in a cell; `slashed`: a stroke parts 主办 from 协办."""
        key = words, slashed
        if key not in self._cells:
            parts = list(self._read(words, slashed=slashed))
            self._cells[key] = Parties(
                tuple(each for part in parts for each in part.found),
                tuple(dict.fromkeys(each for part in parts for each in part.doubts)),
                tuple(each for part in parts for each in part.rest),
            )
        return self._cells[key]

    def titled(self, words: str) -> bool:
        """Tell whether a title, of a part or a sheet, is the name of a unit."""
        names = self.names
        return names.knows(words) or bool(_ENDING.search(words) and names.means(words))

    def _read(self, words: str, *, slashed: bool) -> Iterator[Parties]:
        whole = "".join(words.split())
        if "\n" in words and self._clear(words.replace("\n", "")):
            words = words.replace("\n", "")
        if self.names.knows(whole):
            yield self._party(whole, None)
        elif slashed and "/" in words:
            lead, _, partners = words.partition("/")
            yield from self._parts(lead, Role.LEAD)
            yield from self._parts(partners, Role.PARTNER)
        elif not nothing(whole):
            yield from self._parts(words, None)

    def _clear(self, words: str) -> bool:
        """Tell whether all names in a cell are known: then its breaks part nothing."""
        return all(self.names.means(_bare(token)) for token in _tokens(words))

    def _parts(self, words: str, role: Role | None) -> Iterator[Parties]:
        """Part a cell; 牵头单位： rules what follows it, and 配合 what goes before."""
        waiting: list[str] = []
        for token in _tokens(words):
            head = _HEAD.match(token)
            if head is not None:
                yield from self._each(waiting, role)
                waiting, role = [], _ROLES[head[1]]
            name = token[head.end() :] if head else token
            tail = None if self.names.knows(name) else _TAIL.fullmatch(name)
            waiting += [tail[1] if tail else name] if name else []
            if tail is not None:
                yield from self._each(waiting, _ROLES[tail[2]] or role)
                waiting = []
        yield from self._each(waiting, role)

    def _each(self, tokens: list[str], role: Role | None) -> Iterator[Parties]:
        for token in tokens:
            every = _EVERY.match(token)
            rest = token[every.end() :] if every else token
            if every is not None:
                yield self._every(every[0], role)
            if rest:
                yield from self._named(rest, role)

    def _every(self, words: str, role: Role | None) -> Parties:
        """Take 各乡镇（街道） for all of them."""
        found = self.names.townships()
        if not found:
            name = words.rstrip("、/及和")
            message = f"“{name}”没有写明是哪些单位，名单里的乡镇街道也不全"
            return Parties((Party(name, role, known=False),), (message,))
        return Parties(tuple(Party(unit, role, every=True) for unit in found))

    def _named(self, token: str, role: Role | None) -> Iterator[Parties]:
        """Read one name, with what stands in brackets behind it, or several with 和."""
        short = len(token) <= _LONGEST
        outer = _BRACKET.fullmatch(token) if short else None
        inner = _IN_BRACKET.fullmatch(outer[2]) if outer else None
        more = _MORE.fullmatch(token) if short else None
        outer = outer or more or self._with_more(token)
        if outer is None or self.names.knows(token):
            for name in self._split(token):
                yield self._party(name, role)
        elif inner is not None:
            yield from self._named(outer[1], _ROLES[inner[1]] or role)
        else:
            yield from self._named(outer[1], role)
            yield Parties(doubts=(f"“{token}”只取单位，原话写入备注",), rest=(token,))

    def _with_more(self, token: str) -> re.Match[str] | None:
        """Find the unit at the beginning of words that are no units: 市民政局 张某."""
        found = _SPACED.fullmatch(token)
        if found is None or not self.names.means(found[1]):
            return None
        parts = ["".join(token.split()), *found[2].split()]
        return None if any(map(self.names.means, parts)) else found

    def _split(self, token: str) -> list[str]:
        """Part what is joined by 和, 及 or a blank, where each part is a unit."""
        whole, parts = "".join(token.split()), token.split()
        if len(parts) > 1 and all(map(self.names.means, parts)):
            return parts
        names, rest = [], whole
        while rest:
            found = next(
                (each for each in _heads(rest) if self.names.means(each[0])), None
            )
            if found is None:
                return [whole]
            names.append(found[0])
            rest = found[1]
        return names

    def _party(self, name: str, role: Role | None) -> Parties:
        named = self.names.find(name)
        party = Party(named.unit or name, role, known=named.unit is not None)
        return Parties((party,), (named.remark,) if named.remark else ())


def _bare(token: str) -> str:
    """Leave out the role that stands before, after or behind a name."""
    name = _HEAD.sub("", token, count=1)
    outer = _BRACKET.fullmatch(name)
    tail = _TAIL.fullmatch(outer[1] if outer else name)
    return tail[1] if tail else outer[1] if outer else name


def _tokens(words: str) -> list[str]:
    """Part a cell at its separators, but for those in brackets."""
    kept = _KEPT.sub(lambda found: found[0].translate(_HIDDEN), words)
    parts = (part.translate(_SHOWN).strip() for part in _SEPARATOR.split(kept))
    return [part for part in parts if part]


def _heads(joined: str) -> Iterator[tuple[str, str]]:
    """Give what may be the first of several names, the longest first, and the rest."""
    yield joined, ""
    for joint in reversed(list(_AND.finditer(joined[:LONGEST]))):
        yield joined[: joint.start()], joined[joint.end() :]
