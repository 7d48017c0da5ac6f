"""Tests that need another program say so: without it they are skipped, by its name.

Where RECTIFY_CI is set nothing is skipped: the test runs, and fails for want of it.
"""

from __future__ import annotations

import os
import shutil

import pytest


def needs(*programs: str) -> pytest.MarkDecorator:
    """Mark a test that runs these programs."""
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(
        bool(missing) and "RECTIFY_CI" not in os.environ,
        reason=f"没有安装 {'、'.join(missing)}",
    )
