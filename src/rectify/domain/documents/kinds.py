"""The kinds of document that an office writes about a list, one line each."""

from __future__ import annotations

from rectify.domain.documents.bulletin import compile_bulletin
from rectify.domain.documents.definitions import compile_definitions
from rectify.domain.documents.handover import compile_letters
from rectify.domain.documents.lists import compile_list
from rectify.domain.documents.report import Choice, Kind
from rectify.errors import UsageError

KINDS = (
    Kind(
        "交办函",
        "handover",
        "给每个承办单位一份，只列它自己的问题",
        compile_letters,
        frozenset({Choice.UNIT, Choice.DAY}),
        several=True,
    ),
    Kind("问题清单", "problems", "有哪些问题：内容、来源、整改要求", compile_list),
    Kind(
        "责任清单", "duties", "谁来办：主办、协办、责任领导、责任人、期限", compile_list
    ),
    Kind("整改清单", "measures", "怎么办：目标、措施、时限、进展", compile_list),
    Kind(
        "情况通报",
        "bulletin",
        "办得怎么样：总数、比率、单位排名、存在问题",
        compile_bulletin,
    ),
    Kind(
        "口径说明",
        "definitions",
        "每个指标怎么算、基数是什么、测评规则是什么",
        compile_definitions,
    ),
)


class UnknownKind(UsageError):  # noqa: N818  # named for what it is
    """There is no document of that kind."""

    def __init__(self, name: str) -> None:
        known = "、".join(f"{kind.name}（{kind.alias}）" for kind in KINDS)
        super().__init__(f"没有“{name}”这种文书。可用：{known}")


def kind_named(name: str) -> Kind:
    """Find a kind by its Chinese name or its alias.

    Raises:
        UnknownKind: there is none.
    """
    for kind in KINDS:
        if name in (kind.name, kind.alias):
            return kind
    raise UnknownKind(name)
