"""Three offices at work on the same issues, merged in every order: nothing may be lost.

Run by `make stress-merge`. A season founds one ledger and three clones of it. In each
of its turns every office does something to most of the issues, by the real command or
by hand; git merges the three by our driver, in an order drawn by lot, and each file is
also joined in all the other orders. An issue in a turn is a round. What is wrong is
told with the words that repeat it, and then the exit code is 1.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from mergers import wrongs
from office import office
from operations import NUMBER, OPERATIONS, OPINIONS, STATES
from rectify.domain.issue import Issue
from rectify.domain.merging.conflict import Side
from rectify.domain.workflow import fold
from rectify.errors import RectifyError
from rectify.storage.git import setup
from rectify.storage.git.program import git
from rectify.storage.git.repository import Repository
from rectify.storage.merging.joining import Three, join, kind_of
from rectify.storage.workspace import Workspace
from rectify.storage.yaml import load
from workbench import Workbench

if TYPE_CHECKING:
    from operations import Operation
    from rectify.storage.merging.joining import Joined

OFFICES = {"甲": "A", "乙": "B", "丙": "C"}
ISSUES, TURNS = 25, 4
ROUNDS = ISSUES * TURNS
BEGIN = date(2024, 12, 2)
INVALID, LOST, ORDER = "不合格的文件", "丢失的记录", "因次序而异的结果"
TALLIED = ("轮", "由 git 合并的文件", "合并", "冲突", INVALID, LOST, ORDER)
PLAIN = "git"
# Where there is a disk in memory, nobody waits for a real one.
MEMORY = next((place for place in ("/dev/shm",) if Path(place).is_dir()), None)  # noqa: S108  # a folder of its own is made in it
TAKEN_BACK, MOST_PICKS = 0.05, 9


class Asked(NamedTuple):
    """One season, as the command line asks for it."""

    seed: int
    season: int
    driver: str | None
    keep: Path | None


class Season:
    """One ledger, its three clones, and the room in which they are merged."""

    def __init__(self, asked: Asked, home: Path) -> None:
        self.asked = asked
        self.lot = random.Random(f"{asked.seed}/{asked.season}")  # noqa: S311  # for repeating, not for secrets
        self.counts: Counter[str] = Counter()
        self.told: list[str] = []
        self.turn = 0
        self.votes = 0
        self.refused: set[tuple[str | None, str]] = set()
        self.room = self._founded(home / "共享")
        self.ledger = Workspace(self.room.root).folder(self.room.name).ledger
        self.offices = {who: self._clone(home / who) for who in OFFICES}

    def run(self) -> None:
        """Take all the turns."""
        for self.turn in range(TURNS):
            before = self.room.files()
            for who, bench in self.offices.items():
                self._work(bench, who)
            self._merge(before)
            self._share()

    def _founded(self, home: Path) -> Workbench:
        states = list(STATES.values())
        issues = {
            f"JZ{number:03}": self.lot.choice(states).replace(NUMBER, f"JZ-{number:03}")
            for number in range(1, ISSUES + 1)
        }
        bench = office(home, **issues)
        bench.write("ledger.yaml", bench.read("ledger.yaml") + OPINIONS)
        bench.git("init", "--quiet", "--initial-branch=main")
        (bench.root / ".gitattributes").write_bytes(setup.attributes())
        (bench.root / ".gitignore").write_bytes(setup.ignored())
        self._drive(bench)
        bench.commit()
        return bench

    def _clone(self, home: Path) -> Workbench:
        bench = Workbench(home, self.room.name)
        bench.git("clone", "--quiet", str(self.room.root), ".")
        self._drive(bench)
        return bench

    def _drive(self, bench: Workbench) -> None:
        """Set git up to ask us, or another, or nobody."""
        repository = Repository.find(bench.root)
        if self.asked.driver == PLAIN or repository is None:
            return
        setup.install(repository)
        if self.asked.driver is not None:
            bench.git("config", "merge.rectify.driver", self.asked.driver)

    def _work(self, bench: Workbench, who: str) -> None:
        """Let an office do something to most issues, each a version of its own."""
        bench.today = str(BEGIN + timedelta(days=3 * self.turn))
        name = f"{who}{self.turn}"
        bench.write(f"../../../{name}.txt", f"{name}的材料")
        for number in range(1, ISSUES + 1):
            for _ in range(self.lot.choice((0, 1, 1, 1, 2))):
                self._act(bench, name, f"JZ-{number:03}")
            if self.lot.random() < TAKEN_BACK:
                bench.do("undo")
        fresh = f"JZ-{100 * (1 + self.turn) + ord(OFFICES[who]):03}"
        bench.do("add", "--title", f"{name}新增的问题", "--number", fresh)
        bench.git("add", "--all")
        bench.git("commit", "--quiet", "--allow-empty", "--message", f"{name}的改动")

    def _act(self, bench: Workbench, name: str, number: str) -> None:
        """Do something possible; what was refused in a state is not asked again."""
        data = (bench.ledger / f"issues/{number}.yaml").read_bytes()
        issue = load(Issue, data, number).value
        state = None if issue is None else fold(issue, self.ledger, on=date.max).state
        for operation in self.lot.sample(OPERATIONS, len(OPERATIONS)):
            if (state, operation.name) in self.refused:
                continue
            if self._did(bench, operation, name, number):
                return
            self.refused.add((state, operation.name))

    def _did(
        self, bench: Workbench, operation: Operation, name: str, number: str
    ) -> bool:
        path = bench.ledger / f"issues/{number}.yaml"
        before = path.read_bytes()
        if operation.edit is not None:
            text = before.decode().replace("\r\n", "\n")
            path.write_bytes(operation.edit(text, name).encode())
            return path.read_bytes() != before
        words = [word.format(who=name) for word in operation.words]
        words = [number if word == NUMBER else word for word in words]
        if words[0] == "evaluate":
            self.votes += 1
            words += ["--ballot", f"{OFFICES[name[0]]}-{self.votes:03}"]
        return bench.do(*words).code == 0

    def _merge(self, base: dict[str, bytes]) -> None:
        """Let git merge the three in an order drawn by lot, and judge the result."""
        first, *others = self.lot.sample(list(OFFICES), len(OFFICES))
        sides = {who: bench.files() for who, bench in self.offices.items()}
        for who, bench in self.offices.items():
            self.room.git(
                "fetch", "--quiet", str(bench.root), f"+HEAD:refs/office/{who}"
            )
        self.room.today = str(BEGIN + timedelta(days=3 * self.turn))
        self.room.git("reset", "--quiet", "--hard", f"refs/office/{first}")
        disputed: set[str] = set()
        for who in others:
            ours = self.room.files()
            found = self._by_git(who)
            for path in sorted(base.keys() | sides[who].keys()):
                if path in base and path in ours and path in sides[who]:
                    files = Three(base[path], ours[path], sides[who][path])
                    self._judge(path, files, found)
            disputed |= found
            self.room.git("add", "--all")
            self.room.git("commit", "--quiet", "--allow-empty", "--message", "合并")
        merged = self.room.files()
        for path in sorted(base):
            versions = [side.get(path) for side in sides.values()]
            known = None if path in disputed else merged.get(path)
            self._in_all_orders(path, base[path], versions, known)
        self.counts["轮"] += ISSUES
        self._check()

    def _by_git(self, who: str) -> set[str]:
        """Merge one office's work; give the files on which git stopped."""
        done = subprocess.run(
            [str(git()), "merge", "--quiet", "--no-edit", f"refs/office/{who}"],
            check=False,
            capture_output=True,
            cwd=self.room.root,
            env=self.room.environment(None),
        )
        stopped = self.room.git("diff", "--name-only", "--diff-filter=U", "-z")
        if done.returncode not in {0, 1} or (done.returncode and not stopped):
            self._tell(INVALID, "git", done.stderr.decode())
        return {path for path in stopped.split("\0") if path}

    def _judge(self, path: str, files: Three, stopped: set[str]) -> None:
        """Judge what git made of one file; settle it where git stopped."""
        kind = kind_of(path, self.ledger)
        if kind is None or files.ours == files.theirs:
            return
        file = self.room.root / path
        self.counts["由 git 合并的文件"] += files.base not in files[1:]
        if path in stopped:
            self.counts["冲突"] += 1
            file.write_bytes(self._settled(files, path))
            return
        judge = self.ledger if issubclass(kind, Issue) else None
        for wrong in wrongs(kind, judge, files, file.read_bytes()):
            self._tell(_family(wrong), path, wrong, files)
        ours = self.asked.driver != PLAIN
        if ours and self._clean(files, path) != file.read_bytes():
            self._tell(ORDER, path, "git 和程序自己合并的结果不同", files)

    def _settled(self, files: Three, path: str) -> bytes:
        """Decide what is disputed by lot, as `resolve` would be told to."""
        why = ""
        for leaning in (*[None] * 6, Side.OURS, Side.THEIRS):
            picks: dict[str, Side] = {}
            try:
                for _ in range(MOST_PICKS):
                    found = self._joined(files, path, picks)
                    if found.data is not None:
                        self._tell_lost(files, path, found.data)
                        return found.data
                    for each in found.conflicts:
                        picks[each.key] = leaning or self.lot.choice(each.sides)
            except RectifyError as refusal:
                why = str(refusal)
        self._tell(INVALID, path, f"没有一种选法成立：{why}", files)
        return files.ours

    def _tell_lost(self, files: Three, path: str, data: bytes) -> None:
        """Whatever is picked, no record may go."""
        kind = kind_of(path, self.ledger)
        if kind is not None and issubclass(kind, Issue):
            for wrong in wrongs(kind, self.ledger, files, data):
                if wrong.startswith("lost: event"):
                    self._tell(LOST, path, f"裁定后 {wrong}", files)

    def _joined(self, files: Three, path: str, picks: dict[str, Side]) -> Joined:
        day = date.fromisoformat(self.room.today)
        return join(
            files, kind_of(path, self.ledger), path, self.ledger, picks=picks, on=day
        )

    def _clean(self, files: Three, path: str) -> bytes | None:
        """Join a file; None where there is anything to decide."""
        self.counts["合并"] += 1
        try:
            return self._joined(files, path, {}).data
        except RectifyError:
            return None

    def _in_all_orders(
        self,
        path: str,
        base: bytes,
        versions: list[bytes | None],
        known: bytes | None,
    ) -> None:
        """Join the versions in every order: what is clean must be the same."""
        sides = [version for version in versions if version is not None]
        if kind_of(path, self.ledger) is None or len(sides) < len(versions):
            return
        results = {} if known is None else {known: "git"}
        for order in itertools.permutations(range(len(sides))):
            result: bytes | None = sides[order[0]]
            for place in order[1:]:
                if result is not None:
                    files = Three(base, result, sides[place])
                    result = self._clean(files, path)
            if result is not None:
                results.setdefault(result, "".join(list(OFFICES)[n] for n in order))
        if len(results) > 1 and self.asked.driver is None:
            self._tell(ORDER, path, f"次序 {'、'.join(results.values())}")

    def _check(self) -> None:
        """Let `check` find what neither office's ledger had."""
        known = set().union(*map(_faults, self.offices.values()))
        for fault in sorted(_faults(self.room) - known):
            self._tell(INVALID, *fault)

    def _share(self) -> None:
        """Give all offices what has been merged."""
        for bench in self.offices.values():
            bench.git("fetch", "--quiet", str(self.room.root), "+HEAD:refs/office/all")
            bench.git("reset", "--quiet", "--hard", "refs/office/all")

    def _tell(
        self, what: str, path: str, said: str, files: Three | None = None
    ) -> None:
        """Keep what is wrong, and where asked the versions that it came of."""
        self.counts[what] += 1
        if files is not None and self.asked.keep is not None:
            name = f"{self.asked.season}-{self.turn + 1}-{Path(path).stem}"
            for version, data in files._asdict().items():
                (self.asked.keep / f"{name}.{version}").write_bytes(data or b"")
        words = f"--seed {self.asked.seed} --season {self.asked.season}"
        self.told.append(f"{what}：{path} 第{self.turn + 1}次 {said}（重现：{words}）")


def _faults(bench: Workbench) -> set[tuple[str, str]]:
    found = bench.do("check", "--quiet", "--json").json
    return {
        (each["文件"], re.sub(r"第\d+项", "某项", each["说明"]))
        for each in found
        if each["程度"] == "差错"
    }


def _family(wrong: str) -> str:
    return LOST if wrong.startswith(("lost", "made up")) else INVALID


def season(asked: Asked) -> tuple[Counter[str], list[str]]:
    """Play one season in a folder of its own."""
    home = Path(tempfile.mkdtemp(prefix="rectify-stress-", dir=MEMORY))
    try:
        played = Season(asked, home)
        played.run()
    finally:
        shutil.rmtree(home)
    return played.counts, played.told


def main() -> int:
    """Play the seasons, two at a time, and say what came of them."""
    words = argparse.ArgumentParser(description="三个单位同时办理，按各种次序合并")
    words.add_argument("--rounds", type=int, default=1000, help="多少轮")
    words.add_argument("--seed", type=int, default=1, help="随机数的种子")
    words.add_argument("--season", type=int, help="只重演这一季")
    words.add_argument("--driver", help=f"换一个合并程序；{PLAIN}：不用我们的")
    words.add_argument("--keep", type=Path, help="把出错的各个版本放在这个文件夹")
    said = words.parse_args()
    numbers = range(-(-said.rounds // ROUNDS)) if said.season is None else [said.season]
    begun = time.monotonic()
    total: Counter[str] = Counter()
    with multiprocessing.Pool(min(2, len(numbers))) as pool:
        games = [Asked(said.seed, number, said.driver, said.keep) for number in numbers]
        for counts, told in pool.imap(season, games):
            total += counts
            print("\n".join(told), end="\n" if told else "", flush=True)
    for name in TALLIED:
        print(f"{name}：{total[name]}")
    print(f"用时：{time.monotonic() - begun:.0f}秒；种子：{said.seed}")
    return int(any(total[name] for name in (INVALID, LOST, ORDER)))


if __name__ == "__main__":
    sys.exit(main())
