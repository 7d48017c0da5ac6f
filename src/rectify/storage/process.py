"""The one place where other programs are started."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run_editor(command: str, path: Path) -> bool:
    """Open a file in an editor and wait; tell whether it ended well."""
    words = shlex.split(command)
    try:
        # The user's own editor, by the user's own setting; never through a shell.
        return subprocess.run([*words, str(path)], check=False).returncode == 0  # noqa: S603
    except (OSError, ValueError):
        return False
