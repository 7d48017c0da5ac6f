"""The program's front door."""

from __future__ import annotations

import sys


def main() -> None:
    """Run one command and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from rectify import __version__

        print(f"rectify {__version__}")
        return
    from rectify.cli.panels import app
    from rectify.cli.shell import run

    sys.exit(run(app, sys.argv[1:]))


if __name__ == "__main__":
    main()
