"""All panels of the help, in the order in which an office works."""

from __future__ import annotations

from rectify.cli import (
    answering,
    carrying,
    diagnosing,
    driving,
    ending,
    entering,
    exchanging,
    founding,
    handing,
    importing,
    judging,
    keeping,
    measuring,
    moving,
    pressing,
    resolving,
    rolls,
    syncing,
    tracing,
    undoing,
    verifying,
    viewing,
    voting,
    working,
    writing,
)
from rectify.cli.app import app

__all__ = [
    "answering",
    "app",
    "carrying",
    "diagnosing",
    "driving",
    "ending",
    "entering",
    "exchanging",
    "founding",
    "handing",
    "importing",
    "judging",
    "keeping",
    "measuring",
    "moving",
    "pressing",
    "resolving",
    "rolls",
    "syncing",
    "tracing",
    "undoing",
    "verifying",
    "viewing",
    "voting",
    "working",
    "writing",
]

ORDER = (
    *("init", "new", "import", "add", "edit", "approve", "carry"),
    *("assign", "accept", "decline", "reassign", "plan", "progress", "contact"),
    *("extend", "urge", "key", "respond", "reject", "review", "feedback", "evaluate"),
    *("close", "recheck", "track", "drop", "resume", "reply", "note", "void"),
    *("list", "show", "due", "rates", "changes", "history"),
    *("report", "send", "collect"),
    *("check", "format", "undo", "sync", "resolve", "verify", "doctor"),
)
app.registered_commands.sort(
    key=lambda command: (
        ORDER.index(command.name) if command.name in ORDER else len(ORDER)
    )
)
