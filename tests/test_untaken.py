"""A 作废 that a merge does not take is told of, and nobody is accused of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programs import needs
from sharing import Sharing, office_of_two, sharing

if TYPE_CHECKING:
    from offices import Clerk

__all__ = ["office_of_two", "sharing"]
pytestmark = needs("git")

REASON = "2024-11-10 记错了单位"
NAMED = f"JZ-003 2024-09-18的答复（市民政局）：{REASON}"
KEY = "JZ-003 办理记录/1"


def at_odds(sharing: Sharing) -> tuple[Clerk, Clerk]:
    """Let one declare void the answer on which the other goes on."""
    first, second = sharing.first, sharing.second
    for each in (first, second):
        each.today = "2024-11-10"
    second.make("review", "3", "--result", "整改到位")
    first.make("void", "3", "--event", "3", "--reason", "记错了单位")
    first.make("sync")
    assert second.do("sync").code == 7
    return first, second


def test_the_prompt_says_that_the_others_void_would_go(sharing: Sharing) -> None:
    _, second = at_odds(sharing)
    listed = second.do("resolve", "--list").out
    assert f"选本方，对方的作废不采用（2024-09-18的答复：{REASON}）" in flat(listed)
    assert "选对方，本方的作废" not in flat(listed)


def test_to_keep_what_the_other_voided_is_a_remark_and_no_finding(
    sharing: Sharing,
) -> None:
    first, second = at_odds(sharing)
    said = second.make("resolve", "--pick", f"{KEY}=本方")
    assert f"没有采用这条作废，记录照旧有效：{NAMED}" in said
    second.make("sync")
    first.make("sync")
    assert "作废" not in first.issue("JZ-003")
    for each in (first, second):
        done = each.do("verify")
        assert (done.code, done.err) == (0, "")
        assert f"说明  合并时未采用的作废：{NAMED}" in flat(done.out)
    told = first.do("history", "3").out
    assert "未采用作废" in told
    assert "不是用命令改的" not in told


def test_to_take_the_others_void_leaves_nothing_to_remark(sharing: Sharing) -> None:
    _, second = at_odds(sharing)
    said = second.make("resolve", "--pick", f"{KEY}=对方")
    assert "没有采用" not in said
    assert f"作废: {REASON}" in second.issue("JZ-003")
    assert "作废：" not in second.do("verify").out


def test_a_merge_that_drops_a_void_without_saying_so_is_found(sharing: Sharing) -> None:
    _, second = at_odds(sharing)
    second.make("resolve", "--pick", f"{KEY}=本方")
    tree, *parents = second.git("log", "-1", "--format=%T %P").split()
    forge(second, tree, parents, "合并")
    done = second.do("verify")
    assert done.code == 5
    assert "又被取消作废" in flat(done.out)


def test_the_label_excuses_no_void_that_both_sides_had(sharing: Sharing) -> None:
    first, second = at_odds(sharing)
    second.make("resolve", "--pick", f"{KEY}=对方")
    second.amend("JZ-003", f"    作废: {REASON}\n", "")
    second.git("add", "--all")
    tree = second.git("write-tree").strip()
    old = second.git("rev-parse", "HEAD").strip()
    label = f"合并\n\n未采用作废: {NAMED.partition('：')[0]}\n"
    for parents in ([old], [old, first.git("rev-parse", "HEAD").strip()]):
        forge(second, tree, parents, label)
        done = second.do("verify")
        assert done.code == 5
        assert "又被取消作废" in flat(done.out)


def test_markers_that_were_committed_may_be_settled_against_a_void(
    sharing: Sharing,
) -> None:
    _, second = at_odds(sharing)
    second.git("config", "--unset-all", "merge.rectify.driver")
    ours, theirs = (
        second.issue("JZ-003"),
        second.git("show", "FETCH_HEAD:data/ylfw-2024/issues/JZ-003.yaml"),
    )
    both = f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"
    second.write("issues/JZ-003.yaml", both)
    second.git("add", "--all")
    tree = second.git("write-tree").strip()
    parents = [second.git("rev-parse", each).strip() for each in ("HEAD", "FETCH_HEAD")]
    forge(second, tree, parents, "合并")
    said = second.make("resolve", "--pick", f"{KEY}=本方")
    assert f"没有采用这条作废，记录照旧有效：{NAMED}" in said
    done = second.do("verify")
    assert (done.code, "说明  合并时未采用的作废" in done.out) == (0, True)


def forge(clerk: Clerk, tree: str, parents: list[str], message: str) -> None:
    """Put a version in the place of the last one by hand."""
    words = [word for parent in parents for word in ("-p", parent)]
    new = clerk.git("commit-tree", tree, *words, "-m", message).strip()
    clerk.git("reset", "--quiet", "--hard", new)


def flat(text: str) -> str:
    """Undo what a window breaks."""
    return "".join(
        line.strip() if n else line for n, line in enumerate(text.split("\n"))
    )
