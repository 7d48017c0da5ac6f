"""A folder that came from somebody else starts nothing of its own.

Every command is run in a workspace whose `.git` names a program in every place where
git would start one. None of them is started; only the user's own editor is.
"""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest
import typer

from hostile_git import ATTRIBUTES, Trap
from office import office
from programs import needs
from rectify.cli.panels import app
from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs("git")

# Every command, in an order in which each has something to do.
COMMANDS = """
doctor
doctor --fix
list
show JZ-004
due
rates
changes --since 2024-01-01
changes --since HEAD
units
units add 市教育局
units alias 市教育局 教育局
add --title 路灯不亮
import 清单.csv --yes --add-units
edit JZ-004 --set 类别=消防
approve JZ-002 --meeting 主任会议
assign JZ-002 --lead 民政局 --deadline 9月底前
accept JZ-002
decline JZ-003 --by 民政局 --reason 不属本单位职责 --force --on 2024-06-21
reassign JZ-009 --from 民政局 --to 应急局 --reason 职责调整
plan JZ-004 --leader 副局长甲 --measures 分两批改造
progress JZ-004 --text 正在改造
contact JZ-004 --by 民政局 --manner 电话 --text 问了进度
extend JZ-004 --deadline 2024-12-31 --reason 雨季 --approver 主任会议 --on 2024-08-01
urge JZ-004
key JZ-004 --leader 副主任甲
respond JZ-004 --class A --text 已经办好
reject JZ-005 --reason 没有附件
review JZ-006 --result 整改到位 --reviewer 社会委
feedback JZ-006 --from 执法检查组 --result 满意
evaluate JZ-006 --satisfied 30 --basic 5 --unsatisfied 1 --meeting 第三十次会议
close JZ-006 --approver 主任会议
recheck JZ-001 --result 巩固
track JZ-007 --next 2025-06-30 --reason 长期任务
drop JZ-008 --how 撤回 --reason 不再实施
resume JZ-008 --reason 又要实施
reply JZ-008 --asker 代表甲 --question 何时办好 --by 民政局 --answer 年底
note JZ-004 --text 电话里问过
void JZ-004 --event 2 --reason 记错了
new dt-2025 --title 电梯 --prefix DT --organ 某市人大常委会
carry JZ-009 --to dt-2025 --reason 转入下年
report 情况通报 -o 通报.docx -l ylfw-2024
send -o 发出 -l ylfw-2024
collect 发出 --yes
history JZ-004
history JZ-004 --patch
verify
check
format
undo
undo
resolve
sync
rates
"""
STANDS = (
    *("已销号", "待交办", "已交办", "办理中", "已答复", "已答复", "已答复"),
    *("待交办", "已交办"),
)
WRITING = 30
LEDGER = (
    *("--ledger", "yl-2024", "--title", "养老", "--prefix", "YL"),
    *("--organ", "某市人大常委会"),
)
OURS = {".rectify", ".gitattributes", ".gitignore"}
HIDDEN = {
    "merge-driver": "merge-driver 甲 甲 甲 7 data/ylfw-2024/issues/JZ-004.yaml",
    "textconv": "textconv data/ylfw-2024/issues/JZ-004.yaml",
}
REFUSED = {"init", "sync"}


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "陷阱")


def received(home: Path) -> Workbench:
    """Make the folder as it came: issues in every state, and one version of them."""
    states = {f"JZ{n:03}": state for n, state in enumerate(STANDS, start=1)}
    bench = office(home, **states)
    (bench.root / "清单.csv").write_text("标题,问题\n井盖,井盖缺失\n", "utf-8")
    bench.git("init", "--quiet", "--template=")
    bench.commit()
    bench.today = "2024-11-10"
    return bench


def ended(bench: Workbench) -> dict[str, int]:
    """Run every command, one after the other, and give how each ended."""
    found = {}
    for command in [*COMMANDS.strip().split("\n"), *HIDDEN.values()]:
        done = bench.do(*shlex.split(command), EDITOR="true")
        assert "Traceback" not in done.err, (command, done.err)
        found[command] = done.code
    return found


def test_every_command_is_tried() -> None:
    group = typer.main.get_command(app)
    tried = {line.split()[0] for line in COMMANDS.strip().split("\n")}
    assert isinstance(group, typer.core.TyperGroup)
    assert tried | set(HIDDEN) | {"init"} == set(group.commands)


def test_no_command_starts_a_program_of_the_folder(tmp_path: Path, trap: Trap) -> None:
    bench = received(tmp_path)
    config = (bench.root / ".git" / "config").read_bytes()
    trap.lay(bench.root / ".git")
    (bench.root / ".gitattributes").write_text(ATTRIBUTES, "utf-8")
    found = {command: code for command, code in ended(bench).items() if code}
    assert found == {"sync": 7, HIDDEN["merge-driver"]: 1}
    assert trap.sprung() == []
    (bench.root / ".git" / "config").write_bytes(config)
    said = bench.git("log", "--format=%s").splitlines()
    assert len(said) > WRITING
    assert "交办 JZ-002 市民政局（限2025年9月30日）" in said


def test_sync_refuses_the_settings_and_names_them(tmp_path: Path, trap: Trap) -> None:
    bench = received(tmp_path)
    trap.lay(bench.root / ".git")
    done = bench.do("sync")
    assert done.code == 7
    assert "core.askpass = " in done.err
    assert f"git config --file {bench.root / '.git' / 'config'} --unset" in done.err
    assert trap.sprung() == []


def test_the_trap_is_one_for_git_itself(tmp_path: Path, trap: Trap) -> None:
    bench = received(tmp_path)
    trap.lay(bench.root / ".git")
    bench.write("units.yaml", bench.read("units.yaml") + "# 改\n")
    for words in ("add --all", "diff HEAD", "fetch origin", "log -1", "commit -m 甲"):
        subprocess.run(
            ["git", "--git-dir=.git", "--work-tree=.", *words.split()],
            check=False,
            capture_output=True,
            cwd=bench.root,
            env=bench.environment(None),
        )
    assert {"filter.served.process", "remote.origin.url"} < set(trap.sprung())


@pytest.mark.parametrize("url", ["ext::{} %S", "/没有", "ssh://没有/台账", "{}"])
def test_what_a_folder_lacks_is_fetched_from_nowhere(
    tmp_path: Path, trap: Trap, url: str
) -> None:
    bench = received(tmp_path)
    bench.do("note", "JZ-004", "--text", "电话里问过")
    blob = bench.git("rev-parse", "HEAD~1:data/ylfw-2024/issues/JZ-004.yaml").strip()
    (bench.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": url.format(trap.program("promisor")),
        "remote.origin.uploadpack": str(trap.program("uploadpack")),
        "core.sshCommand": str(trap.program("sshCommand")),
        "protocol.ext.allow": "always",
        "remote.origin.partialCloneFilter": "blob:none",
    }.items():
        bench.git("config", key, value)
    for command in ("history JZ-004", "history JZ-004 --patch", "verify"):
        done = bench.do(*command.split())
        assert (done.code, "Traceback" in done.err) == (7, False), (command, done.err)
    for command in ("changes --since HEAD", "undo", "note JZ-004 --text 又问过"):
        assert "Traceback" not in bench.do(*command.split()).err
    assert trap.sprung() == []


def test_a_shared_folder_starts_nothing_either(tmp_path: Path, trap: Trap) -> None:
    first, second = Workbench(tmp_path / "甲"), Workbench(tmp_path / "乙")
    place = tmp_path / "共享.git"
    founded = first.do("init", ".", *LEDGER)
    assert (founded.code, first.do("sync", "--to", str(place)).code) == (0, 0)
    assert second.do("init", ".", "--from", str(place)).code == 0
    trap.lay(place)
    (place / "objects" / "info").mkdir(exist_ok=True)
    objects = first.root / ".git" / "objects"
    (place / "objects" / "info" / "alternates").write_text(f"{objects}\n", "utf-8")
    first.do("add", "--title", "路灯不亮")
    assert (first.do("sync").code, second.do("sync").code) == (0, 0)
    assert second.do("list", "--numbers").out == "YL-001\n"
    assert trap.sprung() == []


def test_a_link_in_the_git_folder_leads_nowhere(tmp_path: Path, trap: Trap) -> None:
    bench = received(tmp_path)
    trap.lay(bench.root / ".git")
    (bench.root / ".git" / "rectify").symlink_to("..")
    before = {each.name for each in bench.root.iterdir()}
    for command in ("note JZ-004 --text 问过", "doctor --fix", "undo", "verify"):
        assert "Traceback" not in bench.do(*command.split()).err
    assert {each.name for each in bench.root.iterdir()} - before <= OURS
    assert trap.sprung() == []


def test_what_changed_since_a_day_needs_no_git(tmp_path: Path, trap: Trap) -> None:
    bench = received(tmp_path)
    trap.program("git").rename(tmp_path / "git")
    done = bench.run("changes", "--since", "2024-01-01", PATH=str(tmp_path))
    assert done.code == 0
    assert "已销号" in done.out or "销号" in done.out
    assert trap.sprung() == []


def test_merging_and_showing_take_no_module_out_of_the_folder(tmp_path: Path) -> None:
    bench = received(tmp_path)
    assert bench.do("doctor", "--fix").code == 0
    mark = tmp_path / "痕迹"
    for module in ("rectify", "typer", "json", "pydantic", "yaml", "sitecustomize"):
        text = f"open({str(mark)!r}, 'w')\n"
        (bench.root / f"{module}.py").write_text(text, "utf-8")
    bench.git("branch", "对方")
    assert bench.do("progress", "JZ-004", "--text", "一半").code == 0
    bench.git("switch", "--quiet", "对方")
    assert bench.do("note", "JZ-004", "--text", "电话里问过").code == 0
    bench.git("merge", "--quiet", "-m", "合并", "-")
    shown = bench.git("log", "-p", "-1", "HEAD~1")
    assert {"进展", "备注"} <= set(bench.issue("JZ-004").split())
    assert "电话里问过" in shown
    assert not mark.exists()
