"""The workspace's own holidays.yaml, for years that the built-in calendar lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import ValidationError, create_model

from rectify.domain.entity import Day, Entity, label
from rectify.errors import BadData, Problem
from rectify.storage.faults import faults
from rectify.storage.reader import Document, read

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_YEAR = re.compile(r"[12][0-9]{3}")


class Year(Entity):
    """One year's days off, and its weekend days worked in exchange."""

    off: Annotated[tuple[Day, ...], label("放假")] = ()
    on: Annotated[tuple[Day, ...], label("上班")] = ()


class YearList(Entity):
    """The content of holidays.yaml; `years_kind` gives it the years."""


class Holidays(NamedTuple):
    """Days that differ from the week, true where one works; and the years known."""

    workdays: dict[dt.date, bool]
    years: frozenset[int]


def years_kind(versions: Iterable[bytes | None]) -> type[YearList]:
    """Give the model of a holidays.yaml that has the years of all its versions."""
    plain = [read(data, "").plain or {} for data in versions if data is not None]
    years = sorted({name for each in plain for name in each if _YEAR.fullmatch(name)})
    fields: dict[str, Any] = {
        f"year_{name}": (Annotated[Year | None, label(name)], None) for name in years
    }
    return create_model("YearList", __base__=YearList, __module__=__name__, **fields)


def holidays(data: bytes, place: str) -> Holidays:
    """Read the file.

    Raises:
        BadData: something in it is no year or no day of its year.
    """
    document = read(data, place)
    problems = list(document.problems)
    workdays: dict[dt.date, bool] = {}
    years: set[int] = set()
    for name in document.plain or {}:
        found = _year(name, document, place)
        if isinstance(found, Year):
            years.add(int(name))
            workdays |= dict.fromkeys(found.off, False) | dict.fromkeys(found.on, True)
        else:
            problems += found
    if problems:
        raise BadData(tuple(problems))
    return Holidays(workdays, frozenset(years))


def _year(name: str, document: Document, place: str) -> Year | tuple[Problem, ...]:
    """Judge the entry of one year, a document of its own."""
    line = document.line((name,))
    if not _YEAR.fullmatch(name):
        return (Problem(place, line, f"“{name}”：应写成 2027 的样子的年份"),)
    entry = (document.plain or {})[name]
    try:
        year = Year.model_validate(entry)
    except ValidationError as error:
        return tuple(
            Problem(place, line, f"{name}年{problem.message}")
            for problem in faults(Year, error, _entry(document, name), place)
        )
    strangers = [day for day in (*year.off, *year.on) if day.year != int(name)]
    strangers += set(year.off) & set(year.on)
    said = "不在这一年，或既放假又上班，请改正"
    return (
        year
        if not strangers
        else tuple(Problem(place, line, f"“{name}”：{day} {said}") for day in strangers)
    )


def _entry(document: Document, name: str) -> Document:
    plain = (document.plain or {})[name]
    return Document(plain if isinstance(plain, dict) else None, (), document.text)
