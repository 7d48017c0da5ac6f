"""All panels of the help, in the order in which an office works."""

from __future__ import annotations

from rectify.cli import (
    answering,
    ending,
    founding,
    handing,
    judging,
    keeping,
    rolls,
    viewing,
    voting,
    writing,
)
from rectify.cli.app import app

__all__ = [
    "answering",
    "app",
    "ending",
    "founding",
    "handing",
    "judging",
    "keeping",
    "rolls",
    "viewing",
    "voting",
    "writing",
]
