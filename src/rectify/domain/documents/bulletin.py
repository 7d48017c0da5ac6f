"""The bulletin (情况通报): how many, done, open, by when, and only then who."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.documents.hearings import heard, sessions, unit_votes
from rectify.domain.documents.months import course, month_ends
from rectify.domain.documents.ranking import FEWEST_RANKED, bars, standings
from rectify.domain.documents.remaining import rest_of
from rectify.domain.documents.report import Head, NothingHanded, head_of, noun_of
from rectify.domain.documents.shortcomings import shortcomings
from rectify.domain.rate import Rate, check_parts
from rectify.domain.rates import total_rate
from rectify.domain.terms import Lasting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rectify.domain.documents.hearings import Heard, Session, UnitVote
    from rectify.domain.documents.months import Course
    from rectify.domain.documents.ranking import Standing
    from rectify.domain.documents.remaining import Rest
    from rectify.domain.documents.report import Request
    from rectify.domain.documents.shortcomings import Shortcomings
    from rectify.domain.progress import Progress
    from rectify.domain.roster import Roster


class Share(NamedTuple):
    """A part of a whole: how many, and its share of the whole."""

    name: str
    note: str
    rate: Rate


class LookBack(NamedTuple):
    """What the look-backs (回头看) found."""

    total: int
    rebounds: tuple[str, ...]


class Bulletin(NamedTuple):
    """What the bulletin says."""

    head: Head
    noun: str
    opinions: int
    listed: int
    out: int
    total: int
    merged: int
    handings: tuple[tuple[date, int], ...]
    undated: int
    rectified: Rate
    rest: Rest
    answered: Rate
    on_time: Rate
    untimed: str
    at_hand: Rate
    struck_off: Rate
    course: Course | None
    graded: int
    grades: tuple[Share, ...]
    themes: tuple[Share, ...]
    theme_word: str
    sessions: tuple[Session, ...]
    unit_votes: tuple[UnitVote, ...]
    heard: Heard | None
    look_back: LookBack
    fewest_ranked: int
    standings: tuple[Standing, ...]
    bars: tuple[tuple[str, float], ...]
    wanting: Shortcomings


def compile_bulletin(request: Request) -> dict[str, Bulletin]:
    """Count everything that a bulletin says, and check that the parts add up.

    Raises:
        NothingHanded: nothing was handed over yet.
    """
    roster = request.roster
    base = roster.base()
    if not base:
        raise NothingHanded("情况通报")
    rectified = total_rate("整改完成率", [roster])
    done = set(rectified.numerator_of)
    unfinished = [case for case in base if case.number not in done]
    check_parts("交办的", rectified.denominator, (len(done), len(unfinished)))
    word, themes = _themes(roster, base, done)
    ranked = standings(roster)
    graded, grades = _grades(roster)
    handings, undated = _handings(base)
    on_time = total_rate("按期办结率", [roster])
    found = Bulletin(
        head=head_of(roster),
        noun=noun_of(base),
        opinions=len(roster.ledger.opinions),
        listed=sum(1 for case in roster.cases if not roster.left_out(case)),
        out=sum(1 for case in roster.cases if roster.ended_out(case)),
        total=len(base),
        merged=sum(1 for case in base if case.parent is not None),
        handings=handings,
        undated=undated,
        rectified=rectified,
        rest=rest_of(roster.ledger, unfinished),
        answered=total_rate("答复率", [roster]),
        on_time=on_time,
        untimed=on_time.gap_words(roster.ledger.measure_word),
        at_hand=total_rate("整改答复到位率", [roster]),
        struck_off=total_rate("销号率", [roster]),
        course=course(month_ends(roster)),
        graded=graded,
        grades=grades,
        themes=themes,
        theme_word=word,
        sessions=sessions(roster, base),
        unit_votes=tuple(unit_votes(roster)),
        heard=heard(roster),
        look_back=_look_back(base),
        fewest_ranked=FEWEST_RANKED,
        standings=ranked,
        bars=bars(roster, ranked),
        wanting=shortcomings(roster, base),
    )
    return {"": found}


def _handings(
    base: Sequence[Progress],
) -> tuple[tuple[tuple[date, int], ...], int]:
    """Count by the day of the 交办: each issue's own, or that of what it went into.

    Beside them stands how many were handed over on a day that nobody knows.
    """
    handings = [case.handed or case.standing.handed for case in base]
    days = [each.day for each in handings if each is not None]
    counted = Counter(day for day in days if day is not None)
    undated = days.count(None)
    check_parts("各次交办的", len(base), (*counted.values(), undated))
    return tuple(sorted(counted.items())), undated


def _grades(roster: Roster) -> tuple[int, tuple[Share, ...]]:
    """Split what has a class by the least good last class of its units."""
    graded = total_rate("落实率", [roster]).denominator_of
    by_grade: dict[str | None, list[str]] = {}
    for number in graded:
        works = roster.case(number).standing.answering
        worst = max((work.last_grade for work in works), key=roster.ledger.grade_rank)
        by_grade.setdefault(worst, []).append(number)
    shares = tuple(
        Share(f"{grade.code}类", grade.meaning, Rate.of(by_grade[grade.code], graded))
        for grade in roster.ledger.grades
        if grade.code in by_grade
    )
    check_parts("答复类别", len(graded), [share.rate.numerator for share in shares])
    return len(graded), shares


def _themes(
    roster: Roster, base: Sequence[Progress], done: set[str]
) -> tuple[str, tuple[Share, ...]]:
    """Break down by 审议意见, or by category where there are none; others come last."""
    opinions = {each.number: each.title for each in roster.ledger.opinions}
    members: dict[str, list[str]] = {f"第{number}条": [] for number in opinions}
    others: list[str] = []
    for case in base:
        issue = case.issue
        theme = f"第{issue.opinion}条" if issue.opinion in opinions else ""
        name = theme if opinions else issue.category
        (members.setdefault(name, []) if name else others).append(case.number)
    titles = {f"第{number}条": title for number, title in opinions.items()}
    groups = [(name, numbers) for name, numbers in members.items() if numbers]
    if groups and others:
        groups.append(("其他" if opinions else "未分类", others))
    shares = [
        Share(
            name, titles.get(name, ""), Rate.of([n for n in found if n in done], found)
        )
        for name, found in groups
    ]
    if shares:
        sizes = [share.rate.denominator for share in shares]
        check_parts("分项的", len(base), sizes)
        rectified = [share.rate.numerator for share in shares]
        check_parts("分项完成整改的", len(done), rectified)
    return ("审议意见" if opinions else "类别"), tuple(shares)


def _look_back(base: Sequence[Progress]) -> LookBack:
    """Count the look-backs; a 并案 child was not looked at by itself."""
    seen = [case for case in base if case.parent is None and case.rechecks]
    return LookBack(len(seen), tuple(_rebounds(seen)))


def _rebounds(cases: Sequence[Progress]) -> Iterator[str]:
    for case in cases:
        if any(each.lasting is Lasting.REBOUND for each in case.rechecks):
            yield case.number
