"""The label, said once: YAML key, schema title, heading and report label."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, TypeAlias, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from rectify.domain import text

Plain: TypeAlias = "str | int | Decimal | date | list[Plain] | dict[str, Plain]"


class Mark:
    """A word about a type, for those who walk over the fields of an entity."""

    def __init__(self, word: str) -> None:
        self.word = word


LONG = Mark("long text, always a block on disk")
UNIT = Mark("the name of a unit")
CHOICE = Mark("one of the words that the ledger declares")


def label(chinese: str, **constraints: Any) -> Any:
    """Name a field once."""
    return Field(alias=chinese, title=chinese, **constraints)


def _day(value: object) -> object:
    """Take 2024-09-30 and nothing else for a date."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError(
        "day", "{value} 不是日期，应写成 2024-09-30 的样子", {"value": _shown(value)}
    )


def _count(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
        return int(value)
    raise PydanticCustomError(
        "count", "{value} 不是数，应写成 12 的样子", {"value": _shown(value)}
    )


# As many digits as a cell of a workbook keeps.
_MOST_DIGITS, _MOST_DECIMALS = 15, 6
_NUMBER = re.compile(rf"-?(?:0|[1-9][0-9]*)(?:\.[0-9]{{1,{_MOST_DECIMALS}}})?")


def figure(written: str) -> Decimal | None:
    """Take a number as it is written: 12.50 stays 12.50."""
    few = sum(map(str.isdigit, written)) <= _MOST_DIGITS
    return Decimal(written) if few and _NUMBER.fullmatch(written) else None


def _number(value: object) -> object:
    plain = isinstance(value, str | Decimal)
    found = figure(str(value)) if plain else None
    if found is not None:
        return found
    raise PydanticCustomError(
        "number",
        "{value} 不能用作数字，应写成 12 或 12.50 的样子，"
        "最多{digits}位，小数最多{decimals}位",
        {"value": _shown(value), "digits": _MOST_DIGITS, "decimals": _MOST_DECIMALS},
    )


def _yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    if value in ("是", "否"):
        return value == "是"
    raise PydanticCustomError(
        "yes_no", "“{value}”应写成“是”或“否”", {"value": _shown(value)}
    )


def _shown(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) and not value.strip() else str(value)


def _clean(value: str) -> str:
    found = text.control(value)
    if found is not None:
        raise PydanticCustomError(
            "control", "含有不可见的控制字符 {mark}，请删去", {"mark": found}
        )
    return text.closed(value)


def _line(value: str) -> str:
    value = _clean(value).replace("\t", " ").strip(" \u3000\u00a0")
    if "\n" in value or "\r" in value:
        raise PydanticCustomError("line_break", "只能写一行，请去掉换行")
    if not value:
        raise PydanticCustomError("blank", "是空的，请填写，或删去这一项")
    return value


def _text(value: str) -> str:
    value = text.canonical(_clean(value))
    if not value:
        raise PydanticCustomError("blank", "是空的，请填写，或删去这一项")
    return value


def _voiding(value: str) -> str:
    """Check the form of a 作废: the day, a blank, the reason."""
    day, _, reason = value.partition(" ")
    try:
        date.fromisoformat(day)
    except ValueError:
        reason = ""
    if not reason.strip():
        raise PydanticCustomError("voiding", "应写成“2024-09-20 理由”的样子")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, BeforeValidator(_count)]
Number = Annotated[Decimal, BeforeValidator(_number)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Line = Annotated[str, AfterValidator(_line)]
Text = Annotated[str, AfterValidator(_text), LONG]
Voiding = Annotated[Line, AfterValidator(_voiding)]
UnitName = Annotated[str, AfterValidator(_line), UNIT]


class Entity(BaseModel):
    """An immutable value whose fields carry Chinese labels."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
    )

    always_written: ClassVar[frozenset[str]] = frozenset()

    def but(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, checked like a new one."""
        stated = {name: getattr(self, name) for name in self.model_fields_set}
        return self.model_validate(stated | changes)

    @classmethod
    def field_order(cls) -> tuple[str, ...]:
        """Name the fields in the order of the file."""
        return tuple(cls.model_fields)

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Map each attribute to its label, in the order of the file."""
        return {
            name: cls.model_fields[name].alias or name for name in cls.field_order()
        }

    def plain(self) -> dict[str, Plain]:
        """Give the fields as a file holds them: by label, without what is not there.

        A default is written only where the office has stated it.
        """
        written: dict[str, Plain] = {}
        for name, field_label, default in _fields(type(self)):
            value = getattr(self, name)
            empty = value is None or (value == () and default in ((), None))
            stated = name in self.model_fields_set and not empty
            if stated or name in self.always_written:
                written[field_label] = _plain(value)
        return written


@cache
def _fields(kind: type[Entity]) -> tuple[tuple[str, str, Any], ...]:
    """Give attribute, label and default of each field, in the order of the file."""
    labels, fields = kind.labels(), kind.model_fields
    return tuple((name, labels[name], fields[name].default) for name in labels)


@cache
def marked(kind: type[Entity], mark: Mark) -> frozenset[str]:
    """Name the fields whose type, or whose members' type, bears the mark."""
    return frozenset(
        name
        for name, field in kind.model_fields.items()
        if mark in field.metadata or _bears(field.annotation, mark)
    )


def _bears(annotation: Any, mark: Mark) -> bool:
    if mark in getattr(annotation, "__metadata__", ()):
        return True
    return any(_bears(part, mark) for part in get_args(annotation))


def _plain(value: Any) -> Plain:
    match value:
        case Entity():
            return value.plain()
        case bool():
            return "是" if value else "否"
        case StrEnum():
            return value.value
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value  # type: ignore[no-any-return]  # a string, number or date
