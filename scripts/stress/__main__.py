"""Several offices at work on one ledger, merged at random: nothing may be lost.

Run by `make stress-merge`. A season founds one ledger and three clones of it. In each
of its turns every office does something to most of the issues, by the real command or
by hand; git merges the three by our driver, in an order drawn by lot, and each file is
also joined in all the other orders. An issue in a turn is a round. With `--driver git`
git merges by lines, and `resolve` mends what that made; with `--clashes` the offices
add issues and votes under the same numbers and share them by `sync`, of which every run
has a few. What is wrong is told with the words that repeat it, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from stress.clashes import Clashes
from stress.plain import PlainSeason
from stress.season import Season
from stress.telling import SEASON, WITH_DRIVER, WITHOUT, WRONG, Asked

PLAIN = "git"
CLASHING = 3
# Where there is a disk in memory, nobody waits for a real one.
MEMORY = next((place for place in ("/dev/shm",) if Path(place).is_dir()), None)  # noqa: S108  # a folder of its own is made in it


def season(asked: Asked) -> tuple[Counter[str], list[str]]:
    """Play one season in a folder of its own."""
    home = Path(tempfile.mkdtemp(prefix="rectify-stress-", dir=MEMORY))
    try:
        played: Clashes | Season
        if asked.clashes:
            played = Clashes(asked, home)
        else:
            kind = PlainSeason if asked.driver == PLAIN else Season
            played = kind(asked, home)
        played.run()
    finally:
        shutil.rmtree(home)
    return played.counts, played.told


def games(said: argparse.Namespace) -> list[Asked]:
    """Give the seasons that are asked for; three of clashes where nothing is."""
    count = -(-said.rounds // SEASON)
    chosen = range(count) if said.season is None else [said.season]
    usual = said.driver is None and said.season is None and not said.clashes
    return [
        *(
            Asked(said.seed, each, said.driver, said.clashes, said.keep)
            for each in chosen
        ),
        *(
            Asked(said.seed, each, None, True, said.keep)
            for each in range(CLASHING if usual else 0)
        ),
    ]


def main() -> int:
    """Play the seasons, two at a time, and say what came of them."""
    words = argparse.ArgumentParser(description="三个单位同时办理，按各种次序合并")
    words.add_argument("--rounds", type=int, default=1000, help="多少轮")
    words.add_argument("--seed", type=int, default=1, help="随机数的种子")
    words.add_argument("--season", type=int, help="只重演这一季")
    words.add_argument("--driver", help=f"换一个合并程序；{PLAIN}：不用我们的")
    words.add_argument("--clashes", action="store_true", help="只试新增的同号")
    words.add_argument("--keep", type=Path, help="把出错的各个版本放在这个文件夹")
    said = words.parse_args()
    begun = time.monotonic()
    total: Counter[str] = Counter()
    asked = games(said)
    with multiprocessing.Pool(min(2, len(asked))) as pool:
        for counts, told in pool.imap(season, asked):
            total += counts
            print("\n".join(told), end="\n" if told else "", flush=True)
    for name in WITHOUT if said.driver == PLAIN else WITH_DRIVER:
        print(f"{name}：{total[name]}")
    print(f"用时：{time.monotonic() - begun:.0f}秒；种子：{said.seed}")
    return int(any(total[name] for name in WRONG))


if __name__ == "__main__":
    sys.exit(main())
