"""Values from the command line, judged by the models like those of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from rectify.domain.entity import Entity
from rectify.errors import UsageError
from rectify.storage.faults import faults
from rectify.storage.reader import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=Entity)


class BadValue(UsageError):  # noqa: N818  # named for what it is
    """The model refuses what was typed."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))


def entity_from(kind: type[E], fields: Mapping[str, object]) -> E:
    """Make an entity of what was typed.

    Raises:
        BadValue: with a sentence for each field that the model refuses.
    """
    try:
        return kind.model_validate(dict(fields))
    except ValidationError as error:
        found = faults(kind, error, Document({}, (), ""), "")
        raise BadValue([problem.message for problem in found]) from None
