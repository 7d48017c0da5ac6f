"""What was asked about a file: the sheet, the heading, what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rectify.domain.intake.grid import rows_in_words
from rectify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """How to read a file, as options, profile and ledger say.

    `header` is the first and the last row of the heading, counted from 0. `columns`
    gives headings their fields, `custom` are the labels of the ledger's own fields,
    `grades` the codes of its 答复类别. `opening` takes over a running ledger.
    """

    sheet: str | None = None
    header: tuple[int, int] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    custom: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    opening: bool = False


class NoSuchSheet(UsageError):  # noqa: N818  # named for what it is
    """The file has no sheet of that name."""

    def __init__(self, file: str, sheet: str, names: Iterable[str]) -> None:
        known = "、".join(names)
        super().__init__(f"{file} 里没有工作表“{sheet}”，有：{known}")


class NoSuchField(UsageError):  # noqa: N818  # named for what it is
    """A column was given a field that there is not."""

    def __init__(self, column: str, name: str, fields: Iterable[str]) -> None:
        known = "、".join(fields)
        super().__init__(f"“{column}”对应的字段“{name}”没有；可用的字段：{known}")


class NoSuchRows(UsageError):  # noqa: N818  # named for what it is
    """The heading was said to stand where nothing does."""

    def __init__(self, file: str, first: int, last: int) -> None:
        rows = rows_in_words(first, last)
        super().__init__(
            f"{file} 的{rows}没有内容，不会是表头；请用 --header 写表头所在的行，如 4-5"
        )
