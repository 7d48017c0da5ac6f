"""An account without rights, and a folder that it may look into."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder outside of those that only root may enter."""
    folder = Path(tempfile.mkdtemp()).resolve()
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_nobody(root: Path, script: str) -> str:
    """Run as an account without rights: from its start on, but for the imports.

    The interpreter itself may lie where only root can reach it.
    """
    become = f"""
import os, filelock
import rectify.storage.sheets.reading, rectify.storage.workspace
import rectify.storage.git.recording
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
"""
    done = subprocess.run(
        [sys.executable, "-c", become + dedent(script), str(root)],
        check=False, capture_output=True, text=True, cwd="/",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
