"""The program's front door."""

from __future__ import annotations

import os
import sys

# Looking for plug-ins of pydantic costs a tenth of a start; there are none of ours.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


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
