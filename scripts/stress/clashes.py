"""A season of clashes: new issues and votes of one number, shared by `sync`."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import TYPE_CHECKING

from offices import clerk
from rectify.domain.ballot import Vote
from rectify.domain.issue import Issue
from rectify.storage.yaml import load
from sharing import Sharing, head_of
from stress.season import faults_of
from stress.telling import INVALID, LOST, RENUMBERED, ROUNDS, TURNS, Teller

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from offices import Clerk
    from rectify.domain.entity import Plain
    from stress.telling import Asked

OLD = 3 * TURNS
COUNTED = ("--satisfied", "30", "--basic", "5", "--unsatisfied", "1", "--present", "36")
Told = dict[str, "Plain"]


class Clashes(Teller):
    """Three offices that share a bare folder, and never ask which number is free."""

    def __init__(self, asked: Asked, home: Path) -> None:
        super().__init__(asked)
        self.lot = random.Random(f"{asked.seed}/{asked.season}/clashes")  # noqa: S311  # for repeating, not for secrets
        self.home = home
        self.free = [f"JZ-{number:03}" for number in range(1, OLD + 1)]
        issues = {number.replace("-", ""): "待交办" for number in self.free}
        first = clerk(home / "甲家", **issues)
        for number in self.free:
            title = first.issue(number).split("标题: ")[1].split("\n")[0]
            first.amend(number, title, f"{title}{number[-2:]}")
        first.keep("各有标题")
        first.make("sync", "--to", str(home / "共享"))
        shared = Sharing(home)
        shared.first.who = "甲"
        self.offices = [shared.first, shared.joins("乙"), shared.joins("丙")]
        self.due = told(shared.first)

    def run(self) -> None:
        """Take all the turns; the history they leave has to be honest."""
        for self.turn in range(TURNS):
            for bench in self.offices:
                before = told(bench)
                self._work(bench)
                after = told(bench)
                new = {t: each for t, each in after.items() if before.get(t) != each}
                self.due |= new
            self._share()
            self._judge()
            self.counts[ROUNDS] += 1
        if (verified := self.offices[0].do("verify")).code:
            self.tell(INVALID, "verify", verified.err + verified.out)

    def _work(self, bench: Clerk) -> None:
        """Add issues, one of them answered and voted on, another taken into it."""
        photo = self.home / "照片.jpg"
        for place in range(self.lot.randint(1, 3)):
            name = f"{bench.who}第{self.turn + 1}次新增的{place + 1}"
            photo.write_bytes(name.encode())
            bench.make("add", "--title", name, "--text", f"{name}，门口台阶太高。")
            number = max(path.stem for path in bench.ledger.glob("issues/*.yaml"))
            if self.lot.random() < 1 / 2:
                self._hear(bench, number, str(photo))
            if self.lot.random() < 1 / 2:
                bench.make("edit", number, "--attach", str(photo))
        old = self.free.pop(self.lot.randrange(len(self.free)))
        words = ("--how", "并案", "--into", number, "--reason", "同一处")
        bench.make("drop", old, *words)

    def _hear(self, bench: Clerk, number: str, photo: str) -> None:
        """Let an issue be answered and voted on."""
        bench.make("approve", number)
        bench.make("assign", number, "--lead", "市民政局", "--deadline", "2024-09-30")
        kept = ("--attach", photo, "--text", "已整改。")
        bench.make("respond", number, "--by", "市民政局", *kept)
        ballot = f"2024-{len(list(bench.ledger.glob('votes/*.yaml'))) + 1:02}"
        bench.make("evaluate", number, *COUNTED, "--ballot", ballot)

    def _share(self) -> None:
        """Let all sync, in an order drawn by lot, until all have everything."""
        order = self.lot.sample(self.offices, len(self.offices))
        for bench in (*order, *order):
            done = bench.do("sync")
            self.counts[RENUMBERED] += done.err.count("已改为")
            if done.code:
                self.tell(INVALID, "sync", done.err)

    def _judge(self) -> None:
        """Everybody has all that was written, and every reference means the same."""
        one, *others = self.offices
        if any(head_of(each) != head_of(one) for each in others):
            self.tell(INVALID, "sync", "各家的版本不同")
        for fault in sorted(faults_of(one)):
            self.tell(INVALID, *fault)
        found = told(one)
        for title in sorted(self.due.keys() | found.keys()):
            if title not in found:
                self.tell(LOST, title, "没有了")
            elif found[title] != self.due.get(title):
                said = f"{found[title]}，应为 {self.due.get(title)}"
                self.tell(LOST, title, said)


def told(bench: Clerk) -> Told:
    """Say what a ledger holds: issues by titles, what they refer to in its place."""
    issues = {path.stem: _read(Issue, path) for path in bench.ledger.glob("issues/*")}
    titles = {number: str(each.get("标题", number)) for number, each in issues.items()}
    votes = {path.stem: _read(Vote, path) for path in bench.ledger.glob("votes/*")}
    meant = {
        number: _meant({**each, "票号": ""}, titles) for number, each in votes.items()
    }
    found: Told = {}
    for number, each in issues.items():
        files: dict[str, Plain] = {
            path.name: sha256(path.read_bytes()).hexdigest()
            for path in (bench.ledger / "files" / number).glob("*")
        }
        said = _meant({**each, "在": files}, {**titles, **meant})
        found[titles[number]] = said
    return found


def _meant(value: Plain, names: Mapping[str, Plain]) -> Plain:
    """Put in the place of each number what it refers to."""
    if isinstance(value, dict):
        return {label: _meant(each, names) for label, each in value.items()}
    if isinstance(value, list):
        return [_meant(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def _read(kind: type[Issue | Vote], path: Path) -> dict[str, Plain]:
    value = load(kind, path.read_bytes(), path.name).value
    return {} if value is None else value.plain()
