"""Join the two sides of a file by what it says, its comments too.

What comes out does not depend on who merges: it is the canonical form, or, where one
side changed nothing, the very bytes of the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from rectify.domain.ballot import Vote
from rectify.domain.intake.profile import Profile
from rectify.domain.issue import Issue, LooseIssue, issue_kind
from rectify.domain.ledger import Ledger
from rectify.domain.merging.conflict import NOTHING_PICKED, Conflict, DoNotFit, Side
from rectify.domain.merging.entities import merge_entity
from rectify.domain.merging.issues import merge_issue
from rectify.domain.merging.sentences import merged_lines
from rectify.domain.unit import UnitList
from rectify.errors import LedgerError
from rectify.storage.holidays import YearList, years_kind
from rectify.storage.merging.markers import SIZE, mark
from rectify.storage.remarks import blocks, places, reconciled, remarks
from rectify.storage.restyle import CommentsInTheWay, LostInStyle, styled
from rectify.storage.yaml import load

if TYPE_CHECKING:
    from datetime import date

    from rectify.domain.entity import Entity
    from rectify.domain.merging.conflict import Merged, Picks
    from rectify.storage.remarks import Place, Remarks

WHOLE = "文件"
_BY_LINES = (".md.j2", ".gitattributes", ".gitignore")
_LEDGER_FILE = re.compile(r"(?:.*/)?data/[^/]+/(?:(issues|votes)/)?([^/]+)\.yaml")
_KINDS: dict[str, type[Entity]] = {
    "ledger": Ledger,
    "units": UnitList,
    "imports": Profile,
}


class Unjoinable(LedgerError):  # noqa: N818  # named for what it is
    """The file can't be merged by what it says, since one side can't be read so."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place} 不能按内容合并：{reason}")


class Three(NamedTuple):
    """A file before both sides changed it, and as each of them left it."""

    base: bytes | None
    ours: bytes
    theirs: bytes


class Joined(NamedTuple):
    """The file that both sides come to, or what is disputed, in words and marked."""

    data: bytes | None
    conflicts: tuple[Conflict, ...]
    marked: bytes


class _Version(NamedTuple):
    """What one version says, and its comments."""

    value: Entity
    said: Remarks


class _Versions(NamedTuple):
    """The three versions, where they can be read."""

    base: _Version | None
    ours: _Version
    theirs: _Version


def kind_of(path: str, ledger: Ledger | None) -> type[Entity] | None:
    """Give the model of a file of the workspace; None if it has none."""
    if path.rpartition("/")[2] == "holidays.yaml" and "data/" not in path:
        return YearList
    found = _LEDGER_FILE.fullmatch(path)
    if found is None:
        return None
    folder, stem = found.groups()
    if folder == "issues":
        return LooseIssue if ledger is None else issue_kind(ledger.custom)
    return Vote if folder == "votes" else _KINDS.get(stem)


def join(  # noqa: PLR0913  # one merge, and how it is to be done
    files: Three,
    kind: type[Entity] | None,
    place: str,
    ledger: Ledger | None,
    *,
    picks: Picks = NOTHING_PICKED,
    on: date,
    marks: int = SIZE,
) -> Joined:
    """Merge a file three-way; `picks` decide what is disputed.

    Raises:
        Unjoinable: a side is faulty, or the ledger's own fields are not known.
        RuleError: the picks, or the changes, make no whole together.
    """
    same = _trivial(files)
    if same is not None:
        return Joined(same, (), same)
    if kind is None:
        return _whole(files, place, picks, marks)
    if issubclass(kind, YearList):
        kind = years_kind(files)
    is_issue = issubclass(kind, Issue)
    if issubclass(kind, LooseIssue) or (is_issue and ledger is None):
        raise Unjoinable(place, "ledger.yaml 读不出来，不知道台账自定义了哪些字段")
    versions = _Versions(
        None if files.base is None else _read(kind, files.base, place, "原来的版本"),
        _read(kind, files.ours, place, Side.OURS),
        _read(kind, files.theirs, place, Side.THEIRS),
    )
    found = _merged(versions, ledger if is_issue else None, picks, on)
    if found.ours is not None and found.theirs is not None:
        both = (_units(versions, side) for side in (found.ours, found.theirs))
        return Joined(None, found.conflicts, mark(*both, size=marks).encode())
    value = cast("Entity", found.value)  # without conflicts there is one
    try:
        data = styled(value, _said(versions, value), place)
    except LostInStyle:
        raise Unjoinable(place, "合并后的内容写不成一个文件") from None
    return Joined(data, (), data)


def join_or_whole(  # noqa: PLR0913  # as join
    files: Three,
    kind: type[Entity] | None,
    place: str,
    ledger: Ledger | None,
    *,
    picks: Picks = NOTHING_PICKED,
    on: date,
) -> Joined:
    """Merge a file three-way; as a whole, and saying why, where it can't be parted."""
    try:
        return join(files, kind, place, ledger, picks=picks, on=on)
    except (Unjoinable, DoNotFit) as reason:
        found = join(files, None, place, ledger, picks=picks, on=on)
        told = tuple(each._replace(why=str(reason)) for each in found.conflicts)
        return found._replace(conflicts=told)


def _trivial(files: Three) -> bytes | None:
    """Give the file where nothing is to be merged."""
    if files.ours in (files.theirs, files.base):
        return files.theirs
    return files.ours if files.theirs == files.base else None


def _whole(files: Three, place: str, picks: Picks, marks: int) -> Joined:
    """Pick one side of a file that has no parts to us; a template has its lines."""
    side = picks.get(WHOLE)
    data = by_lines(files) if place.endswith(_BY_LINES) else None
    if side is not None:
        data = files.ours if side is Side.OURS else files.theirs
    if data is not None:
        return Joined(data, (), data)
    base, ours, theirs = (shown(each) for each in files)
    dispute = Conflict(WHOLE, WHOLE, base, ours, theirs, False, "两边都改了这个文件")
    return Joined(None, (dispute,), _marked_text(files, marks))


def by_lines(files: Three) -> bytes | None:
    """Merge a text by its lines; None where they are disputed, or are no text."""
    try:
        three = [tuple((each or b"").decode().split("\n")) for each in files]
    except UnicodeDecodeError:
        return None
    merged = merged_lines(*three)
    return None if merged is None else "\n".join(merged).encode()


def shown(data: bytes | None) -> str | None:
    """Show what a file says; a picture by its size."""
    if data is None:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return f"（{len(data)}字节）"


def _marked_text(files: Three, marks: int) -> bytes:
    """Mark the lines of a text; what is no text stays as ours."""
    try:
        ours, theirs = (
            [[line] for line in data.decode().removesuffix("\n").split("\n")]
            for data in files[1:]
        )
    except UnicodeDecodeError:
        return files.ours
    return mark(ours, theirs, size=marks).encode()


def _read(kind: type[Entity], data: bytes, place: str, side: str) -> _Version:
    loaded = load(kind, data, place)
    if loaded.value is None:
        first = loaded.problems[0]
        where = "" if first.line is None else f"第{first.line}行"
        raise Unjoinable(place, f"{side}{where}有差错：{first.message}")
    try:
        return _Version(
            loaded.value, remarks(loaded.value, loaded.document.text, place)
        )
    except CommentsInTheWay as fault:
        raise Unjoinable(place, str(fault).removeprefix(f"{place} ")) from None


def _merged(
    versions: _Versions, ledger: Ledger | None, picks: Picks, on: date
) -> Merged[Issue] | Merged[Entity]:
    """Merge what the versions say; with a ledger they are issues of it."""
    base = None if versions.base is None else versions.base.value
    three = (base, versions.ours.value, versions.theirs.value)
    if ledger is None:
        return merge_entity(*three, picks=picks)
    issues = cast("tuple[Issue | None, Issue, Issue]", three)
    return merge_issue(*issues, ledger, picks=picks, on=on)


def _said(versions: _Versions, value: Entity) -> Remarks:
    """Merge the comments; a new one whose block is gone goes above its list."""
    known = places(value)
    said: dict[Place, tuple[str, ...]] = {}
    three = reconciled([{} if each is None else each.said for each in versions], known)
    for where in dict.fromkeys(place for each in three for place in each):
        before, ours, theirs = (each.get(where, ()) for each in three)
        lines, above = _three(before, ours, theirs), where
        if where not in known:
            lines = tuple(line for line in lines if line not in before)
            above = where[:1]
        said[above] = tuple(dict.fromkeys((*said.get(above, ()), *lines)))
    return said


def _three(
    before: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    """Merge the comments of one place: what both have added is kept, in its order."""
    if ours in (theirs, before):
        return theirs
    if theirs == before:
        return ours
    kept = [line for line in before if line in ours and line in theirs]
    added = {line for line in (*ours, *theirs) if line not in before}
    return (*kept, *sorted(added))


def _units(versions: _Versions, value: Entity) -> list[list[str]]:
    """Write a side as what can be disputed: items whole, fields by their lines.

    So it is a sentence of a long text that gets marked.
    """
    units: list[list[str]] = []
    for block in blocks(value, _said(versions, value)):
        whole = bool(block) and block[0].startswith(" ")
        units += [block] if whole else [[line] for line in block]
    return units
