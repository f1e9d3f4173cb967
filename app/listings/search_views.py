"""Finding listings: the list, and the points of the map."""

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.listings import looking, map_points, queries
from app.listings.blueprint import bp
from app.listings.map_words import map_words
from app.subnetworks.queries import subnetworks_of
from app.territories import places
from app.web.access import May, allow
from app.web.context import here, the_plugins, the_territory
from app.web.database import db
from app.wellbeing.queries import current


def _ground() -> looking.Ground:
    return looking.Ground(
        territory=the_territory(),
        member=here.member,
        subnetworks=subnetworks_of(db.session),
        typology=current(db.session),
        plugins=the_plugins(),
        gazetteer=places.the_gazetteer(),
    )


@bp.get("/search")
@allow(May.LOOK)
def search() -> ResponseReturnValue:
    """Find offers and requests: a list, and a map beside it."""
    territory = the_territory()
    look = looking.look(db.session, _ground(), request.args)
    found = queries.search(
        db.session, the_plugins(), look.wanted, slug=territory.slug or "", zone=territory.time_zone
    )
    return render_template(
        "listings/search.html",
        look=look,
        found=found,
        chips=looking.chips(look),
        words=map_words(),
        points_url=look.address(path=url_for(".points")),
        previous_url=_page(look, found.page - 1) if found.page > 1 else None,
        next_url=_page(look, found.page + 1) if found.page < found.pages else None,
    )


def _page(look: looking.Look, number: int) -> str:
    return look.address(page=str(number))


@bp.get("/search/points")
@allow(May.LOOK)
def points() -> ResponseReturnValue:
    """Tell the map what is found, at public points only."""
    territory, ground = the_territory(), _ground()
    look = looking.look(db.session, ground, request.args)
    rows = queries.points(db.session, the_plugins(), look.wanted, zone=territory.time_zone)
    found = map_points.grouped(rows, territory.slug or "")
    where = [(point["lat"], point["lon"]) for point in found]
    centre = places.centre(territory)
    if not where and centre is not None:
        where = [(centre.lat, centre.lon)]
    around = map_points.places_around(db.session, ground.gazetteer, where)
    return jsonify(points=found, places=around, circle=None)
