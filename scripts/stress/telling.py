"""What a run counts, and how it tells what is wrong with the words that repeat it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rectify.storage.merging.joining import Three

ISSUES, TURNS = 25, 4
SEASON = ISSUES * TURNS
ROUNDS, BY_GIT, JOINED, CONFLICTS = "轮", "由 git 合并的文件", "合并", "冲突"
RIGHT, CLOSE, STOPPED = "git 合对的", "git 合成、程序会问的", "git 停下的"
FOUND, MENDED, SILENT = "check 找到的", "resolve 改好的", "不声不响合错的"
RENUMBERED = "改号"
INVALID, LOST, ORDER = "不合格的文件", "丢失的记录", "因次序而异的结果"
WRONG = (INVALID, LOST, ORDER, SILENT)
WITH_DRIVER = (ROUNDS, BY_GIT, JOINED, CONFLICTS, RENUMBERED, INVALID, LOST, ORDER)
WITHOUT = (
    *(ROUNDS, BY_GIT, RIGHT, CLOSE, STOPPED, FOUND, MENDED),
    *(INVALID, LOST, SILENT),
)


class Asked(NamedTuple):
    """One season, as the command line asks for it."""

    seed: int
    season: int
    driver: str | None
    clashes: bool
    keep: Path | None


class Teller:
    """Whoever plays a season: what it has counted, and what was wrong."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.counts: Counter[str] = Counter()
        self.told: list[str] = []
        self.turn = 0

    def tell(self, what: str, path: str, said: str, files: Three | None = None) -> None:
        """Keep what is wrong, and where asked the versions that it came of."""
        self.counts[what] += 1
        self.keep(path, files)
        words = f"--seed {self.asked.seed} --season {self.asked.season}"
        words += f" --driver {self.asked.driver}" if self.asked.driver else ""
        words += " --clashes" if self.asked.clashes else ""
        self.told.append(f"{what}：{path} 第{self.turn + 1}次 {said}（重现：{words}）")

    def keep(self, path: str, files: Three | None) -> None:
        """Put the versions of a file where they were asked for."""
        if files is None or self.asked.keep is None:
            return
        self.asked.keep.mkdir(parents=True, exist_ok=True)
        name = f"{self.asked.season}-{self.turn + 1}-{Path(path).stem}"
        for version, data in files._asdict().items():
            (self.asked.keep / f"{name}.{version}").write_bytes(data or b"")
