"""What a ledger says of its office, and an issue of who proposed it."""

from __future__ import annotations

import pytest

from records import LEDGER, issue, ledger
from rectify.domain.rule import PRESETS


def test_a_rule_in_use_is_written_by_its_name() -> None:
    for name in PRESETS:
        assert ledger(测评规则=name).plain()["测评规则"] == name


def test_a_rule_of_the_office_s_own_is_written_out() -> None:
    own = {"名称": "满意票达到实到人数的三分之二", "级联": [{"门槛": "2/3"}]}
    assert ledger(测评规则=own).plain()["测评规则"] == own


def test_what_the_office_does_not_state_is_not_written() -> None:
    assert "测评规则" not in LEDGER.plain()
    assert "答复类别" not in LEDGER.plain()


def test_classes_rank_as_they_are_declared() -> None:
    scheme = [{"类别": "甲", "含义": "已解决"}, {"类别": "丙", "含义": "暂不能解决"}]
    rules = ledger(答复类别=scheme)
    assert [rules.grade_rank(code) for code in ("甲", "丙", "A", None)] == [0, 1, 2, 2]
    found = rules.grade("丙")
    assert found is not None
    assert found.meaning == "暂不能解决"
    assert rules.grade("A") is None


@pytest.mark.parametrize(
    ("capacity", "deputy"),
    [
        ({"身份": "代表"}, True),
        ({"身份": "市人大代表"}, True),
        ({"身份": "常委会委员"}, False),
        ({}, False),
    ],
)
def test_a_deputy_is_told_by_the_capacity(
    capacity: dict[str, str], *, deputy: bool
) -> None:
    (proposer,) = issue(提出人=[{"姓名": "王某", **capacity}]).proposers
    assert proposer.deputy is deputy
