"""Who leads, who helps: the roles of the units of an issue, as a list means them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.intake.record import Concern
from rectify.domain.terms import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.domain.entity import Plain
    from rectify.domain.intake.drafting.parties import Party

_LABELS = {Role.LEAD: "拟主办", Role.SEPARATE: "拟分办", Role.PARTNER: "拟协办"}


class Entry(NamedTuple):
    """A unit as a column names it, its role; `able` to lead where nobody does."""

    party: Party
    role: Role | None
    place: str
    order: int
    able: bool = False


class Lost(NamedTuple):
    """A name that means no unit of the list, and the label that it came under."""

    label: str
    words: str
    order: int


class Roles(NamedTuple):
    """The units by role; `lost` are those that nobody knows."""

    lead: str | None = None
    partners: tuple[str, ...] = ()
    separate: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    doubts: tuple[Concern, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Name all units that have a role."""
        lead = () if self.lead is None else (self.lead,)
        return (*lead, *self.partners, *self.separate)

    def named(self, lead: str, partners: str, separate: str) -> dict[str, Plain]:
        """Give the units under the labels of a fact or an event."""
        found: dict[str, Plain] = {} if self.lead is None else {lead: self.lead}
        if self.partners:
            found[partners] = list(self.partners)
        if self.separate:
            found[separate] = list(self.separate)
        return found


def assigned(entries: Iterable[Entry]) -> Roles:
    """Give each unit one role, by what cells and headings say and by convention."""
    chosen, doubts = _settled(list(entries))
    placed: dict[str, tuple[Role, Entry]] = {}
    for role in _LABELS:
        for entry in chosen[role]:
            placed.setdefault(entry.party.unit, (role, entry))
    known: dict[Role, list[str]] = {role: [] for role in _LABELS}
    lost = []
    for role, entry in placed.values():
        if entry.party.known:
            known[role].append(entry.party.unit)
        else:
            lost.append(Lost(_LABELS[role], entry.party.unit, entry.order))
    if len(known[Role.SEPARATE]) == 1:
        known[Role.LEAD], known[Role.SEPARATE] = known[Role.SEPARATE], []
    return Roles(
        lead=next(iter(known[Role.LEAD]), None),
        partners=tuple(known[Role.PARTNER]),
        separate=tuple(known[Role.SEPARATE]),
        lost=tuple(lost),
        doubts=tuple(doubts),
    )


def _settled(
    entries: list[Entry],
) -> tuple[dict[Role, list[Entry]], list[Concern]]:
    """Decide on the units without a role, and on several that lead."""
    lead, separate = _of(entries, Role.LEAD), _of(entries, Role.SEPARATE)
    plain, partners = _of(entries, None), _of(entries, Role.PARTNER)
    able = [entry for entry in partners if entry.able]
    doubts = []
    if plain and (lead or separate):
        partners = _of(entries, None, Role.PARTNER)
    elif len(plain) > 1 and all(entry.party.every for entry in plain):
        separate = plain
        doubts.append(_apart(plain, "单位"))
    elif plain:
        lead, partners = plain[:1], plain[1:] + partners
        if sum(entry.party.known for entry in plain) > 1:
            doubts.append(_first(plain))
    elif able and not lead and not separate:
        lead = able[:1]
        message = f"没有牵头单位，责任单位{able[0].party.unit}作主办"
        doubts.append(Concern(able[0].place, message))
    if lead and len(lead) + len(separate) > 1:
        lead, separate = [], lead + separate
        if sum(entry.party.known for entry in separate) > 1:
            doubts.append(_apart(separate, "主办单位"))
    return {Role.LEAD: lead, Role.SEPARATE: separate, Role.PARTNER: partners}, doubts


def _apart(units: list[Entry], word: str) -> Concern:
    return Concern(units[0].place, f"{len(units)}个{word}作为分办，各自答复")


def _first(units: list[Entry]) -> Concern:
    message = (
        f"{len(units)}个单位没有写明主办、协办，第一个（{units[0].party.unit}）作主办，"
        "其余作协办"
    )
    return Concern(units[0].place, message)


def _of(entries: list[Entry], *roles: Role | None) -> list[Entry]:
    """Give the units of some roles, each once."""
    chosen = (each for each in entries if each.role in roles)
    found: dict[str, Entry] = {}
    for each in chosen:
        found.setdefault(each.party.unit, each)
    return list(found.values())
