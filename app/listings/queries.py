"""Finding listings: by words, kind, place, terms, dimension; newest or nearest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import cos, radians
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.geo.point import BoundingBox, Point
from app.kernel.registry import Plugins
from app.listings import words
from app.listings.cards import COLUMNS, Card, card_rows, cards
from app.listings.models import Direction, Listing, ListingComponent, ListingStatus
from app.members.models import Member, MemberStatus

PAGE = 20
FURTHEST_PAGE = 10_000
MOST_ON_MAP = 2000
NOWHERE = 1e9
"""Further than any distance, in square degrees."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for."""

    text: str = ""
    direction: str = ""
    kind: str = ""
    """A kind, or a plugin's slug for all of its kinds."""
    subnetwork_id: UUID | None = None
    terms: str = ""
    dimension: str = ""
    near: Point | None = None
    within: int | None = None
    """Metres around ``near``."""
    order: str = "newest"
    """``newest`` or ``nearest``."""
    filters: Mapping[str, str] = field(default_factory=dict)
    """Values of the filters that the chosen kind brings."""
    page: int = 1
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of what was found."""

    cards: list[Card]
    total: int
    page: int
    pages: int


def visible(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that others may see a listing."""
    return sa.and_(
        Listing.status == ListingStatus.ACTIVE,
        sa.or_(Listing.expires_on.is_(None), Listing.expires_on >= today),
    )


def search(session: Session, plugins: Plugins, wanted: Wanted, *, slug: str, zone: str = "UTC") -> Found:
    """Find listings of the territory in scope.

    Args:
        slug: the territory's, for the addresses of the cards.
        zone: its time zone: a listing is shown to the end of its last day there.
    """
    query = (
        card_rows(
            sa.select(*COLUMNS, sa.func.count().over().label("total")).where(
                *_conditions(session, plugins, wanted, zone)
            )
        )
        .order_by(*_order(wanted))
        .limit(PAGE)
    )
    page = min(max(wanted.page, 1), FURTHEST_PAGE)
    rows = session.execute(query.offset((page - 1) * PAGE)).all()
    if not rows and page > 1:  # beyond the last page, which the total does not reach either
        page = 1
        rows = session.execute(query).all()
    total = rows[0].total if rows else 0
    made = cards(session, plugins, rows, slug=slug, here=wanted.near)
    return Found(cards=made, total=total, page=page, pages=max(1, -(-total // PAGE)))


def points(session: Session, plugins: Plugins, wanted: Wanted, *, zone: str = "UTC") -> Sequence[Any]:
    """Return id, title, direction, place and public point of what is found, for the map."""
    conditions = _conditions(session, plugins, wanted, zone)
    return session.execute(
        sa.select(
            Listing.id,
            Listing.title,
            Listing.direction,
            Listing.place,
            Listing.public_lat,
            Listing.public_lon,
        )
        .where(*conditions, Listing.public_lat.is_not(None))
        .order_by(Listing.published_at.desc())
        .limit(MOST_ON_MAP)
    ).all()


def _conditions(
    session: Session, plugins: Plugins, wanted: Wanted, zone: str
) -> list[sa.ColumnElement[bool]]:
    conditions = [visible(clock.today(zone)), _author_is_there()]
    asked = words.having(session, wanted.text)
    if asked is not None:
        conditions.append(asked)
    if wanted.direction in tuple(Direction):
        conditions.append(Listing.direction == wanted.direction)
    if wanted.kind:
        same = (
            Listing.kind == wanted.kind
            if "." in wanted.kind
            else Listing.kind.startswith(f"{wanted.kind}.", autoescape=True)
        )
        conditions.append(same)
    if wanted.subnetwork_id is not None:
        conditions.append(Listing.subnetwork_id == wanted.subnetwork_id)
    if wanted.terms:
        conditions.append(
            sa.cast(Listing.terms, sa.UnicodeText).contains(f'"{wanted.terms}"', autoescape=True)
        )
    if wanted.dimension:
        serving = sa.select(ListingComponent.listing_id).where(
            ListingComponent.code.startswith(wanted.dimension, autoescape=True)
        )
        conditions.append(Listing.id.in_(serving))
    if wanted.near is not None and wanted.within is not None:
        conditions.extend(_around(wanted.near, wanted.within))
    conditions.extend(_of_kind(plugins, wanted))
    return conditions


def _author_is_there() -> sa.ColumnElement[bool]:
    away = sa.select(Member.id).where(Member.status != MemberStatus.ACTIVE)
    return Listing.member_id.not_in(away)


def _around(near: Point, metres: int) -> list[sa.ColumnElement[bool]]:
    box = BoundingBox.around(near, metres)
    degrees = metres / 111_195
    return [
        Listing.public_lat.between(box.south, box.north),
        Listing.public_lon.between(box.west, box.east),
        _square_degrees(near) <= degrees * degrees,
    ]


def _square_degrees(near: Point) -> sa.ColumnElement[Any]:
    """Squared distance in degrees of latitude: flat, within 0.1 % of the sphere up to 50 km."""
    north = Listing.public_lat - near.lat
    east = (Listing.public_lon - near.lon) * cos(radians(near.lat))
    return north * north + east * east


def _order(wanted: Wanted) -> list[sa.ColumnElement[Any]]:
    newest: list[sa.ColumnElement[Any]] = [Listing.published_at.desc(), Listing.id.desc()]
    if wanted.order == "nearest" and wanted.near is not None:
        return [Listing.public_lat.is_(None), _square_degrees(wanted.near), *newest]
    return newest


def _of_kind(plugins: Plugins, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    kind = plugins.kinds.get(wanted.kind)
    if kind is None or kind.detail is None:
        return []
    chosen = [
        item.clause(wanted.filters[item.name]) for item in kind.filters if wanted.filters.get(item.name)
    ]
    if not chosen:
        return []
    detail: Any = kind.detail
    return [Listing.id.in_(sa.select(detail.listing_id).where(*chosen))]


def whole() -> sa.Select[Listing]:
    """Select listings with their authors, pictures and components."""
    return sa.select(Listing).options(
        joinedload(Listing.member),
        selectinload(Listing.components),
        selectinload(Listing.pictures),
    )


def find(session: Session, listing_id: UUID) -> Listing | None:
    """Return a listing of the territory in scope with its author, pictures and components."""
    return session.scalar(whole().where(Listing.id == listing_id))


def matching(session: Session, plugins: Plugins, wanted: Wanted, *, zone: str) -> sa.Select[Listing]:
    """Select what ``search`` finds, in no order."""
    return whole().where(*_conditions(session, plugins, wanted, zone))


def farness(near: Point) -> sa.ColumnElement[float]:
    """Return what orders listings by their distance from ``near``; those of no place come last."""
    return sa.func.coalesce(_square_degrees(near), NOWHERE)


def detail_of(session: Session, plugins: Plugins, listing: Listing) -> Any | None:
    """Return the row of the kind's own fields, ``None`` when the kind has none or its plugin is gone."""
    kind = plugins.kinds.get(listing.kind)
    return session.get(kind.detail, listing.id) if kind is not None and kind.detail is not None else None


def of_member(
    session: Session,
    plugins: Plugins,
    member_id: UUID,
    *,
    slug: str,
    statuses: Sequence[str] = (ListingStatus.ACTIVE,),
    limit: int = 60,
) -> list[Card]:
    """Return the cards of a member's listings, newest first."""
    wanted = (
        sa.select(*COLUMNS)
        .where(Listing.member_id == member_id, Listing.status.in_(list(statuses)))
        .order_by(Listing.published_at.desc().nulls_first(), Listing.id.desc())
        .limit(limit)
    )
    return cards(session, plugins, session.execute(card_rows(wanted)).all(), slug=slug)


def is_on_board(listing: Listing, today: date) -> bool:
    """Tell whether others see a listing, as ``visible`` says it to the database."""
    not_over = listing.expires_on is None or listing.expires_on >= today
    return listing.status == ListingStatus.ACTIVE and not_over


def written_by(session: Session, member_id: UUID) -> Sequence[Listing]:
    """Return every listing of a member, the newest first."""
    return session.scalars(
        sa.select(Listing)
        .where(Listing.member_id == member_id)
        .order_by(Listing.published_at.desc().nulls_first(), Listing.id.desc())
    ).all()
