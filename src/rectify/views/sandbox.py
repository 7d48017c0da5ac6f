"""The sandbox of templates: what is not on the list of what may be read, may not be.

A workspace's templates come from anywhere. They read the fields of a report and call
the few functions handed to them; a model's own methods can load files and run code.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing
from markupsafe import Markup

from rectify.domain.entity import Entity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Environment
    from jinja2.runtime import Context

_OF_STRINGS = frozenset(
    {
        "count", "endswith", "find", "isdigit", "join", "lower", "lstrip",
        "removeprefix", "removesuffix", "replace", "rstrip", "split", "splitlines",
        "startswith", "strip", "upper",
    }
)  # fmt: skip
_OF_LOOPS = frozenset(
    {
        "changed", "cycle", "depth", "depth0", "first", "index", "index0", "last",
        "length", "nextitem", "previtem", "revindex", "revindex0",
    }
)  # fmt: skip
_READABLE: tuple[tuple[type, frozenset[str]], ...] = (
    (Enum, _OF_STRINGS | {"name", "value"}),
    (str, _OF_STRINGS),
    (date, frozenset({"day", "isoformat", "month", "weekday", "year"})),
    (dict, frozenset({"get", "items", "keys", "values"})),
    (list, frozenset({"count", "index"})),
    (LoopContext, _OF_LOOPS),
)
_OWNERS = (str, date, dict, list, tuple, LoopContext)
# Whose names templates themselves have given.
_FREE = (Namespace, TemplateModule)
# What it gives when called is the text of a template, escaped already.
_WRITERS = (Macro, BlockReference, LoopContext)


class Linked(TemplateRuntimeError):  # noqa: N818  # named for what it is
    """A template is a link to somewhere else."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 是链接，模板须是 templates 里的文件")


class Unknown(StrictUndefined):
    """A name that is nowhere, told in Chinese."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name = self._undefined_name
        if self._undefined_obj is missing:
            return f"没有“{name}”这个名称"
        if isinstance(name, int):
            return f"没有第{name + 1}项"
        return f"没有“{name}”这一项"


class Templates(FileSystemLoader):
    """Finds templates in folders; what an office has put there may not be a link."""

    def __init__(self, own: Path, builtin: Path) -> None:
        # Notepad puts a mark before the first letter; it is no part of the wording.
        super().__init__([str(own), str(builtin)], encoding="utf-8-sig")
        self._own = own

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Read a template.

        Raises:
            Linked: it, or a folder on the way to it, is a link.
        """
        found = super().get_source(environment, template)
        path = Path(found[1])
        if path.is_relative_to(self._own):
            below = [each for each in path.parents if each.is_relative_to(self._own)]
            if any(each.is_symlink() for each in (path, *below)):
                raise Linked(template)
        return found


class Sandbox(ImmutableSandboxedEnvironment):
    """Lets a template read data and call what it was given, and nothing else."""

    def __init__(self, loader: FileSystemLoader, **options: Any) -> None:
        super().__init__(loader=loader, undefined=Unknown, **options)
        kept = {name: self.globals[name] for name in ("range", "namespace")}
        self.globals.clear()
        self.globals.update(kept)
        # By identity; the values are held, so that no other gets theirs.
        self._given: dict[int, object] = {id(each): each for each in kept.values()}
        self._readable: dict[type, frozenset[str]] = {}

    def give(self, *functions: object) -> None:
        """Let templates call these."""
        self._given |= {id(each): each for each in functions}

    def let_read(self, kind: type, *names: str) -> None:
        """Let templates read these names of a type."""
        self._readable[kind] = frozenset(names)

    def wrap_str_format(self, _value: Any) -> Callable[..., str] | None:
        """Make no exception for `str.format`, which reads attributes by itself."""
        return None

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read an attribute; one that is not on the list is not even looked at."""
        if self._hidden(obj, attribute):
            return self.unsafe_undefined(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Read a member, or an attribute by its name."""
        if isinstance(argument, str) and not isinstance(obj, dict):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def _hidden(self, obj: Any, name: str) -> bool:
        safe = self.is_safe_attribute(obj, name, None)
        return not safe and hasattr(type(obj), name)

    def is_safe_attribute(self, obj: Any, attr: str, _value: Any) -> bool:
        """Tell whether an attribute is on the list."""
        if attr.startswith("_"):
            return False
        return isinstance(obj, _FREE) or attr in self._names(obj)

    def _names(self, obj: Any) -> frozenset[str]:
        """Name what may be read of a value."""
        kind = type(obj)
        if kind not in self._readable:
            self._readable[kind] = _names_of(kind)
        return self._readable[kind]

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether something may be called: what was given, and methods let by."""
        owner = getattr(obj, "__self__", None)
        given = id(obj) in self._given or id(owner) in self._given
        return given or isinstance(obj, _WRITERS) or isinstance(owner, _OWNERS)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """Refuse an attribute, by its name."""
        hint = f"不允许用“{attribute}”"
        return self.undefined(hint, name=attribute, obj=obj, exc=SecurityError)

    def call(
        __self,  # noqa: N805  # the arguments of the called may be named anything
        __context: Context,  # noqa: PYI063  # as above
        __obj: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Call what is safe; what a template has written is escaped already."""
        if isinstance(__obj, Undefined):
            return __obj()
        if not __self.is_safe_callable(__obj):
            name = getattr(__obj, "__name__", type(__obj).__name__)
            raise SecurityError(f"不允许调用“{name}”")
        result = __context.call(__obj, *args, **kwargs)
        return Markup(result) if isinstance(__obj, _WRITERS) else result  # noqa: S704  # escaped within


def _names_of(kind: type) -> frozenset[str]:
    """Name what may be read of a type: fields, properties of its own, plain methods."""
    for base, names in _READABLE:
        if issubclass(kind, base):
            return names
    if issubclass(kind, Entity):
        return frozenset(kind.model_fields) | _properties(kind, until=Entity)
    if issubclass(kind, tuple):
        return frozenset(getattr(kind, "_fields", ())) | _properties(kind, until=tuple)
    if dataclasses.is_dataclass(kind):
        fields = frozenset(field.name for field in dataclasses.fields(kind))
        return fields | _properties(kind, until=object)
    return frozenset()


def _properties(kind: type, *, until: type) -> frozenset[str]:
    """Name the public properties of a class and of those above it, up to one."""
    above: Sequence[type] = kind.__mro__
    return frozenset(
        name
        for each in above[: above.index(until)]
        for name, value in vars(each).items()
        if isinstance(value, property)
    )
