from __future__ import annotations

import datetime as dt
import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from rectify.domain.ballot import Vote
from rectify.domain.event import Opening
from rectify.domain.issue import Issue
from rectify.domain.ledger import Ledger
from rectify.domain.terms import State
from rectify.domain.unit import UnitList
from rectify.storage import reader
from rectify.storage.reader import read
from rectify.storage.yaml import load, render
from strategies import entities, issues

if TYPE_CHECKING:
    from rectify.domain.entity import Entity

EXAMPLE = dedent("""\
    编号: JZ-017
    标题: 部分农村敬老院消防设施不达标
    类别: 项目建设
    性质: 问题类
    来源级别: 市
    审议意见: 2
    提出人:
      - 姓名: 执法检查组
    提出日期: 2024-06-12
    问题描述: |
      检查组抽查的9家农村敬老院中，4家没有按标准配备自动喷淋设施。
      有2家的疏散通道被杂物占用。
    办理记录:
      - 日期: 2024-06-20
        事项: 交办
        主办: 市民政局
        协办:
          - 市消防救援支队
        期限: 2024-09-30
        期限依据: 9月底前
        文号: 焦人办函〔2024〕12号
      - 日期: 2024-06-22
        事项: 签收
        单位: 市民政局
      - 日期: 2024-09-18
        事项: 答复
        单位: 市民政局
        类别: A
        内容: |
          4家敬老院已全部完成喷淋改造并通过验收。
        附件:
          - 文件: 照片.jpg
            SHA-256: a000000000000000000000000000000000000000000000000000000000000000
    """)
LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED = re.compile(r"UTF-8|ledger\.yaml|UTF-16|GBK|SHA-256|JZ(-001)?|U\+[0-9A-F]{4}")


def said(text: str | bytes, kind: type[Entity] = Issue) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [str(each) for each in load(kind, data, "甲.yaml").problems]


def edited(old: str, new: str) -> list[str]:
    assert EXAMPLE.count(old) == 1, old
    return said(EXAMPLE.replace(old, new))


def chinese(message: str) -> bool:
    return not LATIN.search(ALLOWED.sub("", message.removeprefix("甲.yaml")))


# Writing


def test_a_day_that_comes_twice_is_written_twice() -> None:
    day = dt.date(2024, 6, 20)
    opening = Opening(date=day, state=State.ASSIGNED, lead="市民政局", handed=day)
    text = render(Issue(number="JZ-001", title="一", proposed=day, events=(opening,)))
    assert text.count("2024-06-20") == 3
    assert "&" not in text


def test_a_file_is_written_as_the_design_shows() -> None:
    issue = load(Issue, EXAMPLE.encode(), "").value
    assert issue is not None
    assert render(issue) == EXAMPLE


@settings(deadline=None, max_examples=150)
@given(issues())
def test_what_is_written_is_read_as_the_same_issue_and_written_alike(
    issue: Issue,
) -> None:
    text = render(issue)
    loaded = load(Issue, text.encode(), "")
    assert loaded.problems == ()
    assert loaded.value == issue
    assert render(loaded.value) == text


@settings(deadline=None, max_examples=60)
@given(st.one_of([entities(kind) for kind in (Ledger, UnitList, Vote)]))
def test_ledgers_units_and_votes_are_read_as_they_were_written(entity: Entity) -> None:
    text = render(entity)
    loaded = load(type(entity), text.encode(), "")
    assert loaded.value == entity
    assert render(loaded.value) == text


@settings(deadline=None, max_examples=100)
@given(issues())
def test_other_readers_read_the_same_values(issue: Issue) -> None:
    text = render(issue)
    ours = read(text.encode(), "").plain
    assert yaml.load(text, Loader=yaml.BaseLoader) == ours
    assert agree(yaml.safe_load(text), issue.plain())
    assert agree(YAML(typ="safe", pure=True).load(text), issue.plain())


def agree(found: Any, meant: Any) -> bool:
    """Compare values and types; a long text ends with a line end in the file."""
    match meant:
        case dict():
            same = list(found) == list(meant)
            return same and all(agree(found[key], meant[key]) for key in meant)
        case list():
            pairs = zip(found, meant, strict=True)
            return all(agree(one, other) for one, other in pairs)
        case str():
            return type(found) is str and found in (meant, meant + "\n")
    return type(found) is type(meant) and found == meant


@settings(deadline=None, max_examples=60)
@given(issues())
def test_the_reader_without_a_c_part_reads_the_same(issue: Issue) -> None:
    data = render(issue).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "LOADER", yaml.SafeLoader)
        slow = read(data, "")
        slow_lines = slow.lines
    fast = read(data, "")
    assert slow == fast
    assert slow_lines == fast.lines


def test_only_long_fields_are_blocks_whatever_their_length() -> None:
    issue = Issue(number="JZ-001", title="长" * 300, description="短")
    assert f"标题: {'长' * 300}\n问题描述: |\n  短\n" in render(issue)


@pytest.mark.parametrize(
    "word",
    ["NO", "y", "~", "012", "1_000", "12:30", "0x1F", "1e3", ".5", "2024-09-30", "<<"],
)
def test_words_that_other_readers_take_for_something_else_are_quoted(word: str) -> None:
    assert f"标题: '{word}'\n" in render(Issue(number="JZ-001", title=word))


@pytest.mark.parametrize(
    "word", ["9月底前", "2024-01", "12〔2024〕", "A", "1/2", "60%"]
)
def test_words_that_nobody_misreads_are_plain(word: str) -> None:
    assert f"标题: {word}\n" in render(Issue(number="JZ-001", title=word))


# Reading


def test_notepad_s_mark_and_line_ends_are_read() -> None:
    data = b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode()
    loaded = load(Issue, data, "")
    assert loaded.value == load(Issue, EXAMPLE.encode(), "").value
    assert loaded.document.text == EXAMPLE


def test_an_empty_value_is_absent() -> None:
    text = EXAMPLE.replace("类别: 项目建设", "类别:").replace(
        "性质: 问题类", "性质:  # 待定"
    )
    issue = load(Issue, text.encode(), "").value
    assert issue is not None
    assert issue.category is issue.nature is None
    assert said("编号: JZ-001\n标题:\n") == ["甲.yaml 第2行  “标题”：没有填写，请补上"]


@pytest.mark.parametrize(
    ("text", "line", "fragment"),
    [
        ("编号: JZ-001\n标题：甲\n类别: 乙\n", 2, "“标题”后面的冒号是全角的“：”"),
        ("编号：JZ-001\n标题: 甲\n", 1, "“编号”后面的冒号是全角的“：”"),
        ("编号：JZ-001\n标题：甲\n", 1, "“编号”后面的冒号是全角的“：”"),
        ("办理记录:\n  - 日期：2024\n    事项: 乙\n", 2, "“日期”后面的冒号是全角"),
        (
            "办理记录:\n  - 日期: 甲\n    内容：|\n      乙\n",
            3,
            "“内容”后面的冒号是全角",
        ),
        ("编号:JZ-001\n标题: 甲\n", 1, "“编号”的冒号后面要空一格"),
        ("编号: JZ-001\n标题:　甲\n", 2, "“标题”的冒号后面要空一格"),
        ("标题: 甲: 乙\n", 1, "给整个值加上英文单引号"),
        ("标题: 甲\n\t类别: 乙\n", 2, "制表符"),
        ("提出人:\n\t- 姓名: 甲\n", 2, "制表符"),
        ("标题: 甲\n类别: 乙\n标题: 丙\n", 3, "“标题”写了两次，第1行已有"),
        ("标题: !书名 甲\n", 1, "不能用“!”"),
        ("标题: !!python/name:os.system 甲\n", 1, "不能用标签"),
        ("提出人: !a\n  - 姓名: 乙\n", 1, "不能用标签“!a”"),
        ("标题: &甲 乙\n", 1, "“&"),
        ("提出人: &a\n  - 姓名: 乙\n", 1, "不能用锚点“&a”"),
        ("标题: *a\n", 1, "不能用别名“*a”"),
        ("标题: *重要*\n", 1, "“*”"),
        ("<<: {标题: 甲}\n", 1, "不能用合并键"),
        ("标题: 甲\n---\n标题: 乙\n", 2, "两份内容"),
        ("标题: '甲\n类别: 乙\n", 1, "引号没有成对"),
        ('标题: "甲\n', 1, "引号没有成对"),
        ('标题: "甲\\q"\n', 1, "反斜杠"),
        ("标题: [甲\n", 1, "“[”没有成对"),
        ("标题: {甲: 乙\n", 1, "“{”没有成对"),
        ("标题: 甲\n 类别: 乙\n", 2, "缩进不对"),
        ("提出人:\n  - 姓名: 甲\n - 姓名: 乙\n", 3, "缩进不对"),
        ("问题描述: | 文字\n", 1, "先换行"),
        ("提出人: - 姓名\n", 1, "另起一行"),
        ("标题: @甲\n", 1, "加上英文单引号"),
        ("标题: 甲\n乙\n类别: 丙\n", 2, "没有冒号"),
        ("- 编号: JZ-001\n", 1, "第一层不能是列表"),
        ("一段文字\n", 1, "第一层不能是列表或一段文字"),
        ("? [甲]\n: 乙\n", 1, "键只能是文字"),
        ("'': 乙\n", 1, "没有键名"),
        ("标题: 甲\n类别: 乙\x07\n", 2, "控制字符 U+0007"),
        ("标题: 甲\x00\n", 1, "控制字符 U+0000"),
        ('标题: 甲\n类别: "\\u0085"\n', 2, "控制字符 U+0085"),
        ('"甲\\a": 乙\n', 1, "键名里有不可见的字符"),
        (f"甲: {'[' * 40}{']' * 40}\n", 1, "层次太深"),
    ],
)
def test_a_syntax_fault_is_told_with_its_line_and_remedy(
    text: str, line: int, fragment: str
) -> None:
    for loader in (reader.LOADER, yaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "LOADER", loader)
            (problem,) = said(text)
        assert problem.startswith(f"甲.yaml 第{line}行  "), problem
        assert fragment in problem, problem
        assert chinese(problem.replace("python/name:os.system", "").replace("JZ", ""))


@pytest.mark.parametrize(
    ("data", "fragment"),
    [
        ("标题: 甲\n".encode("gbk"), "可能是GBK编码，请用记事本另存为"),
        ("标题: 甲\n".encode("utf-16"), "是UTF-16编码，请用记事本另存为"),
        (b"", "文件是空的"),
        (b"# \xe7\x94\xb2\n", "文件是空的"),
        (b"---\n", "文件是空的"),
        (b"a: " + b"b" * (1 << 20), "超过1兆字节"),
    ],
)
def test_a_file_that_can_t_be_read_says_why(data: bytes, fragment: str) -> None:
    (problem,) = said(data)
    assert fragment in problem, problem


@pytest.mark.parametrize("opening", ["[", "{甲: ", "- ", "- - ", "? "])
def test_deep_nesting_is_refused_and_never_overflows(opening: str) -> None:
    (problem,) = said(opening * 100_000)
    assert "层次太深" in problem or "键只能" in problem or "请检查" in problem


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=200)
    | st.text("编号标题:： \n-'\"|>&*!?[]{}#\t,%@a", max_size=60)
)
def test_no_bytes_at_all_lead_to_a_crash(data: bytes | str) -> None:
    for problem in said(data):
        assert re.search("[一-鿿]", problem)


# The sentences of the models


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        (
            "期限: 2024-09-30", "期限: 2024-13-01", 19,
            "办理记录第1项“期限”：2024-13-01 不是日期，应写成 2024-09-30 的样子",
        ),
        ("编号: JZ-017", "编号: jz17", 1, "“编号”：“jz17”不对，应写成 JZ-001 的样子"),
        ("标题: 部分", "标提: 部分", 2, "“标提”：没有这一项，是不是“标题”？"),
        ("标题: 部分", "标提: 部分", None, "“标题”：没有填写，请补上"),
        ("来源级别: 市", "来源级别: 区", 5, "“来源级别”：不能写“区”，可用：国家、省"),
        ("性质: 问题类", "性质: 问题", 4, "是不是“问题类”？可用：问题类、建议类"),
        ("审议意见: 2", "审议意见: 二", 6, "“审议意见”：二 不是数"),
        ("审议意见: 2", "审议意见: -2", 6, "“审议意见”：-2 不是数"),
        ("事项: 签收", "事项: 签受", 23, "第2项“事项”：不能写“签受”，是不是“签收”"),
        ("    事项: 签收\n", "", 22, "第2项“事项”：没有填写，请补上；可用：期初"),
        (
            "签收\n    单位: 市民政局", "签收\n    单味: 市民政局", 24,
            "办理记录第2项“单味”：没有这一项，是不是“单位”？",
        ),
        (
            "签收\n    单位: 市民政局", "签收\n    单味: 市民政局", 22,
            "办理记录第2项“单位”：没有填写，请补上",
        ),
        (
            "签收\n    单位: 市民政局", "签收\n    单位: [市民政局]", 24,
            "办理记录第2项“单位”：应是一行文字，这里是列表",
        ),
        ("类别: 项目建设", "类别: {甲: 乙}", 3, "应是一行文字，这里是一组“键: 值”"),
        (
            "提出人:\n  - 姓名: 执法检查组", "提出人: 执法检查组", 7,
            "“提出人”：应是列表：另起一行，每项以“- ”开头",
        ),
        (
            "  - 姓名: 执法检查组", "  - 姓名：执法检查组", 8,
            "提出人第1项：“姓名”后面的冒号是全角的“：”",
        ),
        ("  - 姓名: 执法检查组", "  - 执法检查组", 8, "提出人第1项：应由“键: 值”组成"),
        (
            "SHA-256: a000", "SHA-256: x000", 33,
            "办理记录第3项附件第1项“SHA-256”：",
        ),
        ("文件: 照片.jpg", "文件: 甲/乙", 32, "“甲/乙”不对，应只写文件名，不能带斜杠"),
        ("事项: 签收", "事项: 签收\n    作废: 错", 24, "应写成“2024-09-20 理由”的样"),
        ("标题: 部分农村敬老院消防设施不达标", "标题: ''", 2, "“标题”：是空的，请填写"),
        ("类别: 项目建设", '类别: "甲\\n乙"', 3, "“类别”：只能写一行"),
    ],
)  # fmt: skip
def test_a_fault_of_the_model_is_one_chinese_sentence_with_its_line(
    old: str, new: str, line: int | None, sentence: str
) -> None:
    problems = edited(old, new)
    where = "甲.yaml  " if line is None else f"甲.yaml 第{line}行  "
    assert any(each.startswith(where) and sentence in each for each in problems), (
        problems
    )


def test_all_the_faults_of_a_file_are_told_in_the_order_of_its_lines() -> None:
    text = EXAMPLE.replace("市\n审", "区\n审").replace("09-30", "09-31")
    problems = said(text.replace("事项: 签收", "事项: 签受"))
    assert [each.split()[1] for each in problems] == ["第5行", "第19行", "第23行"]


def test_two_identical_events_are_a_fault_with_both_lines() -> None:
    twin = "  - {日期: 2024-06-22, 事项: 签收, 单位: 市民政局, 作废: 2024-06-23 重}\n"
    (problem,) = said(EXAMPLE + twin)
    assert problem == (
        "甲.yaml 第34行  办理记录第4项：与第2项（第22行）完全相同，请删去一项"
    )


def test_a_very_long_value_is_shown_shortened() -> None:
    (problem,) = edited("期限: 2024-09-30", f"期限: {'九' * 5000}")
    assert len(problem) < 120


RULE = dedent("""\
    名称: 甲
    编号前缀: JZ
    监督机关: 乙
    测评规则:
      级联:
        - 门槛: 1/2
      权重:
        满意: 100
    办理规则:
      批准级数: 1
      办结口径:
        - 已答复
    """)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("批准级数: 1", "批准级数: 4", "办理规则“批准级数”：4 太大，最大是 3"),
        ("- 已答复", "- 已答", "办理规则办结口径第1项：不能写“已答”，是不是“已答复”"),
        ("编号前缀: JZ", "编号前缀: 焦", "应写成 JZ 的样子，只能用大写字母和数字"),
        ("门槛: 1/2", "门坎: 1/2", "测评规则级联第1项“门坎”：没有这一项，是不是“门槛”"),
        (
            "  批准级数: 1",
            "  甲乙丙: 1",
            "办理规则“甲乙丙”：没有这一项，请改正或删去；可写",
        ),
    ],
)
def test_faults_deep_inside_a_ledger_are_named_as_people_name_them(
    old: str, new: str, sentence: str
) -> None:
    problems = said(RULE.replace(old, new), Ledger)
    assert any(sentence in each for each in problems), problems


@settings(deadline=None, max_examples=120)
@given(st.data())
def test_no_sentence_contains_a_word_of_english(data: st.DataObject) -> None:
    """Whatever one wrong edit does to a file of any kind, it is told in Chinese."""
    kinds: list[type[Entity]] = [Issue, Ledger, UnitList, Vote]
    kind = data.draw(st.sampled_from(kinds))
    entity = data.draw(issues() if kind is Issue else entities(kind))
    plain = yaml.load(render(entity), Loader=yaml.BaseLoader)
    spoil(data, plain)
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    shown = [str(each) for each in load(kind, text.encode(), "甲.yaml").problems]
    words = set(LATIN.findall(str(plain)))
    for message in shown:
        assert re.search("[一-鿿]", message)
        left = LATIN.findall(ALLOWED.sub("", message.removeprefix("甲.yaml")))
        assert all(any(word in w for w in words) for word in left), message


def spoil(data: st.DataObject, node: Any) -> None:
    """Replace, rename or remove one thing somewhere in a tree."""
    wrong = st.sampled_from(
        ["", "甲", "-1", [], ["甲"], {}, {"甲": "乙"}, [[]], ["甲："]]
    )
    while True:
        places = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not places:
            return
        place = data.draw(st.sampled_from(places))
        inner = node[place]
        if inner and isinstance(inner, dict | list) and data.draw(st.booleans()):
            node = inner
            continue
        match data.draw(st.sampled_from(["replace", "remove", "rename"])):
            case "replace":
                node[place] = data.draw(wrong)
            case "remove":
                del node[place]
            case _ if isinstance(node, dict):
                node[place + "甲"] = node.pop(place)
        return


def test_dates_stay_what_they_say() -> None:
    loaded = load(Issue, EXAMPLE.encode(), "").value
    assert loaded is not None
    assert loaded.proposed == dt.date(2024, 6, 12)
