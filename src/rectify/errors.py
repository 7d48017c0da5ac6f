"""Two kinds of trouble.

Problem         a fault in data: a value with its place, collected and shown together

RectifyError    a refusal: ends the command with one sentence        exit
├── UsageError         words of the command line that mean nothing     2
├── LedgerError        the workspace or ledger is missing or at odds   3
├── RuleError          the rules forbid it                             4
├── BadData            carries problems: from files or a value         5
├── TemplateError      names the template and its line                 6
├── GitError           the version history can't be read or written    7
└── BusyError          somebody else is writing                       75

Each module defines the refusals of its own subject; their classes write the sentence.
"""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A fault in data, and the place a person should look at."""

    place: str
    line: int | None
    message: str

    def __str__(self) -> str:
        where = self.place if self.line is None else f"{self.place} 第{self.line}行"
        return f"{where}  {self.message}"


class RectifyError(Exception):
    """A refusal: one sentence in Chinese, and the exit code of its family."""

    exit_code = 1


class UsageError(RectifyError):
    """Words of the command line that mean nothing."""

    exit_code = 2


class LedgerError(RectifyError):
    """The workspace or the ledger is missing, ambiguous or changed meanwhile."""

    exit_code = 3


class RuleError(RectifyError):
    """The rules of the procedure forbid it."""

    exit_code = 4


class BadData(RectifyError):  # noqa: N818  # it is data, not an error of the program
    """Faulty data, with every fault and its place."""

    exit_code = 5

    def __init__(self, problems: tuple[Problem, ...], remedy: str = "") -> None:
        self.problems = problems
        lines = [str(problem) for problem in problems]
        super().__init__("\n".join([*lines, remedy] if remedy else lines))


class TemplateError(RectifyError):
    """A template is missing or faulty."""

    exit_code = 6


class GitError(RectifyError):
    """The version history is missing, or git refuses."""

    exit_code = 7


class BusyError(RectifyError):
    """Somebody else is writing to the workspace."""

    exit_code = 75
