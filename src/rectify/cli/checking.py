"""Values from the command line, judged by the models like those of a file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from rectify.domain import audit
from rectify.domain.entity import Entity
from rectify.errors import LedgerError, UsageError
from rectify.storage.faults import faults
from rectify.storage.reader import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rectify.domain.issue import Issue
    from rectify.storage.folder import LedgerFolder

E = TypeVar("E", bound=Entity)


class BadValue(UsageError):  # noqa: N818  # named for what it is
    """The model refuses what was typed."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))


class FactsAtOdds(LedgerError):  # noqa: N818  # named for what it is
    """An issue refers to what the ledger does not have."""

    def __init__(self, sentences: Iterable[str]) -> None:
        super().__init__("\n".join(sentences))


def check_facts(
    folder: LedgerFolder, issue: Issue, before: Issue | None = None
) -> None:
    """Refuse facts that `check` would call faults; those of before are let be.

    Raises:
        FactsAtOdds: with a sentence for each of them.
    """
    rules = folder.ledger, folder.directory
    old = set() if before is None else set(audit.facts(before, *rules))
    new = [each.sentence for each in audit.facts(issue, *rules) if each not in old]
    if new:
        raise FactsAtOdds(new)


def entity_from(kind: type[E], fields: Mapping[str, object]) -> E:
    """Make an entity of what was typed.

    Raises:
        BadValue: with a sentence for each field that the model refuses.
    """
    try:
        return kind.model_validate(dict(fields))
    except ValidationError as error:
        raise _refused(kind, error) from None


@contextmanager
def typed_values() -> Iterator[None]:
    """Turn what any model refuses of a command's words into a refusal."""
    try:
        yield
    except ValidationError as error:
        raise _refused(_entity(error.title), error) from None


def _refused(kind: type[Entity], error: ValidationError) -> BadValue:
    found = faults(kind, error, Document({}, (), "", {}), "")
    return BadValue([problem.message for problem in found])


def _entity(name: str) -> type[Entity]:
    """Find the model that refused, by the name in its error."""
    kinds: list[type[Entity]] = [Entity]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return next(kind for kind in kinds if kind.__name__ == name)
