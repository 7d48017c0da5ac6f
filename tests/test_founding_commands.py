"""建账: workspaces, ledgers, issues, units, and the edit of an issue's facts."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from office import LEDGER, UNITS, kept, office
from workbench import Workbench, bare_diff

if TYPE_CHECKING:
    from pathlib import Path

INIT = (
    *("init", ".", "--ledger", "ylfw-2024", "--title", "养老服务问题清单"),
    *("--prefix", "YL", "--organ", "某市人大常委会"),
)


def test_init_makes_a_ledger_that_the_next_command_finds(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    done = bench.run(*INIT)
    assert (done.code, done.out) == (0, "ylfw-2024\n")
    assert done.err.startswith("建账 ylfw-2024：养老服务问题清单\n下一步：")
    made = bench.files()
    assert set(made) == {".gitattributes", ".gitignore", "data/ylfw-2024/ledger.yaml"}
    assert made["data/ylfw-2024/ledger.yaml"].decode() == (
        "名称: 养老服务问题清单\n编号前缀: YL\n监督机关: 某市人大常委会\n"
    )
    below = bench.root / "data"
    assert bench.run("-C", str(below), "list").code == 0
    again = bench.run(*INIT)
    assert (again.code, again.out) == (3, "")
    assert "已有台账 ylfw-2024，没有改动" in again.err


def test_init_says_how_it_is_judged_only_where_it_is_not_by_vote(
    tmp_path: Path,
) -> None:
    bench = Workbench(tmp_path)
    assert bench.do(*INIT, "--assessment", "反馈").code == 0
    assert bench.read("ledger.yaml").endswith("\n评价方式: 反馈\n")


@pytest.mark.parametrize("example", ["jiaozuo-2024", "xixia-2024"])
def test_init_copies_a_sample_that_is_sound(tmp_path: Path, example: str) -> None:
    bench = Workbench(tmp_path, example)
    assert bench.run("init", ".", "--example", example).code == 0
    checked = bench.do("check")
    assert (checked.code, "没有差错" in checked.out) == (0, True)
    assert bench.do("format").err == "格式都已统一，没有改动\n"


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        ("init .", 2, "还缺--ledger、--title、--prefix、--organ"),
        ("init . --example kaifeng", 2, "没有“kaifeng”这个示例。可用：jiaozuo-2024"),
        ("init . --ledger 养老 --title 甲 --prefix YL --organ 乙", 2, "台账名“养老”"),
        ("init . --ledger yl --title 机密甲 --prefix YL --organ 乙", 3, "涉密信息"),
        ("init . --ledger yl --title 甲 --prefix yl --organ 乙", 2, "编号前缀"),
    ],
)
def test_init_refuses_and_makes_nothing(
    tmp_path: Path, args: str, code: int, sentence: str
) -> None:
    bench = Workbench(tmp_path)
    done = bench.do(*args.split())
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert list(bench.root.iterdir()) == []


def test_new_makes_one_more_ledger_of_another_prefix(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="待交办")
    bench.commit()
    new = ("new", "jtaq-2025", "--title", "交通安全", "--organ", "某市人大常委会")
    taken = bench.do(*new, "--prefix", "JZ")
    assert (taken.code, bench.changed()) == (3, [])
    assert "编号前缀 JZ 已由台账 ylfw-2024 使用，请换一个" in taken.err
    foretold = bench.do(*new, "--prefix", "JT", "--dry-run")
    done = bench.run(*new, "--prefix", "JT")
    assert (done.code, done.out) == (0, "jtaq-2025\n")
    assert bare_diff(foretold.out) == bench.diff()
    assert bench.do(*new, "--prefix", "JX").code == 3
    which = bench.do("add", "--title", "路灯不亮")
    assert which.code == 3
    assert "有多个台账：jtaq-2025、ylfw-2024。请用 -l 写明是哪一个" in which.err
    assert bench.do("add", "--title", "路灯不亮", "-l", "jtaq-2025").out == "JT-001\n"
    assert bench.do("add", "--title", "路灯太暗", "--number", "JT-9").out == "JT-009\n"
    assert bench.do("list", "--numbers").lines == ["JT-001", "JT-009", "JZ-001"]
    assert bench.do("note", "JT-001", "--text", "已转。").code == 0


def test_add_writes_an_issue_as_it_was_proposed(tmp_path: Path) -> None:
    bench = office(tmp_path)
    bench.commit()
    add = (
        *("add", "--title", "助餐点不足", "--category", "居家服务"),
        *("--nature", "问题类", "--source", "代表视察", "--level", "市"),
        *("--opinion", "1", "--proposer", "代表甲：代表", "--proposer", "视察组"),
        *(
            "--proposed",
            "6月12日",
            "--text",
            "只有2家。还在减少。",
            "--demand",
            "增加。",
        ),
        *("--time", "限期整改", "--lead", "民政局", "--with", "市发改委"),
        *("--deadline", "9月底前"),
    )
    foretold = bench.do(*add, "--dry-run")
    done = bench.run(*add)
    assert (done.code, done.out) == (0, "JZ-001\n")
    proposed = "拟主办市民政局，拟协办市发展和改革委员会，拟定期限9月底前"
    assert done.err == f"登记 JZ-001：助餐点不足（{proposed}）\n"
    assert bench.issue("JZ-001") == (
        "编号: JZ-001\n标题: 助餐点不足\n类别: 居家服务\n性质: 问题类\n来源: 代表视察\n"
        "来源级别: 市\n审议意见: 1\n提出人:\n  - 姓名: 代表甲\n    身份: 代表\n"
        "  - 姓名: 视察组\n提出日期: 2024-06-12\n问题描述: |\n  只有2家。\n"
        "  还在减少。\n"
        "整改要求: |\n  增加。\n时限类型: 限期整改\n拟主办: 市民政局\n拟协办:\n"
        "  - 市发展和改革委员会\n拟定期限: 9月底前\n"
    )
    assert bare_diff(foretold.out) == bench.diff()
    assert foretold.err == f"（预演，没有写入）{done.err}"


def test_add_goes_on_from_the_last_number(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ007="待交办")
    assert bench.do("add", "--title", "甲").out == "JZ-008\n"
    assert bench.do("add", "--title", "乙", "--number", "3").out == "JZ-003\n"
    assert bench.do("add", "--title", "丙").out == "JZ-009\n"


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        ("--number 7", 3, "编号 JZ-007 已经有了，请换一个"),
        ("--opinion 9", 3, "ledger.yaml 里没有第9条审议意见，请先写进去"),
        ("--lead 市民正局", 4, "没有“市民正局”这个单位。是不是：市民政局"),
        ("--deadline 不久", 2, "看不懂期限“不久”"),
        ("--proposed 昨晚", 2, "看不懂日期“昨晚”"),
        ("--number AB-1", 3, "没有编号前缀为 AB 的台账。已有的前缀：JZ"),
        ("--number JZ_1", 2, "编号"),
    ],
)
def test_add_refuses_what_can_not_be(
    tmp_path: Path, args: str, code: int, sentence: str
) -> None:
    bench = office(tmp_path, JZ007="待交办")
    before = bench.files()
    done = bench.do("add", "--title", "甲", *args.split())
    assert (done.code, done.out) == (code, ""), done.err
    assert sentence in done.err
    assert bench.files() == before


def test_approve_comes_before_handing_over_where_the_ledger_asks_it(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, rules="办理规则:\n  须审定: 是\n", JZ001="待交办")
    assert bench.do("list", "--json").json[0]["状态"] == "待审定"
    hand = ("assign", "1", "--lead", "市民政局", "--deadline", "9月底前")
    early = bench.do(*hand)
    assert early.code == 4
    assert "还没有审定。先审定：rectify approve JZ-001" in early.err
    assert bench.do("approve", "1", "--meeting", "主任会议").code == 0
    assert bench.do("list", "--json").json[0]["状态"] == "待交办"
    assert bench.do(*hand).code == 0


def test_units_are_listed_in_official_order(tmp_path: Path) -> None:
    bench = office(tmp_path)
    shown = bench.run("units")
    assert (shown.code, shown.err) == (0, "")
    places = [shown.out.index(name) for name in ("市发展和改革委员会", "市民政局")]
    assert places == sorted(places)
    assert "6个单位" in shown.out
    found = bench.do("units", "--json").json
    assert found[1] == {"全称": "市民政局", "别名": ["民政局"]}
    assert bench.do("units", "--csv").lines[:2] == [
        "全称,简称,别名,类型",
        "市发展和改革委员会,市发改委,,",
    ]


def test_a_unit_is_added_where_it_belongs_and_nothing_else_moves(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path)
    bench.commit()
    add = ("units", "add", "市教育局", "--short", "教育局", "--after", "市发改委")
    foretold = bench.do(*add, "--dry-run")
    assert bench.run(*add) == (0, "市教育局\n", "增加单位：市教育局\n")
    assert bench.changed() == ["+  - 全称: 市教育局", "+    简称: 教育局"]
    assert bare_diff(foretold.out) == bench.diff()
    names = [each["全称"] for each in bench.do("units", "--json").json]
    assert names[:3] == ["市发展和改革委员会", "市教育局", "市民政局"]
    assert "# 按机构序列\n" in bench.read("units.yaml")


def test_an_alias_is_added_to_its_unit_and_known_from_then_on(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="待交办")
    bench.commit()
    assert bench.run("units", "alias", "市应急局", "应急管理局").code == 0
    assert bench.changed() == ["+    别名:", "+      - 应急管理局"]
    hand = ("assign", "1", "--lead", "应急管理局", "--deadline", "9月底前")
    assert bench.do(*hand).code == 0
    assert "    主办: 市应急局\n" in bench.issue("JZ-001")


@pytest.mark.parametrize(
    "args", ["add 民政局", "alias 市应急局 市民政局", "add 市教育局 --short 市住建局"]
)
def test_a_name_names_one_unit(tmp_path: Path, args: str) -> None:
    bench = office(tmp_path)
    before = bench.files()
    done = bench.do("units", *args.split())
    assert (done.code, bench.files()) == (3, before)
    assert "已经是单位的名称或别名；全部单位见 rectify units" in done.err


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        (
            ["类别=设施改造"],
            ["-类别: 项目建设", "+类别: 设施改造"],
        ),
        (
            ["来源级别=市"],
            ["+来源级别: 市"],
        ),
        (["来源="], ["-来源: 执法检查"]),
        (
            ["问题描述=4家没有喷淋。2家通道被占。"],
            [
                "-  4家没有按标准配备自动喷淋设施。",
                "+  4家没有喷淋。",
                "+  2家通道被占。",
            ],
        ),
        (
            ["提出人=执法检查组、代表甲:代表"],
            ["+  - 姓名: 代表甲", "+    身份: 代表"],
        ),
        (
            ["拟主办＝民政局", "拟协办=市发改委、市财政局"],
            [
                "+拟主办: 市民政局",
                "+拟协办:",
                "+  - 市发展和改革委员会",
                "+  - 市财政局",
            ],
        ),
    ],
)
def test_edit_set_changes_the_lines_of_its_field_only(
    tmp_path: Path, settings: list[str], lines: list[str]
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    bench.commit()
    args = ["edit", "1", *(word for each in settings for word in ("--set", each))]
    foretold = bench.do(*args, "--dry-run")
    done = bench.run(*args)
    assert (done.code, done.out) == (0, "JZ-001\n"), done.err
    assert bench.changed() == lines
    assert bare_diff(foretold.out) == bench.diff()
    again = bench.do(*args)
    assert again == (0, "", "JZ-001 没有改动\n")


@pytest.mark.parametrize(
    ("setting", "code", "sentence"),
    [
        ("办理记录=无", 2, "不能用 --set 改“办理记录”。可改："),
        ("编号=JZ-002", 2, "不能用 --set 改“编号”"),
        ("状态=已销号", 2, "不能用 --set 改“状态”"),
        ("标题", 2, "不能用 --set 改“标题”"),
        ("标题=", 2, "标题"),
        ("提出日期=昨晚", 2, "提出日期"),
        ("来源级别=地级市", 2, "来源级别"),
        ("拟主办=市民正局", 4, "没有“市民正局”这个单位"),
    ],
)
def test_edit_set_refuses_what_can_not_be(
    tmp_path: Path, setting: str, code: int, sentence: str
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    before = bench.files()
    done = bench.do("edit", "1", "--set", setting)
    assert (done.code, done.out) == (code, ""), done.err
    assert sentence in done.err
    assert bench.files() == before


def editor(home: Path, script: str) -> str:
    """Make an editor that does one thing to the file that it is given."""
    path = home / "编辑器.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_edit_opens_the_editor_and_changes_what_was_changed_there(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    bench.commit()
    change = editor(tmp_path, "sed -i 's/^类别: .*/类别: 设施改造/' \"$1\"")
    done = bench.on_terminal("edit", "1", EDITOR=change)
    assert (done.code, done.out) == (0, "修改 JZ-001：类别\n")
    assert bench.changed() == ["-类别: 项目建设", "+类别: 设施改造"]
    assert not (bench.root / ".rectify/JZ-001.yaml").exists()


def test_edit_keeps_a_faulty_draft_and_takes_it_up_again(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    before = bench.files()
    wrong = editor(tmp_path, "sed -i 's/^类别: .*/类别：设施改造/' \"$1\"")
    done = bench.on_terminal("edit", "1", EDITOR=wrong, columns=200)
    assert (done.code, bench.files()) == (5, before)
    assert "“类别”后面的冒号是全角的“：”" in done.out
    assert "没有保存。草稿留在" in done.out
    draft = bench.root / ".rectify/JZ-001.yaml"
    assert str(draft) in done.out
    assert "类别：设施改造" in draft.read_text(encoding="utf-8")
    right = editor(tmp_path, "sed -i 's/^类别：/类别: /' \"$1\"")
    assert bench.on_terminal("edit", "1", EDITOR=right).code == 0
    assert "\n类别: 设施改造\n" in bench.issue("JZ-001")
    assert not draft.exists()


@pytest.mark.parametrize(
    "script",
    [
        "sed -i 's/事项: 答复/事项: 进展/; s/^    类别: A$//' \"$1\"",
        "sed -i '/事项: 签收/d; /2024-06-22/d; /回执后补/d' \"$1\"",
        "sed -i 's/编号: JZ-001/编号: JZ-002/' \"$1\"",
    ],
)
def test_edit_never_rewrites_the_record_of_what_was_done(
    tmp_path: Path, script: str
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    before = bench.files()
    done = bench.on_terminal("edit", "1", EDITOR=editor(tmp_path, script))
    assert (done.code, bench.files()) == (4, before)
    assert "记错了用 rectify void JZ-001" in done.out


@pytest.mark.parametrize(
    ("editor_", "code", "sentence"),
    [("true", 0, "JZ-001 没有改动"), ("false", 3, "打不开编辑器 false")],
)
def test_edit_says_when_nothing_came_of_it(
    tmp_path: Path, editor_: str, code: int, sentence: str
) -> None:
    bench = office(tmp_path, JZ001="已答复")
    before = bench.files()
    done = bench.on_terminal("edit", "1", EDITOR=editor_)
    assert (done.code, bench.files()) == (code, before)
    assert sentence in done.out


def test_edit_needs_somebody_before_it(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已答复")
    done = bench.run("edit", "1", EDITOR="true")
    assert done == (3, "", "这里打不开编辑器；请用 --set 项目=内容 直接改\n")


def test_format_brings_a_hand_written_file_to_its_one_form(tmp_path: Path) -> None:
    untidy = (
        "标题:   \"消防设施不达标\"\n编号: 'JZ-001'   # 头一条\n"
        "办理记录:\n- 事项: 签收\n  # 电话里说的\n  单位: 市民政局\n"
        "  日期: 2024-06-22\n"
        "- {日期: 2024-06-20, 事项: 交办, 主办: 市民政局, 期限: 2024-09-30}\n"
    )
    bench = office(tmp_path, JZ001=untidy, JZ002="已交办")
    bench.write("units.yaml", UNITS.replace("  - 全称", "- 全称").replace("    ", "  "))
    bench.commit()
    foretold = bench.do("format", "--dry-run")
    done = bench.run("format")
    assert done.code == 0
    assert sorted(done.lines) == ["JZ-001", "units"]
    assert sorted(bare_diff(foretold.out)) == sorted(bench.diff())
    assert bench.issue("JZ-001") == (
        "# 头一条\n编号: JZ-001\n标题: 消防设施不达标\n办理记录:\n"
        "  - 日期: 2024-06-20\n    事项: 交办\n    主办: 市民政局\n"
        "    期限: 2024-09-30\n"
        "  # 电话里说的\n  - 日期: 2024-06-22\n    事项: 签收\n    单位: 市民政局\n"
    )
    assert bench.issue("JZ-002") == kept("JZ-002", "已交办")
    assert bench.read("ledger.yaml") == LEDGER
    assert bench.run("format") == (0, "", "格式都已统一，没有改动\n")
