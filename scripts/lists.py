"""Write the sample lists of tests/intake, one for each trap of a real one.

python scripts/lists.py [FOLDER]   all of them; what LibreOffice saves differs in dates
"""

from __future__ import annotations

import sys
from pathlib import Path

import lists_audit
import lists_formats
import lists_layouts
import lists_rows
import lists_tables
import lists_traps
import lists_variants
import lists_words

MODULES = (
    lists_variants,
    lists_audit,
    lists_layouts,
    lists_rows,
    lists_tables,
    lists_words,
    lists_traps,
    lists_formats,
)


def main() -> None:
    """Write all files."""
    usual = Path(__file__).parents[1] / "tests" / "intake"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else usual
    folder.mkdir(parents=True, exist_ok=True)
    for module in MODULES:
        for name, make in module.FILES.items():
            (folder / name).write_bytes(make())
            print(name)


if __name__ == "__main__":
    main()
