"""Two offices do something to one issue, whatever it is: nothing of either is lost.

Each operation is done by the real command; each pair of them is merged from both sides.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mergers import version, voids, wrongs
from office import LEDGER, office
from operations import (
    BY_HAND,
    COMMANDS,
    NUMBER,
    OPERATIONS,
    OPINIONS,
    bench_in,
    done,
)
from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger
from rectify.storage.git import setup
from rectify.storage.git.repository import Repository
from rectify.storage.merging.joining import Three, join
from rectify.storage.merging.markers import marked, sides
from rectify.storage.yaml import load
from workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterator

    from operations import Operation
    from rectify.storage.merging.joining import Joined

DAY = date(2024, 12, 2)
ISSUE = f"data/ylfw-2024/issues/{NUMBER}.yaml"
LIVES = (
    "待交办",
    "已交办",
    "办理中",
    "待改派",
    "已答复",
    "测评通过",
    "已销号",
    "已终止",
)
RECORDS = tuple(each for each in COMMANDS if each.words[0] != "edit")
# A unit's answer is sent back by one, while the other lets it pass.
CLOSING = tuple(each.name for each in RECORDS if each.words[0] in {"reject", "track"})
# One field of each kind; the others are merged as these are.
FIELDS = (
    "标题",
    "类别",
    "性质",
    "审议意见",
    "提出日期",
    "问题描述",
    "备注",
    "拟协办",
    "attach",
)
EDITS = (
    *(e for e in COMMANDS if e.words[0] == "edit" and any(f in e.name for f in FIELDS)),
    *BY_HAND,
)
# What touches the records themselves, or all lines of the file.
TOUCHING = tuple(
    each
    for each in OPERATIONS
    if re.search("标题|末尾|办理记录|项$|作废$|换行符", each.name)
    and each not in RECORDS
)


class Deed(NamedTuple):
    """What an operation makes of an issue, done by one office and by the other."""

    name: str
    ours: bytes
    theirs: bytes


class Case(NamedTuple):
    """An issue in a state, and all that can be done to it there."""

    ledger: Ledger
    base: bytes
    deeds: tuple[Deed, ...]

    def join(self, ours: bytes, theirs: bytes) -> Joined:
        files = Three(self.base, ours, theirs)
        return join(files, Issue, ISSUE, self.ledger, on=DAY)


def case(home: Path, state: str, operations: tuple[Operation, ...]) -> Case:
    """Do each of the operations, by both offices, to an issue in a state."""
    bench = bench_in(home, state)
    ledger = load(Ledger, bench.read("ledger.yaml").encode(), "x").value
    assert ledger is not None
    base = bench.issue(NUMBER).encode()
    deeds = []
    for operation in operations:
        changed = done(bench, operation, "甲") or {}
        if ISSUE in changed:
            ours = changed[ISSUE]
            theirs = ours.replace("甲".encode(), "乙".encode())
            if "--attach" in operation.words:
                theirs = (done(bench, operation, "乙") or {})[ISSUE]
            deeds.append(Deed(operation.name, ours, theirs))
    return Case(ledger, base, tuple(deeds))


def faults(case: Case, one: Deed, two: Deed) -> Iterator[str]:
    """Say what is wrong when two offices have done these to one issue."""
    files = Three(case.base, one.ours, two.theirs)
    found, other = case.join(*files[1:]), case.join(two.theirs, one.ours)
    if found.data != other.data:
        yield "another result from the other side"
    if len(found.conflicts) != len(other.conflicts):
        yield "another conflict from the other side"
    if found.data is not None:
        yield from wrongs(Issue, case.ledger, files, found.data)
        return
    if not found.conflicts or not marked(found.marked):
        yield "no conflict and no result"
    _, ours, theirs = sides(found.marked)
    for name, data, side in (("ours", ours, one.ours), ("theirs", theirs, two.theirs)):
        kept_ = voids(version(Issue, data).value)
        lost = [e for e in voids(version(Issue, side).value) if e not in kept_]
        yield from (f"marked: {name} lost {event}" for event in lost)


def all_faults(case: Case, pairs: list[tuple[Deed, Deed]]) -> list[str]:
    return [
        f"{one.name} / {two.name}: {fault}"
        for one, two in pairs
        for fault in faults(case, one, two)
    ]


def test_every_pair_of_records_that_a_life_allows_merges_whole_or_stops(
    tmp_path: Path,
) -> None:
    tried: set[tuple[str, str]] = set()
    found: list[str] = []
    for state in LIVES:
        there = case(tmp_path / state, state, RECORDS)
        pairs = [
            (one, two)
            for one, two in itertools.combinations_with_replacement(there.deeds, 2)
            if (one.name, two.name) not in tried
        ]
        tried |= {(one.name, two.name) for one, two in pairs}
        found += [f"{state}: {fault}" for fault in all_faults(there, pairs)]
    assert found == []
    assert {name for pair in tried for name in pair} == {each.name for each in RECORDS}


def test_every_pair_of_edits_merges_whole_or_stops(tmp_path: Path) -> None:
    found = case(tmp_path, "已交办", EDITS)
    pairs = list(itertools.combinations_with_replacement(found.deeds, 2))
    assert len(pairs) >= 300
    assert all_faults(found, pairs) == []


def test_a_record_and_an_edit_merge_whole_or_stop(tmp_path: Path) -> None:
    found = case(tmp_path, "已答复", (*RECORDS, *TOUCHING))
    names = {each.name for each in RECORDS}
    records = [deed for deed in found.deeds if deed.name in names]
    edits = [deed for deed in found.deeds if deed.name not in names]
    assert len(edits) == len(TOUCHING)
    assert all_faults(found, list(itertools.product(records, edits))) == []


@pytest.mark.parametrize(
    ("state", "one", "two"),
    [
        ("测评通过", "close", "close"),
        ("测评通过", "close", "drop"),
        ("已答复", "track", "track"),
        ("已答复", "reject", "evaluate --satisfied 30"),
        ("待交办", "assign", "assign"),
        ("待交办", "edit --set 标题", "edit --set 标题"),
        ("待交办", "手工：描述后加一句", "手工：描述后加一句"),
        ("已答复", "手工：删去一项", "void --event 3 --reason"),
    ],
)
def test_what_the_rules_forbid_together_is_left_to_people(
    tmp_path: Path, state: str, one: str, two: str
) -> None:
    chosen = [each for each in OPERATIONS if each.name.startswith((one, two))]
    deeds = {deed.name: deed for deed in case(tmp_path, state, tuple(chosen)).deeds}
    ours = next(deed for name, deed in deeds.items() if name.startswith(one))
    theirs = next(deed for name, deed in deeds.items() if name.startswith(two))
    found = case(tmp_path / "又", state, ()).join(ours.ours, theirs.theirs)
    assert found.data is None
    assert found.conflicts


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("note", "note"),
        ("progress", "urge --by 市民政局 --text"),
        ("edit --set 标题", "edit --set 类别={who}"),
        ("edit --set 标题", "progress"),
        ("手工：描述前加一句", "手工：描述后加一句"),
        ("edit --attach", "edit --attach"),
        ("void --event 1 --reason", "note"),
    ],
)
def test_what_goes_together_goes_without_a_word(
    tmp_path: Path, one: str, two: str
) -> None:
    chosen = [each for each in OPERATIONS if each.name.startswith((one, two))]
    deeds = {deed.name: deed for deed in case(tmp_path, "已交办", tuple(chosen)).deeds}
    ours = next(deed for name, deed in deeds.items() if name.startswith(one))
    theirs = next(deed for name, deed in deeds.items() if name.startswith(two))
    found = case(tmp_path / "又", "已交办", ()).join(ours.ours, theirs.theirs)
    assert found.data is not None
    assert found.data not in {ours.ours, theirs.theirs}


class Office(Workbench):
    """An office with a clone of its own, which knows git and nothing else."""

    def __init__(self, home: Path, shared: Workbench, *, driver: bool = True) -> None:
        super().__init__(home)
        self.git("clone", "--quiet", str(shared.root), ".")
        repository = Repository.find(self.root)
        assert repository is not None
        if driver:
            setup.install(repository)

    def has(self, files: dict[str, bytes]) -> None:
        """Put files into a version."""
        for place, data in files.items():
            self.write(place, data)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "改动")

    def merge(self, other: Workbench) -> set[str]:
        """Merge what another office has, by plain git; give where git stopped."""
        self.git("fetch", "--quiet", str(other.root), "+HEAD:refs/office/other")
        with contextlib.suppress(subprocess.CalledProcessError):
            self.git("merge", "--quiet", "--no-edit", "refs/office/other")
        stopped = self.git("diff", "--name-only", "--diff-filter=U", "-z")
        assert not self.git("diff", "--name-only", "-z") or stopped
        return {Path(name).stem for name in stopped.split("\0") if name}


def shared_place(home: Path, base: bytes, ledger: str, count: int) -> Workbench:
    """Make a repository with the same issue under some numbers."""
    bench = office(home)
    bench.write("ledger.yaml", ledger)
    for name, data in numbered([base] * count).items():
        bench.write(name, data)
    bench.git("init", "--quiet", "--initial-branch=main")
    (bench.root / ".gitattributes").write_bytes(setup.attributes())
    bench.commit()
    return bench


def numbered(versions: list[bytes]) -> dict[str, bytes]:
    return {
        f"issues/JZ-{number:03}.yaml": renamed(data, number)
        for number, data in enumerate(versions, 1)
    }


def renamed(data: bytes, number: int) -> bytes:
    return data.replace(NUMBER.encode(), f"JZ-{number:03}".encode())


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Case:
    home = tmp_path_factory.mktemp("已答复")
    chosen = [each for each in OPERATIONS if "--attach" not in each.words]
    return case(home, "已答复", tuple(chosen))


def test_two_offices_come_to_the_same_bytes_whoever_merges(
    tmp_path: Path, answered: Case
) -> None:
    deeds = random.Random(5).sample(answered.deeds, 10)
    pairs = [*zip(deeds[::2], deeds[1::2], strict=True), (deeds[0], deeds[0])]
    named = {deed.name: deed for deed in answered.deeds}
    pairs.append((named[CLOSING[0]], named[CLOSING[1]]))
    shared = shared_place(tmp_path, answered.base, LEDGER + OPINIONS, len(pairs))
    one, two = Office(tmp_path / "甲", shared), Office(tmp_path / "乙", shared)
    one.has(numbered([deed.ours for deed, _ in pairs]))
    two.has(numbered([deed.theirs for _, deed in pairs]))
    before = Office(tmp_path / "丙", one)
    stopped = one.merge(two)
    assert two.merge(before) == stopped
    merged = numbered(
        [
            answered.join(first.ours, second.theirs).data or b""
            for first, second in pairs
        ]
    )
    clean = {name for name, data in merged.items() if data}
    assert {Path(name).stem for name in merged.keys() - clean} == stopped
    assert 0 < len(stopped) < len(pairs)
    for name, data in merged.items():
        if data:
            assert one.read(name).encode() == data
            assert two.read(name).encode() == data
        else:
            assert marked(one.read(name).encode())
    found = one.do("check", "--quiet", "--json").json
    assert {Path(each["文件"]).stem for each in found} == stopped


def test_three_offices_come_to_the_same_bytes_in_any_order(
    tmp_path: Path, answered: Case
) -> None:
    names = ("note", "progress", "手工：文件末尾加注")
    deeds = [deed for deed in answered.deeds if deed.name.startswith(names)]
    shared = shared_place(tmp_path, answered.base, LEDGER + OPINIONS, len(deeds))
    homes = [tmp_path / who for who in "甲乙丙"]
    offices = [Office(home, shared) for home in homes]
    for place, bench in enumerate(offices):
        turned = deeds[place:] + deeds[:place]
        versions = [
            deed.ours.replace("甲".encode(), "甲乙丙"[place].encode())
            for deed in turned
        ]
        bench.has(numbered(versions))
    results = []
    for order in ((0, 1, 2), (2, 1, 0)):
        room = Office(tmp_path / f"{order}", offices[order[0]])
        for place in order[1:]:
            assert room.merge(offices[place]) == set()
        results.append(room.files())
    assert results[0] == results[1]


def test_without_the_driver_nothing_goes_wrong_in_silence(
    tmp_path: Path, answered: Case
) -> None:
    deeds = random.Random(6).sample(answered.deeds, 40)
    pairs = list(zip(deeds[::2], deeds[1::2], strict=True))
    shared = shared_place(tmp_path, answered.base, LEDGER + OPINIONS, len(pairs))
    one = Office(tmp_path / "甲", shared, driver=False)
    two = Office(tmp_path / "乙", shared, driver=False)
    one.has(numbered([deed.ours for deed, _ in pairs]))
    two.has(numbered([deed.theirs for _, deed in pairs]))
    stopped = one.merge(two)
    assert stopped
    faulty = {
        Path(each["文件"]).stem for each in one.do("check", "--quiet", "--json").json
    }
    assert stopped <= faulty
    for number, (first, second) in enumerate(pairs, 1):
        if f"JZ-{number:03}" not in faulty:
            name = f"issues/JZ-{number:03}.yaml"
            versions = (answered.base, first.ours, second.theirs)
            files = Three(*(renamed(each, number) for each in versions))
            found = wrongs(Issue, answered.ledger, files, one.read(name).encode())
            assert list(found) == [], (first.name, second.name)
