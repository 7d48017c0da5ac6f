"""Values of every kind that the files may hold, hostile ones among them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

from rectify.domain.custom import CustomField
from rectify.domain.entity import LONG, Entity, marked
from rectify.domain.event import EVENT_CLASSES
from rectify.domain.issue import Issue, issue_kind
from rectify.domain.rule import PRESETS
from rectify.domain.terms import FieldKind
from rectify.domain.text import control

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rectify.domain.event import AnyEvent

HOSTILE = (
    "NO", "no", "yes", "on", "y", "~", "null", "012", "1_000", "12:30", "0x1F", "0o17",
    "1e3", ".5", "1.", ".inf", ".nan", "=", "<<", "2024-09-30", "2024-9-3", "-", "?",
    "- a", "a: b", "a #b", "# a", "'a'", '"a"', "[a]", "{a: b}", "&a", "*a", "!a", "%a",
    "@a", "`a", "|", ">", "a:", "---", "...", "--- a", "2024-01-01T00:00:00Z", "+1",
    "true", "0b1", "190:20:30", "1:2", "\\", "a\\n", "是: 是", "９月", "。", "”。“",
    "2024-01", "9月底前", "1,345.6", "𠮷", "‘’", "a  b", "  ", "\u3000甲\u3000", "a\t",
)  # fmt: skip
_ALPHABET = st.characters(codec="utf-8").filter(lambda mark: control(mark) is None)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


def _sayable(value: str) -> bool:
    return control(value) is None and bool(value.strip(" \t\n\r\u3000\u00a0"))


LINES = (
    st.sampled_from(HOSTILE)
    | st.text(_ALPHABET, min_size=1, max_size=12)
    | st.text("ab12 :-#'\"[]{}，。甲乙", min_size=1, max_size=12)
).filter(lambda line: _sayable(line) and not set("\n\r") & set(line))
TEXTS = (
    st.lists(
        LINES
        | st.sampled_from(["", "甲。乙！“丙？”丁", "# 像注释", "  - 像列表", "a", "b"]),
        min_size=1,
        max_size=4,
    )
    .map("\n".join)
    .filter(_sayable)
)
FIGURES = st.from_regex(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?", fullmatch=True).map(
    Decimal
)
NUMBERS = st.integers(1, 9999).map("JZ-{:03}".format)
# Drawn like other lines; what no file may be called is replaced, not drawn again.
_NAMES = LINES.map(lambda name: re.sub(r'^\.|[/\\:*?"<>|]', "甲", name))
_SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "全称": _NAMES,
    "简称": _NAMES,
    "别名": st.lists(_NAMES, max_size=3).map(tuple),
    "编号": NUMBERS,
    "票号": st.from_regex(r"[0-9]{4}-[0-9]{2}", fullmatch=True),
    "编号前缀": st.from_regex(r"[A-Z][A-Z0-9]{0,3}", fullmatch=True),
    "SHA-256": st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    "文件": LINES.filter(lambda name: not set("/\\") & set(name)),
    "作废": st.builds("{} {}".format, DAYS, LINES),
    "门槛": st.sampled_from(["1/2", "60%", "0.6", "1"]),
    "测评规则": st.sampled_from(list(PRESETS.values())),
    "批准级数": st.integers(0, 3),
    "办理次数": st.integers(1, 9),
    "自定义字段": st.deferred(lambda: OWN_FIELDS),
    "承接自": NUMBERS,
}


@cache
def entities(kind: type[Entity], without: str = "") -> st.SearchStrategy[Any]:
    """Draw values of an entity, every field of it, by its own declarations."""
    long = marked(kind, LONG)
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in kind.model_fields.items():
        if name == without:
            continue
        special = _SPECIAL.get(field.alias or "")
        if special is None or (field.alias == "票号" and kind is not _vote()):
            strategy = _of(field.annotation, TEXTS if name in long else LINES)
        else:
            strategy = special
        at_least = 1 if "min_length=1" in repr(field.metadata) else 0
        at_most = 3
        if get_origin(field.annotation) is tuple and special is None:
            strategy = st.lists(
                _of(get_args(field.annotation)[0], LINES),
                min_size=at_least,
                max_size=at_most,
            ).map(tuple)
        if not field.is_required():
            strategy = st.just(field.default) | strategy
        fields[name] = strategy
    return st.fixed_dictionaries(fields).map(lambda drawn: kind(**drawn))


def _vote() -> type[Entity]:
    from rectify.domain.ballot import Vote

    return Vote


def _of(  # noqa: PLR0911  # one for each kind of type
    annotation: Any, words: st.SearchStrategy[str]
) -> st.SearchStrategy[Any]:
    origin, parts = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Entity):
        return st.deferred(lambda: entities(annotation))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return st.sampled_from(list(annotation))
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in {Union, UnionType}:
        return st.one_of([_of(part, words) for part in parts])
    if origin is tuple:
        return st.lists(_of(parts[0], words), max_size=3).map(tuple)
    if parts:
        return _of(parts[0], words)
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: words,
        int: st.integers(0, 999_999_999),
        bool: st.booleans(),
        Decimal: FIGURES,
        dt.date: DAYS,
        NoneType: st.none(),
    }
    return simple[annotation]


EVENTS: st.SearchStrategy[AnyEvent] = st.one_of([entities(k) for k in EVENT_CLASSES])


def _apart(events: Iterable[AnyEvent]) -> tuple[AnyEvent, ...]:
    return tuple({event.identity(): event for event in events}.values())


def issues(most_events: int = 4, kind: type[Issue] = Issue) -> st.SearchStrategy[Issue]:
    """Draw issues whose events all differ, in any order, as hands write them."""
    records = st.lists(EVENTS, max_size=most_events).map(_apart)
    return st.builds(
        lambda issue, events: issue.but(events=events),
        entities(kind, without="events"),
        records,
    )


_UNCHOSEN = st.tuples(
    st.sampled_from([each for each in FieldKind if each is not FieldKind.CHOICE]),
    st.just(()),
)
_CHOSEN = st.tuples(
    st.just(FieldKind.CHOICE), st.lists(LINES, min_size=1, max_size=3).map(tuple)
)


def _own_field(name: str) -> st.SearchStrategy[CustomField]:
    return st.tuples(_UNCHOSEN | _CHOSEN, st.booleans()).map(
        lambda drawn: CustomField(
            name=name, kind=drawn[0][0], options=drawn[0][1], public=drawn[1]
        )
    )


# Declarations of fields of a ledger's own, each under another name.
OWN_FIELDS: st.SearchStrategy[tuple[CustomField, ...]] = st.lists(
    st.sampled_from(["责任科室", "金额（万元）", "A级", "Q(甲)", "立项"]), unique=True
).flatmap(lambda names: st.tuples(*map(_own_field, names)))


def own_issues() -> st.SearchStrategy[Issue]:
    """Draw issues of ledgers that declare fields of their own."""
    return OWN_FIELDS.flatmap(lambda fields: issues(2, issue_kind(fields)))
