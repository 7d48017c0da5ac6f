"""The numbers of issues as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.domain.numbers import (
    UnreadableNumber,
    Wanted,
    numbers_in,
    pairs_in_short,
    parse_numbers,
)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["17"], [(None, 17, 17)]),
        (["017"], [(None, 17, 17)]),
        (["JZ-017"], [("JZ", 17, 17)]),
        (["jz-17"], [("JZ", 17, 17)]),
        (["1-10"], [(None, 1, 10)]),
        (["1—10"], [(None, 1, 10)]),
        (["1..10"], [(None, 1, 10)]),
        (["JZ-001..JZ-010"], [("JZ", 1, 10)]),
        (["JZ-001..010"], [("JZ", 1, 10)]),
        (["JZ-001到jz-010"], [("JZ", 1, 10)]),
        (["1至10"], [(None, 1, 10)]),
        (["1～10"], [(None, 1, 10)]),
        (["7-7"], [(None, 7, 7)]),
        (["1,3,5-7"], [(None, 1, 1), (None, 3, 3), (None, 5, 7)]),
        (["1，3、5；7"], [(None, 1, 1), (None, 3, 3), (None, 5, 5), (None, 7, 7)]),
        (["17", "JZ-018", "20-21"], [(None, 17, 17), ("JZ", 18, 18), (None, 20, 21)]),
        (["ＪＺ－０１７", "１７"], [("JZ", 17, 17), (None, 17, 17)]),
        (["JZ-001 JZ-002\nJZ-003"], [("JZ", 1, 1), ("JZ", 2, 2), ("JZ", 3, 3)]),
        (["A2-017"], [("A2", 17, 17)]),
        ([], []),
        (["", " , "], []),
    ],
    ids=lambda value: " ".join(map(str, value)),
)
def test_numbers_are_read_as_they_are_typed(
    words: list[str], meant: list[tuple[str | None, int, int]]
) -> None:
    assert parse_numbers(words) == [Wanted(*each) for each in meant]


@pytest.mark.parametrize(
    "word",
    [
        "十七",
        "JZ",
        "JZ-",
        "-17",
        "10-1",
        "JZ-010..JZ-001",
        "JZ-001..XX-010",
        "1..JZ-010",
        "1-2-3",
        "1.5",
        "1234567",
        "JZ-1-10",
        "../../etc",
        "第17条",
    ],
)
def test_what_is_no_number_is_said_to_be_none(word: str) -> None:
    with pytest.raises(UnreadableNumber) as refused:
        parse_numbers([word])
    assert str(refused.value) == (
        f"看不懂编号“{word}”。应写成 17、JZ-017、1-10、JZ-001..JZ-010、1,3,5-7 的样子"
    )


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_a_range_has_both_its_ends(one: int, other: int) -> None:
    first, last = sorted((one, other))
    (wanted,) = parse_numbers([f"JZ-{first:03}..JZ-{last:03}"])
    assert wanted == Wanted("JZ", first, last)


@given(st.text())
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        found = parse_numbers([words])
    except UnreadableNumber as refused:
        assert "看不懂编号" in str(refused)  # noqa: PT017  # both ways are allowed
    else:
        assert all(each.first <= each.last for each in found)


def test_numbers_are_found_in_what_another_command_printed() -> None:
    printed = (
        "JZ-001  居家养老巡访记录缺失\nJZ-017（逾期3天）、JZ-001、XX-1、GB-9704-2012\n"
    )
    assert numbers_in(printed) == ["JZ-001", "JZ-017", "GB-9704"]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ({"SY-002": "SZ-001", "SY-003": "SZ-002"}, "SY-002→SZ-001、SY-003→SZ-002"),
        (
            {f"SY-{n:03}": f"SZ-{n - 1:03}" for n in (2, 3, 4, 7)} | {"SY-007": "SZ-4"},
            "SY-002至SY-004→SZ-001至SZ-003、SY-007→SZ-4",
        ),
        (
            {"SY-005": "SZ-001", "SX-006": "SZ-002", "SX-007": "SZ-003"},
            "SY-005→SZ-001、SX-006→SZ-002、SX-007→SZ-003",
        ),
    ],
)
def test_old_and_new_numbers_are_told_in_pairs(
    pairs: dict[str, str], said: str
) -> None:
    assert pairs_in_short(pairs) == said
