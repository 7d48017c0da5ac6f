"""What comes with the program: the sample ledgers and the built-in templates."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def samples() -> dict[str, Path]:
    """Give the folders of the sample ledgers by name."""
    folder = _shipped("data")
    return {
        path.parent.name: path.parent for path in sorted(folder.glob("*/ledger.yaml"))
    }


def templates() -> Path:
    """Give the folder of the built-in templates."""
    return _shipped("templates")


def _shipped(name: str) -> Path:
    """Find a folder of the installed package, or of the checkout around `src/`."""
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parent.parent / name
