from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from nobody import NOBODY, as_nobody, open_folder
from rectify.storage.disk import CantWrite
from rectify.storage.journal import Change
from rectify.storage.recovery import Disputed, Untrusted, pending
from rectify.storage.transaction import (
    ChangedOnDisk,
    UnsafePath,
    locked,
    recover,
    write,
)
from rectify.storage.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

LEDGER = "名称: 甲\n编号前缀: JZ\n监督机关: 乙\n".encode()
ISSUES = "data/jz/issues"


def text(number: int, word: str = "旧") -> bytes:
    return f"编号: JZ-{number:03}\n标题: {word}\n".encode()


def issue_path(root: Path, number: int) -> Path:
    return root / ISSUES / f"JZ-{number:03}.yaml"


def changes(root: Path, count: int) -> list[Change]:
    """Change issues from old to new; when there are many, drop one and add one."""
    found = [
        Change(issue_path(root, n), text(n), text(n, "新")) for n in range(1, count + 1)
    ]
    if count > 2:
        found[0] = Change(issue_path(root, 1), text(1), None)
        found[-1] = Change(root / "data/jz/files/JZ-002/照片.jpg", None, b"\xff\x00")
    return found


@pytest.fixture
def root() -> Iterator[Path]:
    """A workspace that every account of the machine may look into."""
    with open_folder() as folder:
        (folder / ISSUES).mkdir(parents=True)
        (folder / "data/jz/ledger.yaml").write_bytes(LEDGER)
        for number in range(1, 58):
            issue_path(folder, number).write_bytes(text(number))
        yield folder


def state(meant: list[Change]) -> str:
    """Tell whether all is new, or all old, or a file is torn or left behind."""
    held = [path.read_bytes() if path.exists() else None for path, _, _ in meant]
    for found, (path, before, after) in zip(held, meant, strict=True):
        assert found in (before, after), path
    if held == [change.after for change in meant]:
        return "new"
    return "old" if held == [change.before for change in meant] else "mixed"


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.rglob("*rectify-new")] + [
        path.name for path in (root / ".rectify").glob("journal*")
    ]


def leave_journal(root: Path, meant: list[Change], **other: object) -> Path:
    """Leave what a killed operation leaves: its journal, and nothing done of it."""
    files = [
        {
            "path": path.relative_to(root).as_posix(),
            "before": before and hashlib.sha256(before).hexdigest(),
            "text": after and after.decode(),
        }
        for path, before, after in meant
    ]
    whole = {"version": 1, "sentence": "答复 JZ-001", "files": files} | other
    journal = root / ".rectify/journal.json"
    journal.parent.mkdir(exist_ok=True)
    journal.write_text(json.dumps(whole), encoding="utf-8")
    return journal


def test_all_the_files_of_an_operation_are_written(root: Path) -> None:
    meant = changes(root, 57)
    write(root, meant, "答复 57 件")
    assert state(meant) == "new"
    assert leftovers(root) == []
    assert (root / ".rectify/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_new_workspace_is_written_into_a_folder_that_is_not_there(
    tmp_path: Path,
) -> None:
    ledger = tmp_path / "新" / "data/jz/ledger.yaml"
    write(tmp_path / "新", [Change(ledger, None, LEDGER)], "建账")
    assert ledger.read_bytes() == LEDGER


def test_the_permissions_of_a_file_stay(root: Path) -> None:
    issue_path(root, 1).chmod(0o640)
    write(root, changes(root, 1), "改")
    assert issue_path(root, 1).stat().st_mode & 0o777 == 0o640


def test_an_edit_made_meanwhile_is_never_overwritten(root: Path) -> None:
    issue_path(root, 2).write_bytes(text(2, "手改"))
    with pytest.raises(ChangedOnDisk, match=r"JZ-002\.yaml 在此期间被别的程序改动"):
        write(root, changes(root, 2), "改")
    assert issue_path(root, 1).read_bytes() == text(1)
    assert issue_path(root, 2).read_bytes() == text(2, "手改")
    assert leftovers(root) == []


def test_a_file_made_meanwhile_is_never_overwritten(root: Path) -> None:
    with pytest.raises(ChangedOnDisk):
        write(root, [Change(issue_path(root, 1), None, text(1, "新"))], "新增")
    assert issue_path(root, 1).read_bytes() == text(1)


@pytest.mark.parametrize(
    "path",
    ["甲.txt", "data/甲.yaml", "data/jz/issues/.JZ-001.yaml", "data/jz/issues/a/b.yaml",
     "data/../../甲.yaml", "data/jz/issues/JZ-001.yaml.rectify-new", ".git/config",
     "data/jz/files/JZ-001/../../ledger.yaml", "data/jz/issues/a\\b.yaml"],
)  # fmt: skip
def test_only_the_files_of_a_workspace_are_written(root: Path, path: str) -> None:
    with pytest.raises(UnsafePath):
        write(root, [Change(root / path, None, b"")], "改")
    leave_journal(root, [Change(root / path, None, b"a: b\n")])
    with pytest.raises(Untrusted):
        recover(root)
    assert not (root / path).exists()


def test_no_link_is_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    issues = root / ISSUES
    issues.rename(tmp_path / "x/issues")
    issues.symlink_to(tmp_path / "x/issues")
    with pytest.raises(UnsafePath):
        write(root, changes(root, 1), "改")
    leave_journal(root, changes(root, 1))
    with pytest.raises(Untrusted):
        recover(root)
    assert (tmp_path / "x/issues/JZ-001.yaml").read_bytes() == text(1)


def test_a_link_in_the_place_of_our_own_folder_is_not_followed(
    root: Path, tmp_path: Path
) -> None:
    (root / ".rectify").symlink_to(tmp_path)
    with pytest.raises(UnsafePath):
        write(root, changes(root, 1), "改")
    assert list(tmp_path.iterdir()) == []


# Recovery


def test_a_leftover_operation_is_finished_by_whoever_comes_next(root: Path) -> None:
    meant = changes(root, 56)[:-1]
    leave_journal(root, meant)
    assert Workspace.find(root).folder("jz").read("JZ-002").issue.title == "新"
    assert state(meant) == "new"
    assert leftovers(root) == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "[" * 100_000, '{"files": 1}', '{"version": 1, "files": []}',
     '{"version": 1, "sentence": "甲", "files": [{"path": 1, "before": null}]}'],
)  # fmt: skip
def test_what_is_no_journal_is_set_aside_and_named(root: Path, content: str) -> None:
    journal = leave_journal(root, [])
    journal.write_text(content, encoding="utf-8")
    with pytest.raises(Untrusted, match=r"\.rectify/journal-1\.json"):
        recover(root)
    recover(root)
    assert (root / ".rectify/journal-1.json").read_text(encoding="utf-8") == content


def test_a_journal_whose_text_can_t_be_read_is_not_carried_out(root: Path) -> None:
    leave_journal(root, [Change(issue_path(root, 1), text(1), b"a: &x !!y b\n")])
    with pytest.raises(Untrusted):
        recover(root)
    assert issue_path(root, 1).read_bytes() == text(1)


def test_a_file_changed_since_stops_recovery_and_both_are_named(root: Path) -> None:
    leave_journal(root, changes(root, 2))
    issue_path(root, 2).write_bytes(text(2, "手改"))
    with pytest.raises(
        Disputed, match=r"“答复 JZ-001”没有完成，而 .*JZ-002\.yaml .*journal-1\.json"
    ):
        recover(root)
    assert issue_path(root, 1).read_bytes() == text(1)
    assert issue_path(root, 2).read_bytes() == text(2, "手改")
    recover(root)


# Killed at any instant

STEPS = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from killing import dying
from test_transaction import changes, leftovers, state
from rectify.storage import disk, recovery, transaction
import filelock

root, count, every = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
ours = {{module.__file__ for module in (disk, recovery, transaction)}}
meant = changes(root, count)

def reset():
    for path, before, _ in meant:
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)

seen, step, code = set(), 1, 9
while code == 9:
    reset()
    code = dying(step, lambda: transaction.write(root, meant, "改"), ours)
    state(meant)
    again = dying(step, lambda: transaction.recover(root), ours)
    state(meant)
    transaction.recover(root)
    found = state(meant)
    assert found in ("old", "new"), (step, found)
    assert set(leftovers(root)) <= {{"journal.json.rectify-new"}}
    seen.add(found)
    step += every
assert code == 0 and found == "new" and seen == {{"old", "new"}}, (code, seen)
print(step)
"""


@pytest.mark.parametrize(("count", "every"), [(1, 1), (57, 29)])
def test_killed_at_any_line_an_operation_is_finished_or_undone_whole(
    root: Path, count: int, every: int
) -> None:
    """The writer is killed at each line in turn, and so is the one who recovers."""
    script = STEPS.format(tests=str(Path(__file__).parent))
    done = subprocess.run(
        [sys.executable, "-c", script, str(root), str(count), str(every)],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50


BACK_AND_FORTH = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_transaction import changes
from rectify.storage.journal import Change
from rectify.storage.transaction import recover, write

root = Path(sys.argv[1])
forth = changes(root, 57)
back = [Change(path, after, before) for path, before, after in forth]
print("ready", flush=True)
while True:
    write(root, forth, "改")
    write(root, back, "改回")
"""


def test_killed_at_any_instant_57_files_are_all_old_or_all_new(root: Path) -> None:
    meant = changes(root, 57)
    script = BACK_AND_FORTH.format(tests=str(Path(__file__).parent))
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", script, str(root)], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(random.uniform(0, 0.4))  # any instant will do
            child.send_signal(signal.SIGKILL)
        recover(root)
        assert state(meant) in {"old", "new"}
        back = [Change(path, after, before) for path, before, after in meant]
        if state(meant) == "new":
            write(root, back, "改回")


# Several at once

ADDING = """
import sys
import datetime as dt
from pathlib import Path
from rectify.domain.event import Note
from rectify.domain.issue import Issue
from rectify.storage.journal import Change
from rectify.storage.splice import add_event
from rectify.storage.workspace import Workspace

name = sys.argv[2]
workspace = Workspace.find(Path(sys.argv[1]))
for turn in range(30):
    with workspace.locked():
        folder = workspace.folder("jz")
        entry = folder.read("JZ-001")
        note = Note(date=dt.date(2024, 1, 1), content=f"{name}{turn}。")
        after = add_event(entry.data.decode(), note, Issue).encode()
        number = folder.next_number()
        new = f"编号: {number}\\n标题: {name}\\n".encode()
        workspace.write(
            [Change(entry.path, entry.data, after),
             Change(folder.issue_path(number), None, new)], "记")
"""


def test_writers_at_the_same_time_lose_nothing(root: Path) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", ADDING, str(root), name])
        for name in ("甲", "乙", "丙")
    ]
    assert [child.wait(timeout=120) for child in children] == [0, 0, 0]
    folder = Workspace.find(root).folder("jz")
    assert len(folder.read("JZ-001").issue.events) == 90
    assert len(folder.numbers()) == 57 + 90


def test_one_who_waits_too_long_is_told_that_somebody_writes(root: Path) -> None:
    script = dedent("""\
        import sys
        from pathlib import Path
        from rectify.errors import BusyError
        from rectify.storage import transaction
        transaction._PATIENCE = 0.2
        try:
            with transaction.locked(Path(sys.argv[1])):
                print("held")
        except BusyError as error:
            print(error.exit_code, error)
        """)
    with locked(root):
        done = subprocess.run(
            [sys.executable, "-c", script, str(root)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    assert done.stdout.startswith("75 另一个 rectify 正在写入这个台账")


# Where writing is forbidden


def own(root: Path, *places: str) -> None:
    for place in places:
        os.chown(root / place, NOBODY, NOBODY)


def test_what_was_read_while_somebody_wrote_is_known_to_be_mixed(root: Path) -> None:
    reader = Workspace.find(root)
    assert reader.undisturbed()
    write(root, changes(root, 3), "改")
    assert not reader.undisturbed()
    again = Workspace.find(root)
    assert again.undisturbed()
    leave_journal(root, changes(root, 1))
    assert not again.undisturbed()


def test_in_a_read_only_folder_the_new_texts_are_read_from_the_journal(
    root: Path,
) -> None:
    meant = [*changes(root, 2), Change(issue_path(root, 58), None, text(58, "新"))]
    meant.append(Change(issue_path(root, 3), text(3), None))
    leave_journal(root, meant)
    shown = as_nobody(
        root,
        """
        import sys
        from pathlib import Path
        from rectify.storage.workspace import Workspace
        folder = Workspace.find(Path(sys.argv[1])).folder("jz")
        found = [entry.issue for entry in folder.scan()]
        print(found[0].title, found[1].title, found[2].number, found[-1].number)
        """,
    )
    assert shown.split() == ["新", "新", "JZ-004", "JZ-058"]
    assert state(meant) == "old"
    assert pending(root)[issue_path(root, 1)] == text(1, "新")


WRITE = """
    import sys
    from pathlib import Path
    from rectify.errors import LedgerError
    from rectify.storage.journal import Change
    from rectify.storage.transaction import write
    root = Path(sys.argv[1])
    a, b = root / "data/jz/files/a/a.txt", root / "data/jz/issues/JZ-001.yaml"
    old = b.read_bytes()
    try:
        write(root, [Change(a, None, b"x"), Change(b, old, old + b"\\n")], "x")
    except LedgerError as error:
        print(error)
    """


def test_without_permission_nothing_is_half_written(root: Path) -> None:
    assert "没有写入权限" in as_nobody(root, WRITE)
    own(root, ".", "data/jz")
    said = as_nobody(root, WRITE)
    assert "没有写入权限" in said
    assert said.endswith("没有改动任何文件\n")
    assert not (root / "data/jz/files/a/a.txt").exists()
    assert issue_path(root, 1).read_bytes() == text(1)
    assert leftovers(root) == []


def test_what_was_replaced_is_put_back_when_the_rest_can_t_be(root: Path) -> None:
    """A sticky folder lets nobody write beside root's file, but not replace it."""
    own(root, ".", "data/jz")
    (root / ISSUES).chmod(0o1777)
    said = as_nobody(root, WRITE)
    assert "没有写入权限" in said
    assert not (root / "data/jz/files/a/a.txt").exists()
    assert issue_path(root, 1).read_bytes() == text(1)
    assert leftovers(root) == []


def test_a_full_disk_is_told_and_nothing_is_changed(root: Path) -> None:
    script = dedent("""\
        import resource, signal, sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[2])
        from test_transaction import changes
        from rectify.storage.disk import CantWrite
        from rectify.storage.transaction import write
        root = Path(sys.argv[1])
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
        try:
            write(root, changes(root, 57), "改")
        except CantWrite as error:
            print(error)
        """)
    done = subprocess.run(
        [sys.executable, "-c", script, str(root), str(Path(__file__).parent)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "文件太大，超出磁盘允许的大小。没有改动任何文件" in done.stdout
    assert state(changes(root, 57)) == "old"
    assert leftovers(root) == []


def test_a_folder_in_the_place_of_a_file_is_a_sentence(root: Path) -> None:
    issue_path(root, 1).unlink()
    issue_path(root, 1).mkdir()
    with pytest.raises(CantWrite):
        write(root, changes(root, 1), "改")
