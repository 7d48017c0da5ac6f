"""A season: three offices at work on the same issues, merged by git with our driver."""

from __future__ import annotations

import itertools
import random
import re
import subprocess
from datetime import date, timedelta
from typing import TYPE_CHECKING

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
from stress.telling import (
    BY_GIT,
    CONFLICTS,
    INVALID,
    ISSUES,
    JOINED,
    LOST,
    ORDER,
    ROUNDS,
    TURNS,
    Teller,
)
from workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from operations import Operation
    from rectify.storage.merging.joining import Joined
    from stress.telling import Asked

OFFICES = {"甲": "A", "乙": "B", "丙": "C"}
BEGIN = date(2024, 12, 2)
TAKEN_BACK, MOST_PICKS = 0.05, 9


class Season(Teller):
    """One ledger, its three clones, and the room in which they are merged."""

    def __init__(self, asked: Asked, home: Path) -> None:
        super().__init__(asked)
        self.lot = random.Random(f"{asked.seed}/{asked.season}")  # noqa: S311  # for repeating, not for secrets
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
        if repository is None:
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
            disputed |= self._take_in(who, base, sides[who])
        self._compare(base, list(sides.values()), disputed)
        self.counts[ROUNDS] += ISSUES
        self._check()

    def _take_in(
        self, who: str, base: dict[str, bytes], theirs: dict[str, bytes]
    ) -> set[str]:
        """Merge one office's work into the room; give what was disputed."""
        ours = self.room.files()
        stopped = self._by_git(who)
        for path, files in changed(base, ours, theirs):
            self._judge(path, files, stopped)
        self._commit()
        return stopped

    def _commit(self) -> None:
        """Record by plain git whatever is there."""
        self.room.git("add", "--all")
        self.room.git("commit", "--quiet", "--allow-empty", "--message", "合并")

    def _compare(
        self, base: dict[str, bytes], sides: list[dict[str, bytes]], disputed: set[str]
    ) -> None:
        """Join each file in every order."""
        merged = self.room.files()
        for path in sorted(base):
            versions = [side.get(path) for side in sides]
            known = None if path in disputed else merged.get(path)
            self._in_all_orders(path, base[path], versions, known)

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
            self.tell(INVALID, "git", done.stderr.decode())
        return {path for path in stopped.split("\0") if path}

    def _judge(self, path: str, files: Three, stopped: set[str]) -> None:
        """Judge what git made of one file; settle it where git stopped."""
        kind = kind_of(path, self.ledger)
        if kind is None or files.ours == files.theirs:
            return
        file = self.room.root / path
        self.counts[BY_GIT] += files.base not in files[1:]
        if path in stopped:
            self.counts[CONFLICTS] += 1
            file.write_bytes(self._settled(files, path))
            return
        judge = self.ledger if issubclass(kind, Issue) else None
        for wrong in wrongs(kind, judge, files, file.read_bytes()):
            self.tell(_family(wrong), path, wrong, files)
        if self._clean(files, path) != file.read_bytes():
            self.tell(ORDER, path, "git 和程序自己合并的结果不同", files)

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
        self.tell(INVALID, path, f"没有一种选法成立：{why}", files)
        return files.ours

    def _tell_lost(self, files: Three, path: str, data: bytes) -> None:
        """Whatever is picked, no record may go."""
        kind = kind_of(path, self.ledger)
        if kind is not None and issubclass(kind, Issue):
            for wrong in wrongs(kind, self.ledger, files, data):
                if wrong.startswith("lost: event"):
                    self.tell(LOST, path, f"裁定后 {wrong}", files)

    def _joined(self, files: Three, path: str, picks: dict[str, Side]) -> Joined:
        day = date.fromisoformat(self.room.today)
        return join(
            files, kind_of(path, self.ledger), path, self.ledger, picks=picks, on=day
        )

    def _clean(self, files: Three, path: str) -> bytes | None:
        """Join a file; None where there is anything to decide."""
        self.counts[JOINED] += 1
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
            self.tell(ORDER, path, f"次序 {'、'.join(results.values())}")

    def _check(self) -> None:
        """Let `check` find what neither office's ledger had."""
        known = set().union(*map(faults_of, self.offices.values()))
        for fault in sorted(faults_of(self.room) - known):
            self.tell(INVALID, *fault)

    def _share(self) -> None:
        """Give all offices what has been merged."""
        for bench in self.offices.values():
            bench.git("fetch", "--quiet", str(self.room.root), "+HEAD:refs/office/all")
            bench.git("reset", "--quiet", "--hard", "refs/office/all")


def changed(
    base: dict[str, bytes], ours: dict[str, bytes], theirs: dict[str, bytes]
) -> Iterator[tuple[str, Three]]:
    """Give the three versions of each file that all of them have."""
    for path in sorted(base.keys() & ours.keys() & theirs.keys()):
        yield path, Three(base[path], ours[path], theirs[path])


def faults_of(bench: Workbench) -> set[tuple[str, str]]:
    """Let `check` name the faults of an office: file and fault."""
    found = bench.do("check", "--quiet", "--json").json
    return {
        (each["文件"], re.sub(r"第\d+项", "某项", each["说明"]))
        for each in found
        if each["程度"] == "差错"
    }


def _family(wrong: str) -> str:
    return LOST if wrong.startswith(("lost", "made up")) else INVALID
