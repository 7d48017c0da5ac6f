"""What differs between two values, in words: by field, sentence and member."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.text import canonical, flow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rectify.domain.entity import Plain

NOTHING = "（无）"
_ARROW = " → "
# What tells the rows of a vote apart; anything else goes by what it says first.
_PLACES = ("会场", "群体", "维度", "对象")
_COUNTED = "满意"
_BYTES = "SHA-256"
_FORMER = "别名"


class Contrast(NamedTuple):
    """One field that differs, and how."""

    label: str
    said: str

    def __str__(self) -> str:
        return f"{self.label}：{self.said}"


def contrasts(
    before: Mapping[str, Plain], after: Mapping[str, Plain]
) -> Iterator[Contrast]:
    """Go through the fields that differ; what is within another names both."""
    for label in dict.fromkeys((*after, *before)):
        old, new = before.get(label), after.get(label)
        if old != new:
            yield from _contrasted(label, old, new)


def _contrasted(label: str, old: Plain | None, new: Plain | None) -> Iterator[Contrast]:
    match old, new:
        case ((dict() | None), (dict() | None)):
            for inner in contrasts(old or {}, new or {}):
                yield Contrast(f"{label}·{inner.label}", inner.said)
        case ((list() | None), (list() | None)):
            yield Contrast(label, "；".join(_members(old or [], new or [])))
        case str(), str() if "\n" in old + new:
            yield Contrast(label, "；".join(_sentences(old, new)))
        case _:
            yield Contrast(label, f"{spelled(old)}{_ARROW}{spelled(new)}")


def spelled(value: Plain | None) -> str:
    """Say a value on one line."""
    match value:
        case None:
            return NOTHING
        case str():
            return flow(value)
        case list():
            return "、".join(map(spelled, value))
        case dict():
            shown = (pair for pair in value.items() if pair[0] != _BYTES)
            return "，".join(f"{label} {spelled(part)}" for label, part in shown)
        case _:
            return str(value)


def _sentences(old: str, new: str) -> Iterator[str]:
    """Say which sentences of a text were changed, left out and added."""
    before, after = canonical(old).split("\n"), canonical(new).split("\n")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    silent = True
    for how, start, end, first, last in matcher.get_opcodes():
        was, now = "".join(before[start:end]), "".join(after[first:last])
        if how == "equal" or was == now:
            continue
        silent = False
        if was and now:
            yield f"“{was}”改为“{now}”"
        else:
            yield f"增加“{now}”" if now else f"删去“{was}”"
    if silent:
        yield "分段有改动"


def _members(old: Sequence[Plain], new: Sequence[Plain]) -> Iterator[str]:
    """Say which members of a list came, went, are called otherwise or were changed."""
    before, after = _called(old), _called(new)
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    pairs = list(_renamed(before, after, gone, come))
    for was, now in pairs:
        yield f"{was}改名为{now}"
        gone.remove(was)
        come.remove(now)
    if come:
        yield "增加" + "、".join(_whole(name, after[name]) for name in come)
    if gone:
        yield "去掉" + "、".join(gone)
    kept = [(name, name) for name in before if name in after]
    for was, now in (*pairs, *kept):
        yield from _within(now, before[was], after[now], renamed=was != now)
    orders = [[name for name in each if name in before] for each in (before, after)]
    if orders[0] != orders[1] and not (gone or come or pairs):
        yield f"次序改为{'、'.join(after)}"


def _called(members: Sequence[Plain]) -> dict[str, Plain]:
    """Name the members of a list, each by a name of its own."""
    named: dict[str, Plain] = {}
    for member in members:
        name = _name(member)
        again = sum(1 for each in named if each.partition("（第")[0] == name)
        named[f"{name}（第{again + 1}个）" if again else name] = member
    return named


def _name(member: Plain) -> str:
    if not isinstance(member, dict):
        return spelled(member)
    if _COUNTED in member:
        places = (spelled(member[label]) for label in _PLACES if label in member)
        return "、".join(places) or "票数"
    return spelled(next(iter(member.values()), ""))


def _whole(name: str, member: Plain) -> str:
    """Say a new member with all that it holds."""
    if not isinstance(member, dict):
        return name
    rest = dict(member)
    if _COUNTED in member:
        rest = {label: rest[label] for label in rest if label not in _PLACES}
    else:
        rest.pop(next(iter(rest)))
    said = spelled(rest)
    return f"{name}（{said}）" if said else name


def _renamed(
    before: Mapping[str, Plain],
    after: Mapping[str, Plain],
    gone: Sequence[str],
    come: Sequence[str],
) -> Iterator[tuple[str, str]]:
    """Pair what went with what came, where only the name is another."""
    left = list(come)
    for was in gone:
        now = next((new for new in left if _same(before[was], after[new], was)), None)
        if now is not None:
            left.remove(now)
            yield was, now


def _same(old: Plain, new: Plain, was: str) -> bool:
    if not (isinstance(old, dict) and isinstance(new, dict)) or _COUNTED in new:
        return False
    former = new.get(_FORMER)
    called_so = isinstance(former, list) and was in former
    rest = list(old.items())[1:]
    return called_so or (bool(rest) and rest == list(new.items())[1:])


def _within(name: str, old: Plain, new: Plain, *, renamed: bool) -> Iterator[str]:
    """Say what was changed in one member of a list."""
    whole = new if isinstance(new, dict) else old if isinstance(old, dict) else {}
    first = next(iter(whole), "")
    before, after = (
        each if isinstance(each, dict) else {first: each} for each in (old, new)
    )
    for each in contrasts(before, after):
        if each.label == _BYTES:
            yield f"{name}换了内容"
        elif not (renamed and each.label == first):
            yield f"{name}的{each}"
