"""A listing as a card on the board: few columns, one query for each table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.geo.point import Point
from app.kernel.registry import Plugins
from app.listings.models import Listing, ListingComponent, ListingPicture
from app.listings.telling import distance_in_words, since_in_words
from app.media.models import Picture
from app.members.models import Member, Person
from app.text import _

JPEG_AT_MOST = 640
"""Of the widths of a picture, the widest up to this one also exists as JPEG."""

COLUMNS = (
    Listing.id,
    Listing.kind,
    Listing.direction,
    Listing.status,
    Listing.title,
    Listing.terms,
    Listing.place,
    Listing.public_lat,
    Listing.public_lon,
    Listing.published_at,
    Listing.subnetwork_id,
    Listing.member_id,
    Person.first_name,
)


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture in the widths it exists in."""

    src: str
    avif: str
    webp: str
    width: int
    height: int
    alt: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a card shows."""

    id: UUID
    url: str
    title: str
    direction: str
    status: str
    kind: str
    kind_label: str
    icon: str
    member_id: UUID
    first_name: str
    place: str
    metres: float | None
    """Between the public points of the reader and of the listing."""
    lat: float | None
    lon: float | None
    photo: Photo | None
    terms: tuple[str, ...]
    dimensions: tuple[str, ...]
    facts: tuple[str, ...]
    published_at: datetime | None

    @property
    def distance(self) -> str:
        """How far it is from the reader, in words: "about 2 km, 25 min on foot"."""
        return "" if self.metres is None else distance_in_words(self.metres)

    @property
    def since(self) -> str:
        """How long it has been on the board, in words: "3 days ago"."""
        return "" if self.published_at is None else since_in_words(self.published_at)


def card_rows(condition: Any) -> Any:
    """Return the query for the rows that ``cards`` reads, over a query of listings."""
    return condition.join(Member, Member.id == Listing.member_id).join(Person, Person.id == Member.person_id)


def cards(
    session: Session, plugins: Plugins, rows: Sequence[Any], *, slug: str, here: Point | None = None
) -> list[Card]:
    """Make cards of ``rows`` (``COLUMNS``), in their order.

    Args:
        slug: the territory's, for the addresses.
        here: the reader's public point, for distances.
    """
    ids = [row.id for row in rows]
    photos = first_photos(session, ids)
    dimensions = _dimensions(session, ids)
    facts = _facts(session, plugins, rows)
    made = []
    for row in rows:
        kind = plugins.kinds.get(row.kind)
        there = None if row.public_lat is None else Point(row.public_lat, row.public_lon)
        made.append(
            Card(
                id=row.id,
                url=f"/t/{slug}/listings/{row.id}",
                title=row.title,
                direction=row.direction,
                status=row.status,
                kind=row.kind,
                kind_label=str(kind.label) if kind else "",
                icon=kind.icon if kind else "puzzle",
                member_id=row.member_id,
                first_name=row.first_name,
                place=row.place,
                metres=here.distance_to(there) if here and there else None,
                lat=row.public_lat,
                lon=row.public_lon,
                photo=photos.get(row.id),
                terms=tuple(term_label(plugins, term) for term in row.terms),
                dimensions=dimensions.get(row.id, ()),
                facts=facts.get(row.id, ()),
                published_at=row.published_at,
            )
        )
    return made


def cards_for(
    session: Session, plugins: Plugins, ids: Iterable[UUID], *, slug: str, here: Point | None = None
) -> list[Card]:
    """Make the cards of these listings, newest first."""
    wanted = sa.select(*COLUMNS).where(Listing.id.in_(list(ids))).order_by(Listing.published_at.desc())
    return cards(session, plugins, session.execute(card_rows(wanted)).all(), slug=slug, here=here)


def term_label(plugins: Plugins, term: str) -> str:
    """Return how a settlement method is said on a listing."""
    if term == "gift":
        return _("as a gift")
    method = plugins.settlements.get(term)
    return str(method.label) if method is not None else term.split(".")[-1].replace("_", " ")


def first_photos(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Photo]:
    """Return the first picture of each listing that has one."""
    rows = session.execute(
        sa.select(
            ListingPicture.listing_id,
            ListingPicture.alt,
            Picture.digest,
            Picture.width,
            Picture.height,
            Picture.widths,
            Picture.colour,
        )
        .join(Picture, Picture.id == ListingPicture.picture_id)
        .where(ListingPicture.listing_id.in_(ids), ListingPicture.position == 0)
    )
    return {
        row.listing_id: photo(row.digest, row.width, row.height, row.widths, row.alt, row.colour)
        for row in rows
    }


def photo(digest: str, width: int, height: int, widths: Sequence[int], alt: str, colour: str) -> Photo:
    """Return the addresses of a picture in all its widths."""
    base = f"/media/{digest}/"
    fallback = max((found for found in widths if found <= JPEG_AT_MOST), default=min(widths, default=width))
    return Photo(
        src=f"{base}{fallback}.jpg",
        avif=", ".join(f"{base}{found}.avif {found}w" for found in widths),
        webp=", ".join(f"{base}{found}.webp {found}w" for found in widths),
        width=width,
        height=height,
        alt=alt,
        colour=colour,
    )


def _dimensions(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    letters: dict[UUID, set[str]] = defaultdict(set)
    rows = session.execute(
        sa.select(ListingComponent.listing_id, ListingComponent.code).where(
            ListingComponent.listing_id.in_(ids)
        )
    )
    for listing_id, code in rows:
        letters[listing_id].add(code[0])
    return {listing_id: tuple(sorted(found)) for listing_id, found in letters.items()}


def _facts(session: Session, plugins: Plugins, rows: Sequence[Any]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = {}
    by_detail: dict[Any, list[UUID]] = defaultdict(list)
    kinds = {}
    for row in rows:
        kind = plugins.kinds.get(row.kind)
        if kind is not None and kind.detail is not None and kind.card is not None:
            by_detail[kind.detail].append(row.id)
            kinds[row.id] = kind
    for detail, ids in by_detail.items():
        for item in session.scalars(sa.select(detail).where(detail.listing_id.in_(ids))):
            listing_id: UUID = item.listing_id
            card = kinds[listing_id].card
            found[listing_id] = tuple(str(fact) for fact in card(item)) if card else ()
    return found
