"""What a run of the acceptance profile tells: who there is, with a token for each, and what has which id."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.api import tokens
from app.api.scopes import Scope
from app.listings.models import Listing
from app.members.models import Member, Person
from app.subnetworks.models import Subnetwork, SubnetworkMember
from app.subnetworks.queries import enabled_plugins
from app.territories.models import Territory

TOKENS_LAST = timedelta(days=366)


def told(session: Session, territories: Sequence[Territory]) -> dict[str, Any]:
    """Make a token with every scope for everybody; return users and territories as plain values."""
    people = session.scalars(sa.select(Person).order_by(Person.id)).all()
    return {
        "territories": [_territory(session, territory) for territory in territories],
        "users": [_user(session, person) for person in people],
    }


def _user(session: Session, person: Person) -> dict[str, Any]:
    _, text = tokens.create(session, person, name="Acceptance", scopes=list(Scope), lasts=TOKENS_LAST)
    memberships = session.execute(
        sa.select(Member, Territory.slug)
        .join(Territory, Territory.id == Member.territory_id)
        .where(Member.person_id == person.id)
        .order_by(Territory.slug)
    )
    return {
        "email": person.email,
        "first_name": person.first_name,
        "person_id": str(person.id),
        "language": person.language,
        "operator": person.is_operator,
        "token": text,
        "memberships": [
            {
                "territory": slug,
                "member_id": str(member.id),
                "status": member.status,
                "roles": sorted(member.roles),
                "coordinates": _coordinated(session, member),
            }
            for member, slug in memberships
        ],
    }


def _coordinated(session: Session, member: Member) -> list[str]:
    return sorted(
        session.scalars(
            sa.select(Subnetwork.slug)
            .join(SubnetworkMember, SubnetworkMember.subnetwork_id == Subnetwork.id)
            .where(SubnetworkMember.member_id == member.id, SubnetworkMember.coordinates)
        )
    )


def _territory(session: Session, territory: Territory) -> dict[str, Any]:
    networks = session.scalars(
        sa.select(Subnetwork).where(Subnetwork.territory_id == territory.id).order_by(Subnetwork.slug)
    ).all()
    listings = session.scalars(
        sa.select(Listing).where(Listing.territory_id == territory.id).order_by(Listing.id)
    )
    slugs = {network.id: network.slug for network in networks}
    return {
        "slug": territory.slug,
        "id": str(territory.id),
        "name": territory.name,
        "joining": territory.joining,
        "subnetworks": [_network(session, network) for network in networks],
        "listings": [
            {
                "id": str(one.id),
                "kind": one.kind,
                "direction": one.direction,
                "title": one.title,
                "member_id": str(one.member_id),
                "subnetwork": slugs[one.subnetwork_id],
                "terms": one.terms,
            }
            for one in listings
        ],
    }


def _network(session: Session, network: Subnetwork) -> dict[str, Any]:
    return {
        "slug": network.slug,
        "id": str(network.id),
        "name": network.name,
        "plugins": sorted(enabled_plugins(session, network.id)),
    }
