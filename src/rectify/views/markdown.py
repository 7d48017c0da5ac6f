"""Documents in Markdown: the wording of `templates/`, filled with what a report says.

Templates are sandboxed, a misspelt name is refused with its line, and data is escaped:
what somebody typed comes out as typed, whatever it looks like.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from rectify.domain.phrases import chinese_day
from rectify.domain.rate import Rate, at_least
from rectify.domain.text import numeral, paragraphs
from rectify.errors import TemplateError as Refusal
from rectify.views.listing import DEMONSTRATION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rectify.domain.unit import Directory

_SPECIAL = re.compile(r"([\\`*_<>\[\]|~])")
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s)")
_SUFFIX = ".md.j2"


class FaultyTemplate(Refusal):
    """A template is missing, misspelt or forbidden."""

    def __init__(self, place: str, line: int | None, why: str) -> None:
        where = f"{place} 第{line}行" if line else place
        super().__init__(f"{where}  模板有差错：{why}")


class Namer:
    """Names a unit in full at first and by its short name after."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._named: set[str] = set()

    def __call__(self, unit: str) -> str:
        """Name one unit."""
        if unit in self._named:
            return self._directory.shown(unit)
        self._named.add(unit)
        return unit

    def join(self, units: Sequence[str]) -> str:
        """Name several units in a row."""
        return "、".join(self(unit) for unit in units)


def escape(value: Any) -> Any:
    """Let data be no markup: escape what Markdown would read as its own."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    escaped = _SPECIAL.sub(r"\\\1", value).replace("\n", " ")
    return _LINE_START.sub(r"\1\\\2", escaped)


def _quoted(value: object) -> Markup:
    """Write a value of the front matter so that every YAML reader takes it as text."""
    return Markup(json.dumps(str(value), ensure_ascii=False))  # noqa: S704  # quoted for YAML


def _cell(value: object) -> str:
    """Write a value into a table; nothing is a dash."""
    return "—" if value in (None, "") else str(value)


def _short_day(day: date, on: date) -> str:
    """Write a day without the year in which it is read."""
    return chinese_day(day, year=day.year != on.year)


def _percent(rate: Rate, digits: int = 1) -> str:
    return rate.percent(digits)


def environment(folders: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    """Set jinja2 up: sandboxed, strict, escaping for Markdown."""
    found = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(
        day=chinese_day,
        short_day=_short_day,
        percent=_percent,
        at_least=at_least,
        numeral=numeral,
        quoted=_quoted,
        cell=_cell,
    )
    return found


def render(
    alias: str, report: Any, directory: Directory, folders: Sequence[Path]
) -> str:
    """Fill the template of a report; the first folder that has it wins.

    Raises:
        FaultyTemplate: with its file and line.
    """
    jinja = environment(folders)
    name = f"{alias}{_SUFFIX}"
    demonstration = report.head.ledger.demonstration
    try:
        text = jinja.get_template(name).render(
            report=report,
            head=report.head,
            ledger=report.head.ledger,
            name=Namer(directory),
            paragraphs=paragraphs,
            demonstration=DEMONSTRATION if demonstration else "",
        )
    except TemplateNotFound as error:
        raise FaultyTemplate(f"{error.name}", None, "没有这个文件") from None
    except TemplateSyntaxError as error:
        why = f"写法不对（{error.message}）"
        raise FaultyTemplate(error.name or name, error.lineno, why) from None
    except TemplateError as error:
        why = f"用到了没有的名称或不允许的写法（{error.message}）"
        raise FaultyTemplate(name, _line(error), why) from None
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise FaultyTemplate(name, _line(error), f"算不出来（{error}）") from None
    return re.sub(r"\n{3,}", "\n\n", text)


def _line(error: BaseException) -> int | None:
    """Find the line of a template in the traceback that jinja2 has rewritten."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(_SUFFIX):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
