"""The workspace's own holidays.yaml, for years that the built-in calendar lacks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import ValidationError

from rectify.domain.entity import Day, Entity, label
from rectify.errors import BadData, Problem
from rectify.storage.faults import faults
from rectify.storage.reader import Document, read

if TYPE_CHECKING:
    import datetime as dt


class Year(Entity):
    """One year's days off, and its weekend days worked in exchange."""

    off: Annotated[tuple[Day, ...], label("放假")] = ()
    on: Annotated[tuple[Day, ...], label("上班")] = ()


class Holidays(NamedTuple):
    """Days that differ from the week, true where one works; and the years known."""

    workdays: dict[dt.date, bool]
    years: frozenset[int]


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
    if not re.fullmatch(r"[12][0-9]{3}", name):
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
