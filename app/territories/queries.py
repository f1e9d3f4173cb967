"""Questions about territories and their tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.geo.names import fold
from app.territories.models import Level, Territory, TerritoryAncestor

MOST_FOUND = 40


@dataclass(frozen=True, kw_only=True)
class Node:
    """One territory in the tree, with what stands below it."""

    territory: Territory
    children: int
    active_below: int


def active(session: Session) -> Sequence[Territory]:
    """Return the territories that have members, by name."""
    return session.scalars(
        sa.select(Territory).where(Territory.active).order_by(Territory.name_key, Territory.id)
    ).all()


def by_slug(session: Session, slug: str) -> Territory | None:
    """Return the territory with this part of its address."""
    return session.scalar(sa.select(Territory).where(Territory.slug == slug))


def nodes(session: Session, parent_id: UUID | None) -> list[Node]:
    """Return the territories directly under ``parent_id`` (``None``: the roots), by level and name."""
    child, below = aliased(Territory), aliased(Territory)
    children = (
        sa.select(sa.func.count())
        .select_from(child)
        .where(sa.or_(child.parent_id == Territory.id, child.group_id == Territory.id))
        .scalar_subquery()
    )
    active_below = (
        sa.select(sa.func.count())
        .select_from(TerritoryAncestor)
        .join(below, below.id == TerritoryAncestor.territory_id)
        .where(TerritoryAncestor.ancestor_id == Territory.id, TerritoryAncestor.depth > 0, below.active)
        .scalar_subquery()
    )
    where = Territory.parent_id.is_(None) if parent_id is None else Territory.parent_id == parent_id
    if parent_id is not None:
        where = sa.or_(where, Territory.group_id == parent_id)
    rows = session.execute(
        sa.select(Territory, children, active_below)
        .where(where)
        .order_by(Territory.level, Territory.name_key)
    )
    return [Node(territory=row, children=count, active_below=below) for row, count, below in rows]


def path_to(session: Session, territory: Territory) -> list[Territory]:
    """Return the parents of a territory from the root down, itself last."""
    path, here = [territory], territory
    while here.parent_id is not None:
        here = session.get_one(Territory, here.parent_id)
        path.insert(0, here)
    return path


def ancestor_ids(session: Session, territory_id: UUID) -> set[UUID]:
    """Return the ids of what a territory is part of, itself left out."""
    return set(
        session.scalars(
            sa.select(TerritoryAncestor.ancestor_id).where(
                TerritoryAncestor.territory_id == territory_id, TerritoryAncestor.depth > 0
            )
        )
    )


def inside(ancestor_id: UUID) -> sa.Select[UUID]:
    """Return the query for the ids of a territory and of everything in it, to join with."""
    return sa.select(TerritoryAncestor.territory_id).where(TerritoryAncestor.ancestor_id == ancestor_id)


def search(session: Session, text: str) -> Sequence[Territory]:
    """Return territories by the beginning of their name, or by code; the largest first."""
    key = fold(text)
    if not key:
        return []
    return session.scalars(
        sa.select(Territory)
        .where(
            sa.or_(
                Territory.name_key.startswith(key, autoescape=True),
                sa.func.lower(Territory.code) == text.strip().lower(),
            )
        )
        .order_by(
            Territory.active.desc(),
            Territory.name_key != key,
            Territory.level == Level.NEIGHBOURHOOD,
            Territory.population.desc().nulls_last(),
            Territory.id,
        )
        .limit(MOST_FOUND)
    ).all()
