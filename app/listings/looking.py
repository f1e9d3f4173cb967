"""Reads what somebody looks for out of the address of the search page, and writes it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.geo.gazetteer import Gazetteer
from app.geo.geocoding import Geocoder
from app.geo.point import Point
from app.kernel.contributions import Filter
from app.kernel.registry import Plugins
from app.listings.cards import term_label
from app.listings.forms import SearchForm, kind_filters
from app.listings.queries import Wanted
from app.members.models import Member
from app.subnetworks.models import Subnetwork
from app.territories import places
from app.territories.models import Territory
from app.text import _, language
from app.wellbeing.queries import TypologyView

LONGEST_TEXT = 100


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Look:
    """What somebody looks for, with all that the page needs to show it."""

    path: str
    form: SearchForm
    more: Form
    """The filters that the chosen kind brings."""
    wanted: Wanted
    values: tuple[tuple[str, str], ...]
    """The filters in use, as they stand in the address."""
    around: str
    """Name of the place that distances are counted from; empty: the reader's own."""
    unknown_place: str

    def address(self, *, path: str | None = None, without: Iterable[str] = (), **changes: str) -> str:
        """Return the address of the same search with some filters left out or changed."""
        left = {name: value for name, value in self.values if name not in set(without)} | changes
        query = urlencode({name: value for name, value in left.items() if value})
        return f"{path or self.path}?{query}" if query else path or self.path


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What the filters are read against."""

    territory: Territory
    member: Member | None
    subnetworks: Sequence[Subnetwork]
    typology: TypologyView
    plugins: Plugins
    gazetteer: Gazetteer | None
    geocoder: Geocoder | None = None

    @property
    def enabled(self) -> frozenset[str]:
        """Slugs of the plugins that are switched on somewhere in the territory."""
        return frozenset(
            item.plugin for found in self.subnetworks for item in found.installations if item.enabled
        )


def look(session: Session, ground: Ground, args: MultiDict[str, str]) -> Look:
    """Read the address; what is not understood is left out, and nothing is refused."""
    form = SearchForm(args)
    form.offer_choices(
        kinds=kind_choices(ground),
        subnetworks=[(found.slug, found.name) for found in ground.subnetworks],
        terms=[(term, term_label(ground.plugins, term)) for term in term_choices(ground)],
        dimensions=[
            (letter, f"{letter} · {term.label}") for letter, term in ground.typology.dimensions.items()
        ],
    )
    values = form.understood()
    brought = _filters_of(ground.plugins, values.get("kind", ""))
    more = kind_filters(brought, args)
    values |= {f"f-{name}": value for name, value in _chosen(brought, more).items()}
    needed = bool(values.get("within")) or values.get("order") == "nearest"
    centre, around, unknown = where(session, ground, values.get("near", ""), needed=needed)
    if args.get("map"):
        values["map"] = "1"
    return Look(
        path=f"/t/{ground.territory.slug}/search",
        form=form,
        more=more,
        wanted=_wanted(ground, values, centre, args.get("page", 1, type=int)),
        values=tuple(values.items()),
        around=around,
        unknown_place=unknown,
    )


def _wanted(ground: Ground, values: Mapping[str, str], centre: Point | None, page: int) -> Wanted:
    within = values.get("within", "")
    return Wanted(
        text=values.get("q", "")[:LONGEST_TEXT],
        direction=values.get("direction", ""),
        kind=values.get("kind", ""),
        subnetwork_id=next(
            (item.id for item in ground.subnetworks if item.slug == values.get("subnetwork")), None
        ),
        terms=values.get("terms", ""),
        dimension=values.get("dimension", ""),
        near=centre,
        within=int(within) * 1000 if within else None,
        order=values.get("order", "newest"),
        filters={name[2:]: value for name, value in values.items() if name.startswith("f-")},
        page=page,
        language=language(),
    )


def where(session: Session, ground: Ground, typed: str, *, needed: bool) -> tuple[Point | None, str, str]:
    """Return where distances are counted from, its name, and the name that was typed if nobody knows it.

    Without a name it is where the reader lives, and the middle of the territory when a place is ``needed``.
    """
    if typed:
        found = places.find(session, ground.gazetteer, typed, near=ground.territory, limit=1)
        if found and found[0].point is not None:
            return found[0].point, found[0].name, ""
        located = (
            ground.geocoder.geocode(typed, near=places.centre(ground.territory)) if ground.geocoder else None
        )
        if located is not None:
            return located.point, f"{located.label} ({located.source.attribution})", ""
    member = ground.member
    if member is not None and member.public_lat is not None and member.public_lon is not None:
        return Point(member.public_lat, member.public_lon), "", typed
    if needed:
        return places.centre(ground.territory), ground.territory.name, typed
    return None, "", typed


def _filters_of(plugins: Plugins, kind: str) -> tuple[Filter, ...]:
    found = plugins.kinds.get(kind)
    return found.filters if found is not None else ()


def _chosen(filters: Sequence[Filter], form: Form) -> dict[str, str]:
    chosen = {}
    for item in filters:
        value = form[item.name].data
        allowed = {str(key) for key, _label in item.choices}
        if value not in (None, "") and (not item.choices or str(value) in allowed):
            chosen[item.name] = str(value)
    return chosen


def kind_choices(ground: Ground) -> dict[str, list[tuple[str, str]]]:
    """Return the kinds that can be listed here, under the titles of their plugins."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for slug, kind in ground.plugins.of(ground.plugins.kinds, ground.enabled).items():
        title = str(ground.plugins.installed[slug.split(".")[0]].manifest.title)
        groups.setdefault(title, []).append((slug, str(kind.label)))
    return groups


def term_choices(ground: Ground) -> list[str]:
    """Return the terms that are possible here, a gift first."""
    return ["gift", *ground.plugins.of(ground.plugins.settlements, ground.enabled)]


def chips(look: Look) -> list[Chip]:
    """Return the filters in use, each with a way to take it off."""
    found = []
    for name, value in look.values:
        if name in ("map", "order", "f-"):
            continue
        label = _chip(look, name, value)
        if label:
            found.append(Chip(label=label, url=look.address(without=(name, "page"))))
    return found


def _chip(look: Look, name: str, value: str) -> str:
    if name == "q":
        return _("“%(words)s”", words=value)
    if name == "near":
        return "" if look.unknown_place else _("around %(place)s", place=look.around)
    if name == "within":
        return _("within %(km)s km", km=value)
    field: Any = look.more[name[2:]] if name.startswith("f-") else look.form[name]
    label = _label_of(field, value)
    return (
        _("%(filter)s: %(value)s", filter=field.label.text, value=label) if name.startswith("f-") else label
    )


def _label_of(field: Any, value: str) -> str:
    choices = getattr(field, "choices", None) or ()
    if isinstance(choices, dict):
        choices = [choice for group in choices.values() for choice in group]
    return next((str(label) for key, label in choices if str(key) == value), value)
