"""The two lives of the procedure's hardest cases, told by commands alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNITS = (
    "市卫健委",
    "市医保局",
    "市民政局",
    "市住建局",
    "市消防救援支队",
    "市应急局",
)

# Each row: the day, what must be refused before it and why, and then the step itself.
Step = tuple[str, tuple[tuple[str, str], ...], str]

FAILING = "evaluate 21 --satisfied 8 --basic 6 --unsatisfied 22 --present 36"
THREE = "--each 市民政局 --each 市住建局 --each 市消防救援支队"

JZ_021: tuple[Step, ...] = (
    (
        "2024-06-20",
        (
            ("accept 21 --by 市卫健委", "还没有交办。先交办：rectify assign JZ-021"),
            (
                "respond 21 --by 市卫健委 --text 已办",
                "JZ-021：到2024-06-20还没有交办",
            ),
            ("respond 21 --text 已办", "还没有交办。先交办：rectify assign JZ-021"),
            (
                "extend 21 --ask --reason 忙 --by 市卫健委",
                "JZ-021：到2024-06-20还没有交办",
            ),
            (
                "evaluate 21 --satisfied 9 --basic 1 --unsatisfied 0 --present 10",
                "JZ-021：到2024-06-20还没有交办",
            ),
            ("close 21 --approver 主任会议", "JZ-021：到2024-06-20还没有交办"),
            ("recheck 21 --result 巩固", "JZ-021：到2024-06-20还没有交办"),
            ("track 21 --next 2025-06-30", "JZ-021：到2024-06-20还没有交办"),
            ("resume 21", "JZ-021：它没有终止"),
            (
                "assign 21 --lead 市卫健委 --deadline 2024-06-19",
                "期限早于交办日期：交办 2024-06-20，期限 2024-06-19",
            ),
            (
                "assign 21 --lead 市卫健委 --with 市卫健委 --deadline 9月底前",
                "市卫健委写了两次",
            ),
            ("assign 21 --each 市卫健委", "应当有一个主办单位，或者两个以上分办单位"),
            ("assign 21 --deadline 9月底前", "没有写明主办单位，清单里也没有拟主办"),
        ),
        "assign 21 --lead 市卫健委 --with 市医保局 --deadline 2024-09-20",
    ),
    (
        "2024-06-24",
        (
            ("assign 21 --lead 市民政局", "JZ-021：已于2024-06-20交办"),
            ("accept 21 --by 市住建局", "市住建局不是它的承办单位。承办单位：市卫健委"),
            ("accept 21 --by 市医保局 --on 2024-06-19", "到2024-06-19还没有交办"),
            ("approve 21", "JZ-021：已于2024-06-20交办"),
        ),
        "accept 21 --by 市医保局",
    ),
    (
        "2024-06-28",
        (
            ("accept 21 --by 市医保局", "市医保局已于2024-06-24签收"),
            ("decline 21 --by 市卫健委 --refuse", "市卫健委没有申请退回"),
        ),
        "decline 21 --by 市卫健委 --reason 不属职责",
    ),
    (
        "2024-07-03",
        (
            ("accept 21 --by 市卫健委", "市卫健委已申请退回，正在等待改派。先改派"),
            ("respond 21 --by 市卫健委 --text 已办", "正在等待改派。先改派"),
            ("decline 21 --by 市卫健委 --reason 再退", "正在等待改派"),
            ("close 21 --approver 主任会议", "正在等待改派。先改派：rectify reassign"),
            ("reassign 21 --from 市卫健委 --to 市医保局", "市医保局已在承办单位之中"),
            ("reassign 21 --release 市卫健委", "市卫健委是唯一的答复单位"),
        ),
        "reassign 21 --from 市卫健委 --to 市民政局 --deadline 3个月",
    ),
    (
        "2024-09-30",
        (
            ("accept 21 --by 市卫健委", "市卫健委不是它的承办单位"),
            ("extend 21 --by 市卫健委 --ask --reason 忙", "市卫健委不是它的承办单位"),
        ),
        "extend 21 --by 市民政局 --ask --asked 2024-09-30 --reason 资金未到",
    ),
    (
        "2024-10-10",
        (
            (
                "extend 21 --deadline 2024-10-08 --approver 主任会议 --reason 资金",
                "新期限 2024-10-08 不晚于现期限 2024-10-08",
            ),
            ("extend 21 --approver 主任会议 --reason 资金", "没有写明新期限"),
        ),
        "extend 21 --deadline 2024-11-29 --approver 主任会议 --reason 资金未到",
    ),
    (
        "2024-11-27",
        (
            ("respond 21 --by 市医保局 --text 已办", "市医保局是协办单位，不单独答复"),
            ("respond 21 --class 甲 --text 已办", "没有“甲”这个答复类别。本台账的类别"),
            ("reject 21 --reason 空泛", "市民政局还没有答复"),
            ("review 21 --result 整改到位", "市民政局还没有答复。先记录答复"),
            (
                "evaluate 21 --satisfied 9 --basic 1 --unsatisfied 0 --present 10",
                "市民政局还没有答复。先记录答复：rectify respond JZ-021 --by 市民政局",
            ),
            ("track 21 --next 2025-06-30", "JZ-021：市民政局还没有答复"),
        ),
        "respond 21 --class B --text 已列入计划。",
    ),
    (
        "2024-12-02",
        (
            (
                "extend 21 --deadline 2024-12-30 --approver 主任会议 --reason 晚",
                "JZ-021：市民政局已经答复",
            ),
            ("accept 21 --by 市民政局", "市民政局已报送过办理情况，视为签收"),
            ("close 21 --approver 主任会议", "本次办理的测评还没有通过。先记录测评"),
            ("recheck 21 --result 巩固", "它已经答复，还没有测评通过或销号"),
            ("reject 21 --reason 空 --deadline 2024-12-01", "期限早于退回重办日期"),
        ),
        "reject 21 --reason 答复空泛 --deadline 2024-12-13",
    ),
    (
        "2024-12-12",
        (
            (
                "evaluate 21 --satisfied 9 --basic 1 --unsatisfied 0 --present 10",
                "市民政局还没有答复",
            ),
            ("void 21 --event 7 --reason 记错", "市民政局还没有答复"),
        ),
        "respond 21 --class A --text 已经解决。",
    ),
    (
        "2024-12-26",
        (
            (
                "evaluate 21 --satisfied 30 --basic 6 --unsatisfied 1 --present 36",
                "票数对不上，没有记录",
            ),
            (
                f"{FAILING} --deadline 2024-12-25",
                "期限早于测评日期：测评 2024-12-26，期限 2024-12-25",
            ),
        ),
        FAILING,
    ),
    (
        "2025-01-20",
        (
            (
                "close 21 --approver 主任会议",
                "测评未通过（票号 2024-01），第2次办理还没有答复。先记录新的答复",
            ),
            (
                "evaluate 21 --satisfied 9 --basic 1 --unsatisfied 0 --present 10",
                "第2次办理还没有答复",
            ),
        ),
        "respond 21 --class A --text 重新办理完毕。",
    ),
    (
        "2025-02-27",
        (
            ("close 21 --approver 主任会议", "本次办理的测评还没有通过"),
            ("void 21 --event 9 --reason 记错", "JZ-021：市民政局还没有"),
        ),
        "evaluate 21 --satisfied 30 --basic 5 --unsatisfied 1 --present 36",
    ),
    (
        "2025-03-05",
        (
            ("respond 21 --text 再答", "JZ-021：测评已经通过。可以销号"),
            ("close 21", "本台账须1级批准，没有写批准人。用 --approver"),
            ("void 21 --event 11 --reason 记错", "第2次办理还没有答复"),
        ),
        "close 21 --approver 主任会议",
    ),
    (
        "2025-06-10",
        (
            ("close 21 --approver 主任会议", "已于2025-03-05销号。发现反弹"),
            ("respond 21 --text 再答", "JZ-021：已于2025-03-05销号"),
            ("track 21 --next 2025-12-30", "已于2025-03-05销号"),
            ("recheck 21 --result 反弹 --on 2025-03-04", "第3次办理还没有答复"),
            ("drop 21 --how 撤回 --reason 撤", "已于2025-03-05销号"),
            ("void 21 --event 12 --reason 记错", "本次办理的测评还没有通过"),
        ),
        "recheck 21 --result 反弹",
    ),
)

JZ_033: tuple[Step, ...] = (
    (
        "2024-06-20",
        (),
        f"assign 33 {THREE} --deadline 2024-09-30",
    ),
    (
        "2024-06-21",
        (("accept 33", "由几个单位分别办理：市民政局、市住建局、市消防救援支队"),),
        "accept 33 --by 市民政局",
    ),
    ("2024-06-27", (), "decline 33 --by 市消防救援支队 --reason 不属职责"),
    (
        "2024-07-01",
        (
            (
                "reassign 33 --from 市消防救援支队 --to 市应急局 --role 主办",
                "已有分办单位，不能再加主办单位",
            ),
        ),
        "reassign 33 --from 市消防救援支队 --to 市应急局 --deadline 2024-09-30",
    ),
    (
        "2024-09-12",
        (("respond 33 --text 已办", "请用 --by 写明是哪一个"),),
        "respond 33 --by 市民政局 --class A --text 已经解决。",
    ),
    (
        "2024-09-29",
        (("decline 33 --by 市民政局 --reason 晚 --force", "市民政局已经答复"),),
        "respond 33 --by 市住建局 --class C --promise 2025-06-30 --text 需要等待。",
    ),
    (
        "2024-10-11",
        (
            (
                "evaluate 33 --satisfied 9 --basic 1 --unsatisfied 0 --present 10",
                "JZ-033：市应急局还没有答复。先记录答复",
            ),
            ("close 33 --approver 主任会议", "JZ-033：市应急局还没有答复"),
        ),
        "respond 33 --by 市应急局 --class A --text 已经解决。",
    ),
    (
        "2024-10-30",
        (),
        "evaluate 33 --satisfied 30 --basic 5 --unsatisfied 1 --present 36",
    ),
    (
        "2024-11-06",
        (("track 33 --next 2024-11-06", "下次核查等于转跟踪日期"),),
        "track 33 --next 2025-06-30 --reason 承诺明年完成",
    ),
    (
        "2025-06-25",
        (("close 33 --approver 主任会议", "正在跟踪。核查后先记录新的答复"),),
        "respond 33 --by 市住建局 --class A --text 已经完成。",
    ),
)


def office(home: Path, title: str, number: str) -> Workbench:
    """Found a ledger of one issue by commands."""
    bench = Workbench(home, "yl-2024")
    bench.today = "2024-06-12"
    made = bench.do(
        *("init", ".", "--no-git"),
        *("--ledger", "yl-2024", "--title", "养老服务问题清单"),
        *("--prefix", "JZ", "--organ", "某市人大常委会"),
    )
    assert (made.code, made.out) == (0, "yl-2024\n")
    for unit in UNITS:
        assert bench.do("units", "add", unit).code == 0
    added = bench.do("add", "--title", title, "--number", number)
    assert (added.code, added.out) == (0, f"JZ-0{number}\n")
    return bench


def live(bench: Workbench, life: tuple[Step, ...], *, wrong: bool) -> None:
    """Take each step on its own day, and where asked the wrong ones before it."""
    for day, refused, step in life:
        before = bench.files()
        for command, sentence in refused if wrong else ():
            done = bench.do(*command.split(), today=day)
            assert sentence in done.err, command
            assert (done.code, done.out) == (4, ""), command
            assert "JZ-0" in done.err or "票数" in done.err, command
            assert bench.files() == before, command
        done = bench.do(*step.split(), today=day)
        assert done.code == 0, done.err


def once(
    factory: pytest.TempPathFactory, life: tuple[Step, ...], title: str, number: str
) -> Workbench:
    bench = office(factory.mktemp(f"jz{number}"), title, number)
    live(bench, life, wrong=False)
    return bench


@pytest.fixture(scope="module")
def jz021(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return once(tmp_path_factory, JZ_021, "乡镇卫生院未设老年病床", "21")


@pytest.fixture(scope="module")
def jz033(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return once(tmp_path_factory, JZ_033, "适老化改造各管一段", "33")


def shown(bench: Workbench, number: str, day: str) -> dict[str, Any]:
    now: dict[str, Any] = bench.do("show", number, "--json", "--as-of", day).json[
        "现状"
    ]
    return now


def by_unit(now: dict[str, Any], key: str) -> dict[str, Any]:
    return {work["单位"]: work[key] for work in now["承办"]}


def rate(bench: Workbench, name: str, day: str, group: str = "全部") -> tuple[int, int]:
    by = [] if group == "全部" else ["--by", "单位"]
    done = bench.do("rates", "--only", name, "--json", "--as-of", day, *by)
    found = [each for each in done.json if each["分组"] == group]
    return found[0]["分子"], found[0]["分母"]


def named(bench: Workbench, *args: str) -> list[str]:
    return [each["编号"] for each in bench.do(*args, "--json").json]


@pytest.mark.parametrize("number", ["21", "33"])
def test_every_wrong_step_on_the_way_is_refused_and_names_what_is_missing(
    tmp_path: Path, number: str
) -> None:
    bench = office(tmp_path, "例", number)
    live(bench, JZ_021 if number == "21" else JZ_033, wrong=True)


def test_a_refusal_leaves_the_program_with_4(tmp_path: Path) -> None:
    bench = office(tmp_path, "例", "21")
    before = bench.files()
    done = bench.run("close", "21", "--approver", "主任会议")
    assert done == (
        4,
        "",
        "不能销号 JZ-021：到2024-06-12还没有交办。先交办：rectify assign JZ-021 …\n",
    )
    assert bench.files() == before


@pytest.mark.parametrize(
    ("day", "state", "round_", "deadline"),
    [
        ("2024-06-12", "待交办", 1, None),
        ("2024-06-20", "已交办", 1, "2024-09-20"),
        ("2024-06-24", "已交办", 1, "2024-09-20"),
        ("2024-06-28", "待改派", 1, None),
        ("2024-07-03", "已交办", 1, "2024-10-08"),
        ("2024-09-30", "已交办", 1, "2024-10-08"),
        ("2024-10-10", "已交办", 1, "2024-11-29"),
        ("2024-11-27", "已答复", 1, "2024-11-29"),
        ("2024-12-02", "办理中", 1, "2024-12-13"),
        ("2024-12-12", "已答复", 1, "2024-12-13"),
        ("2024-12-26", "重新办理", 2, "2025-01-26"),
        ("2025-01-20", "已答复", 2, "2025-01-26"),
        ("2025-02-27", "测评通过", 2, "2025-01-26"),
        ("2025-03-05", "已销号", 2, "2025-01-26"),
        ("2025-06-10", "重新办理", 3, "2025-07-10"),
    ],
)
def test_jz021_stands_on_every_day_where_it_stood(
    jz021: Workbench, day: str, state: str, round_: int, deadline: str | None
) -> None:
    now = shown(jz021, "21", day)
    assert (now["状态"], now["办理次数"], now["截至"]) == (state, round_, day)
    listed = jz021.do("list", "--json", "--as-of", day).json[0]
    assert (listed["状态"], listed["办理次数"]) == (state, round_)
    if state != "待改派":
        assert (now["期限"], listed["期限"]) == (deadline, deadline)


def test_jz021_is_folded_unit_by_unit(jz021: Workbench) -> None:
    june = shown(jz021, "21", "2024-06-24")
    assert by_unit(june, "状态") == {"市卫健委": "已交办", "市医保局": "办理中"}
    july = shown(jz021, "21", "2024-07-03")
    assert by_unit(july, "签收日期") == {"市民政局": None, "市医保局": "2024-06-24"}
    october = shown(jz021, "21", "2024-10-10")
    assert by_unit(october, "期限")["市民政局"] == "2024-11-29"
    assert by_unit(october, "原期限")["市民政局"] == "2024-10-08"
    assert by_unit(shown(jz021, "21", "2024-12-02"), "答复类别")["市民政局"] is None
    record = jz021.issue("JZ-021")
    assert "    期限: 2024-10-08\n    期限依据: 3个月\n" in record
    assert "    期限: 2025-01-26\n    期限依据: 1个月\n" in record
    assert "登记日期" not in record
    assert "次序" not in record


def test_jz021_is_never_overdue_while_it_waits_for_another_unit(
    jz021: Workbench,
) -> None:
    assert shown(jz021, "21", "2024-07-02")["逾期天数"] == 0
    assert named(jz021, "due", "--within", "9999", "--as-of", "2024-07-02") == []
    assert named(jz021, "list", "--overdue", "--as-of", "2024-10-08") == []


def test_jz021_is_overdue_with_its_extension_pending(jz021: Workbench) -> None:
    args = ("--columns", "编号,余,状态", "--csv", "--as-of", "2024-10-09")
    assert jz021.do("list", *args).lines == [
        "编号,余,状态",
        "JZ-021,逾期1天（延期待批）,已交办",
    ]
    now = shown(jz021, "21", "2024-10-09")
    assert (now["剩余天数"], now["逾期天数"]) == (-1, 1)
    assert named(jz021, "list", "--overdue", "--as-of", "2024-10-09") == ["JZ-021"]
    assert jz021.do("due", "--fail", "--as-of", "2024-10-09").code == 8
    assert jz021.do("due", "--fail", "--as-of", "2024-10-10").code == 0


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("交办率", "2024-06-19", (0, 1)),
        ("交办率", "2024-06-20", (1, 1)),
        ("签收率", "2024-06-24", (1, 2)),
        ("签收率", "2024-07-03", (1, 2)),
        ("答复率", "2024-11-27", (1, 1)),
        ("答复率", "2024-12-02", (0, 1)),
        ("答复率", "2024-12-26", (0, 1)),
        ("按期办结率", "2025-03-31", (0, 1)),
        ("重办率", "2024-12-25", (0, 1)),
        ("重办率", "2024-12-26", (1, 1)),
        ("重办率", "2025-06-30", (1, 1)),
        ("整改完成率", "2025-03-04", (0, 1)),
        ("整改完成率", "2025-03-31", (1, 1)),
        ("整改完成率", "2025-06-30", (0, 1)),
        ("整改答复到位率", "2025-06-30", (0, 1)),
        ("销号率", "2025-03-31", (1, 1)),
        ("销号率", "2025-06-30", (0, 1)),
        ("反弹率", "2025-06-30", (1, 1)),
    ],
)
def test_jz021_counts_in_each_rate_as_of_each_day(
    jz021: Workbench, name: str, day: str, expected: tuple[int, int]
) -> None:
    assert rate(jz021, name, day) == expected


@pytest.fixture
def altered(jz021: Workbench, tmp_path: Path) -> Callable[[str], Workbench]:
    """Give the life of JZ-021 under other rules of the ledger."""

    def with_rules(rules: str) -> Workbench:
        bench = Workbench(tmp_path, "yl-2024")
        shutil.copytree(jz021.root, bench.root, dirs_exist_ok=True)
        bench.write("ledger.yaml", bench.read("ledger.yaml") + rules)
        return bench

    return with_rules


def test_jz021_is_in_time_where_the_day_of_asking_counts(
    altered: Callable[[str], Workbench],
) -> None:
    bench = altered("办理规则:\n  延期认定: 申请日\n")
    assert rate(bench, "按期办结率", "2025-03-31") == (1, 1)


def test_jz021_is_late_by_its_original_deadlines_either_way(
    jz021: Workbench, altered: Callable[[str], Workbench]
) -> None:
    for bench in (jz021, altered("办理规则:\n  延期认定: 申请日\n")):
        name = "按期办结率（原期限）"
        assert rate(bench, name, "2025-03-31") == (0, 1)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2024-06-20", "已交办"),
        ("2024-06-21", "已交办"),
        ("2024-06-27", "已交办"),
        ("2024-07-01", "已交办"),
        ("2024-09-12", "已交办"),
        ("2024-09-29", "已交办"),
        ("2024-10-11", "已答复"),
        ("2024-10-30", "测评通过"),
        ("2024-11-06", "跟踪中"),
        ("2025-06-25", "已答复"),
    ],
)
def test_jz033_is_as_far_as_its_least_advanced_unit(
    jz033: Workbench, day: str, state: str
) -> None:
    assert shown(jz033, "33", day)["状态"] == state
    assert jz033.do("list", "--json", "--as-of", day).json[0]["状态"] == state


def test_jz033_is_folded_unit_by_unit(jz033: Workbench) -> None:
    assert by_unit(shown(jz033, "33", "2024-06-27"), "状态") == {
        "市民政局": "办理中",
        "市住建局": "已交办",
        "市消防救援支队": "待改派",
    }
    july = shown(jz033, "33", "2024-07-01")
    assert by_unit(july, "签收日期") == {
        "市民政局": "2024-06-21",
        "市住建局": None,
        "市应急局": None,
    }
    october = shown(jz033, "33", "2024-10-01")
    assert by_unit(october, "逾期天数") == {
        "市民政局": 0,
        "市住建局": 0,
        "市应急局": 1,
    }
    answered = shown(jz033, "33", "2024-10-11")
    assert by_unit(answered, "答复类别") == {
        "市民政局": "A",
        "市住建局": "C",
        "市应急局": "A",
    }


def test_jz033_counts_by_its_least_good_class(jz033: Workbench) -> None:
    assert rate(jz033, "解决率", "2024-10-11") == (0, 1)
    assert rate(jz033, "落实率", "2024-10-11") == (0, 1)
    assert rate(jz033, "解决率", "2025-06-25") == (1, 1)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("全部", (0, 1)),
        ("市应急局", (0, 1)),
        ("市民政局", (1, 1)),
        ("市住建局", (1, 1)),
    ],
)
def test_jz033_is_late_for_itself_and_for_the_unit_that_was(
    jz033: Workbench, group: str, expected: tuple[int, int]
) -> None:
    assert rate(jz033, "按期办结率", "2024-10-11", group) == expected


def test_jz033_is_due_by_its_next_check(jz033: Workbench) -> None:
    args = ("due", "--within", "10", "--as-of")
    assert named(jz033, *args, "2025-06-24") == ["JZ-033"]
    assert named(jz033, *args, "2025-06-19") == []
    assert named(jz033, *args, "2025-06-25") == []


def test_jz033_may_be_closed_by_the_vote_it_has_passed(jz033: Workbench) -> None:
    close = ("close", "33", "--approver", "主任会议", "--dry-run")
    done = jz033.do(*close, today="2025-06-26")
    assert (done.code, done.err.partition("）")[2]) == (
        0,
        "销号 JZ-033：主任会议批准\n",
    )


def test_a_unit_that_waits_keeps_the_issue_from_vote_and_closing(
    tmp_path: Path,
) -> None:
    bench = office(tmp_path, "例", "33")
    waiting = (
        *JZ_033[:3],
        ("2024-07-01", (), "respond 33 --by 市民政局 --class A --text 已经解决。"),
        ("2024-07-02", (), "respond 33 --by 市住建局 --class A --text 已经解决。"),
    )
    live(bench, waiting, wrong=False)
    assert shown(bench, "33", "2024-07-02")["状态"] == "已交办"
    before = bench.files()
    vote = ("evaluate", "33", "--satisfied", "9", "--basic", "1", "--unsatisfied", "0")
    for args in ((*vote, "--present", "10"), ("close", "33", "--approver", "主任会议")):
        done = bench.do(*args, today="2024-07-03")
        assert done.code == 4
        assert "市消防救援支队" in done.err
        assert bench.files() == before
