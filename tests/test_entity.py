from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

import pytest
from pydantic import ValidationError

from rectify.domain.entity import (
    LONG,
    UNIT,
    Count,
    Day,
    Entity,
    Line,
    Text,
    UnitName,
    YesNo,
    label,
    marked,
)


class Colour(StrEnum):
    RED = "红"


class Part(Entity):
    unit: Annotated[UnitName, label("单位")]


class Sample(Entity):
    """Every kind of field."""

    title: Annotated[Line, label("标题")]
    day: Annotated[Day | None, label("日期")] = None
    count: Annotated[Count, label("数量")] = 0
    open: Annotated[YesNo, label("公开")] = False
    about: Annotated[Text | None, label("说明")] = None
    colour: Annotated[Colour | None, label("颜色")] = None
    helpers: Annotated[tuple[UnitName, ...], label("协办")] = ()
    parts: Annotated[tuple[Part, ...], label("部分")] = ()
    unlabelled: int = 0


class Stubborn(Entity):
    always_written: ClassVar[frozenset[str]] = frozenset({"kind"})
    kind: Annotated[Line, label("事项")] = "交办"
    note: Annotated[Line | None, label("备注")] = None


def sample(**fields: object) -> Sample:
    return Sample.model_validate({"标题": "某", **fields})


def fault(label_: str, value: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        sample(**{label_: value})
    return str(refusal.value.errors()[0]["msg"])


def test_a_value_is_read_by_its_labels_and_written_by_them() -> None:
    facts = {
        "标题": "敬老院",
        "日期": "2024-09-30",
        "数量": "12",
        "公开": "是",
        "说明": "甲。\n乙。",
        "颜色": "红",
        "协办": ["市民政局"],
        "部分": [{"单位": "市财政局"}],
    }
    read = Sample.model_validate(facts)
    assert (read.day, read.count, read.open) == (date(2024, 9, 30), 12, True)
    assert read.plain() == {**facts, "日期": date(2024, 9, 30), "数量": 12}


def test_what_is_not_there_is_not_written() -> None:
    assert sample().plain() == {"标题": "某"}
    assert sample(协办=[], 说明=None).plain() == {"标题": "某"}
    assert Stubborn().plain() == {"事项": "交办"}


def test_a_default_that_the_office_stated_is_written() -> None:
    assert sample(公开="否", 数量=0).plain() == {"标题": "某", "数量": 0, "公开": "否"}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("日期", "2024-13-01", "2024-13-01 不是日期，应写成 2024-09-30 的样子"),
        ("日期", "2024-9-3", "2024-9-3 不是日期，应写成 2024-09-30 的样子"),
        ("日期", " ", "“ ” 不是日期，应写成 2024-09-30 的样子"),
        ("日期", 20240930, "20240930 不是日期，应写成 2024-09-30 的样子"),
        ("数量", "012x", "012x 不是数，应写成 12 的样子"),
        ("数量", -1, "-1 不是数，应写成 12 的样子"),
        ("数量", True, "True 不是数，应写成 12 的样子"),
        ("数量", "9" * 10, "9999999999 不是数，应写成 12 的样子"),
        ("公开", "yes", "“yes”应写成“是”或“否”"),
        ("标题", "响\x07铃", "含有不可见的控制字符 U+0007，请删去"),
        ("标题", "两\n行", "只能写一行，请去掉换行"),
        ("标题", "两\r行", "只能写一行，请去掉换行"),
        ("标题", " \u3000", "是空的，请填写，或删去这一项"),
        ("说明", "\n \n", "是空的，请填写，或删去这一项"),
        ("说明", "\x1b", "含有不可见的控制字符 U+001B，请删去"),
    ],
)
def test_a_wrong_value_is_told_in_chinese(
    name: str, value: object, sentence: str
) -> None:
    assert fault(name, value) == sentence


def test_values_may_come_as_what_they_are() -> None:
    read = sample(日期=date(2024, 9, 30), 数量=3, 公开=True)
    assert (read.day, read.count, read.open) == (date(2024, 9, 30), 3, True)


def test_a_line_loses_its_outer_blanks_and_tabs() -> None:
    assert sample(标题="\u3000敬老\t院 ").title == "敬老 院"


def test_a_text_is_brought_to_its_one_form() -> None:
    assert sample(说明="甲。乙。\n").about == "甲。\n乙。"


def test_a_change_is_checked_like_a_new_value() -> None:
    assert sample().but(count=2).count == 2
    with pytest.raises(ValidationError):
        sample().but(count=-2)
    with pytest.raises(ValidationError):
        sample().but(colours="红")


def test_a_key_nobody_declared_is_refused_and_a_value_stays_as_it_is() -> None:
    with pytest.raises(ValidationError):
        sample(状态="已交办")
    with pytest.raises(ValidationError):
        sample().title = "另一"  # type: ignore[misc]  # this is what is refused


def test_labels_stand_in_the_order_of_the_file() -> None:
    assert list(Sample.labels().values()) == [
        "标题",
        "日期",
        "数量",
        "公开",
        "说明",
        "颜色",
        "协办",
        "部分",
        "unlabelled",
    ]
    assert Sample.model_json_schema()["properties"]["标题"]["title"] == "标题"


def test_long_texts_and_units_are_known_by_their_types() -> None:
    assert marked(Sample, LONG) == {"about"}
    assert marked(Sample, UNIT) == {"helpers"}
    assert marked(Part, UNIT) == {"unit"}
