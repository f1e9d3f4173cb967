"""The page of a listing, mine by status, and what its author or a coordinator does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any
from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app import clock, text
from app.db.kept import Kept
from app.geo.point import Point
from app.listings import map_points, queries, services
from app.listings.blueprint import bp
from app.listings.cards import photo, term_label
from app.listings.forms import HideForm, PressForm
from app.listings.map_words import map_words
from app.listings.models import Listing, ListingStatus
from app.listings.search_views import TEN_MINUTES, reader_place
from app.listings.telling import distance_in_words, month_in_words
from app.members.models import MemberStatus
from app.subnetworks.models import Subnetwork
from app.subnetworks.panels import ShownPanel, panels_of_kind
from app.territories import places
from app.text import _
from app.web.access import May, Role, allow
from app.web.context import here, the_member, the_plugins, the_territory
from app.web.database import db
from app.web.markdown import render as markdown
from app.web.templating import day
from app.wellbeing.queries import current

STATUSES = {
    ListingStatus.ACTIVE: "open",
    ListingStatus.DRAFT: "draft",
    ListingStatus.PAUSED: "waiting",
    ListingStatus.HIDDEN: "refused",
    ListingStatus.ENDED: "closed",
}
"""The look of each status, in the order of my page."""


def status_labels() -> dict[str, str]:
    """Return how each status is said."""
    return {
        ListingStatus.ACTIVE: _("On the board"),
        ListingStatus.DRAFT: _("Draft"),
        ListingStatus.PAUSED: _("Paused"),
        ListingStatus.HIDDEN: _("Hidden by a coordinator"),
        ListingStatus.ENDED: _("Off the board"),
    }


def readable(listing_id: UUID) -> Listing:
    """Return a listing that the reader may see; another is not found.

    Everybody sees what is on the board; who takes part also reads what is paused or over, for an
    exchange may point there; what is hidden is for its author and the coordinators, a draft for its author.
    """
    listing = queries.find(db.session, listing_id)
    if listing is None:
        abort(404)
    if is_mine(listing):
        return listing
    if listing.status == ListingStatus.DRAFT:
        abort(404)
    if looks_after(listing):
        return listing
    if listing.status == ListingStatus.HIDDEN or listing.member.status != MemberStatus.ACTIVE:
        abort(404)
    if not queries.is_on_board(listing, clock.today(the_territory().time_zone)) and here.member is None:
        abort(404)
    return listing


def is_mine(listing: Listing) -> bool:
    """Tell whether the reader wrote the listing."""
    return here.member is not None and listing.member_id == here.member.id


def looks_after(listing: Listing) -> bool:
    """Tell whether the reader may hide the listing: a coordinator of its sub-network, an administrator."""
    return listing.subnetwork_id in here.coordinates or Role.ADMINISTRATOR in here.roles


def mine_or_404(listing_id: UUID) -> Listing:
    """Return my listing; another's is not found."""
    listing = queries.find(db.session, listing_id)
    if listing is None or not is_mine(listing):
        abort(404)
    return listing


@bp.get("/listings/<uuid:listing_id>")
@allow(May.LOOK)
def show(listing_id: UUID) -> ResponseReturnValue:
    """Show a listing; to most readers as it was drawn before."""
    shown = _plain(listing_id)
    if shown is None or _has_rights(shown):
        return _page(readable(listing_id))
    return render_template(
        "listings/show.html",
        title=shown.title,
        description=shown.description,
        part=shown.part,
        panels=_panels(listing_id, shown.kind, shown.subnetwork_id),
    )


def _panels(listing_id: UUID, kind: str, subnetwork_id: UUID) -> list[ShownPanel]:
    return panels_of_kind(
        db.session,
        the_plugins(),
        "listing",
        kind=kind,
        subnetwork_id=subnetwork_id,
        subject=lambda: queries.find(db.session, listing_id),
        reader=here.member,
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A listing on the board as it is shown to those who have no rights over it."""

    title: str
    description: str
    part: Markup
    kind: str
    member_id: UUID
    subnetwork_id: UUID


_shown: Kept[Shown | None] = Kept(1024)


def _plain(listing_id: UUID) -> Shown | None:
    """Return a listing drawn for readers without rights, ``None`` when it is not on the board."""
    territory = the_territory()
    key = (
        territory.id,
        territory.version,
        listing_id,
        clock.today(territory.time_zone),
        int(clock.now().timestamp() // TEN_MINUTES),
        reader_place(),
        here.member is not None,
        text.language(),
        id(the_plugins()),
    )
    return _shown.get(key, lambda: _draw(listing_id))


def _draw(listing_id: UUID) -> Shown | None:
    listing = queries.find(db.session, listing_id)
    if listing is None or listing.member.status != MemberStatus.ACTIVE:
        return None
    if not queries.is_on_board(listing, clock.today(the_territory().time_zone)):
        return None
    return Shown(
        title=listing.title,
        description=_description(listing),
        part=Markup(render_template("listings/_show.html", **_values(listing, plain=True))),  # noqa: S704
        kind=listing.kind,
        member_id=listing.member_id,
        subnetwork_id=listing.subnetwork_id,
    )


def _description(listing: Listing) -> str:
    words = " ".join(markdown(listing.text).striptags().split())
    return shorten(words, 150, placeholder="…") or listing.title


def _has_rights(shown: Shown) -> bool:
    if here.member is None:
        return False
    return (
        here.member.id == shown.member_id
        or shown.subnetwork_id in here.coordinates
        or Role.ADMINISTRATOR in here.roles
    )


def _page(listing: Listing, hiding: HideForm | None = None) -> str:
    return render_template(
        "listings/show.html",
        title=listing.title,
        description=_description(listing),
        part=Markup(render_template("listings/_show.html", **_values(listing, hiding))),  # noqa: S704
        panels=_panels(listing.id, listing.kind, listing.subnetwork_id),
    )


def _values(listing: Listing, hiding: HideForm | None = None, *, plain: bool = False) -> dict[str, Any]:
    plugins = the_plugins()
    kind = plugins.kinds.get(listing.kind)
    detail = queries.detail_of(db.session, plugins, listing)
    typology = current(db.session)
    facts = kind.facts(detail) if kind is not None and kind.facts is not None and detail is not None else ()
    return {
        "listing": listing,
        "kind": kind,
        "facts": facts,
        "photos": [
            photo(row.digest, row.width, row.height, row.widths, item.alt, row.colour)
            for item in listing.pictures
            for row in (item.picture,)
        ],
        "terms": [term_label(plugins, term) for term in listing.terms],
        "components": [(item.code[0], typology.label(item.code)) for item in listing.components],
        "letters": sorted({item.code[0] for item in listing.components}),
        "subnetwork": db.session.get(Subnetwork, listing.subnetwork_id),
        "distance": _distance(listing),
        "on_board": queries.is_on_board(listing, clock.today(the_territory().time_zone)),
        "mine": not plain and is_mine(listing),
        "looks_after": not plain and looks_after(listing) and not is_mine(listing),
        "status": (STATUSES[ListingStatus(listing.status)], status_labels()[listing.status]),
        "since": _since(listing),
        "words": map_words(),
        "press": None if plain else PressForm(),
        "hiding": None if plain else hiding or HideForm(),
    }


def _since(listing: Listing) -> str:
    joined = listing.member.joined_at
    return month_in_words(clock.local(joined, the_territory().time_zone)) if joined is not None else ""


def _distance(listing: Listing) -> str:
    member = here.member
    if member is None or is_mine(listing) or None in (member.public_lat, listing.public_lat):
        return ""
    reader = Point(member.public_lat or 0.0, member.public_lon or 0.0)
    return distance_in_words(reader.distance_to(Point(listing.public_lat or 0.0, listing.public_lon or 0.0)))


@bp.get("/listings/<uuid:listing_id>/around")
@allow(May.LOOK)
def around(listing_id: UUID) -> ResponseReturnValue:
    """Tell the map the circle in which a listing is."""
    listing = readable(listing_id)
    circle = map_points.circle(listing, listing.member.public_cell)
    if circle is None:
        abort(404)
    near = map_points.places_around(db.session, places.the_gazetteer(), [(circle["lat"], circle["lon"])])
    return jsonify(points=[], places=near, circle=circle)


@bp.get("/listings/mine")
@allow(May.TAKE_PART)
def mine() -> ResponseReturnValue:
    """Show my listings by status."""
    today = clock.today(the_territory().time_zone)
    groups: dict[str, list[Listing]] = {status: [] for status in STATUSES}
    for listing in queries.written_by(db.session, the_member().id):
        over = listing.status == ListingStatus.ACTIVE and not queries.is_on_board(listing, today)
        groups[ListingStatus.ENDED if over else listing.status].append(listing)
    return render_template(
        "listings/mine.html",
        groups=[
            (status, label, groups[status]) for status, label in status_labels().items() if groups[status]
        ],
        looks=STATUSES,
        kinds=the_plugins().kinds,
        press=PressForm(),
    )


def _pause(listing: Listing) -> str:
    services.pause(db.session, listing)
    return _("Paused: nobody sees it until you put it back.")


def _resume(listing: Listing) -> str:
    services.require_place(db.session, the_plugins(), listing)
    services.resume(db.session, listing)
    return _("It is on the board again.")


def _renew(listing: Listing) -> str:
    if listing.status == ListingStatus.ENDED:
        services.require_place(db.session, the_plugins(), listing)
    return _("It stays on the board until %(day)s.", day=day(services.renew(db.session, listing)))


def _keep(listing: Listing) -> str:
    services.keep_for_ever(db.session, listing)
    return _("It stays until you take it off.")


def _end(listing: Listing) -> str:
    services.end(db.session, listing)
    return _("It is off the board. Exchanges under way go on.")


MOVES: dict[str, Callable[[Listing], str]] = {
    "pause": _pause,
    "resume": _resume,
    "renew": _renew,
    "keep": _keep,
    "end": _end,
}


@bp.post("/listings/<uuid:listing_id>/<any(pause, resume, renew, keep, end):move>")
@allow(May.TAKE_PART)
def move(listing_id: UUID, move: str) -> ResponseReturnValue:
    """Pause, resume, renew, keep for ever or end my listing."""
    listing = mine_or_404(listing_id)
    said = MOVES[move](listing)
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".show", listing_id=listing_id))


@bp.post("/listings/<uuid:listing_id>/hide")
@allow(May.COORDINATE)
def hide(listing_id: UUID) -> ResponseReturnValue:
    """Hide a listing of a sub-network one looks after; its author reads why."""
    listing = _looked_after(listing_id)
    form = HideForm()
    if not form.validate_on_submit():
        return _page(listing, form), 422
    services.hide(db.session, listing, reason=form.reason.data or "")
    db.session.commit()
    flash(_("Hidden. Its author has been told why."), "success")
    return redirect(url_for(".show", listing_id=listing_id))


@bp.post("/listings/<uuid:listing_id>/show-again")
@allow(May.COORDINATE)
def show_again(listing_id: UUID) -> ResponseReturnValue:
    """Put a listing back that was hidden."""
    services.show_again(db.session, _looked_after(listing_id))
    db.session.commit()
    flash(_("It is on the board again."), "success")
    return redirect(url_for(".show", listing_id=listing_id))


def _looked_after(listing_id: UUID) -> Listing:
    listing = readable(listing_id)
    if not looks_after(listing):
        abort(404)
    return listing
