"""A tracker for rectification lists (问题整改台账) of a People's Congress office."""

from __future__ import annotations

__version__ = "0.1.0"
