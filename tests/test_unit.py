from __future__ import annotations

import pytest

from rectify.domain.unit import AmbiguousUnit, Directory, Unit, UnitList, UnknownUnit

UNITS = Directory(
    [
        Unit(name="某市民政局", short="市民政局", aliases=("民政",)),
        Unit(name="某市发展和改革委员会", short="市发改委", aliases=("市计委",)),
        Unit(name="某市老龄办", successor="某市卫生健康委员会"),
        Unit(name="某市卫生局", successor="某市卫生和计划生育委员会"),
        Unit(
            name="某市卫生和计划生育委员会",
            short="市卫计委",
            successor="某市卫生健康委员会",
        ),
        Unit(name="某市卫生健康委员会", short="市卫健委"),
        Unit(name="甲镇", successor="乙镇"),
        Unit(name="乙镇", successor="甲镇"),
        Unit(name="丙镇人民政府", short="镇政府"),
        Unit(name="丁镇人民政府", short="镇政府"),
    ]
)


@pytest.mark.parametrize(
    ("called", "full"),
    [
        ("某市民政局", "某市民政局"),
        (" 市民政局 ", "某市民政局"),
        ("民政", "某市民政局"),
        ("民政局", "某市民政局"),
        ("市发改委", "某市发展和改革委员会"),
        ("发改委", "某市发展和改革委员会"),
        ("某市老龄办", "某市老龄办"),
        ("丙镇政府", "丙镇人民政府"),
    ],
)
def test_a_unit_goes_by_its_names_and_unambiguous_abbreviations(
    called: str, full: str
) -> None:
    assert UNITS.resolve(called) == full


def test_a_misspelt_unit_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(UnknownUnit) as refusal:
        UNITS.resolve("市民正局")
    assert str(refusal.value) == (
        "没有“市民正局”这个单位。是不是：市民政局、某市民政局？全部单位见 rectify units"
    )
    assert refusal.value.exit_code == 4


def test_an_unheard_of_unit_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownUnit, match=r"^没有“财”这个单位。全部单位见"):
        UNITS.resolve("财")


def test_a_name_that_fits_several_units_is_refused_with_them() -> None:
    with pytest.raises(
        AmbiguousUnit, match="可以指多个单位：丙镇人民政府、丁镇人民政府"
    ):
        UNITS.resolve("镇政府")
    for called in ("市卫委", "计委"):
        with pytest.raises(AmbiguousUnit, match="请写全称"):
            UNITS.resolve(called)


@pytest.mark.parametrize("called", ["民政", "政府", "人民", "检察"])
def test_an_abbreviation_is_not_found_inside_the_name_of_an_organ(called: str) -> None:
    names = ("甲镇人民政府", "甲县人民法院", "甲县人民检察院", "甲县民政局")
    units = Directory([Unit(name=name) for name in names])
    assert units.candidates(called) == (["甲县民政局"] if called == "民政" else [])


@pytest.mark.parametrize(
    ("called", "full"),
    [
        ("法院", "甲县人民法院"),
        ("检察院", "甲县人民检察院"),
        ("县检院", "甲县人民检察院"),
        ("甲镇政府", "甲镇人民政府"),
    ],
)
def test_an_organ_goes_by_its_common_name(called: str, full: str) -> None:
    names = ("甲镇人民政府", "甲县人民法院", "甲县人民检察院")
    assert Directory([Unit(name=name) for name in names]).resolve(called) == full


def test_units_are_shown_short_and_strangers_as_they_are() -> None:
    assert UNITS.shown("某市民政局") == "市民政局"
    assert UNITS.shown("某市老龄办") == "某市老龄办"
    assert UNITS.shown("某县民政局") == "某县民政局"
    assert "某市民政局" in UNITS
    assert "市民政局" not in UNITS


def test_units_stand_in_official_order_and_strangers_last() -> None:
    names = ["某县民政局", "某市发展和改革委员会", "某市民政局"]
    assert sorted(names, key=UNITS.rank) == [
        "某市民政局",
        "某市发展和改革委员会",
        "某县民政局",
    ]


def test_a_unit_is_followed_through_reforms_to_its_successor() -> None:
    assert UNITS.current("某市卫生局") == "某市卫生健康委员会"
    assert UNITS.current("某市卫生健康委员会") == "某市卫生健康委员会"
    assert UNITS.current("某县民政局") == "某县民政局"
    assert UNITS.current("甲镇") == "乙镇"  # a circle ends


def test_the_list_of_units_is_read_by_its_labels() -> None:
    listed = UnitList.model_validate(
        {"单位": [{"全称": "某市民政局", "类型": "政府部门"}]}
    )
    assert listed.units[0].kind == "政府部门"
