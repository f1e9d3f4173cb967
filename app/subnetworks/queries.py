"""Questions about sub-networks, their members and their plugins."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.kernel.registry import Plugins
from app.members.models import Member, MemberStatus
from app.subnetworks.models import Installation, Subnetwork, SubnetworkMember


def subnetworks_of(session: Session) -> Sequence[Subnetwork]:
    """Return the open sub-networks of the territory in scope, by name, with their installations."""
    return session.scalars(
        sa.select(Subnetwork)
        .where(Subnetwork.closed_at.is_(None))
        .options(selectinload(Subnetwork.installations))
        .order_by(Subnetwork.name)
    ).all()


def find(session: Session, slug: str) -> Subnetwork | None:
    """Return the sub-network with this slug in the territory in scope."""
    return session.scalar(
        sa.select(Subnetwork).where(Subnetwork.slug == slug).options(selectinload(Subnetwork.installations))
    )


def enabled_plugins(session: Session, subnetwork_id: UUID) -> frozenset[str]:
    """Return the slugs of the plugins switched on in one sub-network."""
    return frozenset(
        session.scalars(
            sa.select(Installation.plugin).where(
                Installation.subnetwork_id == subnetwork_id, Installation.enabled
            )
        )
    )


def is_enabled_somewhere(session: Session, plugin: str) -> bool:
    """Tell whether an open sub-network of the territory in scope has ``plugin`` switched on."""
    return any(plugin in enabled for enabled in enabled_by_subnetwork(session).values())


def enabled_by_subnetwork(session: Session) -> dict[UUID, frozenset[str]]:
    """Return what is switched on where, over the open sub-networks of the territory in scope."""
    rows = session.execute(
        sa.select(Installation.subnetwork_id, Installation.plugin)
        .join(Subnetwork, Subnetwork.id == Installation.subnetwork_id)
        .where(Installation.enabled, Subnetwork.closed_at.is_(None))
    )
    enabled: dict[UUID, set[str]] = {}
    for subnetwork_id, plugin in rows:
        enabled.setdefault(subnetwork_id, set()).add(plugin)
    return {subnetwork_id: frozenset(slugs) for subnetwork_id, slugs in enabled.items()}


def enabled_by_ids(session: Session, subnetwork_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Return what is switched on in each of the sub-networks that have something switched on."""
    rows = session.execute(
        sa.select(Installation.subnetwork_id, Installation.plugin).where(
            Installation.enabled, Installation.subnetwork_id.in_(subnetwork_ids)
        )
    )
    enabled: dict[UUID, set[str]] = {}
    for subnetwork_id, plugin in rows:
        enabled.setdefault(subnetwork_id, set()).add(plugin)
    return {subnetwork_id: frozenset(slugs) for subnetwork_id, slugs in enabled.items()}


def places_for_kind(session: Session, plugins: Plugins, kind: str) -> list[Subnetwork]:
    """Return the sub-networks in which a listing of ``kind`` may be published."""
    slug = kind.split(".")[0]
    if kind not in plugins.kinds:
        return []
    return [
        subnetwork
        for subnetwork in subnetworks_of(session)
        if any(item.plugin == slug and item.enabled for item in subnetwork.installations)
    ]


def installation(session: Session, subnetwork_id: UUID, plugin: str) -> Installation | None:
    """Return the installation of ``plugin`` in a sub-network, switched on or off."""
    return session.scalar(
        sa.select(Installation).where(
            Installation.subnetwork_id == subnetwork_id, Installation.plugin == plugin
        )
    )


def settings_of(session: Session, subnetwork_id: UUID, plugin: str) -> dict[str, Any]:
    """Return the settings of ``plugin`` in a sub-network; empty when it was never installed."""
    found = installation(session, subnetwork_id, plugin)
    return dict(found.settings) if found is not None else {}


def coordinator_ids(session: Session, subnetwork_id: UUID) -> list[UUID]:
    """Return the member ids of a sub-network's coordinators."""
    return list(
        session.scalars(
            sa.select(SubnetworkMember.member_id)
            .join(Member, Member.id == SubnetworkMember.member_id)
            .where(
                SubnetworkMember.subnetwork_id == subnetwork_id,
                SubnetworkMember.coordinates,
                Member.status == MemberStatus.ACTIVE,
            )
        )
    )


def members_of(session: Session, subnetwork_id: UUID) -> Sequence[SubnetworkMember]:
    """Return who is in a sub-network, coordinators first, with the member of each."""
    return session.scalars(
        sa.select(SubnetworkMember)
        .join(Member, Member.id == SubnetworkMember.member_id)
        .where(SubnetworkMember.subnetwork_id == subnetwork_id, Member.status == MemberStatus.ACTIVE)
        .options(joinedload(SubnetworkMember.member))
        .order_by(SubnetworkMember.coordinates.desc(), SubnetworkMember.created_at)
    ).all()


def people_counted(session: Session, subnetwork_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many active members are in each of the sub-networks that have some."""
    rows = session.execute(
        sa.select(SubnetworkMember.subnetwork_id, sa.func.count())
        .join(Member, Member.id == SubnetworkMember.member_id)
        .where(SubnetworkMember.subnetwork_id.in_(subnetwork_ids), Member.status == MemberStatus.ACTIVE)
        .group_by(SubnetworkMember.subnetwork_id)
    )
    return dict(rows.all())


def coordinators(session: Session, subnetwork_ids: Collection[UUID]) -> dict[UUID, list[Member]]:
    """Return who coordinates each of the sub-networks."""
    rows = session.execute(
        sa.select(SubnetworkMember.subnetwork_id, Member)
        .join(Member, Member.id == SubnetworkMember.member_id)
        .where(
            SubnetworkMember.subnetwork_id.in_(subnetwork_ids),
            SubnetworkMember.coordinates,
            Member.status == MemberStatus.ACTIVE,
        )
        .order_by(SubnetworkMember.created_at, Member.id)
    )
    found: dict[UUID, list[Member]] = {}
    for subnetwork_id, member in rows:
        found.setdefault(subnetwork_id, []).append(member)
    return found


def is_in(session: Session, subnetwork_id: UUID, member_id: UUID) -> SubnetworkMember | None:
    """Return a member's part in a sub-network."""
    return session.scalar(
        sa.select(SubnetworkMember).where(
            SubnetworkMember.subnetwork_id == subnetwork_id, SubnetworkMember.member_id == member_id
        )
    )


def subnetworks_joined(session: Session, member_id: UUID) -> frozenset[UUID]:
    """Return the ids of the sub-networks that a member is in."""
    rows = session.scalars(
        sa.select(SubnetworkMember.subnetwork_id).where(SubnetworkMember.member_id == member_id)
    )
    return frozenset(rows)
