"""How a version history begins: init, init --from, doctor --fix."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from nobody import NOBODY
from office import office
from programs import needs
from workbench import Workbench

pytestmark = needs("git")

INIT = ("init", ".", "--example", "jiaozuo-2024")
BLOCK = "# rectify 开始"


def log(bench: Workbench) -> list[str]:
    known = ("--git-dir=.git", "--work-tree=.")  # whoever owns it
    return bench.git(*known, "log", "--format=%s").splitlines()


def clean(bench: Workbench) -> bool:
    return not bench.git("status", "--porcelain")


def things(bench: Workbench, *args: str) -> dict[str, list[str]]:
    """Give what doctor says of each thing that is not as it should be."""
    found: dict[str, list[str]] = {}
    for each in bench.do("doctor", "--json", *args).json:
        if each["状态"] != "正常":
            said = f"{each['情况']} {each['办法']}"
            found.setdefault(each["项目"], []).append(said)
    return found


def shared(home: Path) -> Path:
    """Make an office's shared folder with the sample in it."""
    first = Workbench(home / "甲")
    assert first.do(*INIT).code == 0
    place = home / "共享" / "台账.git"
    first.git("clone", "--quiet", "--bare", ".", str(place))
    return place


def test_init_makes_a_history_of_one_version(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    done = bench.run(*INIT)
    assert (done.code, done.out) == (0, "jiaozuo-2024\n")
    assert log(bench) == ["建账：复制示例 jiaozuo-2024"]
    assert clean(bench)
    assert bench.git("symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert not list((bench.root / ".git").glob("hooks/*"))
    held = set(bench.git("ls-files").splitlines())
    assert {".gitattributes", ".gitignore", "data/jiaozuo-2024/ledger.yaml"} < held
    assert not any(path.startswith(".rectify") for path in held)
    assert bench.do("note", "1", "--text", "问过").code == 0
    assert len(log(bench)) == 2
    assert clean(bench)


def test_no_template_of_the_machine_gets_in(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    hooks = tmp_path / "模板" / "hooks"
    hooks.mkdir(parents=True)
    (hooks / "post-commit").write_text("#!/bin/sh\n", "utf-8")
    settings = tmp_path / "gitconfig"
    settings.write_text(
        f"[init]\n\ttemplateDir = {hooks.parent}\n\tdefaultBranch = x\n", "utf-8"
    )
    done = bench.do(
        *INIT, GIT_CONFIG_GLOBAL=str(settings), GIT_TEMPLATE_DIR=str(hooks.parent)
    )
    assert done.code == 0
    assert not (bench.root / ".git" / "hooks").exists()
    assert bench.git("symbolic-ref", "HEAD") == "refs/heads/main\n"


def test_no_git_makes_none(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    assert bench.do(*INIT, "--no-git").code == 0
    assert sorted(each.name for each in bench.root.iterdir()) == [".rectify", "data"]
    assert bench.do("note", "1", "--text", "问过").err.count("\n") == 1


def test_one_more_ledger_leaves_it_as_it_is(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    more = ("--title", "电梯", "--organ", "某市人大常委会")
    assert bench.do("init", ".", "-l", "dt-2024", "--prefix", "DT", *more).code == 0
    assert not (bench.root / ".git").exists()
    bench.do("doctor", "--fix")
    assert bench.do("init", ".", "-l", "ld-2024", "--prefix", "LD", *more).code == 0
    assert log(bench) == ["建账 ld-2024：电梯", "设置版本历史"]
    assert clean(bench)


def test_without_git_the_ledger_is_made_all_the_same(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    done = bench.run(*INIT, PATH=str(tmp_path))
    assert done.code == 0
    assert "没有安装 git，没有建版本历史；台账照常使用" in done.err
    assert not (bench.root / ".git").exists()
    assert bench.do("check", "--quiet").code == 0


def test_inside_a_repository_it_becomes_part_of_that_one(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.git("init", "--quiet")
    (bench.root / "说明.txt").write_text("甲", "utf-8")
    bench.git("add", "说明.txt")
    done = bench.do("init", "台账", "--example", "xixia-2024")
    assert done.code == 0
    assert f"版本历史记在外层文件夹 {bench.root} 的 git 里" in done.err
    assert log(bench) == ["建账：复制示例 xixia-2024"]
    assert not (bench.root / "台账" / ".git").exists()
    held = bench.git(
        "-c", "core.quotepath=false", "ls-tree", "-r", "--name-only", "HEAD"
    )
    assert all(line.startswith("台账/") for line in held.splitlines())
    assert "台账/.gitattributes" in held.splitlines()
    assert bench.git("diff", "--cached", "--name-only", "-z") == "说明.txt\0"
    assert bench.git("config", "merge.rectify.name")


def test_where_it_is_left_out_that_is_said(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.git("init", "--quiet")
    (bench.root / ".gitignore").write_text("/台账/\n", "utf-8")
    done = bench.do("init", "台账", "--example", "xixia-2024")
    assert done.code == 0
    assert "把它排除在外" in done.err
    assert not (bench.root / "台账" / ".gitattributes").exists()
    assert bench.do("-C", "台账", "doctor", "--fix").code == 7


def test_from_a_shared_folder_comes_everything(tmp_path: Path) -> None:
    place = shared(tmp_path)
    bench = Workbench(tmp_path / "乙", "jiaozuo-2024")
    done = bench.run("init", "台账", "--from", str(place))
    assert (done.code, done.out) == (0, "jiaozuo-2024\n")
    assert f"取来 {place} 的台账：jiaozuo-2024（57条）" in done.err
    assert "rectify sync" in done.err
    bench.root /= "台账"
    first = Path(tmp_path / "甲" / "工作台")
    theirs = subprocess.check_output(["git", "-C", str(first), "ls-files", "-z"])
    for path in theirs.decode().split("\0")[:-1]:
        assert (bench.root / path).read_bytes() == (first / path).read_bytes()
    assert clean(bench)
    assert things(bench).keys().isdisjoint({"版本历史", "git 设置", "版本状态"})
    assert bench.do("note", "1", "--text", "问过").code == 0
    assert log(bench)[1:] == ["建账：复制示例 jiaozuo-2024"]


def test_from_lays_the_files_down_without_filters(tmp_path: Path) -> None:
    bench = Workbench(tmp_path / "甲")
    bench.do(*INIT)
    (bench.root / "说明.txt").write_bytes(b"a\n")
    (bench.root / ".gitattributes").write_text(
        "* filter=own\n*.txt text eol=crlf\n", "utf-8"
    )
    (bench.root / "链接").symlink_to("/etc/passwd")
    bench.git("add", "--all")
    bench.git("commit", "--quiet", "--message", "手加")
    settings = tmp_path / "gitconfig"
    mark = tmp_path / "痕迹"
    settings.write_text(
        f'[filter "own"]\n\tsmudge = "touch \'{mark}\'; cat"\n'
        "\trequired\n[core]\n\tautocrlf = true\n",
        "utf-8",
    )
    other = Workbench(tmp_path / "乙")
    done = other.do(
        "init", ".", "--from", str(bench.root), GIT_CONFIG_GLOBAL=str(settings)
    )
    assert done.code == 0
    assert "链接等不是普通文件的没有取来：链接" in done.err
    assert (other.root / "说明.txt").read_bytes() == b"a\n"
    assert not (other.root / "链接").is_symlink()
    assert not mark.exists()


@pytest.mark.parametrize(
    "address",
    ["--upload-pack=touch 痕迹", "ext::touch 痕迹", "fd::17", "", " ", "-", "a\nb"],
)
def test_from_takes_no_option_and_no_program_for_an_address(
    tmp_path: Path, address: str
) -> None:
    bench = Workbench(tmp_path)
    done = bench.do("init", "台账", f"--from={address}")
    assert (done.code, done.out) == (2, "")
    assert "不是文件夹，也不是地址，没有执行" in done.err
    assert list(bench.root.iterdir()) == []


def test_from_leaves_nothing_where_nothing_comes(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    empty = tmp_path / "空.git"
    bench.git("init", "--quiet", "--bare", str(empty))
    for address, code, sentence in (
        (str(empty), 3, "还没有台账；请先在有台账的电脑上运行 rectify sync --to"),
        (str(tmp_path / "没有"), 3, "U 盘插好没有"),
        ("file:///没有", 7, "什么也没有建"),
    ):
        done = bench.do("init", "台账", "--from", address)
        assert (done.code, done.out) == (code, "")
        assert sentence in done.err
        assert list(bench.root.iterdir()) == []
    (bench.root / "甲.txt").write_text("甲", "utf-8")
    taken = bench.do("init", ".", "--from", str(empty))
    assert (taken.code, "已有东西，没有改动" in taken.err) == (3, True)
    assert bench.do("init", "乙", "--from", str(empty), "--ledger", "a").code == 2


def test_from_refuses_a_folder_that_would_start_programs(tmp_path: Path) -> None:
    place = shared(tmp_path)
    mark = tmp_path / "痕迹"
    bench = Workbench(tmp_path / "乙")
    bench.git(f"--git-dir={place}", "config", "core.sshCommand", f"touch {mark}")
    done = bench.do("init", "台账", "--from", str(place))
    assert done.code == 7
    assert "core.sshcommand" in done.err
    assert list(bench.root.iterdir()) == []


def test_from_finds_the_branch_that_is_there(tmp_path: Path) -> None:
    place = shared(tmp_path)
    bench = Workbench(tmp_path / "乙")
    bench.git(f"--git-dir={place}", "symbolic-ref", "HEAD", "refs/heads/nowhere")
    assert bench.do("init", ".", "--from", str(place)).code == 0
    assert bench.git("status", "-sb") == "## main...origin/main\n"


def test_doctor_sets_up_what_is_missing_once(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办", JZ002="办理中")
    assert "rectify doctor --fix" in things(bench)["版本历史"][0]
    done = bench.run("doctor", "--fix")
    assert done.code == 0
    assert "建好版本历史，记下现有的6个文件" in done.err
    assert log(bench) == ["设置版本历史"]
    assert clean(bench)
    again = bench.do("doctor", "--fix")
    assert again.err == "版本历史都已设好，没有改动\n"
    assert log(bench) == ["设置版本历史"]


def test_doctor_finds_settings_that_are_not_ours(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    bench.git("config", "merge.rectify.driver", "别的程序")
    bench.git("config", "--unset", "core.quotepath")
    bench.git("config", "alias.rc", "!别的程序")
    (bench.root / ".gitattributes").write_text("*.png binary\r\n", "utf-8")
    (driver, program, beside) = things(bench)["git 设置"]
    assert "core.quotepath、merge.rectify.driver" in driver
    assert "alias.rc" in program
    assert ".gitattributes" in beside
    assert bench.do("doctor", "--fix").code == 0
    (left,) = things(bench)["git 设置"]
    assert "alias.rc" in left
    text = (bench.root / ".gitattributes").read_bytes().decode()
    assert text.startswith(f"*.png binary\r\n{BLOCK}")
    assert log(bench)[0] == "设置版本历史"
    windows = text.replace("\r\n", "\n").replace("\n", "\r\n")
    (bench.root / ".gitattributes").write_bytes(windows.encode())
    bench.do("doctor", "--fix")
    assert (bench.root / ".gitattributes").read_bytes().count(BLOCK.encode()) == 1


def test_doctor_says_what_stands_in_the_way(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    lock = bench.root / ".git" / "index.lock"
    lock.touch()
    (state,) = things(bench)["版本状态"]
    assert str(lock) in state
    bench.do("note", "1", "--text", "问过")
    assert "有1次操作等着记入" in things(bench)["版本状态"][1]
    lock.unlink()
    assert "版本状态" not in things(bench)
    bench.git("checkout", "--quiet", "--detach")
    assert "git switch main" in things(bench)["版本状态"][0]


def test_doctor_says_where_a_history_is_damaged(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    (bench.root / ".git" / "HEAD").write_text("甲", "utf-8")
    (history,) = things(bench)["版本历史"]
    assert "已损坏" in history
    assert "请从备份或共享文件夹恢复它" in history
    done = bench.do("doctor", "--fix")
    assert (done.code, done.out) == (7, "")
    assert "台账文件本身不受影响" in done.err


def test_doctor_says_whose_name_the_versions_bear(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    done = bench.do("doctor", GIT_AUTHOR_NAME="张三")
    assert "本机的操作记在“张三" in done.out
    nameless = bench.do("doctor", GIT_AUTHOR_NAME="", GIT_COMMITTER_NAME="").out
    assert "git config --global user.name 姓名" in nameless


def test_doctor_knows_git_is_missing_or_old(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    done = bench.run("doctor", PATH=str(tmp_path))
    assert "没有安装 git，没有版本历史" in done.out
    old = tmp_path / "git"
    old.write_text("#!/bin/sh\necho git version 2.17.1\n", "utf-8")
    old.chmod(0o755)
    assert "git 2.17.1 太旧" in bench.run("doctor", PATH=str(tmp_path)).out


def test_doctor_tells_a_folder_of_somebody_else(tmp_path: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("只有 root 能换文件的主人")
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    assert "文件归属" not in things(bench)
    os.chown(bench.root / ".git", NOBODY, NOBODY)
    (owner,) = things(bench)["文件归属"]
    assert f"git config --global --add safe.directory {bench.root}" in owner
    assert bench.do("note", "1", "--text", "问过").code == 0
    assert len(log(bench)) == 2


WORDS = """\
编号: JZ-001 消防·设施
内容：检查组抽查的9家农村敬老院中，4家没有喷淋设施，期限2024-09-30。
"""


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_diff_by_words_shows_whole_characters(tmp_path: Path, locale: str) -> None:
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    bench.git("config", "--unset", "diff.rectify.textconv")
    path = bench.root / "data" / "甲" / "issues" / "甲.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(WORDS, "utf-8")
    bench.git("add", "--all")
    bench.git("commit", "--quiet", "--message", "甲")
    path.write_text(WORDS.replace("农村", "城市").replace("09", "10"), "utf-8")
    environment = bench.environment(None, LC_ALL=locale)
    shown = subprocess.check_output(
        ["git", "diff", "--word-diff"], cwd=bench.root, env=environment
    ).decode()
    assert "9家[-农村-]{+城市+}敬老院" in shown
    assert "期限[-2024-09-30-]{+2024-10-30+}。" in shown


def test_git_shows_a_ledger_to_somebody_without_a_name(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    bench.do(*INIT)
    bench.do("note", "1", "--text", "电话里问过")
    nobody = {
        key: value
        for key, value in bench.environment(None).items()
        if not key.endswith(("_NAME", "_EMAIL"))
    }
    shown = subprocess.check_output(
        ["git", "log", "-p", "-1"], cwd=bench.root, env=nobody
    ).decode()
    assert "@@ 编号：JZ-001 " in shown
    assert "备注" in shown


def test_the_settings_hold_where_the_program_lies_in_an_odd_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rectify.storage.git.setup import ours

    odd = tmp_path / "王 家's 100%a $HOME"
    odd.mkdir()
    shutil.copy("/bin/echo", odd / "python")
    monkeypatch.setattr("sys.executable", str(odd / "python"))
    driver = ours()["merge.rectify.driver"].replace("%%", "%")
    said = subprocess.check_output(["sh", "-c", driver]).decode()
    assert said.startswith("-P -m rectify merge-driver %O %A %B %L %P")
    shown = ours()["diff.rectify.textconv"] + " 甲"
    assert (
        subprocess.check_output(["sh", "-c", shown])
        == "-P -m rectify textconv 甲\n".encode()
    )


def test_where_the_program_is_gone_git_leaves_it_to_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = office(tmp_path, JZ001="办理中")
    monkeypatch.setattr("sys.executable", str(tmp_path / "没有" / "python"))
    assert bench.do("doctor", "--fix").code == 0
    bench.git("branch", "对方")
    bench.do("edit", "JZ-001", "--set", "类别=甲")
    bench.git("switch", "--quiet", "对方")
    bench.do("progress", "JZ-001", "--text", "一半")
    assert "类别: 甲" in bench.git("diff", "对方", "main")
    with pytest.raises(subprocess.CalledProcessError):
        bench.git("merge", "main")
    assert "类别: 甲" in bench.issue("JZ-001")
    assert "一半" in bench.issue("JZ-001")
    assert bench.git("ls-files", "--unmerged")
