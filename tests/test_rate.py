from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rectify.domain.rate import (
    DoesNotAddUp,
    Rate,
    at_least,
    change_in_points,
    check_parts,
    tenths_at_least,
)
from rectify.domain.wording import rectified_and_answered

RATES = st.integers(1, 3000).flatmap(
    lambda whole: st.builds(Rate, st.integers(0, whole), st.just(whole))
)


@pytest.mark.parametrize(
    ("numerator", "denominator", "digits", "shown"),
    [
        pytest.param(46, 57, 1, "80.7%", id="焦作的46÷57"),
        pytest.param(33, 52, 1, "63.5%", id="63.46进为63.5"),
        pytest.param(24, 482, 1, "5.0%", id="4.979进为5.0"),
        pytest.param(54, 93, 2, "58.06%", id="58.06不凑成58.07"),
        pytest.param(25, 28, 2, "89.29%", id="票数用两位小数"),
        pytest.param(1, 2000, 1, "0.1%", id="0.05进"),
        pytest.param(1, 2001, 1, "0.0%", id="不到0.05舍"),
        pytest.param(249, 2000, 1, "12.5%", id="12.45进，不用银行家舍入"),
        pytest.param(3, 16, 2, "18.75%", id="恰好"),
        pytest.param(1, 800, 2, "0.13%", id="0.125进为0.13，不受二进制浮点影响"),
        pytest.param(201, 40_000, 1, "0.5%", id="0.5025舍"),
        pytest.param(1999, 2000, 1, "100.0%", id="99.95进为100.0"),
        pytest.param(1, 3, 0, "33%", id="不要小数"),
        pytest.param(5, 8, 0, "63%", id="62.5进为63"),
        pytest.param(0, 7, 1, "0.0%", id="零"),
        pytest.param(7, 7, 1, "100.0%", id="全部"),
    ],
)
def test_a_rate_is_rounded_half_up(
    numerator: int, denominator: int, digits: int, shown: str
) -> None:
    assert Rate(numerator, denominator).percent(digits) == shown


@given(RATES, st.integers(0, 4))
def test_rounding_agrees_with_decimal_arithmetic(rate: Rate, digits: int) -> None:
    exact = Decimal(rate.numerator * 100) / Decimal(rate.denominator)
    expected = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert rate.percent(digits) == f"{expected}%"


def test_a_rate_of_nothing_is_a_dash_in_every_wording() -> None:
    nothing, something = Rate(0, 0), Rate(1, 2)
    assert nothing.value is None
    assert nothing.percent() == nothing.percent(2) == "—"
    assert at_least(nothing) == tenths_at_least(nothing) == "—"
    assert change_in_points(nothing, something) == "—"
    assert change_in_points(something, nothing) == "—"


def test_a_rate_names_its_parts_and_the_numbers_in_each() -> None:
    rate = Rate.of(["JZ-001"], ["JZ-001", "JZ-002"])
    assert rate.counts == "1/2"
    assert rate.value == Fraction(1, 2)
    assert rate.numerator_of == ("JZ-001",)
    assert rate.denominator_of == ("JZ-001", "JZ-002")


@pytest.mark.parametrize(
    ("numerator", "denominator", "words", "tenths"),
    [
        (4, 5, "80%以上", "八成以上"),
        (46, 57, "80%以上", "八成以上"),
        (4559, 5700, "70%以上", "七成以上"),
        (799, 1000, "70%以上", "七成以上"),
        (999, 1000, "90%以上", "九成以上"),
        (1, 10, "10%以上", "一成以上"),
        (1, 11, "9.1%", "9.1%"),
        (0, 5, "0.0%", "0.0%"),
        (5, 5, "全部", "全部"),
    ],
)
def test_a_rough_share_is_said_only_as_far_as_it_is_true(
    numerator: int, denominator: int, words: str, tenths: str
) -> None:
    rate = Rate(numerator, denominator)
    assert at_least(rate) == words
    assert tenths_at_least(rate) == tenths


@given(RATES)
def test_above_means_at_least_so_much_and_less_than_ten_points_more(rate: Rate) -> None:
    found = re.fullmatch(r"(\d+)%以上", at_least(rate))
    assume(found)
    assert found is not None
    claimed, value = int(found[1]), rate.value
    assert value is not None
    assert claimed <= value * 100 < claimed + 10
    assert tenths_at_least(rate) == f"{'零一二三四五六七八九'[claimed // 10]}成以上"


@pytest.mark.parametrize(
    ("now", "then", "digits", "words"),
    [
        pytest.param((46, 57), (40, 57), 1, "提高10.5个百分点", id="提高"),
        pytest.param((40, 57), (46, 57), 1, "下降10.5个百分点", id="下降"),
        pytest.param((1, 2), (2, 4), 1, "持平", id="一样"),
        pytest.param((25, 28), (24, 28), 2, "提高3.57个百分点", id="两位小数"),
        pytest.param((1, 5), (1, 4), 1, "下降5.0个百分点", id="整数也带小数"),
        pytest.param((0, 3), (3, 3), 0, "下降100个百分点", id="不要小数"),
        pytest.param((1, 8000), (0, 8000), 1, "基本持平", id="不说提高0.0"),
        pytest.param((0, 8000), (1, 8000), 1, "基本持平", id="不说下降0.0"),
    ],
)
def test_a_change_is_told_in_points_and_never_in_percent(
    now: tuple[int, int], then: tuple[int, int], digits: int, words: str
) -> None:
    assert change_in_points(Rate(*now), Rate(*then), digits) == words


def test_parts_that_do_not_add_up_are_refused_with_the_figures() -> None:
    check_parts("满意度", 482, (460, 22))
    with pytest.raises(DoesNotAddUp) as refusal:
        check_parts("满意度", 482, (460, 24))
    assert "满意度：合计 482 不等于各分项 460 + 24" in str(refusal.value)
    assert refusal.value.exit_code == 5


@pytest.mark.parametrize(("numerator", "denominator"), [(5, 3), (-1, 3), (1, 0)])
def test_a_rate_above_all_or_below_nothing_can_not_be_made(
    numerator: int, denominator: int
) -> None:
    with pytest.raises(DoesNotAddUp):
        Rate(numerator, denominator)


def test_what_is_above_the_line_must_be_below_it() -> None:
    with pytest.raises(DoesNotAddUp) as refusal:
        Rate.of(["JZ-009"], ["JZ-001", "JZ-002"])
    assert "分子不在分母之内" in str(refusal.value)


def test_the_usual_sentence_is_said_with_the_exact_figure_beside_it() -> None:
    assert rectified_and_answered(Rate(28, 34), "条") == (
        "交办34条，80%以上已整改和答复到位（28条，82.4%），其余6条尚未到位"
    )
    assert rectified_and_answered(Rate(2, 2), "件") == "交办2件，已全部整改和答复到位"
    assert rectified_and_answered(Rate(1, 57), "条") == (
        "交办57条，1条已整改和答复到位，占1.8%，其余56条尚未到位"
    )
    assert rectified_and_answered(Rate(0, 0), "条") == "还没有交办的问题"
    assert rectified_and_answered(Rate(0, 57), "条") == (
        "交办57条，尚无整改和答复到位的"
    )
