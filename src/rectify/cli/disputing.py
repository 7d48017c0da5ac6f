"""What settling a conflict is made of, wherever it has come from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rectify.cli.shell import say
from rectify.domain.history.untaken import UNTAKEN, mark
from rectify.domain.history.untaken import sentence as untaken_sentence
from rectify.domain.merging.conflict import NUMBERS, Side
from rectify.errors import RuleError
from rectify.storage.journal import readable
from rectify.storage.merging.joining import WHOLE, join_or_whole, kind_of
from rectify.storage.merging.leftovers import last_change
from rectify.storage.reader import read
from rectify.views.screen.conflicts import Dispute, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from rectify.domain.history.integrity import Alteration
    from rectify.domain.ledger import Ledger
    from rectify.domain.merging.conflict import Conflict
    from rectify.storage.git.repository import Repository
    from rectify.storage.journal import Change, Record
    from rectify.storage.merging.joining import Joined, Three

_MANY = 6
_TITLES = {
    "ledger.yaml": "台账设置",
    "units.yaml": "单位名录",
    "imports.yaml": "导入设置",
    "holidays.yaml": "放假安排",
}


class StillFaulty(RuleError):  # noqa: N818  # named for what it is
    """The side that was picked can't be read."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} 选的这一边读不出来，请选另一边")


class Outcome(NamedTuple):
    """What picks come to: what is still open, and the files that are done.

    `settled` are the names of these files, `notes` what should be said of them.
    """

    disputes: tuple[Dispute, ...]
    changes: tuple[Change, ...] = ()
    settled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def joined_file(
    files: Three,
    place: str,
    ledger: Ledger | None,
    *,
    picks: Mapping[str, Side],
    on: date,
) -> Joined:
    """Join a file by what it says; whole, where one side can't be read.

    Raises:
        StillFaulty: the side that was picked whole is the one that can't be read.
    """
    kind = kind_of(place, ledger)
    found = join_or_whole(files, kind, place, ledger, picks=picks, on=on)
    if WHOLE in picks and found.data is not None and not readable(place, found.data):
        raise StillFaulty(place)
    return found


def labelled(record: Record, untaken: Iterable[Alteration]) -> Record:
    """Tell the history which 作废 of a side was not taken, and that it was meant so."""
    labels = dict.fromkeys((UNTAKEN, mark(each.place, each.was)) for each in untaken)
    return record._replace(trailers=(*record.trailers, *labels))


def say_untaken(untaken: Iterable[Alteration]) -> None:
    """Name every 作废 that was not taken, with its reason, to who has picked so."""
    for each in untaken:
        said = untaken_sentence(each.place, each.was)
        say(f"没有采用这条作废，记录照旧有效：{said}；仍要作废的请用 rectify void")


def names_of(places: Iterable[str]) -> dict[str, str]:
    """Name files as people do: by their number where no other file has it."""
    found = {place: _short(place) for place in places}
    count = Counter(found.values())
    return {place: n if count[n] == 1 else place for place, n in found.items()}


def title_of(place: str, data: bytes | None) -> str:
    """Say what a file is about, as far as it can be read."""
    name = place.rpartition("/")[2]
    plain = read(data or b"", place).plain if name.endswith(".yaml") else None
    title = (plain or {}).get("标题")
    if isinstance(title, str):
        return title
    return "测评" if "/votes/" in place else _TITLES.get(name, "")


def versions(
    repo: Repository | None,
    place: str,
    until: str | None,
    conflicts: Iterable[Conflict],
) -> dict[str, Version]:
    """Say of each conflict who brought what a side has, where the history tells."""
    if repo is None or until is None:
        return {}
    labels = {each.key: each.key.partition("/")[0] for each in conflicts}
    found = last_change(repo, place, until, set(labels.values()))
    return {
        key: Version(one.author, one.when, one.subject)
        for key, label in labels.items()
        if (one := found.get(label)) is not None
    }


def sentence(picks: Mapping[str, Mapping[str, Side]]) -> str:
    """Say what was settled in which files; of numbers, others say it."""
    told = {
        name: [side for key, side in own.items() if key not in NUMBERS]
        for name, own in picks.items()
    }
    files = [name for name, own in picks.items() if told[name] or not own]
    count = Counter(side for sides in told.values() for side in sides)
    named = "、".join(files) if len(files) < _MANY else f"{len(files)}个文件"
    said = "，".join(
        f"{count[side]}处{'' if side is Side.BOTH else '取'}{side}"
        for side in Side
        if count[side]
    )
    return (f"解决冲突 {named}" + (f"：{said}" if said else "")) if files else ""


def _short(place: str) -> str:
    name = place.rpartition("/")[2]
    numbered = "/issues/" in place or "/votes/" in place
    return name.removesuffix(".yaml") if numbered else name
