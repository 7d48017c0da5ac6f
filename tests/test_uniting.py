from __future__ import annotations

import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from offices import Clerk, clerk
from rectify.domain.merging.conflict import Side
from rectify.storage.git.cloning import OddName
from rectify.storage.git.repository import Repository
from rectify.storage.merging.files import PRESENCE, FileAndFolder, LinkInLedger
from rectify.storage.merging.workspace import unite
from sharing import head_of, note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rectify.domain.merging.conflict import Picks
    from rectify.storage.merging.workspace import Union

ON = date(2024, 7, 1)


@pytest.fixture
def bench(tmp_path: Path) -> Clerk:
    return clerk(tmp_path, JZ001="已交办", JZ002="待交办", JZ003="已答复")


class Lines:
    """Two lines of one workspace, changed one after the other."""

    def __init__(self, bench: Clerk) -> None:
        self.bench = bench
        self.repo = Repository.open(bench.root)
        bench.git("branch", "theirs")

    def on(self, line: str) -> None:
        """Go on with a line."""
        self.bench.git("checkout", "--quiet", line)

    def keep(self, line: str, **files: str | None) -> str:
        """Record files on a line, by their places with `__` for `/`."""
        self.on(line)
        for place, text in files.items():
            path = self.bench.root / place.replace("__", "/")
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
        return self.bench.keep(f"改 {line}")

    def united(self, picks: Mapping[str, Picks] | None = None) -> Union:
        """Merge their line into ours."""
        versions = [self.repo.version(line) for line in ("main", "theirs")]
        return unite(self.repo, *versions, picks=picks, on=ON)


@pytest.fixture
def lines(bench: Clerk) -> Lines:
    return Lines(bench)


def _issue(bench: Clerk, number: str) -> str:
    return f"data/{bench.name}/issues/{number}.yaml"


def _amend(lines: Lines, line: str, number: str, old: str, new: str) -> None:
    lines.on(line)
    lines.bench.amend(number, old, new)
    lines.bench.keep(f"改 {number}")


def test_a_file_that_one_side_changed_has_its_very_bytes(lines: Lines) -> None:
    _amend(lines, "theirs", "JZ-001", "类别: 项目建设", "类别:   '服务质量'  # 手写的")
    lines.on("main")
    union = lines.united()
    place = _issue(lines.bench, "JZ-001")
    after = union.results[place].after
    assert after is not None
    assert "类别:   '服务质量'  # 手写的" in after.decode()
    assert set(union.results) == {place}


def test_the_rules_of_a_ledger_come_before_its_issues(lines: Lines) -> None:
    field = "自定义字段:\n  - 名称: 片区\n    类型: 文本\n"
    lines.on("theirs")
    lines.bench.write("ledger.yaml", lines.bench.read("ledger.yaml") + field)
    _amend(lines, "theirs", "JZ-001", "办理记录:", "片区: 东片\n办理记录:")
    _amend(lines, "main", "JZ-001", "类别: 项目建设", "类别: 服务质量")
    union = lines.united()
    after = union.results[_issue(lines.bench, "JZ-001")].after
    assert not union.conflicts
    assert after is not None
    assert "片区: 东片" in after.decode()
    assert "类别: 服务质量" in after.decode()


def test_removed_here_and_changed_there_is_left_to_a_person(lines: Lines) -> None:
    place = _issue(lines.bench, "JZ-002")
    key = place.replace("/", "__")
    _amend(lines, "theirs", "JZ-002", "类别: 项目建设", "类别: 服务质量")
    lines.keep("main", **{key: None})
    (conflict,) = lines.united().conflicts[place]
    assert (conflict.key, conflict.ours) == (PRESENCE, None)
    back = lines.united({place: {PRESENCE: Side.THEIRS}})
    assert back.results[place].after is not None
    gone = lines.united({place: {PRESENCE: Side.OURS}})
    assert not gone.results
    assert not gone.conflicts


def test_removed_on_one_side_and_untouched_on_the_other_is_gone(lines: Lines) -> None:
    place = _issue(lines.bench, "JZ-002")
    lines.keep("theirs", **{place.replace("/", "__"): None})
    note_by_hand = lines.keep("main", README="x\n")
    assert note_by_hand
    assert lines.united().results[place].after is None


def test_evidence_that_both_sides_laid_down_is_left_to_a_person(lines: Lines) -> None:
    key = f"data__{lines.bench.name}__files__JZ-001__情况.txt"
    lines.keep("theirs", **{key: "乙的\n"})
    lines.keep("main", **{key: "甲的\n"})
    place = key.replace("__", "/")
    (conflict,) = lines.united().conflicts[place]
    assert (conflict.ours, conflict.theirs) == ("甲的\n", "乙的\n")
    picked = lines.united({place: {conflict.key: Side.THEIRS}})
    assert picked.results[place].after == "乙的\n".encode()


def test_a_file_that_one_side_made_faulty_is_picked_whole(lines: Lines) -> None:
    place = _issue(lines.bench, "JZ-001")
    _amend(lines, "theirs", "JZ-001", "类别: 项目建设", "类别：服务质量")
    _amend(lines, "main", "JZ-001", "类别: 项目建设", "类别: 民生")
    (conflict,) = lines.united().conflicts[place]
    assert "对方" in conflict.why
    assert "有差错" in conflict.why
    picked = lines.united({place: {conflict.key: Side.OURS}})
    assert not picked.conflicts
    assert not picked.results


def test_other_files_are_merged_by_their_lines_or_left_to_a_person(
    lines: Lines,
) -> None:
    text = "一\n二\n三\n四\n"
    for line in ("theirs", "main"):
        lines.keep(line, **{"README.md": text})
    lines.bench.git("merge", "--quiet", "--no-edit", "theirs")
    lines.bench.git("branch", "--force", "theirs", "main")
    lines.keep("theirs", **{"README.md": text.replace("一", "壹"), "a.txt": "乙"})
    lines.keep("main", **{"README.md": text.replace("四", "肆"), "a.txt": "甲"})
    union = lines.united()
    assert set(union.conflicts) == {"a.txt"}
    (readme,) = union.others
    blob = lines.repo.run("cat-file", "blob", readme.blob or "").decode()
    assert blob == "壹\n二\n三\n肆\n"
    picked = lines.united({"a.txt": {"文件": Side.THEIRS}})
    assert {each.path for each in picked.others} == {"README.md", "a.txt"}
    assert not lines.united({"a.txt": {"文件": Side.OURS}}).conflicts


def test_a_link_in_the_place_of_a_ledger_file_is_refused(lines: Lines) -> None:
    lines.on("theirs")
    (lines.bench.ledger / "issues" / "JZ-009.yaml").symlink_to("/etc/passwd")
    lines.bench.keep("链接")
    with pytest.raises(LinkInLedger, match="JZ-009"):
        lines.united()


def test_a_name_that_leads_into_gits_own_folder_is_refused(lines: Lines) -> None:
    blob = lines.repo.run("hash-object", "-w", "--stdin", typed=b"touch trap\n")
    line = f"100755 blob {blob.decode().strip()}\tpost-commit\n"
    hooks = lines.repo.run("mktree", typed=line.encode()).decode().strip()
    hidden = lines.repo.run("mktree", typed=f"040000 tree {hooks}\thooks\n".encode())
    top = lines.repo.run("ls-tree", "theirs")
    whole = top + f"040000 tree {hidden.decode().strip()}\t.GIT\n".encode()
    tree = lines.repo.run("mktree", typed=whole).decode().strip()
    words = ("commit-tree", tree, "-p", "theirs", "-m", "x")
    commit = lines.bench.git(*words).strip()
    lines.bench.git("branch", "--force", "theirs", commit)
    with pytest.raises(OddName):
        lines.united()


def test_another_repository_within_is_refused(lines: Lines) -> None:
    lines.on("theirs")
    commit = lines.repo.version("main")
    lines.bench.git("update-index", "--add", "--cacheinfo", f"160000,{commit},子库")
    lines.bench.git("commit", "--quiet", "--message", "子库")
    with pytest.raises(LinkInLedger, match="子库"):
        lines.united()


def test_a_name_that_is_a_file_here_and_a_folder_there_is_refused(
    lines: Lines,
) -> None:
    lines.keep("theirs", 资料__一="x")
    lines.keep("main", 资料="x")
    with pytest.raises(FileAndFolder, match="资料"):
        lines.united()


def met_crosswise(lines: Lines, *how: str) -> None:
    """Let both lines merge the other as it was."""
    git = lines.bench.git
    ours, theirs = (git("rev-parse", each).strip() for each in ("main", "theirs"))
    for line, other in (("main", theirs), ("theirs", ours)):
        lines.on(line)
        git("merge", "--quiet", "--no-edit", *how, other)


def test_lines_that_met_crosswise_bring_nothing_back(lines: Lines) -> None:
    """Both lines merged each other's; what one of them then removed stays removed."""
    bench = lines.bench
    _amend(lines, "theirs", "JZ-001", "类别: 项目建设", "类别: 服务质量")
    _amend(lines, "main", "JZ-003", "类别: 项目建设", "类别: 民生")
    met_crosswise(lines)
    assert len(bench.git("merge-base", "--all", "main", "theirs").split()) == 2
    _amend(lines, "theirs", "JZ-001", "类别: 服务质量\n", "")
    _amend(lines, "main", "JZ-001", "来源: 执法检查", "来源: 调研")
    union = lines.united()
    assert not union.conflicts
    after = union.results[_issue(bench, "JZ-001")].after
    assert after is not None
    assert "类别" not in after.decode().replace("# 类别以后可能要改", "")
    assert "来源: 调研" in after.decode()


def test_a_dispute_of_crosswise_lines_is_looked_at_from_before_it(
    lines: Lines,
) -> None:
    bench = lines.bench
    _amend(lines, "theirs", "JZ-001", "类别: 项目建设", "类别: 服务质量")
    _amend(lines, "main", "JZ-001", "类别: 项目建设", "类别: 民生")
    met_crosswise(lines, "--strategy=ours")
    (conflict,) = lines.united().conflicts[_issue(bench, "JZ-001")]
    assert (conflict.base, conflict.ours, conflict.theirs) == (
        "项目建设",
        "民生",
        "服务质量",
    )


def test_a_ledger_within_a_larger_repository_is_shared_with_it(tmp_path: Path) -> None:
    first = Clerk(tmp_path / "甲家", "甲")
    inner = clerk(tmp_path / "原来", JZ001="已交办", JZ002="待交办")
    inner.git("config", "--local", "--list")
    (inner.root / "data").rename(first.root / "data")
    outer = first.root
    first.git("init", "--quiet")
    first.git("symbolic-ref", "HEAD", "refs/heads/main")
    ledgers = outer / "办公室" / "台账"
    ledgers.mkdir(parents=True)
    (outer / "data").rename(ledgers / "data")
    (outer / "通知.txt").write_text("旧\n", "utf-8")
    first.keep("建")
    first.prepare()
    first.root = ledgers
    first.make("sync", "--to", str(tmp_path / "共享"))
    second = Clerk(tmp_path / "乙家", "乙")
    subprocess.run(
        ["git", "clone", "--quiet", str(tmp_path / "共享"), "."],
        check=True,
        cwd=second.root,
        env=second.environment(None),
    )
    (second.root / "通知.txt").write_text("新\n", "utf-8")
    second.keep("通知")
    second.root = second.root / "办公室" / "台账"
    note(second, "1", "乙了解的情况。")
    second.make("sync")
    note(first, "2", "甲了解的情况。")
    first.make("sync")
    assert (outer / "通知.txt").read_text("utf-8") == "新\n"
    assert "乙了解的情况。" in first.issue("JZ-001")
    assert first.git("status", "--porcelain") == ""
    second.make("sync")
    assert head_of(first) == head_of(second)
