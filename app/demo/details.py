"""What belongs to listings besides their row: the kind's own fields, components, pictures, searched words."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.demo import texts
from app.demo.gallery import Gallery
from app.demo.listings import Offered
from app.demo.places import Tree
from app.demo.rows import Row, Rows
from app.geo.point import Point
from app.kernel.contributions import ResourceKind
from app.kernel.registry import Plugins
from app.listings.models import ListingComponent, ListingPicture
from app.listings.words import indexed, row_number
from app.text import speaking

ROADS = 1.3
"""How much longer the way is than the straight line."""
SHORTEST_RIDE = 3  # km


def rides(tree: Tree, offered: list[Offered]) -> dict[UUID, int]:
    """Return the kilometres of every listing that goes from one place to another."""
    points = {place.name: Point(place.lat, place.lon) for place in tree.places.values()}
    lengths = {}
    for one in offered:
        origin, destination = one.text.details.get("origin"), one.text.details.get("destination")
        if origin in points and destination in points:
            metres = points[origin].distance_to(points[destination]) * ROADS
            lengths[one.id] = max(SHORTEST_RIDE, round(metres / 1000))
    return lengths


def detail(rows: Rows, plugins: Plugins, one: Offered, territory_id: UUID, lengths: dict[UUID, int]) -> None:
    """Let the row of the kind's own table wait."""
    kind: ResourceKind = plugins.kinds[one.text.kind]
    if kind.detail is None:
        return
    columns = sa.inspect(kind.detail).local_table.columns
    said: dict[str, Any] = {**one.text.details, "kilometres": lengths.get(one.id)}
    values: Row = {}
    for column in columns:
        if column.name in said:
            value = said[column.name]
            values[column.name] = list(value) if isinstance(value, tuple) else value or _nothing(value)
    rows.add(kind.detail, **{**values, "listing_id": one.id, "territory_id": territory_id})


def _nothing(value: Any) -> Any:
    """Return what stands for "not said": a loan of no days is a gift."""
    return value if isinstance(value, bool | str | list) else None


def components(rows: Rows, one: Offered, territory_id: UUID, known: frozenset[str]) -> None:
    """Let the components that the author hopes to serve wait."""
    for code in dict.fromkeys(one.text.components):
        if code in known:
            rows.add(ListingComponent, listing_id=one.id, code=code, territory_id=territory_id)


def picture(rows: Rows, gallery: Gallery, one: Offered, territory_id: UUID) -> None:
    """Let the picture of a listing wait, with what it shows in the language of the listing."""
    if one.text.picture:
        rows.add(
            ListingPicture,
            listing_id=one.id,
            position=0,
            territory_id=territory_id,
            picture_id=gallery.ids[one.text.picture],
            alt=texts.alts()[one.text.picture][one.text.lang],
        )


def index(session: Session, plugins: Plugins, offered: list[Offered]) -> None:
    """Write the words of listings into the full-text index, as ``app.listings.words.index`` does for one."""
    labels = {slug: _labels(kind) for slug, kind in plugins.kinds.items()}
    words = [
        (one.id, indexed(one.title, one.words, *labels[one.text.kind], one.owner.place.name))
        for one in offered
    ]
    if session.get_bind().dialect.name == "sqlite":
        session.execute(
            sa.text("INSERT INTO listing_words(rowid, listing_id, words) VALUES (:row, :id, :words)"),
            [{"row": row_number(id_), "id": id_.hex, "words": said} for id_, said in words],
        )
        return
    session.execute(
        sa.text("INSERT INTO listing_words(listing_id, words) VALUES (:id, array_to_tsvector(:words))"),
        [{"id": id_, "words": sorted(set(said.split()))} for id_, said in words],
    )


def _labels(kind: ResourceKind) -> list[str]:
    found = []
    for language in ("fr", "en"):
        with speaking(language):
            found.append(str(kind.label))
    return found
