from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rectify.domain.ballot import IncompleteVote, Row, Vote, faults_of, tally
from rectify.domain.ledger import Ledger
from rectify.domain.rule import PRESETS, BallotRule, Step, rule_from
from rectify.domain.terms import (
    Base,
    Dimension,
    Operator,
    Satisfaction,
    Turn,
    Verdict,
)

S, B, U = Satisfaction.SATISFIED, Satisfaction.BASICALLY, Satisfaction.UNSATISFIED
PASSED, FAILED = Verdict.PASSED, Verdict.FAILED


def row(satisfied: int, basically: int, unsatisfied: int, **counts: object) -> Row:
    return Row.model_validate(
        {
            "satisfied": satisfied,
            "basically": basically,
            "unsatisfied": unsatisfied,
            **counts,
        }
    )


def vote(*rows: Row, members: int | None = None, turn: Turn = Turn.FIRST) -> Vote:
    return Vote(
        number="2024-01",
        date=date(2024, 10, 30),
        members=members,
        rows=rows,
        turn=turn,
    )


@pytest.mark.parametrize(
    ("preset", "votes", "result", "verdict"),
    [
        # 满意 and 基本满意 over half of 实到
        ("实到过半", vote(row(11, 6, 18)), U, FAILED),
        ("实到过半", vote(row(10, 8, 18)), U, FAILED),  # the exact half
        ("实到过半", vote(row(10, 9, 17)), S, PASSED),
        ("实到过半", vote(row(10, 9, 17, unpressed=2)), U, FAILED),
        ("实到过半", vote(row(10, 9, 17, abstained=1)), S, PASSED),
        # 满意 reaches half of all: 满意; together: 基本满意
        ("逐级过半", vote(row(20, 5, 5), members=40), S, PASSED),
        ("逐级过半", vote(row(19, 1, 5), members=40), B, PASSED),
        ("逐级过半", vote(row(19, 0, 11), members=40), U, FAILED),
        # 满意 over half of all
        ("全体满意过半", vote(row(20, 10, 0), members=40), U, FAILED),
        ("全体满意过半", vote(row(21, 0, 9), members=40), S, PASSED),
        # rates alone
        ("只计比率", vote(row(25, 0, 3, issued=28, returned=28)), None, PASSED),
        ("合并比率", vote(row(0, 0, 9)), None, PASSED),
        # void ballots do not count
        ("有效票过半", vote(row(5, 0, 5, invalid=3, issued=13)), U, FAILED),
        ("有效票过半", vote(row(6, 0, 5, invalid=3, issued=14)), S, PASSED),
        ("逐件表决", vote(row(6, 0, 5, invalid=3, issued=14)), U, FAILED),
        ("逐件表决", vote(row(6, 2, 5, invalid=2, issued=15)), S, PASSED),
        # a mean of hundred, eighty and nothing over the valid votes
        ("加权计分", vote(row(1, 3, 0)), S, PASSED),  # 85
        ("加权计分", vote(row(0, 4, 0)), B, PASSED),  # 80
        ("加权计分", vote(row(6, 0, 4)), B, PASSED),  # 60
        ("加权计分", vote(row(59, 0, 41)), U, FAILED),
        ("加权计分", vote(row(6, 0, 3, abstained=2)), U, FAILED),
        # 满意 reaches six tenths
        ("满意六成", vote(row(6, 4, 0)), S, PASSED),
        ("满意六成", vote(row(59, 41, 0)), U, FAILED),
    ],
)
def test_each_rule_in_use_decides_as_its_text_says(
    preset: str, votes: Vote, result: Satisfaction | None, verdict: Verdict
) -> None:
    counted = tally(votes, PRESETS[preset])
    assert (counted.result, counted.verdict) == (result, verdict)


def test_every_preset_was_tried_and_has_a_sentence_of_its_own() -> None:
    assert len({rule.name for rule in PRESETS.values()}) == len(PRESETS)
    assert PRESETS["实到过半"] == BallotRule()
    assert not PRESETS["只计比率"].decides
    assert PRESETS["加权计分"].decides


def test_a_rate_is_taken_of_the_base_of_the_rule() -> None:
    counted = tally(
        vote(row(25, 2, 1, issued=30, invalid=1, present=31), members=40),
        PRESETS["只计比率"],
    )
    assert counted.base == counted.returned == 29
    assert (counted.issued, counted.present, counted.valid) == (30, 31, 28)
    assert counted.invalid == 1
    assert counted.votes((S, B)) == 27
    assert counted.votes((U,)) == 1
    assert counted.score is None


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (Base.MEMBERS, 40),
        (Base.PRESENT, 31),
        (Base.ISSUED, 30),
        (Base.RETURNED, 29),
        (Base.VALID, 28),
    ],
)
def test_the_base_is_one_of_five(base: Base, expected: int) -> None:
    votes = vote(row(25, 2, 1, issued=30, invalid=1, present=31), members=40)
    assert tally(votes, BallotRule(base=base)).base == expected


@pytest.mark.parametrize(
    ("rule", "votes"),
    [
        (PRESETS["全体满意过半"], vote(row(1, 0, 0))),
        (PRESETS["实到过半"], vote(row(1, 0, 0, issued=1))),
        (BallotRule(base=Base.ISSUED), vote(row(1, 0, 0))),
        (PRESETS["有效票过半"], vote(row(0, 0, 0))),
        (BallotRule(base=Base.ISSUED), vote(row(1, 0, 0, issued=1), row(1, 0, 0))),
    ],
)
def test_a_base_that_nobody_recorded_is_asked_for(
    rule: BallotRule, votes: Vote
) -> None:
    with pytest.raises(IncompleteVote, match=f"2024-01：.*以“{rule.base}”为基数"):
        tally(votes, rule)


def test_a_subject_without_votes_has_no_result() -> None:
    with pytest.raises(IncompleteVote):
        tally(vote(row(1, 0, 0), members=9), PRESETS["全体满意过半"], subject="JZ-001")


def test_the_second_ballot_may_have_a_rule_of_its_own() -> None:
    strict = Step(counted=(S,), threshold="2/3", operator=Operator.REACH)
    rule = BallotRule(second=(strict,))
    assert tally(vote(row(6, 0, 4)), rule).verdict is PASSED
    assert tally(vote(row(6, 0, 4), turn=Turn.SECOND), rule).verdict is FAILED
    assert tally(vote(row(6, 0, 3), turn=Turn.SECOND), rule).verdict is PASSED
    assert tally(vote(row(6, 0, 4), turn=Turn.SECOND), BallotRule()).verdict is PASSED


def test_of_two_dimensions_the_result_decides() -> None:
    votes = vote(
        row(9, 1, 0, dimension=Dimension.ATTITUDE),
        row(4, 1, 5, dimension=Dimension.RESULT),
    )
    rule = PRESETS["双维度"]
    assert tally(votes, rule).dimension is Dimension.RESULT
    assert tally(votes, rule).verdict is FAILED
    attitude = tally(votes, rule, dimension=Dimension.ATTITUDE)
    assert (attitude.satisfied, attitude.verdict) == (9, PASSED)


def test_venues_are_summed_and_rates_never_averaged() -> None:
    main = row(2, 0, 0, venue="主会场")
    branch = row(30, 0, 40, venue="分会场", group="议政代表")
    counted = tally(vote(main, branch), BallotRule())
    assert (counted.satisfied, counted.unsatisfied, counted.base) == (32, 40, 72)
    assert counted.verdict is FAILED  # the mean of 100% and 43% would pass


def test_subjects_voted_on_apart_are_counted_apart() -> None:
    votes = vote(row(9, 0, 1, subject="JZ-001"), row(1, 0, 9, subject="JZ-002"))
    assert votes.subjects() == ("JZ-001", "JZ-002")
    assert tally(votes, BallotRule(), "JZ-001").verdict is PASSED
    assert tally(votes, BallotRule(), "JZ-002").verdict is FAILED
    assert tally(votes, BallotRule(), "JZ-002").subject == "JZ-002"


def test_a_weighted_score_is_an_exact_fraction_of_the_valid_votes() -> None:
    counted = tally(vote(row(1, 1, 0, abstained=1)), PRESETS["加权计分"])
    assert counted.score == 60


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        (
            row(1, 2, 3, valid=7, issued=9, venue="主会场"),
            "主会场：有效7 ≠ 满意1 + 基本满意2 + 不满意3 + 弃权0",
        ),
        (
            row(1, 2, 3, returned=8, invalid=1, group="代表"),
            "代表：收回8 ≠ 有效6 + 无效1",
        ),
        (
            row(1, 2, 3, issued=5, subject="JZ-001"),
            "JZ-001：收回6多于发出5",
        ),
        (row(1, 2, 3, issued=9, present=8), "第1行：发出9多于实到8"),
        (row(1, 2, 3, issued=9, expected=8), "第1行：发出9多于应到8"),
        (row(1, 2, 3, present=9), "第1行：实到9 ≠ 各项票数与未按之和6"),
        (row(1, 2, 3, issued=6, unpressed=1), "第1行：发出纸质票时没有“未按”"),
    ],
)
def test_impossible_counts_are_named(faulty: Row, fault: str) -> None:
    assert faults_of(vote(faulty)) == [fault]


def test_more_votes_than_members_are_impossible_in_every_dimension() -> None:
    votes = vote(
        row(5, 0, 0, dimension=Dimension.ATTITUDE),
        row(4, 1, 1, dimension=Dimension.RESULT),
        members=5,
    )
    assert faults_of(votes) == ["有效6多于全体组成人员5"]


@pytest.mark.parametrize(
    "possible",
    [
        row(1, 2, 3),
        row(1, 2, 3, abstained=1, unpressed=2, present=9, expected=12),
        row(1, 2, 3, invalid=1, returned=7, issued=8, present=9, expected=9),
        row(1, 2, 3, valid=6, returned=6),
    ],
)
def test_possible_counts_have_no_fault(possible: Row) -> None:
    assert faults_of(vote(possible, members=99)) == []


@given(st.tuples(*[st.integers(0, 99)] * 6))
def test_a_row_completes_itself_without_fault(counts: tuple[int, ...]) -> None:
    satisfied, basically, unsatisfied, abstained, unpressed, invalid = counts
    full = row(
        satisfied,
        basically,
        unsatisfied,
        abstained=abstained,
        unpressed=unpressed,
        invalid=invalid,
    ).complete()
    assert full.present == sum(counts)
    assert full.returned == sum(counts) - unpressed
    assert full.complete() == full


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("1/2", Fraction(1, 2)),
        ("60%", Fraction(3, 5)),
        ("66.67%", Fraction(6667, 10000)),
        ("0.6", Fraction(3, 5)),
        ("1", Fraction(1)),
        ("0", Fraction(0)),
    ],
)
def test_a_threshold_is_an_exact_share_and_stays_as_written(
    written: str, share: Fraction
) -> None:
    step = Step(threshold=written)
    assert step.share == share
    assert step.threshold == written


@pytest.mark.parametrize("written", ["一半", "150%", "3/2", "1/0", "1.5", "-1", "2"])
def test_a_threshold_that_is_no_share_is_refused_when_it_is_read(written: str) -> None:
    with pytest.raises(ValidationError, match=r"不是比例，应写成 1/2 或 60% 的样子"):
        Step(threshold=written)


def test_a_step_counts_only_what_can_be_voted() -> None:
    with pytest.raises(ValidationError, match="票数里没有“未表态”"):
        Step(counted=(Satisfaction.SILENT,))
    with pytest.raises(ValidationError):
        Step(counted=())


@pytest.mark.parametrize(
    ("operator", "votes", "met"),
    [
        (Operator.OVER, Fraction(1, 2), False),
        (Operator.REACH, Fraction(1, 2), True),
        (Operator.OVER, Fraction(51, 100), True),
        (Operator.REACH, Fraction(49, 100), False),
    ],
)
def test_over_excludes_the_exact_half_and_reach_includes_it(
    operator: Operator, votes: Fraction, met: bool
) -> None:
    assert Step(operator=operator).met(votes) is met


def test_a_ledger_may_name_its_rule_or_write_it_out() -> None:
    facts = {"名称": "监督", "编号前缀": "JZ", "监督机关": "某市人大常委会"}
    named = Ledger.model_validate({**facts, "测评规则": "满意六成"})
    assert named.ballot_rule == PRESETS["满意六成"]
    written = {"名称": "满意过三分之二", "级联": [{"计入": ["满意"], "门槛": "2/3"}]}
    own = Ledger.model_validate({**facts, "测评规则": written})
    assert own.ballot_rule.steps[0].share == Fraction(2, 3)
    assert rule_from(written) is written
    with pytest.raises(ValidationError, match="没有“过半”这种测评规则；可用：实到过半"):
        Ledger.model_validate({**facts, "测评规则": "过半"})


def test_one_row_at_least_is_needed() -> None:
    with pytest.raises(ValidationError):
        vote()
