from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from programs import program
from rectify.storage.git import remote
from rectify.storage.git.repository import Repository
from rectify.storage.git.unreached import Outpaced
from sharing import head_of, note, office_of_two, sharing

__all__ = ["office_of_two", "sharing"]

if TYPE_CHECKING:
    from sharing import Sharing

NOTE = ("--text", "已电话了解情况。")


def test_three_offices_come_to_the_same_bytes_whoever_goes_first(
    sharing: Sharing,
) -> None:
    first, second, third = sharing.first, sharing.second, sharing.joins("丙")
    for who in (first, second, third):
        note(who, "1", f"{who.who}了解的情况。")
    note(third, "2", "丙另外了解的情况。")
    for who in (second, third, first, second, third):
        who.make("sync")
    texts = {who.issue("JZ-001") for who in (first, second, third)}
    assert len(texts) == 1
    text = texts.pop()
    assert all(f"{who}了解的情况。" in text for who in "甲乙丙")
    assert {who.files()["data/" + who.name + "/issues/JZ-002.yaml"] for who in (
        first, second, third)} == {third.issue("JZ-002").encode()}  # fmt: skip
    assert head_of(first) == head_of(second) == head_of(third) == sharing.there()
    assert first.do("check").code == 0


def test_it_says_who_sent_what_and_what_went(sharing: Sharing) -> None:
    second = sharing.second
    note(second, "1", "乙了解的情况。")
    note(second, "3", "乙了解的情况。")
    second.make("sync")
    note(sharing.first, "2", "甲了解的情况。")
    said = sharing.first.make("sync")
    assert said == (
        "收到2次更新（乙：JZ-001、JZ-003），送出1次更新（JZ-002）；"
        "共享文件夹与本机已一致\n"
    )
    assert sharing.first.make("sync") == "没有新的更新；共享文件夹与本机一致\n"


def test_what_only_came_makes_no_version_of_its_own(sharing: Sharing) -> None:
    second = sharing.second
    note(second, "1", "乙了解的情况。")
    second.make("sync")
    said = sharing.first.make("sync")
    assert "收到1次更新" in said
    assert head_of(sharing.first) == head_of(second)
    assert sharing.first.git("status", "--porcelain") == ""


def test_a_merge_is_one_version_that_names_what_it_took_in(sharing: Sharing) -> None:
    second = sharing.second
    note(second, "1", "乙了解的情况。")
    second.make("sync")
    note(sharing.first, "2", "甲了解的情况。")
    sharing.first.make("sync")
    log = sharing.first.git("log", "-1", "--format=%s|%P").strip()
    subject, parents = log.split("|")
    assert subject == "同步：并入1次更新（JZ-001）"
    assert len(parents.split()) == 2
    assert sharing.first.git("status", "--porcelain") == ""


def test_a_conflict_changes_nothing_and_names_the_way_out(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.make("edit", "1", "--set", "类别=民生")
    second.make("sync")
    first.make("edit", "1", "--set", "类别=基建")
    before, head, there = first.files(), head_of(first), sharing.there()
    done = first.do("sync")
    assert done.code == 7
    assert "JZ-001 类别" in done.err
    assert "rectify resolve" in done.err
    assert (first.files(), head_of(first), sharing.there()) == (before, head, there)


def test_edits_by_hand_are_recorded_first_on_their_own(sharing: Sharing) -> None:
    sharing.first.amend("JZ-002", "类别: 项目建设", "类别: 服务质量")
    sharing.first.make("sync")
    assert sharing.first.git("log", "-1", "--format=%s").strip() == "手工修改 JZ-002"
    assert head_of(sharing.first) == sharing.there()


def test_a_faulty_edit_by_hand_stops_it_with_its_fault(sharing: Sharing) -> None:
    sharing.first.amend("JZ-002", "类别: 项目建设", "类别：服务质量")
    there = sharing.there()
    done = sharing.first.do("sync")
    assert done.code == 5
    assert "issues/JZ-002.yaml" in done.err
    assert "没有同步" in done.err
    assert sharing.there() == there


def test_what_was_not_recorded_yet_goes_along(sharing: Sharing) -> None:
    sharing.first.make("note", "1", *NOTE, "--no-commit")
    assert "送出1次更新（JZ-001）" in sharing.first.make("sync")


def test_two_new_issues_of_one_number_both_stay(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.make("add", "--title", "乙发现的问题", "--text", "食堂没有留样。")
    second.make("sync")
    first.make("add", "--title", "甲发现的问题", "--text", "门口台阶太高。")
    first.make("edit", "2", "--set", "备注=与JZ-004同一处。")
    photo = sharing.home / "照片.jpg"
    photo.write_bytes(b"\xff\xd8")
    said = first.make("sync")
    assert "JZ-004 与对方新增的同号，已改为 JZ-005" in said
    assert (
        "这些文字里还写着 JZ-004（现在是 JZ-005），没有改，请核对：JZ-002 的备注"
    ) in said
    assert "标题: 甲发现的问题" in first.issue("JZ-005")
    assert "标题: 乙发现的问题" in first.issue("JZ-004")
    second.make("sync")
    assert second.issue("JZ-005") == first.issue("JZ-005")
    assert first.do("check").code == 0


def test_the_same_issue_added_twice_is_a_conflict_not_two_issues(
    sharing: Sharing,
) -> None:
    first, second = sharing.first, sharing.second
    for who, level in ((second, "省"), (first, "市")):
        added = ("--title", "食堂没有留样", "--text", "3家没有留样。", "--level", level)
        who.make("add", *added)
    second.make("sync")
    done = first.do("sync")
    assert done.code == 7
    assert "JZ-004 来源级别" in done.err
    assert not (first.ledger / "issues" / "JZ-005.yaml").exists()


def test_faults_that_only_both_together_have_are_merged_and_not_sent(
    sharing: Sharing,
) -> None:
    first, second = sharing.first, sharing.second
    second.amend("JZ-002", "审议意见: 1\n", "")
    for number in ("JZ-001", "JZ-003"):
        second.amend(number, "审议意见: 1\n", "")
    rules = second.read("ledger.yaml")
    second.write("ledger.yaml", rules[: rules.index("审议意见:")])
    second.make("sync")
    first.make("add", "--title", "另一个问题", "--text", "在别处。", "--opinion", "1")
    there = sharing.there()
    done = first.do("sync")
    assert done.code == 5
    assert "JZ-004.yaml" in done.err
    assert "已合并，没有送出" in done.err
    assert sharing.there() == there
    assert first.do("sync").code == 5
    first.make("edit", "4", "--set", "审议意见=")
    assert "送出" in first.make("sync")


def test_faults_that_one_side_had_all_along_do_not_stop_it(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    second.amend("JZ-003", "    单位: 市民政局", "    单位: 市不知道局")
    second.do("sync")
    note(first, "1", "甲了解的情况。")
    assert first.do("sync").code == 0


def test_somebody_faster_is_merged_and_it_tries_again(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    note(second, "1", "乙了解的情况。")
    note(first, "2", "甲了解的情况。")
    bin_ = sharing.home / "bin"
    bin_.mkdir()
    real = shutil.which("git")
    pushed = sharing.home / "抢先"
    program(
        bin_,
        "git",
        f'case "$*" in *" push "*) if mkdir "{pushed}" 2>/dev/null; then '
        f'(cd "{second.root}" && "{real}" push -q "{sharing.folder}" HEAD:main); fi;; '
        f'esac; exec "{real}" "$@"',
    )
    done = first.run("sync", PATH=f"{bin_}:{os.environ['PATH']}")
    assert done.code == 0, done.err
    assert pushed.exists()
    assert "收到1次更新（乙：JZ-001），送出1次更新（JZ-002）" in done.err
    assert head_of(first) == sharing.there()


def test_nothing_is_ever_forced(sharing: Sharing) -> None:
    first, second = sharing.first, sharing.second
    note(second, "1", "乙了解的情况。")
    place = remote.Shared(
        "origin", str(sharing.folder), str(sharing.folder), "main", "main"
    )
    second.make("sync")
    there = sharing.there()
    note(first, "2", "甲了解的情况。")
    with pytest.raises(Outpaced):
        remote.push(Repository.open(first.root), place, head_of(first))
    assert sharing.there() == there
