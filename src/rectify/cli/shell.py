"""The Chinese face of Typer: its help, its complaints, and the way out.

`App` makes commands whose help is Chinese; `run` runs one and turns every way in which
it can end into words and an exit code. Nothing heavy is imported here.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException
from typer.main import get_command

from rectify.cli.help import KINDS, choice_name, help_page, metavar
from rectify.errors import RectifyError, UsageError
from rectify.views.screen.cells import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter

PROGRAM = "rectify"
_INTERRUPTED = 130
_DRY, _HELD = "--dry-run", "held"
_ABOUT_VERSIONS = frozenset({"undo", "sync", "resolve"})
_HOLDING: ContextVar[bool] = ContextVar("holding", default=False)


class NoSuchCommand(UsageError):  # noqa: N818  # named for what it is
    """No command goes by that name."""

    def __init__(self, name: str, nearest: Iterable[str], path: str) -> None:
        super().__init__(
            f"没有“{name}”这个命令。{_guess(nearest)}全部命令见 {path} --help"
        )


class ExtraWords(UsageError):  # noqa: N818  # named for what it is
    """More arguments than the command takes."""

    def __init__(self, words: Iterable[str], path: str) -> None:
        extra = "、".join(f"“{word}”" for word in words)
        super().__init__(f"多出了{extra}。内容含有空格时请加引号；用法见 {path} --help")


class Misused(UsageError):  # noqa: N818  # named for what it is
    """What Typer itself refused, in Chinese."""

    def __init__(self, complaint: str, path: str) -> None:
        stop = "" if complaint.endswith("？") else "。"
        super().__init__(f"{complaint}{stop}用法见 {path} --help")


class WrittenTwice(UsageError):  # noqa: N818  # named for what it is
    """An option that takes one value was given two."""

    def __init__(self, option: str, path: str) -> None:
        super().__init__(f"{option} 只能写一个。用法见 {path} --help")


class Command(TyperCommand):
    """A command whose help and refusals are Chinese.

    One that writes can be told to leave its version to a later one.
    """

    def __init__(self, name: str | None, **settings: Any) -> None:
        params = settings.get("params") or []
        places = [place for place, each in enumerate(params) if _DRY in each.opts]
        if places and name not in _ABOUT_VERSIONS:
            params.insert(places[0] + 1, _no_commit())
        super().__init__(name, **settings)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Refuse what is left over, in Chinese."""
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True
        with _chinese(ctx):
            _refuse_twice(self, ctx, args)
            rest = super().parse_args(ctx, args)
        _HOLDING.set(bool(ctx.params.pop(_HELD, False)))
        if rest and not allowed and not ctx.resilient_parsing:
            raise ExtraWords(rest, ctx.command_path)
        return rest

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx))


class Group(TyperGroup):
    """A group of commands whose help and refusals are Chinese."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Refuse what Typer refuses, in Chinese."""
        with _chinese(ctx):
            _refuse_twice(self, ctx, args)
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Name the nearest commands when there is none of that name."""
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            nearest = get_close_matches(name, self.list_commands(ctx), cutoff=0.5)
            raise NoSuchCommand(name, nearest, ctx.command_path)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx))


class App(typer.Typer):
    """A Typer whose commands speak Chinese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            cls=settings.pop("cls", Group),
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """Register a function as a command."""
        settings.setdefault("cls", Command)
        return super().command(name, **settings)


def holding() -> bool:
    """Tell whether the user wants no version of this operation yet."""
    return _HOLDING.get()


def _no_commit() -> TyperOption:
    return TyperOption(
        param_decls=["--no-commit", _HELD],
        is_flag=True,
        default=False,
        help="只写文件，先不记入版本历史；以后的操作改到同一文件时一并补记",
    )


def _refuse_twice(command: AnyCommand, ctx: Context, args: list[str]) -> None:
    """Let no later value silently take the place of an earlier one."""
    if ctx.resilient_parsing:
        return
    _, _, order = command.make_parser(ctx).parse_args(args=list(args))
    for param in dict.fromkeys(order):
        one = param.param_type_name == "option" and not getattr(param, "multiple", 0)
        if one and metavar(param) and order.count(param) > 1:
            raise WrittenTwice(max(param.opts, key=len), ctx.command_path)


def say(sentence: str) -> None:
    """Talk to the user, beside the data."""
    for line in sentence.split("\n"):
        sys.stderr.write(f"{shown(line)}\n")


def run(app: typer.Typer, args: Sequence[str]) -> int:
    """Run a command and give its exit code; only a bug shows a traceback."""
    _set_encodings()
    try:
        code = _ended(app, args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered goes nowhere.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        return 0
    return code


def _set_encodings() -> None:
    """Let no character stop the program on a console that doesn't know it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if sys.platform == "win32" and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def _ended(app: typer.Typer, args: Sequence[str]) -> int:
    try:
        _invoke(app, list(args))
    except typer.Exit as end:
        return end.exit_code
    except (typer.Abort, KeyboardInterrupt, EOFError):
        say("已取消")
        return _INTERRUPTED
    except RectifyError as refusal:
        say(str(refusal))
        return refusal.exit_code
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001  # a bug: shown whole, never dressed up
        traceback.print_exc()
        return 1
    return 0


def _invoke(app: typer.Typer, args: list[str]) -> None:
    command = get_command(app)
    with command.make_context(PROGRAM, args) as ctx, _chinese(ctx):
        command.invoke(ctx)


@contextmanager
def _chinese(ctx: Context) -> Iterator[None]:
    """Turn what Typer complains of into a refusal in Chinese."""
    try:
        yield
    except TyperException as complaint:
        if type(complaint).__name__ == "NoArgsIsHelpError":
            typer.echo(complaint.message)
            raise typer.Exit from None
        place: Context = getattr(complaint, "ctx", None) or ctx
        raise Misused(_worded(complaint, place), place.command_path) from None


def _worded(complaint: TyperException, ctx: Context) -> str:
    """Word a complaint by the name of its class."""
    param: Parameter | None = getattr(complaint, "param", None)
    option: str = getattr(complaint, "option_name", "")
    match type(complaint).__name__:
        case "NoSuchOption":
            nearest = getattr(complaint, "possibilities", None) or ()
            return f"没有“{option}”这个选项。{_guess(nearest)}".removesuffix("。")
        case "BadOptionUsage":
            return _bad_option(option, ctx)
        case "MissingParameter" if param is not None:
            return _missing(param)
        case "BadParameter" if param is not None:
            return _bad_value(param, complaint.message)
        case _:
            return "命令不完整，或者写法不对"


def _guess(nearest: Iterable[str]) -> str:
    names = "、".join(nearest)
    return f"是不是：{names}？" if names else ""


def _named(param: Parameter) -> str:
    if param.param_type_name == "argument":
        return f"参数“{metavar(param)}”"
    return f"选项 {max(param.opts, key=len)}"


def _missing(param: Parameter) -> str:
    about = getattr(param, "help", None)
    return f"缺少{_named(param)}" + (f"（{about}）" if about else "")


def _bad_option(name: str, ctx: Context) -> str:
    """Tell a value that is missing from one that is too much."""
    for param in ctx.command.get_params(ctx):
        if name in param.opts and metavar(param):
            return f"选项 {name} 后面缺少{metavar(param)}"
    return f"选项 {name} 不带值"


def _bad_value(param: Parameter, message: str) -> str:
    """Say what a value should be; our own messages are Chinese already."""
    quoted = re.match(r"(?:\w+ )?'(.*?)'(?: |:)", message)
    value = f"“{quoted[1]}”" if quoted else ""
    choices = getattr(param.type, "choices", None)
    name = param.type.name
    if not (quoted or message.isascii()):
        return f"{_named(param)}：{message}"
    if choices:
        names = "、".join(map(choice_name, choices))
        return f"{_named(param)} 不能是{value}，可用：{names}"
    if name.endswith("range") and not quoted:
        return f"{_named(param)} 超出范围：{message.partition(' ')[0]}"
    if KINDS.get(name) in ("整数", "数"):
        return f"{_named(param)} 应是{KINDS[name]}，{value}不是"
    return f"{_named(param)} 不能是{value}"
