"""The fields of an entity in three versions, each taken from the side that changed it.

An entity within it merges field by field only where its fields are decided one by one;
a list by its items where these can be told apart; everything else is one value.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from rectify.domain.ballot import Row
from rectify.domain.custom import CustomField
from rectify.domain.entity import LONG, Entity, marked
from rectify.domain.intake.profile import Reading
from rectify.domain.ledger import Grade, Officer, Opinion
from rectify.domain.merging.conflict import DoNotFit, Side
from rectify.domain.merging.keyed import arranged, steady
from rectify.domain.merging.part import TOP, Part, Spot, disputed
from rectify.domain.merging.texts import merge_text
from rectify.domain.merging.threeway import Three, spelled
from rectify.domain.merging.worded import worded
from rectify.domain.particulars import Attachment
from rectify.domain.rule import BallotRule
from rectify.domain.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Collection

    from rectify.domain.merging.conflict import Choice, Conflict

E = TypeVar("E", bound=Entity)

# What tells the items of a list apart.
_KEYS: dict[type[Entity], tuple[str, ...]] = {
    Attachment: ("name",),
    CustomField: ("name",),
    Grade: ("code",),
    Opinion: ("number",),
    Reading: ("column",),
    Row: ("venue", "group", "dimension", "subject"),
    Unit: ("name",),
}
# Lists of words, each of which stands for itself; so do days.
_WORDS = frozenset({"channels", "aliases"})
# What is decided as one: half of a rule, of a count or of an address is nobody's.
_WHOLE = frozenset({Attachment, BallotRule, CustomField, Officer, Reading, Row})
# Lists whose order says something.
_RANKED = frozenset({CustomField, Grade, Opinion, Unit})


def merge_fields(
    three: Three[Any], choice: Choice, *, at: Spot = TOP, without: Collection[str] = ()
) -> Part:
    """Merge the fields of an entity, but those left out; only the base may be None.

    Raises:
        DoNotFit: the merged fields make no valid entity.
    """
    kind: type[Entity] = type(three.ours)
    spells = three.each(spelled)
    stated: dict[str, Any] = {}
    conflicts: tuple[Conflict, ...] = ()
    for name, label in kind.labels().items():
        tokens = Three(*(spell.get(label) for spell in spells))
        if name not in without and any(tokens):
            field = _Field(three, name, tokens, at.field(label))
            part = field.merged(choice)
            conflicts += part.conflicts
            if part.value is not None:
                stated[name] = part.value
    return Part(_built(kind, stated, at), conflicts)


def _built(kind: type[E], stated: dict[str, Any], at: Spot) -> E:
    try:
        return kind.model_validate(stated)
    except ValidationError as error:
        wrong = dict.fromkeys(str(each["loc"][0]) for each in error.errors())
        names = [kind.labels().get(name, name) for name in wrong]
        raise DoNotFit(at.what or "、".join(names)) from None


class _Field(NamedTuple):
    """One field of an entity in three versions; a token spells out what was stated."""

    entities: Three[Any]
    name: str
    tokens: Three[str | None]
    at: Spot

    def merged(self, choice: Choice) -> Part:
        """Take the side's that changed it; look closer where both did."""
        side = self.tokens.holder
        if side is not None:
            return Part(self._stated(side))
        part = self._closer(choice)
        return self._whole(choice) if part is None else part

    def _closer(self, choice: Choice) -> Part | None:
        """Merge what the field is made of, where that can be told apart."""
        values = self._values()
        if self._long():
            return merge_text(values, self.at, choice) if all(self.tokens) else None
        if isinstance(values.ours, tuple):
            lists = values.each(lambda value: value or ())
            return _items(lists, self.at, choice, words=self.name in _WORDS)
        if not _by_field(values):
            return None
        part = merge_fields(values, choice, at=self.at)
        return part if part.value.plain() else part._replace(value=None)

    def _values(self) -> Three[Any]:
        """Give the values, a default where nothing is stated."""
        return self.entities.each(lambda entity: getattr(entity, self.name, None))

    def _stated(self, side: Side) -> Any:
        """Give the value of a side, if that side states it."""
        return None if self.tokens.of(side) is None else self._values().of(side)

    def _long(self) -> bool:
        kind: type[Entity] = type(self.entities.ours)
        return self.name in marked(kind, LONG)

    def _whole(self, choice: Choice) -> Part:
        """Dispute the field as one value; of two long texts both may be kept."""
        label = type(self.entities.ours).labels()[self.name]
        plain = self.entities.each(
            lambda e: None if e is None else e.plain().get(label)
        )
        said = plain.each(worded)
        both = self._long() and None not in {said.ours, said.theirs}
        conflict = disputed(self.at, said, both=both)
        side = choice.of(conflict)
        if side is Side.BOTH:
            return Part("\n\n".join(sorted(self._values()[1:])))
        value = self._stated(side or self.tokens.neutral)
        return Part(value, () if side else (conflict,))


def _by_field(versions: Three[Any]) -> bool:
    sides = (versions.ours, versions.theirs)
    return all(isinstance(e, Entity) and type(e) not in _WHOLE for e in sides)


def _items(lists: Three[Any], at: Spot, choice: Choice, *, words: bool) -> Part | None:
    """Merge a list item by item; None if its items can't be told apart."""
    some = next(iter(lists.ours or lists.theirs))
    fields = _KEYS.get(type(some))
    if fields is None and not words and not isinstance(some, date):
        return None
    keyed = lists.each(lambda items: {_key(item, fields): item for item in items})
    if any(len(a) != len(b) for a, b in zip(keyed, lists, strict=True)):
        return None
    kept: dict[str, Any] = {}
    conflicts: tuple[Conflict, ...] = ()
    for key in dict.fromkeys([*keyed.base, *sorted({*keyed.ours, *keyed.theirs})]):
        versions = keyed.each(lambda items, key=key: items.get(key))  # type: ignore[misc]  # called at once
        part = _item(versions, at.item(key), choice)
        conflicts += part.conflicts
        if part.value is not None:
            kept[key] = part.value
    order = _order(keyed.each(list), kept, at, choice, ranked=type(some) in _RANKED)
    items = tuple(kept[key] for key in order.value)
    return Part(items or None, conflicts + order.conflicts)


def _key(item: Any, fields: tuple[str, ...] | None) -> str:
    """Name an item among its fellows, in the words of its key."""
    parts = [item] if fields is None else [getattr(item, name) for name in fields]
    return " ".join(str(part) for part in parts if part is not None)


def _item(versions: Three[Any], at: Spot, choice: Choice) -> Part:
    """Merge one item: by field where that makes sense, else as one value."""
    tokens = versions.each(lambda item: None if item is None else _token(item))
    side = tokens.holder
    if side is not None:
        return Part(versions.of(side))
    if _by_field(versions):
        return merge_fields(versions, choice, at=at)
    conflict = disputed(at, versions.each(lambda i: i and worded(i.plain())))
    side = choice.of(conflict)
    value = versions.of(side or tokens.neutral)
    return Part(value, () if side else (conflict,))


def _token(item: Any) -> str:
    return repr(item.plain()) if isinstance(item, Entity) else repr(item)


def _order(
    keys: Three[Any], kept: dict[str, Any], at: Spot, choice: Choice, *, ranked: bool
) -> Part:
    """Order the items; where both sides moved them and it matters, somebody picks."""
    order = arranged(keys, kept)
    if order is not None:
        return Part(order)
    same = steady(keys)
    if not ranked:
        return Part(arranged(same, kept))
    ours, theirs = ("、".join(names) for names in keys[1:])
    conflict = disputed(at.field("顺序"), Three("、".join(keys.base), ours, theirs))
    side = choice.of(conflict)
    if side is Side.OURS:
        same = same._replace(ours=keys.ours)
    elif side is Side.THEIRS:
        same = same._replace(theirs=keys.theirs)
    return Part(arranged(same, kept), () if side else (conflict,))
