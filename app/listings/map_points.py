"""What the map draws: public points with what is listed there, and the places around them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.geo.cells import PublicPlace
from app.geo.gazetteer import Gazetteer
from app.geo.point import BoundingBox, Point
from app.listings.models import Listing
from app.territories.models import Level, Territory
from app.text import _, ngettext

NAMED_AT_ONE_POINT = 6
MOST_PLACES = 120
AROUND = 12_000  # metres of surroundings beyond the outermost point
UNKNOWN_RADIUS = 3_000  # metres, where the cell of a point is not known any more


def grouped(rows: Sequence[Any], slug: str) -> list[dict[str, Any]]:
    """Return one entry for each public point with the listings there, newest first."""
    at: dict[tuple[float, float], list[Any]] = defaultdict(list)
    for row in rows:
        at[row.public_lat, row.public_lon].append(row)
    return [_point(lat, lon, there, slug) for (lat, lon), there in at.items()]


def _point(lat: float, lon: float, rows: Sequence[Any], slug: str) -> dict[str, Any]:
    left = len(rows) - NAMED_AT_ONE_POINT
    offers = sum(row.direction == "offer" for row in rows)
    return {
        "lat": lat,
        "lon": lon,
        "count": len(rows),
        "requests": len(rows) - offers,
        "place": rows[0].place,
        "label": ngettext("%(num)s listing", "%(num)s listings", len(rows)),
        "more": ngettext("and %(num)s more", "and %(num)s more", left) if left > 0 else "",
        "listings": [
            {
                "title": row.title,
                "url": f"/t/{slug}/listings/{row.id}",
                "direction": row.direction,
                "said": _("I offer") if row.direction == "offer" else _("I need"),
            }
            for row in rows[:NAMED_AT_ONE_POINT]
        ],
    }


def circle(listing: Listing, cell: int | None) -> dict[str, Any] | None:
    """Return the circle in which the author of a listing lives: centre, and radius in metres."""
    if listing.public_lat is None or listing.public_lon is None:
        return None
    here = Point(listing.public_lat, listing.public_lon)
    place = PublicPlace(cell) if cell is not None else None
    radius = place.radius if place is not None and place.point == here else UNKNOWN_RADIUS
    return {"lat": here.lat, "lon": here.lon, "radius": radius}


def places_around(
    session: Session, gazetteer: Gazetteer | None, points: Sequence[tuple[float, float]]
) -> list[dict[str, Any]]:
    """Return the towns and villages around some points, the largest first, as a calm ground to draw on."""
    if not points:
        return []
    box = _box(points)
    found = session.execute(
        sa.select(Territory.name, Territory.lat, Territory.lon, Territory.population)
        .where(
            Territory.level == Level.COMMUNE,
            Territory.lat.between(box.south, box.north),
            Territory.lon.between(box.west, box.east),
        )
        .order_by(Territory.population.desc().nulls_last(), Territory.id)
        .limit(MOST_PLACES)
    ).all()
    places = [(row.name, row.lat, row.lon, row.population or 0) for row in found]
    if len(places) < 3 and gazetteer is not None:
        places = [
            (place.name, place.point.lat, place.point.lon, place.population)
            for place in gazetteer.within(box, limit=MOST_PLACES)
        ]
    return [{"name": name, "lat": lat, "lon": lon, "people": people} for name, lat, lon, people in places]


def _box(points: Sequence[tuple[float, float]]) -> BoundingBox:
    corners = [BoundingBox.around(Point(lat, lon), AROUND) for lat, lon in points]
    return BoundingBox(
        min(box.south for box in corners),
        min(box.west for box in corners),
        max(box.north for box in corners),
        max(box.east for box in corners),
    )
