"""One command is one version, made of its own files; what hinders it loses nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nobody import NOBODY, as_nobody, open_folder
from office import kept, office
from programs import needs, program
from rectify.storage.git.obstacles import meant, unwritable
from rectify.storage.git.program import GitFailed
from rectify.storage.git.repository import Repository
from rectify.storage.git.walk import trailers
from rectify.storage.journal import Change, Other, Record
from rectify.storage.transaction import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench import Workbench

pytestmark = needs("git")

ISSUES = "data/ylfw-2024/issues"


def begun(home: Path, **issues: str) -> Workbench:
    """An office whose ledger is kept in a version history."""
    bench = office(home, **(issues or {"JZ001": "已交办", "JZ002": "待交办"}))
    bench.git("init", "--quiet")
    bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    bench.git("config", "core.autocrlf", "false")
    bench.commit()
    return bench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return begun(tmp_path)


def subjects(bench: Workbench, most: int = 20) -> list[str]:
    """Give the subjects of the versions, the newest first, less the one begun with."""
    return bench.git("log", f"-{most}", "--format=%s").splitlines()[:-1]


def held(bench: Workbench, place: str) -> bytes:
    """Give a file as the last version has it."""
    return bench.git("show", f"HEAD:data/ylfw-2024/{place}").encode()


def changed(bench: Workbench, version: str = "HEAD") -> list[str]:
    """Name the files of a version."""
    told = bench.git("show", "--format=", "--name-status", "--no-renames", version)
    return told.splitlines()


def clean(bench: Workbench) -> bool:
    """Tell whether git sees nothing that is not recorded."""
    return bench.git("status", "--porcelain") == ""


def waiting(bench: Workbench) -> list[str]:
    """Name what waits for its version."""
    folder = bench.root / ".rectify/uncommitted"
    return sorted(path.name for path in folder.glob("*.json"))


# One command, one version


def test_a_command_is_one_version_with_a_subject_that_a_chairman_can_read(
    bench: Workbench,
) -> None:
    words = ("--lead", "民政局", "--with", "财政局", "--deadline", "2024-09-30")
    done = bench.do("assign", "JZ-002", *words)
    assert done.code == 0
    sentence = "交办 JZ-002 市民政局（限2024年9月30日），市财政局协办"
    assert done.err == f"{sentence}\n"
    assert subjects(bench) == [sentence]
    assert changed(bench) == [f"M\t{ISSUES}/JZ-002.yaml"]
    told = bench.git("log", "-1", "--format=%an <%ae>%n%b").splitlines()
    assert told[:2] == ["办公室 <office@example.org>", "问题: JZ-002"]
    assert clean(bench)


def test_many_issues_are_one_version_and_all_of_their_numbers_are_in_it(
    tmp_path: Path,
) -> None:
    bench = begun(tmp_path, **{f"JZ{n:03}": "待交办" for n in range(1, 58)})
    lead = ("--lead", "民政局", "--deadline", "2024-09-30")
    assert bench.do("assign", "1-57", *lead).code == 0
    assert subjects(bench) == ["交办 57条：市民政局"]
    assert len(changed(bench)) == 57
    message = bench.git("log", "-1", "--format=%B")
    [numbers] = trailers(message)["问题"]
    assert numbers.split() == [f"JZ-{n:03}" for n in range(1, 58)]
    assert max(map(len, message.splitlines())) <= 72
    assert clean(bench)


def test_evidence_goes_into_the_version_of_its_answer(bench: Workbench) -> None:
    (bench.root / "照片.jpg").write_bytes(b"\xff\xd8\x00\n\r\n")
    words = ("--class", "A", "--text", "已办好", "--attach", "照片.jpg")
    assert bench.do("respond", "JZ-001", *words).code == 0
    assert [line[0] for line in changed(bench)] == ["A", "M"]
    blob = subprocess.run(
        ["git", "cat-file", "blob", "HEAD:data/ylfw-2024/files/JZ-001/照片.jpg"],
        cwd=bench.root, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert blob == b"\xff\xd8\x00\n\r\n"


def test_a_refused_command_and_a_rehearsal_make_no_version(bench: Workbench) -> None:
    assert bench.do("close", "JZ-002", "--approver", "主任会议").code == 4
    assert bench.do("note", "JZ-001", "--text", "甲", "--dry-run").code == 0
    assert subjects(bench) == []


def test_a_long_sentence_is_cut_in_the_subject_and_whole_in_the_body(
    bench: Workbench,
) -> None:
    said = "群众反映" * 14
    bench.do("note", "JZ-001", "--text", said)
    [subject] = subjects(bench)
    assert subject.endswith("…")
    assert len(subject) < 45
    body = bench.git("log", "-1", "--format=%b")
    assert body.splitlines()[0] == f"备注 JZ-001：{said}"


def test_the_first_version_is_made_where_there_is_none(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    bench.git("init", "--quiet")
    bench.do("note", "JZ-001", "--text", "甲")
    told = bench.git("log", "--format=%s").splitlines()
    assert told == ["备注 JZ-001：甲", "手工新增 JZ-001"]
    assert held(bench, "issues/JZ-001.yaml") == bench.issue("JZ-001").encode()


def test_a_history_named_by_longer_hashes_works_as_well(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    bench.git("init", "--quiet", "--object-format=sha256")
    for text in ("甲", "乙"):
        bench.do("note", "JZ-001", "--text", text)
    assert len(bench.git("rev-parse", "HEAD").strip()) == 64
    assert len(bench.git("log", "--format=%s").splitlines()) == 3
    assert bench.git("fsck") == ""


def test_the_kind_of_a_file_stays(bench: Workbench) -> None:
    """Somebody's copying tool has marked it as a program; that is not our affair."""
    bench.git("update-index", "--chmod=+x", f"{ISSUES}/JZ-001.yaml")
    bench.git("commit", "--quiet", "--message", "标记")
    (bench.ledger / "issues/JZ-001.yaml").chmod(0o755)
    bench.do("note", "JZ-001", "--text", "甲")
    listed = bench.git("ls-tree", "HEAD", f"{ISSUES}/JZ-001.yaml")
    assert listed.startswith("100755 ")


# What others have staged, and what was done by hand


def test_what_others_have_staged_stays_staged(bench: Workbench) -> None:
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "待交办") + "# 还没定\n")
    (bench.root / "说明.md").write_text("说明\n", encoding="utf-8")
    bench.git("add", f"{ISSUES}/JZ-002.yaml", "说明.md")
    bench.git("rm", "--quiet", "--cached", "data/ylfw-2024/units.yaml")
    before = bench.git("diff", "--cached", "--no-renames", "--raw")
    assert len(before.splitlines()) == 3
    bench.do("note", "JZ-001", "--text", "甲")
    assert changed(bench) == [f"M\t{ISSUES}/JZ-001.yaml"]
    assert bench.git("diff", "--cached", "--no-renames", "--raw") == before


def test_a_half_staged_file_of_the_operation_is_recorded_whole(
    bench: Workbench,
) -> None:
    path = bench.write("issues/JZ-001.yaml", kept("JZ-001", "已交办") + "# 一\n")
    bench.git("add", str(path))
    path.write_text(path.read_text("utf-8") + "# 二\n", encoding="utf-8")
    by_hand = path.read_bytes()
    bench.do("note", "JZ-001", "--text", "甲")
    assert subjects(bench) == ["备注 JZ-001：甲", "手工修改 JZ-001"]
    shown = bench.git("show", f"HEAD~1:{ISSUES}/JZ-001.yaml")
    assert shown.encode() == by_hand
    assert clean(bench)


def test_hand_edits_are_a_version_of_their_own_before(bench: Workbench) -> None:
    first = bench.write("issues/JZ-001.yaml", kept("JZ-001", "已交办") + "# 手记\n")
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "待交办") + "# 与此无关\n")
    bench.write("issues/JZ-003.yaml", kept("JZ-003", "待交办"))
    by_hand = first.read_bytes()
    bench.do("note", "JZ-001", "JZ-003", "--text", "甲")
    assert subjects(bench) == [
        "备注 JZ-001、JZ-003", "手工修改 JZ-001，手工新增 JZ-003",
    ]  # fmt: skip
    assert bench.git("show", f"HEAD~1:{ISSUES}/JZ-001.yaml").encode() == by_hand
    assert bench.git("log", "-1", "--skip=1", "--format=%b").split() == [
        "问题:", "JZ-001", "JZ-003",
    ]  # fmt: skip
    assert bench.git("status", "--porcelain").split() == ["M", f"{ISSUES}/JZ-002.yaml"]


def test_the_reflog_names_the_operation(bench: Workbench) -> None:
    """This is how the last operation of this folder is found again."""
    bench.do("note", "JZ-001", "--text", "甲")
    assert bench.git("reflog", "-1", "--format=%gs") == "rectify: 备注 JZ-001：甲\n"


# Where no version can be made now


def detached(bench: Workbench) -> Callable[[], None]:
    bench.git("switch", "--quiet", "--detach", "HEAD")
    return lambda: void(bench.git("switch", "--quiet", "main"))


def merging(bench: Workbench) -> Callable[[], None]:
    head = bench.git("rev-parse", "HEAD")
    (bench.root / ".git/MERGE_HEAD").write_text(head, encoding="ascii")
    return (bench.root / ".git/MERGE_HEAD").unlink


def picking(bench: Workbench) -> Callable[[], None]:
    head = bench.git("rev-parse", "HEAD")
    (bench.root / ".git/CHERRY_PICK_HEAD").write_text(head, encoding="ascii")
    return (bench.root / ".git/CHERRY_PICK_HEAD").unlink


def reverting(bench: Workbench) -> Callable[[], None]:
    head = bench.git("rev-parse", "HEAD")
    (bench.root / ".git/REVERT_HEAD").write_text(head, encoding="ascii")
    return (bench.root / ".git/REVERT_HEAD").unlink


def rebasing(bench: Workbench) -> Callable[[], None]:
    (bench.root / ".git/rebase-merge").mkdir()
    return (bench.root / ".git/rebase-merge").rmdir


def applying(bench: Workbench) -> Callable[[], None]:
    folder = bench.root / ".git/rebase-apply"
    folder.mkdir()
    (folder / "applying").touch()
    return lambda: shutil.rmtree(folder)


def locked(place: str) -> Callable[[Workbench], Callable[[], None]]:
    def leave(bench: Workbench) -> Callable[[], None]:
        lock = bench.root / ".git" / place
        lock.touch()
        return lock.unlink

    return leave


def damaged(bench: Workbench) -> Callable[[], None]:
    """The last version is not there any more, as after a stick was pulled out."""
    head = bench.git("rev-parse", "HEAD").strip()
    lost = bench.root / ".git/objects" / head[:2] / head[2:]
    aside = bench.home / "丢失"
    lost.replace(aside)
    return lambda: void(aside.replace(lost))


def void(_: object) -> None:
    """Leave a result be."""


STATES = [
    pytest.param(detached, "请运行 git switch main 回到最新版本", id="旧版本上"),
    pytest.param(merging, "有一次合并还没有完成；请运行 rectify resolve", id="合并中"),
    pytest.param(picking, "git cherry-pick --continue 做完", id="摘取中"),
    pytest.param(reverting, "git revert --abort 放弃", id="撤回中"),
    pytest.param(rebasing, "git rebase --continue 做完", id="变基中"),
    pytest.param(applying, "git am --continue 做完", id="套用补丁中"),
    pytest.param(locked("index.lock"), "/.git/index.lock；", id="索引锁着"),
    pytest.param(locked("HEAD.lock"), "/.git/HEAD.lock；", id="版本头锁着"),
    pytest.param(locked("refs/heads/main.lock"), "/heads/main.lock；", id="分支锁着"),
    pytest.param(damaged, ".git 已损坏（git 说：", id="历史损坏"),
]


def test_an_operation_that_can_t_even_wait_keeps_its_sentence(bench: Workbench) -> None:
    """As on a full disk: neither git nor the queue takes it, and it is not lost."""
    lock, queue = bench.root / ".git/index.lock", bench.root / ".rectify/uncommitted"
    lock.touch()
    queue.parent.mkdir(exist_ok=True)
    queue.touch()
    first = bench.do("note", "JZ-001", "--text", "甲")
    assert first.code == 0
    assert "以后运行任何命令都会自动补记" in first.err
    second = bench.do("note", "JZ-001", "--text", "乙")
    assert second.code == 3
    assert "没有改动任何文件" in second.err
    assert "乙" not in bench.issue("JZ-001")
    lock.unlink()
    queue.unlink()
    assert bench.do("note", "JZ-001", "--text", "乙").code == 0
    said = bench.git("log", "-2", "--format=%s").splitlines()
    assert said == ["备注 JZ-001：乙", "备注 JZ-001：甲"]


FULL = """\
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (64, resource.RLIM_INFINITY))
from pathlib import Path
from rectify.storage.git.queue import put
from rectify.storage.journal import Journal, Written
try:
    put(Path(sys.argv[1]), Journal("甲", (Written("holidays.yaml", None, b""),)), {})
except OSError as error:
    print(error.errno)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_of_what_can_t_wait_nothing_is_left_half_written(bench: Workbench) -> None:
    (bench.root / ".rectify").mkdir()
    words = [sys.executable, "-c", FULL, str(bench.root)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    assert int(done.stdout) == errno.EFBIG
    assert not any((bench.root / ".rectify/uncommitted").iterdir())


@pytest.mark.parametrize(
    "words",
    [
        "fatal: sha1 file 'index-0.lock' write error. Out of diskspace",
        "error: write error: No space left on device",
        "fatal: unable to write new index file: Disk quota exceeded",
    ],
)
def test_of_git_s_words_for_a_full_disk_the_user_hears_that_it_is_full(
    bench: Workbench, words: str
) -> None:
    repo = Repository.open(bench.root)
    said = str(meant(repo, GitFailed(128, words)))
    assert said == "磁盘空间不足；请腾出空间"
    assert str(unwritable(repo, OSError(errno.ENOSPC, words))) == said
    assert "没有权限" in str(unwritable(repo, OSError(errno.EACCES, words)))


@pytest.mark.parametrize(("hinder", "told"), STATES)
def test_what_can_t_be_recorded_is_written_and_follows_with_the_next_command(
    bench: Workbench, hinder: Callable[[Workbench], Callable[[], None]], told: str
) -> None:
    mend = hinder(bench)
    first = bench.do("note", "JZ-001", "--text", "甲")
    assert first.code == 0
    said, why = first.err.splitlines()
    assert said == "备注 JZ-001：甲"
    assert why.startswith("文件已写好，但还没有记入版本历史：")
    assert told in why
    assert "Traceback" not in why
    bench.do("note", "JZ-002", "--text", "乙")
    assert "甲" in bench.issue("JZ-001")
    assert len(waiting(bench)) >= 2
    mend()
    assert bench.do("list").err == ""
    assert subjects(bench) == ["备注 JZ-002：乙", "备注 JZ-001：甲"]
    assert waiting(bench) == []
    assert clean(bench)


def test_what_waits_is_recorded_with_the_hand_edits_between(bench: Workbench) -> None:
    mend = detached(bench)
    bench.do("note", "JZ-001", "--text", "甲")
    bench.write("issues/JZ-001.yaml", bench.issue("JZ-001") + "# 手记\n")
    bench.do("note", "JZ-001", "--text", "乙")
    mend()
    bench.do("list")
    told = ["备注 JZ-001：乙", "手工修改 JZ-001", "备注 JZ-001：甲"]
    assert subjects(bench) == told
    assert clean(bench)


def test_without_git_on_the_machine_the_version_waits_for_one(
    bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    missing = bench.run("note", "JZ-001", "--text", "甲", PATH=str(tmp_path / "bin"))
    assert missing.code == 0
    assert "这台电脑上没有安装 git" in missing.err
    assert bench.run("list", PATH=str(tmp_path / "bin")).err == ""
    bench.do("note", "JZ-001", "--text", "乙")
    assert subjects(bench) == ["备注 JZ-001：乙", "备注 JZ-001：甲"]


def test_a_hand_edit_made_without_git_is_still_a_version_of_its_own(
    bench: Workbench, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    bench.write("issues/JZ-001.yaml", bench.issue("JZ-001") + "# 手记\n")
    bench.run("note", "JZ-001", "--text", "甲", PATH=str(tmp_path / "bin"))
    bench.do("list")
    assert subjects(bench) == ["备注 JZ-001：甲", "手工修改 JZ-001"]


def test_a_merge_elsewhere_sets_what_waits_aside_and_names_it(bench: Workbench) -> None:
    mend = detached(bench)
    bench.do("note", "JZ-001", "--text", "甲")
    ours = bench.issue("JZ-001")
    bench.git("stash", "--quiet")
    mend()
    bench.write("issues/JZ-001.yaml", kept("JZ-001", "已交办") + "# 别人改的\n")
    bench.git("commit", "--quiet", "--all", "--message", "别处")
    bench.write("issues/JZ-001.yaml", ours)
    done = bench.do("note", "JZ-002", "--text", "乙")
    assert "“备注 JZ-001：甲”没有补记到版本历史" in done.err
    assert "JZ-001.yaml 后来又在那里被改动" in done.err
    assert bench.issue("JZ-001") == ours
    assert waiting(bench) == ["aside-000001.json"]
    assert subjects(bench) == ["备注 JZ-002：乙", "别处"]


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("data/ylfw-2024/../../x.yaml", {}),
        (".git/hooks/post-commit", {}),
        (f"{ISSUES}/JZ-001.yaml", {"record": {"joins": "--upload-pack=x"}}),
        (f"{ISSUES}/JZ-001.yaml", {"record": {"others": [["x", "sh", "y"]]}}),
        (f"{ISSUES}/JZ-001.yaml", {"heads": {"x": 3}}),
        (f"{ISSUES}/JZ-001.yaml", {"version": 2}),
    ],
)
def test_a_queue_that_came_with_the_folder_is_trusted_no_further_than_a_journal(
    bench: Workbench, path: str, entry: dict[str, object]
) -> None:
    folder = bench.root / ".rectify/uncommitted"
    folder.mkdir(parents=True)
    files = [{"path": path, "before": None, "text": "甲: 乙\n"}]
    whole = {"version": 1, "sentence": "甲", "files": files, "heads": {}} | entry
    (folder / "000001.json").write_text(json.dumps(whole), encoding="utf-8")
    before = bench.files()
    assert bench.do("list").err == ""
    assert bench.files() == before
    assert subjects(bench) == []
    assert waiting(bench) == ["aside-000001.json"]


def test_a_folder_owned_by_somebody_else_is_recorded_in_all_the_same() -> None:
    """A stick or a share: git alone would refuse, and we need no setting for it."""
    with open_folder() as home:
        bench = begun(home)
        for path in [home, *home.rglob("*")]:
            shutil.chown(path, NOBODY, NOBODY)
        assert bench.do("note", "JZ-001", "--text", "甲").err == "备注 JZ-001：甲\n"
        assert as_nobody(bench.root, "print('')") == "\n"
        told = bench.git("-c", "safe.directory=*", "log", "--format=%s")
        assert told.splitlines()[0] == "备注 JZ-001：甲"


@pytest.mark.skipif(os.geteuid() != 0, reason="只有管理员能换主人")
def test_a_history_that_may_not_be_written_is_said_and_waits() -> None:
    with open_folder() as home:
        bench = begun(home)
        for path in (
            bench.root,
            *bench.ledger.parents,
            bench.ledger,
            *bench.ledger.rglob("*"),
        ):
            if home in (path, *path.parents):
                shutil.chown(path, NOBODY, NOBODY)
        said = as_nobody(bench.root, WRITE)
        assert "没有权限写入" in said
        assert ".git；请检查这个文件夹的权限，或它的主人" in said
        assert waiting(bench) == ["000001.json"]
        for path in home.rglob("*"):
            shutil.chown(path, 0, 0)
        bench.do("list")
        assert subjects(bench) == ["改"]


WRITE = """
import sys
from pathlib import Path
from rectify.storage.journal import Change
from rectify.storage.transaction import write
root = Path(sys.argv[1])
path = root / "data/ylfw-2024/issues/JZ-001.yaml"
old = path.read_bytes()
print(write(root, [Change(path, old, old + b"# x\\n")], "改"))
"""


# Where there is nothing to say


def test_without_a_history_not_a_word_is_said_of_it(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    assert bench.do("note", "JZ-001", "--text", "甲").err == "备注 JZ-001：甲\n"
    done = bench.do("note", "JZ-001", "--text", "乙", "--no-commit")
    assert done.err == "备注 JZ-001：乙\n"
    assert not (bench.root / ".git").exists()
    assert waiting(bench) == []


def test_a_repository_that_leaves_the_workspace_out_hears_nothing_of_it(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    (tmp_path / ".gitignore").write_text("/工作台/\n", encoding="utf-8")
    for words in (["init"], ["add", ".gitignore"], ["commit", "-m", "此前"]):
        bench.git("-C", str(tmp_path), *words)
    assert bench.do("note", "JZ-001", "--text", "甲").err == "备注 JZ-001：甲\n"
    assert bench.git("log", "--format=%s").split() == ["此前"]
    assert waiting(bench) == []


# Who it is


def test_without_a_name_the_office_s_own_is_taken_and_said_once(
    bench: Workbench,
) -> None:
    none = {"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": "", "GIT_AUTHOR_EMAIL": "",
            "GIT_COMMITTER_EMAIL": "", "EMAIL": ""}  # fmt: skip
    bench.write("issues/JZ-001.yaml", bench.issue("JZ-001") + "# 手记\n")
    first = bench.do("note", "JZ-001", "--text", "甲", **none)
    assert first.err == (
        "备注 JZ-001：甲\n"
        "版本历史里的登记人记为“某市人大常委会”；要记您自己的名字，"
        "请运行 git config --global user.name 您的姓名\n"
    )
    assert bench.do("note", "JZ-001", "--text", "乙", **none).err.count("\n") == 1
    told = bench.git("log", "-2", "--format=%an <%ae> %cn <%ce>").splitlines()
    assert told == [" ".join(["某市人大常委会 <rectify@localhost>"] * 2)] * 2


def test_a_name_in_the_settings_is_taken(bench: Workbench) -> None:
    none = {"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": ""}
    bench.git("config", "user.name", "经办人")
    assert bench.do("note", "JZ-001", "--text", "甲", **none).err.count("\n") == 1
    assert bench.git("log", "-1", "--format=%an %cn") == "经办人 经办人\n"


# --no-commit


def test_what_is_held_back_waits_for_an_operation_on_the_same_file(
    bench: Workbench,
) -> None:
    bench.do("note", "JZ-001", "--text", "甲", "--no-commit")
    bench.do("list")
    bench.do("note", "JZ-002", "--text", "乙")
    assert subjects(bench) == ["备注 JZ-002：乙"]
    assert bench.git("status", "--porcelain").split() == ["M", f"{ISSUES}/JZ-001.yaml"]
    bench.do("note", "JZ-001", "--text", "丙")
    told = ["备注 JZ-001：丙", "备注 JZ-001：甲", "备注 JZ-002：乙"]
    assert subjects(bench) == told
    assert waiting(bench) == []


def test_what_is_held_back_and_recorded_by_hand_is_not_recorded_again(
    bench: Workbench,
) -> None:
    bench.do("note", "JZ-001", "--text", "甲", "--no-commit")
    bench.git("commit", "--quiet", "--all", "--message", "自己记的")
    bench.do("note", "JZ-001", "--text", "乙")
    assert subjects(bench) == ["备注 JZ-001：乙", "自己记的"]
    assert waiting(bench) == []


def test_every_command_that_can_be_rehearsed_can_be_held_back(bench: Workbench) -> None:
    for command in ("note", "assign", "import", "format", "units add", "collect"):
        told = bench.do(*command.split(), "--help").out
        assert "--no-commit" in told, command
    assert "--no-commit" not in bench.do("list", "--help").out


# Where the repository lies


def test_a_repository_around_several_workspaces_takes_each_in_its_place(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path / "各县", JZ001="已交办")
    bench.git("-C", str(tmp_path), "init", "--quiet")
    bench.git("-C", str(tmp_path), "add", "--all")
    bench.git("-C", str(tmp_path), "commit", "--quiet", "--message", "此前")
    (tmp_path / "别的").write_text("别的\n", encoding="utf-8")
    bench.git("-C", str(tmp_path), "add", "别的")
    bench.do("note", "JZ-001", "--text", "甲")
    told = bench.git("-c", "core.quotePath=false", "show", "--format=%s", "--name-only")
    assert told.split("\n\n")[0] == "备注 JZ-001：甲"
    assert told.split()[-1] == f"各县/工作台/{ISSUES}/JZ-001.yaml"
    staged = bench.git("-c", "core.quotePath=false", "diff", "--cached", "--name-only")
    assert staged.split() == ["别的"]


def test_a_second_working_folder_of_a_repository_has_its_own_line(
    bench: Workbench, tmp_path: Path
) -> None:
    bench.git("worktree", "add", "--quiet", str(tmp_path / "另一处"))
    main = bench.git("rev-parse", "main")
    assert (tmp_path / "另一处/.git").is_file()
    done = bench.run("-C", str(tmp_path / "另一处"), "note", "JZ-001", "--text", "甲")
    assert done.err == "备注 JZ-001：甲\n"
    assert bench.git("rev-parse", "main") == main
    there = ("-C", str(tmp_path / "另一处"))
    assert bench.git(*there, "log", "-1", "--format=%s") == "备注 JZ-001：甲\n"
    assert bench.git(*there, "status", "--porcelain") == ""


def test_nothing_of_the_environment_leads_git_elsewhere(
    bench: Workbench, tmp_path: Path
) -> None:
    """A command may be run from a hook of another repository."""
    other = tmp_path / "别处"
    bench.git("init", "--quiet", str(other))
    led = {"GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other),
           "GIT_INDEX_FILE": str(other / "index")}  # fmt: skip
    bench.do("note", "JZ-001", "--text", "甲", **led)
    assert subjects(bench) == ["备注 JZ-001：甲"]
    assert clean(bench)
    assert not (other / "index").exists()


def test_no_program_of_the_folder_runs_when_a_version_is_made(
    bench: Workbench, tmp_path: Path
) -> None:
    mark = tmp_path / "跑过了"
    program(tmp_path, "mark", f"cat /proc/$PPID/cmdline >> '{mark}'; cat")
    for name in ("pre-commit", "commit-msg", "post-commit", "reference-transaction",
                 "post-index-change", "prepare-commit-msg"):  # fmt: skip
        program(bench.root / ".git/hooks", name, f"touch '{mark}'")
    run = str(tmp_path / "mark")
    (bench.root / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    for key, value in (
        ("filter.x.clean", run), ("filter.x.smudge", run), ("filter.x.required", "1"),
        ("diff.x.textconv", run), ("core.fsmonitor", run), ("commit.gpgSign", "true"),
        ("gpg.program", run), ("core.hooksPath", str(bench.root / ".git/hooks")),
    ):  # fmt: skip
        bench.git("config", key, value)
    assert bench.do("note", "JZ-001", "--text", "甲").err == "备注 JZ-001：甲\n"
    assert not mark.exists(), mark.read_text("utf-8")


# Two lines of versions


def side(bench: Workbench) -> str:
    """Let somebody else's line hold a change of one issue and a file of a forge."""
    bench.git("switch", "--quiet", "--create", "side")
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "待交办") + "# 那边\n")
    (bench.root / "说明.md").write_text("说明\n", encoding="utf-8")
    bench.git("add", "--all")
    bench.git("commit", "--quiet", "--message", "那边")
    bench.git("switch", "--quiet", "main")
    return bench.git("rev-parse", "side").strip()


def joined(bench: Workbench, theirs: str) -> str | None:
    """Take the other line over, as a command that has united the two does."""
    path = bench.ledger / "issues/JZ-002.yaml"
    new = bench.git("show", f"side:{ISSUES}/JZ-002.yaml").encode()
    blob = bench.git("rev-parse", "side:说明.md").strip()
    record = Record(joins=theirs, others=(Other("说明.md", "100644", blob),))
    return write(
        bench.root, [Change(path, path.read_bytes(), new)], "同步", record=record
    )


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is done inside this process bear a name."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "办公室")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "office@example.org")


@pytest.mark.usefixtures("known")
def test_a_merge_has_both_parents_and_the_files_of_others(bench: Workbench) -> None:
    theirs = side(bench)
    bench.do("note", "JZ-001", "--text", "甲")
    ours = bench.git("rev-parse", "HEAD").strip()
    assert joined(bench, theirs) is None
    assert bench.git("log", "-1", "--format=%P").split() == [ours, theirs]
    assert bench.git("show", "HEAD:说明.md") == "说明\n"
    assert "甲" in held(bench, "issues/JZ-001.yaml").decode()
    assert "那边" in held(bench, "issues/JZ-002.yaml").decode()
    assert joined(bench, theirs) is None
    assert bench.git("log", "-1", "--format=%P").split() == [ours, theirs]


@pytest.mark.usefixtures("known")
def test_where_only_the_other_line_went_on_no_version_is_made(bench: Workbench) -> None:
    theirs = side(bench)
    assert joined(bench, theirs) is None
    assert bench.git("rev-parse", "HEAD", "main").split() == [theirs, theirs]


def test_a_link_in_the_git_folder_is_not_followed(bench: Workbench) -> None:
    (bench.root / ".git/rectify").symlink_to("..")
    done = bench.do("note", "JZ-001", "--text", "甲")
    assert ".git/rectify 是链接，会引到别处" in done.err
    assert subjects(bench) == []


# Killed at any line

STEPS = """
import subprocess, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from killing import dying
from test_transaction import changes, state, text, issue_path
from rectify.storage import disk, recovery, transaction
from rectify.storage.git import author, commits, messages, objects
from rectify.storage.git import recording
from rectify.storage.git import queue, repository
from rectify.storage.git import obstacles
import filelock

root, every, by_hand = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "手改"
modules = (disk, recovery, transaction, author, commits, recording, messages, objects,
           queue, repository, obstacles)
ours = {{module.__file__ for module in modules}}
meant = changes(root, 2)
if by_hand:
    old = text(1) + "# 手记\\n".encode()
    meant[0] = meant[0]._replace(before=old)

def git(*words):
    done = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)
    return done.stdout.decode()

base = git("rev-parse", "HEAD").strip()
seen, step, code = set(), 1, 9
while code == 9:
    git("reset", "--quiet", "--hard", base)
    for path, before, _ in meant:
        path.write_bytes(before)
    code = dying(step, lambda: transaction.write(root, meant, "改两件"), ours)
    dying(step, lambda: transaction.recover(root), ours)
    transaction.recover(root)
    found = state(meant)
    subjects = git("log", "--format=%s", base + "..HEAD").splitlines()
    hand = ["手工修改 JZ-001"] if by_hand else []
    if found == "new":
        assert subjects == ["改两件", *hand], (step, subjects)
        assert git("status", "--porcelain") == "", step
    else:
        assert found == "old" and subjects in ([], hand), (step, found, subjects)
    seen.add(found)
    step += every
assert code == 0 and seen == {{"old", "new"}}, (code, seen)
print(step)
"""


@pytest.mark.parametrize(("every", "by_hand"), [(67, "没有手改"), (131, "手改")])
def test_killed_at_any_line_files_and_version_are_there_or_neither(
    tmp_path: Path, every: int, by_hand: str
) -> None:
    """The next command finishes what was begun, and makes exactly one version."""
    root = tmp_path / "台账"
    (root / "data/jz/issues").mkdir(parents=True)
    (root / "data/jz/ledger.yaml").write_text(
        "名称: 甲\n编号前缀: JZ\n监督机关: 乙\n", encoding="utf-8"
    )
    for number in (1, 2):
        issue = f"编号: JZ-{number:03}\n标题: 旧\n"
        (root / f"data/jz/issues/JZ-{number:03}.yaml").write_text(issue, "utf-8")
    identity = {f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER")
                for part in ("NAME", "EMAIL")}  # fmt: skip
    env = (
        os.environ | identity | {"GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(tmp_path)}
    )
    (root / ".gitignore").write_text(".rectify/\n", encoding="utf-8")
    for words in ("init -q", "add -A", "commit -q -m 此前"):
        subprocess.run(["git", *words.split()], cwd=root, env=env, check=True)
    script = STEPS.format(tests=str(Path(__file__).parent))
    done = subprocess.run(
        [sys.executable, "-c", script, str(root), str(every), by_hand],
        check=False, capture_output=True, text=True, timeout=300, env=env,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 500
