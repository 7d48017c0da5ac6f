"""自定义字段: what a ledger declares is a fact of its issues like any other."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook import UNITS, asked, handed, ledger
from office import kept, office
from rectify.domain.advice import advice
from rectify.domain.calendar import Calendar
from rectify.domain.custom import RESERVED, CustomField, number_of
from rectify.domain.documents.kinds import kind_named
from rectify.domain.documents.register import COMPUTED
from rectify.domain.documents.report import head_of
from rectify.domain.event import Opening
from rectify.domain.intake.comparing.ownbook import LEDGER, USE, VERSION
from rectify.domain.intake.grid import column_letters
from rectify.domain.issue import Issue, issue_kind
from rectify.domain.ledger import Ledger
from rectify.domain.listing import Wish, item_of, items
from rectify.domain.publicity import doubts, for_public
from rectify.domain.roster import Book, Roster, muster
from rectify.domain.terms import FieldKind
from rectify.domain.text import numeral
from rectify.storage import splice
from rectify.storage.builtin import templates
from rectify.storage.yaml import load, render
from rectify.views.markdown import render as write
from rectify.views.screen.listing import COLUMNS as LISTED
from rectify.views.workbook.register import write_register
from strategies import EVENTS, OWN_FIELDS, own_issues
from workbooks import opened

if TYPE_CHECKING:
    from rectify.domain.event import AnyEvent
    from workbench import Workbench

OWN = dedent("""\
    自定义字段:
      - 名称: 责任科室
      - 名称: 投入（万元）
        类型: 数字
      - 名称: 轻重
        类型: 选项
        选项:
          - 重
          - 较重
          - 一般
        公开: 是
      - 名称: 立项日期
        类型: 日期
      - 名称: 调研情况
        类型: 长文本
    """)
SAID = dedent("""\
    责任科室: 养老科
    投入（万元）: 1200.50
    轻重: 一般
    立项日期: 2024-05-01
    调研情况: |
      去过三家。
      都缺人。
    """)
FIELDS = load(Ledger, f"名称: 甲\n编号前缀: JZ\n监督机关: 乙\n{OWN}".encode(), "").value
assert FIELDS is not None
DECLARED = FIELDS.custom
PLAIN: dict[str, object] = {
    "责任科室": "养老科",
    "投入（万元）": "1200.50",
    "轻重": "一般",
    "立项日期": "2024-05-01",
    "调研情况": "去过三家。\n都缺人。",
}


def declared(*fields: dict[str, object]) -> list[str]:
    """Declare fields in ledger.yaml, and give what is said to be wrong with it."""
    written = json.dumps(fields, ensure_ascii=False)
    text = f"名称: 甲\n编号前缀: JZ\n监督机关: 乙\n自定义字段: {written}\n"
    return [each.message for each in load(Ledger, text.encode(), "").problems]


def bench_of(home: Path, own: str = OWN, **issues: str) -> Workbench:
    """Make an office whose ledger declares fields."""
    return office(home, rules=own, **issues)


def with_own(number: str, state: str = "已交办", said: str = SAID) -> str:
    """Give the file of an issue in which fields of the ledger's own are filled in."""
    before, key, after = kept(number, state).partition("办理记录:")
    return before + said + key + after


def case(number: int, *events: dict[str, object], **facts: object) -> Issue:
    """Make an issue of the ledger that declares the fields."""
    plain = {"编号": f"JZ-{number:03}", "标题": f"第{number}个问题"}
    record = {"办理记录": list(events)}
    return issue_kind(DECLARED).model_validate(plain | facts | record)


def held(*issues: Issue) -> Roster:
    book = Book("yl", ledger(自定义字段=DECLARED), UNITS, issues)
    return muster(book, on=dt.date(2024, 7, 1))


def worded(alias: str, roster: Roster, own: Path = Path("/没有")) -> str:
    report: Any = kind_named(alias).compile(asked(roster))[""]
    return write(alias, report, UNITS, own=own, builtin=templates())


# What may be declared


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"名称": "标题"}, "第1项：“标题”已另有所指，请换一个名称"),
        ({"名称": "状态"}, "“状态”已另有所指，请换一个名称"),
        ({"名称": "abc"}, "“abc”不能做项目名称：只能用汉字、字母、数字和括号"),
        ({"名称": "甲=乙"}, "不能做项目名称"),
        ({"名称": "1号"}, "以汉字或字母开头"),
        ({"名称": "长" * 21}, "不超过20个字"),
        ({"名称": "轻重", "类型": "数值"}, "不能写“数值”，是不是“数字”"),
        ({"名称": "轻重", "类型": "选项"}, "类型是选项，请用“选项”列出可选的词"),
        ({"名称": "轻重", "选项": ["重"]}, "写了“选项”，类型也应是“选项”"),
        ({"类型": "日期"}, "“名称”：没有填写，请补上"),
    ],
)
def test_a_declaration_that_can_not_work_is_refused_at_its_line(
    field: dict[str, object], said: str
) -> None:
    (message,) = declared(field)
    assert message.startswith("自定义字段第1项")
    assert said in message


def test_two_fields_of_one_name_are_refused() -> None:
    (message,) = declared({"名称": "轻重"}, {"名称": "轻重"})
    assert message == "“自定义字段”：“轻重”写了两次，请删去一项"
    (message,) = declared({"名称": "轻（重）"}, {"名称": "轻(重)"})
    assert message == "“自定义字段”：“轻(重)”写了两次，请删去一项"


def test_every_word_that_means_something_elsewhere_is_reserved() -> None:
    facts = set(Issue.labels().values())
    known = {column.label for column in COMPUTED} | set(LISTED)
    known |= set(Opening.labels().values()) | {LEDGER, VERSION, USE, "现状", "单位"}
    known |= set(item_of(held(case(1)).cases[0]).plain())
    assert known - facts <= RESERVED
    assert not RESERVED & facts


# What a file holds


def test_the_fields_stand_behind_the_facts_and_before_the_record() -> None:
    text = with_own("JZ-001")
    issue = load(issue_kind(DECLARED), text.encode(), "").value
    assert issue is not None
    assert issue.own == {
        "责任科室": "养老科",
        "投入（万元）": Decimal("1200.50"),
        "轻重": "一般",
        "立项日期": dt.date(2024, 5, 1),
        "调研情况": "去过三家。\n都缺人。",
    }
    assert SAID + "办理记录:\n" in render(issue)


@settings(deadline=None, max_examples=150)
@given(own_issues())
def test_what_is_written_is_read_as_the_same_and_written_alike(issue: Issue) -> None:
    text = render(issue)
    loaded = load(type(issue), text.encode(), "")
    assert loaded.problems == ()
    assert loaded.value == issue
    assert render(loaded.value) == text


@settings(deadline=None, max_examples=60)
@given(own_issues(), EVENTS)
def test_an_event_is_added_to_a_file_and_the_fields_stay(
    issue: Issue, event: AnyEvent
) -> None:
    bare = issue.but(events=())
    after = splice.add_event(render(bare), event, type(issue))
    loaded = load(type(issue), after.encode(), "").value
    assert loaded == bare.but(events=(event,))


@settings(deadline=None, max_examples=60)
@given(OWN_FIELDS)
def test_a_declaration_makes_one_model_and_none_makes_the_usual_one(
    fields: tuple[CustomField, ...],
) -> None:
    kind = issue_kind(fields)
    assert kind is issue_kind(fields)
    assert (kind is Issue) == (not fields)
    assert [*kind.labels()][-1] == "events"


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("轻重: 特重", "“轻重”：不能写“特重”，是不是“重”？可用：重、较重、一般"),
        ("投入（万元）: 012", "“投入（万元）”：012 不能用作数字，应写成 12 或 12.50"),
        ("投入（万元）: 1e5", "1e5 不能用作数字"),
        ("投入（万元）: 1234567890123456", "最多15位，小数最多6位"),
        ("投入（万元）: 0.1234567", "最多15位，小数最多6位"),
        ("投入（万元）: [1]", "应是一行文字，这里是列表"),
        ("立项日期: 五月", "“立项日期”：五月 不是日期，应写成 2024-09-30 的样子"),
        ("责任科室: ' '", "“责任科室”：是空的，请填写，或删去这一项"),
        ("责任科: 养老科", "没有这一项，是不是“责任科室”？"),
    ],
)
def test_a_value_that_its_field_does_not_take_is_told_with_its_line(
    tmp_path: Path, said: str, fault: str
) -> None:
    bench = bench_of(tmp_path, JZ001=with_own("JZ-001", said=f"{said}\n"))
    line = bench.issue("JZ-001").split("\n").index(said) + 1
    done = bench.do("check")
    assert done.code == 5
    assert f"data/ylfw-2024/issues/JZ-001.yaml 第{line}行" in done.out
    assert fault in done.out


def test_a_word_with_a_quotation_mark_is_an_option_like_others() -> None:
    fields = (CustomField(name="等次", kind=FieldKind.CHOICE, options=("A'级", "B级")),)
    text = "编号: JZ-001\n标题: 甲\n等次: C级\n"
    (fault,) = load(issue_kind(fields), text.encode(), "").problems
    assert fault.message.endswith("可用：A'级、B级")


def test_a_key_that_nobody_declared_is_a_fault_and_the_remedy_is_told(
    tmp_path: Path,
) -> None:
    bench = bench_of(tmp_path, JZ001=with_own("JZ-001"))
    assert bench.do("check").code == 0
    removed = OWN.replace("  - 名称: 责任科室\n", "")
    bench.write("ledger.yaml", bench.read("ledger.yaml").replace(OWN, removed))
    done = bench.do("check")
    assert done.code == 5
    (fault,) = [line for line in done.lines if "“责任科室”：没有这一项" in line]
    assert "issues/JZ-001.yaml 第12行" in fault
    assert "是本台账自己的项目，请写进 ledger.yaml 的“自定义字段”" in done.out


def test_a_faulty_ledger_blames_no_issue_for_what_it_declares(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, JZ001=with_own("JZ-001"))
    spoilt = bench.read("ledger.yaml").replace("年度: 2024", "年度: 今年")
    bench.write("ledger.yaml", spoilt)
    done = bench.do("check")
    assert done.code == 5
    assert "“年度”" in done.out
    assert "JZ-001.yaml" not in done.out
    refused = bench.do("accept", "1", "--by", "民政局")
    assert (refused.code, "“年度”" in refused.err) == (5, True)
    assert bench.issue("JZ-001") == with_own("JZ-001")


# What the commands do with them


def test_add_and_edit_take_the_fields_by_their_labels(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, JZ001="已交办")
    settings = ("责任科室=养老科", "投入（万元）=１,200.50", "轻重=一般")
    typed = [word for each in settings for word in ("--set", each)]
    done = bench.do("add", "--title", "甲", *typed, "--set", "调研情况=去过。缺人。")
    assert (done.code, done.out) == (0, "JZ-002\n")
    assert bench.issue("JZ-002") == (
        "编号: JZ-002\n标题: 甲\n责任科室: 养老科\n投入（万元）: 1200.50\n"
        "轻重: 一般\n调研情况: |\n  去过。\n  缺人。\n"
    )
    bench.commit()
    done = bench.do("edit", "1", "--set", "投入（万元）=0", "--set", "轻重=重")
    assert (done.code, done.err) == (0, "修改 JZ-001：投入（万元）、轻重\n")
    assert bench.changed() == ["+投入（万元）: 0", "+轻重: 重"]
    bench.commit()
    assert bench.do("edit", "1", "--set", "轻重=").code == 0
    assert bench.changed() == ["-轻重: 重"]


def test_brackets_may_be_typed_half_as_wide(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, JZ001="已交办")
    assert bench.do("edit", "1", "--set", "投入(万元)=12.50").code == 0
    assert "投入（万元）: 12.50\n" in bench.issue("JZ-001")
    done = bench.do("list", "--field", "投入(万元)=12.5", "--columns", "投入(万元)")
    assert [line.strip() for line in done.lines[2:4]] == ["投入（万元）", "12.50"]
    assert bench.do("list", "--sort", "投入(万元)").code == 0


@pytest.mark.parametrize("label", ["立项日期", "提出日期"])
@pytest.mark.parametrize("command", [("add", "--title", "甲"), ("edit", "1")])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2024年3月20日", "2024-03-20"),
        ("2024.3.20", "2024-03-20"),
        ("3月20日", "2024-03-20"),
        ("昨天", "2024-06-30"),
    ],
)
def test_a_day_may_be_typed_as_an_office_writes_it(
    tmp_path: Path, command: tuple[str, ...], label: str, typed: str, kept: str
) -> None:
    bench = bench_of(tmp_path, JZ001="待交办")
    done = bench.do(*command, "--set", f"{label}={typed}", today="2024-07-01")
    assert done.code == 0, done.err
    number = "JZ-002" if command[0] == "add" else "JZ-001"
    assert f"{label}: {kept}\n" in bench.issue(number)


@pytest.mark.parametrize("command", [("add", "--title", "甲"), ("edit", "1")])
@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("轻重=特大", "“轻重”：不能写“特大”，可用：重、较重、一般"),
        ("投入（万元）=约12", "约12 不能用作数字"),
        ("立项日期=五月", "五月 不是日期"),
        ("科室=甲", "不能用 --set 改“科室”。可改：序号、标题"),
        ("编号=JZ-009", "不能用 --set 改“编号”"),
        ("轻重", "不能用 --set 改“轻重”"),
    ],
)
def test_what_a_field_does_not_take_is_not_written(
    tmp_path: Path, command: tuple[str, ...], setting: str, said: str
) -> None:
    bench = bench_of(tmp_path, JZ001="已交办")
    before = bench.files()
    done = bench.do(*command, "--set", setting)
    assert (done.code, said in done.err) == (2, True)
    assert bench.files() == before


def test_a_proposed_deadline_is_read_however_it_was_given(tmp_path: Path) -> None:
    bench = bench_of(tmp_path)
    done = bench.do("add", "--title", "甲", "--set", "拟定期限=随便")
    assert (done.code, "随便" in done.err) == (2, True)
    assert bench.do("add", "--title", "甲", "--set", "拟定期限=9月底前").code == 0


def test_work_on_an_issue_leaves_the_fields_as_they_are(tmp_path: Path) -> None:
    bench = bench_of(tmp_path, JZ001=with_own("JZ-001"))
    for command in (
        ("accept", "1", "--by", "民政局"),
        ("progress", "1", "--text", "已招标。"),
        ("void", "1", "--event", "3", "--reason", "记错了"),
        (
            "void",
            "1",
            "--event",
            "1",
            "--reason",
            "漏了",
            "--set",
            "文号=演〔2024〕1号",
        ),
    ):
        done = bench.do(*command)
        assert done.code == 0, done.err
    assert SAID in bench.issue("JZ-001")
    assert bench.do("check").code == 0


def test_the_form_of_a_file_keeps_the_fields_and_the_decimals(tmp_path: Path) -> None:
    text = with_own("JZ-001").replace("轻重: 一般", '轻重:   "一般" # 议过')
    bench = bench_of(tmp_path, JZ001=text)
    assert bench.do("format").code == 0
    assert "投入（万元）: 1200.50\n# 议过\n轻重: 一般\n" in bench.issue("JZ-001")


# What lists and screens show


def listing(home: Path) -> Workbench:
    return bench_of(
        home,
        JZ001=with_own("JZ-001"),
        JZ002=with_own("JZ-002", said="投入（万元）: 3\n轻重: 重\n"),
        JZ003="已交办",
    )


def test_a_list_shows_them_as_columns(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    chosen = ("--columns", "编号,责任科室,投入（万元）,立项日期,调研情况")
    heading, *rows = [line.split() for line in bench.do("list", *chosen).lines[2:6]]
    assert heading == ["编号", "责任科室", "投入（万元）", "立项日期", "调研情况"]
    assert rows[0] == [
        "JZ-001",
        "养老科",
        "1200.50",
        "2024-05-01",
        "去过三家。都缺人。",
    ]
    assert rows[2] == ["JZ-003", "—", "—", "—", "—"]
    assert bench.do("list", *chosen, "--json").json[0] == {
        "编号": "JZ-001",
        "责任科室": "养老科",
        "投入（万元）": 1200.5,
        "立项日期": "2024-05-01",
        "调研情况": "去过三家。\n都缺人。",
    }
    table = bench.do("list", "--columns", "编号,投入（万元）,轻重", "--csv").lines
    assert table == [
        "编号,投入（万元）,轻重", "JZ-001,1200.50,一般", "JZ-002,3,重", "JZ-003,,",
    ]  # fmt: skip
    assert "轻重" not in bench.do("list", "--json").json[0]


def test_a_list_is_sorted_by_them_options_in_their_order(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    for column, order in (
        ("轻重", "213"), ("投入（万元）", "213"), ("责任科室", "123"), ("标题", "123"),
    ):  # fmt: skip
        numbers = bench.do("list", "--sort", column, "--numbers").lines
        assert numbers == [f"JZ-00{each}" for each in order]
    refused = bench.do("list", "--sort", "轻重缓急")
    assert (refused.code, "可用：编号、" in refused.err) == (2, True)
    assert refused.err.endswith("责任科室、投入（万元）、轻重、立项日期、调研情况\n")


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ("轻重=重", "2"),
        ("轻重=较重", ""),
        ("轻重＝一般", "1"),
        ("责任科室=养老", "1"),
        ("责任科室=", "23"),
        ("投入（万元）=1,200.5", "1"),
        ("投入（万元）=1", ""),
        ("立项日期=2024-05", "1"),
        ("调研情况=都缺", "1"),
        ("审议意见=1", "123"),
        ("提出人=检查组", "123"),
        ("提出人=", ""),
        ("性质=问题", ""),
    ],
)
def test_a_list_is_filtered_by_any_fact(
    tmp_path: Path, wanted: str, numbers: str
) -> None:
    found = listing(tmp_path).do("list", "--field", wanted, "--numbers").lines
    assert found == [f"JZ-00{each}" for each in numbers]


def test_a_word_of_the_field_is_asked_for_as_a_whole() -> None:
    roster = held(
        case(1, 性质="问题类", 轻重="较重"), case(2, 性质="建议类", 轻重="重")
    )

    def found(*fields: tuple[str, str]) -> list[str]:
        return [item.number for item in items(roster, Wish(fields=fields))]

    assert found(("性质", "问题")) == []
    assert found(("性质", "问题类")) == ["JZ-001"]
    assert found(("轻重", "重")) == ["JZ-002"]
    assert found(("轻重", "重"), ("性质", "问题类")) == []
    assert found(("别处的项目", "甲")) == []
    assert found(("别处的项目", "")) == ["JZ-001", "JZ-002"]


@pytest.mark.parametrize("typed", ["责任科室", "科室=甲", "办理记录=甲"])
def test_a_filter_that_means_nothing_is_refused_with_what_there_is(
    tmp_path: Path, typed: str
) -> None:
    done = listing(tmp_path).do("list", "--field", typed)
    assert done.code == 2
    assert f"不能按“{typed}”找，应写成“项目=内容”。可用的项目：编号、" in done.err
    assert done.err.endswith("责任科室、投入（万元）、轻重、立项日期、调研情况\n")


def test_a_ledger_without_them_lists_beside_one_that_has_them(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    other = bench.root / "data/other"
    (other / "issues").mkdir(parents=True)
    other.joinpath("ledger.yaml").write_text(
        "名称: 乙\n编号前缀: YL\n监督机关: 某市人大常委会\n", "utf-8"
    )
    other.joinpath("issues/YL-001.yaml").write_text("编号: YL-001\n标题: 乙\n", "utf-8")
    done = bench.do("list", "--columns", "编号,轻重", "--sort", "轻重", "--json")
    assert done.json[0] == {"编号": "YL-001", "轻重": None}
    assert bench.do("list", "--field", "轻重=重", "--numbers").lines == ["JZ-002"]


def test_show_says_each_field_under_its_label(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    shown = bench.do("show", "1").out
    assert "   责任科室：养老科\n   投入（万元）：1200.50\n" in shown
    assert "   调研情况：去过三家。都缺人。\n" in shown
    plain = bench.do("show", "1", "--json").json
    assert plain["投入（万元）"] == 1200.5
    assert plain["立项日期"] == "2024-05-01"
    assert bench.do("show", "2", "--json").json["投入（万元）"] == 3


# What documents say


def test_the_register_has_a_column_for_each_with_real_dates_and_numbers() -> None:
    report: Any = kind_named("ledger").compile(asked(held(case(1, handed(), **PLAIN))))
    sheet = opened(write_register(report[""])).sheets["总台账"]
    heading = sheet.row(sheet.head("编号"))
    assert heading.index("立项日期") < heading.index("序号")
    figure, day = sheet.at("JZ-001", "投入（万元）"), sheet.at("JZ-001", "立项日期")
    assert figure is not None
    assert day is not None
    assert (figure.value, figure.kind, figure.form) == (1200.5, "n", "0.00")
    assert day.day == dt.date(2024, 5, 1)
    text = sheet.at("JZ-001", "调研情况")
    assert text is not None
    assert text.value == "去过三家。都缺人。"


def test_a_whole_number_stands_in_its_cell_without_decimals() -> None:
    roster = held(case(1, **{"投入（万元）": "3"}))
    report: Any = kind_named("ledger").compile(asked(roster))[""]
    cell = opened(write_register(report)).sheets["总台账"].at("JZ-001", "投入（万元）")
    assert cell is not None
    assert (cell.value, cell.form) == (3, "0")


def test_the_options_of_a_field_are_offered_and_nothing_else_is_taken(
    tmp_path: Path,
) -> None:
    bench = listing(tmp_path)
    assert bench.do("report", "台账", "-o", "a.xlsx").code == 0
    book = openpyxl.load_workbook(bench.root / "a.xlsx")
    sheet = book["总台账"]
    letter = next(c.column_letter for c in sheet[4] if c.value == "轻重")
    rules = sheet.data_validations.dataValidation
    (rule,) = [each for each in rules if str(each.sqref).startswith(letter)]
    name, cells = str(rule.formula1).removeprefix("'").split("'!")
    words = [cell.value for (cell,) in book[name][cells.replace("$", "")]]
    assert words == ["重", "较重", "一般"]
    assert rule.errorStyle in (None, "stop")


def test_a_register_prints_what_has_room_and_keeps_the_rest() -> None:
    fields = [CustomField(name=f"第{numeral(each)}项情况") for each in range(1, 31)]
    kind = issue_kind(tuple(fields))
    plain = {"编号": "JZ-001", "标题": "甲"} | {each.name: "有" for each in fields}
    book = Book("yl", ledger(自定义字段=fields), UNITS, [kind.model_validate(plain)])
    roster = muster(book, on=dt.date(2024, 7, 1))
    report: Any = kind_named("ledger").compile(asked(roster))[""]
    made = opened(write_register(report))
    heading = made.sheets["总台账"].row(4)
    names = [each.name for each in fields]
    printed = heading[heading.index(names[0]) : heading.index("序号")]
    assert printed == names[: len(printed)]
    assert 15 < len(printed) < 25
    last = column_letters(heading.index("序号") - 1)
    assert made.names["总台账:_xlnm.Print_Area"] == f"总台账!$A$1:${last}$5"
    assert set(names) <= set(heading)


def test_an_edited_register_changes_the_field_and_nothing_else(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    bench.do("report", "台账", "-o", "a.xlsx")
    path = bench.root / "a.xlsx"
    assert "什么也没有改" in bench.do("import", "a.xlsx", "--yes").err
    book = openpyxl.load_workbook(path)
    sheet = book["总台账"]
    labels = {cell.value: place for place, cell in enumerate(sheet[4], 1)}
    sheet.cell(5, labels["投入（万元）"]).value = 1300.5
    sheet.cell(6, labels["立项日期"]).value = dt.date(2024, 3, 4)
    book.save(path)
    bench.commit()
    done = bench.do("import", "a.xlsx", "--yes")
    assert done.code == 0, done.err
    assert "变化    JZ-001 投入（万元）：“1200.50”改为“1300.5”" in done.err
    assert bench.changed() == [
        "-投入（万元）: 1200.50", "+投入（万元）: 1300.5", "+立项日期: 2024-03-04",
    ]  # fmt: skip


def test_a_list_is_imported_into_the_fields_that_its_headings_name(
    tmp_path: Path,
) -> None:
    bench = bench_of(tmp_path)
    (bench.root / "a.csv").write_text(
        "序号,问题,责任科室,投入(万元),轻重,立项日期\n"
        '1,消防设施不达标。,养老科,"1,200.50",重,2024.5.1\n'
        "2,助餐点少。,救助科,约12万,特大,待定\n",
        "utf-8",
    )
    done = bench.do("import", "a.csv", "--yes")
    assert done.code == 0, done.err
    assert "投入（万元）“约12万”看不懂，写入备注" in done.err
    assert "轻重“特大”不在选项里，写入备注" in done.err
    first, second = bench.issue("JZ-001"), bench.issue("JZ-002")
    assert first.endswith(
        "责任科室: 养老科\n投入（万元）: 1200.50\n轻重: 重\n立项日期: 2024-05-01\n"
    )
    for said in ("  投入（万元）：约12万\n", "  轻重：特大\n", "  立项日期：待定\n"):
        assert said in second


def test_the_list_of_issues_has_one_column_for_all_short_fields() -> None:
    several = worded("problems", held(case(1, handed(), **PLAIN), case(2, handed())))
    assert "| 整改要求 | 其他事项 | 整改时限 |" in several
    said = "责任科室：养老科；投入（万元）：1200.50；轻重：一般；立项日期：2024年5月1日"
    assert f"| {said} |" in several
    assert "都缺人" not in several
    single = worded("problems", held(case(1, handed(), 轻重="重"), case(2, handed())))
    assert "| 整改要求 | 轻重 | 整改时限 |" in single
    assert "| — | 重 | 2024年9月30日 |" in single
    assert "| — | — | 2024年9月30日 |" in single
    nothing = worded("problems", held(case(1, handed(), 调研情况="去过。")))
    assert "| 整改要求 | 整改时限 |" in nothing


def test_the_dossier_and_the_dashboard_say_them_all(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    dossier = bench.do("report", "一案一档", "1").out
    assert "| 投入（万元） | 1200.50 |" in dossier
    assert "| 调研情况 | 去过三家。都缺人。 | | |" in dossier
    assert bench.do("report", "看板", "-o", "a.html").code == 0
    page = (bench.root / "a.html").read_text("utf-8")
    for said in ("责任科室 养老科", "投入（万元） 1200.50", "调研情况", "都缺人。"):
        assert said in page


def test_an_office_writes_them_into_its_own_wording(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    own = bench.root / "templates/handover.md.j2"
    own.parent.mkdir()
    own.write_text(
        '{% for item in report["items"] %}{{ item.number }}'
        '{{ own(item.number)["责任科室"] | cell }}'
        '{{ own(item.number)["立项日期"] | cell }}。{% endfor %}',
        "utf-8",
    )
    said = bench.do("report", "交办函", "--unit", "民政局").out
    assert "JZ-001养老科2024年5月1日。JZ-002——。" in said
    own.write_text('{{ own("JZ-001")["科室"] }}', "utf-8")
    refused = bench.do("report", "交办函", "--unit", "民政局")
    assert (refused.code, "没有“科室”这一项" in refused.err) == (6, True)


def test_an_issue_that_is_not_there_has_no_fields() -> None:
    assert head_of(held(case(1))).own("JZ-009") == {}


# Who may read them


def test_the_public_reads_only_what_is_declared_public(tmp_path: Path) -> None:
    bench = listing(tmp_path)
    done = bench.do("report", "一案一档", "1", "--public")
    assert "| 轻重 | 一般 |" in done.out
    for said in ("养老科", "1200.50", "都缺人", "2024年5月1日"):
        assert said not in done.out
    assert bench.do("report", "台账", "--public", "-o", "a.xlsx").code == 0
    sheet = opened((bench.root / "a.xlsx").read_bytes()).sheets["总台账"]
    assert sheet.at("JZ-001", "责任科室") is None
    shown = sheet.at("JZ-001", "轻重")
    assert shown is not None
    assert shown.value == "一般"


@pytest.mark.parametrize(
    ("publicity", "said", "chosen"),
    [
        (None, "科长是张三四。", "重"),
        ("部分公开", "（隐去）", "重"),
        ("不公开", None, "重"),
    ],
)
def test_a_public_field_is_masked_like_other_texts(
    publicity: str | None, said: str | None, chosen: str
) -> None:
    fields = (
        CustomField(name="说明", public=True),
        CustomField(name="轻重", kind=FieldKind.CHOICE, options=("重",), public=True),
    )
    plain = {
        "编号": "JZ-001", "标题": "甲", "说明": "科长是张三四。", "轻重": "重",
        "公开方式": publicity, "办理记录": [handed()],
    }  # fmt: skip
    issue = issue_kind(fields).model_validate(plain)
    book = Book("yl", ledger(自定义字段=fields), UNITS, [issue])
    found = for_public(muster(book, on=dt.date(2024, 7, 1)))
    assert found.cases[0].issue.own.get("说明") == said
    assert found.cases[0].issue.own["轻重"] == chosen


def test_a_person_in_a_public_field_is_pointed_at_where_it_is_printed() -> None:
    fields = (CustomField(name="说明", public=True),)
    plain = {"编号": "JZ-001", "标题": "甲", "说明": "李明华主任说不急。"}
    issue = issue_kind(fields).model_validate(plain | {"办理记录": [handed()]})
    book = Book("yl", ledger(自定义字段=fields), UNITS, [issue])
    published = for_public(muster(book, on=dt.date(2024, 7, 1)))
    printed = kind_named("problems").compile(asked(published))[""]
    elsewhere = kind_named("definitions").compile(asked(published))[""]
    assert doubts(published, printed) == (("JZ-001", ("李明华主任",)),)
    assert doubts(published, elsewhere) == ()


@pytest.mark.parametrize("label", ["责任科室", "投入（万元）", "调研情况"])
def test_a_telephone_in_a_field_is_pointed_at(label: str) -> None:
    roster = held(case(1, **{label: "13812345678"}))
    found = [each for each in advice(roster, Calendar()) if each.where == (label,)]
    assert [each.sentence for each in found] == [
        "文字里像是有手机号码，请删去或隐去"
    ]  # fmt: skip


# Numbers as people write them


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12.50", "12.50"), (" １,200.５ ", "1200.5"), ("1，200", "1200"), ("-3", "-3"),
        ("１２．５", "12.5"), (12, "12"), (0.1 + 0.2, "0.3"), (1200.0, "1200"),
        ("0", "0"), ("12,34", None), ("012", None), ("约12", None), ("", None),
        ("38.5%", "0.385"), ("%", None), ("0%", "0"), ("1e5", None), (1e20, None),
        (float("nan"), None), (True, None), (None, None),
        (dt.date(2024, 1, 1), None), ("1234567890123456", None), ("1.2345678", None),
    ],
)  # fmt: skip
def test_a_number_is_read_without_noise(typed: object, read: str | None) -> None:
    found = number_of(typed)
    assert (None if found is None else str(found)) == read


@given(st.decimals(-(10**8), 10**8, places=4))
def test_a_number_is_shown_as_it_was_written(figure: Decimal) -> None:
    fields = (CustomField(name="投入", kind=FieldKind.NUMBER),)
    issue = issue_kind(fields).model_validate(
        {"编号": "JZ-001", "标题": "甲", "投入": f"{figure}"}
    )
    assert f"投入: {figure}\n" in render(issue)


def test_a_number_may_come_as_a_number_of_python() -> None:
    fields = (CustomField(name="投入", kind=FieldKind.NUMBER),)
    made = issue_kind(fields).model_validate(
        {"编号": "JZ-001", "标题": "甲", "投入": Decimal("2.50")}
    )
    assert str(made.own["投入"]) == "2.50"
    assert made.but(title="乙").own == made.own
