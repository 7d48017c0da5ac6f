"""Documents in Markdown: the wording of `templates/`, filled with what a report says.

Templates are sandboxed, a misspelt name is refused with its line, and data is escaped:
what somebody typed comes out as typed, whatever it looks like.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    TemplateAssertionError,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from markupsafe import Markup

from rectify.domain.phrases import chinese_day
from rectify.domain.rate import Rate, at_least, tenths_at_least
from rectify.domain.text import numeral, paragraphs
from rectify.domain.wording import DEMONSTRATION
from rectify.errors import TemplateError as Refusal
from rectify.views.paper import CHART, Front, figure, letterhead_named
from rectify.views.sandbox import Sandbox, Templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rectify.domain.documents.report import Report
    from rectify.domain.unit import Directory

    Figure = tuple[str, float]

_SPECIAL = re.compile(r"([\\`*_<>\[\]|~]|&(?=#?\w+;))")
_LINE_START = re.compile(
    r"^(\s*)(?:([-=+#])(?=[-=+#]*(?:\s|$))|(\d{1,9})([.)])(?=\s|$))"
)
_ESCAPED = re.compile(r"\\([\\`*_<>\[\]|~&=+#.)-])")
_SUFFIX = ".md.j2"
_FOLDER = "templates"
_LETTERHEAD = re.compile(r'letterhead="([^"]+)"')
_QUOTED = re.compile(r"'([^']+)'")


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
    """Let data be no markup: escape what Markdown would read as its own, once."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    escaped = _SPECIAL.sub(r"\\\1", value).replace("\n", " ")
    return Markup(_LINE_START.sub(_as_typed, escaped))  # noqa: S704  # for Markdown


def _as_typed(start: re.Match[str]) -> str:
    """Keep the start of a line from being a heading, a rule or a list."""
    blank, mark, number, stop = start.groups("")
    return f"{blank}\\{mark}" if mark else f"{blank}{number}\\{stop}"


def _quoted(value: object) -> Markup:
    """Write a value of the front matter so that every YAML reader takes it as text."""
    typed = str(value)
    if isinstance(value, Markup):
        typed = _ESCAPED.sub(r"\1", typed)
    return Markup(json.dumps(typed, ensure_ascii=False))  # noqa: S704  # quoted for YAML


def _cell(value: object) -> str:
    """Write a value into a table; nothing is a dash."""
    return "—" if value in (None, "") else str(value)


def _short_day(day: date, on: date) -> str:
    """Write a day without the year in which it is read."""
    return chinese_day(day, year=day.year != on.year)


def _percent(rate: Rate, digits: int = 1) -> str:
    return rate.percent(digits)


def _share(rate: Rate, digits: int = 1) -> str:
    """Write a rate within a sentence, where the whole is 100%."""
    return "100%" if rate.value == 1 else rate.percent(digits)


def chart(title: str, shape: str, unit: str, figures: Iterable[Figure]) -> Markup:
    """Write a chart as lines of figures, which every format draws in its own way."""
    lines = [f"标题: {_one_line(title)}", f"单位: {_one_line(unit)}"]
    lines += [f"{_one_line(label)}: {figure(value)}" for label, value in figures]
    return Markup("\n".join([f"```{CHART} {shape}", *lines, "```"]))  # noqa: S704  # one line each, between fences


def _one_line(text: str) -> str:
    return " ".join(text.split())


@cache
def environment(own: Path, builtin: Path) -> Sandbox:
    """Set jinja2 up, once for all copies: sandboxed, strict, escaping for Markdown."""
    found = Sandbox(
        Templates(own, builtin),
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(
        day=chinese_day,
        short_day=_short_day,
        percent=_percent,
        share=_share,
        at_least=at_least,
        tenths=tenths_at_least,
        numeral=numeral,
        quoted=_quoted,
        cell=_cell,
    )
    found.let_read(Namer, "join")
    return found


def render(  # noqa: PLR0913  # what is not about the document has its name
    alias: str,
    report: Report,
    directory: Directory,
    *,
    own: Path,
    builtin: Path,
    ref: str = "",
) -> str:
    """Fill the template of a report; the office's own wins over the built-in one.

    `ref` is the 文号 for a document whose records hold none.

    Raises:
        FaultyTemplate: with its file and line; or nothing comes out.
    """
    jinja = environment(own, builtin)
    names = Namer(directory)
    own_facts = report.head.own
    jinja.give(names, paragraphs, chart, own_facts)
    file = f"{alias}{_SUFFIX}"
    demonstration = report.head.ledger.demonstration
    try:
        text = jinja.get_template(file).render(
            report=report,
            head=report.head,
            ledger=report.head.ledger,
            name=names,
            paragraphs=paragraphs,
            chart=chart,
            own=own_facts,
            given_ref=ref,
            demonstration=DEMONSTRATION if demonstration else "",
        )
    except TemplateSyntaxError as error:
        place = f"{_FOLDER}/{error.name or file}"
        raise FaultyTemplate(place, error.lineno, _misspelt(error)) from None
    except _FAULTS as error:
        place, line = _place(error, (own, builtin), file)
        raise FaultyTemplate(place, line, _why(error)) from None
    if not text.strip():
        raise FaultyTemplate(f"{_FOLDER}/{file}", None, "是空的，写不出文书")
    return re.sub(r"\n{3,}", "\n\n", text)


def place_of(alias: str) -> str:
    """Name the template of a kind as an office looks for it."""
    return f"{_FOLDER}/{alias}{_SUFFIX}"


def files_of(alias: str, builtin: Path) -> tuple[str, ...]:
    """Name the files that make a kind of document: its wording and its letterhead."""
    path = builtin / f"{alias}{_SUFFIX}"
    if not path.is_file():
        return ()
    named = _LETTERHEAD.search(path.read_text(encoding="utf-8"))
    head = letterhead_named(named[1]) if named else Front("").letterhead
    return path.name, f"letterheads/{head}.docx"


_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
    OSError,
)


def _misspelt(error: TemplateSyntaxError) -> str:
    """Say what cannot be read, by the word that jinja2 quotes."""
    quoted = _QUOTED.search(error.message or "")
    word = quoted[1] if quoted else ""
    if isinstance(error, TemplateAssertionError):
        return f"没有“{word}”这个过滤器（竖线后面的词）或检验（is 后面的词）"
    if (error.message or "").startswith("Unexpected end of template"):
        return f"没有写完，缺少 {{% {word} %}}"
    return f"写法不对，在“{word}”附近" if word else "写法不对"


_MEANINGS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((UnicodeDecodeError,), "文件不是 UTF-8 编码；用记事本打开，另存为时编码选 UTF-8"),
    ((OSError,), "不能读取这个文件"),
    ((RecursionError, MemoryError), "算不完，宏或循环没有尽头"),
    ((ZeroDivisionError,), "算不出来，除数为0"),
    (
        (TypeError, AttributeError),
        "算不出来，用在了不合适的值上，或参数的个数不对",
    ),
)


def _why(error: Exception) -> str:
    """Word what went wrong by its class; our own sandbox speaks Chinese."""
    if isinstance(error, TemplateNotFound):
        return f"没有 {error.name} 这个文件"
    if isinstance(error, TemplateError):
        return error.message or "写法不对"
    for kinds, meaning in _MEANINGS:
        if isinstance(error, kinds):
            return meaning
    return "算不出来，值超出了范围"


def _place(
    error: BaseException, folders: Sequence[Path], file: str
) -> tuple[str, int | None]:
    """Find file and line in the traceback that jinja2 has rewritten."""
    line, trace = None, error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        for folder in folders:
            if path.is_relative_to(folder):
                file, line = path.relative_to(folder).as_posix(), trace.tb_lineno
        trace = trace.tb_next
    return f"{_FOLDER}/{file}", line
