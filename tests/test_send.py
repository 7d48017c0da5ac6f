"""What goes out to a unit: a workbook of what it has in hand, and columns to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from office import LEDGER, kept, office
from returns import FIRST, HEAD, book_of, fill, places, row_of, sent
from workbooks import opened

if TYPE_CHECKING:
    from pathlib import Path

    from workbench import Workbench

OPEN = (
    *("本次报送", "办理情况", "类别", "完成日期", "承诺期限"),
    *("责任领导", "责任人", "整改措施", "完成时限", "佐证材料"),
)
GIVEN = (
    *("编号", "标题", "问题描述", "整改要求"),
    *("角色", "期限", "剩余天数", "状态", "上次报送"),
)
SHARED = """\
  - 日期: 2024-06-20
    事项: 交办
    分办:
      - 单位: 市财政局
        期限: 2024-07-05
      - 市应急局
    期限依据: 长期坚持
"""
WITHDRAWN = """\
  - 日期: 2024-06-28
    事项: 终止
    方式: 撤回
    理由: 已另行解决
"""


def campaign(home: Path) -> Workbench:
    """Make a ledger with an issue in each part of its life."""
    return office(
        home,
        JZ001="已交办",
        JZ002="已答复",
        JZ003="待交办",
        JZ004=kept("JZ-004", "已交办", WITHDRAWN),
        JZ005=kept("JZ-005", "待交办", SHARED),
    )


def sheet_of(folder: Path, unit: str, name: str = "填报") -> Any:
    return load_workbook(book_of(folder, unit))[name]


def said(sheet: Any, number: str) -> dict[str, Any]:
    row = row_of(sheet, number)
    return {
        label: sheet.cell(row, column).value for label, column in places(sheet).items()
    }


def test_each_unit_gets_a_workbook_of_what_it_has_in_hand(tmp_path: Path) -> None:
    bench = campaign(tmp_path)
    done = bench.do("send", "-o", "发出")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "填报表 3份（3条），在文件夹 发出。各单位填好报回后，用 rectify collect 收\n"
    )
    folder = bench.root / "发出"
    assert sorted(path.name for path in folder.iterdir()) == [
        "台账_市应急局_2024-07-01.xlsx",
        "台账_市民政局_2024-07-01.xlsx",
        "台账_市财政局_2024-07-01.xlsx",
    ]
    rows = {
        unit: [
            sheet_of(folder, unit).cell(row, 1).value
            for row in range(FIRST, sheet_of(folder, unit).max_row + 1)
        ]
        for unit in ("市民政局", "市财政局", "市应急局")
    }
    assert rows == {
        "市民政局": ["JZ-001", "JZ-002"],
        "市财政局": ["JZ-001", "JZ-002", "JZ-005"],
        "市应急局": ["JZ-005"],
    }


def test_a_row_says_what_the_office_knows_of_the_unit(tmp_path: Path) -> None:
    folder = sent(campaign(tmp_path))
    lead = said(sheet_of(folder, "市民政局"), "JZ-001")
    assert {label: str(lead[label]) for label in GIVEN} == {
        "编号": "JZ-001",
        "标题": "部分农村敬老院消防设施不达标",
        "问题描述": "4家没有按标准配备自动喷淋设施。",
        "整改要求": "None",
        "角色": "主办",
        "期限": "2024-09-30 00:00:00",
        "剩余天数": "91",
        "状态": "已交办",
        "上次报送": "None",
    }
    assert all(lead[label] is None for label in OPEN)
    assert said(sheet_of(folder, "市财政局"), "JZ-001")["角色"] == "协办"
    share = said(sheet_of(folder, "市财政局"), "JZ-005")
    assert (share["角色"], share["剩余天数"]) == ("分办", 4)
    lasting = said(sheet_of(folder, "市应急局"), "JZ-005")
    assert (lasting["期限"], lasting["剩余天数"]) == ("长期坚持", None)


def reported(matter: str, *fields: str, unit: str = "市民政局") -> str:
    lines = ["日期: 2024-06-28", f"事项: {matter}", f"单位: {unit}", *fields]
    return "  - " + "\n    ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("more", "latest"),
    [
        (
            reported("进展", "内容: |\n      已开工。\n      月底完成。"),
            "2024年6月28日进展：已开工。月底完成。",
        ),
        (reported("方案", "责任人: 养老科"), "2024年6月28日方案（责任人：养老科）"),
        (
            reported("答复", "类别: B", "内容: |\n      正在办。"),
            "2024年6月28日答复，B类：正在办。",
        ),
        (reported("进展", "内容: |\n      已列。", unit="市财政局"), None),
    ],
)
def test_a_row_says_what_the_unit_itself_has_reported_last(
    tmp_path: Path, more: str, latest: str | None
) -> None:
    bench = office(tmp_path, JZ001=kept("JZ-001", "已交办", more))
    row = said(sheet_of(sent(bench), "市民政局"), "JZ-001")
    assert row["上次报送"] == latest


def test_what_a_running_ledger_was_taken_over_with_counts_as_reported(
    tmp_path: Path,
) -> None:
    opening = (
        "  - 日期: 2024-06-20\n    事项: 期初\n    状态: 办理中\n    主办: 市民政局\n"
        "    协办:\n      - 市财政局\n    进展: |\n      已开工。\n      月底完成。\n"
    )
    bare = (
        "  - 日期: 2024-06-20\n    事项: 期初\n    状态: 已交办\n    主办: 市应急局\n"
    )
    bench = office(
        tmp_path,
        JZ001=kept("JZ-001", "待交办", opening),
        JZ002=kept("JZ-002", "待交办", bare),
    )
    folder = sent(bench)
    row = said(sheet_of(folder, "市民政局"), "JZ-001")
    assert row["上次报送"] == "期初：已开工。月底完成。"
    assert said(sheet_of(folder, "市财政局"), "JZ-001")["上次报送"] is None
    assert said(sheet_of(folder, "市应急局"), "JZ-002")["上次报送"] is None


def test_a_tracked_issue_is_sent_with_the_day_of_its_next_check(tmp_path: Path) -> None:
    more = (
        "  - 日期: 2024-10-08\n    事项: 转跟踪\n    下次核查: 2024-12-31\n"
        "    理由: 等资金\n"
    )
    bench = office(tmp_path, JZ001=kept("JZ-001", "已答复", more))
    done = bench.do("send", "-o", "发出", today="2024-11-01")
    assert done.code == 0, done.err
    path = book_of(bench.root / "发出", "市民政局", "2024-11-01")
    row = said(load_workbook(path)["填报"], "JZ-001")
    assert (str(row["期限"])[:10], row["状态"]) == ("2024-12-31", "跟踪中")


def test_only_what_the_unit_owns_can_be_typed_into(tmp_path: Path) -> None:
    folder = sent(campaign(tmp_path))
    sheet = sheet_of(folder, "市民政局")
    columns = places(sheet)
    assert list(columns) == [*GIVEN, *OPEN[:2], "对照", *OPEN[2:], "识别码"]
    for row in range(FIRST, sheet.max_row + 1):
        free = [
            label
            for label, c in columns.items()
            if not sheet.cell(row, c).protection.locked
        ]
        assert free == list(OPEN)
    lock = sheet.protection
    assert lock.sheet
    assert not lock.password
    allowed = (lock.autoFilter, lock.formatColumns, lock.insertRows)
    assert not any(allowed)  # in the file, a lock on each of them is off
    assert lock.sort, "with the grey cells locked, the open ones could be sorted alone"


def test_the_number_stands_again_amid_what_is_filled_in(tmp_path: Path) -> None:
    sheet = sheet_of(sent(campaign(tmp_path)), "市民政局")
    columns = places(sheet)
    for row in range(FIRST, sheet.max_row + 1):
        again = sheet.cell(row, columns["对照"])
        assert again.value == sheet.cell(row, columns["编号"]).value
        assert again.protection.locked


def test_grey_cells_are_grey_and_open_columns_are_marked(tmp_path: Path) -> None:
    sheet = sheet_of(sent(campaign(tmp_path)), "市民政局")
    columns = places(sheet)

    def colour(row: int, label: str) -> str:
        return str(sheet.cell(row, columns[label]).fill.fgColor.rgb)[-6:]

    assert {colour(HEAD, label) for label in OPEN} == {"FFF2CC"}
    assert {colour(FIRST, label) for label in GIVEN} == {"F2F2F2"}
    assert {colour(FIRST, label) for label in OPEN} == {"FFFFFF"}


def test_cells_offer_choices_check_days_and_help(tmp_path: Path) -> None:
    sheet = sheet_of(sent(campaign(tmp_path)), "市民政局")
    options = load_workbook(book_of(tmp_path / "工作台" / "发出", "市民政局"))["选项"]
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == set(OPEN)
    assert all(rule.prompt for rule in rules.values())
    columns = places(sheet)
    for label, rule in rules.items():
        first = sheet.cell(FIRST, columns[label]).coordinate
        last = sheet.cell(sheet.max_row, columns[label]).coordinate
        assert str(rule.sqref) == f"{first}:{last}"
    assert rules["完成日期"].type == "date"
    lists = {
        str(options.cell(1, c).value): [
            options.cell(r, c).value for r in (2, 3, 4) if options.cell(r, c).value
        ]
        for c in range(1, 6)
    }
    assert lists["本次报送"] == ["答复", "进展"]
    assert lists["类别"] == [
        "A（已解决或基本解决）",
        "B（正在解决或列入计划）",
        "C（因客观条件限制暂不能解决）",
    ]
    assert rules["本次报送"].formula1 == "'选项'!$D$2:$D$3"
    assert rules["类别"].formula1 == "'选项'!$E$2:$E$4"
    assert lists["台账"] == ["ylfw-2024"]
    assert lists["日期"] == ["2024-07-01"]


def test_what_is_typed_into_a_cell_stays_as_it_is_typed(tmp_path: Path) -> None:
    sheet = sheet_of(sent(campaign(tmp_path)), "市民政局")
    columns = places(sheet)
    forms = {label: sheet.cell(FIRST, columns[label]).number_format for label in OPEN}
    assert {form for label, form in forms.items() if label != "完成日期"} == {"@"}
    assert "yyyy" in forms["完成日期"]


def test_the_marks_and_what_was_sent_are_out_of_sight(tmp_path: Path) -> None:
    folder = sent(campaign(tmp_path))
    book = load_workbook(book_of(folder, "市民政局"))
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == [
        "填报", "填报说明",
    ]  # fmt: skip
    sheet = book["填报"]
    assert sheet.column_dimensions["U"].width < 5
    assert not str(sheet.print_area).endswith("$U$6")
    marks = [
        sheet.cell(row, places(sheet)["识别码"]).value for row in (FIRST, FIRST + 1)
    ]
    assert [str(mark)[:7] for mark in marks] == ["JZ-001-", "JZ-002-"]
    other = sheet_of(folder, "市财政局")
    assert other.cell(FIRST, places(other)["识别码"]).value != marks[0]
    copy = book["原表"]
    assert [cell.value for cell in copy[1]] == ["识别码", *GIVEN]
    assert [copy.cell(row, 1).value for row in (2, 3)] == marks


def test_the_sheet_says_whose_it_is_who_sends_it_and_when_it_is_due(
    tmp_path: Path,
) -> None:
    rules = "联系人:\n  科室: 社会委\n  电话: 0391-0000000\n演示: 是\n"
    bench = office(tmp_path, rules=rules, JZ001="已交办", JZ002="已交办")
    sheet = sheet_of(sent(bench), "市民政局")
    assert sheet["A1"].value == "养老服务问题清单·办理情况填报表"
    assert sheet["A2"].value == (
        "填报单位：市民政局（共2条）　　发出：某市人大常委会办公室（联系：社会委，"
        "0391-0000000）　　2024年7月1日　　演示数据，非实际办理情况"
    )
    assert sheet["A3"].value == (
        "请填写黄色表头的各列，在各条期限以前报回，最近的是2024年9月30日。"
        "灰色各列请勿改动；填法见“填报说明”。"
    )


@pytest.mark.parametrize(
    ("args", "day", "wanted"),
    [
        (("--deadline", "7月25日"), "2024-07-01", "于2024年7月25日前报回。"),
        ((), "2024-10-08", "已过期限的请立即报回。"),
    ],
)
def test_the_sheet_asks_for_its_return_by_a_day_that_fits(
    tmp_path: Path, args: tuple[str, ...], day: str, wanted: str
) -> None:
    bench = office(tmp_path, rules="联系人:\n  科室: 社会委\n", JZ001="已交办")
    folder = sent(bench, *args, day=day)
    sheet = load_workbook(book_of(folder, "市民政局", day))["填报"]
    assert wanted in str(sheet["A3"].value)
    assert "（联系：社会委）" in str(sheet["A2"].value)
    late = "；已过期限1条" in str(sheet["A2"].value)
    assert late == (day == "2024-10-08")


def test_a_sheet_without_a_deadline_asks_for_it_soon(tmp_path: Path) -> None:
    lasting = (
        "  - 日期: 2024-06-20\n    事项: 交办\n    主办: 市民政局\n"
        "    协办:\n      - 市财政局\n    期限依据: 长期坚持\n"
    )
    bench = office(tmp_path, JZ001=kept("JZ-001", "待交办", lasting))
    folder = sent(bench)
    assert "请填写黄色表头的各列，及时报回。" in str(
        sheet_of(folder, "市民政局")["A3"].value
    )
    assert "（共1条，其中协办1条）" in str(sheet_of(folder, "市财政局")["A2"].value)


def test_a_page_says_how_to_fill_it_in(tmp_path: Path) -> None:
    page = sheet_of(sent(campaign(tmp_path)), "市民政局", "填报说明")
    words = "\n".join(str(cell.value) for row in page for cell in row if cell.value)
    assert "只填黄色表头的各列" in words
    assert "打成一个压缩包" in words
    assert "本次的类别：A（已解决或基本解决）；B（正在解决或列入计划）" in words
    for label in OPEN:
        assert label in words


def test_only_what_was_asked_for_is_sent(tmp_path: Path) -> None:
    bench = campaign(tmp_path)
    folder = sent(bench, "1", "--unit", "财政局")
    assert [path.name for path in folder.iterdir()] == ["台账_市财政局_2024-07-01.xlsx"]
    sheet = sheet_of(folder, "市财政局")
    assert [sheet.cell(row, 1).value for row in range(FIRST, sheet.max_row + 1)] == [
        "JZ-001"
    ]


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (("3",), 4, "JZ-003 现为“待交办”，没有单位在办，不用发填报表\n"),
        (("4",), 4, "JZ-004 现为“已终止”，没有单位在办，不用发填报表\n"),
        (
            ("--unit", "市住建局"),
            4,
            "市住房和城乡建设局手里没有在办的问题，没有要发的填报表；",
        ),
        (("--unit", "市气象局"), 4, "没有“市气象局”这个单位。"),
        (("9",), 3, "没有编号为 JZ-009 的问题；"),
    ],
)
def test_what_cannot_be_sent_is_said(
    tmp_path: Path, args: tuple[str, ...], code: int, sentence: str
) -> None:
    bench = campaign(tmp_path)
    done = bench.do("send", *args, "-o", "发出", today="2024-12-01")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(sentence)
    assert not (bench.root / "发出").exists()


def test_what_is_not_in_hand_does_not_keep_the_rest_from_being_sent(
    tmp_path: Path,
) -> None:
    bench = campaign(tmp_path)
    done = bench.do("send", "1-3", "--unit", "市民政局", "-o", "发出")
    assert done.code == 0, done.err
    assert done.err.startswith(
        "略过：JZ-003 现为“待交办”，没有单位在办，不用发填报表\n填报表 1份（2条）"
    )


def test_a_ledger_with_nothing_in_hand_sends_nothing(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="待交办")
    done = bench.do("send", "-o", "发出")
    assert done.code == 4
    assert done.err.startswith("各单位没有在办的问题，没有要发的填报表")


def test_a_filled_workbook_is_never_written_over_unasked(tmp_path: Path) -> None:
    bench = campaign(tmp_path)
    folder = sent(bench)
    path = book_of(folder, "市民政局")
    data = path.read_bytes()
    assert bench.do("send", "-o", "发出").code == 0
    assert path.read_bytes() == data, "the same day gives the same bytes"
    path.write_bytes(b"filled in")
    book_of(folder, "市应急局").unlink()
    done = bench.do("send", "-o", "发出")
    assert done.code == 3
    assert "没有覆盖；换一个地方，或加 --overwrite" in done.err
    assert path.read_bytes() == b"filled in"
    assert not book_of(folder, "市应急局").exists(), "all of them or none"
    assert bench.do("send", "-o", "发出", "--overwrite").code == 0
    assert path.read_bytes() == data


def test_two_units_whose_files_would_be_one_are_refused(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    units = bench.read("units.yaml") + "  - 全称: ABc局\n  - 全称: abC局\n"
    bench.write("units.yaml", units)
    share = SHARED.replace("市财政局", "ABc局").replace("市应急局", "abC局")
    bench.write("issues/JZ-002.yaml", kept("JZ-002", "待交办", share))
    done = bench.do("send", "-o", "发出")
    assert done.code == 3
    assert "文件名都是 台账_abC局_2024-07-01.xlsx" in done.err


def test_what_somebody_typed_is_text_and_nothing_else(tmp_path: Path) -> None:
    text = kept("JZ-001", "已交办").replace(
        "标题: 部分农村敬老院消防设施不达标", "标题: =1+1\n整改要求: |\n  <r>改</r>\n"
        "整改标准: |\n  验收。"
    )  # fmt: skip
    bench = office(tmp_path, JZ001=text)
    path = book_of(sent(bench), "市民政局")
    row = said(load_workbook(path)["填报"], "JZ-001")
    assert (row["标题"], row["整改要求"]) == ("=1+1", "<r>改</r>\n验收。")
    kinds = {
        cell.kind for cell in opened(path.read_bytes()).sheets["填报"].cells.values()
    }
    assert kinds <= {"s", "n"}


def test_an_issue_that_went_into_another_is_not_asked_for(tmp_path: Path) -> None:
    merged = "  - 日期: 2024-06-28\n    事项: 终止\n    方式: 并案\n    并入: JZ-001\n"
    bench = office(tmp_path, JZ001="已交办", JZ002=kept("JZ-002", "已交办", merged))
    sheet = sheet_of(sent(bench), "市民政局")
    assert [sheet.cell(row, 1).value for row in range(FIRST, sheet.max_row + 1)] == [
        "JZ-001"
    ]


def test_a_ledger_is_named_where_there_are_several(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已交办")
    other = bench.root / "data" / "other"
    (other / "issues").mkdir(parents=True)
    (other / "ledger.yaml").write_text(LEDGER.replace("JZ", "QT"), encoding="utf-8")
    (other / "units.yaml").write_text(bench.read("units.yaml"), encoding="utf-8")
    assert bench.do("send", "-o", "发出").code == 3
    assert bench.do("send", "1", "-o", "发出").code == 3
    assert bench.do("send", "JZ-001", "-o", "发出").code == 0
    assert bench.do("send", "-o", "再发", "-l", "ylfw-2024").code == 0


def test_fields_of_the_ledgers_own_that_anybody_may_read_are_shown(
    tmp_path: Path,
) -> None:
    rules = (
        "自定义字段:\n  - 名称: 轻重\n    公开: 是\n  - 名称: 投入\n    类型: 数字\n"
        "    公开: 是\n  - 名称: 内部评价\n  - 名称: 没有填的\n    公开: 是\n"
        "  - 名称: 上次报送\n    公开: 是\n"
    )
    own = "轻重: 重大\n投入: 12.5\n内部评价: 拖沓\n上次报送: 旧\n"
    text = kept("JZ-001", "已交办").replace("办理记录:", f"{own}办理记录:")
    bench = office(tmp_path, rules=rules, JZ001=text, JZ002="已交办")
    path = book_of(sent(bench), "市民政局")
    sheet = load_workbook(path)["填报"]
    assert list(places(sheet)) == [
        *GIVEN[:4], "轻重", "投入", *GIVEN[4:],
        *OPEN[:2], "对照", *OPEN[2:], "识别码",
    ]  # fmt: skip
    row = said(sheet, "JZ-001")
    assert (row["轻重"], row["投入"], row["上次报送"]) == ("重大", 12.5, None)
    assert said(sheet, "JZ-002")["轻重"] is None
    fill(path, {"JZ-001": {"轻重": "一般", "办理情况": "已开工。"}})
    done = bench.do("collect", str(path), "--yes", today="2024-07-10")
    assert done.out == "JZ-001\n"
    skipped = [line for line in done.err.splitlines() if line.startswith("跳过")]
    assert len(skipped) == 1
    assert skipped[0].endswith("填报!E5 JZ-001 的“轻重”被改成“一般”，没有采用")
