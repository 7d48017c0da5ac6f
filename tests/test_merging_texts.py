"""A long text of two sides is merged by sentence: nothing is lost, nothing guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import LEDGER, issue
from rectify.domain.merging.conflict import NotBoth, Side
from rectify.domain.merging.issues import merge_issue
from rectify.domain.merging.sentences import merged_lines
from rectify.domain.text import canonical

_DAY = date(2024, 12, 31)
_OURS, _THEIRS, _BOTH = Side


def _merged(base: str, ours: str, theirs: str, **picks: Side) -> str | list[str] | None:
    """Give the merged text, or the disputed places as their words."""
    was, mine, yours = (
        issue(问题描述=text) if text else issue() for text in (base, ours, theirs)
    )
    chosen = {f"问题描述{key.replace('_', '/')}": side for key, side in picks.items()}
    merged = merge_issue(was, mine, yours, LEDGER, picks=chosen, on=_DAY)
    if merged.value is None:
        return [f"{c.base}|{c.ours}|{c.theirs}|{c.why}" for c in merged.conflicts]
    return merged.value.description


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("甲。乙。丙。", "甲一。乙。丙。", "甲。乙。丙三。", "甲一。\n乙。\n丙三。"),
        ("甲。乙。", "甲一。乙。", "甲。乙二。", "甲一。\n乙二。"),
        ("甲。乙。", "新。甲。乙。", "甲。乙。\n\n末。", "新。\n甲。\n乙。\n\n末。"),
        ("甲。乙。丙。", "乙。丙。", "甲。乙。", "乙。"),
        ("甲。乙。丙。", "甲。丙。", "甲。乙。新。丙。", "甲。\n新。\n丙。"),
        ("甲。乙。", "甲。乙。同。", "甲。乙。同。", "甲。\n乙。\n同。"),
        ("甲。", "乙。", "乙。", "乙。"),
        ("甲。乙。", "甲。", "乙。", None),
        ("甲。", "", "甲。", None),
    ],
)
def test_changes_at_different_places_are_all_made(
    base: str, ours: str, theirs: str, merged: str | None
) -> None:
    assert _merged(base, ours, theirs) == merged
    assert _merged(base, theirs, ours) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "place"),
    [
        # The trap: two appended to one block, and one of them was gone.
        ("甲。", "甲。左。", "甲。右。",
         "None|左。|右。|两边都在问题描述同一处加了内容"),
        ("甲。", "甲一。", "甲二。", "甲。|甲一。|甲二。|两边都改了问题描述，改得不同"),
        ("甲。乙。丙。", "甲。丙。", "甲。乙二。丙。",
         "乙。|None|乙二。|本方删去了问题描述，对方改了它"),
        ("甲。乙。丙。", "甲。乙二。丙。", "甲。丙。",
         "乙。|乙二。|None|对方删去了问题描述，本方改了它"),
        ("甲。乙。丙。丁。", "甲。丁。", "甲。乙。中。丙。丁。",
         "乙。\n丙。|None|乙。\n中。\n丙。|本方删去了问题描述，对方改了它"),
        # Where both add at one seam, nobody can tell the order.
        ("甲。乙。", "甲一。加。乙。", "甲。添。乙二。",
         "甲。\n乙。|甲一。\n加。\n乙。|甲。\n添。\n乙二。|两边都改了问题描述，改得不同"),
        ("甲。乙。丙。", "甲。中。乙。丙。", "甲。乙改。丙。",
         "乙。|中。\n乙。|乙改。|两边都改了问题描述，改得不同"),
        # Where one moved what stands there, nobody can tell where it belongs.
        ("甲。乙。丁。", "乙。甲。丁。", "甲。乙。新。丁。",
         "甲。\n乙。|乙。\n甲。|甲。\n乙。\n新。|两边都改了问题描述，改得不同"),
        ("甲。", "甲。\n\n左。", "甲。右。",
         "None|左。|右。|两边都在问题描述同一处加了内容"),
        ("", "左。", "右。", "None|左。|右。|两边都填了问题描述，填得不同"),
        ("甲。", "乙。", "", "甲。|乙。|None|对方删去了问题描述，本方改了它"),
        # Two sentences that would run into one.
        ("甲。\n\n乙。", "甲\n\n乙。", "甲。乙。",
         "甲。\n\n乙。|甲\n\n乙。|甲。\n乙。|两边都改了问题描述，改得不同"),
    ],
)  # fmt: skip
def test_a_place_that_both_changed_is_disputed_and_no_other(
    base: str, ours: str, theirs: str, place: str
) -> None:
    assert _merged(base, ours, theirs) == [place]


def test_what_is_not_disputed_is_merged_beside_what_is() -> None:
    sides = ("甲。乙。丙。丁。", "甲一。乙。丙。丁一。", "甲二。乙。丙。丁二。")
    texts = [issue(问题描述=text, 备注="原") for text in sides]
    merged = merge_issue(
        texts[0], texts[1].but(remarks="改"), texts[2], LEDGER, on=_DAY
    )
    assert [(c.key, c.what) for c in merged.conflicts] == [
        ("问题描述/1", "问题描述第1处"),
        ("问题描述/2", "问题描述第2处"),
    ]
    assert merged.ours is not None
    assert merged.theirs is not None
    assert merged.ours.description == "甲一。\n乙。\n丙。\n丁一。"
    assert merged.theirs.description == "甲二。\n乙。\n丙。\n丁二。"
    assert merged.ours.remarks == merged.theirs.remarks == "改"


@pytest.mark.parametrize(
    ("picks", "merged"),
    [
        ((_OURS, _THEIRS), "甲一。\n乙。\n丁二。"),
        ((_BOTH, _OURS), "甲一。\n甲二。\n乙。\n丁一。"),
    ],
)
def test_each_place_is_picked_by_itself(picks: tuple[Side, Side], merged: str) -> None:
    sides = ("甲。乙。丁。", "甲一。乙。丁一。", "甲二。乙。丁二。")
    assert _merged(*sides, _1=picks[0], _2=picks[1]) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        ("甲。", "甲。右。", "甲。左。", "甲。\n右。\n左。"),
        ("甲。", "甲。\n\n右。", "甲。左。", "甲。\n左。\n\n右。"),
        ("甲。", "甲。\n\n右。", "甲。\n\n左。", "甲。\n\n右。\n\n左。"),
        ("甲。", "右。\n\n甲。", "左。\n\n甲。", "右。\n\n左。\n\n甲。"),
        ("甲。", "同。甲。右。", "同。甲。左。", "同。\n甲。\n右。\n左。"),
    ],
)
def test_both_are_kept_in_an_order_that_no_side_decides(
    base: str, ours: str, theirs: str, both: str
) -> None:
    assert _merged(base, ours, theirs, _1=_BOTH) == both
    assert _merged(base, theirs, ours, _1=_BOTH) == both


def test_both_of_two_new_texts_are_two_paragraphs() -> None:
    assert _merged("", "乙。", "甲。", **{"": _BOTH}) == "乙。\n\n甲。"
    assert _merged("", "甲。", "乙。", **{"": _BOTH}) == "乙。\n\n甲。"


def test_what_one_side_removed_is_not_kept_together_with_it() -> None:
    with pytest.raises(NotBoth, match="问题描述不能都要"):
        _merged("甲。乙。丙。", "甲。丙。", "甲。乙二。丙。", _1=_BOTH)


def test_a_disputed_paragraph_break_is_said_in_words() -> None:
    found = _merged("甲。乙。", "甲。\n\n乙。", "甲。丙。乙。")
    assert found == ["None|（另起一段）|丙。|两边都在问题描述同一处加了内容"]


def test_lines_of_any_text_are_merged_or_disputed() -> None:
    base = ("一", "二", "三")
    assert merged_lines(base, ("〇", *base), (*base, "四")) == ("〇", *base, "四")
    assert merged_lines(base, (*base, "四"), (*base, "五")) is None
    assert merged_lines(base, base, base) == base


def test_a_text_of_any_length_is_merged_in_no_time() -> None:
    base = ("甲。", "乙。") * 50_000
    ours, theirs = ("丙。", *base[1:]), (*base[:-1], "丁。")
    assert merged_lines(base, ours, theirs) == ("丙。", *base[1:-1], "丁。")
    assert merged_lines(base, (*base[::-1],), theirs) is None


_SENTENCES = st.sampled_from(["甲。", "乙。", "丙。", "丁。", "戊", "", "己！"])
_TEXTS = st.lists(_SENTENCES, min_size=1, max_size=6).map(
    lambda lines: canonical("\n".join(lines)) or "空。"
)


@settings(deadline=None, max_examples=150)
@given(base=_TEXTS, ours=_TEXTS, theirs=_TEXTS)
def test_a_clean_merge_has_every_new_sentence_and_no_removed_one(
    base: str, ours: str, theirs: str
) -> None:
    merged = _merged(base, ours, theirs)
    if isinstance(merged, list):
        assert base not in {ours, theirs}
        return
    old, mine, yours = (set(t.split("\n")) for t in (base, ours, theirs))
    found = set((merged or "").split("\n"))
    assert ((mine | yours) - old) - {""} <= found
    assert found - {""} <= mine | yours
    assert merged == _merged(base, theirs, ours)
