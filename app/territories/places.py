"""Places by name, for people who say where they live: the gazetteer, the territories as its stand-in."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from app.config import Settings
from app.geo.gazetteer import Gazetteer, Place
from app.geo.geocoding import Geocoder
from app.geo.names import fold
from app.geo.point import Point
from app.territories.models import Level, Territory

FILE = "gazetteer.sqlite3"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A place to choose: a key to send back, its name, what tells it from others of that name, its centre."""

    key: str
    name: str
    more: str
    point: Point | None


def gazetteer_file(settings: Settings) -> Path:
    """Return where the gazetteer of this platform is."""
    return settings.data_dir / FILE


def the_gazetteer() -> Gazetteer | None:
    """Return the gazetteer, ``None`` while none was built."""
    path = gazetteer_file(cast(Settings, current_app.extensions["together_settings"]))
    return Gazetteer(path) if path.exists() else None


def the_geocoder() -> Geocoder | None:
    """Return who finds addresses, as ``TOGETHER_GEOCODER_URL`` says; ``None`` while there is no gazetteer."""
    gazetteer = the_gazetteer()
    if gazetteer is None:
        return None
    kept = current_app.extensions.get("together_geocoder")
    if kept is None:
        settings = cast(Settings, current_app.extensions["together_settings"])
        kept = Geocoder.from_setting(settings.geocoder_url, gazetteer, contact=settings.base_url)
        current_app.extensions["together_geocoder"] = kept
    return cast(Geocoder, kept)


def find(
    session: Session, gazetteer: Gazetteer | None, text: str, *, near: Territory | None = None, limit: int = 8
) -> list[Found]:
    """Return the places whose name or postcode begins with ``text``, the likeliest first."""
    if not fold(text):
        return []
    if gazetteer is not None:
        found = gazetteer.find(text, near=centre(near), limit=limit)
        return [_of_gazetteer(place, home=near.country if near else "") for place in found]
    key = fold(text)
    condition = Territory.name_key.startswith(key, autoescape=True)
    if key.isdigit():
        condition = sa.cast(Territory.postcodes, sa.UnicodeText).contains(f'"{key}', autoescape=True)
    rows = session.scalars(
        sa.select(Territory)
        .where(condition, Territory.level.in_((Level.COMMUNE, Level.NEIGHBOURHOOD)))
        .order_by(Territory.name_key != key, Territory.population.desc().nulls_last(), Territory.id)
        .limit(limit)
    )
    return [_of_territory(row) for row in rows]


def neighbourhoods(session: Session, territory: Territory) -> list[Found]:
    """Return the neighbourhoods of a territory that were entered, by name."""
    rows = session.scalars(
        sa.select(Territory)
        .where(Territory.parent_id == territory.id, Territory.level == Level.NEIGHBOURHOOD)
        .order_by(Territory.name_key, Territory.id)
    )
    return [_of_territory(row) for row in rows]


_place_id = re.compile(r"[0-9]{1,15}")


def by_key(session: Session, gazetteer: Gazetteer | None, key: str) -> Found | None:
    """Return the place that a form sent back."""
    kind, _, value = key.partition(":")
    if kind == "territory":
        try:
            row = session.get(Territory, UUID(value))
        except ValueError:
            return None
        return _of_territory(row) if row is not None else None
    if kind == "place" and gazetteer is not None and _place_id.fullmatch(value):
        place = gazetteer.with_id(int(value))
        return _of_gazetteer(place) if place is not None else None
    return None


def centre(territory: Territory | None) -> Point | None:
    """Return the centre of a territory, where it is known."""
    if territory is None or territory.lat is None or territory.lon is None:
        return None
    return Point(territory.lat, territory.lon)


def _of_gazetteer(place: Place, *, home: str = "") -> Found:
    more = [
        place.postcodes[0] if len(place.postcodes) == 1 else place.admin,
        place.country if place.country != home else "",
    ]
    return Found(
        key=f"place:{place.id}", name=place.name, more=", ".join(filter(None, more)), point=place.point
    )


def _of_territory(row: Territory) -> Found:
    more = [row.postcodes[0] if len(row.postcodes) == 1 else "", row.country]
    return Found(
        key=f"territory:{row.id}", name=row.name, more=", ".join(filter(None, more)), point=centre(row)
    )
