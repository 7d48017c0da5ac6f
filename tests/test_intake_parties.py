"""The units in a cell: who is meant, who leads, who helps."""

from __future__ import annotations

import pytest

from drafting import DIRECTORY, LEDGER, context
from records import ledger
from rectify.domain.intake.drafting.naming import Named, Names
from rectify.domain.intake.drafting.parties import Parties, Party, Units
from rectify.domain.intake.drafting.roles import Entry, Lost, Roles, assigned
from rectify.domain.terms import Role, UnitKind
from rectify.domain.unit import Directory, Unit

LEAD, PARTNER, SEPARATE = Role.LEAD, Role.PARTNER, Role.SEPARATE


def read(words: str, *, slashed: bool = False) -> Parties:
    return Units(context()).read(words, slashed=slashed)


def found(words: str, *, slashed: bool = False) -> list[tuple[str, Role | None]]:
    """Give the units of a cell, none of them doubtful, with their roles."""
    parties = read(words, slashed=slashed)
    assert (parties.doubts, parties.rest) == ((), ())
    assert all(each.known for each in parties.found)
    return [(each.unit, each.role) for each in parties.found]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("市民政局", Named("市民政局")),
        ("民政局", Named("市民政局")),
        ("市人社局", Named("市人力资源和社会保障局")),
        ("人社局", Named("市人力资源和社会保障局")),
        ("市发展改革委", Named("市发展和改革委员会")),
        ("市府办", Named("市政府办公室")),
        ("焦作市民政局", Named("市民政局")),
        ("焦作市住建局", Named("市住房和城乡建设局")),
        ("市民政和社会保障局", Named("市民政局")),
        ("市消防支队", Named("市消防救援支队")),
        ("城管", Named("市城市管理局", "“城管”当作市城市管理局")),
        ("市改革", Named("市发展和改革委员会", "“市改革”当作市发展和改革委员会")),
        ("县民政局", Named("市民政局", "“县民政局”当作市民政局")),
        ("县住建局", Named("市住房和城乡建设局", "“县住建局”当作市住房和城乡建设局")),
        ("市卫生局", Named("市卫健委", "“市卫生局”已并入市卫健委，写作市卫健委")),
        ("山阳区民政局", Named(None, "“山阳区民政局”不在单位名单里")),
        ("市民正局", Named(None, "“市民正局”不在单位名单里")),
        ("县某局", Named(None, "“县某局”不在单位名单里")),
        ("市局", Named(None)),
        ("县局", Named(None, "“县局”不在单位名单里")),
    ],
)  # fmt: skip
def test_a_name_means_the_unit_that_everybody_would_take_it_for(
    name: str, named: Named
) -> None:
    meant = Names(DIRECTORY, "焦作市", add=False).find(name)
    assert meant.unit == named.unit
    if name == "市局":
        assert meant.remark.startswith("“市局”可以指多个单位：")
    else:
        assert meant == named


def test_a_name_that_two_units_bear_means_neither_even_where_units_are_added() -> None:
    units = Directory([Unit(name=f"{one}镇人民政府", short="镇政府") for one in "甲乙"])
    names = Names(units, None, add=True)
    assert names.find("镇政府") == Named(
        None, "“镇政府”可以指多个单位：甲镇人民政府、乙镇人民政府。请写全称"
    )
    assert names.new == ()


def test_a_region_alone_and_no_region_change_no_name() -> None:
    assert Names(DIRECTORY, None, add=False).find("焦作市民政局").unit is None
    named = Directory([Unit(name="焦作市民政局")])
    assert Names(named, "焦作市", add=False).find("焦作市民政局").unit == "焦作市民政局"


def test_a_successor_that_is_not_in_the_list_is_not_named() -> None:
    units = Directory([Unit(name="市老龄办", successor="市卫健委")])
    assert Names(units, None, add=False).find("市老龄办") == Named("市老龄办")


def test_units_that_nobody_knows_are_added_where_that_is_asked_for() -> None:
    names = Names(DIRECTORY, "焦作市", add=True)
    assert names.find("市数据局") == Named("市数据局")
    assert names.find("数据局") == Named("市数据局")
    assert names.find("市数据局") == Named("市数据局")
    for odd in ("有关单位", "各县区", "市直各单位", "全市机关", "甲" * 41, "市:局"):
        assert names.find(odd).unit is None
    assert names.find("县数据局") == Named("市数据局", "“县数据局”当作市数据局")
    assert names.new == ("市数据局",)
    assert names.find("全民健身中心") == Named("全民健身中心")


def test_a_unit_that_is_listed_without_its_level_is_known_with_it() -> None:
    directory = Directory([Unit(name="农业农村局"), Unit(name="市教育体育局")])
    names = Names(directory, None, add=True)
    assert names.find("县农业农村局") == Named(
        "农业农村局", "“县农业农村局”当作农业农村局"
    )
    assert names.find("县教育局").unit == "市教育体育局"
    two = Directory([Unit(name="农业农村局"), Unit(name="市农业农村局")])
    names = Names(two, None, add=True)
    assert names.find("县农业农村局") == Named("县农业农村局")
    assert list(names.alike(names.new)) == [
        ("农业农村局", "县农业农村局"),
        ("市农业农村局", "县农业农村局"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县市监局", "县市场监管局"),
        ("县市场监管局", "市监局"),
        ("生态环境分局", "市生态环境局山阳分局"),
        ("应急局", "县应急管理局"),
        ("柳河镇政府", "柳河镇人民政府"),
        ("县卫健委", "县卫生健康委员会"),
    ],
)
def test_units_that_may_be_the_same_are_paired(one: str, other: str) -> None:
    assert list(Names(Directory(()), None, add=True).alike((one, other))) == [
        (one, other)
    ]
    known = Directory([Unit(name="甲", short=one)])
    assert list(Names(known, None, add=True).alike((other,))) == [("甲", other)]
    gone = Directory([Unit(name="甲", short=one, successor="乙")])
    assert list(Names(gone, None, add=True).alike((other,))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("县公安局", "县公安局刑侦分局"),
        ("县公安局", "县公安局交警大队"),
        ("县财政局", "县教育局"),
        ("县市场监管局", "县市场监管所"),
    ],
)
def test_units_that_nobody_takes_for_each_other_are_not_paired(
    one: str, other: str
) -> None:
    assert list(Names(Directory(()), None, add=True).alike((one, other))) == []


@pytest.mark.parametrize(
    "words",
    [
        "市民政局、市财政局",
        "市民政局，市财政局",
        "市民政局,市财政局",
        "市民政局；市财政局",
        "市民政局;市财政局。",
        "市民政局/市财政局",
        "市民政局\n市财政局",
        "市民政局 市财政局",
        "市民政局和市财政局",
        "市民政局与市财政局",
        "市民政局及市财政局",
        "市民政局会同市财政局",
        "市民政\n局、市财政局",
    ],
)
def test_several_units_of_a_cell_are_parted(words: str) -> None:
    assert found(words) == [("市民政局", None), ("市财政局", None)]


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("市民政和社会保障局", ["市民政局"]),
        ("市民政和社会保障局和市财政局", ["市民政局", "市财政局"]),
        ("市人力资源和\n社会保障局", ["市人力资源和社会保障局"]),
        ("市财政局和市人力资源和社会保障局", ["市财政局", "市人力资源和社会保障局"]),
        ("市 财政局", ["市财政局"]),
        ("", []),
        ("无", []),
        ("—", []),
    ],
)
def test_a_name_is_parted_only_where_each_part_is_a_unit(
    words: str, units: list[str]
) -> None:
    assert found(words) == [(unit, None) for unit in units]


@pytest.mark.parametrize(
    "words",
    [
        "牵头单位：市民政局；责任单位：市财政局、市人社局",
        "牵头：市民政局\n责任单位: 市财政局、市人社局",
    ],
)
def test_a_responsible_unit_has_no_role_of_its_own(words: str) -> None:
    assert found(words) == [
        ("市民政局", LEAD),
        ("市财政局", None),
        ("市人力资源和社会保障局", None),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "牵头单位：市民政局；配合单位：市财政局、市人社局",
        "主办：市民政局；协办：市财政局；协办：市人社局",
        "市民政局牵头，市财政局、市人社局配合",
        "市民政局牵头负责、市财政局、市人社局参与",
        "市民政局（牵头）、市财政局（配合）、市人社局（协办单位）",
        "牵头责任单位：市民政局\n协办单位：\n市财政局\n市人社局",
        "由市民政局牵头，市财政局配合；市人社局协办",
    ],
)
def test_roles_are_read_before_after_and_behind_the_names(words: str) -> None:
    assert found(words) == [
        ("市民政局", LEAD),
        ("市财政局", PARTNER),
        ("市人力资源和社会保障局", PARTNER),
    ]


def test_units_may_be_told_to_answer_apart() -> None:
    assert found("分办单位：市民政局、市财政局") == [
        ("市民政局", SEPARATE),
        ("市财政局", SEPARATE),
    ]


def test_a_role_of_a_cell_lasts_beyond_one_that_is_none() -> None:
    assert found("牵头单位：市民政局（责任单位）、市财政局落实") == [
        ("市民政局", LEAD),
        ("市财政局", LEAD),
    ]


def test_a_stroke_parts_who_leads_from_who_helps_where_the_heading_says_so() -> None:
    assert found("市民政局/市财政局、市人社局", slashed=True) == [
        ("市民政局", LEAD),
        ("市财政局", PARTNER),
        ("市人力资源和社会保障局", PARTNER),
    ]
    assert found("市民政局/", slashed=True) == [("市民政局", LEAD)]
    assert found("市民政局", slashed=True) == [("市民政局", None)]


@pytest.mark.parametrize(
    "words",
    [
        "各乡镇（街道）",
        "各乡镇、街道办事处",
        "各乡（镇、街道）",
        "各乡镇人民政府、各街道办事处",
        "全市各乡镇",
        "全市乡镇、街道",
    ],
)
def test_all_townships_are_those_that_are_still_there(words: str) -> None:
    every = [
        Party(each, None, every=True) for each in ("甲镇", "乙街道", "丙乡人民政府")
    ]
    parties = read(words)
    assert list(dict.fromkeys(parties.found)) == every
    assert parties.doubts == ()


def test_other_units_stand_beside_all_townships() -> None:
    names = [unit for unit, _ in found("各乡镇（街道）和市民政局、市财政局")]
    assert names == ["甲镇", "乙街道", "丙乡人民政府", "市民政局", "市财政局"]


@pytest.mark.parametrize(
    "listed",
    [
        (),
        (Unit(name="石桥镇人民政府"), Unit(name="柳河镇人民政府")),
        (Unit(name="石桥镇", kind=UnitKind.TOWNSHIP),),
    ],
)
@pytest.mark.parametrize("words", ["各乡镇", "各乡镇街道", "各镇（街道）"])
def test_all_townships_are_never_taken_for_the_one_in_the_list(
    listed: tuple[Unit, ...], words: str
) -> None:
    directory = Directory([Unit(name="市民政局"), *listed])
    units = Units(context(directory=directory, add_units=True))
    parties = units.read(f"{words}、市民政局")
    assert parties.found == (Party(words, None, known=False), Party("市民政局", None))
    assert parties.doubts == (f"“{words}”没有写明是哪些单位，名单里的乡镇街道也不全",)
    assert units.names.new == ()


@pytest.mark.parametrize(
    "words",
    [
        "有关部门", "相关单位", "各成员单位", "县直各单位", "市直部门", "相关乡镇",
        "成员单位", "属地乡镇", "镇政府", "街道办事处", "乡镇", "所在地政府",
    ],
)  # fmt: skip
def test_words_for_several_units_mean_none(words: str) -> None:
    listed = (
        "石桥镇人民政府", "解放街道办事处", "市直机关各部门有关成员单位服务中心",
        "各县相关乡镇所在地政府", "属地乡镇政府",
    )  # fmt: skip
    for add in (False, True):
        names = Names(Directory(Unit(name=each) for each in listed), None, add=add)
        assert names.find(words) == Named(None, f"“{words}”没有写明是哪些单位")
        assert names.new == ()


def test_a_unit_that_is_called_like_several_is_that_unit() -> None:
    directory = Directory([Unit(name="市有关事务局", aliases=("有关部门",))])
    names = Names(directory, None, add=False)
    assert names.find("有关部门") == Named("市有关事务局")


@pytest.mark.parametrize(
    "words",
    [
        "市民政局（张某 0391-0000000）",
        "市民政局等有关单位",
        "市民政局等3个部门",
        "市民政局 张某",
    ],
)
def test_what_is_said_besides_the_unit_is_kept(words: str) -> None:
    parties = read(words)
    assert parties.found == (Party("市民政局", None),)
    assert parties.rest == (words,)
    assert parties.doubts == (f"“{words}”只取单位，原话写入备注",)


def test_a_unit_that_nobody_knows_keeps_its_place() -> None:
    parties = read("市民正局、市财政局、科员张某")
    assert [(each.unit, each.known) for each in parties.found] == [
        ("市民正局", False),
        ("市财政局", True),
        ("科员张某", False),
    ]
    assert parties.doubts == (
        "“市民正局”不在单位名单里",
        "“科员张某”不在单位名单里",
    )


def test_many_names_joined_by_and_are_read_in_no_time() -> None:
    assert len(found("和".join(["市民政局"] * 2000))) == 2000
    assert not read("和" * 5000).found[0].known


def test_the_ledger_names_its_region() -> None:
    assert LEDGER.region == "焦作市"
    units = Units(context(ledger()))
    assert not units.read("焦作市民政局").found[0].known


def entries(*told: tuple[str, Role | None]) -> list[Entry]:
    """Write entries; a name with ? is unknown, with * one of all, with + able."""
    return [
        Entry(
            Party(name.rstrip("?*+"), role, known="?" not in name, every="*" in name),
            role,
            f"B{order}",
            order,
            able="+" in name,
        )
        for order, (name, role) in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("told", "roles"),
    [
        ([], Roles()),
        ([("甲", None)], Roles("甲")),
        ([("甲", LEAD), ("乙", PARTNER)], Roles("甲", ("乙",))),
        ([("甲", LEAD), ("乙", None), ("丙", PARTNER)], Roles("甲", ("乙", "丙"))),
        ([("甲", LEAD), ("甲", PARTNER), ("乙", PARTNER)], Roles("甲", ("乙",))),
        ([("甲", SEPARATE), ("乙", SEPARATE), ("丙", None)],
         Roles(None, ("丙",), ("甲", "乙"))),
        ([("甲", SEPARATE)], Roles("甲")),
        ([("甲", LEAD), ("甲", LEAD)], Roles("甲")),
        ([("甲", PARTNER)], Roles(None, ("甲",))),
        ([("甲*", None)], Roles("甲")),
        ([("甲", LEAD), ("乙+", PARTNER)], Roles("甲", ("乙",))),
        ([("甲", SEPARATE), ("丙", SEPARATE), ("乙+", PARTNER)],
         Roles(None, ("乙",), ("甲", "丙"))),
        ([("甲?", LEAD), ("乙+", PARTNER)],
         Roles(None, ("乙",), (), (Lost("拟主办", "甲", 0),))),
        ([("甲?", None), ("乙", None)],
         Roles(None, ("乙",), (), (Lost("拟主办", "甲", 0),))),
        ([("甲?", LEAD), ("乙", LEAD)],
         Roles("乙", (), (), (Lost("拟分办", "甲", 0),))),
    ],
)  # fmt: skip
def test_each_unit_has_the_role_that_it_is_given(
    told: list[tuple[str, Role | None]], roles: Roles
) -> None:
    assert assigned(entries(*told)) == roles


@pytest.mark.parametrize(
    ("told", "roles", "doubt"),
    [
        ([("丙", PARTNER), ("甲", None), ("乙", None)], Roles("甲", ("乙", "丙")),
         "B1  2个单位没有写明主办、协办，第一个（甲）作主办，其余作协办"),
        ([("甲*", None), ("乙*", None)], Roles(None, (), ("甲", "乙")),
         "B0  2个单位作为分办，各自答复"),
        ([("甲", LEAD), ("乙", LEAD), ("丙", PARTNER)],
         Roles(None, ("丙",), ("甲", "乙")), "B0  2个主办单位作为分办，各自答复"),
        ([("甲", LEAD), ("乙", SEPARATE)], Roles(None, (), ("甲", "乙")),
         "B0  2个主办单位作为分办，各自答复"),
        ([("乙", PARTNER), ("甲+", PARTNER)], Roles("甲", ("乙",)),
         "B1  没有牵头单位，责任单位甲作主办"),
    ],
)  # fmt: skip
def test_a_role_that_follows_from_convention_is_doubted_where_the_unit_stands(
    told: list[tuple[str, Role | None]], roles: Roles, doubt: str
) -> None:
    found = assigned(entries(*told))
    assert found._replace(doubts=()) == roles
    assert [str(each) for each in found.doubts] == [doubt]
