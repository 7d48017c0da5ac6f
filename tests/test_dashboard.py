"""The 看板: its figures are those of `rates`, and its page holds nothing but them.

The page is opened in a real browser where it must do something.
"""

from __future__ import annotations

import json
import re
import subprocess
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from browser import browser
from casebook import (
    BUREAU,
    answered,
    as_known,
    asked,
    closed,
    counted,
    dropped,
    handed,
    issue,
    ledger,
    returned,
    reviewed,
    roster,
    row,
    shared,
    told,
    vote,
    voted,
)
from office import office
from programs import needs
from rectify.domain.documents.dashboard import Dashboard, compile_dashboard
from rectify.domain.documents.months import MonthEnd
from rectify.domain.documents.timeline import timeline
from rectify.domain.publicity import for_public
from rectify.domain.text import closed as ended
from rectify.domain.unit import Directory, Unit
from rectify.views.dashboard.curves import HEIGHT, draw
from rectify.views.dashboard.page import write_dashboard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Page
    from rectify.domain.roster import Roster

UNNAMED = [{"姓名": "李四", "身份": "人大代表", "保密": "是"}]
FINANCE, FIRE = "市财政局", "市消防救援支队"
REFORM = "市发展和改革委员会"
WORDS = (
    "寻常",
    "<script>window.ran=1</script>",
    "</script><script>window.ran=1</script>",
    "</style></title></textarea><b onclick=ran()>",
    '"><img src=x onerror=window.ran=1>',
    "' autofocus onfocus='window.ran=1",
    "<svg onload=window.ran=1>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;#x3c;",
    "javascript:window.ran=1",
    "https://example.org/?a=1&b=2",
    "右\u202e左\u2066乱",
    "𠮷🙂\u00a0尾",
)
CAMPAIGN = (
    issue(
        1, handed(), answered("2024-07-10"), reviewed("2024-07-20"),
        voted("2024-08-01"), closed("2024-08-05"), 类别="设施", 标题="丙",
    ),
    issue(
        2, handed(协办=[FINANCE, REFORM]), answered("2024-10-08"),
        reviewed("2024-10-09"), 类别="服务", 标题="甲",
    ),
    issue(
        3, handed(FINANCE, until="2024-12-20"), row("2024-07-01", "重点督办",
        结论="列入", 督办领导="分管副主任"), 类别="服务", 标题="乙",
    ),
    issue(4, shared(FINANCE, FIRE, until="2024-12-31"), 标题="丁"),
    issue(5, handed(FIRE), dropped("2024-07-01", "撤回"), 类别="设施", 标题="戊"),
    issue(6, 标题="己", 类别="别的"),
)  # fmt: skip


def campaign(on: str = "2024-12-25") -> Roster:
    held = vote("2024-01", "2024-08-01", (20, 10, 5))
    return roster(*CAMPAIGN, on=on, votes=(held,))


def compiled(held: Roster) -> Dashboard:
    return compile_dashboard(asked(held))[""]


def page_of(held: Roster) -> str:
    return write_dashboard(compiled(held))


def numbers(names: tuple[str, ...]) -> list[int]:
    return [int(name.removeprefix("JZ-")) for name in names]


class Reader(HTMLParser):
    """What a browser makes of a page: its elements, attributes and words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: dict[str, list[str]] = {}
        self._within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert tag
        self._within = ""

    def handle_data(self, data: str) -> None:
        self.words.setdefault(self._within, []).append(data)


def test_the_head_figures_are_those_of_the_rates() -> None:
    found = compiled(campaign())
    assert found.total == 4
    assert found.sentence.startswith("交办4条，50%以上已整改和答复到位（2条，50.0%）")
    for gauge, name in (
        (found.rectified, "整改完成率"),
        (found.on_time, "按期办结率"),
        (found.answered, "答复率"),
    ):
        upper, lower = counted(name, campaign())
        assert gauge.name == name
        assert numbers(gauge.rate.numerator_of) == upper
        assert numbers(gauge.rate.denominator_of) == lower
    assert numbers(found.rectified.rest) == [3, 4]
    assert (found.summary.overdue, found.summary.soon) == (1, 1)
    assert [(str(state), count) for state, count in found.summary.states] == [
        ("已销号", 1),
        ("已交办", 2),
        ("已答复", 1),
    ]


def test_a_rate_without_a_base_is_not_drawn() -> None:
    names = [gauge.name for gauge in compiled(campaign()).gauges]
    assert "整改完成率" in names
    assert "测评通过率" in names
    assert "满意率" not in names
    assert "反弹率" not in names


def test_units_and_categories_are_counted_apart_and_none_is_lost() -> None:
    found = compiled(campaign())
    assert (REFORM, "市发改委") in found.named  # it helps and answers for nothing
    assert [
        (each.name, each.size, each.rectified.numerator) for each in found.units
    ] == [(BUREAU, 2, 2), (FINANCE, 2, 0), (FIRE, 1, 0)]
    assert found.units[-1].shown == "市消防支队"
    assert [
        (each.name, each.size, each.rectified.numerator) for each in found.categories
    ] == [("设施", 1, 1), ("服务", 2, 1), ("未填写", 1, 0)]


def test_the_months_are_counted_as_each_of_them_ended() -> None:
    months = compiled(campaign(on="2024-10-15")).months
    assert [
        (each.day.month, each.handed, each.answered, each.rectified, each.struck_off)
        for each in months
    ] == [(6, 5, 0, 0, 0), (7, 4, 1, 1, 0), (8, 4, 1, 1, 1), (9, 4, 1, 1, 1),
          (10, 4, 2, 2, 1)]  # fmt: skip


def test_the_list_holds_every_issue_and_names_units_as_they_now_are() -> None:
    old = issue(7, handed("市安全监管局", 协办=[FINANCE]), 类别="设施")
    found = compiled(roster(*CAMPAIGN, old))
    assert [entry.item.number[-1] for entry in found.entries] == list("1234567")
    assert found.entries[-1].leads == ("市安全监管局",)
    assert found.entries[-1].units == ("市应急管理局", FINANCE)
    assert ("市应急管理局", "市应急局") in found.named
    assert [full for full, _ in found.named][:3] == [REFORM, BUREAU, FINANCE]


def test_an_issue_opens_on_where_it_comes_from_and_what_was_found() -> None:
    child = issue(
        8, handed(), dropped("2024-07-20", "并案", into=1), 来源="执法检查",
        来源级别="市", 审议意见=2, 时限类型="限期整改", 问题描述="第一段。\n\n第二段。",
        整改要求="限期改好。", 提出人=UNNAMED,
    )  # fmt: skip
    found = compiled(roster(*CAMPAIGN, child))
    key, last = found.entries[2], found.entries[-1]
    assert key.facts == ("督办领导 分管副主任",)
    assert last.facts == (
        "执法检查",
        "市级",
        "审议意见第2条",
        "提出人 代表A",
        "限期整改",
        "并入 JZ-001",
    )
    assert [tuple(each) for each in last.passages] == [
        ("问题描述", ("第一段。", "第二段。")),
        ("整改要求", ("限期改好。",)),
    ]


def test_a_timeline_tells_the_votes_and_what_was_declared_void() -> None:
    wrong = answered("2024-07-11") | {"作废": "2024-07-12 重复登记"}
    later = row("2025-01-05", "备注", 内容="以后的事。")
    held = vote("2024-01", "2024-08-01", (20, 10, 5))
    found = compiled(
        roster(
            issue(1, handed(文号="演〔2024〕1号"), answered("2024-07-10"), wrong,
                  voted("2024-08-01"), later),
            votes=(held,),
        )
    )  # fmt: skip
    moments = found.entries[0].moments
    assert [(moment.matter, moment.reference) for moment in moments] == [
        ("交办", "演〔2024〕1号"),
        ("答复", ""),
        ("答复", ""),
        ("测评", "票号 2024-01"),
    ]
    assert [moment.void for moment in moments] == ["", "", "2024-07-12 重复登记", ""]
    assert moments[-1].said == "通过（满意 20，基本满意 10，不满意 5，实到 35）"


def test_a_vote_of_which_a_count_is_missing_is_told_without_counts() -> None:
    held = vote("2024-01", "2024-08-01", (20, 1, 5))
    told_of = issue(1, handed(), answered("2024-07-10"), voted("2024-08-01"))
    by = ledger(测评规则="全体满意过半")
    ledgered = roster(told_of, votes=(held,), by=by)
    assert list(timeline(ledgered, ledgered.cases[0]))[-1].said == "通过"


def test_what_was_recorded_later_was_not_known_then() -> None:
    late = answered("2024-07-10") | {"登记日期": "2024-07-20"}
    wrong = row("2024-07-01", "备注", 内容="甲。", 作废="2024-07-18 写错")
    held = roster(issue(1, handed(), wrong, late))
    then = asked(as_known(held, "2024-07-15"))
    moments = compile_dashboard(then)[""].entries[0].moments
    assert [(moment.matter, moment.void) for moment in moments] == [
        ("交办", ""),
        ("备注", ""),
    ]


def test_who_asked_to_stay_unnamed_is_named_nowhere_on_the_page() -> None:
    hidden = issue(
        1, handed(), answered("2024-07-10"), told("2024-08-01", "满意", "李四"),
        提出人=UNNAMED,
    )  # fmt: skip
    page = page_of(roster(hidden, by=ledger(评价方式="反馈")))
    assert "李四" not in page
    assert "代表A满意" in page


def test_a_ledger_without_issues_has_a_page_that_says_so() -> None:
    page = page_of(roster())
    assert "台账里还没有" in page
    assert "逐月进展" not in page
    assert "按承办单位" not in page


def test_the_day_and_a_demonstration_stand_at_the_head() -> None:
    said = "演示数据，非实际办理情况"
    assert "统计截止日：" in page_of(campaign())
    assert "2024年12月25日" in page_of(campaign())
    assert said not in page_of(campaign())
    sample = roster(*CAMPAIGN, by=ledger(演示="是", 数据说明="编写的。"))
    assert said in page_of(sample)
    assert "<p>编写的。</p>" in page_of(sample)


def test_a_dashboard_for_the_public_says_so_beside_its_day() -> None:
    assert "此件公开发布；统计截止日：" in page_of(for_public(campaign()))
    assert "此件公开发布" not in page_of(campaign())


def test_the_policy_lets_nothing_run_but_the_page_s_own_style_and_script() -> None:
    read = Reader(page_of(campaign()))
    policy = next(
        value for name, value in read.attributes if value.startswith("default-src")
    )
    style, script = "".join(read.words["style"]), "".join(read.words["script"])
    assert policy == (
        f"default-src 'none'; style-src '{digest(style)}'; "
        f"script-src '{digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def digest(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def test_the_page_refers_to_nothing_outside_of_it() -> None:
    page = page_of(campaign())
    read = Reader(page)
    names = {name for name, _ in read.attributes}
    assert names.isdisjoint({"style", "src", "srcset", "action", "background"})
    assert not [name for name in names if name.startswith("on")]
    assert all(value[0] == "#" for name, value in read.attributes if name == "href")
    assert set(read.elements).isdisjoint({"link", "img", "iframe", "object", "form"})
    assert not re.search(r"url\(|@import|https?:", page)


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert page_of(campaign()) == page_of(campaign())


def ends(*counts: tuple[int, int, int, int]) -> list[MonthEnd]:
    days = [
        date(2024 + month // 12, month % 12 + 1, 28)
        for month in range(5, 5 + len(counts))
    ]
    return [MonthEnd(day, *each) for day, each in zip(days, counts, strict=True)]


def test_a_line_runs_from_edge_to_edge_and_ends_at_its_figure() -> None:
    chart = draw(ends((40, 0, 0, 0), (57, 20, 10, 0)))
    assert chart is not None
    assert [level.word for level in chart.levels] == ["0", "20", "40", "60"]
    assert float(chart.levels[0].place) == HEIGHT
    handed_over = chart.curves[0]
    assert (handed_over.name, handed_over.last) == ("交办", 57)
    assert [point.x for point in handed_over.points] == ["0.000%", "100.000%"]
    assert float(chart.curves[3].points[0].y) == HEIGHT
    assert (
        chart.columns[1].said == "截至2024年7月28日：交办57，答复20，完成整改10，销号0"
    )


@pytest.mark.parametrize("last", [(1, 1, 1, 1), (9, 0, 0, 0), (100, 98, 97, 2)])
def test_names_at_the_end_of_lines_never_stand_on_each_other(
    last: tuple[int, int, int, int],
) -> None:
    chart = draw(ends((1, 0, 0, 0), last))
    assert chart is not None
    places = sorted(float(curve.label) for curve in chart.curves)
    assert all(low - high >= 20 for high, low in pairwise(places))
    assert places[0] >= 0
    assert places[-1] <= HEIGHT


def test_many_months_are_worded_here_and_there_and_the_last_one_always() -> None:
    chart = draw(ends(*[(5, 0, 0, 0)] * 40))
    assert chart is not None
    assert [tick.word for tick in chart.months] == [
        "2024年10月", "2025年5月", "12月", "2026年7月", "2027年2月", "9月",
    ]  # fmt: skip
    assert (chart.months[-1].place, chart.months[-1].anchor) == ("100.000%", "end")


def test_one_month_is_no_course() -> None:
    assert draw(ends((5, 0, 0, 0))) is None
    assert draw([]) is None


def everywhere(words: str) -> Roster:
    """Put words into every field of a ledger that takes them."""
    unit = re.sub(r'[/:*?"<>|\\]', "", words) or "单位"
    units = Directory((Unit(name=unit, short=f"{unit}简"), Unit(name="别的")))
    by = ledger(
        名称=words, 监督机关=words, 计量词=words, 演示="是", 数据说明=words,
        答复类别=[{"类别": words, "含义": words}],
        审议意见=[{"序号": 1, "标题": words}],
    )  # fmt: skip
    events = (
        handed(unit, 文号=words, 期限依据=words, 协办=["别的"]),
        row("2024-06-21", "签收", 单位=unit, 签收人=words),
        row("2024-06-22", "方案", 单位=unit, 责任领导=words, 责任人=words,
            整改措施=words),
        row("2024-06-23", "重点督办", 督办领导=words, 督办部门=words),
        row("2024-07-01", "进展", 单位=unit, 内容=words),
        row("2024-07-02", "催办", 单位=unit, 内容=words, 文号=words),
        answered("2024-07-10", unit, words, 内容=words),
        returned("2024-07-12", "2024-08-01", unit) | {"理由": words},
        answered("2024-07-20", unit, words, 内容=words)
        | {"作废": f"2024-07-21 {words}"},
        row("2024-07-25", "备注", 内容=words),
    )  # fmt: skip
    texts = dict.fromkeys(
        ("标题", "类别", "来源", "问题描述", "具体表现", "整改要求", "整改标准"), words
    )
    named = [{"姓名": words, "身份": words}]
    return roster(
        issue(1, *events, 审议意见=1, 提出人=named, **texts),
        by=by, units=units, on="2024-12-25",
    )  # fmt: skip


def bare(words: str) -> str:
    return re.sub(r"[\s\u3000]+", "", words)


@pytest.mark.parametrize("words", WORDS)
def test_what_was_typed_makes_no_element_and_no_attribute(words: str) -> None:
    plain, typed = (
        Reader(page_of(everywhere("寻常"))),
        Reader(page_of(everywhere(words))),
    )
    assert typed.elements == plain.elements
    assert [name for name, _ in typed.attributes] == [
        name for name, _ in plain.attributes
    ]
    shown = "".join(
        part
        for within, parts in typed.words.items()
        for part in parts
        if within not in {"style", "script"}
    )
    assert bare(shown).count(bare(words)) >= 20


def test_the_command_writes_the_page_and_only_that(tmp_path: Path) -> None:
    bench = office(tmp_path, JZ001="已销号", JZ002="办理中")
    done = bench.do("report", "看板", "-o", "看板.html")
    assert (done.code, done.err) == (0, "看板已写入 看板.html\n")
    page = (bench.root / "看板.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert bench.do("report", "dashboard").out == page
    refused = bench.do("report", "看板", "-o", "看板.docx")
    assert (refused.code, refused.err) == (
        2,
        "看板只能写成 .html：-o 看板.html\n",
    )
    assert not (bench.root / "看板.docx").exists()


@pytest.mark.parametrize("option", [("--copy",), ("--fonts", "windows")])
def test_a_page_of_its_own_knows_no_option_of_the_papers(
    tmp_path: Path, option: tuple[str, ...]
) -> None:
    bench = office(tmp_path, JZ001="办理中")
    refused = bench.do("report", "看板", *option)
    assert (refused.code, refused.err) == (2, f"看板不能用 {option[0]}\n")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    with browser() as page:
        yield page


def opened(chromium: Page, held: Roster, folder: Path) -> Page:
    """Open the page of a ledger in a window of usual width."""
    path = folder / "看板.html"
    path.write_text(page_of(held), encoding="utf-8")
    for kept in (chromium.complaints, chromium.requests, chromium.dialogs):
        kept.clear()
    chromium.width(1280)
    chromium.open(path)
    return chromium


def shown(page: Page) -> list[int]:
    """Give the numbers of the rows that can be seen, from above to below."""
    script = """[...document.querySelectorAll('.issues tbody')]
        .filter(each => each.offsetHeight).map(each => +each.id.slice(3))"""
    found: list[int] = page.value(script)
    return found


def choose(page: Page, name: str, choice: str) -> None:
    """Choose an option of a list by its words."""
    page.value(f"""(() => {{
        const list = document.getElementById({json.dumps(name)});
        list.value = [...list.options].find(
            each => each.text === {json.dumps(choice)}).value;
        list.dispatchEvent(new Event('change', {{bubbles: true}}));
    }})()""")


def said(page: Page) -> str:
    words: str = page.value("document.getElementById('told').textContent")
    return words


@needs("chromium")
def test_the_list_narrows_to_what_is_asked_for(chromium: Page, tmp_path: Path) -> None:
    page = opened(chromium, campaign(), tmp_path)
    assert shown(page) == [1, 2, 3, 4, 5, 6]
    assert said(page) == "共6条"
    choose(page, "unit", FINANCE)
    assert shown(page) == [2, 3, 4]
    choose(page, "category", "服务")
    assert shown(page) == [2, 3]
    page.click("#late")
    assert shown(page) == [3]
    assert said(page) == f"{FINANCE}，服务，逾期：1条（共6条）"
    page.click("#clear")
    page.click("#key")
    assert shown(page) == [3]
    page.click("#clear")
    choose(page, "state", "已销号")
    assert shown(page) == [1]
    page.click("#clear")
    page.click("#words")
    page.type("分管副主任 乙")
    assert shown(page) == [3]
    page.type("无此事")
    assert shown(page) == []
    assert page.value("document.getElementById('none').offsetHeight") > 0
    assert page.complaints == []


@needs("chromium")
def test_a_heading_sorts_by_mouse_and_by_keyboard(
    chromium: Page, tmp_path: Path
) -> None:
    page = opened(chromium, campaign(), tmp_path)

    def sorting() -> list[str]:
        found: list[str] = page.value("""[...document.querySelectorAll('[aria-sort]')]
            .map(each => each.dataset.by + ' ' + each.getAttribute('aria-sort'))""")
        return found

    assert sorting() == ["number ascending"]
    page.click("[data-by=deadline] button")
    assert shown(page) == [1, 2, 5, 3, 4, 6]
    assert sorting() == ["deadline ascending"]
    page.press("Enter", 13, "\r")
    assert shown(page) == [4, 3, 1, 2, 5, 6]
    assert sorting() == ["deadline descending"]
    page.click("[data-by=left] button")
    assert shown(page)[:2] == [3, 4]
    page.click("[data-by=title] button")
    assert shown(page) == [1, 4, 6, 2, 5, 3]
    page.click("[data-by=lead] button")
    assert shown(page) == [1, 2, 3, 4, 5, 6]
    page.click("[data-by=number] button")
    page.click("[data-by=number] button")
    assert shown(page) == [6, 5, 4, 3, 2, 1]


@needs("chromium")
def test_a_timeline_opens_and_closes(chromium: Page, tmp_path: Path) -> None:
    page = opened(chromium, campaign(), tmp_path)
    height = "document.querySelector('#JZ-001 .record').offsetHeight"
    opener = "#JZ-001 .title button"
    state = f"document.querySelector('{opener}').getAttribute('aria-expanded')"
    assert (page.value(height), page.value(state)) == (0, "false")
    page.click(opener)
    assert page.value(height) > 0
    assert page.value(state) == "true"
    first = page.value("document.querySelector('#JZ-001 .timeline').innerText")
    assert "2024-06-20" in first
    assert "通过（满意 20，基本满意 10，不满意 5，实到 35）" in first
    page.press(" ", 32, " ")
    assert (page.value(height), page.value(state)) == (0, "false")


@needs("chromium")
def test_a_figure_leads_to_the_issues_behind_it(chromium: Page, tmp_path: Path) -> None:
    page = opened(chromium, campaign(), tmp_path)
    page.click(".card.late summary")
    page.click(".card.late a")
    assert shown(page) == [3]
    page.click(".card:nth-child(2) summary")
    page.click('.card:nth-child(2) a[href="#JZ-004"]')
    assert page.value("document.querySelector('#JZ-004 .record').offsetHeight") > 0
    assert shown(page) == [1, 2, 3, 4, 5, 6]
    page.click(f".groups a[title='{FINANCE}']")
    assert shown(page) == [2, 3, 4]


@needs("chromium")
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    chromium: Page, tmp_path: Path
) -> None:
    page = opened(chromium, campaign(), tmp_path)
    assert page.value(
        "getComputedStyle(document.querySelector('.card')).borderTopWidth"
    )
    page.click("[data-by=state] button")
    assert {url.rpartition("/")[0] for url in page.requests} == {tmp_path.as_uri()}
    assert page.complaints == []


@needs("chromium")
def test_what_is_hostile_is_shown_as_typed_and_does_not_run(
    chromium: Page, tmp_path: Path
) -> None:
    for words in map(ended, WORDS):
        page = opened(chromium, everywhere(words), tmp_path)
        page.click(".title button")
        choose(page, "category", words)
        title = page.value("document.querySelector('.title bdi').textContent")
        assert title == words
        record = page.value("document.querySelector('.record').textContent")
        assert record.count(words) >= 15
        assert page.value("document.querySelector('h1').textContent") == (
            words.replace(" ", "\u3000")
        )
        assert page.value("window.ran === undefined")
        assert page.value("document.querySelectorAll('img, script').length") == 1
        assert (page.complaints, page.dialogs) == ([], [])
        assert len(set(page.requests)) == 1


@needs("chromium")
@pytest.mark.parametrize("width", [1280, 800, 360])
def test_nothing_runs_out_of_the_window(
    chromium: Page, tmp_path: Path, width: int
) -> None:
    page = opened(chromium, everywhere("长" * 300 + "W" * 300), tmp_path)
    page.width(width)
    page.click(".title button")
    assert page.value("document.documentElement.scrollWidth") <= width


@needs("chromium")
def test_on_a_telephone_the_list_narrows_sorts_and_opens_too(
    chromium: Page, tmp_path: Path
) -> None:
    page = opened(chromium, campaign(), tmp_path)
    page.width(360)
    choose(page, "unit", FINANCE)
    page.click("[data-by=number] button")
    assert shown(page) == [4, 3, 2]
    page.click("#JZ-003 .title button")
    assert page.value("document.querySelector('#JZ-003 .record').offsetHeight") > 0
    assert page.value("document.querySelector('#JZ-002 .record').offsetHeight") == 0


@needs("chromium")
def test_without_its_script_the_page_reads_as_a_whole(
    chromium: Page, tmp_path: Path
) -> None:
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page = opened(chromium, campaign(), tmp_path)
        assert page.value("document.querySelector('#JZ-001 .record').offsetHeight") > 0
        assert page.value("document.querySelector('.filter').offsetHeight") == 0
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)


@needs("chromium", "pdftotext")
def test_in_print_headings_repeat_and_controls_are_gone(
    chromium: Page, tmp_path: Path
) -> None:
    many = [issue(number, handed(), 标题="问题") for number in range(1, 120)]
    page = opened(chromium, roster(*many), tmp_path)
    page.value("document.querySelector('[data-by=number] button').click()")
    (tmp_path / "看板.pdf").write_bytes(page.printed())
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "看板.pdf", "-"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    pages = text.split("\f")
    with_rows = [each for each in pages if re.search(r"JZ-\d{3}\s+问题", each)]
    assert len(with_rows) > 3
    assert all("编号" in each and "状态" in each for each in with_rows)
    assert "清除筛选" not in text
    assert "整改完成率＝" in text
