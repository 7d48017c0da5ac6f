"""`resolve`: what two sides have both changed is picked place by place, and kept."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from office import kept, office
from programs import needs
from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs("git")

TITLE = "部分农村敬老院消防设施不达标"
OURS = "农村敬老院消防设施不达标"
THEIRS = "部分敬老院消防设施不达标，疏散通道被占用"
CLOSED = """\
  - 日期: 2024-11-06
    事项: 销号
    批准:
      - 批准人: 主任会议
"""
DROPPED = """\
  - 日期: 2024-11-05
    事项: 终止
    方式: 撤回
    理由: 提出人要求撤回
"""


def retitled(text: str, title: str) -> str:
    return text.replace(f"标题: {TITLE}", f"标题: {title}")


def added(text: str, event: str) -> str:
    return text.replace("# 以上由办公室登记", event + "# 以上由办公室登记")


def begun(home: Path, **issues: str) -> Workbench:
    """Make an office with a history of its own."""
    bench = office(home, **(issues or {"JZ001": "测评通过"}))
    bench.git("init", "--quiet")
    bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    bench.write("../../.gitignore", ".rectify/\n")
    committed(bench, "建账")
    return bench


def committed(bench: Workbench, subject: str, who: str = "甲办公室") -> None:
    bench.git("add", "--all")
    bench.git("commit", "--quiet", "--author", f"{who} <a@example.org>", "-m", subject)


def parted(bench: Workbench, ours: dict[str, str], theirs: dict[str, str]) -> None:
    """Let two sides change files, each in a line of its own."""
    bench.git("switch", "--quiet", "--create", "other")
    for place, text in theirs.items():
        bench.write(place, text)
    committed(bench, "对方的改动", "乙办公室")
    bench.git("switch", "--quiet", "main")
    for place, text in ours.items():
        bench.write(place, text)
    committed(bench, "本方的改动")


def merged(bench: Workbench, other: str = "other") -> bool:
    """Merge the other side by plain git; tell whether git thinks that it went well."""
    done = subprocess.run(
        ["git", "merge", "--quiet", "--no-edit", other],
        check=False, capture_output=True, cwd=bench.root, env=bench.environment(None),
    )  # fmt: skip
    return done.returncode == 0


def retitled_apart(bench: Workbench) -> None:
    """Let two sides give one issue two titles."""
    text = bench.issue("JZ-001")
    parted(
        bench,
        {"issues/JZ-001.yaml": retitled(text, OURS)},
        {"issues/JZ-001.yaml": retitled(text, THEIRS)},
    )


def titles_at_odds(home: Path) -> Workbench:
    """Make an office whose merge has stopped at a title."""
    bench = begun(home)
    retitled_apart(bench)
    assert not merged(bench)
    return bench


def ends_at_odds(home: Path) -> Workbench:
    """Make an office where one side closed what the other dropped."""
    bench = begun(home, JZ001="测评通过", JZ002="办理中")
    text = bench.issue("JZ-001")
    parted(
        bench,
        {"issues/JZ-001.yaml": added(text, CLOSED)},
        {"issues/JZ-001.yaml": added(text, DROPPED)},
    )
    assert not merged(bench)
    return bench


def parents(bench: Workbench) -> list[str]:
    return bench.git("log", "-1", "--format=%P").split()


def clean(bench: Workbench) -> bool:
    """Tell whether nothing is left to do for git, and the files are sound."""
    stopped = (bench.root / ".git" / "MERGE_HEAD").exists()
    return not stopped and not bench.git("status", "--porcelain") and sound(bench)


def sound(bench: Workbench) -> bool:
    return bench.do("check", "--quiet").code == 0


def test_nothing_to_settle_is_said_and_is_no_failure(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    done = bench.do("resolve")
    assert (done.code, done.out, done.err) == (0, "", "没有冲突要定\n")
    assert bench.do("resolve", "--json").json == []
    (bench.root / ".git").rename(tmp_path / "没有历史")
    assert bench.do("resolve").code == 0


def test_a_stopped_merge_is_shown_in_words_with_who_and_when(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    before = bench.files()
    done = bench.do("resolve", "--list")
    assert done.code == 7
    for said in (TITLE, OURS, THEIRS, "甲办公室", "乙办公室", "本方的改动"):
        assert said in done.out
    assert '--pick "JZ-001 标题=对方"' in done.out
    found = bench.do("resolve", "--json")
    assert found.code == 7
    assert [each["选法"] for each in found.json] == [
        ["JZ-001 标题=本方", "JZ-001 标题=对方"]
    ]
    assert (found.json[0]["原来"], found.json[0]["对方"]) == (TITLE, THEIRS)
    assert bench.files() == before


def test_who_brought_what_is_disputed_is_named_not_who_came_last(
    tmp_path: Path,
) -> None:
    bench = begun(tmp_path)
    retitled_apart(bench)
    note = "  - 日期: 2025-01-02\n    事项: 备注\n    内容: |\n      半路。\n"
    bench.write("issues/JZ-001.yaml", added(bench.issue("JZ-001"), note))
    committed(bench, "备注 JZ-001", "丙办公室")
    assert not merged(bench)
    found = bench.do("resolve", "--json").json[0]
    assert "甲办公室" in found["本方改动"]
    assert "本方的改动" in found["本方改动"]
    assert "乙办公室" in found["对方改动"]


def test_without_a_terminal_nothing_is_guessed(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    before = bench.files()
    done = bench.do("resolve")
    assert done.code == 7
    assert THEIRS in done.out
    assert 'rectify resolve --pick "JZ-001 标题=本方"' in done.err
    assert bench.files() == before
    assert (bench.root / ".git" / "MERGE_HEAD").exists()


def test_check_sends_a_file_with_markers_to_resolve(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    done = bench.do("check", "--quiet")
    assert done.code == 5
    assert "JZ-001.yaml 第3行" in done.out
    assert "还没有选定；请运行 rectify resolve" in done.out.replace("\n", "")


def test_a_pick_ends_a_stopped_merge_with_both_parents(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    head, other = bench.git("rev-parse", "HEAD", "other").split()
    done = bench.do("resolve", "--pick", "JZ-001 标题=对方")
    assert done.code == 0, done.err
    assert f"标题: {THEIRS}\n" in bench.issue("JZ-001")
    assert parents(bench) == [head, other]
    assert clean(bench)
    assert "# 主任会议点了名" in bench.issue("JZ-001")
    assert bench.do("resolve").err == "没有冲突要定\n"


@pytest.mark.parametrize("number", ["1", "jz-1", "JZ－001"])
def test_a_pick_takes_a_number_as_other_commands_do(
    tmp_path: Path, number: str
) -> None:
    bench = titles_at_odds(tmp_path)
    twice = bench.do(
        "resolve", "--pick", f"{number} 标题=对方", "--pick", "JZ-001 标题=本方"
    )
    assert (twice.code, "选了两次" in twice.err) == (2, True)
    done = bench.do("resolve", "--pick", f"{number} 标题=对方")
    assert (done.code, f"标题: {THEIRS}" in bench.issue("JZ-001")) == (0, True)


def test_a_dry_run_shows_the_lines_and_leaves_the_merge(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    before = bench.files()
    done = bench.do("resolve", "--pick", "JZ-001 标题=对方", "--dry-run")
    assert done.code == 0
    assert "-<<<<<<< HEAD" in done.out
    assert f"-标题: {OURS}" in done.out
    assert bench.files() == before
    assert (bench.root / ".git" / "MERGE_HEAD").exists()


def test_a_secretary_picks_by_answering_and_agrees_once(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    done = bench.on_terminal("resolve", typed="3\n２\n是\n", NO_COLOR="1")
    assert done.code == 0, done.out
    assert "第1处，共1处" in done.out
    assert "没有这个选项" in done.out
    assert f"对方：{THEIRS}" in done.out
    assert f"标题: {THEIRS}\n" in bench.issue("JZ-001")
    assert clean(bench)


@pytest.mark.parametrize("typed", ["q\n", "1\n否\n", "s\n", "\x04"])
def test_who_leaves_half_way_changes_nothing(tmp_path: Path, typed: str) -> None:
    bench = titles_at_odds(tmp_path)
    before = bench.files()
    done = bench.on_terminal("resolve", typed=typed)
    assert "没有改动任何文件" in done.out
    assert bench.files() == before
    assert (bench.root / ".git" / "MERGE_HEAD").exists()


@pytest.mark.parametrize(
    ("pick", "sentence"),
    [
        ("JZ-001 标题", "看不懂 --pick “JZ-001 标题”"),
        ("标题=本方", "看不懂"),
        ("JZ-001 标题=第三方", "看不懂"),
        ("JZ-001 类别=本方", "没有“JZ-001 类别”这处冲突。有冲突的是：JZ-001 标题"),
        ("JZ-009 标题=本方", "没有“JZ-009 标题”这处冲突"),
    ],
)
def test_a_pick_that_names_nothing_is_refused(
    tmp_path: Path, pick: str, sentence: str
) -> None:
    bench = titles_at_odds(tmp_path)
    before = bench.files()
    done = bench.do("resolve", "--pick", pick)
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err
    assert bench.files() == before


def test_both_can_not_be_picked_where_one_has_to_give_way(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    done = bench.do("resolve", "--pick", "JZ-001 标题=都要")
    assert done.code in (2, 4)
    assert "不能都要" in done.err
    twice = ("--pick", "JZ-001 标题=本方", "--pick", "JZ-001  标题=对方")
    assert "选了两次" in bench.do("resolve", *twice).err


def test_the_event_that_is_not_picked_stays_as_void(tmp_path: Path) -> None:
    bench = ends_at_odds(tmp_path)
    [found] = bench.do("resolve", "--json").json
    assert "销号" in found["本方"]
    assert "终止" in found["对方"]
    pick = next(each for each in found["选法"] if each.endswith("=本方"))
    done = bench.do("resolve", "--pick", pick, today="2024-11-10")
    assert done.code == 0, done.err
    text = bench.issue("JZ-001")
    assert "事项: 销号" in text
    assert "事项: 终止" in text
    assert "作废: 2024-11-10 合并时未采用" in text
    assert clean(bench)


def test_mirrored_picks_of_the_two_offices_come_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    bench = begun(tmp_path)
    text = bench.issue("JZ-001")
    parted(
        bench,
        {"issues/JZ-001.yaml": added(retitled(text, OURS), CLOSED)},
        {"issues/JZ-001.yaml": added(retitled(text, THEIRS), DROPPED)},
    )
    twin = Workbench(tmp_path / "乙")
    shutil.rmtree(twin.root)
    shutil.copytree(bench.root, twin.root)
    assert not merged(bench)
    twin.git("switch", "--quiet", "other")
    assert not merged(twin, "main")
    one = "--pick JZ-001 标题=本方 --pick JZ-001 办理记录/1=对方"
    two = "--pick JZ-001 标题=对方 --pick JZ-001 办理记录/1=本方"
    for office_, picks in ((bench, one), (twin, two)):
        words = [w for each in picks.split("--pick ")[1:] for w in ("--pick", each)]
        done = office_.do("resolve", *map(str.strip, words))
        assert done.code == 0, done.err
        assert clean(office_)
    assert bench.issue("JZ-001") == twin.issue("JZ-001")


def test_what_git_merged_by_lines_is_merged_anew_by_what_it_says(
    tmp_path: Path,
) -> None:
    """Both closed JZ-002 in lines that git finds apart; JZ-001 has stopped it."""
    bench = begun(tmp_path, JZ001="测评通过", JZ002="测评通过")
    one, two = bench.issue("JZ-001"), bench.issue("JZ-002")
    late = CLOSED.replace("2024-11-06", "2024-11-07")
    early = two.replace("  - 日期: 2024-10-30\n", CLOSED + "  - 日期: 2024-10-30\n")
    parted(
        bench,
        {"issues/JZ-001.yaml": retitled(one, OURS), "issues/JZ-002.yaml": early},
        {
            "issues/JZ-001.yaml": retitled(one, THEIRS),
            "issues/JZ-002.yaml": added(two, late),
        },
    )
    assert not merged(bench)
    assert "<<<<" not in bench.issue("JZ-002")
    names = {each["名称"] for each in bench.do("resolve", "--json").json}
    assert names == {"JZ-001", "JZ-002"}


def test_a_file_that_a_person_mended_stays_as_it_is(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    mine = retitled(kept("JZ-001", "测评通过"), "两边商量好的标题")
    bench.write("issues/JZ-001.yaml", mine)
    done = bench.do("resolve")
    assert done.code == 0, done.err
    assert bench.issue("JZ-001") == mine
    assert clean(bench)
    assert len(parents(bench)) == 2


def test_a_mended_file_that_lost_an_event_is_refused(tmp_path: Path) -> None:
    bench = ends_at_odds(tmp_path)
    bench.write("issues/JZ-001.yaml", added(kept("JZ-001", "测评通过"), CLOSED))
    bench.git("add", "--all")
    before = bench.files()
    done = bench.do("resolve")
    assert done.code == 3
    assert "少了2024-11-05的终止" in done.err
    assert "git checkout --merge -- " in done.err
    assert bench.files() == before


def test_markers_that_somebody_committed_are_settled_from_the_history(
    tmp_path: Path,
) -> None:
    bench = titles_at_odds(tmp_path)
    committed(bench, "没有解决就提交了")
    found = bench.do("resolve", "--json")
    assert found.json[0]["原来"] == TITLE
    assert found.json[0]["对方改动"].startswith("乙办公室，")
    done = bench.do("resolve", "--pick", "JZ-001 标题=对方")
    assert done.code == 0, done.err
    assert "解决冲突 JZ-001：1处取对方" in done.err
    assert f"标题: {THEIRS}\n" in bench.issue("JZ-001")
    assert clean(bench)


def test_markers_changed_since_are_settled_by_what_they_tell(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    committed(bench, "没有解决就提交了")
    text = bench.issue("JZ-001").replace("类别: 项目建设", "类别: 消防安全")
    bench.write("issues/JZ-001.yaml", text)
    done = bench.do("resolve", "--pick", "JZ-001 标题=本方")
    assert done.code == 0, done.err
    assert f"标题: {OURS}\n" in bench.issue("JZ-001")
    assert "类别: 消防安全\n" in bench.issue("JZ-001")
    assert clean(bench)


def test_markers_of_a_folder_without_any_history_are_settled(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    shutil.rmtree(bench.root / ".git")
    names = [each["项目"] for each in bench.do("resolve", "--json").json]
    assert names
    done = bench.on_terminal("resolve", typed="2\n是\n")
    assert done.code == 0, done.out
    assert f"标题: {THEIRS}\n" in bench.issue("JZ-001")
    assert sound(bench)


def test_markers_that_make_no_pair_are_named(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    shutil.rmtree(bench.root / ".git")
    text = bench.issue("JZ-001").replace("=======\n", "")
    bench.write("issues/JZ-001.yaml", text)
    done = bench.do("resolve")
    assert done.code == 3
    assert "issues/JZ-001.yaml" in done.err
    assert "不成套" in done.err


def test_a_clean_merge_of_lines_that_broke_the_rules_is_settled(
    tmp_path: Path,
) -> None:
    bench = begun(tmp_path)
    text = bench.issue("JZ-001")
    late = CLOSED.replace("2024-11-06", "2024-11-07")
    early = text.replace("  - 日期: 2024-10-30\n", CLOSED + "  - 日期: 2024-10-30\n")
    parted(
        bench,
        {"issues/JZ-001.yaml": early},
        {"issues/JZ-001.yaml": added(text, late)},
    )
    assert merged(bench)
    assert not sound(bench)
    [found] = bench.do("resolve", "--json").json
    pick = next(each for each in found["选法"] if each.endswith("=本方"))
    done = bench.do("resolve", "--pick", pick)
    assert done.code == 0, done.err
    assert "合并时未采用" in bench.issue("JZ-001")
    assert clean(bench)


def test_a_fault_that_no_merge_has_made_is_sent_to_void(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    text = bench.issue("JZ-001")
    bench.write("issues/JZ-001.yaml", added(text, CLOSED + CLOSED.replace("06", "07")))
    committed(bench, "手工记了两次")
    done = bench.do("resolve")
    assert done.code == 0
    assert "JZ-001.yaml 有差错" in done.err
    assert "rectify void" in done.err


@pytest.mark.parametrize("work", ["rebase", "cherry-pick"])
def test_other_work_of_git_is_named_with_its_way_out(tmp_path: Path, work: str) -> None:
    bench = begun(tmp_path)
    retitled_apart(bench)
    subprocess.run(
        ["git", work, "other"], check=False, capture_output=True, cwd=bench.root,
        env=bench.environment(None),
    )  # fmt: skip
    before = bench.files()
    done = bench.do("resolve")
    assert done.code == 7
    assert f"git {work} --abort" in done.err
    assert bench.files() == before


def test_a_killed_resolve_is_finished_by_the_next_command(tmp_path: Path) -> None:
    """Whenever it is killed, the merge is whole or stopped as before."""
    for delay in (0.3, 0.5, 0.7):
        bench = titles_at_odds(tmp_path / str(delay))
        head = bench.git("rev-parse", "HEAD").strip()
        process = bench.start("resolve", "--pick", "JZ-001 标题=对方")
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert bench.do("list").code == 0
        done = bench.do("resolve", "--pick", "JZ-001 标题=对方")
        if done.code == 2:
            done = bench.do("resolve")
        assert done.code == 0, done.err
        assert f"标题: {THEIRS}\n" in bench.issue("JZ-001")
        assert parents(bench)[0] == head
        assert clean(bench)


def test_a_merge_that_is_recorded_already_is_only_ended(tmp_path: Path) -> None:
    bench = titles_at_odds(tmp_path)
    stopped = bench.root / ".git" / "MERGE_HEAD"
    other = stopped.read_bytes()
    assert bench.do("resolve", "--pick", "JZ-001 标题=对方").code == 0
    stopped.write_bytes(other)
    head = bench.git("rev-parse", "HEAD")
    assert bench.do("resolve").code == 0
    assert not stopped.exists()
    assert bench.git("rev-parse", "HEAD") == head


NEW = """\
编号: JZ-002
标题: {title}
问题描述: |
  {title}，群众反映多。
"""


def two_of_one_number(home: Path) -> Workbench:
    """Make an office where both sides have added a JZ-002 of their own."""
    bench = begun(home)
    parted(
        bench,
        {
            "issues/JZ-002.yaml": NEW.format(title="食堂卫生差"),
            "issues/JZ-003.yaml": NEW.format(title="引用").replace("JZ-002", "JZ-003")
            + "承接自: JZ-002\n",
        },
        {"issues/JZ-002.yaml": NEW.format(title="护理员培训不足")},
    )
    return bench


def test_two_issues_of_one_number_become_two_and_references_follow(
    tmp_path: Path,
) -> None:
    bench = two_of_one_number(tmp_path)
    assert not merged(bench)
    shown = bench.do("resolve", "--list").out
    assert "都要 不是同一条，本方的改用新编号" in shown
    done = bench.do("resolve", "--pick", "JZ-002 编号=都要")
    assert done.code == 0, done.err
    assert "已改为 JZ-004" in done.err
    assert "护理员培训不足" in bench.issue("JZ-002")
    assert "食堂卫生差" in bench.issue("JZ-004")
    assert "承接自: JZ-004\n" in bench.issue("JZ-003")
    assert "改号: JZ-002 JZ-004" in bench.git("log", "-1", "--format=%B")
    assert clean(bench)


def test_numbers_alone_are_settled_without_asking_as_sync_does(tmp_path: Path) -> None:
    bench = two_of_one_number(tmp_path)
    assert not merged(bench)
    done = bench.do("resolve")
    assert done.code == 0, done.err
    assert "食堂卫生差" in bench.issue("JZ-004")
    assert clean(bench)


def test_the_same_issue_added_twice_is_merged_field_by_field(tmp_path: Path) -> None:
    bench = two_of_one_number(tmp_path)
    assert not merged(bench)
    done = bench.do("resolve", "--pick", "JZ-002 编号=本方", "--json")
    keys = {each["选法"][0].removesuffix("=本方") for each in done.json}
    assert keys == {"JZ-002 标题", "JZ-002 问题描述"}
    words = [w for key in sorted(keys) for w in ("--pick", f"{key}=对方")]
    done = bench.do("resolve", "--pick", "JZ-002 编号=本方", *words)
    assert done.code == 0, done.err
    assert "护理员培训不足" in bench.issue("JZ-002")
    assert "承接自: JZ-002\n" in bench.issue("JZ-003")
    assert clean(bench)


def test_two_issues_within_the_markers_of_one_file_become_two_files(
    tmp_path: Path,
) -> None:
    bench = two_of_one_number(tmp_path)
    assert not merged(bench)
    shutil.rmtree(bench.root / ".git")
    done = bench.do("resolve", "--pick", "JZ-002 编号=都要")
    assert done.code == 0, done.err
    assert "本方的已改为 JZ-004；别处引用 JZ-002 的地方没有改" in done.err
    assert "护理员培训不足" in bench.issue("JZ-002")
    assert bench.issue("JZ-004").startswith("编号: JZ-004\n标题: 食堂卫生差\n")
    assert sound(bench)


def test_what_sync_received_and_left_apart_is_settled(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    retitled_apart(bench)
    shared = tmp_path / "共享"
    bench.git("init", "--quiet", "--bare", str(shared))
    bench.git("remote", "add", "origin", str(shared))
    bench.git("push", "--quiet", "origin", "other:main")
    bench.git("branch", "--quiet", "-D", "other")
    stopped = bench.do("sync")
    assert stopped.code == 7, stopped.err
    assert "rectify resolve" in stopped.err
    bench.write("issues/JZ-001.yaml", bench.issue("JZ-001") + "# 手工添的\n")
    head = bench.git("rev-parse", "HEAD").strip()
    done = bench.do("resolve", "--pick", "JZ-001 标题=对方")
    assert done.code == 0, done.err
    assert "手工的改动已先记入版本历史" in done.err
    assert "接着运行 rectify sync" in done.err
    assert f"标题: {THEIRS}\n" in bench.issue("JZ-001")
    assert bench.issue("JZ-001").endswith("# 手工添的\n")
    assert bench.git("rev-parse", "HEAD^1^").strip() == head
    assert clean(bench)
    assert bench.do("sync").code == 0
    assert (
        bench.git("rev-parse", "HEAD")
        == bench.git("ls-remote", str(shared), "main")[:40] + "\n"
    )


def test_a_file_that_one_side_can_not_be_read_of_is_picked_whole(
    tmp_path: Path,
) -> None:
    bench = begun(tmp_path)
    text = bench.issue("JZ-001")
    parted(
        bench,
        {"issues/JZ-001.yaml": retitled(text, OURS)},
        {"issues/JZ-001.yaml": retitled(text, "[没有写完")},
    )
    assert not merged(bench)
    [found] = bench.do("resolve", "--json").json
    assert "不能按内容合并" in found["说明"]
    refused = bench.do("resolve", "--pick", "JZ-001 文件=对方")
    assert refused.code == 4
    assert "读不出来，请选另一边" in refused.err
    done = bench.do("resolve", "--pick", "JZ-001 文件=本方")
    assert done.code == 0, done.err
    assert bench.issue("JZ-001") == retitled(text, OURS)
    assert clean(bench)


def test_a_file_beside_the_ledgers_is_picked_whole(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    parted(
        bench,
        {"../../说明.txt": "本方的说明\n"},
        {"../../说明.txt": "对方的说明\n"},
    )
    assert not merged(bench)
    done = bench.do("resolve", "--pick", "说明.txt 文件=本方")
    assert done.code == 0, done.err
    assert (bench.root / "说明.txt").read_text("utf-8") == "本方的说明\n"
    assert clean(bench)


def test_the_rules_of_a_ledger_are_settled_with_its_issues(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    rules = bench.read("ledger.yaml")
    text = bench.issue("JZ-001")
    parted(
        bench,
        {
            "ledger.yaml": rules.replace("某市人大常委会", "甲市人大常委会"),
            "issues/JZ-001.yaml": retitled(text, OURS),
        },
        {
            "ledger.yaml": rules.replace("某市人大常委会", "乙市人大常委会"),
            "issues/JZ-001.yaml": retitled(text, THEIRS),
        },
    )
    assert not merged(bench)
    committed(bench, "没有解决就提交了")
    names = [each["名称"] for each in bench.do("resolve", "--json").json]
    assert names == ["ledger.yaml", "JZ-001"]
    one = ("--pick", "ledger.yaml 监督机关=对方")
    done = bench.do("resolve", *one, "--pick", "JZ-001 标题=本方")
    assert done.code == 0, done.err
    assert "监督机关: 乙市人大常委会\n" in bench.read("ledger.yaml")
    assert clean(bench)


def test_what_is_put_off_stays_and_the_rest_of_torn_files_is_written(
    tmp_path: Path,
) -> None:
    bench = begun(tmp_path, JZ001="办理中", JZ002="办理中")
    files = [f"issues/JZ-00{each}.yaml" for each in (1, 2)]
    texts = {place: bench.read(place) for place in files}
    parted(
        bench,
        {place: retitled(text, OURS) for place, text in texts.items()},
        {place: retitled(text, THEIRS) for place, text in texts.items()},
    )
    assert not merged(bench)
    held = bench.on_terminal("resolve", typed="s\n1\n", columns=200)
    assert held.code == 7
    assert "全部定下才能合并，没有改动任何文件" in held.out
    assert 'rectify resolve --pick "JZ-002 标题=本方"' in held.out
    committed(bench, "没有解决就提交了")
    done = bench.on_terminal("resolve", typed="s\n1\n是\n")
    assert done.code == 7
    assert "还有1处留到以后再定" in done.out
    assert "<<<<<<<" in bench.issue("JZ-001")
    assert f"标题: {OURS}\n" in bench.issue("JZ-002")


def test_no_merge_is_half_written_where_no_version_can_be_made(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    retitled_apart(bench)
    bench.git("checkout", "--quiet", "--detach")
    assert not merged(bench)
    before = bench.files()
    done = bench.do("resolve", "--pick", "JZ-001 标题=对方")
    assert (done.code, done.out) == (7, "")
    assert "git switch main" in done.err
    assert bench.files() == before


def test_what_was_recorded_while_the_merge_stood_still_is_kept(tmp_path: Path) -> None:
    bench = begun(tmp_path, JZ001="测评通过", JZ002="办理中", JZ003="办理中")
    text, other = bench.issue("JZ-001"), bench.issue("JZ-002")
    parted(
        bench,
        {"issues/JZ-001.yaml": retitled(text, OURS)},
        {
            "issues/JZ-001.yaml": retitled(text, THEIRS),
            "issues/JZ-002.yaml": retitled(other, THEIRS),
        },
    )
    assert not merged(bench)
    for number in ("2", "3"):
        assert bench.do("note", number, "--text", "合并中记的").code == 0
    assert bench.do("resolve", "--pick", "JZ-001 标题=对方").code == 0
    assert bench.do("list").code == 0
    for number in ("JZ-002", "JZ-003"):
        assert "合并中记的" in bench.issue(number)
    assert f"标题: {THEIRS}\n" in bench.issue("JZ-002")
    assert clean(bench)


def test_a_file_that_one_side_removed_stays_or_goes_as_picked(tmp_path: Path) -> None:
    for side, there in (("本方", True), ("对方", False)):
        bench = begun(tmp_path / side, JZ001="测评通过", JZ002="办理中")
        place = bench.ledger / "issues" / "JZ-002.yaml"
        changed = retitled(bench.issue("JZ-002"), OURS)
        bench.git("switch", "--quiet", "--create", "other")
        place.unlink()
        committed(bench, "删去")
        bench.git("switch", "--quiet", "main")
        bench.write("issues/JZ-002.yaml", changed)
        committed(bench, "改了")
        assert not merged(bench)
        done = bench.do("resolve", "--pick", f"JZ-002 去留={side}")
        assert done.code == 0, done.err
        assert place.exists() == there
        assert clean(bench)


def test_a_file_that_git_has_removed_is_removed_in_the_version_too(
    tmp_path: Path,
) -> None:
    bench = begun(tmp_path, JZ001="测评通过", JZ002="草案")
    text = bench.issue("JZ-001")
    bench.git("switch", "--quiet", "--create", "other")
    (bench.ledger / "issues/JZ-002.yaml").unlink()
    bench.write("issues/JZ-001.yaml", retitled(text, THEIRS))
    committed(bench, "对方的改动", "乙办公室")
    bench.git("switch", "--quiet", "main")
    bench.write("issues/JZ-001.yaml", retitled(text, OURS))
    committed(bench, "本方的改动")
    assert not merged(bench)
    assert bench.do("resolve", "--pick", "JZ-001 标题=本方").code == 0
    assert clean(bench)
    assert "JZ-002" not in bench.git("ls-tree", "-r", "--name-only", "HEAD")


def test_what_a_stash_has_left_is_settled(tmp_path: Path) -> None:
    bench = begun(tmp_path)
    text = bench.issue("JZ-001")
    bench.write("issues/JZ-001.yaml", retitled(text, OURS))
    bench.git("stash", "--quiet")
    bench.write("issues/JZ-001.yaml", retitled(text, THEIRS))
    committed(bench, "改了标题")
    with pytest.raises(subprocess.CalledProcessError):
        bench.git("stash", "pop", "--quiet")
    [found] = bench.do("resolve", "--json").json
    assert found["原来"] == TITLE
    done = bench.do("resolve", "--pick", "JZ-001 标题=对方")
    assert done.code == 0, done.err
    assert f"标题: {OURS}\n" in bench.issue("JZ-001")
    assert clean(bench)


def test_a_workspace_inside_a_larger_repository_is_settled(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="测评通过")
    text, beside = bench.issue("JZ-001"), tmp_path / "外面.txt"
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    bench.git("symbolic-ref", "HEAD", "refs/heads/main")
    (tmp_path / ".gitignore").write_text("cache\n.rectify\n", "utf-8")
    for line, title, words in (
        (["main"], TITLE, "一"),
        (["--create", "other"], THEIRS, "二"),
        (["main"], OURS, "三"),
    ):
        if words != "一":
            bench.git("switch", "--quiet", *line)
        bench.write("issues/JZ-001.yaml", retitled(text, title))
        beside.write_text(f"{words}\n", "utf-8")
        bench.git("add", "--all", str(tmp_path))
        bench.git("commit", "--quiet", "-m", words)
    assert not merged(bench)
    picks = ("--pick", "JZ-001 标题=对方", "--pick", "外面.txt 文件=对方")
    done = bench.do("resolve", *picks)
    assert done.code == 0, done.err
    assert beside.read_text("utf-8") == "二\n"
    assert f"标题: {THEIRS}\n" in bench.issue("JZ-001")
    assert clean(bench)


def test_a_faulty_file_of_the_other_side_is_not_taken_in(tmp_path: Path) -> None:
    bench = begun(tmp_path, JZ001="测评通过", JZ002="办理中")
    text = bench.issue("JZ-001")
    parted(
        bench,
        {"issues/JZ-001.yaml": retitled(text, OURS)},
        {"issues/JZ-001.yaml": retitled(text, THEIRS), "issues/JZ-002.yaml": "[\n"},
    )
    assert not merged(bench)
    before = bench.files()
    done = bench.do("resolve", "--pick", "JZ-001 标题=对方")
    assert done.code == 3
    assert "对方的 data/ylfw-2024/issues/JZ-002.yaml 有差错" in done.err
    assert bench.files() == before
