"""The sandbox of templates: they read a report, and nothing else can be reached."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from casebook import UNITS, handed, issue, listed, roster
from office import office
from rectify.storage.builtin import templates
from rectify.views.markdown import FaultyTemplate, render

if TYPE_CHECKING:
    from pathlib import Path

FORBIDDEN = (
    "{{ ledger.parse_raw('x', proto='pickle', allow_pickle=True) }}",
    "{{ ledger.parse_file('/etc/passwd') }}",
    "{{ ledger | attr('parse_raw') }}",
    "{{ [ledger] | map(attribute='model_construct') | first }}",
    "{{ ledger['model_construct']() }}",
    "{{ ledger.model_fields }}",
    "{{ ledger.but(title='x') }}",
    "{{ ledger.plain() }}",
    "{{ ledger.__class__ }}",
    "{{ report._asdict() }}",
    "{{ report._replace(total=0) }}",
    "{{ '{0.__class__}'.format(head) }}",
    "{{ '{0.__class__}'.format_map({}) }}",
    "{{ ('{0.__class__}' | safe).format(head) }}",
    "{{ head.on.fromtimestamp(0) }}",
    "{{ name._directory }}",
    "{{ name.__init__.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ lipsum() }}",
    "{% include '../../../etc/passwd' %}",
)
BROKEN = (
    ("{{ nope }}", "没有“nope”这个名称"),
    ("{{ nope() }}", "没有“nope”这个名称"),
    ("{{ report.totl }}", "没有“totl”这一项"),
    ("{{ report.groups[9] }}", "没有第10项"),
    ("{{ 5 | day }}", "算不出来，用在了不合适的值上，或参数的个数不对"),
    ("{{ 5 | nope }}", "没有“nope”这个过滤器（竖线后面的词）或检验（is 后面的词）"),
    ("{{ 1 // 0 }}", "算不出来，除数为0"),
    ("{{ head.on }", "写法不对，在“}”附近"),
    ("{% include 'nope.j2' %}", "没有 nope.j2 这个文件"),
    ("{{ name(1, 2, 3) }}", "算不出来，用在了不合适的值上，或参数的个数不对"),
    ("{{ ledger.but }}", "不允许用“but”"),
    ("{{ cell }}{{ ''() }}", "没有“cell”这个名称"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "算不完，宏或循环没有尽头"),
)


def filled(folder: Path, template: str) -> str:
    (folder / "problems.md.j2").write_text(template, "utf-8")
    held = roster(issue(1, handed(), 标题="A*B_C"), on="2024-07-01")
    report = listed(held)
    return render("problems", report, UNITS, own=folder, builtin=templates())


def refusal(folder: Path, template: str) -> str:
    with pytest.raises(FaultyTemplate) as refused:
        filled(folder, template)
    assert refused.value.exit_code == 6
    return str(refused.value)


@pytest.mark.parametrize("trick", FORBIDDEN)
def test_a_template_can_reach_nothing_but_its_report(
    tmp_path: Path, trick: str
) -> None:
    said = refusal(tmp_path, f"第一行\n{trick}\n")
    assert said.startswith("templates/problems.md.j2 第2行  模板有差错：")
    assert not re.search(r"[a-z]+ [a-z]+", said.partition("差错：")[2])


@pytest.mark.parametrize(("fault", "why"), BROKEN)
def test_a_fault_of_a_template_is_told_in_chinese_with_its_line(
    tmp_path: Path, fault: str, why: str
) -> None:
    said = refusal(tmp_path, f"第一行\n{fault}\n")
    assert said == f"templates/problems.md.j2 第2行  模板有差错：{why}"


def test_a_template_may_read_loop_and_count_as_it_likes(tmp_path: Path) -> None:
    text = filled(
        tmp_path,
        "{% set n = namespace(value=0) %}"
        "{% for each in range(3) %}{% set n.value = n.value + each %}"
        "{{ loop.index }}{{ loop.cycle('甲', '乙') }}{% endfor %}"
        "={{ n.value }} {{ head.on.year }} {{ name('市财政局') }}"
        "{{ name.join(['市财政局']) }} {{ {'a': 1}.items() | length }}"
        "{{ ledger.title.startswith('养老') }}",
    )
    assert text == "1甲2乙3甲=3 2024 市财政局市财政局 1True"


def test_what_a_macro_has_escaped_is_not_escaped_again(tmp_path: Path) -> None:
    text = filled(
        tmp_path,
        "{% macro inner(words) %}{{ words }}{% endmacro %}"
        "{% macro outer(words) %}{{ inner(words) }}{% endmacro %}"
        "{{ outer(report.groups[0].entries[0].item.title) }}",
    )
    assert text == r"A\*B\_C"


@pytest.mark.parametrize("linked", ["templates/problems.md.j2", "templates"])
def test_a_template_that_is_a_link_is_refused(tmp_path: Path, linked: str) -> None:
    bench = office(tmp_path, JZ001="已交办")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "problems.md.j2").write_text("秘密", "utf-8")
    place = bench.root / linked
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(elsewhere if linked == "templates" else elsewhere / place.name)
    refused = bench.do("report", "问题清单")
    assert (refused.code, refused.out) == (6, "")
    assert "problems.md.j2 是链接，模板须是 templates 里的文件" in refused.err
