"""What a 期初 does not say, and a rate would have to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectify.domain.subject import Subject, ever_answered, in_base, of_deputies
from rectify.domain.terms import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.event import Opening
    from rectify.domain.progress import Undertaking


def signing(subject: Subject) -> str:
    """Name what is not known of the signing of a 承办."""
    unknown = any(work.signed is None for work in subject.works)
    return "签收情况" if unknown and in_base(subject) else ""


def timing(subject: Subject) -> str:
    """Name what a 期初 does not say, where nobody can tell what was in time."""
    if not in_base(subject):
        return ""
    for work, known in _taken_over(subject):
        clock = work.clocks[0]
        if known.round > 1:
            return "首次办理情况"
        timeless = known.basis is not None or subject.stands.lasting
        if clock.original is None and not timeless:
            return "期限"
        if clock.original is not None and clock.undated:
            return "答复日期"
    return ""


def _taken_over(subject: Subject) -> Iterator[tuple[Undertaking, Opening]]:
    """Go through the 承办 that a 期初 began, those that gave it up too."""
    works = subject.works
    if not subject.alone:
        works = (*works, *subject.stands.released)
    for work in works:
        if work.answering and work.opening is not None:
            yield work, work.opening


def meeting(subject: Subject) -> str:
    """Name what a 期初 does not say: whether the first answer came after a talk."""
    answered = any(
        known.round > 1 or known.state not in _UNANSWERED
        for _, known in _taken_over(subject)
    )
    return "面商情况" if answered and of_deputies(subject) else ""


_UNANSWERED = (State.ASSIGNED, State.WORKING)


def rounds(subject: Subject) -> str:
    """Name what a 期初 does not say: how many times it had been handled."""
    unknown = any(
        known.rounds is None and known.state is not State.ASSIGNED
        for _, known in _taken_over(subject)
    )
    return "办理次数" if unknown and ever_answered(subject) else ""
