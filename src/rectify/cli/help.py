"""The help pages, in Chinese: what Typer and its Click would say in English."""

from __future__ import annotations

import inspect
import re
import sys
from enum import Enum
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from typer.core import TyperGroup

from rectify.views.screen.cells import pad, width, wrap
from rectify.views.screen.terminal import Cell, Tone, has_colour, lines_as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer._click.core import Command, Context, Parameter

PANELS = ("建账", "办理", "查看", "成文", "保管")
_OTHERS = "其他"
_WIDEST, _NARROWEST = 100, 40
_ONE_OF = "之一"
_INDENT, _GUTTER, _TERM_CELLS = "  ", "  ", 26
KINDS = {
    "int": "整数",
    "integer": "整数",
    "int range": "整数",
    "integer range": "整数",
    "float": "数",
    "float range": "数",
    "path": "文件",
    "file": "文件",
    "filename": "文件",
    "directory": "文件夹",
}

Line: TypeAlias = list[Cell]


class Entry(NamedTuple):
    """A term of a help page and what it means."""

    term: str
    meaning: str


def help_page(command: Command, ctx: Context) -> str:
    """Write the help page of a command as it suits standard output."""
    cells = max(_NARROWEST, min(get_terminal_size().columns, _WIDEST))
    colour = sys.platform != "win32" and has_colour(sys.stdout)
    return lines_as_text(_page(command, ctx, cells), colour=colour)


def usage(command: Command, ctx: Context) -> str:
    """Give the one line that shows how a command is written."""
    words = [ctx.command_path, "[选项]"]
    for param in _visible(command, ctx):
        if param.param_type_name == "argument":
            name = metavar(param)
            words.append(name if param.required else f"[{name}]")
    return " ".join([*words, "命令 …"] if isinstance(command, TyperGroup) else words)


def metavar(param: Parameter) -> str:
    """Give the Chinese word that stands for a value; flags have none."""
    if getattr(param, "is_flag", False) or getattr(param, "count", False):
        return ""
    choices = getattr(param.type, "choices", None)
    if param.metavar:
        word = re.sub(r"^\[(.*)\]$", r"\1", param.metavar)
    elif choices and width("|".join(map(choice_name, choices))) < _TERM_CELLS:
        word = "|".join(map(choice_name, choices))
    else:
        word = _ONE_OF if choices else KINDS.get(param.type.name, "文字")
    return f"{word}…" if param.nargs == -1 and not word.endswith("…") else word


def _page(command: Command, ctx: Context, cells: int) -> Iterator[Line]:
    yield [Cell("用法：", Tone.BOLD), Cell(usage(command, ctx))]
    text = inspect.cleandoc(command.help or "").partition("\f")[0]
    if text:
        yield []
        yield from _prose(text, cells)
    for title, entries in _sections(command, ctx):
        if entries:
            yield []
            yield [Cell(title, Tone.BOLD)]
            yield from _entries(entries, cells)
    if command.epilog:
        yield []
        yield from _prose(inspect.cleandoc(command.epilog), cells)


def _prose(text: str, cells: int) -> Iterator[Line]:
    """Break paragraphs into lines; what is indented is an example and stays."""
    for line in text.split("\n"):
        if line.startswith(" "):
            yield [Cell(_INDENT + line)]
        else:
            yield from ([Cell(part)] for part in wrap(line, cells, _INDENT))


def _sections(command: Command, ctx: Context) -> Iterator[tuple[str, list[Entry]]]:
    params = _visible(command, ctx)
    for title, kind in (("参数", "argument"), ("选项", "option")):
        of_kind = [param for param in params if param.param_type_name == kind]
        helps = command.get_help_option(ctx)
        yield title, [_entry(param, is_help=param is helps) for param in of_kind]
    if isinstance(command, TyperGroup):
        yield from _panels(command, ctx)


def _panels(group: TyperGroup, ctx: Context) -> Iterator[tuple[str, list[Entry]]]:
    """Group commands by the panels of the office's work."""
    panels: dict[str, list[Entry]] = {panel: [] for panel in PANELS}
    panels[_OTHERS] = []
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is None or command.hidden:
            continue
        panel = getattr(command, "rich_help_panel", None)
        about = inspect.cleandoc(command.short_help or command.help or "")
        entry = Entry(name, about.partition("\n")[0])
        panels[panel if panel in panels else _OTHERS].append(entry)
    named = any(panels[panel] for panel in PANELS)
    for panel, entries in panels.items():
        yield panel if named else "命令", entries


def _visible(command: Command, ctx: Context) -> list[Parameter]:
    return [param for param in command.get_params(ctx) if not _hidden(param)]


def _hidden(param: Parameter) -> bool:
    return bool(getattr(param, "hidden", False))


def _entry(param: Parameter, *, is_help: bool) -> Entry:
    """Describe a parameter: how it is written, what it means, what if it is not."""
    if is_help:
        return Entry(_option_names(param), "显示本帮助")
    term = metavar(param)
    if param.param_type_name == "option":
        term = f"{_option_names(param)} {term}".rstrip()
    choices = getattr(param.type, "choices", ())
    listed = "、".join(map(choice_name, choices))
    default = _default(param)
    marks = (
        ("[必填]", param.required),
        ("[可多次]", getattr(param, "multiple", False)),
        (f"[可选：{listed}]", choices and term.endswith(_ONE_OF)),
        (f"[默认：{default}]", default),
    )
    about = [getattr(param, "help", None) or "", *(mark for mark, on in marks if on)]
    return Entry(term, " ".join(filter(None, about)))


def _option_names(param: Parameter) -> str:
    """Put short names first, and long ones below each other where there is none."""
    short = [name for name in param.opts if not name.startswith("--")]
    long = [name for name in param.opts if name.startswith("--")]
    names = ", ".join(short + long) + "".join(f" / {no}" for no in param.secondary_opts)
    return names if short else f"    {names}"


def _default(param: Parameter) -> str:
    words = getattr(param, "show_default", True)
    if isinstance(words, str):
        return words
    value = param.default
    if not words or not value or callable(value):
        return ""
    return (
        "、".join(map(choice_name, value))
        if isinstance(value, list)
        else choice_name(value)
    )


def choice_name(value: object) -> str:
    """Give the word by which a value is chosen."""
    if value is True:
        return "是"
    return str(value.value if isinstance(value, Enum) else value)


def _entries(entries: list[Entry], cells: int) -> Iterator[Line]:
    """Write terms at the left and what they mean beside, or below a long term."""
    column = min(max(width(entry.term) for entry in entries), _TERM_CELLS)
    blank = " " * (len(_INDENT) + column + len(_GUTTER))
    for term, meaning in entries:
        first, *rest = wrap(meaning, cells, blank)
        if width(term) > column:
            yield [Cell(_INDENT), Cell(term, Tone.CYAN)]
            rest.insert(0, first)
        else:
            cell = Cell(pad(term, column), Tone.CYAN)
            yield [Cell(_INDENT), cell, Cell(_GUTTER + first.removeprefix(blank))]
        yield from ([Cell(line)] for line in rest)
