from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.domain.issue import Proposer
from rectify.domain.text import (
    canonical,
    closed,
    control,
    flow,
    narrow,
    numeral,
    paragraphs,
    reckon,
    sentences,
    stored,
)

TYPED = st.text(
    alphabet="市民政局办理a bC1。！？，”』）“\n\r\t \u3000\u00a0.!", max_size=60
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲。乙！丙", "甲。\n乙！\n丙"),
        (
            "他问：“行吗？”大家答：“行。”散会。",
            "他问：“行吗？”\n大家答：“行。”\n散会。",
        ),
        ("真的？！好。", "真的？！\n好。"),
        ("甲。 乙。\u3000", "甲。\n乙。"),
        ("（甲。 ） 』 乙", "（甲。）』\n乙"),
        ("第一段。\n第二段。", "第一段。\n\n第二段。"),
        ("第一段。\r\n\r\n\r\n第二段。\r第三段", "第一段。\n\n第二段。\n\n第三段"),
        ("\u3000\u3000开头空两格。", "开头空两格。"),
        ("见 A.1 和 b\tc。", "见 A.1 和 b c。"),
        ("", ""),
        (" \n\t\n", ""),
    ],
)
def test_what_is_typed_is_kept_a_sentence_to_a_line(typed: str, kept: str) -> None:
    assert stored(typed) == kept


def test_lines_of_a_file_join_with_nothing_or_between_latin_words_a_blank() -> None:
    assert canonical("办理\n情况。\n\n\nuse\nrectify\n好") == (
        "办理情况。\n\nuse rectify好"
    )


@given(TYPED)
def test_the_canonical_form_is_one(typed: str) -> None:
    assert canonical(canonical(typed)) == canonical(typed)
    assert canonical(stored(typed)) == stored(typed)


@given(TYPED)
def test_storing_loses_nothing_but_blanks(typed: str) -> None:
    assert "".join(stored(typed).split()) == "".join(typed.split())
    assert "".join(flow(stored(typed)).split()) == "".join(typed.split())


def test_a_stored_text_flows_on_paper() -> None:
    text = "甲。\n乙use\nrectify。\n\n丙"
    assert paragraphs(text) == ["甲。乙use rectify。", "丙"]
    assert flow(text) == "甲。乙use rectify。丙"


def test_a_sentence_ends_with_its_closing_marks() -> None:
    assert sentences("（见附件。）甲！』乙") == ["（见附件。）", "甲！』", "乙"]


def test_only_digits_and_letters_are_narrowed() -> None:
    assert narrow("２０２４年（Ａ类）：ｂ％①〔３〕") == "2024年（A类）：b％①〔3〕"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("正常\n换行\t制表\r", None),
        ("响\x07铃", "U+0007"),
        ("\x1b[31m", "U+001B"),
        ("\ufeff头", "U+FEFF"),
        ("行\u2028分", "U+2028"),
        ("\ud800", "U+D800"),
        ("\x9b", "U+009B"),
    ],
)
def test_a_control_character_is_named(text: str, mark: str | None) -> None:
    assert control(text) == mark


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (57, "五十七"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (9999, "九千九百九十九"),
    ],
)
def test_a_number_is_written_as_headings_do(number: int, written: str) -> None:
    assert numeral(number) == written
    assert reckon(written) == number


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_a_number_out_of_range_is_not_written(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        numeral(number)


@given(st.integers(1, 9999))
def test_every_numeral_is_read_back(number: int) -> None:
    assert reckon(numeral(number)) == number
    assert reckon(str(number)) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("零", 0),
        ("〇", 0),
        ("0", 0),
        ("０１２", 12),
        ("两", 2),
        ("两百零五", 205),
        ("一十二", 12),
        ("一百十二", 112),
        ("二四", None),
        ("十百", None),
        ("一百二", None),
        ("十十", None),
        ("零零", None),
        ("三条", None),
        ("", None),
        ("-1", None),
        ("10000", None),
    ],
)
def test_a_numeral_is_read_or_not_taken(written: str, number: int | None) -> None:
    assert reckon(written) == number


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("甲", ""),
        ("\u202e甲", "\u202c"),
        ("\u202e甲\u202c乙", ""),
        ("\u202d\u2067甲", "\u2069\u202c"),
        ("\u2066\u202e甲\u2069", ""),
        ("\u202e\u2066甲\u202c", "\u2069\u202c"),
        ("\u202c\u2069甲", ""),
    ],
)
def test_a_text_turns_nothing_but_itself(typed: str, ends: str) -> None:
    """Marks that turn the direction would turn the words around it, too."""
    assert closed(typed) == typed + ends
    assert closed(closed(typed)) == closed(typed)
    assert Proposer(name=typed).name == typed + ends
