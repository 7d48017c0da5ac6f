"""doctor: what is missing and what to do, on any machine and in any workspace."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from office import office
from programs import program
from rectify.storage.faces import installed_faces, names_in
from workbench import Workbench

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ["项目", "状态", "情况", "办法"]


def found(bench: Workbench, *args: str, **settings: str) -> dict[str, list[Any]]:
    """Run it, and give what it says of each thing."""
    done = bench.do(*args, "doctor", "--json", **settings)
    assert (done.code, done.err) == (0, "")
    things: dict[str, list[Any]] = {}
    for each in done.json:
        assert list(each) == KEYS
        assert each["状态"] in ("正常", "缺", "注意")
        assert each["状态"] == "正常" or each["办法"] or "；" in each["情况"]
        things.setdefault(each["项目"], []).append(each)
    return things


def test_it_prints_a_line_for_each_thing_and_what_to_do(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    done = bench.run("doctor", PATH=str(tmp_path), DISPLAY="", WAYLAND_DISPLAY="")
    assert (done.code, done.err) == (0, "")
    for line in (
        "✓     台账        ylfw-2024：养老服务问题清单，1条",
        "✓     写入        工作区可以写入",
        "缺    PDF         写成 PDF 要用 LibreOffice，本机没有安装",
        "                  → 可先写成 .docx，用 WPS 或 Word 打开，另存为 PDF",
    ):
        assert line in done.lines
    assert done.lines[-1].endswith("处缺少或需要注意，办法见“→”后")


def test_without_a_workspace_it_still_looks_at_the_machine(tmp_path: Path) -> None:
    things = found(Workbench(tmp_path))
    (workspace,) = things["工作区"]
    assert workspace["状态"] == "缺"
    assert workspace["办法"].startswith("先建一个：rectify init")
    assert "台账" not in things
    assert {"程序", "Python", "终端", "公文字体", "系统字体", "PDF"} <= set(things)


def test_a_faulty_ledger_is_named_and_stops_nothing(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    bench.write("ledger.yaml", "名称: [")
    things = found(bench)
    (ledger,) = things["台账"]
    assert ledger["状态"] == "注意"
    assert "ledger.yaml" in ledger["情况"]
    assert "rectify check" in ledger["办法"]
    assert things["写入"][0]["状态"] == "正常"


@pytest.mark.parametrize("place", ["issues", "units.yaml", "votes"])
def test_a_file_where_a_folder_should_be_stops_nothing(
    tmp_path: Path, place: str
) -> None:
    bench = office(tmp_path)
    bench.write(place, "甲")
    assert "PDF" in found(bench)


def test_a_journal_of_somebody_else_is_named_and_stops_nothing(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    journal = bench.root / ".rectify" / "journal.json"
    journal.parent.mkdir()
    journal.write_text("{}", "utf-8")
    (workspace,) = found(bench)["工作区"]
    assert workspace["状态"] == "注意"
    assert "不是本程序写下的操作记录" in workspace["情况"]


def test_drafts_and_operations_set_aside_are_named(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    folder = bench.root / ".rectify"
    folder.mkdir()
    for name in ("JZ-001.yaml", "journal-1.json", "lock", ".gitignore"):
        (folder / name).write_text("", "utf-8")
    (left,) = found(bench)["遗留"]
    assert left["状态"] == "注意"
    assert "JZ-001.yaml、journal-1.json" in left["情况"]
    assert "lock" not in left["情况"]


def test_it_changes_nothing(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    before = bench.files()
    found(bench)
    assert bench.files() == before


def test_templates_of_the_office_are_named_and_useless_ones_too(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    assert "用内置的" in found(bench)["模板"][0]["情况"]
    own = bench.root / "templates"
    own.mkdir()
    (own / "bulletin.md.j2").write_text("甲", "utf-8")
    (own / "buletin.md.j2").write_text("甲", "utf-8")
    good, useless = found(bench)["模板"]
    assert good["情况"] == "本单位的 bulletin.md.j2，其余用内置的"
    assert useless["状态"] == "注意"
    assert useless["情况"].endswith("不起作用的文件：buletin.md.j2")


def test_a_letterhead_that_is_none_is_named_with_what_to_do(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    own = bench.root / "templates" / "letterheads"
    own.mkdir(parents=True)
    (own / "letter.docx").write_text("不是文书", "utf-8")
    (bad,) = found(bench)["版式"]
    assert bad["状态"] == "注意"
    assert "letter.docx 不是能用的 .docx 文件" in bad["情况"]
    assert "另存为 .docx" in bad["办法"]


def test_a_wording_or_a_letterhead_that_makes_no_document_is_told(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已交办")
    bench.do("report", "交办函", "--eject")
    assert "版式" not in found(bench)
    own = bench.root / "templates"
    path = own / "handover.md.j2"
    path.write_text(
        path.read_text("utf-8").replace("head.matter", "head.mater"), "utf-8"
    )
    (wrong,) = (each for each in found(bench)["模板"] if each["状态"] == "注意")
    assert "templates/handover.md.j2 第" in wrong["情况"]
    assert "没有“mater”这一项" in wrong["情况"]
    letter = own / "letterheads" / "letter.docx"
    empty = Document()
    empty.add_paragraph("你好")
    empty.save(str(letter))
    (bad,) = found(bench)["版式"]
    assert "letter.docx" in bad["情况"]
    assert "正文" in bad["情况"] + bad["办法"]


def test_an_old_code_page_is_told_and_no_mark_is_lost(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    done = bench.raw("doctor", PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    said = done.stdout.decode("gbk")
    assert done.returncode == 0
    assert "编码 GBK" in said
    assert "chcp 65001" in said
    assert "√" in said
    assert "\\u2713" not in said


def test_it_says_how_much_a_narrow_terminal_can_take(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    shown = bench.on_terminal("doctor", columns=60, NO_COLOR="1").out
    assert "台账" in shown
    for line in shown.splitlines():
        assert sum(2 if mark > "⺀" else 1 for mark in line) <= 60, line


def face(*names: str, platform: int = 3, kind: int = 1) -> bytes:
    """Make a file of a face that has names and nothing else."""
    coding = {3: "utf-16-be", 0: "utf-16-be"}.get(platform, "gb2312")
    texts = [name.encode(coding) for name in names]
    records, place = b"", 0
    for text in texts:
        records += struct.pack(">6H", platform, kind, 2052, 1, len(text), place)
        place += len(text)
    head = struct.pack(">HHH", 0, len(texts), 6 + len(records))
    table = head + records + b"".join(texts)
    tables = struct.pack(">4sIII", b"name", 0, 28, len(table))
    return struct.pack(">4sHHHH", b"\0\1\0\0", 1, 16, 0, 0) + tables + table


def test_faces_are_found_by_the_names_in_their_files(tmp_path: Path) -> None:
    fonts = tmp_path / ".fonts" / "单位"
    fonts.mkdir(parents=True)
    bench = office(tmp_path, JZ001="已交办")
    nothing = {"PATH": str(tmp_path)}
    (before,) = found(bench, **nothing)["公文字体"]
    assert before["状态"] == "缺"
    assert "仿宋_GB2312" in before["情况"]
    names = ("FZXiaoBiaoSong-B05S", "仿宋_GB2312", "楷体_GB2312", "SimHei")
    for name in names:
        (fonts / f"{name}.ttf").write_bytes(face(name))
    (fonts / "宋体.TTC").write_bytes(
        struct.pack(">4sIII", b"ttcf", 1, 1, 16) + shifted(face("宋体"))
    )
    after = found(bench, **nothing)
    assert after["公文字体"][0]["状态"] == "正常"
    assert after["系统字体"][0]["情况"].endswith("本机没有 仿宋、楷体")
    assert "不嵌入" in after["字体说明"][0]["情况"]
    assert "--fonts windows" in after["字体说明"][0]["情况"]


def shifted(single: bytes) -> bytes:
    """Move a face behind the head of a collection."""
    return single[:20] + struct.pack(">I", 28 + 16) + single[24:]


def test_fontconfig_is_asked_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "fc-list", "printf '仿宋_GB2312,FangSong\\\\-X\\nSimSun\\n'")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert installed_faces() >= {"仿宋_gb2312", "fangsong-x", "simsun"}


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (face("黑体", platform=0), {"黑体"}),
        (face("黑体", platform=1, kind=25), {"黑体"}),
        (face("黑体", platform=1, kind=33), set()),
        (face("黑体")[:-9], set()),
        (b"", set()),
        (b"ttcf\0\0\0\1\xff\xff\xff\xff", set()),
        (b"\0\1\0\0\xff\xff" + bytes(40), set()),
    ],
)
def test_a_broken_file_of_a_face_has_no_names(
    tmp_path: Path, data: bytes, names: set[str]
) -> None:
    path = tmp_path / "甲.ttf"
    path.write_bytes(data)
    assert names_in(path) == names
    assert names_in(tmp_path / "没有.ttf") == set()
