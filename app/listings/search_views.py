"""Finding listings: the list, and the points of the map."""

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.listings import looking, map_points, queries
from app.listings.blueprint import bp
from app.listings.map_words import map_words
from app.subnetworks.queries import subnetworks_of
from app.territories import places
from app.web.access import May, allow
from app.web.context import here, the_plugins, the_territory
from app.web.database import db
from app.web.templating import kept_part
from app.wellbeing.queries import current

TEN_MINUTES = 600


def reader_place() -> tuple[object, ...]:
    """Return what a page depends on of the place its reader looks from."""
    member = here.member
    return () if member is None else (member.place, member.public_lat, member.public_lon)


def ground() -> looking.Ground:
    """Return what the filters of this request are read against."""
    return looking.Ground(
        territory=the_territory(),
        member=here.member,
        subnetworks=subnetworks_of(db.session),
        typology=current(db.session),
        plugins=the_plugins(),
        gazetteer=places.the_gazetteer(),
        geocoder=places.the_geocoder(),
    )


@bp.get("/search")
@allow(May.LOOK)
def search() -> ResponseReturnValue:
    """Find offers and requests: a list, and a map beside it."""
    key = (
        the_territory().id,
        the_territory().version,
        clock.today(the_territory().time_zone),
        int(clock.now().timestamp() // TEN_MINUTES),  # "5 minutes ago" grows old
        reader_place(),
        tuple(request.args.items(multi=True)),
        id(the_plugins()),
    )
    return render_template("listings/search.html", part=kept_part(key, "listings/_search.html", _found))


def _found() -> dict[str, Any]:
    territory = the_territory()
    look = looking.look(db.session, ground(), request.args)
    found = queries.search(
        db.session, the_plugins(), look.wanted, slug=territory.slug or "", zone=territory.time_zone
    )
    return {
        "look": look,
        "found": found,
        "chips": looking.chips(look),
        "words": map_words(),
        "points_url": look.address(path=url_for(".points")),
        "previous_url": _page(look, found.page - 1) if found.page > 1 else None,
        "next_url": _page(look, found.page + 1) if found.page < found.pages else None,
    }


def _page(look: looking.Look, number: int) -> str:
    return look.address(page=str(number))


@bp.get("/search/points")
@allow(May.LOOK)
def points() -> ResponseReturnValue:
    """Tell the map what is found, at public points only."""
    territory, read_against = the_territory(), ground()
    look = looking.look(db.session, read_against, request.args)
    rows = queries.points(db.session, the_plugins(), look.wanted, zone=territory.time_zone)
    found = map_points.grouped(rows, territory.slug or "")
    where = [(point["lat"], point["lon"]) for point in found]
    centre = places.centre(territory)
    if not where and centre is not None:
        where = [(centre.lat, centre.lon)]
    around = map_points.places_around(db.session, read_against.gazetteer, where)
    return jsonify(points=found, places=around, circle=None)
