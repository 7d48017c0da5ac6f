"""Drafts of an edit, what an edit refuses, and the attachments of an issue itself."""

from __future__ import annotations

import hashlib
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from office import office

if TYPE_CHECKING:
    from pathlib import Path

    from workbench import Workbench

NEW_CLASS = "sed -i 's/^类别: .*/类别: 设施改造/' \"$1\""
BROKEN = "sed -i 's/^类别: .*/类别：设施改造/' \"$1\""
FEEDBACK = """\
  - 日期: 2024-10-08
    事项: 反馈
    提出人: 执法检查组
    结果: 满意
"""


def editor(home: Path, script: str) -> str:
    """Make an editor that does one thing to the file that it is given."""
    path = home / f"编辑器{abs(hash(script))}.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def edit(bench: Workbench, script: str) -> tuple[int, str]:
    command = editor(bench.home, script)
    done = bench.on_terminal("edit", "1", EDITOR=command, columns=400)
    return done.code, done.out


def drafts(bench: Workbench) -> list[str]:
    kept = (bench.root / ".rectify").glob("JZ-001*")
    return sorted(path.name for path in kept)


def test_a_draft_that_nobody_touched_undoes_no_newer_change(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    assert edit(bench, "false")[0] == 3
    assert bench.do("edit", "1", "--set", "来源=专题询问").code == 0
    assert edit(bench, NEW_CLASS)[0] == 0
    assert "来源: 专题询问\n" in bench.issue("JZ-001")
    assert "类别: 设施改造\n" in bench.issue("JZ-001")
    assert drafts(bench) == []


def test_a_draft_of_a_record_changed_since_is_kept_apart(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    assert edit(bench, BROKEN)[0] == 5
    assert bench.do("edit", "1", "--set", "来源=专题询问").code == 0
    code, said = edit(bench, "sed -i 's/^标题: .*/标题: 消防/' \"$1\"")
    assert code == 0
    assert "JZ-001 在上次编辑以后有了别的改动，这次从现在的内容改起" in said
    assert drafts(bench) == ["JZ-001.1.yaml"]
    aside = bench.root / ".rectify/JZ-001.1.yaml"
    assert "类别：设施改造" in aside.read_text(encoding="utf-8")
    text = bench.issue("JZ-001")
    assert "来源: 专题询问\n" in text
    assert "类别: 项目建设\n" in text
    assert "标题: 消防\n" in text


def test_a_draft_is_never_taken_up_through_a_link(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    other = tmp_path / "别的.yaml"
    other.write_text("别的\n", encoding="utf-8")
    (bench.root / ".rectify").mkdir()
    (bench.root / ".rectify/JZ-001.yaml").symlink_to(other)
    assert edit(bench, NEW_CLASS)[0] == 0
    assert other.read_text(encoding="utf-8") == "别的\n"
    assert "类别: 设施改造\n" in bench.issue("JZ-001")


def test_nobody_waits_for_an_open_editor_and_nothing_is_overwritten(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已答复", JZ002="已交办")
    flag = tmp_path / "开着"
    slow = f"touch '{flag}'; while [ -e '{flag}' ]; do sleep 0.05; done; {NEW_CLASS}"
    with ThreadPoolExecutor() as pool:
        editing = pool.submit(edit, bench, slow)
        while not flag.exists():
            time.sleep(0.05)
        meanwhile = bench.run("edit", "1", "--set", "来源=专题询问")
        flag.unlink()
        code, said = editing.result()
    assert meanwhile.code == 0, meanwhile.err
    assert code == 3
    assert "在此期间被别的程序改动" in said
    assert "草稿留在" in said
    assert "来源: 专题询问\n" in bench.issue("JZ-001")
    assert "类别: 项目建设\n" in bench.issue("JZ-001")


@pytest.mark.parametrize(
    ("setting", "code", "sentence"),
    [
        ("标题=", 2, "“标题”：没有填写，请补上"),
        ("提出人=王代表", 4, "提出人中没有“执法检查组”"),
        ("审议意见=9", 3, "ledger.yaml 里没有第9条审议意见，请先写进去"),
        ("拟定期限=不久", 2, "看不懂期限“不久”"),
        ("附件=甲.pdf", 2, "附件用 --attach"),
    ],
)
def test_an_edit_that_brings_a_fault_is_refused(
    tmp_path: Path, setting: str, code: int, sentence: str
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    text = bench.issue("JZ-001")
    end = text.rindex("#")
    bench.write("issues/JZ-001.yaml", text[:end] + FEEDBACK + text[end:])
    assert bench.do("check", "--quiet").code == 0
    before = bench.files()
    done = bench.run("edit", "1", "--set", setting)
    assert (done.code, done.out) == (code, ""), done.err
    assert sentence in done.err
    assert "Traceback" not in done.err
    assert bench.files() == before
    label, _, value = setting.partition("=")
    if value and label in ("审议意见", "拟定期限"):
        script = (
            f"sed -i '/^审议意见/d; s/^问题描述/{label}: {value}\\n问题描述/' \"$1\""
        )
        found, said = edit(bench, script)
        assert (found, bench.files()) == (code, before)
        assert sentence in said
        assert "草稿留在" in said
        assert drafts(bench) == ["JZ-001.base", "JZ-001.yaml"]


def test_a_fault_of_before_stands_in_no_edit_s_way(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    text = bench.issue("JZ-001").replace("审议意见: 1", "审议意见: 9")
    bench.write("issues/JZ-001.yaml", text)
    assert bench.do("edit", "1", "--set", "来源=专题询问").code == 0


def test_several_proposers_are_parted_by_any_mark(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    names = "甲代表:市人大代表、乙代表，丙代表；丁代表（市政协委员）;戊代表："
    assert bench.do("edit", "1", "--set", f"提出人={names}").code == 0
    text = bench.issue("JZ-001")
    assert text.count("  - 姓名: ") == 5
    assert "  - 姓名: 甲代表\n    身份: 市人大代表\n" in text
    assert "  - 姓名: 丁代表\n    身份: 市政协委员\n  - 姓名: 戊代表\n" in text


def test_an_issue_has_attachments_of_its_own(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\x00")
    args = ("edit", "1", "--attach", str(photo), "--set", "来源=专题询问")
    done = bench.do(*args)
    assert (done.code, done.err) == (0, "修改 JZ-001：来源、附件\n")
    sha256 = hashlib.sha256(photo.read_bytes()).hexdigest()
    block = f"附件:\n  - 文件: 现场.jpg\n    SHA-256: {sha256}\n"
    assert block in bench.issue("JZ-001")
    kept = bench.ledger / "files/JZ-001/现场.jpg"
    assert kept.read_bytes() == photo.read_bytes()
    assert bench.do(*args).err == "JZ-001 没有改动\n"
    assert bench.do("check").code == 0
    kept.unlink()
    assert "附件 data/ylfw-2024/files/JZ-001/现场.jpg 不在了" in bench.do("check").out


def test_a_unit_s_name_may_name_a_file(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    for name in ("市教育局/体育局", ".市教育局", "市教育局*", "市教\\育局"):
        done = bench.do("units", "add", name)
        assert (done.code, done.out) == (2, "")
        assert f"“{name}”不能用作单位名称" in done.err
