"""Read a file's bytes into strings, lists and maps; refuse what has two meanings.

PyYAML's events are walked one by one and never composed: composing overflows the stack
on deep nesting, and hides anchors that nothing refers to. Values stay strings: the
models decide types, not the resolver of a reader.
"""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from rectify.domain.text import control
from rectify.errors import Problem
from rectify.storage.syntax import explain, wide_colon

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import Event, NodeEvent

Read: TypeAlias = "str | list[Read] | dict[str, Read]"
Path: TypeAlias = tuple[str | int, ...]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 1 << 20
_MAX_DEPTH = 32


@dataclass(frozen=True)
class Document:
    """What a file says, before any model has judged it."""

    plain: dict[str, Read] | None
    problems: tuple[Problem, ...]
    text: str
    known_lines: dict[Path, int] | None = None

    @cached_property
    def lines(self) -> dict[Path, int]:
        """Map keys and items to their lines: read again, since few files are faulty."""
        if self.known_lines is not None:
            return self.known_lines
        lines: dict[Path, int] = {}
        if self.plain is not None:
            _Walk(self.text, lines).root()
        return lines

    def line(self, path: Path) -> int | None:
        """Give the line of a key or item, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


class _Fault(Exception):  # noqa: N818  # becomes a Problem
    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read(data: bytes, place: str) -> Document:
    """Read a file; a syntax fault ends it, with its line and a sentence."""
    text = ""
    try:
        text = _decoded(data)
        return Document(_Walk(text, None).root(), (), text)
    except _Fault as fault:
        problem = Problem(place, fault.line, fault.message)
    except MarkedYAMLError as error:
        problem = Problem(place, *explain(error, text))
    except YAMLError:
        problem = Problem(place, None, "含有不能使用的字符，请删去")
    return Document(None, (problem,), text)


def _decoded(data: bytes) -> str:
    """Turn bytes into text with LF line ends and no BOM."""
    if len(data) > MAX_BYTES:
        raise _Fault(None, "文件超过1兆字节，请把长材料存为附件")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise _Fault(None, "是UTF-16编码，请用记事本另存为，编码选UTF-8")
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Fault(
            line, "不是UTF-8编码，可能是GBK编码，请用记事本另存为，编码选UTF-8"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control(text) is not None:
        for number, line_text in enumerate(text.split("\n"), 1):
            mark = control(line_text)
            if mark is not None:
                raise _Fault(number, f"含有不可见的控制字符 {mark}，请删去")
    return text


class _Walk:
    """One walk over the events of a text; notes lines only when asked to."""

    def __init__(self, text: str, lines: dict[Path, int] | None) -> None:
        self._text = text
        self._lines = lines
        # The stubs know only streams, not text.
        self._next: Callable[[], Event] = yaml.parse(text, Loader=LOADER).__next__

    def root(self) -> dict[str, Read]:
        """Read the one document of the text, a map."""
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            raise _Fault(None, "文件是空的，请填写，或删去这个文件")
        event = self._next()
        value = self._value(event, (), 1)
        self._next()
        after = self._next()
        if not isinstance(after, StreamEndEvent):
            raise _Fault(
                _line(after) - (_line(after) > self._text.count("\n")),
                "一个文件里有两份内容（用“---”隔开），请只留一份，或分成两个文件",
            )
        if value is None:
            raise _Fault(None, "文件是空的，请填写，或删去这个文件")
        if isinstance(value, dict):
            return value
        line = self._text.split("\n")[_line(event) - 1]
        raise _Fault(
            _line(event),
            wide_colon(line) or "文件应由“键: 值”组成，第一层不能是列表或一段文字",
        )

    def _value(self, event: Event, path: Path, depth: int) -> Read | None:
        """Read one value; an empty one that nobody quoted is absent."""
        if isinstance(event, ScalarEvent):
            if event.tag is not None or event.anchor is not None:
                _refuse(event)
            if not event.value and not event.style:
                return None
            if event.style == '"' and (mark := control(event.value)) is not None:
                raise _Fault(_line(event), f"含有不可见的控制字符 {mark}，请删去")
            return event.value
        _refuse(event)
        if depth > _MAX_DEPTH:
            raise _Fault(
                _line(event), f"层次太深，超过{_MAX_DEPTH}层，请检查缩进和括号"
            )
        if isinstance(event, MappingStartEvent):
            return self._map(path, depth)
        return self._list(path, depth)

    def _map(self, path: Path, depth: int) -> dict[str, Read]:
        read: dict[str, Read] = {}
        seen: dict[str, int] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key = _key(event)
            line = _line(event)
            if key in seen:
                raise _Fault(
                    line, f"“{key}”写了两次，第{seen[key]}行已有，请合并或删去一处"
                )
            seen[key] = line
            inner = path
            if self._lines is not None:
                inner = (*path, key)
                self._lines[inner] = line
            value = self._value(self._next(), inner, depth + 1)
            if value is not None:
                read[key] = value
        return read

    def _list(self, path: Path, depth: int) -> list[Read]:
        read: list[Read] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            inner = path
            if self._lines is not None:
                inner = (*path, len(read))
                self._lines[inner] = _line(event)
            value = self._value(event, inner, depth + 1)
            if value is not None:
                read.append(value)
        return read


def position(mark: object) -> tuple[int, int]:
    """Give the line and the column of a mark, which PyYAML's events always have."""
    return getattr(mark, "line", 0), getattr(mark, "column", 0)


def _line(event: Event) -> int:
    return position(event.start_mark)[0] + 1


def _key(event: Event) -> str:
    """Take a key: a plain line of text, and nothing cleverer."""
    if not isinstance(event, ScalarEvent):
        _refuse(event)
        raise _Fault(_line(event), "键只能是文字，不能是列表或括号")
    _refuse(event)
    if event.value == "<<" and not event.style:
        raise _Fault(_line(event), "不能用合并键“<<”，请把内容写全")
    if not event.value.strip():
        raise _Fault(_line(event), "冒号前面没有键名，请补上")
    if control(event.value) is not None or "\n" in event.value:
        raise _Fault(_line(event), "键名里有不可见的字符或换行，请改正")
    return event.value


def _refuse(event: Event) -> None:
    """Refuse tags, anchors and aliases: they say one thing and mean another."""
    if isinstance(event, AliasEvent):
        raise _Fault(
            _line(event),
            f"不能用别名“*{event.anchor}”，请把内容写全；如果是文字，请加上英文单引号",
        )
    node: NodeEvent = event  # type: ignore[assignment]  # the rest are nodes
    if node.anchor is not None:
        raise _Fault(
            _line(event),
            f"不能用锚点“&{node.anchor}”，请删去；如果是文字，请加上英文单引号",
        )
    if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent) and (
        event.tag is not None
    ):
        raise _Fault(
            _line(event),
            f"不能用标签“{_short(event.tag)}”，请删去；如果是文字，请加上英文单引号",
        )


def _short(tag: str) -> str:
    """Show a tag as it was written."""
    return tag.replace("tag:yaml.org,2002:", "!!")
