"""Write the sample lists of tests/intake anew; what LibreOffice saves has its dates."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from lists.files import FILES

HOME = Path(__file__).parents[2] / "tests" / "intake"

for name, make in FILES.items():
    (HOME / name).write_bytes(make())
    print(name)
