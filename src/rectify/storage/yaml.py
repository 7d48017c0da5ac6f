"""Text ⇄ values: a file becomes an entity or a list of faults, an entity one text."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from rectify.domain.entity import LONG, Entity, marked
from rectify.domain.issue import Issue
from rectify.errors import Problem
from rectify.storage.faults import faults
from rectify.storage.reader import Document, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.representer import RoundTripRepresenter

    from rectify.domain.entity import Plain

E = TypeVar("E", bound=Entity)

# What YAML 1.1 or the core schema of 1.2 takes for a null, a truth, a number or a date.
_AMBIGUOUS = re.compile(
    r"""(?ix) ~ | null | true | false | yes | no | on | off | y | n | = | <<
    | [-+]?\.inf | \.nan
    | [-+]?0b[01_]+ | [-+]?0o?[0-7_]+ | [-+]?0x[0-9a-f_]+ | [-+]?[0-9][0-9_]*
    | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?
    | [-+]?([0-9][0-9_]*)?\.[0-9._]*(e[-+]?[0-9]+)? | [-+]?[0-9][0-9_]*e[-+]?[0-9]+
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}
      ((t|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?
       ([ \t]*(z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?"""
)
_INDENT = 2


@dataclass(frozen=True)
class Loaded(Generic[E]):
    """An entity, or the reasons why there is none."""

    value: E | None
    problems: tuple[Problem, ...]
    document: Document


def load(kind: type[E], data: bytes, place: str) -> Loaded[E]:
    """Read a file and judge it by its model: the entity, or every fault of the file."""
    document = read(data, place)
    if document.plain is None:
        return Loaded(None, document.problems, document)
    try:
        value = kind.model_validate(document.plain)
    except ValidationError as error:
        return Loaded(None, faults(kind, error, document, place), document)
    twins = tuple(_twins(value, document, place)) if isinstance(value, Issue) else ()
    return Loaded(None if twins else value, twins, document)


def _twins(issue: Issue, document: Document, place: str) -> Iterator[Problem]:
    """Find events that were written twice: their identity is their whole block."""
    seen: dict[tuple[object, ...], list[int]] = {}
    for index, event in enumerate(issue.events):
        like = seen.setdefault((event.date, event.order, event.kind), [])
        same = (i for i in like if issue.events[i].identity() == event.identity())
        first = next(same, None)
        like.append(index)
        if first is not None:
            line = document.line(("办理记录", index))
            other = document.line(("办理记录", first))
            said = f"与第{first + 1}项（第{other}行）完全相同，请删去一项"
            yield Problem(place, line, f"办理记录第{index + 1}项：{said}")


def render(entity: Entity) -> str:
    """Write the whole file of an entity, in its one canonical form."""
    return _dumped(_styled(entity))


def render_item(entity: Entity, column: int) -> list[str]:
    """Write one item of a list, its dash in that column: lines without line ends."""
    lines = _dumped([_styled(entity)]).splitlines()
    return [_moved(line[_INDENT:], column) for line in lines]


def render_field(
    entity: Entity,
    name: str,
    column: int = 0,
    *,
    plain: Mapping[str, Plain] | None = None,
) -> list[str]:
    """Write one field, its label in that column; no lines for what is not there.

    Who writes many of them gives what the entity is in plain, which takes its time.
    """
    label = entity.labels()[name]
    written = entity.plain() if plain is None else plain
    if label not in written:
        return []
    long = name in marked(type(entity), LONG)
    styled = _style(written[label], getattr(entity, name), long=long)
    key = _Figure(label) if label.isdecimal() else label  # a year, of holidays.yaml
    lines = _dumped({key: styled}).splitlines()
    return [_moved(line, column) for line in lines]


def _moved(line: str, column: int) -> str:
    return " " * column + line if line else ""


class _Block(str):
    """A text that is written as a block."""

    __slots__ = ()


class _Quoted(str):
    """A text that another reader would take for something else."""

    __slots__ = ()


class _Figure(str):
    """A number, with the decimals that it was written with."""

    __slots__ = ()


def _dumped(value: Any) -> str:
    """Emit by ruamel.yaml."""
    out = io.StringIO(newline="")
    _emitter().dump(value, out)
    return out.getvalue()


@cache
def _emitter() -> YAML:
    """Set ruamel.yaml up: never folded, lists indented, scalars in our styles."""
    from ruamel.yaml import YAML  # noqa: PLC0415  # reading needs no emitter

    emitter = YAML(typ="rt", pure=True)
    emitter.width = 1 << 30
    emitter.indent(mapping=_INDENT, sequence=4, offset=_INDENT)
    emitter.allow_unicode = True
    emitter.default_flow_style = False
    emitter.representer.add_representer(_Block, _as_block)
    emitter.representer.add_representer(_Quoted, _as_quoted)
    emitter.representer.add_representer(_Figure, _as_figure)
    return emitter


def _as_block(representer: RoundTripRepresenter, text: str) -> ScalarNode:
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style="|")


def _as_quoted(representer: RoundTripRepresenter, text: str) -> ScalarNode:
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style="'")


def _as_figure(representer: RoundTripRepresenter, text: str) -> ScalarNode:
    kind = "float" if "." in text else "int"
    return representer.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


def _styled(entity: Entity) -> dict[str, Any]:
    """Give what a file holds, each string with the style of its field."""
    written = entity.plain()
    long = marked(type(entity), LONG)
    styled: dict[str, Any] = {}
    for name, label in entity.labels().items():
        if label in written:
            value = getattr(entity, name)
            styled[label] = _style(written[label], value, long=name in long)
    return styled


def _style(written: Plain, value: object, *, long: bool) -> Any:  # noqa: PLR0911  # one for each kind
    match written:
        case dict() if isinstance(value, Entity):
            return _styled(value)
        case list() if isinstance(value, tuple):
            pairs = zip(written, value, strict=True)
            return [_style(part, whole, long=long) for part, whole in pairs]
        case str() if long:
            return _Block(written + "\n")
        case str() if _AMBIGUOUS.fullmatch(written):
            return _Quoted(written)
        case Decimal():
            return _Figure(written)
        case dt.date():
            # A value of its own: ruamel writes one that comes twice as an alias.
            return dt.date.fromordinal(written.toordinal())
        case str() | int():
            return written
    raise TypeError(written)
