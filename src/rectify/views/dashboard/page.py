"""The dashboard as one page of its own: no network, and nothing that comes from data.

The page reads without its script; the script filters, sorts and opens what is there.
Its policy names both by their digests, so that nothing else on it can run.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rectify.domain.phrases import chinese_day
from rectify.domain.terms import State
from rectify.domain.text import paragraphs
from rectify.domain.wording import DEMONSTRATION, PUBLISHED
from rectify.views.dashboard.curves import draw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rectify.domain.documents.dashboard import Dashboard, Entry, Gauge
    from rectify.domain.rate import Rate

_FOLDER = Path(__file__).parent
_PAGE = "dashboard.html.j2"
_ORDER = tuple(State)


def write_dashboard(dashboard: Dashboard) -> str:
    """Write the whole page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style, script = (
        (_FOLDER / f"dashboard.{kind}").read_text(encoding="utf-8")
        for kind in ("css", "js")
    )
    choices, about = _choices(dashboard), dashboard.head.ledger.about_data
    jinja = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters.update(
        day=chinese_day, of_whole=_of_whole, few=_few, number=_number_of
    )
    return jinja.get_template(_PAGE).render(
        d=dashboard,
        word=dashboard.head.word,
        demonstration=DEMONSTRATION if dashboard.head.ledger.demonstration else "",
        published=PUBLISHED if dashboard.head.public else "",
        chart=draw(dashboard.months),
        most=max((each.size for each in dashboard.units), default=0),
        most_of_category=max((each.size for each in dashboard.categories), default=0),
        rows=list(_rows(dashboard, choices)),
        choices=choices,
        unit_places={name: place for place, (name, _) in enumerate(dashboard.named)},
        category_places={name: n for n, name in enumerate(choices.categories)},
        about=paragraphs(about) if about else (),
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
        style_digest=_digest(style),
        script_digest=_digest(script),
    )


def _digest(content: str) -> str:
    """Name a style or a script by what it is, as the policy of a page does."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


class Choices(NamedTuple):
    """What the list can be narrowed to."""

    states: tuple[State, ...]
    units: tuple[str, ...]
    categories: tuple[str, ...]


def _choices(dashboard: Dashboard) -> Choices:
    there = {entry.item.state for entry in dashboard.entries}
    categories = [each.name for each in dashboard.categories]
    categories += [entry.category for entry in dashboard.entries]
    return Choices(
        tuple(state for state in _ORDER if state in there),
        tuple(shown for _, shown in dashboard.named),
        tuple(dict.fromkeys(categories)),
    )


class Row(NamedTuple):
    """One row: what it is filtered by, and what it is sorted by."""

    entry: Entry
    state: int
    units: str
    category: int
    lead: int
    deadline: str


def _rows(dashboard: Dashboard, choices: Choices) -> Iterator[Row]:
    """Give places instead of names: a name in an attribute might be anything."""
    ranks = {name: place for place, (name, _) in enumerate(dashboard.named)}
    for entry in dashboard.entries:
        places = [ranks[unit] for unit in entry.units]
        yield Row(
            entry,
            choices.states.index(entry.item.state),
            " ".join(map(str, places)),
            choices.categories.index(entry.category),
            places[0] if places else len(ranks),
            _limit(entry),
        )


def _limit(entry: Entry) -> str:
    item = entry.item
    if item.deadline is None:
        return item.limit_words or "—"
    return f"{item.deadline}{'（暂估）' if item.estimated else ''}"


def _of_whole(part: int, whole: int) -> str:
    """Give a length in hundredths of a whole, to two decimals."""
    return f"{part * 10_000 // whole / 100 if whole else 0:g}%"


def _few(gauge: Gauge) -> tuple[str, tuple[str, ...]]:
    """Name what makes a rate what it is: the fewer of those counted and the rest."""
    rate: Rate = gauge.rate
    if rate.numerator < rate.denominator - rate.numerator:
        return "计入的", rate.numerator_of
    return "未计入的", gauge.rest


def _number_of(name: str) -> str:
    """Give the number of the issue that a name begins with."""
    return name.split(" ", 1)[0]
