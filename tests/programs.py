"""Tests that need another program say so: without it they are skipped, by its name.

Where RECTIFY_CI is set nothing is skipped: the test runs, and fails for want of it.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def needs(*programs: str) -> pytest.MarkDecorator:
    """Mark a test that runs these programs."""
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(
        bool(missing) and "RECTIFY_CI" not in os.environ,
        reason=f"没有安装 {'、'.join(missing)}",
    )


def program(folder: Path, name: str, script: str) -> None:
    """Put a program into a folder: a script of the shell."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
