"""What holds for every test: where RECTIFY_CI is set, a skip is a failure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped anything, where nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and "RECTIFY_CI" in os.environ:
        skipped = reporter.stats.get("skipped", [])
        if skipped and session.exitstatus == 0:
            session.exitstatus = 1
