from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from offices import clerk
from programs import program
from rectify.storage.git.program import GitFailed
from rectify.storage.git.unreached import explained
from rectify.storage.process import quoted
from sharing import git_of, head_of, note, office_of_two, sharing

if TYPE_CHECKING:
    from pathlib import Path

    from offices import Clerk
    from sharing import Sharing

__all__ = ["office_of_two", "sharing"]


def _refused(who: Clerk, *args: str, code: int = 7) -> str:
    """Sync, and let it be refused with nothing changed here."""
    files, head, url = who.files(), head_of(who), _url(who)
    done = who.do("sync", *args)
    assert done.code == code, done.err
    assert (who.files(), head_of(who), _url(who)) == (files, head, url)
    assert "Traceback" not in done.err
    return done.err


def _url(who: Clerk) -> str:
    return who.git("config", "--get", "--default", "", "remote.origin.url").strip()


def test_without_a_shared_place_it_says_how_to_name_one(tmp_path: Path) -> None:
    assert "rectify sync --to" in _refused(clerk(tmp_path, JZ001="已交办"))


def test_an_empty_folder_becomes_the_shared_one_and_others_do_not(
    tmp_path: Path,
) -> None:
    who = clerk(tmp_path, JZ001="已交办")
    taken = tmp_path / "资料"
    taken.mkdir()
    (taken / "别的.docx").write_bytes(b"x")
    assert "里已有别的东西" in _refused(who, "--to", str(taken), code=2)
    assert "U 盘插好没有" in _refused(who, "--to", str(tmp_path / "U盘/账"), code=2)
    assert not (tmp_path / "U盘").exists()
    own = str(who.root / "data" / "共享")
    assert "台账自己的文件夹" in _refused(who, "--to", own, code=2)
    empty = tmp_path / "空的"
    said = who.make("sync", "--to", str(empty), "--dry-run")
    assert f"将把 {empty} 建成共享文件夹" in said
    assert not empty.exists()
    empty.mkdir()
    who.make("sync", "--to", str(empty))
    assert git_of(empty, "rev-parse", "main") == head_of(who)
    assert git_of(empty, "config", "core.sharedRepository") in {"1", "group"}
    assert git_of(empty, "symbolic-ref", "HEAD") == "refs/heads/main"


def test_an_address_that_would_be_a_program_is_refused(tmp_path: Path) -> None:
    who = clerk(tmp_path, JZ001="已交办")
    for address in ("--upload-pack=/bin/true", "ext::sh -c id", ""):
        _refused(who, f"--to={address}", code=2)


def test_the_address_of_a_folder_may_be_a_url(sharing: Sharing) -> None:
    who = sharing.first
    who.git("config", "remote.origin.url", sharing.folder.as_uri())
    note(who, "1", "甲了解的情况。")
    who.make("sync")
    assert sharing.there() == head_of(who)


def test_a_second_place_is_not_taken_by_the_way(sharing: Sharing) -> None:
    first, other = sharing.first, sharing.home / "另一个"
    said = _refused(first, "--to", str(other))
    assert f"已与 {sharing.folder} 同步" in said
    assert f"git remote set-url origin {other}，然后 rectify sync --to {other}" in said
    assert not other.exists()
    first.make("sync", "--to", str(sharing.folder))
    first.git("remote", "set-url", "origin", str(other))
    first.make("sync", "--to", str(other))
    assert git_of(other, "rev-parse", "main") == head_of(first)


def test_a_stick_that_is_not_plugged_in_changes_nothing(sharing: Sharing) -> None:
    note(sharing.first, "1", "甲了解的情况。")
    sharing.folder.rename(sharing.home / "拔走了")
    assert "U 盘插好没有" in _refused(sharing.first)
    (sharing.home / "拔走了").rename(sharing.folder)
    assert "送出1次更新" in sharing.first.make("sync")


def test_offline_changes_nothing_and_says_so(sharing: Sharing) -> None:
    who = sharing.first
    who.git("config", "remote.origin.url", "http://127.0.0.1:9/office.git")
    assert "连不上 http://127.0.0.1:9/office.git" in _refused(who)
    who.git("config", "remote.origin.url", "http://me:secret@127.0.0.1:9/office.git")
    assert "secret" not in _refused(who)


def test_a_password_in_an_address_is_never_shown(sharing: Sharing) -> None:
    who = sharing.first
    address = "http://me:secret@127.0.0.1:9/office.git"
    who.git("remote", "rename", "origin", "总部")
    who.git("config", "remote.总部.url", address)
    done = who.do("doctor")
    assert "与 http://me@127.0.0.1:9/office.git 同步" in done.out
    new = who.do("init", "新", "--from", address)
    assert "没有取到 http://me@127.0.0.1:9/office.git 的台账" in new.err
    moved = who.do("sync", "--to", str(sharing.home / "换"))
    assert "已与 http://me@127.0.0.1:9/office.git 同步" in moved.err
    assert "secret" not in done.out + new.err + moved.err


def test_a_place_that_refuses_is_heard(sharing: Sharing) -> None:
    note(sharing.first, "1", "甲了解的情况。")
    git_of(sharing.folder, "config", "receive.hideRefs", "refs/heads/main")
    assert "不接收这次的更新" in _refused(sharing.first)
    git_of(sharing.folder, "config", "--unset", "receive.hideRefs")
    sharing.first.make("sync")


def test_a_program_of_the_shared_folder_does_not_run_here(sharing: Sharing) -> None:
    hooks = sharing.folder / "hooks"
    hooks.mkdir(exist_ok=True)
    trap = sharing.home / "中招"
    for name in ("pre-receive", "update", "post-receive", "post-update"):
        program(hooks, name, f"touch '{trap}'")
    git_of(sharing.folder, "config", "core.alternateRefsCommand", f"touch '{trap}' #")
    note(sharing.first, "1", "甲了解的情况。")
    sharing.first.make("sync")
    assert sharing.there() == head_of(sharing.first)
    assert not trap.exists()


def test_settings_that_could_start_a_program_are_named(sharing: Sharing) -> None:
    first = sharing.first
    for key, value in (
        ("core.sshcommand", "touch trap"),
        ("credential.helper", "!touch trap"),
        ("filter.x.smudge", "touch trap"),
        ("remote.origin.uploadpack", "touch trap"),
        ("url.ext::sh.insteadof", "/"),
        ("include.path", "../trap"),
        ("remote.other.url", "ext::touch trap"),
        ("extensions.partialclone", "origin"),
        ("core.somethingnew", "touch trap"),
    ):
        first.git("config", key, value)
        done = first.do("sync")
        assert done.code == 7
        assert f"  {key} = {value}\n" in done.err
        assert f"--unset-all {quoted(key)}" in done.err
        first.git("config", "--unset-all", key)
    first.make("sync")


def test_a_setting_is_found_where_it_is_included_from(sharing: Sharing) -> None:
    first = sharing.first
    (first.root / ".git" / "more").write_text("[alias]\n\tx = !touch trap\n", "utf-8")
    first.git("config", "include.path", "more")
    assert "alias.x = !touch trap" in _refused(first)
    first.git("config", "--unset", "include.path")
    first.git("config", "extensions.worktreeConfig", "true")
    first.git("config", "--worktree", "gpg.program", "touch trap")
    assert "gpg.program = touch trap" in _refused(first)


def test_a_repository_without_settings_has_none_to_refuse(sharing: Sharing) -> None:
    (sharing.first.root / ".git" / "config").unlink()
    sharing.first.make("sync", "--to", str(sharing.folder))


def test_settings_of_ours_from_another_place_are_set_up_anew(sharing: Sharing) -> None:
    sharing.first.git("config", "merge.rectify.driver", "touch trap")
    assert "rectify doctor --fix" in _refused(sharing.first)
    sharing.first.make("doctor", "--fix")
    sharing.first.make("sync")


def test_harmless_settings_are_let_be(sharing: Sharing) -> None:
    for key, value in (
        ("user.name", "甲"),
        ("branch.main.vscode-merge-base", "origin/main"),
        ("pull.rebase", "true"),
        ("core.autocrlf", "true"),
    ):
        sharing.first.git("config", key, value)
    sharing.first.make("sync")


def test_another_ledger_is_not_merged_into_this_one(
    sharing: Sharing, tmp_path: Path
) -> None:
    stranger = clerk(tmp_path / "外人", JZ001="待交办")
    said = _refused(stranger, "--to", str(sharing.folder))
    assert "另一本账" in said
    assert "init 新文件夹 --from" in said


def test_a_rewritten_history_is_not_merged_in_silence(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    note(second, "1", "乙了解的情况。")
    second.make("sync")
    first.make("sync")
    second.git("reset", "--quiet", "--hard", "HEAD~1")
    note(second, "2", "乙改口了。")
    second.git("push", "--quiet", str(sharing.folder), "HEAD:refs/heads/anew")
    git_of(sharing.folder, "branch", "--quiet", "-M", "anew", "main")
    said = _refused(first)
    assert "被改写过" in said
    assert sharing.there() == head_of(second)
    remedy = said[said.index("git update-ref") :].partition("，")[0].split()
    first.git(*remedy[1:])
    first.make("sync")
    assert "乙了解的情况。" in first.issue("JZ-001")


def test_a_place_that_was_emptied_is_not_filled_without_a_word(
    sharing: Sharing,
) -> None:
    shutil.rmtree(sharing.folder)
    sharing.folder.mkdir()
    assert "没有找到" in _refused(sharing.first)
    git_of(sharing.folder, "init", "--quiet", "--bare")
    assert "里什么也没有" in _refused(sharing.first)
    sharing.first.make("sync", "--to", str(sharing.folder))
    assert sharing.there() == head_of(sharing.first)


@pytest.mark.skipif(os.geteuid() != 0, reason="只有管理员能把文件夹给别人")
def test_a_folder_of_somebody_else_needs_one_command(sharing: Sharing) -> None:
    for folder, _, names in os.walk(sharing.folder):
        for name in (folder, *(f"{folder}/{name}" for name in names)):
            os.chown(name, 65534, 65534)
    said = _refused(sharing.first)
    assert "git config --global --add safe.directory" in said
    begun = sharing.first.do("init", "新来的", "--from", str(sharing.folder))
    assert begun.code == 7
    assert begun.err == said.replace("rectify sync", "rectify init")
    command = said[said.index("git config --global") :].partition("\n")[0]
    settings = sharing.home / "gitconfig"
    settings.touch()
    whole = {**os.environ, "GIT_CONFIG_GLOBAL": str(settings)}
    subprocess.run(["sh", "-c", command], check=True, env=whole)
    done = sharing.first.do("sync", GIT_CONFIG_GLOBAL=str(settings))
    assert done.code == 0, done.err


def test_what_would_come_and_go_is_shown_and_nothing_done(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.make("edit", "1", "--set", "类别=民生")
    second.make("sync")
    first.make("edit", "1", "--set", "类别=基建")
    note(first, "2", "甲了解的情况。")
    files, head, there = first.files(), head_of(first), sharing.there()
    said = _refused(first, "--dry-run")
    assert "  收 乙：修改 JZ-001：类别\n" in said
    assert "  送 甲：备注 JZ-002" in said
    assert "有1处冲突" in said
    assert "预演" not in said
    assert (first.files(), head_of(first), sharing.there()) == (files, head, there)


def test_a_number_that_would_change_is_foretold(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    for who in (second, first):
        who.make("add", "--title", f"{who.who}发现的问题", "--text", f"{who.who}说。")
    second.make("sync")
    first.amend("JZ-002", "类别: 项目建设", "类别: 服务质量")
    before = first.files(), head_of(first), sharing.there()
    said = first.make("sync", "--dry-run")
    assert "（预演）JZ-004 与对方新增的同号，已改为 JZ-005\n" in said
    assert said.endswith("（预演，没有写入）将收到1次更新，送出3次\n")
    assert (first.files(), head_of(first), sharing.there()) == before
    assert "送出3次更新" in first.make("sync")


def test_a_faulty_edit_by_hand_is_foretold(sharing: Sharing) -> None:
    sharing.first.amend("JZ-002", "类别: 项目建设", "类别：服务质量")
    assert "issues/JZ-002.yaml" in _refused(sharing.first, "--dry-run", code=5)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("error: insufficient permission for adding an object", "没有权限写入"),
        ("fatal: Authentication failed for 'https://x/'", "没有权限写入"),
        ("Host key verification failed.", "ssh office.example"),
        ("fatal: write error: No space left on device", "磁盘已满"),
        ("fatal: the remote end hung up unexpectedly", "中途断了"),
        ("fatal: transport 'ftp' not allowed", "不与“"),
        ("ssh: connect to host x: Connection timed out", "连不上"),
        ("! [remote rejected] main -> main (protected branch)", "不接收这次的更新"),
        ("error: Unable to create '/x/y.lock': File exists.", "另一个同步正在进行"),
        ("fatal: something new", "something new"),
    ],
)
def test_gits_own_words_are_put_so_that_one_knows_what_to_do(
    words: str, said: str
) -> None:
    where = "ssh://office.example/账.git"
    told = explained(GitFailed(128, words), where, local=False, sending=True)
    assert said in str(told)


def test_files_of_a_forge_come_along_and_stay_as_they_are(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    (second.root / "README.md").write_text("说明\n\n一\n", "utf-8")
    (second.root / ".github").mkdir()
    (second.root / ".github" / "ci.yml").write_text("on: push\n", "utf-8")
    second.keep("说明")
    second.make("sync")
    note(first, "1", "甲了解的情况。")
    first.make("sync")
    assert (first.root / "README.md").read_text("utf-8") == "说明\n\n一\n"
    assert (first.root / ".github" / "ci.yml").exists()
    (first.root / "README.md").write_text("新的说明\n\n一\n", "utf-8")
    first.keep("改说明")
    (second.root / "README.md").write_text("说明\n\n一\n二\n", "utf-8")
    second.keep("补说明")
    second.make("sync")
    first.make("sync")
    assert (first.root / "README.md").read_text("utf-8") == "新的说明\n\n一\n二\n"
    assert first.git("status", "--porcelain") == ""


def test_files_beside_that_were_edited_and_not_recorded_are_not_overwritten(
    sharing: Sharing,
) -> None:
    first, second = sharing.first, sharing.second
    (second.root / "README.md").write_text("说明\n", "utf-8")
    second.keep("说明")
    second.make("sync")
    (first.root / "README.md").write_text("我写的\n", "utf-8")
    assert "README.md 在本机改过" in _refused(first, code=3)
    (first.root / "README.md").unlink()
    first.make("sync")
    assert (first.root / "README.md").read_text("utf-8") == "说明\n"


def test_whoever_waits_before_a_terminal_is_told_what_for(sharing: Sharing) -> None:
    bin_ = sharing.home / "bin"
    bin_.mkdir()
    real = shutil.which("git")
    slow = f'case "$*" in *" fetch "*) sleep 2;; esac; exec "{real}" "$@"'
    program(bin_, "git", slow)
    path = f"{bin_}:{os.environ['PATH']}"
    shown = sharing.first.on_terminal("sync", PATH=path).out
    assert f"正在连接 {sharing.folder}，请稍候…\r\x1b[K没有新的更新" in shown


def test_killed_at_any_time_it_is_finished_by_the_next_one(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    note(second, "1", "乙了解的情况。")
    (second.root / "README.md").write_text("说明\n", "utf-8")
    second.keep("说明")
    second.make("sync")
    note(first, "2", "甲了解的情况。")
    ahead = head_of(first)
    script = (
        "import os, signal, sys\n"
        "from rectify.storage.git import program\n"
        "ask, left = program.ask_program, [int(sys.argv[1])]\n"
        "def some(*words, **how):\n"
        "    left[0] -= 1\n"
        "    left[0] or os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return ask(*words, **how)\n"
        "program.ask_program = some\n"
        "from rectify.cli.panels import app\n"
        "from rectify.cli.shell import run\n"
        "sys.exit(run(app, ['sync']))\n"
    )
    ended = -signal.SIGKILL
    calls = 9
    while ended == -signal.SIGKILL:
        done = subprocess.run(
            [sys.executable, "-c", script, str(calls)],
            check=False,
            cwd=first.root,
            env=first.environment(None),
            capture_output=True,
        )
        ended = done.returncode
        assert ended in {0, -signal.SIGKILL}, done.stderr.decode()
        calls += 14
    assert calls > 30
    assert sharing.there() == head_of(first)
    between = first.git("rev-list", "--count", f"{ahead}..HEAD").strip()
    assert between == "3"
    assert first.git("status", "--porcelain") == ""
    second.make("sync")
    assert second.issue("JZ-001") == first.issue("JZ-001")
