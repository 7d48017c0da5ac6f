"""What a version history must not lose: every event and vote, as it was recorded.

Two versions are compared by their records, never by their text: `format` changes none.
What removes or alters a record is an `Alteration`; adding one, or its 作废, is none.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.history.records import (
    NOTHING,
    Files,
    Place,
    Recorded,
    Step,
    Version,
    tidied,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rectify.domain.entity import Plain

_HALF = 0.5


class Harm(StrEnum):
    """What was done to a record that ought to stay."""

    ALTERED = "改动"
    REMOVED = "删去"
    MOVED = "移走"
    UNVOIDED = "取消作废"
    REASONED = "改写作废"
    GONE = "整份删去"
    UNREADABLE = "读不出来"


class Alteration(NamedTuple):
    """A record that is not as it was recorded; `all` are those of a whole file."""

    place: Place
    harm: Harm
    was: Recorded
    now: Recorded | None = None
    to: Place | None = None
    all: tuple[Recorded, ...] = ()
    secret: frozenset[str] = frozenset()


class Loss(NamedTuple):
    """A record that is missing, or `now` no longer void as it was."""

    was: Recorded
    now: Recorded | None


def losses(before: Version, after: Version) -> Iterator[Loss]:
    """Find the records that a version no longer has as they were."""
    now = after.by_identity()
    for identity, was in before.by_identity().items():
        found = now.get(identity)
        if found is None or (was.void is not None and found.void != was.void):
            yield Loss(was, found)


def gains(before: Version, after: Version) -> list[Recorded]:
    """Give the records that are new."""
    old = before.by_identity()
    return [each for key, each in after.by_identity().items() if key not in old]


def voided(before: Version, after: Version) -> int:
    """Count the records that were declared void."""
    now = after.by_identity()
    standing = (each for each in before.by_identity().values() if each.void is None)
    found = (now.get(each.identity) for each in standing)
    return sum(each is not None and each.void is not None for each in found)


def carried(before: Version, after: Version) -> Version:
    """Give a version its records: where one can't be read, the one it came of.

    So a slip of the hand that is mended later has altered nothing.
    """
    missing = [each.was for each in losses(before, after) if each.now is None]
    broken = [each for each in gains(before, after) if not each.readable]
    pairs = _paired(missing, broken)
    stands_for = {id(now): was for was, now in pairs if now is not None}
    records = tuple(stands_for.get(id(each), each) for each in after.records)
    return Version(records, before.secret | after.secret)


def excused(loss: Loss, other: Version, bases: Iterable[Version]) -> bool:
    """Tell whether a merge lost a record because its other parent had done so before.

    That parent's own versions answer for it.
    """
    identity, void = loss.was.identity, loss.was.void
    theirs = other.by_identity().get(identity)
    olds = [base.by_identity().get(identity) for base in bases]
    if loss.now is None:
        return theirs is None and any(old is not None for old in olds)
    if theirs is None or theirs.void != loss.now.void:
        return False
    removed = any(old is not None and old.void == void for old in olds)
    return loss.now.void is not None or removed


def joined(sides: Sequence[Version], bases: Sequence[Version]) -> Version:
    """Give the records of the two sides of a merge but for what either has removed."""
    one, other = sides
    both = [
        record
        for mine, yours in ((one, other), (other, one))
        for record in mine.records
        if not excused(Loss(record, None), yours, bases)
    ]
    records = Version(tuple(both)).by_identity().values()
    return Version(tuple(records), one.secret | other.secret)


def alterations(
    step: Step, excuse: Callable[[Place, Loss], bool] = lambda *_: False
) -> list[Alteration]:
    """Find what a step removed or altered, but for what is excused."""
    found: list[Alteration] = []
    elsewhere = _gained(step)
    for place, before, after in step.pairs():
        lost = [loss for loss in losses(before, after) if not excuse(place, loss)]
        secret = before.secret | after.secret
        gone = place not in step.after
        each = list(_harms(place, lost, gains(before, after), elsewhere))
        if gone and each and all(one.harm is Harm.REMOVED for one in each):
            whole = tuple(one.was for one in each)
            each = [Alteration(place, Harm.GONE, whole[0], all=whole)]
        found += [one._replace(secret=secret) for one in each]
    return found


def _harms(
    place: Place,
    lost: Sequence[Loss],
    gained: Sequence[Recorded],
    elsewhere: Mapping[str, Place],
) -> Iterator[Alteration]:
    missing = [loss.was for loss in lost if loss.now is None]
    moved = [was for was in missing if elsewhere.get(was.identity, place) != place]
    for was in moved:
        yield Alteration(place, Harm.MOVED, was, to=elsewhere[was.identity])
    rest = [was for was in missing if was not in moved]
    for was, now in _paired(rest, gained):
        if now is None:
            yield Alteration(place, Harm.REMOVED, was)
        elif was.readable or not now.readable:
            yield Alteration(place, Harm.ALTERED, was, now)
    for loss in lost:
        if loss.now is not None:
            harm = Harm.UNVOIDED if loss.now.void is None else Harm.REASONED
            yield Alteration(place, harm, *loss)


def _gained(step: Step) -> dict[str, Place]:
    """Say where each new record of a step is."""
    return {
        each.identity: place
        for place, after in step.after.items()
        for each in gains(step.before.get(place, NOTHING), after)
    }


def _paired(
    missing: Iterable[Recorded], gained: Iterable[Recorded]
) -> list[tuple[Recorded, Recorded | None]]:
    """Give each missing record the new one that is most like it, if one is."""
    left = list(gained)
    pairs: list[tuple[Recorded, Recorded | None]] = []
    for was in missing:
        best = max(left, key=lambda each: _likeness(was, each), default=None)
        if best is None or _likeness(was, best) < _HALF:
            pairs.append((was, None))
        else:
            left = [each for each in left if each is not best]
            pairs.append((was, best))
    return pairs


def _likeness(one: Recorded, other: Recorded) -> float:
    """Say which part of two records is the same; of one 事项 and day, half at least.

    The day of one that can't be read may be what is wrong with it.
    """
    mine, yours = _comparable(one), _comparable(other)
    labels = mine.keys() | yours.keys()
    same = sum(mine.get(label) == yours.get(label) for label in labels)
    asked = ("事项", "日期") if one.readable and other.readable else ("事项",)
    akin = all(mine.get(label) == yours.get(label) for label in asked)
    return max(same / len(labels), _HALF if akin else 0)


def _comparable(record: Recorded) -> dict[str, str]:
    return {label: repr(tidied(value)) for label, value in record.fields.items()}


def inverse(undoing: Step, undone: Step) -> bool:
    """Tell whether a step takes back exactly what another one did, record by record.

    All of it, but for what has been taken back or altered before.
    """
    for place in _places(undoing) | _places(undone):
        lost, gained = (set(part) for part in _moved(undone, place))
        there = _told(undoing.before.get(place, NOTHING))
        back = tuple(sorted(gained & there)), tuple(sorted(lost - there))
        if _moved(undoing, place) != back:
            return False
    return True


def _places(step: Step) -> set[Place]:
    return {*step.before, *step.after}


def _moved(step: Step, place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what a file had before and not after, and the other way round."""
    before = _told(step.before.get(place, NOTHING))
    after = _told(step.after.get(place, NOTHING))
    return tuple(sorted(before - after)), tuple(sorted(after - before))


def _told(version: Version) -> set[str]:
    return {repr((each.identity, each.void)) for each in version.records}


def renumbered(step: Step, numbers: Mapping[str, str]) -> Step | None:
    """Give the step as against files that have their new numbers already.

    None if it is no renumbering: for each number, one file goes and one comes with the
    same records. Nothing but the numbers themselves is taken for the same.
    """
    gone = {place for place in step.before if place not in step.after}
    for place in gone:
        new = numbers.get(place.number)
        if new is None or place._replace(number=new) in step.before:
            return None
    olds = {place.number for place in gone}
    if olds != numbers.keys():
        return None
    before = {
        place._replace(number=numbers.get(place.number, place.number)): Version(
            tuple(_renamed(each, numbers) for each in version.records), version.secret
        )
        for place, version in step.before.items()
    }
    new_step = Step(before, step.after)
    came = {place._replace(number=numbers[place.number]) for place in gone}
    same = all(_moved(new_step, place) == ((), ()) for place in came)
    return new_step if same and came <= step.after.keys() else None


def _renamed(record: Recorded, numbers: Mapping[str, str]) -> Recorded:
    fields = {key: _swapped(part, numbers) for key, part in record.fields.items()}
    return Recorded(fields, record.void, record.readable)


def _swapped(value: Plain, numbers: Mapping[str, str]) -> Plain:
    """Put new numbers where a number stands alone, never inside a text."""
    match value:
        case str():
            return numbers.get(value, value)
        case list():
            return [_swapped(part, numbers) for part in value]
        case dict():
            return {key: _swapped(part, numbers) for key, part in value.items()}
        case _:
            return value


def relocated(step: Step) -> tuple[Step, dict[str, str]]:
    """Follow files into a ledger of another name; give those names, old and new."""
    fresh = {(p.kind, p.number): p for p in step.after if p not in step.before}
    before: Files = {}
    names: dict[str, str] = {}
    for place, version in step.before.items():
        target = fresh.get((place.kind, place.number))
        if place in step.after or target is None:
            before[place] = version
        else:
            before[target] = version
            names[place.ledger] = target.ledger
    return Step(before, step.after), names
